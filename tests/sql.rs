//! The SQL means the same on every engine that the program may be built with.

use std::fs;
use std::path::{Path, PathBuf};

/// What only an engine with ICU inside can do; the one-file build has none.
const NEEDS_ICU: &[&str] = &[
    "current_date",
    "today()",
    "current_localtimestamp",
    "timestamptz",
    "with time zone",
    "at time zone",
    "set timezone",
];

/// What version 2 of the engine reads otherwise than 1.5: arrows of lambdas, and `~`, which matched whole strings once.
const READ_OTHERWISE: &[&str] = &[" -> ", " ~ ", " !~ "];

#[test]
fn no_query_needs_icu_or_reads_otherwise_on_a_newer_engine() {
    let files = sql_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("queries"));
    assert!(files.len() > 80, "only {} files were found", files.len());
    for file in files {
        let faults = faults(&fs::read_to_string(&file).unwrap());
        assert!(faults.is_empty(), "{}: {faults:?}", file.display());
    }
}

#[test]
fn a_query_that_needs_icu_is_found_and_a_comment_is_not() {
    assert_eq!(faults("select CURRENT_DATE"), ["current_date"]);
    assert_eq!(faults("select list_transform(l, x -> x + 1)"), [" -> "]);
    assert!(faults("select 1 -- not current_date").is_empty());
}

fn faults(sql: &str) -> Vec<&'static str> {
    let code: String =
        sql.lines().map(|line| line.split("--").next().unwrap_or("").to_lowercase() + "\n").collect();
    NEEDS_ICU.iter().chain(READ_OTHERWISE).copied().filter(|word| code.contains(word)).collect()
}

fn sql_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // What stands there is for another engine: the server of a shared ledger.
        if path.ends_with("queries/postgres") {
            continue;
        }
        if path.is_dir() {
            files.extend(sql_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "sql") {
            files.push(path);
        }
    }
    files
}
