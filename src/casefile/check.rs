//! Says what is wrong with a case file and what it lacks: each finding with where, how many, what to do.

mod values;

use std::path::Path;

use chrono::NaiveDate;
use duckdb::Connection;

use super::attach;
use super::engine::{self, Limits};
use super::error::{CaseFileError, Result};
use super::prepare::recheck;
use super::reads;
use super::schema::{self, Relation};
use super::specialty::InForce;
use crate::domain::experience::Definition;
use crate::domain::text::sanitised;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize, strum::Display)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Weight {
    /// Something contradicts itself, or was not taken.
    Wrong,
    /// Something is not known; what needs it says so.
    Gap,
}

/// One thing that was found.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Finding {
    pub check: String,
    pub weight: Weight,
    pub what: String,
    /// How many places there are.
    pub n: u64,
    /// Up to five of them.
    pub examples: Vec<String>,
    pub advice: String,
}

/// All that was found.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize)]
pub struct Report {
    pub findings: Vec<Finding>,
}

impl Report {
    /// Tells whether anything is wrong; a gap is not.
    pub fn is_wrong(&self) -> bool {
        self.findings.iter().any(|f| f.weight == Weight::Wrong)
    }
}

macro_rules! checks {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../queries/checks/", $name, ".sql")))),*]
    };
}

/// The checks in the order of the report; the header of each file says what it finds.
const CHECKS: &[(&str, &str)] = checks![
    "programs",
    "staff_without_case",
    "staff_without_resident",
    "events_outside_case",
    "stays_outside_case",
    "absences_overlap",
    "after_data_to",
    "data_to_ahead",
    "ratings_unknown",
    "milestones_unknown",
    "milestones_levels",
    "kinds_unknown",
    "activities_unknown",
    "benchmarks_wrong",
    "set_aside",
    "cases_without_staff",
    "ages_missing",
    "training_unknown",
    "missing_values",
    "not_understood",
    "joined",
];

/// Opens the case file at `path`, read-only and without any way out, and checks it.
///
/// A file whose relations do not fit the schema is not looked into further.
pub fn check_file(path: &Path, in_force: &InForce, limits: Limits, today: NaiveDate) -> Result<Report> {
    let opened = attach::attached(path, limits)?;
    let connection = &opened.connection;
    engine::run(connection, "setting the day", &format!("set variable today = date '{today}'"))?;
    let present = columns(connection)?;
    let findings: Vec<_> = schema::relations().iter().flat_map(|r| fit(r, &present)).collect();
    if !findings.is_empty() {
        return Ok(Report { findings });
    }
    engine::make_views(connection, |name| {
        let columns: Vec<_> = present.iter().filter(|c| c.relation == name).map(|c| c.name.clone()).collect();
        (!columns.is_empty()).then_some(columns)
    })?;
    let mut report = Report { findings: not_numbers(connection, &present)? };
    for relation in schema::relations() {
        report.findings.extend(broken_rules(connection, relation)?);
    }
    for (name, sql) in CHECKS {
        report.findings.extend(run(connection, name, sql)?);
    }
    for sql in values::days() {
        report.findings.extend(run(connection, "days_far", &sql)?);
    }
    report.findings.extend(run(connection, "words_for_nothing", &values::nothing())?);
    let other = another_specialty(connection, in_force)?;
    if other.is_none() {
        report.findings.extend(names_unknown(connection, in_force)?);
        report.findings.extend(not_in_this_data(connection, in_force)?);
        report.findings.extend(prepared_otherwise(connection, &in_force.definitions)?);
    }
    report.findings.extend(other);
    Ok(report)
}

/// Says where a number of the file itself cannot be: the views, which all else reads, have nothing in its place.
fn not_numbers(connection: &Connection, present: &[Present]) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for relation in schema::relations() {
        let here = |name: &str| present.iter().any(|p| p.relation == relation.name && p.name == name);
        for column in relation.columns.iter().filter(|column| here(column.name)) {
            let Some(sound) = relation.sound(column) else { continue };
            let (relation, name, place) = (relation.name, column.name, relation.columns[0].name);
            let sql = format!(
                "-- what: {relation}.{name} holds what cannot be, and it counts as unknown\n\
                 -- advice: correct the rows at their source and import again\n-- weight: wrong\n\
                 select '{place} ' || coalesce({place}::varchar, '?') || ': ' || \"{name}\" as place \
                 from src.main.{relation} where \"{name}\" is not null and not coalesce({sound}, false)"
            );
            found.extend(run(connection, "numbers", &sql)?);
        }
    }
    Ok(found)
}

/// Says where the program is of another specialty than the definitions in force.
fn another_specialty(connection: &Connection, in_force: &InForce) -> Result<Option<Finding>> {
    let given: Vec<String> = connection
        .prepare("select specialty from program where specialty is not null")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(|e| CaseFileError::query("specialty", &e))?;
    let others: Vec<_> = given.iter().filter(|given| !in_force.specialty.is_meant_by(given)).collect();
    Ok((!others.is_empty()).then(|| Finding {
        check: "specialty".to_owned(),
        weight: Weight::Wrong,
        what: format!(
            "the program is of another specialty than the definitions in force, {}",
            in_force.specialty.name
        ),
        n: others.len() as u64,
        examples: others.iter().map(|given| format!("specialty {}", sanitised(given))).take(5).collect(),
        advice:
            "give the folder of its specialty with --specialty DIR, or correct program.csv and import again"
                .to_owned(),
    }))
}

/// Names what the specialty speaks of and the file does not know: rotations of definitions, experiences of activities.
fn names_unknown(connection: &Connection, in_force: &InForce) -> Result<Option<Finding>> {
    let all = |sql: &str| -> Result<Vec<String>> {
        let read = connection
            .prepare(sql)
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect());
        read.map_err(|e| CaseFileError::query("names", &e))
    };
    let rotations = all("select rotation from rotation_kinds where rotation is not null")?;
    let wanted =
        in_force.definitions.iter().flat_map(|d| d.rotations.iter().map(move |rotation| (d, rotation)));
    let strays = wanted
        .filter(|(_, rotation)| !rotations.is_empty() && !rotations.contains(rotation))
        .map(|(definition, rotation)| format!("definition {}: rotation {rotation}", definition.code));
    let of_activities = all("select experience from epas where experience is not null order by all")?;
    let known = |code: &String| in_force.definitions.iter().any(|d| d.code.as_str() == code);
    let without = of_activities.iter().filter(|code| !known(code));
    let examples: Vec<_> =
        strays.chain(without.map(|code| format!("experience {} of an activity", sanitised(code)))).collect();
    Ok((!examples.is_empty()).then(|| Finding {
        check: "names_unknown".to_owned(),
        weight: Weight::Wrong,
        what: "the specialty names a rotation or an experience that is not there".to_owned(),
        n: examples.len() as u64,
        examples: examples.into_iter().take(5).collect(),
        advice: "correct the definition or epas, or add the row to rotation_kinds".to_owned(),
    }))
}

/// Names the experiences that nothing in the file could ever fill, and the residents of whom it lacks something.
fn not_in_this_data(connection: &Connection, in_force: &InForce) -> Result<Vec<Finding>> {
    let coverage = reads::coverage(connection)?;
    let nowhere = in_force.definitions.iter().filter(|definition| coverage.is_nowhere(&definition.needs));
    let experiences: Vec<_> = nowhere.map(|definition| definition.title.clone()).collect();
    let people: Vec<_> = coverage.silent_about().into_iter().map(|id| format!("resident {id}")).collect();
    let gap = |what: &str, all: Vec<String>, advice: &str| Finding {
        check: "coverage".to_owned(),
        weight: Weight::Gap,
        what: what.to_owned(),
        n: all.len() as u64,
        // All of them: which experiences are silent is what a reader has to know.
        examples: all,
        advice: advice.to_owned(),
    };
    let found = [
        gap(
            "nothing in the file could ever count for these experiences, and each is shown as not in this data",
            experiences,
            "bring the facts or procedures that their definitions need (`trellis definitions CODE`), or say in coverage \
             that they are recorded and none occurred",
        ),
        gap(
            "something is not recorded of these residents, and is shown as not in this data",
            people,
            "export what is missing, as a list of theirs, and import again",
        ),
    ];
    Ok(found.into_iter().filter(|finding| finding.n > 0).collect())
}

/// A column as the case file has it.
struct Present {
    relation: String,
    name: String,
    kind: String,
}

fn columns(connection: &Connection) -> Result<Vec<Present>> {
    let sql = "select table_name, column_name, data_type from duckdb_columns() \
               where database_name = 'src' and schema_name = 'main'";
    connection
        .prepare(sql)
        .and_then(|mut statement| {
            let row =
                |r: &duckdb::Row<'_>| Ok(Present { relation: r.get(0)?, name: r.get(1)?, kind: r.get(2)? });
            statement.query_map([], row)?.collect()
        })
        .map_err(|e| CaseFileError::query("looking at the relations", &e))
}

/// Says where a relation does not fit the schema.
fn fit(relation: &Relation, present: &[Present]) -> Vec<Finding> {
    let here: Vec<_> = present.iter().filter(|p| p.relation == relation.name).collect();
    let name = relation.name;
    if here.is_empty() {
        let missing = relation.required.then(|| unfit(format!("the required relation {name} is missing")));
        return missing.into_iter().collect();
    }
    relation
        .columns
        .iter()
        .filter_map(|column| match here.iter().find(|p| p.name == column.name) {
            Some(p) if p.kind == column.kind => None,
            Some(p) => Some(unfit(format!("{name}.{} is {}, expected {}", column.name, p.kind, column.kind))),
            None if column.nullable => None,
            None => Some(unfit(format!("the column {name}.{} is missing", column.name))),
        })
        .collect()
}

fn unfit(what: String) -> Finding {
    Finding {
        check: "schema".to_owned(),
        weight: Weight::Wrong,
        what,
        n: 1,
        examples: Vec::new(),
        advice: "make the file as queries/schema.sql says, or import the source again".to_owned(),
    }
}

/// Checks keys, required values and constraints, which a view or a foreign table does not keep.
fn broken_rules(connection: &Connection, relation: &Relation) -> Result<Vec<Finding>> {
    let name = relation.name;
    let mut found = Vec::new();
    let required = relation.columns.iter().filter(|c| !c.nullable || relation.key.contains(&c.name));
    let missing = required.map(|c| format!("\"{}\" is null", c.name));
    let broken = relation.checks.iter().map(|check| format!("not ({check})"));
    for condition in missing.chain(broken) {
        let header = format!(
            "-- what: {name} has rows in which {condition}\n-- advice: correct them and import again\n-- weight: wrong\n"
        );
        let place = relation.columns[0].name;
        let sql = format!(
            "{header}select '{place} ' || coalesce({place}::varchar, '?') as place from {name} where {condition}"
        );
        found.extend(run(connection, "rows", &sql)?);
    }
    if !relation.key.is_empty() {
        let key = relation.key.join(", ");
        let header = format!(
            "-- what: {name} has several rows with the same {key}\n-- advice: keep the right one\n-- weight: wrong\n"
        );
        let sql = format!(
            "{header}select concat_ws(', ', {key}) as place from {name} group by {key} having count(*) > 1"
        );
        found.extend(run(connection, "keys", &sql)?);
    }
    Ok(found)
}

/// Runs one check; its header says what it finds.
fn run(connection: &Connection, name: &str, sql: &str) -> Result<Option<Finding>> {
    let header = |field: &str| {
        sql.lines()
            .find_map(|line| line.strip_prefix("-- ")?.strip_prefix(field)?.strip_prefix(':'))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let query = WRAPPED.replace("{check}", sql.trim_end().trim_end_matches(';'));
    let (n, examples): (u64, Option<String>) = connection
        .query_row(&query, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(|e| CaseFileError::query(format!("check {name}"), &e))?;
    Ok((n > 0).then(|| Finding {
        check: name.to_owned(),
        weight: if header("weight") == "gap" { Weight::Gap } else { Weight::Wrong },
        what: header("what"),
        n,
        examples: examples.unwrap_or_default().lines().map(str::to_owned).collect(),
        advice: header("advice"),
    }))
}

const WRAPPED: &str = include_str!("../../queries/checks/checked.sql");

/// Says where the exposures that the file holds are not those that its definitions find.
fn prepared_otherwise(connection: &Connection, definitions: &[Definition]) -> Result<Option<Finding>> {
    let differences = recheck(connection, definitions)?;
    let shown = |d: &super::prepare::Difference| {
        format!(
            "{} of resident {}: the file holds {}, the definition finds {}",
            d.code, d.resident, d.held, d.derived
        )
    };
    Ok((!differences.is_empty()).then(|| Finding {
        check: "prepared".to_owned(),
        weight: Weight::Wrong,
        what: "prepared exposures differ from what their definitions find".to_owned(),
        n: differences.len() as u64,
        examples: differences.iter().take(5).map(shown).collect(),
        advice: "do not trust the numbers of this file; import it again".to_owned(),
    }))
}
