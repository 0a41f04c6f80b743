//! What the source could say at all.

use duckdb::Connection;

use crate::casefile::error::Result;
use crate::casefile::open::CaseFile;
use crate::domain::coverage::{Coverage, Statement};

use super::query;

impl CaseFile {
    /// Reads what the file states about what it can say, and what occurs in it.
    pub fn coverage(&self) -> Result<Coverage> {
        coverage(&self.connection)
    }
}

/// Reads it on a connection on which the views stand.
pub fn coverage(connection: &Connection) -> Result<Coverage> {
    let statements = query::COVERAGE.rows(connection, [], |row| {
        Ok(Statement {
            item: row.parsed("item")?,
            resident: row.maybe_parsed("resident_id")?,
            site: row.maybe_text("site")?,
            from: row.maybe_day("from_on")?,
            to: row.maybe_day("to_on")?,
            says: row.parsed("says")?,
        })
    })?;
    // A word that no definition could name is needed by none.
    let occurring = query::OCCURRING
        .rows(connection, [], |row| Ok((row.text("item")?.parse().ok(), row.maybe_day("first_on")?)))?;
    let occurring = occurring.into_iter().filter_map(|(item, first)| Some((item?, first)));
    let one_sided = query::ONE_SIDED.rows(connection, [], |row| row.text("kind"))?;
    Ok(Coverage::new(statements, occurring).with_one_sided(one_sided))
}
