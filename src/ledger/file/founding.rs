//! How a ledger's file begins, and how it is told from one that was lost.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::MetadataExt as _;

use sha2::{Digest as _, Sha256};

use super::{LedgerFile, Seen, Stamp, lines_of, lock, signers_beside, sync_folder};
use crate::ledger::chain::Sealed;
use crate::ledger::error::{AppendError, FileError};

impl LedgerFile {
    /// Makes the file with its first entries, whole and synced, unless another stands there by now; tells whether it
    /// did. A founding that is cut short leaves no ledger behind.
    pub fn found(&mut self, new: &[Sealed]) -> Result<bool, AppendError> {
        lock::folder_of(&self.path)?;
        self.locks_hold()?;
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

    /// Says that a ledger was here, where there is none and the list of those who signed in it is left.
    pub(super) fn never_was(&self) -> Result<(), FileError> {
        let signers = signers_beside(&self.path);
        let list = fs::read_to_string(&signers).unwrap_or_default();
        match list.lines().filter(|line| !line.trim().is_empty()).count() {
            0 => Ok(()),
            keys => Err(FileError::Lost { path: self.path.clone(), signers, keys }),
        }
    }
}
