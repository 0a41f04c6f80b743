//! Words that are asked for are lost by nothing but an Esc.

use super::*;
use crate::committee::sheet::Draft;
use crate::committee::sheet::words::WordsDraft;
use crate::ledger::entry::{Act, Basis};
use crate::testing::ui::room::in_the_room;

fn press(model: &mut Model, actions: &[Action]) -> Vec<Effect> {
    actions.iter().flat_map(|action| update(model, Message::Asked(*action))).collect()
}

fn write(model: &mut Model, text: &str) -> Vec<Effect> {
    text.chars().flat_map(|letter| update(model, Message::Typed(letter))).collect()
}

fn last_kept(effects: &[Effect]) -> WordsDraft {
    let kept = effects.iter().rev().find_map(|effect| match effect {
        Effect::Keep(draft) => match draft.as_ref() {
            Draft::Words(words) => Some(words.clone()),
            _ => None,
        },
        _ => None,
    });
    kept.unwrap()
}

#[test]
fn a_remark_is_offered_again_after_a_crash_with_what_it_rests_on() {
    let mut model = in_the_room(Screen::Review, 40, true);
    press(&mut model, &[Action::Remark, Action::PreviousField, Action::Left, Action::NextField]);
    let kept = last_kept(&write(&mut model, "Heard that"));
    assert_eq!((kept.text.as_str(), kept.choice.as_deref()), ("Heard that", Some("hearsay")));

    // Another run finds what was kept.
    let mut model = in_the_room(Screen::Review, 40, true);
    model.drafts = vec![Draft::Words(kept.clone())];
    press(&mut model, &[Action::Remark]);
    let screen = drawn(&model, (80, 24));
    assert!(screen.contains("hearsay") && screen.contains("Heard that"), "{screen}");
    // What this run did not write is read back first.
    press(&mut model, &[Action::Open]);
    assert!(drawn(&model, (80, 24)).contains("1 record it"), "{}", drawn(&model, (80, 24)));
    let effects = update(&mut model, Message::Typed('1'));
    let Some(Effect::Record(request)) = effects.last() else { panic!("{effects:?}") };
    assert_eq!(request.id, kept.id, "what was sent after all is recorded once");
    assert!(
        matches!(&request.act, Act::Remarked { basis: Basis::Hearsay, text, .. } if text == "Heard that")
    );
}

#[test]
fn words_that_are_refused_are_kept_and_those_on_their_way_are_not_offered_again() {
    let mut model = in_the_room(Screen::Review, 40, false);
    press(&mut model, &[Action::Strength]);
    write(&mut model, "Calm.");
    let effects = press(&mut model, &[Action::Open]);
    let Some(Effect::Record(first)) = effects.last() else { panic!("{effects:?}") };
    // The next one is begun before the first is on disk.
    press(&mut model, &[Action::Strength]);
    let Draft::Words(saved) = model.form.as_ref().unwrap().filled.sheet().draft() else { panic!() };
    assert!(saved.text.is_empty() && saved.id != first.id, "{saved:?}");
    press(&mut model, &[Action::Back]);
    let why = "the disk is full".to_owned();
    update(&mut model, Message::NotRecorded { request: first.id.clone(), why });
    let notice = model.notice.clone().unwrap();
    assert!(notice.failed && notice.text.contains("the disk is full; the words are kept"), "{notice:?}");
    press(&mut model, &[Action::Strength]);
    assert!(drawn(&model, (80, 24)).contains("Calm."));
    // Esc gives them up, here and on disk.
    let effects = press(&mut model, &[Action::Back]);
    assert!(matches!(effects.as_slice(), [Effect::DropDraft(id)] if *id == first.id), "{effects:?}");
    press(&mut model, &[Action::Strength]);
    assert!(!drawn(&model, (80, 24)).contains("Calm."));
}

#[test]
fn words_that_may_be_delicate_are_asked_about_and_not_refused() {
    let asks = "“on leave”: does it have to be there?";
    let mut model = in_the_room(Screen::Review, 40, false);
    press(&mut model, &[Action::Strength]);
    write(&mut model, "Calm");
    assert!(!drawn(&model, (80, 24)).contains(asks));
    write(&mut model, " since on leave");
    assert!(drawn(&model, (80, 24)).contains(asks), "{}", drawn(&model, (80, 24)));
    assert!(matches!(press(&mut model, &[Action::Open]).last(), Some(Effect::Record(_))));

    press(&mut model, &[Action::Go(Screen::Overall), Action::Right, Action::NextField]);
    write(&mut model, "As expected since on leave.");
    press(&mut model, &[Action::Seal]);
    assert!(drawn(&model, (80, 24)).contains(asks), "{}", drawn(&model, (80, 24)));
    assert!(crate::ui::plain::screen(&model, &Keymap::default()).join("\n").contains(asks));
    assert!(matches!(update(&mut model, Message::Typed('1')).last(), Some(Effect::Record(_))));
}

#[test]
fn words_on_one_resident_are_not_offered_on_another() {
    let mut model = in_the_room(Screen::Review, 40, false);
    press(&mut model, &[Action::Strength]);
    write(&mut model, "Calm.");
    // The program ends without Esc.
    model.form = None;
    press(&mut model, &[Action::NextResident, Action::Strength]);
    assert!(!drawn(&model, (80, 24)).contains("Calm."));
}

#[test]
fn a_reason_of_several_lines_is_seen_whole_where_there_is_room() {
    for size in [(80, 24), (120, 40)] {
        let mut model = in_the_room(Screen::Review, 40, false);
        press(&mut model, &[Action::Remark]);
        let words: Vec<_> = (1..=30).map(|n| format!("word{n:02}")).collect();
        write(&mut model, &words.join(" "));
        let screen = drawn(&model, size);
        assert!(words.iter().all(|word| screen.contains(word)), "{screen}");
    }
}
