//! Text made to fit: sanitised strings cut to a width, numbers aligned to the right.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Cuts `text` to `width` columns; what is cut ends in an ellipsis.
pub fn fitted(text: &str, width: usize, ascii: bool) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let dots = if ascii { "~" } else { "…" };
    let Some(room) = width.checked_sub(1) else { return String::new() };
    let mut cut = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        cut.push(c);
    }
    cut + dots
}

/// Breaks `text` into lines of at most `width` columns, between words where it can; at least one line.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        for (i, piece) in pieces(word, width).into_iter().enumerate() {
            match lines.last_mut() {
                Some(last) if last.is_empty() => last.push_str(&piece),
                Some(last) if i == 0 && last.width() + 1 + piece.width() <= width => {
                    last.push(' ');
                    last.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    lines
}

/// Breaks a word that is wider than a line.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0;
    for c in word.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide > width {
            pieces.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(last) = pieces.last_mut() {
            last.push(c);
        }
    }
    pieces
}

/// Fits `text` to exactly `width` columns, filled up on the right.
pub fn padded(text: &str, width: usize, ascii: bool) -> String {
    let cut = fitted(text, width, ascii);
    let fill = width.saturating_sub(cut.width());
    cut + &" ".repeat(fill)
}

/// Fits a number to exactly `width` columns, filled up on the left; one that does not fit becomes `#`s.
pub fn number(text: &str, width: usize) -> String {
    let used = text.width();
    if used > width { "#".repeat(width) } else { " ".repeat(width - used) + text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cut_name_ends_in_an_ellipsis() {
        assert_eq!(fitted("Castellanos, Iris", 8, false), "Castell…");
        assert_eq!(fitted("Castellanos, Iris", 8, true), "Castell~");
        assert_eq!(fitted("山田太郎", 5, false), "山田…");
        assert_eq!(fitted("Lin", 3, false), "Lin");
    }

    #[test]
    fn a_number_is_never_cut() {
        assert_eq!(number("19", 5), "   19");
        assert_eq!(number("12345", 3), "###");
    }

    #[test]
    fn text_breaks_between_words_and_a_word_only_where_it_must() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(
            wrapped("prompt thin_evidence/thoracic", 10),
            ["prompt", "thin_evide", "nce/thorac", "ic"]
        );
        assert_eq!(wrapped("", 8), [""]);
    }

    proptest! {
        #[test]
        fn wrapping_loses_nothing_but_spaces(text in any::<String>(), width in 2usize..40) {
            let text = crate::domain::text::sanitised(&text);
            let lines = wrapped(&text, width);
            prop_assert!(lines.iter().all(|line| line.width() <= width), "{lines:?}");
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }

        #[test]
        fn nothing_fitted_is_wider_than_asked(text in any::<String>(), width in 0usize..40) {
            let text = crate::domain::text::sanitised(&text);
            prop_assert!(fitted(&text, width, false).width() <= width);
        }
    }
}
