//! Goals that were agreed with a resident: what, who sees to it, and by when.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::id::{Code, EpaId, SubcompetencyId};

/// What a goal is about, where it is about one thing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "type", content = "code", rename_all = "snake_case", deny_unknown_fields)]
pub enum Topic {
    Experience(Code),
    Subcompetency(SubcompetencyId),
    Epa(EpaId),
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Experience(code) => code.fmt(f),
            Self::Subcompetency(id) => id.fmt(f),
            Self::Epa(id) => id.fmt(f),
        }
    }
}

/// A goal that is still open, in texts that are safe to show.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Goal {
    /// The number of the ledger's entry that set it, or that carried it on.
    pub entry: u64,
    pub text: String,
    /// Who sees to it, as it was written.
    pub owner: String,
    pub due: NaiveDate,
    pub about: Option<Topic>,
    /// When it was first set.
    pub since: DateTime<Utc>,
    /// How often it was carried on to a later day.
    pub carried: u32,
}

impl Goal {
    /// Tells whether the goal was due before `day`.
    pub fn is_overdue(&self, day: NaiveDate) -> bool {
        self.due < day
    }
}
