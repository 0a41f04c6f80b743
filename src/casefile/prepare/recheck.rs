//! Derives prepared exposures again, and says where a case file's own are others.

use duckdb::Connection;

use super::{STAGED, current, name_codes, stage};
use crate::casefile::engine::run;
use crate::casefile::error::{CaseFileError, Result};
use crate::domain::experience::Definition;
use crate::domain::text::sanitised;

const DIFFERENCES: &str = include_str!("../../../queries/prepare/differences.sql");

/// A resident's exposures that are not those which the definition finds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Difference {
    /// As the file has them: neither needs to be an identifier.
    pub code: String,
    pub resident: String,
    /// Exposures that the case file holds.
    pub held: u64,
    /// Exposures that the definition finds. As many as `held`: other days, cases or values.
    pub derived: u64,
}

/// Compares the exposures that the case file holds with those that its definitions find now.
///
/// Only definitions that the file names by their very hash: the others are prepared anew in any case.
pub fn recheck(connection: &Connection, definitions: &[Definition]) -> Result<Vec<Difference>> {
    let held = current(connection, definitions)?;
    run(connection, "preparing exposures", STAGED)?;
    for definition in definitions.iter().filter(|d| held.contains(&d.code)) {
        stage(connection, definition)?;
    }
    name_codes(connection, &held)?;
    let differences = read(connection)?;
    run(connection, "clearing the stage", "drop table temp.staged; drop table temp.rechecked")?;
    Ok(differences)
}

fn read(connection: &Connection) -> Result<Vec<Difference>> {
    let failed = |e: duckdb::Error| CaseFileError::query("comparing the exposures", &e);
    let mut statement = connection.prepare(DIFFERENCES).map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    let mut differences = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let text = |i| {
            let text: Option<String> = row.get(i).map_err(failed)?;
            Ok::<_, CaseFileError>(sanitised(&text.unwrap_or_default()))
        };
        differences.push(Difference {
            code: text(0)?,
            resident: text(1)?,
            held: row.get(2).map_err(failed)?,
            derived: row.get(3).map_err(failed)?,
        });
    }
    Ok(differences)
}
