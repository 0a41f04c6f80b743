//! What can be done now; the footer dims the rest, and no key does it.

use crate::committee::replay;
use crate::domain::id::EpaId;
use crate::survey::clinical;

use super::action::Action;
use super::agenda;
use super::model::{Model, Overlay};
use super::screen::{Given, Screen, entry};

impl Model {
    /// Tells whether `action` can be done now; the footer dims what cannot.
    pub fn can(&self, action: Action) -> bool {
        if !self.ledger_is_read() && action.needs_the_ledger() {
            return false;
        }
        match action {
            Action::NextResident | Action::PreviousResident => {
                self.selected.is_some() && self.visible().count() > 1
            }
            // A measure is no experience: its definition stands below it, and its cases are no exposures.
            Action::Go(Screen::Definition | Screen::Cases) if self.screen == Screen::Measures => false,
            Action::Go(screen) => self.has(screen.row().given),
            Action::Open if self.screen == Screen::Entry => {
                entry::opened(self).is_some_and(|recorded| replay::linked(&self.ledger, recorded).is_some())
            }
            Action::EndGoal => !self.standing().goals.is_empty(),
            Action::Compare => self.benchmark().is_some() && self.clinical_curve().is_none(),
            Action::ClinicalMonths => {
                self.dossier.ready().is_some_and(|d| clinical::time_of(&self.catalog, d).is_some())
            }
            Action::ProgramPrompts => !self.program_prompts().is_empty(),
            Action::Bearing => self.survey.ready().is_some(),
            Action::Reveal => self.presenting && self.selected.is_some(),
            Action::Acknowledge if matches!(self.overlay, Some(Overlay::Program { .. })) => true,
            Action::Acknowledge => self.dossier.ready().is_some_and(|d| d.asked().next().is_some()),
            Action::Revoke => self.standing_entry().is_some(),
            Action::WriteCopy | Action::Answer => self.selected.is_some(),
            Action::WriteMinutes => !self.ledger.meetings().is_empty(),
            Action::NextEvidence | Action::PreviousEvidence | Action::WriteBrief => {
                self.dossier.ready().is_some()
            }
            // Cards are filled in before any is opened.
            Action::TakeAgreed | Action::OfferAgreed => {
                self.form.as_ref().is_some_and(|form| form.filled.card().is_none())
            }
            _ => true,
        }
    }

    /// Tells whether what a screen needs is there.
    fn has(&self, given: Given) -> bool {
        match given {
            Given::Nothing => true,
            Given::Resident => self.selected.is_some(),
            Given::Dossier => self.dossier.ready().is_some(),
            Given::Activity => self.dossier.ready().is_some_and(|d| !d.epas.is_empty()),
            Given::Meeting => {
                self.ledger.open_meeting().is_some()
                    && (self.selected.is_some() || agenda::whom_it_is_at(self).is_some())
            }
            Given::Entry => entry::meant(self).is_some(),
        }
    }

    /// Returns what stands under the cursor and can be taken back: the answer to what is asked of the program, on
    /// the activities the recommendation, elsewhere the entry that a look is at.
    pub fn standing_entry(&self) -> Option<u64> {
        if let Some(Overlay::Program { selected }) = self.overlay {
            return self.program_prompts().get(selected)?.1.map(|answer| answer.entry);
        }
        match self.screen {
            Screen::Epas => {
                let resident = self.selected.as_ref()?;
                let epa: &EpaId = &self.epa()?.id;
                self.ledger.recommendation(resident, epa).map(|(recorded, _)| recorded.entry.seq)
            }
            Screen::Entry | Screen::Ledger => {
                self.ledger.standing_entry(entry::meant(self)?).map(|recorded| recorded.entry.seq)
            }
            _ => None,
        }
    }
}
