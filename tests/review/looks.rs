//! What the terminal is told, and what a pipe is told.

use super::pty::{CTRL_C, ENTER};
use super::{Program, err, listed, out, trellis};

#[test]
fn a_blank_screen_shows_nothing_and_any_key_brings_it_back() {
    let program = Program::sample();
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("B").until("a blank screen", |screen| screen.trim().is_empty());
    // The key that brings it back does nothing else.
    review.press("t").shows("1 of ");
    review.press(CTRL_C);
    review.ends();
}

#[test]
fn no_color_means_no_colour_sequence_at_all() {
    let program = Program::sample();
    let colours = |env: &[(&str, &str)]| {
        let mut review = program.review_at((120, 40), &[], env);
        review.press(ENTER).shows("1 of ");
        review.press("g").shows("1 of ");
        review.press("e").shows("EPAS");
        review.press("d").shows("rationale");
        review.press(CTRL_C);
        review.ends();
        coloured(&review.raw())
    };
    assert_eq!(colours(&[("NO_COLOR", "1")]), Vec::<String>::new());
    assert!(!colours(&[]).is_empty(), "colour is there where it is not refused");
}

/// Returns the sequences that set a colour; the default colours are none.
fn coloured(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let sequences = text.split("\u{1b}[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    sequences.filter(|s| s.split(';').any(sets_colour)).collect()
}

fn sets_colour(parameter: &str) -> bool {
    matches!(parameter.parse(), Ok(30..=38 | 40..=48 | 90..=97 | 100..=107))
}

#[test]
fn a_sequence_that_sets_a_colour_is_told_from_one_that_does_not() {
    assert_eq!(coloured(b"\x1b[1mA\x1b[39;49m\x1b[2J\x1b[38;5;7mB\x1b[31;1m"), ["38;5;7", "31;1"]);
}

#[test]
fn every_screen_is_printed_as_lines_without_a_control_character() {
    let program = Program::sample();
    let screens = [
        "triage",
        "resident",
        "growth",
        "milestones",
        "epas",
        "rotations",
        "cases",
        "definition",
        "decide",
        "ledger",
        "measures",
    ];
    for screen in screens {
        let mut command = trellis();
        let output = command
            .arg("review")
            .arg(program.cases())
            .args(["--as", "lin", "--plain", screen])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{screen}: {}", err(&output));
        let text = out(&output);
        assert!(text.lines().count() >= 2, "{screen}: {text}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{screen}: {text:?}");
        assert!(output.stderr.is_empty(), "{screen}: {}", err(&output));
    }
}

/// Counted apart, with one query a line on the files under `sample-data/program`.
#[test]
fn measures_and_attempts_of_the_sample_are_those_that_its_files_hold() {
    let program = Program::sample();
    let args = ["--as", "lin", "--plain", "measures", "--resident", "R0062"];
    let output = trellis().arg("review").arg(program.cases()).args(args).output().unwrap();
    let text = out(&output);
    for line in [
        "MAP below 65 for less than 15 minutes: 143 of 151 cases passed, 4 excluded",
        "Enough agents against nausea: 183 of 212 cases passed, 12 excluded",
        "Hemoglobin known before red cells: 14 of 14 cases passed:",
        "Kidney injury within 7 days: 9 of 147 cases flagged, 11 excluded",
        "Hypothermia at the end of anesthesia: 26 of 278 cases flagged, 17 excluded",
        "arterial line: 26 of 173 attempts have an outcome; 2 failed",
        "tee: 5 of 31 attempts have an outcome; 0 failed, fewer than 10 make no share",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(!text.contains("new pain patient"), "no outcome of it is recorded: {text}");
}

/// For a screen reader, which speaks what is written: moving on writes the two marks, what is beside of the new row, and
/// nothing of the rows themselves; the cursor stands on the new one.
#[test]
fn a_linear_review_writes_no_row_again_and_keeps_the_cursor_on_the_selected_one() {
    let program = Program::sample();
    for (further, is_linear) in [(&["--linear"][..], true), (&[][..], false)] {
        let mut review = program.review(further);
        let screen = listed(&mut review);
        let rows = screen.lines().filter(|line| line.contains(" CA-"));
        let names: Vec<String> = rows
            .filter_map(|row| row.split_whitespace().find(|word| word.ends_with(',')).map(str::to_owned))
            .collect();
        assert!(names.len() > 5, "{screen}");
        let before = review.so_far();
        review.press("j");
        std::thread::sleep(std::time::Duration::from_millis(1500));
        let written = String::from_utf8_lossy(&review.so_far()[before.len()..]).into_owned();
        assert_eq!(
            !written.contains(&names[0]),
            is_linear,
            "{further:?}: the row that was left: {written:?}"
        );
        if is_linear {
            let (row, _) = review.cursor();
            let line = review.screen().lines().nth(usize::from(row)).unwrap_or_default().to_owned();
            assert!(line.contains(&names[1]), "the cursor stands on {line:?}");
        }
        assert!(review.leaves().success());
    }
}
