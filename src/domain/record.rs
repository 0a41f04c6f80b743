//! What the case file says of one resident, beyond the counts.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::entrustment::Rating;
use super::id::{Code, ResidentId};
use super::measure::Attempts;
use super::milestone::MilestoneRating;
use super::resident::Rotation;

/// One resident's rotations, ratings and words, as of the program's as-of date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// By first day; past, present and scheduled.
    pub rotations: Vec<Rotation>,
    /// By subcompetency and period.
    pub milestones: Vec<MilestoneRating>,
    /// By day, oldest first.
    pub ratings: Vec<Rating>,
    /// What the resident logged.
    pub self_logged: BTreeMap<Code, SelfLogged>,
    /// The day of the last exposure of each experience.
    pub last: BTreeMap<Code, NaiveDate>,
    /// Calendar months of training without a single case, oldest first.
    pub silent: Vec<SilentMonth>,
    pub exams: Vec<Exam>,
    pub statements: Vec<Statement>,
    /// Procedures of which at least one outcome is recorded, by kind.
    pub attempts: Vec<Attempts>,
}

impl Record {
    /// Returns what was known before `day`: rotations are a plan and stay, what carries no day is left out.
    #[must_use]
    pub fn until(&self, day: NaiveDate) -> Self {
        let mut then = self.clone();
        then.milestones.retain(|rated| rated.rated_on < day);
        then.ratings.retain(|rated| rated.on < day);
        then.self_logged.retain(|_, logged| logged.as_of < day);
        then.last.retain(|_, on| *on < day);
        then.silent
            .retain(|month| month.from.checked_add_months(Months::new(1)).is_some_and(|end| end <= day));
        then.exams.retain(|exam| exam.taken_on < day);
        then.statements.retain(|statement| statement.on < day);
        then.attempts.clear();
        then
    }
}

/// A total that a resident logged, beside what the record has of the same days.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SelfLogged {
    /// The day on which the total was read.
    pub as_of: NaiveDate,
    pub n: u32,
    /// Exposures in the record up to and including that day.
    pub recorded: u32,
}

/// A whole calendar month of training in which the record has no case.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SilentMonth {
    /// Its first day.
    pub from: NaiveDate,
    /// Days of it that were not away and not on a rotation that brings hardly any case to others.
    pub days: u32,
}

/// One examination.
#[derive(Clone, Debug, PartialEq)]
pub struct Exam {
    pub exam: String,
    pub taken_on: NaiveDate,
    pub score: Option<f64>,
    pub percentile: Option<f64>,
    pub passed: Option<bool>,
}

/// A resident's own words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Statement {
    pub on: NaiveDate,
    pub text: String,
}

/// How busy one resident was, for the triage line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Activity {
    pub resident: ResidentId,
    /// Cases in each of the last twelve calendar months, oldest first; `None` where there are no
    /// data: before training began, or a whole month away.
    pub months: [Option<u32>; 12],
    /// Cases since the day asked for.
    pub cases_since: u32,
    /// EPA ratings since the day asked for; `None` where the file has none of anybody.
    pub ratings_since: Option<u32>,
}

/// What one rotation brought of one experience, to one resident and to the others.
#[derive(Clone, Debug, PartialEq)]
pub struct RotationYield {
    pub rotation: String,
    pub code: Code,
    /// Exposures of this resident on this rotation, up to the as-of date.
    pub n: u32,
    /// Days that this resident has spent on it.
    pub days: u32,
    /// Exposures per four weeks of every other resident who spent at least two weeks on it.
    pub others_per_block: Vec<f64>,
}
