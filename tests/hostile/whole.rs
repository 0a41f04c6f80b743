//! The case file stays as it is, and the one that was opened is the one that is cited.

use std::fs;

use super::Small;
use crate::review::pty::{CTRL_C, CTRL_S, ENTER, RIGHT, TAB, Terminal};
use crate::review::{out, trellis};

/// Decides on the first activity of the first resident.
fn decide(review: &mut Terminal) {
    review.press("d").shows("rationale");
    review
        .press(RIGHT)
        .press(TAB)
        .press(RIGHT)
        .press(TAB)
        .press(TAB)
        .write("Seen twice.")
        .shows("Seen twice.");
    review.press(CTRL_S).shows("Because: ");
    review.confirm("1").shows("is recorded: entry");
}

#[test]
fn reading_reviewing_and_deciding_leave_every_byte_of_the_case_file_alone() {
    let small = Small::new();
    crate::review::begun(&small.ledger());
    let before = small.hash();
    let mut review = Terminal::review(&small.cases(), (120, 40), &[], &[]);
    review.shows("Lin, Ada");
    review.press(ENTER).shows("1 of 2");
    for key in ["g", "c", "o", "m", "e", "i", "l"] {
        review.press(key);
    }
    review.press("e").shows("EPAS");
    decide(&mut review);
    review.press(CTRL_C);
    assert_eq!(review.ends().exit_code(), 0);
    small.prints(&["show", "R2"]);
    small.prints(&["triage"]);
    small.prints(&["decide", "R2", "--epa", "airway", "--level", "2", "--rationale", "Seen.", "--as", "lin"]);
    small.run(&["check"]);
    assert_eq!(small.hash(), before);
    let names =
        fs::read_dir(small.folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let ours = |n: &String| n.starts_with("cases.ledger") || n == "cases.allowed_signers";
    let others: Vec<_> = names.filter(|n| n != "cases.duckdb" && !ours(n)).collect();
    assert!(others.is_empty(), "something was left beside the case file: {others:?}");
}

#[test]
fn a_decision_cites_the_file_that_was_opened_even_when_another_took_its_place() {
    let small = Small::new();
    crate::review::begun(&small.ledger());
    let opened = small.hash();
    let mut review = Terminal::review(&small.cases(), (120, 40), &[], &[]);
    review.shows("Lin, Ada");
    let other = Small::with("update residents set name = 'Other, Resident'");
    assert_ne!(other.hash(), opened);
    fs::rename(other.cases(), small.cases())
        .or_else(|_| fs::copy(other.cases(), small.cases()).map(drop))
        .unwrap();
    review.press(ENTER).shows("1 of 2");
    decide(&mut review);
    review.press(CTRL_C);
    review.ends();
    let log = trellis().args(["audit", "log", "--json"]).arg(small.ledger()).output().unwrap();
    let entries: serde_json::Value = serde_json::from_str(&out(&log)).unwrap();
    let cited: Vec<_> = entries
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|e| e["entry"]["evidence"]["case_file"].as_str())
        .collect();
    assert_eq!(cited, [opened]);
}
