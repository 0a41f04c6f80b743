//! Whether a share has moved in one direction over three periods that each hold enough for a rate.

use super::funnel::normal_below;
use super::proportion::Rate;

/// So many consecutive valid periods make a trend.
pub const PERIODS: usize = 3;

/// The way a share has gone.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum Course {
    Rising,
    Falling,
}

/// A share that rose twice, or fell twice, over the last three periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    pub course: Course,
    /// The probability of a slope as steep in this direction where nothing has changed; 0 to 1.
    pub chance: f64,
    /// The three rates, oldest first.
    pub rates: [Rate; PERIODS],
}

impl Trend {
    /// Reads the last three of `periods`, oldest first; `None` where one is no rate or two are equal.
    ///
    /// Three consecutive valid periods in one direction are a trend by the rule of the DISPLAY Lab's
    /// precision feedback. Three exchangeable numbers rise, or fall, by chance in one case of six; hence
    /// the test of Cochran and Armitage beside it (Armitage, Biometrics 1955;11:375), with the scores
    /// 0, 1, 2 and the normal approximation, on one side.
    pub fn of(periods: &[Option<Rate>]) -> Option<Self> {
        let last = periods.last_chunk::<PERIODS>()?;
        let &[Some(first), Some(second), Some(third)] = last else { return None };
        let rates = [first, second, third];
        let [a, b, c] = rates.map(Rate::share);
        let course = match (a < b && b < c, a > b && b > c) {
            (true, _) => Course::Rising,
            (_, true) => Course::Falling,
            _ => return None,
        };
        Some(Self { course, chance: normal_below(-slope(&rates).abs()), rates })
    }
}

/// Returns the standardised slope of the shares over their places; 0 where all or none are counted.
fn slope(rates: &[Rate]) -> f64 {
    let n = |rate: &Rate| f64::from(rate.n());
    let all: f64 = rates.iter().map(n).sum();
    let share = rates.iter().map(|rate| f64::from(rate.count())).sum::<f64>() / all;
    let placed = || rates.iter().enumerate().map(|(place, rate)| (place as f64, rate));
    let departure: f64 = placed().map(|(t, rate)| t * (f64::from(rate.count()) - n(rate) * share)).sum();
    let (squares, sum) =
        placed().fold((0.0, 0.0), |(squares, sum), (t, rate)| (squares + n(rate) * t * t, sum + n(rate) * t));
    let variance = share * (1.0 - share) * (squares - sum * sum / all);
    if variance > 0.0 { departure / variance.sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(counts: &[(u32, u32)]) -> Vec<Option<Rate>> {
        counts.iter().map(|(count, n)| Rate::new(*count, *n).ok()).collect()
    }

    /// R's help for `prop.trend.test`: smokers 83, 90, 129, 70 of 86, 93, 136, 82 patients (Fleiss 1981)
    /// give a chi-squared of 8.2249 with one degree of freedom.
    #[test]
    fn the_slope_is_that_of_r() {
        let four: Vec<Rate> =
            rates(&[(83, 86), (90, 93), (129, 136), (70, 82)]).into_iter().flatten().collect();
        assert!((slope(&four).powi(2) - 8.2249).abs() < 5e-5);
        assert!(slope(&four) < 0.0);
    }

    /// The same formula with numpy, the tail from `scipy.stats.norm` 1.17.1.
    #[test]
    fn three_falling_periods_are_a_trend_with_its_chance() {
        let falling = Trend::of(&rates(&[(29, 30), (27, 30), (20, 30)])).unwrap();
        assert_eq!(falling.course, Course::Falling);
        assert!((falling.chance - 0.000_673).abs() < 1e-6, "{}", falling.chance);
        let rising = Trend::of(&rates(&[(1, 12), (2, 40), (5, 45), (11, 50)])).unwrap();
        assert_eq!(rising.course, Course::Rising);
        assert!((rising.chance - 0.008_489).abs() < 1e-6, "{}", rising.chance);
    }

    #[test]
    fn a_gap_an_equal_or_a_turn_is_no_trend() {
        for (counts, what) in [
            (&[(9, 10), (8, 9), (7, 10)][..], "nine are no rate"),
            (&[(9, 10), (8, 10), (8, 10)], "equal"),
            (&[(9, 10), (7, 10), (8, 10)], "turned"),
            (&[(9, 10), (8, 10)], "two"),
            (&[(9, 10), (8, 10), (7, 10), (1, 2)], "the newest is no rate"),
        ] {
            assert_eq!(Trend::of(&rates(counts)), None, "{what}");
        }
    }
}
