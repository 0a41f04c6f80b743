//! Types that a file from elsewhere has: those that lose nothing are taken, all others are named at once.

use super::{Small, refused};
use crate::review::out;

/// Makes a relation anew with some columns otherwise.
fn other(relation: &str, columns: &str) -> String {
    format!(
        "create table other as select * replace ({columns}) from {relation}; drop table {relation}; \
         alter table other rename to {relation};"
    )
}

#[test]
fn a_type_of_which_no_value_is_lost_is_as_good() {
    let plain = Small::new();
    let command = ["show", "R1", "--json"];
    let expected = plain.prints(&command);
    for change in [
        other("cases", "started_at::timestamp_ns as started_at, ended_at::timestamp_s as ended_at"),
        other("cases", "asa::double as asa, age_years::decimal(9, 3) as age_years, null::integer as site"),
        other("cases", "case when case_id = 'C1' then 1 else 0 end as emergency") + "update cases set emergency = null;",
        other("residents", "entered_on::timestamp as entered_on, graduates_on::timestamp_ns as graduates_on"),
        other("residents", "entry_class::hugeint as entry_class, status::enum ('current', 'left') as status"),
        other("program", "training_months::bigint as training_months, data_to::timestamp as data_to"),
        other("milestones", "half_steps::integer as half_steps, rated_on::timestamp as rated_on"),
        "create table k as select * replace (substr(case_id, 2)::bigint as case_id) from cases; \
         create table s as select * replace (substr(case_id, 2)::hugeint as case_id) from case_staff; \
         drop table cases; drop table case_staff; alter table k rename to cases; alter table s rename to case_staff"
            .to_owned(),
    ] {
        let small = Small::with(&change);
        assert_eq!(small.prints(&command), expected, "{change}");
    }
}

#[test]
fn all_that_would_lose_something_is_named_at_once_with_what_mends_it() {
    let change = other(
        "cases",
        "started_at::varchar as started_at, asa + 0.5 as asa, timestamptz '2025-07-02 09:30:00+00' as ended_at",
    ) + &other("residents", "entered_on + interval 7 hour as entered_on");
    let small = Small::with(&change);
    let (said, checked) = (refused(&small.cases()), out(&small.run(&["check"])));
    for (what, advice) in [
        (
            "cases.started_at has the type VARCHAR, and TIMESTAMP was expected",
            "alter table cases alter started_at type timestamp",
        ),
        ("cases.asa has the type DECIMAL", "alter table cases alter asa type smallint"),
        (
            "cases.ended_at has the type TIMESTAMP WITH TIME ZONE, and TIMESTAMP was expected",
            "alter table cases alter ended_at type timestamp using ended_at at time zone",
        ),
        (
            "residents.entered_on has the type TIMESTAMP, and DATE was expected",
            "alter table residents alter entered_on type date",
        ),
    ] {
        for text in [what, advice] {
            assert!(said.contains(text) && checked.contains(text), "{text}\n{said}\n{checked}");
        }
    }
}

#[test]
fn a_view_that_cannot_be_read_says_so_in_our_words() {
    let file = |small: &Small| small.cases().with_file_name("m.parquet").display().to_string();
    let parquet = "copy milestones to 'FILE'; drop table milestones; create view milestones as from 'FILE'";
    for (change, what, advice) in [
        (
            "alter table cases rename to stg_cases; create view cases as from cases.main.stg_cases",
            "cases is a view that names the database cases",
            "store it as a table (in dbt: materialized: table)",
        ),
        (
            parquet,
            "milestones is a view over a file or another source outside the case file",
            "store it as a table (in dbt: materialized: table)",
        ),
        (
            "create schema ccc; create table ccc.program as from program; drop table program",
            "it stands in the schema ccc",
            "create view main.program as from ccc.program",
        ),
    ] {
        let small = Small::new();
        small.change(&change.replace("FILE", &file(&small)));
        let refused = refused(&small.cases());
        assert!(refused.contains(what) && refused.contains(advice), "{refused}");
        let checked = small.run(&["check"]);
        assert_eq!(checked.status.code(), Some(1), "{what}");
        assert!(out(&checked).contains(what) && out(&checked).contains(advice), "{}", out(&checked));
    }
}

#[test]
fn an_optional_relation_in_another_schema_is_not_passed_over() {
    let small =
        Small::with("create schema ccc; create table ccc.faculty as from faculty; drop table faculty");
    let said = "the relation faculty is not read: it stands in the schema ccc and not in main";
    assert!(small.prints(&["triage"]).contains(said) && out(&small.run(&["check"])).contains(said));
}
