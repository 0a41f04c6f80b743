//! Backups by PostgreSQL's own tools and by ours, put back.

use std::fs;
use std::path::Path;
use std::process::Output;

use super::server::{PASSWORD, as_server, shared};
use super::{Writer, chained};
use crate::ledger::samples::{thirty_one, written};
use crate::review::{err, out, trellis};

/// Runs one of PostgreSQL's own programs on the tests' server.
fn tool(name: &str, arguments: &[&str]) -> Output {
    let mut command = as_server(Path::new(name));
    command.env("PGPASSWORD", PASSWORD).env("PGHOST", "127.0.0.1").env("PGUSER", "admin");
    command.env("PGPORT", shared().port.to_string()).args(arguments).output().unwrap()
}

fn done(name: &str, arguments: &[&str]) {
    let output = tool(name, arguments);
    assert!(output.status.success(), "{name}: {}", err(&output));
}

fn address(database: &str, ledger: &str) -> String {
    shared().address_of("writer", ledger).replace("/trellis?", &format!("/{database}?"))
}

#[test]
fn a_dump_of_the_whole_database_is_restored_with_every_entry() {
    let address_here = shared().address("dumped");
    let (mut one, mut two) = (Writer::at(&address_here), Writer::at(&shared().address("dumped-too")));
    for act in 0..6 {
        one.record(&format!("one-{act}")).unwrap();
        two.record(&format!("two-{act}")).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("all");
    shared().own_folder(&dump);
    let file = dump.join("trellis.dump").display().to_string();
    done("pg_dump", &["--format", "custom", "--file", &file, "trellis"]);
    done("createdb", &["--encoding", "UTF8", "--template", "template0", "again"]);
    done("pg_restore", &["--exit-on-error", "--dbname", "again", &file]);
    for ledger in ["dumped", "dumped-too"] {
        assert_eq!(chained(&address("again", ledger)), chained(&shared().address(ledger)));
    }
    // And it goes on.
    Writer::at(&address("again", "dumped")).record("later").unwrap();
    assert_eq!(chained(&address("again", "dumped")).len(), 7);
}

#[test]
fn exported_lines_are_put_back_in_their_order_and_into_no_ledger_that_stands() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), &thirty_one());
    let imports = |to: &str| trellis().args(["audit", "import"]).arg(&file).arg(to).output().unwrap();
    let to = shared().address("restored");
    let restored = imports(&to);
    assert!(restored.status.success(), "{}", err(&restored));
    assert!(out(&restored).contains("ledger restored: valid: 31 entries"), "{}", out(&restored));
    let lines: Vec<String> = fs::read_to_string(&file).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(chained(&to), lines);
    let again = imports(&to);
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("ledger restored has 31 entries already"), "{}", err(&again));
    // What does not hold is put back nowhere.
    fs::write(&file, fs::read_to_string(&file).unwrap().replacen("R-007", "R-008", 1)).unwrap();
    let broken = imports(&shared().address("restored-not"));
    assert_eq!(broken.status.code(), Some(1), "{}", out(&broken));
    assert!(err(&broken).contains("nothing was recorded: broken at entry"), "{}", err(&broken));
    assert!(chained(&shared().address("restored-not")).is_empty());
}
