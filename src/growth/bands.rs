//! Centile bands of a reference group over training time. No band from too few.

use std::collections::HashMap;
use std::fmt;

use super::expectation::{Expectation, TrainingPlace};
use super::quantile::type7;
use super::ranks::Ranks;

/// The fewest members for centiles; below, median and range only.
pub const FEWEST_FOR_CENTILES: usize = 20;

/// The fewest members for the 3rd and 97th centile.
pub const FEWEST_FOR_OUTER: usize = 100;

const INNER: [u8; 5] = [10, 25, 50, 75, 90];
const OUTER: [u8; 7] = [3, 10, 25, 50, 75, 90, 97];

/// What a line of the bands marks.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Mark {
    Least,
    Centile(u8),
    Most,
}

impl Mark {
    pub const MEDIAN: Self = Self::Centile(50);
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Least => f.pad("least"),
            Self::Centile(centile) => f.pad(&centile.to_string()),
            Self::Most => f.pad("most"),
        }
    }
}

/// One line of the bands: cumulative exposures before the end of each training month, from month 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub mark: Mark,
    pub values: Vec<f64>,
}

impl Line {
    /// Returns the line's height at a fractional training month, linear between whole months.
    pub fn at(&self, month: f64) -> f64 {
        let Some(last) = self.values.len().checked_sub(1) else { return 0.0 };
        let month = month.clamp(0.0, last as f64);
        let below = month.floor() as usize;
        let (from, to) = (self.values[below], self.values[(below + 1).min(last)]);
        from + (to - from) * (month - below as f64)
    }
}

/// How the centile lines are drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display, strum::EnumIter)]
pub enum Method {
    /// Harrell–Davis quantiles of the members' counts, month by month: no distribution is assumed.
    #[strum(serialize = "Harrell–Davis quantiles")]
    HarrellDavis,
    /// Quantiles of a negative binomial with the group's mean and a smooth dispersion.
    #[strum(serialize = "negative binomial")]
    NegativeBinomial,
}

/// The weights of the members of a group, which its size alone makes: worked out once for all its experiences.
#[derive(Debug, Default)]
pub struct Weights(HashMap<usize, Vec<(usize, Vec<f64>)>>);

impl Weights {
    /// Returns the weights of each share among `n`; of one size all ask for the same shares.
    fn of(&mut self, n: usize, shares: &[f64]) -> &[(usize, Vec<f64>)] {
        self.0.entry(n).or_insert_with(|| shares.iter().map(|&share| beta_weights(n, share)).collect())
    }
}

/// What is usual in a reference group, in as much detail as its size bears.
#[derive(Clone, Debug, PartialEq)]
pub enum Bands {
    /// Nobody to compare with.
    None,
    /// Fewer than 20: least, median and most.
    Range { n: usize, lines: Vec<Line> },
    /// 20 to 99: centiles 10, 25, 50, 75, 90. From 100 also 3 and 97.
    Centiles { n: usize, method: Method, lines: Vec<Line> },
}

impl Bands {
    /// Draws the bands of a group by the method that keeps its word best: the negative binomial for a
    /// group under 100 where every rotation brings the experience, else Harrell–Davis.
    ///
    /// Where counts come in blocks no distribution fits, and from 100 members the two draw the same
    /// (`trellis calibrate --methods`; the comparison stands in `docs/statistics.md`).
    pub fn of(ranks: &Ranks, usual: Option<&Expectation>, in_blocks: bool, weights: &mut Weights) -> Self {
        let steadier = !in_blocks && ranks.n() < FEWEST_FOR_OUTER;
        let method = if steadier { Method::NegativeBinomial } else { Method::HarrellDavis };
        Self::drawn(method, ranks, usual, weights)
    }

    /// Draws the bands of a group by one method.
    ///
    /// Lines never fall, and never cross. Under 20 members there are no centiles, whatever the method.
    pub fn by(method: Method, ranks: &Ranks, usual: Option<&Expectation>) -> Self {
        Self::drawn(method, ranks, usual, &mut Weights::default())
    }

    fn drawn(method: Method, ranks: &Ranks, usual: Option<&Expectation>, weights: &mut Weights) -> Self {
        let n = ranks.n();
        if n == 0 {
            return Self::None;
        }
        if n < FEWEST_FOR_CENTILES {
            let marks = [(Mark::Least, 0.0), (Mark::MEDIAN, 0.5), (Mark::Most, 1.0)];
            let line = |(mark, share)| {
                let values = ranks.by_month().iter().map(|counts| type7(counts, share).unwrap_or(0.0));
                Line { mark, values: values.collect() }
            };
            return Self::Range { n, lines: marks.map(line).to_vec() };
        }
        let centiles: &[u8] = if n < FEWEST_FOR_OUTER { &INNER } else { &OUTER };
        let shares: Vec<f64> = centiles.iter().map(|&c| f64::from(c) / 100.0).collect();
        let (method, by_month) = match (method, usual) {
            (Method::NegativeBinomial, Some(usual)) => {
                (method, negative_binomial(usual, ranks.by_month().len(), &shares))
            }
            _ => (Method::HarrellDavis, harrell_davis(ranks, weights.of(n, &shares))),
        };
        let line = |(i, &centile): (usize, &u8)| Line {
            mark: Mark::Centile(centile),
            values: never_falling(by_month.iter().map(|heights| heights[i])),
        };
        let lines = centiles.iter().enumerate().map(line).collect();
        Self::Centiles { n, method, lines }
    }

    /// Returns how the lines are drawn; `None` where there are no centiles.
    pub fn method(&self) -> Option<Method> {
        match self {
            Self::Centiles { method, .. } => Some(*method),
            Self::None | Self::Range { .. } => None,
        }
    }

    /// Returns the number of members behind the bands.
    pub fn n(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Range { n, .. } | Self::Centiles { n, .. } => *n,
        }
    }

    /// Returns the lines, lowest first.
    pub fn lines(&self) -> &[Line] {
        match self {
            Self::None => &[],
            Self::Range { lines, .. } | Self::Centiles { lines, .. } => lines,
        }
    }

    /// Returns the line of one mark, where the group is large enough to have it.
    pub fn line(&self, mark: Mark) -> Option<&Line> {
        self.lines().iter().find(|line| line.mark == mark)
    }

    /// Returns the height of one line at a fractional training month.
    pub fn at(&self, mark: Mark, month: f64) -> Option<f64> {
        self.line(mark).map(|line| line.at(month))
    }
}

/// Returns the heights of all lines by month: weighted means of the sorted counts.
///
/// Harrell & Davis, Biometrika 1982;69:635: the weight of the i-th of n is I(i / n) − I((i − 1) / n) of
/// the beta distribution with (n + 1) p and (n + 1) (1 − p). Then a running mean over three months,
/// ¼ ½ ¼, which keeps lines in order and leaves both ends where they are.
fn harrell_davis(ranks: &Ranks, weights: &[(usize, Vec<f64>)]) -> Vec<Vec<f64>> {
    let height = |counts: &Vec<u32>, (first, weights): &(usize, Vec<f64>)| -> f64 {
        weights.iter().zip(&counts[*first..]).map(|(w, &c)| w * f64::from(c)).sum()
    };
    let raw: Vec<Vec<f64>> =
        ranks.by_month().iter().map(|counts| weights.iter().map(|w| height(counts, w)).collect()).collect();
    let smooth = |month: usize, line: usize| match (month.checked_sub(1), raw.get(month + 1)) {
        (Some(before), Some(after)) => (raw[before][line] + 2.0 * raw[month][line] + after[line]) / 4.0,
        _ => raw[month][line],
    };
    (0..raw.len()).map(|month| (0..weights.len()).map(|line| smooth(month, line)).collect()).collect()
}

/// Returns the weights of the order statistics that matter, and the place of the first of them.
fn beta_weights(n: usize, share: f64) -> (usize, Vec<f64>) {
    /// Weights below this are lost in the last digit of a count.
    const NOTHING: f64 = 1e-12;
    let (a, b) = ((n as f64 + 1.0) * share, (n as f64 + 1.0) * (1.0 - share));
    let up_to =
        |i: usize| if i == n { 1.0 } else { statrs::function::beta::beta_reg(a, b, i as f64 / n as f64) };
    let mut before = 0.0;
    let all = (1..=n).map(|i| {
        let here = up_to(i);
        let weight = here - before;
        before = here;
        weight
    });
    let all: Vec<f64> = all.collect();
    let first = all.iter().position(|&w| w > NOTHING).unwrap_or(0);
    let last = all.iter().rposition(|&w| w > NOTHING).unwrap_or(n - 1);
    let kept = &all[first..=last];
    let sum: f64 = kept.iter().sum();
    (first, kept.iter().map(|w| w / sum).collect())
}

fn negative_binomial(usual: &Expectation, months: usize, shares: &[f64]) -> Vec<Vec<f64>> {
    let place = |month: usize| TrainingPlace { month: month as f64, on_rotations: None };
    (0..months).map(|month| usual.distribution(place(month)).smooth_quantiles(shares)).collect()
}

/// A cumulative count never falls; what a fit or rounding lets sink stays where it was.
fn never_falling(heights: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut reached = 0.0_f64;
    heights
        .map(|height| {
            reached = reached.max(height);
            reached
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::growth::expectation::Member;

    fn ranks(curves: &[Vec<u32>]) -> Ranks {
        Ranks::of(&curves.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    fn bands(curves: &[Vec<u32>]) -> Bands {
        Bands::by(Method::HarrellDavis, &ranks(curves), None)
    }

    fn straight(n: u32) -> Vec<Vec<u32>> {
        (1..=n).map(|rate| (0..=3).map(|month| rate * month).collect()).collect()
    }

    #[test]
    fn nobody_makes_no_band() {
        assert_eq!(bands(&[]), Bands::None);
        assert_eq!(Bands::None.at(Mark::MEDIAN, 3.0), None);
    }

    #[test]
    fn a_small_group_has_a_range_and_no_centiles() {
        let small = bands(&straight(19));
        assert!(matches!(small, Bands::Range { n: 19, .. }));
        assert_eq!(small.at(Mark::Least, 2.0), Some(2.0));
        assert_eq!(small.at(Mark::MEDIAN, 2.0), Some(20.0));
        assert_eq!(small.at(Mark::Most, 2.0), Some(38.0));
        assert_eq!(small.line(Mark::Centile(10)), None);
    }

    #[test]
    fn outer_centiles_take_a_hundred() {
        let marks =
            |n| bands(&straight(n)).lines().iter().map(|l| l.mark.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(marks(20), "10 25 50 75 90");
        assert_eq!(marks(99), "10 25 50 75 90");
        assert_eq!(marks(100), "3 10 25 50 75 90 97");
    }

    /// `scipy.stats.mstats.hdquantiles` 1.17.1 at .1, .25, .5, .75, .9; the last month is not smoothed.
    #[test]
    fn centiles_are_the_harrell_davis_quantiles_of_scipy() {
        let skewed = [0, 0, 1, 1, 1, 2, 3, 3, 4, 4, 5, 6, 8, 8, 9, 11, 12, 15, 18, 20, 22, 30, 41, 55]
            .map(|n| vec![0, n]);
        let straight: Vec<Vec<u32>> = (1..=20).map(|n| vec![0, n]).collect();
        let straight_quantiles =
            [2.500_834_175_8, 5.500_010_832_6, 10.500_000_000_0, 15.499_989_167_4, 18.499_165_824_2];
        let skewed_quantiles =
            [0.620_042_308_3, 2.347_308_168_7, 6.923_514_261_0, 16.872_094_168_3, 34.342_362_217_6];
        for (curves, expected) in [(&straight[..], straight_quantiles), (&skewed[..], skewed_quantiles)] {
            for (line, expected) in bands(curves).lines().iter().zip(expected) {
                let found = line.values[1];
                assert!((found - expected).abs() < 1e-8, "{}: {found} is not {expected}", line.mark);
            }
        }
    }

    #[test]
    fn a_line_is_read_between_its_months() {
        assert_eq!(bands(&straight(3)).at(Mark::MEDIAN, 1.5), Some(3.0));
        assert_eq!(bands(&straight(3)).at(Mark::MEDIAN, 99.0), Some(6.0));
    }

    proptest! {
        #[test]
        fn bands_never_fall_and_never_cross(
            steps in prop::collection::vec(prop::collection::vec(0u32..6, 12), 1..130),
        ) {
            let curves: Vec<Vec<u32>> = steps.iter().map(|s| {
                s.iter().scan(0, |sum, step| { *sum += step; Some(*sum) }).collect()
            }).collect();
            let members: Vec<Member<'_>> =
                curves.iter().map(|curve| Member { curve, on_rotations: None }).collect();
            let usual = Expectation::of(&members, 11);
            for method in Method::iter() {
                let made = Bands::by(method, &ranks(&curves), usual.as_ref());
                prop_assert_eq!(made.n(), curves.len());
                for line in made.lines() {
                    prop_assert!(line.values.is_sorted());
                }
                for pair in made.lines().windows(2) {
                    prop_assert!(pair[0].values.iter().zip(&pair[1].values).all(|(low, high)| low <= high));
                }
            }
        }

        #[test]
        fn the_order_of_the_members_does_not_matter(
            mut curves in prop::collection::vec(prop::collection::vec(0u32..50, 3), 1..40),
        ) {
            for curve in &mut curves {
                curve.sort_unstable();
            }
            let once = bands(&curves);
            curves.reverse();
            prop_assert_eq!(once, bands(&curves));
        }
    }
}
