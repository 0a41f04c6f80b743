//! One rater's levels beside those of all others on the same activities. It describes, and corrects nothing.

use std::collections::BTreeMap;

use super::proportion::{FEWEST, Interval, Z95, wilson};
use crate::domain::entrustment::{RaterLevels, Scale};
use crate::domain::id::{EpaId, FacultyId};

/// Ratings that can be compared: of one activity, on one scale, in one year of training.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Stratum {
    epa: EpaId,
    scale: String,
    year: Option<u8>,
}

/// Ratings by level of a scale, lowest first.
type Levels = Vec<u32>;

/// The ratings of one stratum: everyone's together, and each rater's.
#[derive(Clone, Debug, PartialEq)]
struct Comparable {
    all: Levels,
    by_rater: BTreeMap<FacultyId, Levels>,
}

/// Every rater compared with the others; worked out once, for all whom the rater rated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratings {
    /// By scale and rater.
    compared: BTreeMap<String, BTreeMap<FacultyId, Result<Stringency, NotCompared>>>,
}

/// One rater's comparable ratings on one scale so far, stratum by stratum.
#[derive(Clone, Debug, Default)]
struct Tally {
    own: Levels,
    others: Levels,
    above: f64,
    thinness: f64,
}

/// One rater's ratings on one scale beside the others'.
#[derive(Clone, Debug, PartialEq)]
pub struct Stringency {
    /// Ratings by this rater that have others to be compared with, by level, lowest first.
    pub own: Levels,
    /// The others' ratings of the same activities in the same years of training, by level.
    pub others: Levels,
    /// The probability that a rating by another lies above one by this rater; ties count half.
    pub below: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// Why there is no comparison.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotCompared {
    #[error("{n} ratings with others to compare; it takes {FEWEST}")]
    TooFew { n: u32 },
    #[error("{n} ratings by others on the same activities; it takes {FEWEST}")]
    TooFewOthers { n: u32 },
}

impl Ratings {
    /// Compares the program's raters; a level that its scale lacks is left out.
    pub fn of(levels: &[RaterLevels], scales: &[Scale]) -> Self {
        let mut tallies: BTreeMap<String, BTreeMap<FacultyId, Tally>> = BTreeMap::new();
        for (stratum, found) in strata(levels, scales) {
            let on_scale = tallies.entry(stratum.scale).or_default();
            for (rater, mine) in found.by_rater {
                on_scale.entry(rater).or_default().add(&mine, &found.all);
            }
        }
        let compared = |raters: BTreeMap<FacultyId, Tally>| {
            raters.into_iter().map(|(rater, tally)| (rater, tally.compared())).collect()
        };
        Self { compared: tallies.into_iter().map(|(scale, raters)| (scale, compared(raters))).collect() }
    }

    /// Returns one rater beside the others on `scale`, activity by activity and year by year.
    ///
    /// In each stratum every rating by the rater is paired with every rating by others, which is Mann and
    /// Whitney's statistic (Ann Math Stat 1947;18:50) with ties at half; strata weigh as the rater's
    /// ratings in them. The interval is Wilson's at the n whose 1/n is `1/m + Σ (mₛ/m)² / oₛ`, with m the
    /// rater's ratings and o the others': no wider variance is possible for a share, so it is cautious.
    pub fn compared(&self, rater: &FacultyId, scale: &str) -> Result<&Stringency, NotCompared> {
        let found = self.compared.get(scale).and_then(|raters| raters.get(rater));
        found.map_or(Err(NotCompared::TooFew { n: 0 }), |found| found.as_ref().map_err(|why| *why))
    }
}

/// Sorts ratings into those that can be compared.
fn strata(levels: &[RaterLevels], scales: &[Scale]) -> BTreeMap<Stratum, Comparable> {
    let mut strata: BTreeMap<Stratum, Comparable> = BTreeMap::new();
    for row in levels {
        let Some(scale) = scales.iter().find(|scale| scale.id == row.scale) else { continue };
        let Some(rank) = scale.rank(&row.level) else { continue };
        let stratum = Stratum { epa: row.epa.clone(), scale: row.scale.clone(), year: row.year };
        let none = || vec![0; scale.levels.len()];
        let found =
            strata.entry(stratum).or_insert_with(|| Comparable { all: none(), by_rater: BTreeMap::new() });
        found.all[rank] = found.all[rank].saturating_add(row.n);
        let own = found.by_rater.entry(row.rater.clone()).or_insert_with(none);
        own[rank] = own[rank].saturating_add(row.n);
    }
    strata
}

impl Tally {
    /// Takes in one stratum, where anybody else rated in it.
    fn add(&mut self, mine: &[u32], all: &[u32]) {
        let theirs: Levels = all.iter().zip(mine).map(|(all, mine)| all.saturating_sub(*mine)).collect();
        let (m, o) = (total(mine), total(&theirs));
        if o > 0 {
            self.above += pairs_above(mine, &theirs) / f64::from(o);
            self.thinness += f64::from(m).powi(2) / f64::from(o);
            add(&mut self.own, mine);
            add(&mut self.others, &theirs);
        }
    }

    fn compared(self) -> Result<Stringency, NotCompared> {
        let Self { own, others, above, thinness } = self;
        match (total(&own), total(&others)) {
            (n, _) if n < FEWEST => Err(NotCompared::TooFew { n }),
            (_, n) if n < FEWEST => Err(NotCompared::TooFewOthers { n }),
            (m, _) => {
                let m = f64::from(m);
                let below = above / m;
                let n = 1.0 / (1.0 / m + thinness / (m * m));
                Ok(Stringency { own, others, below, interval: wilson(below.clamp(0.0, 1.0), n, Z95) })
            }
        }
    }
}

fn total(levels: &[u32]) -> u32 {
    levels.iter().fold(0, |sum, n| sum.saturating_add(*n))
}

fn add(sum: &mut Levels, levels: &[u32]) {
    sum.resize(sum.len().max(levels.len()), 0);
    for (sum, n) in sum.iter_mut().zip(levels) {
        *sum = sum.saturating_add(*n);
    }
}

/// Returns the pairs in which the other's rating lies above, and half of those with equal ones.
fn pairs_above(mine: &[u32], theirs: &[u32]) -> f64 {
    let mut above: f64 = 0.0;
    let mut higher = 0.0;
    for (mine, theirs) in mine.iter().zip(theirs).rev() {
        let (mine, theirs) = (f64::from(*mine), f64::from(*theirs));
        above += mine * (higher + theirs / 2.0);
        higher += theirs;
    }
    above
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::entrustment::Framing;
    use crate::testing::growth::scale;

    fn row(rater: &str, epa: &str, year: u8, level: &str) -> RaterLevels {
        RaterLevels {
            rater: rater.parse().unwrap(),
            epa: epa.parse().unwrap(),
            scale: "ten_cate".into(),
            year: Some(year),
            level: level.into(),
            n: 1,
        }
    }

    fn rows(rater: &str, epa: &str, levels: &[u8]) -> Vec<RaterLevels> {
        levels.iter().map(|level| row(rater, epa, 0, &level.to_string())).collect()
    }

    fn compared(rows: &[RaterLevels]) -> Result<Stringency, NotCompared> {
        let ratings = Ratings::of(rows, &[scale("ten_cate", Framing::Prospective)]);
        ratings.compared(&"A".parse().unwrap(), "ten_cate").cloned()
    }

    const OWN: [u8; 10] = [2, 3, 3, 2, 3, 4, 2, 3, 3, 2];
    const OTHERS: [u8; 12] = [3, 3, 4, 2, 3, 4, 4, 3, 5, 3, 3, 4];

    /// `scipy.stats.mannwhitneyu` 1.17.1 of the two gives U / (10 · 12) = 0.258333 for the rater.
    #[test]
    fn the_share_of_pairs_is_that_of_scipy() {
        let found = compared(&[rows("A", "x", &OWN), rows("B", "x", &OTHERS)].concat()).unwrap();
        assert!((1.0 - found.below - 0.258_333).abs() < 1e-6, "{}", found.below);
        assert_eq!((found.own, found.others), (vec![0, 4, 5, 1, 0], vec![0, 1, 6, 4, 1]));
        // Wilson's formula at n = 1 / (1/10 + 1/12), worked out apart.
        let Interval { low, high } = found.interval;
        assert!((low - 0.343_224).abs() < 1e-6 && (high - 0.940_378).abs() < 1e-6, "{low} {high}");
    }

    #[test]
    fn activities_and_years_are_compared_apart_and_weigh_as_the_raters_ratings() {
        // On y everyone is alike (half), and the rater has as many ratings there as on x.
        let alike = [3; 10];
        let both =
            [rows("A", "x", &OWN), rows("B", "x", &OTHERS), rows("A", "y", &alike), rows("C", "y", &alike)];
        let found = compared(&both.concat()).unwrap();
        assert!((found.below - f64::midpoint(1.0 - 0.258_333, 0.5)).abs() < 1e-6);
        // Ratings of another year have nobody to be compared with.
        let alone: Vec<_> = OWN.iter().map(|level| row("A", "x", 2, &level.to_string())).collect();
        assert_eq!(compared(&[alone, rows("B", "x", &OTHERS)].concat()), Err(NotCompared::TooFew { n: 0 }));
    }

    #[test]
    fn nine_ratings_are_not_compared_on_either_side() {
        let nine = compared(&[rows("A", "x", &OWN[1..]), rows("B", "x", &OTHERS)].concat());
        assert_eq!(nine, Err(NotCompared::TooFew { n: 9 }));
        let few = compared(&[rows("A", "x", &OWN), rows("B", "x", &OTHERS[..9])].concat());
        assert_eq!(few, Err(NotCompared::TooFewOthers { n: 9 }));
        assert_eq!(compared(&[]), Err(NotCompared::TooFew { n: 0 }));
    }

    proptest! {
        #[test]
        fn one_sides_more_is_the_others_less(
            own in prop::collection::vec(1u8..=5, 10..40), others in prop::collection::vec(1u8..=5, 10..40),
        ) {
            let forth = compared(&[rows("A", "x", &own), rows("B", "x", &others)].concat()).unwrap();
            let back = compared(&[rows("B", "x", &own), rows("A", "x", &others)].concat()).unwrap();
            prop_assert!((forth.below + back.below - 1.0).abs() < 1e-9);
            prop_assert!(forth.interval.low <= forth.below && forth.below <= forth.interval.high);
            // Only the order of levels counts: turned upside down, the comparison turns with it.
            let turned = |levels: &[u8]| levels.iter().map(|l| 6 - l).collect::<Vec<_>>();
            let down = compared(&[rows("A", "x", &turned(&own)), rows("B", "x", &turned(&others))].concat()).unwrap();
            prop_assert!((down.below + forth.below - 1.0).abs() < 1e-9);
        }
    }
}
