//! The stage: temporary tables that take what definitions find, before it is stored or compared.

use std::collections::BTreeMap;

use duckdb::{Connection, named_params};

use super::Prepared;
use crate::casefile::engine::{literal, run};
use crate::casefile::error::{CaseFileError, Result, one_line};
use crate::domain::experience::Definition;

const BEGIN: &str = include_str!("../../../queries/prepare/begin.sql");
const STAGE: &str = include_str!("../../../queries/prepare/stage.sql");
const COUNTS: &str = include_str!("../../../queries/prepare/counts.sql");
const SIZES: &str = include_str!("../../../queries/prepare/sizes.sql");
const STORE: &str = include_str!("../../../queries/prepare/store.sql");
const END: &str = include_str!("../../../queries/prepare/end.sql");

/// Rows that are sorted at once: some hundred megabytes.
const ROWS_AT_ONCE: u64 = 4_000_000;

/// A stage that is set on one connection.
pub(super) struct Stage<'a> {
    connection: &'a Connection,
}

impl<'a> Stage<'a> {
    /// Sets an empty stage for `definitions` and the residents of the case file.
    pub(super) fn set<'d>(
        connection: &'a Connection,
        definitions: impl IntoIterator<Item = &'d Definition>,
    ) -> Result<Self> {
        let codes: Vec<String> = definitions.into_iter().map(|d| literal(d.code.as_str())).collect();
        let sql = BEGIN.replace("{codes}", &format!("[{}]", codes.join(", ")));
        run(connection, "preparing exposures", &sql)?;
        Ok(Self { connection })
    }

    /// Runs one definition and takes what it finds.
    pub(super) fn run(&self, definition: &Definition) -> Result<()> {
        let sql = STAGE.replace("{definition}", &definition.sql);
        let staged = self.connection.execute(&sql, named_params! { "code": definition.code.as_str() });
        staged.map(drop).map_err(|e| match CaseFileError::query(definition.code.as_str(), &e) {
            CaseFileError::Interrupted => CaseFileError::Interrupted,
            _ => CaseFileError::Definition { file: format!("{}.sql", definition.code), what: one_line(&e) },
        })
    }

    /// Returns what stands on the stage of each definition, in their order.
    pub(super) fn counts(&self, definitions: &[Definition]) -> Result<Vec<Prepared>> {
        let failed = |e: duckdb::Error| CaseFileError::query("counting the exposures", &e);
        let mut statement = self.connection.prepare(COUNTS).map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        let mut found: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let code = row.get(0).map_err(failed)?;
            found.insert(code, (row.get(1).map_err(failed)?, row.get(2).map_err(failed)?));
        }
        let of = |d: &Definition| {
            let (n, left_out) = found.get(d.code.as_str()).copied().unwrap_or_default();
            Prepared { code: d.code.clone(), n, left_out }
        };
        Ok(definitions.iter().map(of).collect())
    }

    /// Stores the exposures in `target`, by resident, code and day.
    pub(super) fn store(&self, target: &str) -> Result<()> {
        let failed = |e: duckdb::Error| CaseFileError::query("storing the exposures", &e);
        let mut store = self.connection.prepare(&STORE.replace("{target}", target)).map_err(failed)?;
        for (first, last) in spans(&self.sizes()?, ROWS_AT_ONCE) {
            store.execute(named_params! { "first": first, "last": last }).map_err(failed)?;
        }
        Ok(())
    }

    /// Takes the stage down.
    pub(super) fn clear(self) -> Result<()> {
        run(self.connection, "clearing the stage", END)
    }

    fn sizes(&self) -> Result<Vec<(i32, u64)>> {
        let failed = |e: duckdb::Error| CaseFileError::query("counting the exposures", &e);
        let mut statement = self.connection.prepare(SIZES).map_err(failed)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(failed)?;
        rows.map(|row| row.map_err(failed)).collect()
    }
}

/// Groups neighbours so that each group has at most `limit` rows, or is one resident.
fn spans(sizes: &[(i32, u64)], limit: u64) -> Vec<(i32, i32)> {
    let mut spans: Vec<(i32, i32)> = Vec::new();
    let mut rows = 0;
    for &(resident, n) in sizes {
        rows += n;
        match spans.last_mut() {
            Some((_, last)) if rows <= limit => *last = resident,
            _ => {
                spans.push((resident, resident));
                rows = n;
            }
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_sorted_together_while_they_fit() {
        let sizes = [(1, 3), (2, 3), (5, 4), (6, 1), (7, 99), (9, 2)];
        assert_eq!(spans(&sizes, 8), [(1, 2), (5, 6), (7, 7), (9, 9)]);
        assert_eq!(spans(&sizes, 1000), [(1, 9)]);
        assert_eq!(spans(&[], 8), []);
    }
}
