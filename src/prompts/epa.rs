//! Rules on entrustable professional activities: thin evidence, and what speaks against a level that stands.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::facts::Facts;
use super::prompt::{About, Prompt, Quantity, Rule};
use super::thresholds::Thresholds;
use crate::domain::coverage::Item;
use crate::domain::entrustment::{Entrustment, Entrustments, Epa};
use crate::domain::experience::Group;
use crate::growth::sufficiency::{Mark, Sufficiency, Thin};
use crate::growth::training_time::TrainingTime;

/// Returns the EPA prompts, in the order of the activities.
///
/// Where the file has no rating of anybody, nothing is asked: it is the source that is thin.
pub fn prompts(facts: &Facts<'_>, thresholds: &Thresholds) -> Vec<Prompt> {
    if facts
        .curves
        .coverage()
        .is_some_and(|coverage| !coverage.occurs(&Item::Column("assessments.level".to_owned())))
    {
        return Vec::new();
    }
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

/// Returns the prompts on levels that stand decided, in the order of the activities.
pub fn on_decisions(facts: &Facts<'_>, entrusted: &Entrustments, thresholds: &Thresholds) -> Vec<Prompt> {
    let rules = |epa: &Epa| {
        let stands = entrusted.get(&epa.id).filter(|e| e.scale == epa.scale);
        let scale = facts.catalog.scale(&epa.scale);
        let standing = stands.zip(scale).and_then(|(e, scale)| Some((e, scale.rank(&e.level)?)));
        standing.map(|(stands, rank)| {
            [
                at_odds(facts, epa, (stands, rank), thresholds),
                not_practised(facts, epa, (stands, rank), thresholds),
            ]
        })
    };
    facts.catalog.epas.iter().filter_map(rules).flatten().flatten().collect()
}

/// Asks where the newest ratings, several by several raters, all lie below the level that stands, or all above.
///
/// Ratings of the deciding scale only. Those from before the decision count too, and the sentence says how
/// many came since, because the committee may have weighed them already.
fn at_odds(
    facts: &Facts<'_>,
    epa: &Epa,
    (stands, level): (&Entrustment, usize),
    thresholds: &Thresholds,
) -> Option<Prompt> {
    let evidence = Sufficiency::of(epa, &facts.catalog.scales, &facts.record.ratings);
    let side = |mark: &Mark| mark.rank.map(|rank| rank.cmp(&level));
    let newest = evidence.marks.iter().rev().find_map(side)?;
    let run: Vec<&Mark> = evidence
        .marks
        .iter()
        .rev()
        .filter(|mark| mark.rank.is_some())
        .take_while(|mark| side(mark) == Some(newest))
        .collect();
    let raters = run.iter().map(|mark| &mark.rater).collect::<BTreeSet<_>>().len();
    if newest == Ordering::Equal || run.len() < thresholds.odds_ratings || raters < thresholds.odds_raters {
        return None;
    }
    let decided = facts.catalog.program.zone.day(stands.since);
    let since = match run.iter().filter(|mark| mark.on > decided).count() {
        0 => "none".to_owned(),
        n => n.to_string(),
    };
    let (where_, question) = match newest {
        Ordering::Less => ("below", "Does the level still fit?"),
        _ => ("above", "Is it time to decide anew?"),
    };
    let sentence = format!(
        "{}: the last {} ratings, by {raters} raters, all lie {where_} level {}, which stands since {}; {since} of these came after that day. {question}",
        epa.title,
        run.len(),
        stands.level,
        decided,
    );
    let numbers = (Quantity::Count(run.len() as u32), Quantity::Count(thresholds.odds_ratings as u32));
    Some(Prompt::new(Rule::RatingsAtOdds, About::Epa(epa.id.clone()), numbers, run.len(), &sentence))
}

/// Asks where the experience of an activity has not been met for long since its level stands.
///
/// Training months count, absences out. The lowest level of a scale entrusts nothing and is not asked about,
/// nor is a rare experience, which half a year without is usual of.
fn not_practised(
    facts: &Facts<'_>,
    epa: &Epa,
    (stands, level): (&Entrustment, usize),
    thresholds: &Thresholds,
) -> Option<Prompt> {
    let definition =
        facts.catalog.definition(epa.experience.as_ref()?).filter(|found| found.group != Group::Rare)?;
    // What is not in the data was not left undone.
    let definition = Some(definition).filter(|definition| facts.is_covered(definition))?;
    let month = facts.month.filter(|_| level > 0)?;
    let curve = facts.curves.curve(&definition.code, &facts.resident.id)?;
    let last = curve.windows(2).rposition(|pair| pair[1] > pair[0]).map_or(0.0, |before| (before + 1) as f64);
    let decided = facts.catalog.program.zone.day(stands.since);
    let without = month - last.max(TrainingTime::of(facts.resident)?.months(decided));
    if without < thresholds.unpractised_months {
        return None;
    }
    let sentence = format!(
        "{}: level {} stands since {}, and {} was not met in the last {without:.0} training months. When is the next \
         occasion?",
        epa.title, stands.level, decided, definition.title,
    );
    // Whole months, so that an acknowledged prompt does not come back with every new day of data.
    let numbers = (Quantity::Months(without.floor()), Quantity::Months(thresholds.unpractised_months));
    let n = facts.curves.total(&definition.code, &facts.resident.id) as usize;
    let prompt = Prompt::new(Rule::NotPractised, About::Epa(epa.id.clone()), numbers, n, &sentence);
    Some(prompt.counted_by(&definition.hash))
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
