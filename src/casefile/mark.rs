//! The mark behind a case file's last block: the file stands as it did when it was looked through.
//!
//! Whoever writes into the file with the engine changes its head, which counts every checkpoint; so the mark is no longer
//! about it, and everything is asked again. A copy that the engine makes has no mark. What is behind the last block is
//! nothing to the engine.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::error::{CaseFileError, Result};
use crate::domain::text::sanitised;

/// The engine's three headers, of which two take turns.
const HEAD: u64 = 3 * 4096;

/// The blocks that follow.
const BLOCK: u64 = 256 << 10;

/// A file with more to say than this is looked through each time.
const LONGEST: u64 = 64 << 10;

/// What was found when a file was looked through.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Mark {
    /// The hash of the file's head at that time.
    head: String,
    /// By what it was looked through, as a hash.
    pub by: String,
    /// The day on which that was; what was not ahead of it is not ahead of a later one.
    pub on: NaiveDate,
    /// What is wrong with it and is said until it is mended.
    pub wrong: Vec<String>,
}

/// Reads the mark of an open file; `None` where there is none, or where the file was written to since.
///
/// A file that the engine has attached is read through the descriptor that was open before and stays open. Attaching has
/// refused one beside which a log stands.
pub(super) fn read(file: &File, path: &Path) -> Result<Option<Mark>> {
    let io = |source| CaseFileError::Io { what: "reading", path: path.to_owned(), source };
    let length = file.metadata().map_err(io)?.len();
    let behind = length.checked_sub(HEAD).map_or(0, |blocks| blocks % BLOCK);
    if behind == 0 || behind > LONGEST {
        return Ok(None);
    }
    let text = bytes(file, length - behind, behind).map_err(io)?;
    let Ok(mut mark) = serde_json::from_slice::<Mark>(&text) else { return Ok(None) };
    mark.wrong.iter_mut().for_each(|what| *what = sanitised(what));
    let head = hash(&bytes(file, 0, HEAD).map_err(io)?);
    Ok((mark.head == head).then_some(mark))
}

/// Marks the file at `path`, which nobody has attached. One that is no plain file of the engine stays as it is.
pub(super) fn write(path: &Path, by: String, on: NaiveDate, wrong: Vec<String>) -> Result<()> {
    let io = |source| CaseFileError::Io { what: "marking", path: path.to_owned(), source };
    let mut file = OpenOptions::new().read(true).append(true).open(path).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    let is_plain = length.checked_sub(HEAD).is_some_and(|blocks| blocks % BLOCK == 0);
    if !is_plain {
        return Ok(());
    }
    let head = hash(&bytes(&file, 0, HEAD).map_err(io)?);
    let text = serde_json::to_string(&Mark { head, by, on, wrong }).unwrap_or_default();
    if text.len() as u64 + 2 > LONGEST {
        return Ok(());
    }
    file.write_all(format!("\n{text}\n").as_bytes()).and_then(|()| file.sync_all()).map_err(io)
}

fn bytes(mut file: &File, from: u64, many: u64) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(from))?;
    let mut read = Vec::new();
    file.take(many).read_to_end(&mut read)?;
    Ok(read)
}

fn hash(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with a head and one block, as the engine leaves it.
    fn file() -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&vec![7; usize::try_from(HEAD + BLOCK).unwrap()]).unwrap();
        file
    }

    fn mark(path: &Path) -> Option<Mark> {
        read(&File::open(path).unwrap(), path).unwrap()
    }

    #[test]
    fn a_mark_holds_until_the_head_is_another() {
        let file = file();
        let path = file.path();
        assert_eq!(mark(path), None);
        write(path, "rules".to_owned(), NaiveDate::default(), vec!["one\u{1b}[31m".to_owned()]).unwrap();
        let held = mark(path).unwrap();
        assert_eq!((held.by.as_str(), held.wrong), ("rules", vec!["one␛[31m".to_owned()]));
        // Once is enough: a file that has a mark is no plain file of the engine.
        let length = file.as_file().metadata().unwrap().len();
        write(path, "others".to_owned(), NaiveDate::default(), Vec::new()).unwrap();
        assert_eq!(file.as_file().metadata().unwrap().len(), length);
        let mut changed = OpenOptions::new().write(true).open(path).unwrap();
        changed.seek(SeekFrom::Start(8192)).unwrap();
        changed.write_all(&[8]).unwrap();
        assert_eq!(mark(path), None);
    }

    #[test]
    fn what_is_no_mark_is_passed_over() {
        for behind in ["\n", "\nnot ours\n", "\n{\"head\":\"\"}\n"] {
            let mut file = file();
            file.write_all(behind.as_bytes()).unwrap();
            assert_eq!(mark(file.path()), None, "{behind}");
        }
        let short = tempfile::NamedTempFile::new().unwrap();
        assert_eq!(mark(short.path()), None);
    }
}
