//! A rare event not met, with little time left, which most graduates had met.

use crate::domain::experience::{Definition, Group};
use crate::growth::forecast::Outlook;
use crate::prompts::facts::Facts;
use crate::prompts::prompt::{About, Prompt, Quantity, Rule};
use crate::prompts::thresholds::Thresholds;

/// Asks where an event of the group *rare* was never met, training is nearly over, most graduates had
/// met it, and it is likelier than not that none is still to come.
pub(super) fn prompt(
    facts: &Facts<'_>,
    definition: &Definition,
    outlook: &Outlook<'_>,
    thresholds: &Thresholds,
) -> Option<Prompt> {
    let left = outlook.end - outlook.month;
    if definition.group != Group::Rare || outlook.so_far > 0 || left > thresholds.rare_months_left {
        return None;
    }
    let met = facts.standard.usual(&definition.code)?.ranks.share_met()?;
    let none_more = outlook.at_end().none_more();
    if met < thresholds.rare_met_by || none_more < 0.5 {
        return None;
    }
    let sentence = format!(
        "{}: none so far, with {left:.1} months to go; {:.0} of 100 among {} had met it by graduation, and with \
         probability {none_more:.2} none is still to come. Could a simulation or a colleague's case stand in?",
        definition.title,
        100.0 * met,
        facts.standard.group.label,
    );
    let prompt = Prompt::new(
        Rule::RareNotMet,
        About::Experience(definition.code.clone()),
        (Quantity::Count(0), Quantity::Count(1)),
        facts.standard.group.n(),
        &sentence,
    );
    let why = "so many graduates had not met it either";
    Some(prompt.by_chance(1.0 - met, why).counted_by(&definition.hash))
}
