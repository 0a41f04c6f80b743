//! What the sheet on a resident as a whole says of itself: what is missing, and what it reads back.

use crate::domain::milestone::HalfSteps;
use crate::domain::overall::Choice;

use super::{OverallSheet, exceptions, newest};
use crate::committee::sheet::shortened;

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
        } else if let Err(why) = exceptions(&self.saved.milestones, &self.known) {
            Some(why.to_string())
        } else if self.standing.is_some() && blank(&self.saved.reason) {
            Some("say why this replaces the decision that stands".to_owned())
        } else {
            super::super::too_long(self)
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

    /// Says which levels stand where nothing is written.
    pub fn milestones_otherwise(&self) -> String {
        let basis = newest(self.determines.as_ref(), self.standing.as_ref());
        let (given, known) = (self.levels.len(), self.known.len());
        match (basis, &self.standing) {
            _ if self.saved.deferred => "none but what is written".to_owned(),
            _ if given == 0 => "none was given before".to_owned(),
            (Some(basis), Some(decided)) if basis.by.entry == decided.by.entry => {
                "as determined before".to_owned()
            }
            (Some(_), _) => "as recommended".to_owned(),
            _ if given < known => format!("as they were, {given} of {known}"),
            _ => "as they were".to_owned(),
        }
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
        let changed = exceptions(&self.saved.milestones, &self.known).unwrap_or_default();
        let level = |level: &Option<HalfSteps>| level.map_or("not assessable".to_owned(), |l| l.to_string());
        let named: Vec<_> = changed.iter().map(|(id, to)| format!("{id} {}", level(to))).collect();
        let named = named.join(", ");
        said.push(match (changed.is_empty(), self.saved.deferred) {
            (true, true) => "no milestone level is given".to_owned(),
            (false, true) => format!("of the milestones only {named}"),
            (true, false) => format!("milestones {}", self.milestones_otherwise()),
            (false, false) => format!("milestones {} but {named}", self.milestones_otherwise()),
        });
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
