//! How far a count has come on its way to a minimum, where there is nobody to compare it with.

use crate::ui::theme::Glyphs;

/// Returns a bar of `width` cells that is full at the minimum. One count is seen, and one too few is never full.
pub fn toward(n: u32, minimum: u32, width: u16, glyphs: Glyphs) -> String {
    let (full, rest) = match glyphs {
        Glyphs::Unicode => ('█', '·'),
        Glyphs::Ascii => ('#', '.'),
    };
    let (cells, minimum) = (u64::from(width), u64::from(minimum.max(1)));
    let filled = match u64::from(n) {
        n if n >= minimum => cells,
        0 => 0,
        n => (n * cells / minimum).clamp(1, cells.saturating_sub(1).max(1)),
    };
    (0..cells).map(|cell| if cell < filled { full } else { rest }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_full_at_the_minimum_and_not_before() {
        for (n, expected) in [
            (0, ".........."),
            (1, "#........."),
            (20, "#####....."),
            (39, "#########."),
            (40, "##########"),
            (4_000_000_000, "##########"),
        ] {
            assert_eq!(toward(n, 40, 10, Glyphs::Ascii), expected, "{n}");
        }
        assert_eq!(toward(1, 2, 4, Glyphs::Unicode), "██··");
        assert_eq!(toward(0, 0, 2, Glyphs::Ascii), "..");
        assert_eq!(toward(1, 40, 0, Glyphs::Ascii), "");
    }
}
