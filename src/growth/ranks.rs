//! The counts of a reference group in ascending order, month by month.

use super::quantile::type7;

/// Every member's cumulative count before the end of each whole training month, sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranks {
    n: usize,
    by_month: Vec<Vec<u32>>,
}

impl Ranks {
    /// Sorts the members' curves; months that not every curve covers are left out.
    pub fn of(curves: &[&[u32]]) -> Self {
        let months = curves.iter().map(|curve| curve.len()).min().unwrap_or(0);
        let sorted = |month: usize| {
            let mut counts: Vec<u32> = curves.iter().map(|curve| curve[month]).collect();
            counts.sort_unstable();
            counts
        };
        Self { n: curves.len(), by_month: (0..months).map(sorted).collect() }
    }

    /// Returns the number of members.
    pub fn n(&self) -> usize {
        self.n
    }

    /// Returns the sorted counts of each month, from month 0.
    pub fn by_month(&self) -> &[Vec<u32>] {
        &self.by_month
    }

    /// Returns the share of members with fewer than `count`, and half of those with as many.
    ///
    /// Between two months a member stands in either with the weight of its nearness, so that a rare
    /// event of next month is not counted as had. `None` where nobody is.
    pub fn share_below(&self, count: u32, month: f64) -> Option<f64> {
        let last = self.by_month.len().checked_sub(1)?;
        let month = month.clamp(0.0, last as f64);
        let before = month.floor() as usize;
        let into = month - before as f64;
        let share = |at: usize| {
            let counts = &self.by_month[at];
            let fewer = counts.partition_point(|&c| c < count);
            let as_many = counts.partition_point(|&c| c <= count) - fewer;
            (fewer as f64 + as_many as f64 / 2.0) / self.n as f64
        };
        (self.n > 0).then(|| (1.0 - into) * share(before) + into * share((before + 1).min(last)))
    }

    /// Returns the share of members who have met at least one by the last month.
    pub fn share_met(&self) -> Option<f64> {
        let last = self.by_month.last()?;
        let none = last.partition_point(|&c| c == 0);
        (self.n > 0).then(|| 1.0 - none as f64 / self.n as f64)
    }

    /// Returns the type-7 sample quantile by the last month, at `share` (0 to 1).
    pub fn at_end(&self, share: f64) -> Option<f64> {
        type7(self.by_month.last()?, share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_counts_half_and_two_months_are_weighed() {
        let curves = [[0, 1], [0, 1], [0, 3], [0, 5]];
        let ranks = Ranks::of(&curves.each_ref().map(<[u32; 2]>::as_slice));
        assert_eq!(ranks.share_below(1, 1.0), Some(0.25));
        assert_eq!(ranks.share_below(0, 0.25), Some(0.375));
        assert_eq!(ranks.share_below(9, 7.0), Some(1.0));
        assert_eq!((ranks.share_met(), ranks.at_end(0.5)), (Some(1.0), Some(2.0)));
        assert_eq!(Ranks::of(&[]).share_below(1, 1.0), None);
    }
}
