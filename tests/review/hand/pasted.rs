//! Text that comes faster than a hand is a paste, brackets or not.

use super::*;

const THREE: &str = "Met with the resident.\rSee email of 3 Nov: quality is fine.\nneeds a plan\r";

#[test]
fn a_paste_into_words_is_one_reason_and_records_nothing_by_itself() {
    let program = Program::sample();
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("a").shows("acknowledge a prompt");
    review.write(THREE).shows("needs a plan");
    assert!(acts(&program).is_empty());
    review.confirm(ENTER).loses("acknowledge a prompt");
    let acts = recorded(&program, review);
    assert!(acts.len() == 1, "{acts:?}");
    let ledger = std::fs::read_to_string(program.ledger()).unwrap();
    assert!(
        ledger.contains("Met with the resident. See email of 3 Nov: quality is fine. needs a plan"),
        "{ledger}"
    );
}

#[test]
fn a_paste_in_chunks_does_not_end_in_an_enter() {
    let program = Program::sample();
    let mut review = acknowledging(&program);
    for chunk in [" Met with", " the resident.", "\r", "See email", "\r", "\r"] {
        plays(&mut review, &[Bytes(chunk), Pause(20)]);
    }
    review.shows("See email");
    assert_eq!(recorded(&program, review), Vec::<String>::new());
}

#[test]
fn a_paste_outside_a_field_runs_no_commands_and_says_so() {
    let program = Program::sample();
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    let before = review.screen();
    for text in [THREE, "il", "d\r", "q\r", "B\r"] {
        review.write(text).shows("several letters at once are a paste");
        let heading = |screen: &str| screen.lines().next().map(str::to_owned);
        assert_eq!(heading(&review.screen()), heading(&before), "{text:?}");
    }
    assert_eq!(recorded(&program, review), Vec::<String>::new());
}

#[test]
fn a_paste_on_a_line_of_choices_chooses_nothing() {
    let program = Program::sample();
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("d").shows("rationale");
    for text in ["12", "1\r", "11", "entrust"] {
        review.write(text).shows("not taken");
        assert!(!review.screen().contains("[1 entrust]"), "{text:?}: {}", review.screen());
        review.press(TAB).loses("not taken");
        review.press("\u{1b}[Z");
    }
    // One key chooses.
    review.press("1").shows("[1 entrust]");
    assert_eq!(recorded(&program, review), Vec::<String>::new());
}

#[test]
fn a_key_that_repeats_is_no_paste() {
    let program = Program::sample();
    let mut review = program.review(&[]);
    review.press(ENTER).shows(" 1 of 45 ");
    for _ in 0..5 {
        plays(&mut review, &[Bytes("L"), Pause(30)]);
    }
    review.shows(" 6 of 45 ");
    // Over a slow line they come together.
    review.send(b"LLL").shows(" 9 of 45 ");
    review.press(CTRL_C);
    review.ends();
}
