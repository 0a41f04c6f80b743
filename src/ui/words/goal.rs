//! Goals in words. The texts were made safe when the ledger was read.

use chrono::NaiveDate;

use crate::domain::catalog::Catalog;
use crate::domain::goal::Goal;
use crate::domain::zone::Zone;

use super::{counted, day};

/// Says when a goal is due, and that it was, as seen on `today`.
pub fn due(goal: &Goal, today: NaiveDate) -> String {
    let verb = if goal.is_overdue(today) { "was due" } else { "due" };
    format!("{verb} {}", day(goal.due))
}

/// Says how many goals are open and when the first is due, as seen on `today`; nothing where none is.
pub fn goals_due(goals: &[Goal], today: NaiveDate) -> Option<String> {
    let first = goals.iter().min_by_key(|goal| goal.due)?;
    let n = counted(goals.len() as u64, "goal");
    Some(match goals.len() {
        1 => format!("1 goal, {}", due(first, today)),
        _ => format!("{n}, the first {}", due(first, today)),
    })
}

/// Says since when a goal is open, and how often it was carried on.
fn since(goal: &Goal, zone: Zone) -> String {
    let carried = match goal.carried {
        0 => String::new(),
        1 => ", carried on once".to_owned(),
        n => format!(", carried on {}", counted(n, "time")),
    };
    format!("set {}{carried}", day(zone.day(goal.since)))
}

/// Returns one open goal in one line; `owner` says whether the owner is named.
pub fn goal(catalog: &Catalog, goal: &Goal, today: NaiveDate, owner: bool) -> String {
    let about =
        goal.about.as_ref().map(|about| format!(" (on {})", catalog.title_of(about))).unwrap_or_default();
    let owner = if owner { format!("owner {}; ", goal.owner) } else { String::new() };
    let (due, since) = (due(goal, today), since(goal, catalog.program.zone));
    format!("{}{about}: {owner}{due}; {since}; entry {}", goal.text, goal.entry)
}
