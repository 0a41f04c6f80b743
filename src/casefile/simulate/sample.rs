//! The simulated program as a folder of canonical CSV files, such as `sample-data/program`.

use std::fs;
use std::path::Path;

use super::{Plan, Progress, Workshop, io};
use crate::casefile::engine::{Limits, literal, run};
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::schema;

/// Reference relations stand in `sample-data/reference`; import fills them in where a folder has none.
const REFERENCE: &[&str] =
    &["rotation_kinds", "subcompetencies", "epas", "scales", "scale_levels", "minimums", "measure_kinds"];

/// Writes every relation that has rows to `folder` as CSV and returns their names and rows.
///
/// A folder that is there already is refused without `replace`; nothing else in it is touched.
pub fn write_csv(
    folder: &Path,
    plan: &Plan,
    replace: bool,
    progress: Progress<'_>,
) -> Result<Vec<(&'static str, u64)>> {
    if !replace && folder.exists() {
        return Err(CaseFileError::Import(format!(
            "{} is there already; give another name, or --replace to write its files anew",
            folder.display()
        )));
    }
    let workshop = Workshop::beside(folder)?;
    let engine = workshop.filled(plan, Limits::default(), progress)?;
    fs::create_dir_all(folder).map_err(io("cannot make", folder))?;
    let mut written = Vec::new();
    for relation in schema::relations() {
        if relation.internal || REFERENCE.contains(&relation.name) {
            continue;
        }
        let count = format!("select count(*) from src.main.{}", relation.name);
        let n: u64 = engine
            .query_row(&count, [], |row| row.get(0))
            .map_err(|e| CaseFileError::query(relation.name, &e))?;
        if n > 0 {
            let file = folder.join(format!("{}.csv", relation.name));
            let sql = format!("copy src.main.{} to {} (header)", relation.name, literal(&file.to_string_lossy()));
            run(&engine, relation.name, &sql)?;
            written.push((relation.name, n));
        }
    }
    Ok(written)
}
