//! The chain: each entry names the hash of the line before it.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound as _, Utc};
use serde::{Deserialize, Serialize};

use super::entry::{Act, Actor, Entry, Evidence, FORMAT, Hash, Line, LineError, MAX_EXACT, Supersedes};
use super::signature::{BadSignature, Signature};
use crate::domain::id::ResidentId;

/// An entry before it has a place in the ledger.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Unplaced {
    /// Unique; a second attempt to record the same draft carries the same one.
    pub id: String,
    pub at: DateTime<Utc>,
    pub actor: Actor,
    pub subject: Option<ResidentId>,
    pub act: Act,
    pub supersedes: Option<Supersedes>,
    pub evidence: Option<Evidence>,
}

impl Unplaced {
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
    /// Tells whether the key that the signature names made it over this entry.
    pub fn check_signature(&self) -> Result<(), BadSignature> {
        let signature = self.entry.signature.as_ref().ok_or(BadSignature::Unreadable)?;
        signature.verify(self.entry.message().as_bytes()).map(|_key| ())
    }

    /// Returns the head of a ledger that ends here.
    pub fn head(&self) -> Head {
        Head { count: self.entry.seq, hash: self.hash }
    }
}

/// An entry that is ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealed {
    pub recorded: Arc<Recorded>,
    /// [`Entry::to_line`], which took as long as the hash to make.
    pub line: String,
}

/// Why a line does not follow the one before it.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unlinked {
    #[error("its bytes are not UTF-8 text")]
    NotText,
    #[error("{0}")]
    Line(#[from] LineError),
    #[error("it says that it is entry {found}, and entry {expected} belongs here")]
    Sequence { expected: u64, found: u64 },
    #[error("it names {named} as the hash of the line before it, which is {actual}")]
    Previous { named: Hash, actual: Hash },
}

/// Gives `draft` its place after `head`; what is returned is not signed yet.
pub fn placed(draft: &Unplaced, head: Head) -> Entry {
    Entry {
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
    }
}

/// Closes `entry` with the signature over its [`Entry::message`].
pub fn sealed(entry: Entry, signature: Signature) -> Sealed {
    let entry = Entry { signature: Some(signature), ..entry };
    let line = entry.to_line();
    Sealed { recorded: Arc::new(Recorded { hash: Hash::of(line.as_bytes()), entry }), line }
}

/// A line that has its place in the chain.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    Entry(Box<Recorded>),
    /// The line was cut; its hash is kept.
    Cut(Hash),
}

/// Reads the line that follows `head`, and checks that it does.
pub fn linked(head: Head, line: &[u8]) -> Result<Link, Unlinked> {
    let text = std::str::from_utf8(line).map_err(|_not_utf8| Unlinked::NotText)?;
    let line_of = match Line::parse(text) {
        Err(LineError::UnknownVersion(v)) => {
            foreign(text, head)?;
            return Err(LineError::UnknownVersion(v).into());
        }
        read => read?,
    };
    placed_after(head, line_of, Hash::of(line))
}

/// A line that can be read, whatever stands before it.
#[derive(Clone, Debug)]
pub struct Legible {
    line: Line,
    hash: Hash,
}

impl Legible {
    /// Reads a line; of what cannot be read, [`linked`] says why.
    pub fn of(line: &[u8]) -> Option<Self> {
        let read = Line::parse(std::str::from_utf8(line).ok()?).ok()?;
        Some(Self { line: read, hash: Hash::of(line) })
    }

    /// Returns the hash that the line after it must name.
    pub fn hash_after(&self) -> Hash {
        match &self.line {
            Line::Entry(_) => self.hash,
            Line::Cut(cut) => cut.cut,
        }
    }

    /// Returns the entry that the line is.
    pub fn entry(&self) -> Option<&Entry> {
        match &self.line {
            Line::Entry(entry) => Some(entry),
            Line::Cut(_) => None,
        }
    }

    /// Says why the signature does not hold.
    pub fn check_signature(&self) -> Option<BadSignature> {
        let entry = self.entry()?;
        let signature = entry.signature.as_ref()?;
        signature.verify(entry.message().as_bytes()).err()
    }

    /// Checks that the line follows `head`, as [`linked`] does.
    pub fn linked(self, head: Head) -> Result<Link, Unlinked> {
        placed_after(head, self.line, self.hash)
    }
}

fn placed_after(head: Head, line: Line, hash: Hash) -> Result<Link, Unlinked> {
    let expected = head.count + 1;
    let in_place =
        |found| if found == expected { Ok(()) } else { Err(Unlinked::Sequence { expected, found }) };
    match line {
        Line::Cut(cut) => in_place(cut.seq).map(|()| Link::Cut(cut.cut)),
        Line::Entry(entry) => {
            in_place(entry.seq)?;
            if entry.previous != head.hash {
                return Err(Unlinked::Previous { named: entry.previous, actual: head.hash });
            }
            Ok(Link::Entry(Box::new(Recorded { entry: *entry, hash })))
        }
    }
}

/// Tells whether `line` is whole: an entry that follows `head`, or one of another version.
pub fn is_whole(head: Head, line: &[u8]) -> bool {
    matches!(linked(head, line), Ok(_) | Err(Unlinked::Line(LineError::UnknownVersion(_))))
}

/// Reads a line whose bytes were verified before.
pub fn known(line: &[u8]) -> Result<Link, LineError> {
    let text = std::str::from_utf8(line).map_err(|e| LineError::NotAnEntry(e.to_string()))?;
    Ok(match Line::parse_known(text)? {
        Line::Cut(cut) => Link::Cut(cut.cut),
        Line::Entry(entry) => Link::Entry(Box::new(Recorded { entry: *entry, hash: Hash::of(line) })),
    })
}

/// Checks of a line in another version what every version has: canonical form, place, and link.
fn foreign(text: &str, head: Head) -> Result<(), Unlinked> {
    #[derive(Deserialize)]
    struct Place {
        seq: u64,
        previous: Hash,
    }
    let unreadable = |error: serde_json::Error| LineError::NotAnEntry(error.to_string());
    let value: serde_json::Value = serde_json::from_str(text).map_err(unreadable)?;
    let canonical = serde_json_canonicalizer::to_string(&value).map_err(unreadable)?;
    if canonical != text || !whole_numbers(&value) {
        return Err(LineError::NotCanonical.into());
    }
    let Place { seq, previous } = serde_json::from_value(value).map_err(unreadable)?;
    match head.count + 1 {
        expected if expected != seq => Err(Unlinked::Sequence { expected, found: seq }),
        _ if previous != head.hash => Err(Unlinked::Previous { named: previous, actual: head.hash }),
        _ => Ok(()),
    }
}

/// Tells whether every number in `value` is one that the format has in any version: whole, from 0 to 2^53 - 1.
fn whole_numbers(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::Number(number) => number.as_u64().is_some_and(|whole| whole <= MAX_EXACT),
        Value::Array(items) => items.iter().all(whole_numbers),
        Value::Object(members) => members.values().all(whole_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// Returns the hash that the line after `line` must name: its own, or the one that a cut line keeps.
pub fn hash_after(line: &[u8]) -> Hash {
    // Only a cut line begins so: members are sorted, and an entry begins with its act.
    let cut = line.starts_with(b"{\"cut\":").then(|| std::str::from_utf8(line).ok());
    match cut.flatten().map(Line::parse) {
        Some(Ok(Line::Cut(cut))) => cut.cut,
        _ => Hash::of(line),
    }
}

/// Splits the bytes of a ledger into its whole lines and what stands after the last line break.
pub fn lines(bytes: &[u8]) -> (impl Iterator<Item = &[u8]>, &[u8]) {
    let end = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let (whole, torn) = bytes.split_at(end);
    (whole.split_inclusive(|b| *b == b'\n').map(|line| &line[..line.len() - 1]), torn)
}
