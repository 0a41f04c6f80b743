//! Counts that vary more between residents than chance alone: the negative binomial.

/// A negative binomial distribution by its mean and its dispersion.
///
/// Variance = mean + dispersion · mean²: a Poisson count whose pace differs between residents with the
/// coefficient of variation √dispersion (Lawless, Can J Stat 1987;15:209). Dispersion 0 is Poisson.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NegativeBinomial {
    mean: f64,
    dispersion: f64,
}

impl NegativeBinomial {
    /// Makes the distribution; a mean or a dispersion below 0, or not a number, is read as 0.
    pub fn new(mean: f64, dispersion: f64) -> Self {
        Self { mean: mean.max(0.0), dispersion: dispersion.max(0.0) }
    }

    /// Returns the mean.
    pub fn mean(self) -> f64 {
        self.mean
    }

    /// Returns the dispersion.
    pub fn dispersion(self) -> f64 {
        self.dispersion
    }

    /// Returns the probability of at most `count`.
    pub fn at_most(self, count: u32) -> f64 {
        self.steps().nth(count as usize).map_or(1.0, |step| step.at_most)
    }

    /// Returns the probability of fewer than `count`, and half of that of as many: the mid-P of a low count.
    ///
    /// Lancaster, J Am Stat Assoc 1961;56:223. Its mean over the distribution itself is one half.
    pub fn mid_p(self, count: u32) -> f64 {
        self.mid_p_within(count, 1.0).unwrap_or(1.0)
    }

    /// Returns the same where it is at most `limit`; the sum ends as soon as it is more.
    pub fn mid_p_within(self, count: u32, limit: f64) -> Option<f64> {
        for (k, step) in (0..=count).zip(self.steps()) {
            let reached = step.at_most - step.exactly / 2.0;
            if reached > limit {
                return None;
            }
            if k == count {
                return Some(reached);
            }
        }
        None
    }

    /// Returns the quantiles at 10 and 90 of a hundred, the ends of an 80 % interval.
    pub fn interval80(self) -> (u32, u32) {
        let (mut low, mut high) = (None, MOST);
        for (count, step) in self.steps().take(MOST).enumerate() {
            if step.at_most >= 0.1 {
                low.get_or_insert(count);
            }
            if step.at_most >= 0.9 {
                high = count;
                break;
            }
        }
        (low.unwrap_or(MOST) as u32, high as u32)
    }

    /// Returns the quantiles at `shares`, which ascend, of the count with a uniform ±½ added.
    ///
    /// So the share of counts below a line, ties by mid-P, is the line's name (Machado & Santos Silva,
    /// J Am Stat Assoc 2005;100:1226). A line below 0 is drawn at 0.
    pub fn smooth_quantiles(self, shares: &[f64]) -> Vec<f64> {
        let mut asked = shares.iter().peekable();
        let mut heights = Vec::with_capacity(shares.len());
        for (count, step) in self.steps().take(MOST).enumerate() {
            while let Some(&&share) = asked.peek()
                && share <= step.at_most
            {
                asked.next();
                let into = (share - (step.at_most - step.exactly)) / step.exactly;
                heights.push((count as f64 - 0.5 + into.clamp(0.0, 1.0)).max(0.0));
            }
            if asked.peek().is_none() {
                break;
            }
        }
        heights.resize(shares.len(), MOST as f64);
        heights
    }

    /// Returns the probabilities of 0, 1, 2, … and up to each.
    ///
    /// By the ratio of neighbours, P(k + 1) / P(k) = m (1 + d k) / ((1 + d m) (k + 1)), from 1 instead
    /// of P(0), which may be too small for a float; both are scaled down before they overflow.
    fn steps(self) -> impl Iterator<Item = Step> {
        const LARGE: f64 = 1e200;
        let Self { mean, dispersion } = self;
        let spread = dispersion * mean;
        // (1 + d m)^(−1/d), whose limit at d = 0 is e^−m.
        let mut scale = if dispersion < 1e-12 { -mean } else { -spread.ln_1p() / dispersion };
        let mut factor = scale.exp();
        let (mut term, mut sum) = (1.0_f64, 0.0_f64);
        (0u32..).map(move |k| {
            sum += term;
            // While the scale is out of a float's reach, only the logarithm says how likely.
            let scaled = |x: f64| if factor > 0.0 { x * factor } else { (x.ln() + scale).exp() };
            let step = Step { exactly: scaled(term), at_most: scaled(sum).min(1.0) };
            term *= mean * (1.0 + dispersion * f64::from(k)) / ((1.0 + spread) * (f64::from(k) + 1.0));
            if sum > LARGE {
                (term, sum) = (term / LARGE, sum / LARGE);
                scale += LARGE.ln();
                factor = scale.exp();
            }
            step
        })
    }
}

/// Beyond any count of a residency; bounds a search where rounding keeps the sum below its aim.
const MOST: usize = 1_000_000;

struct Step {
    exactly: f64,
    at_most: f64,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `scipy.stats.nbinom` and `poisson` 1.17.1: cdf(k), pmf(k) of mean m and dispersion d.
    #[test]
    fn probabilities_are_those_of_scipy() {
        for (mean, dispersion, count, at_most, exactly) in GOLDEN {
            let found = NegativeBinomial::new(mean, dispersion);
            assert!((found.at_most(count) - at_most).abs() < 1e-11, "{mean} {dispersion} {count}");
            let mid = at_most - exactly / 2.0;
            assert!((found.mid_p(count) - mid).abs() < 1e-11, "{mean} {dispersion} {count}");
        }
    }

    const GOLDEN: [(f64, f64, u32, f64, f64); 5] = [
        (12.0, 0.1, 6, 1.318_851_080_492_404e-01, 4.962_821_613_469_044e-02),
        (40.0, 0.0625, 10, 4.677_038_706_637_458e-04, 2.228_506_824_786_807e-04),
        (0.8, 0.2, 0, 4.761_130_154_142_021e-01, 4.761_130_154_142_021e-01),
        (1300.0, 0.01, 900, 5.123_648_778_370_139e-04, 1.683_238_986_399_893e-05),
        (25.0, 0.0, 18, 9.204_085_919_885_728e-02, 3.156_582_091_396_257e-02),
    ];

    #[test]
    fn the_ends_of_the_interval_are_the_smallest_counts_that_reach_their_share() {
        let found = NegativeBinomial::new(12.0, 0.1);
        let (low, high) = found.interval80();
        for (count, share) in [(low, 0.1), (high, 0.9)] {
            assert!(found.at_most(count) >= share && found.at_most(count - 1) < share);
        }
        assert_eq!(NegativeBinomial::new(0.05, 0.1).interval80(), (0, 0));
    }

    #[test]
    fn nothing_expected_is_nothing() {
        let none = NegativeBinomial::new(0.0, 0.3);
        assert!((none.at_most(0) - 1.0).abs() < 1e-15);
        assert_eq!(none.interval80(), (0, 0));
        assert!(none.smooth_quantiles(&[0.03, 0.5]).iter().all(|&q| q == 0.0));
        assert_eq!(NegativeBinomial::new(f64::NAN, -1.0), NegativeBinomial::new(0.0, 0.0));
    }

    proptest! {
        #[test]
        fn the_share_below_a_smooth_quantile_is_its_name(mean in 5.0f64..400.0, dispersion in 0.0f64..0.4) {
            let found = NegativeBinomial::new(mean, dispersion);
            let shares = [0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97];
            for (line, share) in found.smooth_quantiles(&shares).into_iter().zip(shares) {
                if line == 0.0 { continue; }
                let below: f64 = found.steps().take(5000).enumerate()
                    .map(|(k, step)| step.exactly * (line - k as f64 + 0.5).clamp(0.0, 1.0)).sum();
                prop_assert!((below - share).abs() < 1e-6, "{line}: {below} is not {share}");
            }
        }

        #[test]
        fn probabilities_add_up(mean in 0.0f64..3000.0, dispersion in 0.0f64..0.5) {
            let all: f64 = NegativeBinomial::new(mean, dispersion).steps().take(40_000).map(|s| s.exactly).sum();
            prop_assert!((all - 1.0).abs() < 1e-6, "{all}");
        }
    }
}
