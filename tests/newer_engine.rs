//! The program runs unchanged with a library of `DuckDB` 2 beside it: it reads, checks and makes the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::review::{err, out};
use crate::skipped::skipped;

/// The program with the library of `DuckDB` 2 beside it.
struct Newer {
    folder: TempDir,
    /// What has to be loaded before that library.
    preload: String,
}

impl Newer {
    /// `Err` says why there is none.
    fn found() -> Result<Self, String> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/duckdb-2");
        let found = Command::new(script).output().map_err(|e| e.to_string())?;
        if !found.status.success() {
            return Err(err(&found).trim().to_owned());
        }
        let text = out(&found);
        let [library, preload] = text.lines().collect::<Vec<_>>()[..] else { return Err(text) };
        let folder = tempfile::tempdir().unwrap();
        fs::copy(env!("CARGO_BIN_EXE_trellis"), folder.path().join("trellis")).unwrap();
        fs::copy(Path::new(library).join("libduckdb.so"), folder.path().join("libduckdb.so")).unwrap();
        Ok(Self { folder, preload: preload.to_owned() })
    }

    fn run(&self, arguments: &[&str], folder: &Path) -> Output {
        let mut command = Command::new(self.folder.path().join("trellis"));
        command.args(arguments).current_dir(folder).env("LD_PRELOAD", &self.preload);
        command.env("TRELLIS_KEY", crate::ledger::samples::key_file("lin")).output().unwrap()
    }
}

fn ours(arguments: &[&str], folder: &Path) -> Output {
    let mut command = crate::review::trellis();
    command.args(arguments).current_dir(folder).output().unwrap()
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(name)
}

/// What the program says of a case file that is called `cases.duckdb` in `folder`.
fn said(run: impl Fn(&[&str], &Path) -> Output, folder: &Path) -> Vec<(Option<i32>, String)> {
    let commands: &[&[&str]] = &[
        &["check", "cases.duckdb"],
        &["triage", "cases.duckdb", "--format", "json"],
        &["show", "cases.duckdb", "RES101"],
        &["show", "cases.duckdb", "RES102", "--json"],
    ];
    commands
        .iter()
        .map(|command| {
            let output = run(command, folder);
            let said = err(&output);
            let others: Vec<_> =
                said.lines().filter(|line| !line.contains(": there is no ledger ")).collect();
            assert!(others.is_empty(), "{command:?}: {others:?}");
            (output.status.code(), out(&output))
        })
        .collect()
}

#[test]
fn with_a_library_of_duckdb_2_everything_says_and_makes_the_same() {
    let newer = match Newer::found() {
        Ok(newer) => newer,
        Err(why) => return skipped(&format!("running with DuckDB 2: {why}")),
    };
    let (by_ours, by_newer) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let source = sample("mpog-roster");
    let import = ["import", source.to_str().unwrap(), "-o", "cases.duckdb"];
    let (made, made_by_newer) = (ours(&import, by_ours.path()), newer.run(&import, by_newer.path()));
    assert_eq!((out(&made_by_newer), err(&made_by_newer)), (out(&made), err(&made)));
    let expected = said(ours, by_ours.path());
    let read_by_newer = said(|arguments, folder| newer.run(arguments, folder), by_ours.path());
    let made_by_newer = said(ours, by_newer.path());
    assert_eq!(read_by_newer, expected, "DuckDB 2 reads otherwise");
    assert_eq!(made_by_newer, expected, "DuckDB 2 makes otherwise");
}
