//! What the data can bear, said from outside: by `trellis check`, on triage and on a curve.

use duckdb::Connection;
use serde_json::Value;

use crate::review::{Program, err, out, trellis};

fn run(program: &Program, arguments: &[&str]) -> String {
    let (command, further) = arguments.split_first().unwrap();
    let done = trellis().arg(command).arg(program.cases()).args(further).output().unwrap();
    assert!(matches!(done.status.code(), Some(0 | 1)), "{command}: {}", err(&done));
    out(&done)
}

fn json(program: &Program, arguments: &[&str]) -> Value {
    serde_json::from_str(&run(program, arguments)).unwrap()
}

/// The sample program, changed.
fn changed(sql: &str) -> Program {
    let program = Program::without_ledger();
    Connection::open(program.cases()).unwrap().execute_batch(sql).unwrap();
    program
}

/// From a day on the schedule has other names, as another software gives them.
const RENAMED: &str = "update rotations set rotation = 'UH_' || rotation where from_on >= date '2025-07-01'; \
                       insert into rotation_kinds select 'UH_' || rotation, title, short, clinical from rotation_kinds;";

fn limits(program: &Program) -> Vec<String> {
    let checked = json(program, &["check", "--json"]);
    let all = checked["bearing"]["limits"].as_array().unwrap();
    all.iter().map(|limit| limit["limit"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn rotations_renamed_on_a_day_are_named_withheld_and_put_right_by_the_rows_that_are_printed() {
    let control = json(&Program::without_ledger(), &["triage", "--format", "json"]);
    let program = changed(RENAMED);
    assert!(limits(&program).contains(&"rotation_renamed".to_owned()), "{:?}", limits(&program));
    let curve = run(&program, &["show", "R0090", "--experience", "cardiac"]);
    assert!(curve.contains("UH_cardiac takes its place on"), "{curve}");
    assert!(curve.contains("No forecast: its rotations have two names."), "{curve}");

    // The rows as `check` prints them.
    let checked = run(&program, &["check"]);
    let row = |part: &str| {
        let cells: Vec<&str> = part.split(',').collect();
        format!("('{}', '{}', date '{}')", cells[0], cells[1], cells[2])
    };
    let line = checked.lines().find(|line| line.contains("rotation_aliases.csv")).unwrap();
    let rows: Vec<String> = line.split(": ").last().unwrap().split(" | ").map(row).collect();
    assert!(rows.len() > 5, "{line}");
    let add = format!("insert into rotation_aliases values {}", rows.join(", "));
    Connection::open(program.cases()).unwrap().execute_batch(&add).unwrap();
    // Two rotations that no definition names have other names, too, which is no matter.
    let harm = ["rotation_renamed", "rotation_nowhere", "rotation_ended"];
    assert!(!limits(&program).iter().any(|limit| harm.contains(&limit.as_str())), "{:?}", limits(&program));
    assert_eq!(json(&program, &["triage", "--format", "json"])[0]["prompts"], control[0]["prompts"]);
}

#[test]
fn an_alias_holds_from_its_day_on_and_the_later_of_two_beats_the_first() {
    let program = changed(
        "update rotations set rotation = 'X1' where rotation = 'cardiac' and from_on < date '2023-01-01'; \
         update rotations set rotation = 'X1' where rotation = 'neuro' and from_on >= date '2023-01-01'; \
         insert into rotation_kinds values ('X1', 'X1', 'X1', null); \
         insert into rotation_aliases values ('X1', 'cardiac', null), ('X1', 'neuro', date '2023-01-01')",
    );
    let control = json(&Program::without_ledger(), &["triage", "--format", "json"]);
    assert_eq!(json(&program, &["triage", "--format", "json"])[0]["prompts"], control[0]["prompts"]);
}

#[test]
fn a_track_without_graduates_is_no_0_anywhere() {
    let program = changed("update residents set track = 'advanced' where status = 'current'");
    let csv = run(&program, &["triage", "--format", "csv"]);
    let of = |line: &str, column: &str| {
        // From the end, since names hold a comma, in quotes.
        let at = csv.lines().next().unwrap().rsplit(',').position(|name| name == column).unwrap();
        line.rsplit(',').nth(at).unwrap().to_owned()
    };
    for line in csv.lines().skip(1) {
        assert_ne!(of(line, "open_prompts"), "0", "{line}");
        assert_eq!(of(line, "compared_with"), "0", "{line}");
        assert!(of(line, "silent_rules").contains("few_for_training_time"), "{line}");
    }
    let table = run(&program, &["triage"]);
    assert!(table.contains("45 residents of the track advanced compared with 0 graduates"), "{table}");
    assert!(table.contains("n.c."), "{table}");
    let rows = json(&program, &["triage", "--format", "json"]);
    assert_eq!(rows[0]["compared"]["experiences"], 0);
    assert_eq!(rows[0]["compared"]["silent"][0]["rule"], "few_for_training_time");
}

#[test]
fn a_record_that_begins_late_and_a_track_spelt_otherwise_are_said_by_check() {
    let program = changed(
        "update residents set track = upper(track) where status = 'current'; \
         delete from exposures where occurred_on < date '2021-07-01'; \
         delete from procedures where performed_at < timestamp '2021-07-01'; \
         delete from case_facts where case_id in (select case_id from cases where started_at < timestamp '2021-07-01'); \
         delete from case_staff where case_id in (select case_id from cases where started_at < timestamp '2021-07-01'); \
         create table c as from cases where started_at >= timestamp '2021-07-01'; drop table cases; \
         alter table c rename to cases; delete from prepared",
    );
    let checked = run(&program, &["check"]);
    assert!(checked.contains("45 residents compared with 45 of 60 graduates"), "{checked}");
    assert!(checked.contains("its first case is of 1 Jul 2021"), "{checked}");
    assert!(checked.contains("“CATEGORICAL” and “categorical” are taken for one"), "{checked}");
}
