//! The resident's copy: what was decided and said about one resident, what was shown, and who looked.
//!
//! What the committee recorded is in it up to the last release; only a preview for the program director goes
//! further. Dissent, recusal and ratings are counted and nobody is named with them; a remark stands without who
//! made it. Of other residents there is nothing.

use chrono::NaiveDate;

use super::page::{Block, Page, Section, Table};
use super::plot::NotDrawn;
use crate::domain::catalog::Catalog;
use crate::domain::resident::Resident;
use crate::domain::words::{counted, day};
use crate::domain::zone::Zone;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::Act;
use crate::ledger::fold::{Fate, State};
use crate::survey::telling::Answering;

mod answered;
mod decisions;
mod first;
mod meaning;
mod named;
mod redacted;
mod reviewed;

use redacted::Redacted;

/// What is known of one resident, as the copy needs it.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub catalog: &'a Catalog,
    pub resident: &'a Resident,
    pub ledger: &'a State,
    /// With what is not released: a preview, and not for the resident.
    pub unreleased: bool,
    pub today: NaiveDate,
    pub answering: &'a Answering,
}

/// The copy in the making.
struct Copy<'a> {
    known: Known<'a>,
    /// The ledger as it was when the last release was made; all of it in a preview.
    then: State,
    words: Redacted,
}

/// Writes the copy of one resident.
pub fn page(known: Known<'_>) -> Result<Page, NotDrawn> {
    let released = known.ledger.resident(&known.resident.id).and_then(|it| it.releases().last());
    let end = if known.unreleased { known.ledger.count() } else { released.map_or(0, |it| it.entry) };
    let then = known.ledger.up_to(end);
    let copy = Copy { known, then, words: Redacted::around(known) };
    let sections = [
        copy.decided(),
        copy.means(),
        copy.asked(),
        copy.answering(),
        copy.decisions()?,
        copy.strengths(),
        copy.goals(),
        copy.prompts(),
        copy.remarks(),
        copy.reviews(),
        copy.answers(),
        copy.looks(),
        copy.how_to_read(),
    ];
    let Resident { id, name, .. } = known.resident;
    let whose = format!("{name} ({id})");
    let title = if known.unreleased {
        format!("Preview with what is not released, not for the resident: {whose}")
    } else {
        format!("What was decided about you: {whose}")
    };
    Ok(Page { title, about: copy.about(), sections: sections.into() })
}

impl Copy<'_> {
    /// The entries about the resident that the copy tells, oldest first.
    fn told(&self) -> impl Iterator<Item = &Recorded> {
        self.then.entries_of(&self.known.resident.id)
    }

    fn zone(&self) -> Zone {
        self.known.catalog.program.zone
    }

    /// Says the day and the entry that something comes from.
    fn from(&self, recorded: &Recorded) -> String {
        format!("{}, entry {}", day(self.zone().day(recorded.entry.at)), recorded.entry.seq)
    }

    /// Every entry about the resident, released or not.
    fn all(&self) -> impl Iterator<Item = &Recorded> {
        self.known.ledger.entries_of(&self.known.resident.id)
    }

    fn about(&self) -> Vec<String> {
        let known = self.known;
        let last = known.ledger.resident(&known.resident.id).and_then(|it| it.releases().last());
        let released = match (known.unreleased, last) {
            (true, _) => "With everything on record, released or not. A program director reads it before \
                          releasing; the resident's own copy ends at the last release."
                .to_owned(),
            (false, None) => {
                "Nothing was released yet: no decision, strength, remark or acknowledged prompt \
                              of the committee is in this copy."
                    .to_owned()
            }
            (false, Some(last)) => format!(
                "With what the committee recorded up to the last release, {} (entry {}); what it recorded since \
                 is not in this copy.",
                self.zone().time(last.at),
                last.entry
            ),
        };
        vec![format!("{} · written {}", known.catalog.program.name, day(known.today)), released]
    }

    /// How the copy is to be read, for whoever reads it to its end.
    fn how_to_read(&self) -> Section {
        let n = counted(self.known.ledger.count(), "entry");
        let lines = vec![
            format!(
                "Every line names its entry of the ledger, which has {n}; a receipt (trellis audit receipt) proves that \
                 the entry is there."
            ),
            self.zone().note(),
            "Who dissented, remarked, rated or was recused is not named. Words are as people wrote them, but for codes \
             and full names of other residents."
                .to_owned(),
        ];
        listed("How to read this copy", lines, "")
    }

    fn strengths(&self) -> Section {
        let lines = self.told().filter_map(|recorded| {
            let Act::StrengthNamed { text } = &recorded.entry.act else { return None };
            Some(format!("{}{} ({})", self.words.of(text), self.taken_back(recorded), self.from(recorded)))
        });
        listed("Strengths", lines.collect(), "No strength is in this copy.")
    }

    fn prompts(&self) -> Section {
        let lines = self.told().filter_map(|recorded| {
            let Act::PromptAcknowledged { prompt, reason, .. } = &recorded.entry.act else { return None };
            let (prompt, reason) = (self.words.of(&self.prompt_title(prompt)), self.words.of(reason));
            Some(format!("{prompt}: {reason}{} ({})", self.taken_back(recorded), self.from(recorded)))
        });
        listed("Prompts that were read and answered", lines.collect(), "No prompt is in this copy.")
    }

    /// Says that somebody took it back, released or not.
    fn taken_back(&self, recorded: &Recorded) -> String {
        let Fate::RevokedBy(by) = self.known.ledger.fate(recorded.entry.seq) else { return String::new() };
        format!("; taken back by entry {by}{}", self.reason_of(by))
    }

    /// Says why the revocation `by` took something back. That is the committee's, and waits for the release.
    fn reason_of(&self, by: u64) -> String {
        let revocation = self.then.entry(by).map(|recorded| &recorded.entry.act);
        let Some(Act::Revocation { reason, .. }) = revocation else { return String::new() };
        format!(": {}", self.words.of_a_remark(reason))
    }

    fn looks(&self) -> Section {
        let rows = self.all().filter_map(|recorded| {
            let Act::Viewed { screen } = &recorded.entry.act else { return None };
            let (at, actor) = (recorded.entry.at, &recorded.entry.actor);
            Some(vec![
                self.zone().time(at),
                actor.id.clone(),
                actor.role.in_words().to_owned(),
                self.words.of(screen),
                recorded.entry.seq.to_string(),
            ])
        });
        let caption = "Every look that is on record, oldest first.".to_owned();
        let columns = vec!["when", "who", "role", "what", "entry"];
        tabled("Who looked", Table { caption, columns, rows: rows.collect() }, "No look is on record.")
    }
}

fn listed(title: &str, lines: Vec<String>, none: &str) -> Section {
    let block = if lines.is_empty() { Block::Text(none.to_owned()) } else { Block::List(lines) };
    Section { title: title.to_owned(), blocks: vec![block] }
}

fn tabled(title: &str, table: Table, none: &str) -> Section {
    let block = if table.rows.is_empty() { Block::Text(none.to_owned()) } else { Block::Table(table) };
    Section { title: title.to_owned(), blocks: vec![block] }
}

#[cfg(test)]
mod tests;
