//! Residents, where they were, and when they were away.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::ResidentId;

/// Where a resident stands in the program.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, strum::Display, strum::EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Status {
    Current,
    Graduated,
    Left,
}

/// One resident of the program, current or past.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Resident {
    pub id: ResidentId,
    /// "Family, Given".
    pub name: String,
    /// The calendar year in which clinical training began.
    pub entry_class: Option<u16>,
    pub track: Option<String>,
    /// First day of clinical training; `None` where training time is unknown.
    pub entered_on: Option<NaiveDate>,
    pub graduates_on: Option<NaiveDate>,
    pub status: Status,
    /// The coach's name.
    pub coach: Option<String>,
    /// Days away, in order, not overlapping.
    pub absences: Vec<Span>,
}

/// A span of days, both ends included.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Span {
    /// Tells whether `day` lies in the span.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// Returns the number of days, at least one.
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }
}

/// A block of the rotation schedule, past or to come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rotation {
    /// The code of `rotation_kinds`.
    pub rotation: String,
    pub title: String,
    /// At most 6 characters, for the strip under a curve.
    pub short: String,
    pub span: Span,
}
