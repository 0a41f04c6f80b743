//! The goal form: a goal that is set, or an open one that ends.

use chrono::{Days, Months, NaiveDate};
use strum::IntoEnumIterator as _;

use crate::domain::goal::{Goal, Topic};
use crate::domain::text::sanitised;
use crate::ledger::drafts::{Ending, UnsentGoal};
use crate::ledger::entry::{Act, GoalOutcome, Hash, Supersedes};

use super::{Stage, wrapped_index};
use crate::committee::request::Request;

/// One line of the form.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, strum::EnumIter)]
pub enum Field {
    #[default]
    Text,
    Owner,
    Ending,
    Due,
    About,
    Reason,
}

/// The open goal that a form ends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Open {
    pub goal: Goal,
    /// The hash of its entry.
    pub hash: Hash,
}

/// A goal that is being written, or that is about to end.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GoalForm {
    /// What was typed; kept beside the ledger while it is not recorded.
    pub saved: UnsentGoal,
    /// `None` where a goal is set.
    pub ends: Option<Open>,
    /// What the cursor was on, which the goal may be about, with its title.
    pub offered: Option<(Topic, String)>,
    pub today: NaiveDate,
    pub field: Field,
    pub stage: Stage,
}

impl GoalForm {
    /// Opens the form, filled from `saved` where a draft was kept.
    pub fn open(
        saved: UnsentGoal,
        ends: Option<Open>,
        offered: Option<(Topic, String)>,
        today: NaiveDate,
    ) -> Self {
        let field = if ends.is_some() { Field::Ending } else { Field::Text };
        Self { saved, ends, offered, today, field, stage: Stage::Editing }
    }

    /// Returns the due day that an empty form proposes: half a year from `today`, when a committee
    /// meets again.
    pub fn proposed(today: NaiveDate) -> String {
        today.checked_add_months(Months::new(6)).unwrap_or(today).to_string()
    }

    /// Returns the lines that this form needs, from top to bottom.
    pub fn fields(&self) -> Vec<Field> {
        let needed = |field: &Field| match field {
            Field::Text | Field::Owner => self.ends.is_none(),
            Field::About => self.ends.is_none() && self.offered.is_some(),
            Field::Ending | Field::Reason => self.ends.is_some(),
            Field::Due => self.ends.is_none() || self.saved.ending == Ending::Carried,
        };
        Field::iter().filter(needed).collect()
    }

    /// Moves to the next line or the one before.
    pub fn step(&mut self, by: isize) {
        let fields = self.fields();
        let at = fields.iter().position(|f| *f == self.field).unwrap_or(0);
        self.field = fields.get(wrapped_index(at, by, fields.len())).copied().unwrap_or_default();
        self.stage = Stage::Editing;
    }

    /// Changes the choice on the current line; a due day moves by weeks.
    pub fn choose(&mut self, by: isize) {
        self.stage = Stage::Editing;
        match self.field {
            Field::Ending => {
                let all: Vec<_> = Ending::iter().collect();
                let at = all.iter().position(|e| *e == self.saved.ending).unwrap_or(0);
                self.saved.ending = all.get(wrapped_index(at, by, all.len())).copied().unwrap_or_default();
            }
            Field::About => {
                let offered = self.offered.as_ref().map(|(topic, _)| topic.clone());
                self.saved.about = if self.saved.about.is_none() { offered } else { None };
            }
            Field::Due => {
                let week = Days::new(7);
                let moved = self.due().and_then(|day| {
                    if by < 0 { day.checked_sub_days(week) } else { day.checked_add_days(week) }
                });
                self.saved.due = moved.map_or(self.saved.due.clone(), |day| day.to_string());
            }
            Field::Text | Field::Owner | Field::Reason => {}
        }
    }

    /// Returns the text of the current line, where it takes one.
    pub fn text(&mut self) -> Option<&mut String> {
        match self.field {
            Field::Text => Some(&mut self.saved.text),
            Field::Owner => Some(&mut self.saved.owner),
            Field::Due => Some(&mut self.saved.due),
            Field::Reason => Some(&mut self.saved.reason),
            Field::Ending | Field::About => None,
        }
    }

    /// Writes `text` at the end of the current line; a space turns a choice.
    pub fn write(&mut self, text: &str) {
        const LONGEST: usize = 1000;
        self.stage = Stage::Editing;
        match self.text() {
            Some(field) => {
                let room = LONGEST.saturating_sub(field.chars().count());
                field.extend(sanitised(text).chars().take(room));
            }
            None if text == " " => self.choose(1),
            None => {}
        }
    }

    /// Tells whether anything was written that is worth keeping.
    pub fn is_begun(&self) -> bool {
        !self.saved.text.trim().is_empty() || !self.saved.reason.trim().is_empty()
    }

    /// Returns the title of what the goal is about, if it is about one thing.
    pub fn about(&self) -> Option<&str> {
        let offered = self.offered.as_ref().filter(|_| self.saved.about.is_some());
        offered.map(|(_, title)| title.as_str())
    }

    /// Returns the due day, once it is one.
    pub fn due(&self) -> Option<NaiveDate> {
        self.saved.due.trim().parse().ok()
    }

    /// Returns what is still missing, in the words of the form.
    pub fn missing(&self) -> Option<&'static str> {
        let blank = |text: &str| !text.chars().any(char::is_alphanumeric);
        let due = || match (self.due(), &self.ends) {
            (None, _) => Some("write the due day as year-month-day, such as 2026-12-31"),
            (Some(day), _) if day < self.today => Some("give a due day that is still to come"),
            (Some(day), Some(open)) if day <= open.goal.due => Some("carry it on to a later day"),
            _ => None,
        };
        match &self.ends {
            None if blank(&self.saved.text) => Some("write the goal"),
            None if blank(&self.saved.owner) => Some("say who sees to it"),
            None => due(),
            Some(_) if blank(&self.saved.reason) => Some("write the reason"),
            Some(_) if self.saved.ending == Ending::Carried => due(),
            Some(_) => None,
        }
    }

    /// Returns the act to record.
    pub fn wish(&self) -> Request {
        let typed = &self.saved;
        let (reason, due) = (typed.reason.trim().to_owned(), self.due().unwrap_or(self.today));
        let closed = |entry, outcome| Act::GoalClosed { entry, outcome, reason: reason.clone() };
        let act = match (&self.ends, typed.ending) {
            (Some(open), Ending::Done) => closed(open.goal.entry, GoalOutcome::Done),
            (Some(open), Ending::Dropped) => closed(open.goal.entry, GoalOutcome::Dropped),
            (Some(Open { goal, .. }), Ending::Carried) => Act::GoalSet {
                text: goal.text.clone(),
                owner: goal.owner.clone(),
                due,
                about: goal.about.clone(),
            },
            (None, _) => Act::GoalSet {
                text: typed.text.trim().to_owned(),
                owner: typed.owner.trim().to_owned(),
                due,
                about: typed.about.clone(),
            },
        };
        let carried = self.ends.as_ref().filter(|_| typed.ending == Ending::Carried);
        let supersedes = carried.map(|open| Supersedes {
            entry: open.goal.entry,
            hash: open.hash,
            reason: reason.clone(),
        });
        Request {
            id: typed.id.clone(),
            subject: Some(typed.resident.clone()),
            act,
            supersedes,
            evidence: None,
        }
    }

    /// Reads back what would be recorded.
    pub fn read_back(&self) -> String {
        let due =
            self.due().map_or("a day to be named".to_owned(), |day| day.format("%-d %b %Y").to_string());
        let typed = &self.saved;
        match (&self.ends, typed.ending) {
            (None, _) => {
                let about = self.about().map_or(String::new(), |title| format!(" on {title}"));
                let (text, owner) = (said(&typed.text), said(&typed.owner));
                format!("A goal is set{about}: {text}. {owner} sees to it by {due}.")
            }
            (Some(open), Ending::Done) => format!("The goal is done: {}.", said(&open.goal.text)),
            (Some(open), Ending::Dropped) => format!("The goal is dropped: {}.", said(&open.goal.text)),
            (Some(open), Ending::Carried) => format!(
                "The goal is carried on from {} to {due}: {}.",
                open.goal.due.format("%-d %b %Y"),
                said(&open.goal.text)
            ),
        }
    }
}

/// Returns a text as part of a sentence.
fn said(text: &str) -> &str {
    let text = text.trim().trim_end_matches('.');
    if text.is_empty() { "…" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn unsent() -> UnsentGoal {
        UnsentGoal {
            id: "n-1".into(),
            resident: "R1".parse().unwrap(),
            ends: None,
            text: String::new(),
            owner: "Lin".into(),
            due: GoalForm::proposed(day("2026-11-02")),
            about: None,
            ending: Ending::Done,
            reason: String::new(),
        }
    }

    fn open_goal() -> Open {
        let goal = Goal {
            entry: 4,
            text: "Lead a one-lung case.".into(),
            owner: "Lin".into(),
            due: day("2026-11-01"),
            about: None,
            since: day("2026-05-20"),
            carried: 0,
        };
        Open { goal, hash: Hash::of(b"4") }
    }

    #[test]
    fn a_goal_needs_what_who_and_by_when() {
        let mut form = GoalForm::open(unsent(), None, None, day("2026-11-02"));
        assert_eq!(form.missing(), Some("write the goal"));
        form.write("Lead a one-lung case");
        assert_eq!((form.missing(), form.due()), (None, Some(day("2027-05-02"))));
        for (due, missing) in
            [("soon", true), ("2026-02-30", true), ("2026-11-01", true), ("2026-11-02", false)]
        {
            form.saved.due = due.to_owned();
            assert_eq!(form.missing().is_some(), missing, "{due}");
        }
        assert_eq!(form.read_back(), "A goal is set: Lead a one-lung case. Lin sees to it by 2 Nov 2026.");
        form.saved.owner.clear();
        assert_eq!(form.missing(), Some("say who sees to it"));
    }

    #[test]
    fn a_goal_ends_with_a_reason_and_is_carried_on_to_a_later_day() {
        let saved = UnsentGoal { ends: Some(4), due: "2026-11-01".into(), ..unsent() };
        let mut form = GoalForm::open(saved, Some(open_goal()), None, day("2026-10-30"));
        assert_eq!(
            (form.fields(), form.missing()),
            (vec![Field::Ending, Field::Reason], Some("write the reason"))
        );
        form.saved.reason = "Two led since June.".into();
        let done =
            Act::GoalClosed { entry: 4, outcome: GoalOutcome::Done, reason: "Two led since June.".into() };
        assert_eq!((form.missing(), form.wish().act, form.wish().supersedes), (None, done, None));
        form.choose(1);
        assert_eq!(form.fields(), [Field::Ending, Field::Due, Field::Reason]);
        assert_eq!(form.missing(), Some("carry it on to a later day"));
        form.step(1);
        form.choose(1);
        assert_eq!((form.due(), form.missing()), (Some(day("2026-11-08")), None));
        let wish = form.wish();
        assert!(matches!(wish.act, Act::GoalSet { due, .. } if due == day("2026-11-08")));
        assert_eq!(wish.supersedes.map(|s| (s.entry, s.hash)), Some((4, Hash::of(b"4"))));
    }
}
