//! Opens the ledger's own file and locks it. The kernel drops the lock of a process that dies.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;

use crate::ledger::error::FileError;

/// How long a reader or a writer waits for others; one append takes milliseconds.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(2);

/// A lock on the ledger, held until it is dropped.
#[derive(Debug)]
pub(super) struct Held<'a>(&'a File);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // Closing the file, which follows, releases the lock as well.
        let _ = self.0.unlock();
    }
}

/// Waits until nobody else reads or writes.
pub(super) fn exclusive<'a>(file: &'a File, path: &Path, patience: Duration) -> Result<Held<'a>, FileError> {
    patiently(path, patience, || file.try_lock()).map(|()| Held(file))
}

/// Waits until nobody writes.
pub(super) fn shared<'a>(file: &'a File, path: &Path, patience: Duration) -> Result<Held<'a>, FileError> {
    patiently(path, patience, || file.try_lock_shared()).map(|()| Held(file))
}

fn patiently(
    path: &Path,
    patience: Duration,
    attempt: impl Fn() -> Result<(), TryLockError>,
) -> Result<(), FileError> {
    let asked = Instant::now();
    loop {
        match attempt() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if asked.elapsed() < patience => thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => return Err(FileError::Busy { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => {
                return Err(FileError::NoLocks { path: path.to_owned(), source });
            }
        }
    }
}

/// Opens a ledger for reading.
pub(super) fn existing(path: &Path) -> Result<File, FileError> {
    plain(path)?;
    File::open(path).map_err(|e| FileError::io("open", path, e))
}

/// Opens a ledger for appending.
pub(super) fn appendable(path: &Path) -> Result<File, FileError> {
    plain(path)?;
    let opened = OpenOptions::new().read(true).append(true).open(path);
    opened.map_err(|e| FileError::io("open", path, e))
}

/// Makes a file beside `path` that can take its name, with the rights that a plain new file has.
pub(super) fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let rights = fs::Permissions::from_mode(0o666);
    tempfile::Builder::new().permissions(rights).tempfile_in(folder.unwrap_or(Path::new(".")))
}

/// Refuses what is no plain file before it is opened: opening a pipe would wait for ever.
fn plain(path: &Path) -> Result<(), FileError> {
    let kind = fs::symlink_metadata(path).map_err(|e| FileError::io("open", path, e))?.file_type();
    let path = path.to_owned();
    match () {
        () if kind.is_symlink() => Err(FileError::Link { path }),
        () if kind.is_dir() => Err(FileError::Folder { path }),
        () if kind.is_file() => Ok(()),
        () => Err(FileError::NotAFile { path }),
    }
}

/// Refuses a ledger in a folder that does not exist.
pub(super) fn folder_of(path: &Path) -> Result<(), FileError> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) if !folder.is_dir() => Err(FileError::NoFolder { path: folder.to_owned() }),
        _ => Ok(()),
    }
}

/// Tells whether `path` still names the file with this identity, now that it is locked.
pub(super) fn still_named(path: &Path, identity: (u64, u64)) -> Result<(), FileError> {
    match fs::symlink_metadata(path) {
        Ok(meta) if (meta.dev(), meta.ino()) == identity => Ok(()),
        Ok(_) => Err(FileError::Replaced { path: path.to_owned() }),
        Err(_) => Err(FileError::Gone { path: path.to_owned() }),
    }
}

/// Makes the first free `NAME.WHAT-N` beside `path`, where `NAME` is the ledger's without `.jsonl`.
pub(super) fn numbered(path: &Path, what: &str) -> io::Result<(PathBuf, File)> {
    for n in 1_u32.. {
        let name = path.with_extension(format!("{what}-{n}"));
        match OpenOptions::new().write(true).create_new(true).open(&name) {
            Err(taken) if taken.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made.map(|file| (name, file)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
