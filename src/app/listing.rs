//! Who is listed on the triage screen: everyone, or those whom a person asks for.

use std::collections::HashSet;

use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::overall::ChoiceKind;
use crate::domain::text::folded;
use crate::prompts::headline;
use crate::survey::triage::{Asked, Order, TriageReview, TriageRow};

use super::matching::matching;

/// Who is listed on the triage screen, and in which order.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    pub rows: Vec<TriageRow>,
    pub order: Order,
    /// Only this clinical year is listed.
    pub class: Option<String>,
    /// Only the residents of this coach are.
    pub coach: Option<String>,
    /// Only who has a prompt that was not there at the last meeting.
    pub only_new: bool,
    /// What was typed to find some of them.
    pub typed: String,
    /// Whom all of that fitted when it was asked for; `None` where nothing is asked for. Who was listed stays so until one
    /// asks anew, so that nobody goes from under the cursor by what is recorded.
    fitting: Option<HashSet<ResidentId>>,
}

/// What of a row may be told on the screen, and to whom it is shown.
pub struct Telling<'a> {
    pub catalog: &'a Catalog,
    /// Codes stand for names; a coach would give the resident away.
    pub presenting: bool,
    /// Who sits there, as coaches are named in the case file or in the ledger.
    pub me: &'a [String],
}

impl Listing {
    /// Returns the rows that are asked for, in their order.
    pub fn shown(&self) -> impl Iterator<Item = &TriageRow> {
        self.rows.iter().filter(|row| self.fitting.as_ref().is_none_or(|fitting| fitting.contains(&row.id)))
    }

    /// Tells whether not everyone is asked for.
    pub fn is_narrowed(&self) -> bool {
        self.fitting.is_some()
    }

    /// Lists everyone again.
    pub fn widen(&mut self) {
        *self = Self { rows: std::mem::take(&mut self.rows), order: self.order, ..Self::default() };
    }

    /// Forgets what would give away whose codes are shown: names that were typed, and a coach.
    pub fn forget_names(&mut self) {
        self.typed.clear();
        self.coach = None;
    }

    /// Finds anew who is asked for. Each typed word must stand somewhere in the row; where no row has them all, those are
    /// listed whose name has the letters in their order.
    pub fn find(&mut self, telling: &Telling<'_>) {
        let typed = folded(&self.typed);
        let words: Vec<&str> = typed.split_whitespace().collect();
        let is_asked_for = self.class.is_some() || self.coach.is_some() || self.only_new || !words.is_empty();
        self.fitting = is_asked_for.then(|| {
            let of: Vec<_> = self.rows.iter().filter(|row| self.is_of(row)).collect();
            let fits = |row: &&&TriageRow| {
                let texts = Texts::of(row, telling);
                words.iter().all(|word| texts.have(word))
            };
            let fitting: HashSet<_> = of.iter().filter(fits).map(|row| row.id.clone()).collect();
            if !fitting.is_empty() || words.is_empty() {
                return fitting;
            }
            let names = of.iter().map(|row| (row.id.clone(), vec![telling.called(row)]));
            matching(&self.typed, names).into_iter().collect()
        });
    }

    /// Tells whether a row is of the class and the coach, and has a new prompt, where that is asked for.
    fn is_of(&self, row: &TriageRow) -> bool {
        self.class.as_ref().is_none_or(|class| *class == row.training_year)
            && self.coach.as_ref().is_none_or(|coach| row.coach.as_ref() == Some(coach))
            && (!self.only_new || row.newly_asked().is_some_and(|new| new > 0))
    }
}

impl Telling<'_> {
    fn called<'b>(&self, row: &'b TriageRow) -> &'b str {
        if self.presenting { row.id.as_str() } else { &row.name }
    }

    fn coach<'b>(&self, row: &'b TriageRow) -> Option<&'b str> {
        row.coach.as_deref().filter(|_| !self.presenting)
    }

    fn is_mine(&self, row: &TriageRow) -> bool {
        let coach = self.coach(row).map(folded);
        coach.is_some_and(|coach| self.me.iter().any(|me| folded(me) == coach))
    }
}

/// What can be typed to find a row.
struct Texts {
    /// Found by any part of it.
    names: Vec<String>,
    /// Found by the beginning of a word.
    said: String,
}

impl Texts {
    fn of(row: &TriageRow, telling: &Telling<'_>) -> Self {
        let names = [telling.called(row), row.id.as_str()].into_iter().chain(telling.coach(row));
        let mut said = vec![row.training_year.clone(), row.review.to_string()];
        let open = row.asked.iter().chain(&row.watched).map(|asked| &asked.prompt).chain(&row.of_class);
        for prompt in open {
            said.push(prompt.kind().to_string());
            said.push(headline(telling.catalog, prompt));
        }
        let told = [
            ("new", row.asked.iter().any(Asked::is_new)),
            ("mine", telling.is_mine(row)),
            ("undecided", !matches!(row.review, TriageReview::Decided | TriageReview::NotRead)),
        ];
        said.extend(told.into_iter().filter(|(_, holds)| *holds).map(|(word, _)| word.to_owned()));
        if let Some(action) = row.overall.as_ref().and_then(|stands| stands.decided.action.as_ref()) {
            let label = telling.catalog.choices(ChoiceKind::Action).find(|choice| choice.code == *action);
            said.push(action.replace('_', " "));
            said.extend(label.map(|choice| choice.title.clone()));
        }
        Self { names: names.map(folded).collect(), said: format!(" {}", folded(&said.join(" "))) }
    }

    fn have(&self, word: &str) -> bool {
        self.names.iter().any(|name| name.contains(word)) || self.said.contains(&format!(" {word}"))
    }
}

#[cfg(test)]
mod tests;
