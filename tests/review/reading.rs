//! The first screen does not wait for the ledger: another process holds it, so that it cannot be read yet.

use std::fs::{self, File, OpenOptions};

use super::pty::{CTRL_C, CTRL_S, ENTER, RIGHT, TAB, Terminal};
use super::{Program, TRIAGE, listed};

const READING: &str = "reading the ledger";
const NOT_YET: &str = "the ledger is still being read";

/// Keeps every reader of the program's ledger waiting until it is dropped.
fn held(program: &Program) -> File {
    let ledger = OpenOptions::new().create(true).append(true).open(program.ledger()).unwrap();
    ledger.lock().unwrap();
    ledger
}

/// Opens the review without waiting for anything.
fn begun(program: &Program) -> Terminal {
    Terminal::review(&program.cases(), (120, 40), &[], &[])
}

/// Records a decision on the first resident of the table.
fn decide(program: &Program) {
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("d").shows("rationale");
    review.press(RIGHT).press(TAB).press(RIGHT).press(TAB).press(TAB).write("Seen alone").shows("Seen alone");
    review.press(CTRL_S).shows("Because: ");
    review.confirm("1").shows("is recorded: entry");
    review.press(CTRL_C);
    review.ends();
}

#[test]
fn triage_is_drawn_before_the_ledger_is_read_and_says_so() {
    let program = Program::sample();
    decide(&program);
    let lock = held(&program);
    let mut review = begun(&program);
    review.shows(READING);
    // Nobody is opened: the look could not be recorded, nor what stands be shown.
    review.press(ENTER).shows(NOT_YET);
    let early = review.screen();
    assert!(!early.contains(TRIAGE) && !early.contains("to do") && !early.contains("decided"), "{early}");
    drop(lock);
    listed(&mut review);
    // A frame comes in pieces.
    review.until("what only the ledger knows", |screen| {
        screen.contains("decided") && screen.contains("to do") && !screen.contains(READING)
    });
    review.press(ENTER).shows(" of 45 ");
    review.press(CTRL_C);
    assert_eq!(review.ends().exit_code(), 0);
    review.is_clean();
}

#[test]
fn who_leaves_while_the_ledger_is_held_does_not_wait_for_it() {
    let program = Program::sample();
    let before = fs::read(program.ledger()).unwrap();
    let lock = held(&program);
    let mut review = begun(&program);
    review.shows(READING);
    review.press(CTRL_C);
    assert_eq!(review.ends().exit_code(), 0);
    review.is_clean();
    drop(lock);
    assert_eq!(fs::read(program.ledger()).unwrap(), before, "nothing was recorded");
}

#[test]
fn a_broken_ledger_ends_the_review_with_its_reason_and_a_clean_screen() {
    let program = Program::sample();
    decide(&program);
    let whole = fs::read_to_string(program.ledger()).unwrap();
    let broken = whole.replacen("Seen alone", "Seen along", 1);
    assert_ne!(whole, broken);
    // A line after the changed one, whose link no longer holds.
    fs::write(program.ledger(), format!("{broken}{}\n", whole.lines().last().unwrap())).unwrap();
    let before = fs::read(program.ledger()).unwrap();
    let mut review = begun(&program);
    assert_eq!(review.ends().exit_code(), 1);
    review.is_clean();
    let said = String::from_utf8_lossy(&review.raw()).into_owned();
    assert!(said.contains("does not hold") && said.contains("trellis audit verify"), "{said}");
    assert_eq!(fs::read(program.ledger()).unwrap(), before);
}
