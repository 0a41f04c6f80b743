//! Finds out whose lists are whose: a prefix is a name unless it is a code, and names become neutral codes.

use std::collections::{BTreeMap, BTreeSet};

use duckdb::Connection;

use super::codes::{Codes, FILE};
use super::form::SourceFile;
use super::names;
use super::notes::Note;
use super::source::ListFile;
use crate::casefile::error::{CaseFileError, Result};

/// Somebody with lists.
#[derive(Debug)]
pub(super) struct Person {
    /// The code; `None` where a roster is there and the person is not in it.
    pub id: Option<String>,
    /// As exported.
    pub name: String,
    /// Each file with the place of its list in the mapping.
    pub files: Vec<(usize, SourceFile)>,
}

/// A row of the roster.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub id: String,
    pub name: String,
}

/// All whose lists are there, and what is to be said of how they were told apart.
#[derive(Debug, Default)]
pub(super) struct People {
    pub all: Vec<Person>,
    pub notes: Vec<Note>,
}

/// Reads the roster of the source; none where it brings no residents.
pub(super) fn roster(connection: &Connection) -> Result<Vec<Listed>> {
    let sql = "select trim(resident_id), coalesce(trim(name), '') from raw.residents \
               where trim(resident_id) <> '' order by source_row";
    connection
        .prepare(sql)
        .and_then(|mut statement| {
            statement.query_map([], |row| Ok(Listed { id: row.get(0)?, name: row.get(1)? }))?.collect()
        })
        .map_err(|e| CaseFileError::query("reading the roster", &e))
}

/// Tells the persons of `files`; `roster` is binding where it is there.
///
/// # Errors
/// Fails where a prefix is the code that somebody else has.
pub(super) fn told_apart(files: &[ListFile], roster: Option<&[Listed]>, codes: &mut Codes) -> Result<People> {
    let mut by_key: BTreeMap<String, Vec<&ListFile>> = BTreeMap::new();
    for file in files {
        by_key.entry(names::key(names::bare(&file.prefix))).or_default().push(file);
    }
    let mut people = People::default();
    let mut found: Vec<Person> = by_key.values().map(|files| person(files, &mut people.notes)).collect();
    match roster {
        Some(roster) => {
            for person in &mut found {
                person.id = listed(person, roster, codes, &mut people.notes);
            }
        }
        None => give_codes(&mut found, codes)?,
    }
    note_nearly_one(&found, &mut people.notes);
    people.all = joined(found, &mut people.notes);
    Ok(people)
}

/// Makes one person of files whose prefixes are spellings of one name.
fn person(files: &[&ListFile], notes: &mut Vec<Note>) -> Person {
    let mut spellings: Vec<_> = files.iter().map(|file| file.prefix.as_str()).collect();
    spellings.sort_unstable();
    spellings.dedup();
    let name = names::bare(spellings[0]).to_owned();
    for other in &spellings[1..] {
        notes.push(one_person(&files[0].file.name, spellings[0], other));
    }
    let mut per_list = BTreeMap::<usize, &ListFile>::new();
    for file in files {
        if let Some(first) = per_list.insert(file.list, file) {
            let note = format!(
                "two lists of one kind are of one resident: found {:?} and {:?}; rows that stand in both are taken once",
                first.file.name, file.file.name
            );
            notes.push(Note::joined(&file.file.name, "two lists of one kind are of one resident", note));
        }
    }
    Person { id: None, name, files: files.iter().map(|f| (f.list, f.file.clone())).collect() }
}

fn one_person(file: &str, one: &str, other: &str) -> Note {
    let reason = "two names of lists are taken for one resident";
    let note = format!("{reason}: found {one:?} and {other:?}; if they are two, rename the lists of one");
    Note::joined(file, reason, note)
}

/// Gives everybody a code where there is no roster: the prefix itself where it is one.
fn give_codes(people: &mut [Person], codes: &mut Codes) -> Result<()> {
    let mut taken = BTreeSet::new();
    for person in people.iter_mut() {
        if codes.of(&person.name).is_some() || !names::is_code(&person.name) {
            continue;
        }
        if let Some(other) = codes.name_of(&person.name) {
            return Err(CaseFileError::Import(format!(
                "the lists of {0:?} bear the code that {FILE} gives to {1:?}; if they are theirs, add the line \
                 {0},{0} to it, else rename the lists",
                person.name, other
            )));
        }
        taken.insert(person.name.to_ascii_uppercase());
        person.id = Some(person.name.clone());
    }
    let names: BTreeSet<&str> = people.iter().filter(|p| p.id.is_none()).map(|p| p.name.as_str()).collect();
    if !names.is_empty() {
        codes.give(&names, &taken);
    }
    for person in people.iter_mut().filter(|p| p.id.is_none()) {
        person.id = codes.of(&person.name);
    }
    Ok(())
}

/// Finds somebody in the roster: by code, by the name as exported, or by the code that the name was given before.
fn listed(person: &Person, roster: &[Listed], codes: &Codes, notes: &mut Vec<Note>) -> Option<String> {
    let file = &person.files[0].1.name;
    let wanted = names::key(&person.name);
    let by_code: Vec<_> = roster.iter().filter(|row| names::key(&row.id) == wanted).collect();
    let by_name: Vec<_> = roster.iter().filter(|row| names::key(&row.name) == wanted).collect();
    let given = codes.of(&person.name);
    let row = match (&by_code[..], &by_name[..]) {
        ([row], _) | ([], [row]) => Some(*row),
        ([], []) => roster.iter().find(|row| {
            given.as_ref() == Some(&row.id)
                && (codes.is_named(&row.id, &row.name) || names::agree(&row.name, &person.name))
        }),
        _ => {
            notes.push(nobody(
                file,
                "two residents of the roster have this name",
                person,
                "name the lists by resident_id",
            ));
            return None;
        }
    };
    if let Some(row) = row {
        if let Some(given) = given.filter(|given| *given != row.id) {
            let reason = "the roster has another code for somebody than codes.csv";
            let note = format!(
                "{reason}: found {} for {:?}, who had {given}; what a ledger holds under {given} is not found under it",
                row.id, person.name
            );
            notes.push(Note::of_relation(file, "residents", reason, note));
        }
        return Some(row.id.clone());
    }
    let other = given.and_then(|given| roster.iter().find(|row| row.id == given));
    let near = roster.iter().find(|row| nearly(&row.name, &person.name) || nearly(&row.id, &person.name));
    let advice = match (other, near) {
        (Some(other), _) => format!(
            "{FILE} gives {0} to this name and the roster to {1:?}; if they are one, add the line {0},\"{1}\" to {FILE}",
            other.id, other.name
        ),
        (None, Some(near)) => format!(
            "the roster has {:?}, which nearly is the name; if they are one, write it in residents.csv as the lists do",
            near.name
        ),
        (None, None) => {
            "add the resident to residents.csv with this name, or name the lists by resident_id".to_owned()
        }
    };
    notes.push(nobody(file, "the resident is in no roster", person, &advice));
    None
}

fn nobody(file: &str, reason: &str, person: &Person, advice: &str) -> Note {
    let note = format!("{reason}: found {:?}; no row of these lists is taken; {advice}", person.name);
    let mut note = Note::of_relation(file, "cases", reason, note);
    note.kind = "set aside";
    note
}

/// Makes one of those who have one code, as by two names of somebody in `codes.csv`.
fn joined(found: Vec<Person>, notes: &mut Vec<Note>) -> Vec<Person> {
    let mut all: Vec<Person> = Vec::new();
    for person in found {
        match all.iter_mut().find(|other| other.id.is_some() && other.id == person.id) {
            Some(other) => {
                notes.push(one_person(&person.files[0].1.name, &other.name, &person.name));
                other.files.extend(person.files);
            }
            None => all.push(person),
        }
    }
    all
}

/// Notes names that may be one person's and are taken for two.
fn note_nearly_one(people: &[Person], notes: &mut Vec<Note>) {
    let mut seen: BTreeMap<String, &Person> = BTreeMap::new();
    for person in people {
        let mut told = BTreeSet::new();
        for form in names::forms(&person.name).into_iter().filter(|form| !form.is_empty()) {
            let other = *seen.entry(form).or_insert(person);
            if other.name == person.name
                || other.id.is_some() && other.id == person.id
                || !told.insert(&other.name)
            {
                continue;
            }
            let reason =
                "two names of lists differ in an accent or a sign alone, and are taken for two residents";
            let note = format!(
                "{reason}: found {:?} and {:?}; if they are one, name the lists alike",
                other.name, person.name
            );
            notes.push(Note::of_relation(&person.files[0].1.name, "residents", reason, note));
        }
    }
}

fn nearly(one: &str, other: &str) -> bool {
    let (one, other) = (names::forms(one), names::forms(other));
    one.iter().any(|form| !form.is_empty() && other.contains(form))
}

#[cfg(test)]
mod tests;
