//! Names and words in a file from elsewhere, however they are spelt.

use super::Small;
use crate::review::out;

const PROCEDURES: &str = "insert into procedures (procedure_id, resident_id, kind, performed_at, case_id) values \
    ('P1', 'R1', 'TEE', '2025-07-02 08:00', 'C1'), ('P2', 'R1', 'Labor Epidural', '2025-08-02 08:00', 'C2'), \
    ('P3', 'R1', 'labor_epidural', '2025-08-03 08:00', null);";

fn count(small: &Small, code: &str) -> String {
    let shown: serde_json::Value = serde_json::from_str(&small.prints(&["show", "R1", "--json"])).unwrap();
    let all = shown["experiences"].as_array().unwrap();
    all.iter().find(|one| one["code"] == code).unwrap()["n"].to_string()
}

#[test]
fn words_are_read_whatever_the_capitals_and_blanks() {
    let small = Small::with(PROCEDURES);
    small.change(
        "create table s as select * replace (upper(role) as role) from case_staff; drop table case_staff; \
         alter table s rename to case_staff; \
         create table r as select * replace ('Current' as status) from residents; drop table residents; \
         alter table r rename to residents",
    );
    assert_eq!(["tee", "labor_epidural", "all_cases"].map(|code| count(&small, code)), ["1", "2", "2"]);
    assert!(!out(&small.run(&["check"])).contains("words are"));
}

#[test]
fn the_engines_own_blindness_to_capitals_is_ours() {
    let small = Small::with(PROCEDURES);
    small.change(
        "create table p as from procedures; drop table procedures; alter table p rename to \"Procedures\"; \
         create table c as from cases; drop table cases; alter table c rename age_years to \"Age_Years\"; \
         alter table c rename case_id to \"CASE_ID\"; alter table c rename to \"CASES\"",
    );
    assert_eq!(["tee", "pediatric", "all_cases"].map(|code| count(&small, code)), ["1", "1", "2"]);
}

#[test]
fn a_slip_of_the_pen_is_named_and_said_in_the_head() {
    let small = Small::with(&PROCEDURES.replace("'TEE'", "'teee'"));
    let checked = out(&small.run(&["check"]));
    assert!(checked.contains("procedures.kind: \"teee\", 1 row; the nearest known word is tee"), "{checked}");
    assert!(small.prints(&["triage"]).contains("procedures.kind: \"teee\""));
    assert_eq!(count(&small, "tee"), "null");
}

#[test]
fn an_outcome_that_is_neither_is_not_known() {
    let small = Small::with(
        "create table p as from procedures; drop table procedures; alter table p rename to procedures; \
         insert into procedures (procedure_id, resident_id, kind, performed_at, outcome) values \
         ('P1', 'R1', 'spinal', '2025-07-02 08:00', 'Failure'), ('P2', 'R1', 'spinal', '2025-07-03 08:00', 'success'), \
         ('P3', 'R1', 'spinal', '2025-07-04 08:00', 'so-so')",
    );
    let told = small.prints(&["review", "--plain", "measures", "--as", "lin", "--resident", "R1"]);
    assert!(told.contains("2 of 3 attempts have an outcome"), "{told}");
    assert!(out(&small.run(&["check"])).contains("procedures.outcome: \"so-so\", 1 row"));
}
