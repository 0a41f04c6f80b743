//! Experiences: what counts as one, and the exposures that did.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::coverage::Needs;
use super::id::Code;

/// How much authority stands behind a definition or a reference row.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, strum::Display, strum::EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum DefinitionStanding {
    /// An authority publishes it.
    Standard,
    /// This program decided it.
    Local,
    /// Somebody proposes it; nobody has agreed.
    Proposed,
    /// It shows what could stand there.
    Example,
}

/// The kind of question that an experience belongs to; panels are grouped by it.
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
    strum::EnumIter,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Group {
    /// A category of the case log with a published minimum.
    Category,
    Procedure,
    Severity,
    Rare,
}

/// One SQL file that says what counts as an experience.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Definition {
    pub code: Code,
    /// For a heading; at most 28 columns.
    pub title: String,
    pub group: Group,
    /// Plain language, one or two sentences.
    pub summary: String,
    pub includes: String,
    pub excludes: String,
    pub limits: String,
    /// What one exposure is: "case", "procedure", …
    pub unit: String,
    pub status: DefinitionStanding,
    pub source: String,
    /// The rotations (`rotation_kinds`) that mainly bring it; empty where every rotation does.
    pub rotations: Vec<String>,
    /// What of the source it cannot do without.
    #[serde(skip)]
    pub needs: Needs,
    /// The whole text of the file.
    pub sql: String,
    /// SHA-256 of `sql`, in hexadecimal: the definition's version.
    pub hash: String,
}

/// A number that an authority or a program expects by graduation; never a sign of competence.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Minimum {
    pub minimum: u32,
    pub note: Option<String>,
    pub version: String,
    pub source: String,
    pub status: DefinitionStanding,
}

/// One event that a definition counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposure {
    pub on: NaiveDate,
    /// The case, where there was one.
    pub case: Option<String>,
    pub value: Option<f64>,
}
