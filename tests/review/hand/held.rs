//! A key that is held answers nothing, from the first repeat to the last.

use super::*;
use crate::meeting::room::Meeting;

/// What a keyboard sends of a key that is held for two seconds: after the first a pause, then 25 a second.
fn holds(terminal: &mut Terminal, key: &str, first: u64) {
    plays(terminal, &[Bytes(key), Pause(first)]);
    for _ in 0..30 {
        plays(terminal, &[Bytes(key), Pause(40)]);
    }
}

#[test]
fn a_form_is_read_back_and_not_recorded_by_the_key_that_is_held() {
    for (key, first) in [(CTRL_S, 250), (CTRL_S, 660), (ENTER, 500)] {
        let program = Program::sample();
        let mut review = deciding(&program);
        holds(&mut review, key, first);
        assert_eq!(recorded(&program, review), Vec::<String>::new(), "{key:?}");
    }
    // The digit that answers is held, from before the question came.
    let program = Program::sample();
    let mut review = deciding(&program);
    holds(&mut review, "1", 250);
    plays(&mut review, &[Bytes(CTRL_S)]);
    for _ in 0..30 {
        plays(&mut review, &[Bytes("1"), Pause(40)]);
    }
    assert_eq!(recorded(&program, review), Vec::<String>::new());
}

#[test]
fn enter_that_opens_a_box_of_words_left_by_an_earlier_run_does_not_record_them() {
    let program = Program::sample();
    let mut review = acknowledging(&program);
    review.press(CTRL_C);
    review.ends();
    let mut review = program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("a").shows("not this one");
    holds(&mut review, ENTER, 250);
    review.shows("1 record it");
    assert_eq!(recorded(&program, review), Vec::<String>::new());
}

#[test]
fn a_director_who_holds_a_key_determines_releases_and_closes_nothing() {
    let meeting = Meeting::planned(3);
    let director = |steps: &mut dyn FnMut(&mut Terminal)| {
        let key = meeting.keys.join("demo-director");
        let mut review = Terminal::signing(
            &meeting.program.cases(),
            ("demo-director", &key),
            (120, 40),
            &["--role", "program_director"],
            &[],
        );
        super::super::listed(&mut review);
        steps(&mut review);
        review.press(CTRL_C);
        review.ends();
        meeting.program.log()
    };
    for resident in ["R0062", "R0063", "R0064"] {
        let decided = crate::review::trellis()
            .arg("decide")
            .arg(meeting.program.cases())
            .args([resident, "--epa", "thoracic", "--outcome", "defer", "--rationale", "Too few ratings"])
            .args(["--insufficient-evidence", "--as", "demo", "--role", "chair"])
            .env("TRELLIS_KEY", meeting.keys.join("demo"))
            .output()
            .unwrap();
        assert!(decided.status.success(), "{}", crate::review::err(&decided));
    }
    let log = director(&mut |review| {
        review.press("D").shows("3 to be determined");
        holds(review, "y", 660);
        review.shows("1 determine it");
    });
    assert_eq!(log.matches("determination").count(), 0, "{log}");
    let log = director(&mut |review| {
        review.press("D").shows("3 to be determined");
        for left in ["2 to be determined", "1 to be determined", "0 to be determined"] {
            review.press("y").shows("1 determine it");
            review.confirm("1").shows(left);
        }
        holds(review, "z", 500);
        review.shows("1 release it");
    });
    assert_eq!((log.matches("determination").count(), log.matches("released").count()), (3, 0), "{log}");
}

#[test]
fn a_chair_who_holds_the_key_that_closes_is_asked_and_the_meeting_stays_open() {
    let meeting = Meeting::opened();
    let key = meeting.keys.join("demo");
    let mut review =
        Terminal::signing(&meeting.program.cases(), ("demo", &key), (120, 40), &["--role", "chair"], &[]);
    super::super::listed(&mut review);
    review.press("M").shows("AGENDA");
    holds(&mut review, "X", 500);
    review.shows("1 close the meeting");
    review.press(CTRL_C);
    review.ends();
    assert!(!meeting.program.log().contains("closed"), "{}", meeting.program.log());
}
