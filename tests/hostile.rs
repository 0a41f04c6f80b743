//! A case file that nobody vouches for: it is refused in one sentence, or it does no harm.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Output;

use duckdb::Connection;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::review::{err, out, trellis};

mod clock;
mod doubles;
mod files;
mod relations;
mod strings;
mod types;
mod values;
mod whole;
mod words;

/// A small case file, and a folder of its own around it.
struct Small {
    folder: TempDir,
}

impl Small {
    /// Two residents, two cases, one activity.
    fn new() -> Self {
        let small = Self { folder: tempfile::tempdir().unwrap() };
        small.change(include_str!("../queries/schema.sql"));
        small.change(include_str!("hostile/small.sql"));
        small
    }

    /// The small case file after `sql`.
    fn with(sql: &str) -> Self {
        let small = Self::new();
        small.change(sql);
        small
    }

    fn cases(&self) -> PathBuf {
        self.folder.path().join("cases.duckdb")
    }

    fn ledger(&self) -> PathBuf {
        self.folder.path().join("cases.ledger.jsonl")
    }

    fn change(&self, sql: &str) {
        Connection::open(self.cases()).unwrap().execute_batch(sql).unwrap();
    }

    fn run(&self, command: &[&str]) -> Output {
        run(self.cases(), command)
    }

    /// What a command prints that does what it is asked, where there is a ledger.
    fn prints(&self, command: &[&str]) -> String {
        if !self.ledger().exists() {
            crate::review::begun(&self.ledger());
        }
        let output = self.run(command);
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}", err(&output));
        assert!(output.stderr.is_empty(), "{command:?}: {}", err(&output));
        out(&output)
    }

    fn hash(&self) -> String {
        let bytes = fs::read(self.cases()).unwrap();
        Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat()
    }
}

/// Commands that read a case file; the first word stands before the file.
const COMMANDS: &[&[&str]] = &[
    &["triage", "--format", "json"],
    &["triage", "--format", "csv"],
    &["show", "R1"],
    &["show", "R1", "--json"],
    &["review", "--plain", "triage", "--as", "lin"],
    &["review", "--plain", "cases", "--as", "lin"],
    &["review", "--as", "lin"],
    &["decide", "R1", "--epa", "airway", "--level", "3", "--rationale", "Seen.", "--as", "lin"],
];

fn run(cases: impl AsRef<OsStr>, command: &[&str]) -> Output {
    let (first, rest) = command.split_first().unwrap();
    trellis()
        .arg(first)
        .arg(cases.as_ref())
        .args(rest)
        .env("TRELLIS_ACTOR", "lin")
        .env_remove("RUST_BACKTRACE")
        .output()
        .unwrap()
}

/// Checks that every command refuses the file in one line that names it, and returns what they say.
fn refused(cases: &std::path::Path) -> String {
    let said: BTreeSet<_> =
        COMMANDS.iter().map(|command| refusal(command, &run(cases, command), cases)).collect();
    let beside = cases.with_extension("ledger.jsonl");
    assert!(!beside.exists(), "a ledger was made beside a file that is none");
    said.into_iter().collect::<Vec<_>>().join("\n")
}

fn refusal(command: &[&str], output: &Output, cases: &std::path::Path) -> String {
    let said = err(output);
    assert_eq!(output.status.code(), Some(1), "{command:?} ended with {}: {said}", output.status);
    assert_eq!(said.trim_end().lines().count(), 1, "{command:?}: {said}");
    assert!(!said.contains("panicked") && !said.contains("stack"), "{command:?}: {said}");
    assert!(
        said.contains(&*cases.file_name().unwrap().to_string_lossy()),
        "{command:?} does not name the file: {said}"
    );
    assert!(output.stdout.is_empty(), "{command:?}: {}", out(output));
    said
}
