//! What a person can ask for, whatever key it is on.

use super::edit::Edit;
use super::screen::Screen;

/// One thing that a key or the palette asks for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
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
    Go(Screen),
    NextPanel,
    Find,
    Sort,
    FilterClass,
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
    Help,
    Palette,
    NextField,
    PreviousField,
    /// Reads the decision back, and the second time records it.
    Seal,
    /// Takes back the decision that stands on the selected activity.
    Revoke,
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
    /// Determines as the committee recommends.
    Agree,
    /// Tells residents what was determined.
    Release,
    /// Changes a line of words, or moves the cursor in it.
    Edit(Edit),
    /// Turns to the card of the next member, or of the one before.
    NextRater,
    PreviousRater,
    Quit,
}

impl Action {
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
            | Self::EndGoal
            | Self::CloseMeeting
            | Self::Later
            | Self::Remark
            | Self::Strength
            | Self::Recuse
            | Self::Agree
            | Self::Release => true,
            _ => false,
        }
    }
}
