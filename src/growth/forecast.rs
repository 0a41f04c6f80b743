//! How many exposures to expect by graduation: the group's, moved by the resident's own pace and schedule.

use super::expectation::{Expectation, TrainingPlace};
use super::negative_binomial::NegativeBinomial;
use super::rotation_time::Blocks;

/// The least coefficient of variation between residents that a prior may claim, squared.
///
/// Where chance alone explains the spread of the group, a resident's own count would never speak.
const LEAST_DISPERSION: f64 = 0.01;

/// What may still come by some day, given what has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    pub so_far: u32,
    more: NegativeBinomial,
}

/// The forecast for one training month to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FanPoint {
    /// Training months.
    pub month: f64,
    /// Expected total by then.
    pub expected: f64,
    /// The 10th and the 90th centile of the total by then.
    pub low: u32,
    pub high: u32,
}

/// One resident at one training month, looking ahead at one experience.
#[derive(Clone, Debug)]
pub struct Outlook<'a> {
    pub usual: &'a Expectation,
    pub so_far: u32,
    /// Training months done.
    pub month: f64,
    /// The training month in which training ends.
    pub end: f64,
    /// The blocks that bring the experience; `None` where every rotation does, or none is known.
    pub blocks: Option<Blocks>,
}

impl Outlook<'_> {
    /// Returns where the resident stands now.
    pub fn place(&self) -> TrainingPlace {
        let on_rotations = self.blocks.as_ref().map(|blocks| blocks.months_by(self.month));
        TrainingPlace { month: self.month, on_rotations }
    }

    /// Forecasts the total at the end of training.
    pub fn at_end(&self) -> Forecast {
        self.at(self.end)
    }

    /// Forecasts the total at a training month to come.
    pub fn at(&self, month: f64) -> Forecast {
        let done = self.expected(self.month);
        let left = (self.expected(month) - done).max(0.0);
        let whole = self.usual.whole();
        let dispersion = self.usual.whole_dispersion().max(LEAST_DISPERSION);
        let lasting = self.usual.lasting();
        // What does not last is the luck of a time; it counts the more, the less is expected of the time.
        let luck = (1.0 - lasting) * dispersion * whole + self.usual.lists() - 1.0;
        let own = Pace::of_group(lasting * dispersion).after(self.so_far, done, 1.0 / (1.0 + luck));
        let further = if left > 0.0 { luck / left + self.usual.unsure(whole, dispersion) } else { 0.0 };
        own.forecast(self.so_far, left, further)
    }

    /// Returns the forecast for each month from now to the end of training, both included.
    pub fn fan(&self) -> Vec<FanPoint> {
        let whole = (self.month.floor() as u32 + 1..).map(f64::from).take_while(|&m| m < self.end);
        let months =
            std::iter::once(self.month).chain(whole).chain((self.end > self.month).then_some(self.end));
        months
            .map(|month| {
                let there = self.at(month);
                let (low, high) = there.interval80();
                FanPoint { month, expected: there.expected_total(), low, high }
            })
            .collect()
    }

    /// Returns the count expected of a member with these blocks by a training month; past the known
    /// schedule, by what the group met from then on.
    fn expected(&self, month: f64) -> f64 {
        let group = |month| self.usual.expected(TrainingPlace { month, on_rotations: None });
        match &self.blocks {
            None => group(month),
            Some(blocks) => {
                let known = month.min(blocks.known_to().max(self.month));
                let place = TrainingPlace { month: known, on_rotations: Some(blocks.months_by(known)) };
                self.usual.expected(place) + group(month) - group(known)
            }
        }
    }
}

/// How much more or less a resident meets than the group: a gamma distribution with mean 1 at first.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pace {
    shape: f64,
    rate: f64,
}

impl Pace {
    fn of_group(dispersion: f64) -> Self {
        let shape = 1.0 / dispersion.max(1e-9);
        Self { shape, rate: shape }
    }

    /// Returns the pace after `count` exposures where `expected` were, each counting with `weight`.
    ///
    /// Gamma–Poisson (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6).
    fn after(self, count: u32, expected: f64, weight: f64) -> Self {
        Self { shape: self.shape + weight * f64::from(count), rate: self.rate + weight * expected }
    }

    /// Forecasts what is to come where the group expects `left`: negative binomial with mean
    /// left · shape / rate and the pace's dispersion, 1 / shape, besides what is `further` unsure.
    fn forecast(self, so_far: u32, left: f64, further: f64) -> Forecast {
        let mean = left * self.shape / self.rate;
        Forecast { so_far, more: NegativeBinomial::new(mean, 1.0 / self.shape + further) }
    }
}

/// What a resident's own pace changes by from one part of training to the next, as a coefficient of variation of 0.2,
/// squared: no group says how much it does.
const PACE_CHANGES: f64 = 0.04;

impl Forecast {
    /// Forecasts by the resident's own pace alone, where no group says what is usual: `so_far` exposures in a `time`
    /// above 0, and the same time `left` in another measure of it.
    ///
    /// Gamma–Poisson with Jeffreys' prior for a rate, Gamma(½, 0) (Gelman et al., Bayesian Data Analysis, 3rd ed.,
    /// section 2.8).
    pub fn at_own_pace(so_far: u32, time: f64, left: f64) -> Self {
        Pace { shape: 0.5, rate: 0.0 }.after(so_far, time, 1.0).forecast(so_far, left, PACE_CHANGES)
    }

    /// Returns the expected total.
    pub fn expected_total(&self) -> f64 {
        f64::from(self.so_far) + self.expected_more()
    }

    /// Returns the expected number still to come.
    pub fn expected_more(&self) -> f64 {
        self.more.mean()
    }

    /// Returns the 80 % interval of the total: its 10th and 90th centile.
    pub fn interval80(&self) -> (u32, u32) {
        let (low, high) = self.more.interval80();
        (self.so_far.saturating_add(low), self.so_far.saturating_add(high))
    }

    /// Returns the probability that the total reaches `minimum`.
    pub fn reaches(&self, minimum: u32) -> f64 {
        match minimum.checked_sub(self.so_far) {
            None | Some(0) => 1.0,
            Some(missing) => (1.0 - self.more.at_most(missing - 1)).clamp(0.0, 1.0),
        }
    }

    /// Returns the probability that not a single one is still to come.
    pub fn none_more(&self) -> f64 {
        self.more.at_most(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::growth::expectation::Member;

    /// Forecasts by gamma–Poisson alone: `done` exposures were expected so far and `left` are still.
    fn gamma_poisson(shape: f64, so_far: u32, done: f64, left: f64) -> Forecast {
        Pace::of_group(1.0 / shape).after(so_far, done, 1.0).forecast(so_far, left, 0.0)
    }

    /// The project's five vectors of the exact negative binomial; a prior Gamma(4, 4) a month.
    #[test]
    fn the_five_vectors_hold() {
        for (n, done, left, minimum, total, reach) in [
            (6, 18.0, 18.0, 20, 14.18, 0.0937),
            (2, 18.0, 18.0, 20, 6.91, 0.0012),
            (12, 24.0, 12.0, 20, 18.86, 0.3819),
            (15, 30.0, 6.0, 20, 18.35, 0.2560),
            (0, 6.0, 30.0, 5, 12.00, 0.8862),
        ] {
            let found = gamma_poisson(4.0, n, done, left);
            assert!((found.expected_total() - total).abs() < 5e-3, "{found:?}");
            let reaches = found.reaches(minimum);
            assert!((reaches - reach).abs() < 5e-5, "{reaches} is not {reach}");
        }
    }

    /// `scipy.stats.nbinom` 1.17.1: `sf`, `ppf` and `pmf`; the last one starts at P(0) = 4e-140. The
    /// prior is Gamma(a, b) a month, that is a / b exposures expected each.
    #[test]
    fn tails_and_quantiles_are_those_of_scipy() {
        for (a, b, n, done, left, minimum, reach, interval, none) in [
            (4.0, 4.0, 6, 18.0, 18.0, 20, 0.093_670_826_675_974, (10, 19), 0.002_532_951_621_191),
            (0.7, 3.3, 3, 20.5, 15.5, 9, 0.077_316_482_494_015, (3, 8), 0.156_344_390_848_380),
            (900.0, 30.0, 700, 24.0, 12.0, 1040, 0.778_029_133_146_995, (1029, 1082), 0.0),
        ] {
            let found = gamma_poisson(a, n, done * a / b, left * a / b);
            assert!((found.reaches(minimum) - reach).abs() < 1e-10, "{}", found.reaches(minimum));
            assert_eq!(found.interval80(), interval);
            assert!((found.none_more() - none).abs() < 1e-12, "{}", found.none_more());
        }
    }

    /// Count, time, time left and minimum, and the probability of reaching it.
    const OWN_PACE: [(u32, f64, f64, u32, f64); 4] = [
        (0, 28.0, 8.0, 20, 1.584_208_778_202_551_5e-14),
        (9, 28.0, 8.0, 20, 0.001_767_700_769_997_438_7),
        (15, 24.0, 12.0, 20, 0.803_300_643_951_129),
        (3, 1.5, 2.0, 5, 0.832_984_460_920_145_6),
    ];

    /// Forty members, half of whom meet 12 and half 24 in as many months, one a month or two.
    fn group() -> Expectation {
        let curves: Vec<Vec<u32>> = (0..40).map(|i| (0..=12).map(|m| m * (1 + i % 2)).collect()).collect();
        let members: Vec<Member<'_>> =
            curves.iter().map(|curve| Member { curve, on_rotations: None }).collect();
        Expectation::of(&members, 12).unwrap()
    }

    fn outlook(usual: &Expectation, so_far: u32, month: f64) -> Outlook<'_> {
        Outlook { usual, so_far, month, end: 12.0, blocks: None }
    }

    /// `scipy.stats.nbinom` 1.17.1: shape 1 / (1 / (n + ½) + 0.04) and mean left · (n + ½) / time.
    #[test]
    fn an_own_pace_is_forecast_as_scipy_does() {
        for (so_far, time, left, minimum, reach) in OWN_PACE {
            let found = Forecast::at_own_pace(so_far, time, left).reaches(minimum);
            assert!((found - reach).abs() < 1e-9, "{found} is not {reach}");
        }
    }

    #[test]
    fn nothing_to_come_is_the_count() {
        let usual = group();
        let done = outlook(&usual, 17, 12.0).at_end();
        assert_eq!((done.expected_total(), done.interval80(), done.none_more()), (17.0, (17, 17), 1.0));
        assert_eq!((done.reaches(17), done.reaches(18)), (1.0, 0.0));
        assert_eq!(outlook(&usual, 17, 12.0).fan().len(), 1);
    }

    #[test]
    fn the_resident_moves_the_forecast_from_the_groups_towards_the_own_pace() {
        let usual = group();
        let more = |n| outlook(&usual, n, 6.0).at_end().expected_more();
        assert!((more(9) - 9.0).abs() < 1e-9);
        assert!(more(3) > 3.0 && more(3) < 9.0);
        assert!(more(15) < 15.0 && more(15) > 9.0);
    }

    /// The best linear predictor of a second half from the first (Bühlmann, ASTIN Bull 1967;4:199) moves
    /// the group's mean by φ / (1 / m + φ + luck) of what the first half was off, relative to it.
    #[test]
    fn luck_makes_the_residents_own_count_weigh_less() {
        let steps = |i: u32| (2 + 2 * (i % 2) + 4 * (i / 2 % 2), 2 + 2 * (i % 2) + 4 * (i / 4 % 2));
        let curve = |i: u32| {
            let (first, second) = steps(i);
            (0..=12).map(|month: u32| first * month.min(6) + second * month.saturating_sub(6)).collect()
        };
        let curves: Vec<Vec<u32>> = (0..400).map(curve).collect();
        let members: Vec<Member<'_>> =
            curves.iter().map(|curve| Member { curve, on_rotations: None }).collect();
        let usual = Expectation::of(&members, 12).unwrap();
        assert!((0.1..0.7).contains(&usual.lasting()), "{}", usual.lasting());
        let (done, left) = (30.0, 30.0);
        let lasts = usual.lasting() * usual.whole_dispersion();
        let luck = (1.0 - usual.lasting()) * usual.whole_dispersion() * 60.0 / done;
        let weight = lasts / (1.0 / done + lasts + luck);
        let expected = left * (1.0 + weight * (48.0 - done) / done);
        let found = outlook(&usual, 48, 6.0).at_end().expected_more();
        assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
    }

    #[test]
    fn the_fan_opens_from_the_count_to_the_end_of_training() {
        let usual = group();
        let fan = outlook(&usual, 9, 6.5).fan();
        assert_eq!(fan.iter().map(|p| p.month).collect::<Vec<_>>(), [6.5, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0]);
        assert_eq!((fan[0].expected, fan[0].low, fan[0].high), (9.0, 9, 9));
        assert!(fan.windows(2).all(|w| w[0].expected <= w[1].expected && w[0].high <= w[1].high));
    }

    /// Members meet ten in each block of one month and nothing else; a resident has had one and has one to come.
    #[test]
    fn a_scheduled_block_brings_what_blocks_bring() {
        let starts: Vec<(f64, f64)> = (0..40).map(|i| (f64::from(i % 5), f64::from(6 + i % 5))).collect();
        let blocks: Vec<Blocks> =
            starts.iter().map(|&(a, b)| Blocks::new(vec![(a, a + 1.0), (b, b + 1.0)], 12.0)).collect();
        let times: Vec<Vec<f64>> = blocks.iter().map(|b| b.by_month(12)).collect();
        let curves: Vec<Vec<u32>> =
            times.iter().map(|t| t.iter().map(|months| (10.0 * months) as u32).collect()).collect();
        let members: Vec<Member<'_>> =
            curves.iter().zip(&times).map(|(curve, t)| Member { curve, on_rotations: Some(t) }).collect();
        let usual = Expectation::of(&members, 12).unwrap();
        let ahead = |blocks: &Blocks| {
            Outlook { usual: &usual, so_far: 10, month: 5.0, end: 12.0, blocks: Some(blocks.clone()) }
                .at_end()
                .expected_more()
        };
        assert!((ahead(&Blocks::new(vec![(1.0, 2.0), (9.0, 10.0)], 12.0)) - 10.0).abs() < 0.5);
        assert!(ahead(&Blocks::new(vec![(1.0, 2.0)], 12.0)) < 0.5);
        assert!((ahead(&Blocks::new(vec![(1.0, 2.0), (6.0, 7.0), (9.0, 10.0)], 12.0)) - 20.0).abs() < 1.0);
        assert!((ahead(&Blocks::new(vec![(1.0, 2.0)], 5.0)) - 10.0).abs() < 0.5, "the schedule is not known");
    }

    proptest! {
        #[test]
        fn the_interval_holds_at_least_eighty_of_a_hundred(
            shape in 0.2f64..50.0, n in 0u32..300, done in 0.0f64..90.0, left in 0.1f64..90.0,
        ) {
            let found = gamma_poisson(shape, n, done, left);
            let (low, high) = found.interval80();
            prop_assert!(n <= low && low <= high);
            prop_assert!(found.reaches(low) - found.reaches(high + 1) >= 0.8 - 1e-9);
        }

        #[test]
        fn a_higher_minimum_is_never_likelier(n in 0u32..40, left in 0.0f64..30.0, minimum in 0u32..200) {
            let found = gamma_poisson(4.0, n, 12.0, left);
            prop_assert!(found.reaches(minimum + 1) <= found.reaches(minimum) + 1e-12);
            prop_assert!((0.0..=1.0).contains(&found.reaches(minimum)));
        }
    }
}
