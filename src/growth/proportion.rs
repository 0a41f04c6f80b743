//! Shares of a whole: intervals and funnel limits. A share of fewer than ten is not one.

use serde::Serialize;

/// The standard normal quantile of a two-sided 95 % interval.
pub const Z95: f64 = 1.959_963_984_540_054;

/// The fewest that a rate may rest on.
pub const FEWEST: u32 = 10;

/// Two ends of an interval, the lower first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// A count out of a number that is too small for a rate.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotARate {
    #[error("{n} are too few for a rate; it takes {FEWEST}")]
    TooFew { n: u32 },
    #[error("{count} of {n} is no share")]
    MoreThanAll { count: u32, n: u32 },
}

/// A count out of at least ten.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rate {
    count: u32,
    n: u32,
}

impl Rate {
    /// Makes a rate, or says why there is none.
    pub fn new(count: u32, n: u32) -> Result<Self, NotARate> {
        match (count, n) {
            (_, n) if n < FEWEST => Err(NotARate::TooFew { n }),
            (count, n) if count > n => Err(NotARate::MoreThanAll { count, n }),
            (count, n) => Ok(Self { count, n }),
        }
    }

    /// Returns the number that the share counts.
    pub fn count(self) -> u32 {
        self.count
    }

    /// Returns the share, 0 to 1.
    pub fn share(self) -> f64 {
        f64::from(self.count) / f64::from(self.n)
    }

    /// Returns the number that the share is of.
    pub fn n(self) -> u32 {
        self.n
    }

    /// Returns the 95 % interval of the share.
    pub fn interval(self) -> Interval {
        wilson(self.share(), f64::from(self.n), Z95)
    }
}

/// Returns the score interval of a share observed among `n`, at `z` standard deviations.
///
/// Wilson, J Am Stat Assoc 1927;22:209. Stays inside 0 to 1 and has width at shares of 0 and 1.
/// Of nothing (`n` not positive) it says nothing: 0 to 1.
pub fn wilson(share: f64, n: f64, z: f64) -> Interval {
    if n <= 0.0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let square = z * z / n;
    let middle = (share + square / 2.0) / (1.0 + square);
    let half = z / (1.0 + square) * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt();
    Interval { low: (middle - half).clamp(0.0, share), high: (middle + half).clamp(share, 1.0) }
}

/// Returns the limits in which a share of `n` lies by chance if the true share is `target`.
///
/// `target ± z · √(target · (1 − target) / n)`, cut to 0 and 1: the normal form of Spiegelhalter,
/// Stat Med 2005;24:1185. `z` is 1.96 for 95 % and 3.09 for 99.8 %. `None` under ten. The screens show
/// the exact form of `funnel::Funnel`; near a share of 1 this one promises too narrow a lower limit.
pub fn funnel(target: f64, n: u32, z: f64) -> Option<Interval> {
    let half = z * (target * (1.0 - target) / f64::from(n)).sqrt();
    (n >= FEWEST).then(|| Interval { low: (target - half).max(0.0), high: (target + half).min(1.0) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The project's own vectors, which agree with R's `binom::binom.confint(method = "wilson")`.
    #[test]
    fn wilson_intervals_are_the_published_ones() {
        for (count, n, low, high) in
            [(9, 10, 0.596, 0.982), (27, 30, 0.744, 0.965), (90, 100, 0.826, 0.945), (0, 10, 0.0, 0.278)]
        {
            let found = Rate::new(count, n).unwrap().interval();
            assert!(
                (found.low - low).abs() < 5e-4 && (found.high - high).abs() < 5e-4,
                "{count}/{n}: {found:?}"
            );
        }
    }

    #[test]
    fn funnel_limits_are_the_published_ones() {
        for (n, warning, alarm) in
            [(10, 0.714, 0.607), (20, 0.769, 0.693), (50, 0.817, 0.769), (100, 0.841, 0.807)]
        {
            assert!((funnel(0.9, n, 1.96).unwrap().low - warning).abs() < 5e-4, "{n}");
            assert!((funnel(0.9, n, 3.09).unwrap().low - alarm).abs() < 5e-4, "{n}");
        }
    }

    #[test]
    fn nine_are_no_rate() {
        assert_eq!(Rate::new(9, 9), Err(NotARate::TooFew { n: 9 }));
        assert_eq!(Rate::new(11, 10), Err(NotARate::MoreThanAll { count: 11, n: 10 }));
        assert_eq!(funnel(0.9, 9, 1.96), None);
        assert_eq!(Rate::new(3, 2).unwrap_err().to_string(), "2 are too few for a rate; it takes 10");
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_share(count in 0u32..=200, more in 0u32..200) {
            let n = (count + more).max(FEWEST);
            let rate = Rate::new(count.min(n), n).unwrap();
            let Interval { low, high } = rate.interval();
            prop_assert!(0.0 <= low && low <= rate.share() && rate.share() <= high && high <= 1.0);
            prop_assert!(low < high);
        }
    }
}
