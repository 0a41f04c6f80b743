//! Reads what a folder within the source holds: the parts of one table, or files that were meant to be read.

use std::fs;
use std::path::{Path, PathBuf};

use super::form::{self, Form};

/// How deep folders are looked into for files that nobody would miss otherwise.
const DEEP: usize = 6;

/// One part of a table that was written into a folder.
pub(super) struct Part {
    pub path: PathBuf,
    pub name: String,
    pub form: Form,
}

/// Lists the parts of a table as Spark writes one, all of them, or says why they cannot be taken.
///
/// `name` is the folder's; `form` is that of a part whose name tells none.
pub(super) fn of_table(folder: &Path, name: &str, form: Option<Form>) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut ended = false;
    for (path, inside) in
        inside(folder).map_err(|e| format!("the folder {name} cannot be read ({e}); see who may"))?
    {
        let shown = format!("{name}/{inside}");
        if inside.starts_with('_') && path.is_file() {
            ended |= inside == "_SUCCESS";
        } else if path.is_dir() {
            return Err(format!(
                "{shown} is a folder within a table, whose name would be lost as a column; \
                 write the table without partitions"
            ));
        } else if let Some(form) = form_of(&inside, form) {
            parts.push(Part { path, name: shown, form });
        } else {
            return Err(format!(
                "{shown} is no part of a table that can be read; write it as Parquet or CSV"
            ));
        }
    }
    if parts.is_empty() {
        return Err(format!("the folder {name} holds no part of a table; export it again, or move it away"));
    }
    if !ended {
        return Err(format!(
            "the folder {name} has no file _SUCCESS, so its parts may not be whole; write the table again to its end, \
             or put an empty file _SUCCESS beside parts that are"
        ));
    }
    Ok(parts)
}

/// Tells how a part is written: by its own ending, or where it has none by that of the folder.
fn form_of(name: &str, folder: Option<Form>) -> Option<Form> {
    let form = form::split(name).map(|(_, form)| form).or(folder.filter(|_| !name.contains('.')));
    // Nothing writes a table in parts as workbooks.
    form.filter(|form| *form != Form::Workbook)
}

/// Returns the first file, or folder of parts, within `folder` that is known, by its way from there.
pub(super) fn first_known(folder: &Path, is_known: &dyn Fn(&str) -> bool) -> Option<String> {
    within(folder, is_known, DEEP)
}

fn within(folder: &Path, is_known: &dyn Fn(&str) -> bool, deep: usize) -> Option<String> {
    // What cannot be looked into is nobody's export; a link may lead round in a circle.
    let all = inside(folder).unwrap_or_default();
    if let Some((_, name)) = all.iter().find(|(_, name)| is_known(name)) {
        return Some(name.clone());
    }
    let deeper = deep.checked_sub(1)?;
    let folders = all.into_iter().filter(|(path, _)| path.is_dir() && !path.is_symlink());
    folders.into_iter().find_map(|(path, name)| Some(format!("{name}/{}", within(&path, is_known, deeper)?)))
}

/// Lists what a folder holds that is not hidden, in the order of names.
fn inside(folder: &Path) -> std::io::Result<Vec<(PathBuf, String)>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !name.starts_with(['.', '~']) {
            all.push((path, name));
        }
    }
    all.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(all)
}
