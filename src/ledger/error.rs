//! What can go wrong with a ledger: one plain sentence each, with what to do next.

use std::io;
use std::path::{Path, PathBuf};

use super::admission::Wrong;
use super::identity::IdentityError;
use super::memory::{News, WAY_OUT};
use super::postgres::TableError;
use super::rules::Refused;
use crate::domain::text::sanitised;
use crate::domain::words::counted;

/// Why a ledger's file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("there is no ledger {}; check the name", shown(path))]
    Missing { path: PathBuf },
    #[error(
        "{} is empty (0 bytes), and a ledger never is: bring a copy of it back; where no entry was ever in it, \
         move it away first",
        shown(path)
    )]
    Empty { path: PathBuf },
    #[error(
        "there is no entry in {}, and {} beside it names {keys} of those who signed there: bring the ledger back \
         from a copy; where a new one is meant to begin, move that list away first",
        shown(path),
        shown(signers)
    )]
    Lost { path: PathBuf, signers: PathBuf, keys: usize },
    #[error("there is no folder {}; make it, or name another", shown(path))]
    NoFolder { path: PathBuf },
    #[error("{} is a folder; name the ledger file in it", shown(path))]
    Folder { path: PathBuf },
    #[error(
        "{} is a symbolic link; name the file itself, so that every writer locks the same one",
        shown(path)
    )]
    Link { path: PathBuf },
    #[error("{} is not a plain file; name the ledger file", shown(path))]
    NotAFile { path: PathBuf },
    #[error("{} may not be opened; ask for the right to read and write it and its folder", shown(path))]
    Forbidden { path: PathBuf },
    #[error("{} is on a read-only file system; move it to one that can be written", shown(path))]
    ReadOnly { path: PathBuf },
    #[error("another process holds {}; try again when it has finished", shown(path))]
    Busy { path: PathBuf },
    #[error("the file system of {} has no locks; keep the ledger on a local disk", shown(path))]
    NoLocks { path: PathBuf, source: io::Error },
    #[error(
        "{} is {why}: two who record at once would break it for good; keep the ledger in PostgreSQL \
         (docs/shared-ledger.md) or on a local disk; where only this machine ever writes it, say so with \
         --i-know-locks-are-local",
        shown(path)
    )]
    NotLocal { path: PathBuf, why: String },
    #[error("{} has gone since it was read; bring it back before anything is recorded", shown(path))]
    Gone { path: PathBuf },
    #[error(
        "another file was put in the place of {} since it was read; start again, and verify it",
        shown(path)
    )]
    Replaced { path: PathBuf },
    #[error(
        "{} became shorter since it was read; run trellis audit verify, and bring the longer one back",
        shown(path)
    )]
    Shrank { path: PathBuf },
    #[error("an entry of {} was changed since it was read; run trellis audit verify", shown(path))]
    Changed { path: PathBuf },
    #[error(
        "entry {entry} of {} does not hold: {why}; trellis audit verify says more, and trellis audit set-aside is the way on",
        shown(path)
    )]
    Broken { path: PathBuf, entry: u64, why: Wrong },
    #[error("could not {doing} {}: {source}", shown(path))]
    Io { doing: &'static str, path: PathBuf, source: io::Error },
}

/// Why a ledger cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{0}")]
    File(#[from] FileError),
    #[error("{0}")]
    Table(#[from] TableError),
    #[error(
        "entry {entry} of {at} does not hold: {why}; trellis audit verify says more, and trellis audit set-aside is the way on"
    )]
    Broken { at: String, entry: u64, why: Wrong },
    #[error("there is no entry in {at}{}; check the name, or bring a copy of the ledger back", others(near))]
    NoEntries { at: String, near: Vec<String> },
}

/// Why an act was not recorded. The draft stays with the caller.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    #[error("nothing was recorded: there is no ledger {at} yet, and nobody said that a new one begins")]
    NotBegun { at: String },
    #[error(
        "nothing was recorded: {at} has {} already; restore into a ledger of another name, ?ledger=NAME",
        counted(*entries, "entry")
    )]
    Occupied { at: String, entries: u64 },
    #[error("nothing was recorded: {0}; {WAY_OUT}")]
    NotAsRemembered(Box<News>),
    #[error("{0}")]
    Refused(#[from] Refused),
    #[error("nothing was recorded: {0}")]
    File(#[from] FileError),
    /// Nothing was recorded, but for [`TableError::Unknown`], which says so itself.
    #[error("{}", recorded_or_not(.0))]
    Table(#[from] TableError),
    #[error("nothing was recorded: {0}")]
    Store(StoreError),
    #[error("nothing was recorded: {0}")]
    Identity(#[from] IdentityError),
    #[error(
        "nothing was recorded: no room left for {}; make room, and record the same draft again",
        shown(path)
    )]
    Full { path: PathBuf },
    #[error(
        "nothing was recorded: {} could not be written ({source}); record the same draft again",
        shown(path)
    )]
    Unwritten { path: PathBuf, source: io::Error },
    #[error("nothing was recorded: the file that is to keep it could not be written ({0})")]
    NotKept(io::Error),
    /// The line may have reached the disk; the draft's `id` keeps a second attempt from doubling it.
    #[error(
        "not known to be recorded: {} could not be written ({source}); record the same draft again",
        shown(path)
    )]
    Unknown { path: PathBuf, source: io::Error },
}

impl From<StoreError> for AppendError {
    /// What is wrong with a file or a table is that, whether it is read or written.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::File(error) => Self::File(error),
            StoreError::Table(error) => Self::Table(error),
            other => Self::Store(other),
        }
    }
}

fn recorded_or_not(error: &TableError) -> String {
    match error {
        TableError::Unknown { .. } => error.to_string(),
        _ => format!("nothing was recorded: {error}"),
    }
}

impl FileError {
    pub(super) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing { path },
            io::ErrorKind::PermissionDenied => Self::Forbidden { path },
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            io::ErrorKind::IsADirectory => Self::Folder { path },
            _ => Self::Io { doing, path, source },
        }
    }
}

impl AppendError {
    pub(super) fn unwritten(path: &Path, source: io::Error, undone: bool) -> Self {
        let path = path.to_owned();
        match source.kind() {
            _ if !undone => Self::Unknown { path, source },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full { path }
            }
            _ => Self::Unwritten { path, source },
        }
    }
}

fn others(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!(", and near it stands {}", near.join(", ")) }
}

fn shown(path: &Path) -> String {
    sanitised(&path.display().to_string())
}
