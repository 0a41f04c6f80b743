//! Connections to the engine: always an in-memory main database with the case file attached as `src`.
//!
//! With the case file as main database, a macro stored in it could replace `count` or `sum`; attached,
//! the built-in functions win. Each canonical relation is then a view of the same name in `main`, so
//! that definitions and queries name plain relations, and a relation that the file lacks is empty.

use std::collections::BTreeMap;
use std::path::Path;

use duckdb::{Config, Connection};

use super::error::{CaseFileError, Result};
use super::{machine, schema};
use crate::domain::text::sanitised;

/// How much of the machine the engine may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub threads: i64,
    pub memory: Memory,
}

/// An amount of memory, as the engine reads it: "2GB".
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Memory {
    megabytes: u32,
}

/// A text that is no amount of memory.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0:?} is impossible: an amount such as \"4GB\" or \"512MB\" was expected")]
pub struct NoMemory(String);

impl std::str::FromStr for Memory {
    type Err = NoMemory;

    fn from_str(text: &str) -> std::result::Result<Self, NoMemory> {
        let amount = |unit: &str, times: u32| {
            let number = text.strip_suffix(unit)?.trim_end();
            number.parse::<u32>().ok()?.checked_mul(times).filter(|megabytes| *megabytes > 0)
        };
        let megabytes = amount("GB", 1000).or_else(|| amount("MB", 1));
        megabytes.map(|megabytes| Self { megabytes }).ok_or_else(|| NoMemory(sanitised(text)))
    }
}

impl std::fmt::Display for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.megabytes {
            whole if whole.is_multiple_of(1000) => write!(f, "{}GB", whole / 1000),
            odd => write!(f, "{odd}MB"),
        }
    }
}

impl Default for Limits {
    /// What the machine has: every core, and half of the memory.
    fn default() -> Self {
        let memory = machine::memory().map(|bytes| bytes / 2_000_000);
        let megabytes = memory.and_then(|megabytes| u32::try_from(megabytes).ok());
        let memory = megabytes
            .filter(|megabytes| *megabytes > 0)
            .map_or(Memory::UNKNOWN, |megabytes| Memory { megabytes });
        Self { threads: machine::cores(), memory }
    }
}

impl Memory {
    /// Where a machine does not tell how much it has.
    const UNKNOWN: Self = Self { megabytes: 4000 };
}

/// Opens an in-memory database that never fetches or loads an extension.
pub fn in_memory(limits: Limits) -> Result<Connection> {
    let open = || {
        let config = Config::default()
            .enable_autoload_extension(false)?
            .with("autoinstall_known_extensions", "false")?
            .with("allow_community_extensions", "false")?
            .threads(limits.threads)?
            .max_memory(&limits.memory.to_string())?;
        Connection::open_in_memory_with_flags(config)
    };
    let connection = open().map_err(|e| CaseFileError::query("starting the engine", &e))?;
    // One file gives one number in every reader's zone: by itself the engine takes that of the machine. An engine
    // without ICU has no zones, and reads every time as UTC.
    set_time_zone(&connection, "UTC");
    Ok(connection)
}

/// Sets the clock on which times with a zone are read; tells whether the engine knows it.
pub(super) fn set_time_zone(connection: &Connection, zone: &str) -> bool {
    connection.execute_batch(&format!("set TimeZone = {}", literal(zone))).is_ok()
}

/// Runs `sql`, several statements if need be; `step` names it in an error.
pub fn run(connection: &Connection, step: &str, sql: &str) -> Result<()> {
    connection.execute_batch(sql).map_err(|e| CaseFileError::query(step, &e))
}

/// Creates an empty case file at `path` and attaches it as `src`, with its canonical tables made.
///
/// The storage format is one that every supported version of the engine reads.
pub fn create(connection: &Connection, path: &Path) -> Result<()> {
    let attach =
        format!("attach {} as src (type duckdb, storage_version 'v1.2.0')", literal(&path.to_string_lossy()));
    run(connection, "creating the case file", &attach)?;
    run(connection, "creating the canonical relations", &format!("use src; {}; use memory", schema::SCHEMA))
}

/// How a relation of `src` is read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Source {
    /// What reads a column from the relation, by its canonical name; a column that is not named is unknown in every row.
    pub columns: BTreeMap<&'static str, String>,
    /// What stands in the place of a column that was read, where it is not the column itself.
    pub instead: BTreeMap<&'static str, String>,
}

impl Source {
    /// Reads the columns of `names`, each as it is.
    pub fn of(relation: &schema::Relation, names: &[String]) -> Self {
        let here = relation.columns.iter().filter(|c| names.iter().any(|n| n == c.name));
        let columns = here.map(|c| (c.name, format!("\"{}\"", c.name))).collect();
        Self { columns, ..Self::default() }
    }
}

/// Makes a view in `main` for each canonical relation: of `src` where it is there, else an empty one.
///
/// `present` tells the columns that `src` has of a relation, or `None` where it lacks the relation.
pub fn make_views(connection: &Connection, present: impl Fn(&str) -> Option<Vec<String>>) -> Result<()> {
    for relation in schema::relations() {
        let source = present(relation.name).map(|names| Source::of(relation, &names));
        make_view(connection, relation, source.as_ref())?;
    }
    make_shared_views(connection)
}

/// Makes the view of one relation.
///
/// A number that cannot be is unknown there: see [`schema::Relation::sound`].
pub(super) fn make_view(
    connection: &Connection,
    relation: &schema::Relation,
    source: Option<&Source>,
) -> Result<()> {
    view(connection, relation.name, &selection(relation, source))
}

/// Returns the query that reads a relation in its canonical form.
fn selection(relation: &schema::Relation, source: Option<&Source>) -> String {
    let read = |c: &schema::Column| {
        let how = source.and_then(|source| source.columns.get(c.name));
        format!("{} as \"{}\"", how.cloned().unwrap_or_else(|| format!("null::{}", c.kind)), c.name)
    };
    let shown = |c: &schema::Column| {
        let instead = source.and_then(|source| source.instead.get(c.name)).cloned();
        let sound = || relation.sound(c).map(|sound| format!("case when {sound} then \"{}\" end", c.name));
        match instead.or_else(sound) {
            Some(how) => format!("{how} as \"{}\"", c.name),
            None => format!("\"{}\"", c.name),
        }
    };
    let all = |one: &dyn Fn(&schema::Column) -> String| {
        relation.columns.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let from = match source {
        Some(_) => format!("src.main.{}", relation.name),
        None => "(select 1) where false".to_owned(),
    };
    format!("select {} from (select {} from {from})", all(&shown), all(&read))
}

/// Makes the view of a relation in which some rows stand twice: only those count that meet `once`, a condition on windows.
/// All of them stay to be seen as `held_RELATION`.
pub(super) fn keep_once(
    connection: &Connection,
    relation: &schema::Relation,
    source: Option<&Source>,
    once: &str,
) -> Result<()> {
    let sql = format!(
        "create or replace view main.held_{0} as {1}; \
         create or replace view main.{0} as select * from main.held_{0} qualify {once}",
        relation.name,
        selection(relation, source)
    );
    run(connection, relation.name, &sql)
}

/// Makes the views that several queries share, once the canonical ones stand.
pub(super) fn make_shared_views(connection: &Connection) -> Result<()> {
    run(connection, "views.sql", SHARED_VIEWS)?;
    view(connection, "worked", include_str!("../../queries/reads/worked.sql"))
}

/// The views that several queries share.
pub(super) const SHARED_VIEWS: &str = include_str!("../../queries/views.sql");

/// Makes a query a view, over one of the same name.
pub(super) fn view(connection: &Connection, name: &str, sql: &str) -> Result<()> {
    run(connection, name, &view_of(name, sql))
}

fn view_of(name: &str, sql: &str) -> String {
    format!("create or replace view main.{name} as {sql}")
}

/// Makes the views for a case file that `create` made: every relation is there, every column too.
pub fn make_all_views(connection: &Connection) -> Result<()> {
    let sources = all_sources();
    let of_relation = |r: &schema::Relation| view_of(r.name, &selection(r, sources.get(r.name)));
    let all: Vec<_> = schema::relations().iter().map(of_relation).collect();
    // At once, since the engine ends a transaction for each otherwise.
    run(connection, "making the views", &format!("begin; {}; commit", all.join("; ")))?;
    make_shared_views(connection)
}

/// Returns the text of every view that `make_all_views` makes, in their order.
pub(super) fn all_views() -> Vec<String> {
    let sources = all_sources();
    let canonical = schema::relations().iter().map(|r| selection(r, sources.get(r.name)));
    canonical.chain([SHARED_VIEWS.to_owned()]).collect()
}

/// Reads a case file that `create` made.
pub(super) fn all_sources() -> BTreeMap<&'static str, Source> {
    let whole = |relation: &schema::Relation| {
        Source::of(relation, &relation.columns.iter().map(|c| c.name.to_owned()).collect::<Vec<_>>())
    };
    schema::relations().iter().map(|relation| (relation.name, whole(relation))).collect()
}

/// Writes `text` as an SQL string.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn some_of_the_machine_is_the_engines() {
        let limits = super::Limits::default();
        assert!(limits.threads >= 1 && limits.memory.megabytes > 0, "{limits:?}");
    }

    #[test]
    fn an_amount_of_memory_is_read_as_it_is_written() {
        for text in ["4GB", "512MB"] {
            assert_eq!(text.parse::<super::Memory>().unwrap().to_string(), text);
        }
        assert_eq!("2 GB".parse::<super::Memory>().unwrap().to_string(), "2GB");
        for text in ["", "GB", "0GB", "4", "-1GB", "9999999GB", "4gb"] {
            assert!(text.parse::<super::Memory>().is_err(), "{text}");
        }
    }

    use super::*;

    #[test]
    fn a_file_made_here_has_every_relation_and_its_views() {
        let folder = tempfile::tempdir().unwrap();
        let engine = in_memory(Limits::default()).unwrap();
        create(&engine, &folder.path().join("it's.duckdb")).unwrap();
        make_all_views(&engine).unwrap();
        engine.execute_batch("insert into src.main.faculty values ('F1', 'Lin', true)").unwrap();
        let n: i64 = engine.query_row("select count(*) from faculty", [], |r| r.get(0)).unwrap();
        assert_eq!(n, 1);
    }

    #[test]
    fn a_number_that_cannot_be_is_unknown_in_the_views_and_a_great_one_in_the_file() {
        let engine = in_memory(Limits::default()).unwrap();
        // A file from elsewhere keeps no checks.
        engine
            .execute_batch(
                "attach ':memory:' as src; create table src.main.cases as \
                 select 'C' || i as case_id, age as age_years, asa::smallint as asa \
                 from (values (1, 70::double, 2), (2, 'nan', 9), (3, 'infinity', -1), (4, '-infinity', 4), \
                 (5, -1, null), (6, 1e308, 6), (7, null, 0)) as t (i, age, asa)",
            )
            .unwrap();
        make_views(&engine, |name| {
            (name == "cases").then(|| ["case_id", "age_years", "asa"].map(str::to_owned).to_vec())
        })
        .unwrap();
        let old = |from: &str| -> i64 {
            let sql = format!("select count(*) from {from} where age_years >= 65");
            engine.query_row(&sql, [], |r| r.get(0)).unwrap()
        };
        assert_eq!((old("src.main.cases"), old("cases")), (4, 1));
        let known: (i64, i64) = engine
            .query_row("select count(age_years), count(asa) from cases", [], |r| Ok((r.get(0)?, r.get(1)?)))
            .unwrap();
        assert_eq!(known, (1, 3));
    }
}
