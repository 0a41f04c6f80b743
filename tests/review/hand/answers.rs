//! A reading back, and words, are answered by a person.

use super::*;

#[test]
fn a_decision_is_recorded_by_an_answer_that_was_read() {
    let program = Program::sample();
    let mut review = reading_back(&program);
    review.confirm("1").shows("is recorded: entry");
    let acts = recorded(&program, review);
    assert!(acts.iter().filter(|act| act.contains(DECISION)).count() == 1, "{acts:?}");
}

#[test]
fn words_are_recorded_by_enter_once_they_are_in_sight() {
    let program = Program::sample();
    let mut review = acknowledging(&program);
    review.confirm(ENTER).loses("acknowledge a prompt");
    review.shows("entry");
    let acts = recorded(&program, review);
    assert!(acts.iter().filter(|act| act.contains(PROMPT)).count() == 1, "{acts:?}");
}

#[test]
fn nothing_that_comes_with_the_question_or_with_another_key_answers_it() {
    // All in one read; a digit before anybody has read; Enter and the key that asked, however late.
    for steps in [
        &[Bytes("\u{13}1")][..],
        &[Bytes("\u{13}"), Pause(30), Bytes("1")],
        &[Bytes("\u{13}"), Pause(600), Bytes("\u{13}")],
        &[Bytes("\u{13}"), Pause(600), Bytes("\r")],
        &[Bytes("\u{13}"), Pause(600), Bytes("1\r")],
        &[Bytes("\u{13}"), Pause(600), Bytes("11")],
        &[Bytes("\u{13}"), Pause(600), Bytes("x1")],
        &[Bytes("\u{13}"), Pause(600), Bytes("\u{1b}1")],
        &[Bytes("\u{13}"), Pause(600), Bytes("\u{1b}\r")],
        &[Bytes("\u{13}"), Pause(600), Bytes("\u{1b}[200~1\r\u{1b}[201~")],
        &[Bytes("\u{13}"), Pause(600), Bytes("2"), Pause(50), Bytes("1")],
    ] {
        // A draft that the one before left would be another form.
        let program = Program::sample();
        let mut review = deciding(&program);
        plays(&mut review, steps);
        thread::sleep(Duration::from_millis(300));
        assert_eq!(recorded(&program, review), Vec::<String>::new(), "{steps:?}");
    }
}
