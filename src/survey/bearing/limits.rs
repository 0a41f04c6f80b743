//! The words for what the data cannot bear as they stand, each with what to do.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Ground, Limit, in_part};
use crate::domain::catalog::Catalog;
use crate::domain::resident::Status;
use crate::domain::words::{counted, day as day_in_words};
use crate::growth::changes::{Change, FALSE_ALARM};
use crate::growth::course::{CalendarMonth, first_day};
use crate::growth::rotation_names::RotationNames;

/// Exposures on one day's list, beyond what chance would put there, from which they are said to come in lists.
const LISTS: f64 = 1.5;

/// Says where the record begins after the training of some did, for all or for single ones.
pub(super) fn of_record(ground: Ground<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    let residents = in_part(ground);
    if !residents.is_empty() {
        let graduates = residents.iter().filter(|r| r.status == Status::Graduated).count();
        let classes: BTreeSet<u16> = residents.iter().filter_map(|r| r.class()).collect();
        let classes: Vec<String> = classes.iter().map(u16::to_string).collect();
        let begins = ground.curves.coverage().and_then(|coverage| coverage.first_days().0);
        let begins =
            begins.map_or(String::new(), |day| format!(": its first case is of {}", day_in_words(day)));
        limits.push(Limit {
            limit: "record_begins_late",
            what: format!(
                "the record holds the training of {} in part only{begins} ({graduates} graduated, {} in training, classes \
                 {}); none of them is compared, nor compared with",
                counted(residents.len() as u64, "resident"),
                residents.len() - graduates,
                classes.join(", "),
            ),
            who: Vec::new(),
            advice: "bring the older cases, or say in coverage what is recorded from when; until then a class in training that \
                     it touches is asked about nothing that compares"
                .to_owned(),
        });
    }
    if !ground.late.is_empty() {
        let months = ground.late.iter().map(|late| late.months).max().unwrap_or_default();
        limits.push(Limit {
            limit: "begins_later",
            what: format!(
                "the record holds nothing of the first months of training (up to {months}) of {}; none of them is compared, \
                 nor compared with",
                counted(ground.late.len() as u64, "resident"),
            ),
            who: ground.late.iter().map(|late| late.resident.clone()).collect(),
            advice: "who trained elsewhere has counts there that are not in this data: say so in coverage, with the day from \
                     which cases are recorded; who was away has an absence; else bring the missing cases"
                .to_owned(),
        });
    }
    limits
}

/// Says where one track is written in several ways, and is one.
pub(super) fn of_tracks(catalog: &Catalog) -> Vec<Limit> {
    let mut spelt: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for resident in &catalog.residents {
        if let (Some(key), Some(track)) = (resident.track_key(), resident.track.as_deref()) {
            spelt.entry(key).or_default().insert(track);
        }
    }
    let several = spelt.into_values().filter(|ways| ways.len() > 1);
    let limit = |ways: BTreeSet<&str>| {
        let ways: Vec<String> = ways.into_iter().map(|way| format!("“{way}”")).collect();
        Limit {
            limit: "track_spelt_twice",
            what: format!("the tracks {} are taken for one", ways.join(" and ")),
            who: Vec::new(),
            advice: "write the track alike in residents; where they are two, give one another name"
                .to_owned(),
        }
    };
    several.map(limit).collect()
}

/// Says which rotations definitions name and nobody has, and which gave way to another name.
pub(super) fn of_names(names: &RotationNames) -> Vec<Limit> {
    let mut limits = Vec::new();
    if !names.nowhere.is_empty() {
        let each = names.nowhere.iter().map(|it| {
            let near = match it.near.as_slice() {
                [] => String::new(),
                near => format!(" (nearest: {})", near.join(", ")),
            };
            format!("{}{near}", it.name)
        });
        let definitions: usize = names.nowhere.iter().map(|it| it.definitions).sum();
        limits.push(Limit {
            limit: "rotation_nowhere",
            what: format!(
                "nobody has a block of {} that definitions name: {}; {} that come in them are compared by training time alone \
                 where no other of their rotations is known",
                counted(names.nowhere.len() as u64, "rotation"),
                each.collect::<Vec<_>>().join("; "),
                counted(definitions as u64, "experience"),
            ),
            who: Vec::new(),
            advice: aliases(names.nowhere.iter().filter_map(|it| Some((it.near.first()?.as_str(), it.name.as_str(), None)))),
        });
    }
    if !names.renamed.is_empty() {
        let each = names
            .renamed
            .iter()
            .map(|it| format!("{} gives way to {} on {}", it.from, it.to, day_in_words(it.on)));
        limits.push(Limit {
            limit: "rotation_renamed",
            what: format!(
                "{}: {}; what comes in their blocks is not compared and not forecast",
                names_changed(names.renamed.len()),
                each.collect::<Vec<_>>().join("; "),
            ),
            who: Vec::new(),
            advice: aliases(names.renamed.iter().map(|it| (it.to.as_str(), it.from.as_str(), Some(it.on)))),
        });
    }
    let one = |limit, name: &str, what: &str, on: NaiveDate, advice: &str| Limit {
        limit,
        what: format!("rotation {name} {what} {}", day_in_words(on)),
        who: Vec::new(),
        advice: advice.to_owned(),
    };
    limits.extend(names.ended.iter().map(|(name, on)| {
        let advice = "where it goes on under another name, say so in rotation_aliases; where it does not, no newcomer has what \
                      graduates had there";
        one("rotation_ended", name, "is named by definitions, and its last block ended on", *on, advice)
    }));
    limits.extend(names.began.iter().map(|(name, on)| {
        let advice =
            "where it is one that definitions name, say so in rotation_aliases; else nothing need be done";
        one("rotation_began", name, "is in no definition, and its first block began on", *on, advice)
    }));
    limits
}

fn names_changed(n: usize) -> String {
    if n == 1 {
        "one rotation that definitions name goes on under another name".to_owned()
    } else {
        format!("{n} rotations that definitions name go on under other names")
    }
}

/// Says which experiences come in lists, where they are more than a few.
pub(super) fn of_lists(ground: Ground<'_>) -> Option<Limit> {
    let definitions = &ground.catalog.definitions;
    let lists = definitions.iter().map(|d| (ground.curves.lists(&d.code), d.title.as_str()));
    let mut lists: Vec<(f64, &str)> = lists.filter(|(n, _)| *n >= LISTS).collect();
    lists.sort_by(|a, b| b.0.total_cmp(&a.0));
    let most: Vec<String> = lists.iter().take(3).map(|(n, title)| format!("{title}, {n:.1}")).collect();
    (lists.len() * 10 >= definitions.len() && !lists.is_empty()).then(|| Limit {
        limit: "lists_of_a_day",
        what: format!(
            "{} come in lists of a day (on the list of one exposure, itself counted: {}); their counts are taken to vary so \
             many times as much by chance, so that fewer low ones are asked about",
            counted(lists.len() as u64, "experience"),
            most.join("; ")
        ),
        who: Vec::new(),
        advice: "nothing need be done; where one patient's procedures are written several times, count encounters".to_owned(),
    })
}

/// Returns the rows that a person may add, once they are sure of them.
fn aliases<'a>(rows: impl Iterator<Item = (&'a str, &'a str, Option<NaiveDate>)>) -> String {
    let rows: Vec<String> = rows
        .map(|(rotation, stands_for, from)| {
            let from = from.map_or(String::new(), |day| day.to_string());
            format!("{rotation},{stands_for},{from}")
        })
        .collect();
    if rows.is_empty() {
        return "correct the definitions' rotations, or the names in the schedule".to_owned();
    }
    format!(
        "where they are the same, add to rotation_aliases.csv (rotation,stands_for,from_on) and import again: {}",
        rows.join(" | ")
    )
}

/// Says what a change is, how large, and how often chance makes one.
pub(super) fn of_change(change: &Change, catalog: &Catalog) -> Limit {
    let how_often = format!("by chance in 1 program of {FALSE_ALARM} at most");
    let (limit, what, advice) = match change {
        Change::Months { from, to, share } => (
            "lean_months",
            format!("in {} everybody met {} of what is usual", months(*from, *to), percent(*share)),
            "bring what is missing of them; if the months were so, take a low count of whoever trained then for theirs",
        ),
        Change::Since { from, share } => (
            "changed_since",
            format!(
                "from about {} on residents met {} of what the same residents met before",
                month(*from),
                percent(*share)
            ),
            "find out what changed then: rows that are not exported any more, a new site, another way of recording; until then \
             counts since are compared with what was usual before",
        ),
        Change::Drift { a_year, last_of_first } => (
            "drift",
            format!(
                "classes differ in one direction, {} a year: the last one meets {} of what the first one met",
                signed(*a_year),
                percent(*last_of_first)
            ),
            "centiles and forecasts compare with what was usual years ago: read a low (or a high) count of a new class so",
        ),
        Change::Classes { deviation } => (
            "classes_differ",
            format!("classes differ in everything, by a standard deviation of {:.0} %", 100.0 * deviation),
            "the rates beside class prompts and the intervals beside centiles take classes for alike: they are too narrow here",
        ),
        Change::ClassesInExperiences { deviation, most } => {
            let title =
                |code| catalog.definition(code).map_or_else(|| format!("{code}"), |d| d.title.clone());
            let each = most.iter().map(|(class, code, share)| {
                format!("{} of the class of {class} {}", title(code), percent(*share))
            });
            (
                "classes_differ",
                format!(
                    "classes differ in single experiences, by a standard deviation of {:.0} % (most: {})",
                    100.0 * deviation,
                    each.collect::<Vec<_>>().join("; ")
                ),
                "the rates beside class prompts and the intervals beside centiles take classes for alike: they are too narrow \
                 here",
            )
        }
        Change::TwoPaces { slower, share } => (
            "two_paces",
            format!(
                "{} met {} of what the others met, of everything",
                counted(slower.len() as u64, "resident"),
                percent(*share),
            ),
            "where they train part-time, their training time runs slower: until it does in this data (absences take days out), \
             read their low counts so",
        ),
    };
    let who = if let Change::TwoPaces { slower, .. } = change { slower.clone() } else { Vec::new() };
    Limit { limit, what: format!("{what} ({how_often})"), who, advice: advice.to_owned() }
}

fn month(month: CalendarMonth) -> String {
    first_day(month).format("%B %Y").to_string()
}

fn months(from: CalendarMonth, to: CalendarMonth) -> String {
    if from == to { month(from) } else { format!("{} to {}", month(from), month(to)) }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn signed(ratio: f64) -> String {
    format!("{:+.0} %", 100.0 * (ratio - 1.0))
}
