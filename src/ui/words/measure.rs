//! Quality measures, attempts and raters in words. A measure reflects a team; a rater is not corrected.

use chrono::{Months, NaiveDate};

use crate::domain::catalog::Catalog;
use crate::domain::entrustment::Scale;
use crate::domain::measure::{Direction, PERIOD_MONTHS};
use crate::growth::cusum::Crossing;
use crate::growth::measure::{Period, Reading};
use crate::growth::proportion::{FEWEST, Interval, Rate};
use crate::survey::attempts::{AttemptRow, Limits};
use crate::survey::dossier::RaterRow;

use super::{NO_DATA, counted, day};

/// What stands over every list of measures.
pub const TEAM: &str = "a measure reflects a team, not one person";

/// Returns a share as a whole percentage.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// Returns an interval of shares.
pub fn between(interval: Interval) -> String {
    format!("{:.0}–{:.0}", 100.0 * interval.low, 100.0 * interval.high)
}

/// Returns a share with its 95 % interval, for a narrow column; a dot where there are too few for one.
pub fn share(rate: Option<Rate>) -> String {
    rate.map_or(NO_DATA.to_owned(), |rate| {
        format!("{:.0} ({})", 100.0 * rate.share(), between(rate.interval()))
    })
}

/// Says what the share of a measure counts, and which way is better.
pub fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "passed; more is better",
        Direction::Lower => "flagged; fewer is better",
    }
}

/// Says how many cases stand behind a share, and what it is.
pub fn of_cases(reading: &Reading) -> String {
    let tally = reading.tally;
    let what = if reading.kind.direction == Direction::Higher { "passed" } else { "flagged" };
    let excluded = if tally.excluded > 0 { format!(", {} excluded", tally.excluded) } else { String::new() };
    let counted = format!("{} of {} cases {what}{excluded}", tally.count(reading.kind.direction), tally.n());
    match reading.rate {
        Some(rate) => {
            format!("{counted}: {} (95 % interval {} %)", percent(rate.share()), between(rate.interval()))
        }
        None => format!("{counted}: fewer than {FEWEST} make no share"),
    }
}

/// Says what the others of the program have, and where a share lies by chance.
pub fn beside(reading: &Reading) -> String {
    let Some(others) = reading.others else {
        return format!("the program's others have fewer than {FEWEST} such cases");
    };
    let others = format!("the program's others: {} of {} cases", percent(others.share()), others.n());
    match (reading.limits_95, reading.limits_998) {
        (Some(usual), Some(wide)) => {
            format!(
                "{others}; by chance 95 of 100 lie in {} %, 998 of 1000 in {} %",
                between(usual),
                between(wide)
            )
        }
        _ => format!("{others}; no limits"),
    }
}

/// Says whether the share lies outside the limits.
pub fn place(reading: &Reading) -> Option<&'static str> {
    reading.rate.zip(reading.limits_95)?;
    Some(match (reading.is_outside(reading.limits_998), reading.is_outside(reading.limits_95)) {
        (true, _) if reading.is_worse_than(reading.limits_998) => "outside 998 of 1000, on the worse side",
        (true, _) => "outside 998 of 1000, on the better side",
        (_, true) => "outside 95 of 100, as chance makes it in 1 of 20",
        _ => "inside what chance makes",
    })
}

/// Says how residents spread, on which the width of the limits rests.
pub fn dispersion(reading: &Reading) -> String {
    match reading.dispersion {
        None => format!("limits: exact binomial; fewer than {FEWEST} residents, so their spread is not read"),
        Some(phi) => format!(
            "limits: exact binomial; {} residents vary {phi:.1} times as much as chance makes{}",
            reading.residents,
            if phi > 1.0 { ", and the limits are widened by that" } else { "" }
        ),
    }
}

/// Returns the month in which each period ends, oldest first, from the first one with a case on.
pub fn dated(reading: &Reading, as_of: NaiveDate) -> impl Iterator<Item = (String, Period)> {
    let last = reading.periods.len() - 1;
    let first = reading.periods.iter().position(|period| period.n > 0).unwrap_or(last);
    reading.periods.into_iter().enumerate().skip(first).map(move |(i, period)| {
        let months = Months::new(PERIOD_MONTHS * (last - i) as u32);
        let end = as_of.checked_sub_months(months).map(|day| day.format("%b %Y").to_string());
        (end.unwrap_or_default(), period)
    })
}

/// Says how the share went by periods, oldest first.
pub fn periods(reading: &Reading, as_of: NaiveDate) -> String {
    let one = |(end, period): (String, Period)| {
        let share = match (period.rate, period.n) {
            (Some(rate), n) => format!("{} of {n}", percent(rate.share())),
            (None, 0) => "no case".to_owned(),
            (None, n) => format!("{}, too few", counted(n, "case")),
        };
        format!("to {end} {share}")
    };
    dated(reading, as_of).map(one).collect::<Vec<_>>().join("; ")
}

/// Says whether three valid periods went one way.
pub fn trend(reading: &Reading) -> String {
    match &reading.trend {
        None => {
            format!("no trend: it takes three periods in a row, each of {FEWEST} or more, that go one way")
        }
        Some(trend) => format!(
            "trend: {} over three periods; where nothing changed, a slope as steep comes {}",
            trend.course,
            one_in(trend.chance)
        ),
    }
}

fn one_in(chance: f64) -> String {
    if chance < 1e-3 { "in fewer than 1 of 1000".to_owned() } else { format!("in 1 of {:.0}", 1.0 / chance) }
}

/// Says where a measure is defined and what is to be reached.
pub fn definition(reading: &Reading) -> String {
    let kind = &reading.kind;
    let goal = kind.threshold.map_or("no goal".to_owned(), |goal| {
        let side = if kind.direction == Direction::Higher { "or more" } else { "or less" };
        format!("goal {} {side}", percent(goal))
    });
    format!(
        "{}: {} · {goal} · {} · {}, {}",
        kind.id,
        direction(kind.direction),
        kind.status,
        kind.source,
        kind.version
    )
}

/// Returns the measures of the catalog of which the resident has no case.
pub fn without_cases(catalog: &Catalog, readings: &[Reading]) -> Option<String> {
    let known = |kind: &&crate::domain::measure::MeasureKind| !readings.iter().any(|r| r.kind.id == kind.id);
    let missing: Vec<_> = catalog.measures.iter().filter(known).map(|kind| kind.id.as_str()).collect();
    (!missing.is_empty()).then(|| format!("no case in two years: {}", missing.join(", ")))
}

/// Returns a kind of procedure in words.
pub fn procedure(kind: &str) -> String {
    kind.replace('_', " ")
}

/// Says how many attempts have an outcome and how many failed.
pub fn of_attempts(row: &AttemptRow) -> String {
    let n = row.attempts.outcomes.len();
    if row.one_sided {
        let all = if row.failures == 0 { "successes" } else { "failures" };
        let performed = counted(row.attempts.performed, "attempt");
        return format!(
            "of {performed} {n} are noted as {all}; the others have no outcome, so that no share and no sum of them \
             means anything"
        );
    }
    let rate = match row.rate {
        Some(rate) => format!(", {} (95 % interval {} %)", percent(rate.share()), between(rate.interval())),
        None => format!(", fewer than {FEWEST} make no share"),
    };
    format!(
        "{} of {} have an outcome; {} failed{rate}",
        n,
        counted(row.attempts.performed, "attempt"),
        row.failures
    )
}

/// Says what a failure is, and what the attempts are held against.
pub fn yardstick(row: &AttemptRow) -> String {
    let rules = &row.attempts.rules;
    let derived = if rules.is_empty() { String::new() } else { format!("; derived by {}", rules.join(", ")) };
    match &row.against {
        None if row.one_sided => "outcomes of one kind only are recorded in this data".to_owned(),
        None => "the failure rates that were chosen are out of order, so nothing is added up".to_owned(),
        Some(against) => {
            let chosen = &against.yardstick.chosen;
            format!(
                "a failure is {}{derived}. The program's own choice: {} acceptable, {} not, risk of error {}",
                chosen.failure,
                percent(chosen.acceptable),
                percent(chosen.unacceptable),
                percent(chosen.error)
            )
        }
    }
}

/// Says what the two sums have come to.
pub fn sums(row: &AttemptRow) -> Vec<String> {
    let Some(against) = &row.against else { return Vec::new() };
    let (chosen, cusum) = (&against.yardstick.chosen, &against.cusum);
    let at = |wanted: Crossing| {
        let found = cusum.crossings.iter().filter(|(_, crossing)| *crossing == wanted);
        found.map(|(at, _)| at.to_string()).collect::<Vec<_>>()
    };
    let spoke = |wanted, rate| match at(wanted).as_slice() {
        [] => format!("not yet for {}", percent(rate)),
        places => format!("for {} after attempt {}", percent(rate), places.join(" and ")),
    };
    let spoken = match (at(Crossing::Acceptable).is_empty(), at(Crossing::Unacceptable).is_empty()) {
        (true, true) => {
            let (low, high) = (percent(chosen.acceptable), percent(chosen.unacceptable));
            format!("the outcomes do not yet speak for {low} or for {high}")
        }
        _ => format!(
            "the outcomes spoke {}, {}",
            spoke(Crossing::Acceptable, chosen.acceptable),
            spoke(Crossing::Unacceptable, chosen.unacceptable)
        ),
    };
    let now = format!("{:+.2}", cusum.sums.last().copied().unwrap_or(0.0)).replace('-', "−");
    let Limits { horizon, boundary, learning: limit } = against.limits;
    let learning = &against.learning;
    let reached = match learning.signal {
        Some(at) => format!(
            "after attempt {at} the sum reached {limit:.2}, which a true rate of {} does within {horizon} attempts in \
             {} at most",
            percent(chosen.unacceptable),
            percent(chosen.error)
        ),
        None => format!(
            "the sum has not reached {limit:.2}; it stands at {:.2}",
            learning.sums.last().copied().unwrap_or(0.0)
        ),
    };
    vec![
        format!(
            "CUSUM: {spoken}; the sum stands at {now} between −{boundary:.2} and +{boundary:.2}, set for {horizon} attempts; \
             over as many as these a true rate of {} speaks for {} in {}, and one of {} for {} in {}",
            percent(chosen.acceptable),
            percent(chosen.unacceptable),
            percent(against.wrongly.0),
            percent(chosen.unacceptable),
            percent(chosen.acceptable),
            percent(against.wrongly.1)
        ),
        format!("learning curve (LC-CUSUM): {reached}"),
    ]
}

/// Says how many attempts and from when to when.
pub fn span(row: &AttemptRow) -> String {
    match (row.attempts.outcomes.first(), row.attempts.outcomes.last()) {
        (Some(first), Some(last)) => format!("outcomes from {} to {}", day(first.on), day(last.on)),
        _ => "no outcome".to_owned(),
    }
}

/// Says how a rater's levels lie beside the others', or why that is not said; `called` is the name or the code.
pub fn rater(row: &RaterRow, called: &str) -> String {
    let here = format!("{called}: {} here", counted(row.n as u64, "rating"));
    match &row.compared {
        Err(why) => format!("{here}; not compared: {why}"),
        Ok(found) => {
            let (above, interval) = (100.0 * found.below, between(found.interval));
            format!("{here}; of 100 by others {above:.0} ({interval}) lie above")
        }
    }
}

/// Returns ratings by level, lowest first, as "level 2: 16, 3: 11"; a level without any is left out.
pub fn levels(counts: &[u32], scale: Option<&Scale>) -> String {
    let named = |(rank, n): (usize, &u32)| {
        let level = scale.and_then(|s| s.levels.get(rank)).map_or("?", |l| l.level.as_str());
        format!("{level}: {n}")
    };
    let named: Vec<_> = counts.iter().enumerate().filter(|(_, n)| **n > 0).map(named).collect();
    if named.is_empty() { String::new() } else { format!("level {}", named.join(", ")) }
}

/// What stands over every comparison of raters.
pub const RATERS: &str = "pairs of a rating by each and one by others, on the same activity, scale and year of training; \
     a tie counts half; they met other residents, and no level is corrected";
