//! What everybody met of everything together, calendar month by calendar month, beside what is usual at that time of
//! training: what the residents of a program say of its calendar.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Days, NaiveDate};

use super::rotation_time::RotationMonths;
use super::training_time::TrainingTime;
use crate::domain::catalog::Catalog;
use crate::domain::coverage::Covered;
use crate::domain::curves::Curves;
use crate::domain::experience::Definition;
use crate::domain::id::{Code, ResidentId};
use crate::domain::resident::{Resident, Status};
use crate::domain::schedule::Schedules;

/// The fewest people of whom a mean course is taken, as for every other rate.
pub const FEWEST: usize = 10;

/// The variance between residents, relative to the mean, by which experiences are weighed: a coefficient of 25 %.
const USUAL_DISPERSION: f64 = 0.0625;

/// Exposures that a month must lead one to expect before none at all means that somebody was away.
const PLENTY: f64 = 8.0;

/// Rounds in which a year's swing and what a month of training brings are told apart, and the swing that is left.
const ROUNDS: usize = 6;
const STILL: f64 = 0.03;

/// A calendar month, counted from the year 0.
pub type CalendarMonth = i32;

/// One month of one person: everything together, each experience weighed by what it tells of a common cause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    pub at: CalendarMonth,
    pub met: f64,
    pub usual: f64,
}

/// One person's course, over the months that the record covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    pub id: ResidentId,
    pub class: u16,
    pub months: Vec<Month>,
    /// By experience, in the order of the definitions: what was met, and what is usual, over those months.
    pub each: Vec<(f64, f64)>,
}

impl Course {
    /// Returns the courses of all who graduated or train, whose training time and class are known.
    ///
    /// What is usual of a training month is the mean of all of the same track whom the record covers in that month; where an
    /// experience comes in blocks, the mean in and outside them, by year of training. Some experiences and some months of
    /// the calendar are left out.
    pub fn all(
        catalog: &Catalog,
        curves: &Curves,
        schedules: &Schedules,
        (left_out, masked): (&BTreeSet<Code>, &BTreeSet<CalendarMonth>),
    ) -> Vec<Self> {
        let mut tracks: BTreeMap<Option<String>, Vec<Person<'_>>> = BTreeMap::new();
        for resident in catalog.residents.iter().filter(|r| r.status != Status::Left) {
            if let Some(mut person) = Person::of(resident, catalog, curves, schedules) {
                person.covered.retain(|(_, at)| !masked.contains(at));
                tracks.entry(resident.track_key()).or_default().push(person);
            }
        }
        let definitions: Vec<&Definition> =
            catalog.definitions.iter().filter(|d| !left_out.contains(&d.code)).collect();
        let mut groups: Vec<Vec<Person<'_>>> =
            tracks.into_values().filter(|people| people.len() >= FEWEST).collect();
        for people in &mut groups {
            leave_out_who_was_away(people, &definitions, curves);
        }
        let mut season = [1.0; 12];
        for _ in 0..ROUNDS {
            let all: Vec<Self> = groups
                .iter()
                .flat_map(|people| courses(people, &definitions, (curves, schedules), &season))
                .collect();
            let still = season_in(&all);
            if still.iter().all(|share| (share - 1.0).abs() <= STILL) {
                return all;
            }
            season.iter_mut().zip(still).for_each(|(share, still)| *share *= still);
        }
        groups.iter().flat_map(|people| courses(people, &definitions, (curves, schedules), &season)).collect()
    }

    /// Returns the months of which `keep` says so, added up: what was met, and what is usual.
    pub fn sum(&self, keep: impl Fn(CalendarMonth) -> bool) -> (f64, f64) {
        let months = self.months.iter().filter(|month| keep(month.at));
        months.fold((0.0, 0.0), |(met, usual), month| (met + month.met, usual + month.usual))
    }
}

/// Somebody with the training months that the record covers.
struct Person<'a> {
    resident: &'a Resident,
    /// The whole training months that are covered, each with the calendar month in which most of it lies.
    covered: Vec<(usize, CalendarMonth)>,
    spent: Option<RotationMonths>,
}

impl<'a> Person<'a> {
    fn of(resident: &'a Resident, catalog: &Catalog, curves: &Curves, schedules: &Schedules) -> Option<Self> {
        let clock = TrainingTime::of(resident)?;
        resident.class()?;
        let as_of = catalog.program.data_to;
        let end = as_of.checked_add_days(Days::new(1))?;
        let end = resident.graduates_on.and_then(|last| last.succ_opt()).map_or(end, |last| last.min(end));
        let months = usize::from(catalog.program.training_months).min(curves.months());
        let done = (clock.months(end).floor().max(0.0) as usize).min(months);
        let covered = curves.cases_covered(resident, as_of);
        let is_covered = |from: NaiveDate, to: NaiveDate| match &covered {
            Covered::Whole => true,
            Covered::Nowhere => false,
            Covered::Partly(spans) => spans.iter().any(|span| span.from <= from && to <= span.to),
        };
        let month = |month: usize| {
            let (from, to) = (clock.day(month as f64)?, clock.day(month as f64 + 1.0)?.pred_opt()?);
            let middle = clock.day(month as f64 + 0.5)?;
            is_covered(from, to).then_some((month, calendar_month(middle)))
        };
        let covered: Vec<_> = (0..done).filter_map(month).collect();
        let blocks = schedules.blocks(&resident.id);
        let spent = (!blocks.is_empty())
            .then(|| RotationMonths::of(clock, blocks, schedules.rotations().len(), months));
        (!covered.is_empty()).then_some(Self { resident, covered, spent })
    }
}

/// Returns the number of a calendar month, from the year 0.
pub fn calendar_month(day: NaiveDate) -> CalendarMonth {
    day.year() * 12 + day.month0().cast_signed()
}

/// Returns the first day of a calendar month.
pub fn first_day(month: CalendarMonth) -> NaiveDate {
    NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12).cast_unsigned() + 1, 1)
        .unwrap_or_default()
}

/// Returns the courses of the people of a track, where each calendar month brings its share of the usual by `season`.
fn courses(
    people: &[Person<'_>],
    definitions: &[&Definition],
    (curves, schedules): (&Curves, &Schedules),
    season: &[f64; 12],
) -> Vec<Course> {
    let begin = |person: &Person<'_>| {
        let month = |&(_, at): &(usize, CalendarMonth)| Month { at, met: 0.0, usual: 0.0 };
        Some(Course {
            id: person.resident.id.clone(),
            class: person.resident.class()?,
            months: person.covered.iter().map(month).collect(),
            each: Vec::with_capacity(definitions.len()),
        })
    };
    let mut courses: Vec<Course> = people.iter().filter_map(begin).collect();
    let share = |&(_, at): &(usize, CalendarMonth)| season[at.rem_euclid(12) as usize];
    let shares: Vec<Vec<f64>> =
        people.iter().map(|person| person.covered.iter().map(share).collect()).collect();
    for definition in definitions {
        let steps: Vec<Vec<f64>> = people.iter().map(|person| steps(person, definition, curves)).collect();
        let even: Vec<Vec<f64>> = steps
            .iter()
            .zip(&shares)
            .map(|(steps, shares)| steps.iter().zip(shares).map(|(step, share)| step / share).collect())
            .collect();
        let usual = match in_blocks(people, definition, schedules) {
            None => by_month(people, &even),
            Some(on) => by_block(people, &even, &on),
        };
        let whole: f64 = usual.iter().flatten().sum::<f64>() / people.len() as f64;
        let weight = 1.0 / (1.0 + USUAL_DISPERSION * whole);
        for (((course, steps), usual), shares) in courses.iter_mut().zip(&steps).zip(&usual).zip(&shares) {
            let mut all = 0.0;
            for (((month, met), usual), share) in course.months.iter_mut().zip(steps).zip(usual).zip(shares) {
                month.met += weight * met;
                month.usual += weight * usual * share;
                all += usual * share;
            }
            course.each.push((steps.iter().sum(), all));
        }
    }
    courses
}

/// Leaves out the months in which somebody met nothing at all where others met plenty: no word of a program's calendar.
fn leave_out_who_was_away(people: &mut [Person<'_>], definitions: &[&Definition], curves: &Curves) {
    let totals: Vec<Vec<f64>> = people
        .iter()
        .map(|person| {
            let mut sum = vec![0.0; person.covered.len()];
            for definition in definitions {
                sum.iter_mut().zip(steps(person, definition, curves)).for_each(|(sum, n)| *sum += n);
            }
            sum
        })
        .collect();
    let usual = by_month(people, &totals);
    for ((person, totals), usual) in people.iter_mut().zip(&totals).zip(&usual) {
        let mut months = totals.iter().zip(usual);
        person.covered.retain(|_| months.next().is_none_or(|(n, usual)| *n > 0.0 || *usual < PLENTY));
    }
}

/// Returns what a person met in each covered month.
fn steps(person: &Person<'_>, definition: &Definition, curves: &Curves) -> Vec<f64> {
    let curve = curves.curve(&definition.code, &person.resident.id).unwrap_or(&[]);
    let step = |&(month, _): &(usize, CalendarMonth)| {
        let cumulative = |at: usize| curve.get(at).copied().unwrap_or(0);
        f64::from(cumulative(month + 1).saturating_sub(cumulative(month)))
    };
    person.covered.iter().map(step).collect()
}

/// Returns the share of each covered month that a person was on the rotations that bring an experience; `None` where all
/// do, or where the rotations of too few are known.
fn in_blocks(people: &[Person<'_>], definition: &Definition, schedules: &Schedules) -> Option<Vec<Vec<f64>>> {
    let known = people.iter().filter(|person| person.spent.is_some()).count();
    if definition.rotations.is_empty() || known < FEWEST {
        return None;
    }
    let places: Vec<usize> = (0..schedules.rotations().len())
        .filter(|&place| definition.rotations.contains(&schedules.rotations()[place]))
        .collect();
    let share = |person: &Person<'_>| {
        let Some(spent) = &person.spent else { return vec![f64::NAN; person.covered.len()] };
        let months = spent.on(&places);
        let on = |&(month, _): &(usize, CalendarMonth)| {
            months.get(month + 1).zip(months.get(month)).map_or(0.0, |(to, from)| to - from)
        };
        person.covered.iter().map(on).collect()
    };
    Some(people.iter().map(share).collect())
}

/// Returns the mean of all by training month, for each person's months.
fn by_month(people: &[Person<'_>], steps: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for (person, steps) in people.iter().zip(steps) {
        for (&(month, _), step) in person.covered.iter().zip(steps) {
            let (sum, n) = sums.entry(month).or_default();
            (*sum, *n) = (*sum + step, *n + 1.0);
        }
    }
    let mean = |(month, _): &(usize, CalendarMonth)| sums.get(month).map_or(0.0, |(sum, n)| sum / n);
    people.iter().map(|person| person.covered.iter().map(mean).collect()).collect()
}

/// Returns what a month in a block and outside it brings, by year of training and by least squares, for each person's months.
///
/// Whose rotations are not known meets what the others do on the mean.
fn by_block(people: &[Person<'_>], steps: &[Vec<f64>], on: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut years: BTreeMap<usize, Rates> = BTreeMap::new();
    for ((person, steps), on) in people.iter().zip(steps).zip(on) {
        for ((&(month, _), &step), &on) in person.covered.iter().zip(steps).zip(on) {
            years.entry(month / 12).or_default().add(on, step);
        }
    }
    let of_person = |(person, on): (&Person<'_>, &Vec<f64>)| {
        let usual = |(&(month, _), &on): (&(usize, CalendarMonth), &f64)| {
            years.get(&(month / 12)).map_or(0.0, |rates| rates.at(on))
        };
        person.covered.iter().zip(on).map(usual).collect()
    };
    let usual: Vec<Vec<f64>> = people.iter().zip(on).map(of_person).collect();
    // What a month of training brings beside its year, as a summer does, holds in blocks too.
    let (met, expected) = (by_month(people, steps), by_month(people, &usual));
    let scaled = |((usual, met), expected): ((Vec<f64>, &Vec<f64>), &Vec<f64>)| {
        let each = usual.iter().zip(met).zip(expected);
        each.map(|((usual, met), all)| if *all > 0.0 { usual * met / all } else { *usual }).collect()
    };
    usual.into_iter().zip(&met).zip(&expected).map(scaled).collect()
}

/// What a month in a block brings, and one outside: least squares of what was met on the share in a block.
#[derive(Clone, Copy, Debug, Default)]
struct Rates {
    inside: f64,
    outside: f64,
    both: f64,
    met_inside: f64,
    met_outside: f64,
    met: f64,
    n: f64,
}

impl Rates {
    fn add(&mut self, on: f64, met: f64) {
        self.met += met;
        self.n += 1.0;
        if on.is_nan() {
            return;
        }
        let off = 1.0 - on;
        self.inside += on * on;
        self.outside += off * off;
        self.both += on * off;
        self.met_inside += on * met;
        self.met_outside += off * met;
    }

    fn at(&self, on: f64) -> f64 {
        let mean = if self.n > 0.0 { self.met / self.n } else { 0.0 };
        let apart = self.inside * self.outside - self.both * self.both;
        if on.is_nan() || apart <= 1e-9 {
            return mean;
        }
        let inside = (self.met_inside * self.outside - self.met_outside * self.both) / apart;
        let outside = (self.met_outside * self.inside - self.met_inside * self.both) / apart;
        (inside * on + outside * (1.0 - on)).max(0.0)
    }
}

/// Returns what each month of the calendar brings of the usual, year after year, where two years or more are there: who
/// begins in another month than others is not compared with their summer.
fn season_in(courses: &[Course]) -> [f64; 12] {
    let all = || courses.iter().flat_map(|course| &course.months);
    let span = all().map(|month| month.at).max().zip(all().map(|month| month.at).min());
    if span.is_none_or(|(last, first)| last - first < 24) {
        return [1.0; 12];
    }
    let mut season = [(0.0, 0.0); 12];
    for month in all() {
        let (met, usual) = &mut season[month.at.rem_euclid(12) as usize];
        (*met, *usual) = (*met + month.met, *usual + month.usual);
    }
    season.map(|(met, usual)| if met > 0.0 && usual > 0.0 { met / usual } else { 1.0 })
}
