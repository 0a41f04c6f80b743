//! A minimum in doubt: unlikely to be reached by graduation at the present pace and schedule; and one that is watched.

use crate::domain::experience::Definition;
use crate::domain::words::probability;
use crate::growth::forecast::{Forecast, Outlook};
use crate::prompts::facts::Facts;
use crate::prompts::prompt::{About, Prompt, Quantity, Rule};
use crate::prompts::thresholds::Thresholds;

/// Without a group, and where no block that brings the experience was had, a count of none says little before the last
/// part of training: so much of it.
const LAST_PART: f64 = 0.2;

/// Asks where a minimum is reached with less than the threshold's probability, and watches where it is not much more.
pub(super) fn prompt(
    facts: &Facts<'_>,
    definition: &Definition,
    outlook: &Outlook<'_>,
    thresholds: &Thresholds,
) -> Option<Prompt> {
    let minimum = facts.catalog.minimums.get(&definition.code)?.minimum;
    let count = outlook.so_far;
    if count >= minimum || outlook.month < thresholds.pace_from_month {
        return None;
    }
    let ahead = Ahead { month: outlook.month, left: outlook.end - outlook.month, minimum };
    let prompt = asked(facts, definition, (ahead, outlook.at_end()), (outlook.usual.n(), ""), thresholds)?;
    let limit = if prompt.rule == Rule::MinimumInDoubt { thresholds.reach } else { thresholds.watch };
    let was_asked = |then: &Outlook<'_>| {
        then.so_far < minimum
            && then.month >= thresholds.pace_from_month
            && then.at_end().reaches(minimum) < limit
    };
    let since = super::since(facts, definition, outlook, was_asked);
    Some(prompt.asked_since(since))
}

/// Asks the same of an experience on which nobody says what is usual: by the resident's own pace and the time left.
///
/// A minimum is asked of each resident, whether or not there is anybody to compare with.
pub(super) fn alone(facts: &Facts<'_>, definition: &Definition, thresholds: &Thresholds) -> Option<Prompt> {
    let minimum = facts.catalog.minimums.get(&definition.code)?.minimum;
    let (month, left) = facts.month.zip(facts.left)?;
    let count = facts.curves.total(&definition.code, &facts.resident.id);
    if count >= minimum
        || month < thresholds.pace_from_month.max(f64::MIN_POSITIVE)
        || !facts.is_covered(definition)
    {
        return None;
    }
    let blocks = facts.schedule().and_then(|schedule| schedule.on(&definition.rotations));
    let had = blocks.as_ref().map_or(0.0, |blocks| blocks.months_by(month));
    let in_blocks = !definition.rotations.is_empty();
    let whole = f64::from(facts.catalog.program.training_months);
    if in_blocks && had <= 0.0 && count == 0 && left > LAST_PART * whole {
        return None;
    }
    let forecast = match &blocks {
        Some(blocks) if had > 0.0 => {
            let known = blocks.known_to().clamp(month, month + left);
            // Past the known schedule as often on these rotations as so far.
            let to_come = blocks.months_by(known) - had + (month + left - known) * had / month;
            Forecast::at_own_pace(count, had, to_come)
        }
        _ => Forecast::at_own_pace(count, month, left),
    };
    let why = " Too few graduates are there to compare with: this goes by the resident's own pace.";
    asked(facts, definition, (Ahead { month, left, minimum }, forecast), (0, why), thresholds)
}

/// Where a resident stands before a minimum, in training months.
struct Ahead {
    month: f64,
    left: f64,
    minimum: u32,
}

/// Asks or watches by a forecast that rests on `n` graduates; `why` says what it rests on where that is nobody.
fn asked(
    facts: &Facts<'_>,
    definition: &Definition,
    (ahead, forecast): (Ahead, Forecast),
    (n, why): (usize, &str),
    thresholds: &Thresholds,
) -> Option<Prompt> {
    let Ahead { month, left, minimum } = ahead;
    let reach = forecast.reaches(minimum);
    let (rule, threshold, question) = match reach {
        reach if reach < thresholds.reach => (Rule::MinimumInDoubt, thresholds.reach, "What is planned?"),
        reach if reach < thresholds.watch => (Rule::MinimumWatched, thresholds.watch, "Is it in view?"),
        _ => return None,
    };
    let (low, high) = forecast.interval80();
    let sentence = format!(
        "{}: {} by training month {month:.1}, with {left:.1} to go; {:.0} are expected by graduation (80 %: \
         {low}–{high}), and the minimum of {minimum} is reached with probability {}.{}{why} {question}",
        definition.title,
        forecast.so_far,
        forecast.expected_total(),
        probability(reach),
        super::rotations_said(facts.block(definition)),
    );
    let prompt = Prompt::new(
        rule,
        About::Experience(definition.code.clone()),
        (Quantity::Probability(reach), Quantity::Probability(threshold)),
        n,
        &sentence,
    );
    Some(prompt.counted_by(&definition.hash))
}
