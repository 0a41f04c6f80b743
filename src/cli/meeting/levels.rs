//! Milestone levels in a CSV file: one row for each subcompetency that is recorded.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, bail};

use crate::cli::signing::shown;
use crate::committee::levels::Mark;
use crate::committee::sheet::Sheet as _;
use crate::committee::sheet::overall::{OverallSheet, read_level};
use crate::domain::id::SubcompetencyId;
use crate::domain::text::sanitised;
use crate::domain::words::counted;

/// The columns that a file may have; the first two it must.
const COLUMNS: [&str; 3] = ["code", "level", "comment"];

/// One row of the file as it was written.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Row {
    /// The line of the file, counted from 1.
    line: u64,
    code: String,
    level: String,
    comment: String,
}

/// Reads the rows of a file; what no reader of CSV takes is named with its line.
pub fn read(path: &Path) -> Result<Vec<Row>> {
    let text = fs::read_to_string(path).wrap_err_with(|| format!("{} could not be read", shown(path)))?;
    rows(&text).wrap_err_with(|| format!("nothing was recorded: {} does not read", shown(path)))
}

fn rows(text: &str) -> Result<Vec<Row>> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    // Spreadsheets where a comma is the decimal sign part columns otherwise.
    let parted =
        [b',', b';', b'\t'].into_iter().max_by_key(|sign| first.bytes().filter(|b| b == sign).count());
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(parted.unwrap_or(b',')).trim(csv::Trim::All).flexible(false);
    let mut reader = reader.from_reader(text.as_bytes());
    let names: Vec<_> = reader.headers()?.iter().map(str::to_lowercase).collect();
    let place = |name: &str| names.iter().position(|known| known == name);
    let (Some(code), Some(level)) = (place(COLUMNS[0]), place(COLUMNS[1])) else {
        bail!("its first line must name the columns code and level, and may name comment");
    };
    if let Some(strange) = names.iter().find(|name| !COLUMNS.contains(&name.as_str())) {
        bail!("the column {:?} is unknown; the columns are {}", sanitised(strange), COLUMNS.join(", "));
    }
    let comment = place(COLUMNS[2]);
    let row = |record: csv::Result<csv::StringRecord>| {
        let record = record?;
        let cell = |at: usize| sanitised(record.get(at).unwrap_or_default());
        Ok(Row {
            line: line_at(text, record.position().map_or(0, csv::Position::byte)),
            code: cell(code),
            level: cell(level),
            comment: comment.map(cell).unwrap_or_default(),
        })
    };
    reader.records().map(row).collect()
}

/// Returns the line of a record that begins at a byte, or behind the line end there.
fn line_at(text: &str, byte: u64) -> u64 {
    let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let (before, behind) = text.split_at_checked(byte).unwrap_or((text, ""));
    let ends = behind.chars().take_while(|end| ['\r', '\n'].contains(end));
    1 + before.chars().chain(ends).filter(|end| *end == '\n').count() as u64
}

/// Chooses on the sheet what the rows say, by the rules of the review: a level, `na` for not assessable, `last` for last
/// time's level taken over; a row without a level stays open. All that cannot be taken is named by its row at once.
pub fn take(rows: &[Row], sheet: &mut OverallSheet) -> Result<()> {
    let mut wrong = Vec::new();
    let mut marks: BTreeMap<SubcompetencyId, (u64, Mark)> = BTreeMap::new();
    for row in rows {
        match mark(row, sheet) {
            Err(why) => wrong.push(format!("row {}: {why}", row.line)),
            Ok(None) => {}
            Ok(Some((id, mark))) => {
                if let Some((before, _)) = marks.insert(id, (row.line, mark)) {
                    wrong.push(format!("row {}: {} stands in row {before} already", row.line, row.code));
                }
            }
        }
    }
    if !wrong.is_empty() {
        bail!(
            "nothing was recorded: {} cannot be taken\n{}",
            counted(wrong.len() as u64, "row"),
            wrong.join("\n")
        );
    }
    for (id, (_, mark)) in marks {
        sheet.mark(&id, mark);
    }
    let comments = rows.iter().filter(|row| !row.comment.is_empty());
    let comments = comments.map(|row| format!("{}: {}", row.code, row.comment));
    let said: Vec<_> = std::iter::once(sheet.saved.rationale.clone()).chain(comments).collect();
    sheet.saved.rationale = said.join(" ");
    Ok(())
}

/// Returns what a row chooses; nothing where it gives no level.
fn mark(row: &Row, sheet: &OverallSheet) -> Result<Option<(SubcompetencyId, Mark)>, String> {
    let found = sheet.table.rows.iter().find(|known| known.known.id.as_str().eq_ignore_ascii_case(&row.code));
    let found = found.ok_or_else(|| format!("{:?} is no subcompetency of this case file", row.code))?;
    let id = found.known.id.clone();
    match row.level.to_lowercase().as_str() {
        "" if row.comment.is_empty() => Ok(None),
        "" => Err(format!("{id} has a comment and no level")),
        "last" => found.carried().map(|mark| Some((id, mark))).map_err(|why| why.to_string()),
        level => {
            let level = read_level(&level.replace(',', ".").replace("n/a", "na"));
            let level = level.map_err(|why| format!("{id}: {why}, or last"))?;
            Ok(Some((id, Mark::chosen(level))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(u64, String, String, String)>, String> {
        let rows = rows(text).map_err(|why| format!("{why:#}"))?;
        Ok(rows.into_iter().map(|row| (row.line, row.code, row.level, row.comment)).collect())
    }

    fn row(line: u64, code: &str, level: &str, comment: &str) -> (u64, String, String, String) {
        (line, code.to_owned(), level.to_owned(), comment.to_owned())
    }

    #[test]
    fn rows_are_read_whatever_parts_them_and_a_strange_column_is_named() {
        let expected = vec![row(2, "PC1", "3.5", ""), row(3, "PC6", "na", "")];
        assert_eq!(read("code,level\nPC1,3.5\nPC6,na\n"), Ok(expected.clone()));
        assert_eq!(read("\u{feff}Level,CODE\r\n3.5, PC1\r\nna,PC6\r\n"), Ok(expected));
        assert_eq!(
            read("code;level;comment\nPC1;3,5;\"seen; twice\"\n"),
            Ok(vec![row(2, "PC1", "3,5", "seen; twice")])
        );
        for (text, said) in [
            ("", "must name the columns"),
            ("PC1,3.5\n", "must name the columns"),
            ("code,level,who\nPC1,3,x\n", "\"who\" is unknown"),
            ("code,level\nPC1\n", "found record with 1 fields"),
        ] {
            let why = read(text).unwrap_err();
            assert!(why.contains(said), "{text:?}: {why}");
        }
    }
}
