//! What lies near a ledger: others in its folder, one of which may be meant.

use std::fs;
use std::path::Path;

use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::ledger::chain;

/// Returns the other ledgers in the folder of `path`, a copy that a cloud folder made among them, each with the number
/// of its lines.
pub fn near(path: &Path) -> Vec<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_a_ledger = |name: &str| name.contains(".ledger") && name.strip_suffix(".jsonl").is_some();
    let mut near: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_another = is_a_ledger(&name) && path.file_name() != Some(&entry.file_name());
            if !is_another || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
                return None;
            }
            let lines = chain::lines(&fs::read(entry.path()).ok()?).0.count() as u64;
            Some(format!("{} ({})", sanitised(&name), counted(lines, "entry")))
        })
        .collect();
    near.sort_unstable();
    near
}

#[cfg(test)]
mod tests {
    use super::*;

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
