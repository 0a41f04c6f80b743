//! What a person can ask for, whatever key it is on.

use super::model::Screen;

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
    Meeting,
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
    Erase,
    EraseAll,
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
            | Self::Meeting
            | Self::ProgramPrompts
            | Self::Revoke
            | Self::EndGoal => true,
            _ => false,
        }
    }
}
