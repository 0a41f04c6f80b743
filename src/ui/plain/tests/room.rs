//! The screens of a meeting as text.

use chrono::{TimeZone as _, Utc};

use crate::app::room::Marked;
use crate::app::{Action, Message, Model, Screen, update};
use crate::committee::plan::Recusal;
use crate::ledger::entry::{Act, Role};
use crate::testing::ui::program::{id, presented};
use crate::testing::ui::room::{in_the_room, plan, record, reveal};
use crate::ui::keymap::Keymap;
use crate::ui::plain;

#[test]
fn who_is_planned_to_chair_does_unless_another_is_marked() {
    let mut model = in_the_room(Screen::Meeting, 40, false);
    update(&mut model, Message::Asked(Action::NextPanel));
    let marked = |model: &mut Model, keys: &[Action]| {
        (model.room.marked, model.room.member) = (Some(Marked::default()), 0);
        for key in keys {
            update(model, Message::Asked(*key));
        }
        let Marked { present, chair } = model.room.marked.clone().unwrap();
        (present.len(), chair)
    };
    let (mark, chair, up) = (Action::Mark, Action::Chair, Action::Up);
    assert_eq!(marked(&mut model, &[mark; 2]), (2, None));
    assert_eq!(marked(&mut model, &[mark; 4]), (4, Some("lin".into())));
    assert_eq!(marked(&mut model, &[mark, chair, mark]), (3, Some("byrd".into())));
    assert_eq!(marked(&mut model, &[mark, mark, mark, up, mark]), (2, None));
    // The program director, who is the fourth, does not chair unless the plan allows it.
    assert_eq!(marked(&mut model, &[mark, mark, mark, chair]), (3, Some("lin".into())));
    assert!(model.notice.as_ref().is_some_and(|notice| notice.failed), "{:?}", model.notice);
}

#[test]
fn the_steps_say_what_is_done_and_what_is_next() {
    let mut model = in_the_room(Screen::Review, 40, false);
    let lines = plain::screen(&model, &Keymap::default()).join("\n");
    assert!(lines.contains("over the time"), "{lines}");
    assert!(lines.contains("goals from last time (to do): 1 to close"), "{lines}");
    assert!(lines.contains("ratings (to do): 2 of 4 sealed"), "{lines}");
    assert!(lines.contains("overall (to do): to recommend"), "{lines}");
    assert!(lines.contains("next: goals from last time"), "{lines}");
    model.room.step = Some(crate::committee::room::Step::Discussion);
    let lines = plain::screen(&model, &Keymap::default()).join("\n");
    assert!(lines.contains("speaking order: abara, then byrd, then lin, then orr"), "{lines}");
    assert!(lines.contains("hearsay: Heard to debrief well."), "{lines}");
    assert!(!lines.contains('\u{1b}'));
    model.presenting = true;
    let lines = plain::screen(&model, &Keymap::default()).join("\n");
    assert!(lines.contains("1 remark recorded") && !lines.contains("debrief"), "{lines}");
}

#[test]
fn the_meeting_as_a_whole_has_a_timer_and_a_sign_when_it_is_over() {
    let mut model = in_the_room(Screen::Meeting, 40, false);
    let shown = |model: &Model| plain::screen(model, &Keymap::default()).join("\n");
    assert!(shown(&model).contains("7:00 of 10 planned minutes\n"), "{}", shown(&model));
    update(&mut model, Message::Tick(Utc.with_ymd_and_hms(2026, 11, 2, 14, 10, 11).unwrap()));
    assert!(shown(&model).contains("10:01 of 10 planned minutes, over the time"), "{}", shown(&model));
}

#[test]
fn ratings_are_shown_together_with_their_spread_and_never_averaged() {
    let mut model = in_the_room(Screen::Review, 40, false);
    reveal(&mut model);
    model.room.step = Some(crate::committee::room::Step::Ratings);
    let lines = plain::screen(&model, &Keymap::default()).join("\n");
    assert!(lines.contains("PC1: 4.5: abara, byrd; all 4.5 (2 members)"), "{lines}");
    assert!(lines.contains("not rated: lin, dole"), "{lines}");
}

#[test]
fn below_the_quorum_reviewing_goes_on_and_the_screen_says_that_nothing_is_decided() {
    let mut model = in_the_room(Screen::Meeting, 40, false);
    assert!(
        plain::screen(&model, &Keymap::default()).join("\n").contains("quorum: 3 faculty present, 1 core")
    );
    let act = Act::AttendanceTaken {
        meeting: "M1".into(),
        chair: "lin".into(),
        present: vec!["lin".into(), "byrd".into()],
    };
    record(&mut model, ("lin", Role::Chair), None, 80, act);
    assert!(
        plain::screen(&model, &Keymap::default())
            .join("\n")
            .contains("no quorum, nothing is decided: 2 faculty")
    );
}

#[test]
fn after_twenty_decisions_a_break_is_asked_for_and_taken_by_a_key() {
    use crate::committee::room::{BREAK_AFTER, decisions};
    let mut model = in_the_room(Screen::Review, 40, false);
    let overall = || {
        Act::OverallRecommendation(crate::domain::overall::Overall {
            progress: Some("as_expected".into()),
            action: None,
            board: None,
            milestones: std::collections::BTreeMap::new(),
            not_assessable: std::collections::BTreeSet::new(),
            rationale: "Four agree.".into(),
            insufficient_evidence: true,
            dissent: None,
        })
    };
    let asks =
        |model: &Model| plain::screen(model, &Keymap::default()).join("\n").contains("is it time for one?");
    for n in 0..BREAK_AFTER {
        assert_eq!((decisions(&model.ledger), asks(&model)), (n, false));
        record(&mut model, ("lin", Role::Chair), Some("R1"), 100, overall());
    }
    assert!(asks(&model));
    update(&mut model, Message::Asked(Action::TakeBreak));
    assert!(!asks(&model));
}

#[test]
fn the_agenda_is_edited_by_keys_until_the_meeting_begins() {
    let mut model = presented(Screen::Resident, "R1", 40, false);
    record(
        &mut model,
        ("lin", Role::Chair),
        None,
        0,
        Act::MeetingOpened { meeting: "M1".into(), title: "Fall".into() },
    );
    let act = Act::MeetingPlanned { meeting: "M1".into(), plan: plan() };
    record(&mut model, ("lin", Role::Chair), None, 1, act);
    let ask = |model: &mut Model, action| update(model, Message::Asked(action));
    ask(&mut model, Action::Go(Screen::Meeting));
    for action in [Action::LaterOn, Action::Longer, Action::Reviewer] {
        ask(&mut model, action);
    }
    assert!(plain::screen(&model, &Keymap::default()).join("\n").contains("the plan was changed"));
    let effects = ask(&mut model, Action::Open);
    let [crate::app::Effect::Record(request)] = effects.as_slice() else { panic!("{effects:?}") };
    let Act::MeetingPlanned { plan: changed, .. } = &request.act else { panic!("{request:?}") };
    let agenda: Vec<_> =
        changed.agenda.iter().map(|s| (s.resident.as_str(), s.reviewer.as_deref(), s.minutes)).collect();
    assert_eq!(agenda, [("R2", Some("abara"), 4), ("R1", Some("byrd"), 7)]);
    // What is known of recusals before goes on record with the plan, and the key passes over the recused.
    let recusal = Recusal { member: "byrd".into(), resident: "R2".parse().unwrap(), reason: "kin".into() };
    model.room.plan.as_mut().unwrap().recusals = vec![recusal];
    let effects = ask(&mut model, Action::Open);
    let [_, crate::app::Effect::Record(request)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(request.subject, Some("R2".parse().unwrap()));
    assert!(matches!(&request.act, Act::Recused { member, .. } if member == "byrd"), "{request:?}");
    ask(&mut model, Action::First);
    for _ in 0..4 {
        ask(&mut model, Action::Reviewer);
        let slot = &model.room.plan.as_ref().unwrap().plan.agenda[0];
        assert!(slot.resident.as_str() == "R2" && slot.reviewer.as_deref() != Some("byrd"), "{slot:?}");
    }
    // Once it has begun, the plan stands.
    let mut begun = in_the_room(Screen::Meeting, 40, false);
    ask(&mut begun, Action::Longer);
    assert!(begun.room.plan.is_none() && begun.notice.is_some_and(|notice| notice.failed));
}

#[test]
fn the_director_agrees_on_the_evidence_that_was_shown_and_is_asked_first() {
    let mut model = in_the_room(Screen::Recommendations, 40, false);
    let ask = |model: &mut Model, action| update(model, Message::Asked(action));
    assert!(ask(&mut model, Action::Agree).is_empty(), "a chair determines nothing");
    model.session.actor.role = Role::ProgramDirector;
    assert!(ask(&mut model, Action::Agree).is_empty());
    // Neither the key that asked nor any other is an answer.
    for action in [Action::Agree, Action::Down, Action::Open] {
        assert!(ask(&mut model, action).is_empty());
    }
    assert!(update(&mut model, Message::Typed('y')).is_empty());
    let effects = update(&mut model, Message::Typed('1'));
    let [crate::app::Effect::Record(request)] = effects.as_slice() else { panic!("{effects:?}") };
    let Act::Determination { recommendation: 1, agrees: true, decision } = &request.act else {
        panic!("{request:?}")
    };
    let advised = model.ledger.entry(1).unwrap();
    assert_eq!(decision.level, advised.entry.act.decision().unwrap().level);
    assert_eq!(request.evidence, advised.entry.evidence);
    assert_eq!(request.subject, Some(id("R1")));
}
