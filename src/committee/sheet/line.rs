//! The lines of a sheet: what each takes, and what it offers.

use crate::domain::entrustment::ScaleLevel;
use crate::domain::id::SubcompetencyId;
use crate::domain::milestone::HalfSteps;

/// One line of a sheet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    pub label: String,
    pub body: Body,
    /// What helps to fill it in, or says more about what is chosen.
    pub note: String,
    /// Where it is a row of the milestones, how the arrows move on it.
    pub steps: Option<Steps>,
}

/// How the arrows move on a row of the milestones: by half steps, from end to end, and not round and round.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Steps {
    pub id: SubcompetencyId,
    /// The last level on record, beside which a first arrow chooses.
    pub from: Option<usize>,
    /// How many of the options are levels. What is behind them is no step up from the highest.
    pub levels: usize,
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
        Self { label: label.to_owned(), body, note: String::new(), steps: None }
    }

    /// Makes a row of the milestones; `chosen` is a level, or that none can be given.
    pub fn level(
        id: &SubcompetencyId,
        title: &str,
        chosen: Option<Option<HalfSteps>>,
        last: Option<HalfSteps>,
        can_be_left: CanBeLeft,
    ) -> Self {
        let place = |wanted: HalfSteps| HalfSteps::all().position(|level| level == wanted);
        let mut options: Vec<_> =
            HalfSteps::all().map(|level| Choice { key: typed(level), title: level.to_string() }).collect();
        let levels = options.len();
        if can_be_left == CanBeLeft::NotAssessable {
            // By its first letter.
            let key = NOT_ASSESSABLE.chars().take(1).collect();
            options.push(Choice { key, title: NOT_ASSESSABLE.to_owned() });
        }
        let chosen = chosen.and_then(|level| level.map_or(Some(levels), place));
        let steps = Some(Steps { id: id.clone(), from: last.and_then(place), levels });
        let body = Body::Choice { options, chosen };
        Self { label: format!("{id} {title}"), body, note: String::new(), steps }
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
        let body = Body::Choice { options, chosen };
        Self { label: label.to_owned(), body, note: String::new(), steps: None }
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
    pub(super) fn too_long(&self) -> Option<String> {
        let Body::Text { text, limit } = &self.body else { return None };
        let over = text.chars().count().checked_sub(*limit).filter(|over| *over > 0)?;
        Some(format!("{} has {over} characters too many: {limit} are taken", self.label))
    }
}

/// What is said of a subcompetency that was looked at, and that no level can be given.
pub const NOT_ASSESSABLE: &str = "not assessable";

/// Whether a row can say that no level can be given: a decision can, and a card leaves the row empty.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CanBeLeft {
    NotAssessable,
    Empty,
}

/// Returns the mark that an option of a row stands for: a level, or that none can be given.
pub(super) fn level_of(option: usize) -> Option<HalfSteps> {
    HalfSteps::all().nth(option)
}

/// Returns what is typed for a milestone level: `0` for what is below 1, else `3` or `3.5`.
fn typed(level: HalfSteps) -> String {
    let (whole, half) = (level.get() / 2, level.get() % 2 == 1);
    if half { format!("{whole}.5") } else { whole.to_string() }
}

/// Returns the levels of a scale to choose from: by their own signs where these are short, else by their places.
pub(super) fn level_choices(levels: &[ScaleLevel]) -> Vec<Choice> {
    let is_short = levels.iter().all(|level| level.level.chars().count() <= 2);
    let choice = |(place, ScaleLevel { level, title }): (usize, &ScaleLevel)| Choice {
        key: if is_short { level.clone() } else { place.to_string() },
        title: if title == level { level.clone() } else { format!("{level} {title}") },
    };
    (1..).zip(levels).map(choice).collect()
}
