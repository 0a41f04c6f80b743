//! What was said in meetings and how they decided: counts, and words without who said them.

use strum::IntoEnumIterator as _;

use super::{Copy, listed};
use crate::domain::words::{counted, day};
use crate::ledger::entry::{Act, Basis};
use crate::ledger::fold::Meeting;
use crate::report::decided::{entries, lasted};
use crate::report::page::{Block, Section};

impl Copy<'_> {
    pub(super) fn remarks(&self) -> Section {
        let mut blocks = Vec::new();
        for basis in Basis::iter() {
            let said = self.told().filter_map(|recorded| match &recorded.entry.act {
                Act::Remarked { basis: on, text, .. } if *on == basis => {
                    let remark = self.words.of_a_remark(text);
                    Some(format!("{remark}{} ({})", self.taken_back(recorded), self.from(recorded)))
                }
                _ => None,
            });
            let said: Vec<_> = said.collect();
            if !said.is_empty() {
                blocks.push(Block::Heading(rests_on(basis).to_owned()));
                blocks.push(Block::List(said));
            }
        }
        if blocks.is_empty() {
            blocks.push(Block::Text("No remark is in this copy.".to_owned()));
        }
        Section { title: "Remarks in meetings, by what they rest on".to_owned(), blocks }
    }

    pub(super) fn reviews(&self) -> Section {
        let mut lines: Vec<_> =
            self.then.meetings().iter().filter_map(|meeting| self.review(meeting)).collect();
        let dissented = self.told().filter(|recorded| {
            recorded.entry.act.decided().is_some_and(|decided| decided.dissent().is_some())
        });
        let dissented: Vec<u64> = dissented.map(|recorded| recorded.entry.seq).collect();
        if !dissented.is_empty() {
            let n = counted(dissented.len() as u64, "decision");
            lines.push(format!("dissent was recorded on {n} ({})", entries(&dissented)));
        }
        listed("How it was reviewed", lines, "No meeting is in this copy.")
    }

    /// Says how one meeting reviewed the resident; nothing where it did not.
    fn review(&self, meeting: &Meeting) -> Option<String> {
        let review = meeting.review(&self.known.resident.id).filter(|review| review.is_begun())?;
        let mut said =
            vec![format!("rated under seal by {}", counted(review.ratings().count() as u64, "member"))];
        if !review.recused.is_empty() {
            let recused: Vec<u64> = review.recused.values().copied().collect();
            let n = counted(recused.len() as u64, "member");
            said.push(format!("{n} recused ({})", entries(&recused)));
        }
        if let Some(now) = self.told().last().map(|recorded| recorded.entry.at)
            && !review.turns.is_empty()
        {
            let begun: Vec<u64> = review.turns.iter().map(|turn| turn.begun).collect();
            let seconds = u32::try_from(review.taken(now).num_seconds()).unwrap_or_default();
            said.push(format!("reviewed for {} (begun in {})", lasted(seconds.into()), entries(&begun)));
        }
        let held = day(self.zone().day(meeting.opened_at));
        Some(format!(
            "{}, opened {held} (entry {}): {}",
            self.words.of(&meeting.title),
            meeting.opened,
            said.join("; ")
        ))
    }
}

fn rests_on(basis: Basis) -> &'static str {
    match basis {
        Basis::Documented => "Documented: it stands in the file",
        Basis::Undocumented => "Undocumented: seen by who said it, and not written down before",
        Basis::Hearsay => "Hearsay: heard from others",
    }
}
