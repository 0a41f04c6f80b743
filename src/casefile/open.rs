//! Opens a case file that nobody vouches for: read-only, cut off from disk and network, checked.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duckdb::Connection;
use sha2::{Digest as _, Sha256};

use super::engine::{self, Limits};
use super::error::{CaseFileError, Result, one_line};
use super::prepare;
use super::reads;
use super::schema;
use crate::domain::experience::Definition;

/// An opened case file. One per file and process: the engine's lock belongs to the process.
#[derive(Debug)]
pub struct CaseFile {
    // Dropped first: closing any descriptor on the file would drop the engine's lock on it.
    pub(super) connection: Connection,
    pub(super) missing: Vec<String>,
    pub(super) definitions: Vec<Definition>,
    fingerprint: Fingerprint,
    pub(super) path: PathBuf,
}

impl CaseFile {
    /// Opens `path` and prepares the exposures of those `definitions` that it has not, or not as they read now.
    pub fn open(
        path: &Path,
        definitions: Vec<Definition>,
        limits: Limits,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Self> {
        let Attached { connection, file } = attached(path, limits)?;
        let missing = fit(&connection, path)?;
        let opened = Self {
            connection,
            missing,
            definitions,
            fingerprint: Fingerprint(Arc::new(file)),
            path: path.to_owned(),
        };
        opened.same_file()?;
        let stale = prepare::stale(&opened.connection, &opened.definitions)?;
        if !stale.is_empty() {
            prepare::prepare(&opened.connection, &opened.definitions, "memory.main", progress)?;
        }
        Ok(opened)
    }

    /// Returns where the file stands.
    pub fn path(&self) -> &Path {
        &self.path
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
        let io = |source| CaseFileError::Io { what: "reading", path: self.path.clone(), source };
        let (held, named) =
            (self.fingerprint.0.metadata().map_err(io)?, fs::metadata(&self.path).map_err(io)?);
        if held.len() == named.len() && held.modified().ok() == named.modified().ok() {
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
pub struct Fingerprint(Arc<File>);

impl Fingerprint {
    /// Returns the SHA-256 of the whole file, in hexadecimal.
    pub fn compute(&self) -> std::io::Result<String> {
        let mut file = &*self.0;
        file.rewind()?;
        let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 20]);
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(hex(&hash.finalize())),
                n => hash.update(&buffer[..n]),
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A file attached as `src`, cut off from disk and network; nothing in it has been looked at.
#[derive(Debug)]
pub(super) struct Attached {
    // Dropped first, as in `CaseFile`.
    pub connection: Connection,
    pub file: File,
}

/// Attaches the file at `path`, or says why it is no case file.
pub(super) fn attached(path: &Path, limits: Limits) -> Result<Attached> {
    let file = open_plain(path)?;
    let connection = engine::in_memory(limits)?;
    attach(&connection, path)?;
    Ok(Attached { connection, file })
}

/// Opens the file before the engine does, and refuses early what is no case file.
fn open_plain(path: &Path) -> Result<File> {
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
        [_, _, _, _, _, _, _, _, b'D', b'U', b'C', b'K', version @ ..] => match version {
            [64..=68, 0, 0, 0] => Ok(file),
            [_, _, _, _] => Err(foreign(
                "it was written in a newer storage format; in a newer DuckDB run \
                 ATTACH 'new.duckdb' AS new (STORAGE_VERSION 'v1.2.0') and COPY FROM DATABASE … TO new",
            )),
            _ => Err(foreign("it is cut off after its first bytes")),
        },
        _ if head.starts_with(b"SQLite format 3") => Err(foreign("it is an SQLite database")),
        _ => Err(foreign("it is not a DuckDB file; `trellis import` makes one from CSV or Parquet")),
    }
}

/// Attaches the file read-only and then takes disk, network and settings out of reach, in this order:
/// once external access is off, even attaching is refused.
fn attach(connection: &Connection, path: &Path) -> Result<()> {
    let sql = format!(
        "attach {} as src (type duckdb, read_only); set temp_directory = ''; \
         set enable_external_access = false; set lock_configuration = true",
        engine::literal(&path.to_string_lossy())
    );
    connection.execute_batch(&sql).map_err(|e| refused(path, &one_line(&e)))
}

/// Says in our words why the engine would not attach the file.
fn refused(path: &Path, message: &str) -> CaseFileError {
    let path = path.to_owned();
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

/// Checks names and types against the schema, makes the views, and returns the relations that are missing.
fn fit(connection: &Connection, path: &Path) -> Result<Vec<String>> {
    let unfit = |what: String| CaseFileError::Unfit { path: path.to_owned(), what };
    let found = reads::columns(connection)
        .map_err(|e| CaseFileError::Damaged { path: path.to_owned(), what: e.to_string() })?;
    let mut missing = Vec::new();
    for relation in schema::relations() {
        let Some(columns) = found.get(relation.name) else {
            if relation.required {
                return Err(unfit(format!(
                    "the relation {} is missing, and a case file cannot do without it",
                    relation.name
                )));
            }
            missing.push(relation.name.to_owned());
            continue;
        };
        for column in &relation.columns {
            match columns.get(column.name) {
                Some(kind) if kind == column.kind => {}
                Some(kind) => {
                    let (relation, column, expected) = (relation.name, column.name, column.kind);
                    return Err(unfit(format!(
                        "{relation}.{column} has the type {kind}, and {expected} was expected"
                    )));
                }
                None if column.nullable => {}
                None => return Err(unfit(format!("{}.{} is missing", relation.name, column.name))),
            }
        }
    }
    let present = |name: &str| found.get(name).map(|columns| columns.keys().cloned().collect());
    engine::make_views(connection, present)?;
    Ok(missing)
}
