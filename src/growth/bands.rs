//! Centile bands of a reference group over training time. No band from too few.

use std::fmt;

use super::quantile::type7;

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

    fn share(self) -> f64 {
        match self {
            Self::Least => 0.0,
            Self::Centile(centile) => f64::from(centile) / 100.0,
            Self::Most => 1.0,
        }
    }
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

/// What is usual in a reference group, in as much detail as its size bears.
#[derive(Clone, Debug, PartialEq)]
pub enum Bands {
    /// Nobody to compare with.
    None,
    /// Fewer than 20: least, median and most.
    Range { n: usize, lines: Vec<Line> },
    /// 20 to 99: centiles 10, 25, 50, 75, 90. From 100 also 3 and 97.
    Centiles { n: usize, lines: Vec<Line> },
}

impl Bands {
    /// Takes the bands from the members' cumulative curves, which are equally long.
    ///
    /// Each line is the type-7 sample quantile of the members' counts, month by month. Since no
    /// count ever falls, neither does a line; lines cannot cross.
    pub fn of(curves: &[&[u32]]) -> Self {
        let n = curves.len();
        let marks: Vec<Mark> = match n {
            0 => return Self::None,
            n if n < FEWEST_FOR_CENTILES => vec![Mark::Least, Mark::MEDIAN, Mark::Most],
            n if n < FEWEST_FOR_OUTER => INNER.map(Mark::Centile).to_vec(),
            _ => OUTER.map(Mark::Centile).to_vec(),
        };
        let lines = lines(&marks, curves);
        if n < FEWEST_FOR_CENTILES { Self::Range { n, lines } } else { Self::Centiles { n, lines } }
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

/// Returns the share of newcomers who are expected below a centile line of `n` members by chance.
///
/// The k-th smallest of n has k / (n + 1) of all below it on average, and type 7 places the line at
/// k = share · (n − 1) + 1: a little more than its name in small groups. Ties make it less.
pub fn share_below(centile: u8, n: usize) -> f64 {
    let n = n as f64;
    (f64::from(centile) / 100.0 * (n - 1.0).max(0.0) + 1.0) / (n + 1.0)
}

fn lines(marks: &[Mark], curves: &[&[u32]]) -> Vec<Line> {
    let months = curves.iter().map(|curve| curve.len()).min().unwrap_or(0);
    let mut lines: Vec<Line> =
        marks.iter().map(|&mark| Line { mark, values: Vec::with_capacity(months) }).collect();
    let mut counts = Vec::with_capacity(curves.len());
    for month in 0..months {
        counts.clear();
        counts.extend(curves.iter().map(|curve| curve[month]));
        counts.sort_unstable();
        for line in &mut lines {
            let before = line.values.last().copied().unwrap_or(0.0);
            let here = type7(&counts, line.mark.share()).unwrap_or(before);
            // Rounding alone could let a flat line sink by the last digit.
            line.values.push(here.max(before));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bands(curves: &[Vec<u32>]) -> Bands {
        Bands::of(&curves.iter().map(Vec::as_slice).collect::<Vec<_>>())
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

    /// R: `quantile(1:20, c(.1, .25, .5, .75, .9))` is 2.9, 5.75, 10.5, 15.25, 18.1.
    #[test]
    fn centiles_are_those_of_r() {
        let lines = bands(&straight(20));
        for (centile, expected) in [(10, 2.9), (25, 5.75), (50, 10.5), (75, 15.25), (90, 18.1)] {
            let found = lines.at(Mark::Centile(centile), 1.0).unwrap();
            assert!((found - expected).abs() < 1e-12, "{centile}: {found}");
        }
    }

    #[test]
    fn a_line_is_read_between_its_months() {
        assert_eq!(bands(&straight(3)).at(Mark::MEDIAN, 1.5), Some(3.0));
        assert_eq!(bands(&straight(3)).at(Mark::MEDIAN, 99.0), Some(6.0));
    }

    proptest! {
        #[test]
        fn as_many_as_expected_lie_below_the_tenth_centile_of_the_others(
            ends in prop::collection::hash_set(0u32..5000, 21..130),
        ) {
            let mut curves: Vec<Vec<u32>> = ends.iter().map(|&n| vec![0, n]).collect();
            let all = curves.len();
            let below = (0..all).filter(|_| {
                let own = curves.remove(0);
                let line = bands(&curves).at(Mark::Centile(10), 1.0).unwrap();
                curves.push(own.clone());
                f64::from(own[1]) < line
            }).count();
            let expected = share_below(10, all - 1) * all as f64;
            prop_assert!((below as f64 - expected).abs() <= 1.0 + 1e-9, "{below} of {all}, expected {expected}");
        }

        #[test]
        fn bands_never_fall_and_never_cross(
            steps in prop::collection::vec(prop::collection::vec(0u32..6, 12), 1..130),
        ) {
            let curves: Vec<Vec<u32>> = steps.iter().map(|s| {
                s.iter().scan(0, |sum, step| { *sum += step; Some(*sum) }).collect()
            }).collect();
            let made = bands(&curves);
            prop_assert_eq!(made.n(), curves.len());
            for line in made.lines() {
                prop_assert!(line.values.is_sorted());
            }
            for pair in made.lines().windows(2) {
                prop_assert!(pair[0].values.iter().zip(&pair[1].values).all(|(low, high)| low <= high));
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
