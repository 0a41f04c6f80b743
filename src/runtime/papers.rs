//! Files that are written for people from inside: each whole or not at all, for its owner alone, and never over another.

use std::fs::{self, DirBuilder};
use std::io::{self, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// How many names are tried before it is given up.
const TRIES: u32 = 99;

/// A file that stands where it was asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Kept {
    pub path: PathBuf,
    /// It was there before, with the same text.
    pub was_there: bool,
}

/// Returns the folder for what is written about a case file's residents: beside it, in its name.
pub fn folder_beside(cases: &Path) -> PathBuf {
    let mut name = cases.file_stem().unwrap_or(cases.as_os_str()).to_owned();
    name.push("-papers");
    cases.with_file_name(name)
}

/// Writes a text into a folder, which is made where there is none.
///
/// What stands there stays: the same text is left as it is, and another one has the next free name, as `copy-2.html`.
pub fn keep(folder: &Path, name: &str, text: &str) -> io::Result<Kept> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    for place in 1..=TRIES {
        let path = folder.join(numbered(name, place));
        match file.persist_noclobber(&path) {
            Ok(_) => return Ok(Kept { path, was_there: false }),
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => file = refused.file,
            Err(refused) => return Err(refused.error),
        }
        if fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
            return Ok(Kept { path, was_there: true });
        }
    }
    let why = format!("{} has {TRIES} files of that name already; move some of them away", folder.display());
    Err(io::Error::new(io::ErrorKind::AlreadyExists, why))
}

/// Returns the name of the `place`th file of a name: `copy.html`, `copy-2.html`.
fn numbered(name: &str, place: u32) -> String {
    match name.rsplit_once('.') {
        _ if place == 1 => name.to_owned(),
        Some((stem, ending)) => format!("{stem}-{place}.{ending}"),
        None => format!("{name}-{place}"),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn nothing_is_written_over_and_the_same_text_is_written_once() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("made").join("papers");
        let kept = |text: &str| {
            let kept = keep(&folder, "copy.html", text).unwrap();
            (kept.path.file_name().unwrap().to_string_lossy().into_owned(), kept.was_there)
        };
        assert_eq!(kept("one"), ("copy.html".to_owned(), false));
        assert_eq!(kept("one"), ("copy.html".to_owned(), true));
        assert_eq!(kept("two"), ("copy-2.html".to_owned(), false));
        assert_eq!(kept("two"), ("copy-2.html".to_owned(), true));
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!([read("copy.html"), read("copy-2.html")], ["one", "two"]);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "nothing is left behind");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("copy.html"))), (0o700, 0o600));
    }

    #[test]
    fn a_folder_that_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "x").unwrap();
        assert!(keep(&file, "copy.html", "one").is_err());
        assert_eq!(folder_beside(Path::new("/a/lakeside.duckdb")), Path::new("/a/lakeside-papers"));
    }
}
