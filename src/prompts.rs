//! The rules that turn evidence into prompts: questions, never verdicts. Pure.

pub mod aftermath;
pub mod calibration;
pub mod epa;
pub mod experience;
pub mod facts;
pub mod gather;
pub mod goal;
pub mod headline;
pub mod measure;
pub mod milestone;
pub mod program;
pub mod prompt;
pub mod quality;
pub mod self_log;
pub mod thresholds;

use chrono::NaiveDate;

use crate::domain::experience::Definition;
use crate::domain::standing::Standing;
use crate::growth::forecast::Outlook;

pub use aftermath::Aftermath;
pub use facts::Facts;
pub use headline::headline;
pub use prompt::{About, Chance, Kind, Prompt, Quantity, Rule};
pub use thresholds::Thresholds;

/// Returns the prompts of one current resident that rest on the case file: by kind, then in order of presentation; never ranked.
///
/// A resident who has graduated or left has none: there is nothing to ask any more.
pub fn for_resident(
    facts: &Facts<'_>,
    outlooks: &[(&Definition, Outlook<'_>)],
    thresholds: &Thresholds,
) -> Vec<Prompt> {
    if !facts.is_current() {
        return Vec::new();
    }
    let mut prompts = experience::prompts(facts, outlooks, thresholds);
    prompts.extend(self_log::prompts(facts, thresholds));
    prompts.extend(milestone::prompts(facts, thresholds));
    prompts.extend(epa::prompts(facts, thresholds));
    prompts.extend(measure::prompts(facts, thresholds));
    prompts.extend(quality::prompts(facts, thresholds));
    let mut gathered = gather::gathered(facts.catalog, prompts.clone());
    for asked in gathered.iter_mut().filter(|asked| asked.kind() == Kind::Milestone) {
        // A gathered prompt has lost the numbers of those that it stands for; they ask one question.
        let single = prompts.iter().find(|prompt| prompt.rule == asked.rule).zip(facts.history);
        asked.aftermath = single.map(|(single, history)| history.after(single, &asked.about, thresholds));
    }
    // What is watched comes behind all that is asked.
    gathered.sort_by_key(Prompt::kind);
    gathered
}

/// Returns the prompts of one current resident that rest on what is agreed and decided, seen on `today`.
///
/// They change with every act of the committee, the others only with the case file.
pub fn on_standing(
    facts: &Facts<'_>,
    standing: &Standing,
    today: NaiveDate,
    thresholds: &Thresholds,
) -> Vec<Prompt> {
    if !facts.is_current() || standing.is_empty() {
        return Vec::new();
    }
    let mut prompts = epa::on_decisions(facts, &standing.entrusted, thresholds);
    prompts.extend(goal::prompts(standing, today, thresholds));
    gather::gathered(facts.catalog, prompts)
}
