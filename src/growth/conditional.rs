//! Where a count stands given where it stood half a year before: conditional growth.
//!
//! A curve that crosses centile lines says little: it does so by chance too, and more often the longer one looks.
//! What was to be expected from a count on is a distribution with a known chance (Cole, *Stat Med* 1995;14:2371, on
//! conditional weight gain; WHO growth velocity standards, 2009).

use serde::Serialize;

use super::forecast::Outlook;

/// How many training months are looked back: one reporting period.
pub const LOOK_BACK: usize = 6;

/// What was forecast from a count on, and what came. Exposures and training months.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Conditional {
    /// The whole training month that was looked back to, and the count at its end.
    pub since: usize,
    pub stood: u32,
    /// The last whole training month, and the count at its end.
    pub month: usize,
    pub count: u32,
    /// The expected count by now, and its 10th and 90th centile, as forecast then.
    pub expected: f64,
    pub low: u32,
    pub high: u32,
    /// The probability of a count as low as this one or lower where it lies below what was expected, else of one as
    /// high or higher.
    pub chance: f64,
}

impl Conditional {
    /// Reads a curve of cumulative counts by whole month against the forecast of half a year before.
    ///
    /// `outlook` is that of now. `None` in the first year, in which there is no half-year to go by.
    pub fn of(outlook: &Outlook<'_>, curve: &[u32]) -> Option<Self> {
        let month = outlook.month.floor() as usize;
        let since = month.checked_sub(LOOK_BACK).filter(|since| *since >= LOOK_BACK)?;
        let (stood, count) = (*curve.get(since)?, *curve.get(month)?);
        let then = Outlook { so_far: stood, month: since as f64, ..outlook.clone() };
        let forecast = then.at(month as f64);
        let (low, high) = forecast.interval80();
        let expected = forecast.expected_total();
        let chance = if f64::from(count) < expected {
            1.0 - forecast.reaches(count.saturating_add(1))
        } else {
            forecast.reaches(count)
        };
        Some(Self { since, stood, month, count, expected, low, high, chance })
    }

    /// Tells whether the count lies outside of what was expected in 8 of 10.
    pub fn is_outside(&self) -> bool {
        self.count < self.low || self.count > self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::expectation::{Expectation, Member};

    /// Sixty members who meet one, two or three a month.
    fn usual() -> Expectation {
        let curves: Vec<Vec<u32>> =
            (0..60).map(|i| (0..=36).map(|month| month * (1 + i % 3)).collect()).collect();
        let members: Vec<_> = curves.iter().map(|curve| Member { curve, on_rotations: None }).collect();
        Expectation::of(&members, 36).unwrap()
    }

    fn outlook(usual: &Expectation, month: f64) -> Outlook<'_> {
        Outlook { usual, so_far: 0, month, end: 36.0, blocks: None }
    }

    #[test]
    fn the_first_year_has_no_half_year_to_go_by() {
        let usual = usual();
        let curve: Vec<u32> = (0..=36).map(|month| 2 * month).collect();
        assert_eq!(Conditional::of(&outlook(&usual, 11.9), &curve), None);
        assert!(Conditional::of(&outlook(&usual, 12.0), &curve).is_some());
    }

    #[test]
    fn who_goes_on_as_before_is_within_and_who_stands_still_is_not() {
        let usual = usual();
        let on: Vec<u32> = (0..=36).map(|month| 2 * month).collect();
        let found = Conditional::of(&outlook(&usual, 24.5), &on).unwrap();
        assert_eq!((found.since, found.stood, found.month, found.count), (18, 36, 24, 48));
        assert!(!found.is_outside() && found.chance > 0.2, "{found:?}");
        let still: Vec<u32> = (0..=36u32).map(|month| 2 * month.min(18)).collect();
        let found = Conditional::of(&outlook(&usual, 24.5), &still).unwrap();
        assert!(found.is_outside() && found.count < found.low && found.chance < 0.01, "{found:?}");
        // Who was slow before is expected to be slow: no line is crossed by going on.
        let slow: Vec<u32> = (0..=36).collect();
        assert!(!Conditional::of(&outlook(&usual, 30.0), &slow).unwrap().is_outside());
    }
}
