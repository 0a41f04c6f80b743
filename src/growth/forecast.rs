//! How many exposures to expect by graduation, at the resident's own pace shrunk towards the group's.

/// A gamma distribution of exposures per training month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    shape: f64,
    /// In months.
    rate: f64,
}

/// The fewest graduates that a prior may be taken from, as for every other rate.
pub const FEWEST: usize = 10;

/// The least coefficient of variation between residents that a prior may claim.
///
/// Where chance alone explains the spread of the group, moments would say that all residents are
/// alike, and a resident's own count would never speak.
const LEAST_VARIATION: f64 = 0.1;

impl Pace {
    /// Makes the distribution from its shape and its rate in months, both above 0.
    pub fn new(shape: f64, rate: f64) -> Option<Self> {
        (shape > 0.0 && rate > 0.0 && shape.is_finite() && rate.is_finite()).then_some(Self { shape, rate })
    }

    /// Fits the paces of a group by moments, from each member's total over the same `months`.
    ///
    /// With m and s² the mean and variance of the totals, the variance between residents is s² − m
    /// (what is left above Poisson's), at least (0.1 m)². Shape m² / variance, rate shape · months / m
    /// (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6). If nobody met it, the posterior
    /// of Jeffreys: shape 0.5 over all months of all members. `None` under ten members.
    pub fn of_group(totals: &[u32], months: f64) -> Option<Self> {
        if totals.len() < FEWEST || months <= 0.0 {
            return None;
        }
        let n = totals.len() as f64;
        let mean = totals.iter().map(|&t| f64::from(t)).sum::<f64>() / n;
        if mean <= 0.0 {
            return Self::new(0.5, n * months);
        }
        let variance = totals.iter().map(|&t| (f64::from(t) - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let between = (variance - mean).max((LEAST_VARIATION * mean).powi(2));
        let shape = mean * mean / between;
        Self::new(shape, shape * months / mean)
    }

    /// Returns the pace after `count` exposures in `months` were seen.
    #[must_use]
    pub fn after(self, count: u32, months: f64) -> Self {
        Self { shape: self.shape + f64::from(count), rate: self.rate + months.max(0.0) }
    }

    /// Returns the mean pace, in exposures per training month.
    pub fn per_month(self) -> f64 {
        self.shape / self.rate
    }
}

/// What may still come by graduation, if the pace stays as it is.
///
/// Gamma–Poisson: with a posterior pace Gamma(a, b), the count of u more months is negative
/// binomial with r = a and p = b / (b + u). The rate is flat: it knows no scheduled block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    pub so_far: u32,
    pub months_left: f64,
    pace: Pace,
}

impl Forecast {
    /// Forecasts from a group's pace, the resident's count, and the training months done and left.
    pub fn new(group: Pace, so_far: u32, months_done: f64, months_left: f64) -> Self {
        Self { so_far, months_left: months_left.max(0.0), pace: group.after(so_far, months_done) }
    }

    /// Returns the resident's own pace as far as it is known.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Returns the expected total at graduation.
    pub fn expected_total(&self) -> f64 {
        f64::from(self.so_far) + self.expected_more()
    }

    /// Returns the expected number still to come.
    pub fn expected_more(&self) -> f64 {
        self.months_left * self.pace.per_month()
    }

    /// Returns the 80 % interval of the total at graduation: its 10th and 90th centile.
    pub fn interval80(&self) -> (u32, u32) {
        let ahead = self.more();
        (self.so_far.saturating_add(ahead.quantile(0.1)), self.so_far.saturating_add(ahead.quantile(0.9)))
    }

    /// Returns the probability that the total reaches `minimum` by graduation.
    pub fn reaches(&self, minimum: u32) -> f64 {
        match minimum.checked_sub(self.so_far) {
            None | Some(0) => 1.0,
            Some(missing) => (1.0 - self.more().at_most(missing - 1)).clamp(0.0, 1.0),
        }
    }

    /// Returns the probability that not a single one is still to come.
    pub fn none_more(&self) -> f64 {
        self.more().at_most(0)
    }

    fn more(&self) -> NegativeBinomial {
        let success = self.pace.rate / (self.pace.rate + self.months_left);
        NegativeBinomial { r: self.pace.shape, success }
    }
}

/// The number of failures before the `r`th success.
#[derive(Clone, Copy, Debug)]
struct NegativeBinomial {
    r: f64,
    success: f64,
}

impl NegativeBinomial {
    /// Returns the probability of at most `count`.
    fn at_most(self, count: u32) -> f64 {
        self.cumulative().nth(count as usize).unwrap_or(1.0)
    }

    /// Returns the smallest count whose cumulative probability reaches `share`.
    fn quantile(self, share: f64) -> u32 {
        /// Beyond any count of a residency; bounds the search where rounding keeps the sum below `share`.
        const MOST: usize = 1_000_000;
        self.cumulative().take(MOST).position(|reached| reached >= share).unwrap_or(MOST) as u32
    }

    /// Returns the cumulative probabilities of 0, 1, 2, …
    ///
    /// By the ratio of neighbours, P(k + 1) / P(k) = (1 − p) (r + k) / (k + 1), from 1 instead of
    /// P(0) = pʳ, which may be too small for a float; both are scaled down before they overflow.
    fn cumulative(self) -> impl Iterator<Item = f64> {
        const LARGE: f64 = 1e200;
        let mut scale = self.r * self.success.ln();
        let (mut term, mut sum) = (1.0_f64, 0.0_f64);
        (0u32..).map(move |k| {
            sum += term;
            let reached = (sum.ln() + scale).exp().min(1.0);
            term *= (1.0 - self.success) * (self.r + f64::from(k)) / (f64::from(k) + 1.0);
            if sum > LARGE {
                (term, sum) = (term / LARGE, sum / LARGE);
                scale += LARGE.ln();
            }
            reached
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn forecast(a: f64, b: f64, n: u32, done: f64, left: f64) -> Forecast {
        Forecast::new(Pace::new(a, b).unwrap(), n, done, left)
    }

    /// The project's five vectors of the exact negative binomial.
    #[test]
    fn the_five_vectors_hold() {
        for (n, done, left, minimum, total, reach) in [
            (6, 18.0, 18.0, 20, 14.18, 0.0937),
            (2, 18.0, 18.0, 20, 6.91, 0.0012),
            (12, 24.0, 12.0, 20, 18.86, 0.3819),
            (15, 30.0, 6.0, 20, 18.35, 0.2560),
            (0, 6.0, 30.0, 5, 12.00, 0.8862),
        ] {
            let found = forecast(4.0, 4.0, n, done, left);
            assert!((found.expected_total() - total).abs() < 5e-3, "{found:?}");
            assert!(
                (found.reaches(minimum) - reach).abs() < 5e-5,
                "{} is not {reach}",
                found.reaches(minimum)
            );
        }
    }

    /// `scipy.stats.nbinom` 1.17.1: `sf`, `ppf` and `pmf`; the last one starts at P(0) = 4e-140.
    #[test]
    fn tails_and_quantiles_are_those_of_scipy() {
        for (a, b, n, done, left, minimum, reach, interval, none) in [
            (4.0, 4.0, 6, 18.0, 18.0, 20, 0.093_670_826_675_974, (10, 19), 0.002_532_951_621_191),
            (0.7, 3.3, 3, 20.5, 15.5, 9, 0.077_316_482_494_015, (3, 8), 0.156_344_390_848_380),
            (900.0, 30.0, 700, 24.0, 12.0, 1040, 0.778_029_133_146_995, (1029, 1082), 0.0),
        ] {
            let found = forecast(a, b, n, done, left);
            assert!((found.reaches(minimum) - reach).abs() < 1e-10, "{}", found.reaches(minimum));
            assert_eq!(found.interval80(), interval);
            assert!((found.none_more() - none).abs() < 1e-12, "{}", found.none_more());
        }
    }

    #[test]
    fn nothing_to_come_is_the_count() {
        let done = forecast(4.0, 4.0, 17, 36.0, 0.0);
        assert_eq!((done.expected_total(), done.interval80(), done.none_more()), (17.0, (17, 17), 1.0));
        assert_eq!((done.reaches(17), done.reaches(18)), (1.0, 0.0));
    }

    #[test]
    fn a_group_without_spread_still_lets_the_resident_speak() {
        let pace = Pace::of_group(&[40; 30], 36.0).unwrap();
        assert!((pace.shape - 100.0).abs() < 1e-9 && (pace.per_month() - 40.0 / 36.0).abs() < 1e-9);
    }

    #[test]
    fn the_spread_of_the_group_sets_how_much_it_says() {
        let totals: Vec<u32> = (0..40).map(|i| if i % 2 == 0 { 30 } else { 50 }).collect();
        let pace = Pace::of_group(&totals, 36.0).unwrap();
        let variance = 100.0 * 40.0 / 39.0;
        assert!((pace.shape - 1600.0 / (variance - 40.0)).abs() < 1e-9);
    }

    #[test]
    fn what_nobody_met_is_rare_and_not_impossible() {
        let pace = Pace::of_group(&[0; 50], 36.0).unwrap();
        let rare = Forecast::new(pace, 0, 24.0, 12.0);
        assert!(rare.none_more() > 0.99 && rare.none_more() < 1.0);
    }

    #[test]
    fn nine_graduates_give_no_pace() {
        assert_eq!(Pace::of_group(&[5; 9], 36.0), None);
        assert_eq!(Pace::of_group(&[5; 10], 0.0), None);
        assert_eq!(Pace::new(0.0, 1.0), None);
    }

    proptest! {
        #[test]
        fn the_interval_holds_at_least_eighty_of_a_hundred(
            shape in 0.2f64..50.0, rate in 0.2f64..50.0, n in 0u32..300, done in 0.0f64..36.0, left in 0.1f64..36.0,
        ) {
            let found = forecast(shape, rate, n, done, left);
            let (low, high) = found.interval80();
            prop_assert!(n <= low && low <= high);
            prop_assert!(found.reaches(low) - found.reaches(high + 1) >= 0.8 - 1e-9);
        }

        #[test]
        fn a_higher_minimum_is_never_likelier(n in 0u32..40, left in 0.0f64..30.0, minimum in 0u32..200) {
            let found = forecast(4.0, 4.0, n, 12.0, left);
            prop_assert!(found.reaches(minimum + 1) <= found.reaches(minimum) + 1e-12);
            prop_assert!((0.0..=1.0).contains(&found.reaches(minimum)));
        }
    }
}
