//! Opens a file of text as UTF-8, in whatever it is packed and written.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read as _};

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use flate2::bufread::MultiGzDecoder;

use super::form::{Form, SourceFile};
use crate::casefile::error::{CaseFileError, Result};
use crate::domain::text::sanitised;

/// What texts are written in that are not UTF-8.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Encoding {
    Utf16,
    Windows1252,
}

const BUFFER: usize = 1 << 18;

/// Opens `file`. One that is UTF-8 is read as such, whatever `encoding` says of the others.
pub(super) fn open(file: &SourceFile, encoding: Option<Encoding>) -> Result<Box<dyn BufRead>> {
    let name = sanitised(&file.name);
    let io = |source| CaseFileError::Io { what: "cannot read", path: file.path.clone(), source };
    let mut plain = BufReader::with_capacity(BUFFER, File::open(&file.path).map_err(io)?);
    let mut input: Box<dyn BufRead> = if plain.fill_buf().map_err(io)?.starts_with(b"\x1f\x8b") {
        Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(plain)))
    } else {
        Box::new(plain)
    };
    refuse_by_first_bytes(&name, input.fill_buf().map_err(|e| unread(file, e))?, encoding)?;
    let Some(encoding) = encoding else { return Ok(input) };
    // Whether a text is UTF-8 can be said of the whole only. What is so written came out of a spreadsheet, and is small.
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|e| unread(file, e))?;
    match decoded(&bytes, encoding) {
        Ok(Some(text)) => Ok(Box::new(Cursor::new(text.into_bytes()))),
        Ok(None) => Ok(Box::new(Cursor::new(bytes))),
        Err(what) => Err(CaseFileError::Import(format!("{name}: {what}"))),
    }
}

/// Returns what went wrong on reading `file`, where it is packed in a sentence of its own.
pub(super) fn unread(file: &SourceFile, source: io::Error) -> CaseFileError {
    let is_packed = matches!(
        source.kind(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
    );
    if is_packed {
        let name = sanitised(&file.name);
        return CaseFileError::Import(format!(
            "{name} cannot be unpacked to its end ({}); copy it again from where it was made",
            sanitised(&source.to_string())
        ));
    }
    CaseFileError::Io { what: "cannot read", path: file.path.clone(), source }
}

/// Returns `bytes` as text; `None` where they are UTF-8 as they stand.
fn decoded(bytes: &[u8], encoding: Encoding) -> std::result::Result<Option<String>, &'static str> {
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    // A text with a byte of nothing in it is no UTF-8 that anybody writes, though it may look so.
    let wide = marked || (encoding == Encoding::Utf16 && bytes.contains(&0));
    if !wide && std::str::from_utf8(bytes).is_ok() {
        return Ok(None);
    }
    let from = match encoding {
        Encoding::Windows1252 => WINDOWS_1252,
        Encoding::Utf16 if !wide => {
            return Err("the text is neither UTF-8 nor UTF-16; save it as CSV (UTF-8)");
        }
        // Without a mark: the upper halves of most letters are nothing, and stand first or last.
        Encoding::Utf16 => {
            let upper_first = bytes.iter().step_by(2).filter(|byte| **byte == 0).count();
            let upper_last = bytes.iter().skip(1).step_by(2).filter(|byte| **byte == 0).count();
            let is_big = if marked { bytes.starts_with(b"\xfe\xff") } else { upper_first > upper_last };
            if is_big { UTF_16BE } else { UTF_16LE }
        }
    };
    let (text, broken) = from.decode_with_bom_removal(bytes);
    if broken {
        return Err("the text is broken off or is not UTF-16; save it as CSV (UTF-8)");
    }
    Ok(Some(text.into_owned()))
}

fn refuse_by_first_bytes(name: &str, first: &[u8], encoding: Option<Encoding>) -> Result<()> {
    let is_wide = first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff");
    let what = if is_wide && encoding != Some(Encoding::Utf16) {
        format!(
            "{name}, row 1: the text is UTF-16, not UTF-8; give --encoding utf-16, or save the file as CSV (UTF-8)"
        )
    } else if first.starts_with(b"PK\x03\x04") {
        format!(
            "{name} is a workbook or a ZIP archive; give a workbook a name that ends in .xlsx, or save it as CSV (UTF-8)"
        )
    } else if first.starts_with(b"PAR1") {
        format!("{name} is a Parquet file; give it a name that ends in .parquet")
    } else {
        return Ok(());
    };
    Err(CaseFileError::Import(what))
}

/// Returns what stands between the fields, by the first line.
pub(super) fn separator(form: Form, first: &[u8]) -> u8 {
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in first.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')) {
        quoted ^= *byte == b'"';
        for (sign, count) in &mut counts {
            *count += u32::from(*sign == *byte && !quoted);
        }
    }
    let [(_, commas), others @ ..] = counts;
    let tabs = others.iter().any(|(sign, count)| *sign == b'\t' && *count > 0);
    match others.iter().filter(|(_, count)| *count > 0).max_by_key(|(_, count)| *count) {
        _ if form == Form::Tabs && tabs => b'\t',
        Some((sign, _)) if commas == 0 => *sign,
        _ => b',',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_shows_what_stands_between_fields() {
        for (first, expected) in [
            ("a,b;c\n1;2;3", b','),
            ("a;b\n1,5;2", b';'),
            ("a\tb\r\n", b'\t'),
            ("a|b", b'|'),
            ("\"a,b\";c\n", b';'),
            ("alone\na;b", b','),
        ] {
            assert_eq!(separator(Form::Text, first.as_bytes()), expected, "{first:?}");
        }
        assert_eq!(separator(Form::Tabs, b"a,x\tb\n"), b'\t');
        assert_eq!(separator(Form::Tabs, b"a,b\n"), b',');
    }

    #[test]
    fn a_text_is_decoded_only_where_it_is_not_utf_8() {
        let wide = |text: &str, big: bool| -> Vec<u8> {
            let each = text.encode_utf16();
            each.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let said = "id,name\n1,Müller 山本\n";
        for (bytes, encoding) in [
            (wide(said, false), Encoding::Utf16),
            (wide(said, true), Encoding::Utf16),
            (wide(&format!("\u{feff}{said}"), true), Encoding::Utf16),
            (wide(&format!("\u{feff}{said}"), false), Encoding::Utf16),
        ] {
            assert_eq!(decoded(&bytes, encoding).unwrap().as_deref(), Some(said), "{bytes:?}");
        }
        assert_eq!(decoded(b"M\xfcller", Encoding::Windows1252).unwrap().as_deref(), Some("Müller"));
        assert_eq!(decoded("Müller".as_bytes(), Encoding::Windows1252).unwrap(), None);
        assert!(decoded(b"M\xfcller", Encoding::Utf16).is_err());
        assert!(decoded(b"\xff\xfea\0b", Encoding::Utf16).is_err());
    }
}
