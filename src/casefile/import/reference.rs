//! The reference rows of the specialty, for relations that a source does not bring.

use std::fs;

use duckdb::Connection;

use super::form::SourceFile;
use super::load;
use super::stage::{self, Manner, Table};
use super::workshop::Workshop;
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::specialty::Folder;
use crate::casefile::{engine, schema};

/// Maps each relation that the source does not bring to the rows of the specialty.
pub(super) fn fill(
    connection: &Connection,
    specialty: &Folder,
    workshop: &Workshop,
    manner: Manner<'_>,
) -> Result<()> {
    // Levels without their scale, or a scale without its levels, would be of two minds.
    let scales_are_there =
        load::is_mapped(connection, "scales")? || load::is_mapped(connection, "scale_levels")?;
    for (relation, rows) in specialty.reference() {
        let there = match relation {
            "scales" | "scale_levels" => scales_are_there,
            other => load::is_mapped(connection, other)?,
        };
        let Some(relation) = schema::relation(relation).filter(|_| !there) else { continue };
        let path = workshop.file().with_file_name(format!("{}.csv", relation.name));
        fs::write(&path, rows).map_err(|source| CaseFileError::Io {
            what: "cannot write",
            path: path.clone(),
            source,
        })?;
        let table = Table::of(relation);
        engine::run(connection, relation.name, &format!("drop table if exists raw.{}", relation.name))?;
        table.create(connection)?;
        let name = format!("specialty/{}.csv", relation.name);
        stage::csv(connection, &table, &SourceFile::new(path, name), manner)?;
        engine::run(
            connection,
            relation.name,
            &format!("create view mapped.{0} as from raw.{0}", relation.name),
        )?;
    }
    Ok(())
}
