//! The verdict on a ledger: valid, broken, or cannot tell; and whether it is complete.

use super::chain::{self, Head, Wrong};
use super::entry::{Hash, LineError};
use super::fold::State;

mod threats;

pub use threats::{Detects, THREATS, Threat};

/// What a verification found.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    pub verdict: Verdict,
    pub completeness: Completeness,
    /// The entries that hold, counted from the first, and the hash of the last of them.
    pub holds: Head,
    pub notes: Vec<Note>,
    /// Whether the ledger was held against a head that was known from before.
    pub anchored: bool,
}

/// The three verdicts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    Valid,
    /// The first entry that does not hold, and why.
    Broken {
        entry: u64,
        why: Wrong,
    },
    /// The first entry that this program cannot judge, and why.
    CannotTell {
        entry: u64,
        why: Unknown,
    },
}

/// Why an entry cannot be judged.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unknown {
    #[error("it is written in format {0}, which this program does not know; verify with a newer trellis")]
    Format(u64),
    #[error("it is signed, and this program does not check signatures; verify with a newer trellis")]
    Signature,
}

/// Whether anything is missing at the end; nothing inside the ledger itself can show that.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Completeness {
    /// The ledger extends a head that was known from elsewhere: nothing up to it is missing.
    ShownTo(u64),
    NotShown,
}

/// What is odd and breaks nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Note {
    #[error("{bytes} bytes after the last whole line are a torn line: never acknowledged, and set aside")]
    Torn { bytes: u64 },
    #[error("the clock ran backwards before entry {entry}; the order is the sequence")]
    ClockBackwards { entry: u64 },
}

/// Verifies the bytes of a ledger; `known` is a head of it that was seen before, or elsewhere.
///
/// The state is the fold of the entries that hold.
pub fn verified(bytes: &[u8], known: Option<Head>) -> (Verification, State) {
    let (lines, torn) = chain::lines(bytes);
    let mut walk = Walk { known, ..Walk::default() };
    for line in lines {
        if let Err(why) = walk.step(line) {
            walk.broken = Some(why);
            break;
        }
        walk.count += 1;
        walk.previous = Hash::of(line);
    }
    if walk.broken.is_none() {
        walk.broken = walk.ending(torn).err();
    }
    walk.finished(torn)
}

/// The walk along the lines.
#[derive(Default)]
struct Walk {
    state: State,
    known: Option<Head>,
    /// Lines whose link holds, whether or not they can be judged.
    count: u64,
    previous: Hash,
    doubt: Option<(u64, Unknown)>,
    broken: Option<Wrong>,
    notes: Vec<Note>,
}

impl Walk {
    /// Judges the next line; after a doubt only its link, which needs no understanding.
    fn step(&mut self, line: &[u8]) -> Result<(), Wrong> {
        self.as_seen(line)?;
        if self.state.count() < self.count {
            return self.link(line);
        }
        let before = self.state.entries().last().map(|last| last.entry.at);
        match self.state.take(line) {
            Ok(recorded) => {
                let entry = recorded.entry.seq;
                if before.is_some_and(|before| recorded.entry.at < before) {
                    self.notes.push(Note::ClockBackwards { entry });
                }
                if recorded.entry.signature.is_some() {
                    self.doubt.get_or_insert((entry, Unknown::Signature));
                }
                Ok(())
            }
            Err(Wrong::Line(LineError::UnknownVersion(v))) => {
                self.doubt.get_or_insert((self.count + 1, Unknown::Format(v)));
                Ok(())
            }
            Err(why) => Err(why),
        }
    }

    fn link(&self, line: &[u8]) -> Result<(), Wrong> {
        let head = Head { count: self.count, hash: self.previous };
        match chain::linked(head, line) {
            Ok(_) | Err(Wrong::Line(LineError::UnknownVersion(_))) => Ok(()),
            Err(why) => Err(why),
        }
    }

    fn as_seen(&self, line: &[u8]) -> Result<(), Wrong> {
        let known = self.known.filter(|known| known.count == self.count + 1);
        let actual = Hash::of(line);
        match known {
            Some(Head { hash, .. }) if hash != actual => Err(Wrong::NotAsSeen { known: hash, actual }),
            _ => Ok(()),
        }
    }

    /// Judges the end: what was seen must be there, and a torn line must be one that a crash leaves.
    fn ending(&self, torn: &[u8]) -> Result<(), Wrong> {
        if let Some(known) = self.known.filter(|known| known.count > self.count) {
            return Err(Wrong::Missing { known: known.count });
        }
        // A crash leaves a part of a line. A whole line with a byte after it that is no line break
        // was acknowledged, and changed since.
        let head = Head { count: self.count, hash: self.previous };
        let whole_line = torn.split_last().is_some_and(|(_, line)| chain::linked(head, line).is_ok());
        if whole_line { Err(Wrong::LineBreak) } else { Ok(()) }
    }

    fn finished(mut self, torn: &[u8]) -> (Verification, State) {
        if !torn.is_empty() && self.broken.is_none() {
            self.notes.push(Note::Torn { bytes: torn.len() as u64 });
        }
        let verdict = match (self.broken, self.doubt) {
            (Some(why), _) => Verdict::Broken { entry: self.count + 1, why },
            (None, Some((entry, why))) => Verdict::CannotTell { entry, why },
            (None, None) => Verdict::Valid,
        };
        let completeness = match (&verdict, self.known) {
            (Verdict::Valid, Some(known)) if known.count > 0 => Completeness::ShownTo(known.count),
            _ => Completeness::NotShown,
        };
        let (holds, notes, anchored) = (self.state.head(), self.notes, self.known.is_some());
        (Verification { verdict, completeness, holds, notes, anchored }, self.state)
    }
}
