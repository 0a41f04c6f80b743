//! Opens a case file that nobody vouches for: read-only, cut off from disk and network, checked.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use duckdb::Connection;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::attach::{self, Attached, attached};
use super::doubles::Care;
use super::engine::{self, Limits};
use super::error::{CaseFileError, Result};
use super::finding::Finding;
use super::inspect::{Inspected, Refusal, inspect, looked_through_by};
use super::mark;
use super::prepare;
use super::reads::Answers;
use super::specialty::{self, InForce};
use crate::domain::text::sanitised;

/// An opened case file. One per file and process: the engine's lock belongs to the process.
#[derive(Debug)]
pub struct CaseFile {
    // Dropped first: closing any descriptor on the file would drop the engine's lock on it.
    pub(super) connection: Connection,
    _spill: Option<TempDir>,
    pub(super) missing: Vec<String>,
    /// What is wrong with the file and can be read, each in a few words.
    pub(super) wrong: Vec<String>,
    pub(super) in_force: InForce,
    /// What need not be asked, because the file keeps the answer.
    pub(super) answers: Answers,
    fingerprint: Fingerprint,
    pub(super) path: PathBuf,
}

/// Returns the ledger that the case file at `path` names, if it can be read and names one. Not for a file that is open:
/// the engine's lock on it would be dropped.
pub fn ledger_named_in(path: &Path, limits: Limits) -> Option<String> {
    attach::ledger(&attached(path, limits).ok()?.connection)
}

impl CaseFile {
    /// Opens `path` and prepares the exposures of those definitions in force that it has not, or not as they read now.
    pub fn open(
        path: &Path,
        in_force: InForce,
        today: NaiveDate,
        limits: Limits,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Self> {
        let (mut opened, inspected) = match Self::attach(path, in_force, today, limits, Care::Opening)? {
            Ok(opened) => opened,
            Err(refusal) => return Err(refused(path, refusal)),
        };
        let program = opened.program()?;
        specialty::refuse_another(&program.specialty, &opened.in_force.specialty)
            .map_err(|what| CaseFileError::Unfit { path: path.to_owned(), what })?;
        let stale = prepare::stale(&opened.connection, &opened.in_force.definitions)?;
        if inspected.is_read_otherwise || !stale.is_empty() {
            prepare::prepare(&opened.connection, &opened.in_force.definitions, "memory.main", progress)?;
            opened.answers.without_exposures();
        }
        opened.answers.stand_in(&opened.connection)?;
        Ok(opened)
    }

    /// Looks the finished file at `path` through as opening does, and marks it, so that opening need not do so again.
    ///
    /// Nothing may have it attached. One that is not read as it stands is not marked.
    pub(super) fn look_through(
        path: &Path,
        in_force: &InForce,
        today: NaiveDate,
        limits: Limits,
    ) -> Result<()> {
        let Ok((opened, inspected)) = Self::attach(path, in_force.clone(), today, limits, Care::Opening)?
        else {
            return Ok(());
        };
        let wrong = opened.wrong.clone();
        drop(opened);
        // What is wrong only today is asked again tomorrow.
        if !inspected.is_plain || inspected.wrong.iter().any(|finding| finding.check == "data_to_ahead") {
            return Ok(());
        }
        mark::write(path, looked_through_by(in_force), today, wrong)
    }

    /// Attaches `path` and asks what is asked of every case file.
    pub(super) fn attach(
        path: &Path,
        in_force: InForce,
        today: NaiveDate,
        limits: Limits,
        care: Care,
    ) -> Result<Opening> {
        let Attached { connection, spill, file } = attached(path, limits)?;
        let mark = mark::read(&file, path)?;
        let is_marked = mark.is_some();
        let believed = mark.filter(|mark| mark.by == looked_through_by(&in_force) && mark.on <= today);
        let is_believed = believed.is_some();
        let (inspected, wrong) = match believed {
            Some(mark) if care == Care::Opening => {
                engine::make_all_views(&connection)?;
                (Inspected { is_plain: true, ..Inspected::default() }, mark.wrong)
            }
            _ => match inspect(&connection, &in_force, today, care)? {
                Ok(inspected) => {
                    let wrong = inspected.wrong.iter().map(told).collect();
                    (Inspected { is_marked_plain: is_believed, ..inspected }, wrong)
                }
                Err(refusal) => return Ok(Err(refusal)),
            },
        };
        // What opening believes is what `trellis check` has to ask again.
        let answers = if is_believed || is_marked && inspected.is_plain {
            Answers::of(&connection, &in_force.definitions)?
        } else {
            Answers::default()
        };
        let opened = Self {
            connection,
            _spill: spill,
            missing: inspected.missing.clone(),
            wrong,
            in_force,
            answers,
            fingerprint: Fingerprint::of(file, path)?,
            path: path.to_owned(),
        };
        opened.same_file()?;
        Ok(Ok((opened, inspected)))
    }

    /// Reads what every command reads, for the sake of what it may stumble over.
    pub(super) fn read_through(&self) -> Result<()> {
        let catalog = self.catalog()?;
        self.current_records()?;
        self.measures()?;
        self.rater_levels()?;
        catalog.current().next().map(|resident| self.record(&resident.id)).transpose().map(drop)
    }

    /// Returns where the file stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the ledger that the file names as its committee's, if it names one.
    pub fn ledger(&self) -> Option<String> {
        attach::ledger(&self.connection)
    }

    /// Returns what hashes the file while it stays open.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint.clone()
    }

    /// Returns a handle that stops the running query from another thread.
    pub fn interrupt(&self) -> Arc<duckdb::InterruptHandle> {
        self.connection.interrupt_handle()
    }

    /// Checks that the file that was hashed is the one that the engine attached.
    fn same_file(&self) -> Result<()> {
        let named = fs::metadata(&self.path);
        let named =
            named.map_err(|source| CaseFileError::Io { what: "reading", path: self.path.clone(), source })?;
        if self.fingerprint.is_unchanged() && Stamp::of(&named) == self.fingerprint.stamp {
            return Ok(());
        }
        Err(CaseFileError::Unfit {
            path: self.path.clone(),
            what: "it was replaced while it was being opened; open it again".into(),
        })
    }
}

/// Hashes the case file through the descriptor that stays open as long as the file is attached.
#[derive(Clone, Debug)]
pub struct Fingerprint {
    file: Arc<File>,
    /// What the file was when it was opened.
    stamp: Stamp,
}

/// What every change of a file moves.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Stamp {
    length: u64,
    /// Seconds, and nanoseconds behind them.
    modified: (i64, i64),
}

impl Stamp {
    fn of(found: &fs::Metadata) -> Self {
        Self { length: found.len(), modified: (found.mtime(), found.mtime_nsec()) }
    }
}

impl Fingerprint {
    fn of(file: File, path: &Path) -> Result<Self> {
        let io = |source| CaseFileError::Io { what: "reading", path: path.to_owned(), source };
        let stamp = Stamp::of(&file.metadata().map_err(io)?);
        Ok(Self { file: Arc::new(file), stamp })
    }

    /// Tells whether the file is what it was when it was opened; another that took its name since changes nothing.
    pub fn is_unchanged(&self) -> bool {
        self.file.metadata().is_ok_and(|found| Stamp::of(&found) == self.stamp)
    }

    /// Returns the SHA-256 of the whole file, in hexadecimal; of one that changed since it was opened there is none.
    pub fn compute(&self) -> std::io::Result<String> {
        let hash = self.hash()?;
        if self.is_unchanged() { Ok(hash) } else { Err(std::io::Error::other(CHANGED)) }
    }

    fn hash(&self) -> std::io::Result<String> {
        let mut file = &*self.file;
        file.rewind()?;
        let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 20]);
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(base16ct::lower::encode_string(&hash.finalize())),
                n => hash.update(&buffer[..n]),
            }
        }
    }
}

/// What is said of a case file that is not what was read.
pub const CHANGED: &str = "the case file changed since it was opened; leave, and open it again";

/// A file that was attached, with what was found in it; or why it cannot be read.
pub(super) type Opening = std::result::Result<(CaseFile, Inspected), Refusal>;

/// Says what is wrong in a few words, with how often.
fn told(finding: &Finding) -> String {
    match (finding.n, finding.examples.as_slice()) {
        (1, [only]) => format!("{}: {}", finding.what, sanitised(only)),
        (1, _) => finding.what.clone(),
        (n, _) => format!("{} ({n} places)", finding.what),
    }
}

/// Says in one sentence why the file at `path` cannot be read, with what mends it.
fn refused(path: &Path, refusal: Refusal) -> CaseFileError {
    const SHOWN: usize = 20;
    let sentence = |findings: &[Finding]| {
        let each = findings.iter().take(SHOWN).map(|f| format!("{}: {}", f.what, f.advice));
        let more = findings.len().saturating_sub(SHOWN);
        let more = (more > 0).then(|| format!("and {more} more, which `trellis check` lists"));
        each.chain(more).collect::<Vec<_>>().join("; ")
    };
    // What the file holds can be taken over all the same, and what cannot is named.
    let import = format!("; or let `trellis import {} -o NEW.duckdb` make a good file of it", path.display());
    let path = path.to_owned();
    match refusal {
        Refusal::Unfit(findings) => CaseFileError::Unfit { path, what: sentence(&findings) + &import },
        Refusal::Unreadable(findings) => {
            CaseFileError::Unreadable { path, what: sentence(&findings) + &import }
        }
    }
}
