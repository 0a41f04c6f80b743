//! The rules that turn evidence into prompts: questions, never verdicts. Pure.

pub mod calibration;
pub mod epa;
pub mod experience;
pub mod facts;
pub mod gather;
pub mod milestone;
pub mod program;
pub mod prompt;
pub mod thresholds;

pub use facts::Facts;
pub use prompt::{About, Chance, Kind, Prompt, Quantity, Rule};
pub use thresholds::Thresholds;

/// Returns the prompts of one current resident: by kind, then in order of presentation; never ranked.
///
/// A resident who has graduated or left has none: there is nothing to ask any more.
pub fn for_resident(facts: &Facts<'_>, thresholds: &Thresholds) -> Vec<Prompt> {
    if !facts.is_current() {
        return Vec::new();
    }
    let mut prompts = experience::prompts(facts, thresholds);
    prompts.extend(milestone::prompts(facts, thresholds));
    prompts.extend(epa::prompts(facts, thresholds));
    gather::gathered(prompts)
}
