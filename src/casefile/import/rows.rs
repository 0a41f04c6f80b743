//! The rows of a file, whatever they are written in.

use std::io::{BufRead, Read as _};

use super::bytes::{self, Encoding};
use super::form::SourceFile;
use super::notes::Note;
use super::records::{Record, Records, Trouble};
use crate::casefile::error::{CaseFileError, Result};
use crate::domain::text::sanitised;

/// What gives the rows of a file one by one, the names of the columns first.
pub(super) trait Rows {
    /// Reads the next row into `record`; returns `false` at the end.
    fn read(&mut self, record: &mut Record) -> Result<bool>;

    /// Returns what stands between the fields.
    fn separator(&self) -> u8;

    /// Returns what there is to say of the rows that were read, which belong to `relation`.
    fn notes(&self, relation: &str) -> Vec<Note>;
}

/// The rows of a text.
pub(super) struct Text<'a> {
    file: &'a SourceFile,
    records: Records<Box<dyn BufRead>>,
    separator: u8,
}

impl<'a> Text<'a> {
    /// Opens `file`, which is written in `encoding` where it is not UTF-8.
    pub fn open(file: &'a SourceFile, encoding: Option<Encoding>) -> Result<Self> {
        let io = |source| bytes::unread(file, source);
        let mut input = bytes::open(file, encoding)?;
        let separator = bytes::separator(file.form, input.fill_buf().map_err(io)?);
        Ok(Self { file, records: Records::new(input, separator).map_err(io)?, separator })
    }
}

impl Rows for Text<'_> {
    fn read(&mut self, record: &mut Record) -> Result<bool> {
        let name = sanitised(&self.file.name);
        let more = self.records.read(record).map_err(|trouble| match trouble {
            Trouble::Io(source) => bytes::unread(self.file, source),
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
            let place = first_bad_byte(self.file)?
                .map_or(String::new(), |(at, byte)| format!(" (byte {at} of the file is 0x{byte:02X})"));
            return refused(format!(
                "{name}, row {row}: the text is not UTF-8{place}; save the file as CSV (UTF-8), or give --encoding windows-1252 or \
                 utf-16 if it is written so"
            ));
        }
        Ok(more)
    }

    fn separator(&self) -> u8 {
        self.separator
    }

    fn notes(&self, _relation: &str) -> Vec<Note> {
        Vec::new()
    }
}

/// Returns the place (from 1) and the value of the first byte that is no UTF-8.
fn first_bad_byte(file: &SourceFile) -> Result<Option<(usize, u8)>> {
    let mut bytes = Vec::new();
    bytes::open(file, None)?.read_to_end(&mut bytes).map_err(|source| bytes::unread(file, source))?;
    let bad = std::str::from_utf8(&bytes).err().map(|e| e.valid_up_to());
    Ok(bad.and_then(|at| Some((at + 1, *bytes.get(at)?))))
}

fn refused<T>(sentence: String) -> Result<T> {
    Err(CaseFileError::Import(sentence))
}
