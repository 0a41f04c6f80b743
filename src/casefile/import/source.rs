//! Finds out what the files of a source folder are, by their names.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::notes::Note;
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::schema;

/// A file of the source with its name as it is shown.
#[derive(Clone, Debug)]
pub(super) struct SourceFile {
    pub path: PathBuf,
    pub name: String,
}

/// The two lists that MPOG exports for one resident.
#[derive(Debug, Default)]
pub(super) struct Pair {
    pub cases: Option<SourceFile>,
    pub procedures: Option<SourceFile>,
}

/// What a source folder holds.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Files in the canonical form, by relation.
    pub relations: BTreeMap<&'static str, SourceFile>,
    /// MPOG lists, by the prefix of their names.
    pub pairs: BTreeMap<String, Pair>,
    /// What could not be taken as it stands.
    pub notes: Vec<Note>,
}

/// Lists `folder` and tells what each file is.
pub(super) fn read(folder: &Path) -> Result<Source> {
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
        source.place(file)?;
    }
    if source.relations.is_empty() && source.pairs.is_empty() {
        return Err(CaseFileError::Import(format!(
            "{} holds neither files named after a relation (residents.csv, cases.csv, …) nor pairs of \
             PREFIX.CaseList.csv and PREFIX.ProcedureList.csv; see docs/import.md",
            folder.display()
        )));
    }
    source.note_unpaired();
    Ok(source)
}

impl Source {
    fn place(&mut self, file: SourceFile) -> Result<()> {
        let lower = file.name.to_ascii_lowercase();
        if let Some(stem) = lower.strip_suffix(".caselist.csv") {
            return self.place_list(stem.len(), file, |pair| &mut pair.cases);
        }
        if let Some(stem) = lower.strip_suffix(".procedurelist.csv") {
            return self.place_list(stem.len(), file, |pair| &mut pair.procedures);
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
        stem: usize,
        file: SourceFile,
        place: impl Fn(&mut Pair) -> &mut Option<SourceFile>,
    ) -> Result<()> {
        let prefix = file.name[..stem].to_owned();
        let name = file.name.clone();
        let slot = place(self.pairs.entry(prefix).or_default());
        if let Some(other) = slot.replace(file) {
            return Err(CaseFileError::Import(format!(
                "{} and {} differ only in capitals; remove one",
                other.name, name
            )));
        }
        Ok(())
    }

    fn note_unpaired(&mut self) {
        for (prefix, pair) in &self.pairs {
            let note = match (&pair.cases, &pair.procedures) {
                (Some(cases), None) => Note::unpaired(
                    &cases.name,
                    format!(
                        "there is no {prefix}.ProcedureList.csv beside it; its cases are taken and no \
                         procedures are known; export the pair again"
                    ),
                ),
                (None, Some(procedures)) => Note::unpaired(
                    &procedures.name,
                    format!(
                        "there is no {prefix}.CaseList.csv beside it; its procedures are taken without \
                         their cases; export the pair again"
                    ),
                ),
                _ => continue,
            };
            self.notes.push(note);
        }
    }
}
