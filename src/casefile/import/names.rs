//! Tells when two spellings are one name, when they are nearly so, and when a text is a code and no name.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Returns what all spellings of one name have in common: letters as Unicode composes them, whatever the capitals,
/// with single blanks. An umlaut stays an umlaut.
pub(super) fn key(said: &str) -> String {
    // File systems and exports put an underscore where a blank may not stand.
    let blank = |c: char| if c == '_' || c.is_whitespace() { ' ' } else { c };
    let seen: String = said.nfc().filter(|c| !is_unseen(*c)).map(blank).collect::<String>().to_lowercase();
    let words: Vec<_> =
        seen.nfc().collect::<String>().replace(',', ", ").split_whitespace().map(str::to_owned).collect();
    words.join(" ").replace(" ,", ",")
}

/// Returns the part of a list's name that stands for a resident, without what a copy or a view of the export adds.
pub(super) fn bare(prefix: &str) -> &str {
    let mut left = prefix.trim();
    while let Some(shorter) = without_copy(left).or_else(|| without_end(left, ".supervised")) {
        left = shorter.trim_end();
    }
    if left.is_empty() { prefix.trim() } else { left }
}

/// Returns a file's name without the sign of a copy, `(1)` or `- Copy`; `None` where there is none.
pub(super) fn without_copy(name: &str) -> Option<&str> {
    let name = name.trim_end();
    let numbered = name.strip_suffix(')').and_then(|rest| {
        let digits = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        (digits.len() < rest.len()).then(|| digits.strip_suffix('(')).flatten()
    });
    numbered.or_else(|| without_end(name, " - copy")).map(str::trim_end)
}

fn without_end<'a>(name: &'a str, end: &str) -> Option<&'a str> {
    let at = name.len().checked_sub(end.len())?;
    let tail = name.get(at..)?;
    tail.eq_ignore_ascii_case(end).then(|| &name[..at])
}

/// Tells whether a prefix is a code already: a number, a letter and a number, or up to four letters and a number of two
/// digits or more (`R1`, `RES101`). Everything else is taken for a name.
pub(super) fn is_code(prefix: &str) -> bool {
    let digits = prefix.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = prefix.len() - digits.len();
    let number = digits.strip_prefix(['-', '_']).filter(|_| letters > 0).unwrap_or(digits);
    let least = if letters > 1 { 2 } else { 1 };
    letters <= 4 && (least..=20).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

/// Returns forms of a name that two people may share: names that have one of them in common nearly meet.
pub(super) fn forms(name: &str) -> [String; 2] {
    let key = key(name);
    let spelt =
        key.replace('ß', "ss").replace('æ', "ae").replace('œ', "oe").replace('ø', "o").replace('ł', "l");
    let plain: String =
        spelt.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric()).collect::<String>();
    // Where no umlaut can be typed, an e follows the vowel.
    let plain = ['a', 'o', 'u']
        .iter()
        .fold(plain, |said, vowel| said.replace(&format!("{vowel}e"), &vowel.to_string()));
    // An accented letter may stand for any: so MÜLLER and MÖLLER are told, and 山本 and 竹下 are not.
    let masked: String =
        key.chars().filter(|c| c.is_alphanumeric()).map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let known = masked.bytes().filter(u8::is_ascii_alphabetic).count();
    let told = known >= 3 && masked.contains('_');
    [plain, if told { masked } else { String::new() }]
}

/// Tells whether the words of the shorter name all stand in the longer one, in whatever order.
pub(super) fn agree(one: &str, other: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        key(name)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() > 1)
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    !one.is_empty() && !other.is_empty() && (one.is_subset(&other) || other.is_subset(&one))
}

/// Marks that no reader sees and that two spellings of a name may differ in.
fn is_unseen(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_meet_and_an_umlaut_keeps_two_apart() {
        for same in ["rivera,  ana", "RIVERA,_ANA", "RIVERA,\u{a0}ANA", " Rivera ,ana", "RIVERA, A\u{200b}NA"]
        {
            assert_eq!(key(same), key("RIVERA, ANA"), "{same:?}");
        }
        assert_eq!(key("Mu\u{308}ller, A"), key("MÜLLER, A"));
        for (one, other) in [("MÜLLER", "MÖLLER"), ("MÜLLER", "MULLER"), ("山本", "竹下"), ("GROSS", "Groß")]
        {
            assert_ne!(key(one), key(other));
        }
    }

    #[test]
    fn what_a_copy_adds_is_no_part_of_a_name() {
        for (prefix, name) in [
            ("RIVERA, ANA (1)", "RIVERA, ANA"),
            ("RIVERA, ANA.Supervised", "RIVERA, ANA"),
            ("RIVERA, ANA.SUPERVISED (12)", "RIVERA, ANA"),
            ("RIVERA, ANA - Copy (2)", "RIVERA, ANA"),
            ("RIVERA, ANA (RES)", "RIVERA, ANA (RES)"),
            ("山本(1)", "山本"),
            ("(1)", "(1)"),
        ] {
            assert_eq!(bare(prefix), name);
        }
    }

    #[test]
    fn a_code_is_a_number_with_few_letters_before_it() {
        for code in ["R1", "RES101", "res-07", "4711", "E_101", "R0061"] {
            assert!(is_code(code), "{code}");
        }
        for name in ["RIVERA, ANA", "RIVERA", "LEE2", "R1 B", "RIVERA12", "R", "", "-1", "1a", "R1.5", "R１"]
        {
            assert!(!is_code(name), "{name}");
        }
    }

    #[test]
    fn names_nearly_meet_by_an_accent_and_not_by_being_foreign() {
        let near = |one: &str, other: &str| {
            let (one, other) = (forms(one), forms(other));
            one.iter().any(|form| !form.is_empty() && other.contains(form))
        };
        for (one, other) in [
            ("MÜLLER, A", "MÖLLER, A"),
            ("MÜLLER, A", "MULLER, A"),
            ("MÜLLER, A", "Mueller, A"),
            ("O'NEIL, B", "ONEIL, B"),
            ("GROSS", "Groß"),
        ] {
            assert!(near(one, other), "{one} {other}");
        }
        for (one, other) in [("山本", "竹下"), ("MÜLLER, A", "MILLER, B"), ("LEE, A", "LEE, B")] {
            assert!(!near(one, other), "{one} {other}");
        }
    }

    #[test]
    fn names_agree_in_the_words_of_the_shorter() {
        assert!(agree("RIVERA, ANA MARIA", "Ana Rivera"));
        assert!(!agree("RIVERA, ANA", "LOPEZ, ANA"));
        assert!(!agree("", "LOPEZ, ANA"));
    }
}
