//! Taking back one's own last act, leaving, coming back, and reading a meeting that was held.

use super::scripts::{asked_by, keys};
use super::*;
use crate::app::room::Part;
use crate::domain::overall::Overall;
use crate::ledger::entry::{Act, Actor, Role};
use crate::ledger::fold::Fate;
use crate::testing::ui::program::presented;
use crate::testing::ui::room::{SECRET, in_the_room, record, reveal};
use crate::ui::plain;

const CHAIR: (&str, Role) = ("lin", Role::Chair);

fn notice(model: &Model) -> String {
    model.notice.as_ref().map_or(String::new(), |notice| notice.text.clone())
}

fn last(model: &Model) -> Act {
    model.ledger.entries().next_back().unwrap().entry.act.clone()
}

#[test]
fn ones_own_last_act_is_taken_back_after_it_was_read_back_and_with_a_reason() {
    for (does, says) in [
        ("S \"Calm in a crisis\" Enter", "Calm in a crisis"),
        ("s \"Said to be slow\" Enter", "Said to be slow"),
        ("a \"Seen\" Enter", "acknowledged"),
        ("+ \"Lead a case\" Ctrl-s 1", "Lead a case"),
        ("d 4 Tab Tab \"Too few\" Tab \"New\" Ctrl-s 1", "defer thoracic"),
    ] {
        let mut model = in_the_room(Screen::Review, 40, false);
        keys(&mut model, does);
        let done = model.ledger.count();
        // Wherever one is by then.
        keys(&mut model, "t u");
        let asked = drawn(&model, (80, 24));
        assert!(asked.contains(&format!("entry {done} of")) && asked.contains("Okafor"), "{does}\n{asked}");
        let words = asked.replace('\n', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.to_lowercase().contains(&says.to_lowercase()), "{does}\n{asked}");
        assert!(asked.contains("1 take it back · 2 not yet"), "{asked}");
        keys(&mut model, "u");
        assert_eq!(model.ledger.count(), done, "the key that asked is no answer");
        keys(&mut model, "1 Enter");
        assert_eq!(model.ledger.count(), done, "without a reason it stays");
        keys(&mut model, "\"A slip\" Enter 1");
        assert!(model.form.is_none(), "{}", drawn(&model, (80, 24)));
        let revoked = Act::Revocation { entry: done, reason: "A slip".into() };
        assert_eq!(last(&model), revoked, "{does}: {}", notice(&model));
        assert_eq!(model.ledger.fate(done), Fate::RevokedBy(done + 1));
        assert_eq!(
            model.ledger.entries().next_back().unwrap().entry.subject,
            model.ledger.entry(done).unwrap().entry.subject
        );
    }
}

#[test]
fn what_is_left_is_left_and_what_others_did_is_not_ones_own() {
    let mut model = in_the_room(Screen::Review, 40, false);
    keys(&mut model, "S \"Calm\" Enter u 2");
    assert!(model.overlay.is_none() && model.form.is_none());
    let done = model.ledger.count();
    record(&mut model, ("byrd", Role::Member), Some("R1"), 100, Act::StrengthNamed { text: "Quick".into() });
    // What moves the meeting says nothing about anybody: it is passed over.
    record(&mut model, CHAIR, Some("R1"), 101, Act::ReviewEnded { meeting: "M1".into(), concluded: false });
    keys(&mut model, "u");
    assert!(drawn(&model, (80, 24)).contains(&format!("entry {done} of")));
    keys(&mut model, "2");
    model.session.actor = Actor { id: "newcomer".into(), role: Role::Member };
    keys(&mut model, "u");
    assert!(
        model.overlay.is_none() && notice(&model).contains("nothing of yours stands"),
        "{}",
        notice(&model)
    );
}

#[test]
fn on_a_shared_screen_the_words_are_not_read_back() {
    let mut model = in_the_room(Screen::Review, 40, true);
    keys(&mut model, "s \"Said to be slow\" Enter u");
    for screen in [drawn(&model, (80, 24)), plain::screen(&model, &Keymap::default()).join("\n")] {
        assert!(!screen.contains("Said to be slow") && !screen.contains("Okafor"), "{screen}");
    }
    assert!(drawn(&model, (80, 24)).contains("the remark is"), "{}", drawn(&model, (80, 24)));
}

#[test]
fn a_goal_that_ended_says_what_to_do_instead_of_an_older_act_being_offered() {
    let mut model = in_the_room(Screen::Review, 40, false);
    let goal =
        Act::GoalClosed { entry: 2, outcome: crate::ledger::entry::GoalOutcome::Done, reason: "Done".into() };
    record(&mut model, CHAIR, Some("R1"), 80, goal);
    keys(&mut model, "u");
    assert!(model.overlay.is_none() && notice(&model).contains("the goal has ended"), "{}", notice(&model));
    assert!(drawn(&model, (120, 40)).contains("+ sets it anew"));
}

#[test]
fn an_open_meeting_is_left_when_that_is_answered_and_by_ctrl_c_at_once() {
    let quits = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::Quit));
    let mut model = in_the_room(Screen::Review, 40, false);
    assert!(!quits(&update(&mut model, Message::Asked(Action::Quit))));
    let asked = drawn(&model, (80, 24));
    assert!(
        asked.contains("Fall is open, and stays open") && asked.contains("1 leave · 2 not yet"),
        "{asked}"
    );
    update(&mut model, Message::Typed('2'));
    assert!(model.overlay.is_none());
    update(&mut model, Message::Asked(Action::Quit));
    assert!(quits(&update(&mut model, Message::Typed('1'))));
    let mut model = in_the_room(Screen::Review, 40, false);
    assert!(quits(&asked_by(&mut model, "Ctrl-c")));
    // A member who rates before anybody is there, and whoever is in no meeting, just leaves.
    let mut model = presented(Screen::Triage, "R1", 40, false);
    assert!(quits(&update(&mut model, Message::Asked(Action::Quit))));
    record(&mut model, CHAIR, None, 1, Act::MeetingOpened { meeting: "M1".into(), title: "Fall".into() });
    model.session.actor = Actor { id: "byrd".into(), role: Role::Member };
    assert!(quits(&update(&mut model, Message::Asked(Action::Quit))));
    model.session.actor = Actor { id: "lin".into(), role: Role::Chair };
    assert!(!quits(&update(&mut model, Message::Asked(Action::Quit))));
}

#[test]
fn after_the_program_was_ended_r_goes_on_from_triage_with_whom_the_meeting_is_at() {
    let mut model = in_the_room(Screen::Triage, 40, false);
    crate::app::select::point_at(&mut model, None);
    assert_eq!((model.screen, &model.selected), (Screen::Triage, &None));
    keys(&mut model, "R");
    assert_eq!(model.screen, Screen::Review);
    assert!(drawn(&model, (80, 24)).contains("the meeting is here"), "{}", drawn(&model, (80, 24)));
    let mut model = presented(Screen::Triage, "R1", 40, false);
    keys(&mut model, "R");
    assert!(notice(&model).contains("no meeting is open"), "{}", notice(&model));
}

/// The meeting with a decision on R1, closed.
fn held() -> Model {
    let mut model = in_the_room(Screen::Review, 40, false);
    reveal(&mut model);
    let overall = Overall {
        progress: Some("as_expected".into()),
        action: Some("monitor".into()),
        board: None,
        milestones: [].into(),
        not_assessable: [].into(),
        rationale: "Two agree.".into(),
        insufficient_evidence: false,
        dissent: None,
    };
    record(&mut model, CHAIR, Some("R1"), 75, Act::OverallRecommendation(overall));
    record(&mut model, CHAIR, Some("R1"), 80, Act::ReviewEnded { meeting: "M1".into(), concluded: true });
    record(&mut model, CHAIR, None, 90, Act::MeetingClosed { meeting: "M1".into() });
    model
}

#[test]
fn a_meeting_that_was_held_is_opened_and_read() {
    let mut model = held();
    keys(&mut model, "M");
    let listed = drawn(&model, (80, 24));
    for said in ["HELD", "Fall · closed 2 Nov 2026 · 1 of 2 concluded · 1 waits for the director"] {
        assert!(listed.contains(said), "{said}\n{listed}");
    }
    for size in [(80, 24), (120, 40), (200, 60)] {
        assert_snapshot!(format!("held_list_{}x{}", size.0, size.1), drawn(&model, size));
    }
    keys(&mut model, "Tab Enter");
    for size in [(80, 24), (120, 40), (200, 60)] {
        assert_snapshot!(format!("held_{}x{}", size.0, size.1), drawn(&model, size));
    }
    let told = plain::screen(&model, &Keymap::default()).join("\n");
    for said in [
        "OUTCOMES",
        "Okafor, Adaeze: Progressing as expected; Monitor",
        "waits to be determined",
        "Byrne, Conor: not reached",
        "Minutes: Fall",
    ] {
        assert!(told.contains(said), "{said}\n{told}");
    }
    // Reading opens nothing and closes nothing.
    let count = model.ledger.count();
    keys(&mut model, "Enter X PgDn Esc");
    assert_eq!((model.ledger.count(), &model.room.reading, model.room.part), (count, &None, Part::Held));
    assert!(model.overlay.is_none());
    keys(&mut model, "Tab");
    assert_eq!(model.room.part, Part::Agenda);
    keys(&mut model, "Enter");
    assert!(
        drawn(&model, (80, 24)).contains("There is no plan"),
        "a new meeting is opened where it was before"
    );
}

#[test]
fn what_became_of_an_outcome_stands_with_it() {
    let mut model = held();
    let advised = model.ledger.overall_recommendation(&"R1".parse().unwrap()).unwrap();
    let (recommendation, overall) = (advised.0.entry.seq, advised.1.clone());
    let agrees = Act::OverallDetermination { recommendation, agrees: true, overall };
    record(&mut model, ("dole", Role::ProgramDirector), Some("R1"), 100, agrees);
    keys(&mut model, "M Tab Enter");
    let told = |model: &Model| plain::screen(model, &Keymap::default()).join("\n");
    assert!(
        told(&model).contains("determined 2 Nov 2026") && told(&model).contains("not released yet"),
        "{}",
        told(&model)
    );
    assert!(told(&model).contains("nothing waits"));
}

#[test]
fn a_meeting_that_is_read_on_a_shared_screen_names_nobody() {
    let mut model = held();
    keys(&mut model, "M Tab Enter");
    model.presenting = true;
    for _ in 0..8 {
        let screen = drawn(&model, (120, 40));
        assert!(!screen.contains("Okafor") && !screen.contains("Byrne"), "{screen}");
        keys(&mut model, "PgDn");
    }
    let told = plain::screen(&model, &Keymap::default()).join("\n");
    assert!(!told.contains("Okafor") && !told.contains("Byrne"), "{told}");
}

#[test]
fn minutes_that_are_read_hold_no_rating() {
    let mut model = held();
    keys(&mut model, "M Tab Enter");
    model.session.actor = Actor { id: "byrd".into(), role: Role::Member };
    assert!(!plain::screen(&model, &Keymap::default()).join("\n").contains(SECRET));
}
