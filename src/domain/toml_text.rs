//! Reads a TOML text that people edit: a value, and on which line each of its keys stands.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::text::sanitised;

/// What does not fit in a text, and where.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("line {line}: {}{what}", named(.key))]
pub struct Mistake {
    pub line: usize,
    /// As it is reached from the top, `theme.colors`; empty where the sentence names it, or the text is not TOML.
    pub key: String,
    pub what: String,
}

fn named(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!("{key}: ") }
}

/// A value that was read, and where its parts stand.
#[derive(Clone, Debug, Default)]
pub struct Read<T> {
    pub value: T,
    lines: BTreeMap<String, usize>,
}

impl<T> Read<T> {
    /// Returns the line on which a key stands, or an element of a list: `keys.triage.sort`, `keys.triage.sort[0]`.
    pub fn line(&self, key: &str) -> Option<usize> {
        self.lines.get(key).copied()
    }

    /// Says that what stands under a key does not hold.
    pub fn mistake(&self, key: &str, what: String) -> Mistake {
        Mistake { line: self.line(key).unwrap_or(1), key: key.to_owned(), what }
    }
}

/// Reads a text as TOML.
pub fn parsed(text: &str) -> Result<Spanned<DeTable<'_>>, Mistake> {
    DeTable::parse(text).map_err(|error| {
        let what = format!("this is not TOML ({})", one_line(error.message()));
        mistake(text, error.span().unwrap_or_default(), what)
    })
}

/// Says what does not fit at a place that a sentence of its own names.
pub fn mistake(text: &str, at: Range<usize>, what: String) -> Mistake {
    Mistake { line: line_of(text, at.start), key: String::new(), what }
}

/// Reads a value; whatever does not fit ends in one sentence with its line and key.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<Read<T>, Mistake> {
    let table = parsed(text)?;
    let mut places = Vec::new();
    walk(table.get_ref(), "", &mut places);
    let value = toml::from_str(text).map_err(|error| {
        let at = error.span().unwrap_or_default();
        // What the whole text lacks is lacking in none of its parts.
        let within = |(_, place): &&(String, Range<usize>)| {
            !at.is_empty() && place.start <= at.start && at.end <= place.end
        };
        // The last one that holds it is the innermost.
        let key = places.iter().rfind(within).map(|(key, _)| key.clone()).unwrap_or_default();
        Mistake { line: line_of(text, at.start), key, what: one_line(error.message()) }
    })?;
    let lines = places.into_iter().map(|(key, place)| (key, line_of(text, place.start))).collect();
    Ok(Read { value, lines })
}

/// Returns the line on which a byte of `text` stands, from 1.
fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

fn one_line(text: &str) -> String {
    sanitised(text).replace('\n', " ")
}

/// Lists every key below a table with where it and its value stand, each before what it holds.
fn walk(table: &DeTable<'_>, above: &str, places: &mut Vec<(String, Range<usize>)>) {
    for (key, value) in table {
        let dot = if above.is_empty() { "" } else { "." };
        let path = format!("{above}{dot}{}", one_line(key.get_ref()));
        let (start, end) = (key.span().start, value.span().end.max(key.span().end));
        places.push((path.clone(), start..end));
        into(value.get_ref(), &path, places);
    }
}

fn into(value: &DeValue<'_>, path: &str, places: &mut Vec<(String, Range<usize>)>) {
    match value {
        DeValue::Table(table) => walk(table, path, places),
        DeValue::Array(all) => {
            for (i, value) in all.iter().enumerate() {
                let path = format!("{path}[{i}]");
                places.push((path.clone(), value.span()));
                into(value.get_ref(), &path, places);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Whole {
        name: String,
        part: Part,
        keys: BTreeMap<String, Vec<String>>,
    }

    #[derive(Debug, Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Part {
        count: u8,
    }

    #[test]
    fn a_value_is_read_with_the_lines_of_its_keys() {
        let text = "name = \"x\"\n\n[part]\ncount = 3\n\n[keys]\nsort = [\n  \"f\",\n  \"g\",\n]\n";
        let read = read::<Whole>(text).unwrap();
        assert_eq!((read.value.name.as_str(), read.value.part.count, read.value.keys.len()), ("x", 3, 1));
        for (key, line) in [("name", 1), ("part.count", 4), ("keys.sort", 7), ("keys.sort[1]", 9)] {
            assert_eq!(read.line(key), Some(line), "{key}");
        }
        assert_eq!(read.line("part.other"), None);
    }

    #[test]
    fn what_does_not_fit_is_named_with_line_and_key() {
        for (text, said) in [
            ("name = \"x\"\nname = 1", "line 2: this is not TOML (duplicate key)"),
            ("\n[part]\ncount = 300", "line 3: part.count: invalid value: integer `300`, expected u8"),
            ("\n[part]\ncuont = 3", "line 3: part.cuont: unknown field `cuont`, expected `count`"),
            (
                "keys.sort = [\"f\",\n 1]",
                "line 2: keys.sort[1]: invalid type: integer `1`, expected a string",
            ),
            ("part = 1", "line 1: part: invalid type: integer `1`, expected struct Part"),
        ] {
            assert_eq!(read::<Whole>(text).unwrap_err().to_string(), said);
        }
    }
}
