//! The names that files of a source may have: of relations, of lists of people, and of what stands beside these.

use super::form::{self, Form};
use super::{codes, names};
use crate::casefile::schema;
use crate::casefile::specialty::Mapping;

/// Returns the prefix of a file that is a list, with or without the sign of a copy.
fn prefix_of<'a>(name: &'a str, list: &str) -> Option<&'a str> {
    let without_end = |name: &'a str, end: &str| form::ends_with(name, end).map(|(stem, _)| stem);
    let (mut stem, _) = form::split(name).filter(|(_, form)| *form != Form::Parquet)?;
    while let Some(shorter) = names::without_copy(stem) {
        stem = shorter;
    }
    let list = list.get(..list.len() - ".csv".len())?;
    without_end(stem, list)?.strip_suffix('.')
}

/// Tells whether two names of folders are one, whatever their signs and capitals.
pub(super) fn is_folder(name: &str, folder: &str) -> bool {
    let letters =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    letters(name) == letters(folder)
}

/// Names the files of an export.
pub(super) fn wanted(mapping: &Mapping<'_>) -> String {
    let files: Vec<_> = mapping.lists.iter().map(|list| format!("NAME.{}", list.file)).collect();
    match &files[..] {
        [case, procedures] => format!("pairs of {case} and {procedures}"),
        all => all.join(", "),
    }
}

/// Tells which list of which mapping a file is, and whose.
pub(super) fn list_of<'a>(
    name: &str,
    mappings: &'a [Mapping<'a>],
) -> Option<(&'a Mapping<'a>, usize, String)> {
    let all =
        mappings.iter().flat_map(|mapping| mapping.lists.iter().enumerate().map(move |it| (mapping, it)));
    all.into_iter().find_map(|(mapping, (at, list))| {
        prefix_of(name, &list.file).map(|prefix| (mapping, at, prefix.to_owned()))
    })
}

/// Tells whether a file of this name would be read, or is meant to be.
pub(super) fn is_known(name: &str, mappings: &[Mapping<'_>]) -> bool {
    if form::is_our_own(name) {
        return false;
    }
    let is_relation = name.contains('.') && form::known(name, &all(mappings)).is_some();
    is_relation || list_of(name, mappings).is_some() || list_meant(name, mappings).is_some()
}

/// Returns the list that a table is meant for, though it is not read as one: `ROE, BO.CaseList.xlsx`.
pub(super) fn list_meant<'a>(name: &str, mappings: &'a [Mapping<'a>]) -> Option<&'a str> {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let mut lists = mappings.iter().flat_map(|mapping| &mapping.lists).map(|list| list.file.as_str());
    let said = letters(name);
    lists.find(|list| form::is_table(name) && said.contains(&letters(form::stem(list))))
}

/// Lists the names that files may have, without their endings.
pub(super) fn all<'a>(mappings: &'a [Mapping<'_>]) -> Vec<&'a str> {
    let relations = schema::relations().iter().filter(|relation| !relation.internal).map(|r| r.name);
    let beside = mappings.iter().flat_map(|mapping| &mapping.beside).map(|beside| form::stem(&beside.file));
    relations.chain(beside).chain([form::stem(codes::FILE)]).collect()
}

/// Returns the relation with this name that a source may bring.
pub(super) fn relation_of(stem: &str) -> Option<&'static str> {
    schema::relation(stem).filter(|relation| !relation.internal).map(|relation| relation.name)
}
