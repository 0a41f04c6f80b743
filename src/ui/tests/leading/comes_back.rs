//! What a committee decided comes back: on screens, beside today's facts, and to those whom it concerns.

use super::*;

fn seal_of(model: &Model, request: &Request) -> Arc<Recorded> {
    let draft = Unplaced {
        id: request.id.clone(),
        at: model.ledger.entries().next_back().unwrap().entry.at,
        actor: model.session.actor.clone(),
        subject: request.subject.clone(),
        act: request.act.clone(),
        supersedes: request.supersedes.clone(),
        evidence: request.evidence.clone(),
    };
    sealed(placed(&draft, model.ledger.head()), sample()).recorded
}

#[test]
fn counts_of_earlier_ratings_wait_like_the_ratings_themselves() {
    let mut model = in_the_room(Screen::Review, 40, false);
    reveal(&mut model);
    let seq = recorded(&mut model, CHAIR, Act::OverallRecommendation(overall(7)), None, "Inactive: 3");
    record(&mut model, CHAIR, None, 90, Act::MeetingClosed { meeting: "M1".into() });
    let says = |model: &mut Model| {
        let mut said = Vec::new();
        for screen in [Screen::Recommendations, Screen::Ledger, Screen::Entry] {
            press(model, &[Action::Go(screen)]);
            (model.at[List::Entries], model.at.opened) = (0, Some(seq));
            model.at[List::Entries] = model.entries().iter().position(|it| it.entry.seq == seq).unwrap_or(0);
            said.extend([drawn(model, (120, 60)), plain::screen(model, &Keymap::default()).join("\n")]);
        }
        said.iter().map(|text| text.contains("Inactive: 3")).collect::<Vec<_>>()
    };
    model.session.actor.id = "abara".into();
    // The activity comes before the resident as a whole.
    model.room.advice = 1;
    assert!(says(&mut model).into_iter().all(|said| said), "between meetings nothing is held back");
    record(&mut model, CHAIR, None, 100, Act::MeetingOpened { meeting: "M2".into(), title: "Spring".into() });
    record(&mut model, CHAIR, None, 101, Act::MeetingPlanned { meeting: "M2".into(), plan: plan() });
    assert!(says(&mut model).into_iter().all(|said| !said));
}

#[test]
fn residents_are_told_after_that_was_answered_and_of_what_was_taken_back_too() {
    let mut model = in_the_room(Screen::Recommendations, 40, false);
    let decision = model.ledger.entry(1).unwrap().entry.act.decision().unwrap().clone();
    record(
        &mut model,
        DIRECTOR,
        Some("R1"),
        100,
        Act::Determination { recommendation: 1, agrees: true, decision },
    );
    let determined = model.ledger.count();
    model.session.actor.role = Role::ProgramDirector;
    let told = |model: &mut Model| {
        assert!(press(model, &[Action::Release, Action::Release, Action::Open]).is_empty());
        update(model, Message::Typed('1'))
    };
    press(&mut model, &[Action::Release]);
    assert!(update(&mut model, Message::Typed('2')).is_empty(), "not yet");
    assert!(matches!(told(&mut model).as_slice(), [Effect::Record(_)]));
    record(&mut model, DIRECTOR, Some("R1"), 101, Act::Released {});
    assert!(press(&mut model, &[Action::Release, Action::Release]).is_empty(), "there is no news");
    for entry in [determined, 1] {
        record(&mut model, DIRECTOR, Some("R1"), 102, Act::Revocation { entry, reason: "a slip".into() });
    }
    assert!(matches!(told(&mut model).as_slice(), [Effect::Record(_)]));
}

#[test]
fn a_decision_overall_is_found_again_beside_todays_facts_and_can_be_taken_back() {
    let mut model = in_the_room(Screen::Resident, 40, false);
    press(&mut model, &[Action::NextResident]);
    let begun = Act::ReviewBegun { meeting: "M1".into(), reason: None };
    record(&mut model, ("lin", Role::Chair), Some("R2"), 75, begun);
    let reviewed =
        |model: &Model| model.listing.rows.iter().find(|row| row.id == id("R2")).map(|row| row.review);
    assert_eq!((model.selected.clone(), reviewed(&model)), (Some(id("R2")), Some(TriageReview::ToDo)));
    press(&mut model, &[Action::Go(Screen::Overall), Action::Right, Action::NextField]);
    update(&mut model, Message::Pasted("Four agree.".into()));
    press(&mut model, &[Action::Seal]);
    let asked = update(&mut model, Message::Typed('1'));
    let Some(Effect::Record(request)) = asked.last() else { panic!("{asked:?}") };
    let entry = seal_of(&model, request);
    let (request, seq) = (request.id.clone(), entry.entry.seq);
    update(&mut model, Message::Recorded { request, entries: vec![entry] });
    // Triage says that something was decided, and the key opens it from wherever the resident is.
    assert_eq!(reviewed(&model), Some(TriageReview::Decided));
    assert!(model.form.is_none() && model.drafts.is_empty());
    press(&mut model, &[Action::Go(Screen::Entry)]);
    assert_eq!((model.screen, model.at.opened), (Screen::Entry, Some(seq)));
    let told = plain::screen(&model, &Keymap::default()).join("\n");
    assert!(told.contains("stands: yes\n"), "{told}");
    assert!(told.contains("and no change since") && told.contains("this entry"), "{told}");
    assert!(drawn(&model, (120, 40)).contains("ENTRY") && drawn(&model, (120, 40)).contains("overall"));
    // Taken back with a reason, it stands no more.
    assert!(model.can(Action::Revoke));
    press(&mut model, &[Action::Revoke]);
    update(&mut model, Message::Pasted("Another resident was meant.".into()));
    press(&mut model, &[Action::Open]);
    assert!(drawn(&model, (80, 24)).contains("1 record it"), "{}", drawn(&model, (80, 24)));
    let asked = update(&mut model, Message::Typed('1'));
    let Some(Effect::Record(request)) = asked.last() else { panic!("{asked:?}") };
    assert!(matches!(request.act, Act::Revocation { entry, .. } if entry == seq), "{request:?}");
    let entry = seal_of(&model, request);
    let by = entry.entry.seq;
    update(&mut model, Message::Recorded { request: request.id.clone(), entries: vec![entry] });
    assert!(
        plain::screen(&model, &Keymap::default())
            .join("\n")
            .contains(&format!("stands: no more: revoked by entry {by}"))
    );
    assert!(!model.can(Action::Revoke));
}

#[test]
fn what_was_decided_overall_comes_back_on_triage_the_resident_and_the_first_step_until_another_stands() {
    let mut model = in_the_room(Screen::Triage, 40, false);
    let catalog = Arc::make_mut(&mut model.catalog);
    for (kind, code, title) in [
        (ChoiceKind::Progress, "not_as_expected", "Not progressing as expected"),
        (ChoiceKind::Action, "formal_remediation", "Formal remediation"),
    ] {
        catalog.choices.push(Choice { kind, code: code.into(), title: title.into() });
    }
    let seen = |model: &mut Model| {
        let mut on = |screen: Screen| {
            press(model, &[Action::Go(screen)]);
            [drawn(model, (80, 24)), plain::screen(model, &Keymap::default()).join("\n")]
        };
        [Screen::Triage, Screen::Resident, Screen::Milestones].map(&mut on)
    };
    for pair in seen(&mut model) {
        assert!(pair.iter().all(|text| !text.contains("recommended 2 Nov")), "{pair:?}");
    }
    let remediated = Overall {
        progress: Some("not_as_expected".into()),
        action: Some("formal_remediation".into()),
        ..overall(7)
    };
    let first = recorded(&mut model, CHAIR, Act::OverallRecommendation(remediated.clone()), None, "");
    let said = "Not progressing as expected; Formal remediation";
    let told = |model: &mut Model, how_far: &str| {
        let all = seen(model);
        // What has no room on its line goes on below.
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_told = |drawn: &str| flat(drawn).contains(said) && flat(drawn).contains(how_far.trim());
        let on_screens = all.iter().all(|[drawn, _]| is_told(drawn));
        let [[triage, in_words], [_, resident], _] = &all;
        let signed = triage.lines().any(|line| line.contains("!Okafor"));
        assert!(on_screens && signed, "{triage}");
        assert!([in_words, resident].iter().all(|text| text.contains(said) && text.contains(how_far)));
    };
    told(&mut model, "recommended 2 Nov 2026: ");
    let act = Act::OverallDetermination { recommendation: first, agrees: true, overall: remediated };
    recorded(&mut model, DIRECTOR, act, None, "");
    told(&mut model, "determined 2 Nov 2026: ");
    record(&mut model, DIRECTOR, Some("R1"), 100, Act::Released {});
    told(&mut model, "not told, decided 2 Nov 2026: ");
    let release = model.ledger.count();
    let act = Act::ResidentTold { release, on: "2026-11-02".parse().unwrap(), by: "Lin".into() };
    record(&mut model, DIRECTOR, Some("R1"), 101, act);
    told(&mut model, "told, decided 2 Nov 2026: ");
    press(&mut model, &[Action::Go(Screen::Review)]);
    model.room.step = Some(crate::committee::room::Step::Begin);
    assert!(drawn(&model, (120, 40)).contains(said), "{}", drawn(&model, (120, 40)));
    // As expected, with nothing that follows, is said and not signed.
    recorded(&mut model, CHAIR, Act::OverallRecommendation(overall(7)), Some(first), "");
    let [[triage, _], ..] = seen(&mut model);
    assert!(triage.contains(": Progressing as expected") && !triage.contains("!Okafor"), "{triage}");
}

#[test]
fn an_earlier_meetings_ratings_are_no_evidence_before_the_call_of_this_one() {
    let mut model = in_the_room(Screen::Resident, 40, false);
    reveal(&mut model);
    recorded(&mut model, CHAIR, Act::OverallRecommendation(overall(7)), None, "Inactive: 3");
    record(&mut model, CHAIR, None, 90, Act::MeetingClosed { meeting: "M1".into() });
    let bound = |model: &mut Model| {
        press(model, &[Action::Go(Screen::Overall)]);
        let evidence = overall_sheet(model).evidence.clone();
        press(model, &[Action::Back]);
        evidence.facts.iter().any(Fact::is_rating)
    };
    assert!(bound(&mut model), "between meetings");
    record(&mut model, CHAIR, None, 100, Act::MeetingOpened { meeting: "M2".into(), title: "Spring".into() });
    record(&mut model, CHAIR, None, 101, Act::MeetingPlanned { meeting: "M2".into(), plan: plan() });
    assert!(!bound(&mut model), "nothing was rated in this meeting");
}
