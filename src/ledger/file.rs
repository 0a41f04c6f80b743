//! The ledger's file: the only part that touches the disk for what is recorded. The Unix in it is here.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::admission::Wrong;
use super::chain::{self, Head, Sealed};
use super::error::{AppendError, FileError};
use super::fold::State;
use super::signers::Signers;
use super::verify::{self, KnownElsewhere, Progress, Verification};

mod lock;
mod near;

pub use near::near;

/// A ledger's file, read up to some entry.
#[derive(Debug)]
pub struct LedgerFile {
    path: PathBuf,
    patience: Duration,
    /// What the file was when it was read last; `None` while there is no file.
    seen: Option<Seen>,
    /// Bytes after the last whole line, when the file was read last.
    torn: u64,
    set_aside: Vec<PathBuf>,
    /// The file's name is known to be on disk.
    folder_synced: bool,
    /// What was found wrong when it was read; nothing is recorded behind it.
    broken: Option<(u64, Wrong)>,
}

/// The file as it was read: its identity, its whole lines, and a stamp that every change moves.
#[derive(Debug)]
struct Seen {
    identity: (u64, u64),
    stamp: Stamp,
    /// Bytes of whole lines, and their running hash.
    length: u64,
    hash: Sha256,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Stamp {
    length: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    fn of(meta: &fs::Metadata) -> Self {
        Self {
            length: meta.len(),
            modified: (meta.mtime(), meta.mtime_nsec()),
            changed: (meta.ctime(), meta.ctime_nsec()),
        }
    }
}

/// Returns where the ledger of a case file stands: `NAME.ledger.jsonl` beside it.
pub fn beside(case_file: &Path) -> PathBuf {
    case_file.with_extension("ledger.jsonl")
}

/// Returns an identifier that no other act has.
pub fn fresh_id() -> String {
    use std::hash::{BuildHasher as _, RandomState};
    // Each `RandomState` is keyed from the system's randomness.
    let part = || RandomState::new().hash_one(std::process::id());
    format!("{:016x}{:016x}", part(), part())
}

/// Returns where the list of signers in force stands for stock tools: `NAME.allowed_signers`.
pub fn signers_beside(ledger: &Path) -> PathBuf {
    let name = ledger.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".ledger.jsonl").unwrap_or(&name);
    ledger.with_file_name(format!("{stem}.allowed_signers"))
}

/// Reads the file at `path` and verifies it, without writing anything.
pub fn verified(
    path: &Path,
    known: &KnownElsewhere,
    progress: Progress<'_>,
) -> Result<(Verification, State), FileError> {
    let bytes = {
        let file = lock::existing(path)?;
        let _held = lock::shared(&file, path, lock::PATIENCE)?;
        whole(&file, path)?
    };
    Ok(verify::verified(&bytes, known, progress))
}

fn lines_of(new: &[Sealed]) -> String {
    new.iter().flat_map(|sealed| [sealed.line.as_str(), "\n"]).collect()
}

fn whole(mut file: &File, path: &Path) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|e| FileError::io("read", path, e))?;
    Ok(bytes)
}

/// Makes sure that the names in the folder of `path` are on disk.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

impl LedgerFile {
    /// Names the file at `path`; one that does not exist yet is made by the first entry.
    pub fn at(path: &Path) -> Result<Self, FileError> {
        lock::folder_of(path)?;
        Ok(Self {
            path: path.to_owned(),
            patience: lock::PATIENCE,
            seen: None,
            torn: 0,
            set_aside: Vec::new(),
            folder_synced: false,
            broken: None,
        })
    }

    /// Sets how long to wait for other readers and writers; ten seconds unless told.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Returns where the ledger stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Tells whether a file stands there.
    pub(super) fn is_there(&self) -> bool {
        self.seen.is_some() || fs::symlink_metadata(&self.path).is_ok()
    }

    /// Returns the number of bytes of a torn last line that the next entry will set aside.
    pub fn torn(&self) -> Option<u64> {
        (self.torn > 0).then_some(self.torn)
    }

    /// Returns the files that torn lines were moved to since the ledger was opened.
    pub fn set_aside(&self) -> &[PathBuf] {
        &self.set_aside
    }

    /// Takes into `state` what others have appended since the last reading.
    pub fn refresh(&mut self, state: &mut State) -> Result<(), FileError> {
        match lock::existing(&self.path) {
            Ok(file) => {
                let _held = lock::shared(&file, &self.path, self.patience)?;
                self.catch_up(&file, state)
            }
            Err(FileError::Missing { .. }) if self.seen.is_none() => self.never_was(),
            Err(other) => Err(self.gone_or(other)),
        }
    }

    /// Verifies the whole file again, against the entries that this session has read before.
    pub fn verify(&self, seen: Head) -> Result<Verification, FileError> {
        let known = KnownElsewhere { head: Some(seen), signers: None };
        Ok(verified(&self.path, &known, &mut |_, _| {})?.0)
    }

    /// Appends what `plan` finds to be written, under a lock, after what others have appended.
    ///
    /// Returns only after all of it is synced. Several entries are one write.
    pub fn append(
        &mut self,
        state: &mut State,
        plan: impl FnOnce(&State) -> Result<Vec<Sealed>, AppendError>,
    ) -> Result<(), AppendError> {
        let file = self.writable()?;
        let _held = lock::exclusive(&file, &self.path, self.patience)?;
        self.catch_up(&file, state)?;
        let new = plan(state)?;
        if new.is_empty() {
            return Ok(());
        }
        self.set_torn_aside(&file)?;
        self.write(&file, &new)?;
        for sealed in new {
            state.apply(sealed.recorded);
        }
        Ok(())
    }

    /// Keeps the list in force beside the ledger for stock tools; a copy, on which no verdict rests.
    pub fn keep_signers(&self, signers: &Signers) -> Result<(), FileError> {
        let path = signers_beside(&self.path);
        let io = |e| FileError::io("write", &path, e);
        let new = path.with_extension("allowed_signers.new");
        fs::write(&new, signers.to_string()).map_err(io)?;
        fs::rename(&new, &path).map_err(io)
    }

    /// Makes the file with its first entries, whole and synced, unless another stands there by now; tells whether it
    /// did. A founding that is cut short leaves no ledger behind.
    pub fn found(&mut self, new: &[Sealed]) -> Result<bool, AppendError> {
        lock::folder_of(&self.path)?;
        let made = lock::beside(&self.path).map_err(|e| FileError::io("make", &self.path, e))?;
        let lines = lines_of(new);
        // Whoever opens it in the next moment waits until it is known to be on disk.
        let held = made.as_file().try_clone().map_err(|e| FileError::io("make", &self.path, e))?;
        let _held = lock::exclusive(&held, &self.path, self.patience)?;
        let mut file = made.as_file();
        file.write_all(lines.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|source| AppendError::unwritten(&self.path, source, true))?;
        match made.persist_noclobber(&self.path) {
            Ok(_) => {}
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
            Err(other) => return Err(FileError::io("make", &self.path, other.error).into()),
        }
        let meta = held.metadata().map_err(|e| FileError::io("read", &self.path, e))?;
        let (identity, length) = ((meta.dev(), meta.ino()), lines.len() as u64);
        let hash = Sha256::new_with_prefix(&lines);
        self.seen = Some(Seen { identity, stamp: Stamp::of(&meta), length, hash });
        if let Err(source) = sync_folder(&self.path) {
            return Err(AppendError::unwritten(&self.path, source, false));
        }
        self.folder_synced = true;
        Ok(true)
    }

    /// Opens the file for appending.
    fn writable(&self) -> Result<File, FileError> {
        lock::appendable(&self.path).map_err(|error| self.gone_or(error))
    }

    /// Says that a ledger was here, where there is none and the list of those who signed in it is left.
    fn never_was(&self) -> Result<(), FileError> {
        let signers = signers_beside(&self.path);
        let list = fs::read_to_string(&signers).unwrap_or_default();
        match list.lines().filter(|line| !line.trim().is_empty()).count() {
            0 => Ok(()),
            keys => Err(FileError::Lost { path: self.path.clone(), signers, keys }),
        }
    }

    fn gone_or(&self, error: FileError) -> FileError {
        match error {
            FileError::Missing { path } if self.seen.is_some() => FileError::Gone { path },
            other => other,
        }
    }

    /// Takes in what was appended since the last reading; the caller holds a lock.
    fn catch_up(&mut self, mut file: &File, state: &mut State) -> Result<(), FileError> {
        self.holds()?;
        let path = self.path.clone();
        let io = |e| FileError::io("read", &path, e);
        let meta = file.metadata().map_err(io)?;
        let (identity, stamp) = ((meta.dev(), meta.ino()), Stamp::of(&meta));
        lock::still_named(&path, identity)?;
        let from = match &self.seen {
            Some(seen) if seen.identity != identity => return Err(FileError::Replaced { path }),
            Some(seen) if seen.stamp == stamp => return Ok(()),
            Some(seen) if stamp.length < seen.length => return Err(FileError::Shrank { path }),
            Some(seen) => seen.length,
            None if stamp.length == 0 => {
                self.never_was()?;
                return Err(FileError::Empty { path });
            }
            None => 0,
        };
        file.seek(SeekFrom::Start(0)).map_err(io)?;
        let bytes = whole(file, &path)?;
        let Some((known, new)) = bytes.split_at_checked(from as usize) else {
            return Err(FileError::Shrank { path });
        };
        let mut hash = Sha256::new_with_prefix(known);
        if self.seen.as_ref().is_some_and(|seen| seen.hash.clone().finalize() != hash.clone().finalize()) {
            return Err(FileError::Changed { path });
        }
        let (lines, torn) = chain::lines(new);
        let mut length = from;
        let before = state.count();
        for line in lines {
            let entry = state.count() + 1;
            if let Err(why) = state.take(line) {
                // A signature before it may be what is wrong first.
                let (entry, why) = verify::sound(state, before).err().unwrap_or((entry, why));
                self.broken = Some((entry, why));
                return self.holds();
            }
            length += line.len() as u64 + 1;
            hash.update(line);
            hash.update(b"\n");
            // Kept with every line, so that a later broken one does not make these be read twice.
            self.seen =
                Some(Seen { identity, stamp: Stamp { length: 0, ..stamp }, length, hash: hash.clone() });
        }
        self.torn = torn.len() as u64;
        self.seen = Some(Seen { identity, stamp, length, hash });
        self.broken = verify::sound(state, before).err();
        self.holds()
    }

    fn holds(&self) -> Result<(), FileError> {
        let Some((entry, why)) = self.broken.clone() else { return Ok(()) };
        Err(FileError::Broken { path: self.path.clone(), entry, why })
    }

    /// Moves a torn last line into a file of its own: nothing is ever deleted.
    fn set_torn_aside(&mut self, mut file: &File) -> Result<(), FileError> {
        let Some(seen) = self.seen.as_ref().filter(|_| self.torn > 0) else { return Ok(()) };
        let length = seen.length;
        let io = |e| FileError::io("set a torn line aside from", &self.path, e);
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(length)).map_err(io)?;
        file.read_to_end(&mut bytes).map_err(io)?;
        let (kept, mut aside) = lock::numbered(&self.path, "torn").map_err(io)?;
        aside.write_all(&bytes).and_then(|()| aside.sync_all()).map_err(io)?;
        sync_folder(&kept).map_err(io)?;
        file.set_len(length).and_then(|()| file.sync_all()).map_err(io)?;
        self.torn = 0;
        self.set_aside.push(kept);
        Ok(())
    }

    /// Writes lines and syncs them; after a failure the file ends where it ended before.
    fn write(&mut self, mut file: &File, new: &[Sealed]) -> Result<(), AppendError> {
        let Some(seen) = &mut self.seen else {
            return Err(FileError::Missing { path: self.path.clone() }.into());
        };
        let lines = lines_of(new);
        let written = file.write_all(lines.as_bytes()).and_then(|()| file.sync_data());
        let written =
            written.and_then(|()| if self.folder_synced { Ok(()) } else { sync_folder(&self.path) });
        if let Err(source) = written {
            // Where this fails too, the next reading finds a torn line, or the entry by its id.
            let undone = file.set_len(seen.length).and_then(|()| file.sync_all());
            return Err(AppendError::unwritten(&self.path, source, undone.is_ok()));
        }
        self.folder_synced = true;
        seen.length += lines.len() as u64;
        seen.hash.update(lines.as_bytes());
        if let Ok(meta) = file.metadata() {
            seen.stamp = Stamp::of(&meta);
        }
        Ok(())
    }
}
