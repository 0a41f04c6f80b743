//! What holds for every row of a case file: what must be there, within which limits, and once.
//!
//! A row that cannot be read at all refuses the file; one that breaks a rule and can be read is named.

use std::collections::BTreeMap;

use duckdb::Connection;

use super::engine::Source;
use super::error::{CaseFileError, Result};
use super::finding::{Check, Finding, Weight};
use super::schema::{self, Column, Relation};
use crate::domain::text::sanitised;

/// What is read into the types of the domain, by the columns that have to be there.
const READ: &[(&str, &[&str])] = &[
    ("program", &["name", "specialty", "data_to", "training_months"]),
    ("residents", &["resident_id", "name", "status"]),
    ("absences", &["resident_id", "from_on", "to_on"]),
    ("rotations", &["resident_id", "rotation", "from_on", "to_on"]),
    ("assessments", &["resident_id", "epa", "assessed_on", "rater_id", "scale", "level", "source"]),
    ("milestones", &["resident_id", "subcompetency", "period", "rated_on", "source"]),
    ("self_logged", &["resident_id", "code", "as_of", "n"]),
    ("exams", &["resident_id", "exam", "taken_on"]),
    ("statements", &["resident_id", "stated_on", "text"]),
    ("coverage", &["says"]),
    ("subcompetencies", &["subcompetency", "title"]),
    ("epas", &["epa", "title", "scale", "status"]),
    ("scales", &["scale", "title", "framing"]),
    ("scale_levels", &["scale", "level", "title"]),
    ("minimums", &["code", "minimum", "version", "source", "status"]),
    ("measure_kinds", &["measure", "title", "direction", "version", "source", "status"]),
    ("overall_choices", &["kind", "code", "title"]),
    ("benchmarks", &["code", "training_month", "source", "as_of"]),
];

/// Columns that are identifiers; a name of an exam or a rotation may be any text.
const IDENTIFIERS: &[&str] =
    &["resident_id", "rater_id", "epa", "code", "subcompetency", "measure", "experience"];

/// Numbers that are read as counts.
const COUNTS: &[&str] = &["expected_n", "expected_raters", "n", "minimum", "training_months"];

const STATUSES: &[&str] = &["standard", "local", "proposed", "example"];

/// What is asked of each row of a relation.
struct Rule {
    /// The column that is at fault, where it is one alone that cannot be read.
    unreadable: Option<&'static str>,
    /// Which rows break it.
    condition: String,
    /// What the column should be, or what the rows are.
    says: String,
    advice: String,
}

/// What was found in the rows of one relation.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub unreadable: Vec<Finding>,
    pub wrong: Vec<Finding>,
}

/// Asks every rule of these relations, by their views, in one pass.
pub(super) fn ask(
    connection: &Connection,
    relations: impl Iterator<Item = &'static Relation>,
) -> Result<Asked> {
    let all: Vec<(&Relation, Rule)> = relations
        .flat_map(|relation| rules(relation).into_iter().map(move |rule| (relation, rule)))
        .collect();
    let mut asked = Asked::default();
    for at in broken_at(connection, &all)? {
        let Some((relation, rule)) = all.get(at) else { continue };
        match rule.unreadable {
            Some(column) => asked.unreadable.extend(unreadable(connection, relation, rule, column)?),
            None => asked.wrong.extend(broken(connection, relation, rule)?),
        }
    }
    Ok(asked)
}

/// Returns which of the rules some row breaks. One statement: what costs in a small file is each statement by itself.
fn broken_at(connection: &Connection, all: &[(&Relation, Rule)]) -> Result<Vec<usize>> {
    let numbered: Vec<_> = all.iter().enumerate().collect();
    let pass = |of_one: &[(usize, &(&Relation, Rule))]| {
        let one = |(at, (_, rule)): &(usize, &(&Relation, Rule))| {
            format!("if(count(*) filter (where {}) > 0, {at}, null)", rule.condition)
        };
        let name = of_one.first().map_or("", |(_, (relation, _))| relation.name);
        format!(
            "select unnest([{}]) as nth from {name}",
            of_one.iter().map(one).collect::<Vec<_>>().join(", ")
        )
    };
    let passes: Vec<_> = numbered.chunk_by(|a, b| a.1.0.name == b.1.0.name).map(pass).collect();
    if passes.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select nth::ubigint from ({}) where nth is not null order by nth",
        passes.join(" union all ")
    );
    connection
        .prepare(&sql)
        .and_then(|mut statement| {
            let whole = |row: &duckdb::Row<'_>| row.get::<_, u64>(0).map(|at| at as usize);
            statement.query_map([], whole)?.collect()
        })
        .map_err(|e| CaseFileError::query("what holds for every row", &e))
}

/// Returns all that is asked of the rows of a relation.
fn rules(relation: &'static Relation) -> Vec<Rule> {
    let read = READ.iter().find(|(name, _)| *name == relation.name).map(|(_, columns)| *columns);
    let mut rules = Vec::new();
    for column in &relation.columns {
        let required = !column.nullable || relation.key.contains(&column.name);
        let has_to_be_read = read.is_some_and(|columns| columns.contains(&column.name));
        if required || has_to_be_read {
            rules.push(present(column, has_to_be_read));
        }
        if let Some(read) = read {
            rules.extend(readable(relation, column, read));
        }
    }
    let closed = |check: &&&str| {
        let column = check.split(' ').next().unwrap_or_default();
        relation.closed_words(column).is_none()
    };
    rules.extend(relation.checks.iter().filter(closed).map(|check| Rule {
        unreadable: None,
        condition: format!("not ({check})"),
        says: format!("not ({check})"),
        advice: "correct them and import again".to_owned(),
    }));
    rules
}

fn present(column: &Column, has_to_be_read: bool) -> Rule {
    let condition = format!("\"{}\" is null", column.name);
    Rule {
        unreadable: has_to_be_read.then_some(column.name),
        says: if has_to_be_read { "every row needs it".to_owned() } else { condition.clone() },
        condition,
        advice: "correct them and import again".to_owned(),
    }
}

/// Returns what a column that is read has to be beside its type.
fn readable(relation: &Relation, column: &Column, read: &[&str]) -> Option<Rule> {
    let name = column.name;
    let unreadable = |fits: String, says: String, advice: &str| Rule {
        unreadable: Some(name),
        condition: format!("not ({fits})"),
        says,
        advice: advice.to_owned(),
    };
    if column.kind == "DATE" {
        // What is dated after the last day of the data is left aside where it is read.
        let is_event = matches!(name, "assessed_on" | "rated_on");
        let last = if is_event { "date 'infinity'" } else { "date '2200-12-31'" };
        let advice = match (column.nullable, name) {
            (true, _) => "write the day, or leave it empty where none is known",
            (false, "to_on") => "write the last day that is known",
            _ => "write the day",
        };
        let fits = format!("\"{name}\" between date '1900-01-01' and {last}");
        return Some(unreadable(fits, "which is no day between 1900 and 2200".to_owned(), advice));
    }
    let is_status = name == "status" && read.contains(&name);
    let words = relation.closed_words(name).or_else(|| is_status.then(|| STATUSES.to_vec()));
    if let Some(words) = words.filter(|_| name != "result") {
        let list: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
        let says = format!("which is none of {}", words.join(", "));
        return Some(unreadable(format!("\"{name}\" in ({})", list.join(", ")), says, "write one of them"));
    }
    let (fits, says, advice) = match name {
        "period" => (
            "regexp_full_match(\"period\", '[0-9]{4}-[12]')".to_owned(),
            "which is no reporting period",
            "write 2026-1 for spring and 2026-2 for fall",
        ),
        "half_steps" => (
            "\"half_steps\" = 0 or \"half_steps\" between 2 and 10".to_owned(),
            "which is no level in half steps: 0, or 2 for level 1 to 10 for level 5",
            "correct the level",
        ),
        // The code of a choice is any text.
        _ if IDENTIFIERS.contains(&name) && relation.name != "overall_choices" => (
            format!("regexp_full_match(\"{name}\", '[!-~]{{1,64}}')"),
            "which is no identifier",
            "use 1 to 64 letters, digits and signs without spaces or accents",
        ),
        _ if COUNTS.contains(&name) => {
            (format!("\"{name}\" >= 0"), "which is out of range", "write how many")
        }
        _ => return None,
    };
    Some(unreadable(fits, says.to_owned(), advice))
}

/// Names the first row that cannot be read, with its value, and how many more there are.
fn unreadable(
    connection: &Connection,
    relation: &Relation,
    rule: &Rule,
    column: &str,
) -> Result<Option<Finding>> {
    let name = relation.name;
    let place = place(relation);
    let sql = format!(
        "select {place} || ': ' || coalesce('\"' || left(\"{column}\"::varchar, 60) || '\"', 'nothing') as place \
         from {name} where {}",
        rule.condition
    );
    let check = Check {
        name: "unreadable",
        weight: Weight::Wrong,
        what: String::new(),
        advice: rule.advice.clone(),
        sql: &sql,
    };
    let found = check.run(connection)?;
    Ok(found.map(|found| {
        let first = found.examples.first().cloned().unwrap_or_default();
        let (row, value) = first.rsplit_once(": ").unwrap_or((&first, "nothing"));
        let more = match found.n {
            0 | 1 => String::new(),
            2 => " (and in 1 more row)".to_owned(),
            n => format!(" (and in {} more rows)", n - 1),
        };
        let what = sanitised(&format!("{name}.{column} of {row} is {value}, {}{more}", rule.says));
        Finding { what, ..found }
    }))
}

/// Returns the SQL that names a row: by what identifies it, else by its first column.
pub(super) fn place(relation: &Relation) -> String {
    let first = relation.columns.first().map(|column| column.name);
    let by: Vec<_> = if relation.key.is_empty() { first.into_iter().collect() } else { relation.key.clone() };
    let one = |column: &&str| format!("'{column} ' || coalesce(\"{column}\"::varchar, '?')");
    by.iter().map(one).collect::<Vec<_>>().join(" || ', ' || ")
}

fn broken(connection: &Connection, relation: &Relation, rule: &Rule) -> Result<Option<Finding>> {
    let name = relation.name;
    let first = relation.columns[0].name;
    let sql = format!(
        "select '{first} ' || coalesce(\"{first}\"::varchar, '?') as place from {name} where {}",
        rule.condition
    );
    let what = format!("{name} has rows in which {}", rule.says);
    Check { name: "rows", weight: Weight::Wrong, what, advice: rule.advice.clone(), sql: &sql }
        .run(connection)
}

/// Says where the file is not about exactly one program, or names one resident twice: neither is anybody's to choose.
pub(super) fn not_one(connection: &Connection) -> Result<Vec<Finding>> {
    let failed = |e: duckdb::Error| CaseFileError::query("program", &e);
    let rows: u64 = connection
        .query_row("select count(*)::ubigint from program", [], |row| row.get(0))
        .map_err(failed)?;
    let finding = |what: String, n, advice: &str| Finding {
        check: "unreadable".to_owned(),
        weight: Weight::Wrong,
        what,
        n,
        examples: Vec::new(),
        advice: advice.to_owned(),
    };
    let program = (rows != 1).then(|| {
        let what = format!("program has {rows} rows, and exactly one was expected");
        finding(what, rows, "import it again with one row in program")
    });
    let sql = "select resident_id from residents where resident_id is not null \
               group by resident_id having count(*) > 1 order by all";
    let twice: Vec<String> = connection
        .prepare(sql)
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(failed)?;
    let resident = twice.first().map(|first| {
        let what = format!("residents holds {} more than once", sanitised(first));
        finding(what, twice.len() as u64, "keep the right row of each resident")
    });
    Ok(program.into_iter().chain(resident).collect())
}

/// Says where a number of the file itself cannot be: the views, which all else reads, have nothing in its place.
pub(super) fn not_numbers(
    connection: &Connection,
    sources: &BTreeMap<&'static str, Source>,
) -> Result<Vec<Finding>> {
    let mut checks = Vec::new();
    for relation in schema::relations() {
        let Some(source) = sources.get(relation.name) else { continue };
        for column in &relation.columns {
            let sound = relation.sound(column).zip(source.columns.get(column.name));
            let Some((sound, read)) = sound else { continue };
            let (relation, name, place) = (relation.name, column.name, relation.columns[0].name);
            let sql = format!(
                "select '{place} ' || coalesce(place::varchar, '?') || ': ' || \"{name}\" as place from \
                 (select \"{place}\" as place, {read} as \"{name}\" from src.main.{relation}) \
                 where \"{name}\" is not null and not coalesce({sound}, false)"
            );
            let what = format!("{relation}.{name} holds what cannot be, and it counts as unknown");
            checks.push((what, sql));
        }
    }
    let all: Vec<_> = checks.iter().map(|(_, sql)| sql.as_str()).collect();
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let any = format!("select count(*) > 0 from ({})", all.join(" union all "));
    let is_any: bool =
        connection.query_row(&any, [], |row| row.get(0)).map_err(|e| CaseFileError::query("numbers", &e))?;
    let run = |(what, sql): &(String, String)| {
        let advice = "correct the rows at their source and import again".to_owned();
        let check = Check { name: "numbers", weight: Weight::Wrong, what: what.clone(), advice, sql };
        check.run(connection).transpose()
    };
    checks.iter().filter(|_| is_any).filter_map(run).collect()
}
