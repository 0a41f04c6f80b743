//! Whether a curve has crossed centile lines, as a growth chart is read.

use serde::Serialize;

use super::bands::{Bands, Mark};

/// How many months are looked back.
const LOOK_BACK: usize = 12;

/// The fewest lines whose crossing is worth a word.
const LINES: usize = 2;

/// The least median at which lines lie far enough apart to be crossed.
const LEAST_MEDIAN: f64 = 5.0;

/// Lines that a resident's curve crossed from one month to now.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Crossing {
    /// The whole training month since which they were crossed.
    pub since: usize,
    pub lines: usize,
    pub down: bool,
}

impl Crossing {
    /// Returns the crossing of two lines or more within the last twelve months, the latest start of the
    /// largest one.
    ///
    /// `curve` holds the cumulative counts of whole months, `so_far` and `month` are now's. `None` where
    /// the group is too small for centiles, or where the median is under five.
    pub fn of(bands: &Bands, curve: &[u32], so_far: u32, month: f64) -> Option<Self> {
        let Bands::Centiles { .. } = bands else { return None };
        let now = above(bands, so_far, month)?;
        let last = month.floor() as usize;
        let back = (last.saturating_sub(LOOK_BACK)..last).filter_map(|since| {
            let then = above(bands, *curve.get(since)?, since as f64)?;
            Some(Self { since, lines: then.abs_diff(now), down: now < then })
        });
        back.filter(|crossing| crossing.lines >= LINES).max_by_key(|crossing| crossing.lines)
    }
}

/// Returns how many lines a count lies on or above.
fn above(bands: &Bands, count: u32, month: f64) -> Option<usize> {
    let median = bands.at(Mark::MEDIAN, month)?;
    (median >= LEAST_MEDIAN)
        .then(|| bands.lines().iter().filter(|line| f64::from(count) >= line.at(month)).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::bands::Method;
    use crate::growth::ranks::Ranks;

    /// Fifty members who meet 1 to 50 tenths of two a month: lines at about .1, .25, .5, .75, .9 of 10 a month.
    fn bands() -> Bands {
        let curves: Vec<Vec<u32>> =
            (1..=50).map(|rate| (0..=36).map(|month| rate * month / 5).collect()).collect();
        let curves: Vec<&[u32]> = curves.iter().map(Vec::as_slice).collect();
        Bands::by(Method::HarrellDavis, &Ranks::of(&curves), None)
    }

    #[test]
    fn a_curve_that_stands_still_crosses_lines_downwards() {
        let curve: Vec<u32> = (0..=24u32).map(|month| 8 * month.min(12)).collect();
        let found = Crossing::of(&bands(), &curve, 96, 24.0).unwrap();
        assert!(found.down && found.lines >= 2, "{found:?}");
        assert!((12..=14).contains(&found.since), "{found:?}");
    }

    #[test]
    fn who_catches_up_crosses_them_upwards() {
        let curve: Vec<u32> = (0..=24u32).map(|month| month + 15 * month.saturating_sub(12)).collect();
        let found = Crossing::of(&bands(), &curve, 24 + 15 * 12, 24.0).unwrap();
        assert!(!found.down && found.lines >= 2);
    }

    #[test]
    fn a_steady_curve_crosses_none_and_a_small_group_has_no_lines() {
        let curve: Vec<u32> = (0..=24).map(|month| 5 * month).collect();
        assert_eq!(Crossing::of(&bands(), &curve, 120, 24.0), None);
        assert_eq!(Crossing::of(&Bands::None, &curve, 120, 24.0), None);
        assert_eq!(Crossing::of(&bands(), &curve, 2, 0.5), None, "the lines lie too close together");
    }
}
