//! A sheet on the screen: which line the cursor is on, what is being typed there, and how far it has come.

pub mod fill;

use tui_input::Input;

use crate::committee::levels::{Mark, Marks, NotTaken, Offer, last_of_all, rated_of_all};
use crate::committee::sheet::{Body, Choice, Filled, Line, Stage, Steps, wrapped_index};
use crate::domain::id::SubcompetencyId;

use super::edit::Edit;
use super::screen::Screen;

/// What is being filled in, and where.
#[derive(Clone, Debug)]
pub struct Form {
    pub filled: Filled,
    /// The line that the cursor is on.
    at: usize,
    pub stage: Stage,
    /// The words on the current line, with a cursor in them.
    input: Input,
    /// What was typed of a choice that is not whole yet, such as `3.` of `3.5`.
    begun: String,
    /// Somebody has changed something since it was opened.
    touched: bool,
    /// Levels that a question lists, to be taken by its answer: these and no others.
    offered: Option<Marks>,
}

/// Where levels are taken from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Source {
    Ratings,
    LastTime,
}

/// What became of a key on a line of choices.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Taken {
    /// Something is chosen, or is about to be.
    Yes,
    /// The line offers nothing of that name.
    No,
}

impl Form {
    /// Opens a form on its first line that is still to be filled in, or on the first.
    pub fn open(filled: Filled) -> Self {
        let open = |line: &Line| line.value().is_none();
        let lines = filled.sheet().lines();
        let at = match &filled {
            Filled::Card(_) => 0,
            // Words that were begun go on at their end.
            Filled::Words(_) => lines.iter().position(open).unwrap_or(lines.len().saturating_sub(1)),
            _ => lines.iter().position(open).unwrap_or(0),
        };
        let mut form = Self {
            filled,
            at,
            stage: Stage::Editing,
            input: Input::default(),
            begun: String::new(),
            touched: false,
            offered: None,
        };
        form.arrive();
        form
    }

    /// Returns the screen on which it is filled in; words are asked for on top of any.
    pub fn screen(&self) -> Option<Screen> {
        Screen::of(self.filled.kind())
    }

    /// Returns the line that the cursor is on.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Returns the current line.
    pub fn line(&self) -> Option<Line> {
        self.filled.sheet().lines().into_iter().nth(self.at)
    }

    /// Returns where the cursor stands in the words of the current line, in characters; `None` on a line of choices.
    pub fn cursor(&self) -> Option<usize> {
        matches!(self.line()?.body, Body::Text { .. }).then(|| self.input.cursor())
    }

    /// Puts the cursor at the end of what stands on the current line.
    fn arrive(&mut self) {
        self.begun.clear();
        self.input = match self.line().map(|line| line.body) {
            Some(Body::Text { text, .. }) => Input::new(text),
            _ => Input::default(),
        };
    }

    /// Moves to another line, round and round.
    pub fn step(&mut self, by: isize) {
        let lines = self.filled.sheet().lines().len();
        self.go_to(wrapped_index(self.at, by, lines));
    }

    /// Moves by a page, not beyond the first or the last line.
    pub fn leap(&mut self, by: isize) {
        let last = self.filled.sheet().lines().len().saturating_sub(1);
        self.go_to(self.at.saturating_add_signed(by).min(last));
    }

    /// Goes to the line `at`.
    pub fn go_to(&mut self, at: usize) {
        (self.at, self.stage) = (at, Stage::Editing);
        self.arrive();
    }

    /// Tells whether the cursor is on a row of the milestones.
    pub fn is_on_levels(&self) -> bool {
        self.row().is_some()
    }

    /// Tells whether the rows of the milestones are being filled in now: what is read back is answered first, and what
    /// was refused is told.
    pub fn takes_levels(&self) -> bool {
        self.is_on_levels() && self.stage == Stage::Editing
    }

    /// Returns the subcompetency that the cursor is on.
    pub fn row(&self) -> Option<SubcompetencyId> {
        self.line()?.steps.map(|steps| steps.id)
    }

    /// Goes to the first row of the milestones that is open, or to the first, and says whether there is any.
    pub fn go_to_levels(&mut self) -> bool {
        let lines = self.filled.sheet().lines();
        let is_row = |line: &&Line| line.steps.is_some();
        let open = lines.iter().position(|line| is_row(&line) && line.value().is_none());
        let found = open.or_else(|| lines.iter().position(|line| line.steps.is_some()));
        found.is_some_and(|at| {
            self.go_to(at);
            true
        })
    }

    /// Leaves the rows of the milestones for the line behind them, or for the one before.
    pub fn leave_levels(&mut self, by: isize) {
        let lines = self.filled.sheet().lines().len();
        for _ in 0..lines {
            self.step(by);
            if !self.is_on_levels() {
                return;
            }
        }
    }

    /// Goes to the line before or behind the present one, the rows of the milestones being one; to their first open row.
    pub fn next_field(&mut self, by: isize) {
        if self.is_on_levels() {
            return self.leave_levels(by);
        }
        self.step(by);
        if self.is_on_levels() {
            self.go_to_levels();
        }
    }

    /// Takes for the present row what all who rated it agree on, and says what that is.
    pub fn take_agreed(&mut self) -> Result<String, NotTaken> {
        let sheet = self.filled.sheet();
        let table = sheet.table().filter(|table| table.rated.as_ref().is_some_and(|rated| rated.opened > 0));
        let table = table.ok_or(NotTaken::NoRatings)?;
        let Some(row) = self.row().and_then(|id| table.row(&id).cloned()) else { return Ok(String::new()) };
        let (level, n) = row.agreed()?;
        self.mark(&[(row.known.id.clone(), Mark::chosen(Some(level)))].into());
        let how = if n == 1 { "the one rating".to_owned() } else { format!("all {n} ratings") };
        Ok(format!("{} {level}: {how}", row.known.id))
    }

    /// Takes last time's level for the present row, and says what that is.
    pub fn take_last(&mut self) -> Result<String, NotTaken> {
        let row = self.row();
        let row = row.and_then(|id| self.filled.sheet().table()?.row(&id).cloned());
        let Some(row) = row else { return Ok(String::new()) };
        let mark = row.carried()?;
        self.mark(&[(row.known.id.clone(), mark)].into());
        let said = row.last().and_then(|(period, level)| Some((period, level?)));
        Ok(said.map_or(String::new(), |(period, level)| {
            format!("{} {level}, taken over from {period}", row.known.id)
        }))
    }

    /// Offers what the ratings agree on, or what stood last time, for all rows that are open; the offer waits for an
    /// answer.
    pub fn offer(&mut self, from: Source) -> Result<Offer, NotTaken> {
        let sheet = self.filled.sheet();
        let Some(table) = sheet.table() else { return Err(NotTaken::NoRatings) };
        let offer = match from {
            Source::Ratings => rated_of_all(table, &sheet.marks())?,
            Source::LastTime => last_of_all(table, &sheet.marks()),
        };
        self.offered = Some(offer.marks.clone());
        Ok(offer)
    }

    /// Takes what was offered.
    pub fn take_offered(&mut self) {
        let offered = self.offered.take().unwrap_or_default();
        self.mark(&offered);
    }

    fn mark(&mut self, marks: &Marks) {
        (self.stage, self.touched) = (Stage::Editing, true);
        self.begun.clear();
        for (id, mark) in marks {
            self.filled.sheet_mut().mark(id, *mark);
        }
    }

    /// Tells whether it is read back before it is recorded: what is read back always, and what somebody else left, or
    /// wrote in an earlier run, so that nobody records words that they have not looked at.
    pub fn is_read_back(&self) -> bool {
        !self.touched || self.filled.is_read_back()
    }

    /// Tells whether the cursor is on the last line.
    pub fn is_at_the_end(&self) -> bool {
        self.at + 1 >= self.filled.sheet().lines().len()
    }

    /// Chooses the next option or the one before; before anything is chosen the first, or the last. On a row of the
    /// milestones it goes by half steps to the end and no further, and begins beside the last level.
    pub fn turn(&mut self, by: isize) {
        let Some(Line { body: Body::Choice { options, chosen }, steps, .. }) = self.line() else { return };
        if let Some(Steps { from, levels, .. }) = steps {
            let on = chosen.filter(|at| *at < levels).or(from);
            // Without a level before, the first is level 1, which stands behind what is below it.
            let wanted = on.map_or(1, |at| at.saturating_add_signed(by));
            return self.choose(wanted.min(levels.saturating_sub(1)));
        }
        let wanted = match chosen {
            Some(at) => wrapped_index(at, by, options.len()),
            None if by < 0 => options.len().saturating_sub(1),
            None => 0,
        };
        self.choose(wanted);
    }

    fn choose(&mut self, option: usize) {
        (self.stage, self.touched) = (Stage::Editing, true);
        self.begun.clear();
        self.filled.sheet_mut().choose(self.at, option);
    }

    /// Takes one typed character: on a line of words it is written, on a line of choices it chooses.
    pub fn key(&mut self, key: char) -> Taken {
        self.stage = Stage::Editing;
        match self.line().map(|line| line.body) {
            Some(Body::Text { .. }) => {
                self.insert(&key.to_string());
                Taken::Yes
            }
            Some(Body::Choice { options, chosen }) => self.pick(key, &options, chosen),
            None => Taken::No,
        }
    }

    /// Chooses by the key of an option, which may have more characters than one, or by the first letter of its title.
    ///
    /// A character that does not go on with what was begun means nothing, and takes what was begun along: `3.7` never
    /// becomes 7.
    fn pick(&mut self, key: char, options: &[Choice], chosen: Option<usize>) -> Taken {
        let key = if key == ',' { '.' } else { key.to_ascii_lowercase() };
        let goes_on = !self.begun.is_empty() && (self.begun.ends_with('.') || key == '.');
        let mut typed = std::mem::take(&mut self.begun);
        if !goes_on && !options.iter().any(|option| starts(option, &format!("{typed}{key}"))) {
            typed.clear();
        }
        typed.push(key);
        let whole = options.iter().position(|option| option.key.eq_ignore_ascii_case(&typed));
        let longer = options.iter().any(|option| option.key.len() > typed.len() && starts(option, &typed));
        if let Some(at) = whole {
            self.choose(at);
        }
        if longer || whole.is_some() {
            // What is whole may go on: 3 is chosen, and `.5` makes 3.5 of it.
            self.begun = typed;
            return Taken::Yes;
        }
        if key == '.' {
            // The figure behind a point that means nothing here means nothing either.
            self.begun = typed;
            return Taken::No;
        }
        let initial =
            |option: &Choice| typed.chars().count() == 1 && option.title.to_lowercase().starts_with(&typed);
        let after = chosen.map_or(0, |at| at + 1);
        let places = (after..options.len()).chain(0..after.min(options.len()));
        let found =
            key.is_alphabetic().then(|| places.into_iter().find(|at| options.get(*at).is_some_and(initial)));
        match found.flatten() {
            Some(at) => {
                self.choose(at);
                Taken::Yes
            }
            None => Taken::No,
        }
    }

    /// Writes `text` at the cursor; a line of choices takes none.
    pub fn insert(&mut self, text: &str) -> Taken {
        let Some(Body::Text { .. }) = self.line().map(|line| line.body) else { return Taken::No };
        self.stage = Stage::Editing;
        let (before, behind) = split(self.input.value(), self.input.cursor());
        let cursor = self.input.cursor() + text.chars().count();
        self.input = Input::new(format!("{before}{text}{behind}")).with_cursor(cursor);
        self.written();
        Taken::Yes
    }

    /// Edits the words of the current line; on a line of choices, erasing takes the choice back where it may be empty.
    pub fn edit(&mut self, edit: Edit) {
        self.stage = Stage::Editing;
        if self.cursor().is_some() {
            edit.on(&mut self.input);
            self.written();
        } else if edit.erases() {
            self.begun.clear();
            self.touched = true;
            self.filled.sheet_mut().empty(self.at);
        }
    }

    fn written(&mut self) {
        self.touched = true;
        self.filled.sheet_mut().write(self.at, self.input.value().to_owned());
    }
}

fn starts(option: &Choice, typed: &str) -> bool {
    option.key.to_ascii_lowercase().starts_with(typed)
}

/// Splits a text behind its first `at` characters.
pub fn split(text: &str, at: usize) -> (&str, &str) {
    let place = text.char_indices().nth(at).map_or(text.len(), |(place, _)| place);
    text.split_at(place)
}

#[cfg(test)]
mod tests;
