//! Whose turn it is: deciding out of turn, and following whoever leads.

use super::scripts::keys;
use super::*;
use crate::committee::sheet::Stage;
use crate::ledger::entry::{Act, Actor, Role};
use crate::testing::ui::program::id;
use crate::testing::ui::room::{in_the_room, record, reveal};

const CHAIR: (&str, Role) = ("lin", Role::Chair);

fn notice(model: &Model) -> String {
    model.notice.as_ref().map_or(String::new(), |notice| notice.text.clone())
}

fn begins(model: &mut Model, resident: &str, seconds: i64) {
    let act = Act::ReviewBegun { meeting: "M1".into(), reason: None };
    record(model, CHAIR, Some(resident), seconds, act);
}

/// The meeting is at R2, and the screen is on R1.
fn elsewhere() -> Model {
    let mut model = in_the_room(Screen::Review, 40, false);
    reveal(&mut model);
    begins(&mut model, "R2", 80);
    model
}

const DECIDES: [&str; 2] = ["d 4 Tab Tab \"Too few\" Tab \"New ratings\"", "O 1 Tab \"Four agree\""];

#[test]
fn a_decision_out_of_turn_needs_whoever_leads_and_a_reason_that_is_on_record() {
    for line in DECIDES {
        let mut model = elsewhere();
        let count = model.ledger.count();
        keys(&mut model, &format!("{line} Ctrl-s"));
        assert!(notice(&model).contains("out of turn: the meeting is at R2"), "{}", notice(&model));
        assert_eq!(
            (model.ledger.count(), model.form.as_ref().unwrap().stage.clone()),
            (count, Stage::Editing)
        );
        assert!(drawn(&model, (80, 24)).contains("out of turn"));
        keys(&mut model, "Up");
        while model.form.as_ref().unwrap().line().unwrap().label != "out of turn" {
            keys(&mut model, "Down");
        }
        keys(&mut model, "\"Decided by phone\" Ctrl-s");
        assert!(
            drawn(&model, (120, 40)).contains("Out of turn: Decided by phone"),
            "{}",
            drawn(&model, (120, 40))
        );
        keys(&mut model, "1");
        assert_eq!(model.ledger.count(), count + 1, "{}", notice(&model));
        let entry = &model.ledger.entries().next_back().unwrap().entry;
        let facts = &entry.evidence.as_ref().unwrap().facts;
        let said = facts.iter().find(|fact| fact.label == "decided out of turn").unwrap();
        // The resident reads it, and nothing of another resident.
        assert!(said.shown.ends_with("Decided by phone") && !said.shown.contains("R2"), "{}", said.shown);
    }
}

#[test]
fn whoever_does_not_lead_decides_nothing_out_of_turn() {
    for line in DECIDES {
        let mut model = elsewhere();
        model.session.actor = Actor { id: "abara".into(), role: Role::Member };
        keys(&mut model, &format!("{line} Ctrl-s"));
        assert!(notice(&model).contains("only lin, who leads it"), "{}", notice(&model));
        let count = model.ledger.count();
        keys(&mut model, "1");
        assert_eq!(model.ledger.count(), count);
    }
}

#[test]
fn in_turn_nothing_is_asked_and_what_the_meeting_leaves_meanwhile_is_out_of_turn() {
    for line in DECIDES {
        let mut model = in_the_room(Screen::Review, 40, false);
        reveal(&mut model);
        let count = model.ledger.count();
        keys(&mut model, &format!("{line} Ctrl-s"));
        assert!(!drawn(&model, (80, 24)).contains("ut of turn"));
        // The chair goes on, on another terminal, before it is recorded.
        begins(&mut model, "R2", 80);
        keys(&mut model, "1");
        assert!(notice(&model).contains("out of turn"), "{}", notice(&model));
        assert_eq!(model.ledger.count(), count + 1);
        begins(&mut model, "R1", 90);
        keys(&mut model, "Ctrl-s 1");
        assert_eq!(model.ledger.count(), count + 3, "{}", notice(&model));
    }
}

#[test]
fn levels_that_were_decided_here_are_the_newest_column_until_they_are_taken_back() {
    let mut model = in_the_room(Screen::Milestones, 40, false);
    let told = |model: &Model| crate::ui::plain::screen(model, &Keymap::default()).join("\n");
    assert!(!drawn(&model, (80, 24)).contains("decided here"));
    let overall = crate::domain::overall::Overall {
        progress: Some("as_expected".into()),
        action: None,
        board: None,
        milestones: [("PC1".parse().unwrap(), 7.try_into().unwrap())].into(),
        not_assessable: [].into(),
        rationale: "Two agree.".into(),
        insufficient_evidence: true,
        dissent: None,
    };
    record(&mut model, CHAIR, Some("R1"), 80, Act::OverallRecommendation(overall));
    let entry = model.ledger.count();
    for said in
        ["*fall 26", "3.5", &format!("* decided here: fall 2026; recommended 2 Nov 2026 (entry {entry})")]
    {
        assert!(drawn(&model, (80, 24)).contains(said), "{said}\n{}", drawn(&model, (80, 24)));
    }
    assert!(told(&model).contains("fall 2026: committee 3.5"), "{}", told(&model));
    keys(&mut model, "r");
    assert!(drawn(&model, (200, 60)).contains("2.5 → 3.5"), "{}", drawn(&model, (200, 60)));
    let reason = "A slip".to_owned();
    record(&mut model, CHAIR, Some("R1"), 90, Act::Revocation { entry, reason });
    keys(&mut model, "m");
    assert!(!drawn(&model, (80, 24)).contains("fall 26") && !told(&model).contains("decided here"));
}

#[test]
fn goals_that_are_due_stand_in_the_head_and_on_triage() {
    let mut model = in_the_room(Screen::Milestones, 40, false);
    let due = "1 goal, was due 31 Oct 2026";
    assert!(drawn(&model, (80, 24)).lines().nth(1).unwrap().contains(due), "{}", drawn(&model, (80, 24)));
    keys(&mut model, "t");
    assert!(drawn(&model, (80, 24)).contains(due), "{}", drawn(&model, (80, 24)));
    assert!(crate::ui::plain::screen(&model, &Keymap::default()).join("\n").contains(due));
    let goal = Act::GoalSet {
        text: "Teach".into(),
        owner: "Lin".into(),
        due: "2026-12-03".parse().unwrap(),
        about: None,
    };
    record(&mut model, CHAIR, Some("R1"), 80, goal);
    assert!(drawn(&model, (80, 24)).contains("2 goals, the first was due 31 Oct 2026"));
}

#[test]
fn a_screen_that_follows_goes_where_the_meeting_goes_and_leaves_what_is_filled_in() {
    let mut model = in_the_room(Screen::Review, 40, false);
    keys(&mut model, "F");
    assert!(notice(&model).contains("you lead this meeting"), "{}", notice(&model));
    model.session.actor = Actor { id: "byrd".into(), role: Role::Member };
    begins(&mut model, "R2", 80);
    assert_eq!(model.selected, Some(id("R1")), "nobody is moved unasked");
    keys(&mut model, "F");
    assert!(notice(&model).contains("the screen follows lin"), "{}", notice(&model));
    keys(&mut model, "m");
    assert_eq!((model.screen, &model.selected), (Screen::Milestones, &Some(id("R2"))));
    begins(&mut model, "R1", 90);
    assert_eq!((model.screen, &model.selected), (Screen::Milestones, &Some(id("R1"))));
    keys(&mut model, "S \"Calm");
    begins(&mut model, "R2", 100);
    assert_eq!(model.selected, Some(id("R1")), "words are being written");
    keys(&mut model, "Esc t");
    begins(&mut model, "R1", 110);
    begins(&mut model, "R2", 120);
    assert_eq!((model.screen, &model.selected), (Screen::Review, &Some(id("R2"))));
    keys(&mut model, "F");
    assert!(notice(&model).contains("stays where it is"), "{}", notice(&model));
    begins(&mut model, "R1", 130);
    assert_eq!(model.selected, Some(id("R2")));
}
