use super::*;
use crate::ledger::chain::{Unplaced, placed, sealed};
use crate::ledger::entry::Act;
use crate::ledger::signature::sample;

fn id(text: &str) -> SubcompetencyId {
    text.parse().unwrap()
}

fn level(steps: u8) -> HalfSteps {
    steps.try_into().unwrap()
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// A row with what the committee said by half-year, and how many rated what now.
fn row(code: &str, committee: &[(&str, Option<u8>)], rated: &[(u8, usize)]) -> LevelRow {
    LevelRow {
        known: Subcompetency { id: id(code), title: format!("Title of {code}") },
        committee: committee.iter().map(|(at, steps)| (period(at), steps.map(level))).collect(),
        own: BTreeMap::new(),
        rated: rated.iter().map(|(steps, n)| (level(*steps), *n)).collect(),
        prompts: Vec::new(),
    }
}

/// Four agree on PC1, PC2 is apart, one rated PC10, nobody MK1; PC10 was not assessable, and MK1 is of a year ago.
pub(crate) fn table() -> LevelTable {
    LevelTable {
        rows: vec![
            row("PC1", &[("2025-2", Some(5)), ("2026-1", Some(6))], &[(7, 4)]),
            row("PC2", &[("2026-1", Some(4))], &[(6, 1), (7, 3)]),
            row("PC10", &[("2026-1", None)], &[(9, 1)]),
            row("MK1", &[("2025-2", Some(8))], &[]),
            row("MK2", &[], &[]),
        ],
        before: vec![period("2025-2"), period("2026-1")],
        own: None,
        rated: Some(RatedNow { meeting: "M1".into(), opened: 4, sealed: 1, levels: BTreeMap::new() }),
        months_left: Some(9.0),
    }
}

fn codes(marks: &Marks) -> Vec<String> {
    marks
        .iter()
        .map(|(id, mark)| {
            format!("{id} {}{}", mark.level.unwrap(), if mark.carried { " carried" } else { "" })
        })
        .collect()
}

#[test]
fn levels_count_for_the_half_year_in_which_it_was_where_the_program_is() {
    let overall = Overall {
        progress: None,
        action: None,
        board: None,
        milestones: [(id("PC1"), level(7))].into(),
        not_assessable: [].into(),
        rationale: "Steady".to_owned(),
        insufficient_evidence: true,
        dissent: None,
    };
    let draft = Unplaced {
        id: "act-1".to_owned(),
        at: "2026-07-01T00:30:00Z".parse().unwrap(),
        actor: Actor { id: "lin".to_owned(), role: Role::Chair },
        subject: Some("R1".parse().unwrap()),
        act: Act::OverallRecommendation(overall),
        supersedes: None,
        evidence: None,
    };
    let mut ledger = State::default();
    ledger.apply(sealed(placed(&draft, ledger.head()), sample()).recorded);
    for (zone, half) in [("America/Los_Angeles", "2026-1"), ("Asia/Tokyo", "2026-2"), ("", "2026-2")] {
        let found = decided_periods(&ledger, zone.parse().unwrap(), &"R1".parse().unwrap());
        assert_eq!(found, [period(half)].into(), "{zone}");
    }
}

#[test]
fn what_the_ratings_agree_on_is_taken_and_whatever_else_is_named() {
    let table = table();
    let offer = rated_of_all(&table, &Marks::new()).unwrap();
    assert_eq!(codes(&offer.marks), ["PC1 3.5", "PC10 4.5"]);
    assert_eq!(
        offer.text,
        "The ratings agree on 2 of 5 rows that are open: PC1 3.5, PC10 4.5. One rating only: PC10. Not taken, since \
         they do not agree: PC2 (3.0 once, 3.5 3 times). Not rated: MK1, MK2. 1 sealed card is not open yet."
    );
    // What is chosen stays, whatever the ratings say.
    let chosen: Marks = [(id("PC1"), Mark::chosen(None))].into();
    let offer = rated_of_all(&table, &chosen).unwrap();
    assert_eq!(codes(&offer.marks), ["PC10 4.5"]);
    assert!(offer.text.ends_with("1 row is chosen already, and stays."), "{}", offer.text);
    let sealed = LevelTable { rated: Some(RatedNow { sealed: 3, ..RatedNow::default() }), ..table.clone() };
    assert_eq!(rated_of_all(&sealed, &Marks::new()), Err(NotTaken::NoRatings));
    let row = |code: &str| table.row(&id(code)).unwrap().agreed().map_err(|why| why.to_string());
    assert_eq!(row("PC1"), Ok((level(7), 4)));
    assert!(row("PC2").unwrap_err().contains("do not agree: 3.0 once, 3.5 3 times"));
    assert!(row("MK1").unwrap_err().contains("nobody rated MK1"));
}

#[test]
fn last_time_is_taken_over_as_such_and_not_assessable_never_is() {
    let table = table();
    let offer = last_of_all(&table, &Marks::new());
    assert_eq!(codes(&offer.marks), ["PC1 3.0 carried", "PC2 2.0 carried"]);
    assert_eq!(
        offer.text,
        "The levels of spring 2026 would be taken over, and recorded as taken over, on 2 of 5 rows that are open: PC1 \
         3.0, PC2 2.0. Not taken, not assessable then: PC10. Not taken, given last before that: MK1 (of fall 2025). \
         Never given: MK2."
    );
    let row = |code: &str| table.row(&id(code)).unwrap().carried();
    assert_eq!(
        row("MK1"),
        Ok(Mark { level: Some(level(8)), carried: true }),
        "of one row, whenever it was given"
    );
    assert!(matches!(row("PC10"), Err(NotTaken::NotAssessable(_, at)) if at == "spring 2026"));
    assert!(matches!(row("MK2"), Err(NotTaken::NeverGiven(_))));
}

#[test]
fn straight_lines_jumps_open_rows_and_the_way_to_the_goal_are_asked_about() {
    let mut table = table();
    let marks = |levels: &[(&str, u8)]| -> Marks {
        levels.iter().map(|(code, steps)| (id(code), Mark::chosen(Some(level(*steps))))).collect()
    };
    assert_eq!(questions(&table, &Marks::new()), Vec::<String>::new(), "nothing is asked of an empty table");
    let straight = [("PC1", 7), ("PC2", 7), ("PC10", 7), ("MK1", 7), ("MK2", 7)];
    assert_eq!(
        questions(&table, &marks(&straight)),
        [
            "All 5 levels are 3.5: was each looked at for itself?",
            "More than a level since last time: PC2 from 2.0 to 3.5. What was seen?",
            "5 levels lie below 4.0, a goal for graduation and no requirement, with 9.0 months to go; lowest at 3.5: 5 of \
             them.",
        ]
    );
    // A whole level is no jump, up or down; a fall of more than one is.
    assert_eq!(
        questions(&table, &marks(&[("PC1", 8), ("PC2", 6), ("MK1", 5), ("MK2", 9)])),
        [
            "More than a level since last time: MK1 from 4.0 to 2.5. What was seen?",
            "1 row is not yet, and without a level on record: PC10.",
            "2 levels lie below 4.0, a goal for graduation and no requirement, with 9.0 months to go; lowest at 2.5: MK1.",
        ]
    );
    table.months_left = None;
    let above = marks(&straight.map(|(code, _)| (code, 9)));
    assert_eq!(questions(&table, &above).len(), 2, "{:?}", questions(&table, &above));
}
