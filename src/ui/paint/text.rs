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

    proptest! {
        #[test]
        fn nothing_fitted_is_wider_than_asked(text in any::<String>(), width in 0usize..40) {
            let text = crate::domain::text::sanitised(&text);
            prop_assert!(fitted(&text, width, false).width() <= width);
        }
    }
}
