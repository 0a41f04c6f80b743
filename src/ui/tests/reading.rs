//! Triage before the ledger is read: what only the ledger knows is not made up.

use super::*;
use crate::app::{Job, Read};
use crate::domain::record::Activity;
use crate::ledger::fold::State;
use crate::testing::ui::program::id;

/// The fixture before its ledger is read, and what the ledger holds.
fn before() -> (Model, State, Vec<Activity>) {
    let read = open(Screen::Triage, "R1", 40);
    let mut model = Model::before_the_ledger(read.catalog.clone(), read.session.clone(), false);
    let mut survey = Survey::clone(read.survey.ready().unwrap());
    let activity = std::mem::take(&mut survey.activity).into_values().collect();
    update(&mut model, Message::Surveyed(Ok(Arc::new(survey))));
    update(&mut model, Message::Fingerprinted(Ok("ab12".repeat(16))));
    (model, read.ledger, activity)
}

#[test]
fn everyone_is_listed_and_nothing_is_said_that_only_the_ledger_knows() {
    let (model, ..) = before();
    let screen = drawn(&model, (120, 40));
    assert!(screen.contains("Okafor, Adaeze") && screen.contains("reading the ledger…"), "{screen}");
    for unknown in ["to do", "decided", "1 exp", "sorted by"] {
        assert!(!screen.contains(unknown), "{unknown}\n{screen}");
    }
    assert_snapshot!("triage_before_the_ledger_80x24", drawn(&model, (80, 24)));
    assert_eq!(plain::screen(&model, &Keymap::default())[1], "reading the ledger");
}

#[test]
fn nothing_is_recorded_and_nobody_is_opened_before_the_ledger_is_read() {
    let actions: Vec<_> = Action::all().collect();
    for action in actions.into_iter().filter(|action| action.needs_the_ledger()) {
        let (mut model, ..) = before();
        model.selected = Some(id("R1"));
        let effects = update(&mut model, Message::Asked(action));
        assert!(effects.is_empty() && model.screen == Screen::Triage, "{action:?}: {effects:?}");
        let notice = model.notice.unwrap();
        assert!(notice.failed && notice.text.contains("still being read"), "{action:?}: {notice:?}");
    }
    let (mut model, ..) = before();
    update(&mut model, Message::Asked(Action::Find));
    assert!(update(&mut model, Message::Asked(Action::Open)).is_empty());
    assert!(model.overlay.is_none() && model.screen == Screen::Triage);
}

#[test]
fn when_the_ledger_is_read_triage_is_as_if_it_had_been_there_from_the_start() {
    let whole = open(Screen::Triage, "R1", 40);
    let (mut model, state, activity) = before();
    let read = Read { state, ..Read::default() };
    let effects = update(&mut model, Message::LedgerRead(Box::new(read)));
    let [Effect::Ask(Job::Activity { since })] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(since.to_string(), "2026-05-01", "no meeting was held: half a year before the data end");
    update(&mut model, Message::ActivityRead(Ok(activity)));
    for size in [(80, 24), (120, 40)] {
        assert_eq!(drawn(&model, size), drawn(&whole, size));
    }
    assert_eq!(plain::screen(&model, &Keymap::default()), plain::screen(&whole, &Keymap::default()));
}

#[test]
fn what_is_wrong_with_the_case_file_is_said_in_the_head_of_every_screen() {
    for screen in [Screen::Triage, Screen::Resident, Screen::Epas, Screen::Definition, Screen::Ledger] {
        let mut model = open(screen, "R1", 40);
        let sound = drawn(&model, (80, 24));
        let mut catalog = (*model.catalog).clone();
        catalog.wrong = vec!["case_staff has rows in which \"role\" is null (2 places)".to_owned(); 2];
        model.catalog = std::sync::Arc::new(catalog);
        let told = drawn(&model, (80, 24));
        let head = told.lines().next().unwrap();
        assert!(head.contains("case file: case_staff has rows in which"), "{screen}: {head}");
        assert!(!sound.contains("case file: "), "{screen}");
        assert_eq!(told.lines().nth(1).unwrap(), sound.lines().next().unwrap(), "{screen}");
        let lines = plain::screen(&model, &Keymap::default());
        assert!(
            lines[1].ends_with("; and 1 more, `trellis check` says what to do"),
            "{screen}: {}",
            lines[1]
        );
    }
}
