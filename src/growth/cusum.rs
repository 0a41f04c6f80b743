//! Attempts that have an outcome, added up one by one against two failure rates that a program chose.

/// The series of attempts that boundaries are set for: the shortest that is not shorter than the one at hand.
pub const HORIZONS: [u32; 5] = [100, 200, 400, 800, 1600];

/// Boundaries are searched up to so many times Wald's.
const WIDEST: f64 = 8.0;

/// To this they are found.
const PRECISION: f64 = 1e-3;

/// Closer than this, two sums are the same.
const ROUNDING: f64 = 1e-9;

/// A failure rate that a program accepts and a higher one that it does not, with the risk of error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FailureRates {
    acceptable: f64,
    unacceptable: f64,
    error: f64,
}

/// What one series of attempts has come to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Crossing {
    /// The attempts since the crossing before speak for the acceptable rate.
    Acceptable,
    /// They speak for the unacceptable rate.
    Unacceptable,
}

/// A cumulative sum with its two boundaries, begun anew after each crossing.
#[derive(Clone, Debug, PartialEq)]
pub struct Cusum {
    /// The sum after each attempt, in the unit of the boundary.
    pub sums: Vec<f64>,
    /// The attempts (1 is the first) after which a boundary was reached, and which.
    pub crossings: Vec<(usize, Crossing)>,
}

/// A cumulative sum that starts from the unacceptable rate and signals once against it.
#[derive(Clone, Debug, PartialEq)]
pub struct LearningCusum {
    /// The sum after each attempt; never under 0.
    pub sums: Vec<f64>,
    /// The attempt (1 is the first) after which the limit was reached.
    pub signal: Option<usize>,
}

impl FailureRates {
    /// Makes the rates; `None` unless 0 < acceptable < unacceptable < 1 and 0 < error < 1/2.
    pub fn new(acceptable: f64, unacceptable: f64, error: f64) -> Option<Self> {
        let ordered = 0.0 < acceptable && acceptable < unacceptable && unacceptable < 1.0;
        (ordered && 0.0 < error && error < 0.5).then_some(Self { acceptable, unacceptable, error })
    }

    /// Returns what a success takes off the sum; a failure adds one less this.
    ///
    /// `s = Q / (P + Q)` with `P = ln(p1 / p0)` and `Q = ln((1 − p0) / (1 − p1))`: Wald's sequential test
    /// of two shares, as used for training by Bolsin & Colson, Int J Qual Health Care 2000;12:433.
    pub fn step(self) -> f64 {
        let (p, q) = self.logs();
        q / (p + q)
    }

    /// Returns the distance of Wald's boundaries from 0: `ln((1 − a) / a) / (P + Q)`, both errors being `a` for one test, which
    /// ends with its first crossing.
    pub fn wald_boundary(self) -> f64 {
        let (p, q) = self.logs();
        ((1.0 - self.error) / self.error).ln() / (p + q)
    }

    fn logs(self) -> (f64, f64) {
        let (p0, p1) = (self.acceptable, self.unacceptable);
        ((p1 / p0).ln(), ((1.0 - p0) / (1.0 - p1)).ln())
    }

    /// Returns the lowest boundary, and no lower one than Wald's, at which the sum, begun anew after each crossing, speaks
    /// for the wrong rate within so many attempts with no more than the risk of error, either way; to a thousandth.
    pub fn boundary(self, attempts: u32) -> f64 {
        let errs = |boundary: f64| {
            let (up, down) = self.wrongly(boundary, attempts);
            up.max(down) > self.error
        };
        let (mut low, mut high) = (self.wald_boundary(), WIDEST * self.wald_boundary());
        if !errs(low) {
            return low;
        }
        while high - low > PRECISION {
            let middle = f64::midpoint(low, high);
            if errs(middle) { low = middle } else { high = middle }
        }
        high
    }

    /// Returns the exact probabilities that within so many attempts the acceptable rate speaks at least once for the
    /// unacceptable one, and the unacceptable for the acceptable.
    pub fn wrongly(self, boundary: f64, attempts: u32) -> (f64, f64) {
        let up = self.crosses(boundary, self.acceptable, Crossing::Unacceptable, attempts);
        (up, self.crosses(boundary, self.unacceptable, Crossing::Acceptable, attempts))
    }

    /// Returns the probability of a crossing of one kind; one of the other kind begins the sum anew.
    ///
    /// A sum is told by the successes and failures since it began, hence a finite Markov chain.
    fn crosses(self, boundary: f64, failing: f64, wanted: Crossing, attempts: u32) -> f64 {
        let step = self.step();
        let most = attempts as usize;
        let failures = ((attempts_as(most) * step + boundary) / (1.0 - step)).ceil() as usize + 2;
        let place = |won: usize, lost: usize| won * failures + lost;
        let sum = |won: usize, lost: usize| attempts_as(lost) * (1.0 - step) - attempts_as(won) * step;
        let (mut now, mut crossed) = (vec![0.0; (most + 2) * failures], 0.0);
        now[0] = 1.0;
        for done in 0..most {
            let mut next = vec![0.0; now.len()];
            let mut go = |won: usize, lost: usize, share: f64| match sum(won, lost) {
                sum if sum >= boundary - ROUNDING && wanted == Crossing::Unacceptable => crossed += share,
                sum if sum <= ROUNDING - boundary && wanted == Crossing::Acceptable => crossed += share,
                sum if sum.abs() >= boundary - ROUNDING => next[0] += share,
                _ => next[place(won, lost)] += share,
            };
            for won in 0..=done {
                let within = |edge: f64| ((attempts_as(won) * step + edge) / (1.0 - step)).max(0.0);
                let (fewest, last) = (within(-boundary).floor() as usize, within(boundary).ceil() as usize);
                for lost in fewest..=last.min(done - won).min(failures - 2) {
                    let here = now[place(won, lost)];
                    if here > 0.0 {
                        go(won + 1, lost, here * (1.0 - failing));
                        go(won, lost + 1, here * failing);
                    }
                }
            }
            now = next;
        }
        crossed
    }

    /// Adds up attempts, oldest first, `true` for a failure; after a crossing of `boundary` the sum begins at 0 again.
    pub fn cusum(self, failures: &[bool], boundary: f64) -> Cusum {
        let step = self.step();
        let (mut sum, mut sums, mut crossings) = (0.0, Vec::with_capacity(failures.len()), Vec::new());
        for (i, failed) in failures.iter().enumerate() {
            sum += if *failed { 1.0 - step } else { -step };
            sums.push(sum);
            let crossed = match sum {
                sum if sum >= boundary - ROUNDING => Some(Crossing::Unacceptable),
                sum if sum <= ROUNDING - boundary => Some(Crossing::Acceptable),
                _ => None,
            };
            if let Some(crossing) = crossed {
                crossings.push((i + 1, crossing));
                sum = 0.0;
            }
        }
        Cusum { sums, crossings }
    }

    /// Adds up attempts against `limit`, oldest first, `true` for a failure.
    ///
    /// The learning-curve form of Biau & Porcher, Stat Med 2010;29:1900: a success adds `Q`, a failure
    /// takes `P` off, and the sum never falls under 0.
    pub fn learning(self, failures: &[bool], limit: f64) -> LearningCusum {
        let (p, q) = self.logs();
        let add = |sum: &mut f64, failed: &bool| {
            *sum = (*sum + if *failed { -p } else { q }).max(0.0);
            Some(*sum)
        };
        let sums: Vec<f64> = failures.iter().scan(0.0, add).collect();
        let signal = sums.iter().position(|sum| *sum >= limit - ROUNDING).map(|at| at + 1);
        LearningCusum { sums, signal }
    }

    /// Returns the lowest limit that a true rate of `unacceptable` reaches within so many attempts with no more than the risk
    /// of error, to a thousandth.
    ///
    /// Found by halving over the exact probability; published limits are simulated for their own settings.
    pub fn learning_limit(self, attempts: u32) -> f64 {
        let (_, q) = self.logs();
        let (mut low, mut high) = (0.0, q * f64::from(attempts + 1));
        while high - low > PRECISION {
            let middle = f64::midpoint(low, high);
            let reached = self.signals(middle, self.unacceptable, attempts);
            if reached > self.error { low = middle } else { high = middle }
        }
        high
    }

    /// Returns the exact probability of a signal within `attempts` attempts, each a failure with `failing`.
    ///
    /// A sum is told by the successes and failures since it was last 0, hence a finite Markov chain.
    pub fn signals(self, limit: f64, failing: f64, attempts: u32) -> f64 {
        let (p, q) = self.logs();
        let successes = attempts as usize + 1;
        // With more failures than this the sum is 0 whatever the successes.
        let failures = (q * f64::from(attempts) / p).floor() as usize + 2;
        let place = |won: usize, lost: usize| won * failures + lost;
        let mut now = vec![0.0; (successes + 1) * failures];
        now[0] = 1.0;
        let mut signalled = 0.0;
        for done in 0..successes.min(attempts as usize) {
            let mut next = vec![0.0; now.len()];
            for won in 0..=done {
                // Others have reached the limit, or fallen to 0.
                let (fewest, last) = ((won as f64 * q - limit) / p, won as f64 * q / p);
                let fewest = (fewest.max(0.0).floor() as usize).min(failures);
                for lost in fewest..failures.min(last.ceil() as usize + 1) {
                    let here = now[place(won, lost)];
                    if here <= 0.0 {
                        continue;
                    }
                    let after = |won: usize, lost: usize| won as f64 * q - lost as f64 * p;
                    if after(won + 1, lost) >= limit - ROUNDING {
                        signalled += here * (1.0 - failing);
                    } else {
                        next[place(won + 1, lost)] += here * (1.0 - failing);
                    }
                    let fallen = after(won, lost + 1) <= ROUNDING;
                    let to = if fallen { place(0, 0) } else { place(won, lost + 1) };
                    next[to] += here * failing;
                }
            }
            now = next;
        }
        signalled
    }
}

/// Returns the shortest of [`HORIZONS`] that so many attempts do not pass; the longest, where all are passed.
pub fn horizon(attempts: usize) -> u32 {
    let fits = HORIZONS.into_iter().find(|horizon| *horizon as usize >= attempts);
    fits.unwrap_or(HORIZONS[HORIZONS.len() - 1])
}

fn attempts_as(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rates(acceptable: f64, unacceptable: f64) -> FailureRates {
        FailureRates::new(acceptable, unacceptable, 0.1).unwrap()
    }

    /// The field's published table (domain vectors): p0, p1, s, 1 − s, h at a = b = 0.1.
    #[test]
    fn steps_and_boundaries_are_the_published_ones() {
        for (p0, p1, s, rest, h) in [
            (0.05, 0.15, 0.0919, 0.9081, 1.8161),
            (0.10, 0.20, 0.1452, 0.8548, 2.7095),
            (0.15, 0.30, 0.2188, 0.7812, 2.4763),
            (0.20, 0.40, 0.2933, 0.7067, 2.2402),
        ] {
            let rates = rates(p0, p1);
            assert!((rates.step() - s).abs() < 5e-5 && (1.0 - rates.step() - rest).abs() < 5e-5, "{p0}");
            assert!((rates.wald_boundary() - h).abs() < 5e-5, "{p0}: {}", rates.wald_boundary());
        }
    }

    /// 400,000 series each, simulated with numpy's generator (PCG64, seed 7): p0, p1, true rate, limit,
    /// attempts, share of series with a signal. Their standard error is at most 0.0008.
    #[test]
    fn the_exact_probability_of_a_signal_is_the_simulated_one() {
        for (p0, p1, failing, limit, attempts, share) in [
            (0.1, 0.2, 0.2, 1.25, 50, 0.652_02),
            (0.1, 0.2, 0.1, 1.25, 50, 0.972_06),
            (0.05, 0.15, 0.15, 1.5, 100, 0.858_28),
            (0.05, 0.15, 0.05, 1.5, 100, 0.999_88),
            (0.2, 0.4, 0.4, 1.25, 40, 0.815_26),
        ] {
            let exact = rates(p0, p1).signals(limit, failing, attempts);
            assert!((exact - share).abs() < 0.0024, "{p0} {failing}: {exact} is not {share}");
        }
    }

    #[test]
    fn the_limit_keeps_the_risk_of_error_and_hardly_more() {
        for (p0, p1) in [(0.05, 0.15), (0.1, 0.2), (0.2, 0.4)] {
            let rates = rates(p0, p1);
            for attempts in [100, 300] {
                let limit = rates.learning_limit(attempts);
                assert!(rates.signals(limit, p1, attempts) <= 0.1);
                assert!(rates.signals(limit - 0.002, p1, attempts) > 0.1, "{p0}: {limit}");
                let boundary = rates.boundary(attempts);
                let (up, down) = rates.wrongly(boundary, attempts);
                assert!(up.max(down) <= 0.1, "{p0}: {up} {down}");
                let (up, down) = rates.wrongly(boundary - 0.002, attempts);
                assert!(up.max(down) > 0.1, "{p0}: {boundary}");
            }
        }
    }

    /// 400,000 series each, simulated with numpy's generator (PCG64, seed 11), at Wald's boundaries: attempts, share of
    /// series at 10 % that spoke for 20 %, and at 20 % for 10 %. Their standard error is at most 0.0008.
    #[test]
    fn a_test_begun_anew_errs_as_often_as_simulated() {
        for (attempts, up, down) in
            [(100, 0.131_71, 0.169_55), (200, 0.253_38, 0.334_11), (300, 0.359_41, 0.467_15)]
        {
            let rates = rates(0.1, 0.2);
            let (above, below) = rates.wrongly(rates.wald_boundary(), attempts);
            assert!((above - up).abs() < 0.0024 && (below - down).abs() < 0.0024, "{above} {below}");
        }
    }

    #[test]
    fn nineteen_successes_in_a_row_reach_the_acceptable_boundary() {
        // h / s = 2.7095 / 0.1452 = 18.66.
        let cusum = rates(0.1, 0.2).cusum(&[false; 40], rates(0.1, 0.2).wald_boundary());
        assert_eq!(cusum.crossings, [(19, Crossing::Acceptable), (38, Crossing::Acceptable)]);
        let failing = rates(0.1, 0.2).cusum(&[true; 5], rates(0.1, 0.2).wald_boundary());
        assert_eq!(failing.crossings, [(4, Crossing::Unacceptable)]);
        assert!((failing.sums[4] - 0.8548).abs() < 5e-5, "after a crossing the sum begins anew");
    }

    #[test]
    fn a_failure_never_takes_the_learning_curve_under_zero() {
        let found = rates(0.1, 0.2).learning(&[true, true, false, false, true], 10.0);
        assert_eq!((found.sums[1], found.signal), (0.0, None));
        assert!((found.sums[3] - 2.0 * (0.9_f64 / 0.8).ln()).abs() < 1e-12);
        assert_eq!(rates(0.1, 0.2).learning(&[false; 30], 1.25).signal, Some(11));
    }

    #[test]
    fn rates_in_the_wrong_order_are_none() {
        for (p0, p1, error) in [(0.2, 0.1, 0.1), (0.0, 0.1, 0.1), (0.1, 1.0, 0.1), (0.1, 0.2, 0.5)] {
            assert_eq!(FailureRates::new(p0, p1, error), None);
        }
    }

    proptest! {
        #[test]
        fn a_higher_limit_is_never_reached_more_often(
            p0 in 0.02f64..0.3, factor in 1.3f64..3.0, limit in 0.2f64..4.0, more in 0.0f64..2.0, failing in 0.01f64..0.9,
        ) {
            let rates = rates(p0, p0 * factor);
            let (lower, higher) = (rates.signals(limit, failing, 30), rates.signals(limit + more, failing, 30));
            prop_assert!((0.0..=1.0 + 1e-9).contains(&lower) && higher <= lower + 1e-12);
        }
    }
}
