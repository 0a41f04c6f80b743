//! Whether the numbers of milestone ratings are half-steps or levels. Where they may be either, nobody is rated by them.

use duckdb::Connection;

use crate::casefile::engine;
use crate::casefile::error::{CaseFileError, Result};

/// What the numbers in `half_steps` are, as somebody says who knows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HalfSteps {
    /// As the schema has it: level 3 is 6.
    HalfSteps,
    /// Level 3 is 3, and halves are written out.
    Levels,
}

/// Sets the ratings of `staged` aside where their numbers may be levels.
///
/// Half-steps of a program go beyond 5, which is level 2.5, once anybody is past the first year.
pub(super) fn ask(connection: &Connection, have: &[String]) -> Result<()> {
    if !["half_steps", "rated_on", "resident_id"]
        .iter()
        .all(|c| have.iter().any(|h| h.eq_ignore_ascii_case(c)))
    {
        return Ok(());
    }
    let (greatest, between, later): (Option<f64>, bool, bool) = connection
        .query_row(include_str!("../../../../queries/import/half_steps.sql"), [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .map_err(|e| CaseFileError::query("reading milestones", &e))?;
    if greatest.is_none_or(|greatest| greatest > 5.0) || !(between || later) {
        return Ok(());
    }
    let reason = engine::literal("half_steps may hold levels, for none is above 5");
    let advice = engine::literal(
        "a level 3 is 6 half-steps; import with --milestones levels if these are levels, and with --milestones \
         half-steps if they are not",
    );
    let sql = format!(
        "update staged set problem = {{'reason': {reason}, 'found': null::varchar, 'advice': {advice}}} \
         where problem is null or problem.reason like 'half_steps is not%'"
    );
    engine::run(connection, "asking about milestones", &sql)
}

/// Returns the half-steps of a level, as text; what is no level goes on as it is.
pub(super) fn doubled(text: &str) -> String {
    let level = format!("try_cast(reading.level_key({text}) as double)");
    format!(
        "case when {level} = 0 or ({level} between 1 and 5 and {level} * 2 = floor({level} * 2)) \
         then ({level} * 2)::integer::varchar when {text} is null then null \
         else 'level ' || {text} end"
    )
}
