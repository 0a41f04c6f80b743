//! The sheets that a committee fills in: what each asks for line by line, what is missing, what it reads back, and
//! what it asks to be recorded. How keys fill them in stands elsewhere.

use serde_json::Value;

use crate::domain::entrustment::ScaleLevel;
use crate::domain::id::ResidentId;
use crate::ledger::chain::Recorded;
use crate::ledger::drafts::Drafted;
use crate::ledger::entry::{Evidence, Supersedes};

use super::request::{Request, Sealing};

pub mod card;
pub mod decision;
pub mod goal;
pub mod overall;
pub mod words;

use card::CardDraft;
use decision::DecisionDraft;
use goal::GoalDraft;
use overall::OverallDraft;
use words::WordsDraft;

/// The most characters that a reason in full sentences may have.
pub const LONG_TEXT: usize = 4000;
/// The most characters that a text of a sentence or two may have.
pub const SHORT_TEXT: usize = 1000;

/// Something that is filled in line by line.
pub trait Sheet {
    /// Returns what it is called.
    fn title(&self) -> String;

    /// Returns what stands above its lines, such as the decision that would be replaced.
    fn above(&self) -> Vec<String> {
        Vec::new()
    }

    /// Returns the lines that are needed as it stands, from top to bottom.
    fn lines(&self) -> Vec<Line>;

    /// Takes one of what the line `at` offers.
    fn choose(&mut self, at: usize, option: usize);

    /// Takes back what was chosen on the line `at`, where it may be left empty.
    fn empty(&mut self, _at: usize) {}

    /// Puts `text` on the line `at`, in the place of what was there.
    fn write(&mut self, at: usize, text: String);

    /// Returns what is still to be done before it can be recorded, in the words of the sheet.
    fn missing(&self) -> Option<String>;

    /// Says in whole sentences what would be recorded.
    fn read_back(&self) -> String;

    /// Returns the reasons that belong to what is read back.
    fn because(&self) -> Option<&str> {
        None
    }

    /// Returns the evidence that goes on record with it.
    fn evidence(&self) -> Option<&Evidence> {
        None
    }

    /// Returns what is kept of it while it is not recorded.
    fn draft(&self) -> Draft;

    /// Tells whether somebody has filled in anything that is worth keeping.
    fn is_begun(&self) -> bool;

    /// Returns what it asks to be recorded; `None` while something is still to be chosen.
    fn submission(&self) -> Option<Submission>;
}

/// What a sheet asks for when it is complete.
#[derive(Clone, Debug, PartialEq)]
pub enum Submission {
    Record(Box<Request>),
    Seal(Sealing),
}

/// One line of a sheet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    pub label: String,
    pub body: Body,
    /// What helps to fill it in, or says more about what is chosen.
    pub note: String,
}

/// What a line takes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Body {
    /// One of several; nothing is chosen before somebody chose it.
    Choice { options: Vec<Choice>, chosen: Option<usize> },
    /// Words, up to a number of characters.
    Text { text: String, limit: usize },
}

/// One of several to choose from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Choice {
    /// What is typed to choose it, such as `2` or `3.5`.
    pub key: String,
    pub title: String,
}

impl Choice {
    /// Returns what is typed for it and what it is; a title that begins with its own key says so once.
    pub fn offered(&self) -> String {
        let Self { key, title } = self;
        let says_it =
            title.strip_prefix(key.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        if says_it { title.clone() } else { format!("{key} {title}") }
    }
}

impl Line {
    /// Makes a line on which words are written.
    pub fn text(label: &str, text: &str, limit: usize) -> Self {
        let body = Body::Text { text: text.to_owned(), limit };
        Self { label: label.to_owned(), body, note: String::new() }
    }

    /// Makes a line that offers `titles`, numbered from one.
    pub fn choice<T: Into<String>>(
        label: &str,
        titles: impl IntoIterator<Item = T>,
        chosen: Option<usize>,
    ) -> Self {
        let numbered = (1..).zip(titles);
        let options =
            numbered.map(|(number, title)| Choice { key: number.to_string(), title: title.into() }).collect();
        Self { label: label.to_owned(), body: Body::Choice { options, chosen }, note: String::new() }
    }

    /// Adds what helps to fill it in.
    #[must_use]
    pub fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// Returns what stands on the line; `None` where nothing does.
    pub fn value(&self) -> Option<&str> {
        match &self.body {
            Body::Choice { options, chosen } => Some(options.get((*chosen)?)?.title.as_str()),
            Body::Text { text, .. } => Some(text.as_str()).filter(|text| !text.trim().is_empty()),
        }
    }

    /// Says that more is written than the line takes.
    fn too_long(&self) -> Option<String> {
        let Body::Text { text, limit } = &self.body else { return None };
        let over = text.chars().count().checked_sub(*limit).filter(|over| *over > 0)?;
        Some(format!("{} has {over} characters too many: {limit} are taken", self.label))
    }
}

/// Returns what is too long on any line of a sheet.
pub fn too_long(sheet: &(impl Sheet + ?Sized)) -> Option<String> {
    sheet.lines().iter().find_map(Line::too_long)
}

/// How far a sheet has come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Stage {
    Editing,
    /// Every word stands on the screen; the next key records it.
    ReadBack,
    /// On its way to the disk.
    Pending,
    /// The ledger refused it or could not be written; the draft stays.
    Refused(String),
}

/// A decision that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing<D> {
    pub by: Supersedes,
    pub decision: D,
    pub on: chrono::NaiveDate,
}

impl<D: Clone> Standing<D> {
    /// Returns what an entry decides, with the entry to be replaced.
    pub fn of((recorded, decision): (&Recorded, &D)) -> Self {
        let by = Supersedes { entry: recorded.entry.seq, hash: recorded.hash, reason: String::new() };
        Self { by, decision: decision.clone(), on: recorded.entry.at.date_naive() }
    }

    /// Returns that it is superseded, and why.
    pub fn superseded(&self, reason: &str) -> Supersedes {
        Supersedes { reason: reason.trim().to_owned(), ..self.by.clone() }
    }
}

/// Anything that was begun and not recorded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Draft {
    Decision(DecisionDraft),
    Goal(GoalDraft),
    Overall(OverallDraft),
    Card(CardDraft),
    Words(WordsDraft),
}

impl Draft {
    /// Returns whom it is about; `None` where it is about the whole program.
    pub fn resident(&self) -> Option<&ResidentId> {
        match self {
            Self::Decision(draft) => Some(&draft.resident),
            Self::Goal(draft) => Some(&draft.resident),
            Self::Overall(draft) => Some(&draft.resident),
            Self::Card(draft) => Some(&draft.resident),
            Self::Words(draft) => draft.resident.as_ref(),
        }
    }

    /// Returns what it is a draft of.
    pub fn called(&self) -> &'static str {
        match self {
            Self::Decision(_) => "decision",
            Self::Overall(_) => "overall decision",
            Self::Goal(_) => "goal",
            Self::Card(_) => "card",
            Self::Words(_) => "remark or reason",
        }
    }
}

impl Drafted for Draft {
    const KINDS: &'static [&'static str] =
        &["draft", "draft-overall", "draft-goals", "draft-cards", "draft-words"];

    fn kind(&self) -> &'static str {
        match self {
            Self::Decision(_) => "draft",
            Self::Overall(_) => "draft-overall",
            Self::Goal(_) => "draft-goals",
            Self::Card(_) => "draft-cards",
            Self::Words(_) => "draft-words",
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Decision(draft) => &draft.id,
            Self::Goal(draft) => &draft.id,
            Self::Overall(draft) => &draft.id,
            Self::Card(draft) => &draft.id,
            Self::Words(draft) => &draft.id,
        }
    }

    // Identifiers hold no space, so that no two pairs share a key.
    fn about(&self) -> String {
        match self {
            Self::Decision(draft) => format!("{} {}", draft.resident, draft.epa),
            Self::Goal(draft) => {
                let which = draft.ends.map_or("new".to_owned(), |entry| entry.to_string());
                format!("{} {which}", draft.resident)
            }
            Self::Overall(draft) => draft.resident.to_string(),
            Self::Card(draft) => format!("{} {}", draft.resident, draft.rater),
            // Two remarks on one resident are two: one may be on its way while the next is written.
            Self::Words(draft) => draft.id.clone(),
        }
    }

    fn to_json(&self) -> serde_json::Result<Value> {
        match self {
            Self::Decision(draft) => serde_json::to_value(draft),
            Self::Goal(draft) => serde_json::to_value(draft),
            Self::Overall(draft) => serde_json::to_value(draft),
            Self::Card(draft) => serde_json::to_value(draft),
            Self::Words(draft) => serde_json::to_value(draft),
        }
    }

    fn from_json(kind: &str, kept: Value) -> serde_json::Result<Self> {
        match kind {
            "draft-overall" => serde_json::from_value(kept).map(Self::Overall),
            "draft-goals" => serde_json::from_value(kept).map(Self::Goal),
            "draft-cards" => serde_json::from_value(kept).map(Self::Card),
            "draft-words" => serde_json::from_value(kept).map(Self::Words),
            _ => serde_json::from_value(kept).map(Self::Decision),
        }
    }
}

/// Returns the levels of a scale to choose from: by their own signs where these are short, else by their places.
fn level_choices(levels: &[ScaleLevel]) -> Vec<Choice> {
    let is_short = levels.iter().all(|level| level.level.chars().count() <= 2);
    let choice = |(place, ScaleLevel { level, title }): (usize, &ScaleLevel)| Choice {
        key: if is_short { level.clone() } else { place.to_string() },
        title: if title == level { level.clone() } else { format!("{level} {title}") },
    };
    (1..).zip(levels).map(choice).collect()
}

/// Moves by `by` in a ring of `len`.
pub fn wrapped_index(at: usize, by: isize, len: usize) -> usize {
    at.cast_signed().saturating_add(by).rem_euclid(len.max(1).cast_signed()).cast_unsigned()
}
