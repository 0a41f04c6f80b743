//! Entrustable professional activities, supervision scales and ratings. Levels are ordinal.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::experience::DefinitionStanding;
use super::id::{Code, EpaId, FacultyId};

/// Whether a scale asks how much supervision was given or how much will be needed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, strum::Display, strum::EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Framing {
    Prospective,
    Retrospective,
}

/// A supervision scale with its levels, lowest first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Scale {
    pub id: String,
    pub title: String,
    pub framing: Framing,
    pub levels: Vec<ScaleLevel>,
}

/// One level of a scale.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ScaleLevel {
    /// As written by raters: "3", "3a".
    pub level: String,
    pub title: String,
}

impl Scale {
    /// Returns the place of `level` on the scale, lowest 0, or `None` where the scale lacks it.
    pub fn rank(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|l| l.level == level)
    }
}

/// An entrustable professional activity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Epa {
    pub id: EpaId,
    pub title: String,
    /// The scale on which entrustment is decided.
    pub scale: String,
    pub target_level: Option<String>,
    /// Ratings expected before a decision.
    pub expected_n: u16,
    /// Distinct raters expected before a decision.
    pub expected_raters: u16,
    /// The experience that gives occasion for it.
    pub experience: Option<Code>,
    pub status: DefinitionStanding,
}

/// What a rating rests on.
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Serialize,
    strum::Display,
    strum::EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum RatingSource {
    Observation,
    Simulation,
    Review,
    Other,
}

/// One rating of one EPA.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rating {
    pub epa: EpaId,
    pub on: NaiveDate,
    pub rater: FacultyId,
    pub rater_name: String,
    pub scale: String,
    pub level: String,
    pub source: RatingSource,
    pub comment: Option<String>,
}

/// The level of one activity that stands decided.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entrustment {
    pub scale: String,
    pub level: String,
    /// When it was decided.
    pub since: DateTime<Utc>,
}

/// What stands decided on one resident, by activity.
pub type Entrustments = BTreeMap<EpaId, Entrustment>;

/// Ratings of one level by one rater, of one activity in one year of training, whoever was rated.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RaterLevels {
    pub rater: FacultyId,
    pub epa: EpaId,
    pub scale: String,
    /// Calendar years since the first day of training, the first 0; `None` where that day is unknown.
    pub year: Option<u8>,
    pub level: String,
    pub n: u32,
}
