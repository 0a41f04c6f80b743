//! Puts the files of a source into `raw` tables as they are: every column text, with file and row.
//!
//! A file that cannot be read whole ends the import with one sentence; a row whose borders are
//! unclear is set aside.

use std::borrow::Cow;
use std::io::{BufRead, Read as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use duckdb::types::{ToSqlOutput, Value, ValueRef};
use duckdb::{Appender, Connection, appender_params_from_iter};

use super::bytes::{self, Encoding};
use super::decimal::Decimals;
use super::notes::{self, Note};
use super::records::{Record, Records, Trouble};
use super::source::SourceFile;
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
    let io = |source| bytes::unread(file, source);
    let name = shown(file);
    let mut input = bytes::open(file, manner.encoding)?;
    let separator = bytes::separator(file.form, input.fill_buf().map_err(io)?);
    let mut records = Records::new(input, separator).map_err(io)?;
    let mut record = Record::default();
    if !next(&mut records, &mut record, file)? || record.bytes().trim_ascii().is_empty() {
        return Ok(None);
    }
    let mut notes = Vec::new();
    let header = header(&record, &name)?;
    let places = places(table, &header, &name, &mut notes)?;
    let failed = |e: duckdb::Error| CaseFileError::query(format!("reading {name}"), &e);
    let mut appender = connection.appender_to_db(&table.name, "raw").map_err(failed)?;
    let mut held = Read::default();
    let mut hollow = Hollow::default();
    let mut decimals = Decimals::of(separator, &table.numbers);
    while next(&mut records, &mut record, file)? {
        if record.is_blank() {
            continue;
        }
        if record.is_hollow() {
            hollow.see(&record);
            continue;
        }
        if manner.stop.load(Ordering::Relaxed) {
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

/// Reads one Parquet file into its table. Rows are counted as if a header stood above them.
///
/// A folder that is named like `status=left` is a folder and no column: `DuckDB` 1.5.5 would put its value in the place
/// of the file's own (`findings/duckdb-folder-beats-column.sh`).
pub(super) fn parquet(connection: &Connection, table: &Table, file: &SourceFile) -> Result<()> {
    let name = shown(file);
    let path = engine::literal(&as_pattern(&file.path));
    let failed = |e: duckdb::Error| CaseFileError::query(format!("reading {name}"), &e);
    let have: Vec<(String, String)> = connection
        .prepare(&format!(
            "select column_name, column_type from (describe select * from read_parquet({path}, hive_partitioning = false))"
        ))
        .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .map_err(failed)?;
    let (have, kinds): (Vec<_>, Vec<_>) = have.into_iter().unzip();
    let mut notes = Vec::new();
    let places = places(table, &have, &name, &mut notes)?;
    let columns: String = places
        .iter()
        .map(|place| place.map_or("null, ".to_owned(), |i| format!("{}, ", as_text(&have[i], &kinds[i]))))
        .collect();
    let sql = format!(
        "insert into raw.{} select {columns} {}, file_row_number + 2 \
         from read_parquet({path}, file_row_number = true, hive_partitioning = false)",
        table.name,
        engine::literal(&file.name)
    );
    engine::run(connection, &format!("reading {name}"), &sql)?;
    notes::add(connection, &notes)
}

/// Returns what reads a column of a Parquet file as text.
///
/// A time with a zone would be written by the clock of whoever imports; here it is always written in UTC.
fn as_text(column: &str, kind: &str) -> String {
    let name = format!("\"{}\"", column.replace('"', "\"\""));
    match kind {
        "TIMESTAMP WITH TIME ZONE" => format!("make_timestamp(epoch_us({name}))::varchar || '+00'"),
        _ => format!("{name}::varchar"),
    }
}

/// Returns a path as the engine's reading functions take it: they read one with brackets or stars as a pattern, by which
/// the file of another folder may be found.
pub(super) fn as_pattern(path: &Path) -> String {
    let special =
        |sign: char| if matches!(sign, '[' | '*' | '?') { format!("[{sign}]") } else { sign.to_string() };
    path.to_string_lossy().chars().map(special).collect()
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
fn places(table: &Table, header: &[String], name: &str, notes: &mut Vec<Note>) -> Result<Vec<Option<usize>>> {
    let find = |column: &str| header.iter().position(|h| h.eq_ignore_ascii_case(column));
    for (column, required) in &table.columns {
        if find(column).is_some() {
            continue;
        }
        if *required {
            return refused(no_column(column, header, name));
        }
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

fn no_column(column: &str, header: &[String], name: &str) -> String {
    // A title above the names, or a file without them.
    let found = header.iter().filter(|name| !name.is_empty()).take(4).map(|name| sanitised(name));
    let found = found.collect::<Vec<_>>().join(", ");
    format!(
        "{name}, row 1: the column {column} is missing; add it, and write the names in row 1 (found {found})"
    )
}

/// Reads the next record and makes sure that it is text.
fn next<R: BufRead>(records: &mut Records<R>, record: &mut Record, file: &SourceFile) -> Result<bool> {
    let name = shown(file);
    let more = records.read(record).map_err(|trouble| match trouble {
        Trouble::Io(source) => bytes::unread(file, source),
        Trouble::OpenQuote { row } => CaseFileError::Import(format!(
            "{name}, row {row}: a quote opens and is never closed; close it, or double it inside a field"
        )),
    })?;
    let row = record.row;
    if record.bytes().contains(&0) {
        return refused(format!(
            "{name}, row {row}: it holds a NUL byte; give --encoding utf-16 if it is UTF-16, or export it again as CSV (UTF-8)"
        ));
    }
    if record.fields().any(|field| std::str::from_utf8(field).is_err()) {
        let place = first_bad_byte(file)?
            .map_or(String::new(), |(at, byte)| format!(" (byte {at} of the file is 0x{byte:02X})"));
        return refused(format!(
            "{name}, row {row}: the text is not UTF-8{place}; save the file as CSV (UTF-8), or give --encoding windows-1252 or \
             utf-16 if it is written so"
        ));
    }
    Ok(more)
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

/// Returns the place (from 1) and the value of the first byte that is no UTF-8.
fn first_bad_byte(file: &SourceFile) -> Result<Option<(usize, u8)>> {
    let mut bytes = Vec::new();
    bytes::open(file, None)?.read_to_end(&mut bytes).map_err(|source| bytes::unread(file, source))?;
    let bad = std::str::from_utf8(&bytes).err().map(|e| e.valid_up_to());
    Ok(bad.and_then(|at| Some((at + 1, *bytes.get(at)?))))
}

fn shown(file: &SourceFile) -> String {
    sanitised(&file.name)
}

fn refused<T>(sentence: String) -> Result<T> {
    Err(CaseFileError::Import(sentence))
}
