//! Says what is wrong with a case file and what it lacks: each finding with where, how many, what to do.

mod values;

use std::path::Path;

use chrono::NaiveDate;
use duckdb::Connection;

use super::clock;
use super::doubles::Care;
use super::engine::Limits;
use super::error::{CaseFileError, Result};
use super::finding::Check;
pub use super::finding::{Finding, Weight};
use super::inspect;
use super::open::CaseFile;
use super::prepare::recheck;
use super::reads;
use super::specialty::InForce;
use super::vocabulary::Vocabulary;
use crate::domain::experience::Definition;
use crate::domain::text::sanitised;

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

/// Opens the case file at `path` as every command does, read-only and without any way out, and checks it.
///
/// A file that no command reads is not looked into further.
pub fn check_file(path: &Path, in_force: &InForce, limits: Limits, today: NaiveDate) -> Result<Report> {
    let (case_file, mut inspected) =
        match CaseFile::attach(path, in_force.clone(), today, limits, Care::Whole)? {
            Ok(opened) => opened,
            Err(refusal) => return Ok(Report { findings: refusal.findings() }),
        };
    let connection = &case_file.connection;
    let mut report = Report::default();
    report.findings.append(&mut inspected.wrong);
    report.findings.append(&mut inspected.asked);
    report.findings.extend(clock::questions(connection)?);
    report.findings.extend(single_values(connection)?);
    let other = another_specialty(connection, in_force)?;
    if other.is_none() {
        // What no rule foresees, and reading stumbles over, is said here too.
        case_file.read_through()?;
        report.findings.extend(names_unknown(connection, in_force)?);
        report.findings.extend(not_in_this_data(connection, in_force)?);
        if !inspected.is_read_otherwise {
            report.findings.extend(prepared_otherwise(connection, &in_force.definitions)?);
        }
        report.findings.extend(answered_otherwise(connection, &case_file.answers)?);
        if inspected.is_marked_plain && !inspected.is_plain {
            report.findings.push(marked_otherwise());
        }
    }
    report.findings.extend(other);
    Ok(report)
}

/// Looks for days far from all others, and values that are words for nothing.
fn single_values(connection: &Connection) -> Result<Vec<Finding>> {
    let all = values::days().map(|sql| ("days_far", sql)).chain([("words_for_nothing", values::nothing())]);
    let found = all.map(|(name, sql)| Check::of_file(name, &sql).run(connection));
    Ok(found.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// Asks what an import gives reason to ask: about its words, its clock, and what its rows say of each other.
pub(super) fn questions(connection: &Connection, in_force: &InForce) -> Result<Vec<Finding>> {
    let sources = super::engine::all_sources();
    let spelling = Vocabulary::of(in_force).spelling(connection, &sources)?;
    let mut found = spelling.unknown;
    found.extend(clock::questions(connection)?);
    found.extend(inspect::of_import(connection)?);
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
    let coverage = reads::coverage(connection, &reads::Answers::default())?;
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

/// Says that commands read the file as its mark has it, and it is not so.
fn marked_otherwise() -> Finding {
    Finding {
        check: "mark".to_owned(),
        weight: Weight::Wrong,
        what:
            "the file says of itself that it can be read as it stands, commands believe it, and it is not so"
                .to_owned(),
        n: 1,
        examples: Vec::new(),
        advice: "do not trust the numbers of this file; import it again".to_owned(),
    }
}

/// Says where the answers that the file keeps, and that are believed, are not those that its data give.
fn answered_otherwise(connection: &Connection, answers: &reads::Answers) -> Result<Option<Finding>> {
    let others = reads::recheck(connection, answers)?;
    let shown = |other: &reads::OtherAnswer| {
        format!("{}: {} rows stand in one of the two alone", other.question, other.rows)
    };
    Ok((!others.is_empty()).then(|| Finding {
        check: "answers".to_owned(),
        weight: Weight::Wrong,
        what: "answers that the file keeps differ from what its data give".to_owned(),
        n: others.len() as u64,
        examples: others.iter().map(shown).collect(),
        advice: "do not trust the numbers of this file; import it again".to_owned(),
    }))
}
