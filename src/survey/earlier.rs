//! What the rules would have asked on an earlier day, so that what is new can be told from what stands.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::domain::curves::Curves;
use crate::domain::id::ResidentId;
use crate::domain::record::Record;
use crate::domain::resident::Resident;
use crate::domain::standing::Standing;
use crate::growth::training_time::TrainingTime;
use crate::prompts::{self, About, Facts, Kind, Prompt, Rule};

use super::program::Survey;

/// One question: what is asked, and about what. Many that are gathered into one stay many here.
pub type Question = (Rule, About);

/// Whether a prompt was there on the record of the last meeting's day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Freshness {
    /// It was not asked then, or not about all that it is about now.
    New,
    Stands,
    /// What it rests on carries no days, so that nobody can tell.
    NotKnown,
}

impl Freshness {
    /// Tells whether the prompt is new; `None` where nobody can tell.
    pub fn is_new(self) -> Option<bool> {
        match self {
            Self::New => Some(true),
            Self::Stands => Some(false),
            Self::NotKnown => None,
        }
    }
}

/// What today's rules ask of each current resident on the record as it was on an earlier day, beside today's graduates.
///
/// Counts are those of the last whole training month before that day.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    day: NaiveDate,
    asked: HashMap<ResidentId, BTreeSet<Question>>,
}

impl Earlier {
    /// Asks anew, on the record of `day`, about everyone in training.
    pub fn of(survey: &Survey, day: NaiveDate) -> Self {
        let all = survey.catalog.current();
        let asked = all.map(|resident| (resident.id.clone(), on_record(survey, resident, day)));
        Self { day, asked: asked.collect() }
    }

    /// Asks anew about one resident.
    pub fn of_one(survey: &Survey, day: NaiveDate, resident: &Resident) -> Self {
        Self { day, asked: [(resident.id.clone(), on_record(survey, resident, day))].into() }
    }

    /// Returns what was asked of a resident then and is asked no more; `now` is all that is asked.
    pub fn gone(&self, resident: &ResidentId, now: &[Prompt]) -> impl Iterator<Item = Question> {
        let now: BTreeSet<_> = now.iter().flat_map(questions).collect();
        let then = self.asked.get(resident).into_iter().flatten();
        then.filter(move |asked| !now.contains(asked)).cloned()
    }

    /// Returns the day that was looked back to.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// Tells whether a prompt of a resident is new since that day; `standing` is what is agreed and decided by now.
    pub fn freshness(
        &self,
        survey: &Survey,
        resident: &Resident,
        prompt: &Prompt,
        standing: &Standing,
    ) -> Freshness {
        let before = match prompt.rule {
            Rule::GoalOverdue | Rule::RatingsAtOdds | Rule::NotPractised => {
                Some(on_standing(survey, resident, standing, self.day))
            }
            // A measure is read by periods, and what is asked of a class by all of its members.
            _ if matches!(prompt.kind(), Kind::Measure | Kind::Program) => None,
            _ => self.asked.get(&resident.id).cloned(),
        };
        match before {
            None => Freshness::NotKnown,
            Some(before) if questions(prompt).all(|question| before.contains(&question)) => Freshness::Stands,
            Some(_) => Freshness::New,
        }
    }
}

/// Returns the single questions of a prompt, which may be gathered of many.
fn questions(prompt: &Prompt) -> impl Iterator<Item = Question> + '_ {
    let alone = prompt.each.is_empty().then(|| prompt.about.clone());
    let each = prompt.each.iter().map(|(about, _)| about.clone());
    alone.into_iter().chain(each).map(|about| (prompt.rule, about))
}

fn on_record(survey: &Survey, resident: &Resident, day: NaiveDate) -> BTreeSet<Question> {
    asked_then(survey, resident, day, |facts| {
        prompts::for_resident(facts, &facts.outlooks(), &survey.thresholds)
    })
}

fn on_standing(
    survey: &Survey,
    resident: &Resident,
    standing: &Standing,
    day: NaiveDate,
) -> BTreeSet<Question> {
    let (mut standing, zone) = (standing.clone(), survey.catalog.program.zone);
    standing.goals.retain(|goal| zone.day(goal.since) < day);
    standing.entrusted.retain(|_, entrusted| zone.day(entrusted.since) < day);
    asked_then(survey, resident, day, |facts| prompts::on_standing(facts, &standing, day, &survey.thresholds))
}

/// Asks of a resident by what was known on `day`; nothing of who was not in training yet.
fn asked_then(
    survey: &Survey,
    resident: &Resident,
    day: NaiveDate,
    ask: impl FnOnce(&Facts<'_>) -> Vec<Prompt>,
) -> BTreeSet<Question> {
    let clock = TrainingTime::of(resident);
    let month = clock.map(|clock| clock.months(day).floor());
    if month.is_some_and(|month| month < 0.0) || resident.entered_on.is_some_and(|entered| entered >= day) {
        return BTreeSet::new();
    }
    let curves =
        month.map_or_else(Curves::default, |month| survey.curves.of_one(&resident.id, month as usize));
    let record = survey.records.get(&resident.id).map_or_else(Record::default, |now| now.until(day));
    let standard = survey.standards.standard(resident, &survey.catalog, &survey.curves, &survey.schedules);
    let mut facts = Facts::on(day, &survey.catalog, (&curves, &record), resident, &standard);
    // Counts are known by whole months, and are compared at the end of the last one.
    facts.left = facts.left.zip(facts.month.zip(month)).map(|(left, (now, whole))| left + now - whole);
    facts.month = month;
    ask(&facts).iter().flat_map(|prompt| questions(prompt).collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests;
