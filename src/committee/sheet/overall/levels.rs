//! The levels of the sheet: what it begins with, what would be recorded, and which are taken over.

use super::{OverallSheet, exceptions};
use crate::committee::levels::{Mark, Marks, marks};
use crate::domain::id::ResidentId;
use crate::ledger::entry::{Fact, Role};
use crate::ledger::fold::State;

/// Returns the levels with which whoever signs in `role` begins: a program director with those that are recommended, or
/// with what was determined on them; everybody else with none.
pub fn levels_to_determine(ledger: &State, resident: &ResidentId, role: Role) -> Marks {
    let advised = ledger.overall_recommendation(resident).filter(|_| role == Role::ProgramDirector);
    let Some(advised) = advised else { return Marks::new() };
    let decided = ledger.overall_determination(resident);
    let (recorded, overall) = decided.filter(|(on, _)| on.entry.seq > advised.0.entry.seq).unwrap_or(advised);
    marks(recorded, overall)
}

impl OverallSheet {
    /// Chooses the levels that were typed as codes, where all of them can be read.
    pub(super) fn take_codes(&mut self) {
        let known: Vec<_> = self.table.rows.iter().map(|row| row.known.id.clone()).collect();
        if let Ok(levels) = exceptions(&self.saved.milestones, &known) {
            let chosen = levels.into_iter().map(|(id, level)| (id, Mark::chosen(level)));
            self.saved.levels.extend(chosen);
            self.saved.milestones.clear();
        }
    }

    /// Puts into the evidence which levels were taken over from last time: what is on record says so.
    pub(super) fn say_what_is_carried(&mut self) {
        self.evidence.facts.retain(|fact| fact.label != Fact::CARRIED);
        if !self.table.rows.is_empty() {
            let recorded = self.recorded_marks();
            let carried = self.table.rows.iter().map(|row| &row.known.id);
            let carried = carried.filter(|id| recorded.get(*id).is_some_and(|mark| mark.carried));
            self.evidence.facts.push(Fact::carried(carried));
        }
    }

    /// Returns the marks that would be recorded: whoever defers says nothing of a level but what was chosen for it, and
    /// not what the sheet began with.
    pub(super) fn recorded_marks(&self) -> Marks {
        let mut marks = self.saved.levels.clone();
        if self.saved.deferred {
            marks.retain(|id, mark| self.offered.levels.get(id) != Some(mark));
        }
        marks
    }
}
