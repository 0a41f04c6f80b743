//! The minutes of a meeting: what the ledger holds of it, and nothing else.
//!
//! Codes stand for residents. What members said is not in them: dissent and remarks are counted, nobody is
//! quoted, and which essential attribute is not satisfactory stays in the ledger, since some speak of health.

use super::decided::entries;
use super::names::{longest_first, names_of, replaced};
use super::page::{Block, Page, Section};
pub use super::titles::Titles;
use crate::domain::id::ResidentId;
use crate::domain::resident::Resident;
use crate::domain::text::sanitised;
use crate::domain::wording;
use crate::ledger::chain::Recorded;
use crate::ledger::fold::{Meeting, State};

mod attendance;
mod determined;
mod milestones;
mod resident;
mod taken;

/// One meeting as the ledger was at its end.
#[derive(Clone, Copy)]
struct Told<'a> {
    then: &'a State,
    held: &'a Meeting,
    titles: Titles<'a>,
}

/// Returns the minutes of the meeting with this identifier, as the ledger was at its end: later entries change nothing in
/// them but what became of what it recommended, and the checkpoint. `None` where no such meeting was opened.
pub fn of(state: &State, meeting: &str, titles: Titles<'_>) -> Option<Page> {
    let end = state.meetings().iter().find(|held| held.id == meeting)?.closed.map(|(entry, _)| entry);
    let then = state.up_to(end.unwrap_or_else(|| state.count()));
    let held = then.meetings().iter().find(|held| held.id == meeting)?;
    let told = Told { then: &then, held, titles };
    let mut sections = vec![about(told), attendance::section(told)];
    let (reached, left): (Vec<_>, Vec<_>) = told.residents().into_iter().partition(|id| told.reached(id));
    sections.extend(reached.into_iter().map(|id| resident::section(told, id)));
    if !left.is_empty() {
        let lines = left.into_iter().map(|id| not_reached(told, id)).collect();
        sections.push(Section::list("On the agenda and not reached", lines));
    }
    sections.extend(determined::section(told, state));
    sections.push(proof(state, held));
    let title = format!("Minutes: {}", sanitised(&held.title));
    for section in &mut sections {
        code(section, titles.residents);
    }
    Some(Page { title, about: vec![titles.zone.note()], sections })
}

/// Puts codes for the names of residents, whoever wrote them.
fn code(section: &mut Section, residents: &[Resident]) {
    let names: Vec<_> = residents
        .iter()
        .map(|resident| (longest_first(names_of(resident).collect()), resident.id.as_str()))
        .collect();
    for block in &mut section.blocks {
        let Block::List(lines) = block else { continue };
        for line in lines {
            // A name is looked for by its letters only where one of them is there at all.
            let lower = line.to_lowercase();
            for (names, code) in &names {
                if names.iter().any(|name| lower.contains(&name.to_lowercase())) {
                    *line = replaced(line, names, code);
                }
            }
        }
    }
}

/// Returns the entries of a meeting whose words minutes print and perhaps should not, each with what may be
/// delicate in them.
pub fn delicate(state: &State, meeting: &str) -> Vec<(u64, Vec<String>)> {
    let Some(held) = state.meetings().iter().find(|held| held.id == meeting) else { return Vec::new() };
    let end = held.closed.map_or_else(|| state.count(), |(entry, _)| entry);
    let during = state.since(held.opened).filter(|recorded| recorded.entry.seq <= end);
    let found = during.filter_map(|recorded| {
        let said = recorded.entry.told().printed?;
        let found = wording::delicate(said);
        (!found.is_empty()).then_some((recorded.entry.seq, found))
    });
    found.collect()
}

impl<'a> Told<'a> {
    /// The entries about one resident while the meeting was open, oldest first.
    fn of(self, id: &'a ResidentId) -> impl Iterator<Item = &'a Recorded> + use<'a> {
        self.then.entries_of(id).filter(move |recorded| recorded.entry.seq > self.held.opened)
    }

    /// The entries of this meeting, oldest first.
    fn during(self) -> impl Iterator<Item = &'a Recorded> + use<'a> {
        self.then.since(self.held.opened).map(AsRef::as_ref)
    }

    /// Everyone on the agenda in its order; then who was decided on without being on it.
    fn residents(self) -> Vec<&'a ResidentId> {
        let agenda = self.held.plan.iter().flat_map(|plan| plan.agenda.iter().map(|slot| &slot.resident));
        let mut residents: Vec<_> = agenda.collect();
        let told = self.during().filter(|recorded| resident::is_reached_by(&recorded.entry.act));
        for subject in told.filter_map(|recorded| recorded.entry.subject.as_ref()) {
            if !residents.contains(&subject) {
                residents.push(subject);
            }
        }
        residents
    }

    fn reached(self, id: &'a ResidentId) -> bool {
        self.of(id).any(|recorded| resident::is_reached_by(&recorded.entry.act))
    }
}

fn about(told: Told<'_>) -> Section {
    let (held, zone) = (told.held, told.titles.zone);
    let opened = zone.time(held.opened_at);
    let mut lines = vec![format!("meeting {}, opened {opened} (entry {})", held.id, held.opened)];
    lines.push(
        held.closed.map_or("not closed yet: these minutes are not final".to_owned(), |(entry, at)| {
            format!("closed {} (entry {entry})", zone.time(at))
        }),
    );
    lines.extend(taken::length(told));
    lines.extend(taken::by_resident(told));
    Section::list("Meeting", lines)
}

/// Whoever waits for a later meeting, with what was done before this one.
fn not_reached(told: Told<'_>, id: &ResidentId) -> String {
    let sealed: Vec<u64> = told
        .held
        .review(id)
        .into_iter()
        .flat_map(|review| review.seals.values().map(|seal| seal.entry))
        .collect();
    if sealed.is_empty() { id.to_string() } else { format!("{id}: rated, sealed ({})", entries(&sealed)) }
}

/// What holds the minutes to the ledger: the first checkpoint that stands for the meeting's last entry.
fn proof(state: &State, held: &Meeting) -> Section {
    let end = held.closed.map_or(held.opened, |(entry, _)| entry);
    let line = state.proven_by(end).filter(|_| held.closed.is_some()).map_or(
        "no checkpoint stands for these entries yet".to_owned(),
        |checkpoint| {
            let (entry, size, root) = (checkpoint.entry, checkpoint.size, checkpoint.root);
            format!("checkpoint of entry {entry}: {size} entries, root {root}")
        },
    );
    Section::list("Checkpoint", vec![line])
}

#[cfg(test)]
mod tests;
