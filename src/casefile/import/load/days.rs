//! Days that cannot be right: after the day of the import, or years away from all others.

use duckdb::Connection;

use crate::casefile::engine;
use crate::casefile::error::Result;

/// The day of each relation on which something happened, and whether such days follow one another over the years.
const DAYS: &[(&str, &str, bool)] = &[
    ("cases", "started_at", true),
    ("procedures", "performed_at", true),
    ("assessments", "assessed_on", true),
    ("milestones", "rated_on", false),
    ("self_logged", "as_of", false),
    ("exams", "taken_on", false),
    ("statements", "stated_on", false),
];

/// Sets aside the rows of `staged` whose day cannot be right.
pub(super) fn check(connection: &Connection, relation: &str) -> Result<()> {
    let Some((_, column, is_dense)) = DAYS.iter().find(|(name, ..)| *name == relation) else { return Ok(()) };
    let step = format!("checking the days of {relation}");
    engine::run(connection, &step, &DAYS_SQL.replace("{column}", column))?;
    if !is_dense {
        return Ok(());
    }
    let sql = FAR_SQL.replace("{column}", column).replace("{far}", FAR_DAYS);
    engine::run(connection, &step, &sql)
}

const DAYS_SQL: &str = include_str!("../../../../queries/import/days.sql");
const FAR_SQL: &str = include_str!("../../../../queries/import/far.sql");
/// The rule by which a finished file is checked as well.
const FAR_DAYS: &str = include_str!("../../../../queries/far_days.sql");
