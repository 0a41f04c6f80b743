//! What a terminal answers about itself decides how it is drawn on, and is never taken for keys.

use std::time::Duration;

use super::pty::{CTRL_C, ENTER, Manner, Terminal};
use super::{Program, out, trellis};

const WHITE: &str = "\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\";
const BLACK: &str = "\u{1b}]11;rgb:0000/0000/0000\u{7}";
const KEPT: &str = "\u{1b}P1$r0;48:2::1:2:3m\u{1b}\\";
const SIXTEEN: &[(&str, &str)] = &[("TERM", "xterm")];

fn review(program: &Program, manner: Manner, env: &[(&str, &str)]) -> Terminal {
    Terminal::answering(&program.cases(), (120, 40), manner, env)
}

/// What was drawn on triage and on a resident's page, after the program had asked.
fn drawn(manner: Manner, env: &[(&str, &str)]) -> String {
    let program = Program::sample();
    let mut review = review(&program, manner, env);
    review.shows("to do");
    review.press(ENTER).shows("EXPERIENCE");
    review.press(CTRL_C);
    review.ends();
    let raw = String::from_utf8_lossy(&review.raw()).into_owned();
    // It takes away what it drew to ask.
    let (_, drawn) = raw.split_once("\u{1b}[2J\u{1b}[H").expect("the screen was not cleared");
    drawn.to_owned()
}

#[test]
fn where_signs_are_wider_than_they_are_counted_only_ascii_is_drawn() {
    let wide = Manner { wider: Some(9), ..Manner::USUAL };
    let drawn = drawn(wide, &[]);
    assert!(drawn.is_ascii(), "{:?}", drawn.chars().find(|c| !c.is_ascii()));
}

#[test]
fn the_ground_that_the_terminal_names_is_the_one_that_is_drawn_for() {
    let hues = |ground| drawn(Manner { ground, ..Manner::USUAL }, SIXTEEN);
    let (dark, light, unknown) = (hues(BLACK), hues(WHITE), hues(""));
    // Light cyan and light yellow; blue and red; none.
    let used = |drawn: &str| {
        let hues: Vec<_> =
            drawn.split("38;5;").skip(1).filter_map(|rest| rest.split([';', 'm']).next()).collect();
        ["14", "11", "4", "1"].map(|hue| hues.contains(&hue))
    };
    assert_eq!(used(&dark), [true, true, false, false]);
    assert_eq!(used(&light), [false, false, true, true]);
    assert_eq!(used(&unknown), [false; 4]);
    assert!(
        ["38;5;", "48;5;"].iter().all(|hue| !unknown.contains(hue)),
        "a hue where the ground is not known"
    );
}

#[test]
fn colours_of_24_bits_are_drawn_where_the_terminal_keeps_them() {
    let kept = Manner { colour: KEPT, ground: WHITE, ..Manner::USUAL };
    let drawn = drawn(kept, SIXTEEN);
    assert!(drawn.contains("48;2;251;251;248"), "the light ground");
}

#[test]
fn gnu_screen_is_not_asked_what_it_would_hand_on() {
    let program = Program::sample();
    for (term, asked) in [("screen.xterm-256color", false), ("xterm-256color", true)] {
        let mut review = review(&program, Manner::USUAL, &[("TERM", term), ("COLORTERM", "truecolor")]);
        review.shows("to do");
        review.press(CTRL_C);
        review.ends();
        let raw = String::from_utf8_lossy(&review.raw()).into_owned();
        assert_eq!(raw.contains("\u{1b}P$qm"), asked, "{term}");
        assert_eq!(raw.contains("38;2;"), asked, "{term}");
    }
}

#[test]
fn what_is_answered_late_is_believed_and_is_no_key() {
    let program = Program::sample();
    let late = Manner { ground: WHITE, colour: KEPT, after: Duration::from_millis(1500), ..Manner::USUAL };
    let mut review = review(&program, late, SIXTEEN);
    let lines = |screen: &str| screen.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    let whole = |screen: &str| screen.contains("new: since") && screen.contains("? program");
    let before = review.until("everything on triage", whole);
    std::thread::sleep(Duration::from_secs(2));
    // Every letter of an answer is a key somewhere; the screen is as it was, in other colours.
    for (after, before) in lines(&review.screen()).iter().zip(lines(&before)) {
        assert_eq!(*after, before);
    }
    review.press(CTRL_C);
    review.ends();
    let raw = String::from_utf8_lossy(&review.raw()).into_owned();
    assert!(raw.contains("48;2;251;251;248"), "the light ground");
}

#[test]
fn a_terminal_that_answers_nothing_is_drawn_on_as_its_surroundings_say_and_its_keys_count() {
    let program = Program::sample();
    let mut review = review(&program, Manner::SILENT, &[]);
    assert!(review.shows("to do").contains('▌'));
    review.press(ENTER).shows("1 of ");
    review.press(CTRL_C);
    review.ends();
    review.is_clean();
}

#[test]
fn lines_are_ascii_where_the_locale_carries_nothing_else_and_data_stay_as_they_are() {
    let program = Program::sample();
    let cases = program.cases();
    let said = |arguments: &[&str], locale: &str| {
        let mut command = trellis();
        command.args(arguments).arg(&cases).env("LC_ALL", locale);
        if arguments[0] == "show" {
            command.arg("R0061");
        }
        out(&command.output().unwrap())
    };
    for (arguments, has_others) in [
        // What is made to be heard has hardly a sign; names keep their letters.
        (&["review", "--as", "lin", "--plain", "resident"][..], false),
        (&["review", "--as", "lin", "--plain", "growth"], false),
        (&["triage"], true),
        (&["show"], true),
    ] {
        let told = said(arguments, "C.UTF-8");
        assert!(!has_others || !told.is_ascii(), "{arguments:?} tells nothing of this test");
        let plain = said(arguments, "C");
        assert!(plain.is_ascii() && plain.lines().count() > 1, "{arguments:?}: {plain}");
    }
    assert!(said(&["review", "--as", "lin", "--ascii", "--plain", "resident"], "C.UTF-8").is_ascii());
    let json = ["triage", "--format", "json"];
    assert_eq!(said(&json, "C"), said(&json, "C.UTF-8"));
}
