//! All that the screens show; changed by `update` alone.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use tui_input::Input;

use crate::committee::sheet::{Draft, Kind, Stage};
use crate::domain::benchmark::Benchmark;
use crate::domain::case::CaseRow;
use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::record::RotationYield;
use crate::domain::resident::Resident;
use crate::domain::standing::Standing;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::Actor;
use crate::ledger::fold::{Acknowledged, State};
use crate::prompts::Prompt;
use crate::survey::clinical::ClinicalCurve;
use crate::survey::dossier::{Dossier, EpaRow, ExperienceRow};
use crate::survey::earlier::Earlier;
use crate::survey::program::Survey;
use crate::survey::telling::Answering;
use crate::survey::triage::{self, TriageReview, TriageRow};

use super::form::Form;
use super::hand::Hand;
use super::listing::Listing;
use super::message::Effect;
use super::question::Question;
use super::remote::{Remote, Ticket};
use super::room::{Room, Sure};
use super::screen::{Beside, Cursors, List, Screen, Space, Turned};
use super::wearing::Wearing;

/// What lies on top of a screen.
#[derive(Clone, Debug)]
pub enum Overlay {
    Help {
        typed: Input,
        scroll: usize,
    },
    /// What the rules ask of the program.
    Program {
        selected: usize,
    },
    /// What the data can bear.
    Bearing {
        scroll: usize,
    },
    Palette {
        typed: Input,
        selected: usize,
    },
    Find {
        typed: Input,
        selected: usize,
    },
    /// The themes, of which the one that the cursor is on is seen at once.
    Themes,
    /// The triage table is narrowed while one types.
    Filter {
        typed: Input,
    },
    /// What cannot be taken back is about to be done.
    Question(Question),
}

/// A sentence at the foot of the screen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Notice {
    pub text: String,
    /// Something was not done.
    pub failed: bool,
}

/// Who sits at the keyboard, and what is unique to this run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Session {
    pub actor: Actor,
    /// How the case file names who sits there, where a person has said so.
    pub name: Option<String>,
    /// Who would be the only one to sign in a ledger that begins: identifier, role and key.
    pub signer: String,
    /// Makes the numbers of this run's acts unlike those of any other.
    pub nonce: String,
    /// The ledger's file name, for the screen.
    pub ledger: String,
    /// The day on which the review began.
    pub today: NaiveDate,
    /// The folder into which papers are written, as a person finds it.
    pub papers: String,
    /// To whom and by when a resident answers.
    pub answering: Answering,
}

/// All that the screens show.
#[derive(Clone, Debug)]
pub struct Model {
    pub session: Session,
    pub catalog: Arc<Catalog>,
    pub survey: Remote<Arc<Survey>>,
    /// What was asked at the last meeting, once it was worked out.
    pub earlier: Option<Arc<Earlier>>,
    pub fingerprint: Remote<String>,
    pub ledger: State,
    /// What is out of the ordinary with the ledger, which every screen says first.
    pub notes: Vec<String>,
    /// What is held back where there is no ledger yet.
    pub unbegun: Option<Unbegun>,
    /// An act waits for the key that signs it.
    pub waits_for_key: bool,
    /// The first reading of the ledger; nothing is recorded, and nobody opened, before it is done.
    pub reading: Remote<()>,
    pub listing: Listing,
    pub selected: Option<ResidentId>,
    pub dossier: Remote<Box<Dossier>>,
    pub cases: Remote<Vec<CaseRow>>,
    pub yields: Remote<Vec<RotationYield>>,
    pub screen: Screen,
    pub back: Vec<Screen>,
    pub at: Cursors,
    pub turned: Turned,
    /// What is filled in, on its own screen or on top of another.
    pub form: Option<Form>,
    pub room: Room,
    /// The time by the last tick of the clock; `None` before the first.
    pub clock: Option<DateTime<Utc>>,
    /// What was begun and not recorded, in this run or an earlier one.
    pub drafts: Vec<Draft>,
    /// Words on their way into the ledger.
    pub sent: Vec<Draft>,
    pub overlay: Option<Overlay>,
    /// Codes stand for names.
    pub presenting: bool,
    /// The one resident whose name is shown while presenting.
    pub revealed: Option<ResidentId>,
    pub blank: bool,
    pub space: Space,
    pub notice: Option<Notice>,
    pub ticket: Ticket,
    pub requests: u64,
    pub theme: Wearing,
    /// When keys came and frames were drawn.
    pub hand: Hand,
    /// What the last key left, for the case that it was only a piece of one.
    pub left: Option<Left>,
}

/// A ledger that is not begun: looks are not recorded, and acts wait until somebody says that one begins.
#[derive(Clone, Debug, Default)]
pub struct Unbegun {
    /// The ledgers that lie near.
    pub near: Vec<String>,
    /// Acts that wait.
    pub held: Vec<Effect>,
    /// Somebody said that a new one begins.
    pub begins: bool,
}

/// A form that was left, and where it was.
#[derive(Clone, Debug)]
pub struct Left {
    pub form: Form,
    pub screen: Screen,
    pub back: Vec<Screen>,
}

impl Model {
    /// Starts a review whose ledger is still to be read.
    pub fn before_the_ledger(catalog: Arc<Catalog>, session: Session, presenting: bool) -> Self {
        Self { reading: Remote::Loading, ..Self::new(catalog, State::default(), session, presenting) }
    }

    /// Starts a review on the triage screen.
    pub fn new(catalog: Arc<Catalog>, ledger: State, session: Session, presenting: bool) -> Self {
        Self {
            session,
            catalog,
            survey: Remote::Loading,
            earlier: None,
            fingerprint: Remote::Loading,
            ledger,
            notes: Vec::new(),
            unbegun: None,
            waits_for_key: false,
            reading: Remote::Ready(()),
            listing: Listing::default(),
            selected: None,
            dossier: Remote::NotAsked,
            cases: Remote::NotAsked,
            yields: Remote::NotAsked,
            screen: Screen::Triage,
            back: Vec::new(),
            at: Cursors::default(),
            turned: Turned::default(),
            form: None,
            room: Room::default(),
            clock: None,
            drafts: Vec::new(),
            sent: Vec::new(),
            overlay: None,
            presenting,
            revealed: None,
            space: Space::default(),
            blank: false,
            notice: None,
            ticket: Ticket::default(),
            requests: 0,
            theme: Wearing::default(),
            hand: Hand::default(),
            left: None,
        }
    }

    /// Returns the lines of the triage table that the filter lets through.
    pub fn visible(&self) -> impl Iterator<Item = &TriageRow> {
        self.listing.shown()
    }

    /// Works out the lines of the triage table; what only the ledger knows stays open until it is read.
    pub fn listed(&self) -> Vec<TriageRow> {
        let Remote::Ready(survey) = &self.survey else { return Vec::new() };
        let mut rows = triage::rows(
            survey,
            &self.ledger,
            self.earlier.as_deref(),
            self.listing.order,
            self.session.today,
        );
        if !self.ledger_is_read() {
            for row in &mut rows {
                row.review = TriageReview::NotRead;
            }
        }
        rows
    }

    /// Tells whether something is filled in on the present screen, or on top of it; what lies behind another screen
    /// takes no key.
    pub fn is_filling_in(&self) -> bool {
        let screen = self.form.as_ref().map(Form::screen);
        screen.is_some_and(|screen| screen.is_none_or(|screen| screen == self.screen))
    }

    /// Tells whether a character that is typed is written, or answers what is read back, on a form that has a screen of
    /// its own.
    pub fn is_among_words(&self) -> bool {
        let form = self.form.as_ref().filter(|form| form.screen() == Some(self.screen));
        let form = form.filter(|_| self.overlay.is_none());
        form.is_some_and(|form| form.cursor().is_some() || form.stage == Stage::ReadBack)
    }

    /// Tells whether words are asked for on top of the present screen.
    pub fn asks_for_words(&self) -> bool {
        self.form.as_ref().is_some_and(|form| form.filled.kind() == Kind::Words)
    }

    /// Tells whether the ledger is read.
    pub fn ledger_is_read(&self) -> bool {
        self.reading.ready().is_some()
    }

    /// Returns the selected resident.
    pub fn resident(&self) -> Option<&Resident> {
        self.catalog.resident(self.selected.as_ref()?)
    }

    /// Returns what stands for a resident on the screen: the name, or the code while presenting.
    pub fn called<'a>(&self, id: &'a ResidentId, name: &'a str) -> &'a str {
        if self.presenting && self.revealed.as_ref() != Some(id) { id.as_str() } else { name }
    }

    /// Returns the experience that the cursor is on.
    pub fn experience(&self) -> Option<&ExperienceRow> {
        self.dossier.ready()?.experiences.get(self.at[List::Experiences])
    }

    /// Returns the benchmark of the experience that the cursor is on.
    pub fn benchmark(&self) -> Option<&Benchmark> {
        self.catalog.benchmarks.get(&self.experience()?.definition.code)
    }

    /// Returns whose centiles stand beside the growth curve: the program's alone where there is no benchmark.
    pub fn beside(&self) -> Beside {
        if self.benchmark().is_some() { self.turned.beside } else { Beside::Program }
    }

    /// Returns the growth curve by clinical months, where it is read by them.
    pub fn clinical_curve(&self) -> Option<ClinicalCurve> {
        if !self.turned.clinical {
            return None;
        }
        ClinicalCurve::of(self.survey.ready()?, self.dossier.ready()?, self.experience()?)
    }

    /// Returns every prompt about the program, each with its answer: those that are open first.
    pub fn program_prompts(&self) -> Vec<(&Prompt, Option<&Acknowledged>)> {
        let Some(survey) = self.survey.ready().filter(|_| self.ledger_is_read()) else { return Vec::new() };
        let answer = |p: &Prompt| triage::program_answer(p, &self.ledger);
        let mut all: Vec<_> = survey.program_prompts.iter().map(|prompt| (prompt, answer(prompt))).collect();
        all.sort_by_key(|(_, answer)| answer.is_some());
        all
    }

    /// Returns what is asked of the program and was not answered yet.
    pub fn asked_of_program(&self) -> Vec<&Prompt> {
        let survey = self.survey.ready().filter(|_| self.ledger_is_read());
        survey.map_or(Vec::new(), |survey| triage::open_of_program(survey, &self.ledger))
    }

    /// Returns the activity that the cursor is on.
    pub fn epa(&self) -> Option<&EpaRow> {
        self.dossier.ready()?.epas.get(self.at[List::Epas])
    }

    /// Returns the entries about the selected resident, newest first.
    pub fn entries(&self) -> Vec<&Recorded> {
        let mut entries: Vec<_> = match &self.selected {
            Some(id) => self.ledger.entries_of(id).collect(),
            None => self.ledger.entries().map(AsRef::as_ref).collect(),
        };
        entries.reverse();
        entries
    }

    /// Tells whether what others record is shown as soon as it is there: in a meeting, and where appeals come in.
    pub fn follows_others(&self) -> bool {
        self.ledger.open_meeting().is_some() || self.screen == Screen::Recommendations
    }

    /// Returns the residents in the order in which one goes from one to the next: that of the agenda where whoever
    /// sits there leads a meeting that has begun and the selected resident is on it, else that of the triage table.
    pub fn order_of_residents(&self) -> Vec<ResidentId> {
        let leads = self.session.actor.role.keeps_the_record();
        let open = self.ledger.open_meeting().filter(|open| leads && open.attendance.is_some());
        let agenda = open.and_then(|open| open.plan.as_ref()).map_or(&[][..], |plan| &plan.agenda);
        if agenda.iter().any(|slot| Some(&slot.resident) == self.selected.as_ref()) {
            agenda.iter().map(|slot| slot.resident.clone()).collect()
        } else {
            self.visible().map(|row| row.id.clone()).collect()
        }
    }

    /// Returns the time by the last tick, and before it that of the last entry.
    pub fn now(&self) -> DateTime<Utc> {
        let last = || self.ledger.entries().next_back().map(|recorded| recorded.entry.at);
        self.clock.or_else(last).unwrap_or_default()
    }

    /// Returns what is agreed and decided about the selected resident.
    pub fn standing(&self) -> Standing {
        self.selected.as_ref().map(|id| self.ledger.standing(id)).unwrap_or_default()
    }

    /// Says what is out of the ordinary with the ledger, which every screen says first.
    pub fn said_first(&self) -> Vec<String> {
        let unbegun = self.unbegun.as_ref().map(|unbegun| {
            let near = unbegun.near.first().map(|near| format!(" · near it stands {near}"));
            let said = "no ledger yet: what was decided is not known, and no look is recorded";
            said.to_owned() + &near.unwrap_or_default()
        });
        self.notes.iter().cloned().chain(unbegun).collect()
    }

    /// Says something at the foot of the screen.
    pub fn say(&mut self, text: &str) -> Vec<Effect> {
        self.notice = Some(Notice { text: text.to_owned(), failed: false });
        Vec::new()
    }

    /// Asks before something is done that cannot be taken back.
    pub fn ask(&mut self, sure: Sure, text: String) -> Vec<Effect> {
        self.overlay = Some(Overlay::Question(Question { sure, text }));
        Vec::new()
    }

    /// Says that a key came before anybody can have read what it would have done.
    pub fn too_soon(&mut self) -> Vec<Effect> {
        self.refuse("too soon to be meant: read what is asked, wait a moment, and press it once")
    }

    /// Says at the foot of the screen why something is not done.
    pub fn refuse(&mut self, text: &str) -> Vec<Effect> {
        self.notice = Some(Notice { text: text.to_owned(), failed: true });
        Vec::new()
    }
}
