//! Fills the case file that is being made: what the source brings, what the specialty adds, and what is refused.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use duckdb::{Connection, params};

use super::codes::Codes;
use super::folder::Staged;
use super::stage::{Manner, Unclear};
use super::workshop::Workshop;
use super::{HalfSteps, Request, Summary, columnar, database, folder, load, losses, notes, reference};
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::open::CaseFile;
use crate::casefile::specialty::{self, InForce};
use crate::casefile::vocabulary::Vocabulary;
use crate::casefile::{check, engine, prepare, reads, schema};

/// Fills the file in the workshop and closes it.
pub(super) fn fill(
    connection: &Connection,
    workshop: &Workshop,
    request: &Request<'_>,
    codes: &mut Codes,
    progress: &mut dyn FnMut(&str),
) -> Result<Summary> {
    prepare_engine(connection, workshop, request)?;
    // What does not hold in the specialty is said before anything is read.
    let in_force = request.specialty.in_force(request.definitions)?;
    let mut staged = Staged::default();
    if let Some(mapping) = request.mapping {
        map_by_file(connection, mapping)?;
    } else if database::is_one(request.source) {
        staged = database::stage(connection, request.source, request.target, progress)?;
    } else {
        let manner = Manner { encoding: request.encoding, stop: request.stop };
        staged = folder::stage(connection, request.source, request.specialty, codes, manner, progress)?;
    }
    let own = Manner { encoding: None, stop: request.stop };
    reference::fill(connection, request.specialty, workshop, own)?;
    let vocabulary = Vocabulary::of(&in_force);
    let mut summary = load_all(connection, &vocabulary, &staged.unclear, request.half_steps, progress)?;
    set_data_to(connection, request.data_to, staged.ends_with_lists)?;
    set_ledger(connection, request.ledger, workshop.ledger().filter(|_| request.replace))?;
    summary.follows = load::together(connection)?;
    summary.reasons = notes::reasons(connection)?;
    // Before anything is missed that another specialty's lists would have brought.
    refuse_another_specialty(connection, &in_force)?;
    refuse_the_unusable(connection, &summary)?;
    summary.questions = check::questions(connection, &in_force)?;
    if let Some(allowed) = request.losses {
        let before = if request.replace { workshop.rows() } else { Vec::new() };
        summary.losses = losses::of(&summary, &before, allowed);
        if !summary.losses.is_empty() {
            return Ok(summary);
        }
    }
    prepare_exposures(connection, &in_force, progress)?;
    progress("writing the case file");
    reads::keep(connection, &in_force.definitions)?;
    engine::run(connection, "finishing", include_str!("../../../queries/import/finish.sql"))?;
    CaseFile::look_through(&workshop.file(), &in_force, request.today, request.limits)?;
    Ok(summary)
}

fn prepare_engine(connection: &Connection, workshop: &Workshop, request: &Request<'_>) -> Result<()> {
    start(connection, &workshop.spill(), &workshop.file(), request.source, request.today)
}

/// Says to the engine where the source is and where it may put what does not fit in memory, and makes the empty file.
pub(super) fn start(
    connection: &Connection,
    spill: &Path,
    file: &Path,
    source: &Path,
    today: NaiveDate,
) -> Result<()> {
    let text = |path: &Path| engine::literal(&path.to_string_lossy());
    let full = source.canonicalize().map_err(|e| CaseFileError::Io {
        what: "cannot find the source",
        path: source.to_owned(),
        source: e,
    })?;
    let name = full.file_name().map(PathBuf::from).unwrap_or_default();
    let variables = format!(
        "set temp_directory = {}; set variable source = {}; set variable source_name = {}; \
         set variable today = date '{today}'; create schema raw; create schema mapped",
        text(spill),
        engine::literal(&columnar::as_pattern(source)),
        text(&name)
    );
    engine::run(connection, "starting", &variables)?;
    engine::create(connection, file)?;
    engine::make_all_views(connection)?;
    load::prepare(connection)?;
    notes::create(connection)
}

/// Runs a mapping that the caller wrote.
pub(super) fn map_by_file(connection: &Connection, mapping: &Path) -> Result<()> {
    let sql = std::fs::read_to_string(mapping).map_err(|source| CaseFileError::Io {
        what: "cannot read the mapping",
        path: mapping.to_owned(),
        source,
    })?;
    engine::run(connection, &format!("the mapping {}", mapping.display()), &sql)
}

/// Loads every relation that is mapped, in the order of the schema.
fn load_all(
    connection: &Connection,
    vocabulary: &Vocabulary,
    unclear: &Unclear,
    half_steps: Option<HalfSteps>,
    progress: &mut dyn FnMut(&str),
) -> Result<Summary> {
    let mut summary = Summary::default();
    for relation in schema::relations().iter().filter(|r| !r.internal) {
        progress(&format!("checking {}", relation.name));
        let Some(mut tally) = load::relation(connection, relation, vocabulary, half_steps)? else { continue };
        for (_, rows) in unclear.iter().filter(|(name, _)| name == relation.name) {
            tally.read += rows;
            tally.set_aside += rows;
        }
        summary.tallies.push(tally);
    }
    load::mapped_notes(connection)?;
    Ok(summary)
}

/// Sets the as-of date that the caller named, or else the last day of the lists where nothing else names one.
///
/// It is taken of rows that were taken, so that no slip of a year makes it.
fn set_data_to(connection: &Connection, day: Option<NaiveDate>, ends_with_lists: bool) -> Result<()> {
    let failed = |e: duckdb::Error| CaseFileError::query("setting the as-of date", &e);
    if let Some(day) = day {
        connection.execute("update src.main.program set data_to = ?", params![day]).map_err(failed)?;
    } else if ends_with_lists {
        connection.execute(include_str!("../../../queries/import/last_day.sql"), []).map_err(failed)?;
    }
    Ok(())
}

/// Lets the file name its committee's ledger: as the caller says, else as the file did that is replaced.
fn set_ledger(connection: &Connection, given: Option<&str>, before: Option<String>) -> Result<()> {
    let Some(named) = given.map(str::to_owned).or(before) else { return Ok(()) };
    connection
        .execute("insert into src.main.committee values (?)", params![named])
        .map(drop)
        .map_err(|e| CaseFileError::query("naming the ledger", &e))
}

/// Refuses what would make a case file of no use: a required relation without rows, two programs.
fn refuse_the_unusable(connection: &Connection, summary: &Summary) -> Result<()> {
    for relation in schema::relations().iter().filter(|r| r.required) {
        let name = relation.name;
        let kept: u64 = connection
            .query_row(&format!("select count(*) from src.main.{name}"), [], |row| row.get(0))
            .map_err(|e| CaseFileError::query("counting", &e))?;
        if kept == 0 {
            return Err(CaseFileError::Import(without_rows(name, summary)));
        }
        if name == "program" && kept > 1 {
            let sentence = "program holds more than one row; a case file is about one program";
            return Err(CaseFileError::Import(sentence.to_owned()));
        }
    }
    Ok(())
}

/// Refuses to count a program by the definitions of another specialty.
fn refuse_another_specialty(connection: &Connection, in_force: &InForce) -> Result<()> {
    let given: Vec<String> = connection
        .prepare("select specialty from src.main.program")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(|e| CaseFileError::query("reading the specialty", &e))?;
    let mut refused = given.iter().map(|given| specialty::refuse_another(given, &in_force.specialty));
    refused.find_map(Result::err).map_or(Ok(()), |why| Err(CaseFileError::Import(why)))
}

/// Runs every definition once, so that opening the case file need not.
fn prepare_exposures(
    connection: &Connection,
    in_force: &InForce,
    progress: &mut dyn FnMut(&str),
) -> Result<()> {
    prepare::prepare(connection, &in_force.definitions, "src.main", &mut |done, all| {
        progress(&format!("preparing exposures ({done} of {all})"));
    })
    .map(drop)
}

fn without_rows(name: &str, summary: &Summary) -> String {
    let first = summary.reasons.iter().find(|r| r.relation == name && r.kind == "set aside");
    match (first, summary.tallies.iter().find(|t| t.relation == name)) {
        (Some(reason), Some(tally)) => format!(
            "no row of {name} could be taken, of {} read; the most frequent reason: {} ({})",
            tally.read,
            reason.reason,
            reason.examples.first().map_or("", String::as_str)
        ),
        (None, Some(_)) => format!("{name} has no rows; a case file needs at least one"),
        _ => format!(
            "the source brings no {name}; add {name}.csv (see queries/schema.sql) or a mapping for it"
        ),
    }
}
