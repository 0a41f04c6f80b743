//! Finds out what the files of a source folder are, by their names.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::notes::Note;
use super::{codes, names};

use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::schema;
use crate::casefile::specialty::{List, Mapping};
use crate::domain::text::sanitised;

/// A file of the source with its name as it is shown.
#[derive(Clone, Debug)]
pub(super) struct SourceFile {
    pub path: PathBuf,
    pub name: String,
}

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
    /// Files in the canonical form, by relation.
    pub relations: BTreeMap<&'static str, SourceFile>,
    pub lists: Option<Lists<'a>>,
    /// Codes of residents that came with the lists.
    pub codes: Option<SourceFile>,
    /// Files that a mapping reads beside its lists, whether or not these are there.
    beside: Vec<(&'a str, usize, SourceFile)>,
    /// The first file of each folder within that would be read here.
    passed_over: Vec<String>,
    /// What could not be taken as it stands.
    pub notes: Vec<Note>,
}

/// Lists `folder` and tells what each file is; `mappings` are the exports that can be read.
pub(super) fn read<'a>(folder: &Path, mappings: &'a [Mapping<'a>]) -> Result<Source<'a>> {
    if !folder.is_dir() {
        return Err(CaseFileError::Import(format!(
            "{} is not a folder; name the folder that holds the exports, or give --mapping with it",
            folder.display()
        )));
    }
    let mut source = Source::default();
    for (path, name) in entries(folder)? {
        if path.is_dir() {
            source.place_folder(&path, &name, mappings)?;
        } else if path.is_file() {
            source.place(SourceFile { path, name }, mappings)?;
        }
    }
    if source.relations.is_empty() && source.lists.is_none() {
        let mut known = vec!["files named after a relation (residents.csv, cases.csv, …)".to_owned()];
        known.extend(mappings.iter().map(wanted));
        let passed = source.passed_over.first();
        let within =
            passed.map_or(String::new(), |file| format!("; {} is in a folder of it", sanitised(file)));
        return Err(CaseFileError::Import(format!(
            "{} holds neither {}{within}; see docs/import.md",
            folder.display(),
            known.join(" nor ")
        )));
    }
    let passed_over = std::mem::take(&mut source.passed_over);
    source.notes.extend(passed_over.iter().map(|file| {
        Note::file(file, "a folder within the folder is not read; move its files up, or import it by itself")
    }));
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
        let is_table = [".csv", ".parquet"].iter().any(|end| shown.to_ascii_lowercase().ends_with(end));
        if is_table && name.to_str().is_none() {
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

/// Returns the prefix of a file that is a list, with or without the sign of a copy.
fn prefix_of<'a>(name: &'a str, list: &str) -> Option<&'a str> {
    let without_end = |name: &'a str, end: &str| {
        let at = name.len().checked_sub(end.len())?;
        name.get(at..)?.eq_ignore_ascii_case(end).then(|| &name[..at])
    };
    let mut stem = without_end(name, ".csv")?;
    while let Some(shorter) = names::without_copy(stem) {
        stem = shorter;
    }
    let list = list.get(..list.len() - ".csv".len())?;
    without_end(stem, list)?.strip_suffix('.')
}

/// Tells whether two names of folders are one, whatever their signs and capitals.
fn is_folder(name: &str, folder: &str) -> bool {
    let letters =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    letters(name) == letters(folder)
}

/// Names the files of an export.
fn wanted(mapping: &Mapping<'_>) -> String {
    let files: Vec<_> = mapping.lists.iter().map(|list| format!("NAME.{}", list.file)).collect();
    match &files[..] {
        [case, procedures] => format!("pairs of {case} and {procedures}"),
        all => all.join(", "),
    }
}

impl<'a> Source<'a> {
    fn place(&mut self, file: SourceFile, mappings: &'a [Mapping<'a>]) -> Result<()> {
        let lower = file.name.to_ascii_lowercase();
        if let Some((mapping, at, prefix)) = list_of(&file.name, mappings) {
            return self.place_list(mapping, at, prefix, file);
        }
        if lower == codes::FILE {
            self.codes = Some(file);
            return Ok(());
        }
        for mapping in mappings {
            if let Some(at) = mapping.beside.iter().position(|b| b.file.eq_ignore_ascii_case(&lower)) {
                self.beside.push((&mapping.name, at, file));
                return Ok(());
            }
        }
        let Some((stem, kind)) = lower.rsplit_once('.') else { return Ok(()) };
        let relation = schema::relation(stem).filter(|r| !r.internal);
        match (relation, kind) {
            (Some(relation), "csv" | "parquet") => {
                if let Some(other) = self.relations.get(relation.name) {
                    return Err(CaseFileError::Import(format!(
                        "{} and {} are both the relation {}; remove one",
                        other.name, file.name, relation.name
                    )));
                }
                self.relations.insert(relation.name, file);
            }
            (_, "xlsx" | "xls" | "ods") => self.notes.push(Note::file(
                &file.name,
                "a spreadsheet is not read; save it as CSV (UTF-8) under the name of its relation",
            )),
            (None, "csv" | "parquet" | "tsv" | "txt") => self.notes.push(Note::file(
                &file.name,
                "the name is no relation of queries/schema.sql; rename the file or leave it away",
            )),
            _ => {}
        }
        Ok(())
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

    /// Takes the lists of a folder that holds those of one kind. Any other is not read, and told where it holds what
    /// would be.
    fn place_folder(&mut self, folder: &Path, name: &str, mappings: &'a [Mapping<'a>]) -> Result<()> {
        let holds = |list: &List| list.folder.as_ref().is_some_and(|folder| is_folder(name, folder));
        if !mappings.iter().any(|mapping| mapping.lists.iter().any(holds)) {
            // What cannot be looked into is nobody's export.
            let inside = entries(folder).unwrap_or_default();
            let known = inside.iter().find(|(path, name)| path.is_file() && is_known(name, mappings));
            self.passed_over.extend(known.map(|(_, inside)| format!("{name}/{inside}")));
            return Ok(());
        }
        for (path, inside) in entries(folder)? {
            let file = SourceFile { path, name: format!("{name}/{inside}") };
            if !file.path.is_file() {
                continue;
            }
            match list_of(&inside, mappings) {
                Some((mapping, at, prefix)) => self.place_list(mapping, at, prefix, file)?,
                None => self.notes.push(Note::file(
                    &file.name,
                    "it is no list, and nothing else is read in such a folder; put it into the folder above",
                )),
            }
        }
        Ok(())
    }

    /// Says that the lists of the other kind stand in a folder beside this one.
    fn note_other_folder(&mut self, folder: &Path) {
        let Some(lists) = &self.lists else { return };
        let Ok(whole) = folder.canonicalize() else { return };
        let (Some(name), Some(above)) = (whole.file_name().and_then(|n| n.to_str()), whole.parent()) else {
            return;
        };
        let folders = || lists.mapping.lists.iter().filter_map(|list| list.folder.as_ref());
        if !folders().any(|folder| is_folder(name, folder)) {
            return;
        }
        let others = fs::read_dir(above).into_iter().flatten().flatten();
        let others = others.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name());
        let others = others.map(|name| name.to_string_lossy().into_owned()).filter(|other| other != name);
        for other in others.filter(|other| folders().any(|folder| is_folder(other, folder))) {
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

/// Tells which list of which mapping a file is, and whose.
fn list_of<'a>(name: &str, mappings: &'a [Mapping<'a>]) -> Option<(&'a Mapping<'a>, usize, String)> {
    let all =
        mappings.iter().flat_map(|mapping| mapping.lists.iter().enumerate().map(move |it| (mapping, it)));
    all.into_iter().find_map(|(mapping, (at, list))| {
        prefix_of(name, &list.file).map(|prefix| (mapping, at, prefix.to_owned()))
    })
}

/// Tells whether a file of this name would be read.
fn is_known(name: &str, mappings: &[Mapping<'_>]) -> bool {
    let lower = name.to_ascii_lowercase();
    let relation =
        lower.strip_suffix(".csv").or_else(|| lower.strip_suffix(".parquet")).and_then(schema::relation);
    relation.is_some_and(|relation| !relation.internal) || list_of(name, mappings).is_some()
}
