//! Identifiers and codes that name a row of another relation: two spellings that meet are one, and it is told.

use duckdb::Connection;

use super::{columns, is_mapped};
use crate::casefile::engine;
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::schema::Relation;

/// A column whose word stands in another relation, which may be filled later.
struct Word {
    relation: &'static str,
    column: &'static str,
    home: &'static str,
    /// Where it stands there.
    home_column: &'static str,
    /// A word that stands nowhere there is told; the others have checks of their own.
    is_told: bool,
}

const fn word(
    relation: &'static str,
    column: &'static str,
    home: &'static str,
    home_column: &'static str,
    is_told: bool,
) -> Word {
    Word { relation, column, home, home_column, is_told }
}

const WORDS: &[Word] = &[
    word("residents", "coach_id", "faculty", "faculty_id", false),
    word("rotations", "rotation", "rotation_kinds", "rotation", false),
    word("rotation_aliases", "stands_for", "rotation_kinds", "rotation", false),
    word("case_staff", "attending_id", "faculty", "faculty_id", false),
    word("measures", "measure", "measure_kinds", "measure", false),
    word("assessments", "epa", "epas", "epa", true),
    word("assessments", "rater_id", "faculty", "faculty_id", true),
    word("assessments", "scale", "scales", "scale", true),
    word("milestones", "subcompetency", "subcompetencies", "subcompetency", true),
];

/// Joins what meets, and sets aside rows about a resident or a case that the case file does not hold.
pub(super) fn check(connection: &Connection, relation: &Relation) -> Result<()> {
    let roster = "add the resident to residents.csv, or correct the identifier";
    known(connection, relation, "resident_id", "residents", "the resident is in no roster", roster)?;
    let cases = "add the case, or correct the identifier";
    known(connection, relation, "case_id", "cases", "the case is not known", cases)?;
    for word in WORDS.iter().filter(|word| word.relation == relation.name) {
        listed(connection, word)?;
    }
    if relation.name == "assessments" && is_mapped(connection, "scale_levels")? {
        let levels =
            "select trim(scale::varchar) as scale, trim(level::varchar) as level from mapped.scale_levels";
        engine::run(connection, "reading levels", &LEVELS.replace("{levels}", levels))?;
    }
    Ok(())
}

/// Sees to the rows of `staged` whose `column` names no row of `home`.
fn known(
    connection: &Connection,
    relation: &Relation,
    column: &str,
    home: &str,
    reason: &str,
    advice: &str,
) -> Result<()> {
    if relation.name == home || !relation.columns.iter().any(|c| c.name == column) {
        return Ok(());
    }
    let query = format!("select {column} as id from src.main.{home}");
    if !strays(connection, relation.name, column, &query, home, "same_key")? {
        return Ok(());
    }
    if relation.name == "assessments" && column == "case_id" {
        // What somebody was rated for stands without its case.
        let sql = "update staged set case_id = null from strays where staged.rowid = strays.place";
        return told(connection, relation.name, column, home)
            .and_then(|()| engine::run(connection, "checking cases of ratings", sql));
    }
    let what = if home == "cases" { "case" } else { "resident" };
    let sql = UNKNOWN
        .replace("{column}", column)
        .replace("{relation}", relation.name)
        .replace("{home}", home)
        .replace("{what}", what)
        .replace("{reason}", &engine::literal(reason))
        .replace("{advice}", &engine::literal(advice));
    engine::run(connection, &format!("checking {}", relation.name), &sql)
}

/// Sees to the words of `staged` that stand nowhere in their home; the rows are taken.
fn listed(connection: &Connection, word: &Word) -> Result<()> {
    let have = columns(connection, word.home)?;
    if !have.iter().any(|column| column.eq_ignore_ascii_case(word.home_column)) {
        return Ok(());
    }
    let query = format!(
        "select distinct trim({0}::varchar) as id from mapped.{1} where {0} is not null",
        word.home_column, word.home
    );
    let any = strays(connection, word.relation, word.column, &query, word.home, "word_key")?;
    if any && word.is_told { told(connection, word.relation, word.column, word.home) } else { Ok(()) }
}

fn told(connection: &Connection, relation: &str, column: &str, home: &str) -> Result<()> {
    let sql =
        NOT_LISTED.replace("{column}", column).replace("{relation}", relation).replace("{home_name}", home);
    engine::run(connection, &format!("checking {relation}"), &sql)
}

/// Joins what meets, and tells whether anything stays that does not: it stands in `strays`.
fn strays(
    connection: &Connection,
    relation: &str,
    column: &str,
    query: &str,
    home: &str,
    key: &str,
) -> Result<bool> {
    let step = format!("checking {relation}");
    let any = || -> Result<bool> {
        connection
            .query_row("select count(*) > 0 from strays", [], |row| row.get(0))
            .map_err(|e| CaseFileError::query(&step, &e))
    };
    engine::run(connection, &step, &STRAYS.replace("{column}", column).replace("{home}", query))?;
    // Mostly there are none, and then no key of the home needs to be worked out.
    if !any()? {
        return Ok(false);
    }
    let sql = MET
        .replace("{column}", column)
        .replace("{key}", key)
        .replace("{relation}", relation)
        .replace("{home_name}", home);
    engine::run(connection, &step, &sql)?;
    any()
}

/// Keeps which residents and cases were set aside, so that what hangs on them is told as what follows.
pub(super) fn remember_aside(connection: &Connection, relation: &Relation) -> Result<()> {
    let column = match relation.name {
        "residents" => "resident_id",
        "cases" => "case_id",
        _ => return Ok(()),
    };
    let sql = format!(
        "insert into causes select '{}', reading.same_key({column}), {column}, source_file, source_row from staged \
         where problem is not null and {column} is not null; \
         insert into aside select distinct home, key from causes where home = '{0}'",
        relation.name
    );
    engine::run(connection, "keeping what was set aside", &sql)
}

const STRAYS: &str = include_str!("../../../../queries/import/strays.sql");
const MET: &str = include_str!("../../../../queries/import/met.sql");
const UNKNOWN: &str = include_str!("../../../../queries/import/unknown.sql");
const NOT_LISTED: &str = include_str!("../../../../queries/import/not_listed.sql");
const LEVELS: &str = include_str!("../../../../queries/import/levels.sql");
