//! The bare process: starts the engine, attaches the file as the program does, asks the same questions.

use std::path::Path;

use duckdb::{Connection, ToSql};
use trellis::casefile::engine::{self, Limits};
use trellis::casefile::reads::{QUERIES, Query};

/// The argument that makes the bench this process.
pub const FLAG: &str = "--bare";

/// What the triage table asks of a case file.
const ASKED: &[&str] = &[
    "columns",
    "program",
    "residents",
    "absences",
    "minimums",
    "subcompetencies",
    "epas",
    "scales",
    "measure_kinds",
    "overall_choices",
    "benchmarks",
    "curves",
    "schedules",
    "rotations",
    "milestones",
    "ratings",
    "self_logged",
    "graduates_milestones",
    "silent_months",
    "activity",
    "measures",
    "rater_levels",
];

/// Opens `file` and fetches every row of every answer, in the engine's own columns.
pub fn answer(file: &Path) -> trellis::casefile::Result<()> {
    let connection = engine::in_memory(Limits::default())?;
    let attach = format!(
        "attach {} as src (type duckdb, read_only); set temp_directory = ''; \
         set enable_external_access = false; set lock_configuration = true",
        engine::literal(&file.to_string_lossy())
    );
    engine::run(&connection, "attaching", &attach)?;
    engine::make_all_views(&connection)?;
    let mut rows = 0;
    for query in ASKED.iter().filter_map(|name| QUERIES.iter().find(|query| query.name == *name)) {
        rows += fetched(&connection, query)
            .map_err(|e| trellis::casefile::CaseFileError::query(query.name, &e))?;
    }
    println!("{rows} rows");
    Ok(())
}

fn fetched(connection: &Connection, query: &Query) -> duckdb::Result<usize> {
    let mut statement = connection.prepare(query.sql)?;
    let nobody = None::<&str>;
    let since = "2026-05-01";
    let with: &[(&str, &dyn ToSql)] = match query.name {
        "milestones" | "ratings" | "rotations" | "self_logged" => &[("resident", &nobody)],
        "activity" => &[("since", &since)],
        _ => &[],
    };
    Ok(statement.query_arrow(with)?.map(|batch| batch.num_rows()).sum())
}
