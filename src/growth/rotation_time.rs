//! How long somebody has been on the rotations that bring an experience, by training time.

use crate::domain::resident::Span;

use super::training_time::TrainingTime;

/// One resident's blocks on the rotations that bring one experience, in training months.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blocks {
    stretches: Vec<(f64, f64)>,
    known_to: f64,
}

impl Blocks {
    /// Makes the blocks from their ends in training months, and how far the schedule is known.
    pub fn new(stretches: Vec<(f64, f64)>, known_to: f64) -> Self {
        Self { stretches, known_to }
    }

    /// Joins blocks that overlap, so that time on two rotations at once counts once.
    #[must_use]
    pub fn joined(mut self) -> Self {
        self.stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.stretches.dedup_by(|next, before| {
            let overlap = next.0 <= before.1;
            if overlap {
                before.1 = before.1.max(next.1);
            }
            overlap
        });
        self
    }

    /// Returns the months spent on these rotations up to a training month.
    pub fn months_by(&self, month: f64) -> f64 {
        self.stretches.iter().map(|&(from, to)| (month.min(to) - from).max(0.0)).sum()
    }

    /// Returns the months spent by the end of each whole training month, from month 0.
    pub fn by_month(&self, months: usize) -> Vec<f64> {
        (0..=months).map(|month| self.months_by(month as f64)).collect()
    }

    /// Returns the training month up to which the schedule is known.
    pub fn known_to(&self) -> f64 {
        self.known_to
    }
}

/// One resident's whole schedule, by training time.
#[derive(Clone, Debug)]
pub struct Schedule<'a> {
    /// The rotation of each block, and its ends in training months.
    blocks: Vec<(&'a str, f64, f64)>,
    known_to: f64,
}

impl<'a> Schedule<'a> {
    /// Puts blocks on the axis of training time, absences out.
    pub fn of(clock: TrainingTime<'_>, blocks: impl IntoIterator<Item = (&'a str, Span)>) -> Self {
        let block = |(rotation, span)| {
            let (from, to) = stretch(clock, span);
            (rotation, from, to)
        };
        let blocks: Vec<(&str, f64, f64)> = blocks.into_iter().map(block).collect();
        Self { known_to: blocks.iter().map(|block| block.2).fold(0.0, f64::max), blocks }
    }

    /// Returns the blocks on rotations in `bringing`.
    ///
    /// `None` where every rotation brings the experience, or where no block at all is known.
    pub fn on(&self, bringing: &[String]) -> Option<Blocks> {
        if bringing.is_empty() || self.known_to <= 0.0 {
            return None;
        }
        let theirs = self.blocks.iter().filter(|(rotation, ..)| bringing.iter().any(|b| b == rotation));
        Some(Blocks::new(theirs.map(|&(_, from, to)| (from, to)).collect(), self.known_to))
    }
}

/// The months that one member of a group spent on each rotation, by whole training month.
#[derive(Clone, Debug, PartialEq)]
pub struct RotationMonths {
    /// For each rotation its cumulative months, from month 0; empty where never on it.
    by_rotation: Vec<Vec<f64>>,
    months: usize,
}

impl RotationMonths {
    /// Adds up the blocks of one member; a block holds the place of its rotation among `rotations`.
    pub fn of(clock: TrainingTime<'_>, blocks: &[(u16, Span)], rotations: usize, months: usize) -> Self {
        let mut by_rotation = vec![Vec::new(); rotations];
        for &(rotation, span) in blocks {
            let Some(spent) = by_rotation.get_mut(usize::from(rotation)) else { continue };
            let (from, to) = stretch(clock, span);
            if spent.is_empty() {
                spent.resize(months + 1, 0.0);
            }
            for (month, spent) in spent.iter_mut().enumerate().skip(from.floor() as usize) {
                *spent += ((month as f64).min(to) - from).max(0.0);
            }
        }
        Self { by_rotation, months }
    }

    /// Returns the cumulative months on any of the rotations at these places.
    pub fn on(&self, places: &[usize]) -> Vec<f64> {
        let mut sum = vec![0.0; self.months + 1];
        for spent in places.iter().filter_map(|&place| self.by_rotation.get(place)) {
            sum.iter_mut().zip(spent).for_each(|(sum, spent)| *sum += spent);
        }
        sum
    }
}

/// Returns the training months at the first and after the last day of a span.
fn stretch(clock: TrainingTime<'_>, span: Span) -> (f64, f64) {
    (clock.months(span.from), clock.months(span.to.succ_opt().unwrap_or(span.to)))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these results are exact")]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Span {
        Span { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn time_on_a_rotation_grows_while_it_lasts() {
        let blocks = Blocks::new(vec![(2.0, 3.0), (5.0, 5.5)], 6.0);
        assert_eq!([1.0, 2.5, 4.0, 5.25, 9.0].map(|m| blocks.months_by(m)), [0.0, 0.5, 1.0, 1.25, 1.5]);
        assert_eq!(blocks.by_month(3), [0.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn a_block_over_an_absence_is_only_as_long_as_the_training_in_it() {
        let away = [span("2023-07-11", "2023-07-20")];
        let clock = TrainingTime::new("2023-07-01".parse().unwrap(), &away);
        let (cardiac, icu) = (span("2023-07-01", "2023-07-30"), span("2023-07-31", "2023-08-27"));
        let schedule = [("cardiac", cardiac), ("icu", icu)];
        let blocks = Schedule::of(clock, schedule).on(&["cardiac".to_owned()]).unwrap();
        assert!((blocks.months_by(36.0) - 20.0 / 30.4375).abs() < 1e-9);
        assert!((blocks.known_to() - 48.0 / 30.4375).abs() < 1e-9);
        let months = RotationMonths::of(clock, &[(0, cardiac), (1, icu)], 2, 3);
        assert!((months.on(&[0])[3] - 20.0 / 30.4375).abs() < 1e-9);
        assert!((months.on(&[0, 1])[1] - 1.0).abs() < 1e-9);
        assert!((months.on(&[0, 1])[3] - 48.0 / 30.4375).abs() < 1e-9);
    }

    #[test]
    fn what_every_rotation_brings_has_no_blocks() {
        let clock = TrainingTime::new("2023-07-01".parse().unwrap(), &[]);
        assert_eq!(Schedule::of(clock, [("icu", span("2023-07-01", "2023-07-28"))]).on(&[]), None);
        assert_eq!(Schedule::of(clock, []).on(&["icu".to_owned()]), None);
    }
}
