//! The reference rows of anesthesiology, as a new program starts with them.

use std::fs;
use std::path::Path;

use duckdb::Connection;

use super::io;
use crate::casefile::engine::{literal, run};
use crate::casefile::error::Result;
use crate::casefile::specialty::Folder;

/// Fills the reference relations of `src`; `folder` holds the texts while the engine reads them.
pub(super) fn fill(engine: &Connection, folder: &Path) -> Result<()> {
    for (name, text) in Folder::built_in().reference() {
        let file = folder.join(format!("{name}.csv"));
        fs::write(&file, text).map_err(io("cannot write", &file))?;
        let sql = format!(
            "insert into src.main.{name} by name \
             select * from read_csv({}, header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"')",
            literal(&file.to_string_lossy())
        );
        run(engine, name, &sql)?;
    }
    Ok(())
}
