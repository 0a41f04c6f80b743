//! Opens a case file that nobody vouches for: read-only, cut off from disk and network, checked.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duckdb::Connection;
use sha2::{Digest as _, Sha256};

use super::attach::{Attached, attached};
use super::engine::{self, Limits};
use super::error::{CaseFileError, Result};
use super::prepare;
use super::reads;
use super::schema;
use super::specialty::{self, InForce};

/// An opened case file. One per file and process: the engine's lock belongs to the process.
#[derive(Debug)]
pub struct CaseFile {
    // Dropped first: closing any descriptor on the file would drop the engine's lock on it.
    pub(super) connection: Connection,
    pub(super) missing: Vec<String>,
    pub(super) in_force: InForce,
    fingerprint: Fingerprint,
    pub(super) path: PathBuf,
}

impl CaseFile {
    /// Opens `path` and prepares the exposures of those definitions in force that it has not, or not as they read now.
    pub fn open(
        path: &Path,
        in_force: InForce,
        limits: Limits,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Self> {
        let Attached { connection, file } = attached(path, limits)?;
        let missing = fit(&connection, path)?;
        let opened = Self {
            connection,
            missing,
            in_force,
            fingerprint: Fingerprint(Arc::new(file)),
            path: path.to_owned(),
        };
        opened.same_file()?;
        let program = opened.program()?;
        specialty::refuse_another(&program.specialty, &opened.in_force.specialty)
            .map_err(|what| CaseFileError::Unfit { path: path.to_owned(), what })?;
        let stale = prepare::stale(&opened.connection, &opened.in_force.definitions)?;
        if !stale.is_empty() {
            prepare::prepare(&opened.connection, &opened.in_force.definitions, "memory.main", progress)?;
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
                0 => return Ok(base16ct::lower::encode_string(&hash.finalize())),
                n => hash.update(&buffer[..n]),
            }
        }
    }
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
