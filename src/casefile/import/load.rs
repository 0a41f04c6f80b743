//! Takes the rows of one `mapped` view over into the case file, set by set.
//!
//! Each value is cast as `queries/schema.sql` says; a row that does not fit is set aside with one
//! sentence. Nothing is guessed and nothing is filled in.

use duckdb::Connection;

use super::Tally;
use crate::casefile::engine;
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::schema::{Column, Relation};

/// Loads `relation` from its mapped view, or returns `None` where the mapping has none.
pub(super) fn relation(connection: &Connection, relation: &Relation) -> Result<Option<Tally>> {
    let have = columns(connection, relation.name)?;
    if have.is_empty() {
        return Ok(None);
    }
    let name = relation.name;
    engine::run(connection, &format!("mapping {name}"), &staged(relation, &have))?;
    engine::run(connection, &format!("checking {name}"), &duplicates(relation))?;
    engine::run(connection, &format!("checking {name}"), &unknown(relation))?;
    engine::run(connection, &format!("writing {name}"), &taken(relation))?;
    engine::run(connection, &format!("looking for gaps in {name}"), &gaps(relation))?;
    let count = |sql: &str| -> Result<u64> {
        connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(|e| CaseFileError::query(format!("counting {name}"), &e))
    };
    let read = count("select count(*) from staged")?;
    let kept = count("select count(*) from staged where problem is null")?;
    engine::run(connection, "clearing", "drop table staged")?;
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

/// Casts every column, and says what is wrong with a row that does not fit.
fn staged(relation: &Relation, have: &[String]) -> String {
    let has = |name: &str| have.iter().any(|h| h.eq_ignore_ascii_case(name));
    let mut raw = String::new();
    let mut cast = String::new();
    let mut bad = String::new();
    for column in &relation.columns {
        let name = quoted(column);
        let source =
            if has(column.name) { format!("nullif(trim({name}::varchar), '')") } else { "null".to_owned() };
        raw.extend([format!("{source} as {name}, ")]);
        cast.extend([format!("{} as {name}, ", value(column))]);
        bad.push_str(&objections(column, relation.key.contains(&column.name)));
    }
    let checks: String = relation
        .checks
        .iter()
        .map(|check| {
            objection(
                &format!("not ({check})"),
                &format!("it does not meet {check}"),
                "null",
                "correct the row",
            )
        })
        .collect();
    let file = if has("source_file") { "source_file" } else { "'mapping'" };
    let row = if has("source_row") { "source_row" } else { "row_number() over ()" };
    let problem = format!(
        "case {bad} end as problem from (select {raw} {file} as source_file, {row} as source_row \
         from mapped.{})",
        relation.name
    );
    let checked = if checks.is_empty() {
        "problem".to_owned()
    } else {
        format!("coalesce(problem, case {checks} end) as problem")
    };
    let day_only = relation
        .columns
        .iter()
        .filter(|c| c.kind == "TIMESTAMP" && !c.nullable)
        .map(|c| format!("coalesce(length({}) = 10, false)", c.name))
        .next()
        .unwrap_or_else(|| "false".to_owned());
    let names = list(relation);
    format!(
        "create or replace table staged as select {names}, source_file, source_row, only_a_day, {checked} \
         from (select {cast} source_file, source_row, {day_only} as only_a_day, {problem})"
    )
}

/// Returns the expression that reads a column's text, strictly.
fn value(column: &Column) -> String {
    let name = quoted(column);
    match column.kind {
        "VARCHAR" => name,
        "DOUBLE" => format!("case when isfinite(try_cast({name} as double)) then {name}::double end"),
        "DATE" => format!(
            "case when regexp_full_match({name}, '{DATE}( 00:00:00)?') then try_cast(left({name}, 10) as date) end"
        ),
        "TIMESTAMP" if column.nullable => format!(
            "case when regexp_full_match({name}, '{DATE}{TIME}') then try_cast({name} as timestamp) end"
        ),
        "TIMESTAMP" => format!(
            "case when regexp_full_match({name}, '{DATE}({TIME})?') then try_cast({name} as timestamp) end"
        ),
        "BOOLEAN" => format!("try_cast({name} as boolean)"),
        kind => format!(
            "case when regexp_full_match({name}, '[+-]?[0-9]+([.]0+)?') then try_cast({name} as {kind}) end"
        ),
    }
}

const DATE: &str = "(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}";
const TIME: &str = "[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?";

/// Returns the branches of a `case` that say what is wrong with a column's text.
fn objections(column: &Column, in_key: bool) -> String {
    let (name, column_name) = (column.name, quoted(column));
    let mut found = String::new();
    if !column.nullable || in_key {
        let reason = format!("{name} is missing");
        found.push_str(&objection(&format!("{column_name} is null"), &reason, "null", "every row needs it"));
    }
    let unread = format!("{column_name} is not null and ({}) is null", value(column));
    let (expected, advice) = match column.kind {
        "VARCHAR" if is_identifier(name) => {
            let unfit = format!("not regexp_full_match({name}, '[!-~]{{1,64}}')");
            let reason = format!("{name} is not an identifier");
            let advice = "use 1 to 64 letters, digits and signs without spaces or accents";
            return found + &objection(&unfit, &reason, name, advice);
        }
        "VARCHAR" => return found,
        "DATE" => ("a date written YYYY-MM-DD", date_advice(&column_name, "2025-07-01")),
        "TIMESTAMP" => ("a time written YYYY-MM-DD HH:MM", date_advice(&column_name, "2025-07-01 07:30")),
        "BOOLEAN" => ("true or false", engine::literal("write true or false, or leave it empty")),
        "DOUBLE" => ("a number", engine::literal("write a number with a decimal point, or leave it empty")),
        _ => ("a whole number in range", engine::literal("write a whole number, or leave it empty")),
    };
    let reason = engine::literal(&format!("{name} is not {expected}"));
    found + &format!("when {unread} then {{'reason': {reason}, 'found': {column_name}, 'advice': {advice}}} ")
}

/// Returns the advice for a date, by what a spreadsheet may have made of it.
fn date_advice(name: &str, example: &str) -> String {
    let slashes = engine::literal(&format!(
        "a spreadsheet wrote it, and whether month or day comes first cannot be known; write {example}"
    ));
    let serial = engine::literal(&format!("it is a spreadsheet's count of days; write {example}"));
    let other = engine::literal(&format!("write it like {example}"));
    format!(
        "case when regexp_matches({name}, '^[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{2,4}}') then {slashes} \
         when regexp_full_match({name}, '[0-9]{{5}}([.][0-9]+)?') then {serial} else {other} end"
    )
}

fn objection(condition: &str, reason: &str, found: &str, advice: &str) -> String {
    format!(
        "when {condition} then {{'reason': {}, 'found': {found}::varchar, 'advice': {}}} ",
        engine::literal(reason),
        engine::literal(advice)
    )
}

fn is_identifier(name: &str) -> bool {
    name.ends_with("_id")
        || matches!(name, "code" | "epa" | "scale" | "subcompetency" | "measure" | "rotation")
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

/// Returns what sets aside rows about a resident or a case that the case file does not hold.
fn unknown(relation: &Relation) -> String {
    let lost = |column: &str, home: &str, reason: &str, advice: &str| {
        if relation.name == home || !relation.columns.iter().any(|c| c.name == column) {
            return String::new();
        }
        UNKNOWN
            .replace("{column}", column)
            .replace("{home}", home)
            .replace("{reason}", &engine::literal(reason))
            .replace("{advice}", &engine::literal(advice))
    };
    let roster = "add the resident to residents.csv, or correct the identifier";
    let cases = "add the case, or correct the identifier; the case may itself have been set aside";
    lost("resident_id", "residents", "the resident is in no roster", roster)
        + &lost("case_id", "cases", "the case is not known", cases)
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
        "cases" => gap("age_years is null", "the age is missing", age),
        "procedures" => {
            gap("case_id is null and age_years is null", "the age is missing outside a case", age)
        }
        _ => String::new(),
    };
    by_relation + &gap("only_a_day", "a time has a day and no hour", "midnight stands in the case file")
}

const TWICE: &str = include_str!("../../../queries/import/twice.sql");
const UNKNOWN: &str = include_str!("../../../queries/import/unknown.sql");
const TAKE: &str = include_str!("../../../queries/import/take.sql");

/// Returns the name of a column for the engine, which keeps some words for itself.
fn quoted(column: &Column) -> String {
    format!("\"{}\"", column.name)
}

fn list(relation: &Relation) -> String {
    relation.columns.iter().map(|c| format!("\"{}\"", c.name)).collect::<Vec<_>>().join(", ")
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
