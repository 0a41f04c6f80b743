//! Relations that reach out, lie about their type, or are not there.

use std::fs;

use super::{COMMANDS, Small, refused};
use crate::review::{err, out};

const SECRET: &str = "canary-5f1d";

#[test]
fn a_view_that_reads_a_local_file_is_refused_and_nothing_leaks() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret.csv");
    fs::write(&secret, format!("text\n{SECRET}\n")).unwrap();
    let secret = secret.display();
    for (source, column) in [
        (format!("read_text('{secret}')"), "content"),
        (format!("read_csv('{secret}')"), "text"),
        (format!("'{secret}'"), "text"),
        ("read_text('/etc/passwd')".to_owned(), "content"),
        ("glob('/etc/*')".to_owned(), "file"),
    ] {
        let small = Small::with(&format!(
            "drop table statements; create view statements as \
             select 'R1' as resident_id, date '2026-01-01' as stated_on, {column} as text from {source}"
        ));
        let said = refused(&small.cases());
        for command in COMMANDS.iter().chain([&["check"].as_slice()]) {
            let output = small.run(command);
            let all = out(&output) + &err(&output);
            assert!(!all.contains(SECRET) && !all.contains("root:"), "{source}, {command:?}: {all}");
        }
        assert!(!said.contains(SECRET), "{said}");
    }
}

#[test]
fn a_macro_of_the_file_does_not_replace_a_function_of_the_engine() {
    let plain = Small::new();
    let small = Small::with(
        "create macro count(x) as 666; create macro sum(x) as 666; create macro upper(x) as 'HIJACKED'; \
         create macro lower(x) as 'HIJACKED'; create macro coalesce_text(x) as 'HIJACKED'",
    );
    for command in [["triage", "--format", "json"].as_slice(), &["show", "R1", "--json"], &["show", "R1"]] {
        assert_eq!(small.prints(command), plain.prints(command));
    }
}

#[test]
fn a_view_over_the_files_own_tables_is_as_good_as_a_table() {
    let plain = Small::new();
    let small = Small::with("alter table cases rename to anesthetics; create view cases as from anesthetics");
    let command = ["show", "R1", "--json"];
    assert_eq!(small.prints(&command), plain.prints(&command));
}

#[test]
fn a_column_of_another_type_is_named_with_the_type_that_was_expected() {
    let small = Small::with(
        "create table other as select * replace (age_years::varchar as age_years) from cases; \
         drop table cases; alter table other rename to cases",
    );
    let said = refused(&small.cases());
    assert!(said.contains("cases.age_years has the type VARCHAR, and DOUBLE was expected"), "{said}");
}

#[test]
fn a_missing_required_relation_or_column_is_named() {
    let said = refused(&Small::with("drop table case_staff").cases());
    assert!(said.contains("case_staff is missing"), "{said}");
    let small = Small::with(
        "create table other as select * exclude (name) from residents; \
         drop table residents; alter table other rename to residents",
    );
    let said = refused(&small.cases());
    assert!(said.contains("residents.name is missing"), "{said}");
}

#[test]
fn a_missing_optional_relation_greys_out_its_panel_and_is_named() {
    for (relation, screen) in [
        ("milestones", "milestones"),
        ("epas", "epas"),
        ("rotations", "rotations"),
        ("statements", "resident"),
    ] {
        let small = Small::with(&format!("drop table {relation}"));
        let text = small.prints(&["review", "--plain", screen, "--as", "lin", "--resident", "R1"]);
        assert!(text.contains(&format!("no relation {relation}")), "{relation} on {screen}:\n{text}");
        let whole = Small::new().prints(&["review", "--plain", screen, "--as", "lin", "--resident", "R1"]);
        assert!(!whole.contains(&format!("no relation {relation}")), "{relation} on {screen}:\n{whole}");
    }
}

#[test]
fn a_case_file_from_before_there_were_choices_works_as_ever() {
    let whole = Small::new();
    let small = Small::with("drop table overall_choices");
    for command in [["triage", "--format", "json"].as_slice(), &["show", "R1", "--json"], &["show", "R1"]] {
        assert_eq!(small.prints(command), whole.prints(command));
    }
}

#[test]
fn two_programs_in_one_file_are_refused() {
    let small = Small::with("insert into program values ('Other', 'anesthesiology', null, '2026-06-30', 36)");
    let said = refused(&small.cases());
    assert!(said.contains("program"), "{said}");
    let small = Small::with("delete from program");
    let said = refused(&small.cases());
    assert!(said.contains("program"), "{said}");
}
