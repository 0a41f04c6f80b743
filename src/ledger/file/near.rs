//! What lies near a ledger: others in its folder, one of which may be meant.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::ledger::chain;

/// No first entry is longer, in bytes; a file of any size may lie there.
const LONGEST: u64 = 1 << 20;

/// Returns the other ledgers in the folder of `path`, a copy that a cloud folder made among them, each with the number
/// of its lines.
pub fn near(path: &Path) -> Vec<String> {
    let named = |other: &PathBuf| {
        let lines = chain::lines(&fs::read(other).ok()?).0.count() as u64;
        Some(format!("{} ({})", name_of(other), counted(lines, "entry")))
    };
    others(path).iter().filter_map(named).collect()
}

/// Says of each copy of the ledger at `path` in its folder what is only in the copy: one that a backup or a cloud folder
/// left there is known by its first entry, whatever it is called.
pub fn copies(path: &Path) -> Vec<String> {
    let Some(first) = first_line(path) else { return Vec::new() };
    let copies = others(path).into_iter().filter(|other| first_line(other).as_ref() == Some(&first));
    copies.filter_map(|copy| what_is_only_in(&copy, path)).collect()
}

fn what_is_only_in(copy: &Path, path: &Path) -> Option<String> {
    let (own, theirs) = (fs::read(path).ok()?, fs::read(copy).ok()?);
    let (own, theirs): (Vec<_>, Vec<_>) = (chain::lines(&own).0.collect(), chain::lines(&theirs).0.collect());
    // A line that was cut in one of them stands for the line that it was.
    let is_same =
        |own: &[u8], theirs: &[u8]| own == theirs || chain::hash_after(own) == chain::hash_after(theirs);
    let common = own.iter().zip(&theirs).take_while(|(own, theirs)| is_same(own, theirs)).count();
    let only = (theirs.len() - common) as u64;
    let copy = name_of(copy);
    (only > 0).then(|| {
        format!(
            "{copy} beside it is a copy of this ledger up to entry {common} and has {} that this one lacks: `trellis \
             audit compare` shows both",
            counted(only, "entry")
        )
    })
}

/// Returns the other ledgers in the folder of `path`, by name.
fn others(path: &Path) -> Vec<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_a_ledger = |name: &str| name.contains(".ledger") && name.strip_suffix(".jsonl").is_some();
    let mut others: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| {
            is_a_ledger(&entry.file_name().to_string_lossy())
                && path.file_name() != Some(&entry.file_name())
                && entry.file_type().is_ok_and(|kind| kind.is_file())
        })
        .map(|entry| entry.path())
        .collect();
    others.sort_unstable();
    others
}

fn name_of(path: &Path) -> String {
    sanitised(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// Returns the first line, where there is a whole one.
fn first_line(path: &Path) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(File::open(path).ok()?).take(LONGEST).read_until(b'\n', &mut line).ok()?;
    line.ends_with(b"\n").then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::entry::{CutLine, FORMAT, Hash};

    #[test]
    fn a_copy_is_known_by_its_first_entry_and_named_where_it_has_more() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        put("own.ledger.jsonl", "1\n2\n3\n");
        put("older.ledger.jsonl", "1\n2\n");
        put("other.ledger.jsonl", "9\n2\n3\n4\n");
        let copies = || copies(&folder.path().join("own.ledger.jsonl"));
        assert_eq!(copies(), Vec::<String>::new());
        // Whatever was cut in a copy, it has nothing more.
        let cut = CutLine { cut: Hash::of(b"2"), seq: 2, v: FORMAT };
        put("cut.ledger.jsonl", &format!("1\n{}\n3\n", serde_json::to_string(&cut).unwrap()));
        assert_eq!(copies(), Vec::<String>::new());
        put("own.ledger (1).jsonl", "1\n2\n4\n5\n");
        put("own.ledger-OFFICE.jsonl", "1\n2\n3\n4\n");
        let said = copies();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].starts_with("own.ledger (1).jsonl beside it is a copy of this ledger up to entry 2"));
        assert!(said[0].contains("has 2 entries that this one lacks"), "{said:?}");
        assert!(
            said[1].starts_with("own.ledger-OFFICE.jsonl")
                && said[1].contains("up to entry 3 and has 1 entry")
        );
    }

    #[test]
    fn other_ledgers_of_the_folder_are_named_with_what_they_hold() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("lakeside.ledger.jsonl", "1\n2\n"),
            ("lakeside.ledger (Kim's conflicted copy 2026-11-30).jsonl", "1\n"),
            ("lakeside.ledger.torn-1", "1"),
            ("lakeside.allowed_signers", "lin\n"),
            ("own.ledger.jsonl", "1\n"),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        assert_eq!(
            near(&folder.path().join("own.ledger.jsonl")),
            [
                "lakeside.ledger (Kim's conflicted copy 2026-11-30).jsonl (1 entry)",
                "lakeside.ledger.jsonl (2 entries)"
            ]
        );
    }
}
