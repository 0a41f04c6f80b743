//! The one sanitiser: text from data on its way to a terminal, a file name, HTML or CSV.

use std::borrow::Cow;
use std::io;

pub mod ascii;
mod folded;

pub use folded::folded;

/// Makes every character that could steer a terminal or reorder a line visible.
///
/// Control characters become their Unicode pictures (ESC becomes `␛`), line breaks and tabs a
/// space, and characters that no reader sees (bidirectional overrides, zero-width and format
/// characters, the byte-order mark) become `�`. The rest is left as it is.
pub fn sanitised(raw: &str) -> String {
    // Most texts are plain, and are taken whole.
    if raw.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return raw.to_owned();
    }
    raw.chars().map(visible).collect()
}

fn visible(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('�'),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => '�',
        _ => c,
    }
}

/// Writes rows as CSV (RFC 4180, with line feeds); a spreadsheet takes every field for text or for a number.
pub fn csv(rows: impl IntoIterator<Item = Vec<String>>) -> io::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|field| no_formula(field).into_owned()))?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// Puts an apostrophe in front of what a spreadsheet would run as a formula.
fn no_formula(field: &str) -> Cow<'_, str> {
    match field.chars().next() {
        Some('=' | '+' | '-' | '@') if field.parse::<f64>().is_err() => format!("'{field}").into(),
        _ => field.into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_escape_sequence_is_shown_and_not_sent() {
        assert_eq!(sanitised("Evil\u{1b}[31m, \u{202e}Name\u{7}\n"), "Evil␛[31m, �Name␇ ");
    }

    #[test]
    fn a_formula_is_made_text() {
        let row = ["=1+1", "-3.5", "@a,b", "a \"b\", c", "", "- 1"].map(str::to_owned).to_vec();
        let written = csv([row.clone(), row]).unwrap();
        let line = "'=1+1,-3.5,\"'@a,b\",\"a \"\"b\"\", c\",,'- 1\n";
        assert_eq!(written, line.repeat(2));
    }

    proptest! {
        #[test]
        fn nothing_sanitised_is_a_control_character(raw in any::<String>()) {
            prop_assert!(!sanitised(&raw).chars().any(char::is_control));
        }

        #[test]
        fn sanitising_twice_changes_nothing(raw in any::<String>()) {
            let once = sanitised(&raw);
            prop_assert_eq!(sanitised(&once), once);
        }
    }
}
