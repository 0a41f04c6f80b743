//! Definitions of experiences: those of a specialty, and those of a program's own folder over them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use sha2::{Digest as _, Sha256};
use unicode_width::UnicodeWidthStr as _;

use self::header::Header;
use super::error::{CaseFileError, Result};
use crate::domain::coverage::{Item, Needs};
use crate::domain::experience::{Definition, Group};
use crate::domain::id::Code;
use crate::domain::text::sanitised;

mod header;
mod minimums;
mod statement;

pub use minimums::{minimum_among, minimum_code};
pub(super) use statement::asked;

/// The widest title that fits the panels, in columns.
const TITLE_WIDTH: usize = 28;

/// Reads the definitions in force from name and text of their files, in order of presentation.
///
/// Each `.sql` file of `own` adds a definition, or overrides the one of the same code.
pub fn load<'t>(
    files: impl Iterator<Item = (String, &'t str)>,
    own: Option<&Path>,
) -> Result<Vec<Definition>> {
    let mut read = BTreeMap::new();
    let own = own.map(own_files).transpose()?.unwrap_or_default();
    let files = files.map(|(file, text)| (file, Cow::Borrowed(text)));
    for (file, text) in files.chain(own.into_iter().map(|(file, text)| (file, Cow::Owned(text)))) {
        let (order, definition) = parse(&file, &text)?;
        read.insert(definition.code.clone(), (order, definition));
    }
    let mut read: Vec<(u16, Definition)> = read.into_values().collect();
    read.sort_by_key(|(order, definition)| (definition.group, *order));
    Ok(read.into_iter().map(|(_, definition)| definition).collect())
}

/// Returns name and text of the SQL files of a folder, in order of their names.
fn own_files(folder: &Path) -> Result<Vec<(String, String)>> {
    let failed = |what, path: &Path| {
        let path = path.to_path_buf();
        move |source: io::Error| CaseFileError::Io { what, path, source }
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed("cannot list the definitions in", folder))? {
        let path = entry.map_err(failed("cannot list the definitions in", folder))?.path();
        if path.extension().is_some_and(|extension| extension == "sql") {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: &Path| {
        let text = fs::read_to_string(path).map_err(failed("cannot read the definition", path))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok((sanitised(&name), text))
    };
    paths.iter().map(|path| read(path)).collect()
}

/// Reads one definition and its place among those of its group; `file` names it in an error.
fn parse(file: &str, text: &str) -> Result<(u16, Definition)> {
    checked(file, text).map_err(|what| CaseFileError::Definition { file: file.to_owned(), what })
}

fn checked(file: &str, text: &str) -> Result<(u16, Definition), String> {
    let header = Header::read(text)?;
    let field = |name: &str| sanitised(header.get(name));
    let order = header
        .get("order")
        .parse()
        .map_err(|_error| format!("the order {:?} is not a number from 0 to 65535", header.get("order")))?;
    let group: Group = header.get("group").parse().map_err(|_error| {
        format!("the group {:?} is none of category, procedure, severity, rare", header.get("group"))
    })?;
    let status = header.get("status").parse().map_err(|_error| {
        format!("the status {:?} is none of standard, local, proposed, example", header.get("status"))
    })?;
    statement::single_query(text)?;
    let definition = Definition {
        code: code(file, header.get("code"))?,
        title: title(field("title"))?,
        group,
        summary: field("summary"),
        includes: field("includes"),
        excludes: field("excludes"),
        limits: field("limits"),
        unit: field("unit"),
        status,
        source: field("source"),
        rotations: rotations(header.get("rotations"))?,
        needs: needs(header.get("needs"), text)?,
        sql: text.to_owned(),
        hash: hash(text),
    };
    minimum(header.get("minimum"))?;
    Ok((order, definition))
}

/// Accepts a code that is also a file name and an address on every system.
fn code(file: &str, given: &str) -> Result<Code, String> {
    let fits = given.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !fits || given == "index" {
        return Err(format!("the code {given:?} may have only lower-case letters, digits and `_`"));
    }
    if file.strip_suffix(".sql") != Some(given) {
        return Err(format!("the code is {given}, so that the file must be called {given}.sql"));
    }
    given.parse().map_err(|error| format!("the code: {error}"))
}

fn title(given: String) -> Result<String, String> {
    match given.width() {
        wide if wide > TITLE_WIDTH => {
            Err(format!("the title {given:?} takes {wide} columns; {TITLE_WIDTH} fit"))
        }
        _ => Ok(given),
    }
}

fn rotations(given: &str) -> Result<Vec<String>, String> {
    if given == "all" {
        return Ok(Vec::new());
    }
    let read = |rotation: &str| {
        let code: Result<Code, _> = rotation.trim().parse();
        code.map(|code| code.to_string()).map_err(|error| format!("the rotations: {error}"))
    };
    given.split(',').map(read).collect()
}

/// Reads what the definition cannot do without, which has to be what its SQL reads.
///
/// Where nothing is said, one of the facts and kinds that the SQL reads is enough, and every column is needed.
fn needs(given: &str, sql: &str) -> Result<Needs, String> {
    let read = statement::reads(sql);
    if given.is_empty() {
        return Ok(Needs::of(read));
    }
    let needs: Needs = given.parse().map_err(|error| format!("the needs: {error}"))?;
    let named: BTreeSet<_> = needs.items().cloned().collect();
    // A fact hangs on its case, whether or not that is said.
    let apart = |one: &BTreeSet<Item>, other: &BTreeSet<Item>| {
        one.difference(other).find(|item| **item != Item::Case).map(ToString::to_string)
    };
    match (apart(&read, &named), apart(&named, &read)) {
        (Some(item), _) => Err(format!("the SQL reads {item}, which the needs do not name")),
        (None, Some(item)) => Err(format!("the needs name {item}, which the SQL does not read")),
        (None, None) => Ok(needs),
    }
}

fn minimum(given: &str) -> Result<(), String> {
    given.parse::<Code>().map(drop).map_err(|_error| {
        format!("the minimum {given:?} is neither `none` nor the code of a row of minimums.csv")
    })
}

fn hash(text: &str) -> String {
    base16ct::lower::encode_string(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casefile::specialty::Folder;

    const SPINAL: &str = include_str!("../../specialties/anesthesiology/experiences/spinal.sql");

    fn said(text: &str) -> String {
        parse("spinal.sql", text).unwrap_err().to_string()
    }

    #[test]
    fn the_built_in_definitions_stand_in_order_of_their_groups() {
        let definitions = Folder::built_in().definitions(None).unwrap();
        assert!(definitions.len() >= 45);
        assert!(definitions.is_sorted_by_key(|d| d.group));
        assert_eq!(definitions[0].code.as_str(), "all_cases");
    }

    #[test]
    fn the_version_is_the_hash_that_sha256sum_prints_and_changes_with_one_letter() {
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let (_, before) = parse("spinal.sql", SPINAL).unwrap();
        let (_, after) = parse("spinal.sql", &SPINAL.replace("A patient", "a patient")).unwrap();
        assert_ne!(before.hash, after.hash);
    }

    #[test]
    fn a_malformed_header_is_one_sentence_with_the_file() {
        for (was, is, why) in [
            ("group:     category", "group: other", "the group \"other\" is none of"),
            ("order:     81", "order: first", "the order \"first\" is not a number"),
            ("status:    standard", "status: mine", "the status \"mine\" is none of"),
            ("title:     Spinal", "title: Spinal anesthesia of any kind at all", "28 fit"),
            ("code:      spinal", "code: epidural", "must be called epidural.sql"),
            ("code:      spinal", "code: ../spinal", "only lower-case letters"),
            ("rotations: obstetric,regional", "rotations: obstetric,,regional", "the rotations:"),
            ("minimum:   spinal", "minimum: 40 spinals", "neither `none` nor"),
            ("-- unit:      patient\n", "", "the header lacks `-- unit: …`"),
            ("fact technique |", "", "the SQL reads fact technique, which the needs do not name"),
            (
                "fact technique |",
                "fact technique | fact burn |",
                "the needs name fact burn, which the SQL does not read",
            ),
            ("fact technique |", "technique |", "the needs: \"technique\" is none of"),
        ] {
            assert!(SPINAL.contains(was), "{was}");
            let said = said(&SPINAL.replace(was, is));
            assert!(said.starts_with("definition spinal.sql: "), "{said}");
            assert!(said.contains(why) && !said.contains('\n'), "{said}");
        }
    }

    #[test]
    fn a_second_statement_is_refused() {
        assert!(said(&format!("{SPINAL}; drop table cases")).contains("a `;`"));
    }

    #[test]
    fn a_minimum_is_named_or_there_is_none() {
        let (_, spinal) = parse("spinal.sql", SPINAL).unwrap();
        assert_eq!(minimum_code(&spinal).unwrap().as_str(), "spinal");
        let (_, without) =
            parse("spinal.sql", &SPINAL.replace("minimum:   spinal", "minimum: none")).unwrap();
        assert_eq!(minimum_code(&without), None);
    }
}
