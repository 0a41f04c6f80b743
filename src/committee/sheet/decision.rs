//! The sheet on which one activity is decided on: what is filled in, what is missing, and what it reads back.

use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator as _;

use crate::committee::evidence::decision::level;
use crate::committee::request::Request;
use crate::committee::room::OutOfTurn;
use crate::domain::entrustment::Scale;
use crate::domain::id::{EpaId, ResidentId};
use crate::ledger::entry::{Act, Actor, Decision, Evidence, Outcome, Role};
use crate::ledger::fold::State;
use crate::survey::dossier::Dossier;

use super::{Body, Draft, LONG_TEXT, Line, SHORT_TEXT, Sheet, StandingDecision, Submission, shortened};

/// A decision as far as it was written.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DecisionDraft {
    /// The identifier that the entry will carry: an entry that has it was sent after all.
    pub id: String,
    pub resident: ResidentId,
    pub epa: EpaId,
    /// `None` before anybody chose it.
    pub outcome: Option<Outcome>,
    pub level: Option<String>,
    pub rationale: String,
    pub insufficient_evidence: bool,
    pub dissent: Option<String>,
    pub recused: Vec<String>,
    /// Why the decision that stands is superseded.
    pub reason: Option<String>,
    /// Why it is decided while the meeting is at somebody else.
    #[serde(default)]
    pub out_of_turn: String,
}

/// One line of the sheet.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "lowercase")]
enum Field {
    Outcome,
    Level,
    Evidence,
    Rationale,
    #[strum(serialize = "why replaced")]
    Reason,
    Dissent,
    Recused,
    #[strum(serialize = "out of turn")]
    OutOfTurn,
}

/// A decision on one activity that is being made.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionSheet {
    pub saved: DecisionDraft,
    /// What the sheet says where nobody changes it.
    pub offered: DecisionDraft,
    /// Who is recused, as it is typed: codes with commas between them.
    recused: String,
    pub epa_title: String,
    pub scale: Scale,
    pub evidence: Evidence,
    /// The decision that stands and would be replaced.
    pub standing: Option<StandingDecision<Decision>>,
    /// The committee's recommendation, where the program director determines it.
    pub determines: Option<StandingDecision<Decision>>,
    /// The meeting is at somebody else.
    pub out_of_turn: Option<OutOfTurn>,
}

impl DecisionSheet {
    /// Opens the sheet on one activity of one resident, filled from `saved` where a draft was kept.
    pub fn open(
        dossier: &Dossier,
        scale: &Scale,
        ledger: &State,
        role: Role,
        evidence: Evidence,
        saved: DecisionDraft,
    ) -> Self {
        let (id, epa) = (&dossier.resident.id, &saved.epa);
        let recommended =
            ledger.recommendation(id, epa).map(|found| StandingDecision::of(found, dossier.zone));
        let decided = ledger.determination(id, epa).map(|found| StandingDecision::of(found, dossier.zone));
        let determines = recommended.clone().filter(|_| role == Role::ProgramDirector);
        let standing = if determines.is_some() { decided } else { recommended };
        let title = dossier.epas.iter().find(|row| &row.id == epa).map_or(epa.as_str(), |row| &row.title);
        Self {
            epa_title: title.to_owned(),
            scale: scale.clone(),
            evidence,
            standing,
            determines,
            out_of_turn: None,
            recused: saved.recused.join(", "),
            offered: saved.clone(),
            saved,
        }
    }

    /// Takes in whose turn it is; a determination has none.
    pub fn take_turn(&mut self, ledger: &State, actor: &Actor) {
        let turn = OutOfTurn::of(ledger, &self.saved.resident, actor);
        self.out_of_turn = turn.filter(|_| self.determines.is_none());
    }

    /// Returns the decision that this one is about: what it determines, or what it would replace.
    pub fn stands(&self) -> Option<&StandingDecision<Decision>> {
        self.determines.as_ref().or(self.standing.as_ref())
    }

    fn fields(&self) -> Vec<Field> {
        let needed = |field: &Field| match field {
            Field::Level => self.saved.outcome.is_some_and(|outcome| outcome != Outcome::Defer),
            Field::Reason => self.standing.is_some(),
            Field::OutOfTurn => self.out_of_turn.is_some(),
            _ => true,
        };
        Field::iter().filter(needed).collect()
    }

    fn line(&self, field: Field) -> Line {
        let (label, saved) = (field.to_string(), &self.saved);
        let text = |text: &str, limit| Line::text(&label, text, limit);
        match field {
            Field::Outcome => {
                let chosen = Outcome::iter().position(|outcome| Some(outcome) == saved.outcome);
                Line::choice(&label, Outcome::iter().map(title_of), chosen)
            }
            Field::Level => self.level_line(&label),
            Field::Evidence => {
                let all = ["as shown below", "insufficient evidence"];
                Line::choice(&label, all, Some(usize::from(saved.insufficient_evidence)))
            }
            Field::Rationale => text(&saved.rationale, LONG_TEXT),
            Field::Reason => text(saved.reason.as_deref().unwrap_or_default(), LONG_TEXT),
            Field::Dissent => text(saved.dissent.as_deref().unwrap_or_default(), LONG_TEXT),
            Field::Recused => text(&self.recused, SHORT_TEXT),
            Field::OutOfTurn => text(&saved.out_of_turn, LONG_TEXT),
        }
    }

    /// Every level says what it means before it is chosen.
    fn level_line(&self, label: &str) -> Line {
        let levels = &self.scale.levels;
        let chosen = self.saved.level.as_deref().and_then(|level| self.scale.rank(level));
        let body = Body::Choice { options: super::level_choices(levels), chosen };
        let note = format!("by the scale {}", self.scale.title);
        Line { label: label.to_owned(), body, note, steps: None }
    }

    /// Returns the decision as it would be recorded; without an outcome it is none yet and [`Sheet::missing`].
    pub fn decision(&self) -> Decision {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let outcome = self.saved.outcome.unwrap_or(Outcome::Defer);
        Decision {
            epa: self.saved.epa.clone(),
            outcome,
            scale: self.scale.id.clone(),
            level: self.saved.level.clone().filter(|_| outcome != Outcome::Defer),
            rationale: self.saved.rationale.trim().to_owned(),
            insufficient_evidence: self.saved.insufficient_evidence,
            dissent: self.saved.dissent.as_deref().and_then(text),
            recused: self.recused.split([',', ';']).filter_map(text).collect(),
        }
    }

    /// Takes an outcome; to keep means the level that stands, and to defer that the evidence is too thin.
    fn take_outcome(&mut self, outcome: Outcome) {
        let was = self.saved.outcome.replace(outcome);
        if outcome == Outcome::Defer && was != Some(Outcome::Defer) {
            self.saved.insufficient_evidence = true;
        }
        if was == Some(Outcome::Defer) && outcome != Outcome::Defer {
            self.saved.insufficient_evidence = self.offered.insufficient_evidence;
        }
        if outcome == Outcome::Keep && self.saved.level.is_none() {
            self.saved.level = self
                .standing
                .as_ref()
                .or(self.determines.as_ref())
                .and_then(|stands| stands.decision.level.clone());
        }
    }

    /// Returns the request to record the decision; `None` before an outcome is chosen.
    pub fn request(&self) -> Option<Request> {
        self.saved.outcome?;
        let decision = self.decision();
        let act = match &self.determines {
            None => Act::Recommendation(decision),
            Some(recommended) => {
                let agrees = recommended.decision.level == decision.level
                    && recommended.decision.outcome == decision.outcome;
                Act::Determination { recommendation: recommended.by.entry, agrees, decision }
            }
        };
        let reason = self.saved.reason.as_deref().unwrap_or_default();
        Some(Request {
            id: self.saved.id.clone(),
            subject: Some(self.saved.resident.clone()),
            act,
            supersedes: self.standing.as_ref().map(|standing| standing.superseded(reason)),
            evidence: Some(match &self.out_of_turn {
                Some(turn) => turn.on_record(&self.evidence, &self.saved.out_of_turn),
                None => self.evidence.clone(),
            }),
        })
    }
}

impl Sheet for DecisionSheet {
    fn title(&self) -> String {
        let act = if self.determines.is_some() { "Determine" } else { "Decide" };
        format!("{act} · {}", self.epa_title)
    }

    fn above(&self) -> Vec<String> {
        let said = |what: &str, standing: &StandingDecision<Decision>| {
            format!("{what}: {} of {}, entry {}", level(&standing.decision), standing.on, standing.by.entry)
        };
        let determines = self.determines.iter().map(|advised| said("determines", advised));
        determines.chain(self.standing.iter().map(|standing| said("would supersede", standing))).collect()
    }

    fn lines(&self) -> Vec<Line> {
        self.fields().into_iter().map(|field| self.line(field)).collect()
    }

    fn choose(&mut self, at: usize, option: usize) {
        match self.fields().get(at) {
            Some(Field::Outcome) => {
                if let Some(outcome) = Outcome::iter().nth(option) {
                    self.take_outcome(outcome);
                }
            }
            Some(Field::Level) => {
                self.saved.level = self.scale.levels.get(option).map(|level| level.level.clone());
            }
            Some(Field::Evidence) => self.saved.insufficient_evidence = option == 1,
            _ => {}
        }
    }

    fn write(&mut self, at: usize, text: String) {
        match self.fields().get(at) {
            Some(Field::Rationale) => self.saved.rationale = text,
            Some(Field::Reason) => self.saved.reason = Some(text).filter(|text| !text.is_empty()),
            Some(Field::Dissent) => self.saved.dissent = Some(text).filter(|text| !text.is_empty()),
            Some(Field::Recused) => self.recused = text,
            Some(Field::OutOfTurn) => self.saved.out_of_turn = text,
            _ => {}
        }
    }

    fn missing(&self) -> Option<String> {
        let blank = |text: &str| text.trim().is_empty();
        let Some(outcome) = self.saved.outcome else { return Some("choose an outcome".to_owned()) };
        let holds_a_level = matches!(outcome, Outcome::Keep | Outcome::Withdraw);
        let missing = if holds_a_level && self.standing.is_none() && self.determines.is_none() {
            "no level was decided on before to keep or to withdraw; entrust or defer"
        } else if outcome != Outcome::Defer && self.saved.level.is_none() {
            "choose a level"
        } else if blank(&self.saved.rationale) {
            "write the rationale"
        } else if self.standing.is_some() && blank(self.saved.reason.as_deref().unwrap_or_default()) {
            "say why this replaces the decision that stands"
        } else {
            let turn = self.out_of_turn.as_ref().and_then(|turn| turn.missing(&self.saved.out_of_turn));
            return turn.or_else(|| super::too_long(self));
        };
        Some(missing.to_owned())
    }

    fn read_back(&self) -> String {
        let decision = self.decision();
        let who = if self.determines.is_some() { "The program director" } else { "The committee" };
        let verb = |determined, recommended| if self.determines.is_some() { determined } else { recommended };
        let level = decision.level.as_deref().map_or("a level to be chosen".to_owned(), |level| {
            let title = self.scale.levels.iter().find(|l| l.level == level).map_or("", |l| l.title.as_str());
            format!("level {level} ({title})")
        });
        let what = match self.saved.outcome {
            None => return format!("{who} has not chosen an outcome for {} yet.", self.epa_title),
            Some(Outcome::Entrust) => format!("{} {level} for", verb("grants", "recommends")),
            Some(Outcome::Keep) => format!("{} keeping {level} for", verb("decides on", "recommends")),
            Some(Outcome::Withdraw) => {
                format!("{} going back to {level} for", verb("decides on", "recommends"))
            }
            Some(Outcome::Defer) => format!("{} a decision on", verb("defers", "recommends to defer")),
        };
        let mut sentence = format!("{who} {what} {}", self.epa_title);
        if decision.insufficient_evidence {
            sentence.push_str(", for insufficient evidence");
        }
        if let Some(dissent) = &decision.dissent {
            sentence = format!("{sentence}, with the dissent “{}”", shortened(dissent));
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
        sentence.extend(self.out_of_turn.iter().map(|turn| turn.read_back(&self.saved.out_of_turn)));
        sentence
    }

    fn because(&self) -> Option<&str> {
        Some(&self.saved.rationale)
    }

    fn evidence(&self) -> Option<&Evidence> {
        Some(&self.evidence)
    }

    fn draft(&self) -> Draft {
        Draft::Decision(DecisionDraft { recused: self.decision().recused, ..self.saved.clone() })
    }

    fn is_begun(&self) -> bool {
        self.draft() != Draft::Decision(self.offered.clone())
    }

    fn submission(&self) -> Option<Submission> {
        self.request().map(Box::new).map(Submission::Record)
    }
}

/// Returns an outcome in words.
fn title_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Entrust => "entrust",
        Outcome::Keep => "keep level",
        Outcome::Withdraw => "withdraw",
        Outcome::Defer => "defer",
    }
}
