//! Goals by keys: one is set, carried on, ended; a draft survives, and a refusal keeps it.

use chrono::{TimeZone as _, Utc};
use insta::assert_snapshot;

use super::text;
use crate::app::edit::Edit;
use crate::app::screen::Panel;
use crate::app::{Action, Effect, Message, Model, Screen, update};
use crate::committee::request::Request;
use crate::ledger::chain::{Unplaced, placed, sealed};
use crate::ledger::entry::{Act, GoalOutcome};
use crate::ledger::rules::admissible;
use crate::ledger::signature::sample;
use crate::prompts::Rule;
use crate::testing::ui::program::day;
use crate::testing::ui::room::open;

fn ask(model: &mut Model, actions: &[Action]) -> Vec<Effect> {
    actions.iter().flat_map(|action| update(model, Message::Asked(*action))).collect()
}

fn write(model: &mut Model, text: &str) -> Vec<Effect> {
    update(model, Message::Pasted(text.to_owned()))
}

/// Opens the resident screen on the goals.
fn on_goals() -> Model {
    let mut model = open(Screen::Resident, "R1", 40);
    model.turned.panel = Panel::Goals;
    model
}

fn request(effects: Vec<Effect>) -> Request {
    let found = effects.into_iter().find_map(|effect| match effect {
        Effect::Record(request) => Some(*request),
        _ => None,
    });
    found.expect("something to record")
}

/// Records what was asked for, by the rules, and returns what follows.
fn record(model: &mut Model, request: Request) -> Vec<Effect> {
    let draft = Unplaced {
        id: request.id.clone(),
        at: Utc.with_ymd_and_hms(2026, 11, 2, 9, 0, 0).unwrap(),
        actor: model.session.actor.clone(),
        subject: request.subject,
        act: request.act,
        supersedes: request.supersedes,
        evidence: request.evidence,
    };
    admissible(&model.ledger, &draft).unwrap();
    let entry = sealed(placed(&draft, model.ledger.head()), sample()).recorded;
    update(model, Message::Recorded { request: request.id, entries: vec![entry] })
}

/// Has it read back, and says that it is recorded.
fn confirmed(model: &mut Model) -> Vec<Effect> {
    ask(model, &[Action::Seal]);
    update(model, Message::Typed('1'))
}

fn overdue(model: &Model) -> usize {
    model.dossier.ready().unwrap().prompts.iter().filter(|p| p.rule == Rule::GoalOverdue).count()
}

#[test]
fn a_goal_is_set_after_it_was_read_back() {
    let mut model = on_goals();
    ask(&mut model, &[Action::Go(Screen::Goal)]);
    assert_snapshot!(text(&model), @"
    A goal is set, Okafor, Adaeze, experience, not competence
    goal: none
    owner: Lin
    due: 2027-05-02 (year-month-day)
    reads back: A goal is set: .... Lin sees to it by 2 May 2027.
    state: not recorded; still to do: write the goal
    ");
    assert!(matches!(write(&mut model, "Ten spinals by spring").as_slice(), [Effect::Keep(_)]));
    let read_back = ask(&mut model, &[Action::Seal]);
    assert!(!read_back.iter().any(|effect| matches!(effect, Effect::Record(_))));
    assert_snapshot!(text(&model), @"
    A goal is set, Okafor, Adaeze, experience, not competence
    goal: Ten spinals by spring
    owner: Lin
    due: 2027-05-02 (year-month-day)
    reads back: A goal is set: Ten spinals by spring. Lin sees to it by 2 May 2027.
    state: not recorded yet; 1 record it, 2 keep writing
    ");
    let request = request(update(&mut model, Message::Typed('1')));
    let id = request.id.clone();
    let done = record(&mut model, request);
    assert!(matches!(done.as_slice(), [Effect::DropDraft(dropped)] if *dropped == id), "{done:?}");
    assert_eq!(
        (model.screen, model.standing().goals.len(), model.form.is_none()),
        (Screen::Resident, 2, true)
    );
    assert!(text(&model).contains("Ten spinals by spring"), "{}", text(&model));
}

#[test]
fn an_overdue_goal_is_asked_about_until_it_is_carried_on_or_ends() {
    let mut model = on_goals();
    let open = model.listing.rows[0].open();
    assert_eq!(overdue(&model), 1);
    ask(&mut model, &[Action::EndGoal, Action::Right, Action::Right]);
    assert_snapshot!(text(&model), @"
    An open goal ends, Okafor, Adaeze, experience, not competence
    ends: Lead a one-lung case.␇; due 2026-10-31; set 2026-10-21; entry 2
    how it ends: carried on, of done, carried on, dropped
    due: 2027-05-02 (year-month-day)
    why: none
    reads back: The goal is carried on from 31 Oct 2026 to 2 May 2027: Lead a one-lung case.␇.
    state: not recorded; still to do: write the reason
    ");
    ask(&mut model, &[Action::NextField, Action::NextField]);
    write(&mut model, "No one-lung case since May.");
    let carried = request(confirmed(&mut model));
    record(&mut model, carried);
    let goals = model.standing().goals;
    assert_eq!((overdue(&model), model.listing.rows[0].open(), goals.len()), (0, open - 1, 1));
    assert_eq!(
        (goals[0].due, goals[0].carried, goals[0].since.date_naive()),
        (day("2027-05-02"), 1, day("2026-10-21"))
    );

    ask(&mut model, &[Action::Open, Action::Right, Action::NextField]);
    write(&mut model, "Two led in November.");
    let done = request(confirmed(&mut model));
    assert!(matches!(done.act, Act::GoalClosed { entry: 3, outcome: GoalOutcome::Done, .. }), "{done:?}");
    record(&mut model, done);
    assert!(model.standing().goals.is_empty() && !model.can(Action::EndGoal));
    assert!(text(&model).contains("Goals\nnone is open"));
}

#[test]
fn a_goal_half_written_is_there_again_on_the_way_back_and_after_a_refusal() {
    let mut model = on_goals();
    ask(&mut model, &[Action::Go(Screen::Goal)]);
    write(&mut model, "Ten spinals");
    assert!(matches!(ask(&mut model, &[Action::Back]).as_slice(), [Effect::Keep(_)]));
    assert_eq!(model.screen, Screen::Resident);
    ask(&mut model, &[Action::Go(Screen::Goal)]);
    assert!(text(&model).contains("goal: Ten spinals\n"), "{}", text(&model));
    let request = request(confirmed(&mut model));
    let refused = Message::NotRecorded { request: request.id, why: "the disk is full".to_owned() };
    assert!(matches!(update(&mut model, refused).as_slice(), [Effect::Keep(_)]));
    assert!(text(&model).contains("not recorded: the disk is full"), "{}", text(&model));
}

#[test]
fn nothing_is_recorded_of_a_goal_without_its_parts() {
    let mut model = on_goals();
    let asked = ask(&mut model, &[Action::Go(Screen::Goal), Action::Seal, Action::Seal]);
    assert!(asked.is_empty(), "{asked:?}");
    assert!(text(&model).ends_with("not done: write the goal"), "{}", text(&model));
}

#[test]
fn a_goal_is_about_what_was_chosen_and_offered_what_the_cursor_rests_on() {
    for (screen, panel, about) in [
        (Screen::Resident, Panel::Experience, "nothing in particular"),
        (Screen::Resident, Panel::Milestones, "PC1"),
        (Screen::Resident, Panel::Epas, "Thoracic, one-lung"),
        (Screen::Growth, Panel::Experience, "Spinal"),
        (Screen::Rare, Panel::Experience, "Massive hemorrhage"),
    ] {
        let mut model = open(screen, "R1", 40);
        model.turned.panel = panel;
        ask(&mut model, &[Action::Go(Screen::Goal)]);
        assert!(text(&model).contains(&format!("about: {about}, of")), "{}", text(&model));
    }
    let mut model = open(Screen::Resident, "R1", 40);
    let turned = [Action::NextField, Action::NextField, Action::NextField, Action::Right];
    ask(&mut model, &[Action::Go(Screen::Goal)]);
    ask(&mut model, &turned);
    assert!(text(&model).contains("about: Spinal, of"), "{}", text(&model));
}

#[test]
fn a_text_that_is_erased_is_gone_from_disk_too() {
    let mut model = on_goals();
    ask(&mut model, &[Action::Go(Screen::Goal)]);
    assert!(matches!(write(&mut model, "Ten spinals").as_slice(), [Effect::Keep(_)]));
    let erased = ask(&mut model, &[Action::Edit(Edit::EraseAll)]);
    assert!(matches!(erased.as_slice(), [Effect::DropDraft(_)]), "{erased:?}");
    assert!(model.drafts.is_empty());
    ask(&mut model, &[Action::Back, Action::Go(Screen::Goal)]);
    assert!(text(&model).contains("goal: none"), "{}", text(&model));
}
