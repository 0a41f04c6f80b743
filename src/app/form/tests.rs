use proptest::prelude::*;

use super::*;
use crate::committee::sheet::card::tests::card;
use crate::committee::sheet::goal::{GoalDraft, GoalSheet};

fn goal() -> Form {
    let saved = GoalDraft::empty("n-1".into(), "R1".parse().unwrap());
    let today = "2026-11-02".parse().unwrap();
    Form::open(Filled::Goal(Box::new(GoalSheet { saved, ends: None, offered: None, today })))
}

fn text(form: &Form) -> String {
    form.line().unwrap().value().unwrap_or_default().to_owned()
}

#[test]
fn a_line_of_words_is_edited_where_the_cursor_is() {
    let mut form = goal();
    assert_eq!(form.insert("Lead a lung case"), Taken::Yes);
    for (edit, typed, expected) in [
        (Edit::WordLeft, "one-", "Lead a lung one-case"),
        (Edit::Start, "R1: ", "R1: Lead a lung one-case"),
        (Edit::EraseRight, "", "R1: ead a lung one-case"),
        (Edit::End, ".", "R1: ead a lung one-case."),
        (Edit::EraseLeft, "", "R1: ead a lung one-case"),
        (Edit::EraseWord, "", "R1: ead a lung one-"),
        (Edit::CharLeft, "", "R1: ead a lung one-"),
        (Edit::EraseToEnd, "", "R1: ead a lung one"),
        (Edit::EraseAll, "Two", "Two"),
    ] {
        form.edit(edit);
        typed.chars().for_each(|key| assert_eq!(form.key(key), Taken::Yes));
        assert_eq!(text(&form), expected, "{edit:?}");
    }
}

#[test]
fn what_a_reader_sees_as_one_character_is_erased_as_one() {
    let mut form = goal();
    // A letter with a mark behind it, and a family of three.
    form.insert("ae\u{301}👨\u{200d}👩\u{200d}👧");
    form.edit(Edit::EraseLeft);
    assert_eq!(text(&form), "ae\u{301}");
    form.edit(Edit::CharLeft);
    assert_eq!(form.cursor(), Some(1));
    form.edit(Edit::EraseRight);
    assert_eq!(text(&form), "a");
}

#[test]
fn on_a_card_a_number_rates_the_line_and_any_other_key_leaves_it() {
    let mut form = Form::open(Filled::Card(Box::new(card())));
    let keys = |form: &mut Form, keys: &str| keys.chars().map(|key| form.key(key)).last().unwrap();
    for (typed, expected) in [("2", "ACCELERATED"), ("9x ", "ACCELERATED"), ("1", "AS_EXPECTED")] {
        keys(&mut form, typed);
        assert_eq!(text(&form), expected);
    }
    form.go_to(2);
    for (typed, expected, taken) in [
        ("3", "3.0", Taken::Yes),
        ("3.5", "3.5", Taken::Yes),
        ("4,5", "4.5", Taken::Yes),
        ("3.7", "3.0", Taken::No),
        ("5.5", "5.0", Taken::No),
        ("9", "5.0", Taken::No),
        ("3.52", "2.0", Taken::Yes),
        ("0", "<1", Taken::Yes),
    ] {
        assert_eq!((keys(&mut form, typed), text(&form).as_str()), (taken, expected), "{typed}");
    }
    // On a line without halves, `3.5` stays 3 and never becomes 5.
    form.go_to(1);
    assert_eq!((keys(&mut form, "3.5"), text(&form).as_str()), (Taken::No, "3"));
    form.edit(Edit::EraseLeft);
    assert_eq!(text(&form), "");
    assert_eq!(form.insert("3"), Taken::No, "a paste chooses nothing");
}

proptest! {
    #[test]
    fn no_order_of_edits_loses_the_cursor_or_splits_a_text(
        parts in prop::collection::vec(("\\PC{0,6}", 0usize..11), 0..30),
    ) {
        let edits = [
            Edit::CharLeft, Edit::CharRight, Edit::WordLeft, Edit::WordRight, Edit::Start, Edit::End,
            Edit::EraseLeft, Edit::EraseRight, Edit::EraseWord, Edit::EraseToEnd, Edit::EraseAll,
        ];
        let mut form = goal();
        for (typed, edit) in parts {
            form.insert(&typed);
            form.edit(edits[edit]);
            let Body::Text { text, .. } = form.line().unwrap().body else { panic!() };
            prop_assert!(form.cursor().unwrap() <= text.chars().count());
        }
    }
}
