//! A specialty is a folder: its words, its definitions, its reference rows and the exports that it can map.
//!
//! ```text
//! specialty.toml            what it is called, the years of training, the columns of the list of cases
//! experiences/CODE.sql      the definitions of its experiences
//! reference/RELATION.csv    rows for the relations that a source does not bring
//! mappings/NAME.toml, .sql  which lists an export has, and how they become canonical relations
//! ```
//! Anesthesiology is built in; another folder replaces it whole.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::definitions;
use super::error::{CaseFileError, Result};
use crate::domain::experience::{Definition, Minimum};
use crate::domain::specialty::Specialty;
use crate::domain::text::sanitised;

mod mapping;
mod words;

pub use mapping::{Beside, List, Mapping};

/// The relations for which a specialty may have rows: what can be named, and by what it is measured.
pub const REFERENCE: &[&str] = &[
    "rotation_kinds",
    "subcompetencies",
    "epas",
    "scales",
    "scale_levels",
    "minimums",
    "measure_kinds",
    "overall_choices",
];

static ANESTHESIOLOGY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/specialties/anesthesiology");

/// The texts of a specialty's folder.
#[derive(Clone, Debug)]
pub struct Folder {
    /// As it is named in an error; empty for the one that is built in.
    name: String,
    /// By their paths in the folder, with `/`.
    texts: BTreeMap<String, Cow<'static, str>>,
}

/// What a case file is read with.
#[derive(Clone, Debug, Default)]
pub struct InForce {
    pub specialty: Specialty,
    /// In order of presentation.
    pub definitions: Vec<Definition>,
}

impl Folder {
    /// Returns anesthesiology, which comes with the program.
    pub fn built_in() -> Self {
        let mut texts = BTreeMap::new();
        let mut folders = vec![&ANESTHESIOLOGY];
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            for file in folder.files() {
                let path = file.path().to_string_lossy().replace('\\', "/");
                texts.extend(file.contents_utf8().map(|text| (path, Cow::Borrowed(text))));
            }
        }
        Self { name: String::new(), texts }
    }

    /// Reads a folder.
    ///
    /// # Errors
    /// Fails where it is no folder, or holds a file that would be read in another place.
    pub fn read(folder: &Path) -> Result<Self> {
        let name = sanitised(&folder.display().to_string());
        if !folder.join("specialty.toml").is_file() {
            return Err(CaseFileError::Specialty(format!(
                "{name} is not the folder of a specialty: there is no specialty.toml in it; docs/specialties.md says what \
                 belongs there"
            )));
        }
        let mut read = Self { name, texts: BTreeMap::new() };
        read.take(folder, "")?;
        for part in ["experiences", "reference", "mappings"] {
            let inner = folder.join(part);
            if inner.is_dir() {
                read.take(&inner, &format!("{part}/"))?;
            }
        }
        Ok(read)
    }

    /// Takes the texts of one folder, whose path within the specialty is `above`.
    fn take(&mut self, folder: &Path, above: &str) -> Result<()> {
        let io = |source| CaseFileError::Io { what: "cannot read", path: folder.to_owned(), source };
        for entry in fs::read_dir(folder).map_err(io)? {
            let path = entry.map_err(io)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let is_text =
                name.rsplit_once('.').is_some_and(|(_, kind)| ["toml", "sql", "csv"].contains(&kind));
            if name.starts_with('.') || !is_text || !path.is_file() {
                continue;
            }
            let place = format!("{above}{name}");
            if !is_expected(&place) {
                return Err(self
                    .wrong(&place, "it would not be read here; docs/specialties.md says what stands where"));
            }
            let text = fs::read_to_string(&path).map_err(|source| CaseFileError::Io {
                what: "cannot read",
                path: path.clone(),
                source,
            })?;
            self.texts.insert(place, Cow::Owned(text));
        }
        Ok(())
    }

    /// Returns the specialty's own words.
    ///
    /// # Errors
    /// Fails with file and line where `specialty.toml` does not hold.
    pub fn specialty(&self) -> Result<Specialty> {
        let text = self.texts.get("specialty.toml").map_or("", AsRef::as_ref);
        words::read(text).map_err(|mistake| self.wrong("specialty.toml", &mistake.to_string()))
    }

    /// Returns the definitions in order of presentation.
    ///
    /// Each `.sql` file of `own` adds a definition, or overrides the specialty's own of the same code.
    ///
    /// # Errors
    /// Fails with the file whose header or query does not hold.
    pub fn definitions(&self, own: Option<&Path>) -> Result<Vec<Definition>> {
        let theirs = self.within("experiences/", ".sql").map(|(file, text)| (format!("{file}.sql"), text));
        let definitions = definitions::load(theirs, own)?;
        if definitions.is_empty() {
            return Err(self.wrong("experiences", "it holds no definition, so that nothing could be counted"));
        }
        // A program's own may name a minimum that its case file brings.
        let lacks = |it: &&Definition| definitions::minimum_code(it).is_some() && self.minimum(it).is_none();
        if own.is_none()
            && let Some(stray) = definitions.iter().find(lacks)
        {
            let file = format!("experiences/{}.sql", stray.code);
            return Err(self.wrong(&file, "it names a minimum that reference/minimums.csv lacks"));
        }
        Ok(definitions)
    }

    /// Returns all that a case file is read with.
    ///
    /// # Errors
    /// As [`Self::specialty`] and [`Self::definitions`].
    pub fn in_force(&self, own: Option<&Path>) -> Result<InForce> {
        Ok(InForce { specialty: self.specialty()?, definitions: self.definitions(own)? })
    }

    /// Returns the rows that stand ready, as CSV by their relation, in the order in which they are filled in.
    pub fn reference(&self) -> impl Iterator<Item = (&'static str, &str)> {
        REFERENCE.iter().filter_map(|relation| {
            let text = self.texts.get(&format!("reference/{relation}.csv"))?;
            Some((*relation, text.as_ref()))
        })
    }

    /// Returns the specialty's reference row that a definition names; a case file may hold another.
    pub fn minimum(&self, definition: &Definition) -> Option<Minimum> {
        let rows = self.texts.get("reference/minimums.csv")?;
        definitions::minimum_among(rows, definition)
    }

    /// Returns the exports that the specialty can map, in order of their names.
    ///
    /// # Errors
    /// Fails with file and line where a description does not hold, or lacks its SQL.
    pub fn mappings(&self) -> Result<Vec<Mapping<'_>>> {
        let read = |(name, text): (&str, &str)| {
            let file = format!("mappings/{name}.toml");
            let read = mapping::described(text).map_err(|mistake| self.wrong(&file, &mistake.to_string()))?;
            let files = read.sql.unwrap_or_else(|| vec![format!("{name}.sql")]);
            let text_of = |sql: String| match self.texts.get(&format!("mappings/{sql}")) {
                Some(text) => Ok((sql, text.as_ref())),
                None => Err(self.wrong(&file, &format!("there is no {} beside it", sanitised(&sql)))),
            };
            let sql = files.into_iter().map(text_of).collect::<Result<_>>()?;
            Ok(Mapping { name: name.to_owned(), lists: read.list, beside: read.beside, sql })
        };
        self.within("mappings/", ".toml").map(read).collect()
    }

    /// Returns the texts of one folder and kind, by the stems of their names.
    fn within<'a>(&'a self, above: &'a str, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts.iter().filter_map(move |(path, text)| {
            Some((path.strip_prefix(above)?.strip_suffix(kind)?, text.as_ref()))
        })
    }

    fn wrong(&self, file: &str, what: &str) -> CaseFileError {
        let shown =
            if self.name.is_empty() { file.to_owned() } else { format!("{}/{}", self.name, sanitised(file)) };
        CaseFileError::Specialty(format!("{shown}: {what}"))
    }
}

/// Says why a program that gives `given` as its specialty is not read by the words and definitions of `specialty`:
/// what these count would be zero there, which looks like a number.
pub fn refuse_another(given: &str, specialty: &Specialty) -> Result<(), String> {
    if specialty.is_meant_by(given) {
        return Ok(());
    }
    Err(format!(
        "the program's specialty is {:?}, and the definitions in force are of {}; give its folder with --specialty \
         DIR, or correct specialty in program.csv",
        sanitised(given),
        specialty.name
    ))
}

/// Tells whether a text is looked for under this path.
fn is_expected(path: &str) -> bool {
    let (above, file) = path.split_once('/').unwrap_or(("", path));
    match (above, file.rsplit_once('.')) {
        ("", Some(parts)) => parts == ("specialty", "toml"),
        ("experiences", Some((_, kind))) => kind == "sql",
        ("reference", Some((name, kind))) => kind == "csv" && REFERENCE.contains(&name),
        ("mappings", Some((_, kind))) => ["sql", "toml"].contains(&kind),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
