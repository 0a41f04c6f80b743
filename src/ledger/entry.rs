//! One entry of the ledger: one act, what it binds, and the line that it is stored as.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::acts::Told;
pub use super::acts::decision::{Answer, Decided, Decision, Matter, On, Outcome};
pub use super::acts::goal::GoalOutcome;
pub use super::acts::meeting::Basis;
pub use super::acts::release::AppealOutcome;
pub use super::hash::{Hash, NotAHash};
use super::signature::Signature;
use crate::domain::id::{Code, ResidentId, SubcompetencyId};
pub use crate::domain::role::Role;

mod act;
mod line;

pub use act::Act;
pub use line::{CutLine, Line, LineError, MAX_EXACT, commitment};

/// The version of the format that this program writes.
pub const FORMAT: u32 = 2;

/// One act as it stands in the ledger. Stored as one line of canonical JSON (RFC 8785).
///
/// The entry's hash is the SHA-256 of its line without the line break, so that `sha256sum` finds it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The version of the format, [`FORMAT`].
    pub v: u32,
    /// Position in the ledger, from 1, without gaps.
    pub seq: u64,
    /// Made by the writer, unique: a repeated attempt carries the same one and is recorded once.
    pub id: String,
    /// The writer's clock, UTC, whole seconds. Order is `seq`; a clock may run backwards.
    pub at: DateTime<Utc>,
    pub actor: Actor,
    /// The resident whom the act is about, by code.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<ResidentId>,
    pub act: Act,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub supersedes: Option<Supersedes>,
    /// What was on the screen when the act was recorded.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub evidence: Option<Evidence>,
    /// Hash of the entry before; of the first entry, 64 zeros.
    pub previous: Hash,
    /// The actor's signature over [`Entry::message`]; absent only while the entry is being made.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signature: Option<Signature>,
}

impl Entry {
    /// Returns what is said of the act.
    pub fn told(&self) -> Told<'_> {
        self.act.told(self.replaces())
    }

    /// Returns the earlier entry that this one is about: the one that the act names, or else the one replaced.
    pub fn names(&self) -> Option<u64> {
        self.told().names.or(self.replaces())
    }

    fn replaces(&self) -> Option<u64> {
        self.supersedes.as_ref().map(|replaced| replaced.entry)
    }
}

/// Who acts, and in which role.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// A short identifier of the person, as the program uses it; of a resident, the code of the case file.
    pub id: String,
    pub role: Role,
}

impl Actor {
    /// Tells whether the actor may sign what is about `subject`: a resident signs only about themselves.
    pub fn may_sign_about(&self, subject: Option<&ResidentId>) -> bool {
        self.role != Role::Resident || subject.is_some_and(|subject| subject.as_str() == self.id)
    }
}

/// The entry that this one replaces, and why.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Supersedes {
    pub entry: u64,
    pub hash: Hash,
    pub reason: String,
}

/// What was on the screen, with the versions that made it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub as_of: NaiveDate,
    /// SHA-256 of the case file.
    pub case_file: String,
    /// SHA-256 of the thresholds that the prompts were asked by; absent in entries of before there were any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub thresholds: Option<String>,
    pub facts: Vec<Fact>,
}

/// One number or sentence as it was shown.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub label: String,
    pub shown: String,
    /// How many rows or ratings stand behind it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub n: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub definition: Option<DefinitionUsed>,
}

impl Fact {
    /// What the label of a fact begins with that says what members rated under seal.
    pub const RATED: &str = "rated under seal";

    /// Tells whether the fact says what members rated under seal.
    pub fn is_rating(&self) -> bool {
        self.label.starts_with(Self::RATED)
    }

    /// The label of the fact that says which milestone levels were taken over from last time, and not given anew.
    pub const CARRIED: &str = "milestones taken over from last time";

    /// Makes that fact.
    pub fn carried<'a>(ids: impl Iterator<Item = &'a SubcompetencyId>) -> Self {
        let ids: Vec<_> = ids.map(SubcompetencyId::as_str).collect();
        let shown = if ids.is_empty() { "none".to_owned() } else { ids.join(", ") };
        Self { label: Self::CARRIED.to_owned(), shown, n: Some(ids.len() as u64), definition: None }
    }
}

impl Evidence {
    /// Returns the subcompetencies whose levels were taken over from last time; `None` where it does not say, as in
    /// entries of before it was asked.
    pub fn carried(&self) -> Option<BTreeSet<SubcompetencyId>> {
        let said = self.facts.iter().find(|fact| fact.label == Fact::CARRIED)?;
        // Where none is said to be, `none` is no subcompetency.
        let ids = said.shown.split(", ").filter(|_| said.n != Some(0));
        Some(ids.filter_map(|id| id.parse().ok()).collect())
    }
}

/// A definition and its version.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DefinitionUsed {
    pub code: Code,
    pub hash: String,
}
