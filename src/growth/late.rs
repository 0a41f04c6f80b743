//! Of whom the record holds nothing at all in the first months of training, while it holds plenty of everybody else.

use chrono::Days;

use super::training_time::TrainingTime;
use crate::domain::catalog::Catalog;
use crate::domain::coverage::Covered;
use crate::domain::curves::Curves;
use crate::domain::id::ResidentId;
use crate::domain::resident::{Resident, Span, Status};

/// Whole training months without anything, from the first day on: leave of that length stands among the absences.
const FEWEST_MONTHS: usize = 3;

/// Exposures that others had by then on the mean: that one like them had none has a probability under 1 in 20,000.
const PLENTY: f64 = 10.0;

/// Somebody of whom the record begins late, for whatever reason.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LateStart {
    pub resident: ResidentId,
    /// Whole training months of which nothing is there.
    pub months: usize,
    /// The days from then on.
    pub seen: Span,
}

/// Returns those who are in training or graduated, and whose cases the data should cover from the first day on.
///
/// Whoever came from another program met there what this record does not hold; and nothing is not zero.
pub fn late_starts(catalog: &Catalog, curves: &Curves) -> Vec<LateStart> {
    let as_of = catalog.program.data_to;
    let people: Vec<(&Resident, TrainingTime<'_>, Vec<u32>)> = catalog
        .residents
        .iter()
        .filter(|r| r.status != Status::Left && curves.cases_covered(r, as_of) == Covered::Whole)
        .filter_map(|resident| {
            Some((resident, TrainingTime::of(resident)?, everything(resident, catalog, curves)))
        })
        .collect();
    let mean = |month: usize| {
        let there: Vec<f64> = people
            .iter()
            .filter(|(_, clock, _)| clock.months(as_of) >= month as f64)
            .filter_map(|(.., all)| all.get(month).copied().filter(|_| all.last() > Some(&0)).map(f64::from))
            .collect();
        there.iter().sum::<f64>() / there.len().max(1) as f64
    };
    let means: Vec<f64> = (0..=curves.months()).map(mean).collect();
    let late = |(resident, clock, all): &(&Resident, TrainingTime<'_>, Vec<u32>)| {
        let done = as_of.checked_add_days(Days::new(1)).map_or(0, |day| clock.months(day).floor() as usize);
        let months = all.iter().take_while(|n| **n == 0).count().checked_sub(1)?.min(done);
        let is_late = months >= FEWEST_MONTHS && means.get(months).is_some_and(|mean| *mean >= PLENTY);
        let from = clock.day(months as f64)?;
        let to = resident.graduates_on.map_or(as_of, |last| last.min(as_of));
        is_late.then(|| LateStart {
            resident: resident.id.clone(),
            months,
            seen: Span { from: from.min(to), to },
        })
    };
    people.iter().filter_map(late).collect()
}

/// Returns all exposures of any kind by the end of each training month.
fn everything(resident: &Resident, catalog: &Catalog, curves: &Curves) -> Vec<u32> {
    let mut all = vec![0_u32; curves.months() + 1];
    for curve in catalog.definitions.iter().filter_map(|d| curves.curve(&d.code, &resident.id)) {
        all.iter_mut().zip(curve).for_each(|(sum, n)| *sum = sum.saturating_add(*n));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::growth::departures::Departure;

    fn late(departure: &Departure) -> Vec<(String, usize)> {
        let world = departure.draw(3);
        let found = late_starts(&world.catalog, &world.curves);
        found.into_iter().map(|it| (it.resident.to_string(), it.months)).collect()
    }

    #[test]
    fn whoever_comes_from_elsewhere_is_seen_from_the_first_month_here() {
        assert_eq!(late(&Departure::default()), []);
        let two = late(&Departure { transfers: 2, ..Departure::default() });
        assert_eq!(two, [("2025-000".to_owned(), 12), ("2025-001".to_owned(), 12)]);
    }

    #[test]
    fn a_record_that_begins_late_for_all_is_not_said_of_each() {
        let record_from = Some("2021-07-01".parse().unwrap());
        assert_eq!(late(&Departure { record_from, ..Departure::default() }), []);
    }

    #[test]
    fn what_was_before_is_not_zero_but_not_known() {
        let world = Departure { transfers: 1, ..Departure::default() }.draw(3);
        let late = late_starts(&world.catalog, &world.curves).into_iter().map(|it| (it.resident, it.seen));
        let curves = world.curves.seen_from(late);
        let (one, other) = ("2025-000".parse().unwrap(), "2025-001".parse().unwrap());
        let code = &world.catalog.definitions[0].code;
        assert!(
            matches!(curves.covered(code, &one), Covered::Partly(days) if days[0].from.to_string() == "2026-07-02")
        );
        assert_eq!(*curves.covered(code, &other), Covered::Whole);
        let resident = world.catalog.resident(&one).unwrap();
        assert_ne!(curves.cases_covered(resident, world.catalog.program.data_to), Covered::Whole);
    }
}
