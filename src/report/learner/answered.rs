//! What was agreed with the resident and told to the resident, and what the resident answered.

use super::{Copy, listed, tabled};
use crate::domain::words::day;
use crate::ledger::entry::Act;
use crate::ledger::fold::Fate;
use crate::report::page::{Section, Table};

impl Copy<'_> {
    /// Every goal, released or not: a goal is agreed with the resident when it is set. Why one was closed is the
    /// committee's, and waits for the release.
    pub(super) fn goals(&self) -> Section {
        let rows = self.all().filter_map(|recorded| {
            let Act::GoalSet { text, owner, due, about } = &recorded.entry.act else { return None };
            let seq = recorded.entry.seq;
            let about = about.as_ref().map(|topic| format!(" (on {})", self.known.catalog.title_of(topic)));
            Some(vec![
                format!("{}{}", self.words.of(text), about.unwrap_or_default()),
                self.words.of(owner),
                day(*due),
                self.became(seq),
                seq.to_string(),
            ])
        });
        let caption = "Goals, oldest first".to_owned();
        let columns = vec!["goal", "owner", "due", "now", "entry"];
        tabled("Goals", Table { caption, columns, rows: rows.collect() }, "No goal was set.")
    }

    fn became(&self, goal: u64) -> String {
        match self.known.ledger.fate(goal) {
            Fate::SupersededBy(by) => format!("carried on by entry {by}"),
            Fate::RevokedBy(by) => format!("taken back by entry {by}{}", self.reason_of(by)),
            Fate::Stands => "open".to_owned(),
            Fate::ClosedBy(by) => {
                let closed = self.all().find(|recorded| recorded.entry.seq == by);
                let Some(Act::GoalClosed { outcome, reason, .. }) = closed.map(|it| &it.entry.act) else {
                    return format!("closed by entry {by}");
                };
                let told = by <= self.then.count();
                let why = if told { format!(": {}", self.words.of(reason)) } else { String::new() };
                format!("{outcome} by entry {by}{why}")
            }
        }
    }

    /// Releases, and what the resident and the program said to each other about them.
    pub(super) fn answers(&self) -> Section {
        let lines = self.all().filter_map(|recorded| {
            let said = match &recorded.entry.act {
                Act::Released {} => "released, so that it may go to you".to_owned(),
                Act::ResidentTold { release, on, by } => {
                    let by = self.words.of(by);
                    format!("you were told what entry {release} released, on {} by {by}", day(*on))
                }
                Act::ReleaseAcknowledged { release } => {
                    format!("you acknowledged the release of entry {release}")
                }
                Act::Stated { text } => format!("your statement: {}", self.words.of(text)),
                Act::AppealLodged { determination, text } => {
                    format!("your appeal against entry {determination}: {}", self.words.of(text))
                }
                Act::AppealDecided { appeal, outcome, reason } => {
                    format!("the appeal of entry {appeal} was {outcome}: {}", self.words.of(reason))
                }
                _ => return None,
            };
            Some(format!("{said} ({})", self.from(recorded)))
        });
        listed("Released, told, acknowledged, answered", lines.collect(), "Nothing was released yet.")
    }
}
