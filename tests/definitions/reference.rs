//! The reference rows load, and what they name is there.

use std::collections::BTreeSet;

use duckdb::Connection;
use strum::IntoEnumIterator as _;
use trellis::casefile::definitions;
use trellis::casefile::schema::{self, SCHEMA};
use trellis::casefile::specialty::Folder;
use trellis::domain::meeting::Progress;

const RELATIONS: [&str; 8] = [
    "rotation_kinds",
    "subcompetencies",
    "scales",
    "scale_levels",
    "minimums",
    "epas",
    "measure_kinds",
    "overall_choices",
];

fn loaded() -> Connection {
    let engine = Connection::open_in_memory().unwrap();
    engine.execute_batch(SCHEMA).unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/specialties/anesthesiology/reference");
    for relation in RELATIONS {
        let from = format!("read_csv('{folder}/{relation}.csv', header = true, all_varchar = true)");
        let sql = format!("insert into {relation} by name from {from}");
        engine.execute_batch(&sql).unwrap_or_else(|e| panic!("{relation}: {e}"));
    }
    engine
}

fn column(engine: &Connection, sql: &str) -> BTreeSet<String> {
    let mut statement = engine.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn the_columns_are_those_of_the_schema_in_its_order() {
    for relation in RELATIONS {
        let path =
            format!("{}/specialties/anesthesiology/reference/{relation}.csv", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let columns: Vec<&str> = schema::relation(relation).unwrap().columns.iter().map(|c| c.name).collect();
        assert_eq!(text.lines().next().unwrap(), columns.join(","), "{relation}");
    }
}

#[test]
fn every_minimum_belongs_to_a_definition_that_names_it() {
    let minimums = column(&loaded(), "select code from minimums");
    let named: BTreeSet<String> = Folder::built_in()
        .definitions(None)
        .unwrap()
        .iter()
        .filter_map(|d| definitions::minimum_code(d).map(|m| (d, m)))
        .map(|(d, m)| {
            assert_eq!(d.code, m, "a minimum is held under the experience's own code");
            m.to_string()
        })
        .collect();
    assert_eq!(minimums, named);
}

#[test]
fn every_rotation_that_a_definition_names_is_a_kind_of_rotation() {
    let kinds = column(&loaded(), "select rotation from rotation_kinds");
    for definition in Folder::built_in().definitions(None).unwrap() {
        for rotation in &definition.rotations {
            assert!(kinds.contains(rotation), "{}: {rotation}", definition.code);
        }
    }
}

#[test]
fn every_activity_names_a_scale_a_level_of_it_and_an_experience() {
    let engine = loaded();
    let strays = column(
        &engine,
        "select epa from epas anti join scale_levels
         on epas.scale = scale_levels.scale and epas.target_level = scale_levels.level",
    );
    assert!(strays.is_empty(), "{strays:?}");
    let codes: BTreeSet<String> =
        Folder::built_in().definitions(None).unwrap().iter().map(|d| d.code.to_string()).collect();
    let used = column(&engine, "select experience from epas where experience is not null");
    assert!(used.is_subset(&codes), "{:?}", used.difference(&codes));
}

#[test]
fn there_are_23_subcompetencies_and_unverified_rows_say_so() {
    let engine = loaded();
    let count = |sql: &str| engine.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("select count(*) from subcompetencies"), 23);
    let standing = "select count(*) from (
        select source, status from subcompetencies union all select source, status from minimums
    ) where (source = 'unverified, see ACGME') <> (status = 'proposed')";
    assert_eq!(count(standing), 0);
    assert_eq!(count("select count(*) from scale_levels where scale = 'ten_cate_5'"), 5);
    assert_eq!(count("select count(*) from rotation_kinds where length(short) > 6"), 0);
}

#[test]
fn whoever_decides_may_choose_every_progress_an_action_and_the_six_essential_attributes() {
    let engine = loaded();
    let codes = |kind| column(&engine, &format!("select code from overall_choices where kind = '{kind}'"));
    let ours: BTreeSet<String> = Progress::iter().map(|progress| progress.to_string()).collect();
    assert_eq!(codes("progress"), ours);
    // What the Royal College allows after one status or another, each once.
    assert_eq!(codes("action").len(), 9);
    assert_eq!(codes("attribute").len(), 6);
}
