//! Goals: those that are open, and what became of those that ended.

use chrono::NaiveDate;

use super::Known;
use crate::domain::goal::Goal;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::domain::words::{counted, day};
use crate::domain::zone::Zone;
use crate::ledger::entry::{Act, GoalOutcome};
use crate::ledger::fold::State;

/// A goal that has ended, in texts that are safe to show. Why stays in the ledger, where the committee wrote it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Closed {
    pub text: String,
    /// Who saw to it, as it was written.
    pub owner: String,
    pub outcome: GoalOutcome,
    pub on: NaiveDate,
    /// The number of the ledger's entry that ended it.
    pub entry: u64,
}

/// Returns the goals of one resident that ended on `since` or later, oldest first.
pub fn closed_since((ledger, zone): (&State, Zone), resident: &ResidentId, since: NaiveDate) -> Vec<Closed> {
    let ended = ledger.entries_of(resident).filter_map(|recorded| {
        let Act::GoalClosed { entry, outcome, .. } = &recorded.entry.act else { return None };
        let Act::GoalSet { text, owner, .. } = &ledger.entry(*entry)?.entry.act else { return None };
        Some(Closed {
            text: sanitised(text),
            owner: sanitised(owner),
            outcome: *outcome,
            on: zone.day(recorded.entry.at),
            entry: recorded.entry.seq,
        })
    });
    ended.filter(|closed| closed.on >= since).collect()
}

/// Says what is open.
pub fn open(known: &Known<'_>) -> Vec<String> {
    known.goals.iter().map(|goal| one(known, goal)).collect()
}

fn one(known: &Known<'_>, goal: &Goal) -> String {
    let about = goal.about.as_ref().map(|about| format!(" (on {})", known.catalog.title_of(about)));
    let carried = match goal.carried {
        0 => String::new(),
        1 => ", carried on once".to_owned(),
        n => format!(", carried on {}", counted(n, "time")),
    };
    let due = if goal.is_overdue(known.today) {
        format!("was due {}: is it done, carried on or dropped?", day(goal.due))
    } else {
        format!("due {}.", day(goal.due))
    };
    format!(
        "{}{}: owner {}; set {}{carried}; {due}",
        goal.text.trim_end_matches('.'),
        about.unwrap_or_default(),
        goal.owner,
        day(known.catalog.program.zone.day(goal.since))
    )
}

/// Says what became of those that ended.
pub fn closed(known: &Known<'_>) -> Vec<String> {
    let said = known.closed.iter().map(|goal| {
        let text = goal.text.trim_end_matches('.');
        format!("{text}: {} {} (owner {}; entry {}).", goal.outcome, day(goal.on), goal.owner, goal.entry)
    });
    said.collect()
}
