//! Takes a tail that does not hold off the ledger's file, and puts the entry in its place that says so.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::PathBuf;

use super::{LedgerFile, lock, sync_folder, whole};
use crate::ledger::chain::Sealed;
use crate::ledger::error::{AppendError, FileError};

impl LedgerFile {
    /// Returns the bytes of the file, whether or not they hold.
    pub(in crate::ledger) fn bytes(&self) -> Result<Vec<u8>, FileError> {
        let file = lock::existing(&self.path)?;
        let _held = lock::shared(&file, &self.path, self.patience)?;
        whole(&file, &self.path)
    }

    /// Moves what follows the first `holds` bytes into a file of its own and writes `new` in its place, unless the file is
    /// not `read` any more: then nothing is written.
    ///
    /// What is moved is on disk before anything is changed. A crash in between leaves it there, and a ledger that still
    /// does not hold, or holds again: the same is done once more.
    pub(in crate::ledger) fn set_tail_aside(
        &mut self,
        read: &[u8],
        holds: usize,
        new: &Sealed,
    ) -> Result<Option<PathBuf>, AppendError> {
        self.locks_hold()?;
        let opened = OpenOptions::new().read(true).write(true).open(&self.path);
        let file = opened.map_err(|error| FileError::io("open", &self.path, error))?;
        let _held = lock::exclusive(&file, &self.path, self.patience)?;
        let io = |error| FileError::io("set a tail aside from", &self.path, error);
        let meta = file.metadata().map_err(io)?;
        lock::still_named(&self.path, (meta.dev(), meta.ino()))?;
        if whole(&file, &self.path)? != read {
            return Ok(None);
        }
        let (kept, mut aside) = lock::numbered(&self.path, "aside").map_err(io)?;
        let tail = &read[holds..];
        let moved = aside.write_all(tail).and_then(|()| aside.sync_all()).and_then(|()| sync_folder(&kept));
        moved.map_err(|error| AppendError::unwritten(&kept, error, true))?;
        let line = new.line.clone() + "\n";
        if let Err(error) = replace(&file, holds as u64, line.as_bytes()) {
            let undone = replace(&file, holds as u64, tail).is_ok();
            return Err(AppendError::unwritten(&self.path, error, undone));
        }
        Ok(Some(kept))
    }
}

/// Ends a file with `bytes` from `at` on.
fn replace(file: &File, at: u64, bytes: &[u8]) -> io::Result<()> {
    file.write_all_at(bytes, at)?;
    file.set_len(at + bytes.len() as u64)?;
    file.sync_all()
}
