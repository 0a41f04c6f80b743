//! How often rules prompt by chance, and how often they find a shortage that was planted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::simulated::{Person, Plan, Simulated};
use crate::growth::negative_binomial::NegativeBinomial;
use crate::growth::quantile::type7;
use crate::growth::standards::Standard;
use crate::prompts::experience;
use crate::prompts::facts::Facts;
use crate::prompts::prompt::{About, Kind, Rule};
use crate::prompts::thresholds::Thresholds;

/// A shortage that is planted in a newcomer: a quarter of the rate from the first day on.
#[derive(Clone, Copy, Debug)]
pub struct Planted {
    /// The place of the experience in the plan.
    pub at: usize,
    /// Expected by month 24 of those who have no shortage.
    pub expected: f64,
    pub variation: f64,
}

/// The shortages: forty expected between residents alike, usual and unlike; fifteen expected.
pub const PLANTED: [Planted; 4] = [
    Planted { at: 31, expected: 40.0, variation: 0.2 },
    Planted { at: 33, expected: 40.0, variation: 0.25 },
    Planted { at: 35, expected: 40.0, variation: 0.3 },
    Planted { at: 37, expected: 15.0, variation: 0.25 },
];

/// How often a planted shortage was found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Found {
    /// Expected by month 24.
    pub expected: f64,
    /// The group's coefficient of variation.
    pub variation: f64,
    pub residents: usize,
    /// The share of residents prompted.
    pub found: f64,
    /// The share that the oracle prompts.
    pub oracle: f64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Prompting {
    residents: usize,
    by_rule: BTreeMap<Rule, usize>,
    naive: usize,
    /// The oracle's probabilities of counts as low as those of the newcomers without a shortage.
    oracle: Vec<f64>,
    /// For each planted shortage whether we prompted, and the oracle's probability.
    planted: [Vec<(bool, f64)>; PLANTED.len()],
}

impl Prompting {
    /// Adds newcomers who differ from their group by chance alone.
    pub(super) fn add_null(
        &mut self,
        plan: &Plan,
        world: &Simulated,
        standard: &Standard,
        newcomers: &[(Person, f64)],
        graduates: &[Person],
        thresholds: &Thresholds,
    ) {
        for ((resident, record), (person, month)) in world.current.iter().zip(&world.records).zip(newcomers) {
            let facts = Facts::new(&world.catalog, &world.curves, resident, record, standard);
            self.residents += 1;
            // What is only watched is no question.
            let asked = experience::prompts(&facts, &facts.outlooks(), thresholds);
            for prompt in asked.into_iter().filter(|prompt| prompt.kind() != Kind::Watch) {
                *self.by_rule.entry(prompt.rule).or_default() += 1;
            }
            for at in 0..plan.truths.len() {
                let count = seen(person, at, *month);
                self.oracle.push(true_mid_p(plan, at, person, *month));
                let mut group: Vec<u32> = graduates.iter().map(|g| seen(g, at, *month)).collect();
                group.sort_unstable();
                self.naive += usize::from(type7(&group, 0.1).is_some_and(|line| f64::from(count) < line));
            }
        }
    }

    /// Adds newcomers at month 24 with one shortage planted.
    pub(super) fn add_planted(
        &mut self,
        planted: usize,
        plan: &Plan,
        world: &Simulated,
        standard: &Standard,
        newcomers: &[(Person, f64)],
        thresholds: &Thresholds,
    ) {
        let at = PLANTED[planted].at;
        let about = About::Experience(plan.truths[at].code.clone());
        for ((resident, record), (person, month)) in world.current.iter().zip(&world.records).zip(newcomers) {
            let facts = Facts::new(&world.catalog, &world.curves, resident, record, standard);
            let found = experience::prompts(&facts, &facts.outlooks(), thresholds)
                .iter()
                .any(|p| p.about == about && p.kind() != Kind::Watch);
            self.planted[planted].push((found, true_mid_p(plan, at, person, *month)));
        }
    }

    pub(super) fn residents(&self) -> usize {
        self.residents
    }

    pub(super) fn per_resident(&self) -> f64 {
        self.each(self.by_rule.values().sum())
    }

    pub(super) fn naive_per_resident(&self) -> f64 {
        self.each(self.naive)
    }

    pub(super) fn by_rule(&self) -> Vec<(String, f64)> {
        self.by_rule.iter().map(|(rule, &n)| (rule.to_string(), self.each(n))).collect()
    }

    /// Returns how often each shortage was found, and by an oracle that prompts newcomers without one
    /// as often as the same rule of ours.
    pub(super) fn found(&self) -> Vec<Found> {
        let ours = self.by_rule.get(&Rule::FewForTrainingTime).copied().unwrap_or(0);
        let mut chances = self.oracle.clone();
        chances.sort_by(f64::total_cmp);
        let level = ours.checked_sub(1).and_then(|last| chances.get(last).copied()).unwrap_or(0.0);
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        let found = |(planted, seen): (&Planted, &Vec<(bool, f64)>)| Found {
            expected: planted.expected,
            variation: planted.variation,
            residents: seen.len(),
            found: share(seen.iter().filter(|(found, _)| *found).count(), seen.len()),
            oracle: share(seen.iter().filter(|(_, chance)| *chance <= level).count(), seen.len()),
        };
        PLANTED.iter().zip(&self.planted).map(found).collect()
    }

    fn each(&self, n: usize) -> f64 {
        n as f64 / self.residents.max(1) as f64
    }
}

fn seen(person: &Person, at: usize, month: f64) -> u32 {
    person.counts[at].iter().take(month as usize).sum()
}

/// Returns the mid-P of a count under its true distribution: gamma–Poisson of the newcomer's own
/// schedule, if nothing is planted.
fn true_mid_p(plan: &Plan, at: usize, person: &Person, month: f64) -> f64 {
    let truth = &plan.truths[at];
    let expected = plan.expected_of(at, person, month);
    NegativeBinomial::new(expected, truth.variation.powi(2)).mid_p(seen(person, at, month))
}
