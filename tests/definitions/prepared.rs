//! Prepared exposures: what is stored, under which version, and whether it is still true.

use trellis::casefile::error::CaseFileError;
use trellis::casefile::{engine, prepare};
use trellis::domain::experience::Definition;
use trellis::domain::id::Code;

use super::row::Row;
use super::{Fixture, rows};

fn codes(definitions: &[Definition]) -> Vec<Code> {
    definitions.iter().map(|d| d.code.clone()).collect()
}

#[test]
fn a_file_is_stale_until_it_is_prepared_and_again_when_a_definition_changes() {
    let mut fixture = Fixture::new(&rows());
    assert_eq!(prepare::stale(&fixture.engine, &fixture.definitions).unwrap(), codes(&fixture.definitions));
    fixture.prepare();
    assert_eq!(prepare::stale(&fixture.engine, &fixture.definitions).unwrap(), []);
    fixture.definitions[3].hash = "0".repeat(64);
    assert_eq!(
        prepare::stale(&fixture.engine, &fixture.definitions).unwrap(),
        codes(&fixture.definitions[3..4])
    );
}

#[test]
fn a_version_that_stands_there_twice_is_not_believed() {
    let fixture = Fixture::new(&[]);
    fixture.prepare();
    let twice = "create or replace view prepared as
        from src.main.prepared union all select 'spinal', '0', 1::bigint";
    fixture.engine.execute_batch(twice).unwrap();
    let stale = prepare::stale(&fixture.engine, &fixture.definitions).unwrap();
    assert_eq!(stale, ["spinal".parse().unwrap()]);
}

#[test]
fn exposures_stand_by_resident_code_and_day_and_prepared_counts_them() {
    let fixture = Fixture::new(&rows());
    let prepared = fixture.prepare();
    let unsorted = "select count(*) from (
        select (resident_id, code, occurred_on) as here, lag(here) over (order by rowid) as before
        from src.main.exposures
    ) where before > here";
    assert_eq!(fixture.number(unsorted), 0);
    let all: u64 = prepared.iter().map(|p| p.n).sum();
    assert_eq!(fixture.number("select count(*) from exposures").cast_unsigned(), all);
    assert_eq!(fixture.number("select sum(n)::bigint from prepared").cast_unsigned(), all);
    assert_eq!(fixture.number("select count(*) from prepared where length(hash) <> 64"), 0);
}

#[test]
fn unknown_residents_and_days_beyond_the_data_are_left_out_and_counted() {
    let fixture = Fixture::new(&[
        Row::read(1, "spinal | yes | known | | | technique:spinal |"),
        Row::read(2, "spinal | no | after the data | future | | technique:spinal |"),
        Row::read(3, "spinal | no | in no roster | | | technique:spinal |"),
    ]);
    fixture.engine.execute_batch("delete from src.main.residents where resident_id = 'R3'").unwrap();
    let prepared = fixture.prepare();
    let spinal = prepared.iter().find(|p| p.code.as_str() == "spinal").unwrap();
    assert_eq!((spinal.n, spinal.left_out), (1, 2));
}

#[test]
fn views_in_memory_make_room_for_tables() {
    let fixture = Fixture::new(&rows());
    let mut steps = Vec::new();
    let prepared =
        prepare::prepare(&fixture.engine, &fixture.definitions, "memory.main", &mut |done, all| {
            steps.push((done, all));
        })
        .unwrap();
    let all: u64 = prepared.iter().map(|(_, n)| n).sum();
    assert_eq!(fixture.number("select count(*) from memory.main.exposures").cast_unsigned(), all);
    assert_eq!(fixture.number("select count(*) from src.main.exposures"), 0);
    assert_eq!(prepare::stale(&fixture.engine, &fixture.definitions).unwrap(), []);
    let last = fixture.definitions.len() + 1;
    assert_eq!(steps, (0..=last).map(|done| (done, last)).collect::<Vec<_>>());
}

#[test]
fn a_locked_engine_prepares_a_file_that_it_may_only_read() {
    let fixture = Fixture::new(&rows());
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.duckdb");
    let attach = format!("attach {} as copy", engine::literal(&copy.to_string_lossy()));
    fixture.engine.execute_batch(&format!("{attach}; copy from database src to copy; detach copy")).unwrap();

    let reader = engine::in_memory(engine::Limits::default()).unwrap();
    let attach = format!("attach {} as src (read_only)", engine::literal(&copy.to_string_lossy()));
    let lock = "set temp_directory = ''; set enable_external_access = false; set lock_configuration = true";
    reader.execute_batch(&format!("{attach}; {lock}")).unwrap();
    engine::make_all_views(&reader).unwrap();
    let there = prepare::prepare(&reader, &fixture.definitions, "memory.main", &mut |_, _| ()).unwrap();
    let here = prepare::prepare(&fixture.engine, &fixture.definitions, "src.main", &mut |_, _| ()).unwrap();
    assert_eq!(there, here);
}

#[test]
fn preparing_twice_gives_the_same_rows() {
    let fixture = Fixture::new(&rows());
    fixture.prepare();
    fixture
        .engine
        .execute_batch("create temp table first as select rowid as r, * from src.main.exposures")
        .unwrap();
    fixture.engine.execute_batch("set threads = 1").unwrap();
    fixture.prepare();
    let changed = "select count(*) from (
        (select rowid as r, * from src.main.exposures) except (from first))";
    assert_eq!(fixture.number(changed), 0);
    assert_eq!(
        fixture.number("select count(*) from src.main.exposures"),
        fixture.number("select count(*) from first")
    );
}

#[test]
fn a_changed_exposure_is_found_again_with_both_counts() {
    let fixture = Fixture::new(&rows());
    fixture.prepare();
    assert_eq!(prepare::recheck(&fixture.engine, &fixture.definitions).unwrap(), []);

    let line = rows().into_iter().find(|r| r.definition == "cardiac").unwrap();
    let add = format!(
        "insert into src.main.exposures values ('cardiac', '{}', '2026-01-01', null, 1)",
        line.resident()
    );
    fixture.engine.execute_batch(&add).unwrap();
    let found = prepare::recheck(&fixture.engine, &fixture.definitions).unwrap();
    let [difference] = &found[..] else { panic!("{found:?}") };
    assert_eq!(
        (difference.code.as_str(), difference.resident.as_str()),
        ("cardiac", line.resident().as_str())
    );
    assert_eq!((difference.held, difference.derived), (2, 1));
}

#[test]
fn a_moved_day_is_found_although_the_count_is_right() {
    let fixture = Fixture::new(&rows());
    fixture.prepare();
    let shift = "update src.main.exposures set occurred_on = occurred_on - 30 where code = 'caudal'";
    fixture.engine.execute_batch(shift).unwrap();
    let found = prepare::recheck(&fixture.engine, &fixture.definitions).unwrap();
    assert!(
        !found.is_empty() && found.iter().all(|d| d.code == "caudal" && d.held == d.derived),
        "{found:?}"
    );
}

#[test]
fn a_definition_that_the_engine_refuses_is_named_with_the_reason() {
    let mut fixture = Fixture::new(&[]);
    fixture.definitions.truncate(1);
    fixture.definitions[0].sql =
        "select resident_id, started_at, case_id, 1 as value from case_staff".to_owned();
    let said =
        prepare::prepare(&fixture.engine, &fixture.definitions, "src.main", &mut |_, _| ()).unwrap_err();
    assert!(matches!(said, CaseFileError::Definition { .. }), "{said:?}");
    let said = said.to_string();
    assert!(said.starts_with("definition all_cases.sql: ") && said.contains("started_at"), "{said}");
}

#[test]
fn a_definition_cannot_break_out_of_its_place() {
    let mut fixture = Fixture::new(&[]);
    fixture.definitions.truncate(1);
    fixture.definitions[0].sql = "select 1) as x; drop table src.main.cases; select (2".to_owned();
    assert!(prepare::prepare(&fixture.engine, &fixture.definitions, "src.main", &mut |_, _| ()).is_err());
    assert_eq!(fixture.number("select count(*) from duckdb_tables() where table_name = 'cases'"), 1);
}
