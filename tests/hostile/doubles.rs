//! What stands in a file twice is found before it is counted, by every command alike.

use super::Small;
use crate::review::{err, out};

/// A relation without its key, as a file from elsewhere has it, with its rows twice.
fn twice(relation: &str) -> String {
    format!(
        "create table other as from {relation}; drop table {relation}; alter table other rename to {relation}; \
         insert into {relation} from {relation};"
    )
}

fn procedures() -> String {
    "insert into procedures (procedure_id, resident_id, kind, performed_at, case_id) values \
     ('P1', 'R1', 'tee', '2025-07-02 08:00', 'C1'), ('P2', 'R1', 'tee', '2025-08-02 08:00', 'C2');"
        .to_owned()
}

fn experience(small: &Small, code: &str) -> serde_json::Value {
    let shown: serde_json::Value = serde_json::from_str(&small.prints(&["show", "R1", "--json"])).unwrap();
    let all = shown["experiences"].as_array().unwrap().clone();
    all.into_iter().find(|one| one["code"] == code).unwrap()["n"].clone()
}

#[test]
fn each_is_counted_once_and_said_in_the_head_of_every_screen() {
    for (relation, key) in [
        ("procedures", "procedure_id"),
        ("cases", "case_id"),
        ("assessments", "assessment_id"),
        ("milestones", "resident_id, subcompetency, period, source"),
        ("faculty", "faculty_id"),
        ("epas", "epa"),
    ] {
        let small = Small::with(&(procedures() + "insert into faculty values ('F1', 'Poe, Di', true);"));
        let before = small.prints(&["show", "R1"]);
        small.change(&twice(relation));
        let said = format!("{relation} has several rows with the same {key}; one of each is counted");
        let checked = small.run(&["check"]);
        assert_eq!(checked.status.code(), Some(1), "{relation}");
        assert!(out(&checked).contains(&said), "{relation}: {}", out(&checked));
        let after = small.prints(&["show", "R1"]);
        let notice = after.lines().nth(1).unwrap();
        assert!(
            notice.starts_with(&format!("case file: {said}")) && notice.contains("trellis check"),
            "{notice}"
        );
        let rest: Vec<_> = after.lines().filter(|line| !line.starts_with("case file: ")).collect();
        assert_eq!(rest.join("\n"), before.trim_end(), "{relation}");
        for command in [
            &["triage"][..],
            &["triage", "--format", "json"],
            &["show", "R1", "--json"],
            &["review", "--plain", "triage", "--as", "lin"],
            &["review", "--plain", "epas", "--as", "lin", "--resident", "R1"],
            &["review", "--plain", "definition", "--as", "lin", "--resident", "R1"],
        ] {
            let told = small.prints(command);
            assert!(told.contains(&said), "{relation}, {command:?}: {told}");
        }
        let csv = small.run(&["triage", "--format", "csv"]);
        assert!(err(&csv).contains(&said) && !out(&csv).contains("case file"), "{relation}");
    }
}

#[test]
fn facts_of_a_case_that_was_exported_twice_are_counted_once_and_two_units_are_two() {
    let facts = "insert into case_facts (case_id, fact, text, value, \"at\") values \
        ('C1', 'technique', 'general', null, null), ('C1', 'blood_loss_ml', null, 1100, null), \
        ('C2', 'technique', 'general', null, null), \
        ('C2', 'red_cells_units', null, 5, null), ('C2', 'red_cells_units', null, 5, null);";
    let small = Small::with(facts);
    assert_eq!(experience(&small, "blood_loss_2000"), 0);
    assert_eq!(experience(&small, "massive_transfusion"), 1);
    assert!(!out(&small.run(&["check"])).contains("several times"));
    small.change("insert into case_facts select * from case_facts where case_id = 'C1'");
    assert_eq!(experience(&small, "blood_loss_2000"), 0);
    assert_eq!(experience(&small, "massive_transfusion"), 1);
    assert!(out(&small.run(&["check"])).contains("case_facts has the same facts of a case several times"));
}

#[test]
fn check_and_every_other_command_come_to_the_same_answer() {
    let open = |relation: &str| {
        format!(
            "create table other as from {relation}; drop table {relation}; alter table other rename to {relation};"
        )
    };
    for (change, said) in [
        (
            "update residents set graduates_on = '9999-12-31' where resident_id = 'R1'".to_owned(),
            "residents.graduates_on of resident_id R1 is \"9999-12-31\", which is no day between 1900 and 2200",
        ),
        (
            "insert into rotations values ('R1', 'cardiac', '2025-07-01', date 'infinity')".to_owned(),
            "rotations.to_on of resident_id R1 is \"infinity\"",
        ),
        (
            "update milestones set period = 'Fall 2025'".to_owned(),
            "period Fall 2025, source committee is \"Fall 2025\", which is no reporting period",
        ),
        (
            open("residents") + "update residents set status = 'retired' where resident_id = 'R2'",
            "residents.status of resident_id R2 is \"retired\", which is none of current, graduated, left",
        ),
        (
            open("milestones") + "update milestones set half_steps = 12",
            "is \"12\", which is no level in half steps",
        ),
        (
            open("residents") + "insert into residents from residents where resident_id = 'R2'",
            "residents holds R2 more than once",
        ),
        ("insert into program from program".to_owned(), "program has 2 rows, and exactly one was expected"),
        (
            open("assessments") + "update assessments set rater_id = null",
            "assessments.rater_id of assessment_id A1 is nothing, every row needs it",
        ),
        (
            open("residents") + "update residents set name = null where resident_id = 'R1'",
            "residents.name of resident_id R1 is nothing",
        ),
    ] {
        let small = Small::with(&change);
        let checked = small.run(&["check"]);
        assert_eq!(checked.status.code(), Some(1), "{change}");
        assert!(out(&checked).contains(said), "{change}: {}{}", out(&checked), err(&checked));
        for command in [&["triage"][..], &["show", "R1"], &["review", "--plain", "cases", "--as", "lin"]] {
            let refused = small.run(command);
            assert_eq!(refused.status.code(), Some(1), "{change}: {command:?}");
            assert!(
                err(&refused).contains(said) && err(&refused).contains("cases.duckdb"),
                "{}",
                err(&refused)
            );
        }
    }
}

#[test]
fn roles_that_are_missing_are_said_wherever_the_file_is_opened() {
    let small = Small::with(
        "create table other as from case_staff; drop table case_staff; alter table other rename to case_staff; \
         update case_staff set role = null",
    );
    assert_eq!(small.run(&["check"]).status.code(), Some(1));
    assert!(small.prints(&["triage"]).contains("case_staff has rows in which \"role\" is null (2 places)"));
}
