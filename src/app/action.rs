//! What a person can ask for, whatever key it is on.

use std::fmt;
use std::str::FromStr;

use strum::IntoEnumIterator as _;

use super::edit::Edit;
use super::screen::Screen;

/// One thing that a key or the palette asks for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Action {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Left,
    Right,
    /// Opens what is selected: one level deeper.
    Open,
    /// Goes back one level, or closes what lies on top.
    Back,
    NextResident,
    PreviousResident,
    #[strum(disabled)]
    Go(Screen),
    NextPanel,
    Find,
    Sort,
    FilterClass,
    FilterCoach,
    FilterNew,
    /// Leaves the line in which one types, and what it found listed.
    KeepFilter,
    Acknowledge,
    Present,
    Reveal,
    Blank,
    /// Shows the program's bands, the benchmark, or both beside a growth curve.
    Compare,
    /// Reads the growth curve by clinical months, or by training months again.
    ClinicalMonths,
    /// Lists what the rules ask of the program.
    ProgramPrompts,
    /// Says what the data can bear.
    Bearing,
    Help,
    Palette,
    /// Lists the themes.
    Themes,
    NextField,
    PreviousField,
    /// Reads the decision back, and the second time records it.
    Seal,
    /// Takes back the decision that stands on the selected activity.
    Revoke,
    /// Takes back one's own last act.
    TakeBack,
    /// Ends the selected goal, or carries it on.
    EndGoal,
    /// Marks a member as present, or takes the mark away.
    Mark,
    /// Marks who chairs.
    Chair,
    /// Moves a resident up the agenda, or down.
    Earlier,
    LaterOn,
    /// Gives a resident a minute less, or one more.
    Shorter,
    Longer,
    /// Gives a resident to another reviewer.
    Reviewer,
    CloseMeeting,
    /// Leaves the resident for later.
    Later,
    /// Writes down what was said.
    Remark,
    /// Names what the resident does well.
    Strength,
    /// Takes a member out for this resident.
    Recuse,
    /// Says that the committee has rested.
    TakeBreak,
    /// Follows whoever leads the meeting, or stays.
    Follow,
    /// Determines as the committee recommends.
    Agree,
    /// Releases what was determined, and writes the copies.
    Release,
    /// Answers what was released: that it was read, a statement, an appeal.
    Answer,
    /// Writes what the screen says into a file.
    WriteScreen,
    /// Writes the brief of the resident into a file.
    WriteBrief,
    /// Writes the resident's copy into a file.
    WriteCopy,
    /// Writes the minutes of the meeting that is read, else of the last one, into a file.
    WriteMinutes,
    /// Goes to the rows of the milestones, or back to the lines around them.
    Levels,
    /// Takes for a row of the milestones what its ratings agree on.
    TakeAgreed,
    /// Asks whether that is taken for all rows that are open.
    OfferAgreed,
    /// Takes last time's level for a row.
    TakeLast,
    /// Asks whether last time's levels are taken for all rows that are open.
    OfferLast,
    /// Shows what raters wrote about the row at hand, or hides it.
    Comments,
    /// Turns to the next leaf of the evidence beside what is decided, or to the one before.
    NextEvidence,
    PreviousEvidence,
    /// Changes a line of words, or moves the cursor in it.
    #[strum(disabled)]
    Edit(Edit),
    /// Turns to the card of the next member, or of the one before.
    NextRater,
    PreviousRater,
    /// Stops the program; the shell goes on with it.
    Suspend,
    Quit,
}

/// The name by which a person's file of keys asks for it: `next-resident`, `go-meeting`.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Go(screen) => write!(f, "go-{screen}"),
            Self::Edit(edit) => write!(f, "edit-{edit}"),
            other => f.write_str(other.into()),
        }
    }
}

/// A name that no action has.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0:?} is no action")]
pub struct NoAction(String);

impl FromStr for Action {
    type Err = NoAction;

    fn from_str(name: &str) -> Result<Self, NoAction> {
        Self::all().find(|action| action.to_string() == name).ok_or_else(|| NoAction(name.to_owned()))
    }
}

impl Action {
    /// Returns every action, with one for each screen that can be gone to and each change of a line.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter().chain(Screen::iter().map(Self::Go)).chain(Edit::iter().map(Self::Edit))
    }

    /// Returns what stands for its key in a sentence.
    pub fn placeholder(self) -> String {
        format!("{{key:{self}}}")
    }

    /// Tells whether an action records something, or shows what only the ledger knows.
    ///
    /// A look at a resident is recorded, so that nobody is opened before the ledger is read.
    pub fn needs_the_ledger(self) -> bool {
        match self {
            Self::Go(screen) => screen != Screen::Triage,
            Self::Open
            | Self::NextResident
            | Self::PreviousResident
            | Self::Acknowledge
            | Self::ProgramPrompts
            | Self::Revoke
            | Self::TakeBack
            | Self::Follow
            | Self::EndGoal
            | Self::CloseMeeting
            | Self::Later
            | Self::Remark
            | Self::Strength
            | Self::Recuse
            | Self::Agree
            | Self::Answer
            | Self::WriteBrief
            | Self::WriteCopy
            | Self::WriteMinutes
            | Self::Release => true,
            _ => false,
        }
    }
}
