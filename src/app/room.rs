//! Where the cursors of the meeting's screens stand, and what is marked or asked there.

use std::collections::BTreeSet;

use crate::committee::plan::PlanFile;
use crate::committee::room::Step;
use crate::domain::id::ResidentId;

/// Where the cursors of the meeting's screens stand, and what is marked there and not recorded yet.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Room {
    pub part: Part,
    pub place: usize,
    pub member: usize,
    /// Who is marked as present; `None` where it is as recorded.
    pub marked: Option<Marked>,
    /// A plan that was changed, or that could be opened, and is not recorded yet.
    pub plan: Option<PlanFile>,
    /// The cursor among the meetings that were held.
    pub held: usize,
    /// The meeting that was held and is read.
    pub reading: Option<Reading>,
    /// The step that was chosen; `None` goes on with the next one that waits.
    pub step: Option<Step>,
    /// How many decisions of the meeting came before the last break.
    pub rested: usize,
    pub advice: usize,
    /// What is being released: when all of it is recorded, the copies are written.
    pub releasing: Releasing,
    /// The screen goes along with whoever leads the meeting.
    pub follows: bool,
    /// Codes were put for names when the meeting was first shown.
    pub coded: bool,
}

/// Releases on their way into the ledger, by the identifiers of their acts, and to whom those went that are there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Releasing {
    pub waits: BTreeSet<String>,
    pub released: Vec<ResidentId>,
}

/// A meeting that was held and is read: its identifier, and its minutes as they were made when it was opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reading {
    pub meeting: String,
    pub minutes: Vec<String>,
}

/// The parts of the meeting's screen.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Part {
    #[default]
    Agenda,
    Members,
    /// The meetings that were held.
    Held,
}

/// Who is there, as it is about to be recorded.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Marked {
    pub present: BTreeSet<String>,
    pub chair: Option<String>,
}

/// What is asked about before it is done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sure {
    CloseMeeting,
    /// To determine as the recommendation of this entry says.
    Agree(u64),
    /// To conclude without what everyone should have.
    Conclude,
    /// To release to so many residents what was determined.
    Release(usize),
    /// To open a meeting without agenda, quorum and ratings.
    OpenWithoutPlan,
    /// To call the ratings though somebody who is there has not rated.
    Call,
    /// To take back one's own act of this entry.
    TakeBack(u64),
    /// To leave while a meeting is open.
    Leave,
    /// To take what the ratings agree on for all rows that the question lists.
    TakeAgreed,
    /// To take over last time's levels for all rows that the question lists.
    TakeLast,
    /// To begin a new ledger with what waits to be recorded.
    Begin,
}

impl Sure {
    /// Says what would be done, as a choice; no two choices of a question begin alike.
    pub fn does(self) -> &'static str {
        match self {
            Self::CloseMeeting => "close the meeting",
            Self::Agree(_) => "determine it",
            Self::Conclude => "conclude",
            Self::Release(_) => "release it",
            Self::OpenWithoutPlan => "open it",
            Self::Call => "call them",
            Self::TakeBack(_) => "take it back",
            Self::Leave => "leave",
            Self::TakeAgreed => "take them",
            Self::TakeLast => "take them over",
            Self::Begin => "begin it",
        }
    }
}
