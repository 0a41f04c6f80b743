//! Text as one compares what was typed with what is written: without case, marks, apostrophes and hyphens.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::ascii::in_place_of;

/// Returns `text` in small letters without marks, apostrophes and hyphens, its blanks one each: `Núñez` and its
/// decomposed spelling are `nunez`, and `O’Brien-Łaska` is `obrienlaska`. Letters of other scripts stay what they are.
pub fn folded(text: &str) -> String {
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase();
    }
    let mut plain = String::with_capacity(text.len());
    let small = text.nfkd().flat_map(char::to_lowercase).nfkd();
    for c in small.filter(|c| !is_combining_mark(*c)) {
        match c {
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '′' | '`' | '´' | '-' | '‐' | '‑' | '–' => {}
            c if c.is_whitespace() => {
                if !plain.is_empty() && !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            c if c.is_ascii() => plain.push(c),
            c => {
                let put = in_place_of(c);
                if put == "?" && c != '?' {
                    plain.push(c);
                } else {
                    plain.extend(put.to_lowercase().trim().chars().filter(|c| !matches!(c, '\'' | '-')));
                }
            }
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_found_however_they_are_typed() {
        for (written, typed) in [
            ("García", "garcia"),
            ("Garci\u{301}a", "GARCÍA"),
            ("O’Brien", "o'brien"),
            ("O'Brien", "obrien"),
            ("Dvořák-Łaska", "dvorak laska"),
            ("Müller", "muller"),
            ("Straße", "strasse"),
            ("Søren Ærø", "soren aero"),
            ("  Lin,  Ada ", "lin, ada"),
            ("Ёлкин", "елкин"),
            ("山本", "山本"),
            ("CA-3", "ca3"),
        ] {
            let joined = |text: &str| folded(text).replace(' ', "");
            assert_eq!(joined(written), joined(typed), "{written}");
        }
        assert_ne!(folded("山本"), folded("劉"));
    }

    proptest! {
        #[test]
        fn folding_twice_folds_no_further(text in "\\PC{0,20}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
