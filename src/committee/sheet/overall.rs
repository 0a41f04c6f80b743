//! The form on which a resident is decided on as a whole: what is filled in, what is missing, what it reads back.

use std::collections::BTreeSet;

use strum::IntoEnumIterator as _;

use crate::domain::catalog::Catalog;
use crate::domain::id::SubcompetencyId;
use crate::domain::overall::{Board, Choice, ChoiceKind, Overall};
use crate::domain::text::sanitised;
use crate::ledger::chain::Recorded;
use crate::ledger::drafts::UnsentOverall;
use crate::ledger::entry::{Act, Evidence, Role, Supersedes};
use crate::ledger::fold::State;

use super::{Stage, wrapped_index};
use crate::committee::evidence::{Levels, given};
use crate::committee::request::Request;

mod exceptions;
mod reading;

pub use exceptions::{BadException, exceptions};

/// One line of the form.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, strum::EnumIter)]
pub enum Field {
    #[default]
    Progress,
    Rationale,
    Action,
    Board,
    /// The essential attributes that are not satisfactory.
    Attributes,
    /// Levels that differ from those before.
    Milestones,
    Evidence,
    Reason,
    Dissent,
}

/// The words to choose from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    pub progress: Vec<Choice>,
    pub actions: Vec<Choice>,
    pub attributes: Vec<Choice>,
}

impl Choices {
    /// Returns the choices of a case file.
    pub fn of(catalog: &Catalog) -> Self {
        let all = |kind| catalog.choices(kind).cloned().collect();
        Self {
            progress: all(ChoiceKind::Progress),
            actions: all(ChoiceKind::Action),
            attributes: all(ChoiceKind::Attribute),
        }
    }
}

/// A decision that stands on the resident as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub by: Supersedes,
    pub overall: Overall,
    pub on: chrono::NaiveDate,
}

impl Standing {
    fn of((recorded, overall): (&Recorded, &Overall)) -> Self {
        let by = Supersedes { entry: recorded.entry.seq, hash: recorded.hash, reason: String::new() };
        Self { by, overall: overall.clone(), on: recorded.entry.at.date_naive() }
    }
}

/// A decision on a resident as a whole that is being made.
#[derive(Clone, Debug, PartialEq)]
pub struct OverallForm {
    /// What was typed; kept beside the ledger while it is not recorded.
    pub saved: UnsentOverall,
    /// What the form says where nobody changes it.
    pub offered: UnsentOverall,
    pub choices: Choices,
    /// The subcompetencies of the case file.
    pub known: Vec<SubcompetencyId>,
    /// What stands where no exception is written.
    pub levels: Levels,
    pub evidence: Evidence,
    /// The decision that stands and would be replaced.
    pub standing: Option<Standing>,
    /// The committee's recommendation, where the program director determines it.
    pub determines: Option<Standing>,
    pub field: Field,
    pub stage: Stage,
}

/// Returns what a program director's form begins with: what is determined on the recommendation already, or else the
/// recommendation; nothing where nothing is determined.
fn newest<'a>(determines: Option<&'a Standing>, decided: Option<&'a Standing>) -> Option<&'a Standing> {
    let advised = determines?;
    Some(decided.filter(|decided| decided.by.entry > advised.by.entry).unwrap_or(advised))
}

impl OverallForm {
    /// Opens the form, filled from `saved`; a program director determines where something is recommended.
    pub fn open(
        saved: UnsentOverall,
        ledger: &State,
        role: Role,
        (catalog, mut levels): (&Catalog, Levels),
        evidence: Evidence,
    ) -> Self {
        let recommended = ledger.overall_recommendation(&saved.resident).map(Standing::of);
        let decided = ledger.overall_determination(&saved.resident).map(Standing::of);
        let determines = recommended.clone().filter(|_| role == Role::ProgramDirector);
        let standing = if determines.is_some() { decided } else { recommended };
        // Who determines begins with what is recommended, or anew with what was determined on it.
        let basis = newest(determines.as_ref(), standing.as_ref());
        let basis = basis.iter().flat_map(|basis| given(&basis.overall));
        levels.extend(basis.map(|(id, level)| (id.clone(), level)));
        // What is proposed stands on the first line, and what nobody can propose is written first.
        let field = if saved.progress.is_some() { Field::Rationale } else { Field::Progress };
        let choices = Choices::of(catalog);
        let known = catalog.subcompetencies.iter().map(|known| known.id.clone()).collect();
        let (offered, stage) = (saved.clone(), Stage::Editing);
        Self { saved, offered, choices, known, levels, evidence, standing, determines, field, stage }
    }

    /// Returns the lines that this decision needs, from top to bottom.
    pub fn fields(&self) -> Vec<Field> {
        let needed = |field: &Field| match field {
            Field::Action => !self.saved.deferred && !self.choices.actions.is_empty(),
            Field::Attributes => self.saved.board == Some(false),
            Field::Milestones => !self.known.is_empty(),
            Field::Reason => self.standing.is_some(),
            _ => true,
        };
        Field::iter().filter(needed).collect()
    }

    /// Moves to the next line or the one before.
    pub fn step(&mut self, by: isize) {
        let fields = self.fields();
        let at = fields.iter().position(|field| *field == self.field).unwrap_or(0);
        self.field = fields.get(wrapped_index(at, by, fields.len())).copied().unwrap_or_default();
        self.stage = Stage::Editing;
    }

    /// Changes the choice on the current line.
    pub fn choose(&mut self, by: isize) {
        self.stage = Stage::Editing;
        match self.field {
            Field::Progress => {
                // To defer is the last of the choices.
                let all = &self.choices.progress;
                let at = match &self.saved.progress {
                    _ if self.saved.deferred => Some(all.len()),
                    Some(code) => all.iter().position(|choice| choice.code == *code),
                    None => None,
                };
                let wanted =
                    at.map_or(if by < 0 { all.len() } else { 0 }, |at| wrapped_index(at, by, all.len() + 1));
                self.saved.progress = all.get(wanted).map(|choice| choice.code.clone());
                // Whoever defers says that the evidence is too thin, until they choose otherwise.
                let was_deferred = std::mem::replace(&mut self.saved.deferred, self.saved.progress.is_none());
                if self.saved.deferred != was_deferred {
                    self.saved.insufficient_evidence = self.saved.deferred;
                }
            }
            Field::Action => {
                let all = &self.choices.actions;
                let at = self.saved.action.as_ref().and_then(|code| all.iter().position(|c| c.code == *code));
                let wanted = wrapped_index(at.map_or(0, |at| at + 1), by, all.len() + 1);
                let chosen = wanted.checked_sub(1).and_then(|at| all.get(at));
                self.saved.action = chosen.map(|choice| choice.code.clone());
            }
            Field::Board => {
                let all = [None, Some(true), Some(false)];
                let at = all.iter().position(|board| *board == self.saved.board).unwrap_or(0);
                self.saved.board = all.get(wrapped_index(at, by, all.len())).copied().flatten();
            }
            Field::Evidence => self.saved.insufficient_evidence = !self.saved.insufficient_evidence,
            _ => {}
        }
    }

    /// Returns the text of the current line, where it takes one.
    pub fn text(&mut self) -> Option<&mut String> {
        match self.field {
            Field::Rationale => Some(&mut self.saved.rationale),
            Field::Attributes => Some(&mut self.saved.attributes),
            Field::Milestones => Some(&mut self.saved.milestones),
            Field::Reason => Some(&mut self.saved.reason),
            Field::Dissent => Some(&mut self.saved.dissent),
            _ => None,
        }
    }

    /// Writes `text` at the end of the current line. On a line that is chosen from, whoever types means the
    /// rationale while there is none: words never change a choice. Tells whether the text was taken.
    pub fn write(&mut self, text: &str) -> bool {
        const LONGEST: usize = 4000;
        self.stage = Stage::Editing;
        if self.text().is_none() {
            if text.trim().is_empty() || !self.saved.rationale.is_empty() {
                return false;
            }
            self.field = Field::Rationale;
        }
        if let Some(field) = self.text() {
            let room = LONGEST.saturating_sub(field.chars().count());
            field.extend(sanitised(text).chars().take(room));
        }
        true
    }

    /// Returns the essential attributes that were written, or the first word that is none.
    fn attributes(&self) -> Result<BTreeSet<String>, String> {
        let words = self.saved.attributes.split([',', ';', ' ']).filter(|word| !word.is_empty());
        words
            .map(|word| {
                let known = self.choices.attributes.iter().any(|choice| choice.code == word);
                if known { Ok(word.to_owned()) } else { Err(word.to_owned()) }
            })
            .collect()
    }

    /// Returns the decision as it would be recorded; what cannot be read is left out and [`Self::missing`].
    pub fn overall(&self) -> Overall {
        let saved = &self.saved;
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        // Whoever defers says nothing of a level but what is written: the last one is of another half-year.
        let mut levels = if saved.deferred { Levels::new() } else { self.levels.clone() };
        levels.extend(exceptions(&saved.milestones, &self.known).unwrap_or_default());
        let unsatisfactory = self.attributes().unwrap_or_default();
        Overall {
            progress: saved.progress.clone().filter(|_| !saved.deferred),
            action: saved.action.clone().filter(|_| !saved.deferred),
            board: saved.board.map(|satisfactory| Board {
                satisfactory,
                unsatisfactory: if satisfactory { BTreeSet::new() } else { unsatisfactory },
            }),
            milestones: levels.iter().filter_map(|(id, level)| Some((id.clone(), (*level)?))).collect(),
            not_assessable: levels
                .into_iter()
                .filter(|(_, level)| level.is_none())
                .map(|(id, _)| id)
                .collect(),
            rationale: saved.rationale.trim().to_owned(),
            insufficient_evidence: saved.insufficient_evidence,
            dissent: said(&saved.dissent),
        }
    }

    /// Returns the act to record.
    pub fn wish(&self) -> Request {
        let overall = self.overall();
        let act = match &self.determines {
            None => Act::OverallRecommendation(overall),
            Some(advised) => {
                let agrees = advised.overall.decides_as(&overall);
                Act::OverallDetermination { recommendation: advised.by.entry, agrees, overall }
            }
        };
        let supersedes = self.standing.as_ref().map(|standing| Supersedes {
            reason: self.saved.reason.trim().to_owned(),
            ..standing.by.clone()
        });
        Request {
            id: self.saved.id.clone(),
            subject: Some(self.saved.resident.clone()),
            act,
            supersedes,
            evidence: Some(self.evidence.clone()),
        }
    }
}
