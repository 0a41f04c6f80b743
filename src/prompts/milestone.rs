//! Rules on milestones. Levels are compared, never averaged.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::facts::Facts;
use super::prompt::{About, Prompt, Quantity, Rule};
use super::thresholds::Thresholds;
use crate::domain::catalog::Catalog;
use crate::domain::id::SubcompetencyId;
use crate::domain::milestone::{HalfSteps, MilestoneRating, Period, RatedBy, Subcompetency};
use crate::domain::resident::Resident;
use crate::growth::training_time::{DAYS_PER_MONTH, TrainingTime};

pub mod history;

/// The months from one reporting period to the next.
const PERIOD_MONTHS: f64 = 6.0;

/// One subcompetency of one resident: what the rules read.
struct Series<'a> {
    subcompetency: &'a Subcompetency,
    /// The committee's ratings with a level, by period.
    rated: Vec<Rated>,
    /// The committee's ratings, level or not, by period.
    committee: Vec<&'a MilestoneRating>,
    /// The resident's own ratings with a level, by period.
    own: BTreeMap<Period, HalfSteps>,
    /// The last period in which the committee rated anything.
    period: Period,
}

#[derive(Clone, Copy)]
struct Rated {
    period: Period,
    on: NaiveDate,
    level: HalfSteps,
}

/// Returns the milestone prompts, in the order of the subcompetencies; what concerns all comes first.
pub fn prompts(facts: &Facts<'_>, thresholds: &Thresholds) -> Vec<Prompt> {
    let series = series(facts.catalog, &facts.record.milestones.iter().collect::<Vec<_>>());
    let stale = all_stale(facts, &series, thresholds);
    let whole = [stale.clone(), straight_line(&series, thresholds)];
    let each = series.iter().flat_map(|s| {
        let old = if stale.is_some() { None } else { stale_evidence(facts, s, thresholds) };
        let mut asked = at_rating(facts.resident, s, thresholds);
        // What is old is not rated now either: that is one question, not two.
        asked.retain(|p| p.rule != Rule::NotAssessed || old.is_none());
        asked.into_iter().chain(old)
    });
    whole.into_iter().flatten().chain(each).collect()
}

/// Asks of one subcompetency what can be asked on the day of the last rating, whatever day it is now.
fn at_rating(resident: &Resident, series: &Series<'_>, thresholds: &Thresholds) -> Vec<Prompt> {
    let all = [
        below_target_final(resident, series, thresholds),
        early_low(resident, series, thresholds),
        regression(series, thresholds),
        plateau(series, thresholds),
        jump(series, thresholds),
        not_assessed(series),
        self_gap(series, thresholds),
    ];
    all.into_iter().flatten().collect()
}

/// Sorts the ratings by subcompetency; empty where the committee has rated nothing.
fn series<'a>(catalog: &'a Catalog, ratings: &[&'a MilestoneRating]) -> Vec<Series<'a>> {
    let mut by_id: BTreeMap<&SubcompetencyId, Vec<&'a MilestoneRating>> = BTreeMap::new();
    for rating in ratings {
        by_id.entry(&rating.subcompetency).or_default().push(rating);
    }
    let committee = ratings.iter().filter(|r| r.by == RatedBy::Committee);
    let Some(period) = committee.map(|r| r.period).max() else { return Vec::new() };
    let one = |subcompetency: &'a Subcompetency| {
        let mut all = by_id.remove(&subcompetency.id).unwrap_or_default();
        all.sort_by_key(|r| r.period);
        let (committee, own): (Vec<_>, Vec<_>) = all.into_iter().partition(|r| r.by == RatedBy::Committee);
        let rated = |r: &&MilestoneRating| Some(Rated { period: r.period, on: r.rated_on, level: r.level? });
        Series {
            subcompetency,
            rated: committee.iter().filter_map(rated).collect(),
            committee,
            own: own.iter().filter_map(|r| Some((r.period, r.level?))).collect(),
            period,
        }
    };
    catalog.subcompetencies.iter().map(one).collect()
}

impl<'a> Series<'a> {
    /// Returns what it was after a period in which the committee rated something.
    fn until(&self, period: Period) -> Self {
        Self {
            subcompetency: self.subcompetency,
            rated: self.rated.iter().copied().take_while(|rated| rated.period <= period).collect(),
            committee: self.committee.iter().copied().take_while(|r| r.period <= period).collect(),
            own: self.own.range(..=period).map(|(period, level)| (*period, *level)).collect(),
            period,
        }
    }

    /// Returns the committee's last rating, level or not.
    fn last(&self) -> Option<&'a MilestoneRating> {
        self.committee.last().copied()
    }

    /// Returns the rating of the last period, if it has a level.
    fn latest(&self) -> Option<Rated> {
        self.rated.last().copied().filter(|r| r.period == self.period)
    }

    /// Returns the ratings of the last period and of the one before it that has a level.
    fn last_two(&self) -> Option<(Rated, Rated)> {
        let latest = self.latest()?;
        self.rated.iter().rev().nth(1).map(|&before| (before, latest))
    }

    fn prompt(&self, rule: Rule, numbers: (Quantity, Quantity), n: usize, sentence: &str) -> Prompt {
        let about = About::Subcompetency(self.subcompetency.id.clone());
        Prompt::new(rule, about, numbers, n, &format!("{} {sentence}", self.subcompetency.id))
    }
}

/// Asks where the goal for graduation is not in reach in one of the last two periods.
///
/// One half step below the goal is on the usual path with one period to go: growth was 0.55 levels
/// a period in 3,872 residents of family medicine (Park 2021).
fn below_target_final(resident: &Resident, series: &Series<'_>, thresholds: &Thresholds) -> Option<Prompt> {
    let latest = series.latest()?;
    let to_go = (resident.graduates_on? - latest.on).num_days() as f64 / DAYS_PER_MONTH;
    let periods_left = i8::from(to_go > PERIOD_MONTHS);
    if to_go > thresholds.final_months || latest.level.since(thresholds.goal) >= -periods_left {
        return None;
    }
    let sentence = format!(
        "stands at {} in {}, {:.0} months before graduation; the goal is {}, a goal and not a requirement. \
         What would help?",
        latest.level,
        latest.period,
        to_go.max(0.0),
        thresholds.goal
    );
    let numbers = (Quantity::Level(Some(latest.level)), Quantity::Level(Some(thresholds.goal)));
    Some(series.prompt(Rule::BelowTargetFinal, numbers, series.rated.len(), &sentence))
}

/// Asks where the level at the end of the first or second clinical year is low.
fn early_low(resident: &Resident, series: &Series<'_>, thresholds: &Thresholds) -> Option<Prompt> {
    /// How far from the end of a year a rating may lie and still be that year's.
    const NEAR: f64 = PERIOD_MONTHS / 2.0;
    let latest = series.latest()?;
    let month = TrainingTime::of(resident)?.months(latest.on);
    let years = [(12.0, thresholds.low_after_first_year), (24.0, thresholds.low_after_second_year)];
    let (end, low) = years.into_iter().find(|(end, _)| (month - end).abs() <= NEAR)?;
    if latest.level > low {
        return None;
    }
    let sentence = format!(
        "stands at {} in {}, near training month {end:.0}; {low} or lower asks for a closer look. \
         What has been tried?",
        latest.level, latest.period
    );
    let numbers = (Quantity::Level(Some(latest.level)), Quantity::Level(Some(low)));
    Some(series.prompt(Rule::EarlyLow, numbers, series.rated.len(), &sentence))
}

/// Asks where the level fell.
fn regression(series: &Series<'_>, thresholds: &Thresholds) -> Option<Prompt> {
    let (before, latest) = series.last_two()?;
    let change = latest.level.since(before.level);
    (change <= -thresholds.regression).then(|| {
        let sentence = format!("went from {} to {}. What changed?", level(before), level(latest));
        let numbers = (Quantity::HalfSteps(change), Quantity::HalfSteps(-thresholds.regression));
        series.prompt(Rule::Regression, numbers, series.rated.len(), &sentence)
    })
}

/// Asks where the last ratings are equal and below the goal.
fn plateau(series: &Series<'_>, thresholds: &Thresholds) -> Option<Prompt> {
    let latest = series.latest()?;
    let equal = series.rated.iter().rev().take_while(|r| r.level == latest.level).count();
    if equal < thresholds.plateau_ratings.max(2) || latest.level >= thresholds.goal {
        return None;
    }
    let first = series.rated[series.rated.len() - equal];
    let sentence = format!(
        "has stood at {} in {equal} ratings in a row, {} to {}. What would the next step look like?",
        latest.level, first.period, latest.period
    );
    let numbers = (Quantity::Count(equal as u32), Quantity::Count(thresholds.plateau_ratings as u32));
    Some(series.prompt(Rule::Plateau, numbers, equal, &sentence))
}

/// Asks where the level rose by more than is usual from one period to the next.
fn jump(series: &Series<'_>, thresholds: &Thresholds) -> Option<Prompt> {
    let (before, latest) = series.last_two()?;
    let change = latest.level.since(before.level);
    (change > thresholds.jump && follows(before.period, latest.period)).then(|| {
        let sentence =
            format!("went from {} to {}. What does the rise rest on?", level(before), level(latest));
        let numbers = (Quantity::HalfSteps(change), Quantity::HalfSteps(thresholds.jump));
        series.prompt(Rule::Jump, numbers, series.rated.len(), &sentence)
    })
}

/// Asks where the last period has no level.
fn not_assessed(series: &Series<'_>) -> Option<Prompt> {
    if series.latest().is_some() {
        return None;
    }
    let why = match series.last() {
        Some(last) if last.period == series.period => "was not assessable",
        _ => "has no rating",
    };
    let sentence = format!("{why} in {}. Who could see it?", series.period);
    let numbers = (Quantity::Level(None), Quantity::Count(1));
    Some(series.prompt(Rule::NotAssessed, numbers, series.rated.len(), &sentence))
}

/// Asks where the resident and the committee see it differently in the same period.
fn self_gap(series: &Series<'_>, thresholds: &Thresholds) -> Option<Prompt> {
    let latest = series.latest()?;
    let own = *series.own.get(&latest.period)?;
    let gap = own.since(latest.level);
    (gap.abs() >= thresholds.self_gap).then(|| {
        let sentence = format!(
            "in {}: {own} by the resident, {} by the committee. What does each see?",
            latest.period, latest.level
        );
        let numbers = (Quantity::HalfSteps(gap), Quantity::HalfSteps(thresholds.self_gap));
        series.prompt(Rule::SelfCccGap, numbers, 2, &sentence)
    })
}

/// Asks where the last level of one subcompetency is old.
fn stale_evidence(facts: &Facts<'_>, series: &Series<'_>, thresholds: &Thresholds) -> Option<Prompt> {
    let last = series.rated.last()?;
    let months = age(facts, last.on);
    (months > thresholds.stale_months).then(|| {
        let sentence =
            format!("was last given a level {months:.0} months ago ({}). What is newer?", last.period);
        let numbers = (Quantity::Day(last.on), Quantity::Months(thresholds.stale_months));
        series.prompt(Rule::StaleEvidence, numbers, series.rated.len(), &sentence)
    })
}

/// Asks once where every level is old, instead of once for each subcompetency.
fn all_stale(facts: &Facts<'_>, all: &[Series<'_>], thresholds: &Thresholds) -> Option<Prompt> {
    let newest = all.iter().filter_map(|s| s.rated.last()).max_by_key(|r| r.on)?;
    let months = age(facts, newest.on);
    (months > thresholds.stale_months).then(|| {
        let sentence = format!(
            "The newest milestone level is {months:.0} months old ({}). When is the next rating due?",
            newest.period
        );
        let numbers = (Quantity::Day(newest.on), Quantity::Months(thresholds.stale_months));
        let n = all.iter().map(|s| s.rated.len()).sum();
        Prompt::new(Rule::StaleEvidence, About::Milestones, numbers, n, &sentence)
    })
}

/// Asks where every subcompetency of the last period has the same level.
fn straight_line(all: &[Series<'_>], thresholds: &Thresholds) -> Option<Prompt> {
    let levels: Vec<Rated> = all.iter().filter_map(Series::latest).collect();
    let first = levels.first()?;
    if levels.len() < thresholds.straight_line_from || levels.iter().any(|r| r.level != first.level) {
        return None;
    }
    let n = levels.len();
    let sentence = format!(
        "All {n} rated subcompetencies stand at {} in {}. Was each looked at by itself?",
        first.level, first.period
    );
    let numbers = (Quantity::Level(Some(first.level)), Quantity::Count(thresholds.straight_line_from as u32));
    let prompt = Prompt::new(Rule::StraightLine, About::Milestones, numbers, n, &sentence);
    let why = "7 % in fall and 6 % in spring of emergency medicine's residents (Beeson), chance or not";
    Some(prompt.by_chance(0.065, why))
}

fn level(rated: Rated) -> String {
    format!("{} ({})", rated.level, rated.period)
}

fn age(facts: &Facts<'_>, on: NaiveDate) -> f64 {
    (facts.as_of - on).num_days() as f64 / DAYS_PER_MONTH
}

fn follows(before: Period, after: Period) -> bool {
    let place = |p: Period| i32::from(p.year) * 2 + i32::from(p.half);
    place(after) - place(before) == 1
}

#[cfg(test)]
mod tests;
