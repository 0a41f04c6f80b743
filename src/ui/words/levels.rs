//! Milestones in words: a row of the table, and what is known of it.

use crate::committee::levels::{LevelRow, LevelTable, Mark};
use crate::committee::sheet::NOT_ASSESSABLE;
use crate::domain::milestone::{HalfSteps, Period};

use super::counted;

/// Returns a level in a cell: "n/a" where none could be given, "·" where nothing was said.
pub fn level(said: Option<&Option<HalfSteps>>) -> String {
    match said {
        None => "·".to_owned(),
        Some(None) => "n/a".to_owned(),
        Some(Some(level)) => level.to_string(),
    }
}

/// Returns a half-year in a cell.
pub fn period(period: Period) -> String {
    let season = if period.half == 1 { "spr" } else { "fall" };
    format!("{season} {:02}", period.year % 100)
}

/// Returns what is being recorded of a row, with a sign where it is more than a level from last time.
pub fn recorded(row: &LevelRow, mark: Option<Mark>) -> String {
    let Some(mark) = mark else { return "not yet".to_owned() };
    let level = mark.level.map_or("n/a".to_owned(), |level| level.to_string());
    match (mark.carried, row.jumps(mark)) {
        (true, _) => format!("{level} last time"),
        (false, true) => format!("{level} ?"),
        (false, false) => level,
    }
}

/// Returns what was rated of a row in so many columns: each level and how often, or where that has no room the range.
pub fn rated(row: &LevelRow, width: usize, times: &str) -> String {
    let all: Vec<_> = row.rated.iter().map(|(level, n)| format!("{level}{times}{n}")).collect();
    let all = all.join(" ");
    if all.chars().count() <= width {
        return all;
    }
    let mut levels = row.rated.keys();
    let ends = (levels.next(), levels.next_back());
    let n: usize = row.rated.values().sum();
    match ends {
        (Some(low), Some(high)) => format!("{low} to {high} {times}{n}"),
        _ => all,
    }
}

/// Says what the committee and the resident said of a row, and what was rated.
pub fn known(table: &LevelTable, row: &LevelRow) -> Vec<String> {
    let said = |levels: &std::collections::BTreeMap<Period, Option<HalfSteps>>| {
        let level = |level: &Option<HalfSteps>| level.map_or(NOT_ASSESSABLE.to_owned(), |it| it.to_string());
        let last: Vec<_> =
            levels.iter().rev().take(4).map(|(period, it)| format!("{period} {}", level(it))).collect();
        last.into_iter().rev().collect::<Vec<_>>().join(", ")
    };
    let committee = said(&row.committee);
    let mut lines = vec![if committee.is_empty() {
        "committee: no level before".to_owned()
    } else {
        format!("committee: {committee}")
    }];
    if !row.own.is_empty() {
        lines.push(format!("self: {}", said(&row.own)));
    }
    if let Some(rated) = &table.rated {
        let spread = row.spread();
        let spread = if spread.is_empty() { "by nobody".to_owned() } else { spread };
        let sealed = match rated.sealed {
            0 => String::new(),
            n => format!("; {} not open yet", counted(n as u64, "sealed card")),
        };
        lines.push(format!("rated in meeting {}: {spread}{sealed}", super::clean(&rated.meeting)));
    }
    lines
}

/// Says what is known of a row, and what the rules ask about it.
pub fn known_and_asked(table: &LevelTable, row: &LevelRow) -> Vec<String> {
    known(table, row).into_iter().chain(row.prompts.iter().map(|prompt| format!("? {prompt}"))).collect()
}

/// Says how far the level on a row is from the goal for graduation.
pub fn distance(mark: Option<Mark>) -> Option<String> {
    let goal = HalfSteps::GRADUATION_GOAL;
    let below = goal.since(mark?.level?);
    Some(match below {
        1.. => {
            let by = f32::from(below) / 2.0;
            format!("{by:.1} below {goal}, the goal for graduation, which is no requirement")
        }
        0 => format!("at {goal}, the goal for graduation"),
        _ => format!("above {goal}, the goal for graduation"),
    })
}

/// Says a whole row in one line.
pub fn row(table: &LevelTable, row: &LevelRow, mark: Option<Mark>) -> String {
    let known = known_and_asked(table, row).join("; ");
    format!("{} {}: {} ({known})", row.known.id, row.known.title, recorded(row, mark))
}
