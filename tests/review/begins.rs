//! The review where there is no ledger: looks are not recorded, and the first act asks.

use super::pty::{CTRL_S, ENTER, ESC, TAB, Terminal};
use super::{Program, listed, out};

const HEAD: &str = "no ledger yet: what was decided is not known, and no look is recorded";

#[test]
fn a_look_founds_nothing_and_an_act_asks_before_it_does() {
    let program = Program::without_ledger();
    std::fs::write(program.cases().with_file_name("lakeside.ledger.jsonl"), "{}\n").unwrap();
    let mut review = program.review(&[]);
    let head = review.shows(HEAD);
    assert!(head.contains("near it stands lakeside.ledger.jsonl (1 entry)"), "{head}");
    review.press(ENTER).shows("1 of ");
    review.press("d").shows("rationale");
    review.press("1").shows("[1 entrust]");
    review.press(TAB).press("1").shows("[1 ");
    review.press(TAB).press(TAB);
    review.write("Watched twice this week.").shows("this week.");
    let ask = |review: &mut super::pty::Terminal| {
        review.press(CTRL_S).shows("Because: Watched twice");
        let screen = review.confirm("1").shows("A new one begins with this");
        // What is asked goes on from line to line of its box.
        screen.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let asked = ask(&mut review);
    assert!(asked.contains("A new one begins with this: cases.ledger.jsonl."), "{asked}");
    assert!(asked.contains("Its only signer is lin, chair, SHA256:"), "{asked}");
    assert!(asked.contains("Near it: lakeside.ledger.jsonl (1 entry)"), "{asked}");
    assert!(!program.ledger().exists());

    // The way back and "not yet" leave it undone, and the words stay.
    review.press(ESC).shows("no new one was begun");
    assert!(!program.ledger().exists());
    assert!(review.screen().contains("Watched twice this week."), "{}", review.screen());
    ask(&mut review);
    review.confirm("2").shows("no new one was begun");
    assert!(!program.ledger().exists());

    ask(&mut review);
    review.again("1").shows("is recorded: entry 2");
    review.loses(HEAD);
    assert_eq!(review.leaves().exit_code(), 0);
    let log = program.log();
    let acts: Vec<_> = log.lines().map(|line| line.contains("recommendation: ")).collect();
    assert_eq!(acts, [false, true], "{log}");
    let verified = out(&program.audit("verify"));
    assert!(verified.starts_with("valid: 2 entries"), "{verified}");
}

#[test]
fn who_leaves_while_it_is_asked_begins_nothing_and_finds_the_words_again() {
    let program = Program::without_ledger();
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("d").shows("rationale");
    review.press("1").press(TAB).press("1").press(TAB).press(TAB);
    review.write("Half a day of work.").shows("day of work.");
    review.press(CTRL_S).shows("Because: Half a day");
    review.confirm("1").shows("A new one begins with this");
    assert_eq!(review.leaves().exit_code(), 0);
    assert!(!program.ledger().exists());
    let mut review = program.review(&[]);
    review.shows("begun and not recorded: 1 decision");
    review.leaves();
}

#[test]
fn the_name_alone_offers_the_case_file_of_a_folder_that_has_one() {
    let program = Program::sample();
    let folder = program.cases().parent().unwrap().to_owned();
    let alone = || super::trellis().current_dir(&folder).output().unwrap();
    let name = program.cases().file_name().unwrap().to_string_lossy().into_owned();
    assert!(out(&alone()).contains(&format!("trellis review {name}")), "{}", out(&alone()));
    let mut shell = Terminal::shell(&program.cases(), (120, 40));
    shell.shows("$ ");
    let bin = env!("CARGO_BIN_EXE_trellis");
    shell.write(&format!("cd {} && TRELLIS_ACTOR=lin {bin}\r", folder.display()));
    shell.shows(&format!("Enter opens {name}"));
    shell.press("n").confirm(ENTER);
    shell.write(&format!("clear; TRELLIS_ACTOR=lin {bin}\r"));
    shell.loses("anything else and Enter leaves: n");
    shell.shows(&format!("Enter opens {name}"));
    shell.confirm(ENTER);
    listed(&mut shell);
    shell.press("q").shows("$ ");
    // Of two nobody says which.
    std::fs::copy(program.cases(), folder.join("-other.duckdb")).unwrap();
    let two = out(&alone());
    assert!(two.contains("trellis review -other.duckdb") && two.contains(&name), "{two}");
    let none = tempfile::tempdir().unwrap();
    let nothing = super::trellis().current_dir(none.path()).output().unwrap();
    assert!(out(&nothing).contains("trellis demo "), "{}", out(&nothing));
}
