//! The document of the format, checked against the program; and the commands that read a ledger.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use trellis::ledger::chain::Head;
use trellis::ledger::verify::{KnownElsewhere, Verdict, verified};

use super::samples::{bytes, thirty_one, written};
use crate::skipped::skipped;

const DOCUMENT: &str = include_str!("../../docs/ledger-format.md");

/// The blocks of the document that are fenced as `kind`.
pub fn blocks(kind: &str) -> Vec<&'static str> {
    let fence = format!("```{kind}\n");
    let after = DOCUMENT.split(fence.as_str()).skip(1);
    after.map(|rest| rest.split("```").next().unwrap()).collect()
}

pub fn shell(script: &str, folder: &Path) -> Output {
    Command::new("sh").arg("-ec").arg(script).current_dir(folder).output().unwrap()
}

fn trellis(arguments: &[&str], path: &Path) -> Output {
    let (command, rest) = arguments.split_first().unwrap();
    Command::new(env!("CARGO_BIN_EXE_trellis"))
        .args(["audit", command])
        .arg(path)
        .args(rest)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn the_documents_example_is_a_valid_ledger_with_the_head_that_it_names() {
    let example = blocks("jsonl")[1];
    let (found, _) = verified(example.as_bytes(), &KnownElsewhere::default(), &mut |_, _| {});
    assert_eq!((found.verdict, found.holds.count), (Verdict::Valid, 4));
    assert!(DOCUMENT.contains(&found.holds.hash.to_string()));
    assert_ne!(found.holds, Head::EMPTY);
}

#[test]
fn the_documents_commands_check_a_real_ledger_with_stock_tools() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), &thirty_one());
    let [chain, jq, _] = blocks("sh")[..] else { panic!("three blocks of commands") };
    let good = shell(chain, folder.path());
    assert_eq!(text(&good.stdout), format!("31 entries hold, head {}\n", thirty_one().head().hash));
    if shell("command -v jq", folder.path()).status.success() {
        let listed = shell(jq, folder.path());
        assert_eq!(text(&listed.stdout).lines().count(), 31, "{listed:?}");
    } else {
        skipped("jq is not installed");
    }
    let changed = String::from_utf8(bytes(&thirty_one())).unwrap().replacen(
        r#""subject":"R-007""#,
        r#""subject":"R-008""#,
        1,
    );
    fs::write(path, changed).unwrap();
    let bad = shell(chain, folder.path());
    assert_eq!((text(&bad.stdout), bad.status.code()), ("entry 4 does not follow\n", Some(1)));
}

#[test]
fn verify_answers_by_exit_code_and_prints_its_own_threat_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), &thirty_one());
    let good = trellis(&["verify"], &path);
    assert_eq!(good.status.code(), Some(0));
    for said in [
        "valid: 31 entries",
        "complete: not shown",
        "could not be found",
        "Keep a checkpoint in another place",
    ] {
        assert!(text(&good.stdout).contains(said), "{said}");
    }
    let json: serde_json::Value =
        serde_json::from_slice(&trellis(&["verify", "--json"], &path).stdout).unwrap();
    assert_eq!((&json["verdict"], &json["entries"]), (&"valid".into(), &31.into()));
    fs::write(&path, &bytes(&thirty_one())[1..]).unwrap();
    assert_eq!(trellis(&["verify"], &path).status.code(), Some(1));
    for missing in [folder.path().join("none"), folder.path().to_owned()] {
        let unknown = trellis(&["verify"], &missing);
        assert_eq!(unknown.status.code(), Some(3));
        assert!(text(&unknown.stderr).starts_with("trellis: cannot tell: "));
    }
}

#[test]
fn log_and_show_send_no_escape_sequence_to_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), &thirty_one());
    let log = trellis(&["log", "--resident", "R-007"], &path);
    assert_eq!((log.status.code(), text(&log.stdout).lines().count()), (Some(0), 27));
    assert!(
        text(&log.stdout).contains("[superseded by entry 5]")
            && text(&log.stdout).contains("[revoked by entry 7]")
    );
    let show = trellis(&["show", "5"], &path);
    for said in [
        "because: New ratings",
        "shown: Ratings: 7 by 4 raters, n = 7",
        "signed by: the key SHA256:",
        "proven by: the checkpoint of entry 13",
        "␛[31m",
    ] {
        assert!(text(&show.stdout).contains(said), "{said}");
    }
    let json = trellis(&["log", "--json"], &path);
    let rows: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((rows.as_array().unwrap().len(), &rows[2]["state"]), (31, &"superseded".into()));
    for output in [log, show, json] {
        assert!(!text(&output.stdout).contains('\u{1b}'));
    }
    assert_eq!(trellis(&["show", "32"], &path).status.code(), Some(1));
}
