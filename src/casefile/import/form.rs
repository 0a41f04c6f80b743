//! Tells by the name of a file how its rows are written, and of which known file it is the kin.

use std::path::PathBuf;

/// How the rows of a file are written. Whether a text is packed with gzip is seen when it is opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// Fields between commas, or what the header shows in their place.
    Text,
    /// Fields between tabs, where the header has one.
    Tabs,
    Parquet,
    /// A sheet of a workbook.
    Workbook,
}

/// A file of the source with its name as it is shown.
#[derive(Clone, Debug)]
pub(super) struct SourceFile {
    pub path: PathBuf,
    pub name: String,
    pub form: Form,
    /// Of a workbook: the sheet that is meant.
    pub sheet: Option<String>,
}

impl SourceFile {
    /// Describes a file that is written as its name says.
    pub fn new(path: PathBuf, name: String) -> Self {
        let form = split(&name).map_or(Form::Text, |(_, form)| form);
        Self { path, name, form, sheet: None }
    }
}

const ENDINGS: &[(&str, Form)] = &[
    (".csv", Form::Text),
    (".txt", Form::Text),
    (".tsv", Form::Tabs),
    (".tab", Form::Tabs),
    (".parquet", Form::Parquet),
    (".pq", Form::Parquet),
    (".xlsx", Form::Workbook),
    (".xlsm", Form::Workbook),
];

/// Endings of other tables, which nobody reads here.
const TABLES: &[&str] = &[
    "arrow", "avro", "dta", "feather", "json", "jsonl", "mdb", "ndjson", "ods", "orc", "rds", "sas7bdat",
    "sav", "xls", "xlsb", "xpt",
];

/// Splits a name into what it is called and how its rows are written.
pub(super) fn split(name: &str) -> Option<(&str, Form)> {
    let unpacked = ends_with(name, ".gz").map(|(stem, _)| stem);
    ENDINGS.iter().find_map(|(end, form)| {
        let is_text = matches!(form, Form::Text | Form::Tabs);
        let whole = if is_text { unpacked.unwrap_or(name) } else { name };
        Some((ends_with(whole, end)?.0, *form))
    })
}

/// Splits `name` before `end`, whatever the capitals.
pub(super) fn ends_with<'a>(name: &'a str, end: &str) -> Option<(&'a str, &'a str)> {
    let at = name.len().checked_sub(end.len())?;
    let (stem, found) = name.split_at_checked(at)?;
    found.eq_ignore_ascii_case(end).then_some((stem, found))
}

/// Tells whether a file looks like a table, whether or not it can be read.
pub(super) fn is_table(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    split(name).is_some() || ending.is_some_and(|ending| TABLES.contains(&&*ending))
}

/// Tells whether this program wrote a file itself, so that it is nobody's export.
pub(super) fn is_our_own(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let rest = lower.split_once('.').map_or("", |(_, rest)| rest);
    rest.split('.').any(|part| matches!(part, "duckdb" | "ledger"))
}

/// Returns the stem of a name: what stands before the first point.
pub(super) fn stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// Returns the known name that a file has but for its ending: `procedures.xlsx`, `procedures.csv.zip`.
pub(super) fn known<'a>(name: &str, all: &[&'a str]) -> Option<&'a str> {
    all.iter().copied().find(|known| stem(name).trim().eq_ignore_ascii_case(known))
}

/// Returns the known name that a table nearly has: `procedure.csv`, `Case Staff.csv`, `procedures (1).csv`.
pub(super) fn near<'a>(name: &str, all: &[&'a str]) -> Option<&'a str> {
    if !is_table(name) {
        return None;
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let said = letters(stem(name));
    let is_near = |known: &str| {
        let allowed = if known.len() < 9 { 1 } else { 2 };
        strsim::levenshtein(&said, &letters(known)) <= allowed
    };
    all.iter()
        .copied()
        .find(|known| is_near(known))
        .or_else(|| all.iter().copied().find(|known| names(name, known)))
}

/// Tells whether the words of a known name stand in a row among those of a file's name: `export_case_staff_2.csv`.
fn names(name: &str, known: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (said, known) = (words(name), words(known));
    said.windows(known.len()).any(|some| some == known)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] =
        &["cases", "case_staff", "case_facts", "procedures", "program", "scales", "scale_levels"];

    #[test]
    fn a_name_says_how_the_rows_are_written() {
        for (name, expected) in [
            ("cases.csv", Some(("cases", Form::Text))),
            ("Cases.CSV.GZ", Some(("Cases", Form::Text))),
            ("cases.tsv", Some(("cases", Form::Tabs))),
            ("cases.pq", Some(("cases", Form::Parquet))),
            ("cases.parquet.gz", None),
            ("cases.json", None),
            ("é.csv", Some(("é", Form::Text))),
            ("é", None),
        ] {
            assert_eq!(split(name), expected, "{name}");
        }
    }

    #[test]
    fn a_known_name_is_known_whatever_its_ending() {
        for name in
            ["procedures.xlsx", "Procedures.csv.zip", "procedures", "procedures.json", "procedures.csv.bak"]
        {
            assert_eq!(known(name, KNOWN), Some("procedures"), "{name}");
        }
        assert_eq!(known("procedure.csv", KNOWN), None);
    }

    #[test]
    fn a_name_that_is_nearly_known_is_told() {
        for (name, expected) in [
            ("procedure.csv", Some("procedures")),
            ("Case Staff.xlsx", Some("case_staff")),
            ("procedures (1).csv", Some("procedures")),
            ("dbo.procedures.csv", Some("procedures")),
            ("export_case_staff_2.csv", Some("case_staff")),
            ("surgeons.csv", None),
            ("rates.csv", None),
            ("procedure.docx", None),
        ] {
            assert_eq!(near(name, KNOWN), expected, "{name}");
        }
    }

    #[test]
    fn what_this_program_writes_is_no_export() {
        for name in ["program.duckdb", "cases.duckdb.wal", "program.ledger.jsonl", "program.ledger.torn-1"] {
            assert!(is_our_own(name), "{name}");
        }
        assert!(!is_our_own("program.csv") && !is_our_own("ledger.csv"));
    }
}
