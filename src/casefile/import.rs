//! Makes a case file from exports: stage as they are, map, check row by row, write whole or not at all.

mod bytes;
mod codes;
mod decimal;
mod form;
mod known;
mod lists;
mod load;
mod losses;
mod names;
mod notes;
mod parts;
mod people;
mod records;
mod reference;
mod source;
mod stage;
pub mod template;
mod texts;
mod workshop;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::NaiveDate;
use duckdb::{Connection, params};

pub use self::bytes::Encoding;
use self::codes::Codes;
use self::form::Form;
pub use self::load::HalfSteps;
pub use self::losses::Loss;
use self::source::{Source, SourceFile};
pub use self::stage::Manner;
use self::stage::Table;
pub use self::texts::{Text, texts};
use self::workshop::Workshop;
use super::check::{self, Finding};
use super::engine::{self, Limits};
use super::error::{CaseFileError, Result};
use super::specialty::{self, Folder, InForce};
use super::vocabulary::Vocabulary;
use super::{prepare, schema};

/// What to import, and where to.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// A folder of exports; with a mapping, whatever that mapping reads.
    pub source: &'a Path,
    pub target: &'a Path,
    pub specialty: &'a Folder,
    /// A file of views `mapped.<relation>`; `None`: the mappings of the specialty.
    pub mapping: Option<&'a Path>,
    /// A folder of further definitions to prepare.
    pub definitions: Option<&'a Path>,
    /// The last day that the data cover; `None`: as the source says.
    pub data_to: Option<NaiveDate>,
    /// How much of the machine the engine may use.
    pub limits: Limits,
    /// The file of the codes that residents have; `None`: `codes.csv` beside the target.
    pub codes: Option<&'a Path>,
    /// What the numbers of milestones are; `None`: it is asked where they may be either.
    pub half_steps: Option<HalfSteps>,
    /// The day of the import: what is said to lie after it does not.
    pub today: NaiveDate,
    /// What texts are written in that are not UTF-8.
    pub encoding: Option<Encoding>,
    /// Replace a case file that stands at the target.
    pub replace: bool,
    /// The share of a relation that may be set aside; `None`: all of it, and what was there may be gone.
    pub losses: Option<f64>,
    /// Set from outside to stop the import.
    pub stop: &'a AtomicBool,
}

/// What an import took and what it did not.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Summary {
    pub tallies: Vec<Tally>,
    pub reasons: Vec<Reason>,
    /// What the words and the clock of the source give reason to ask, as `trellis check` does.
    pub questions: Vec<Finding>,
    /// Where there are any, no case file was made.
    pub losses: Vec<Loss>,
}

/// The rows of one relation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tally {
    pub relation: &'static str,
    pub read: u64,
    pub kept: u64,
    pub set_aside: u64,
}

/// Rows that were not taken as they stood, for one reason.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reason {
    pub relation: String,
    /// "set aside", "missing value", "not understood", "joined", "unpaired" or "read as".
    pub kind: String,
    pub reason: String,
    pub rows: u64,
    /// Up to five, each with file and row.
    pub examples: Vec<String>,
}

/// Imports as `request` says; `progress` hears what is being done.
pub fn import(request: &Request<'_>, progress: &mut dyn FnMut(&str)) -> Result<Summary> {
    let workshop = Workshop::open(request.target, request.replace)?;
    let mut codes = known_codes(request, &workshop)?;
    let connection = engine::in_memory(request.limits)?;
    let work = || fill(&connection, &workshop, request, &mut codes, progress);
    let summary = stoppable(&connection, request.stop, work)?;
    drop(connection);
    if !summary.losses.is_empty() {
        return Ok(summary);
    }
    // First the codes: a case file whose codes nobody keeps would be numbered anew next time.
    codes.write()?;
    workshop.finish(request.replace)?;
    Ok(summary)
}

/// Reads the codes that residents have: of their file, or where it is gone of the case file that is replaced.
fn known_codes(request: &Request<'_>, workshop: &Workshop) -> Result<Codes> {
    let beside = request.target.with_file_name(codes::FILE);
    let mut codes = Codes::read(request.codes.unwrap_or(&beside))?;
    if let Some(given) = request.codes.filter(|_| !codes.is_there()) {
        return Err(CaseFileError::Import(format!(
            "there is no file {}; make it, or leave --codes away",
            given.display()
        )));
    }
    if !codes.is_there() && request.replace {
        codes.remember(&workshop.residents()?);
    }
    Ok(codes)
}

/// Runs `work`; when `stop` is set, what the engine is doing ends.
fn stoppable<T>(connection: &Connection, stop: &AtomicBool, work: impl FnOnce() -> Result<T>) -> Result<T> {
    /// Ends the watch even where the work panics.
    struct Ended<'a>(&'a AtomicBool);
    impl Drop for Ended<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let handle = connection.interrupt_handle();
    let ended = AtomicBool::new(false);
    let result = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                if stop.load(Ordering::Relaxed) {
                    handle.interrupt();
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let _ended = Ended(&ended);
        work()
    });
    if stop.load(Ordering::Relaxed) { Err(CaseFileError::Interrupted) } else { result }
}

/// Fills the file in the workshop and closes it.
fn fill(
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
    } else {
        let manner = Manner { encoding: request.encoding, stop: request.stop };
        staged = stage_folder(connection, request.source, request.specialty, codes, manner, progress)?;
    }
    let own = Manner { encoding: None, stop: request.stop };
    reference::fill(connection, request.specialty, workshop, own)?;
    let vocabulary = Vocabulary::of(&in_force);
    let mut summary = load_all(connection, &vocabulary, &staged.unclear, request.half_steps, progress)?;
    set_data_to(connection, request.data_to, staged.ends_with_lists)?;
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
    engine::run(connection, "finishing", include_str!("../../queries/import/finish.sql"))?;
    Ok(summary)
}

fn prepare_engine(connection: &Connection, workshop: &Workshop, request: &Request<'_>) -> Result<()> {
    start(connection, &workshop.spill(), &workshop.file(), request.source, request.today)
}

/// Says to the engine where the source is and where it may put what does not fit in memory, and makes the empty file.
fn start(connection: &Connection, spill: &Path, file: &Path, source: &Path, today: NaiveDate) -> Result<()> {
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
        engine::literal(&stage::as_pattern(source)),
        text(&name)
    );
    engine::run(connection, "starting", &variables)?;
    engine::create(connection, file)?;
    engine::make_all_views(connection)?;
    load::prepare(connection)?;
    notes::create(connection)
}

/// Runs a mapping that the caller wrote.
fn map_by_file(connection: &Connection, mapping: &Path) -> Result<()> {
    let sql = std::fs::read_to_string(mapping).map_err(|source| CaseFileError::Io {
        what: "cannot read the mapping",
        path: mapping.to_owned(),
        source,
    })?;
    engine::run(connection, &format!("the mapping {}", mapping.display()), &sql)
}

/// Rows that the reading of files set aside, by relation.
type Unclear = Vec<(String, u64)>;

/// What the reading of files left to say.
#[derive(Default)]
struct Staged {
    unclear: Unclear,
    /// Nobody says to which day the data go but the lists themselves.
    ends_with_lists: bool,
}

/// Stages every file of the source and makes the views that map them.
fn stage_folder(
    connection: &Connection,
    folder: &Path,
    specialty: &Folder,
    codes: &mut Codes,
    manner: Manner<'_>,
    progress: &mut dyn FnMut(&str),
) -> Result<Staged> {
    let mappings = specialty.mappings()?;
    let source = source::read(folder, &mappings)?;
    notes::add(connection, &source.notes)?;
    let mut unclear = stage_relations(connection, &source, manner, progress)?;
    if let Some(lists) = &source.lists {
        unclear.extend(lists::stage(connection, &source, lists, codes, manner, progress)?);
        progress("reading texts");
        for (file, sql) in &lists.mapping.sql {
            engine::run(connection, &format!("the mapping {file}"), sql)?;
        }
    }
    let ends_with_lists = source.lists.is_some() && !source.relations.contains_key("program");
    Ok(Staged { unclear, ends_with_lists })
}

/// Stages the canonical files, and maps each relation that has one to itself.
fn stage_relations(
    connection: &Connection,
    source: &Source<'_>,
    manner: Manner<'_>,
    progress: &mut dyn FnMut(&str),
) -> Result<Unclear> {
    let mut unclear = Vec::new();
    for relation in schema::relations().iter().filter(|r| !r.internal) {
        let table = Table::of(relation);
        table.create(connection)?;
        let Some(files) = source.relations.get(relation.name) else { continue };
        for file in files {
            progress(&format!("reading {}", file.name));
            let set_aside = stage_file(connection, &table, file, files.len() > 1, manner)?;
            unclear.push((relation.name.to_owned(), set_aside));
        }
        let view = format!("create view mapped.{0} as from raw.{0}", relation.name);
        engine::run(connection, relation.name, &view)?;
    }
    Ok(unclear)
}

/// Stages one canonical file, or one of its parts, of which some may be empty; returns the rows set aside.
fn stage_file(
    connection: &Connection,
    table: &Table,
    file: &SourceFile,
    is_part: bool,
    manner: Manner<'_>,
) -> Result<u64> {
    match file.form {
        Form::Parquet => stage::parquet(connection, table, file).map(|()| 0),
        _ if is_part => {
            let read = stage::list(connection, table, file, None, manner)?;
            Ok(read.map_or(0, |read| read.set_aside))
        }
        _ => stage::csv(connection, table, file, manner),
    }
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
        connection.execute(include_str!("../../queries/import/last_day.sql"), []).map_err(failed)?;
    }
    Ok(())
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
