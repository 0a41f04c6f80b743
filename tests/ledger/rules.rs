//! What may be recorded, and what it adds up to.

use trellis::domain::goal::Topic;
use trellis::ledger::entry::{Act, GoalOutcome, Hash, Matter, Outcome, Role};
use trellis::ledger::fold::{Fate, State};
use trellis::ledger::rules::{Refused, admissible};

use super::samples::{
    begun, decision, determination, draft, recommendation, record, superseding, thirty_one, viewed,
};

fn decided() -> State {
    let mut state = begun();
    record(&mut state, &recommendation(2, "3"));
    record(&mut state, &determination(3, 2, "3"));
    state
}

#[test]
fn no_decision_stands_without_rationale_evidence_and_level() {
    let state = begun();
    let refusal =
        |change: fn(&mut trellis::ledger::chain::Unplaced, &mut trellis::ledger::entry::Decision)| {
            let (mut draft, mut decision) = (recommendation(2, "3"), decision("3"));
            change(&mut draft, &mut decision);
            draft.act = Act::Recommendation(decision);
            admissible(&state, &draft).err()
        };
    assert_eq!(
        refusal(|_, d| d.rationale = " \u{200b}…\n".to_owned()),
        Some(Refused::Blank("the rationale"))
    );
    assert_eq!(refusal(|r, _| r.evidence = None), Some(Refused::NoEvidence));
    assert_eq!(refusal(|r, _| r.evidence.as_mut().unwrap().facts.clear()), Some(Refused::NoEvidence));
    assert_eq!(refusal(|_, d| d.level = None), Some(Refused::NoLevel));
    assert_eq!(refusal(|_, d| d.scale = String::new()), Some(Refused::NoLevel));
    assert_eq!(refusal(|_, d| d.outcome = Outcome::Defer), Some(Refused::NeedlessLevel));
    assert_eq!(refusal(|r, _| r.subject = None), Some(Refused::NoSubject));
    assert_eq!(
        refusal(|r, _| r.evidence.as_mut().unwrap().facts[0].n = Some(u64::MAX)),
        Some(Refused::CountTooLarge)
    );
    assert_eq!(
        refusal(|r, _| r.evidence.as_mut().unwrap().case_file = "AB".repeat(32)),
        Some(Refused::NotAHash("the case file"))
    );
    assert_eq!(
        refusal(|r, _| r.evidence.as_mut().unwrap().thresholds = Some("ab".repeat(31))),
        Some(Refused::NotAHash("the thresholds"))
    );
    assert_eq!(
        refusal(|r, _| r.evidence.as_mut().unwrap().as_of = "1969-12-31".parse().unwrap()),
        Some(Refused::AsOf(1969))
    );
    let thin = |r: &mut trellis::ledger::chain::Unplaced, d: &mut trellis::ledger::entry::Decision| {
        (r.evidence, d.insufficient_evidence, d.outcome, d.level) = (None, true, Outcome::Defer, None);
    };
    assert_eq!(refusal(thin), None);
}

#[test]
fn only_a_program_director_determines_and_revokes_a_determination() {
    let mut state = begun();
    record(&mut state, &recommendation(2, "3"));
    let mut forged = determination(3, 2, "3");
    forged.actor.role = Role::Chair;
    assert_eq!(admissible(&state, &forged), Err(Refused::NotTheDirector));
    record(&mut state, &determination(3, 2, "3"));
    let revocation = |entry| draft(10, Act::Revocation { entry, reason: "Wrong resident".to_owned() });
    assert_eq!(admissible(&state, &revocation(3)), Err(Refused::NotTheDirector));
    let rests = Refused::Determined { recommendation: 2, determination: 3 };
    assert_eq!(admissible(&state, &revocation(2)), Err(rests));
}

#[test]
fn a_determination_rests_on_a_recommendation_that_stands_and_keeps_its_word() {
    let mut state = decided();
    let newer = superseding(recommendation(4, "4"), &state, 2);
    record(&mut state, &newer);
    let on_the_old = superseding(determination(5, 2, "3"), &state, 3);
    assert_eq!(admissible(&state, &on_the_old), Err(Refused::NotARecommendation(2)));
    let says_yes = superseding(determination(5, 4, "2"), &state, 3);
    assert_eq!(admissible(&state, &says_yes), Err(Refused::AgreesYetDiffers));
    let differing = |level: &str, rationale: &str| {
        let mut draft = superseding(determination(5, 4, level), &state, 3);
        let mut decision = decision(level);
        decision.rationale = rationale.to_owned();
        draft.act = Act::Determination { recommendation: 4, agrees: false, decision };
        admissible(&state, &draft)
    };
    assert_eq!(differing("4", "Because"), Err(Refused::DiffersYetAgrees));
    assert_eq!(differing("2", &decision("4").rationale), Err(Refused::NoOwnRationale));
    assert_eq!(differing("2", "Too few nights"), Ok(()));
}

#[test]
fn a_decision_that_stands_is_superseded_with_a_reason_or_left() {
    let state = decided();
    assert_eq!(admissible(&state, &recommendation(4, "4")), Err(Refused::AlreadyDecided(2)));
    assert_eq!(
        admissible(&state, &superseding(recommendation(4, "4"), &state, 3)),
        Err(Refused::NotStanding(3))
    );
    let mut other_hash = superseding(recommendation(4, "4"), &state, 2);
    other_hash.supersedes.as_mut().unwrap().hash = Hash::NONE;
    assert_eq!(admissible(&state, &other_hash), Err(Refused::OtherHash(2)));
    let mut no_reason = superseding(recommendation(4, "4"), &state, 2);
    no_reason.supersedes.as_mut().unwrap().reason = "  ".to_owned();
    assert_eq!(admissible(&state, &no_reason), Err(Refused::Blank("the reason for superseding")));
    assert_eq!(admissible(&state, &superseding(viewed(4), &state, 2)), Err(Refused::NothingToSupersede));
    assert_eq!(admissible(&state, &superseding(recommendation(4, "4"), &state, 2)), Ok(()));
}

#[test]
fn one_meeting_is_open_at_a_time_and_its_name_is_its_own() {
    let mut state = begun();
    let opened = |n, meeting: &str| {
        draft(n, Act::MeetingOpened { meeting: meeting.to_owned(), title: "Review".to_owned() })
    };
    let closed = |n, meeting: &str| draft(n, Act::MeetingClosed { meeting: meeting.to_owned() });
    assert_eq!(admissible(&state, &closed(2, "a")), Err(Refused::MeetingNotOpen("a".to_owned())));
    record(&mut state, &opened(2, "a"));
    assert_eq!(admissible(&state, &opened(3, "b")), Err(Refused::MeetingOpen("a".to_owned())));
    assert!(state.last_meeting().is_none());
    record(&mut state, &closed(3, "a"));
    assert_eq!(admissible(&state, &opened(4, "a")), Err(Refused::MeetingKnown("a".to_owned())));
    assert!(state.open_meeting().is_none() && state.last_meeting().unwrap().closed.unwrap().0 == 3);
}

#[test]
fn the_fold_keeps_what_stands_and_what_stood() {
    let state = thirty_one();
    let (resident, epa) = ("R-007".parse().unwrap(), "EPA-3".parse().unwrap());
    let (standing, decision) = state.recommendation(&resident, &epa).unwrap();
    assert_eq!((standing.entry.seq, decision.level.as_deref()), (5, Some("4")));
    assert!(state.determination(&resident, &epa).is_none(), "entry 6 revoked it");
    let fates = [3, 4, 5, 6].map(|seq| state.fate(seq));
    assert_eq!(fates, [Fate::SupersededBy(5), Fate::SupersededBy(6), Fate::Stands, Fate::RevokedBy(7)]);
    let folded = state.resident(&resident).unwrap();
    assert_eq!(folded.decisions(&Matter::Activity(epa)).unwrap().history(), [3, 4, 5, 6, 7]);
    let answered = folded.acknowledged("few_for_training_time/spinal").map(|answer| answer.facts);
    assert_eq!(answered, Some(Hash::of(b"facts")));
    assert_eq!((folded.last_viewed().unwrap().entry, folded.entries().len()), (31, 27));
    assert_eq!(State::of(state.entries().cloned()).head(), state.head());
}

#[test]
fn every_refusal_is_one_sentence_that_says_what_to_do() {
    let state = begun();
    let mut bad = recommendation(2, "3");
    bad.id = "two words".to_owned();
    let said = admissible(&state, &bad).unwrap_err().to_string();
    assert!(said.contains("; give it") && !said.contains('\n'), "{said}");
}

fn goal(n: u64, due: &str) -> trellis::ledger::chain::Unplaced {
    let act = Act::GoalSet {
        text: "Lead a one-lung case".to_owned(),
        owner: "Lin".to_owned(),
        due: due.parse().unwrap(),
        about: Some(Topic::Epa("EPA-3".parse().unwrap())),
    };
    draft(n, act)
}

fn closing(n: u64, entry: u64, reason: &str) -> trellis::ledger::chain::Unplaced {
    draft(n, Act::GoalClosed { entry, outcome: GoalOutcome::Done, reason: reason.to_owned() })
}

#[test]
fn a_goal_says_what_who_and_by_when() {
    let state = begun();
    let refusal = |change: fn(&mut String, &mut String)| {
        let mut draft = goal(2, "2027-05-01");
        let Act::GoalSet { text, owner, .. } = &mut draft.act else { unreachable!() };
        change(text, owner);
        admissible(&state, &draft).err()
    };
    assert_eq!(refusal(|_, _| {}), None);
    assert_eq!(refusal(|text, _| *text = "…".to_owned()), Some(Refused::Blank("the goal")));
    assert_eq!(refusal(|_, owner| owner.clear()), Some(Refused::Blank("the goal's owner")));
    // The drafts are of 18 November 2026.
    for (due, refused) in [
        ("2026-11-17", None),
        ("2026-11-16", Some(Refused::DueBefore("2026-11-16".parse().unwrap()))),
        ("2036-11-18", None),
        ("2036-11-19", Some(Refused::DueTooLate("2036-11-19".parse().unwrap()))),
    ] {
        assert_eq!(admissible(&state, &goal(2, due)).err(), refused, "{due}");
    }
}

#[test]
fn only_an_open_goal_is_carried_on_or_closed_and_never_twice() {
    let mut state = begun();
    record(&mut state, &goal(2, "2027-05-01"));
    assert_eq!(
        admissible(&state, &closing(3, 2, " ")),
        Err(Refused::Blank("the reason for closing the goal"))
    );
    let mut of_another = closing(3, 2, "Done");
    of_another.subject = Some("R-008".parse().unwrap());
    assert_eq!(admissible(&state, &of_another), Err(Refused::NotAnOpenGoal(2)));
    let mut other_hash = superseding(goal(3, "2027-11-01"), &state, 2);
    other_hash.supersedes.as_mut().unwrap().hash = Hash::of(b"another");
    assert_eq!(admissible(&state, &other_hash), Err(Refused::OtherHash(2)));

    let carried = superseding(goal(3, "2027-11-01"), &state, 2);
    record(&mut state, &carried);
    let resident = "R-007".parse().unwrap();
    let open = state.standing(&resident).goals;
    assert_eq!(open.iter().map(|g| (g.entry, g.carried)).collect::<Vec<_>>(), [(3, 1)]);
    assert_eq!(state.fate(2), Fate::SupersededBy(3));
    assert_eq!(admissible(&state, &closing(4, 2, "Done")), Err(Refused::NotAnOpenGoal(2)));

    record(&mut state, &closing(4, 3, "Done"));
    assert_eq!((state.fate(3), state.standing(&resident).goals.len()), (Fate::ClosedBy(4), 0));
    assert_eq!(admissible(&state, &closing(5, 3, "Done")), Err(Refused::NotAnOpenGoal(3)));
    let late = superseding(goal(5, "2027-11-01"), &state, 3);
    assert_eq!(admissible(&state, &late), Err(Refused::NotAnOpenGoal(3)));
}
