//! Prepared exposures: every definition run once, and the rows kept by resident beside its hash.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use duckdb::{Connection, params};

use self::stage::Stage;
use super::attach;
use super::engine::{Limits, run};
use super::error::{CaseFileError, Result};
use super::schema;
use crate::domain::experience::Definition;
use crate::domain::id::Code;

mod recheck;
mod stage;

pub use recheck::{Difference, recheck};

const IS_PREPARED: &str = "select exists (from information_schema.tables where table_catalog = 'src' \
                           and table_schema = 'main' and table_name = 'prepared')";
const HELD: &str = "create view prepared as select code::varchar as code, hash::varchar as hash, n::bigint as n \
                    from src.main.prepared";

/// What one definition found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Prepared {
    pub code: Code,
    /// Exposures kept.
    pub n: u64,
    /// Rows of a resident in no roster, or of a day that the data do not cover.
    pub left_out: u64,
}

/// Prepares `definitions` and returns the exposures of each; see [`prepare_counted`].
pub fn prepare(
    connection: &Connection,
    definitions: &[Definition],
    target: &str,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<(Code, u64)>> {
    let prepared = prepare_counted(connection, definitions, target, progress)?;
    Ok(prepared.into_iter().map(|p| (p.code, p.n)).collect())
}

/// Runs `definitions` on the canonical views and fills `exposures` and `prepared` of `target`.
///
/// `target` is a database and schema, such as `src.main`; tables or views of these names that stand
/// there are replaced. `progress` is told how many steps are done and how many there are.
pub fn prepare_counted(
    connection: &Connection,
    definitions: &[Definition],
    target: &str,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<Prepared>> {
    let steps = definitions.len() + 1;
    let stage = Stage::set(connection, definitions)?;
    for (done, definition) in definitions.iter().enumerate() {
        progress(done, steps);
        stage.run(definition)?;
    }
    progress(definitions.len(), steps);
    let prepared = stage.counts(definitions)?;
    // What `prepared` says is written last: exposures that were cut short are never believed.
    replace(connection, target, "prepared")?;
    replace(connection, target, "exposures")?;
    stage.store(target)?;
    for (definition, found) in definitions.iter().zip(&prepared) {
        connection
            .execute(
                &format!("insert into {target}.prepared values (?, ?, ?)"),
                params![definition.code.as_str(), definition.hash, found.n],
            )
            .map_err(|e| CaseFileError::query("storing the versions of the definitions", &e))?;
    }
    stage.clear()?;
    progress(steps, steps);
    Ok(prepared)
}

/// Returns the definitions whose exposures the case file lacks or holds under another version.
pub fn stale(connection: &Connection, definitions: &[Definition]) -> Result<Vec<Code>> {
    let current = current(connection, definitions)?;
    Ok(definitions.iter().map(|d| d.code.clone()).filter(|code| !current.contains(code)).collect())
}

/// Returns the definitions under whose very version exposures were prepared.
fn current(connection: &Connection, definitions: &[Definition]) -> Result<BTreeSet<Code>> {
    const STEP: &str = "reading the versions of the prepared exposures";
    let failed = |e: duckdb::Error| CaseFileError::query(STEP, &e);
    let mut statement = connection.prepare("select code, hash from prepared").map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    let mut held: BTreeMap<String, Vec<String>> = BTreeMap::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let read = |i| row.get::<_, Option<String>>(i).map(Option::unwrap_or_default).map_err(failed);
        held.entry(read(0)?).or_default().push(read(1)?);
    }
    // A code that stands there twice is no statement about its version.
    let is_held = |d: &&Definition| held.get(d.code.as_str()).is_some_and(|h| *h == [d.hash.as_str()]);
    Ok(definitions.iter().filter(is_held).map(|d| d.code.clone()).collect())
}

/// Returns how many exposures the case file at `path` holds of each definition, under its very version.
pub fn held(path: &Path, definitions: &[Definition]) -> Result<BTreeMap<Code, u64>> {
    let opened = attach::attached(path, Limits::default())?;
    let connection = &opened.connection;
    let failed = |e: duckdb::Error| CaseFileError::query("reading the prepared exposures", &e);
    let is_prepared: bool = connection.query_row(IS_PREPARED, [], |row| row.get(0)).map_err(failed)?;
    if !is_prepared {
        return Ok(BTreeMap::new());
    }
    run(connection, "reading the prepared exposures", HELD)?;
    let current = current(connection, definitions)?;
    let count = |code: Code| {
        let sql = "select max(n)::ubigint from prepared where code = ?";
        let n: Option<u64> = connection.query_row(sql, [code.as_str()], |row| row.get(0)).map_err(failed)?;
        Ok((code, n.unwrap_or_default()))
    };
    current.into_iter().map(count).collect()
}

/// Puts an empty canonical table in the place of the table or view of this name.
fn replace(connection: &Connection, target: &str, name: &str) -> Result<()> {
    let Some(relation) = schema::relation(name) else { return Ok(()) };
    let column = |c: &schema::Column| {
        let key = if relation.key.contains(&c.name) { " primary key" } else { "" };
        let required = if c.nullable { "" } else { " not null" };
        format!("{} {}{required}{key}", c.name, c.kind)
    };
    let columns = relation.columns.iter().map(column).collect::<Vec<_>>().join(", ");
    let (database, schema) = target.split_once('.').unwrap_or((target, "main"));
    let is_view: bool = connection
        .query_row(
            "select exists (from duckdb_views() where database_name = ? and schema_name = ? and view_name = ?)",
            params![database, schema, name],
            |row| row.get(0),
        )
        .map_err(|e| CaseFileError::query(format!("looking for {name}"), &e))?;
    let kind = if is_view { "view" } else { "table" };
    run(
        connection,
        name,
        &format!("drop {kind} if exists {target}.{name}; create table {target}.{name} ({columns})"),
    )
}
