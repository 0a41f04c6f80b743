//! Clinical months: training months less those on rotations that are marked as not clinical.

use super::rotation_time::{Blocks, Schedule};

/// One person's clinical clock: it stands still on rotations that are not clinical, and while away.
#[derive(Clone, Debug, PartialEq)]
pub struct ClinicalTime {
    taken_out: Blocks,
}

impl ClinicalTime {
    /// Takes the blocks on `not_clinical` rotations out of training time.
    ///
    /// `None` where no rotation is marked, or where no block of the person is known.
    pub fn of(schedule: &Schedule<'_>, not_clinical: &[String]) -> Option<Self> {
        Some(Self { taken_out: schedule.on(not_clinical)?.joined() })
    }

    /// Returns the clinical months at a training month: that month less the months taken out before it.
    pub fn months(&self, training_month: f64) -> f64 {
        (training_month - self.taken_out.months_by(training_month)).max(0.0)
    }

    /// Puts a curve by training month, from month 0, on clinical months.
    pub fn curve(&self, curve: &[u32]) -> Vec<u32> {
        let clinical: Vec<f64> = (0..curve.len()).map(|month| self.months(month as f64)).collect();
        reindexed(curve, &clinical)
    }
}

/// Returns the cumulative count at each whole clinical month, from month 0.
///
/// `clinical_by_month[k]` are the clinical months at the time of `curve[k]`; they never fall. Between two
/// points the count is linear and rounded down. What was met while the clock stood still counts at the
/// month at which it stood. The last month may be a part of one; the curve ends there with its total.
pub fn reindexed(curve: &[u32], clinical_by_month: &[f64]) -> Vec<u32> {
    /// A whole month that is missed by the last digits of a sum is whole.
    const NOTHING: f64 = 1e-9;
    let points: Vec<(f64, u32)> = clinical_by_month.iter().copied().zip(curve.iter().copied()).collect();
    let Some(&(end, total)) = points.last() else { return Vec::new() };
    let at = |month: usize| {
        let month = month as f64;
        let after = points.partition_point(|&(clinical, _)| clinical <= month + NOTHING);
        let Some(&(to, more)) = points.get(after) else { return total };
        let Some(&(from, count)) = after.checked_sub(1).and_then(|before| points.get(before)) else {
            return 0;
        };
        let share = ((month - from) / (to - from)).clamp(0.0, 1.0);
        count + (f64::from(more.saturating_sub(count)) * share + NOTHING).floor() as u32
    };
    (0..=(end - NOTHING).max(0.0).ceil() as usize).map(at).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::resident::Span;
    use crate::growth::training_time::TrainingTime;

    #[test]
    fn each_curve_stands_on_the_months_that_were_clinical() {
        let table = [
            ("nothing taken out", vec![0, 2, 5, 9], vec![0.0, 1.0, 2.0, 3.0], vec![0, 2, 5, 9]),
            ("a month of research", vec![0, 2, 2, 6], vec![0.0, 1.0, 1.0, 2.0], vec![0, 2, 6]),
            ("a case on research counts", vec![0, 2, 3, 6], vec![0.0, 1.0, 1.0, 2.0], vec![0, 3, 6]),
            ("half a month of research", vec![0, 3, 6], vec![0.0, 0.5, 1.5], vec![0, 4, 6]),
            ("research from the first day", vec![0, 0, 4], vec![0.0, 0.0, 1.0], vec![0, 4]),
            ("research alone", vec![0, 1], vec![0.0, 0.0], vec![1]),
        ];
        for (name, curve, clinical, expected) in table {
            assert_eq!(reindexed(&curve, &clinical), expected, "{name}");
        }
        assert_eq!(reindexed(&[], &[]), Vec::<u32>::new());
    }

    #[test]
    fn time_that_two_blocks_share_is_taken_out_once() {
        let span = |from: &str, to: &str| Span { from: from.parse().unwrap(), to: to.parse().unwrap() };
        let clock = TrainingTime::new("2023-07-01".parse().unwrap(), &[]);
        let research = span("2023-07-11", "2023-07-30");
        let blocks = [("research", research), ("icu", span("2023-07-01", "2023-07-10")), ("lab", research)];
        let marked = ["lab".to_owned(), "research".to_owned()];
        let time = ClinicalTime::of(&Schedule::of(clock, blocks), &marked).unwrap();
        assert!((time.months(3.0) - (3.0 - 20.0 / 30.4375)).abs() < 1e-9);
        assert!((time.months(0.2) - 0.2).abs() < 1e-9);
        assert_eq!(ClinicalTime::of(&Schedule::of(clock, blocks), &[]), None);
        assert_eq!(ClinicalTime::of(&Schedule::of(clock, []), &marked), None);
    }

    fn cumulative(steps: &[u32]) -> Vec<u32> {
        let sum = |sum: &mut u32, step: &u32| {
            *sum += step;
            Some(*sum)
        };
        std::iter::once(0).chain(steps.iter().scan(0, sum)).collect()
    }

    proptest! {
        #[test]
        fn with_nothing_taken_out_it_is_the_same_curve(steps in prop::collection::vec(0u32..9, 0..60)) {
            let curve = cumulative(&steps);
            let time = ClinicalTime { taken_out: Blocks::default() };
            prop_assert_eq!(time.curve(&curve), curve);
        }

        #[test]
        fn it_never_falls_and_keeps_its_total(
            steps in prop::collection::vec(0u32..9, 1..60),
            blocks in prop::collection::vec((0.0f64..60.0, 0.0f64..12.0), 0..6),
        ) {
            let curve = cumulative(&steps);
            let blocks = blocks.into_iter().map(|(from, long)| (from, from + long)).collect();
            let time = ClinicalTime { taken_out: Blocks::new(blocks, 72.0).joined() };
            let moved = time.curve(&curve);
            prop_assert!(moved.is_sorted(), "{:?}", moved);
            prop_assert_eq!(moved.last(), curve.last());
            prop_assert!(moved.len() <= curve.len());
        }
    }
}
