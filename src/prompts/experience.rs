//! Rules on experience: few for training time, a minimum in doubt.

use super::facts::Facts;
use super::prompt::{About, Prompt, Quantity, Rule};
use super::thresholds::Thresholds;
use crate::domain::experience::Definition;
use crate::growth::bands::{Mark, share_below};
use crate::growth::block::{BlockState, block_state};
use crate::growth::forecast::Forecast;

/// How many days before the last day of training a schedule may end and still count as complete.
const SCHEDULE_MAY_LACK: i64 = 60;

/// Returns the experience prompts, in the order of the definitions.
pub fn prompts(facts: &Facts<'_>, thresholds: &Thresholds) -> Vec<Prompt> {
    let rules = |definition| {
        [below_centile(facts, definition, thresholds), below_minimum(facts, definition, thresholds)]
    };
    facts.catalog.definitions.iter().flat_map(rules).flatten().collect()
}

/// Asks where a count lies below the group's low centile line at the same training time.
///
/// Only with centiles (20 graduates or more), and where a rotation brings the experience only once
/// a block of it has ended.
fn below_centile(facts: &Facts<'_>, definition: &Definition, thresholds: &Thresholds) -> Option<Prompt> {
    let month = facts.month?;
    let centile = thresholds.low_centile;
    let usual = facts.standard.usual(&definition.code)?;
    let line = usual.bands.at(Mark::Centile(centile), month)?;
    let count = facts.curves.total(&definition.code, &facts.resident.id);
    if f64::from(count) >= line {
        return None;
    }
    let block = block(facts, definition);
    if !block.comparable() {
        return None;
    }
    let sentence = format!(
        "{}: {count} by training month {month:.1}; about {} of 100 among {} had {:.0} or more by then.{} What explains it?",
        definition.title,
        100 - centile.min(100),
        facts.standard.group.label,
        line.ceil(),
        had_so_far(block),
    );
    let prompt = Prompt::new(
        Rule::BelowP10,
        About::Experience(definition.code.clone()),
        (Quantity::Count(count), Quantity::Exposures(line)),
        usual.bands.n(),
        &sentence,
    );
    let why = "the line is drawn so, for each experience by itself";
    Some(prompt.by_chance(share_below(centile, usual.bands.n()), why).counted_by(&definition.hash))
}

/// Asks where a minimum is unlikely to be reached at the present pace.
///
/// Before a block of its rotation has ended there is no pace to read, unless the schedule reaches to
/// graduation and holds none.
fn below_minimum(facts: &Facts<'_>, definition: &Definition, thresholds: &Thresholds) -> Option<Prompt> {
    let minimum = facts.catalog.minimums.get(&definition.code)?.minimum;
    let (month, left) = (facts.month?, facts.left?);
    let count = facts.curves.total(&definition.code, &facts.resident.id);
    if count >= minimum || month < thresholds.pace_from_month {
        return None;
    }
    let block = block(facts, definition);
    if !(block.comparable() || block == BlockState::NotYet && schedule_is_complete(facts)) {
        return None;
    }
    let forecast = Forecast::new(facts.standard.usual(&definition.code)?.pace?, count, month, left);
    let reach = forecast.reaches(minimum);
    if reach >= thresholds.reach {
        return None;
    }
    let (low, high) = forecast.interval80();
    let sentence = format!(
        "{}: {count} by training month {month:.1}, with {left:.1} to go; at the present pace {:.0} are expected by \
         graduation (80 %: {low}–{high}), and the minimum of {minimum} is reached with probability {reach:.2}.{} \
         What is planned?",
        definition.title,
        forecast.expected_total(),
        still_to_come(block),
    );
    let prompt = Prompt::new(
        Rule::BelowMinimum,
        About::Experience(definition.code.clone()),
        (Quantity::Probability(reach), Quantity::Probability(thresholds.reach)),
        facts.standard.group.n(),
        &sentence,
    );
    Some(prompt.counted_by(&definition.hash))
}

fn block(facts: &Facts<'_>, definition: &Definition) -> BlockState {
    block_state(&facts.record.rotations, &definition.rotations, facts.as_of())
}

/// Tells whether the rotations are known nearly to the last day of training.
fn schedule_is_complete(facts: &Facts<'_>) -> bool {
    let reaches = facts.record.rotations.iter().map(|r| r.span.to).max();
    let ends = facts.resident.graduates_on;
    reaches.zip(ends).is_some_and(|(to, last)| (last - to).num_days() <= SCHEDULE_MAY_LACK)
}

/// Says how much of its rotations lies behind a count.
fn had_so_far(block: BlockState) -> String {
    match block {
        BlockState::Unknown => " Which rotations are done is not known.".into(),
        BlockState::Had { blocks, to_come } => {
            format!(" {} of its rotations done, {to_come} to come.", counted(blocks))
        }
        _ => String::new(),
    }
}

/// Says what the flat pace does not know of the schedule.
fn still_to_come(block: BlockState) -> String {
    match block {
        BlockState::Anywhere => String::new(),
        BlockState::Unknown => " The schedule is not known.".into(),
        BlockState::NotYet => " No block of its rotations was had, and none is scheduled.".into(),
        BlockState::Had { to_come: 0, .. } => " No further block of its rotations is scheduled.".into(),
        BlockState::Scheduled { to_come, .. } | BlockState::Had { to_come, .. } => {
            format!(" {} of its rotations to come may bring more than that pace.", counted(to_come))
        }
    }
}

fn counted(blocks: usize) -> String {
    if blocks == 1 { "1 block".into() } else { format!("{blocks} blocks") }
}

#[cfg(test)]
mod tests;
