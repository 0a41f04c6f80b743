//! The chain: each entry names the hash of the line before it.

use chrono::{DateTime, SubsecRound as _, Utc};
use serde::{Deserialize, Serialize};

use super::entry::{Act, Actor, Entry, Evidence, FORMAT, Hash, LineError, Supersedes};
use super::rules::Refused;
use crate::domain::id::ResidentId;

/// An entry before it has a place in the ledger.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Unique; a second attempt to record the same draft carries the same one.
    pub id: String,
    pub at: DateTime<Utc>,
    pub actor: Actor,
    pub subject: Option<ResidentId>,
    pub act: Act,
    pub supersedes: Option<Supersedes>,
    pub evidence: Option<Evidence>,
}

impl Draft {
    /// Returns what was recorded as `entry`, without its place.
    pub fn of(entry: &Entry) -> Self {
        Self {
            id: entry.id.clone(),
            at: entry.at,
            actor: entry.actor.clone(),
            subject: entry.subject.clone(),
            act: entry.act.clone(),
            supersedes: entry.supersedes.clone(),
            evidence: entry.evidence.clone(),
        }
    }

    /// Tells whether both record the same act; a second attempt may carry a later time.
    pub fn is_same_act(&self, other: &Self) -> bool {
        Self { at: other.at, ..self.clone() } == *other
    }
}

/// The end of a ledger: how many entries, and the hash of the last.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Head {
    pub count: u64,
    pub hash: Hash,
}

impl Head {
    /// The head of a ledger without entries.
    pub const EMPTY: Self = Self { count: 0, hash: Hash::NONE };
}

/// An entry that stands in the ledger, with the hash of its line.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    pub entry: Entry,
    pub hash: Hash,
}

impl Recorded {
    /// Returns the head of a ledger that ends here.
    pub fn head(&self) -> Head {
        Head { count: self.entry.seq, hash: self.hash }
    }
}

/// What is wrong with a line of the ledger.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Wrong {
    #[error("its bytes are not UTF-8 text")]
    NotText,
    #[error("{0}")]
    Line(#[from] LineError),
    #[error("it says that it is entry {found}, and entry {expected} belongs here")]
    Sequence { expected: u64, found: u64 },
    #[error("it names {named} as the hash of the line before it, which is {actual}")]
    Previous { named: Hash, actual: Hash },
    #[error("it breaks a rule of recording: {0}")]
    Rule(#[from] Refused),
    #[error("the line break after it was changed into another byte")]
    LineBreak,
    #[error("its hash is {actual}, and {known} was seen there before")]
    NotAsSeen { known: Hash, actual: Hash },
    #[error("it is missing: {known} entries were there before")]
    Missing { known: u64 },
}

/// Gives `draft` its place after `head`.
pub fn sealed(draft: &Draft, head: Head) -> Recorded {
    let entry = Entry {
        v: FORMAT,
        seq: head.count + 1,
        id: draft.id.clone(),
        at: draft.at.trunc_subsecs(0),
        actor: draft.actor.clone(),
        subject: draft.subject.clone(),
        act: draft.act.clone(),
        supersedes: draft.supersedes.clone(),
        evidence: draft.evidence.clone(),
        previous: head.hash,
        signature: None,
    };
    let hash = Hash::of(entry.to_line().as_bytes());
    Recorded { entry, hash }
}

/// Reads the line that follows `head`, and checks that it does.
pub fn linked(head: Head, line: &[u8]) -> Result<Recorded, Wrong> {
    let text = std::str::from_utf8(line).map_err(|_not_utf8| Wrong::NotText)?;
    let entry = Entry::parse_line(text)?;
    let expected = head.count + 1;
    if entry.seq != expected {
        return Err(Wrong::Sequence { expected, found: entry.seq });
    }
    if entry.previous != head.hash {
        return Err(Wrong::Previous { named: entry.previous, actual: head.hash });
    }
    Ok(Recorded { entry, hash: Hash::of(line) })
}

/// Splits the bytes of a ledger into its whole lines and what stands after the last line break.
pub fn lines(bytes: &[u8]) -> (impl Iterator<Item = &[u8]>, &[u8]) {
    let end = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let (whole, torn) = bytes.split_at(end);
    (whole.split_inclusive(|b| *b == b'\n').map(|line| &line[..line.len() - 1]), torn)
}
