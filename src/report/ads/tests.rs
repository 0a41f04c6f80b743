use chrono::{DateTime, Utc};

use super::*;
use crate::domain::milestone::Subcompetency;
use crate::domain::overall::{Board, Choice};
use crate::domain::resident::Status;
use crate::domain::role::Role;
use crate::ledger::chain::{Unplaced, placed, sealed};
use crate::ledger::entry::{Actor, Evidence, Fact};
use crate::ledger::signature::sample;
use crate::testing::growth::program;

/// Returns an instant that is written out, or the afternoon of a day.
fn at(text: &str) -> DateTime<Utc> {
    text.parse().or_else(|_| format!("{text}T15:00:00Z").parse()).unwrap()
}

fn record(ledger: &mut State, day: &str, resident: &str, act: Act) -> u64 {
    record_with(ledger, day, resident, act, None)
}

fn record_with(ledger: &mut State, day: &str, resident: &str, act: Act, evidence: Option<Evidence>) -> u64 {
    let n = ledger.count() + 1;
    let draft = Unplaced {
        id: format!("act-{n}"),
        at: at(day),
        actor: Actor { id: "lin".to_owned(), role: Role::ProgramDirector },
        subject: Some(resident.parse().unwrap()),
        act,
        supersedes: None,
        evidence,
    };
    ledger.apply(sealed(placed(&draft, ledger.head()), sample()).recorded);
    n
}

fn overall(levels: &[(&str, u8)], none: &[&str]) -> Overall {
    Overall {
        progress: None,
        action: None,
        board: None,
        milestones: levels
            .iter()
            .map(|(id, steps)| (id.parse().unwrap(), HalfSteps::try_from(*steps).unwrap()))
            .collect(),
        not_assessable: none.iter().map(|id| id.parse().unwrap()).collect(),
        rationale: "Steady".to_owned(),
        insufficient_evidence: true,
        dissent: None,
    }
}

/// Three residents in training and two subcompetencies; everyone else has graduated.
fn catalog() -> Catalog {
    let (mut catalog, _) = program(1);
    for (resident, id) in catalog.residents.iter_mut().zip(["A1", "A2", "=A3"]) {
        resident.id = id.parse().unwrap();
        resident.status = Status::Current;
    }
    catalog.subcompetencies = ["PC1", "PC6"]
        .map(|id| Subcompetency { id: id.parse().unwrap(), title: format!("Title of {id}") })
        .to_vec();
    let (code, title) = ("learning".to_owned(), "Learns from experience".to_owned());
    catalog.choices.push(Choice { kind: ChoiceKind::Attribute, code, title });
    catalog
}

fn fall() -> Period {
    Period { year: 2026, half: 2 }
}

#[test]
fn a_half_year_is_by_the_day_of_the_recommendation_where_the_program_is() {
    for (zone, recorded, period) in [
        ("", "2026-06-30T23:59:59Z", "2026-1"),
        ("", "2026-07-01T00:00:00Z", "2026-2"),
        ("", "2026-12-31T23:59:59Z", "2026-2"),
        // Half past five in the afternoon of 30 June, and the minute in which July begins.
        ("America/Los_Angeles", "2026-07-01T00:30:00Z", "2026-1"),
        ("America/Los_Angeles", "2026-07-01T07:00:00Z", "2026-2"),
        ("America/Los_Angeles", "2027-01-01T07:59:00Z", "2026-2"),
        ("Asia/Tokyo", "2026-06-30T14:59:00Z", "2026-1"),
        ("Asia/Tokyo", "2026-06-30T15:00:00Z", "2026-2"),
        ("Asia/Tokyo", "2026-12-31T15:00:00Z", "2027-1"),
    ] {
        let (mut catalog, mut ledger) = (catalog(), State::default());
        catalog.program.zone = zone.parse().unwrap();
        record(&mut ledger, recorded, "A1", Act::OverallRecommendation(overall(&[("PC1", 7)], &["PC6"])));
        let period = period.parse().unwrap();
        assert_eq!(last_period(&catalog, &ledger), Some(period), "{recorded} in {zone}");
        let rows = |period| milestones(&catalog, &ledger, period).rows.len();
        let other = Period { half: 3 - period.half, ..period };
        assert_eq!((rows(period), rows(other)), (2, 0), "{recorded} in {zone}");
    }
    let catalog = catalog();
    assert_eq!(last_period(&catalog, &State::default()), None);
    let mut ledger = State::default();
    record(&mut ledger, "2026-12-03", "A1", Act::OverallRecommendation(overall(&[], &[])));
    record(&mut ledger, "2026-05-03", "A2", Act::OverallRecommendation(overall(&[], &[])));
    assert_eq!(last_period(&catalog, &ledger), Some(fall()));
}

#[test]
fn every_level_is_written_as_on_the_form_and_a_formula_is_text() {
    let mut ledger = State::default();
    let whole = overall(&[("PC1", 7)], &["PC6"]);
    let advised = record(&mut ledger, "2026-12-03", "A1", Act::OverallRecommendation(whole.clone()));
    // The director answers in January, for the fall.
    let act = Act::OverallDetermination { recommendation: advised, agrees: true, overall: whole };
    record(&mut ledger, "2027-01-05", "A1", act);
    for (resident, pc1, pc6) in [("A2", 0, 10), ("=A3", 2, 8)] {
        let whole = overall(&[("PC1", pc1), ("PC6", pc6)], &[]);
        record(&mut ledger, "2026-12-04", resident, Act::OverallRecommendation(whole));
    }
    let table = milestones(&catalog(), &ledger, fall());
    assert_eq!(
        table.csv().unwrap(),
        "resident,subcompetency,level,standing,entry,carried\n\
         A1,PC1,3.5,determined,2,not recorded\n\
         A1,PC6,Not Yet Assessable,determined,2,not recorded\n\
         A2,PC1,Not Yet Completed Level 1,recommended,3,not recorded\n\
         A2,PC6,5,recommended,3,not recorded\n\
         '=A3,PC1,1,recommended,4,not recorded\n\
         '=A3,PC6,4,recommended,4,not recorded\n"
    );
    assert_eq!(table.missing, [""; 0]);
    assert_eq!(table.recommended.len(), 2);
}

#[test]
fn a_level_that_was_taken_over_is_marked_and_named() {
    let mut ledger = State::default();
    let evidence = |carried: &[&str]| {
        let ids: Vec<_> = carried.iter().map(|id| id.parse().unwrap()).collect();
        let facts = vec![Fact::carried(ids.iter())];
        Some(Evidence {
            as_of: "2026-10-01".parse().unwrap(),
            case_file: "ab".repeat(32),
            thresholds: None,
            facts,
        })
    };
    let act = || Act::OverallRecommendation(overall(&[("PC1", 7), ("PC6", 4)], &[]));
    record_with(&mut ledger, "2026-12-03", "A1", act(), evidence(&["PC6"]));
    record_with(&mut ledger, "2026-12-03", "A2", act(), evidence(&[]));
    let table = milestones(&catalog(), &ledger, fall());
    let carried: Vec<_> = table.rows.iter().map(|row| (row[1].as_str(), row[5].as_str())).collect();
    assert_eq!(carried, [("PC1", "no"), ("PC6", "yes"), ("PC1", "no"), ("PC6", "no")]);
    assert_eq!(table.carried, ["A1: 1 level taken over from last time: PC6 (entry 1)"]);
}

#[test]
fn what_is_missing_is_named_one_line_a_resident() {
    let mut ledger = State::default();
    record(&mut ledger, "2026-05-03", "A1", Act::OverallRecommendation(overall(&[("PC1", 7)], &["PC6"])));
    record(&mut ledger, "2026-12-03", "A2", Act::OverallRecommendation(overall(&[("PC1", 7)], &[])));
    record(&mut ledger, "2026-12-03", "=A3", Act::OverallRecommendation(overall(&[("PC99", 7)], &[])));
    let missing = milestones(&catalog(), &ledger, fall()).missing;
    assert_eq!(
        missing,
        [
            "A1: no overall decision in fall 2026",
            "A2: no level for PC6 (entry 2)",
            "=A3: no level for any of 2 subcompetencies (entry 3)",
            "=A3: PC99 is no subcompetency of the case file and left out (entry 3)",
        ]
    );
    let mut bare = catalog();
    bare.subcompetencies.clear();
    let told = milestones(&bare, &ledger, fall()).missing;
    assert!(told.iter().any(|line| line.contains("names no subcompetencies")), "{told:?}");
}

#[test]
fn what_was_taken_back_is_not_reported_and_a_later_half_year_does_not_hide_an_earlier_one() {
    let advise = |ledger: &mut State, day: &str, steps| {
        record(ledger, day, "A1", Act::OverallRecommendation(overall(&[("PC1", steps), ("PC6", steps)], &[])))
    };
    let of = |ledger: &State, period: &str| -> Vec<String> {
        let rows = milestones(&catalog(), ledger, period.parse().unwrap()).rows;
        rows.iter().map(|row| format!("{} {}", row[2], row[3])).take(1).collect()
    };
    let mut ledger = State::default();
    advise(&mut ledger, "2026-05-03", 5);
    let fall = advise(&mut ledger, "2026-12-03", 6);
    assert_eq!(
        (of(&ledger, "2026-1"), of(&ledger, "2026-2")),
        (vec!["2.5 recommended".to_owned()], vec!["3 recommended".to_owned()])
    );
    let whole = overall(&[("PC1", 7), ("PC6", 7)], &[]);
    let act = Act::OverallDetermination { recommendation: fall, agrees: false, overall: whole };
    let determined = record(&mut ledger, "2026-12-04", "A1", act);
    assert_eq!(of(&ledger, "2026-2"), ["3.5 determined"]);
    let taken_back = |entry| Act::Revocation { entry, reason: "another resident".to_owned() };
    record(&mut ledger, "2026-12-05", "A1", taken_back(determined));
    assert_eq!(of(&ledger, "2026-2"), ["3 recommended"]);
    record(&mut ledger, "2026-12-05", "A1", taken_back(fall));
    assert!(of(&ledger, "2026-2").is_empty());
    assert_eq!(of(&ledger, "2026-1"), ["2.5 recommended"]);
}

#[test]
fn the_board_is_told_the_outcome_and_attributes_by_their_titles() {
    let mut ledger = State::default();
    let told = |satisfactory, attributes: &[&str]| Overall {
        board: Some(Board {
            satisfactory,
            unsatisfactory: attributes.iter().map(|&code| code.to_owned()).collect(),
        }),
        ..overall(&[], &[])
    };
    record(&mut ledger, "2026-12-03", "A1", Act::OverallRecommendation(told(true, &[])));
    let other = told(false, &["learning", "local, one"]);
    record(&mut ledger, "2026-12-03", "A2", Act::OverallRecommendation(other));
    record(&mut ledger, "2026-12-03", "=A3", Act::OverallRecommendation(overall(&[], &[])));
    let table = board(&catalog(), &ledger, fall());
    assert_eq!(
        table.csv().unwrap(),
        "resident,outcome,unsatisfactory_attributes,standing,entry\n\
         A1,satisfactory,,recommended,1\n\
         A2,unsatisfactory,\"Learns from experience; local, one\",recommended,2\n"
    );
    assert_eq!(table.missing, ["=A3: no outcome for the board (entry 3)"]);
}
