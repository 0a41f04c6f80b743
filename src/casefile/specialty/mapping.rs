//! What lists an export has, by the names of their files, and which SQL makes canonical relations of them.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::casefile::schema;
use crate::domain::text::sanitised;
use crate::domain::toml_text::{self, Mistake};

/// An export that a specialty can map.
#[derive(Clone, Debug)]
pub struct Mapping<'a> {
    /// The name of its files, without their endings.
    pub name: String,
    /// One list or more for each resident.
    pub lists: Vec<List>,
    /// Files that may stand beside the lists, one for all residents.
    pub beside: Vec<Beside>,
    /// Texts with the names of their files, to be run in this order: they make views or tables
    /// `mapped.<relation>` of the lists, which stand in `raw.<table>`.
    pub sql: Vec<(String, &'a str)>,
}

/// One kind of file of an export.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The end of the file's name after a prefix and a point, whatever the capitals.
    pub file: String,
    /// The table in `raw` that holds the rows of all such files, with `prefix` as exported, the `resident_id` whom it
    /// stands for, `source_file` and `source_row`.
    pub table: String,
    /// The canonical relation that its rows make, under which those are counted that could not be read.
    pub relation: String,
    /// Columns that a file must have.
    pub required: Vec<String>,
    #[serde(default)]
    pub optional: Vec<String>,
    /// What follows where other lists of the same prefix are there and this one is not, and what to do.
    pub without: String,
    /// A folder in which such files may lie beside the other lists', whatever its capitals and signs.
    pub folder: Option<String>,
}

/// A file that a program may write itself and put beside the lists; its table is empty where there is none.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// The whole name of the file, whatever the capitals.
    pub file: String,
    /// The table in `raw` that holds its rows.
    pub table: String,
    /// Columns that the file must have.
    pub required: Vec<String>,
    #[serde(default)]
    pub optional: Vec<String>,
}

/// What the description of an export says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Described {
    pub list: Vec<List>,
    #[serde(default)]
    pub beside: Vec<Beside>,
    /// The files of SQL in the order in which they run; `None`: the one of the same name.
    pub sql: Option<Vec<String>>,
}

/// Tells whether `text` can name a table.
fn is_word(text: &str) -> bool {
    let mut letters = text.bytes();
    letters.next().is_some_and(|b| b.is_ascii_lowercase())
        && letters.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Reads the description of an export.
pub(super) fn described(text: &str) -> Result<Described, Mistake> {
    let read = toml_text::read::<Described>(text)?;
    for (at, beside) in read.value.beside.iter().enumerate() {
        let wrong =
            |key: &str, what: &str| Err(read.mistake(&format!("beside[{at}].{key}"), what.to_owned()));
        let taken = read.value.list.iter().any(|list| list.table == beside.table);
        if !is_word(&beside.table) || schema::relation(&beside.table).is_some() || taken {
            return wrong("table", "lower-case letters were expected, and no name of a relation or a list");
        }
        let stem = beside.file.to_ascii_lowercase();
        let stem = stem.strip_suffix(".csv").unwrap_or_default();
        if stem.is_empty() || schema::relation(stem).is_some() || stem.contains(['/', '\\']) {
            return wrong("file", "the name of a file in .csv was expected that is no relation's");
        }
    }
    let lists = &read.value.list;
    for (at, list) in lists.iter().enumerate() {
        let wrong = |key: &str, what: String| Err(read.mistake(&format!("list[{at}].{key}"), what));
        let shown = sanitised;
        if !is_word(&list.table) || schema::relation(&list.table).is_some() {
            let what = "lower-case letters, digits and `_`, and no name of a relation, were expected";
            return wrong("table", format!("{:?}: {what}", shown(&list.table)));
        }
        if schema::relation(&list.relation).is_none_or(|relation| relation.internal) {
            return wrong(
                "relation",
                format!("{:?} is no relation of queries/schema.sql", shown(&list.relation)),
            );
        }
        if !list.file.to_ascii_lowercase().ends_with(".csv") || list.file.contains(['/', '\\']) {
            return wrong("file", format!("{:?}: the end of a name in .csv was expected", shown(&list.file)));
        }
        let earlier = &lists[..at];
        if earlier
            .iter()
            .any(|other| other.table == list.table || other.file.eq_ignore_ascii_case(&list.file))
        {
            return wrong("file", "an earlier list has the same files or the same table".to_owned());
        }
        let mut columns =
            BTreeSet::from(["prefix", "resident_id", "source_file", "source_row"].map(str::to_owned));
        for column in list.required.iter().chain(&list.optional) {
            if column.contains('"') || !columns.insert(column.to_ascii_lowercase()) {
                return wrong(
                    "required",
                    format!("the column {:?} is there twice, or holds a quote", shown(column)),
                );
            }
        }
    }
    if lists.is_empty() {
        return Err(read.mistake("list", "no list is described".to_owned()));
    }
    Ok(read.value)
}
