//! Text made to fit: sanitised strings cut to a width, numbers aligned to the right.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr;

/// The columns that `text` takes when it is drawn: ratatui puts one grapheme cluster after another.
///
/// A cluster may be wider than its characters (a sign that U+FE0F makes an emoji), and a text narrower than its
/// clusters (Arabic lam-alef), so neither characters nor the text as a whole are measured.
pub fn columns(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Cuts `text` to `width` columns; what is cut ends in an ellipsis.
pub fn fitted(text: &str, width: usize, ascii: bool) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let dots = if ascii { "~" } else { "…" };
    let Some(room) = width.checked_sub(1) else { return String::new() };
    let mut cut = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        used += cluster.width();
        if used > room {
            break;
        }
        cut.push_str(cluster);
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
                Some(last) if i == 0 && columns(last) + 1 + columns(&piece) <= width => {
                    last.push(' ');
                    last.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    lines
}

/// Breaks a word that is wider than a line, between grapheme clusters.
fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0;
    for (part, wide) in word.graphemes(true).flat_map(|cluster| parts(cluster, width)) {
        if used + wide > width {
            pieces.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(last) = pieces.last_mut() {
            last.push_str(part);
        }
    }
    pieces
}

/// A cluster with its columns; one that is wider than a line (letters of Hangul without end) falls into its characters.
///
/// There a character that has a width counts as two columns, which what follows it may make of it.
fn parts(cluster: &str, width: usize) -> Vec<(&str, usize)> {
    let wide = cluster.width();
    if wide <= width {
        return vec![(cluster, wide)];
    }
    let characters = cluster.split_inclusive(|_| true);
    characters.map(|c| (c, if c.width() == 0 { 0 } else { 2 })).collect()
}

/// Fits `text` to exactly `width` columns, filled up on the right.
pub fn padded(text: &str, width: usize, ascii: bool) -> String {
    let cut = fitted(text, width, ascii);
    let fill = width.saturating_sub(columns(&cut));
    cut + &" ".repeat(fill)
}

/// Fits a number to exactly `width` columns, filled up on the left; one that does not fit becomes `#`s.
pub fn number(text: &str, width: usize) -> String {
    let used = columns(text);
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

    /// A text with signs whose width depends on what stands beside them.
    fn any_text() -> impl Strategy<Value = String> {
        let signs = vec![
            'e',
            ' ',
            '#',
            '\u{263a}',
            '\u{2764}',
            '\u{fe0f}',
            '\u{fe0e}',
            '\u{20e3}',
            '\u{301}',
            '\u{338}',
            '\u{644}',
            '\u{627}',
            '\u{915}',
            '\u{94d}',
            '\u{937}',
            '\u{1100}',
            '\u{1161}',
            '\u{11a8}',
            '\u{1f1e9}',
            '\u{1f1ea}',
            '\u{1f469}',
            '\u{1f3fd}',
            '\u{5c71}',
            '>',
            '\u{600}',
            '\u{d7b0}',
        ];
        let mixed = prop::collection::vec(prop::sample::select(signs), 0..60).prop_map(String::from_iter);
        prop_oneof![any::<String>(), mixed]
    }

    #[test]
    fn a_sign_that_what_follows_makes_wide_takes_two_columns() {
        let hearts = "❤\u{fe0f}".repeat(3);
        assert_eq!(columns(&hearts), 6);
        assert_eq!(wrapped(&hearts, 5), ["❤\u{fe0f}❤\u{fe0f}", "❤\u{fe0f}"]);
        assert_eq!(fitted(&hearts, 4, false), "❤\u{fe0f}…");
        assert_eq!(padded("❤\u{fe0f}", 3, false), "❤\u{fe0f} ");
        // Alef after lam counts for nothing in the text as a whole, and is drawn into a cell of its own.
        assert_eq!(padded("علاء", 5, false), "علاء ");
    }

    #[test]
    fn an_accent_stays_with_its_letter_where_a_word_breaks() {
        assert_eq!(wrapped("ne\u{301}ne\u{301}", 2), ["ne\u{301}", "ne\u{301}"]);
        assert_eq!(wrapped(&"ᄀ".repeat(3), 2), ["ᄀ", "ᄀ", "ᄀ"]);
    }

    proptest! {
        #[test]
        fn wrapping_loses_nothing_but_spaces(text in any_text(), width in 2usize..40) {
            let text = crate::domain::text::sanitised(&text);
            let lines = wrapped(&text, width);
            prop_assert!(lines.iter().all(|line| columns(line) <= width && line.width() <= width), "{lines:?}");
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }

        #[test]
        fn nothing_fitted_is_wider_than_asked(text in any_text(), width in 0usize..40) {
            let text = crate::domain::text::sanitised(&text);
            let cut = fitted(&text, width, false);
            prop_assert!(columns(&cut) <= width && cut.width() <= width, "{cut:?}");
            prop_assert_eq!(columns(&padded(&text, width, false)), width);
        }
    }
}
