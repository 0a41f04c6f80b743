//! What the courses of a program say against the assumption that its classes and years are alike: drift, a day from which
//! everything is less, lean months, classes that differ, and residents at two paces.
//!
//! The unit is the resident, never the exposure, so that residents may differ in everything at once. Each test errs
//! in at most 1 of 250 programs by construction, and small differences are not told of at all.

use std::collections::{BTreeMap, BTreeSet};

use statrs::distribution::{ContinuousCDF as _, FisherSnedecor, StudentsT};

use super::course::{CalendarMonth, Course};
use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::id::{Code, ResidentId};
use crate::domain::schedule::Schedules;

/// How often one test errs where nothing departs.
const RISK: f64 = 0.004;

/// How often any of all tests errs, measured by simulation: one program in so many.
pub const FALSE_ALARM: u32 = 50;

/// What a month or a year must differ by to be told of, as a share.
const LEAN: f64 = 0.75;
const APART: f64 = 0.94;

/// The standard deviation between classes from which the rates that are printed beside prompts no longer hold.
const CLASSES_APART: f64 = 0.03;

const EXPERIENCES_APART: f64 = 0.05;

/// Months on each side of a day that are compared, and the fewest of one resident.
const WINDOW: CalendarMonth = 12;
const FEWEST_MONTHS: usize = 3;

/// The fewest residents whose courses say something of a month or a day.
const FEWEST: usize = 8;

/// The fewest classes through which a line is laid.
const FEWEST_CLASSES: usize = 4;

/// How many standard deviations the sum of all experiences must lie above what chance brings.
const FAR: f64 = 4.5;

/// The fewest residents of a class that is compared with others, and the fewest experiences that are added up.
const FEWEST_OF_CLASS: usize = 4;
const FEWEST_EXPERIENCES: usize = 5;

/// Expected exposures from which classes are compared in one experience.
const OFTEN: f64 = 8.0;

/// How many times their own spread two groups must lie apart to be two (Ashman, *Astron J* 1994;108:2348, takes 2 for
/// any two; one normal group split in the middle shows 2.6).
const TWO_GROUPS: f64 = 4.5;

/// One thing that departs. Shares are of what is usual; 1 is no difference.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Everybody met this share of the usual in these calendar months, both included.
    Months { from: CalendarMonth, to: CalendarMonth, share: f64 },
    /// From this month on everybody met this share of what the same residents met before.
    Since { from: CalendarMonth, share: f64 },
    /// Classes meet more or less from year to year: the share of the last class beside the first one.
    Drift { a_year: f64, last_of_first: f64 },
    /// Classes differ in everything by this standard deviation.
    Classes { deviation: f64 },
    /// Classes differ in single experiences by this standard deviation; the most distant ones, each with its share.
    ClassesInExperiences { deviation: f64, most: Vec<(u16, Code, f64)> },
    /// These residents met this share of what the others met, of everything.
    TwoPaces { slower: Vec<ResidentId>, share: f64 },
}

/// Returns what departs in a program; `left_out` are experiences that are not to be read.
pub fn changes(
    catalog: &Catalog,
    curves: &Curves,
    schedules: &Schedules,
    left_out: &BTreeSet<Code>,
) -> Vec<Change> {
    let courses =
        |masked: &BTreeSet<CalendarMonth>| Course::all(catalog, curves, schedules, (left_out, masked));
    let mut all = courses(&BTreeSet::new());
    let lean = lean_months(&all);
    if !lean.is_empty() {
        // They are in what is usual, too. Training months lie across calendar months, so that the neighbours hold a part.
        all = courses(&lean.iter().flat_map(|&(from, to, _)| from - 1..=to + 1).collect());
    }
    let mut found: Vec<Change> =
        lean.into_iter().map(|(from, to, share)| Change::Months { from, to, share }).collect();
    let (slow, rest) = two_paces(&all);
    found.extend(slow);
    all.retain(|course| rest.contains(&course.id));
    found.extend(over_time(&all).or_else(|| between_classes(&all)));
    let codes = catalog.definitions.iter().map(|d| &d.code).filter(|code| !left_out.contains(*code));
    found.extend(in_experiences(&all, &codes.cloned().collect::<Vec<_>>()));
    found
}

/// Returns the natural logarithm of what a person met of the usual; `None` where nothing was usual or met.
fn pace(course: &Course, keep: impl Fn(CalendarMonth) -> bool) -> Option<f64> {
    let (met, usual) = course.sum(keep);
    (met > 0.0 && usual > 0.0).then(|| (met / usual).ln())
}

/// Returns the runs of months in which residents, each beside their own pace, met much less or more than in the year around.
fn lean_months(courses: &[Course]) -> Vec<(CalendarMonth, CalendarMonth, f64)> {
    let mut by_month: BTreeMap<CalendarMonth, Vec<f64>> = BTreeMap::new();
    for course in courses {
        let Some(own) = pace(course, |_| true).map(f64::exp) else { continue };
        for month in course.months.iter().filter(|month| month.usual > 0.0) {
            by_month.entry(month.at).or_default().push(month.met / month.usual / own);
        }
    }
    by_month.retain(|_, residents| residents.len() >= FEWEST);
    let means: BTreeMap<CalendarMonth, f64> = by_month.iter().map(|(at, of)| (*at, mean(of))).collect();
    let risk = RISK / means.len().max(1) as f64;
    let differs = |(&at, residents): (&CalendarMonth, &Vec<f64>)| {
        let around = means.range(at - WINDOW..=at + WINDOW).filter(|(month, _)| **month != at);
        let level = median(around.map(|(_, mean)| *mean).collect())?;
        let share = means.get(&at)? / level;
        let t = (mean(residents) - level) / (deviation(residents) / (residents.len() as f64).sqrt());
        let is_far = !(LEAN..=1.0 / LEAN).contains(&share);
        (is_far && two_sided(t, residents.len() - 1) <= risk).then_some((at, share))
    };
    let mut runs: Vec<(CalendarMonth, CalendarMonth, f64)> = Vec::new();
    for (at, share) in by_month.iter().filter_map(differs) {
        match runs.last_mut() {
            Some((from, to, mean)) if *to + 1 == at && (*mean < 1.0) == (share < 1.0) => {
                let months = f64::from(at - *from);
                *mean = (*mean * months + share) / (months + 1.0);
                *to = at;
            }
            _ => runs.push((at, at, share)),
        }
    }
    runs
}

/// Says whether everything changes with time, and as what: from a day on, or from class to class.
fn over_time(courses: &[Course]) -> Option<Change> {
    let (step, line) = (step(courses), line(courses));
    match (step, line) {
        (Some((from, share)), Some(drift)) => {
            Some(if is_rather_a_step(courses, from) { Change::Since { from, share } } else { drift })
        }
        (Some((from, share)), None) => {
            is_rather_a_step(courses, from).then_some(Change::Since { from, share })
        }
        (None, line) => line,
    }
}

/// Returns the month from which residents met most differently from before, each beside themselves.
fn step(courses: &[Course]) -> Option<(CalendarMonth, f64)> {
    let (first, last) = span(courses)?;
    let candidates = first + WINDOW / 2..=last - 2;
    let risk = RISK / f64::from(candidates.end() - candidates.start() + 1).max(1.0);
    let at = |from: CalendarMonth| {
        let apart = |course: &Course| {
            let before = |at| (from - WINDOW..from).contains(&at);
            let after = |at| (from..from + WINDOW).contains(&at);
            let enough = |keep: &dyn Fn(CalendarMonth) -> bool| {
                course.months.iter().filter(|month| keep(month.at)).count() >= FEWEST_MONTHS
            };
            (enough(&before) && enough(&after)).then(|| Some(pace(course, after)? - pace(course, before)?))?
        };
        let residents: Vec<f64> = courses.iter().filter_map(apart).collect();
        if residents.len() < FEWEST {
            return None;
        }
        let t = mean(&residents) / (deviation(&residents) / (residents.len() as f64).sqrt());
        Some((from, mean(&residents).exp(), t, two_sided(t, residents.len() - 1)))
    };
    let best = candidates.filter_map(at).max_by(|a, b| a.2.abs().total_cmp(&b.2.abs()))?;
    let is_apart = !(APART..=1.0 / APART).contains(&best.1);
    (is_apart && best.3 <= risk).then_some((best.0, best.1))
}

/// Returns how classes change from one to the next: a line through the classes' means, whose spread about it is its error.
fn line(courses: &[Course]) -> Option<Change> {
    let classes = by_class(courses);
    if classes.len() < FEWEST_CLASSES {
        return None;
    }
    let points: Vec<(f64, f64, f64)> =
        classes.iter().map(|(year, paces)| (f64::from(*year), mean(paces), paces.len() as f64)).collect();
    let (slope, squares, spread) = fit(&points);
    let freedom = points.len() - 2;
    let error = (squares / freedom as f64 / spread).sqrt();
    let years = points.last()?.0 - points.first()?.0;
    let last_of_first = (slope * years).exp();
    let is_apart = !(APART..=1.0 / APART).contains(&last_of_first);
    (is_apart && two_sided(slope / error, freedom) <= RISK)
        .then_some(Change::Drift { a_year: slope.exp(), last_of_first })
}

/// Fits a line by weighted least squares; returns its slope, the squares about it, and the spread of x.
fn fit(points: &[(f64, f64, f64)]) -> (f64, f64, f64) {
    let weight: f64 = points.iter().map(|p| p.2).sum();
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), p| (x + p.2 * p.0 / weight, y + p.2 * p.1 / weight));
    let spread: f64 = points.iter().map(|p| p.2 * (p.0 - x).powi(2)).sum();
    let slope = points.iter().map(|p| p.2 * (p.0 - x) * (p.1 - y)).sum::<f64>() / spread;
    let squares = points.iter().map(|p| p.2 * (p.1 - y - slope * (p.0 - x)).powi(2)).sum();
    (slope, squares, spread)
}

/// Tells whether the months of all together lie nearer to a step in this month than to a line.
fn is_rather_a_step(courses: &[Course], from: CalendarMonth) -> bool {
    let mut months: BTreeMap<CalendarMonth, (f64, f64)> = BTreeMap::new();
    for month in courses.iter().flat_map(|course| &course.months) {
        let (met, usual) = months.entry(month.at).or_default();
        (*met, *usual) = (*met + month.met, *usual + month.usual);
    }
    let points: Vec<(f64, f64, f64)> = months
        .into_iter()
        .filter(|(_, (met, usual))| *met > 0.0 && *usual > 0.0)
        .map(|(at, (met, usual))| (f64::from(at), (met / usual).ln(), usual))
        .collect();
    let (_, of_line, _) = fit(&points);
    let (before, after): (Vec<_>, Vec<_>) = points.into_iter().partition(|p| p.0 < f64::from(from));
    about_mean(&before) + about_mean(&after) < of_line
}

fn about_mean(points: &[(f64, f64, f64)]) -> f64 {
    let weight: f64 = points.iter().map(|p| p.2).sum();
    let mean = points.iter().map(|p| p.2 * p.1 / weight).sum::<f64>();
    points.iter().map(|p| p.2 * (p.1 - mean).powi(2)).sum()
}

/// Returns by how much classes differ in everything, by an analysis of variance of their residents' paces.
fn between_classes(courses: &[Course]) -> Option<Change> {
    let classes: Vec<Vec<f64>> =
        by_class(courses).into_values().filter(|paces| paces.len() >= FEWEST_OF_CLASS).collect();
    let table = Welch::of(&classes)?;
    let deviation = table.between.max(0.0).sqrt();
    (deviation >= CLASSES_APART && table.chance() <= RISK).then_some(Change::Classes { deviation })
}

/// Returns by how much classes differ in single experiences, when what each resident meets of everything is taken out.
///
/// The F ratios of all experiences are added up; their sum is nearly normal (each has the mean and the variance of Fisher's
/// distribution), and no experience needs to stand out by itself.
fn in_experiences(courses: &[Course], codes: &[Code]) -> Option<Change> {
    let (mut sum, mut expected, mut variance) = (0.0, 0.0, 0.0);
    let mut components = Vec::new();
    let mut most: Vec<(f64, u16, Code, f64)> = Vec::new();
    let own: Vec<Option<f64>> = courses.iter().map(whole_pace).collect();
    for (at, code) in codes.iter().enumerate() {
        let mut classes: BTreeMap<u16, Vec<f64>> = BTreeMap::new();
        for (course, own) in courses.iter().zip(&own) {
            let Some((&(met, usual), own)) = course.each.get(at).zip(*own) else { continue };
            if usual * own >= OFTEN {
                classes.entry(course.class).or_default().push(met / usual / own);
            }
        }
        classes.retain(|_, paces| paces.len() >= FEWEST_OF_CLASS);
        let values: Vec<Vec<f64>> = classes.values().cloned().collect();
        let Some(table) = Welch::of(&values).filter(|table| table.within_freedom > 5.0) else { continue };
        let (d1, d2) = (table.between_freedom, table.within_freedom);
        sum += table.ratio;
        expected += d2 / (d2 - 2.0);
        variance += 2.0 * d2 * d2 * (d1 + d2 - 2.0) / (d1 * (d2 - 2.0).powi(2) * (d2 - 4.0));
        components.push(table.between);
        let all = mean(&values.iter().map(|of| mean(of)).collect::<Vec<_>>());
        for (class, paces) in &classes {
            let z = (mean(paces) - all) / deviation(paces) * (paces.len() as f64).sqrt();
            most.push((z.abs(), *class, code.clone(), mean(paces) / all));
        }
    }
    let deviation = mean(&components).max(0.0).sqrt();
    let far = (sum - expected) / variance.sqrt();
    most.sort_by(|a, b| b.0.total_cmp(&a.0));
    (components.len() >= FEWEST_EXPERIENCES && deviation >= EXPERIENCES_APART && far >= FAR).then(|| {
        Change::ClassesInExperiences {
            deviation,
            most: most.into_iter().take(3).map(|(_, class, code, share)| (class, code, share)).collect(),
        }
    })
}

/// Returns what a person met of the usual, each experience counting alike.
fn whole_pace(course: &Course) -> Option<f64> {
    let often: Vec<f64> =
        course.each.iter().filter(|each| each.1 >= OFTEN).map(|(met, usual)| met / usual).collect();
    Some(mean(&often)).filter(|pace| !often.is_empty() && *pace > 0.0)
}

/// Parts residents into two paces, where there are two; and says whose pace is the usual one.
fn two_paces(courses: &[Course]) -> (Option<Change>, BTreeSet<ResidentId>) {
    let everybody = || courses.iter().map(|course| course.id.clone()).collect();
    let classes = by_class(courses);
    // Of a class with many slower ones the middle would be theirs.
    let full: BTreeMap<u16, f64> =
        classes.into_iter().filter_map(|(class, paces)| Some((class, upper(paces)?))).collect();
    let mut paces: Vec<(f64, &ResidentId)> = courses
        .iter()
        .filter(|course| course.months.len() >= FEWEST_MONTHS)
        .filter_map(|course| Some((pace(course, |_| true)? - full.get(&course.class)?, &course.id)))
        .collect();
    paces.sort_by(|a, b| a.0.total_cmp(&b.0));
    let values: Vec<f64> = paces.iter().map(|pace| pace.0).collect();
    let squares = |of: &[f64]| of.iter().map(|x| (x - mean(of)).powi(2)).sum::<f64>();
    let fewest = (values.len() / 20).max(3);
    let split = (fewest..values.len().saturating_sub(fewest)).min_by(|&a, &b| {
        let about = |at: usize| squares(&values[..at]) + squares(&values[at..]);
        about(a).total_cmp(&about(b))
    });
    let Some(split) = split else { return (None, everybody()) };
    let (slow, rest) = (&values[..split], &values[split..]);
    let spread = (f64::midpoint(deviation(slow).powi(2), deviation(rest).powi(2))).sqrt();
    let apart = mean(rest) - mean(slow);
    let share = (-apart).exp();
    if share > LEAN + 0.05 || apart < TWO_GROUPS * spread || split * 2 > values.len() {
        return (None, everybody());
    }
    let ids = |of: &[(f64, &ResidentId)]| of.iter().map(|(_, id)| (*id).clone()).collect::<Vec<_>>();
    let change = Change::TwoPaces { slower: ids(&paces[..split]), share };
    (Some(change), ids(&paces[split..]).into_iter().collect())
}

/// Returns the paces of the residents of each class.
fn by_class(courses: &[Course]) -> BTreeMap<u16, Vec<f64>> {
    let mut classes: BTreeMap<u16, Vec<f64>> = BTreeMap::new();
    for course in courses.iter().filter(|course| course.months.len() >= FEWEST_MONTHS) {
        if let Some(pace) = pace(course, |_| true) {
            classes.entry(course.class).or_default().push(pace);
        }
    }
    classes
}

fn span(courses: &[Course]) -> Option<(CalendarMonth, CalendarMonth)> {
    let months = || courses.iter().flat_map(|course| &course.months).map(|month| month.at);
    months().min().zip(months().max())
}

/// Welch's analysis of variance (*Biometrika* 1951;38:330): a class that has trained for a few months differs more by chance
/// than one that has graduated.
#[derive(Clone, Copy, Debug)]
struct Welch {
    ratio: f64,
    between_freedom: f64,
    within_freedom: f64,
    /// The variance between classes, beyond what residents bring; below 0 where there is none.
    between: f64,
}

impl Welch {
    fn of(classes: &[Vec<f64>]) -> Option<Self> {
        let variances: Vec<f64> = classes.iter().map(|of| deviation(of).powi(2) / of.len() as f64).collect();
        if classes.len() < 3 || variances.iter().any(|variance| *variance <= 0.0) {
            return None;
        }
        let k = classes.len() as f64;
        let means: Vec<f64> = classes.iter().map(|of| mean(of)).collect();
        let all: f64 = variances.iter().map(|variance| 1.0 / variance).sum();
        let middle = means.iter().zip(&variances).map(|(mean, variance)| mean / variance).sum::<f64>() / all;
        let far: f64 =
            means.iter().zip(&variances).map(|(mean, variance)| (mean - middle).powi(2) / variance).sum();
        let lack: f64 = classes
            .iter()
            .zip(&variances)
            .map(|(of, variance)| (1.0 - 1.0 / variance / all).powi(2) / (of.len() as f64 - 1.0))
            .sum();
        let between = deviation(&means).powi(2) - mean(&variances);
        Some(Self {
            ratio: far / (k - 1.0) / (1.0 + 2.0 * (k - 2.0) / (k * k - 1.0) * lack),
            between_freedom: k - 1.0,
            within_freedom: (k * k - 1.0) / (3.0 * lack),
            between,
        })
    }

    fn chance(&self) -> f64 {
        FisherSnedecor::new(self.between_freedom, self.within_freedom).map_or(1.0, |f| f.sf(self.ratio))
    }
}

/// Returns the probability of a t as far from 0 as this one.
fn two_sided(t: f64, freedom: usize) -> f64 {
    if t.is_nan() {
        return 1.0;
    }
    StudentsT::new(0.0, 1.0, freedom.max(1) as f64).map_or(1.0, |of| 2.0 * of.sf(t.abs()))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
    (squares / (values.len().max(2) - 1) as f64).sqrt()
}

/// Returns the value above which three in ten lie.
fn upper(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    super::quantile::type7(&values, 0.7)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    super::quantile::type7(&values, 0.5)
}

#[cfg(test)]
mod tests;
