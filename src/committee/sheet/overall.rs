//! The sheet on which a resident is decided on as a whole: what is filled in, what is missing, what it reads back.

use std::collections::BTreeSet;

use strum::IntoEnumIterator as _;

use crate::committee::levels::{LevelRow, LevelTable, Mark, Marks};
use crate::committee::request::Request;
use crate::committee::room::OutOfTurn;
use crate::domain::catalog::Catalog;
use crate::domain::id::SubcompetencyId;
use crate::domain::overall::{Board, Choice, Overall};
use crate::ledger::entry::{Act, Actor, Evidence, Role};
use crate::ledger::fold::State;

use super::line::{CanBeLeft, level_of};
use super::{Draft, LONG_TEXT, Line, SHORT_TEXT, Sheet, StandingDecision, Submission};

mod draft;
mod exceptions;
mod levels;
mod reading;

pub use draft::{Choices, OverallDraft};
pub use exceptions::{BadException, exceptions, read as read_level};
pub use levels::levels_to_determine;

/// One line of the sheet.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "lowercase")]
enum Field {
    Progress,
    Rationale,
    Action,
    #[strum(serialize = "to the board")]
    Board,
    /// The essential attributes that are not satisfactory.
    Attributes,
    /// The rows of the milestones.
    Milestones,
    Evidence,
    #[strum(serialize = "why replaced")]
    Reason,
    Dissent,
    #[strum(serialize = "out of turn")]
    OutOfTurn,
}

/// A decision on a resident as a whole that is being made.
#[derive(Clone, Debug, PartialEq)]
pub struct OverallSheet {
    pub saved: OverallDraft,
    /// What the sheet says where nobody changes it.
    pub offered: OverallDraft,
    pub choices: Choices,
    /// The specialty's board asks for an outcome.
    pub tells_a_board: bool,
    /// What is known of the milestones, row by row.
    pub table: LevelTable,
    pub evidence: Evidence,
    /// The decision that stands and would be replaced.
    pub standing: Option<StandingDecision<Overall>>,
    /// The committee's recommendation, where the program director determines it.
    pub determines: Option<StandingDecision<Overall>>,
    /// The meeting is at somebody else.
    pub out_of_turn: Option<OutOfTurn>,
}

/// Returns what a program director's sheet begins with: what is determined on the recommendation already, or else the
/// recommendation; nothing where nothing is determined.
fn newest<'a>(
    determines: Option<&'a StandingDecision<Overall>>,
    decided: Option<&'a StandingDecision<Overall>>,
) -> Option<&'a StandingDecision<Overall>> {
    let advised = determines?;
    Some(decided.filter(|decided| decided.by.entry > advised.by.entry).unwrap_or(advised))
}

/// One line of the sheet: a field, or a row of the milestones by its place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    Field(Field),
    Row(usize),
}

/// What the board can be told.
const BOARD: [(&str, bool); 2] = [("satisfactory", true), ("unsatisfactory", false)];

impl OverallSheet {
    /// Opens the sheet, filled from `saved`; a program director determines where something is recommended.
    pub fn open(
        saved: OverallDraft,
        ledger: &State,
        role: Role,
        (catalog, table): (&Catalog, LevelTable),
        evidence: Evidence,
    ) -> Self {
        let standing = |found| StandingDecision::of(found, catalog.program.zone);
        let recommended = ledger.overall_recommendation(&saved.resident).map(standing);
        let decided = ledger.overall_determination(&saved.resident).map(standing);
        let determines = recommended.clone().filter(|_| role == Role::ProgramDirector);
        let standing = if determines.is_some() { decided } else { recommended };
        let choices = Choices::of(catalog);
        let offered = saved.clone();
        let tells_a_board = catalog.specialty.board.is_some();
        let mut sheet = Self {
            saved,
            offered,
            choices,
            tells_a_board,
            table,
            evidence,
            standing,
            determines,
            out_of_turn: None,
        };
        sheet.take_codes();
        sheet.say_what_is_carried();
        sheet
    }

    /// Says with what the sheet began, where a draft was kept.
    #[must_use]
    pub fn begun_as(mut self, offered: OverallDraft) -> Self {
        self.offered = offered;
        self.say_what_is_carried();
        self
    }

    /// Takes in whose turn it is; a determination has none.
    pub fn take_turn(&mut self, ledger: &State, actor: &Actor) {
        let turn = OutOfTurn::of(ledger, &self.saved.resident, actor);
        self.out_of_turn = turn.filter(|_| self.determines.is_none());
    }

    /// Returns the decision that this one is about: what it determines, or what it would replace.
    pub fn stands(&self) -> Option<&StandingDecision<Overall>> {
        self.determines.as_ref().or(self.standing.as_ref())
    }

    fn fields(&self) -> Vec<Field> {
        let needed = |field: &Field| match field {
            Field::Action => !self.saved.deferred && !self.choices.actions.is_empty(),
            Field::Board => self.tells_a_board,
            Field::Attributes => self.saved.board == Some(false),
            Field::Milestones => !self.table.rows.is_empty(),
            Field::Reason => self.standing.is_some(),
            Field::OutOfTurn => self.out_of_turn.is_some(),
            _ => true,
        };
        Field::iter().filter(needed).collect()
    }

    /// Returns the lines from top to bottom: the milestones have one for each subcompetency.
    fn places(&self) -> Vec<Place> {
        let rows = || (0..self.table.rows.len()).map(Place::Row);
        let places = self.fields().into_iter().map(|field| match field {
            Field::Milestones => rows().collect(),
            field => vec![Place::Field(field)],
        });
        places.flatten().collect()
    }

    fn row(&self, row: &LevelRow) -> Line {
        let (id, title) = (&row.known.id, &row.known.title);
        let chosen = self.saved.levels.get(id).map(|mark| mark.level);
        Line::level(id, title, chosen, row.last_level(), CanBeLeft::NotAssessable)
    }

    fn line(&self, field: Field) -> Line {
        let (label, saved) = (field.to_string(), &self.saved);
        let titles = |all: &[Choice]| all.iter().map(|choice| choice.title.clone()).collect::<Vec<_>>();
        let place = |all: &[Choice], code: &Option<String>| {
            all.iter().position(|choice| Some(&choice.code) == code.as_ref())
        };
        match field {
            Field::Progress => {
                // To defer is the last of the choices.
                let all = &self.choices.progress;
                let chosen = if saved.deferred { Some(all.len()) } else { place(all, &saved.progress) };
                Line::choice(&label, titles(all).into_iter().chain(["defer".to_owned()]), chosen)
            }
            Field::Action => {
                let all = &self.choices.actions;
                Line::choice(&label, titles(all), place(all, &saved.action))
                    .with_note("nothing follows unless one is chosen")
            }
            Field::Board => {
                let chosen = BOARD.iter().position(|(_, satisfactory)| Some(*satisfactory) == saved.board);
                Line::choice(&label, BOARD.map(|(word, _)| word), chosen)
                    .with_note("nothing is told unless one is chosen")
            }
            Field::Attributes => {
                let codes: Vec<_> =
                    self.choices.attributes.iter().map(|choice| choice.code.as_str()).collect();
                Line::text(&label, &saved.attributes, SHORT_TEXT)
                    .with_note(format!("of {}", codes.join(", ")))
            }
            // Its rows stand in the place of one line.
            Field::Milestones => Line::text(&label, "", 0),
            Field::Evidence => {
                let all = ["as shown below", "insufficient evidence"];
                Line::choice(&label, all, Some(usize::from(saved.insufficient_evidence)))
            }
            Field::Rationale => Line::text(&label, &saved.rationale, LONG_TEXT),
            Field::Reason => Line::text(&label, &saved.reason, LONG_TEXT),
            Field::Dissent => Line::text(&label, &saved.dissent, LONG_TEXT),
            Field::OutOfTurn => Line::text(&label, &saved.out_of_turn, LONG_TEXT),
        }
    }

    fn take_progress(&mut self, option: usize) {
        self.saved.progress = self.choices.progress.get(option).map(|choice| choice.code.clone());
        // Whoever defers says that the evidence is too thin, until they choose otherwise.
        let was_deferred = std::mem::replace(&mut self.saved.deferred, self.saved.progress.is_none());
        if self.saved.deferred != was_deferred {
            self.saved.insufficient_evidence = self.saved.deferred;
        }
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

    /// Returns the decision as it would be recorded; what cannot be read is left out and [`Sheet::missing`].
    pub fn overall(&self) -> Overall {
        let saved = &self.saved;
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let levels = self.recorded_marks();
        let unsatisfactory = self.attributes().unwrap_or_default();
        Overall {
            progress: saved.progress.clone().filter(|_| !saved.deferred),
            action: saved.action.clone().filter(|_| !saved.deferred),
            board: saved.board.map(|satisfactory| Board {
                satisfactory,
                unsatisfactory: if satisfactory { BTreeSet::new() } else { unsatisfactory },
            }),
            milestones: levels.iter().filter_map(|(id, mark)| Some((id.clone(), mark.level?))).collect(),
            not_assessable: levels
                .into_iter()
                .filter(|(_, mark)| mark.level.is_none())
                .map(|(id, _)| id)
                .collect(),
            rationale: saved.rationale.trim().to_owned(),
            insufficient_evidence: saved.insufficient_evidence,
            dissent: said(&saved.dissent),
        }
    }

    /// Returns the request to record the decision.
    pub fn request(&self) -> Request {
        let overall = self.overall();
        let act = match &self.determines {
            None => Act::OverallRecommendation(overall),
            Some(advised) => {
                let agrees = advised.decision.decides_as(&overall);
                Act::OverallDetermination { recommendation: advised.by.entry, agrees, overall }
            }
        };
        let supersedes = self.standing.as_ref().map(|standing| standing.superseded(&self.saved.reason));
        Request {
            id: self.saved.id.clone(),
            subject: Some(self.saved.resident.clone()),
            act,
            supersedes,
            evidence: Some(match &self.out_of_turn {
                Some(turn) => turn.on_record(&self.evidence, &self.saved.out_of_turn),
                None => self.evidence.clone(),
            }),
        }
    }
}

impl Sheet for OverallSheet {
    fn title(&self) -> String {
        if self.determines.is_some() { "Determine overall" } else { "Recommend overall" }.to_owned()
    }

    fn above(&self) -> Vec<String> {
        let said = |what: &str, standing: &StandingDecision<Overall>| {
            let progress = standing.decision.progress.as_deref();
            let progress = progress.map_or("deferred", |code| self.titled(code));
            format!("{what}: {progress} of {}, entry {}", standing.on, standing.by.entry)
        };
        let determines = self.determines.iter().map(|advised| said("determines", advised));
        determines.chain(self.standing.iter().map(|standing| said("would supersede", standing))).collect()
    }

    fn lines(&self) -> Vec<Line> {
        let line = |place| match place {
            Place::Field(field) => Some(self.line(field)),
            Place::Row(at) => self.table.rows.get(at).map(|row| self.row(row)),
        };
        self.places().into_iter().filter_map(line).collect()
    }

    fn choose(&mut self, at: usize, option: usize) {
        match self.places().get(at) {
            Some(Place::Field(Field::Progress)) => self.take_progress(option),
            Some(Place::Field(Field::Action)) => {
                let chosen = self.choices.actions.get(option);
                self.saved.action = chosen.map(|choice| choice.code.clone());
            }
            Some(Place::Field(Field::Board)) => {
                self.saved.board = BOARD.get(option).map(|(_, satisfactory)| *satisfactory);
            }
            Some(Place::Field(Field::Evidence)) => self.saved.insufficient_evidence = option == 1,
            Some(Place::Row(row)) => {
                if let Some(id) = self.table.rows.get(*row).map(|row| row.known.id.clone()) {
                    self.saved.levels.insert(id, Mark::chosen(level_of(option)));
                }
            }
            _ => {}
        }
        self.say_what_is_carried();
    }

    fn empty(&mut self, at: usize) {
        match self.places().get(at) {
            Some(Place::Field(Field::Action)) => self.saved.action = None,
            Some(Place::Field(Field::Board)) => self.saved.board = None,
            Some(Place::Row(row)) => {
                let id = self.table.rows.get(*row).map(|row| &row.known.id);
                id.map(|id| self.saved.levels.remove(id));
            }
            _ => {}
        }
        self.say_what_is_carried();
    }

    fn write(&mut self, at: usize, text: String) {
        let Some(Place::Field(field)) = self.places().get(at).copied() else { return };
        match field {
            Field::Rationale => self.saved.rationale = text,
            Field::Attributes => self.saved.attributes = text,
            Field::Reason => self.saved.reason = text,
            Field::Dissent => self.saved.dissent = text,
            Field::OutOfTurn => self.saved.out_of_turn = text,
            _ => {}
        }
    }

    fn missing(&self) -> Option<String> {
        self.still_to_do()
    }

    fn read_back(&self) -> String {
        let turn = self.out_of_turn.iter().map(|turn| turn.read_back(&self.saved.out_of_turn));
        [self.in_words()].into_iter().chain(turn).collect()
    }

    fn because(&self) -> Option<&str> {
        Some(&self.saved.rationale)
    }

    fn evidence(&self) -> Option<&Evidence> {
        Some(&self.evidence)
    }

    fn table(&self) -> Option<&LevelTable> {
        Some(&self.table).filter(|table| !table.rows.is_empty())
    }

    fn marks(&self) -> Marks {
        self.saved.levels.clone()
    }

    fn mark(&mut self, id: &SubcompetencyId, mark: Mark) {
        self.saved.levels.insert(id.clone(), mark);
        self.say_what_is_carried();
    }

    fn draft(&self) -> Draft {
        Draft::Overall(self.saved.clone())
    }

    fn asks(&self) -> Vec<String> {
        self.questions()
    }

    fn is_begun(&self) -> bool {
        self.saved != self.offered
    }

    fn submission(&self) -> Option<Submission> {
        Some(Submission::Record(Box::new(self.request())))
    }
}
