//! Every text of a source with what the rules of its mapping give it, for somebody to read through.

use std::path::Path;

use chrono::NaiveDate;

use super::codes::Codes;
use super::fill::{map_by_file, start};
use super::load::columns;
use super::stage::Manner;
use super::{folder, stoppable};
use crate::casefile::engine::{self, Limits};
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::specialty::Folder;

/// One text as it stands in the source.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Text {
    pub text: String,
    /// How many cases it names.
    pub cases: i64,
    /// Categories and facts, or that nothing is given.
    pub gives: String,
    /// The rules that say so, and the words that each rests on.
    pub rule: String,
    pub words: String,
}

/// Reads the texts of `source` by its mapping; no case file is made.
///
/// # Errors
/// As import fails on its source, and where the mapping has no view `mapped.texts`.
pub fn texts(
    source: &Path,
    specialty: &Folder,
    mapping: Option<&Path>,
    limits: Limits,
    today: NaiveDate,
    manner: Manner<'_>,
    progress: &mut dyn FnMut(&str),
) -> Result<Vec<Text>> {
    let spill = tempfile::tempdir().map_err(|error| CaseFileError::Io {
        what: "cannot write in",
        path: "the folder for temporary files".into(),
        source: error,
    })?;
    let connection = engine::in_memory(limits)?;
    stoppable(&connection, manner.stop, || {
        // The mapping may look at what a case file will hold; this one is thrown away, and so are the codes.
        let file = spill.path().join("cases.duckdb");
        start(&connection, &spill.path().join("spill"), &file, source, today)?;
        match mapping {
            Some(mapping) => map_by_file(&connection, mapping)?,
            None => {
                folder::stage(&connection, source, specialty, &mut Codes::default(), manner, progress)?;
            }
        }
        if columns(&connection, "texts")?.is_empty() {
            return Err(CaseFileError::Import(
                "the mapping of the source has no view mapped.texts, so there are no texts to show"
                    .to_owned(),
            ));
        }
        let failed = |e: duckdb::Error| CaseFileError::query("reading the texts", &e);
        let sql = "select text, cases, gives, coalesce(rule, ''), coalesce(words, '') from mapped.texts";
        let mut statement = connection.prepare(sql).map_err(failed)?;
        let rows = statement
            .query_map([], |row| {
                Ok(Text {
                    text: row.get(0)?,
                    cases: row.get(1)?,
                    gives: row.get(2)?,
                    rule: row.get(3)?,
                    words: row.get(4)?,
                })
            })
            .map_err(failed)?;
        rows.collect::<duckdb::Result<_>>().map_err(failed)
    })
}
