//! Opens workbooks (`.xlsx`, `.xlsm`) that nobody vouches for, and tells what sheets they have.
//!
//! A workbook is an archive, and a small one may unpack to more than the machine has: what it unpacks to is counted
//! before anything is held.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use calamine::{Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::domain::text::sanitised;

/// A workbook that is open.
pub(super) type Book = Xlsx<BufReader<File>>;

/// How many bytes a workbook may unpack to.
const MOST: u64 = 1 << 30;
/// How many of them its table of texts may be, which is held in memory whole.
const MOST_TEXTS: u64 = 1 << 28;

/// A sheet that holds something.
pub(super) struct Tab {
    pub name: String,
    pub is_hidden: bool,
}

/// Opens the workbook at `path`, or says in a sentence why it cannot be read; `name` is what it is called.
pub(super) fn open(path: &Path, name: &str) -> Result<Book, String> {
    let name = sanitised(name);
    let file = File::open(path).map_err(|e| format!("{name} cannot be read ({e}); see who may read it"))?;
    Xlsx::new(BufReader::new(file)).map_err(|e| broken(&name, &e))
}

/// Lists the sheets of the workbook at `path` that hold something, or says in a sentence why it is not read.
pub(super) fn tabs(path: &Path, name: &str) -> Result<Vec<Tab>, String> {
    refuse_by_first_bytes(path, name)?;
    refuse_great(path, &sanitised(name))?;
    let mut book = open(path, name)?;
    let sheets: Vec<_> =
        book.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet).cloned().collect();
    let mut tabs = Vec::new();
    for sheet in sheets {
        if holds_something(&mut book, &sheet.name).map_err(|e| broken(&sanitised(name), &e))? {
            tabs.push(Tab { name: sheet.name, is_hidden: sheet.visible != SheetVisible::Visible });
        }
    }
    Ok(tabs)
}

fn holds_something(book: &mut Book, sheet: &str) -> Result<bool, XlsxError> {
    let mut cells = book.worksheet_cells_reader(sheet)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        if cell.formula.is_some() || cell.value != calamine::DataRef::Empty {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Says that a workbook, or one of its sheets, cannot be read.
pub(super) fn broken(name: &str, error: &XlsxError) -> String {
    let why = sanitised(&error.to_string());
    format!("{name} is no whole workbook ({why}); save it again as .xlsx, or as CSV (UTF-8)")
}

fn refuse_by_first_bytes(path: &Path, name: &str) -> Result<(), String> {
    let name = sanitised(name);
    let mut first = Vec::new();
    let read = File::open(path).and_then(|file| file.take(8).read_to_end(&mut first));
    read.map_err(|e| format!("{name} cannot be read ({e}); see who may read it"))?;
    match first.as_slice() {
        [] => Err(format!("{name} is empty; export it again, or leave it away")),
        // An old workbook, and the envelope of one that is locked.
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(format!(
            "{name} is locked with a password, or is a workbook of before 2007 whatever its ending; save it as .xlsx \
             without a password, or as CSV (UTF-8)"
        )),
        [b'P', b'K', ..] => Ok(()),
        _ => Err(format!(
            "{name} is no workbook, whatever its ending; give it the ending of what it is (.csv, .tsv, .parquet), or \
             save it as .xlsx"
        )),
    }
}

/// Refuses a workbook that would unpack to more than is held.
fn refuse_great(path: &Path, name: &str) -> Result<(), String> {
    let unpacked =
        |e: ZipError| format!("{name} cannot be unpacked ({}); save it again", sanitised(&e.to_string()));
    let file = File::open(path).map_err(|e| format!("{name} cannot be read ({e}); see who may read it"))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(unpacked)?;
    let mut left = MOST;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(unpacked)?;
        let is_texts = part.name().map_err(unpacked)?.to_ascii_lowercase().ends_with("sharedstrings.xml");
        let most = if is_texts { left.min(MOST_TEXTS) } else { left };
        let unpacked = |e: io::Error| unpacked(e.into());
        let mut part = part.by_ref().take(most + 1);
        let mut texts = Vec::new();
        let size = if is_texts {
            part.read_to_end(&mut texts).map_err(unpacked)? as u64
        } else {
            io::copy(&mut part, &mut io::sink()).map_err(unpacked)?
        };
        if size > most {
            return Err(format!(
                "{name} unpacks to more than {} MB, which no export needs; save it as CSV (UTF-8), or in several files",
                most >> 20
            ));
        }
        refuse_false_count(&texts, name)?;
        left -= size;
    }
    Ok(())
}

/// Refuses a table of texts that claims to hold more of them than it has bytes: room would be made for all of them.
fn refuse_false_count(texts: &[u8], name: &str) -> Result<(), String> {
    let sign = b"uniqueCount";
    let claims = texts.windows(sign.len()).enumerate().filter(|(_, some)| some == sign);
    for (at, _) in claims {
        let rest = &texts[at + sign.len()..];
        let digits =
            rest.iter().skip_while(|byte| !byte.is_ascii_digit()).take_while(|byte| byte.is_ascii_digit());
        // So many that the sum ends at its greatest are too many.
        let claimed =
            digits.fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
        if claimed > texts.len() as u64 {
            return Err(format!(
                "{name} is no whole workbook (it claims {claimed} texts); save it again as .xlsx"
            ));
        }
    }
    Ok(())
}
