//! However the review ends, the terminal is clean and what was written is there again.

use std::time::Duration;

use super::pty::{CTRL_C, CTRL_S, ENTER, RIGHT, TAB, Terminal};
use super::{Program, listed};

const DRAFT: &str = "Two raters saw her alone";

/// Opens the form on the first resident and writes a rationale.
fn writing(program: &Program) -> Terminal {
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("d").shows("rationale");
    review.press(RIGHT).press(TAB).press(RIGHT).press(TAB).press(TAB).write(DRAFT).shows(DRAFT);
    review
}

/// Checks that the next start offers the draft, and that its text is there.
fn is_offered_again(program: &Program) {
    let mut review = program.review(&[]);
    review.shows("begun and not recorded");
    review.press(ENTER).shows("1 of ");
    review.press("d").shows(DRAFT);
    review.press(CTRL_C);
    assert_eq!(review.ends().exit_code(), 0);
    let log = program.log();
    assert!(!log.contains("recommendation"), "a draft is no decision: {log}");
}

#[test]
fn a_draft_survives_leaving_in_the_middle_of_a_word() {
    let program = Program::sample();
    let mut review = writing(&program);
    review.press(CTRL_C);
    assert_eq!(review.ends().exit_code(), 0);
    review.is_clean();
    is_offered_again(&program);
}

#[test]
fn a_draft_survives_being_told_to_end() {
    for signal in ["TERM", "HUP", "INT"] {
        let program = Program::sample();
        let mut review = writing(&program);
        review.signal(signal);
        let ended = review.ends();
        assert!(ended.exit_code() != 101, "SIG{signal}: {ended:?}");
        review.is_clean();
        is_offered_again(&program);
    }
}

#[test]
fn a_lost_terminal_ends_the_review_and_keeps_the_draft() {
    let program = Program::sample();
    let mut review = writing(&program);
    review.hang_up();
    // By itself, and not by a panic over a terminal that it cannot write to.
    assert_eq!(review.ends().signal(), None);
    is_offered_again(&program);
}

/// The engine is asked on a thread of its own, and must not be inside as the program ends.
#[test]
fn leaving_in_the_middle_of_the_start_is_no_crash() {
    let program = Program::sample();
    for moment in 0..16 {
        let mut review = program.review(&[]);
        std::thread::sleep(Duration::from_millis(40 * moment));
        review.press(CTRL_C);
        let ended = review.ends();
        // Before the keyboard is read, the interrupt is the terminal's own.
        assert!(matches!(ended.signal(), None | Some("Interrupt")), "after {moment} moments: {ended:?}");
    }
}

#[test]
fn a_decision_that_was_shown_as_recorded_survives_being_killed() {
    let program = Program::sample();
    let mut review = writing(&program);
    review.press(CTRL_S).shows("Because: ");
    review.confirm("1").shows("is recorded: entry");
    review.signal("KILL");
    assert!(!review.ends().success());
    let log = program.log();
    assert_eq!(log.lines().filter(|line| line.contains("recommendation: ")).count(), 1, "{log}");
    let mut review = program.review(&[]);
    let screen = listed(&mut review);
    assert!(!screen.contains("not recorded"), "what is recorded is no draft: {screen}");
    review.press(CTRL_C);
    review.ends();
}

#[test]
fn the_review_says_that_it_needs_a_terminal_where_there_is_none() {
    let program = Program::sample();
    let output = super::trellis().arg("review").arg(program.cases()).args(["--as", "lin"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(super::err(&output).contains("--plain"), "{}", super::err(&output));
    assert!(output.stdout.is_empty(), "{}", super::out(&output));
}

#[test]
fn a_goal_survives_leaving_and_is_recorded_the_next_time() {
    const GOAL: &str = "Lead a massive hemorrhage";
    let program = Program::sample();
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("+").shows("A goal is set");
    review.write(GOAL).shows(GOAL);
    review.press(CTRL_C);
    assert_eq!(review.ends().exit_code(), 0);
    assert!(!program.log().contains(GOAL), "a draft is no goal");

    let mut review = program.review(&[]);
    review.shows("begun and not recorded: 1 goal");
    review.press(ENTER).shows("1 of ");
    review.press("+").shows(GOAL);
    review.press(CTRL_S).shows("1 record it");
    review.confirm("1").shows("the goal is set: entry");
    review.press(CTRL_C);
    assert_eq!(review.ends().exit_code(), 0);
    let log = program.log();
    assert_eq!(log.matches(&format!("goal: {GOAL}; owner ")).count(), 1, "{log}");
    assert!(!program.review(&[]).screen().contains("begun and not recorded"));
}
