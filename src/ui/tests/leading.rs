//! What whoever leads a meeting rests on: the right goal, levels that stand, what is kept, and what others did.

use super::*;
use crate::app::Read;
use crate::app::screen::List;
use crate::committee::evidence::fact;
use crate::committee::plan::{PlanFile, Recusal};
use crate::committee::request::Request;
use crate::committee::sheet::Draft;
use crate::committee::sheet::Sheet as _;
use crate::committee::sheet::overall::OverallSheet;
use crate::domain::overall::{Choice, ChoiceKind, Overall};
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Actor, Evidence, Fact, Role, Supersedes};
use crate::survey::triage::TriageReview;
use crate::testing::ui::program::{id, presented};
use crate::testing::ui::room::{in_the_room, plan, record, reveal};
use crate::ui::plain;

mod comes_back;

const CHAIR: (&str, Role) = ("lin", Role::Chair);
const DIRECTOR: (&str, Role) = ("dole", Role::ProgramDirector);

fn press(model: &mut Model, actions: &[Action]) -> Vec<Effect> {
    actions.iter().flat_map(|action| update(model, Message::Asked(*action))).collect()
}

fn overall(half_steps: u8) -> Overall {
    Overall {
        progress: Some("as_expected".into()),
        action: None,
        board: None,
        milestones: [("PC1".parse().unwrap(), half_steps.try_into().unwrap())].into(),
        not_assessable: [].into(),
        rationale: "Four agree.".into(),
        insufficient_evidence: false,
        dissent: None,
    }
}

/// Records what brings evidence or takes another's place.
fn recorded(
    model: &mut Model,
    (who, role): (&str, Role),
    act: Act,
    replaces: Option<u64>,
    shown: &str,
) -> u64 {
    let supersedes = replaces.map(|entry| Supersedes {
        entry,
        hash: model.ledger.entry(entry).unwrap().hash,
        reason: "new".into(),
    });
    let evidence = Evidence {
        as_of: "2026-10-01".parse().unwrap(),
        case_file: "ab12".repeat(16),
        thresholds: None,
        facts: vec![fact("rated under seal, progress", shown, Some(3))],
    };
    let draft = Unplaced {
        id: format!("r{}", model.ledger.count() + 1),
        at: model.ledger.entries().last().unwrap().entry.at,
        actor: Actor { id: who.into(), role },
        subject: Some(id("R1")),
        act,
        supersedes,
        evidence: Some(evidence),
    };
    let recorded = sealed(placed(&draft, model.ledger.head()), sample()).recorded;
    update(model, Message::Others(vec![recorded]));
    model.ledger.count()
}

fn overall_sheet(model: &Model) -> &OverallSheet {
    model.form.as_ref().unwrap().filled.overall().unwrap()
}

fn goal_that_ends(model: &Model) -> Option<u64> {
    match model.form.as_ref().unwrap().filled.sheet().draft() {
        Draft::Goal(draft) => draft.ends,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_determines_begins_with_the_levels_that_are_recommended_now() {
    let mut model = in_the_room(Screen::Resident, 40, false);
    let first = recorded(&mut model, CHAIR, Act::OverallRecommendation(overall(7)), None, "");
    let act = Act::OverallDetermination { recommendation: first, agrees: true, overall: overall(7) };
    recorded(&mut model, DIRECTOR, act, None, "");
    let again = recorded(&mut model, CHAIR, Act::OverallRecommendation(overall(8)), Some(first), "");
    for role in [Role::Chair, Role::ProgramDirector] {
        model.session.actor.role = role;
        press(&mut model, &[Action::Go(Screen::Overall)]);
        let form = overall_sheet(&model);
        assert_eq!(form.overall().milestones, overall(8).milestones, "{role}");
        press(&mut model, &[Action::Back]);
    }
    // Nothing was changed, and so it agrees.
    press(&mut model, &[Action::Go(Screen::Overall)]);
    let Act::OverallDetermination { recommendation, agrees, .. } = overall_sheet(&model).request().act else {
        panic!("{:?}", model.form)
    };
    assert_eq!((recommendation, agrees), (again, true));
}

#[test]
fn who_decides_anew_begins_with_what_was_determined_and_keeps_the_ratings_that_were_shown() {
    let mut model = in_the_room(Screen::Resident, 40, false);
    let first = recorded(&mut model, CHAIR, Act::OverallRecommendation(overall(7)), None, "Inactive: 3");
    let decided = Overall { progress: Some("inactive".into()), ..overall(9) };
    let act = Act::OverallDetermination { recommendation: first, agrees: false, overall: decided.clone() };
    recorded(&mut model, DIRECTOR, act, None, "");
    record(&mut model, CHAIR, None, 90, Act::MeetingClosed { meeting: "M1".into() });
    model.session.actor = Actor { id: "dole".into(), role: Role::ProgramDirector };
    press(&mut model, &[Action::Go(Screen::Overall)]);
    let form = overall_sheet(&model);
    assert_eq!(form.overall().progress, decided.progress);
    assert_eq!(form.overall().milestones, decided.milestones);
    let said = "milestones: 1 of 1 recorded, as determined before; PC1 4.5";
    assert!(form.read_back().contains(said), "{}", form.read_back());
    assert!(form.evidence.facts.iter().any(|fact| fact.is_rating() && fact.shown == "Inactive: 3"));
}

#[test]
fn no_level_is_kept_or_withdrawn_where_none_was_decided() {
    let mut model = in_the_room(Screen::Review, 40, false);
    record(&mut model, CHAIR, Some("R1"), 80, Act::Revocation { entry: 1, reason: "a slip".into() });
    press(&mut model, &[Action::Go(Screen::Decide), Action::Right, Action::Right]);
    let form = model.form.as_ref().unwrap().filled.sheet();
    assert!(form.missing().unwrap().starts_with("no level was decided on before"), "{:?}", form.missing());
}

#[test]
fn the_marked_line_of_the_directors_list_says_whom_a_key_means() {
    let mut model = in_the_room(Screen::Recommendations, 40, false);
    model.selected = None;
    let effects = press(&mut model, &[Action::Go(Screen::Entry)]);
    assert_eq!((model.selected.clone(), model.at.opened), (Some(id("R1")), Some(1)));
    let subject = |effect: &Effect| match effect {
        Effect::Record(request) => request.subject.clone(),
        _ => None,
    };
    assert!(effects.iter().any(|effect| subject(effect) == Some(id("R1"))), "{effects:?}");
}

#[test]
fn everything_that_was_begun_is_counted_at_the_start() {
    let mut model = in_the_room(Screen::Review, 40, false);
    press(&mut model, &[Action::Go(Screen::Overall), Action::Right, Action::Back]);
    press(&mut model, &[Action::Strength]);
    update(&mut model, Message::Pasted("Calm".into()));
    let read = Read { state: model.ledger.clone(), drafts: model.drafts.clone(), ..Read::default() };
    let mut later = presented(Screen::Triage, "R1", 40, false);
    update(&mut later, Message::LedgerRead(Box::new(read)));
    let notice = later.notice.unwrap().text;
    let said = "begun and not recorded: 1 overall decision, 1 remark or reason; the first is on R1: ";
    assert!(notice.starts_with(said), "{notice}");
}

#[test]
fn whoever_defers_gives_no_level_that_is_not_written() {
    let mut model = in_the_room(Screen::Resident, 40, false);
    press(&mut model, &[Action::Go(Screen::Overall)]);
    assert!(overall_sheet(&model).overall().milestones.is_empty(), "nobody has touched a row");
    press(&mut model, &[Action::Left, Action::Levels, Action::Right]);
    let form = overall_sheet(&model);
    assert!(form.saved.deferred && !form.overall().milestones.is_empty(), "{:?}", form.overall());
    press(&mut model, &[Action::Back]);
    // What a program director's sheet begins with is no word of a director who defers.
    recorded(&mut model, CHAIR, Act::OverallRecommendation(overall(7)), None, "");
    model.session.actor = Actor { id: "dole".into(), role: Role::ProgramDirector };
    model.drafts.clear();
    press(&mut model, &[Action::Go(Screen::Overall)]);
    assert!(!overall_sheet(&model).overall().milestones.is_empty());
    while !overall_sheet(&model).saved.deferred {
        model.form.as_mut().unwrap().go_to(0);
        press(&mut model, &[Action::Left]);
    }
    let form = overall_sheet(&model);
    assert!(form.overall().milestones.is_empty(), "{:?}", form.overall());
    assert!(form.read_back().contains("no milestone level is recorded"), "{}", form.read_back());
}

#[test]
fn the_goal_that_waits_is_opened_and_not_one_that_was_carried_on() {
    let mut model = in_the_room(Screen::Review, 40, false);
    let waits = model.ledger.standing(&id("R1")).goals[0].entry;
    let goal = |due: &str| Act::GoalSet {
        text: "New.".into(),
        owner: "Lin".into(),
        due: due.parse().unwrap(),
        about: None,
    };
    // Due sooner, and so first in the list.
    record(&mut model, CHAIR, Some("R1"), 80, goal("2026-10-30"));
    model.room.step = Some(crate::committee::room::Step::Goals);
    press(&mut model, &[Action::Open]);
    assert_eq!(goal_that_ends(&model), Some(waits));
}

#[test]
fn what_is_chosen_and_not_explained_yet_is_kept_and_what_is_as_offered_is_not() {
    let mut model = in_the_room(Screen::Review, 40, false);
    for (screen, action) in [(Screen::Overall, Action::Right), (Screen::Decide, Action::Right)] {
        assert!(
            press(&mut model, &[Action::Go(screen), Action::NextField]).is_empty(),
            "nothing was changed"
        );
        let kept = press(&mut model, &[Action::PreviousField, action]);
        assert!(matches!(kept.as_slice(), [Effect::Keep(_)]), "{screen}: {kept:?}");
        assert!(matches!(press(&mut model, &[Action::Back]).as_slice(), [Effect::Keep(_)]));
        // Opened again it is as it was left.
        press(&mut model, &[Action::Go(screen)]);
        let chosen = if screen == Screen::Decide { "entrust" } else { "Progressing as expected" };
        let told = plain::screen(&model, &Keymap::default()).join("\n");
        assert!(told.contains(&format!(": {chosen}")), "{told}");
        press(&mut model, &[Action::Back]);
    }
}

#[test]
fn whoever_calls_is_answered_on_every_machine_and_after_every_start() {
    let mut model = in_the_room(Screen::Review, 40, false);
    // The call comes in with an act of one's own.
    let call = |at: &Model, id: &str, act: Act| {
        let (entry, actor) = (at.ledger.entry(1).unwrap(), Actor { id: "lin".into(), role: Role::Chair });
        let (subject, at) = (Some(self::id("R1")), entry.entry.at);
        Unplaced { id: id.into(), at, actor, subject, act, supersedes: None, evidence: None }
    };
    let called = call(&model, "c1", Act::RatingsCalled { meeting: "M1".into() });
    let called = sealed(placed(&called, model.ledger.head()), sample()).recorded;
    let looked = call(&model, "w1", Act::Viewed { screen: "review".into() });
    let looked = sealed(placed(&looked, called.head()), sample()).recorded;
    let entries = vec![called, looked];
    let effects = update(&mut model, Message::Recorded { request: "w1".into(), entries: entries.clone() });
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Reveal)), "{effects:?}");
    // What comes twice is taken in once.
    let count = model.ledger.count();
    assert!(update(&mut model, Message::Others(entries)).is_empty());
    assert_eq!(model.ledger.count(), count);

    let read = Read { state: model.ledger.clone(), ..Read::default() };
    let mut later = presented(Screen::Triage, "R1", 40, false);
    let effects = update(&mut later, Message::LedgerRead(Box::new(read)));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Reveal)), "{effects:?}");
    assert!(later.presenting, "a meeting that has begun is shared");
}

#[test]
fn an_opening_that_was_cut_short_is_gone_on_with() {
    let recusal = Recusal { member: "byrd".into(), resident: id("R1"), reason: "kin".into() };
    let file = PlanFile { meeting: "M1".into(), title: "Fall".into(), plan: plan(), recusals: vec![recusal] };
    let mut model = presented(Screen::Triage, "R1", 40, false);
    let opened = || Act::MeetingOpened { meeting: "M1".into(), title: "Fall".into() };
    record(&mut model, CHAIR, None, 0, opened());
    for (second, expected) in [(1, 2), (2, 1), (3, 0)] {
        model.room.plan = Some(file.clone());
        let state = model.ledger.clone();
        update(&mut model, Message::LedgerRead(Box::new(Read { state, ..Read::default() })));
        if expected == 0 {
            assert!(model.room.plan.is_none(), "all of it is on record");
            break;
        }
        press(&mut model, &[Action::Go(Screen::Meeting)]);
        let effects = press(&mut model, &[Action::Open]);
        assert_eq!(effects.len(), expected, "{effects:?}");
        let Some(Effect::Record(request)) = effects.first() else { panic!("{effects:?}") };
        let subject = request.subject.as_ref().map(|id| id.as_str().to_owned());
        record(&mut model, CHAIR, subject.as_deref(), second, request.act.clone());
    }
}

#[test]
fn a_card_says_what_it_would_take_the_place_of() {
    let mut model = in_the_room(Screen::Review, 40, false);
    model.session.actor = Actor { id: "abara".into(), role: Role::Member };
    press(&mut model, &[Action::Go(Screen::Card)]);
    let seal = model.ledger.open_meeting().unwrap().review(&id("R1")).unwrap().seals["abara"].entry;
    let screen = drawn(&model, (80, 24));
    assert!(screen.contains(&format!("a card is sealed already in entry {seal}")), "{screen}");
}

#[test]
fn a_form_that_is_opened_from_the_list_of_everyone_is_a_look() {
    let mut model = in_the_room(Screen::Triage, 40, false);
    let effects = press(&mut model, &[Action::Go(Screen::Overall)]);
    let looks = |effects: &[Effect]| {
        let is_look = |effect: &&Effect| matches!(effect, Effect::Record(request) if matches!(request.act, Act::Viewed { .. }));
        effects.iter().filter(is_look).count()
    };
    assert_eq!(looks(&effects), 1, "{effects:?}");
    let effects = press(&mut model, &[Action::Back, Action::Go(Screen::Recommendations)]);
    assert_eq!(looks(&effects), 1, "{effects:?}");
}

#[test]
fn a_key_that_comes_before_the_resident_is_read_is_answered() {
    let mut model = in_the_room(Screen::Resident, 40, false);
    model.dossier = Remote::Loading;
    for action in [Action::Go(Screen::Overall), Action::Go(Screen::Decide), Action::Acknowledge] {
        assert!(press(&mut model, &[action]).is_empty());
        let notice = model.notice.take().unwrap();
        assert!(notice.failed && notice.text.contains("still being read"), "{action:?}: {notice:?}");
    }
}

#[test]
fn only_whoever_leads_moves_the_meeting_and_what_others_record_is_said_in_a_line() {
    let mut model = in_the_room(Screen::Review, 40, false);
    let moves = |model: &mut Model| {
        let mut all = Vec::new();
        press(model, &[Action::NextResident, Action::Go(Screen::Review)]);
        model.room.step = Some(crate::committee::room::Step::Begin);
        all.extend(press(model, &[Action::Open]));
        press(model, &[Action::PreviousResident]);
        all.extend(press(model, &[Action::Later]));
        let moved = |effect: &Effect| matches!(effect, Effect::Record(request) if matches!(request.act, Act::ReviewBegun { .. } | Act::ReviewEnded { .. }));
        all.iter().filter(|effect| moved(effect)).count()
    };
    for (who, role) in [DIRECTOR, ("abara", Role::Coordinator)] {
        model.session.actor = Actor { id: who.into(), role };
        assert_eq!(moves(&mut model), 0, "{who}");
        let said = model.notice.as_ref().unwrap();
        assert!(said.failed && said.text.contains("lin leads this meeting"), "{said:?}");
    }
    model.session.actor = Actor { id: "lin".into(), role: Role::Chair };
    assert_eq!(moves(&mut model), 2);
    // What somebody else recorded is announced, and what the own hand recorded is not told as another's.
    model.notice = None;
    record(&mut model, DIRECTOR, Some("R1"), 95, Act::StrengthNamed { text: "Teaches".into() });
    let said = model.notice.clone().unwrap();
    assert!(
        !said.failed && said.text.starts_with("dole on R1: the strength is recorded, entry "),
        "{said:?}"
    );
    model.notice = None;
    record(&mut model, CHAIR, Some("R1"), 96, Act::StrengthNamed { text: "Teaches".into() });
    assert_eq!(model.notice, None);
}
