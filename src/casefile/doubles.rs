//! Rows that stand in a file twice: found before anything is counted, named, and counted once.

use std::collections::BTreeSet;

use duckdb::Connection;

use super::error::{CaseFileError, Result};
use super::finding::{Check, Finding, Weight};
use super::rules;
use super::schema::{self, Relation};

/// Above so many rows of a relation only a sample of its keys is looked at on opening; `trellis check` looks at all.
const AT_ONCE: u64 = 2_000_000;

/// How thoroughly a file is looked through.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Care {
    /// As every command does that opens it.
    Opening,
    /// Whatever it takes.
    Whole,
}

/// What stands in a relation twice, and which rows count.
pub(super) struct Doubles {
    pub finding: Finding,
    /// The condition on windows that keeps one of each.
    pub once: String,
}

/// Relations without a key of which a row that stands there twice would count twice, or be shown twice.
const ROW_BY_ROW: &[&str] = &["case_staff", "measures", "exams", "statements", "rotations", "self_logged"];

/// What would be the same in two rows of a relation that are one.
struct Identity {
    /// The columns, quoted.
    columns: String,
    /// Which rows have one: a key of which a part is missing identifies nothing.
    known: String,
}

impl Identity {
    /// Returns what identifies a row; `None` where rows may be alike.
    fn of(relation: &Relation) -> Option<Self> {
        let all = || relation.columns.iter().map(|c| c.name).collect::<Vec<_>>();
        let (columns, known) = match relation.name {
            _ if relation.internal => return None,
            "case_facts" => (vec!["case_id", "fact", "text", "at"], "\"value\" is null".to_owned()),
            name if relation.key.is_empty() => {
                (all(), ROW_BY_ROW.contains(&name).then(|| "true".to_owned())?)
            }
            _ => (relation.key.clone(), known(&relation.key)),
        };
        Some(Self { columns: quoted(&columns, ", "), known })
    }
}

/// Returns the relations in which a row seems to stand twice. Hashes may meet by chance: [`find`] tells.
pub(super) fn suspects(
    connection: &Connection,
    relations: &[&'static Relation],
    care: Care,
) -> Result<Vec<&'static Relation>> {
    let long = if care == Care::Opening { long(connection, relations)? } else { Vec::new() };
    let part = |(nth, relation): (usize, &&'static Relation)| {
        let Identity { columns, known } = Identity::of(relation)?;
        let name = relation.name;
        let sample = if long.contains(&(nth as u64)) { "hash({columns}) % 64 = 0" } else { "true" };
        let sample = sample.replace("{columns}", &columns);
        Some(format!(
            "select {nth} as nth from {name} where {known} and {sample} \
             having count(*) > count(distinct hash({columns}))"
        ))
    };
    let mut parts: Vec<_> = relations.iter().enumerate().filter_map(part).collect();
    if relations.iter().any(|relation| relation.name == "case_facts") {
        let nth = relations.iter().position(|relation| relation.name == "case_facts").unwrap_or_default();
        // Where a file holds numbers alone, they are looked at themselves.
        parts.push(format!(
            "select {nth} where not exists (select 1 from case_facts where \"value\" is null) \
             and exists (select 1 from case_facts)"
        ));
    }
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let found = places(connection, &parts)?;
    Ok(found.into_iter().filter_map(|nth| relations.get(nth as usize).copied()).collect())
}

/// Tells whether one of some relations has too many rows to look at all of them at once.
pub(super) fn is_long(connection: &Connection, relations: &[&str]) -> Result<bool> {
    let relations: Vec<_> = relations.iter().filter_map(|name| schema::relation(name)).collect();
    Ok(!long(connection, &relations)?.is_empty())
}

/// Returns the places of the relations that have too many rows to look at all of them at once.
fn long(connection: &Connection, relations: &[&'static Relation]) -> Result<Vec<u64>> {
    let part = |(nth, relation): (usize, &&'static Relation)| {
        format!("select {nth} as nth from {} having count(*) > {AT_ONCE}", relation.name)
    };
    let parts: Vec<_> = relations.iter().enumerate().map(part).collect();
    if parts.is_empty() { Ok(Vec::new()) } else { places(connection, &parts) }
}

fn places(connection: &Connection, parts: &[String]) -> Result<Vec<u64>> {
    let sql =
        format!("select distinct nth::ubigint as nth from ({}) order by nth", parts.join(" union all "));
    connection
        .prepare(&sql)
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(|e| CaseFileError::query("looking for doubles", &e))
}

/// Looks for rows of a relation, read by its view, that stand there twice.
pub(super) fn find(connection: &Connection, relation: &'static Relation) -> Result<Option<Doubles>> {
    if relation.name == "case_facts" {
        return facts(connection, relation);
    }
    let Some(Identity { columns, known }) = Identity::of(relation) else { return Ok(None) };
    let all = quoted(&relation.columns.iter().map(|c| c.name).collect::<Vec<_>>(), ", ");
    let (what, advice) = if relation.key.is_empty() {
        ("the same row several times".to_owned(), "export it once")
    } else {
        (format!("several rows with the same {}", relation.key.join(", ")), "keep the right one")
    };
    let name = relation.name;
    let sql = format!(
        "select any_value({}) as place from {name} where {known} group by {columns} having count(*) > 1",
        rules::place(relation)
    );
    let check = Check {
        name: "keys",
        weight: Weight::Wrong,
        what: format!("{name} has {what}; one of each is counted"),
        advice: advice.to_owned(),
        sql: &sql,
    };
    let once = format!("row_number() over (partition by {columns} order by {all}) = 1 or not ({known})");
    Ok(check.run(connection)?.map(|finding| Doubles { finding, once }))
}

/// Returns the relations of which the file itself keeps the key, as one that import made does.
pub(super) fn kept_by_the_file(connection: &Connection) -> Result<BTreeSet<&'static str>> {
    let sql = "select lower(table_name), lower(list_aggregate(list_sort(constraint_column_names), 'string_agg', ',')) \
               from duckdb_constraints() where database_name = 'src' and schema_name = 'main' \
               and constraint_type = 'PRIMARY KEY'";
    let keys: Vec<(String, String)> = connection
        .prepare(sql)
        .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .map_err(|e| CaseFileError::query("looking at the keys", &e))?;
    let is_kept = |relation: &&Relation| {
        let mut key = relation.key.clone();
        key.sort_unstable();
        keys.iter().any(|(name, columns)| name == relation.name && *columns == key.join(","))
    };
    Ok(schema::relations().iter().filter(is_kept).map(|relation| relation.name).collect())
}

/// Facts that are numbers may stand twice and be two: two units given in one minute. A fact that is none stands twice
/// only where a case was exported twice, and then its numbers are doubles too.
fn facts(connection: &Connection, relation: &Relation) -> Result<Option<Doubles>> {
    const TWICE: &str = "select case_id from case_facts where \"value\" is null and case_id is not null \
                         group by case_id, fact, \"text\", \"at\" having count(*) > 1";
    let doubled = format!("case_id in ({TWICE})");
    let sql = format!("select distinct 'case ' || case_id as place from ({TWICE})");
    let check = |sql: &str| {
        Check {
            name: "keys",
            weight: Weight::Wrong,
            what: "case_facts has the same facts of a case several times; one of each is counted".to_owned(),
            advice: "export the facts of each case once".to_owned(),
            sql,
        }
        .run(connection)
    };
    let all = quoted(&relation.columns.iter().map(|c| c.name).collect::<Vec<_>>(), ", ");
    let first = format!("row_number() over (partition by {all}) = 1");
    if let Some(finding) = check(&sql)? {
        // Among all rows: among those that are counted once none stands there twice.
        let twice = TWICE.replace("from case_facts", "from held_case_facts");
        let once = format!("{first} or not ({})", doubled.replace(TWICE, &twice));
        return Ok(Some(Doubles { finding, once }));
    }
    let only_numbers: bool = connection
        .query_row("select not exists (select 1 from case_facts where \"value\" is null)", [], |row| {
            row.get(0)
        })
        .map_err(|e| CaseFileError::query("case_facts", &e))?;
    if !only_numbers {
        return Ok(None);
    }
    // Where numbers are all that there is: every second one stands there twice.
    let sql = format!(
        "select 2 * coalesce(sum(n) filter (where n > 1), 0) > sum(n) and sum(n) >= 10 from \
         (select count(*) as n from case_facts where \"value\" is not null group by {all})"
    );
    let systematic: Option<bool> = connection
        .query_row(&sql, [], |row| row.get(0))
        .map_err(|e| CaseFileError::query("case_facts", &e))?;
    if systematic != Some(true) {
        return Ok(None);
    }
    let sql = format!(
        "select 'case ' || any_value(case_id) || ', ' || any_value(fact) as place from case_facts \
         group by {all} having count(*) > 1"
    );
    Ok(check(&sql)?.map(|finding| Doubles { finding, once: first }))
}

fn quoted(columns: &[&str], between: &str) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(between)
}

/// A key of which a part is missing identifies nothing.
fn known(key: &[&str]) -> String {
    key.iter().map(|column| format!("\"{column}\" is not null")).collect::<Vec<_>>().join(" and ")
}
