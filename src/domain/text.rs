//! The one sanitiser: text from data on its way to a terminal, a file name, HTML or CSV.

/// Makes every character that could steer a terminal or reorder a line visible.
///
/// Control characters become their Unicode pictures (ESC becomes `␛`), line breaks and tabs a
/// space, and characters that no reader sees (bidirectional overrides, zero-width and format
/// characters, the byte-order mark) become `�`. The rest is left as it is.
pub fn sanitised(raw: &str) -> String {
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

/// Returns `field` so that a spreadsheet reads it as text, quoted for CSV where it must be.
///
/// A field that a spreadsheet would run as a formula gets an apostrophe in front.
pub fn csv_field(field: &str) -> String {
    let field = match field.chars().next() {
        Some('=' | '+' | '-' | '@') if field.parse::<f64>().is_err() => format!("'{field}"),
        _ => field.to_owned(),
    };
    if field.contains([',', '"', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
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
        assert_eq!(csv_field("=1+1"), "'=1+1");
        assert_eq!(csv_field("-3.5"), "-3.5");
        assert_eq!(csv_field("a \"b\", c"), "\"a \"\"b\"\", c\"");
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
