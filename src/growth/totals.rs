//! What the reference group had by the end of training.

use super::bands::FEWEST_FOR_CENTILES;
use super::quantile::type7;

/// The totals of a group at the end of training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Totals {
    /// How many members.
    pub n: usize,
    pub median: f64,
    pub spread: Spread,
    /// How many members never had one.
    pub none: usize,
}

/// How far the members lie apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// The least and the most: too few members for centiles.
    Range(u32, u32),
    /// The 10th and the 90th centile.
    Centiles(f64, f64),
}

impl Totals {
    /// Sums up the members' totals, which ascend; `None` where there is no member.
    ///
    /// Quantiles of type 7 (Hyndman & Fan, American Statistician 1996;50:361); under 20 members the
    /// range, as no outer centile of a small group is known.
    pub fn of(totals: &[u32]) -> Option<Self> {
        let (least, most) = (*totals.first()?, *totals.last()?);
        let spread = match (type7(totals, 0.1), type7(totals, 0.9)) {
            (Some(low), Some(high)) if totals.len() >= FEWEST_FOR_CENTILES => Spread::Centiles(low, high),
            _ => Spread::Range(least, most),
        };
        let none = totals.partition_point(|&total| total == 0);
        Some(Self { n: totals.len(), median: type7(totals, 0.5)?, spread, none })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `numpy.quantile` of numpy 2.4.6 (method linear, which is type 7) at 0.1, 0.5 and 0.9: 0.9, 3.0, 7.2.
    #[test]
    fn twenty_totals_have_the_centiles_of_numpy() {
        let totals = [0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7, 9, 12];
        let found = Totals::of(&totals).unwrap();
        let Spread::Centiles(low, high) = found.spread else { panic!("{found:?}") };
        assert!((low - 0.9).abs() < 1e-9 && (high - 7.2).abs() < 1e-9, "{found:?}");
        assert!((found.median - 3.0).abs() < 1e-9 && found.n == 20 && found.none == 2, "{found:?}");
        let fewer = Totals::of(&totals[..19]).unwrap();
        assert_eq!(fewer.spread, Spread::Range(0, 9));
    }

    #[test]
    fn nobody_has_no_totals() {
        assert_eq!(Totals::of(&[]), None);
    }
}
