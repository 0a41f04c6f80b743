//! What is asked of every case file before anything in it is counted; `trellis check` and every other command ask the same.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use duckdb::Connection;

use super::digest;
use super::doubles::{self, Care};
use super::engine::{self, Source};
use super::error::{CaseFileError, Result};
use super::finding::{Check, Finding, Weight};
use super::rules;
use super::schema;
use super::shape;
use super::specialty::InForce;
use super::vocabulary::Vocabulary;

/// What was found in a file that can be read; its views stand.
#[derive(Debug, Default)]
pub(super) struct Inspected {
    /// Optional relations that it lacks.
    pub missing: Vec<String>,
    /// What is wrong with it, and is said until it is mended.
    pub wrong: Vec<Finding>,
    /// What is asked about it.
    pub asked: Vec<Finding>,
    /// The views differ from what the file holds, so that exposures prepared from it do not count.
    pub is_read_otherwise: bool,
    /// Every relation stands there as the schema has it and is read so: what the file keeps was asked of the same views.
    pub is_plain: bool,
    /// The mark says so too, and opening believes it.
    pub is_marked_plain: bool,
}

/// Why a file cannot be read.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Its relations do not fit the schema.
    Unfit(Vec<Finding>),
    /// A value is none.
    Unreadable(Vec<Finding>),
}

impl Refusal {
    /// Returns what was found.
    pub fn findings(self) -> Vec<Finding> {
        match self {
            Self::Unfit(findings) | Self::Unreadable(findings) => findings,
        }
    }
}

macro_rules! checks {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../queries/checks/", $name, ".sql")))),*]
    };
}

/// The checks of whole relations, in the order of the report; the header of each file says what it finds.
const CHECKS: &[(&str, &str)] = checks![
    "staff_without_case",
    "staff_without_resident",
    "events_outside_case",
    "stays_outside_case",
    "absences_overlap",
    "data_to_ahead",
    "after_data_to",
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

/// Those that hold two relations against each other, which opening leaves to `trellis check` where these are long.
const LONG: &[&str] = &["staff_without_case", "events_outside_case", "stays_outside_case"];

/// Looks at the attached file, makes its views, and says what is wrong; or why it cannot be read.
pub(super) fn inspect(
    connection: &Connection,
    in_force: &InForce,
    today: NaiveDate,
    care: Care,
) -> Result<std::result::Result<Inspected, Refusal>> {
    engine::run(connection, "setting the day", &format!("set variable today = date '{today}'"))?;
    let shape = shape::read(connection)?;
    if !shape.misfits.is_empty() {
        return Ok(Err(Refusal::Unfit(shape.misfits)));
    }
    let mut sources = shape.sources;
    let mut found = Inspected { missing: shape.missing, wrong: shape.wrong, ..Inspected::default() };
    let spelling = Vocabulary::of(in_force).spelling(connection, &sources)?;
    found.is_read_otherwise = !spelling.instead.is_empty();
    for ((relation, column), instead) in spelling.instead {
        if let Some(source) = sources.get_mut(relation) {
            source.instead.insert(column, instead);
        }
    }
    found.take(spelling.unknown);
    found.doubt_ages(connection, &mut sources)?;
    let as_the_schema_has_it = sources == engine::all_sources();
    for relation in schema::relations() {
        engine::make_view(connection, relation, sources.get(relation.name))?;
    }
    engine::make_shared_views(connection)?;
    let mut unreadable = rules::not_one(connection)?;
    let present = schema::relations().iter().filter(|r| !r.internal && sources.contains_key(r.name));
    let asked = rules::ask(connection, present)?;
    unreadable.extend(asked.unreadable);
    found.take(asked.wrong);
    if !unreadable.is_empty() {
        return Ok(Err(Refusal::Unreadable(unreadable)));
    }
    found.count_once(connection, &sources, care)?;
    let numbers = rules::not_numbers(connection, &sources)?;
    found.is_read_otherwise |= !numbers.is_empty();
    found.take(numbers);
    found.check(connection, care)?;
    found.is_plain = as_the_schema_has_it && !found.is_read_otherwise;
    Ok(Ok(found))
}

/// Returns the hash of all that a file is looked through by.
pub(super) fn looked_through_by(in_force: &InForce) -> String {
    let specialty = format!("{:?}", in_force.specialty);
    // The checks, and what else of the program reads a file.
    let own = [env!("TRELLIS_READER"), &specialty];
    digest::of(own.into_iter().chain(in_force.definitions.iter().map(|d| d.hash.as_str())))
}

impl Inspected {
    fn take(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            match finding.weight {
                Weight::Wrong => self.wrong.push(finding),
                Weight::Gap => self.asked.push(finding),
            }
        }
    }

    /// Takes ages for unknown where most of them are none: they are in days or in months, and those that look like
    /// years are too.
    fn doubt_ages(
        &mut self,
        connection: &Connection,
        sources: &mut BTreeMap<&'static str, Source>,
    ) -> Result<()> {
        let ages =
            |relation: &'static str| Some((relation, sources.get(relation)?.columns.get("age_years")?));
        let all: Vec<_> = ["cases", "procedures"].into_iter().filter_map(ages).collect();
        let part = |(relation, age): &(&str, &String)| {
            format!("select '{relation}' as relation from src.main.{relation} having {}", other_unit(age))
        };
        let parts: Vec<_> = all.iter().map(part).collect();
        if parts.is_empty() {
            return Ok(());
        }
        let in_other_units: Vec<String> = connection
            .prepare(&parts.join(" union all "))
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
            .map_err(|e| CaseFileError::query("ages", &e))?;
        for relation in in_other_units {
            let Some(source) = sources.get_mut(relation.as_str()) else { continue };
            source.instead.insert("age_years", "null::double".to_owned());
            self.wrong.push(Finding {
                check: "ages".to_owned(),
                weight: Weight::Wrong,
                what: format!(
                    "most of {relation}.age_years lie above 120, as days or months would: all of them count as unknown"
                ),
                n: 1,
                examples: Vec::new(),
                advice: "export ages in years (0.25 is three months)".to_owned(),
            });
        }
        Ok(())
    }

    /// Finds what stands there twice, and has it counted once.
    fn count_once(
        &mut self,
        connection: &Connection,
        sources: &BTreeMap<&'static str, Source>,
        care: Care,
    ) -> Result<()> {
        let kept = doubles::kept_by_the_file(connection)?;
        let not_kept = |r: &&schema::Relation| sources.contains_key(r.name) && !kept.contains(r.name);
        let asked: Vec<_> = schema::relations().iter().filter(not_kept).collect();
        for relation in doubles::suspects(connection, &asked, care)? {
            let Some(doubles) = doubles::find(connection, relation)? else { continue };
            engine::keep_once(connection, relation, sources.get(relation.name), &doubles.once)?;
            self.wrong.push(doubles.finding);
            self.is_read_otherwise = true;
        }
        Ok(())
    }

    fn check(&mut self, connection: &Connection, care: Care) -> Result<()> {
        let is_long =
            care == Care::Opening && doubles::is_long(connection, &["cases", "case_staff", "case_facts"])?;
        for (name, sql) in CHECKS {
            let check = Check::of_file(name, sql);
            let is_asked = check.weight == Weight::Wrong && !(is_long && LONG.contains(name));
            if care == Care::Whole || is_asked {
                self.take(check.run(connection)?);
            }
        }
        Ok(())
    }
}

/// Asks of what an import has made what is asked of every case file and its own checks do not see to.
pub(super) fn of_import(connection: &Connection) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for (name, sql) in CHECKS.iter().filter(|(name, _)| LONG.contains(name) || *name == "data_to_ahead") {
        found.extend(Check::of_file(name, sql).run(connection)?);
    }
    if let Some(facts) = schema::relation("case_facts") {
        for relation in doubles::suspects(connection, &[facts], Care::Whole)? {
            found.extend(doubles::find(connection, relation)?.map(|doubles| doubles.finding));
        }
    }
    Ok(found)
}

/// Returns what tells whether most ages, and many different ones, lie above what an age in years can be, as SQL.
///
/// One number in the place of many, as 999, is a word for unknown.
pub(super) fn other_unit(age: &str) -> String {
    let above = format!("{age} > 120 and isfinite({age})");
    format!(
        "coalesce(2 * count(*) filter (where {above}) > count(*) filter (where {age} is not null and not isnan({age})) \
         and count(distinct {age}) filter (where {above}) > 10, false)"
    )
}
