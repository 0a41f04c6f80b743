//! Roles in the committee.

use serde::{Deserialize, Serialize};

/// A role in the committee.
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    Eq,
    Hash,
    PartialEq,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    Chair,
    Member,
    ProgramDirector,
    Coordinator,
    Coach,
    Auditor,
    /// Signs under the code of the case file, and only about themselves.
    Resident,
}

impl Role {
    /// Returns the role as people say it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::Member => "member",
            Self::ProgramDirector => "program director",
            Self::Coordinator => "coordinator",
            Self::Coach => "coach",
            Self::Auditor => "auditor",
            Self::Resident => "resident",
        }
    }

    /// Tells whether the role may open meetings, name signers and set checkpoints.
    pub fn keeps_the_record(self) -> bool {
        matches!(self, Self::Chair | Self::ProgramDirector | Self::Coordinator)
    }
}
