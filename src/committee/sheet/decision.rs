//! The decide form: what is filled in, what is missing, and what it reads back.

use strum::IntoEnumIterator as _;

use crate::domain::entrustment::Scale;
use crate::domain::id::EpaId;
use crate::domain::text::sanitised;
use crate::ledger::drafts::Unsent;
use crate::ledger::entry::{Act, Decision, Evidence, Outcome, Role, Supersedes};
use crate::ledger::fold::State;

use super::{Stage, wrapped_index};
use crate::committee::request::Request;
use crate::survey::dossier::Dossier;

/// One line of the form.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, strum::EnumIter)]
pub enum Field {
    #[default]
    Outcome,
    Level,
    Evidence,
    Rationale,
    Reason,
    Dissent,
    Recused,
}

/// A decision on one activity that is being made.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// What was typed; kept beside the ledger while it is not recorded.
    pub saved: Unsent,
    /// What the form says where nobody changes it.
    pub offered: Unsent,
    /// Who is recused, as it is typed: codes with commas between them.
    pub recused: String,
    pub epa_title: String,
    pub scale: Scale,
    pub evidence: Evidence,
    /// The decision that stands and would be replaced.
    pub standing: Option<Standing>,
    /// The committee's recommendation, where the program director determines it.
    pub determines: Option<Standing>,
    pub field: Field,
    pub stage: Stage,
}

/// A decision that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub by: Supersedes,
    pub decision: Decision,
    pub on: chrono::NaiveDate,
}

impl Form {
    /// Opens the form on one activity of one resident, filled from `saved` where a draft was kept.
    pub fn open(
        dossier: &Dossier,
        epa: &EpaId,
        scale: &Scale,
        ledger: &State,
        role: Role,
        evidence: Evidence,
        saved: Unsent,
    ) -> Self {
        let id = &dossier.resident.id;
        let found = |found: Option<(&crate::ledger::chain::Recorded, &Decision)>| {
            found.map(|(recorded, decision)| Standing {
                by: Supersedes { entry: recorded.entry.seq, hash: recorded.hash, reason: String::new() },
                decision: decision.clone(),
                on: recorded.entry.at.date_naive(),
            })
        };
        let recommended = found(ledger.recommendation(id, epa));
        let determined = found(ledger.determination(id, epa));
        let to_determine = recommended.clone().filter(|_| role == Role::ProgramDirector);
        let standing = if to_determine.is_some() { determined } else { recommended };
        let title = dossier.epas.iter().find(|row| &row.id == epa).map_or(epa.as_str(), |row| &row.title);
        Self {
            epa_title: title.to_owned(),
            scale: scale.clone(),
            evidence,
            standing,
            determines: to_determine,
            field: Field::default(),
            stage: Stage::Editing,
            recused: saved.recused.join(", "),
            offered: saved.clone(),
            saved,
        }
    }

    /// Returns the lines that this decision needs, from top to bottom.
    pub fn fields(&self) -> Vec<Field> {
        let needed = |field: &Field| match field {
            Field::Level => self.outcome() != Outcome::Defer,
            Field::Reason => self.standing.is_some(),
            _ => true,
        };
        Field::iter().filter(needed).collect()
    }

    /// Moves to the next line or the one before.
    pub fn step(&mut self, by: isize) {
        let fields = self.fields();
        let at = fields.iter().position(|f| *f == self.field).unwrap_or(0);
        self.field = fields.get(wrapped_index(at, by, fields.len())).copied().unwrap_or_default();
        self.stage = Stage::Editing;
    }

    /// Changes the choice on the current line.
    pub fn choose(&mut self, by: isize) {
        self.stage = Stage::Editing;
        match self.field {
            Field::Outcome => {
                let all: Vec<_> = Outcome::iter().collect();
                let at = all.iter().position(|o| *o == self.outcome()).unwrap_or(0);
                self.saved.outcome = all.get(wrapped_index(at, by, all.len())).copied();
                if self.outcome() == Outcome::Defer {
                    self.saved.insufficient_evidence = true;
                }
            }
            Field::Level => {
                let at = self.saved.level.as_deref().and_then(|level| self.scale.rank(level));
                let last = self.scale.levels.len().saturating_sub(1);
                let wanted = at.map_or(0, |at| at.saturating_add_signed(by).min(last));
                self.saved.level = self.scale.levels.get(wanted).map(|l| l.level.clone());
            }
            Field::Evidence => self.saved.insufficient_evidence = !self.saved.insufficient_evidence,
            Field::Rationale | Field::Reason | Field::Dissent | Field::Recused => {}
        }
    }

    /// Returns the text of the current line, where it takes one.
    pub fn text(&mut self) -> Option<&mut String> {
        match self.field {
            Field::Rationale => Some(&mut self.saved.rationale),
            Field::Reason => Some(self.saved.reason.get_or_insert_default()),
            Field::Dissent => Some(self.saved.dissent.get_or_insert_default()),
            Field::Recused => Some(&mut self.recused),
            Field::Outcome | Field::Level | Field::Evidence => None,
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

    /// Returns the outcome that is chosen.
    pub fn outcome(&self) -> Outcome {
        self.saved.outcome.unwrap_or(Outcome::Entrust)
    }

    /// Returns what to keep on disk while it is not recorded.
    pub fn unsent(&self) -> Unsent {
        Unsent { recused: self.decision().recused, ..self.saved.clone() }
    }

    /// Returns the decision as it would be recorded.
    pub fn decision(&self) -> Decision {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        Decision {
            epa: self.saved.epa.clone(),
            outcome: self.outcome(),
            scale: self.scale.id.clone(),
            level: self.saved.level.clone().filter(|_| self.outcome() != Outcome::Defer),
            rationale: self.saved.rationale.trim().to_owned(),
            insufficient_evidence: self.saved.insufficient_evidence,
            dissent: self.saved.dissent.as_deref().and_then(text),
            recused: self.recused.split([',', ';']).filter_map(text).collect(),
        }
    }

    /// Returns the act to record.
    pub fn wish(&self) -> Request {
        let decision = self.decision();
        let act = match &self.determines {
            None => Act::Recommendation(decision),
            Some(recommended) => {
                let same = recommended.decision.level == decision.level
                    && recommended.decision.outcome == decision.outcome;
                Act::Determination { recommendation: recommended.by.entry, agrees: same, decision }
            }
        };
        let replaced = self.standing.as_ref().map(|standing| Supersedes {
            reason: self.saved.reason.as_deref().unwrap_or_default().trim().to_owned(),
            ..standing.by.clone()
        });
        Request {
            id: self.saved.id.clone(),
            subject: Some(self.saved.resident.clone()),
            act,
            supersedes: replaced,
            evidence: Some(self.evidence.clone()),
        }
    }

    /// Returns what is still missing, in the words of the form.
    pub fn missing(&self) -> Option<&'static str> {
        let blank = |text: &str| text.trim().is_empty();
        let holds_a_level = matches!(self.outcome(), Outcome::Keep | Outcome::Withdraw);
        if holds_a_level && self.standing.is_none() && self.determines.is_none() {
            Some("no level was decided on before to keep or to withdraw; entrust or defer")
        } else if self.outcome() != Outcome::Defer && self.saved.level.is_none() {
            Some("choose a level")
        } else if blank(&self.saved.rationale) {
            Some("write the rationale")
        } else if self.standing.is_some() && blank(self.saved.reason.as_deref().unwrap_or_default()) {
            Some("say why this replaces the decision that stands")
        } else {
            None
        }
    }

    /// Reads the decision back in one sentence.
    pub fn read_back(&self) -> String {
        let decision = self.decision();
        let who = if self.determines.is_some() { "The program director" } else { "The committee" };
        let verb = |determined, recommended| if self.determines.is_some() { determined } else { recommended };
        let level = decision.level.as_deref().map_or("a level to be chosen".to_owned(), |level| {
            let title = self.scale.levels.iter().find(|l| l.level == level).map_or("", |l| l.title.as_str());
            format!("level {level} ({title})")
        });
        let what = match decision.outcome {
            Outcome::Entrust => format!("{} {level} for", verb("grants", "recommends")),
            Outcome::Keep => format!("{} keeping {level} for", verb("decides on", "recommends")),
            Outcome::Withdraw => format!("{} going back to {level} for", verb("decides on", "recommends")),
            Outcome::Defer => format!("{} a decision on", verb("defers", "recommends to defer")),
        };
        let mut sentence = format!("{who} {what} {}", self.epa_title);
        if decision.insufficient_evidence {
            sentence.push_str(", for insufficient evidence");
        }
        if decision.dissent.is_some() {
            sentence.push_str(", with dissent");
        }
        if !decision.recused.is_empty() {
            sentence = format!("{sentence}, {} recused", decision.recused.join(" and "));
        }
        if let Some(standing) = &self.standing {
            let level =
                standing.decision.level.as_deref().map_or("a deferral".to_owned(), |l| format!("level {l}"));
            let (on, entry) = (standing.on, standing.by.entry);
            sentence = format!("{sentence}, superseding {level} of {on} (entry {entry})");
        }
        sentence.push('.');
        sentence
    }
}
