//! Counts by month as a line of bars; a missing month is a dot, never a zero.

use crate::ui::theme::Glyphs;

/// Returns one character a month. Rows that share `max` can be compared.
pub fn sparkline(months: &[Option<u32>], max: Option<u32>, glyphs: Glyphs) -> String {
    let top = max.or_else(|| months.iter().flatten().copied().max()).unwrap_or(0).max(1);
    months.iter().map(|month| bar(*month, top, glyphs)).collect()
}

fn bar(month: Option<u32>, top: u32, glyphs: Glyphs) -> char {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    const DIGITS: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    let (levels, missing): (&[char], char) = match glyphs {
        Glyphs::Unicode => (&BARS, '·'),
        Glyphs::Ascii => (&DIGITS, '.'),
    };
    let Some(count) = month else { return missing };
    let steps = (levels.len() - 1) as u64;
    let level = (u64::from(count.min(top)) * steps).div_ceil(u64::from(top));
    levels[level as usize]
}

/// Returns a height above the highest month, so that lines do not run into one another.
pub fn headroom(months: &[Option<u32>]) -> u32 {
    let highest = months.iter().flatten().max().copied().unwrap_or(0);
    highest.saturating_add(highest / 5).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_month_is_not_a_zero() {
        let months = [Some(0), Some(1), Some(7), None];
        assert_eq!(sparkline(&months, None, Glyphs::Unicode), "▁▂█·");
        assert_eq!(sparkline(&months, None, Glyphs::Ascii), "029.");
    }

    #[test]
    fn one_exposure_is_seen_beside_many() {
        assert_eq!(sparkline(&[Some(1), Some(0)], Some(4_000_000_000), Glyphs::Unicode), "▂▁");
    }

    #[test]
    fn more_than_the_shared_top_is_the_top() {
        assert_eq!(sparkline(&[Some(u32::MAX)], Some(3), Glyphs::Unicode), "█");
        assert_eq!(sparkline(&[Some(0)], Some(0), Glyphs::Unicode), "▁");
    }
}
