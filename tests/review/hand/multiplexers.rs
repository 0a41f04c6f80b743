//! What tmux and screen hold back after Esc, in themselves.

use std::process::Command;

use super::*;
use crate::skipped::skipped;

fn is_there(tool: &str, version: &str) -> bool {
    Command::new(tool).arg(version).output().is_ok()
}

/// Writes words, presses Esc, and Enter so many milliseconds later; returns what was recorded.
fn esc_and_enter(launcher: &[&str], pause: u64) -> Vec<String> {
    let program = Program::sample();
    let mut outer = Terminal::under(&program.cases(), (120, 41), launcher);
    super::super::listed(&mut outer);
    outer.confirm(ENTER).shows("1 of ");
    outer.confirm("a").shows("acknowledge a prompt");
    outer.write("not this one").shows("not this one");
    plays(&mut outer, &[Pause(500), Bytes("\u{1b}"), Pause(pause), Bytes("\r")]);
    outer.loses("acknowledge a prompt");
    // The same with a decision that is read back.
    plays(&mut outer, &[Pause(900)]);
    outer.press("r").shows("EXPERIENCE");
    outer.confirm("d").shows("rationale");
    outer.press(RIGHT).press(TAB).press(RIGHT).press(TAB).press(TAB).write("Seen alone").shows("Seen alone");
    outer.confirm(CTRL_S).shows("1 record it");
    for key in ["\r", "1"] {
        plays(&mut outer, &[Pause(500), Bytes("\u{1b}"), Pause(pause), Bytes(key), Pause(700)]);
    }
    outer.press(CTRL_C);
    outer.ends();
    acts(&program)
}

#[test]
fn what_tmux_holds_back_after_esc_records_nothing() {
    if !is_there("tmux", "-V") {
        return skipped("there is no tmux");
    }
    for pause in [50, 250, 450, 600] {
        let socket = format!("trellis-{}-{pause}", std::process::id());
        let launcher = ["tmux", "-L", &socket, "-f", "/dev/null", "new-session", "$REVIEW"];
        assert_eq!(esc_and_enter(&launcher, pause), Vec::<String>::new(), "{pause} ms");
    }
}

#[test]
fn what_screen_holds_back_after_esc_records_nothing() {
    if !is_there("screen", "-v") {
        return skipped("there is no screen");
    }
    for pause in [50, 250, 400] {
        assert_eq!(
            esc_and_enter(&["screen", "-c", "/dev/null", "sh", "-c", "$REVIEW"], pause),
            Vec::<String>::new(),
            "{pause} ms"
        );
    }
}
