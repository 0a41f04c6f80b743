//! Keys on the meeting's screens mean what is marked, and ask before what cannot be taken back.

use super::*;
use crate::app::edit::Edit;
use crate::app::screen::List;
use crate::app::screen::Space;
use crate::committee::room::Step;
use crate::ledger::entry::{Act, Actor, Role};
use crate::testing::ui::program::{id, presented};
use crate::testing::ui::room::{in_the_room, record, reveal};
use crate::ui::plain;

const CHAIR: (&str, Role) = ("lin", Role::Chair);

fn press(model: &mut Model, actions: &[Action]) -> Vec<Effect> {
    actions.iter().flat_map(|action| update(model, Message::Asked(*action))).collect()
}

fn acts(effects: &[Effect]) -> Vec<&Act> {
    let mut acts = Vec::new();
    for effect in effects {
        if let Effect::Record(request) = effect {
            acts.push(&request.act);
        }
    }
    acts
}

#[test]
fn keys_on_the_agenda_mean_the_marked_resident_and_one_comes_back_to_whom_one_left() {
    let mut model = in_the_room(Screen::Review, 40, false);
    press(&mut model, &[Action::Go(Screen::Meeting)]);
    assert_eq!((model.room.place, model.selected.clone()), (0, Some(id("R1"))));
    press(&mut model, &[Action::Down]);
    assert_eq!(model.selected, Some(id("R2")));
    press(&mut model, &[Action::Go(Screen::Card)]);
    assert_eq!(model.form.as_ref().unwrap().filled.card().unwrap().resident(), &id("R2"));
    press(&mut model, &[Action::Back]);
    // A form asks for more than the line: one goes there first, and is told so.
    press(&mut model, &[Action::Up, Action::Down, Action::Go(Screen::Overall)]);
    assert!(model.form.is_none() && model.notice.as_ref().is_some_and(|it| it.text.contains("first")));
    // The meeting is at R1; who comes from R2 is still on R2.
    press(&mut model, &[Action::Open, Action::Go(Screen::Meeting)]);
    assert_eq!(model.room.place, 1);
    // Going on follows the agenda wherever one is.
    press(&mut model, &[Action::Open, Action::Go(Screen::Milestones), Action::PreviousResident]);
    assert_eq!(model.selected, Some(id("R1")));
    assert!(drawn(&model, (120, 40)).contains("1 of 2"));
}

#[test]
fn a_meeting_without_a_plan_is_opened_only_when_that_is_answered() {
    let mut model = presented(Screen::Triage, "R1", 40, false);
    press(&mut model, &[Action::Go(Screen::Meeting)]);
    assert!(acts(&press(&mut model, &[Action::Open])).is_empty());
    assert!(acts(&press(&mut model, &[Action::Open, Action::Back])).is_empty());
    assert!(model.overlay.is_none());
    press(&mut model, &[Action::Open]);
    let effects = update(&mut model, Message::Typed('o'));
    assert!(matches!(acts(&effects)[..], [Act::MeetingOpened { .. }]), "{effects:?}");
}

#[test]
fn ratings_are_called_over_somebody_who_is_there_only_when_that_is_answered() {
    let mut model = in_the_room(Screen::Review, 40, false);
    model.room.step = Some(Step::Ratings);
    let effects = press(&mut model, &[Action::Open]);
    // The chair is there and has not rated; the director is not there.
    let screen = drawn(&model, (80, 24));
    assert!(acts(&effects).is_empty() && screen.contains("lin has not rated yet"), "{screen}");
    assert!(acts(&press(&mut model, &[Action::Open])).is_empty(), "the key that asked is no answer");
    let effects = update(&mut model, Message::Typed('1'));
    assert!(matches!(acts(&effects)[..], [Act::RatingsCalled { .. }]), "{effects:?}");
}

#[test]
fn no_card_is_filled_in_for_whoever_is_not_there_or_has_sealed_the_own() {
    let mut model = in_the_room(Screen::Review, 40, true);
    press(&mut model, &[Action::Go(Screen::Card)]);
    let mut raters = Vec::new();
    for _ in 0..5 {
        raters.push(model.form.as_ref().unwrap().filled.card().unwrap().saved.rater.clone());
        press(&mut model, &[Action::NextRater]);
    }
    assert!(raters.contains(&"lin".to_owned()), "{raters:?}");
    // The director is not there; abara has sealed a card.
    assert!(raters.iter().all(|rater| rater != "dole" && rater != "abara"), "{raters:?}");
}

#[test]
fn a_recusal_that_was_a_mistake_is_taken_back_by_the_same_key() {
    let mut model = in_the_room(Screen::Review, 40, false);
    let reason = "coaches the resident".to_owned();
    let act = Act::Recused { meeting: "M1".into(), member: "abara".into(), reason };
    record(&mut model, CHAIR, Some("R1"), 80, act);
    model.room.step = Some(Step::Overall);
    assert!(plain::screen(&model, &Keymap::default()).join("\n").contains("overall (if wanted): no quorum"));
    press(&mut model, &[Action::Recuse]);
    // Nobody is named before somebody is chosen, whatever is written.
    update(&mut model, Message::Asked(Action::NextField));
    update(&mut model, Message::Pasted("Another resident was meant.".into()));
    assert!(acts(&press(&mut model, &[Action::Open])).is_empty());
    assert!(model.notice.as_ref().is_some_and(|notice| notice.text.contains("choose first: member")));
    press(&mut model, &[Action::PreviousField]);
    assert!(drawn(&model, (80, 24)).contains("abara, who is recused"), "{}", drawn(&model, (80, 24)));
    update(&mut model, Message::Typed('a'));
    press(&mut model, &[Action::NextField, Action::Edit(Edit::EraseAll)]);
    update(&mut model, Message::Pasted("Another resident was meant.".into()));
    let effects = press(&mut model, &[Action::Open]);
    assert!(
        matches!(acts(&effects)[..], [Act::RecusalEnded { member, .. }] if member == "abara"),
        "{effects:?}"
    );
    let act = acts(&effects)[0].clone();
    record(&mut model, CHAIR, Some("R1"), 81, act);
    assert!(plain::screen(&model, &Keymap::default()).join("\n").contains("overall (to do)"));
}

#[test]
fn nothing_is_done_on_a_screen_that_nobody_can_see() {
    let mut model = in_the_room(Screen::Review, 40, false);
    update(&mut model, Message::Resized(crate::ui::space((50, 12))));
    assert_eq!(model.space, Space::TooLittle);
    let before = model.room.clone();
    for message in [Message::Asked(Action::Strength), Message::Typed('x'), Message::Pasted("x".into())] {
        assert!(update(&mut model, message).is_empty());
    }
    assert!(model.form.is_none() && model.room == before);
    assert!(matches!(press(&mut model, &[Action::Quit]).last(), Some(Effect::Quit)));
    update(&mut model, Message::Resized(crate::ui::space((80, 24))));
    press(&mut model, &[Action::Strength]);
    assert!(model.asks_for_words());
}

#[test]
fn on_a_shared_screen_the_ledgers_lines_hold_nobodys_words_and_nobodys_own_rating() {
    let mut model = in_the_room(Screen::Review, 40, true);
    reveal(&mut model);
    press(&mut model, &[Action::Go(Screen::Ledger)]);
    for at in 0..model.entries().len() {
        model.at[List::Entries] = at;
        let text = drawn(&model, (120, 60)) + &plain::screen(&model, &Keymap::default()).join("\n");
        assert!(!text.contains("debrief") && !text.contains("unspeakable"), "{text}");
    }
    // Whoever opens an entry asks for it.
    model.at[List::Entries] =
        model.entries().iter().position(|it| matches!(it.entry.act, Act::Remarked { .. })).unwrap();
    press(&mut model, &[Action::Go(Screen::Entry)]);
    assert!(drawn(&model, (120, 60)).contains("debrief"));
}

#[test]
fn the_director_reads_a_dissent_and_every_level_before_agreeing() {
    use crate::domain::overall::Overall;
    let mut model = in_the_room(Screen::Recommendations, 40, false);
    let overall = Overall {
        progress: Some("as_expected".into()),
        action: None,
        board: None,
        milestones: [("PC1".parse().unwrap(), 7.try_into().unwrap())].into(),
        not_assessable: [].into(),
        rationale: "Four agree.".into(),
        insufficient_evidence: true,
        dissent: Some("Too early for one member.".into()),
    };
    record(&mut model, CHAIR, Some("R1"), 90, Act::OverallRecommendation(overall));
    model.session.actor = Actor { id: "dole".into(), role: Role::ProgramDirector };
    press(&mut model, &[Action::Last]);
    let screen = drawn(&model, (120, 40));
    assert!(screen.contains("milestones: PC1 3.5") && screen.contains("w opens the entry"), "{screen}");
    press(&mut model, &[Action::Go(Screen::Entry)]);
    assert!(drawn(&model, (120, 40)).contains("Too early for one member."));
    // What was the last line is gone; the cursor is on what there is.
    press(&mut model, &[Action::Back]);
    let seq = model.ledger.count();
    record(&mut model, CHAIR, Some("R1"), 91, Act::Revocation { entry: seq, reason: "a slip".into() });
    press(&mut model, &[Action::Open]);
    assert_eq!(model.screen, Screen::Decide);
}
