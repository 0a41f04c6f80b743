use super::*;
use crate::growth::course::{Month, calendar_month};
use crate::testing::growth::departures::Departure;

fn found(departure: &Departure, seed: u64) -> Vec<Change> {
    let world = departure.draw(seed);
    changes(&world.catalog, &world.curves, &world.everyones_schedules(), &BTreeSet::new())
}

fn month(day: &str) -> CalendarMonth {
    calendar_month(day.parse().unwrap())
}

#[test]
fn a_program_whose_residents_differ_in_everything_and_whose_classes_do_not_has_nothing_to_tell() {
    for seed in 1..=3 {
        assert_eq!(found(&Departure { busy: 0.2, ..Departure::default() }, seed), []);
    }
}

#[test]
fn rows_lost_from_a_day_on_are_told_with_the_day_and_how_much_is_left() {
    let lost = Some(("2025-07-01".parse().unwrap(), 0.2));
    let all = found(&Departure { lost, ..Departure::default() }, 2);
    let [Change::Since { from, share }] = all.as_slice() else { panic!("{all:?}") };
    assert!((from - month("2025-07-01")).abs() <= 4, "{from}");
    assert!((share - 0.8).abs() < 0.06, "{share}");
}

#[test]
fn lean_months_are_told_by_the_calendar() {
    let all = found(&Departure { lean: Some((20, 3, 0.2)), ..Departure::default() }, 2);
    let [Change::Months { from, to, share }] = all.as_slice() else { panic!("{all:?}") };
    assert!(*from >= month("2025-02-01") && *to <= month("2025-06-01"), "{from} {to}");
    assert!(*share < 0.6, "{share}");
}

#[test]
fn a_drift_is_told_by_the_year() {
    let all = found(&Departure { drift: 0.7, ..Departure::default() }, 2);
    let [Change::Drift { a_year, last_of_first }] = all.as_slice() else { panic!("{all:?}") };
    assert!((0.92..0.97).contains(a_year) && (0.65..0.8).contains(last_of_first), "{a_year} {last_of_first}");
}

/// Part-timers meet 60 %: told apart from residents of whom each has another pace, as in the first test.
#[test]
fn residents_at_two_paces_are_told_by_name() {
    let departure = Departure { part_time: 0.2, ..Departure::default() };
    let all = found(&departure, 2);
    let [Change::TwoPaces { slower, share }] = all.as_slice() else { panic!("{all:?}") };
    assert!((share - 0.6).abs() < 0.03, "{share}");
    assert!((10..=35).contains(&slower.len()), "{}", slower.len());
}

/// Three classes of four: `scipy.stats.f_oneway(…, equal_var=False)` gives these.
#[test]
fn welchs_ratio_and_its_probability_are_those_of_scipy() {
    let classes = [vec![1.0, 2.0, 3.0, 4.0], vec![2.0, 4.0, 6.0, 8.0], vec![5.0, 6.0, 7.0, 9.0]];
    let table = Welch::of(&classes).unwrap();
    assert!((table.ratio - 7.259_412_068).abs() < 1e-8, "{}", table.ratio);
    assert!((table.within_freedom - 5.639_024_390).abs() < 1e-8, "{}", table.within_freedom);
    assert!((table.chance() - 0.027_550_691).abs() < 1e-6, "{}", table.chance());
}

/// `numpy.polyfit([0, 1, 2, 3], [1, 2, 2, 4], 1, w=numpy.sqrt([1, 2, 2, 1]))` gives the slope.
#[test]
fn a_line_through_weighed_points_is_that_of_least_squares() {
    let (slope, squares, spread) = fit(&[(0.0, 1.0, 1.0), (1.0, 2.0, 2.0), (2.0, 2.0, 2.0), (3.0, 4.0, 1.0)]);
    assert!(
        (slope - 0.818_181_818).abs() < 1e-8 && (squares - 1.151_515_152).abs() < 1e-8,
        "{slope} {squares}"
    );
    assert!((spread - 5.5).abs() < 1e-12);
}

#[test]
fn a_t_has_the_probability_of_students_distribution() {
    // scipy.stats.t.sf(2.5, 9) * 2
    assert!((two_sided(-2.5, 9) - 0.033_861_8).abs() < 1e-6);
    assert!((two_sided(f64::NAN, 9) - 1.0).abs() < 1e-12);
}

#[test]
fn a_course_adds_up_the_months_that_are_asked_for() {
    let months = (0..3).map(|at| Month { at, met: 1.0, usual: 2.0 }).collect();
    let course = Course { id: "R1".parse().unwrap(), class: 2024, months, each: Vec::new() };
    assert_eq!(course.sum(|at| at > 0), (2.0, 4.0));
}
