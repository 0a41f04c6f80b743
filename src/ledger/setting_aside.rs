//! The way out of a ledger whose end does not hold: it is set aside by a signed entry, and the ledger goes on.
//!
//! In a file the tail is moved into a file of its own. In a table, to which is only ever added, it stays where it is and is
//! no part of the ledger any more.

use std::path::PathBuf;
use std::sync::Arc;

use super::admission::Wrong;
use super::chain::{self, Recorded, Sealed, Unplaced};
use super::entry::Act;
use super::error::{AppendError, StoreError};
use super::file::LedgerFile;
use super::fold::State;
use super::hash::Hash;
use super::identity::Identity;
use super::place::LedgerPlace;
use super::postgres::{KnownLines, LedgerTable};
use super::recording::{Stamp, signed};
use super::verify::{self, KnownElsewhere, Unknown, Verdict};
use super::whole;

/// The end of a ledger that does not hold.
#[derive(Debug)]
pub struct Tail {
    /// The first entry that does not hold, and why.
    pub first: u64,
    pub why: Wrong,
    /// What holds before it.
    pub state: State,
    /// The whole ledger, and how many bytes of it hold.
    bytes: Vec<u8>,
    holds: usize,
}

/// What was recorded, and where the tail went that was taken off.
#[derive(Debug)]
pub struct SetAside {
    pub recorded: Arc<Recorded>,
    pub kept: Option<PathBuf>,
}

/// Why nothing is set aside.
#[derive(Debug, thiserror::Error)]
pub enum NotSetAside {
    #[error("nothing was recorded: every entry holds, and there is nothing to set aside")]
    Holds,
    #[error(
        "nothing was recorded: entry {entry} cannot be judged ({why}), and may hold; look with a newer trellis"
    )]
    CannotTell { entry: u64, why: Unknown },
    #[error(
        "nothing was recorded: the first entry does not hold, so that nobody is known who may sign; bring a copy of the \
         ledger back"
    )]
    First,
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Append(#[from] AppendError),
}

/// Where a ledger stands, open to be written whether or not it holds.
enum Place {
    File(Box<LedgerFile>),
    Table(Box<LedgerTable>),
}

/// What became of an entry that sets a tail aside.
enum Written {
    /// It is there; the tail went into a file, or stayed where it is.
    Moving(Option<PathBuf>),
    /// It is not, since others have written.
    Not,
}

impl Place {
    fn open(place: &LedgerPlace, locks_are_local: bool) -> Result<Self, StoreError> {
        Ok(match place {
            LedgerPlace::File(path) => {
                let mut file = LedgerFile::at(path)?;
                if locks_are_local {
                    file.take_locks_as_local();
                }
                Self::File(Box::new(file))
            }
            LedgerPlace::Table(address) => Self::Table(Box::new(LedgerTable::connect(address)?)),
        })
    }

    fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        match self {
            Self::File(file) => Ok(file.bytes()?),
            Self::Table(table) => Ok(whole::lines(table)?),
        }
    }

    /// Writes `new` in the place of the tail, or behind it, unless others have written since.
    fn write(&mut self, tail: &Tail, new: &Sealed) -> Result<Written, AppendError> {
        let table = match self {
            Self::File(file) => {
                let kept = file.set_tail_aside(&tail.bytes, tail.holds, new)?;
                return Ok(kept.map_or(Written::Not, |kept| Written::Moving(Some(kept))));
            }
            Self::Table(table) => table,
        };
        let mut is_same = false;
        table.append(&KnownLines::default(), |lines| -> Result<Vec<String>, AppendError> {
            let now = lines.iter().flat_map(|line| [line.as_bytes(), b"\n"]).flatten();
            is_same = now.eq(tail.bytes.iter());
            Ok(if is_same { vec![new.line.clone()] } else { Vec::new() })
        })?;
        Ok(if is_same { Written::Moving(None) } else { Written::Not })
    }
}

impl Tail {
    fn of(bytes: Vec<u8>) -> Result<Self, NotSetAside> {
        let (found, state) = verify::verified(&bytes, &KnownElsewhere::default(), &mut |_, _| {});
        let (first, why) = match found.verdict {
            Verdict::Valid => return Err(NotSetAside::Holds),
            Verdict::CannotTell { entry, why } => return Err(NotSetAside::CannotTell { entry, why }),
            Verdict::Broken { entry: 1, .. } => return Err(NotSetAside::First),
            Verdict::Broken { entry, why } => (entry, why),
        };
        let before = usize::try_from(first - 1).unwrap_or(usize::MAX);
        let holds = chain::lines(&bytes).0.take(before).map(|line| line.len() + 1).sum();
        Ok(Self { first, why, state, bytes, holds })
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[self.holds..]
    }

    /// Returns its lines, the last of which may be torn.
    pub fn lines(&self) -> Vec<&[u8]> {
        let (lines, torn) = chain::lines(self.bytes());
        lines.chain(Some(torn).filter(|torn| !torn.is_empty())).collect()
    }

    /// Returns the entry that sets it aside, signed.
    fn entry(
        &self,
        place: &Place,
        by: Stamp,
        reason: &str,
        identity: &Identity,
    ) -> Result<Sealed, AppendError> {
        let lines = self.lines();
        let act = Act::SetAside {
            first: self.first,
            lines: lines.len() as u64,
            hash: Hash::of(self.bytes()),
            reason: reason.to_owned(),
        };
        let mut behind = self.state.clone();
        if matches!(place, Place::Table(_)) {
            for line in &lines {
                behind.lay_aside(line);
            }
        }
        let Stamp { id, at, actor } = by;
        let draft = Unplaced { id, at, actor, subject: None, act, supersedes: None, evidence: None };
        signed(&behind, &draft, identity)
    }
}

/// Returns the end of a ledger that does not hold, if it has one.
pub fn tail(place: &LedgerPlace) -> Result<Tail, NotSetAside> {
    Tail::of(Place::open(place, true)?.bytes()?)
}

/// Sets the end of a ledger aside that does not hold. The entry is signed before anything is locked, and again where
/// others have written since.
pub fn set_aside(
    place: &LedgerPlace,
    locks_are_local: bool,
    by: &Stamp,
    reason: &str,
    identity: &Identity,
) -> Result<SetAside, NotSetAside> {
    let mut store = Place::open(place, locks_are_local)?;
    loop {
        let tail = Tail::of(store.bytes()?)?;
        let new = tail.entry(&store, by.clone(), reason, identity)?;
        if let Written::Moving(kept) = store.write(&tail, &new)? {
            return Ok(SetAside { recorded: new.recorded, kept });
        }
    }
}
