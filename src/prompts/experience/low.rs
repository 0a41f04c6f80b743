//! Few for training time: fewer than the group leads one to expect, beyond what chance explains.

use crate::domain::experience::Definition;
use crate::growth::bands::FEWEST_FOR_CENTILES;
use crate::growth::forecast::Outlook;
use crate::prompts::facts::Facts;
use crate::prompts::prompt::{About, Prompt, Quantity, Rule};
use crate::prompts::thresholds::Thresholds;

/// Returns the probability below which a count of this resident is asked about.
///
/// So that, over all experiences together, no more prompts are due to chance than the budget allows
/// (per-family error rate; Gordon et al., Ann Appl Stat 2007;1:179): the budget is shared out among
/// those experiences of which even a count of none would be asked about (Tarone, Biometrics
/// 1990;46:515), since the others cannot prompt.
pub(super) fn level(outlooks: &[(&Definition, Outlook<'_>)], thresholds: &Thresholds) -> f64 {
    let none: Vec<f64> = outlooks.iter().filter_map(|(_, outlook)| as_low_as(outlook, 0, 1.0)).collect();
    let share = |k: &usize| thresholds.chance_prompts / *k as f64;
    let enough = |k: &usize| none.iter().filter(|&&p| p <= share(k)).count() <= *k;
    (1..=none.len().max(1)).find(enough).map_or(0.0, |k| share(&k))
}

/// Asks where a count is lower than chance explains, for training time and time on the rotations.
pub(super) fn prompt(
    facts: &Facts<'_>,
    definition: &Definition,
    outlook: &Outlook<'_>,
    level: f64,
) -> Option<Prompt> {
    let count = outlook.so_far;
    if !is_low(outlook, count, level) {
        return None;
    }
    let usual = outlook.usual.distribution(outlook.place());
    let (low, high) = usual.interval80();
    let sentence = format!(
        "{}: {count} by training month {:.1}; {:.0} would be expected by then ({low}–{high} in 8 of 10), going by {}.{} \
         What explains it?",
        definition.title,
        outlook.month,
        usual.mean(),
        facts.standard.group.label,
        super::rotations_said(facts.block(definition)),
    );
    // At the mean nobody is asked, so that the line lies between the count and it.
    let mean = usual.mean().ceil() as u32;
    let line = (count..mean).find(|&c| !is_low(outlook, c, level)).unwrap_or(mean);
    let prompt = Prompt::new(
        Rule::FewForTrainingTime,
        About::Experience(definition.code.clone()),
        (Quantity::Count(count), Quantity::Count(line)),
        facts.standard.group.n(),
        &sentence,
    );
    let why = "the prompts that chance may bring are shared out over all experiences";
    let since = super::since(facts, definition, outlook, |then| is_low(then, then.so_far, level));
    Some(prompt.by_chance(level, why).counted_by(&definition.hash).asked_since(since))
}

/// Tells whether a count is asked about at a level under one half: half of a negative binomial and more
/// lies at its mean and below.
fn is_low(outlook: &Outlook<'_>, count: u32, level: f64) -> bool {
    f64::from(count) < outlook.usual.expected(outlook.place()) && as_low_as(outlook, count, level).is_some()
}

fn as_low_as(outlook: &Outlook<'_>, count: u32, limit: f64) -> Option<f64> {
    let enough = outlook.usual.n() >= FEWEST_FOR_CENTILES;
    enough.then(|| outlook.usual.as_low_as(count, outlook.place(), limit)).flatten()
}
