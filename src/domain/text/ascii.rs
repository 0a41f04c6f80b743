//! Text in ASCII to the last byte, for a terminal, a locale or a font that carries nothing else.

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Returns `text` in ASCII: signs by others that say the same, letters without their marks, and `?` for each letter of
/// another script.
pub fn in_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        plain.push_str(&in_place_of(c));
    }
    Cow::Owned(plain)
}

/// Returns what stands for one character: at least one, except for a mark that is put upon the letter before.
pub fn in_place_of(c: char) -> Cow<'static, str> {
    if c.is_ascii() {
        return Cow::Owned(c.to_string());
    }
    if let Some(sign) = sign(c) {
        return Cow::Borrowed(sign);
    }
    if is_combining_mark(c) {
        return Cow::Borrowed("");
    }
    let letters: String = std::iter::once(c).nfkd().filter(char::is_ascii).collect();
    if letters.is_empty() { Cow::Borrowed("?") } else { Cow::Owned(letters) }
}

fn sign(c: char) -> Option<&'static str> {
    SIGNS.iter().find_map(|(signs, said)| signs.contains(c).then_some(*said))
}

/// Signs and letters that are no ASCII letter with a mark, each with what stands for it.
const SIGNS: &[(&str, &str)] = &[
    ("\u{a0}\u{2007}\u{2009}\u{202f}", " "),
    ("·•∙", "."),
    ("…", "..."),
    ("–—−‐‑─╌╴╶━", "-"),
    ("│┃┆╎", "|"),
    ("┌┐└┘├┤┬┴┼╭╮╰╯", "+"),
    ("→", "->"),
    ("←", "<-"),
    ("↑", "^"),
    ("↓", "v"),
    ("↵", "Enter"),
    ("◂", "<"),
    ("▸▶▌", ">"),
    ("●◆█▇▆", "#"),
    ("◐▅▄▒▓", "+"),
    ("○ø", "o"),
    ("░▃▂", ":"),
    ("▁", "_"),
    ("×✓", "x"),
    ("÷", "/"),
    ("±", "+/-"),
    ("≥", ">="),
    ("≤", "<="),
    ("≈", "~"),
    ("≠", "!="),
    ("µμ", "u"),
    ("°", " deg"),
    ("‘’‚′", "'"),
    ("“”„″«»", "\""),
    ("ß", "ss"),
    ("ẞ", "SS"),
    ("æ", "ae"),
    ("Æ", "AE"),
    ("œ", "oe"),
    ("Œ", "OE"),
    ("Ø", "O"),
    ("đð", "d"),
    ("ĐÐ", "D"),
    ("ł", "l"),
    ("Ł", "L"),
    ("þ", "th"),
    ("Þ", "Th"),
    ("ı", "i"),
    ("ħ", "h"),
    ("Ħ", "H"),
];

/// Writes what is written through it in ASCII; a byte that is no UTF-8 becomes `?`.
pub struct InAscii<W> {
    inner: W,
    /// The first bytes of a character whose others have not come yet.
    begun: Vec<u8>,
}

impl<W: Write> InAscii<W> {
    pub fn new(inner: W) -> Self {
        Self { inner, begun: Vec::new() }
    }
}

impl<W: Write> Write for InAscii<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let mut rest = all.as_slice();
        while let Err(broken) = std::str::from_utf8(rest) {
            let (whole, behind) = rest.split_at(broken.valid_up_to());
            self.inner.write_all(in_ascii(&String::from_utf8_lossy(whole)).as_bytes())?;
            let Some(wrong) = broken.error_len() else {
                self.begun = behind.to_vec();
                return Ok(bytes.len());
            };
            self.inner.write_all(b"?")?;
            rest = &behind[wrong..];
        }
        self.inner.write_all(in_ascii(&String::from_utf8_lossy(rest)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn signs_and_names_stay_readable() {
        for (text, plain) in [
            ("n 19 · centile 34 (24–46)", "n 19 . centile 34 (24-46)"),
            ("Müller, José · Łukasz Ørsted, Groß", "Muller, Jose . Lukasz Orsted, Gross"),
            ("e\u{301}te\u{301}", "ete"),
            ("山本", "??"),
            ("≥ 12 ± 3 → 4 …", ">= 12 +/- 3 -> 4 ..."),
            ("↵ open", "Enter open"),
        ] {
            assert_eq!(in_ascii(text), plain);
        }
    }

    #[test]
    fn what_is_written_in_pieces_is_read_whole() {
        let mut out = InAscii::new(Vec::new());
        for byte in "Ü–x".bytes() {
            out.write_all(&[byte]).unwrap();
        }
        assert_eq!(out.inner, b"U-x");
    }

    proptest! {
        #[test]
        fn nothing_but_ascii_is_left(text in any::<String>()) {
            prop_assert!(in_ascii(&text).is_ascii());
        }
    }
}
