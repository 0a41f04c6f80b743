//! Training time: months in training less absences, the x axis of every growth curve.

use chrono::{Days, NaiveDate};

use crate::domain::program::Program;
use crate::domain::resident::{Resident, Span};

/// The mean length of a month of the Julian calendar, 365.25 / 12 days.
pub const DAYS_PER_MONTH: f64 = 30.4375;

/// One resident's clock: it starts with clinical training and stands still while they are away.
#[derive(Clone, Copy, Debug)]
pub struct TrainingTime<'a> {
    entered_on: NaiveDate,
    absences: &'a [Span],
}

impl<'a> TrainingTime<'a> {
    /// Returns the clock of `resident`, or `None` where the first day of training is unknown.
    pub fn of(resident: &'a Resident) -> Option<Self> {
        Some(Self { entered_on: resident.entered_on?, absences: &resident.absences })
    }

    /// Makes a clock from a first day and absences, which are in order and do not overlap.
    pub fn new(entered_on: NaiveDate, absences: &'a [Span]) -> Self {
        Self { entered_on, absences }
    }

    /// Returns the training months at the start of `day`; 0 before training began.
    ///
    /// (Days from the first day of training to `day`, less those absent) / 30.4375. An exposure on
    /// `day` falls into the training month with this number, rounded down.
    pub fn months(self, day: NaiveDate) -> f64 {
        let passed = (day - self.entered_on).num_days().max(0);
        (passed - self.days_away(day)) as f64 / DAYS_PER_MONTH
    }

    /// Returns the days away from the first day of training up to the day before `day`.
    pub fn days_away(self, day: NaiveDate) -> i64 {
        let within =
            |span: Span| (span.to.succ_opt().unwrap_or(span.to).min(day) - self.start(span)).num_days();
        self.absences.iter().map(|&span| within(span).max(0)).sum()
    }

    /// Returns the months away before `day`, in months of 30.4375 days.
    pub fn months_away(self, day: NaiveDate) -> f64 {
        self.days_away(day) as f64 / DAYS_PER_MONTH
    }

    /// Returns the first day on which training time has reached `month`.
    ///
    /// `None` where the calendar ends before.
    pub fn day(self, month: f64) -> Option<NaiveDate> {
        let needed = (month.max(0.0) * DAYS_PER_MONTH).ceil() as u64;
        let mut day = self.entered_on.checked_add_days(Days::new(needed))?;
        for &span in self.absences {
            let away = (span.to - self.start(span)).num_days() + 1;
            if self.start(span) < day && away > 0 {
                day = day.checked_add_days(Days::new(away.cast_unsigned()))?;
            }
        }
        Some(day)
    }

    fn start(self, span: Span) -> NaiveDate {
        span.from.max(self.entered_on)
    }
}

/// Returns the training months between `day` and the end of training, absences to come taken out.
///
/// Where the last day of training is unknown, the program's length of training less the months
/// done; `None` where the first day is unknown too.
pub fn months_left(resident: &Resident, program: &Program, day: NaiveDate) -> Option<f64> {
    let clock = TrainingTime::of(resident)?;
    let end = resident
        .graduates_on
        .map_or(f64::from(program.training_months), |last| clock.months(last.succ_opt().unwrap_or(last)));
    Some((end - clock.months(day)).max(0.0))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these results are exact")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn away(from: &str, to: &str) -> Span {
        Span { from: day(from), to: day(to) }
    }

    #[test]
    fn a_year_without_leave_is_twelve_months() {
        let clock = TrainingTime::new(day("2023-07-01"), &[]);
        assert_eq!(clock.months(day("2023-07-01")), 0.0);
        assert_eq!(clock.months(day("2027-07-01")), 1461.0 / 30.4375);
        assert_eq!(clock.months(day("2027-07-01")), 48.0);
    }

    #[test]
    fn time_before_training_is_zero() {
        let clock = TrainingTime::new(day("2023-07-01"), &[]);
        assert_eq!(clock.months(day("2020-01-01")), 0.0);
    }

    #[test]
    fn the_clock_stands_still_while_away() {
        let absences = [away("2024-01-01", "2024-01-31")];
        let clock = TrainingTime::new(day("2023-07-01"), &absences);
        assert_eq!(clock.months(day("2024-01-01")), 184.0 / 30.4375);
        assert_eq!(clock.months(day("2024-01-20")), 184.0 / 30.4375);
        assert_eq!(clock.months(day("2024-02-01")), 184.0 / 30.4375);
        assert_eq!(clock.months(day("2024-02-02")), 185.0 / 30.4375);
        assert_eq!(clock.days_away(day("2024-02-02")), 31);
    }

    #[test]
    fn an_absence_before_training_takes_nothing_away() {
        let absences = [away("2023-06-01", "2023-07-02")];
        let clock = TrainingTime::new(day("2023-07-01"), &absences);
        assert_eq!(clock.days_away(day("2023-08-01")), 2);
    }

    #[test]
    fn months_left_end_with_the_last_day_of_training() {
        let program = Program {
            name: "P".into(),
            specialty: "anesthesiology".into(),
            data_to: day("2026-11-01"),
            training_months: 36,
            zone: crate::domain::zone::Zone::NOT_NAMED,
        };
        let mut resident = crate::testing::growth::graduate("R1", 2024, "2024-07-01");
        resident.graduates_on = Some(day("2027-06-30"));
        let left = |r: &Resident| months_left(r, &program, program.data_to).unwrap();
        assert!((left(&resident) - 242.0 / 30.4375).abs() < 1e-9);
        resident.absences = vec![away("2027-01-01", "2027-01-31")];
        assert!((left(&resident) - 211.0 / 30.4375).abs() < 1e-9);
        resident.graduates_on = None;
        assert!((left(&resident) - (36.0 - 853.0 / 30.4375)).abs() < 1e-9);
        resident.entered_on = None;
        assert_eq!(months_left(&resident, &program, program.data_to), None);
    }

    fn absences() -> impl Strategy<Value = Vec<Span>> {
        prop::collection::vec((0u64..120, 1u64..60), 0..5).prop_map(|gaps| {
            let mut at = day("2023-05-01");
            let mut spans = Vec::new();
            for (gap, length) in gaps {
                let from = at + Days::new(gap + 1);
                let to = from + Days::new(length - 1);
                spans.push(Span { from, to });
                at = to;
            }
            spans
        })
    }

    proptest! {
        #[test]
        fn an_absence_never_adds_training_time(spans in absences(), after in 0u64..1500) {
            let entered = day("2023-07-01");
            let at = entered + Days::new(after);
            let all = TrainingTime::new(entered, &[]).months(at);
            let less = TrainingTime::new(entered, &spans).months(at);
            prop_assert!((0.0..=all).contains(&less));
        }

        #[test]
        fn training_time_never_runs_backwards(spans in absences(), after in 0u64..1500, more in 0u64..400) {
            let clock = TrainingTime::new(day("2023-07-01"), &spans);
            let at = day("2023-06-01") + Days::new(after);
            prop_assert!(clock.months(at) <= clock.months(at + Days::new(more)));
        }

        #[test]
        fn the_day_of_a_month_is_the_first_that_has_reached_it(spans in absences(), month in 0.0f64..60.0) {
            let clock = TrainingTime::new(day("2023-07-01"), &spans);
            let first = clock.day(month).unwrap();
            prop_assert!(clock.months(first) + 1e-9 >= month);
            if month > 0.1 {
                prop_assert!(clock.months(first.pred_opt().unwrap()) < month);
            }
        }
    }
}
