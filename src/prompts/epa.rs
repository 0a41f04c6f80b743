//! The rule on entrustable professional activities: thin evidence is named.

use super::facts::Facts;
use super::prompt::{About, Prompt, Quantity, Rule};
use super::thresholds::Thresholds;
use crate::domain::entrustment::Epa;
use crate::growth::sufficiency::{Sufficiency, Thin};

/// Returns the EPA prompts, in the order of the activities.
pub fn prompts(facts: &Facts<'_>, thresholds: &Thresholds) -> Vec<Prompt> {
    facts.catalog.epas.iter().filter_map(|epa| thin_evidence(facts, epa, thresholds)).collect()
}

/// Asks where the ratings of an activity would not carry a decision.
///
/// Few ratings early in training are no finding: they are asked about in the last third. Evidence of
/// the expected number that rests on one rater or one source is asked about at any time.
fn thin_evidence(facts: &Facts<'_>, epa: &Epa, thresholds: &Thresholds) -> Option<Prompt> {
    let evidence = Sufficiency::of(epa, &facts.catalog.scales, &facts.record.ratings);
    let thin: Vec<Thin> = if is_late(facts, thresholds) {
        evidence.thin()
    } else if evidence.n >= usize::from(evidence.expected_n) {
        evidence.lopsided().collect()
    } else {
        Vec::new()
    };
    if thin.is_empty() {
        return None;
    }
    let why = thin.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let sentence = format!("{}: {why}. Who could observe it next?", epa.title);
    let numbers = numbers(&thin, &evidence);
    Some(Prompt::new(Rule::ThinEvidence, About::Epa(epa.id.clone()), numbers, evidence.n, &sentence))
}

/// Tells whether the last part of training has begun; where training time is unknown, it has not.
fn is_late(facts: &Facts<'_>, thresholds: &Thresholds) -> bool {
    let whole = f64::from(facts.catalog.program.training_months);
    facts.month.is_some_and(|month| month >= thresholds.epa_from_share * whole)
}

/// Returns the value and the threshold of the first reason.
fn numbers(thin: &[Thin], evidence: &Sufficiency) -> (Quantity, Quantity) {
    let count = |n: usize| Quantity::Count(n as u32);
    match thin.first() {
        Some(Thin::TooFewRaters { raters, expected }) => (count(*raters), count(usize::from(*expected))),
        Some(Thin::OneRaterOverHalf { of, n, .. }) => (count(*of), count(n / 2)),
        Some(Thin::OneSourceOnly(_)) => (count(1), count(2)),
        _ => (count(evidence.n), count(usize::from(evidence.expected_n))),
    }
}

#[cfg(test)]
mod tests;
