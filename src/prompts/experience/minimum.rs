//! A minimum in doubt: unlikely to be reached by graduation at the present pace and schedule.

use crate::domain::experience::Definition;
use crate::growth::forecast::Outlook;
use crate::prompts::facts::Facts;
use crate::prompts::prompt::{About, Prompt, Quantity, Rule};
use crate::prompts::thresholds::Thresholds;

/// Asks where a minimum is reached with less than the threshold's probability.
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
    let forecast = outlook.at_end();
    let reach = forecast.reaches(minimum);
    if reach >= thresholds.reach {
        return None;
    }
    let (low, high) = forecast.interval80();
    let sentence = format!(
        "{}: {count} by training month {:.1}, with {:.1} to go; {:.0} are expected by graduation (80 %: \
         {low}–{high}), and the minimum of {minimum} is reached with probability {reach:.2}.{} What is planned?",
        definition.title,
        outlook.month,
        outlook.end - outlook.month,
        forecast.expected_total(),
        super::rotations_said(super::block(facts, definition)),
    );
    let prompt = Prompt::new(
        Rule::MinimumInDoubt,
        About::Experience(definition.code.clone()),
        (Quantity::Probability(reach), Quantity::Probability(thresholds.reach)),
        outlook.usual.n(),
        &sentence,
    );
    Some(prompt.counted_by(&definition.hash))
}
