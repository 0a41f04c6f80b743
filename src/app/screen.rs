//! The screens and the parts of them that can be turned to.

pub mod entry;
pub mod follow;
pub mod lists;
pub mod meeting;
pub mod recommendations;
pub mod review;

use std::ops::{Index, IndexMut};

use crate::committee::sheet::{Kind, wrapped_index};

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
    Ledger,
    Measures,
    Decide,
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

/// What keys do alike on every screen, and what differs: whom a screen is about, and where its lines lead.
///
/// What only one screen does stands in a file of its own.
#[derive(Clone, Copy, Debug)]
pub struct ScreenRow {
    pub about: About,
    /// What must be there before one can go to it.
    pub given: Given,
    /// The list that its cursor moves in.
    pub list: Option<List>,
    /// Where one comes by opening what the cursor is on.
    pub opens: Option<Screen>,
    /// What it shows beside the dossier.
    pub needs: Option<Need>,
    /// What is filled in on it.
    pub form: Option<Kind>,
}

/// Whom a screen is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum About {
    Program,
    /// The selected resident.
    Resident,
}

/// What must be there before one can go to a screen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Given {
    Nothing,
    /// Somebody is selected.
    Resident,
    /// … and what is known of the resident is read.
    Dossier,
    /// … and there is an activity to decide on.
    Activity,
    /// Somebody is selected while a meeting is open.
    Meeting,
    /// A look from the present screen is at an entry.
    Entry,
}

/// What a screen shows beside the dossier, asked for when one goes to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Need {
    /// The cases behind the selected number.
    Cases,
    /// What each rotation brought.
    Yields,
}

const OF_PROGRAM: ScreenRow = ScreenRow {
    about: About::Program,
    given: Given::Nothing,
    list: None,
    opens: None,
    needs: None,
    form: None,
};

const OF_RESIDENT: ScreenRow = ScreenRow { about: About::Resident, given: Given::Resident, ..OF_PROGRAM };

impl Screen {
    /// Returns what makes this screen differ from the others.
    pub fn row(self) -> ScreenRow {
        let with = |list| ScreenRow { list: Some(list), ..OF_RESIDENT };
        let form = |kind, given| ScreenRow { given, form: Some(kind), ..OF_RESIDENT };
        match self {
            // The lists of a resident's own screen, and where they lead, are those of its panels.
            Self::Resident => OF_RESIDENT,
            Self::Growth => ScreenRow { opens: Some(Self::Cases), ..with(List::Experiences) },
            Self::Milestones => with(List::Milestones),
            Self::Epas => ScreenRow { opens: Some(Self::Decide), ..with(List::Epas) },
            Self::Rotations => {
                ScreenRow { opens: Some(Self::Cases), needs: Some(Need::Yields), ..with(List::Rotations) }
            }
            Self::Cases => ScreenRow { needs: Some(Need::Cases), ..with(List::Cases) },
            Self::Definition => with(List::Experiences),
            Self::Ledger => ScreenRow { opens: Some(Self::Entry), ..with(List::Entries) },
            Self::Measures => with(List::Measures),
            Self::Decide => form(Kind::Decision, Given::Activity),
            Self::Rare => ScreenRow { opens: Some(Self::Cases), ..with(List::Rare) },
            Self::Goal => form(Kind::Goal, Given::Dossier),
            Self::Entry => ScreenRow { given: Given::Entry, ..OF_RESIDENT },
            Self::Review => ScreenRow { given: Given::Meeting, ..OF_RESIDENT },
            Self::Card => form(Kind::Card, Given::Meeting),
            Self::Overall => form(Kind::Overall, Given::Dossier),
            Self::Triage | Self::Meeting | Self::Recommendations => OF_PROGRAM,
        }
    }

    /// Returns the screen on which sheets of a kind are filled in; words are asked for on top of any.
    pub fn of(kind: Kind) -> Option<Self> {
        <Self as strum::IntoEnumIterator>::iter().find(|screen| screen.row().form == Some(kind))
    }

    /// Tells whether the screen is about the selected resident.
    pub fn is_about_a_resident(self) -> bool {
        self.row().about == About::Resident
    }

    /// Tells whether the screen is filled in.
    pub fn is_a_form(self) -> bool {
        self.row().form.is_some()
    }
}

/// A list that a cursor moves in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::EnumCount, strum::EnumIter)]
pub enum List {
    Experiences,
    /// Those of the experiences that are rare; their cursor is that of the experiences.
    Rare,
    Milestones,
    Epas,
    Rotations,
    Cases,
    Entries,
    Prompts,
    Measures,
    Attempts,
    Goals,
}

impl List {
    /// Tells whether every resident has the same lines in it, so that one goes from one resident to the next on one
    /// line.
    fn is_alike_for_all(self) -> bool {
        matches!(self, Self::Experiences | Self::Rare | Self::Milestones | Self::Epas)
    }
}

/// Where each list stands, and how far down one has read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Cursors {
    lists: [usize; <List as strum::EnumCount>::COUNT],
    /// Lines of the definition, of an entry, or of the evidence of a decision, above the first one shown.
    pub scroll: usize,
    /// The entry that is shown whole, by its number.
    pub opened: Option<u64>,
}

impl Cursors {
    /// Begins with another resident.
    pub fn begin_anew(&mut self) {
        for list in <List as strum::IntoEnumIterator>::iter().filter(|list| !list.is_alike_for_all()) {
            self[list] = 0;
        }
        self.scroll = 0;
    }
}

impl Index<List> for Cursors {
    type Output = usize;

    fn index(&self, list: List) -> &usize {
        &self.lists[list as usize]
    }
}

impl IndexMut<List> for Cursors {
    fn index_mut(&mut self, list: List) -> &mut usize {
        &mut self.lists[list as usize]
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

/// What has been turned to on screens that can show more than one thing.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Turned {
    pub panel: Panel,
    pub section: Section,
    pub detail: Detail,
    /// The training month under the crosshair of the growth curve.
    pub crosshair: Option<usize>,
    pub beside: Beside,
    /// The growth curve stands on clinical months, where these are known.
    pub clinical: bool,
    /// What raters wrote was asked for where others look on, or put away where nobody does.
    pub comments: bool,
    pub leaf: Leaf,
}

/// What is turned to of the evidence where one decides.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "lowercase")]
pub enum Leaf {
    /// Something of each, where there is room beside what is filled in.
    #[default]
    All,
    Ratings,
    Growth,
    Prompts,
    Goals,
}

impl Leaf {
    /// Returns the leaf so many behind this one, round and round.
    #[must_use]
    pub fn turned(self, by: isize) -> Self {
        let all: Vec<_> = <Self as strum::IntoEnumIterator>::iter().collect();
        let at = all.iter().position(|leaf| *leaf == self).unwrap_or(0);
        all[wrapped_index(at, by, all.len())]
    }
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

impl Panel {
    /// Returns the list in it.
    pub fn list(self) -> Option<List> {
        match self {
            Self::Experience => Some(List::Experiences),
            Self::Milestones => Some(List::Milestones),
            Self::Epas => Some(List::Epas),
            Self::Prompts => Some(List::Prompts),
            Self::Goals => Some(List::Goals),
            Self::Words => None,
        }
    }

    /// Returns where one comes by opening what the cursor is on.
    pub fn opens(self) -> Option<Screen> {
        match self {
            Self::Experience => Some(Screen::Growth),
            Self::Milestones => Some(Screen::Milestones),
            Self::Epas => Some(Screen::Epas),
            Self::Goals => Some(Screen::Goal),
            Self::Prompts | Self::Words => None,
        }
    }
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
