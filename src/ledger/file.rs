//! The ledger's file: the only part that touches the disk for what is recorded. The Unix in it is here.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::admission::Wrong;
use super::chain::{self, Head, Sealed};
use super::error::{AppendError, FileError};
use super::fold::State;
use super::hash::Hash;
use super::memory::Verified;
use super::signers::Signers;
use super::verify::{self, KnownElsewhere, Progress, Verification};
use crate::domain::text::sanitised;

mod aside;
mod founding;
mod lock;
mod mount;
mod near;

/// How much of a torn line is shown.
const WORDS: usize = 60;

pub use mount::Elsewhere;
pub use near::{copies, near};

/// A ledger's file, read up to some entry.
#[derive(Debug)]
pub struct LedgerFile {
    path: PathBuf,
    patience: Duration,
    /// What the file was when it was read last; `None` while there is no file.
    seen: Option<Seen>,
    /// What follows the last line, when the file was read last, and is no entry.
    torn: Vec<u8>,
    /// The last entry stands there without its line feed, as an editor or a copy leaves it; the next entry brings it.
    lacks_feed: bool,
    /// What was verified of it before.
    trusted: Option<Verified>,
    set_aside: Vec<PathBuf>,
    /// Somebody said that nobody writes it from another machine.
    locks_are_local: bool,
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
            torn: Vec::new(),
            lacks_feed: false,
            trusted: None,
            set_aside: Vec::new(),
            locks_are_local: false,
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
        (!self.torn.is_empty()).then_some(self.torn.len() as u64)
    }

    /// Returns the words of a torn last line, as far as a screen has room for them.
    pub fn torn_words(&self) -> String {
        let text = String::from_utf8_lossy(&self.torn);
        let shown: String = sanitised(&text).chars().take(WORDS).collect();
        if text.chars().count() > WORDS { shown + "…" } else { shown }
    }

    /// Tells whether the last entry lacks its line feed.
    pub fn lacks_feed(&self) -> bool {
        self.lacks_feed
    }

    /// Lets entries be taken without their signatures that were verified before, as far as their bytes are the same.
    pub(super) fn trust(&mut self, verified: Option<Verified>) {
        self.trusted = verified;
    }

    /// Returns how many bytes all lines have, and their hash; `None` where the last line is not at its end.
    pub(super) fn read_so_far(&self) -> Option<(u64, Hash)> {
        let seen = self.seen.as_ref().filter(|_| !self.lacks_feed)?;
        Some((seen.length, Hash(seen.hash.clone().finalize().into())))
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

    /// Appends `new`, which was planned and signed after `state`, unless others have appended since: then `state` takes
    /// in what they did, and nothing is written. Tells whether it was.
    ///
    /// Nothing is asked of anybody under the lock, so that nobody waits for another's key. `keep` is called before the
    /// first byte is written; what it refuses is not. Returns only after all of it is synced. Several entries are one
    /// write.
    pub fn append(
        &mut self,
        state: &mut State,
        new: &[Sealed],
        keep: impl FnOnce() -> Result<(), AppendError>,
    ) -> Result<bool, AppendError> {
        let planned_on = state.head();
        let file = self.writable()?;
        let _held = lock::exclusive(&file, &self.path, self.patience)?;
        self.catch_up(&file, state)?;
        if state.head() != planned_on {
            return Ok(false);
        }
        keep()?;
        self.set_torn_aside(&file)?;
        self.write(&file, new)?;
        for sealed in new {
            state.apply(Arc::clone(&sealed.recorded));
        }
        Ok(true)
    }

    /// Keeps the list in force beside the ledger for stock tools; a copy, on which no verdict rests.
    pub fn keep_signers(&self, signers: &Signers) -> Result<(), FileError> {
        let path = signers_beside(&self.path);
        let io = |e| FileError::io("write", &path, e);
        let new = path.with_extension("allowed_signers.new");
        fs::write(&new, signers.to_string()).map_err(io)?;
        fs::rename(&new, &path).map_err(io)
    }

    /// Opens the file for appending.
    fn writable(&self) -> Result<File, FileError> {
        self.locks_hold()?;
        lock::appendable(&self.path).map_err(|error| self.gone_or(error))
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
        let mut length = from;
        let new = self.without_what_was_verified(new, state, (&mut hash, &mut length));
        let new = self.behind_the_last_line(new, state.count(), (&mut hash, &mut length))?;
        let (lines, rest) = chain::lines(new);
        let lines: Vec<&[u8]> = lines.collect();
        let (taken, broken) = verify::taken(state, &lines);
        for line in &lines[..taken] {
            hash.update(line);
            hash.update(b"\n");
            length += line.len() as u64 + 1;
        }
        self.torn.clear();
        // Kept, so that where a later line does not hold these are not read twice.
        self.seen = Some(Seen { identity, stamp: Stamp { length: 0, ..stamp }, length, hash: hash.clone() });
        self.broken = broken;
        self.holds()?;
        // Judged as any line: only what is no entry at all was torn.
        if !self.lacks_feed && chain::is_whole(state.head(), rest) {
            let (taken, broken) = verify::taken(state, &[rest]);
            self.broken = broken;
            self.holds()?;
            self.lacks_feed = taken == 1;
            hash.update(rest);
            length += rest.len() as u64;
        } else if !self.lacks_feed {
            self.torn = rest.to_vec();
        }
        self.seen = Some(Seen { identity, stamp, length, hash });
        Ok(())
    }

    /// Takes in the entries that were verified before, where their bytes are still the same; returns what follows them.
    fn without_what_was_verified<'a>(
        &mut self,
        bytes: &'a [u8],
        state: &mut State,
        (hash, length): (&mut Sha256, &mut u64),
    ) -> &'a [u8] {
        let Some(verified) = self.trusted.take().filter(|_| self.seen.is_none()) else { return bytes };
        let Some((known, rest)) =
            usize::try_from(verified.length).ok().and_then(|at| bytes.split_at_checked(at))
        else {
            return bytes;
        };
        let of_known = Sha256::new_with_prefix(known);
        if Hash(of_known.clone().finalize().into()) != verified.bytes {
            return bytes;
        }
        let mut taken = State::default();
        let (mut lines, unended) = chain::lines(known);
        let all = lines.all(|line| taken.take_known(line).is_ok());
        let head = taken.head();
        if !all || !unended.is_empty() || (head.count, head.hash) != (verified.entries, verified.last) {
            return bytes;
        }
        (*state, *hash, *length) = (taken, of_known, verified.length);
        rest
    }

    /// Skips the line feed that another writer brought to a last line which lacked it.
    fn behind_the_last_line<'a>(
        &mut self,
        new: &'a [u8],
        last: u64,
        (hash, length): (&mut Sha256, &mut u64),
    ) -> Result<&'a [u8], FileError> {
        match new.split_first() {
            Some((b'\n', rest)) if self.lacks_feed => {
                hash.update(b"\n");
                *length += 1;
                self.lacks_feed = false;
                Ok(rest)
            }
            Some(_) if self.lacks_feed => {
                self.broken = Some((last, Wrong::LineBreak));
                self.holds().map(|()| new)
            }
            _ => Ok(new),
        }
    }

    fn holds(&self) -> Result<(), FileError> {
        let Some((entry, why)) = self.broken.clone() else { return Ok(()) };
        Err(FileError::Broken { path: self.path.clone(), entry, why })
    }

    /// Moves a torn last line into a file of its own: nothing is ever deleted.
    fn set_torn_aside(&mut self, mut file: &File) -> Result<(), FileError> {
        let Some(seen) = self.seen.as_ref().filter(|_| !self.torn.is_empty()) else { return Ok(()) };
        let length = seen.length;
        let io = |e| FileError::io("set a torn line aside from", &self.path, e);
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(length)).map_err(io)?;
        file.read_to_end(&mut bytes).map_err(io)?;
        let (kept, mut aside) = lock::numbered(&self.path, "torn").map_err(io)?;
        aside.write_all(&bytes).and_then(|()| aside.sync_all()).map_err(io)?;
        sync_folder(&kept).map_err(io)?;
        file.set_len(length).and_then(|()| file.sync_all()).map_err(io)?;
        self.torn.clear();
        self.set_aside.push(kept);
        Ok(())
    }

    /// Writes lines and syncs them; after a failure the file ends where it ended before.
    fn write(&mut self, mut file: &File, new: &[Sealed]) -> Result<(), AppendError> {
        let Some(seen) = &mut self.seen else {
            return Err(FileError::Missing { path: self.path.clone() }.into());
        };
        let ending = if self.lacks_feed { "\n" } else { "" };
        let lines = ending.to_owned() + &lines_of(new);
        let written = file.write_all(lines.as_bytes()).and_then(|()| file.sync_data());
        let written =
            written.and_then(|()| if self.folder_synced { Ok(()) } else { sync_folder(&self.path) });
        if let Err(source) = written {
            // Where this fails too, the next reading finds a torn line, or the entry by its id.
            let undone = file.set_len(seen.length).and_then(|()| file.sync_all());
            return Err(AppendError::unwritten(&self.path, source, undone.is_ok()));
        }
        (self.folder_synced, self.lacks_feed) = (true, false);
        seen.length += lines.len() as u64;
        seen.hash.update(lines.as_bytes());
        if let Ok(meta) = file.metadata() {
            seen.stamp = Stamp::of(&meta);
        }
        Ok(())
    }
}
