//! Reads a sheet of a workbook row by row, each cell as the text that a CSV of it would hold.
//!
//! Days and times are written in full, numbers without a `.0` that nobody wrote. A formula without a value to show is
//! nothing, and named.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;

use calamine::{DataRef, Dimensions, ExcelDateTime, XlsxCellReader};
use chrono::{Days, NaiveDate, NaiveTime};

use super::form::SourceFile;
use super::notes::Note;
use super::records::Record;
use super::rows::Rows;
use super::workbook::{self, Book};
use crate::casefile::error::{CaseFileError, Result};
use crate::domain::text::sanitised;

/// The columns that a sheet can have.
const COLUMNS: usize = 16_384;
/// A whole number from here on has more digits than a spreadsheet keeps.
const EXACT: f64 = 1e15;
const DAY: i64 = 86_400_000;

/// A cell that holds something, with its place.
struct Cell {
    row: u32,
    column: usize,
    text: String,
}

/// The rows of a sheet.
pub(super) struct Sheet<'a> {
    file: &'a SourceFile,
    cells: XlsxCellReader<'a, BufReader<File>>,
    is_1904: bool,
    /// The first cell of the next row, which was read to see that the row before has ended.
    next: Option<Cell>,
    has_ended: bool,
    /// The names in row 1.
    header: Vec<String>,
    /// What stood in cells that came to nothing, by column: the first row, and in how many.
    nothing: BTreeMap<(usize, String), (u64, u64)>,
}

impl<'a> Sheet<'a> {
    /// Opens the sheet that `file` names in `book`.
    pub fn of(book: &'a mut Book, file: &'a SourceFile) -> Result<Self> {
        let name = sanitised(&file.name);
        let broken = |e| CaseFileError::Import(workbook::broken(&name, &e));
        let sheet = file.sheet.as_deref().unwrap_or_default();
        let merged = book.merge_cells_by_sheet_name(sheet).map_err(broken)?;
        if let Some(merged) = merged.iter().find(|merged| merged.start != merged.end) {
            return Err(CaseFileError::Import(refused_as_merged(&name, merged)));
        }
        let is_1904 = book.has_1904_epoch();
        let cells = book.worksheet_cells_reader(sheet).map_err(broken)?;
        Ok(Self {
            file,
            cells,
            is_1904,
            next: None,
            has_ended: false,
            header: Vec::new(),
            nothing: BTreeMap::new(),
        })
    }

    /// Reads the next cell that holds something.
    fn next_cell(&mut self) -> Result<Option<Cell>> {
        let refused = |why: String| CaseFileError::Import(why);
        while !self.has_ended {
            let cell = self.cells.next_cell_with_formula_metadata();
            let cell = cell.map_err(|e| refused(workbook::broken(&sanitised(&self.file.name), &e)))?;
            let Some(cell) = cell else {
                self.has_ended = true;
                break;
            };
            let (row, column) = (cell.pos.0, cell.pos.1 as usize);
            if column >= COLUMNS {
                let name = sanitised(&self.file.name);
                return Err(refused(format!(
                    "{name}, row {}: it has more columns than a sheet can have; save it again as .xlsx",
                    u64::from(row) + 1
                )));
            }
            let is_unworked = cell.formula.is_some() && cell.value == DataRef::Empty;
            let text = match as_text(cell.value, self.is_1904) {
                Ok(text) if !text.is_empty() => text,
                Ok(_) if is_unworked => {
                    self.came_to_nothing(row, column, "a formula that was never worked out".to_owned());
                    continue;
                }
                Ok(_) => continue,
                Err(what) => {
                    self.came_to_nothing(row, column, what);
                    continue;
                }
            };
            return Ok(Some(Cell { row, column, text }));
        }
        Ok(None)
    }

    fn came_to_nothing(&mut self, row: u32, column: usize, what: String) {
        let row = u64::from(row) + 1;
        self.nothing.entry((column, what)).or_insert((row, 0)).1 += 1;
    }

    /// Reads the cells of the next row into `fields`, one for each name and one more where there is more.
    fn fields(&mut self, fields: &mut Vec<String>) -> Result<Option<u32>> {
        let first = match self.next.take() {
            Some(cell) => Some(cell),
            None => self.next_cell()?,
        };
        let Some(mut cell) = first else { return Ok(None) };
        let row = cell.row;
        fields.clear();
        fields.resize(self.header.len(), String::new());
        loop {
            // What stands beyond the names is of no column: one field more says so, however far off it stands.
            let at = if self.header.is_empty() { cell.column } else { cell.column.min(self.header.len()) };
            if fields.len() <= at {
                fields.resize(at + 1, String::new());
            }
            fields[at] = cell.text;
            match self.next_cell()? {
                Some(next) if next.row == row => cell = next,
                Some(next) if next.row < row => {
                    let name = sanitised(&self.file.name);
                    return Err(CaseFileError::Import(format!(
                        "{name}: row {} stands below row {}; save it again as .xlsx",
                        u64::from(next.row) + 1,
                        u64::from(row) + 1
                    )));
                }
                after => {
                    self.next = after;
                    return Ok(Some(row));
                }
            }
        }
    }
}

impl Rows for Sheet<'_> {
    fn read(&mut self, record: &mut Record) -> Result<bool> {
        let mut fields = Vec::new();
        let Some(row) = self.fields(&mut fields)? else { return Ok(false) };
        let name = sanitised(&self.file.name);
        if self.header.is_empty() {
            if row > 0 {
                return Err(CaseFileError::Import(format!(
                    "{name}, row 1: nothing stands there; write the names of the columns in row 1"
                )));
            }
            self.header.clone_from(&fields);
        }
        if fields.iter().any(|field| field.contains('\0')) {
            return Err(CaseFileError::Import(format!(
                "{name}, row {}: a cell holds a NUL byte; empty it",
                u64::from(row) + 1
            )));
        }
        record.fill(u64::from(row) + 1, &fields);
        Ok(true)
    }

    fn separator(&self) -> u8 {
        b','
    }

    fn notes(&self, relation: &str) -> Vec<Note> {
        let note = |((column, what), (row, n)): (&(usize, String), &(u64, u64))| {
            let name = self.header.get(*column).filter(|name| !name.is_empty());
            let column = name.map_or_else(|| format!("column {}", letters(*column)), |name| sanitised(name));
            let what = sanitised(what);
            let others = if *n > 1 { format!(", and so do {n} cells of it in all") } else { String::new() };
            let mut note = Note::about(
                &self.file.name,
                relation,
                "missing value",
                format!(
                    "{column} holds {what}{others}; it is taken as nothing; write the value itself, or leave it empty"
                ),
            );
            note.row = Some(*row);
            note.reason = format!("{column} holds {what}");
            note
        };
        self.nothing.iter().map(note).collect()
    }
}

/// Writes the value of a cell as a CSV would hold it, or says what stands there in the place of one.
fn as_text(value: DataRef<'_>, is_1904: bool) -> std::result::Result<String, String> {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text,
        DataRef::SharedString(text) => text.to_owned(),
        DataRef::Bool(said) => said.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.abs() >= EXACT => {
            return Err("a number of more than 15 digits, of which a spreadsheet keeps 15".to_owned());
        }
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(moment) => return moment_of(&moment, is_1904),
        DataRef::Error(error) => return Err(format!("the error {error}")),
    })
}

/// Writes a count of days as a day and a time, or as a time alone where it is less than one.
fn moment_of(moment: &ExcelDateTime, is_1904: bool) -> std::result::Result<String, String> {
    let count = moment.as_f64();
    let unreadable = || format!("the date or time {count}, which no calendar has");
    if !(0.0..2_958_466.0).contains(&count) {
        return Err(unreadable());
    }
    // As fine as a spreadsheet shows them: the rest is of sums.
    let milliseconds = (count * DAY as f64).round() as i64;
    let (days, rest) = (milliseconds / DAY, milliseconds % DAY);
    let fraction = if rest % 1000 == 0 { String::new() } else { format!(".{:03}", rest % 1000) };
    if moment.is_duration() {
        let seconds = milliseconds / 1000;
        return Ok(format!("{}:{:02}:{:02}{fraction}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    }
    let time =
        NaiveTime::from_num_seconds_from_midnight_opt((rest / 1000) as u32, 0).ok_or_else(unreadable)?;
    let time = time.format("%H:%M:%S");
    if days == 0 {
        return Ok(format!("{time}{fraction}"));
    }
    // The system of 1900 has a 29 February in it that never was.
    let first = match (is_1904, days) {
        (true, _) => NaiveDate::from_ymd_opt(1904, 1, 1),
        (false, ..60) => NaiveDate::from_ymd_opt(1899, 12, 31),
        (false, 60) => None,
        (false, _) => NaiveDate::from_ymd_opt(1899, 12, 30),
    };
    let day = first.and_then(|first| first.checked_add_days(Days::new(days.unsigned_abs())));
    day.map(|day| format!("{day} {time}{fraction}")).ok_or_else(unreadable)
}

fn refused_as_merged(name: &str, merged: &Dimensions) -> String {
    let place = |(row, column): (u32, u32)| format!("{}{}", letters(column as usize), u64::from(row) + 1);
    let (from, to) = (place(merged.start), place(merged.end));
    if merged.start.0 == 0 {
        format!(
            "{name}: the cells {from}:{to} are merged, so that not every column has a name of its own; unmerge them, \
             and write a name over each column in row 1"
        )
    } else {
        format!(
            "{name}: the cells {from}:{to} are merged, so that the value stands in the first of them alone; unmerge \
             them, and write it in each"
        )
    }
}

/// Writes the place of a column as a spreadsheet does: A, B, … Z, AA.
fn letters(column: usize) -> String {
    let (rest, last) = (column / 26, column % 26);
    let last = char::from(b'A' + last as u8);
    if rest == 0 { last.to_string() } else { letters(rest - 1) + &last.to_string() }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn a_count_of_days_is_the_day_that_a_spreadsheet_shows() {
        for (count, is_1904, expected) in [
            (45_839.0, false, "2025-07-01 00:00:00"),
            (45_839.312_5, false, "2025-07-01 07:30:00"),
            (45_839.305_555_555_555, false, "2025-07-01 07:20:00"),
            (44_377.312_5, true, "2025-07-01 07:30:00"),
            (61.0, false, "1900-03-01 00:00:00"),
            (59.0, false, "1900-02-28 00:00:00"),
            (0.5, false, "12:00:00"),
            (45_838.999_999_999_9, false, "2025-07-01 00:00:00"),
            (45_839.000_005_787_04, false, "2025-07-01 00:00:00.500"),
        ] {
            let moment = ExcelDateTime::new(count, ExcelDateTimeType::DateTime, is_1904);
            assert_eq!(moment_of(&moment, is_1904).as_deref(), Ok(expected), "{count}");
        }
        for count in [60.0, -1.0, 1e9, f64::NAN] {
            let moment = ExcelDateTime::new(count, ExcelDateTimeType::DateTime, false);
            assert!(moment_of(&moment, false).is_err(), "{count}");
        }
        let span = ExcelDateTime::new(1.25, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(moment_of(&span, false).as_deref(), Ok("30:00:00"));
    }

    #[test]
    fn a_number_is_written_without_what_nobody_wrote() {
        for (number, expected) in [(12.0, "12"), (0.25, "0.25"), (10_100_000.0, "10100000"), (-3.0, "-3")] {
            assert_eq!(as_text(DataRef::Float(number), false).as_deref(), Ok(expected));
        }
        assert!(as_text(DataRef::Float(1e15), false).is_err());
        assert_eq!(as_text(DataRef::Bool(true), false).as_deref(), Ok("true"));
    }

    #[test]
    fn columns_are_named_as_a_spreadsheet_names_them() {
        for (column, expected) in
            [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(letters(column), expected);
        }
    }
}
