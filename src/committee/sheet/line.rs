//! The lines of a sheet: what each takes, and what it offers.

use crate::domain::entrustment::ScaleLevel;

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
    pub(super) fn too_long(&self) -> Option<String> {
        let Body::Text { text, limit } = &self.body else { return None };
        let over = text.chars().count().checked_sub(*limit).filter(|over| *over > 0)?;
        Some(format!("{} has {over} characters too many: {limit} are taken", self.label))
    }
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
