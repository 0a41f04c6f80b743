//! Keys that a bad line takes to pieces, and keys that terminals name otherwise.

use super::*;

#[test]
fn an_arrow_in_pieces_leaves_no_form_and_blanks_no_screen() {
    for pause in [20, 300, 900] {
        let program = Program::sample();
        let mut review = acknowledging(&program);
        plays(&mut review, &[Bytes("\u{1b}"), Pause(pause), Bytes("[B")]);
        // The words stand where they stood, and go on.
        review.write(", or is it").shows("not this one, or is it");
        let mut review = {
            review.press(CTRL_C);
            review.ends();
            deciding(&program)
        };
        plays(&mut review, &[Bytes("\u{1b}"), Pause(pause), Bytes("[D"), Pause(100)]);
        review.shows("rationale");
        assert_eq!(recorded(&program, review), Vec::<String>::new());
    }
    let program = Program::sample();
    let mut review = program.review(&[]);
    for piece in ["[B", "[D", "OP", "[3~"] {
        plays(&mut review, &[Bytes("\u{1b}"), Pause(300), Bytes(piece)]);
        review.shows("a key came in pieces");
        assert!(review.screen().contains(super::super::TRIAGE), "{}", review.screen());
        review.press("j").loses("a key came in pieces");
    }
    review.press(CTRL_C);
    review.ends();
}

#[test]
fn the_keypads_enter_a_control_h_and_another_alphabet_are_understood_or_named() {
    let program = Program::sample();
    let mut review = program.review(&[]);
    review.press("\n").shows("1 of ");
    for (letter, name) in [("о", "Cyrillic"), ("λ", "Greek")] {
        review.press(letter).shows(&format!("the keyboard writes {name}"));
    }
    review.press("a").shows("acknowledge a prompt");
    review.write("abc").shows("abc");
    review.press("\u{8}").loses("abc");
    assert_eq!(recorded(&program, review), Vec::<String>::new());
}

#[test]
fn a_key_behind_a_storm_of_sizes_counts() {
    let program = Program::sample();
    let mut review = program.review(&[]);
    review.press(ENTER).shows(" 1 of 45 ");
    for round in 0..12 {
        for cols in [100, 130, 90] {
            review.resize(cols + round, 40);
        }
        review.resize(120, 40);
        review.press("L").shows(&format!(" {} of 45 ", round + 2));
    }
    review.press(CTRL_C);
    review.ends();
}
