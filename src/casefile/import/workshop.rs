//! The hidden folder in which a case file is made, and the one step that puts it in its place.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::casefile::attach;
use crate::casefile::engine::Limits;
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::schema;

/// A folder beside the target; gone, with all that is in it, when it is dropped.
///
/// It has a fixed name and a lock, so that what a killed import left behind is found and cleared.
pub(super) struct Workshop {
    folder: PathBuf,
    target: PathBuf,
    _lock: File,
}

impl Workshop {
    /// Makes the folder, after making sure that the target may be written.
    pub fn open(target: &Path, replace: bool) -> Result<Self> {
        refuse_to_harm(target, replace)?;
        let name = target.file_name().ok_or_else(|| {
            CaseFileError::Import(format!("{} is not a file name; name one after -o", target.display()))
        })?;
        let folder = target.with_file_name(format!(".{}.importing", name.to_string_lossy()));
        fs::create_dir_all(&folder).map_err(|e| failed("cannot write beside the target, in", &folder, e))?;
        let lock = folder.join("lock");
        let file = File::create(&lock).map_err(|e| failed("cannot write", &lock, e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let target = target.display();
                return Err(CaseFileError::Import(format!(
                    "another import is making {target}; wait for it to end"
                )));
            }
            Err(TryLockError::Error(e)) => return Err(failed("cannot lock", &lock, e)),
        }
        let workshop = Self { folder, target: target.to_owned(), _lock: file };
        workshop.clear()?;
        Ok(workshop)
    }

    /// Returns where the new case file is made.
    pub fn file(&self) -> PathBuf {
        self.folder.join("cases.duckdb")
    }

    /// Returns where the engine may put what does not fit in memory.
    pub fn spill(&self) -> PathBuf {
        self.folder.join("spill")
    }

    /// Returns code and name of the residents in the case file that stands at the target.
    pub fn residents(&self) -> Result<Vec<(String, String)>> {
        if !self.target.exists() {
            return Ok(Vec::new());
        }
        let opened = attach::attached(&self.target, Limits::default())?;
        let sql = "select resident_id, name from src.main.residents where resident_id is not null and name is not null";
        opened
            .connection
            .prepare(sql)
            .and_then(|mut statement| {
                statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .map_err(|e| CaseFileError::query("looking at the target", &e))
    }

    /// Returns the ledger that the case file at the target names.
    pub fn ledger(&self) -> Option<String> {
        attach::ledger(&attach::attached(&self.target, Limits::default()).ok()?.connection)
    }

    /// Returns how many rows each relation has in the case file that stands at the target.
    ///
    /// What cannot be counted there, as of a view that has lost its table, is none that could be kept.
    pub fn rows(&self) -> Vec<(String, u64)> {
        let Ok(opened) = attach::attached(&self.target, Limits::default()) else { return Vec::new() };
        let relations = schema::relations().iter().filter(|relation| !relation.internal);
        let count = |name: &str| {
            let sql = format!("select count(*) from src.main.{name}");
            opened.connection.query_row(&sql, [], |row| row.get(0)).ok()
        };
        relations.filter_map(|relation| Some((relation.name.to_owned(), count(relation.name)?))).collect()
    }

    /// Syncs the finished file and moves it to the target: whole or not at all.
    pub fn finish(self, replace: bool) -> Result<()> {
        let made = self.file();
        let file = File::open(&made).map_err(|e| failed("cannot open", &made, e))?;
        file.sync_all().map_err(|e| failed("cannot sync", &made, e))?;
        drop(file);
        refuse_to_harm(&self.target, replace)?;
        let whole = TempPath::try_from_path(&made).map_err(|e| failed("cannot find", &made, e))?;
        let moved = if replace { whole.persist(&self.target) } else { whole.persist_noclobber(&self.target) };
        moved.map_err(|e| failed("cannot write", &self.target, e.error))?;
        sync_folder(self.target.parent())
    }

    /// Removes what a killed import left.
    fn clear(&self) -> Result<()> {
        for file in [self.file(), self.file().with_extension("duckdb.wal")] {
            match fs::remove_file(&file) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                    return Err(failed("cannot remove", &file, e));
                }
                _ => {}
            }
        }
        match fs::remove_dir_all(self.spill()) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                Err(failed("cannot remove", &self.spill(), e))
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // Nothing can be done here about a folder that stays; the next import clears it.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Refuses a target that stands there without leave, and one that is no case file.
fn refuse_to_harm(target: &Path, replace: bool) -> Result<()> {
    let shown = target.display();
    let log = PathBuf::from(format!("{shown}.wal"));
    if log.exists() {
        return Err(CaseFileError::Import(format!(
            "{} stands beside the target, so another program is writing there or was stopped; \
             close it, or move both files away",
            log.display()
        )));
    }
    if !target.exists() {
        return Ok(());
    }
    if !replace {
        return Err(CaseFileError::Import(format!(
            "{shown} exists; give --replace to make it anew, or another name after -o"
        )));
    }
    if is_case_file(target)? {
        return Ok(());
    }
    Err(CaseFileError::Import(format!(
        "{shown} is not a case file and is not replaced; give another name after -o"
    )))
}

/// Tells whether `path` holds a case file, by its required relations.
fn is_case_file(path: &Path) -> Result<bool> {
    let Ok(opened) = attach::attached(path, Limits::default()) else { return Ok(false) };
    let count = "select count(distinct table_name) from duckdb_columns() where database_name = 'src' \
                 and table_name in ('program', 'residents', 'cases', 'case_staff')";
    let found: i64 = opened
        .connection
        .query_row(count, [], |row| row.get(0))
        .map_err(|e| CaseFileError::query("looking at the target", &e))?;
    Ok(found == 4)
}

/// Makes a rename in `folder` survive a power cut, where the system lets a folder be synced.
fn sync_folder(folder: Option<&Path>) -> Result<()> {
    let folder = match folder {
        Some(path) if !path.as_os_str().is_empty() => path,
        _ => Path::new("."),
    };
    if cfg!(windows) {
        return Ok(());
    }
    let open = File::open(folder).map_err(|e| failed("cannot open", folder, e))?;
    open.sync_all().map_err(|e| failed("cannot sync", folder, e))
}

fn failed(what: &'static str, path: &Path, source: std::io::Error) -> CaseFileError {
    CaseFileError::Io { what, path: path.to_owned(), source }
}
