use super::*;
use crate::domain::meeting::{Member, Quorum, Slot};
use crate::domain::role::Role;
use crate::ledger::chain::{Draft, placed, sealed};
use crate::ledger::entry::{Actor, Outcome};
use crate::ledger::signature::sample;

fn record(state: &mut State, resident: Option<&str>, act: Act) {
    let n = state.count() + 1;
    let draft = Draft {
        id: format!("act-{n}"),
        at: DateTime::from_timestamp(1_795_000_000 + 60 * n.cast_signed(), 0).unwrap(),
        actor: Actor { id: "lin".to_owned(), role: Role::Chair },
        subject: resident.map(|id| id.parse().unwrap()),
        act,
        supersedes: None,
        evidence: None,
    };
    state.apply(sealed(placed(&draft, state.head()), sample()).recorded);
}

fn recommendation(epa: &str) -> Act {
    Act::Recommendation(Decision {
        epa: epa.parse().unwrap(),
        outcome: Outcome::Defer,
        scale: "ten_cate".to_owned(),
        level: None,
        rationale: "Too <few> *ratings*".to_owned(),
        insufficient_evidence: true,
        dissent: Some("Haddad would entrust now".to_owned()),
        recused: Vec::new(),
    })
}

/// A meeting of entries 1 to 8 on two of three residents of its agenda, one more outside of it.
fn held() -> State {
    let mut state = State::default();
    let meeting = || "M1".to_owned();
    record(&mut state, None, Act::MeetingOpened { meeting: meeting(), title: "Fall <b>".to_owned() });
    let member = |id: &str| Member {
        id: id.to_owned(),
        role: Role::Member,
        faculty: true,
        core: id == "lin",
        votes: true,
    };
    let slot = |id: &str| Slot { resident: id.parse().unwrap(), reviewer: None, minutes: 6 };
    let plan = Plan {
        quorum: Quorum { core: 1, faculty: 2 },
        members: vec![member("okoro"), member("haddad"), member("lin")],
        agenda: vec![slot("R1"), slot("R2"), slot("R3")],
        seed: 1,
    };
    record(&mut state, None, Act::MeetingPlanned { meeting: meeting(), plan });
    let present = vec!["okoro".to_owned(), "lin".to_owned()];
    record(&mut state, None, Act::AttendanceTaken { meeting: meeting(), chair: "lin".to_owned(), present });
    let reason = "coaches her".to_owned();
    record(&mut state, Some("R2"), Act::Recused { meeting: meeting(), member: "okoro".to_owned(), reason });
    record(&mut state, Some("R2"), recommendation("thoracic"));
    record(&mut state, Some("R9"), recommendation("cardiac"));
    record(&mut state, Some("R3"), Act::Viewed { screen: "resident".to_owned() });
    record(&mut state, None, Act::MeetingClosed { meeting: meeting() });
    state
}

fn lines<'a>(minutes: &'a Minutes, title: &str) -> Vec<&'a str> {
    let section = minutes.sections.iter().find(|section| section.title == title).unwrap();
    section.lines.iter().map(String::as_str).collect()
}

#[test]
fn the_minutes_say_who_was_there_what_was_decided_and_by_which_entry() {
    let minutes = Minutes::of(&held(), "M1").unwrap();
    let there = lines(&minutes, "Attendance and quorum");
    assert_eq!(there[..3], ["present at the end: okoro, lin (entry 3)", "absent: haddad", "chair: lin"]);
    assert!(there[3].ends_with("present: 2 of the faculty, 1 of them core"), "{there:?}");
    assert_eq!(
        lines(&minutes, "Resident R2"),
        [
            "rated before by 0 of 2; 0 revealed",
            "recused: okoro (entry 4)",
            "recommended: defer thoracic; the evidence is said to be insufficient. Rationale: Too <few> *ratings*; \
             no evidence attached (entry 5)",
            "dissent was recorded on 1 recommendation",
            "from the first to the last entry: 1 minute",
        ]
    );
    assert_eq!(lines(&minutes, "On the agenda, nothing recorded"), ["R1", "R3"]);
    assert!(lines(&minutes, "Resident R9")[1].contains("cardiac"), "decided on without being on the agenda");
    assert_eq!(lines(&minutes, "Checkpoint"), ["no checkpoint stands for these entries yet"]);
    assert_eq!(Minutes::of(&held(), "M2"), None);
}

#[test]
fn nobodys_words_of_dissent_or_reason_for_recusal_leave_the_ledger() {
    let minutes = Minutes::of(&held(), "M1").unwrap();
    for text in [minutes.markdown(), minutes.html()] {
        assert!(!text.contains("Haddad") && !text.contains("coaches"), "{text}");
    }
}

#[test]
fn what_is_recorded_after_the_meeting_changes_no_word_but_the_checkpoint() {
    let mut state = held();
    let before = Minutes::of(&state, "M1").unwrap();
    record(&mut state, Some("R2"), Act::Revocation { entry: 5, reason: "wrong resident".to_owned() });
    assert_eq!(Minutes::of(&state, "M1").unwrap(), before);
    let (size, root) = (state.count(), state.tree().root());
    record(&mut state, None, Act::Checkpoint { size, root });
    let after = Minutes::of(&state, "M1").unwrap();
    assert_eq!(after.sections[..after.sections.len() - 1], before.sections[..before.sections.len() - 1]);
    assert_eq!(lines(&after, "Checkpoint"), [format!("checkpoint of entry 10: 9 entries, root {root}")]);
}

#[test]
fn markup_in_the_ledger_is_text_in_the_minutes() {
    let minutes = Minutes::of(&held(), "M1").unwrap();
    assert!(minutes.html().contains("<h1>Minutes: Fall &lt;b&gt;</h1>"));
    assert!(minutes.markdown().starts_with("# Minutes: Fall \\<b\\>\n"));
    assert!(minutes.markdown().contains("\\*ratings\\*"));
}
