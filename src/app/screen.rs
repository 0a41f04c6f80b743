//! The screens and the parts of them that can be turned to.

pub mod entry;
pub mod lists;
pub mod meeting;
pub mod recommendations;
pub mod review;

/// One screen of the review.
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, PartialEq, strum::Display, strum::EnumIter, strum::EnumString,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Screen {
    #[default]
    Triage,
    Resident,
    Growth,
    Milestones,
    Epas,
    Rotations,
    Cases,
    Definition,
    Decide,
    Ledger,
    Measures,
    /// The experiences that are rare.
    Rare,
    /// A goal is set, or an open one ends.
    Goal,
    /// One entry of the ledger, whole.
    Entry,
    /// The meeting: its agenda, and who is there.
    Meeting,
    /// The meeting at one resident, step by step.
    Review,
    /// What one member thinks of a resident before anybody speaks.
    Card,
    /// A decision on a resident as a whole.
    Overall,
    /// What the committee recommends and the program director has not determined yet.
    Recommendations,
}

impl Screen {
    /// Tells whether the screen is about the selected resident.
    pub fn is_about_a_resident(self) -> bool {
        !matches!(self, Self::Triage | Self::Meeting | Self::Recommendations)
    }

    /// Tells whether the screen is filled in.
    pub fn is_a_form(self) -> bool {
        matches!(self, Self::Decide | Self::Goal | Self::Card | Self::Overall)
    }
}

/// Whether the terminal has room for a screen.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Space {
    #[default]
    Enough,
    /// Nothing is shown, and so nothing is done but to leave.
    TooLittle,
}

/// A panel of the resident screen, which shows one at a time where there is little room.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "lowercase")]
pub enum Panel {
    #[default]
    Experience,
    Milestones,
    #[strum(serialize = "EPAs")]
    Epas,
    Prompts,
    Goals,
    Words,
}

/// What the measures screen lists.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum Section {
    #[default]
    Measures,
    Attempts,
}

/// What the EPAs screen says below its list.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum Detail {
    #[default]
    Ratings,
    /// How each rater's levels lie beside the others'.
    Raters,
}

/// Whose centiles stand beside a growth curve, where there is a benchmark.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Beside {
    #[default]
    Program,
    Benchmark,
    Both,
}

impl Beside {
    /// Returns what comes next when one asks for another.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Both => Self::Program,
            Self::Program => Self::Benchmark,
            Self::Benchmark => Self::Both,
        }
    }
}
