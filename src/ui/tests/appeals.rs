//! Appeals wait on the program director's screen until they are settled.

use insta::assert_snapshot;

use super::*;
use crate::ledger::entry::{Act, AppealOutcome, Decision, Outcome, Role};
use crate::testing::ui::room::{in_the_room, record};
use crate::ui::plain;

const DIRECTOR: (&str, Role) = ("dole", Role::ProgramDirector);

/// Determines as entry 1 recommends, releases it, and appeals; returns the determination and the appeal.
fn appealed(model: &mut Model) -> (u64, u64) {
    let decision = model.ledger.entry(1).unwrap().entry.act.decision().unwrap().clone();
    record(
        model,
        DIRECTOR,
        Some("R1"),
        100,
        Act::Determination { recommendation: 1, agrees: true, decision },
    );
    let determination = model.ledger.count();
    record(model, DIRECTOR, Some("R1"), 101, Act::Released {});
    let act = Act::AppealLodged { determination, text: "My nights were not counted.".into() };
    record(model, ("R1", Role::Resident), Some("R1"), 102, act);
    (determination, model.ledger.count())
}

#[test]
fn an_appeal_is_shown_decided_with_a_reason_and_then_decided_anew() {
    let mut model = in_the_room(Screen::Recommendations, 40, false);
    let (determination, appeal) = appealed(&mut model);
    for size in [(80, 24), (120, 40)] {
        assert_snapshot!(format!("appeal_{}x{}", size.0, size.1), drawn(&model, size));
    }
    assert!(plain::screen(&model, &Keymap::default()).join("\n").contains("My nights were not counted."));
    model.presenting = true;
    assert!(!drawn(&model, (120, 40)).contains("nights"), "nobody's words are on a shared screen");
    model.presenting = false;

    model.session.actor.role = Role::Member;
    update(&mut model, Message::Asked(Action::Open));
    assert!(model.form.is_none() && model.notice.as_ref().is_some_and(|notice| notice.failed));
    model.session.actor.role = Role::ProgramDirector;
    assert!(update(&mut model, Message::Asked(Action::Agree)).is_empty(), "an appeal is not agreed with");
    update(&mut model, Message::Asked(Action::Open));
    assert!(drawn(&model, (80, 24)).contains(&format!("The appeal is entry {appeal}.")));
    // How it ends is chosen by somebody, and by nothing else.
    assert!(drawn(&model, (80, 24)).contains("choose first: the appeal is"));
    update(&mut model, Message::Typed('r'));
    update(&mut model, Message::Asked(Action::NextField));
    update(&mut model, Message::Pasted("Count them anew.".into()));
    update(&mut model, Message::Asked(Action::Open));
    let effects = update(&mut model, Message::Typed('1'));
    let Some(Effect::Record(request)) = effects.last() else { panic!("{effects:?}") };
    assert_eq!(request.subject, Some("R1".parse().unwrap()));
    let reason = "Count them anew.".to_owned();
    assert_eq!(request.act, Act::AppealDecided { appeal, outcome: AppealOutcome::Remitted, reason });

    // Remitted, it waits until what it is against is replaced.
    record(&mut model, DIRECTOR, Some("R1"), 103, request.act.clone());
    assert!(plain::screen(&model, &Keymap::default()).join("\n").contains("remitted: to be decided anew"));
    update(&mut model, Message::Asked(Action::Open));
    assert_eq!(model.screen, Screen::Decide, "{:?}", model.notice);
    let act = model.ledger.entry(determination).unwrap().entry.act.clone();
    let Act::Determination { decision, .. } = act else { panic!("{act:?}") };
    let decision = Decision { outcome: Outcome::Defer, level: None, ..decision };
    record(
        &mut model,
        DIRECTOR,
        Some("R1"),
        104,
        Act::Determination { recommendation: 1, agrees: false, decision },
    );
    update(&mut model, Message::Asked(Action::Back));
    let left = drawn(&model, (80, 24));
    assert!(left.contains("0 to be determined · 1 to be told"), "{left}");
}

#[test]
fn an_appeal_that_is_dismissed_waits_no_longer() {
    let mut model = in_the_room(Screen::Recommendations, 40, false);
    let (_, appeal) = appealed(&mut model);
    let reason = "They were counted.".to_owned();
    let act = Act::AppealDecided { appeal, outcome: AppealOutcome::Dismissed, reason };
    record(&mut model, DIRECTOR, Some("R1"), 103, act);
    let left = plain::screen(&model, &Keymap::default()).join("\n");
    assert!(left.contains("0 to be determined"), "{left}");
}
