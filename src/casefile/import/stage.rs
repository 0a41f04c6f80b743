//! Puts the files of a source into `raw` tables as they are: every column text, with file and row.
//!
//! A file that cannot be read whole ends the import with one sentence; a row whose borders are
//! unclear is set aside.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use duckdb::types::{ToSqlOutput, Value, ValueRef};
use duckdb::{Appender, Connection, appender_params_from_iter};

use super::bytes::Encoding;
use super::decimal::Decimals;
use super::form::{Form, SourceFile};
use super::notes::{self, Note};
use super::records::Record;
use super::rows::{Rows, Text};
use super::sheet::Sheet;
use super::workbook;
use crate::casefile::engine;
use crate::casefile::error::{CaseFileError, Result};
use crate::casefile::schema::Relation;
use crate::casefile::specialty::{Beside, List};
use crate::domain::text::sanitised;

/// A `raw` table: which columns a file of it has.
pub(super) struct Table {
    pub name: String,
    /// The columns with whether a file must have them.
    pub columns: Vec<(String, bool)>,
    /// The places of the columns that hold numbers.
    pub numbers: Vec<usize>,
    /// The table has further columns with the prefix of the file's name and whom it stands for.
    pub prefixed: bool,
}

/// Whose list a file is.
#[derive(Clone, Copy)]
pub(super) struct Owner<'a> {
    /// As exported.
    pub prefix: &'a str,
    /// `None`: somebody whose rows are not taken.
    pub resident_id: Option<&'a str>,
}

/// How files are read, whatever they hold.
#[derive(Clone, Copy, Debug)]
pub struct Manner<'a> {
    /// What texts are written in that are not UTF-8.
    pub encoding: Option<Encoding>,
    /// Set from outside to stop.
    pub stop: &'a AtomicBool,
}

/// Rows that the reading of files set aside, by relation.
pub(super) type Unclear = Vec<(String, u64)>;

/// How much a file holds.
#[derive(Default)]
pub(super) struct Read {
    pub rows: u64,
    pub set_aside: u64,
}

impl Table {
    /// Describes the table of a canonical relation.
    pub fn of(relation: &Relation) -> Self {
        let columns = relation.columns.iter().map(|c| (c.name.to_owned(), !c.nullable)).collect();
        let is_number = |kind| !matches!(kind, "VARCHAR" | "DATE" | "TIMESTAMP" | "BOOLEAN");
        let numbers =
            relation.columns.iter().enumerate().filter(|(_, c)| is_number(c.kind)).map(|(at, _)| at);
        Self { name: relation.name.to_owned(), columns, numbers: numbers.collect(), prefixed: false }
    }

    /// Describes the table of an export's list.
    pub fn of_list(list: &List) -> Self {
        let all = |names: &[String], required| names.iter().map(|name| (name.clone(), required)).collect();
        let columns: [Vec<_>; 2] = [all(&list.required, true), all(&list.optional, false)];
        Self { name: list.table.clone(), columns: columns.concat(), numbers: Vec::new(), prefixed: true }
    }

    /// Describes the table of a file beside the lists.
    pub fn of_beside(beside: &Beside) -> Self {
        let all = |names: &[String], required| names.iter().map(|name| (name.clone(), required)).collect();
        let columns: [Vec<_>; 2] = [all(&beside.required, true), all(&beside.optional, false)];
        Self { name: beside.table.clone(), columns: columns.concat(), numbers: Vec::new(), prefixed: false }
    }

    /// Makes the empty table.
    pub fn create(&self, connection: &Connection) -> Result<()> {
        let columns: Vec<_> = self.columns.iter().map(|(name, _)| format!("\"{name}\" varchar, ")).collect();
        let columns = columns.concat();
        let prefix = if self.prefixed { "prefix varchar, resident_id varchar, " } else { "" };
        let sql = format!(
            "create table raw.{} ({columns}{prefix}source_file varchar, source_row bigint)",
            self.name
        );
        engine::run(connection, &self.name, &sql)
    }
}

/// Reads one CSV file into its table; returns how many rows were set aside.
pub(super) fn csv(
    connection: &Connection,
    table: &Table,
    file: &SourceFile,
    manner: Manner<'_>,
) -> Result<u64> {
    match list(connection, table, file, None, manner)? {
        Some(read) => Ok(read.set_aside),
        None => refused(format!("{} is empty; export it again, or leave it away", shown(file))),
    }
}

/// Reads one list of somebody, or returns `None` where the file holds not even a header.
pub(super) fn list(
    connection: &Connection,
    table: &Table,
    file: &SourceFile,
    owner: Option<Owner<'_>>,
    manner: Manner<'_>,
) -> Result<Option<Read>> {
    if file.form == Form::Workbook {
        if file.sheet.is_none() {
            return Ok(None);
        }
        let mut book = workbook::open(&file.path, &file.name).map_err(CaseFileError::Import)?;
        let mut sheet = Sheet::of(&mut book, file)?;
        return take(connection, table, file, owner, &mut sheet, manner.stop);
    }
    let mut text = Text::open(file, manner.encoding)?;
    take(connection, table, file, owner, &mut text, manner.stop)
}

/// Takes the rows of a file into its table as they are.
fn take(
    connection: &Connection,
    table: &Table,
    file: &SourceFile,
    owner: Option<Owner<'_>>,
    rows: &mut impl Rows,
    stop: &AtomicBool,
) -> Result<Option<Read>> {
    let name = shown(file);
    let mut record = Record::default();
    if !rows.read(&mut record)? || record.bytes().trim_ascii().is_empty() {
        return Ok(None);
    }
    let mut notes = Vec::new();
    let header = header(&record, &name)?;
    let places = places(table, &header, &name, &mut notes)?;
    let failed = |e: duckdb::Error| CaseFileError::query(format!("reading {name}"), &e);
    let mut appender = connection.appender_to_db(&table.name, "raw").map_err(failed)?;
    let mut held = Read::default();
    let mut hollow = Hollow::default();
    let mut decimals = Decimals::of(rows.separator(), &table.numbers);
    while rows.read(&mut record)? {
        if record.is_blank() {
            continue;
        }
        if record.is_hollow() {
            hollow.see(&record);
            continue;
        }
        if stop.load(Ordering::Relaxed) {
            return Err(CaseFileError::Interrupted);
        }
        held.rows += 1;
        if owner.is_some_and(|owner| owner.resident_id.is_none()) {
            held.set_aside += 1;
        } else if let Some(note) = unclear(&record, header.len(), &file.name, &table.name) {
            notes.push(note);
            held.set_aside += 1;
        } else {
            let fields = decimals.read(&record, &places);
            append(&mut appender, record.row, &fields, owner, file).map_err(failed)?;
        }
    }
    appender.flush().map_err(failed)?;
    notes.extend(hollow.note(file, &table.name));
    notes.extend(rows.notes(&table.name));
    notes.extend(decimals.note(file, &table.name)?);
    notes::add(connection, &notes)?;
    Ok(Some(held))
}

/// Rows that hold nothing but what stands between fields.
#[derive(Default)]
struct Hollow {
    rows: u64,
    first: u64,
}

impl Hollow {
    fn see(&mut self, record: &Record) {
        self.rows += 1;
        if self.rows == 1 {
            self.first = record.row;
        }
    }

    fn note(&self, file: &SourceFile, relation: &str) -> Option<Note> {
        let rows = match self.rows {
            0 => return None,
            1 => format!("row {} holds", self.first),
            many => format!("{many} rows, the first of them row {}, hold", self.first),
        };
        let note = format!("{rows} nothing in any column and are no rows; nothing need be done");
        let note = if self.rows == 1 { note.replace("and are no rows", "and is no row") } else { note };
        Some(Note::about(&file.name, relation, "read as", note))
    }
}

/// Returns the names in the first record, trimmed.
fn header(record: &Record, name: &str) -> Result<Vec<String>> {
    let names: Vec<String> = record.fields().map(|f| String::from_utf8_lossy(f).trim().to_owned()).collect();
    for (place, column) in names.iter().enumerate() {
        if names[..place].iter().any(|earlier| earlier.eq_ignore_ascii_case(column)) && !column.is_empty() {
            let column = sanitised(column);
            return refused(format!("{name}, row 1: two columns are named {column}; remove one"));
        }
    }
    Ok(names)
}

/// Returns where each column of the table stands in the file; notes what is unknown or absent.
pub(super) fn places(
    table: &Table,
    header: &[String],
    name: &str,
    notes: &mut Vec<Note>,
) -> Result<Vec<Option<usize>>> {
    let find = |column: &str| header.iter().position(|h| h.eq_ignore_ascii_case(column));
    let absent = || table.columns.iter().filter(|(column, _)| find(column).is_none());
    let needed: Vec<_> = absent().filter(|(_, required)| *required).map(|(column, _)| &**column).collect();
    if !needed.is_empty() {
        return refused(no_column(&needed, header, name));
    }
    for (column, _) in absent() {
        if table.prefixed {
            let note = format!("the column {column} is absent and taken as unknown in every row");
            notes.push(Note::about(name, &table.name, "missing value", note));
        }
    }
    for unknown in header {
        if !table.columns.iter().any(|(column, _)| column.eq_ignore_ascii_case(unknown)) {
            let unknown = sanitised(unknown);
            let note = format!("the column {unknown:?} is not one of {} and is not read", table.name);
            notes.push(Note::about(name, &table.name, "not understood", note));
        }
    }
    Ok(table.columns.iter().map(|(column, _)| find(column)).collect())
}

fn no_column(columns: &[&str], header: &[String], name: &str) -> String {
    // A title above the names, or a file without them.
    let found = header.iter().filter(|name| !name.is_empty()).take(4).map(|name| sanitised(name));
    let found = found.collect::<Vec<_>>().join(", ");
    let (what, it) = match columns {
        [column] => (format!("the column {column} is missing"), "it"),
        several => (format!("the columns {} are missing", several.join(", ")), "them"),
    };
    format!("{name}, row 1: {what}; add {it}, and write the names in row 1 (found {found})")
}

/// Returns a note where the record's borders are unclear.
fn unclear(record: &Record, expected: usize, file: &str, relation: &str) -> Option<Note> {
    if record.stray_quote {
        let detail = "; double a quote that belongs to the text";
        return Some(Note::row(file, record.row, relation, "text stands after a closing quote", detail));
    }
    let found = record.len();
    let fields = if found == 1 { "1 field".to_owned() } else { format!("{found} fields") };
    (found != expected).then(|| {
        let detail = format!(
            ": found {fields}, expected {expected} as in row 1; put quotes around a field that holds the sign between fields"
        );
        Note::row(file, record.row, relation, "the number of fields is not that of the header", &detail)
    })
}

fn append(
    appender: &mut Appender<'_>,
    row: u64,
    fields: &[Option<Cow<'_, [u8]>>],
    owner: Option<Owner<'_>>,
    file: &SourceFile,
) -> duckdb::Result<()> {
    fn text(bytes: &[u8]) -> ToSqlOutput<'_> {
        ToSqlOutput::Borrowed(ValueRef::Text(bytes))
    }
    let values = fields
        .iter()
        .map(|field| field.as_deref().map_or(ToSqlOutput::Borrowed(ValueRef::Null), text))
        .chain(owner.map(|o| text(o.prefix.as_bytes())))
        .chain(owner.and_then(|o| o.resident_id).map(|id| text(id.as_bytes())))
        .chain([text(file.name.as_bytes())])
        .chain([ToSqlOutput::Owned(Value::BigInt(row.cast_signed()))]);
    appender.append_row(appender_params_from_iter(values))
}

pub(super) fn shown(file: &SourceFile) -> String {
    sanitised(&file.name)
}

fn refused<T>(sentence: String) -> Result<T> {
    Err(CaseFileError::Import(sentence))
}
