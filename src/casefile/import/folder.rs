//! Stages a folder of exports: canonical files as they are, lists of people through the mapping of their export.

use std::path::Path;

use duckdb::Connection;

use super::codes::Codes;
use super::form::{Form, SourceFile};
use super::source::{self, Source};
use super::stage::{self, Manner, Table, Unclear};
use super::{columnar, lists, notes};
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::specialty::Folder;
use crate::casefile::{engine, schema};

/// What the reading of files left to say.
#[derive(Default)]
pub(super) struct Staged {
    pub unclear: Unclear,
    /// Nobody says to which day the data go but the lists themselves.
    pub ends_with_lists: bool,
}

/// Stages every file of the source and makes the views that map them.
pub(super) fn stage(
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

/// Stages the canonical files, and maps each relation that has one to itself. What makes files unfit to be read is told
/// of all of them at once.
fn stage_relations(
    connection: &Connection,
    source: &Source<'_>,
    manner: Manner<'_>,
    progress: &mut dyn FnMut(&str),
) -> Result<Unclear> {
    let (mut unclear, mut wrong) = (Vec::new(), Vec::new());
    for relation in schema::relations().iter().filter(|r| !r.internal) {
        let table = Table::of(relation);
        table.create(connection)?;
        let Some(files) = source.relations.get(relation.name) else { continue };
        for file in files {
            progress(&format!("reading {}", file.name));
            match stage_file(connection, &table, file, files.len() > 1, manner) {
                Ok(set_aside) => unclear.push((relation.name.to_owned(), set_aside)),
                Err(CaseFileError::Import(sentence)) => wrong.push(sentence),
                Err(other) => return Err(other),
            }
        }
        let view = format!("create view mapped.{0} as from raw.{0}", relation.name);
        engine::run(connection, relation.name, &view)?;
    }
    if wrong.is_empty() { Ok(unclear) } else { Err(CaseFileError::Import(wrong.join("\n"))) }
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
        Form::Parquet => columnar::parquet(connection, table, file).map(|()| 0),
        _ if is_part => {
            let read = stage::list(connection, table, file, None, manner)?;
            Ok(read.map_or(0, |read| read.set_aside))
        }
        _ => stage::csv(connection, table, file, manner),
    }
}
