//! Unsent decisions and goals, kept beside the ledger so that they survive a crash. No entry, and no record.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::entry::{Hash, Outcome};
use super::file::{FileError, sync_folder};
use super::fold::State;
use crate::domain::goal::Topic;
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

/// A goal as far as it was written, or the ending of one that is open.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct UnsentGoal {
    /// The identifier that the entry will carry: an entry that has it was sent after all.
    pub id: String,
    pub resident: ResidentId,
    /// The open goal that ends, by its entry; `None` where a goal is set.
    pub ends: Option<u64>,
    pub text: String,
    pub owner: String,
    /// The due day as it was typed.
    pub due: String,
    pub about: Option<Topic>,
    pub ending: Ending,
    /// Why the goal ends.
    pub reason: String,
}

/// How an open goal ends.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize, strum::Display, strum::EnumIter,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Ending {
    #[default]
    Done,
    /// Set anew, with a later due day.
    Carried,
    Dropped,
}

/// One person's unsent decisions, at most one for each resident and activity, and unsent goals, at most
/// a new one and one for each open one.
#[derive(Clone, Debug)]
pub struct Drafts {
    path: PathBuf,
    goals: PathBuf,
}

impl Drafts {
    /// Returns the drafts that `actor` keeps beside `ledger`.
    pub fn beside(ledger: &Path, actor: &str) -> Self {
        let named = |what| beside(ledger, what, actor);
        Self { path: named("draft"), goals: named("draft-goals") }
    }

    /// Returns where the decisions are kept.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the decisions that are still unsent; a draft that became an entry of `state` is not.
    pub fn unsent(&self, state: &State) -> Result<Vec<Unsent>, FileError> {
        let kept: Kept<Unsent> = read(&self.path)?;
        Ok(kept.into_values().filter(|draft| state.with_id(&draft.id).is_none()).collect())
    }

    /// Returns the goals that are still unsent; a draft that became an entry of `state` is not.
    pub fn unsent_goals(&self, state: &State) -> Result<Vec<UnsentGoal>, FileError> {
        let kept: Kept<UnsentGoal> = read(&self.goals)?;
        Ok(kept.into_values().filter(|draft| state.with_id(&draft.id).is_none()).collect())
    }

    /// Keeps a decision, in the place of an earlier one for the same resident and activity.
    pub fn keep(&self, draft: &Unsent) -> Result<(), FileError> {
        let mut kept = read(&self.path)?;
        // Identifiers hold no space, so that no two pairs share a key.
        kept.insert(format!("{} {}", draft.resident, draft.epa), draft.clone());
        write(&self.path, &kept)
    }

    /// Keeps a goal, in the place of an earlier one for the same resident and open goal.
    pub fn keep_goal(&self, draft: &UnsentGoal) -> Result<(), FileError> {
        let mut kept = read(&self.goals)?;
        let ends = draft.ends.map_or("new".to_owned(), |entry| entry.to_string());
        kept.insert(format!("{} {ends}", draft.resident), draft.clone());
        write(&self.goals, &kept)
    }

    /// Removes the draft with this identifier, after its act was acknowledged or given up.
    pub fn remove(&self, id: &str) -> Result<(), FileError> {
        let mut decisions: Kept<Unsent> = read(&self.path)?;
        let before = decisions.len();
        decisions.retain(|_, draft| draft.id != id);
        if decisions.len() < before {
            write(&self.path, &decisions)?;
        }
        let mut goals: Kept<UnsentGoal> = read(&self.goals)?;
        let before = goals.len();
        goals.retain(|_, draft| draft.id != id);
        if goals.len() < before {
            write(&self.goals, &goals)?;
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
type Kept<T> = BTreeMap<String, T>;

fn read<T: DeserializeOwned>(path: &Path) -> Result<Kept<T>, FileError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map_err(|e| failed(path, "read the drafts (move them away to go on)", e.into())),
        Err(none) if none.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(failed(path, "read the drafts", error)),
    }
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
