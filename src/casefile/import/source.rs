//! Finds out what the files of a source folder are, by their names.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::notes::Note;
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::schema;
use crate::casefile::specialty::Mapping;

/// A file of the source with its name as it is shown.
#[derive(Clone, Debug)]
pub(super) struct SourceFile {
    pub path: PathBuf,
    pub name: String,
}

/// Lists of one kind of export.
#[derive(Debug)]
pub(super) struct Lists<'a> {
    pub mapping: &'a Mapping<'a>,
    /// By the prefix of their names, which stands for a resident: a place for each list of the mapping.
    pub by_prefix: BTreeMap<String, Vec<Option<SourceFile>>>,
    /// Files beside the lists, by their place among those of the mapping.
    pub beside: BTreeMap<usize, SourceFile>,
}

/// What a source folder holds.
#[derive(Debug, Default)]
pub(super) struct Source<'a> {
    /// Files in the canonical form, by relation.
    pub relations: BTreeMap<&'static str, SourceFile>,
    pub lists: Option<Lists<'a>>,
    /// Files that a mapping reads beside its lists, whether or not these are there.
    beside: Vec<(&'a str, usize, SourceFile)>,
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
    let failed = |source| CaseFileError::Io { what: "cannot read", path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_file() && !name.starts_with(['.', '~']) {
            files.push(SourceFile { path, name });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let mut source = Source::default();
    for file in files {
        source.place(file, mappings)?;
    }
    if source.relations.is_empty() && source.lists.is_none() {
        let mut known = vec!["files named after a relation (residents.csv, cases.csv, …)".to_owned()];
        known.extend(mappings.iter().map(wanted));
        return Err(CaseFileError::Import(format!(
            "{} holds neither {}; see docs/import.md",
            folder.display(),
            known.join(" nor ")
        )));
    }
    source.place_beside();
    source.note_unpaired();
    Ok(source)
}

/// Names the files of an export.
fn wanted(mapping: &Mapping<'_>) -> String {
    let files: Vec<_> = mapping.lists.iter().map(|list| format!("PREFIX.{}", list.file)).collect();
    match &files[..] {
        [case, procedures] => format!("pairs of {case} and {procedures}"),
        all => all.join(", "),
    }
}

impl<'a> Source<'a> {
    fn place(&mut self, file: SourceFile, mappings: &'a [Mapping<'a>]) -> Result<()> {
        let lower = file.name.to_ascii_lowercase();
        for mapping in mappings {
            for (at, list) in mapping.lists.iter().enumerate() {
                let prefix = lower.strip_suffix(&list.file.to_ascii_lowercase());
                if let Some(prefix) = prefix.and_then(|prefix| prefix.strip_suffix('.')) {
                    return self.place_list(mapping, at, prefix.len(), file);
                }
            }
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
        at: usize,
        stem: usize,
        file: SourceFile,
    ) -> Result<()> {
        let (prefix, name) = (file.name[..stem].to_owned(), file.name.clone());
        let lists = self.lists.get_or_insert_with(|| Lists {
            mapping,
            by_prefix: BTreeMap::new(),
            beside: BTreeMap::new(),
        });
        if lists.mapping.name != mapping.name {
            return Err(CaseFileError::Import(format!(
                "{name} is a list of {}, and others here are lists of {}; import them from two folders",
                mapping.name, lists.mapping.name
            )));
        }
        let places = lists.by_prefix.entry(prefix).or_insert_with(|| vec![None; mapping.lists.len()]);
        if let Some(other) = places[at].replace(file) {
            return Err(CaseFileError::Import(format!(
                "{} and {} differ only in capitals; remove one",
                other.name, name
            )));
        }
        Ok(())
    }

    /// Gives the files beside lists to the lists that read them.
    fn place_beside(&mut self) {
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

    fn note_unpaired(&mut self) {
        let Some(lists) = &self.lists else { return };
        for (prefix, files) in &lists.by_prefix {
            let Some(there) = files.iter().flatten().next() else { continue };
            for (_, list) in files.iter().zip(&lists.mapping.lists).filter(|(file, _)| file.is_none()) {
                let note = format!("there is no {prefix}.{} beside it; {}", list.file, list.without);
                self.notes.push(Note::unpaired(&there.name, note));
            }
        }
    }
}
