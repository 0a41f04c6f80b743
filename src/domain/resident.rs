//! Residents, where they were, and when they were away.

use chrono::{Datelike as _, NaiveDate};
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

impl Resident {
    /// Returns the entry class, or the calendar year of the first day where none is given.
    pub fn class(&self) -> Option<u16> {
        self.entry_class.or_else(|| self.entered_on.and_then(|day| u16::try_from(day.year()).ok()))
    }

    /// Returns the track without regard to capitals and blanks.
    pub fn track_key(&self) -> Option<String> {
        track_key(self.track.as_deref())
    }
}

/// Returns a track's name without regard to capitals and blanks: `Categorical` and `categorical` are one.
pub fn track_key(track: Option<&str>) -> Option<String> {
    let key = track?.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    Some(key).filter(|key| !key.is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_track_is_one_however_its_capitals_and_blanks_are_written() {
        let key = |track| track_key(Some(track));
        assert_eq!(key("Categorical "), key("categorical"));
        assert_eq!(key("early  Commitment"), key("Early commitment"));
        assert_ne!(key("advanced"), key("categorical"));
        assert_eq!((key(" "), track_key(None)), (None, None));
    }
}
