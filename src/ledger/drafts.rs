//! Unsent decisions, kept beside the ledger so that they survive a crash. No entry, and no record.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::entry::{Hash, Outcome};
use super::file::{FileError, sync_folder};
use super::fold::State;
use crate::domain::id::{EpaId, ResidentId};

/// A decision as far as it was written.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Unsent {
    /// The identifier that the entry will carry: an entry that has it was sent after all.
    pub id: String,
    pub resident: ResidentId,
    pub epa: EpaId,
    pub outcome: Option<Outcome>,
    pub level: Option<String>,
    pub rationale: String,
    pub insufficient_evidence: bool,
    pub dissent: Option<String>,
    pub recused: Vec<String>,
    /// Why the decision that stands is superseded.
    pub reason: Option<String>,
}

/// One person's unsent decisions, at most one for each resident and activity.
#[derive(Clone, Debug)]
pub struct Drafts {
    path: PathBuf,
}

impl Drafts {
    /// Returns the drafts that `actor` keeps beside `ledger`.
    pub fn beside(ledger: &Path, actor: &str) -> Self {
        // The hash keeps apart two people whose identifiers differ only in what a file name cannot hold.
        let plain: String = actor.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
        let hash = Hash::of(actor.as_bytes()).to_string();
        Self { path: ledger.with_extension(format!("draft-{plain}-{}.json", &hash[..8])) }
    }

    /// Returns where the drafts are kept.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what is still unsent; a draft that became an entry of `state` is not.
    pub fn unsent(&self, state: &State) -> Result<Vec<Unsent>, FileError> {
        let kept = self.read()?;
        Ok(kept.into_values().filter(|draft| state.with_id(&draft.id).is_none()).collect())
    }

    /// Keeps `draft`, in the place of an earlier one for the same resident and activity.
    pub fn keep(&self, draft: &Unsent) -> Result<(), FileError> {
        let mut kept = self.read()?;
        kept.insert(key(&draft.resident, &draft.epa), draft.clone());
        self.write(&kept)
    }

    /// Removes one draft, after its act was acknowledged or given up.
    pub fn remove(&self, resident: &ResidentId, epa: &EpaId) -> Result<(), FileError> {
        let mut kept = self.read()?;
        match kept.remove(&key(resident, epa)) {
            Some(_) => self.write(&kept),
            None => Ok(()),
        }
    }

    fn read(&self) -> Result<BTreeMap<String, Unsent>, FileError> {
        match fs::read(&self.path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|e| self.failed("read the drafts (move them away to go on)", e.into())),
            Err(none) if none.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(self.failed("read the drafts", error)),
        }
    }

    /// Writes all drafts whole or not at all.
    fn write(&self, kept: &BTreeMap<String, Unsent>) -> Result<(), FileError> {
        let saved = || -> io::Result<()> {
            let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
            file.write_all(&serde_json::to_vec_pretty(kept)?)?;
            file.as_file().sync_all()?;
            file.persist(&self.path)?;
            sync_folder(&self.path)
        };
        saved().map_err(|error| self.failed("keep the draft in", error))
    }

    fn failed(&self, doing: &'static str, source: io::Error) -> FileError {
        FileError::Io { doing, path: self.path.clone(), source }
    }
}

/// Identifiers hold no space, so that no two pairs share a key.
fn key(resident: &ResidentId, epa: &EpaId) -> String {
    format!("{resident} {epa}")
}
