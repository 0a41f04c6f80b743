//! The sheet on which a goal is set, or an open one ends.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator as _;

use crate::committee::request::Request;
use crate::domain::goal::{Goal, Topic};
use crate::domain::id::ResidentId;
use crate::ledger::entry::{Act, GoalOutcome, Hash, Supersedes};

use super::{Draft, Line, SHORT_TEXT, Sheet, Submission};

/// A goal as far as it was written, or the ending of one that is open.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct GoalDraft {
    /// The identifier that the entry will carry: an entry that has it was sent after all.
    pub id: String,
    pub resident: ResidentId,
    /// The open goal that ends, by its entry; `None` where a goal is set.
    pub ends: Option<u64>,
    pub text: String,
    pub owner: String,
    /// The due day as it was typed.
    pub due: String,
    pub about: Option<Topic>,
    /// `None` before anybody chose it.
    pub ending: Option<Ending>,
    /// Why the goal ends.
    pub reason: String,
}

impl GoalDraft {
    /// Returns a draft in which nothing is filled in.
    pub fn empty(id: String, resident: ResidentId) -> Self {
        Self {
            id,
            resident,
            ends: None,
            text: String::new(),
            owner: String::new(),
            due: String::new(),
            about: None,
            ending: None,
            reason: String::new(),
        }
    }
}

/// How an open goal ends.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, strum::Display, strum::EnumIter)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Ending {
    Done,
    /// Set anew, with a later due day.
    #[strum(serialize = "carried on")]
    Carried,
    Dropped,
}

impl Ending {
    /// Returns how the goal is closed; one that is carried on is set anew instead.
    fn outcome(self) -> Option<GoalOutcome> {
        match self {
            Self::Done => Some(GoalOutcome::Done),
            Self::Dropped => Some(GoalOutcome::Dropped),
            Self::Carried => None,
        }
    }
}

/// One line of the sheet.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "lowercase")]
enum Field {
    #[strum(serialize = "goal")]
    Text,
    Owner,
    #[strum(serialize = "how it ends")]
    Ending,
    Due,
    About,
    #[strum(serialize = "why")]
    Reason,
}

/// The open goal that a sheet ends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Open {
    pub goal: Goal,
    /// The day on which it was first set, where the program is.
    pub since: NaiveDate,
    /// The hash of its entry.
    pub hash: Hash,
}

/// A goal that is being written, or that is about to end.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GoalSheet {
    pub saved: GoalDraft,
    /// `None` where a goal is set.
    pub ends: Option<Open>,
    /// What the cursor was on, which the goal may be about, with its title.
    pub offered: Option<(Topic, String)>,
    pub today: NaiveDate,
}

impl GoalSheet {
    /// Returns the due day that an empty sheet proposes: half a year from `today`, when a committee
    /// meets again.
    pub fn proposed(today: NaiveDate) -> String {
        today.checked_add_months(Months::new(6)).unwrap_or(today).to_string()
    }

    fn fields(&self) -> Vec<Field> {
        let needed = |field: &Field| match field {
            Field::Text | Field::Owner => self.ends.is_none(),
            Field::About => self.ends.is_none() && self.offered.is_some(),
            Field::Ending | Field::Reason => self.ends.is_some(),
            Field::Due => self.ends.is_none() || self.saved.ending == Some(Ending::Carried),
        };
        Field::iter().filter(needed).collect()
    }

    fn line(&self, field: Field) -> Line {
        let (label, saved) = (field.to_string(), &self.saved);
        match field {
            Field::Text => Line::text(&label, &saved.text, SHORT_TEXT),
            Field::Owner => Line::text(&label, &saved.owner, SHORT_TEXT),
            Field::Due => Line::text(&label, &saved.due, SHORT_TEXT).with_note("year-month-day"),
            Field::Reason => Line::text(&label, &saved.reason, SHORT_TEXT),
            Field::Ending => {
                let chosen = Ending::iter().position(|ending| Some(ending) == saved.ending);
                Line::choice(&label, Ending::iter().map(|ending| ending.to_string()), chosen)
            }
            Field::About => {
                let offered = self.offered.as_ref().map_or("", |(_, title)| title);
                let chosen = usize::from(saved.about.is_none());
                Line::choice(&label, [offered, "nothing in particular"], Some(chosen))
            }
        }
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

    /// Returns the request to record it; `None` before it is chosen how an open goal ends.
    pub fn request(&self) -> Option<Request> {
        let typed = &self.saved;
        let (reason, due) = (typed.reason.trim().to_owned(), self.due().unwrap_or(self.today));
        let set = |text: &str, owner: &str, about| Act::GoalSet {
            text: text.trim().to_owned(),
            owner: owner.trim().to_owned(),
            due,
            about,
        };
        let (act, supersedes) = match &self.ends {
            None => (set(&typed.text, &typed.owner, typed.about.clone()), None),
            Some(Open { goal, hash, .. }) => {
                if let Some(outcome) = typed.ending?.outcome() {
                    (Act::GoalClosed { entry: goal.entry, outcome, reason }, None)
                } else {
                    let supersedes = Supersedes { entry: goal.entry, hash: *hash, reason };
                    (set(&goal.text, &goal.owner, goal.about.clone()), Some(supersedes))
                }
            }
        };
        Some(Request {
            id: typed.id.clone(),
            subject: Some(typed.resident.clone()),
            act,
            supersedes,
            evidence: None,
        })
    }
}

impl Sheet for GoalSheet {
    fn title(&self) -> String {
        if self.ends.is_some() { "An open goal ends" } else { "A goal is set" }.to_owned()
    }

    fn above(&self) -> Vec<String> {
        let said = |Open { goal, since, .. }: &Open| {
            let carried = if goal.carried == 0 { "" } else { ", carried on before" };
            format!("ends: {}; due {}; set {}{carried}; entry {}", goal.text, goal.due, since, goal.entry)
        };
        self.ends.iter().map(said).collect()
    }

    fn lines(&self) -> Vec<Line> {
        self.fields().into_iter().map(|field| self.line(field)).collect()
    }

    fn choose(&mut self, at: usize, option: usize) {
        match self.fields().get(at) {
            Some(Field::Ending) => self.saved.ending = Ending::iter().nth(option),
            Some(Field::About) => {
                let offered = self.offered.as_ref().map(|(topic, _)| topic.clone());
                self.saved.about = offered.filter(|_| option == 0);
            }
            _ => {}
        }
    }

    fn write(&mut self, at: usize, text: String) {
        match self.fields().get(at) {
            Some(Field::Text) => self.saved.text = text,
            Some(Field::Owner) => self.saved.owner = text,
            Some(Field::Due) => self.saved.due = text,
            Some(Field::Reason) => self.saved.reason = text,
            _ => {}
        }
    }

    fn missing(&self) -> Option<String> {
        let blank = |text: &str| !text.chars().any(char::is_alphanumeric);
        let due = || match (self.due(), &self.ends) {
            (None, _) => Some("write the due day as year-month-day, such as 2026-12-31"),
            (Some(day), _) if day < self.today => Some("give a due day that is still to come"),
            (Some(day), Some(open)) if day <= open.goal.due => Some("carry it on to a later day"),
            _ => None,
        };
        let missing = match &self.ends {
            None if blank(&self.saved.text) => Some("write the goal"),
            None if blank(&self.saved.owner) => Some("say who sees to it"),
            None => due(),
            Some(_) if self.saved.ending.is_none() => Some("choose how the goal ends"),
            Some(_) if blank(&self.saved.reason) => Some("write the reason"),
            Some(_) if self.saved.ending == Some(Ending::Carried) => due(),
            Some(_) => None,
        };
        missing.map(str::to_owned).or_else(|| super::too_long(self))
    }

    fn read_back(&self) -> String {
        let due =
            self.due().map_or("a day to be named".to_owned(), |day| day.format("%-d %b %Y").to_string());
        let typed = &self.saved;
        match (&self.ends, typed.ending) {
            (None, _) => {
                let about = self.about().map_or(String::new(), |title| format!(" on {title}"));
                let (text, owner) = (clause(&typed.text), clause(&typed.owner));
                format!("A goal is set{about}: {text}. {owner} sees to it by {due}.")
            }
            (Some(_), None) => "How the goal ends is not chosen yet.".to_owned(),
            (Some(open), Some(Ending::Done)) => format!("The goal is done: {}.", clause(&open.goal.text)),
            (Some(open), Some(Ending::Dropped)) => {
                format!("The goal is dropped: {}.", clause(&open.goal.text))
            }
            (Some(open), Some(Ending::Carried)) => format!(
                "The goal is carried on from {} to {due}: {}.",
                open.goal.due.format("%-d %b %Y"),
                clause(&open.goal.text)
            ),
        }
    }

    fn because(&self) -> Option<&str> {
        self.ends.as_ref().map(|_| self.saved.reason.as_str())
    }

    fn draft(&self) -> Draft {
        Draft::Goal(self.saved.clone())
    }

    fn is_begun(&self) -> bool {
        let written = [&self.saved.text, &self.saved.reason];
        written.iter().any(|text| !text.trim().is_empty()) || self.saved.ending.is_some()
    }

    fn submission(&self) -> Option<Submission> {
        self.request().map(Box::new).map(Submission::Record)
    }
}

/// Returns a text as part of a sentence.
fn clause(text: &str) -> &str {
    let text = text.trim().trim_end_matches('.');
    if text.is_empty() { "…" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn unsent() -> GoalDraft {
        GoalDraft {
            owner: "Lin".into(),
            due: GoalSheet::proposed(day("2026-11-02")),
            ..GoalDraft::empty("n-1".into(), "R1".parse().unwrap())
        }
    }

    fn labels(sheet: &GoalSheet) -> Vec<String> {
        sheet.lines().into_iter().map(|line| line.label).collect()
    }

    fn open_goal() -> Open {
        let goal = Goal {
            entry: 4,
            text: "Lead a one-lung case.".into(),
            owner: "Lin".into(),
            due: day("2026-11-01"),
            about: None,
            since: "2026-05-20T12:00:00Z".parse().unwrap(),
            carried: 0,
        };
        Open { goal, since: day("2026-05-20"), hash: Hash::of(b"4") }
    }

    #[test]
    fn a_goal_needs_what_who_and_by_when() {
        let mut sheet = GoalSheet { saved: unsent(), ends: None, offered: None, today: day("2026-11-02") };
        assert_eq!(sheet.missing().as_deref(), Some("write the goal"));
        sheet.write(0, "Lead a one-lung case".into());
        assert_eq!((sheet.missing(), sheet.due()), (None, Some(day("2027-05-02"))));
        for (due, missing) in
            [("soon", true), ("2026-02-30", true), ("2026-11-01", true), ("2026-11-02", false)]
        {
            sheet.saved.due = due.to_owned();
            assert_eq!(sheet.missing().is_some(), missing, "{due}");
        }
        assert_eq!(sheet.read_back(), "A goal is set: Lead a one-lung case. Lin sees to it by 2 Nov 2026.");
        sheet.saved.owner.clear();
        assert_eq!(sheet.missing().as_deref(), Some("say who sees to it"));
    }

    #[test]
    fn a_text_that_is_too_long_is_kept_whole_and_said_to_be() {
        let mut sheet = GoalSheet { saved: unsent(), ends: None, offered: None, today: day("2026-11-02") };
        sheet.write(0, "x".repeat(SHORT_TEXT));
        assert_eq!(sheet.missing(), None);
        sheet.write(0, "x".repeat(SHORT_TEXT + 7));
        assert_eq!(sheet.missing().as_deref(), Some("goal has 7 characters too many: 1000 are taken"));
        assert_eq!(sheet.saved.text.len(), SHORT_TEXT + 7);
    }

    #[test]
    fn a_goal_ends_with_a_reason_and_is_carried_on_to_a_later_day() {
        let saved = GoalDraft { ends: Some(4), due: "2026-11-01".into(), ..unsent() };
        let ends = Some(open_goal());
        let mut sheet = GoalSheet { saved, ends, offered: None, today: day("2026-10-30") };
        assert_eq!(labels(&sheet), ["how it ends", "why"]);
        assert_eq!((sheet.missing().as_deref(), sheet.request()), (Some("choose how the goal ends"), None));
        sheet.choose(0, 0);
        sheet.write(1, "Two led since June.".into());
        let done =
            Act::GoalClosed { entry: 4, outcome: GoalOutcome::Done, reason: "Two led since June.".into() };
        let request = sheet.request().unwrap();
        assert_eq!((sheet.missing(), request.act, request.supersedes), (None, done, None));
        sheet.choose(0, 1);
        assert_eq!(labels(&sheet), ["how it ends", "due", "why"]);
        assert_eq!(sheet.missing().as_deref(), Some("carry it on to a later day"));
        sheet.write(1, "2026-11-08".into());
        assert_eq!((sheet.due(), sheet.missing()), (Some(day("2026-11-08")), None));
        let request = sheet.request().unwrap();
        assert!(matches!(request.act, Act::GoalSet { due, .. } if due == day("2026-11-08")));
        assert_eq!(request.supersedes.map(|s| (s.entry, s.hash)), Some((4, Hash::of(b"4"))));
    }
}
