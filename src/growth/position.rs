//! Where one resident stands among the reference group at the same training time.

use serde::Serialize;

use super::bands::FEWEST_FOR_CENTILES;
use super::proportion::{Interval, Z95, wilson};
use super::ranks::Ranks;

/// A mid-P centile with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Position {
    /// 0 to 100: the members with fewer, and half of those with as many, of a hundred.
    pub centile: f64,
    /// The 95 % interval, 0 to 100, for the group being a sample of all who could have been in it.
    pub interval: Interval,
    /// The members compared with.
    pub n: usize,
}

impl Position {
    /// Places `count` among the members' counts at a fractional training month.
    ///
    /// `None` under 20 members. A tie counts half (mid-P; Lancaster, J Am Stat Assoc 1961;56:223). The
    /// interval is Wilson's, of the mid-P share.
    pub fn of(count: u32, month: f64, ranks: &Ranks) -> Option<Self> {
        let n = ranks.n();
        let share = ranks.share_below(count, month).filter(|_| n >= FEWEST_FOR_CENTILES)?;
        let Interval { low, high } = wilson(share, n as f64, Z95);
        let interval = Interval { low: 100.0 * low, high: 100.0 * high };
        Some(Self { centile: 100.0 * share, interval, n })
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these results are exact")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn position(count: u32, month: f64, curves: &[Vec<u32>]) -> Option<Position> {
        Position::of(count, month, &Ranks::of(&curves.iter().map(Vec::as_slice).collect::<Vec<_>>()))
    }

    #[test]
    fn a_small_group_gives_no_position() {
        let curves: Vec<Vec<u32>> = (0..20).map(|n| vec![0, n]).collect();
        assert_eq!(position(3, 1.0, &curves[..19]), None);
        assert!(position(3, 1.0, &curves).is_some());
    }

    #[test]
    fn a_tie_counts_half() {
        let curves: Vec<Vec<u32>> = (0..20).map(|n| vec![0, n]).collect();
        assert_eq!(position(10, 1.0, &curves).unwrap().centile, 52.5);
        assert_eq!(position(99, 1.0, &curves).unwrap().centile, 100.0);
        let alike = vec![vec![0, 0]; 40];
        assert_eq!(position(0, 1.0, &alike).unwrap().centile, 50.0);
    }

    /// Wilson of 0.1 among 100: 0.0552 to 0.1744 (Brown, Cai & Das Gupta, Stat Sci 2001;16:101, formula 4).
    #[test]
    fn the_interval_is_wilsons() {
        let curves: Vec<Vec<u32>> = (0..100).map(|n| vec![0, 2 * n]).collect();
        let found = position(19, 1.0, &curves).unwrap();
        assert_eq!(found.centile, 10.0);
        assert!((found.interval.low - 5.522_9).abs() < 1e-3, "{found:?}");
        assert!((found.interval.high - 17.436_6).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn an_event_of_next_month_is_only_as_near_as_the_day() {
        let curves = vec![vec![0, 1]; 20];
        let centile = |month| position(0, month, &curves).unwrap().centile;
        assert_eq!(centile(0.0), 50.0);
        assert!((centile(0.4) - 30.0).abs() < 1e-9);
        assert_eq!(centile(1.0), 0.0);
    }

    proptest! {
        #[test]
        fn each_member_among_the_others_stands_at_fifty_on_average(ends in prop::collection::vec(0u32..12, 21..60)) {
            let mut curves: Vec<Vec<u32>> = ends.iter().map(|&n| vec![0, n]).collect();
            let mut sum = 0.0;
            for (i, &count) in ends.iter().enumerate() {
                let own = curves.remove(i);
                sum += position(count, 1.0, &curves).unwrap().centile;
                curves.insert(i, own);
            }
            prop_assert!((sum / ends.len() as f64 - 50.0).abs() < 1e-9);
        }

        #[test]
        fn one_more_exposure_never_lowers_a_position(
            ends in prop::collection::vec(0u32..30, 20..60), count in 0u32..30, month in 0.0f64..1.0,
        ) {
            let curves: Vec<Vec<u32>> = ends.iter().map(|&n| vec![0, n]).collect();
            let (less, more) = (position(count, month, &curves).unwrap(), position(count + 1, month, &curves).unwrap());
            prop_assert!(less.centile <= more.centile + 1e-9);
            prop_assert!(less.interval.low <= less.centile + 1e-9 && less.centile <= less.interval.high + 1e-9);
        }

        #[test]
        fn the_order_of_the_members_does_not_matter(ends in prop::collection::vec(0u32..30, 20..60), count in 0u32..30) {
            let mut curves: Vec<Vec<u32>> = ends.iter().map(|&n| vec![0, n]).collect();
            let once = position(count, 1.0, &curves).unwrap();
            curves.reverse();
            prop_assert_eq!(once, position(count, 1.0, &curves).unwrap());
        }
    }
}
