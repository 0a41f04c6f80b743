//! Finds out what the files of a source folder are, by their names.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::form::{self, SourceFile};
use super::notes::Note;
use super::{codes, known, parts, tabs};
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::specialty::{Beside, List, Mapping};
use crate::domain::text::sanitised;

/// A list of one resident.
#[derive(Clone, Debug)]
pub(super) struct ListFile {
    /// Its place among the lists of the mapping.
    pub list: usize,
    /// What stands before the name of the list, as exported: it stands for a resident.
    pub prefix: String,
    pub file: SourceFile,
}

/// Lists of one kind of export.
#[derive(Debug)]
pub(super) struct Lists<'a> {
    pub mapping: &'a Mapping<'a>,
    pub files: Vec<ListFile>,
    /// Files beside the lists, by their place among those of the mapping.
    pub beside: BTreeMap<usize, SourceFile>,
}

/// What a source folder holds.
#[derive(Debug, Default)]
pub(super) struct Source<'a> {
    /// Files in the canonical form, by relation; several where it was written in parts.
    pub relations: BTreeMap<&'static str, Vec<SourceFile>>,
    pub lists: Option<Lists<'a>>,
    /// Codes of residents that came with the lists.
    pub codes: Option<SourceFile>,
    /// Files that a mapping reads beside its lists, whether or not these are there.
    beside: Vec<(&'a str, usize, SourceFile)>,
    /// Tables whose names are nearly known.
    near: Vec<(String, String)>,
    /// Files that are meant to be read and are not, each in a sentence that says what to do.
    refused: Vec<String>,
    /// What could not be taken as it stands.
    pub notes: Vec<Note>,
}

/// Lists `folder` and tells what each file is; `mappings` are the exports that can be read.
pub(super) fn read<'a>(folder: &Path, mappings: &'a [Mapping<'a>]) -> Result<Source<'a>> {
    if !folder.is_dir() {
        return Err(CaseFileError::Import(format!(
            "{} is neither a folder nor a DuckDB file; name the folder that holds the exports, or give --mapping with it",
            folder.display()
        )));
    }
    let mut source = Source::default();
    for (path, name) in entries(folder)? {
        if path.is_dir() {
            source.place_folder(&path, &name, mappings)?;
        } else if path.is_file() {
            for (file, called) in source.tables(SourceFile::new(path, name), mappings) {
                source.place(file, &called, mappings)?;
            }
        }
    }
    source.refuse_near();
    if !source.refused.is_empty() {
        return Err(CaseFileError::Import(sentences(&source.refused)));
    }
    if source.relations.is_empty() && source.lists.is_none() {
        let mut known = vec!["files named after a relation (residents.csv, cases.csv, …)".to_owned()];
        known.extend(mappings.iter().map(known::wanted));
        return Err(CaseFileError::Import(format!(
            "{} holds neither {}; see docs/import.md",
            folder.display(),
            known.join(" nor ")
        )));
    }
    source.place_beside();
    source.note_other_folder(folder);
    Ok(source)
}

/// Lists what is in a folder, in the order of names.
///
/// A name that is not UTF-8 is refused: with its letters lost, two people could look like one.
fn entries(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let failed = |source| CaseFileError::Io { what: "cannot read", path: folder.to_owned(), source };
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let Some(name) = path.file_name() else { continue };
        let shown = name.to_string_lossy().into_owned();
        if form::is_table(&shown) && name.to_str().is_none() {
            return Err(CaseFileError::Import(format!(
                "the name of {} is not UTF-8, so that two residents could look like one; rename the file",
                sanitised(&shown)
            )));
        }
        if !shown.starts_with(['.', '~']) {
            all.push((path, shown));
        }
    }
    all.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(all)
}

impl<'a> Source<'a> {
    /// Returns the tables of a file, one but for a workbook, each with the name of the file that it is in the place of.
    fn tables(&mut self, file: SourceFile, mappings: &[Mapping<'_>]) -> Vec<(SourceFile, String)> {
        if !tabs::is_workbook(&file.name) {
            let called = file.name.clone();
            return vec![(file, called)];
        }
        match tabs::of(&file, mappings) {
            Ok(tables) => {
                self.notes.extend(tables.notes);
                tables.files
            }
            Err(why) => {
                self.refused.push(why);
                Vec::new()
            }
        }
    }

    /// Takes a table for what it is by the name that it is `called`.
    fn place(&mut self, file: SourceFile, called: &str, mappings: &'a [Mapping<'a>]) -> Result<()> {
        let lower = called.to_ascii_lowercase();
        if let Some((mapping, at, prefix)) = known::list_of(called, mappings) {
            return self.place_list(mapping, at, prefix, file);
        }
        if lower == codes::FILE {
            self.codes = Some(file);
            return Ok(());
        }
        for mapping in mappings {
            let is_it = |b: &Beside| {
                let is_sheet =
                    tabs::is_workbook(&lower) && form::stem(&b.file).eq_ignore_ascii_case(form::stem(&lower));
                b.file.eq_ignore_ascii_case(&lower) || is_sheet
            };
            if let Some(at) = mapping.beside.iter().position(is_it) {
                self.beside.push((&mapping.name, at, file));
                return Ok(());
            }
        }
        let relation = form::split(&lower).and_then(|(stem, _)| known::relation_of(stem));
        match relation {
            Some(relation) => self.place_relation(relation, vec![file]),
            None => self.place_stranger(&file.name, called, mappings),
        }
        Ok(())
    }

    fn place_relation(&mut self, relation: &'static str, files: Vec<SourceFile>) {
        let name = |files: &[SourceFile]| files.first().map_or(String::new(), |file| sanitised(&file.name));
        match self.relations.get(relation) {
            Some(other) => self.refused.push(format!(
                "{} and {} are both the relation {relation}; move one of them out of the folder",
                name(other),
                name(&files)
            )),
            None => drop(self.relations.insert(relation, files)),
        }
    }

    /// Takes note of a file that is not read, so that none is passed over in silence whose name is known.
    fn place_stranger(&mut self, name: &str, called: &str, mappings: &[Mapping<'_>]) {
        let all = known::all(mappings);
        let shown = sanitised(name);
        if form::is_our_own(called) {
            return;
        }
        if let Some(list) = known::list_meant(called, mappings) {
            self.refused.push(format!(
                "{shown} is not read; save it as CSV (UTF-8) under the name NAME.{list}, or move it out of the folder"
            ));
        } else if let Some(known) = form::known(called, &all) {
            self.refused.push(format!(
                "{shown} cannot be read; save it as CSV (UTF-8) under the name {known}.csv, or move it out of the \
                 folder"
            ));
        } else if let Some(known) = form::near(called, &all) {
            self.near.push((name.to_owned(), known.to_owned()));
        } else if form::is_table(called) {
            self.note_stranger(name);
        }
    }

    fn note_stranger(&mut self, name: &str) {
        let note = "the name is no relation of queries/schema.sql; rename the file or leave it away";
        self.notes.push(Note::file(name, note));
    }

    /// Refuses tables that nearly have a known name, where none has it; a stranger beside the right one is only noted.
    fn refuse_near(&mut self) {
        let beside = self.beside.iter().map(|(_, _, file)| form::stem(&file.name).to_ascii_lowercase());
        let beside: Vec<_> = beside.chain(self.codes.iter().map(|_| "codes".to_owned())).collect();
        let near = std::mem::take(&mut self.near);
        // One name behind several others: lists of people, of an export that nothing here reads.
        let of_people = |name: &str| {
            let list = |name: &str| name.split_once('.').map(|(_, list)| list.to_ascii_lowercase());
            let is_dotted = form::split(name).is_some_and(|(stem, _)| stem.contains('.'));
            is_dotted && near.iter().filter(|(other, _)| list(other) == list(name)).count() > 1
        };
        for (name, known) in &near {
            if self.relations.contains_key(&**known) || beside.contains(known) || of_people(name) {
                self.note_stranger(name);
            } else {
                self.refused.push(format!(
                    "{} is nearly {known}; rename it to {known} with the ending that it has, or move it out of the \
                     folder if it is something else",
                    sanitised(name)
                ));
            }
        }
    }

    fn place_list(
        &mut self,
        mapping: &'a Mapping<'a>,
        list: usize,
        prefix: String,
        file: SourceFile,
    ) -> Result<()> {
        let lists =
            self.lists.get_or_insert_with(|| Lists { mapping, files: Vec::new(), beside: BTreeMap::new() });
        if lists.mapping.name != mapping.name {
            return Err(CaseFileError::Import(format!(
                "{} is a list of {}, and others here are lists of {}; import them from two folders",
                file.name, mapping.name, lists.mapping.name
            )));
        }
        lists.files.push(ListFile { list, prefix, file });
        Ok(())
    }

    /// Takes the lists of a folder that holds those of one kind, and the parts of a table. Any other is not read, and
    /// refused where it holds what would be.
    fn place_folder(&mut self, folder: &Path, name: &str, mappings: &'a [Mapping<'a>]) -> Result<()> {
        let holds = |list: &List| list.folder.as_ref().is_some_and(|folder| known::is_folder(name, folder));
        if !mappings.iter().any(|mapping| mapping.lists.iter().any(holds)) {
            self.place_other_folder(folder, name, mappings);
            return Ok(());
        }
        for (path, inside) in entries(folder)? {
            let file = SourceFile::new(path, format!("{name}/{inside}"));
            if !file.path.is_file() {
                self.place_other_folder(&file.path, &file.name, mappings);
                continue;
            }
            for (file, called) in self.tables(file, mappings) {
                // A sheet or a file, by its name without the folder's.
                self.place_in_lists(file, called.rsplit('/').next().unwrap_or_default(), mappings)?;
            }
        }
        Ok(())
    }

    /// Takes a table of a folder of lists, which holds nothing else.
    fn place_in_lists(&mut self, file: SourceFile, called: &str, mappings: &'a [Mapping<'a>]) -> Result<()> {
        match known::list_of(called, mappings) {
            Some((mapping, at, prefix)) => self.place_list(mapping, at, prefix, file)?,
            None if known::is_known(called, mappings) => self.refused.push(format!(
                "{} stands in a folder of lists, where it is not read; put it into the folder above",
                sanitised(&file.name)
            )),
            None => self.notes.push(Note::file(
                &file.name,
                "it is no list, and nothing else is read in such a folder; put it into the folder above",
            )),
        }
        Ok(())
    }

    fn place_other_folder(&mut self, folder: &Path, name: &str, mappings: &[Mapping<'_>]) {
        let (stem, form) = match form::split(name) {
            Some((stem, form)) => (stem, Some(form)),
            None => (name, None),
        };
        if let Some(relation) = known::relation_of(&stem.to_ascii_lowercase()) {
            match parts::of_table(folder, name, form) {
                Ok(all) => {
                    let files = all.into_iter().map(|p| SourceFile {
                        path: p.path,
                        name: p.name,
                        form: p.form,
                        sheet: None,
                    });
                    self.place_relation(relation, files.collect());
                }
                Err(why) => self.refused.push(sanitised(&why)),
            }
        } else if let Some(inside) = parts::first_known(folder, &|inside| known::is_known(inside, mappings)) {
            self.refused.push(format!(
                "{} is in a folder within the folder, which is not read; move it up beside the others, import its \
                 folder by itself, or move it away",
                sanitised(&format!("{name}/{inside}"))
            ));
        }
    }

    /// Says that the lists of the other kind stand in a folder beside this one.
    fn note_other_folder(&mut self, folder: &Path) {
        let Some(lists) = &self.lists else { return };
        let Ok(whole) = folder.canonicalize() else { return };
        let (Some(name), Some(above)) = (whole.file_name().and_then(|n| n.to_str()), whole.parent()) else {
            return;
        };
        let folders = || lists.mapping.lists.iter().filter_map(|list| list.folder.as_ref());
        if !folders().any(|folder| known::is_folder(name, folder)) {
            return;
        }
        let others = fs::read_dir(above).into_iter().flatten().flatten();
        let others = others.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name());
        let others = others.map(|name| name.to_string_lossy().into_owned()).filter(|other| other != name);
        for other in others.filter(|other| folders().any(|folder| known::is_folder(other, folder))) {
            let note =
                format!("the folder {other} stands beside it and is not read; import the folder above both");
            self.notes.push(Note::unpaired(name, note));
        }
    }

    /// Gives the files beside lists to the lists that read them.
    fn place_beside(&mut self) {
        if let Some(codes) = self.codes.take_if(|_| self.lists.is_none()) {
            let note = "it is read only beside lists of residents, and there are none";
            self.notes.push(Note::file(&codes.name, note));
        }
        for (name, at, file) in std::mem::take(&mut self.beside) {
            match &mut self.lists {
                Some(lists) if lists.mapping.name == name => {
                    lists.beside.insert(at, file);
                }
                _ => {
                    let note = format!("it is read only beside the lists of {name}, and there are none");
                    self.notes.push(Note::file(&file.name, &note));
                }
            }
        }
    }
}

/// Puts what is wrong into one text: the first few, each in a line of its own.
fn sentences(all: &[String]) -> String {
    let more = (all.len() > 12).then(|| format!("and {} more files", all.len() - 12));
    all.iter().take(12).cloned().chain(more).collect::<Vec<_>>().join("\n")
}
