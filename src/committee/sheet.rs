//! The sheets that a committee fills in: what each asks for line by line, what is missing, what it reads back, and
//! what it asks to be recorded. How keys fill them in stands elsewhere.

use serde_json::Value;

use crate::domain::id::{ResidentId, SubcompetencyId};
use crate::domain::zone::Zone;
use crate::ledger::chain::Recorded;
use crate::ledger::drafts::Drafted;
use crate::ledger::entry::{Evidence, Supersedes};

use super::levels::{LevelTable, Mark, Marks};
use super::request::{Request, Sealing};

pub mod card;
pub mod decision;
pub mod goal;
pub mod overall;
pub mod words;

mod line;

use card::{CardDraft, CardSheet};
use decision::{DecisionDraft, DecisionSheet};
use goal::{GoalDraft, GoalSheet};
use line::level_choices;
pub use line::{Body, Choice, Line, NOT_ASSESSABLE, Steps};
use overall::{OverallDraft, OverallSheet};
use words::{Asking, WordsDraft, WordsSheet};

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

    /// Asks what should be looked at once more before it is recorded; nothing is refused for it.
    fn asks(&self) -> Vec<String> {
        Vec::new()
    }

    /// Returns the evidence that goes on record with it.
    fn evidence(&self) -> Option<&Evidence> {
        None
    }

    /// Returns what is known of the milestones, where they are rows of the sheet.
    fn table(&self) -> Option<&LevelTable> {
        None
    }

    /// Returns what is chosen on the rows of the milestones.
    fn marks(&self) -> Marks {
        Marks::new()
    }

    /// Chooses for a row of the milestones.
    fn mark(&mut self, _id: &SubcompetencyId, _mark: Mark) {}

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

/// Returns a text for a sentence that reads it back: beginning and end where it is long.
fn shortened(text: &str) -> String {
    const ENDS: (usize, usize) = (100, 60);
    let text = text.trim();
    let n = text.chars().count();
    if n <= ENDS.0 + ENDS.1 {
        return text.to_owned();
    }
    let begins: String = text.chars().take(ENDS.0).collect();
    let ends: String = text.chars().skip(n - ENDS.1).collect();
    format!("{begins} … {ends}")
}

/// Returns what is too long on any line of a sheet.
pub fn too_long(sheet: &(impl Sheet + ?Sized)) -> Option<String> {
    sheet.lines().iter().find_map(Line::too_long)
}

/// How far a sheet has come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Stage {
    Editing,
    /// Every word stands on the screen, and whether it is recorded is asked.
    ReadBack,
    /// On its way to the disk.
    Pending,
    /// The ledger refused it or could not be written; the draft stays.
    Refused(String),
}

/// A decision that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingDecision<D> {
    pub by: Supersedes,
    pub decision: D,
    pub on: chrono::NaiveDate,
}

impl<D: Clone> StandingDecision<D> {
    /// Returns what an entry decides, with the entry to be replaced.
    pub fn of((recorded, decision): (&Recorded, &D), zone: Zone) -> Self {
        let by = Supersedes { entry: recorded.entry.seq, hash: recorded.hash, reason: String::new() };
        Self { by, decision: decision.clone(), on: zone.day(recorded.entry.at) }
    }

    /// Returns that it is superseded, and why.
    pub fn superseded(&self, reason: &str) -> Supersedes {
        Supersedes { reason: reason.trim().to_owned(), ..self.by.clone() }
    }
}

/// A sheet of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    Decision(Box<DecisionSheet>),
    Overall(Box<OverallSheet>),
    Goal(Box<GoalSheet>),
    Card(Box<CardSheet>),
    Words(Box<WordsSheet>),
}

impl Filled {
    /// Returns what it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Decision(_) => Kind::Decision,
            Self::Overall(_) => Kind::Overall,
            Self::Goal(_) => Kind::Goal,
            Self::Card(_) => Kind::Card,
            Self::Words(_) => Kind::Words,
        }
    }

    /// Returns the sheet.
    pub fn sheet(&self) -> &dyn Sheet {
        match self {
            Self::Decision(sheet) => sheet.as_ref(),
            Self::Overall(sheet) => sheet.as_ref(),
            Self::Goal(sheet) => sheet.as_ref(),
            Self::Card(sheet) => sheet.as_ref(),
            Self::Words(sheet) => sheet.as_ref(),
        }
    }

    /// Returns the sheet, to be written on.
    pub fn sheet_mut(&mut self) -> &mut dyn Sheet {
        match self {
            Self::Decision(sheet) => sheet.as_mut(),
            Self::Overall(sheet) => sheet.as_mut(),
            Self::Goal(sheet) => sheet.as_mut(),
            Self::Card(sheet) => sheet.as_mut(),
            Self::Words(sheet) => sheet.as_mut(),
        }
    }

    /// Returns the decision on one activity, where it is one.
    pub fn decision(&self) -> Option<&DecisionSheet> {
        if let Self::Decision(sheet) = self { Some(sheet) } else { None }
    }

    /// Returns the decision on a resident as a whole, where it is one.
    pub fn overall(&self) -> Option<&OverallSheet> {
        if let Self::Overall(sheet) = self { Some(sheet) } else { None }
    }

    /// Returns the rating card, where it is one.
    pub fn card(&self) -> Option<&CardSheet> {
        if let Self::Card(sheet) = self { Some(sheet) } else { None }
    }

    /// Tells whether it is read back before it is recorded. A card and a few words stand in sight whole; but what
    /// takes back an entry, or settles an appeal, is never taken back itself.
    pub fn is_read_back(&self) -> bool {
        match self {
            Self::Card(_) => false,
            Self::Words(sheet) => matches!(sheet.why, Asking::Revoke { .. } | Asking::Appeal { .. }),
            _ => true,
        }
    }
}

/// Anything that was begun and not recorded.
#[derive(Clone, Debug, Eq, PartialEq, strum::EnumDiscriminants)]
#[strum_discriminants(name(Kind), doc = "What can be filled in.")]
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
}

impl Kind {
    /// Returns what a draft of it is called.
    pub fn called(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Overall => "overall decision",
            Self::Goal => "goal",
            Self::Card => "card",
            Self::Words => "remark or reason",
        }
    }

    /// Says that none is being filled in.
    pub fn none(self) -> &'static str {
        match self {
            Self::Decision | Self::Overall => "nothing is being decided",
            Self::Goal => "no goal is being written",
            Self::Card => "no card is being filled in",
            Self::Words => "no words are asked for",
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

/// Moves by `by` in a ring of `len`.
pub fn wrapped_index(at: usize, by: isize, len: usize) -> usize {
    at.cast_signed().saturating_add(by).rem_euclid(len.max(1).cast_signed()).cast_unsigned()
}
