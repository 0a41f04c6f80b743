//! Stages the relations of a `DuckDB` file that was made elsewhere, whatever its types, as if they were exported files.
//!
//! Nobody vouches for the file: it is attached read-only, and before anything in it is looked at the engine is cut off
//! from all other files and from the network.

use std::collections::BTreeMap;
use std::path::Path;

use duckdb::Connection;

use super::folder::Staged;
use super::notes::{self, Note};
use super::stage::Table;
use super::{columnar, form};
use crate::casefile::error::{CaseFileError, Result, one_line};
use crate::casefile::schema::{self, Relation};
use crate::casefile::{attach, engine, shape};
use crate::domain::text::sanitised;

/// The columns of a relation with their types, by schema and relation.
type Schemas = BTreeMap<String, BTreeMap<String, Vec<(String, String)>>>;

/// Tells whether `path` is a `DuckDB` file.
pub(super) fn is_one(path: &Path) -> bool {
    attach::plain(path).is_ok()
}

/// Stages what the file at `path` holds, and maps each relation to itself.
pub(super) fn stage(
    connection: &Connection,
    path: &Path,
    target: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<Staged> {
    refuse_itself(path, target)?;
    // Held until the engine has let go: closing any descriptor on the file would drop its lock.
    let _file = attach::plain(path)?;
    let alias = alias(path);
    let sql = format!(
        "attach {} as \"{alias}\" (type duckdb, read_only); set enable_external_access = false",
        engine::literal(&path.to_string_lossy())
    );
    connection.execute_batch(&sql).map_err(|e| attach::refused(path, &one_line(&e)))?;
    attach::refuse_log(path)?;
    let old = Old { connection, alias: &alias, schemas: schemas(connection, &alias)? };
    old.set_clock();
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let taken = old.take_all(&name, progress);
    engine::set_time_zone(connection, "UTC");
    taken?;
    engine::run(connection, "closing the source", &format!("detach \"{alias}\""))?;
    Ok(Staged::default())
}

/// Refuses a source that is the target too.
fn refuse_itself(path: &Path, target: &Path) -> Result<()> {
    let is_itself = path.canonicalize().ok().zip(target.canonicalize().ok()).is_some_and(|(a, b)| a == b);
    if !is_itself {
        return Ok(());
    }
    Err(CaseFileError::Import(format!(
        "{} would be read and replaced at once; name another file after -o",
        path.display()
    )))
}

/// Returns the name under which the file is attached: its own, since a view may name its database by it.
fn alias(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let is_plain = stem.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    let is_taken = ["", "src", "memory", "system", "temp", "main", "raw", "mapped", "reading"];
    if is_plain && !is_taken.contains(&&*stem.to_lowercase()) { stem } else { "old".to_owned() }
}

fn schemas(connection: &Connection, alias: &str) -> Result<Schemas> {
    let failed = |e: duckdb::Error| CaseFileError::query("looking at the source", &e);
    let sql = format!(
        "select schema_name, lower(table_name), column_name, data_type from duckdb_columns() \
         where database_name = {} and not internal order by schema_name, table_name, column_index",
        engine::literal(alias)
    );
    let mut statement = connection.prepare(&sql).map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    let mut schemas = Schemas::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let get = |at| row.get::<_, String>(at).map_err(failed);
        let table = schemas.entry(get(0)?).or_default().entry(get(1)?).or_default();
        table.push((get(2)?, get(3)?));
    }
    Ok(schemas)
}

/// The file that is read.
struct Old<'a> {
    connection: &'a Connection,
    alias: &'a str,
    schemas: Schemas,
}

impl Old<'_> {
    /// Lets views read times with a zone on the hospital's clock, where the file names it.
    fn set_clock(&self) {
        let sql = format!("select any_value(time_zone)::varchar from \"{}\".main.program", self.alias);
        let zone = self.connection.query_row(&sql, [], |row| row.get::<_, Option<String>>(0));
        if let Ok(Some(zone)) = zone {
            engine::set_time_zone(self.connection, &zone);
        }
    }

    /// Stages every relation; what cannot be taken is told at once.
    fn take_all(&self, name: &str, progress: &mut dyn FnMut(&str)) -> Result<()> {
        let mut wrong = Vec::new();
        for relation in schema::relations().iter().filter(|r| !r.internal) {
            let table = Table::of(relation);
            table.create(self.connection)?;
            progress(&format!("reading {}", relation.name));
            match self.take(relation, &table, name) {
                Ok(()) => {}
                Err(CaseFileError::Import(sentence)) => wrong.push(sentence),
                Err(other) => return Err(other),
            }
        }
        notes::add(self.connection, &self.strangers(name))?;
        if wrong.is_empty() { Ok(()) } else { Err(CaseFileError::Import(wrong.join("\n"))) }
    }

    fn take(&self, relation: &Relation, table: &Table, name: &str) -> Result<()> {
        let Some(schema) = self.schema_of(relation)? else {
            if relation.required {
                let name = relation.name;
                return Err(CaseFileError::Import(format!(
                    "there is no {name}; a case file needs it (docs/import.md has its columns)"
                )));
            }
            return Ok(());
        };
        let have = &self.schemas[schema][relation.name];
        let find = |column: &str| have.iter().find(|(name, _)| name.eq_ignore_ascii_case(column));
        let lacks = |c: &&schema::Column| !c.nullable && find(c.name).is_none();
        let missing: Vec<_> = relation.columns.iter().filter(lacks).map(|c| c.name).collect();
        if !missing.is_empty() {
            return Err(CaseFileError::Import(format!(
                "{} has no column {}, which every row needs; add it at its source",
                relation.name,
                missing.join(" and no column ")
            )));
        }
        let as_text = |c: &schema::Column| {
            find(c.name).map_or("null".to_owned(), |(name, kind)| columnar::as_text(name, kind))
        };
        let columns: Vec<_> = relation.columns.iter().map(as_text).collect();
        let sql = format!(
            "insert into raw.{table} select {columns}, {file}, row_number() over () from {from}",
            table = table.name,
            columns = columns.join(", "),
            file = engine::literal(&format!("{name}, {}", relation.name)),
            from = format_args!("\"{}\".\"{schema}\".{}", self.alias, relation.name),
        );
        self.connection.execute_batch(&sql).map_err(|e| self.unreadable(relation, &e))?;
        let unknown = |(column, _): &&(String, String)| {
            !relation.columns.iter().any(|c| c.name.eq_ignore_ascii_case(column))
        };
        let note = |(column, _): &(String, String)| {
            let note =
                format!("the column {:?} is not one of {} and is not read", sanitised(column), relation.name);
            Note::about(name, relation.name, "not understood", note)
        };
        notes::add(self.connection, &have.iter().filter(unknown).map(note).collect::<Vec<_>>())?;
        let view = format!("create view mapped.{0} as from raw.{0}", relation.name);
        engine::run(self.connection, relation.name, &view)
    }

    /// Returns the schema in which a relation stands: main, or the only other one.
    fn schema_of(&self, relation: &Relation) -> Result<Option<&str>> {
        let holds = |schema: &&String| self.schemas[*schema].contains_key(relation.name);
        let all: Vec<&String> = self.schemas.keys().filter(holds).collect();
        match &all[..] {
            [] => self.refuse_near(relation),
            _ if all.iter().any(|schema| *schema == "main") => Ok(Some("main")),
            [only] => Ok(Some(only)),
            several => Err(CaseFileError::Import(format!(
                "{} stands in the schemas {}; make one of them a view in main",
                relation.name,
                several.iter().map(|schema| sanitised(schema)).collect::<Vec<_>>().join(" and ")
            ))),
        }
    }

    /// Refuses a file that lacks a relation and has one that is nearly called so.
    fn refuse_near(&self, relation: &Relation) -> Result<Option<&str>> {
        let tables =
            self.schemas.iter().filter(|(schema, _)| *schema == "main").flat_map(|(_, tables)| tables.keys());
        let is_near = |table: &&String| {
            let known = schema::relation(table).is_some();
            !known && form::near(&format!("{table}.csv"), &[relation.name]).is_some()
        };
        match tables.into_iter().find(is_near) {
            None => Ok(None),
            Some(table) => Err(CaseFileError::Import(format!(
                "there is no {0}, and {1} is nearly called so; rename it to {0}, or to something else if it is none",
                relation.name,
                sanitised(table)
            ))),
        }
    }

    fn unreadable(&self, relation: &Relation, error: &duckdb::Error) -> CaseFileError {
        let name = relation.name;
        match CaseFileError::query(format!("reading {name}"), error) {
            CaseFileError::Query { message, .. } if self.is_view(name) => CaseFileError::Import(format!(
                "{name} is a view {}; store it as a table (in dbt: materialized: table)",
                shape::why(&message)
            )),
            other => other,
        }
    }

    fn is_view(&self, name: &str) -> bool {
        let sql = "select count(*) from duckdb_views() where database_name = ? and lower(view_name) = ?";
        let found = self.connection.query_row(sql, [self.alias, name], |row| row.get::<_, i64>(0));
        found.is_ok_and(|found| found > 0)
    }

    /// Names the tables that are not read.
    fn strangers(&self, name: &str) -> Vec<Note> {
        let tables = self.schemas.get("main").into_iter().flat_map(BTreeMap::keys);
        let others: Vec<_> = tables.filter(|t| schema::relation(t).is_none()).map(|t| sanitised(t)).collect();
        if others.is_empty() {
            return Vec::new();
        }
        let note = format!(
            "these tables are no relations of queries/schema.sql and are not read: {}",
            others.join(", ")
        );
        vec![Note::file(name, &note)]
    }
}
