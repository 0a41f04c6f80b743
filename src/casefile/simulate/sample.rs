//! The simulated program as a folder of canonical files, such as `sample-data/program`.

use std::fs;
use std::path::Path;

use super::{Made, Plan, Progress, Workshop, counted, io};
use crate::casefile::engine::{Limits, literal, run};
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::schema;
use crate::casefile::specialty::REFERENCE;

/// Relations with rows by the case: Parquet, a tenth of the size of CSV.
const LONG: &[&str] = &["cases", "case_staff", "case_facts", "procedures", "measures"];

/// Columns that the simulator leaves empty: it reads no texts, and knows every patient as a case.
const NOT_MADE: &[(&str, &str)] = &[("case_facts", "words"), ("procedures", "encounter_id")];

/// How the files are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// Every relation as CSV.
    Csv,
    /// CSV for people to read, Parquet where there is a row a case.
    Compact,
}

/// Writes every relation that has rows into `folder` and returns their names and rows.
///
/// A folder that is there already is refused without `replace`; other files in it are left alone.
pub fn write(
    folder: &Path,
    form: Form,
    plan: &Plan,
    replace: bool,
    limits: Limits,
    progress: Progress<'_>,
) -> Result<Made> {
    if !replace && folder.exists() {
        return Err(CaseFileError::Import(format!(
            "{} is there already; give another name, or --replace to write its files anew",
            folder.display()
        )));
    }
    let workshop = Workshop::beside(folder)?;
    let engine = workshop.filled(plan, limits, progress)?;
    fs::create_dir_all(folder).map_err(io("cannot make", folder))?;
    // The reference relations are the specialty's; import fills them in where a folder has none.
    let ours = |name| schema::relation(name).is_some_and(|r| !r.internal) && !REFERENCE.contains(&name);
    let made: Made = counted(&engine)?.into_iter().filter(|(name, rows)| *rows > 0 && ours(name)).collect();
    for (name, _) in &made {
        let (ending, options) = match form {
            Form::Compact if LONG.contains(name) => ("parquet", "format parquet, compression zstd"),
            _ => ("csv", "format csv, header"),
        };
        let file = folder.join(format!("{name}.{ending}"));
        let empty = NOT_MADE.iter().find(|(relation, _)| relation == name);
        let columns = empty.map_or("*".to_owned(), |(_, column)| format!("* exclude ({column})"));
        let to = literal(&file.to_string_lossy());
        let sql = format!("copy (select {columns} from src.main.{name}) to {to} ({options})");
        run(&engine, name, &sql)?;
    }
    Ok(made)
}
