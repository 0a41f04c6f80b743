//! Asks about the clock: whether starts have hours, and whether they are on the hospital's own clock.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{
    Datelike as _, Days, LocalResult, Months, NaiveDate, NaiveDateTime, Offset as _, TimeZone as _,
};
use chrono_tz::Tz;
use duckdb::Connection;

use super::error::{CaseFileError, Result};
use super::finding::{Finding, Weight};
use super::reads::{self, Hours, Starts};
use super::shape;
use crate::domain::text::sanitised;

/// Of so many starts an hour of the day can be the usual one.
const FEW: u64 = 50;

/// Of so many starts in summer and in winter the two can be compared.
const SEASON: u64 = 200;

/// Returns what the clock of a file gives reason to ask, on a connection on which the views stand.
pub(super) fn questions(connection: &Connection) -> Result<Vec<Finding>> {
    let starts = reads::starts(connection)?;
    let zone = zone(connection)?;
    let mut found = Vec::new();
    found.extend(hours(connection)?);
    found.extend(outside(&starts));
    found.extend(other_clock(&starts, zone.as_ref().ok().copied().flatten()));
    found.extend(daylight_saving(connection, &starts, zone.as_ref().ok().copied().flatten())?);
    found.extend(zoned(connection, &zone)?);
    Ok(found)
}

fn question(what: String, n: u64, examples: Vec<String>, advice: &str) -> Finding {
    let weight = Weight::Gap;
    Finding { check: "clock".to_owned(), weight, what, n, examples, advice: advice.to_owned() }
}

/// Returns the program's zone; the text where it names none that is known.
fn zone(connection: &Connection) -> Result<std::result::Result<Option<Tz>, String>> {
    let sql = "select any_value(time_zone) from program";
    let given: Option<String> =
        connection.query_row(sql, [], |row| row.get(0)).map_err(|e| CaseFileError::query("program", &e))?;
    let given = given.filter(|given| !given.trim().is_empty());
    Ok(given.map(|given| given.parse::<Tz>().map_err(|_error| given)).transpose())
}

/// Asks about starts at midnight sharp, which are days without an hour.
fn hours(connection: &Connection) -> Result<Option<Finding>> {
    let sql = "select count(*)::ubigint, (count(*) filter (where started_at = started_at::date))::ubigint from cases";
    let (n, midnights): (u64, u64) = connection
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(|e| CaseFileError::query("cases", &e))?;
    let advice =
        "export the hour at which a case began; without it no experience that asks for hours is in this data";
    Ok(match reads::hours_missing(connection, &reads::Answers::default())? {
        Hours::OfEverybody => None,
        Hours::OfNobody => {
            let what = format!("{midnights} of {n} cases begin at 00:00: the hours of starts are missing");
            Some(question(what, midnights, Vec::new(), advice))
        }
        Hours::MissingOf(residents) => {
            let each = residents.iter().map(|(id, (m, n))| format!("resident {id}: {m} of {n} at 00:00"));
            let what = format!(
                "{midnights} of {n} cases begin at 00:00: the hours of some residents' starts are missing"
            );
            Some(question(what, residents.len() as u64, each.collect(), advice))
        }
    })
}

/// Asks about starts that lie mostly outside 6 to 18.
fn outside(starts: &[Starts]) -> Option<Finding> {
    let all: u64 = starts.iter().map(|s| s.n).sum();
    let odd: u64 = starts.iter().filter(|s| !(6..18).contains(&s.hour)).map(|s| s.n).sum();
    (all >= 5 && odd * 2 > all).then(|| {
        let what = format!("{odd} of {all} cases begin outside 06:00 to 18:00");
        question(what, odd, Vec::new(), OWN_CLOCK)
    })
}

const OWN_CLOCK: &str = "are these times on the hospital's own clock? If they are in UTC, export them on that clock; \
                         cases at night and at the weekend are counted by it";

/// Asks about a day that begins at another hour than in a hospital, and about one that is an hour earlier in summer: both
/// are signs of times in UTC.
fn other_clock(starts: &[Starts], zone: Option<Tz>) -> Option<Finding> {
    let weekdays = || starts.iter().filter(|s| s.weekday);
    let all = by_hour(weekdays());
    let n: u64 = all.iter().sum();
    let usual = (0..24).max_by_key(|hour| (all[*hour], 24 - hour))?;
    // Where people come at all hours, as to an emergency department, no hour stands out.
    let stands_out = n >= FEW && all[usual] * 100 > n * 15;
    if stands_out && !(6..=10).contains(&usual) {
        let what = format!(
            "on weekdays cases begin most often between {usual:02}:00 and {:02}:00",
            (usual + 1) % 24
        );
        return Some(question(what, all[usual], Vec::new(), OWN_CLOCK));
    }
    let zone = zone?;
    let mut seasons: BTreeMap<i32, Vec<&Starts>> = BTreeMap::new();
    for one in weekdays() {
        seasons.entry(offset(zone, one.month + Days::new(14))).or_default().push(one);
    }
    let two: [(i32, Vec<&Starts>); 2] = seasons.into_iter().collect::<Vec<_>>().try_into().ok()?;
    let [(winter_offset, winter), (summer_offset, summer)] = two;
    let (winter, summer) = (by_hour(winter.into_iter()), by_hour(summer.into_iter()));
    if summer_offset - winter_offset != 3600 || winter.iter().sum::<u64>().min(summer.iter().sum()) < SEASON {
        return None;
    }
    // In UTC what happens at one hour of the hospital's clock is an hour earlier in summer.
    let as_it_is = apart(&winter, &summer, 0);
    let an_hour_later = apart(&winter, &summer, 1);
    (as_it_is > 2.0 * an_hour_later && as_it_is > 0.2).then(|| {
        let what =
            format!("the day begins an hour earlier in summer than in winter, as on no clock of {zone}");
        question(what, summer.iter().sum(), Vec::new(), OWN_CLOCK)
    })
}

fn by_hour<'a>(starts: impl Iterator<Item = &'a Starts>) -> [u64; 24] {
    let mut hours = [0; 24];
    for one in starts {
        if let Some(slot) = hours.get_mut(usize::from(one.hour)) {
            *slot += one.n;
        }
    }
    hours
}

/// Returns how far two days lie apart when the second is moved by so many hours: the share of starts at other hours.
fn apart(one: &[u64; 24], other: &[u64; 24], later: usize) -> f64 {
    let share = |hours: &[u64; 24], at: usize| hours[at % 24] as f64 / hours.iter().sum::<u64>() as f64;
    (0..24).map(|hour| (share(one, hour + later) - share(other, hour)).abs()).sum::<f64>() / 2.0
}

/// Returns the seconds by which a zone's clock is ahead of UTC at noon of a day.
fn offset(zone: Tz, day: NaiveDate) -> i32 {
    let noon = day.and_hms_opt(12, 0, 0).unwrap_or_default();
    zone.offset_from_utc_datetime(&noon).fix().local_minus_utc()
}

/// Asks about starts in an hour that the clock skips when daylight saving begins, or shows twice when it ends.
fn daylight_saving(connection: &Connection, starts: &[Starts], zone: Option<Tz>) -> Result<Vec<Finding>> {
    let Some(zone) = zone else { return Ok(Vec::new()) };
    let days = changes(zone, starts);
    if days.is_empty() {
        return Ok(Vec::new());
    }
    let days: Vec<_> = days.iter().map(|day| format!("date '{day}'")).collect();
    let sql = format!(
        "select case_id::varchar, strftime(started_at, '%Y-%m-%d %H:%M:%S') from cases \
         where started_at::date in ({}) and case_id is not null order by started_at, case_id",
        days.join(", ")
    );
    let rows: Vec<(String, String)> = connection
        .prepare(&sql)
        .and_then(|mut s| s.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .map_err(|e| CaseFileError::query("cases", &e))?;
    let (mut skipped, mut doubled) = (Vec::new(), Vec::new());
    for (case, at) in &rows {
        let Ok(local) = NaiveDateTime::parse_from_str(at, "%Y-%m-%d %H:%M:%S") else { continue };
        let said = format!("case {} at {}", sanitised(case), local.format("%Y-%m-%d %H:%M"));
        match zone.from_local_datetime(&local) {
            LocalResult::None => skipped.push(said),
            LocalResult::Ambiguous(..) => doubled.push(said),
            LocalResult::Single(_) => {}
        }
    }
    let asked = |what: String, cases: Vec<String>, advice: &str| {
        let n = cases.len() as u64;
        (n > 0).then(|| question(what, n, cases.into_iter().take(5).collect(), advice))
    };
    let skip = format!("cases begin in an hour that the clock of {zone} skips when daylight saving begins");
    let twice =
        format!("cases begin in an hour that the clock of {zone} shows twice when daylight saving ends");
    Ok([
        asked(skip, skipped, OWN_CLOCK),
        asked(
            twice,
            doubled,
            "which of the two hours it was cannot be known; a stay may be an hour longer or shorter",
        ),
    ]
    .into_iter()
    .flatten()
    .collect())
}

/// Returns the days of the months with starts on which a zone's clock is changed.
fn changes(zone: Tz, starts: &[Starts]) -> BTreeSet<NaiveDate> {
    let months: BTreeSet<NaiveDate> = starts.iter().map(|s| s.month).collect();
    let days = |first: NaiveDate| {
        let next = first + Months::new(1);
        first.iter_days().take_while(move |day| *day < next)
    };
    let is_changed = |day: &NaiveDate| {
        day.year() < 2100 && day.pred_opt().is_some_and(|before| offset(zone, before) != offset(zone, *day))
    };
    months.into_iter().flat_map(days).filter(is_changed).collect()
}

/// Says on which clock times with a zone are read, where the file holds some.
fn zoned(connection: &Connection, zone: &std::result::Result<Option<Tz>, String>) -> Result<Option<Finding>> {
    let columns = shape::zoned(connection)?;
    let advice = "write the zone of the hospital into program.time_zone, as America/Detroit";
    Ok(match zone {
        Err(given) => {
            let what =
                format!("program.time_zone is \"{}\", which is no zone that is known", sanitised(given));
            Some(question(what, 1, Vec::new(), advice))
        }
        Ok(None) if !columns.is_empty() => {
            let what =
                "the file holds times with a zone, and names no zone of the hospital: they are read in UTC";
            Some(question(what.to_owned(), columns.len() as u64, columns, advice))
        }
        Ok(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program in which most days begin at seven, by the hospital's clock, moved by so many hours in winter and summer.
    fn starts(winter: u8, summer: u8) -> Vec<Starts> {
        let hours = [(7, 60), (12, 30), (18, 6), (23, 2)];
        let month = |m| NaiveDate::from_ymd_opt(2026, m, 1).unwrap();
        let one = |m: u32, moved: u8| {
            hours.map(|(hour, n)| Starts { month: month(m), hour: (hour + moved) % 24, weekday: true, n })
        };
        let winter = [1, 2, 12].into_iter().flat_map(|m| one(m, winter));
        winter.chain([6, 7, 8].into_iter().flat_map(|m| one(m, summer))).collect()
    }

    fn said(starts: &[Starts], zone: Tz) -> String {
        other_clock(starts, Some(zone)).map_or(String::new(), |finding| finding.what)
    }

    #[test]
    fn a_record_in_utc_is_asked_about_on_both_sides_of_the_ocean() {
        assert_eq!(said(&starts(0, 0), Tz::America__Detroit), "");
        assert_eq!(
            said(&starts(5, 4), Tz::America__Detroit),
            "on weekdays cases begin most often between 11:00 and 12:00"
        );
        // An hour or two ahead of UTC: the day still begins in the morning.
        let european: Vec<_> =
            starts(1, 0).into_iter().map(|s| Starts { hour: (s.hour + 23) % 24, ..s }).collect();
        assert!(said(&european, Tz::Europe__Berlin).contains("an hour earlier in summer"));
        assert_eq!(said(&starts(0, 0), Tz::Europe__Berlin), "");
        assert_eq!(other_clock(&starts(0, 0)[..1], None), None);
        let month = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let at_all_hours: Vec<_> =
            (0..24).map(|hour| Starts { month, hour, weekday: true, n: 50 + u64::from(hour) }).collect();
        assert_eq!(other_clock(&at_all_hours, None), None);
    }

    #[test]
    fn starts_outside_the_day_are_asked_about_by_their_number() {
        assert_eq!(outside(&starts(0, 0)), None);
        let moved = outside(&starts(14, 14)).unwrap();
        assert_eq!(moved.what, "540 of 588 cases begin outside 06:00 to 18:00");
    }

    #[test]
    fn the_days_on_which_the_clock_is_changed_are_found() {
        let starts: Vec<_> = (1..=12)
            .map(|m| Starts {
                month: NaiveDate::from_ymd_opt(2026, m, 1).unwrap(),
                hour: 7,
                weekday: true,
                n: 1,
            })
            .collect();
        let days: Vec<_> = changes(Tz::America__Detroit, &starts).iter().map(ToString::to_string).collect();
        assert_eq!(days, ["2026-03-08", "2026-11-01"]);
        assert!(changes(Tz::Asia__Tokyo, &starts).is_empty());
    }
}
