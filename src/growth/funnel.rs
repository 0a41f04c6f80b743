//! Exact funnel limits around a program's share, and whether residents spread more than chance makes them.

use super::proportion::{FEWEST, Interval, Rate};

/// The share beyond one 95 % limit.
pub const TAIL_95: f64 = 0.025;

/// The share beyond one 99.8 % limit.
pub const TAIL_998: f64 = 0.001;

/// The share of the z-scores that is drawn in at each end before their spread is read.
const WINSORISED: f64 = 0.1;

/// What a program's residents add up to, for limits around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Funnel {
    count: u32,
    n: u32,
    /// How much wider than chance the residents spread; `None` with fewer than ten of them.
    dispersion: Option<f64>,
    residents: usize,
}

impl Funnel {
    /// Adds up what `residents` have, as counts out of numbers of their own.
    ///
    /// The dispersion is the φ of Spiegelhalter, Stat Med 2005;24:1185: the mean square of
    /// `(share − target) / √(target (1 − target) / n)`, its lowest and highest tenth drawn in to the next.
    /// Only rates (ten or more) count in it.
    pub fn of(residents: &[(u32, u32)]) -> Self {
        let sum = |of: fn(&(u32, u32)) -> u32| residents.iter().map(of).fold(0, u32::saturating_add);
        let (count, n) = (sum(|r| r.0), sum(|r| r.1));
        let rates: Vec<Rate> = residents.iter().filter_map(|(count, n)| Rate::new(*count, *n).ok()).collect();
        let target = f64::from(count) / f64::from(n.max(1));
        Self { count, n, dispersion: dispersion(target, &rates), residents: rates.len() }
    }

    /// Returns the share of everyone but the one who has `own`; `None` where fewer than ten are left.
    pub fn others(&self, own: (u32, u32)) -> Option<Rate> {
        Rate::new(self.count.saturating_sub(own.0), self.n.saturating_sub(own.1)).ok()
    }

    /// Returns φ: 1 is what chance makes. `None` with fewer than ten residents.
    pub fn dispersion(&self) -> Option<f64> {
        self.dispersion
    }

    /// Returns the number of residents with ten or more.
    pub fn residents(&self) -> usize {
        self.residents
    }

    /// Returns the limits in which a share of `own.1` lies but for `tail` on each side, if it is the others' share.
    ///
    /// Where φ is above 1 the limits are those at `√φ` times as many standard deviations. `None` under
    /// ten, and where the others' share is 0 or 1, beside which any other share would lie outside.
    pub fn limits(&self, own: (u32, u32), tail: f64) -> Option<Interval> {
        let target = self.others(own)?.share();
        if own.1 < FEWEST || target <= 0.0 || target >= 1.0 {
            return None;
        }
        let widened = self.dispersion.filter(|phi| *phi > 1.0).map_or(tail, |phi| {
            let z = normal_quantile(tail);
            normal_below(z * phi.sqrt())
        });
        let limit = |below| exact_limit(target, own.1, below).clamp(0.0, 1.0);
        Some(Interval { low: limit(widened), high: limit(1.0 - widened) })
    }
}

/// Returns the limit below which a share of `n` lies with probability `below`, if the true share is `target`.
///
/// With r the smallest count that is reached or undershot with at least that probability:
/// `(r − (P(R ≤ r) − below) / P(R = r)) / n`, the interpolated exact binomial limit of Spiegelhalter,
/// Stat Med 2005;24:1185. It may lie a little under 0; `target` lies between 0 and 1.
fn exact_limit(target: f64, n: u32, below: f64) -> f64 {
    let (mut log, odds) = (f64::from(n) * (-target).ln_1p(), (target / (1.0 - target)).ln());
    let (mut r, mut at, mut reached) = (0, log.exp(), log.exp());
    while reached < below && r < n {
        log += (f64::from(n - r) / f64::from(r + 1)).ln() + odds;
        r += 1;
        at = log.exp();
        reached += at;
    }
    let surplus = if at > 0.0 { (reached - below) / at } else { 0.0 };
    (f64::from(r) - surplus) / f64::from(n)
}

fn dispersion(target: f64, rates: &[Rate]) -> Option<f64> {
    if rates.len() < FEWEST as usize || target <= 0.0 || target >= 1.0 {
        return None;
    }
    let z = |rate: &Rate| {
        let deviation = (target * (1.0 - target) / f64::from(rate.n())).sqrt();
        (rate.share() - target) / deviation
    };
    let mut scores: Vec<f64> = rates.iter().map(z).collect();
    scores.sort_by(f64::total_cmp);
    let cut = (WINSORISED * scores.len() as f64) as usize;
    let (low, high) = (scores[cut], scores[scores.len() - 1 - cut]);
    Some(scores.iter().map(|z| z.clamp(low, high).powi(2)).sum::<f64>() / scores.len() as f64)
}

/// Returns the share of the standard normal distribution below `z`.
///
/// Marsaglia, J Stat Softw 2004;11(4): a series that adds up to the last bit between −7 and 7.
pub fn normal_below(z: f64) -> f64 {
    if z.abs() > 7.0 {
        return if z > 0.0 { 1.0 } else { 0.0 };
    }
    let (mut term, mut sum, mut i) = (z, z, 1.0);
    while term.abs() > 1e-17 {
        i += 2.0;
        term *= z * z / i;
        sum += term;
    }
    0.5 + sum * (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt()
}

/// Returns the standard deviation below which the share `below` lies, by halving; between −7 and 7.
fn normal_quantile(below: f64) -> f64 {
    let (mut low, mut high) = (-7.0, 7.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if normal_below(middle) < below { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Computed with `scipy.stats.binom` 1.17.1 from the paper's formula:
    /// `r = ppf(p, n, t); (r - (cdf(r, n, t) - p) / pmf(r, n, t)) / n`.
    #[test]
    fn exact_limits_are_those_of_scipy() {
        for (target, n, expected) in [
            (0.9, 10, [0.457_33, 0.621_264, 0.992_83, 0.999_713]),
            (0.9, 20, [0.614_828, 0.721_532, 0.989_718, 0.999_589]),
            (0.9, 50, [0.739_872, 0.800_277, 0.966_137, 0.996_119]),
            (0.9, 100, [0.791_643, 0.832_281, 0.949_619, 0.975_821]),
            (0.94, 35, [0.772_17, 0.834_489, 0.993_771, 0.999_751]),
            (0.07, 60, [-0.015_37, 0.003_488, 0.132_417, 0.181_73]),
            (0.5, 10, [0.000_24, 0.132_444, 0.767_556, 0.899_76]),
            (0.93, 400, [0.886_323, 0.902_752, 0.952_691, 0.964_871]),
            (0.02, 10, [-0.099_878, -0.096_94, 0.094_709, 0.199_111]),
        ] {
            for (below, limit) in [0.001, 0.025, 0.975, 0.999].into_iter().zip(expected) {
                let found = exact_limit(target, n, below);
                assert!((found - limit).abs() < 1e-6, "{target} {n} {below}: {found} is not {limit}");
            }
        }
    }

    /// Ten residents, with numpy 2 and `scipy.stats.mstats.winsorize(z, limits=(0.1, 0.1))`: 2.490223 around 0.9.
    const TEN: [(u32, u32); 10] =
        [(45, 50), (48, 52), (30, 40), (50, 51), (44, 48), (41, 47), (47, 49), (29, 41), (38, 42), (46, 50)];

    #[test]
    fn the_winsorised_dispersion_is_that_of_scipy() {
        let rates: Vec<Rate> = TEN.iter().map(|(count, n)| Rate::new(*count, *n).unwrap()).collect();
        assert!((dispersion(0.9, &rates).unwrap() - 2.490_223).abs() < 1e-6);
        assert_eq!(dispersion(0.9, &rates[1..]), None);
    }

    /// Tables of the normal distribution; 1.96 and 3.09 are the field's own rounding.
    #[test]
    fn the_normal_distribution_is_the_published_one() {
        for (z, below) in [(0.0, 0.5), (1.0, 0.841_344_746), (-1.96, 0.024_997_895), (-3.09, 0.001_000_782)] {
            assert!((normal_below(z) - below).abs() < 1e-9, "{z}");
        }
        assert!((normal_quantile(0.025) + 1.959_963_985).abs() < 1e-8);
    }

    #[test]
    fn residents_who_spread_widely_have_wider_limits() {
        let spread = Funnel::of(&TEN);
        let alike = Funnel::of(&[(45, 50); 10]);
        let (wide, narrow) =
            (spread.limits((45, 50), TAIL_998).unwrap(), alike.limits((45, 50), TAIL_998).unwrap());
        assert!(spread.dispersion().unwrap() > 1.0 && alike.dispersion().unwrap() < 1e-9);
        assert!(wide.low < narrow.low && wide.high >= narrow.high, "{wide:?} {narrow:?}");
        assert!((narrow.low - 0.739_872).abs() < 1e-6);
    }

    #[test]
    fn there_are_no_limits_for_nine_nor_around_all_or_nothing() {
        let funnel = Funnel::of(&[(45, 50), (9, 9)]);
        assert_eq!(funnel.limits((9, 9), TAIL_95), None);
        assert_eq!(Funnel::of(&[(50, 50), (9, 10)]).limits((9, 10), TAIL_95), None);
        assert_eq!(Funnel::of(&[(9, 10)]).others((9, 10)), None);
        assert_eq!(Funnel::of(&[]).dispersion(), None);
    }

    proptest! {
        #[test]
        fn limits_hold_the_target_and_stricter_ones_are_wider(
            target in 0.01f64..0.99, n in FEWEST..600, wide in 0.0005f64..0.02, narrow in 0.021f64..0.3,
        ) {
            let limit = |below| exact_limit(target, n, below);
            prop_assert!(limit(wide) <= limit(narrow) && limit(1.0 - narrow) <= limit(1.0 - wide));
            // The interpolated median lies within one count of the target.
            let one = 1.0 / f64::from(n);
            prop_assert!(limit(narrow) < target + one && limit(1.0 - narrow) > target - one);
        }
    }
}
