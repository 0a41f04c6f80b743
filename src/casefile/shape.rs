//! What stands in a case file, held against the schema: relations and columns by name, and types that lose nothing.

use std::collections::{BTreeMap, BTreeSet};

use duckdb::Connection;

use super::engine::{Source, literal};
use super::error::{CaseFileError, Result, one_line};
use super::finding::{Finding, Weight};
use super::reads::{self, Columns};
use super::schema::{self, Column, Relation};
use crate::domain::text::sanitised;

/// How each relation of a case file is read.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// By the relations' names; one that the file lacks has no source.
    pub sources: BTreeMap<&'static str, Source>,
    /// Optional relations that are not there.
    pub missing: Vec<String>,
    /// Why the file cannot be read; nothing else is asked where there is something.
    pub misfits: Vec<Finding>,
    /// What can be read and is not as it should be.
    pub wrong: Vec<Finding>,
}

/// Looks at the attached file.
pub(super) fn read(connection: &Connection) -> Result<Shape> {
    let mut shape = Shape::default();
    let schemas = reads::columns(connection)?;
    let views = views(connection)?;
    for relation in schema::relations() {
        match schemas.get("main").and_then(|relations| relations.get(relation.name)) {
            None => shape.absent(relation, elsewhere(&schemas, relation)),
            Some(columns) => match unreadable_view(connection, relation, &views)? {
                Some(misfit) => shape.misfits.push(misfit),
                None => shape.take(connection, relation, columns, views.contains(relation.name))?,
            },
        }
    }
    Ok(shape)
}

impl Shape {
    fn absent(&mut self, relation: &Relation, elsewhere: Option<String>) {
        let name = relation.name;
        let stands = |schema: &String| format!("it stands in the schema {schema}");
        let advice = elsewhere.as_ref().map_or_else(
            || "import the source again, or make the relation".to_owned(),
            |schema| format!("create view main.{name} as from {schema}.{name}"),
        );
        if relation.required {
            let what =
                format!("the relation {name} is missing in main, and a case file cannot do without it");
            let what = elsewhere.iter().map(stands).fold(what, |what, stands| format!("{what}; {stands}"));
            self.misfits.push(misfit(what, advice));
            return;
        }
        self.missing.push(name.to_owned());
        if let Some(schema) = elsewhere.filter(|_| !relation.internal) {
            let what =
                format!("the relation {name} is not read: it stands in the schema {schema} and not in main");
            self.wrong.push(misfit(what, advice));
        }
    }

    fn take(
        &mut self,
        connection: &Connection,
        relation: &'static Relation,
        columns: &BTreeMap<String, String>,
        is_view: bool,
    ) -> Result<()> {
        let name = relation.name;
        let mut source = Source::default();
        for column in &relation.columns {
            let plain = format!("\"{}\"", column.name);
            match columns.get(column.name) {
                None if column.nullable => {}
                None => self.misfits.push(misfit(
                    format!("the column {name}.{} is missing", column.name),
                    "add it, with a value in every row".to_owned(),
                )),
                Some(kind) if kind == column.kind => drop(source.columns.insert(column.name, plain)),
                Some(kind) if loses_nothing(connection, relation, column, kind)? => {
                    source.columns.insert(column.name, format!("try_cast({plain} as {})", column.kind));
                }
                Some(kind) => self.misfits.push(other_type(relation, column, kind, is_view)),
            }
        }
        self.sources.insert(name, source);
        Ok(())
    }
}

/// Returns the schema other than main in which a relation stands whole.
fn elsewhere(schemas: &Columns, relation: &Relation) -> Option<String> {
    let holds = |relations: &BTreeMap<String, BTreeMap<String, String>>| {
        let Some(there) = relations.get(relation.name) else { return false };
        relation.columns.iter().filter(|c| !c.nullable).all(|c| there.contains_key(c.name))
    };
    schemas.iter().find(|(schema, relations)| *schema != "main" && holds(relations)).map(|(s, _)| s.clone())
}

fn misfit(what: String, advice: String) -> Finding {
    Finding { check: "schema".to_owned(), weight: Weight::Wrong, what, n: 1, examples: Vec::new(), advice }
}

/// Returns the relations in main that are views.
fn views(connection: &Connection) -> Result<BTreeSet<String>> {
    let sql = "select lower(view_name) from duckdb_views() \
               where database_name = 'src' and schema_name = 'main' and not internal";
    connection
        .prepare(sql)
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(|e| CaseFileError::query("looking at the views", &e))
}

/// Says why a view cannot be read where it cannot.
fn unreadable_view(
    connection: &Connection,
    relation: &Relation,
    views: &BTreeSet<String>,
) -> Result<Option<Finding>> {
    let name = relation.name;
    if !views.contains(name) {
        return Ok(None);
    }
    match connection.prepare(&format!("select * from src.main.{name}")) {
        Ok(_) => Ok(None),
        Err(e) => match CaseFileError::query(name, &e) {
            CaseFileError::Interrupted => Err(CaseFileError::Interrupted),
            _ => Ok(Some(misfit(
                format!("{name} is a view {}", why(&one_line(&e))),
                "store it as a table (in dbt: materialized: table)".to_owned(),
            ))),
        },
    }
}

/// Says in our words what keeps a view from being read.
pub(super) fn why(message: &str) -> String {
    if let Some(database) = message.split("Catalog \"").nth(1).and_then(|rest| rest.split('"').next()) {
        return format!("that names the database {}", sanitised(database));
    }
    let outside = ["Permission Error", "disabled by configuration", "disabled through configuration"];
    if outside.iter().any(|sign| message.contains(sign)) {
        return "over a file or another source outside the case file, which stays shut".to_owned();
    }
    format!("that cannot be read: {message}")
}

const TIMES: &[&str] = &["TIMESTAMP_NS", "TIMESTAMP_S", "TIMESTAMP_MS"];
const WHOLE: &[&str] = &[
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
];
const PARTS: &[&str] = &["FLOAT", "DOUBLE", "DECIMAL"];

/// Tells whether every value of a column of another type is one of the canonical type, so that none is lost or guessed.
fn loses_nothing(connection: &Connection, relation: &Relation, column: &Column, kind: &str) -> Result<bool> {
    let base = kind.split('(').next().unwrap_or(kind);
    let within = |kinds: &[&[&str]]| kinds.iter().any(|kinds| kinds.contains(&base));
    let name = column.name;
    let from = format!("src.main.{} where \"{name}\" is not null", relation.name);
    let none = |condition: &str| -> Result<bool> {
        let sql = format!("select not exists (select 1 from {from}{condition})");
        connection
            .query_row(&sql, [], |row| row.get(0))
            .map_err(|e| CaseFileError::query(format!("{}.{name}", relation.name), &e))
    };
    match column.kind {
        // The number 12.0 may have been 12 or `12.0`: which one, nobody knows.
        "VARCHAR" if base == "ENUM" || base == "JSON" || base == "UUID" || within(&[WHOLE]) => {
            return Ok(true);
        }
        "DOUBLE" if within(&[WHOLE, PARTS]) => return Ok(true),
        _ => {}
    }
    let alike = match column.kind {
        "DATE" => base == "TIMESTAMP" || within(&[TIMES]),
        "TIMESTAMP" => base == "DATE" || within(&[TIMES]),
        "BOOLEAN" => within(&[WHOLE]),
        "SMALLINT" | "INTEGER" | "BIGINT" | "UTINYINT" => within(&[WHOLE, PARTS]),
        _ => false,
    };
    if !alike {
        // A column with nothing in it has whatever type its maker gave it.
        return none("");
    }
    let number =
        if within(&[&["FLOAT", "DOUBLE"]]) { format!(" and not isnan(\"{name}\")") } else { String::new() };
    none(&format!(
        "{number} and try_cast(try_cast(\"{name}\" as {}) as {kind}) is distinct from \"{name}\"",
        column.kind
    ))
}

/// Says that a column has a type of which values would be lost, and how it is mended.
fn other_type(relation: &Relation, column: &Column, kind: &str, is_view: bool) -> Finding {
    let (relation, name, expected) = (relation.name, column.name, column.kind);
    // An ENUM lists all its values.
    let shown: String = sanitised(kind).chars().take(40).collect();
    let target = expected.to_lowercase();
    let zone = "at time zone 'America/Detroit', or the zone of the hospital";
    let advice = match (kind == "TIMESTAMP WITH TIME ZONE", is_view) {
        (true, true) => format!("in the view write {name} {zone}"),
        (true, false) => format!("alter table {relation} alter {name} type {target} using {name} {zone}"),
        (false, true) => format!("in the view write {name}::{target}"),
        (false, false) => format!("alter table {relation} alter {name} type {target}"),
    };
    misfit(format!("{relation}.{name} has the type {shown}, and {expected} was expected"), advice)
}

/// Returns the zones in which the file itself holds times, as `relation.column`.
pub(super) fn zoned(connection: &Connection) -> Result<Vec<String>> {
    let kind = literal("TIMESTAMP WITH TIME ZONE");
    let sql = format!(
        "select schema_name || '.' || table_name || '.' || column_name from duckdb_columns() \
         where database_name = 'src' and data_type = {kind} order by all"
    );
    connection
        .prepare(&sql)
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(|e| CaseFileError::query("looking at the columns", &e))
}
