//! Every definition has rows that count and rows that nearly do.

use std::collections::BTreeMap;
use std::path::Path;

use duckdb::Connection;
use tempfile::TempDir;
use trellis::casefile::engine::{self, Limits};
use trellis::casefile::prepare;
use trellis::casefile::schema::SCHEMA;
use trellis::casefile::specialty::Folder;
use trellis::domain::experience::Definition;

mod command;
mod prepared;
mod reference;
mod row;

use row::{Counts, Row};

/// A case file that holds `rows`, each of its own resident, and the definitions prepared in it.
struct Fixture {
    engine: Connection,
    definitions: Vec<Definition>,
    folder: TempDir,
}

impl Fixture {
    fn new(rows: &[Row]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = engine::in_memory(Limits::default()).unwrap();
        engine::create(&engine, &folder.path().join("cases.duckdb")).unwrap();
        engine::make_all_views(&engine).unwrap();
        let program = "insert into src.main.program values ('P', 'anesthesiology', null, '2026-06-30', 36)";
        engine.execute_batch(program).unwrap();
        let inserts: String = rows.iter().map(Row::inserts).collect();
        engine.execute_batch(&format!("begin; {inserts} commit")).unwrap();
        Self { engine, definitions: Folder::built_in().definitions(None).unwrap(), folder }
    }

    fn prepare(&self) -> Vec<prepare::Prepared> {
        prepare::prepare_counted(&self.engine, &self.definitions, "src.main", &mut |_, _| ()).unwrap()
    }

    /// Ends the engine, so that another process may open `cases.duckdb` in the folder.
    fn close(self) -> TempDir {
        drop(self.engine);
        self.folder
    }

    /// Returns the values of the exposures of one resident.
    fn values(&self, code: &str, resident: &str) -> Vec<f64> {
        let mut statement = self
            .engine
            .prepare("select value from exposures where code = ? and resident_id = ? order by value")
            .unwrap();
        let rows = statement.query_map([code, resident], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    fn number(&self, sql: &str) -> i64 {
        self.engine.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|e| panic!("{sql}: {e}"))
    }
}

fn rows() -> Vec<Row> {
    let text = include_str!("definitions/rows.txt");
    let lines = text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    lines.map(|(at, line)| Row::read(at + 1, line)).collect()
}

#[test]
fn what_counts_counts_and_what_nearly_does_not() {
    let rows = rows();
    let fixture = Fixture::new(&rows);
    fixture.prepare();
    let mut wrong = Vec::new();
    for row in &rows {
        let found = fixture.values(&row.definition, &row.resident());
        let right = match row.counts {
            Counts::Times(n) => found.len() == n,
            Counts::Value(value) => found == [value],
        };
        if !right {
            wrong.push(format!("line {}: {} ({}): {found:?}", row.line, row.definition, row.why));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_definition_has_rows_in_and_out() {
    let mut seen: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in rows() {
        let (counted, missed) = seen.entry(row.definition.clone()).or_default();
        if row.counts == Counts::Times(0) { *missed += 1 } else { *counted += 1 }
    }
    let definitions = Folder::built_in().definitions(None).unwrap();
    for definition in &definitions {
        let (counted, missed) = seen.remove(definition.code.as_str()).unwrap_or_default();
        assert!(counted > 0 && missed > 0, "{} lacks a row that counts or a near miss", definition.code);
    }
    assert!(seen.is_empty(), "rows of no definition: {:?}", seen.keys());
}

#[test]
fn an_observer_is_credited_with_nothing() {
    let fixture = Fixture::new(&rows().into_iter().map(Row::observed).collect::<Vec<_>>());
    let counted: Vec<_> = fixture.prepare().into_iter().filter(|p| p.n > 0).map(|p| p.code).collect();
    assert!(counted.is_empty(), "{counted:?}");
}

#[test]
fn an_event_before_sign_in_is_nobodys() {
    let timed = rows().into_iter().filter(Row::is_timed).map(Row::too_early);
    let fixture = Fixture::new(&timed.collect::<Vec<_>>());
    let prepared = fixture.prepare();
    let mut events = 0;
    for (definition, found) in fixture.definitions.iter().zip(prepared) {
        if definition.sql.contains("f.at") {
            assert_eq!(found.n, 0, "{}", definition.code);
            events += 1;
        }
    }
    assert_eq!(events, 14, "definitions that look at when something happened");
}

#[test]
fn every_definition_finds_the_four_columns_and_no_others() {
    let engine = Connection::open_in_memory().unwrap();
    engine.execute_batch(SCHEMA).unwrap();
    for definition in Folder::built_in().definitions(None).unwrap() {
        let sql = format!("select column_name from (describe ({}\n))", definition.sql);
        let mut statement = engine.prepare(&sql).unwrap_or_else(|e| panic!("{}: {e}", definition.code));
        let columns: Vec<String> =
            statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(columns, ["resident_id", "occurred_on", "case_id", "value"], "{}", definition.code);
    }
}

#[test]
fn every_site_of_a_block_belongs_to_one_family() {
    let definitions = Folder::built_in().definitions(None).unwrap();
    let vocabulary = SCHEMA.split_once("of a peripheral_block: ").unwrap().1;
    let sites = vocabulary.split_once(", other;").unwrap().0.replace("--", "");
    let mut count = 0;
    for site in sites.split(',').map(str::trim) {
        let family =
            |d: &&Definition| d.code.as_str().starts_with("block_") && d.sql.contains(&format!("'{site}'"));
        assert_eq!(definitions.iter().filter(family).count(), 1, "{site}");
        count += 1;
    }
    assert_eq!(count, 17);
}

#[test]
fn a_programs_own_folder_overrides_by_code_and_adds() {
    let folder = tempfile::tempdir().unwrap();
    let spinal = Folder::built_in()
        .definitions(None)
        .unwrap()
        .into_iter()
        .find(|d| d.code.as_str() == "spinal")
        .unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("spinal.sql", &spinal.sql.replace("title:     Spinal", "title:     Our spinals"));
    write("ours.sql", &spinal.sql.replace("code:      spinal", "code:      ours"));
    write("notes.txt", "not a definition");
    let before = Folder::built_in().definitions(None).unwrap();
    let after = Folder::built_in().definitions(Some(folder.path())).unwrap();
    assert_eq!(after.len(), before.len() + 1);
    let get = |code: &str| after.iter().find(|d| d.code.as_str() == code).unwrap();
    assert_eq!(get("spinal").title, "Our spinals");
    assert_ne!(get("spinal").hash, spinal.hash);
    assert_eq!(get("ours").title, "Spinal");
}

#[test]
fn a_folder_that_is_not_there_is_said_in_a_sentence() {
    let said = Folder::built_in().definitions(Some(Path::new("no/such/folder"))).unwrap_err().to_string();
    assert!(said.starts_with("cannot list the definitions in no/such/folder: "), "{said}");
}
