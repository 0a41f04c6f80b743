//! Puts what the engine itself reads into `raw` tables as it is: every column text, with file and row.

use std::path::Path;

use duckdb::Connection;

use super::form::SourceFile;
use super::notes;
use super::stage::{self, Table};
use crate::casefile::engine;
use crate::casefile::error::{CaseFileError, Result};

/// Reads one Parquet file into its table. Rows are counted as if a header stood above them.
///
/// A folder that is named like `status=left` is a folder and no column: `DuckDB` 1.5.5 would put its value in the place
/// of the file's own (`findings/duckdb-folder-beats-column.sh`).
pub(super) fn parquet(connection: &Connection, table: &Table, file: &SourceFile) -> Result<()> {
    let name = stage::shown(file);
    let path = engine::literal(&as_pattern(&file.path));
    let failed = |e: duckdb::Error| CaseFileError::query(format!("reading {name}"), &e);
    let have: Vec<(String, String)> = connection
        .prepare(&format!(
            "select column_name, column_type from (describe select * from read_parquet({path}, hive_partitioning = false))"
        ))
        .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .map_err(failed)?;
    let (have, kinds): (Vec<_>, Vec<_>) = have.into_iter().unzip();
    let mut notes = Vec::new();
    let places = stage::places(table, &have, &name, &mut notes)?;
    let columns: String = places
        .iter()
        .map(|place| place.map_or("null, ".to_owned(), |i| format!("{}, ", as_text(&have[i], &kinds[i]))))
        .collect();
    let sql = format!(
        "insert into raw.{} select {columns} {}, file_row_number + 2 \
         from read_parquet({path}, file_row_number = true, hive_partitioning = false)",
        table.name,
        engine::literal(&file.name)
    );
    engine::run(connection, &format!("reading {name}"), &sql)?;
    notes::add(connection, &notes)
}

/// Returns what reads a column of this type as text.
///
/// A time with a zone would be written by the clock of whoever imports; here it is always written in UTC.
pub(super) fn as_text(column: &str, kind: &str) -> String {
    let name = format!("\"{}\"", column.replace('"', "\"\""));
    match kind {
        // A text within JSON stands between quotes.
        "JSON" => format!("({name} ->> '$')"),
        "TIMESTAMP WITH TIME ZONE" => format!("make_timestamp(epoch_us({name}))::varchar || '+00'"),
        _ => format!("{name}::varchar"),
    }
}

/// Returns a path as the engine's reading functions take it: they read one with brackets or stars as a pattern, by which
/// the file of another folder may be found.
pub(super) fn as_pattern(path: &Path) -> String {
    let special =
        |sign: char| if matches!(sign, '[' | '*' | '?') { format!("[{sign}]") } else { sign.to_string() };
    path.to_string_lossy().chars().map(special).collect()
}
