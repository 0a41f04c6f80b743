//! Prepared exposures: every definition run once, and the rows kept by resident beside its hash.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use duckdb::{Connection, named_params, params};

use super::engine::{Limits, in_memory, literal, run};
use super::error::{CaseFileError, Result, one_line};
use super::schema;
use crate::domain::experience::Definition;
use crate::domain::id::Code;

mod recheck;

pub use recheck::{Difference, recheck};

const STAGE: &str = include_str!("../../queries/prepare/stage.sql");
const STORE: &str = include_str!("../../queries/prepare/store.sql");
const COUNTS: &str = include_str!("../../queries/prepare/counts.sql");
const HELD: &str = "create view prepared as select code::varchar as code, hash::varchar as hash, n::bigint as n \
                    from src.main.prepared";
const STAGED: &str = "create or replace temp table staged (code varchar, resident_id varchar, \
                      occurred_on date, case_id varchar, value double, kept boolean)";

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
    run(connection, "preparing exposures", STAGED)?;
    for (done, definition) in definitions.iter().enumerate() {
        progress(done, steps);
        stage(connection, definition)?;
    }
    progress(definitions.len(), steps);
    let prepared = counts(connection, definitions)?;
    // What `prepared` says is written last: exposures that were cut short are never believed.
    replace(connection, target, "prepared")?;
    replace(connection, target, "exposures")?;
    run(connection, "storing the exposures", &STORE.replace("{target}", target))?;
    for (definition, found) in definitions.iter().zip(&prepared) {
        connection
            .execute(
                &format!("insert into {target}.prepared values (?, ?, ?)"),
                params![definition.code.as_str(), definition.hash, found.n],
            )
            .map_err(|e| CaseFileError::query("storing the versions of the definitions", &e))?;
    }
    run(connection, "clearing the stage", "drop table temp.staged")?;
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
    if !path.exists() {
        return Err(CaseFileError::Missing(path.to_path_buf()));
    }
    let connection = in_memory(Limits::default())?;
    let attach = format!("attach {} as src (type duckdb, read_only)", literal(&path.to_string_lossy()));
    let lock = "set temp_directory = ''; set enable_external_access = false; set lock_configuration = true";
    run(&connection, "opening the case file", &format!("{attach}; {lock}"))?;
    run(&connection, "reading the prepared exposures", HELD)?;
    let current = current(&connection, definitions)?;
    let failed = |e: duckdb::Error| CaseFileError::query("reading the prepared exposures", &e);
    let count = |code: Code| {
        let sql = "select max(n)::ubigint from prepared where code = ?";
        let n: Option<u64> = connection.query_row(sql, [code.as_str()], |row| row.get(0)).map_err(failed)?;
        Ok((code, n.unwrap_or_default()))
    };
    current.into_iter().map(count).collect()
}

/// Runs one definition into the stage.
fn stage(connection: &Connection, definition: &Definition) -> Result<()> {
    let sql = STAGE.replace("{definition}", &definition.sql);
    let staged = connection.execute(&sql, named_params! { "code": definition.code.as_str() });
    staged.map(drop).map_err(|e| match CaseFileError::query(definition.code.as_str(), &e) {
        CaseFileError::Interrupted => CaseFileError::Interrupted,
        _ => CaseFileError::Definition { file: format!("{}.sql", definition.code), what: one_line(&e) },
    })
}

/// Returns what is staged of each definition, in their order.
fn counts(connection: &Connection, definitions: &[Definition]) -> Result<Vec<Prepared>> {
    let failed = |e: duckdb::Error| CaseFileError::query("counting the exposures", &e);
    let mut statement = connection.prepare(COUNTS).map_err(failed)?;
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

/// Makes a table of the stage's neighbours: the codes that are compared.
fn name_codes(connection: &Connection, codes: &BTreeSet<Code>) -> Result<()> {
    let values: Vec<String> = codes.iter().map(|code| literal(code.as_str())).collect();
    let sql = format!(
        "create or replace temp table rechecked as select unnest([{}]::varchar[]) as code",
        values.join(", ")
    );
    run(connection, "naming the definitions to compare", &sql)
}
