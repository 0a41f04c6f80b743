//! What the sheet on a resident as a whole says of itself: what is missing, and what it reads back.

use crate::committee::levels::{Mark, questions};
use crate::domain::overall::Choice;

use super::{OverallSheet, exceptions, newest};
use crate::committee::sheet::{NOT_ASSESSABLE, shortened};

impl OverallSheet {
    /// Returns what is still missing, in the words of the sheet.
    pub(super) fn still_to_do(&self) -> Option<String> {
        let blank = |text: &str| text.trim().is_empty();
        if self.saved.progress.is_none() && !self.saved.deferred {
            Some("choose the progress, or to defer".to_owned())
        } else if blank(&self.saved.rationale) {
            Some("write the rationale".to_owned())
        } else if let Err(word) = self.attributes() {
            Some(format!("{word} is no essential attribute; the codes stand beside"))
        } else if let Err(why) = exceptions(&self.saved.milestones, &self.known()) {
            Some(why.to_string())
        } else if self.standing.is_some() && blank(&self.saved.reason) {
            Some("say why this replaces the decision that stands".to_owned())
        } else {
            let turn = self.out_of_turn.as_ref().and_then(|turn| turn.missing(&self.saved.out_of_turn));
            turn.or_else(|| super::super::too_long(self))
        }
    }

    /// Returns the title of a progress, or its code where it has none.
    pub(super) fn titled<'a>(&'a self, code: &'a str) -> &'a str {
        let found = self.choices.progress.iter().find(|choice| choice.code == code);
        found.map_or(code, |choice| choice.title.as_str())
    }

    /// Returns the title of a code that is chosen, or the code where it has none.
    fn title_of(all: &[Choice], code: &str) -> String {
        let found = all.iter().find(|choice| choice.code == code);
        found.map_or(code.to_owned(), |choice| choice.title.clone())
    }

    fn known(&self) -> Vec<crate::domain::id::SubcompetencyId> {
        self.table.rows.iter().map(|row| row.known.id.clone()).collect()
    }

    /// Says how many rows of the milestones are recorded, and how.
    pub fn milestones(&self) -> String {
        let (marks, of) = (self.recorded_marks(), self.table.rows.len());
        if marks.is_empty() {
            return format!("none of {of} recorded");
        }
        let is = |wanted: fn(&Mark) -> bool| marks.values().filter(|mark| wanted(mark)).count();
        let counts = [
            (is(|mark| mark.carried), "taken over from last time"),
            (is(|mark| mark.level.is_none()), NOT_ASSESSABLE),
            (of.saturating_sub(marks.len()), "not yet"),
        ];
        let said = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!(", {n} {what}"));
        format!("{} of {of} recorded{}", marks.len(), said.collect::<String>())
    }

    /// Reads the levels back, each by name, and what is taken over and open.
    fn levels_in_words(&self) -> String {
        let marks = self.recorded_marks();
        let basis = newest(self.determines.as_ref(), self.standing.as_ref());
        let unchanged = basis.filter(|_| !marks.is_empty() && marks == self.offered.levels);
        let begun = match unchanged {
            Some(basis) if self.determines.as_ref().is_some_and(|on| on.by.entry == basis.by.entry) => {
                ", as recommended"
            }
            Some(_) => ", as determined before",
            None => "",
        };
        let named = |wanted: fn(&Mark) -> bool| -> Vec<String> {
            let rows = self.table.rows.iter().map(|row| &row.known.id);
            rows.filter(|id| marks.get(*id).is_some_and(wanted)).map(ToString::to_string).collect()
        };
        let levels = self.table.rows.iter().filter_map(|row| {
            let level = marks.get(&row.known.id)?.level?;
            Some(format!("{} {level}", row.known.id))
        });
        let levels: Vec<_> = levels.collect();
        if marks.is_empty() {
            return "no milestone level is recorded".to_owned();
        }
        let mut said = vec![format!("milestones: {}{begun}", self.milestones())];
        for (what, ids) in [
            ("", levels),
            ("taken over from last time, ", named(|mark| mark.carried)),
            ("not assessable, ", named(|mark| mark.level.is_none())),
        ] {
            said.extend((!ids.is_empty()).then(|| format!("{what}{}", ids.join(", "))));
        }
        said.join("; ")
    }

    /// Asks about the levels before they are recorded; where none is given, nothing.
    pub fn questions(&self) -> Vec<String> {
        questions(&self.table, &self.recorded_marks())
    }

    /// Reads the decision back.
    pub(super) fn in_words(&self) -> String {
        let overall = self.overall();
        let who = if self.determines.is_some() {
            "The program director determines"
        } else {
            "The committee recommends"
        };
        let mut said = vec![match &overall.progress {
            Some(code) => format!("{who}: {}", Self::title_of(&self.choices.progress, code)),
            None if self.saved.deferred => format!("{who} to defer"),
            None => format!("{who}: …"),
        }];
        said.extend(overall.action.iter().map(|code| Self::title_of(&self.choices.actions, code)));
        said.extend(overall.board.iter().map(|board| match board.unsatisfactory.len() {
            0 if board.satisfactory => "to the board: satisfactory".to_owned(),
            0 => "to the board: unsatisfactory".to_owned(),
            _ => {
                let all = &self.choices.attributes;
                let titles: Vec<_> =
                    board.unsatisfactory.iter().map(|code| Self::title_of(all, code)).collect();
                format!("to the board: unsatisfactory in {}", titles.join(", "))
            }
        }));
        if !self.table.rows.is_empty() {
            said.push(self.levels_in_words());
        }
        if overall.insufficient_evidence {
            said.push("for insufficient evidence".to_owned());
        }
        said.extend(
            overall.dissent.iter().map(|dissent| format!("with the dissent “{}”", shortened(dissent))),
        );
        if let Some(standing) = &self.standing {
            said.push(format!("in the place of entry {} of {}", standing.by.entry, standing.on));
        }
        format!("{}.", said.join("; "))
    }
}
