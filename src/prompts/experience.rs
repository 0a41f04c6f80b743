//! Rules on experience: few for training time, a minimum in doubt, a rare event not met.

mod low;
mod minimum;
mod rare;

use chrono::NaiveDate;

use super::facts::Facts;
use super::prompt::Prompt;
use super::thresholds::Thresholds;
use crate::domain::experience::Definition;
use crate::growth::block::BlockState;
use crate::growth::forecast::Outlook;
use crate::growth::training_time::TrainingTime;

/// Returns the experience prompts, in the order of the definitions; `outlooks` are the facts' own.
pub fn prompts(
    facts: &Facts<'_>,
    outlooks: &[(&Definition, Outlook<'_>)],
    thresholds: &Thresholds,
) -> Vec<Prompt> {
    let level = low::level(outlooks, thresholds);
    let rules = |(definition, outlook): &(&Definition, Outlook<'_>)| {
        let low = low::prompt(facts, definition, outlook, level);
        // Who is asked about a low count is not asked again about the same missing event.
        let rare = if low.is_none() { rare::prompt(facts, definition, outlook, thresholds) } else { None };
        [low, minimum::prompt(facts, definition, outlook, thresholds), rare]
    };
    let mut compared = outlooks.iter().peekable();
    let mut prompts = Vec::new();
    for definition in &facts.catalog.definitions {
        // Both are in the order of the definitions.
        match compared.next_if(|(of, _)| of.code == definition.code) {
            Some(one) => prompts.extend(rules(one).into_iter().flatten()),
            None => prompts.extend(minimum::alone(facts, definition, thresholds)),
        }
    }
    prompts
}

/// Returns the probability below which few exposures of this resident are asked about.
pub fn level(outlooks: &[(&Definition, Outlook<'_>)], thresholds: &Thresholds) -> f64 {
    low::level(outlooks, thresholds)
}

/// Says how much of its rotations lies behind a count, and how much ahead.
fn rotations_said(block: BlockState) -> String {
    match block {
        BlockState::Anywhere => String::new(),
        BlockState::Unknown => " Which rotations are done and to come is not known.".into(),
        BlockState::NotYet => " No block of its rotations was had, and none is scheduled.".into(),
        BlockState::Scheduled { to_come, .. } => {
            format!(" No block of its rotations was had; {} to come.", counted(to_come))
        }
        BlockState::Had { blocks, to_come: 0 } => {
            format!(" The resident has had {} of its rotations, and none is to come.", counted(blocks))
        }
        BlockState::Had { blocks, to_come } => {
            format!(" The resident has had {} of its rotations; still to come: {to_come}.", counted(blocks))
        }
    }
}

/// Returns the last day on which an outlook was none to ask about, whole training month by month, with what is usual by
/// today.
fn since(
    facts: &Facts<'_>,
    definition: &Definition,
    outlook: &Outlook<'_>,
    asks: impl Fn(&Outlook<'_>) -> bool,
) -> Option<NaiveDate> {
    let clock = TrainingTime::of(facts.resident)?;
    let curve = facts.curves.curve(&definition.code, &facts.resident.id)?;
    let last = (outlook.month.ceil() as usize).checked_sub(1)?;
    let was_asked = |month: usize| {
        let so_far = curve.get(month).copied().unwrap_or(outlook.so_far);
        asks(&Outlook { so_far, month: month as f64, ..outlook.clone() })
    };
    let unasked = (0..=last).rev().find(|month| !was_asked(*month));
    clock.day(unasked.unwrap_or(0) as f64)
}

fn counted(blocks: usize) -> String {
    if blocks == 1 { "1 block".into() } else { format!("{blocks} blocks") }
}

#[cfg(test)]
mod tests;
