//! Values that a type allows and no calendar or committee has.

use std::collections::BTreeSet;

use super::{Small, refusal};
use crate::review::{err, out};

/// One command of each kind that reads every relation.
const READING: &[&[&str]] = &[
    &["triage", "--format", "json"],
    &["show", "R1"],
    &["review", "--plain", "cases", "--as", "lin", "--resident", "R1"],
];

#[test]
fn a_day_that_no_calendar_has_is_said_in_one_line_or_does_no_harm() {
    for sql in [
        "update residents set entered_on = date '-infinity', graduates_on = null where resident_id = 'R1'",
        "update residents set graduates_on = date 'infinity'",
        "update residents set graduates_on = date '290000-01-01'",
        "update program set data_to = date 'infinity'",
        "update program set data_to = date '290000-01-01'",
        "update cases set started_at = timestamp 'infinity', ended_at = null",
        "update cases set started_at = timestamp '290000-01-01', ended_at = null",
        "update cases set started_at = timestamp '-infinity', ended_at = null",
        "update case_staff set signed_out_at = timestamp 'infinity'",
        "update statements set stated_on = date 'infinity'",
        "update statements set stated_on = date '290000-01-01'",
        "update assessments set assessed_on = date 'infinity'",
        "update milestones set rated_on = date '-infinity'",
        "insert into rotations values ('R1', 'cardiac', date '-infinity', date 'infinity')",
        "insert into absences values ('R1', date '2025-08-01', date 'infinity')",
    ] {
        let small = Small::with(sql);
        for command in READING {
            let output = small.run(command);
            if output.status.code() != Some(0) {
                refusal(command, &output, &small.cases());
            }
        }
    }
}

#[test]
fn a_number_that_no_patient_has_does_no_harm() {
    for sql in [
        "update cases set age_years = 'nan'",
        "update cases set age_years = 'infinity'",
        "update cases set age_years = 1e308",
        "insert into case_facts values ('C1', 'red_cells_units', null, 'nan', null, null)",
        "insert into case_facts values ('C1', 'red_cells_units', null, 'infinity', null, null)",
        "insert into self_logged values ('R1', 'massive_hemorrhage', '2026-01-01', 2147483647)",
        "update epas set expected_n = 32767, expected_raters = 0",
        "update epas set expected_n = -5",
        "update program set training_months = 120",
        "update program set training_months = 1",
    ] {
        let small = Small::with(sql);
        for command in READING {
            let output = small.run(command);
            if output.status.code() != Some(0) {
                refusal(command, &output, &small.cases());
            }
        }
    }
}

#[test]
fn ten_thousand_residents_of_one_name_are_told_apart_by_their_codes() {
    let small = Small::with(
        "insert into residents (resident_id, name, entry_class, entered_on, graduates_on, status) \
         select 'S' || lpad(i::varchar, 5, '0'), 'Same, Name', 2025, '2025-07-01', '2028-06-30', 'current' \
         from range(10000) r(i)",
    );
    let rows: serde_json::Value =
        serde_json::from_str(&small.prints(&["triage", "--format", "json"])).unwrap();
    let codes: BTreeSet<_> =
        rows.as_array().unwrap().iter().map(|row| row["resident_id"].to_string()).collect();
    assert_eq!(codes.len(), 10_002);
    let table = small.prints(&["triage"]);
    for code in ["S00000", "S09999"] {
        assert!(table.contains(code), "the table tells {code} apart");
    }
    let output = small.run(&["show", "Same"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("several residents"), "{}", err(&output));
    let one = small.prints(&["show", "S09999"]);
    assert!(one.contains("Same, Name"), "{one}");
}

const BENCHMARK: &str = "insert into benchmarks \
    select 'all_cases', m, c, m * c / 10.0, 'a table', date '2026-01-01' \
    from (values (6), (12)) as months (m), (values (10.0), (50.0), (90.0)) as centiles (c);";

#[test]
fn a_benchmark_is_told_with_its_source_and_its_date() {
    let small = Small::with(BENCHMARK);
    let told = small.prints(&["show", "R1", "--experience", "all_cases"]);
    assert!(told.contains("benchmark: a table, 1 Jan 2026"), "{told}");
    assert!(
        told.contains(
            "The benchmark (a table, 1 Jan 2026): 8 in 10 between 12 and 108 by then, the middle one 60"
        ),
        "{told}"
    );
    assert!(!out(&small.run(&["check"])).contains("benchmark"));
}

#[test]
fn a_benchmark_that_contradicts_itself_is_reported_and_not_shown() {
    for (change, place) in [
        ("insert into benchmarks values ('all_cases', 6, 120, 99, 'a table', '2026-01-01')", "centile 120"),
        ("update benchmarks set value = 1 where centile = 50 and training_month = 12", "falls to 1.0"),
        ("update benchmarks set value = -1 where centile = 10 and training_month = 6", "is -1.0"),
        ("update benchmarks set value = 'nan' where centile = 90 and training_month = 12", "is nan"),
        ("insert into benchmarks values ('all_cases', 6, 90, 99, 'a table', '2026-01-01')", "has 2 values"),
    ] {
        let small = Small::with(BENCHMARK);
        small.change(change);
        let checked = small.run(&["check"]);
        assert_eq!(checked.status.code(), Some(1), "{change}: {}", err(&checked));
        assert!(out(&checked).contains(place), "{change}: {}", out(&checked));
        let told = small.prints(&["show", "R1", "--experience", "all_cases"]);
        assert!(told.contains("1 line contradict"), "{change}: {told}");
    }
    let small = Small::with(BENCHMARK);
    small.change("update benchmarks set value = value + 200 where centile = 10");
    let checked = out(&small.run(&["check"]));
    assert!(checked.contains("lies below a lower one"), "{checked}");
}
