//! What is written of a decision on a resident as a whole, and the words that there are to choose from.

use serde::{Deserialize, Serialize};

use crate::committee::levels::Marks;
use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::overall::{Choice, ChoiceKind};

/// A decision on a resident as a whole, as far as it was written.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct OverallDraft {
    /// The identifier that the entry will carry: an entry that has it was sent after all.
    pub id: String,
    pub resident: ResidentId,
    /// The code of the progress that is chosen.
    pub progress: Option<String>,
    pub deferred: bool,
    pub action: Option<String>,
    /// What the board is told: satisfactory or not; `None` tells it nothing.
    pub board: Option<bool>,
    /// Codes of essential attributes, as they were typed.
    pub attributes: String,
    /// Levels by codes, as a command or an earlier program's draft has them; those that can be read stand in `levels`.
    #[serde(default)]
    pub milestones: String,
    /// What is chosen on the rows of the milestones; a row without a choice is not recorded.
    #[serde(default)]
    pub levels: Marks,
    pub rationale: String,
    pub insufficient_evidence: bool,
    pub dissent: String,
    /// Why the decision that stands is superseded.
    pub reason: String,
    /// Why it is decided while the meeting is at somebody else.
    #[serde(default)]
    pub out_of_turn: String,
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
