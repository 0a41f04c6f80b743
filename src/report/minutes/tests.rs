use chrono::DateTime;

use super::*;
use crate::domain::meeting::{Member, Plan, Quorum, Slot};
use crate::domain::milestone::{HalfSteps, Subcompetency};
use crate::domain::overall::{Board, Choice, ChoiceKind, Overall};
use crate::domain::role::Role;
use crate::ledger::chain::{Unplaced, placed, sealed};
use crate::ledger::entry::{Act, Actor, Basis, Decision, Hash, Outcome};
use crate::ledger::signature::sample;
use crate::report::page::Block;

/// Records an act `minute` minutes after the first.
fn record_at(state: &mut State, minute: i64, resident: Option<&str>, act: Act) {
    let n = state.count() + 1;
    let draft = Unplaced {
        id: format!("act-{n}"),
        at: DateTime::from_timestamp(1_795_000_000 + 60 * minute, 0).unwrap(),
        actor: Actor { id: "lin".to_owned(), role: Role::Chair },
        subject: resident.map(|id| id.parse().unwrap()),
        act,
        supersedes: None,
        evidence: None,
    };
    state.apply(sealed(placed(&draft, state.head()), sample()).recorded);
}

fn record(state: &mut State, resident: Option<&str>, act: Act) {
    let minute = state.count().cast_signed();
    record_at(state, minute, resident, act);
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

fn overall(levels: &[(&str, u8)]) -> Overall {
    Overall {
        progress: Some("as_expected".to_owned()),
        action: Some("monitor".to_owned()),
        board: Some(Board { satisfactory: false, unsatisfactory: ["substances".to_owned()].into() }),
        milestones: levels
            .iter()
            .map(|(id, steps)| (id.parse().unwrap(), HalfSteps::try_from(*steps).unwrap()))
            .collect(),
        not_assessable: ["PC6".parse().unwrap()].into(),
        rationale: "Steady".to_owned(),
        insufficient_evidence: false,
        dissent: None,
    }
}

fn meeting() -> String {
    "M1".to_owned()
}

/// Opens a meeting on R1, R2 and R3, with a plan and two of three members there: entries 1 to 3 of an empty ledger.
fn opened(state: &mut State) {
    record(state, None, Act::MeetingOpened { meeting: meeting(), title: "Fall <b>".to_owned() });
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
        director_chairs: false,
    };
    record(state, None, Act::MeetingPlanned { meeting: meeting(), plan });
    let present = vec!["okoro".to_owned(), "lin".to_owned()];
    record(state, None, Act::AttendanceTaken { meeting: meeting(), chair: "lin".to_owned(), present });
}

/// A meeting of entries 1 to 8 on one of three residents of its agenda, one more outside of it; without turns.
fn held() -> State {
    let mut state = State::default();
    opened(&mut state);
    let reason = "coaches her".to_owned();
    record(&mut state, Some("R2"), Act::Recused { meeting: meeting(), member: "okoro".to_owned(), reason });
    record(&mut state, Some("R2"), recommendation("thoracic"));
    record(&mut state, Some("R9"), recommendation("cardiac"));
    record(&mut state, Some("R3"), Act::Viewed { screen: "resident".to_owned() });
    record(&mut state, None, Act::MeetingClosed { meeting: meeting() });
    state
}

fn lines<'a>(minutes: &'a Page, title: &str) -> Vec<&'a str> {
    let section = minutes.sections.iter().find(|section| section.title == title);
    let section = section.unwrap_or_else(|| panic!("{title} is not in {minutes:#?}"));
    let lists = section.blocks.iter().filter_map(|block| match block {
        Block::List(lines) => Some(lines),
        _ => None,
    });
    lists.flatten().map(String::as_str).collect()
}

#[test]
fn the_minutes_say_who_was_there_what_was_decided_and_by_which_entry() {
    let minutes = of(&held(), "M1", Titles::default()).unwrap();
    assert_eq!(
        lines(&minutes, "Attendance and quorum"),
        [
            "present: okoro, lin (entry 3)",
            "absent: haddad (entry 3)",
            "chair: lin (entry 3)",
            "asked for: 2 of the faculty, 1 of them core (entry 2)",
            "present: 2 of the faculty, 1 of them core: a quorum (entry 3)",
        ]
    );
    assert_eq!(
        lines(&minutes, "Resident R2"),
        [
            "rated by 0 of 2; 0 revealed",
            "from the first to the last entry: 1 minute (entries 4, 5)",
            "no quorum without who is recused: 1 of the faculty, 1 of them core (entry 4)",
            "recused: okoro (entry 4)",
            "recommended: defer thoracic; the evidence is said to be insufficient. Rationale: Too <few> *ratings*; \
             no evidence attached (entry 5)",
            "dissent was recorded on 1 decision (entry 5)",
            "no turn of the meeting is on record",
        ]
    );
    assert_eq!(lines(&minutes, "On the agenda and not reached"), ["R1", "R3"]);
    assert!(lines(&minutes, "Resident R9")[1].contains("cardiac"), "decided on without being on the agenda");
    assert_eq!(lines(&minutes, "Checkpoint"), ["no checkpoint stands for these entries yet"]);
    assert_eq!(of(&held(), "M2", Titles::default()), None);
}

/// R1 had levels before; the meeting turns to R1, to R2 for later, and back to R1; R3 is only rated.
fn turned() -> State {
    let mut state = State::default();
    record(&mut state, Some("R1"), Act::OverallRecommendation(overall(&[("PC1", 5), ("PC2", 6)])));
    opened(&mut state);
    let sealed =
        Act::RatingSealed { meeting: meeting(), rater: "okoro".to_owned(), commitment: Hash::of(b"card") };
    record(&mut state, Some("R3"), sealed);
    let begun =
        |reason: Option<&str>| Act::ReviewBegun { meeting: meeting(), reason: reason.map(str::to_owned) };
    let ended = |concluded| Act::ReviewEnded { meeting: meeting(), concluded };
    let said = |basis, text: &str| Act::Remarked { meeting: meeting(), basis, text: text.to_owned() };
    for (minute, resident, act) in [
        (10, "R1", begun(None)),
        (11, "R1", said(Basis::Hearsay, "SECRET one")),
        (12, "R1", said(Basis::Documented, "SECRET two")),
        (13, "R1", Act::StrengthNamed { text: "Calm".to_owned() }),
        (14, "R1", Act::OverallRecommendation(overall(&[("PC1", 6), ("PC2", 6), ("PC3", 7)]))),
        (16, "R1", ended(true)),
        (16, "R2", begun(None)),
        (18, "R2", ended(false)),
        (20, "R1", begun(Some("a case was missed"))),
        (24, "R1", ended(true)),
    ] {
        record_at(&mut state, minute, Some(resident), act);
    }
    record_at(&mut state, 33, None, Act::MeetingClosed { meeting: meeting() });
    state
}

#[test]
fn turns_give_the_time_taken_and_how_each_review_ended() {
    let minutes = of(&turned(), "M1", Titles::default()).unwrap();
    let about = lines(&minutes, "Meeting");
    // Attendance was taken in minute 3; R1 took 6 and 4 minutes, R2 two.
    assert_eq!(
        about[2..],
        [
            "length: 30 minutes, from attendance to close (entries 4, 16)",
            "time at each resident: median 6 minutes, from 2 minutes to 10 minutes (2 residents)",
        ]
    );
    let one = lines(&minutes, "Resident R1");
    assert_eq!(one[1], "reviewed for 10 minutes in 2 turns (begun in entries 6, 14)");
    assert!(one.contains(&"opened again: a case was missed (entry 14)"), "{one:?}");
    assert!(one.contains(&"strength: Calm (entry 9)"), "{one:?}");
    assert!(one.contains(&"remarks: 1 documented, 1 hearsay (entries 7, 8)"), "{one:?}");
    assert_eq!(one.last(), Some(&"concluded (entry 15)"));
    let two = lines(&minutes, "Resident R2");
    assert_eq!((two[1], two[2]), ("reviewed for 2 minutes (begun in entry 12)", "left for later (entry 13)"));
    assert!(!one.iter().chain(&two).any(|line| line.contains("first to the last")));
    let waiting = lines(&minutes, "On the agenda and not reached");
    assert_eq!(waiting, ["R3: rated, sealed (entry 5)"]);
    assert!(!minutes.markdown().contains("SECRET"), "a remark is quoted");
}

#[test]
fn an_overall_decision_is_told_by_titles_and_by_what_changed() {
    let choice =
        |kind, code: &str, title: &str| Choice { kind, code: code.to_owned(), title: title.to_owned() };
    let choices = [
        choice(ChoiceKind::Progress, "as_expected", "On course"),
        choice(ChoiceKind::Action, "monitor", "Watch"),
    ];
    let told = |choices: &[Choice]| {
        let minutes = of(&turned(), "M1", Titles { choices, ..Titles::default() }).unwrap();
        let one = lines(&minutes, "Resident R1");
        one.iter().find(|line| line.starts_with("recommended overall")).unwrap().to_string()
    };
    assert_eq!(
        told(&choices),
        "recommended overall: progress: On course; what follows: Watch; board: \
         unsatisfactory, in 1 essential attribute; milestones: 4 of 4 subcompetencies. Rationale: Steady; no evidence \
         attached (entry 10)"
    );
    assert!(told(&[]).contains("progress: as_expected; what follows: monitor;"), "{}", told(&[]));
}

#[test]
fn levels_stand_in_a_table_by_domain_beside_those_before_and_what_is_open_is_named() {
    let known = ["PC1", "PC10", "PC2", "PC3", "PC6", "MK1"];
    let known = known.map(|id| Subcompetency { id: id.parse().unwrap(), title: format!("Title of {id}") });
    let titles = Titles { subcompetencies: &known, ..Titles::default() };
    let minutes = of(&turned(), "M1", titles).unwrap();
    let one = lines(&minutes, "Resident R1");
    let said = one.iter().find(|line| line.starts_with("recommended overall")).unwrap();
    assert!(said.contains("; milestones: 4 of 6 subcompetencies, 2 open (PC10, MK1). "), "{said}");
    let section = minutes.sections.iter().find(|section| section.title == "Resident R1").unwrap();
    let [Block::List(_), Block::Table(table)] = section.blocks.as_slice() else { panic!("{section:?}") };
    assert_eq!(table.caption, "Milestones of entry 10, beside those of entry 1 before");
    let rows: Vec<_> =
        table.rows.iter().map(|row| [row[0].as_str(), &row[2], &row[3], &row[4], &row[5]]).collect();
    assert_eq!(
        rows,
        [
            ["PC1", "Patient Care", "3.0", "2.5", "not recorded"],
            ["PC2", "Patient Care", "3.0", "3.0", "not recorded"],
            ["PC3", "Patient Care", "3.5", "", "not recorded"],
            ["PC6", "Patient Care", "not assessable", "not assessable", "not recorded"],
            ["PC10", "Patient Care", "", "", "open"],
            ["MK1", "Medical Knowledge", "", "", "open"],
        ]
    );
}

#[test]
fn what_follows_a_meeting_before_it_is_closed_is_told_without_the_residents_words() {
    let mut state = State::default();
    opened(&mut state);
    let mut act = |act| record(&mut state, Some("R1"), act);
    act(Act::OverallRecommendation(overall(&[])));
    act(Act::OverallDetermination { recommendation: 4, agrees: true, overall: overall(&[]) });
    act(Act::Released {});
    act(Act::ReleaseAcknowledged { release: 6 });
    act(Act::Stated { text: "SECRET".to_owned() });
    act(Act::AppealLodged { determination: 5, text: "SECRET".to_owned() });
    let minutes = of(&state, "M1", Titles::default()).unwrap();
    let one = lines(&minutes, "Resident R1");
    for line in [
        "released to the resident (entry 6)",
        "release of entry 6 acknowledged (entry 7)",
        "the resident's statement is on record (entry 8)",
        "appeal lodged against the determination of entry 5 (entry 9)",
    ] {
        assert!(one.contains(&line), "{line} is not in {one:#?}");
    }
    assert!(
        one.iter().any(|line| line.starts_with("determined overall, agreeing with entry 4: ")),
        "{one:#?}"
    );
    let text = minutes.markdown();
    assert!(!text.contains("SECRET") && !text.contains("substances"), "{text}");
    assert!(text.contains("these minutes are not final"));
}

#[test]
fn what_was_taken_back_is_not_counted_and_said_with_its_reason() {
    let mut state = State::default();
    opened(&mut state);
    let mut act = |act| record(&mut state, Some("R1"), act);
    let remark =
        || Act::Remarked { meeting: "M1".to_owned(), basis: Basis::Hearsay, text: "SECRET".to_owned() };
    act(remark());
    act(remark());
    act(Act::StrengthNamed { text: "Teaches".to_owned() });
    act(Act::Revocation { entry: 4, reason: "meant for another".to_owned() });
    act(Act::Revocation { entry: 6, reason: "a slip".to_owned() });
    let minutes = of(&state, "M1", Titles::default()).unwrap();
    let one = lines(&minutes, "Resident R1");
    for line in [
        "remarks: 1 hearsay (entry 5)",
        "entry 4 revoked: meant for another (entry 7)",
        "strength: Teaches; revoked by entry 8 (entry 6)",
        "entry 6 revoked: a slip (entry 8)",
    ] {
        assert!(one.contains(&line), "{line} is not in {one:#?}");
    }
}

#[test]
fn nobodys_words_of_dissent_or_reason_for_recusal_leave_the_ledger() {
    let minutes = of(&held(), "M1", Titles::default()).unwrap();
    for text in [minutes.markdown(), minutes.html()] {
        assert!(!text.contains("Haddad") && !text.contains("coaches"), "{text}");
    }
}

#[test]
fn what_is_recorded_after_the_meeting_changes_no_word_but_what_became_of_it_and_the_checkpoint() {
    const BECAME: &str = "What the program director determined";
    let mut state = held();
    let before = of(&state, "M1", Titles::default()).unwrap();
    record(&mut state, Some("R2"), Act::Revocation { entry: 5, reason: "wrong resident".to_owned() });
    let without = |page: &Page| -> Vec<Section> {
        page.sections.iter().filter(|section| section.title != BECAME).cloned().collect()
    };
    let revoked = of(&state, "M1", Titles::default()).unwrap();
    assert_eq!(without(&revoked), without(&before));
    assert_eq!(
        lines(&revoked, BECAME),
        [
            "R2, thoracic: not determined; revoked by entry 9 (recommended in entry 5)",
            "R9, cardiac: not determined (recommended in entry 6)",
            "as the ledger stands with 9 entries",
        ]
    );
    let before = revoked;
    let (size, root) = (state.count(), state.tree().root());
    record(&mut state, None, Act::Checkpoint { size, root });
    let after = of(&state, "M1", Titles::default()).unwrap();
    let (told, after_without) = (without(&before), without(&after));
    assert_eq!(after_without[..told.len() - 1], told[..told.len() - 1]);
    assert_eq!(lines(&after, "Checkpoint"), [format!("checkpoint of entry 10: 9 entries, root {root}")]);
}

#[test]
fn with_the_case_file_activities_have_titles_and_residents_codes_whoever_wrote_their_names() {
    let (mut catalog, _) = crate::testing::growth::program(1);
    let epa = crate::domain::entrustment::Epa {
        id: "thoracic".parse().unwrap(),
        title: "One-lung anesthesia".to_owned(),
        ..crate::testing::growth::epa()
    };
    catalog.residents.truncate(1);
    catalog.residents[0].id = "R2".parse().unwrap();
    catalog.residents[0].name = "Roe, Bo".to_owned();
    let mut state = held();
    let text = "Teach bo roe and Roe, Bo; not Boroe".to_owned();
    let goal =
        Act::GoalSet { text, owner: "Roe, Bo".to_owned(), due: "2027-01-01".parse().unwrap(), about: None };
    record(&mut state, Some("R2"), goal);
    record(&mut state, None, Act::MeetingOpened { meeting: "M2".to_owned(), title: "Next".to_owned() });
    record(&mut state, Some("R2"), recommendation("thoracic"));
    record(&mut state, Some("R2"), Act::StrengthNamed { text: "Bo Roe is calm".to_owned() });
    let epas = [epa];
    let titles = Titles { epas: &epas, residents: &catalog.residents, ..Titles::default() };
    let text = of(&state, "M2", titles).unwrap().markdown();
    assert!(text.contains("strength: R2 is calm") && !text.contains("Bo Roe"), "{text}");
    assert!(text.contains("defer One-lung anesthesia;"), "{text}");
}

#[test]
fn words_that_may_be_delicate_are_named_with_their_entries_of_this_meeting_alone() {
    let mut state = State::default();
    record(&mut state, Some("R1"), Act::StrengthNamed { text: "Calm since on leave".to_owned() });
    opened(&mut state);
    record(&mut state, Some("R1"), Act::StrengthNamed { text: "Calm, though on sick leave".to_owned() });
    record(&mut state, Some("R1"), Act::StrengthNamed { text: "Calm".to_owned() });
    let said = Act::Remarked { meeting: meeting(), basis: Basis::Hearsay, text: "on leave".to_owned() };
    record(&mut state, Some("R1"), said);
    record(&mut state, None, Act::MeetingClosed { meeting: meeting() });
    record(&mut state, Some("R1"), Act::StrengthNamed { text: "Back from sick leave".to_owned() });
    assert_eq!(delicate(&state, "M1"), [(5, vec!["sick leave".to_owned()])]);
}

#[test]
fn who_came_later_and_who_left_are_named_as_such() {
    let mut state = State::default();
    opened(&mut state);
    for (chair, present) in [("haddad", &["haddad", "okoro"][..]), ("lin", &["lin", "okoro"])] {
        let present = present.iter().map(|who| (*who).to_owned()).collect();
        record(
            &mut state,
            None,
            Act::AttendanceTaken { meeting: meeting(), chair: chair.to_owned(), present },
        );
    }
    assert_eq!(
        lines(&of(&state, "M1", Titles::default()).unwrap(), "Attendance and quorum"),
        [
            "present throughout: okoro (entries 3, 4, 5)",
            "present for a part: haddad (by entry 4), lin (by entries 3, 5) (entries 3, 4, 5)",
            "never present: nobody (entries 3, 4, 5)",
            "chair: lin (entry 3)",
            "chair: haddad (entry 4)",
            "chair: lin (entry 5)",
            "asked for: 2 of the faculty, 1 of them core (entry 2)",
            "present: 2 of the faculty, 1 of them core: a quorum (entry 3)",
            "present: 2 of the faculty, 0 of them core: no quorum, and nothing could be decided (entry 4)",
            "present: 2 of the faculty, 1 of them core: a quorum (entry 5)",
        ]
    );
}

#[test]
fn markup_in_the_ledger_is_text_in_the_minutes() {
    let minutes = of(&held(), "M1", Titles::default()).unwrap();
    assert!(minutes.html().contains("<h1>Minutes: Fall &lt;b&gt;</h1>"));
    assert!(minutes.markdown().starts_with("# Minutes: Fall \\<b\\>\n"));
    assert!(minutes.markdown().contains("\\*ratings\\*"));
}

#[test]
fn times_are_those_of_the_program_and_say_so() {
    let mut state = State::default();
    opened(&mut state);
    record(&mut state, None, Act::MeetingClosed { meeting: meeting() });
    let said = |zone: &str| {
        let titles = Titles { zone: zone.parse().unwrap(), ..Titles::default() };
        let minutes = of(&state, "M1", titles).unwrap();
        format!("{}\n{}", minutes.about[0], lines(&minutes, "Meeting").join("\n"))
    };
    let west = said("Pacific/Honolulu");
    assert!(west.contains("opened 18 Nov 2026 01:06 HST") && west.contains("Pacific/Honolulu"), "{west}");
    let none = said("");
    assert!(
        none.contains("opened 18 Nov 2026 11:06 UTC") && none.contains("names no known time zone"),
        "{none}"
    );
}

#[test]
fn what_the_director_determined_after_the_meeting_is_in_its_minutes_with_how_far_it_has_come() {
    let mut state = State::default();
    opened(&mut state);
    record(&mut state, Some("R1"), Act::OverallRecommendation(overall(&[("PC1", 6)])));
    record(&mut state, Some("R2"), recommendation("thoracic"));
    record(&mut state, None, Act::MeetingClosed { meeting: meeting() });
    let other = Overall { action: None, rationale: "Later".to_owned(), ..overall(&[("PC1", 7)]) };
    record(
        &mut state,
        Some("R1"),
        Act::OverallDetermination { recommendation: 4, agrees: false, overall: other },
    );
    let said = |state: &State| {
        let minutes = of(state, "M1", Titles::default()).unwrap();
        lines(&minutes, "What the program director determined")[0].to_owned()
    };
    let one = said(&state);
    assert!(one.starts_with(
        "R1, overall: determined 18 Nov 2026, otherwise than recommended: progress: as_expected; board"
    ));
    assert!(one.ends_with("(recommended in entry 4, determined in entry 7); not released"), "{one}");
    assert!(!one.contains("Later"), "the reasons stand in the ledger: {one}");
    record(&mut state, Some("R1"), Act::Released {});
    assert!(said(&state).ends_with("; released 18 Nov 2026 (entry 8), not told yet"));
    let on = "2026-11-18".parse().unwrap();
    record(&mut state, Some("R1"), Act::ResidentTold { release: 8, on, by: "Lin".to_owned() });
    assert!(said(&state).ends_with("(entry 8), told 18 Nov 2026 (entry 9)"));
}

#[test]
fn who_rated_late_is_named_by_role_and_so_is_whose_card_another_filled_in() {
    let mut state = State::default();
    opened(&mut state);
    let sealed = |rater: &str| Act::RatingSealed {
        meeting: meeting(),
        rater: rater.to_owned(),
        commitment: Hash::of(rater.as_bytes()),
    };
    record(&mut state, Some("R1"), sealed("haddad"));
    record(&mut state, Some("R1"), Act::ReviewBegun { meeting: meeting(), reason: None });
    record(&mut state, Some("R1"), sealed("lin"));
    record(&mut state, Some("R1"), sealed("okoro"));
    let minutes = of(&state, "M1", Titles::default()).unwrap();
    let one = lines(&minutes, "Resident R1");
    let late = "rated late, when the meeting was here already: lin (member), entry 6; okoro (member), on a card that the \
                chair filled in, entry 7";
    assert!(one.contains(&late), "{one:#?}");
}
