//! Stopped and gone on with, a terminal that vanishes, and one that cannot draw.

use std::process::Command;

use super::*;
use crate::skipped::skipped;

#[test]
fn ctrl_z_stops_the_review_and_fg_brings_it_back_whole() {
    let program = Program::sample();
    let mut shell = Terminal::shell(&program.cases(), (120, 40));
    shell.shows("$");
    shell.write("$REVIEW\r");
    super::super::listed(&mut shell);
    shell.press(ENTER).shows("1 of ");
    shell.press("a").shows("acknowledge a prompt");
    shell.write("not this one").shows("not this one");
    shell.press("\u{1a}").shows("Stopped");
    // The terminal reads lines again.
    shell.write("echo so$((2+3))\r").shows("so5");
    shell.write("fg\r").shows("not this one");
    let back = shell.screen();
    assert!(back.contains("acknowledge a prompt") && !back.contains("so5"), "{back}");
    // It takes keys one by one again, and shows none twice.
    shell.press("!").shows("not this one!");
    shell.press(CTRL_C).until("the shell again", |screen| screen.trim_end().ends_with("\n$"));
    shell.write("exit\r");
    shell.ends();
    assert!(acts(&program).is_empty());
}

#[test]
fn ctrl_z_without_a_shell_to_come_back_from_changes_nothing() {
    let program = Program::sample();
    let mut review = acknowledging(&program);
    review.press("\u{1a}");
    thread::sleep(Duration::from_millis(300));
    review.press("!").shows("not this one!");
    assert_eq!(recorded(&program, review), Vec::<String>::new());
}

#[test]
fn a_review_that_was_stopped_by_another_comes_back_whole() {
    let program = Program::sample();
    let mut review = acknowledging(&program);
    review.signal("STOP");
    review.signal("CONT");
    review.press("!").shows("not this one!");
    assert_eq!(recorded(&program, review), Vec::<String>::new());
}

#[test]
fn a_terminal_that_vanishes_ends_the_review_whoever_started_it() {
    if Command::new("script").arg("--version").output().is_err() {
        return skipped("there is no script(1) to lose a terminal by");
    }
    let program = Program::sample();
    let mut outer = Terminal::under(&program.cases(), (120, 40), &["script", "-qec", "$REVIEW", "/dev/null"]);
    super::super::listed(&mut outer);
    let running = || {
        let found = Command::new("pgrep").args(["-f", &program.cases().to_string_lossy()]).output().unwrap();
        String::from_utf8_lossy(&found.stdout).lines().count()
    };
    assert!(running() > 0);
    outer.signal("KILL");
    outer.ends();
    for _ in 0..100 {
        if running() == 0 {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(running(), 0, "the review goes on without a terminal");
}

#[test]
fn a_terminal_without_a_cursor_is_pointed_to_plain_lines() {
    let program = Program::sample();
    for name in ["dumb", ""] {
        let mut review = Terminal::review(&program.cases(), (120, 40), &[], &[("TERM", name)]);
        assert_eq!(review.ends().exit_code(), 1, "{name:?}");
        let raw = String::from_utf8_lossy(&review.raw()).into_owned();
        assert!(raw.contains("--plain") && !raw.contains("\u{1b}[?1049h"), "{name:?}: {raw}");
    }
}
