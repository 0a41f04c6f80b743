//! Takes the rows of one `mapped` view over into the case file, set by set.
//!
//! Each value is cast as `queries/schema.sql` says; a row that does not fit is set aside with one
//! sentence, and an optional value that cannot be read costs itself. Nothing is guessed and nothing is filled in.

mod days;
mod meeting;
mod milestones;
mod row;
mod zone;

use duckdb::Connection;

pub use self::milestones::HalfSteps;
use self::row::quoted;
use super::{Follow, Tally};
use crate::casefile::engine;
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::schema::Relation;
use crate::casefile::vocabulary::Vocabulary;

/// Makes what the reading of values needs.
pub(super) fn prepare(connection: &Connection) -> Result<()> {
    engine::run(connection, "preparing to read", include_str!("../../../queries/import/reading.sql"))?;
    engine::run(
        connection,
        "preparing to read",
        "create or replace temp table aside (relation varchar, key varchar); \
         create or replace temp table causes \
             (home varchar, key varchar, id varchar, source_file varchar, source_row bigint); \
         create or replace temp table follows (home varchar, key varchar, relation varchar, n bigint)",
    )?;
    zone::prepare(connection)
}

/// Loads `relation` from its mapped view, or returns `None` where the mapping has none.
///
/// `half_steps` says what the numbers of milestones are, where somebody said so.
pub(super) fn relation(
    connection: &Connection,
    relation: &Relation,
    vocabulary: &Vocabulary,
    half_steps: Option<HalfSteps>,
) -> Result<Option<Tally>> {
    let have = columns(connection, relation.name)?;
    if have.is_empty() {
        return Ok(None);
    }
    let name = relation.name;
    let as_read = |column: &str, text: String| {
        let text = as_read(name, column, text, half_steps);
        vocabulary.normalised(name, column, &text).unwrap_or(text)
    };
    engine::run(connection, &format!("mapping {name}"), &row::staged(relation, &have, as_read))?;
    let checking = format!("checking {name}");
    engine::run(connection, &checking, &other_unit(relation))?;
    if name == "milestones" && half_steps.is_none() {
        milestones::ask(connection, &have)?;
    }
    days::check(connection, name)?;
    meeting::check(connection, relation)?;
    engine::run(connection, &checking, &duplicates(relation))?;
    engine::run(connection, &format!("writing {name}"), &taken(relation))?;
    engine::run(connection, &format!("looking for gaps in {name}"), &gaps(relation))?;
    let count = |sql: &str| -> Result<u64> {
        connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(|e| CaseFileError::query(format!("counting {name}"), &e))
    };
    let read = count("select count(*) from staged")?;
    let kept = count("select count(*) from staged where problem is null")?;
    meeting::remember_aside(connection, relation)?;
    engine::run(connection, "clearing", "drop table staged")?;
    if name == "program" {
        zone::of_program(connection)?;
    }
    Ok(Some(Tally { relation: name, read, kept, set_aside: read - kept }))
}

/// Returns the columns of a mapped view; none where there is no such view.
pub(super) fn columns(connection: &Connection, name: &str) -> Result<Vec<String>> {
    let sql = "select column_name from duckdb_columns() where database_name = current_database() \
               and schema_name = 'mapped' and table_name = ?";
    connection
        .prepare(sql)
        .and_then(|mut statement| statement.query_map([name], |row| row.get(0))?.collect())
        .map_err(|e| CaseFileError::query("looking at the mapping", &e))
}

/// Tells whether the mapping has a view of this relation.
pub(super) fn is_mapped(connection: &Connection, name: &str) -> Result<bool> {
    Ok(!columns(connection, name)?.is_empty())
}

/// Returns how the text of some columns is read, which records write in several ways.
fn as_read(relation: &str, column: &str, text: String, half_steps: Option<HalfSteps>) -> String {
    match (relation, column) {
        ("cases", "asa") => format!("reading.asa({text})"),
        // The E of an ASA class says so where the column does not.
        ("cases", "emergency") => format!(
            "coalesce({text}, if(reading.is_emergency_asa(reading.unless_nothing(\"asa\")), 'true', null))"
        ),
        ("milestones", "half_steps") if half_steps == Some(HalfSteps::Levels) => milestones::doubled(&text),
        _ => text,
    }
}

/// Returns what takes all ages for unknown where most of them, and many different ones, lie outside what an age in years
/// can be: they are in days or in months, and those that look like years are too.
fn other_unit(relation: &Relation) -> String {
    let has_ages = relation.columns.iter().any(|c| c.name == "age_years");
    if has_ages { OTHER_UNIT.to_owned() } else { String::new() }
}

/// Returns what sets aside rows that share a key.
fn duplicates(relation: &Relation) -> String {
    // Two facts without a time may well be two events; anything else said twice is said once.
    if relation.name == "case_facts" {
        return String::new();
    }
    let all = list(relation);
    let key = if relation.key.is_empty() { all.clone() } else { relation.key.join(", ") };
    let shown = key.replace(", ", " and ");
    TWICE.replace("{key}", &key).replace("{all}", &all).replace("{name}", &shown)
}

/// Returns what writes the rows that fit and notes the others.
fn taken(relation: &Relation) -> String {
    let columns = list(relation);
    let order = match relation.name {
        "cases" => "started_at, case_id",
        "case_staff" => {
            "resident_id, (select c.started_at from src.main.cases c where c.case_id = staged.case_id), all"
        }
        "procedures" => "resident_id, performed_at, procedure_id",
        _ => "all",
    };
    let order = order.replace("all", &columns);
    TAKE.replace("{relation}", relation.name).replace("{columns}", &columns).replace("{order}", &order)
}

/// Returns what notes the gaps in rows that were taken: a gap is named, and never filled.
fn gaps(relation: &Relation) -> String {
    let gap = |condition: &str, reason: &str, consequence: &str| {
        format!(
            "insert into notes (source_file, source_row, relation, kind, reason, note) \
             select source_file, source_row, '{}', 'missing value', {}, {} \
             from staged where problem is null and {condition};",
            relation.name,
            engine::literal(reason),
            engine::literal(&format!("{reason}; {consequence}"))
        )
    };
    let age = "no age band counts it; export it with the patient's age";
    let by_relation = match relation.name {
        "residents" => gap(
            "entered_on is null",
            "entered_on is missing",
            "training time is unknown and no curve is drawn; give the first day in residents.csv",
        ),
        // An age that could not be read has been told as it was found.
        "cases" => gap("age_years is null and coalesce(len(lost), 0) = 0", "the age is missing", age),
        "procedures" => gap(
            "case_id is null and age_years is null and coalesce(len(lost), 0) = 0",
            "the age is missing outside a case",
            age,
        ),
        _ => String::new(),
    };
    by_relation
        + &gap("only_a_day", "a time has a day and no hour", "midnight stands in the case file")
        + &PUT_ON_CLOCK.replace("{relation}", relation.name)
}

const OTHER_UNIT: &str = include_str!("../../../queries/import/other_unit.sql");
const TWICE: &str = include_str!("../../../queries/import/twice.sql");
const PUT_ON_CLOCK: &str = include_str!("../../../queries/import/put_on_clock.sql");
const TAKE: &str = include_str!("../../../queries/import/take.sql");

fn list(relation: &Relation) -> String {
    relation.columns.iter().map(quoted).collect::<Vec<_>>().join(", ")
}

/// Tells rows that were set aside with their case or resident together with it, and returns how many they are.
pub(super) fn together(connection: &Connection) -> Result<Vec<Follow>> {
    let failed = |e: duckdb::Error| CaseFileError::query("telling what follows", &e);
    engine::run(connection, "telling what follows", include_str!("../../../queries/import/follow.sql"))?;
    let mut statement = connection
        .prepare("select relation, home, sum(n)::ubigint from follows group by all order by all")
        .map_err(failed)?;
    let rows = statement
        .query_map([], |row| Ok(Follow { relation: row.get(0)?, home: row.get(1)?, rows: row.get(2)? }))
        .map_err(failed)?;
    rows.collect::<duckdb::Result<_>>().map_err(failed)
}

/// Takes over the notes that a mapping itself makes, in its view `mapped.import_notes`.
pub(super) fn mapped_notes(connection: &Connection) -> Result<()> {
    let have = columns(connection, "import_notes")?;
    if have.is_empty() {
        return Ok(());
    }
    let times = if have.iter().any(|column| column == "times") { "times" } else { "1" };
    let sql = format!(
        "insert into notes select source_file, source_row, relation, kind, reason, note, {times} \
         from mapped.import_notes"
    );
    engine::run(connection, "the notes of the mapping", &sql)
}
