//! Tells by their names what the sheets of a workbook are: one alone is what the file is called, several are what each
//! is called itself.

use super::form::{self, Form, SourceFile};
use super::known;
use super::notes::Note;
use super::workbook::{self, Tab};
use crate::casefile::specialty::Mapping;
use crate::domain::text::sanitised;

/// Tables of a workbook, each with the name of the file that it is in the place of.
#[derive(Default)]
pub(super) struct Tables {
    pub files: Vec<(SourceFile, String)>,
    pub notes: Vec<Note>,
}

/// Returns the tables of a workbook, or says in a sentence why it is not read.
pub(super) fn of(file: &SourceFile, mappings: &[Mapping<'_>]) -> Result<Tables, String> {
    let is_known = known::is_known(&file.name, mappings);
    let is_near = || form::near(&file.name, &known::all(mappings)).is_some();
    let tabs = match workbook::tabs(&file.path, &file.name) {
        Ok(tabs) => tabs,
        Err(why) if is_known || is_near() => return Err(why),
        // Somebody's letter, or an account: it is named, and stops nobody.
        Err(why) => return Ok(Tables { notes: vec![Note::file(&file.name, &why)], ..Tables::default() }),
    };
    let (hidden, shown): (Vec<_>, Vec<_>) = tabs.into_iter().partition(|tab| tab.is_hidden);
    let mut tables = match &shown[..] {
        [] => Tables { files: vec![(file.clone(), file.name.clone())], ..Tables::default() },
        [only] => of_one(file, only, is_known, mappings)?,
        several => of_several(file, several, is_known, mappings)?,
    };
    for tab in &hidden {
        let (name, sheet) = (sanitised(&file.name), sanitised(&tab.name));
        if called(file, tab, mappings).is_some() {
            return Err(format!("{name} hides its sheet {sheet}; show it, or remove it"));
        }
        tables.notes.push(Note::file(&file.name, &format!("its sheet {sheet} is hidden and is not read")));
    }
    Ok(tables)
}

fn of_one(file: &SourceFile, tab: &Tab, is_known: bool, mappings: &[Mapping<'_>]) -> Result<Tables, String> {
    let whole = SourceFile { sheet: Some(tab.name.clone()), ..file.clone() };
    let called = match called(file, tab, mappings) {
        Some(called) if is_known && !is_one(&called, &file.name, mappings) => {
            return Err(format!(
                "{} holds the sheet {}, which is another table by its name; rename one of the two",
                sanitised(&file.name),
                sanitised(&tab.name)
            ));
        }
        Some(called) if !is_known => called,
        _ => file.name.clone(),
    };
    Ok(Tables { files: vec![(whole, called)], notes: Vec::new() })
}

fn of_several(
    file: &SourceFile,
    tabs: &[Tab],
    is_known: bool,
    mappings: &[Mapping<'_>],
) -> Result<Tables, String> {
    let mut tables = Tables::default();
    let mut others = Vec::new();
    for tab in tabs {
        let name = format!("{}, sheet {}", file.name, tab.name);
        let part = SourceFile { name, sheet: Some(tab.name.clone()), ..file.clone() };
        let near = || form::near(&as_file(&tab.name), &known::all(mappings)).map(|_| as_file(&tab.name));
        match called(file, tab, mappings).or_else(near) {
            Some(called) => tables.files.push((part, called)),
            None => others.push(part),
        }
    }
    if tables.files.is_empty() && is_known {
        let sheets: Vec<_> = tabs.iter().take(6).map(|tab| sanitised(&tab.name)).collect();
        return Err(format!(
            "{} holds several sheets ({}), and none is named after what it is; give the sheet that is meant the name \
             of the file without its ending, or leave it alone there",
            sanitised(&file.name),
            sheets.join(", ")
        ));
    }
    let note = "the sheet is named after no relation of queries/schema.sql and is not read; rename it or leave it away";
    tables.notes.extend(others.iter().map(|part| Note::file(&part.name, note)));
    Ok(tables)
}

/// Returns the name of the file that a sheet of a known name is in the place of.
fn called(file: &SourceFile, tab: &Tab, mappings: &[Mapping<'_>]) -> Option<String> {
    let name = as_file(&tab.name);
    if known::list_of(&name, mappings).is_some() || form::known(&name, &known::all(mappings)).is_some() {
        return Some(name);
    }
    // The lists of one person in one workbook.
    let (person, _) = form::split(&file.name)?;
    let list = known::list_meant(&name, mappings)?;
    let is_whole = known::is_folder(&tab.name, form::stem(list));
    is_whole.then(|| format!("{person}.{}.xlsx", form::stem(list)))
}

/// Tells whether two names of files are of one table.
fn is_one(called: &str, name: &str, mappings: &[Mapping<'_>]) -> bool {
    let all = known::all(mappings);
    let list = |name: &str| known::list_meant(name, mappings).map(str::to_owned);
    match (form::known(called, &all), form::known(name, &all)) {
        (None, None) => list(called) == list(name),
        (a, b) => a == b,
    }
}

fn as_file(sheet: &str) -> String {
    format!("{}.xlsx", sheet.trim())
}

/// Tells whether a file is a workbook by its name.
pub(super) fn is_workbook(name: &str) -> bool {
    form::split(name).is_some_and(|(_, form)| form == Form::Workbook)
}
