//! Quality measures of cases, which reflect a team, and attempts that have an outcome.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::experience::DefinitionStanding;
use super::id::{MeasureId, ResidentId};

/// How many periods of [`PERIOD_MONTHS`] are read, back from the as-of date.
pub const PERIODS: usize = 8;

/// The months of one period.
pub const PERIOD_MONTHS: u32 = 3;

/// The newest periods that a share is of: twelve months.
pub const RECENT: usize = 4;

/// Whether more or less of what a measure counts is better.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, strum::Display, strum::EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Direction {
    /// The share is of cases that passed.
    Higher,
    /// The share is of cases that were flagged: the measure is named after what should not happen.
    Lower,
}

/// One measure, as its authority or the program defines it.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureKind {
    pub id: MeasureId,
    pub title: String,
    pub direction: Direction,
    /// The share to reach, or to stay under, 0 to 1.
    pub threshold: Option<f64>,
    pub version: String,
    pub source: String,
    pub status: DefinitionStanding,
}

/// Cases of one measure that passed, were flagged, or do not count.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    pub passed: u32,
    pub flagged: u32,
    pub excluded: u32,
}

impl Tally {
    /// Returns the cases that count: passed or flagged.
    pub fn n(self) -> u32 {
        self.passed.saturating_add(self.flagged)
    }

    /// Returns the cases that the share is of: passed where higher is better, flagged where lower is.
    pub fn count(self, direction: Direction) -> u32 {
        match direction {
            Direction::Higher => self.passed,
            Direction::Lower => self.flagged,
        }
    }

    /// Returns both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed.saturating_add(other.passed),
            flagged: self.flagged.saturating_add(other.flagged),
            excluded: self.excluded.saturating_add(other.excluded),
        }
    }
}

/// The last periods, oldest first; one without any case is empty.
pub type Periods = [Tally; PERIODS];

/// Returns the cases of the last twelve months.
pub fn recent(periods: &Periods) -> Tally {
    periods.iter().rev().take(RECENT).fold(Tally::default(), |sum, tally| sum.and(*tally))
}

/// Everyone's cases by measure and period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    by: BTreeMap<MeasureId, BTreeMap<ResidentId, Periods>>,
}

impl Measures {
    /// Adds cases of the period that lies `back` periods before the one that ends on the as-of date.
    pub fn add(&mut self, measure: &MeasureId, resident: &ResidentId, back: usize, tally: Tally) {
        let Some(place) = (PERIODS - 1).checked_sub(back) else { return };
        let periods = self.by.entry(measure.clone()).or_default().entry(resident.clone()).or_default();
        periods[place] = periods[place].and(tally);
    }

    /// Returns one resident's cases of a measure; `None` where there is none.
    pub fn of(&self, measure: &MeasureId, resident: &ResidentId) -> Option<&Periods> {
        self.by.get(measure)?.get(resident)
    }

    /// Returns everyone's cases of a measure, by resident.
    pub fn everyone(&self, measure: &MeasureId) -> impl Iterator<Item = (&ResidentId, &Periods)> {
        self.by.get(measure).into_iter().flatten()
    }
}

/// One kind of procedure by one resident, as far as it has outcomes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Attempts {
    /// As `procedures.kind` names it.
    pub kind: String,
    /// All that were performed up to the as-of date, with an outcome or without.
    pub performed: u32,
    /// Those with an outcome, oldest first.
    pub outcomes: Vec<Outcome>,
    /// The rules that derived outcomes, by name; empty where all are recorded so.
    pub rules: Vec<String>,
}

/// How one attempt ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Outcome {
    pub on: NaiveDate,
    pub failed: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_before_the_first_period_is_nobodys() {
        let (measure, resident) = ("TEMP-03".parse().unwrap(), "R1".parse().unwrap());
        let one = Tally { passed: 3, flagged: 1, excluded: 2 };
        let mut measures = Measures::default();
        for back in [0, 0, 3, 4, 8] {
            measures.add(&measure, &resident, back, one);
        }
        let periods = measures.of(&measure, &resident).unwrap();
        assert_eq!(periods.map(Tally::n), [0, 0, 0, 4, 4, 0, 0, 8]);
        let year = recent(periods);
        assert_eq!((year.n(), year.excluded), (12, 6));
        assert_eq!((year.count(Direction::Higher), year.count(Direction::Lower)), (9, 3));
    }
}
