//! What import did not take as it stood: one note a row, grouped for the report.

use duckdb::{Connection, params};

use super::Reason;
use crate::casefile::engine;
use crate::casefile::error::{CaseFileError, Result};

/// One thing that was not taken as it stood.
#[derive(Clone, Debug)]
pub(super) struct Note {
    pub file: String,
    /// The header is row 1; `None`: the whole file.
    pub row: Option<u64>,
    pub relation: String,
    pub kind: &'static str,
    /// The part of the sentence that many rows share.
    pub reason: String,
    /// The whole sentence.
    pub sentence: String,
}

impl Note {
    /// Makes a note about a whole file that was left away.
    pub fn file(file: &str, note: &str) -> Self {
        Self::about(file, "", "not understood", note.to_owned())
    }

    /// Makes a note about a file without its counterpart.
    pub fn unpaired(file: &str, note: String) -> Self {
        let mut made = Self::about(file, "", "unpaired", note);
        "its counterpart is missing".clone_into(&mut made.reason);
        made
    }

    /// Makes a note about two things that were taken for one.
    pub fn joined(file: &str, reason: &str, note: String) -> Self {
        let mut made = Self::of_relation(file, "residents", reason, note);
        made.kind = "joined";
        made
    }

    /// Makes a note with a reason that others share.
    pub fn of_relation(file: &str, relation: &str, reason: &str, note: String) -> Self {
        let mut made = Self::about(file, relation, "not understood", note);
        reason.clone_into(&mut made.reason);
        made
    }

    /// Makes a note about a whole file of one relation.
    pub fn about(file: &str, relation: &str, kind: &'static str, note: String) -> Self {
        Self {
            file: file.to_owned(),
            row: None,
            relation: relation.to_owned(),
            kind,
            reason: note.clone(),
            sentence: note,
        }
    }

    /// Makes a note about a row that is set aside.
    pub fn row(file: &str, row: u64, relation: &str, reason: &str, detail: &str) -> Self {
        Self {
            file: file.to_owned(),
            row: Some(row),
            relation: relation.to_owned(),
            kind: "set aside",
            reason: reason.to_owned(),
            sentence: format!("{reason}{detail}"),
        }
    }
}

/// Makes the empty table of notes.
pub(super) fn create(connection: &Connection) -> Result<()> {
    engine::run(connection, "making the table of notes", include_str!("../../../queries/import/notes.sql"))
}

/// Adds `notes` to the table.
pub(super) fn add(connection: &Connection, notes: &[Note]) -> Result<()> {
    let failed = |e: duckdb::Error| CaseFileError::query("noting what was not taken", &e);
    let mut appender = connection.appender("notes").map_err(failed)?;
    for n in notes {
        let row = n.row.map(u64::cast_signed);
        appender
            .append_row(params![n.file, row, n.relation, n.kind, n.reason, n.sentence, 1])
            .map_err(failed)?;
    }
    appender.flush().map_err(failed)
}

/// Returns the notes grouped by relation, kind and reason, the most frequent first.
pub(super) fn reasons(connection: &Connection) -> Result<Vec<Reason>> {
    let failed = |e: duckdb::Error| CaseFileError::query("grouping what was not taken", &e);
    let mut statement =
        connection.prepare(include_str!("../../../queries/import/reasons.sql")).map_err(failed)?;
    let rows = statement
        .query_map([], |row| {
            Ok(Reason {
                relation: row.get(0)?,
                kind: row.get(1)?,
                reason: row.get(2)?,
                rows: row.get(3)?,
                examples: row.get::<_, String>(4)?.lines().map(str::to_owned).collect(),
            })
        })
        .map_err(failed)?;
    rows.collect::<std::result::Result<_, _>>().map_err(failed)
}
