//! Ordinal things in time: entrustment ratings as glyphs, half-steps as arrows.

use crate::ui::theme::Glyphs;

/// Returns one glyph a rating, oldest first: `●` at the target or above, `◐` one level below, `○`
/// further below. ASCII shows the levels themselves, and so does a strip without a target.
pub fn ratings(levels: &[u8], target: Option<u8>, glyphs: Glyphs) -> String {
    levels.iter().map(|&level| rating(level, target, glyphs)).collect()
}

fn rating(level: u8, target: Option<u8>, glyphs: Glyphs) -> char {
    match (glyphs, target) {
        (Glyphs::Unicode, Some(target)) if level >= target => '●',
        (Glyphs::Unicode, Some(target)) if level + 1 == target => '◐',
        (Glyphs::Unicode, Some(_)) => '○',
        _ => char::from_digit(u32::from(level), 10).unwrap_or('+'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_read_against_the_target() {
        assert_eq!(ratings(&[1, 2, 3, 4], Some(3), Glyphs::Unicode), "○◐●●");
        assert_eq!(ratings(&[1, 2, 3, 4], Some(3), Glyphs::Ascii), "1234");
        assert_eq!(ratings(&[2, 255], None, Glyphs::Unicode), "2+");
    }
}
