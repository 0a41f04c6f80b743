//! Makes a case file from exports: stage as they are, map, check row by row, write whole or not at all.

mod bytes;
mod codes;
mod columnar;
mod database;
mod decimal;
mod fill;
mod folder;
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
mod rows;
mod sheet;
mod source;
mod stage;
mod tabs;
pub mod template;
mod texts;
mod workbook;
mod workshop;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::NaiveDate;
use duckdb::Connection;

pub use self::bytes::Encoding;
use self::codes::Codes;
pub use self::load::HalfSteps;
pub use self::losses::Loss;
pub use self::stage::Manner;
pub use self::texts::{Text, texts};
use self::workshop::Workshop;
use super::check::Finding;
use super::engine::{self, Limits};
use super::error::{CaseFileError, Result};
use super::specialty::Folder;

/// What to import, and where to.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// A folder of exports, or a `DuckDB` file made elsewhere; with a mapping, whatever that mapping reads.
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
    /// The ledger that the case file names; `None`: as the case file does that is replaced.
    pub ledger: Option<&'a str>,
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
    /// Rows that were set aside with the case or the resident that they are about, and are told with it.
    pub follows: Vec<Follow>,
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

/// Rows of one relation that were set aside because what they hang on was.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Follow {
    pub relation: String,
    /// The relation of what they hang on.
    pub home: String,
    pub rows: u64,
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
    let work = || fill::fill(&connection, &workshop, request, &mut codes, progress);
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
