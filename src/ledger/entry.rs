//! One entry of the ledger: one act, what it binds, and the line that it is stored as.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::goal::Topic;
use crate::domain::id::{Code, EpaId, ResidentId};

mod line;

pub use line::{LineError, MAX_EXACT};

/// The version of the format that this program writes.
pub const FORMAT: u32 = 1;

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
    /// An SSH signature (SSHSIG) over the line without this field; a place kept for it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signature: Option<String>,
}

/// Who acts, and in which role.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// A short identifier of the person, as the program uses it; not a resident's.
    pub id: String,
    pub role: Role,
}

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
}

/// What was done.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    MeetingOpened {
        meeting: String,
        title: String,
    },
    MeetingClosed {
        meeting: String,
    },
    /// Somebody looked at a resident.
    Viewed {
        screen: String,
    },
    /// What the committee advises on one activity.
    Recommendation(Decision),
    /// What the program director decides on one recommendation.
    Determination {
        /// The recommendation's `seq`.
        recommendation: u64,
        agrees: bool,
        decision: Decision,
    },
    /// Takes back a recommendation or a determination, which stays readable.
    Revocation {
        entry: u64,
        reason: String,
    },
    /// A prompt was read and answered; it comes back when its facts change.
    PromptAcknowledged {
        /// The prompt's rule and what it is about, for example `few_for_training_time/spinal`.
        prompt: String,
        /// Hash of the facts that it rested on.
        facts: Hash,
        reason: String,
    },
    /// A goal was agreed; where the entry supersedes another, that goal is carried on or reworded.
    GoalSet {
        text: String,
        /// Who sees to it.
        owner: String,
        due: NaiveDate,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        about: Option<Topic>,
    },
    /// A goal is done with.
    GoalClosed {
        /// The `seq` of the entry that set it.
        entry: u64,
        outcome: GoalOutcome,
        reason: String,
    },
}

/// How a goal ended. One that is carried on to a later day is set anew instead.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, strum::Display, strum::EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum GoalOutcome {
    Done,
    Dropped,
}

/// An entrustment decision on one activity.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub epa: EpaId,
    pub outcome: Outcome,
    /// The scale and the level on it; required for every outcome but `defer`.
    pub scale: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub level: Option<String>,
    pub rationale: String,
    /// The evidence was looked at and found too thin.
    pub insufficient_evidence: bool,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dissent: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub recused: Vec<String>,
}

/// What was decided.
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    Eq,
    PartialEq,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    /// Entrust at the level.
    Entrust,
    /// Stay at the level.
    Keep,
    /// Take the entrustment back, down to the level.
    Withdraw,
    /// Decide later: the evidence does not suffice.
    Defer,
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

/// A definition and its version.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DefinitionUsed {
    pub code: Code,
    pub hash: String,
}

/// A SHA-256 hash, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct Hash(pub [u8; 32]);

impl Default for Hash {
    fn default() -> Self {
        Self::NONE
    }
}

impl Hash {
    /// What the first entry names as the hash of the entry before it.
    pub const NONE: Self = Self([0; 32]);

    /// Returns the hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A text that is not a hash.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not 64 lower-case hexadecimal digits")]
pub struct NotAHash;

impl std::str::FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let digit = |b: u8| match b {
            b'0'..=b'9' => Ok(b - b'0'),
            b'a'..=b'f' => Ok(b - b'a' + 10),
            _ => Err(NotAHash),
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let mut bytes = [0; 32];
        if pairs.len() != bytes.len() || !rest.is_empty() {
            return Err(NotAHash);
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Act {
    /// Returns the entrustment decision of a recommendation or a determination.
    pub fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Recommendation(decision) | Self::Determination { decision, .. } => Some(decision),
            _ => None,
        }
    }
}
