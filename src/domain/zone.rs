//! The clock that a program goes by: an instant as its people read it, and the day on which it was.
//!
//! The ledger keeps time in UTC. What a person reads, and to which half-year something belongs, is by the zone that the
//! case file names.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A zone of the IANA database; UTC where the case file names none.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(Option<Tz>);

/// A text that names no zone.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0:?} is no time zone that is known; write a name such as America/Detroit")]
pub struct NotAZone(String);

impl Zone {
    /// UTC, because nobody named a zone.
    pub const NOT_NAMED: Self = Self(None);

    fn tz(self) -> Tz {
        self.0.unwrap_or(Tz::UTC)
    }

    /// Returns the day on which it was.
    pub fn day(self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.tz()).date_naive()
    }

    /// Writes an instant as people do, to the minute: `30 Jun 2026 17:30 PDT`.
    pub fn time(self, at: DateTime<Utc>) -> String {
        self.written(at, "%-d %b %Y %H:%M")
    }

    /// Writes an instant for a column, to the minute: `2026-06-30 17:30 PDT`.
    pub fn stamp(self, at: DateTime<Utc>) -> String {
        self.written(at, "%Y-%m-%d %H:%M")
    }

    /// Writes an instant to the second, with the zone's name: `2026-06-30 17:30:09 PDT (America/Los_Angeles)`.
    pub fn exactly(self, at: DateTime<Utc>) -> String {
        let written = self.written(at, "%Y-%m-%d %H:%M:%S");
        self.0.map_or(written.clone(), |zone| format!("{written} ({zone})"))
    }

    fn written(self, at: DateTime<Utc>, format: &str) -> String {
        let local = at.with_timezone(&self.tz());
        let zone = local.format("%Z").to_string();
        // A zone without letters of its own is written by its distance, which a reader would take for a part of the time.
        let zone = if zone.starts_with(['+', '-']) { format!("UTC{zone}") } else { zone };
        format!("{} {zone}", local.format(format))
    }

    /// Says by which clock times are written.
    pub fn note(self) -> String {
        match self.0 {
            Some(zone) => format!("Days and times are those of {zone}, the program's time zone."),
            None => "Days and times are in UTC, since the case file names no known time zone.".to_owned(),
        }
    }
}

impl FromStr for Zone {
    type Err = NotAZone;

    fn from_str(text: &str) -> Result<Self, NotAZone> {
        let named = text.trim();
        if named.is_empty() {
            return Ok(Self::NOT_NAMED);
        }
        let zone = named.parse().map_err(|_unknown| NotAZone(named.escape_default().take(40).collect()))?;
        Ok(Self(Some(zone)))
    }
}

impl TryFrom<String> for Zone {
    type Error = NotAZone;

    fn try_from(text: String) -> Result<Self, NotAZone> {
        text.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.0.map_or_else(Self::new, |zone| zone.name().to_owned())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.tz().name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_is_that_of_the_zone_west_and_east() {
        let evening = at("2026-07-01T00:30:00Z");
        for (zone, day, time) in [
            ("America/Los_Angeles", "2026-06-30", "30 Jun 2026 17:30 PDT"),
            ("Asia/Tokyo", "2026-07-01", "1 Jul 2026 09:30 JST"),
            ("America/Sao_Paulo", "2026-06-30", "30 Jun 2026 21:30 UTC-03"),
            ("Pacific/Kiritimati", "2026-07-01", "1 Jul 2026 14:30 UTC+14"),
            ("", "2026-07-01", "1 Jul 2026 00:30 UTC"),
        ] {
            let zone: Zone = zone.parse().unwrap();
            assert_eq!((zone.day(evening).to_string().as_str(), zone.time(evening).as_str()), (day, time));
        }
        let tokyo: Zone = "Asia/Tokyo".parse().unwrap();
        assert_eq!(tokyo.day(at("2026-06-30T15:00:00Z")).to_string(), "2026-07-01");
        assert_eq!(tokyo.exactly(at("2026-06-30T15:00:09Z")), "2026-07-01 00:00:09 JST (Asia/Tokyo)");
    }

    #[test]
    fn the_clock_is_put_back_and_forth_as_the_zone_does() {
        let detroit: Zone = "America/Detroit".parse().unwrap();
        // The hour that there is twice on 1 November 2026.
        assert_eq!(detroit.stamp(at("2026-11-01T05:30:00Z")), "2026-11-01 01:30 EDT");
        assert_eq!(detroit.stamp(at("2026-11-01T06:30:00Z")), "2026-11-01 01:30 EST");
    }

    #[test]
    fn what_names_no_zone_is_refused_and_nothing_is_utc() {
        assert!("Detroit".parse::<Zone>().is_err());
        assert_eq!(" ".parse(), Ok(Zone::NOT_NAMED));
        assert!(Zone::NOT_NAMED.note().contains("names no known time zone"));
    }
}
