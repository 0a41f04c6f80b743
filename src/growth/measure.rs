//! One resident's quality measures beside the program's. A measure reflects a team.

use std::collections::BTreeMap;

use super::funnel::{Funnel, TAIL_95, TAIL_998};
use super::proportion::{Interval, Rate};
use super::trend::{Course, Trend};
use crate::domain::id::{MeasureId, ResidentId};
use crate::domain::measure::{Direction, MeasureKind, Measures, PERIODS, Tally, recent};

/// What the program's residents add up to, by measure, over the last twelve months.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Funnels {
    by: BTreeMap<MeasureId, Funnel>,
}

/// One measure of one resident over the last twelve months, beside all others of the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub kind: MeasureKind,
    /// The resident's cases of the last twelve months.
    pub tally: Tally,
    /// The share of those; `None` under ten.
    pub rate: Option<Rate>,
    /// The share of everyone else's; `None` under ten.
    pub others: Option<Rate>,
    /// Where the resident's share lies by chance in 95 of 100, and in 998 of 1000.
    pub limits_95: Option<Interval>,
    pub limits_998: Option<Interval>,
    /// How much wider than chance residents spread, and how many of them were read.
    pub dispersion: Option<f64>,
    pub residents: usize,
    /// The last eight periods of three months, oldest first.
    pub periods: [Period; PERIODS],
    pub trend: Option<Trend>,
}

/// One period of three months.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Period {
    /// Cases that count.
    pub n: u32,
    /// `None` under ten.
    pub rate: Option<Rate>,
}

impl Funnels {
    /// Adds up every measure.
    pub fn of(kinds: &[MeasureKind], measures: &Measures) -> Self {
        let funnel = |kind: &MeasureKind| {
            let counted = |tally: Tally| (tally.count(kind.direction), tally.n());
            let residents: Vec<_> =
                measures.everyone(&kind.id).map(|(_, all)| counted(recent(all))).collect();
            (kind.id.clone(), Funnel::of(&residents))
        };
        Self { by: kinds.iter().map(funnel).collect() }
    }

    /// Reads every measure of one resident, in the order of `kinds`; one without any case of theirs too.
    pub fn readings(
        &self,
        kinds: &[MeasureKind],
        measures: &Measures,
        resident: &ResidentId,
    ) -> Vec<Reading> {
        kinds.iter().filter_map(|kind| self.reading(kind, measures, resident)).collect()
    }

    fn reading(&self, kind: &MeasureKind, measures: &Measures, resident: &ResidentId) -> Option<Reading> {
        let funnel = self.by.get(&kind.id)?;
        let all = measures.of(&kind.id, resident).copied().unwrap_or_default();
        let tally = recent(&all);
        let own = (tally.count(kind.direction), tally.n());
        let rate = |tally: Tally| Rate::new(tally.count(kind.direction), tally.n()).ok();
        let periods = all.map(|tally| Period { n: tally.n(), rate: rate(tally) });
        Some(Reading {
            tally,
            rate: rate(tally),
            others: funnel.others(own),
            limits_95: funnel.limits(own, TAIL_95),
            limits_998: funnel.limits(own, TAIL_998),
            dispersion: funnel.dispersion(),
            residents: funnel.residents(),
            trend: Trend::of(&periods.map(|period| period.rate)),
            periods,
            kind: kind.clone(),
        })
    }
}

impl Reading {
    /// Tells whether the share lies outside `limits` on the side that nobody wants.
    pub fn is_worse_than(&self, limits: Option<Interval>) -> bool {
        self.rate.zip(limits).is_some_and(|(rate, limits)| match self.kind.direction {
            Direction::Higher => rate.share() < limits.low,
            Direction::Lower => rate.share() > limits.high,
        })
    }

    /// Tells whether the share lies outside `limits` on either side.
    pub fn is_outside(&self, limits: Option<Interval>) -> bool {
        let outside = |(rate, limits): (Rate, Interval)| !(limits.low..=limits.high).contains(&rate.share());
        self.rate.zip(limits).is_some_and(outside)
    }

    /// Returns the trend if it goes the way that nobody wants.
    pub fn worsening(&self) -> Option<Trend> {
        let unwanted = match self.kind.direction {
            Direction::Higher => Course::Falling,
            Direction::Lower => Course::Rising,
        };
        self.trend.filter(|trend| trend.course == unwanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::growth::reading;

    #[test]
    fn the_share_is_of_twelve_months_and_the_others_are_everyone_else() {
        let found = reading(Direction::Higher, &[(1, 30), (20, 20), (9, 10), (8, 10), (9, 10)]);
        assert_eq!((found.rate.unwrap().count(), found.rate.unwrap().n()), (46, 50));
        assert_eq!((found.others.unwrap().count(), found.others.unwrap().n()), (540, 600));
        let low = found.limits_998.unwrap().low;
        assert!((low - 0.739_872).abs() < 1e-6, "the exact limit around 0.9 of 50: {low}");
        assert_eq!(found.periods.map(|p| p.n), [0, 0, 0, 30, 20, 10, 10, 10]);
    }

    #[test]
    fn which_side_is_worse_follows_the_direction() {
        let few = reading(Direction::Higher, &[(30, 50)]);
        assert!(few.is_worse_than(few.limits_998) && few.is_outside(few.limits_998));
        let flagged = reading(Direction::Lower, &[(30, 50)]);
        assert!(flagged.is_worse_than(flagged.limits_998));
        let better = reading(Direction::Lower, &[(50, 50)]);
        assert!(!better.is_worse_than(better.limits_95) && better.is_outside(better.limits_95));
    }

    #[test]
    fn nine_cases_have_no_share_and_lie_nowhere() {
        let few = reading(Direction::Higher, &[(1, 9)]);
        assert_eq!((few.rate, few.limits_95, few.is_outside(few.limits_95)), (None, None, false));
        assert_eq!(few.tally.n(), 9);
    }

    #[test]
    fn a_trend_that_is_wanted_is_not_worsening() {
        let falling = [(29, 30), (27, 30), (20, 30)];
        assert!(reading(Direction::Higher, &falling).worsening().is_some());
        let lower = [(20, 30), (27, 30), (29, 30)];
        assert!(reading(Direction::Lower, &lower).worsening().is_none());
        assert!(reading(Direction::Lower, &falling).worsening().is_some());
    }
}
