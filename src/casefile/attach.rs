//! Attaches a file that nobody vouches for, read-only, and cuts the engine off from disk and network.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use duckdb::Connection;
use tempfile::TempDir;

use super::engine::{self, Limits};
use super::error::{CaseFileError, Result, one_line};
use crate::domain::text::sanitised;

/// A file attached as `src`, cut off from disk and network; nothing in it has been looked at.
#[derive(Debug)]
pub(super) struct Attached {
    // Dropped first: closing any descriptor on the file would drop the engine's lock on it.
    pub connection: Connection,
    /// Where the engine puts what does not fit into memory; gone with it.
    pub spill: Option<TempDir>,
    pub file: File,
}

/// Attaches the file at `path`, or says why it is no case file.
pub(super) fn attached(path: &Path, limits: Limits) -> Result<Attached> {
    let file = plain(path)?;
    let connection = engine::in_memory(limits)?;
    // Nobody else may look into it. Where there is no room for one, what does not fit is refused.
    let spill = tempfile::Builder::new().prefix("trellis-spill-").tempdir().ok();
    attach(&connection, path, spill.as_ref().map(TempDir::path))?;
    Ok(Attached { connection, spill, file })
}

/// Opens the file before the engine does, and refuses early what is no case file.
pub(super) fn plain(path: &Path) -> Result<File> {
    let foreign = |what: &str| CaseFileError::Foreign { path: path.to_owned(), what: what.to_owned() };
    let metadata = fs::metadata(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => CaseFileError::Missing(path.to_owned()),
        _ => CaseFileError::Io { what: "opening", path: path.to_owned(), source },
    })?;
    if metadata.is_dir() {
        return Err(foreign("it is a folder; `trellis import` makes a case file from a folder of exports"));
    }
    if !metadata.is_file() {
        return Err(foreign("it is not a regular file"));
    }
    let mut file = File::open(path).map_err(|source| CaseFileError::Io {
        what: "opening",
        path: path.to_owned(),
        source,
    })?;
    let mut head = Vec::new();
    let read = (&mut file).take(16).read_to_end(&mut head);
    read.map_err(|source| CaseFileError::Io { what: "reading", path: path.to_owned(), source })?;
    match head.as_slice() {
        [] => Err(foreign("it is empty")),
        // Which of its formats can be read is the engine's to say.
        [_, _, _, _, _, _, _, _, b'D', b'U', b'C', b'K', _, _, _, _] => Ok(file),
        [_, _, _, _, _, _, _, _, b'D', b'U', b'C', b'K', ..] => {
            Err(foreign("it is cut off after its first bytes"))
        }
        _ if head.starts_with(b"SQLite format 3") => Err(foreign("it is an SQLite database")),
        _ => Err(foreign("it is not a DuckDB file; `trellis import` makes one from CSV or Parquet")),
    }
}

/// Attaches the file read-only and then takes disk, network and settings out of reach, in this order:
/// once external access is off, even attaching is refused. Last before the settings are locked stands the clock.
fn attach(connection: &Connection, path: &Path, spill: Option<&Path>) -> Result<()> {
    let refused = |e: duckdb::Error| refused(path, &one_line(&e));
    let sql = format!(
        "attach {} as src (type duckdb, read_only); set temp_directory = {}; set enable_external_access = false",
        engine::literal(&path.to_string_lossy()),
        engine::literal(&spill.unwrap_or(Path::new("")).to_string_lossy())
    );
    connection.execute_batch(&sql).map_err(refused)?;
    refuse_log(path)?;
    if let Some(zone) = time_zone(connection) {
        // A zone that the engine does not know leaves the clock at UTC; `trellis check` names it.
        engine::set_time_zone(connection, &zone);
    }
    connection.execute_batch("set lock_configuration = true").map_err(refused)
}

/// Refuses a file beside which a log stands, of whose rows its fingerprint would say nothing. Who holds the file now has
/// been refused before.
pub(super) fn refuse_log(path: &Path) -> Result<()> {
    let log = PathBuf::from(format!("{}.wal", path.display()));
    if fs::metadata(&log).map_or(0, |log| log.len()) == 0 {
        return Ok(());
    }
    let what = format!(
        "{} stands beside it, with what a program wrote there last before it was stopped; write it into the file \
         with duckdb '{}' -c checkpoint, and open it again",
        sanitised(&log.to_string_lossy()),
        sanitised(&path.to_string_lossy())
    );
    Err(CaseFileError::Unreadable { path: path.to_owned(), what })
}

/// Returns the hospital's zone as the file names it: times that the file holds with a zone are read on that clock.
fn time_zone(connection: &Connection) -> Option<String> {
    // Whatever is wrong with the relation is said where it is read.
    let sql = "select any_value(time_zone)::varchar from src.main.program";
    connection.query_row(sql, [], |row| row.get::<_, Option<String>>(0)).ok().flatten()
}

/// Says of a file that it is in a format that the engine, of whatever version it is, does not read.
fn in_another_format(message: &str) -> Option<&'static str> {
    const NEWER: &str = "it was written in a newer storage format; in the DuckDB that wrote it, or a newer one, run \
                         ATTACH 'new.duckdb' AS new (STORAGE_VERSION 'v1.2.0') and COPY FROM DATABASE … TO new";
    const OLDER: &str = "it was written by a DuckDB of before 0.10; in that one run EXPORT DATABASE, and in a new one \
                         IMPORT DATABASE";
    // What 2.0 upgraded in place keeps the older number in its first bytes, and is found out later.
    if message.contains("storage version greater than the latest version supported") {
        return Some(NEWER);
    }
    let number = |after: &str| -> Option<u64> {
        let rest = message.split_once(after)?.1;
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok()
    };
    let written = number("with version number ")?;
    let oldest = number("versions between ").or_else(|| number("can only read version "))?;
    Some(if written < oldest { OLDER } else { NEWER })
}

/// Returns the ledger that the file names.
pub(super) fn ledger(connection: &Connection) -> Option<String> {
    let sql = "select any_value(trim(ledger))::varchar from src.main.committee";
    let named = connection.query_row(sql, [], |row| row.get::<_, Option<String>>(0)).ok().flatten();
    named.filter(|name| !name.is_empty())
}

/// Says in our words why the engine would not attach the file.
pub(super) fn refused(path: &Path, message: &str) -> CaseFileError {
    let path = path.to_owned();
    if let Some(what) = in_another_format(message) {
        return CaseFileError::Foreign { path, what: what.to_owned() };
    }
    if message.contains("Conflicting lock is held") {
        let holder =
            message.split("held in ").nth(1).and_then(|rest| rest.split(" See").next()).unwrap_or("unknown");
        return CaseFileError::Held { path, holder: holder.trim_end_matches('.').to_owned() };
    }
    if message.contains("without a key") || message.contains("encrypt") {
        return CaseFileError::Foreign {
            path,
            what: "it is encrypted; write an unencrypted copy with COPY FROM DATABASE".into(),
        };
    }
    CaseFileError::Damaged { path, what: message.to_owned() }
}
