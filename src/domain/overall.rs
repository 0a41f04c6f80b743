//! What a committee says of a resident as a whole: progress, milestones and what goes to the board.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::id::SubcompetencyId;
use super::milestone::HalfSteps;

/// What is decided on a resident as a whole; activities are decided on one by one.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Overall {
    /// The code of a [`Choice`] of progress; absent where the decision is deferred.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub progress: Option<String>,
    /// The code of a [`Choice`] of what follows from it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub action: Option<String>,
    /// What the specialty's board is told for the half-year; absent where nothing is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub board: Option<Board>,
    /// Levels in half steps.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub milestones: BTreeMap<SubcompetencyId, HalfSteps>,
    /// Looked at, and no level can be given: a value, not a gap.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub not_assessable: BTreeSet<SubcompetencyId>,
    pub rationale: String,
    /// The evidence was looked at and found too thin.
    pub insufficient_evidence: bool,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dissent: Option<String>,
}

impl Overall {
    /// Tells whether another decision says the same, whatever its reasons.
    pub fn decides_as(&self, other: &Self) -> bool {
        let decides = |it: &Self| (it.progress.clone(), it.action.clone(), it.board.clone());
        decides(self) == decides(other)
            && (&self.milestones, &self.not_assessable) == (&other.milestones, &other.not_assessable)
    }
}

/// The semi-annual clinical competence outcome for the board: satisfactory only where every essential
/// attribute is (theaba.org, "Certificate of Clinical Competence").
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    pub satisfactory: bool,
    /// The codes of the essential attributes that are not satisfactory.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub unsatisfactory: BTreeSet<String>,
}

/// One of the rows that a program may choose from, and may edit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Choice {
    pub kind: ChoiceKind,
    pub code: String,
    pub title: String,
}

/// What a choice is of.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum ChoiceKind {
    /// How a resident gets on.
    Progress,
    /// What follows from it.
    Action,
    /// An essential attribute, by the board's words.
    Attribute,
}
