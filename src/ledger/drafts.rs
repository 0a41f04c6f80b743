//! Unsent decisions, goals, cards and words, kept beside the ledger so that they survive a crash. No entry, and no record.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::entry::{Hash, Outcome};
use super::error::FileError;
use super::file::sync_folder;
use super::fold::State;
use crate::domain::goal::Topic;
use crate::domain::id::{EpaId, ResidentId};
use crate::domain::meeting::Card;

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

/// A decision on a resident as a whole, as far as it was written.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct UnsentOverall {
    /// The identifier that the entry will carry: an entry that has it was sent after all.
    pub id: String,
    pub resident: ResidentId,
    /// The code of the progress that is chosen.
    pub progress: Option<String>,
    pub deferred: bool,
    pub action: Option<String>,
    /// What the board is told: satisfactory or not; `None` tells it nothing.
    pub board: Option<bool>,
    /// Codes of essential attributes, as they were typed.
    pub attributes: String,
    /// Milestones on exception, as they were typed.
    pub milestones: String,
    pub rationale: String,
    pub insufficient_evidence: bool,
    pub dissent: String,
    /// Why the decision that stands is superseded.
    pub reason: String,
}

/// A rating card as far as it was filled in; it is secret until the ratings are called.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct UnsentCard {
    /// The identifier that the seal will carry: an entry that has it was sent after all.
    pub id: String,
    pub meeting: String,
    pub resident: ResidentId,
    pub rater: String,
    pub card: Card,
}

/// Words that were asked for, as far as they were written: a remark, a strength, a reason.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct UnsentWords {
    /// The identifier that the entry will carry: an entry that has it was sent after all.
    pub id: String,
    /// `None` where they are about the whole program.
    pub resident: Option<ResidentId>,
    /// What they were asked for.
    pub matter: String,
    /// What was chosen beside them, such as what a remark rests on.
    pub choice: Option<String>,
    pub text: String,
}

/// Something that was begun and not recorded.
pub trait Begun: Clone + DeserializeOwned + Serialize {
    /// What the file's name says is kept in it.
    const FILE: &'static str;

    /// Returns the identifier that the entry will carry.
    fn id(&self) -> &str;

    /// Returns what it is about: of all that are about the same, only the last is kept.
    fn about(&self) -> String;
}

// Identifiers hold no space, so that no two pairs share a key.
impl Begun for Unsent {
    const FILE: &'static str = "draft";

    fn id(&self) -> &str {
        &self.id
    }

    fn about(&self) -> String {
        format!("{} {}", self.resident, self.epa)
    }
}

impl Begun for UnsentGoal {
    const FILE: &'static str = "draft-goals";

    fn id(&self) -> &str {
        &self.id
    }

    fn about(&self) -> String {
        format!("{} {}", self.resident, self.ends.map_or("new".to_owned(), |entry| entry.to_string()))
    }
}

impl Begun for UnsentOverall {
    const FILE: &'static str = "draft-overall";

    fn id(&self) -> &str {
        &self.id
    }

    fn about(&self) -> String {
        self.resident.to_string()
    }
}

impl Begun for UnsentCard {
    const FILE: &'static str = "draft-cards";

    fn id(&self) -> &str {
        &self.id
    }

    fn about(&self) -> String {
        format!("{} {}", self.resident, self.rater)
    }
}

impl Begun for UnsentWords {
    const FILE: &'static str = "draft-words";

    fn id(&self) -> &str {
        &self.id
    }

    // Two remarks on one resident are two: one may be on its way while the next is written.
    fn about(&self) -> String {
        self.id.clone()
    }
}

/// Anything that was begun and not recorded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Unfinished {
    Decision(Unsent),
    Goal(UnsentGoal),
    Overall(UnsentOverall),
    Card(UnsentCard),
    Words(UnsentWords),
}

impl Unfinished {
    /// Returns the identifier that the entry will carry.
    pub fn id(&self) -> &str {
        match self {
            Self::Decision(draft) => draft.id(),
            Self::Goal(draft) => draft.id(),
            Self::Overall(draft) => draft.id(),
            Self::Card(draft) => draft.id(),
            Self::Words(draft) => draft.id(),
        }
    }
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
    pub fn path<T: Begun>(&self) -> PathBuf {
        beside(&self.ledger, T::FILE, &self.actor)
    }

    /// Returns what is still unsent; a draft that became an entry of `state` is not.
    pub fn unsent<T: Begun>(&self, state: &State) -> Result<Vec<T>, FileError> {
        let kept: Kept<T> = read(&self.path::<T>())?;
        Ok(kept.into_values().filter(|draft| state.with_id(draft.id()).is_none()).collect())
    }

    /// Keeps whatever was begun, in the place of an earlier one about the same.
    pub fn keep_unfinished(&self, draft: &Unfinished) -> Result<(), FileError> {
        match draft {
            Unfinished::Decision(draft) => self.keep(draft),
            Unfinished::Goal(draft) => self.keep(draft),
            Unfinished::Overall(draft) => self.keep(draft),
            Unfinished::Card(draft) => self.keep(draft),
            Unfinished::Words(draft) => self.keep(draft),
        }
    }

    /// Keeps a draft, in the place of an earlier one about the same.
    pub fn keep<T: Begun>(&self, draft: &T) -> Result<(), FileError> {
        let path = self.path::<T>();
        let mut kept = read(&path)?;
        kept.insert(draft.about(), draft.clone());
        write(&path, &kept)
    }

    /// Removes the draft with this identifier, after its act was acknowledged or given up.
    pub fn remove(&self, id: &str) -> Result<(), FileError> {
        self.remove_from::<Unsent>(id)?;
        self.remove_from::<UnsentGoal>(id)?;
        self.remove_from::<UnsentOverall>(id)?;
        self.remove_from::<UnsentCard>(id)?;
        self.remove_from::<UnsentWords>(id)
    }

    fn remove_from<T: Begun>(&self, id: &str) -> Result<(), FileError> {
        let path = self.path::<T>();
        let mut kept: Kept<T> = read(&path)?;
        let before = kept.len();
        kept.retain(|_, draft| draft.id() != id);
        if kept.len() < before { write(&path, &kept) } else { Ok(()) }
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
