//! What was begun and not recorded, kept beside the ledger so that it survives a crash. No entry, and no record;
//! what it is about is for those to say who fill it in.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::entry::Hash;
use super::error::FileError;
use super::file::sync_folder;
use super::fold::State;

/// Something that can be begun and kept, in one of several kinds.
pub trait Drafted: Sized {
    /// The kinds, by what the names of their files say is kept in them.
    const KINDS: &'static [&'static str];

    /// Returns the kind, one of [`Self::KINDS`].
    fn kind(&self) -> &'static str;

    /// Returns the identifier that the entry will carry: an entry that has it was recorded after all.
    fn id(&self) -> &str;

    /// Returns what it is about: of all that are of one kind and about the same, only the last is kept.
    fn about(&self) -> String;

    /// Returns what is kept of it.
    fn to_json(&self) -> serde_json::Result<Value>;

    /// Reads what was kept of one kind.
    fn from_json(kind: &str, kept: Value) -> serde_json::Result<Self>;
}

/// What one person has begun and not recorded, a file for each kind.
#[derive(Clone, Debug)]
pub struct Drafts {
    ledger: PathBuf,
    actor: String,
}

impl Drafts {
    /// Returns the drafts that `actor` keeps beside `ledger`.
    pub fn beside(ledger: &Path, actor: &str) -> Self {
        Self { ledger: ledger.to_owned(), actor: actor.to_owned() }
    }

    /// Returns where one kind is kept.
    pub fn path(&self, kind: &str) -> PathBuf {
        beside(&self.ledger, kind, &self.actor)
    }

    /// Returns what is still unsent, kind by kind; a draft that became an entry of `state` is not.
    pub fn unsent<D: Drafted>(&self, state: &State) -> Result<Vec<D>, FileError> {
        let mut unsent = Vec::new();
        for kind in D::KINDS {
            let path = self.path(kind);
            for kept in read(&path)?.into_values() {
                let draft = D::from_json(kind, kept).map_err(|e| unreadable(&path, e))?;
                unsent.push(draft);
            }
        }
        unsent.retain(|draft: &D| state.with_id(draft.id()).is_none());
        Ok(unsent)
    }

    /// Keeps a draft, in the place of an earlier one about the same.
    pub fn keep<D: Drafted>(&self, draft: &D) -> Result<(), FileError> {
        let path = self.path(draft.kind());
        let mut kept = read(&path)?;
        kept.insert(draft.about(), draft.to_json().map_err(|e| unreadable(&path, e))?);
        write(&path, &kept)
    }

    /// Removes the draft with this identifier, after its act was acknowledged or given up.
    pub fn remove<D: Drafted>(&self, id: &str) -> Result<(), FileError> {
        for kind in D::KINDS {
            let path = self.path(kind);
            let mut kept = read(&path)?;
            let before = kept.len();
            kept.retain(|_, draft| draft.get("id").and_then(Value::as_str) != Some(id));
            if kept.len() < before {
                write(&path, &kept)?;
            }
        }
        Ok(())
    }
}

/// Returns the file beside `ledger` in which `actor` keeps something that is not on record.
pub(super) fn beside(ledger: &Path, what: &str, actor: &str) -> PathBuf {
    // The hash keeps apart two people whose identifiers differ only in what a file name cannot hold.
    let plain: String = actor.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
    let hash = Hash::of(actor.as_bytes()).to_string();
    ledger.with_extension(format!("{what}-{plain}-{}.json", &hash[..8]))
}

/// What one file holds, by what it is about.
type Kept = BTreeMap<String, Value>;

fn read(path: &Path) -> Result<Kept, FileError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|e| unreadable(path, e)),
        Err(none) if none.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(failed(path, "read the drafts", error)),
    }
}

fn unreadable(path: &Path, why: serde_json::Error) -> FileError {
    failed(path, "read the drafts (move them away to go on)", why.into())
}

/// Writes a file whole or not at all; only its owner may read it.
pub(super) fn write(path: &Path, kept: &impl Serialize) -> Result<(), FileError> {
    let saved = || -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        file.write_all(&serde_json::to_vec_pretty(kept)?)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        sync_folder(path)
    };
    saved().map_err(|error| failed(path, "keep the draft in", error))
}

pub(super) fn failed(path: &Path, doing: &'static str, source: io::Error) -> FileError {
    FileError::Io { doing, path: path.to_owned(), source }
}
