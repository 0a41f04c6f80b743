//! What is other than at the last meeting: prompts that are new, gone or answered, new ratings and new cases.

use chrono::NaiveDate;

use super::answers::is_acknowledged;
use super::earlier::{Earlier, Freshness};
use super::program::Survey;
use crate::domain::id::ResidentId;
use crate::domain::resident::Resident;
use crate::domain::words::{counted, day};
use crate::ledger::entry::Act;
use crate::ledger::fold::State;
use crate::prompts::{Prompt, headline};

/// What became of one resident since the last meeting.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Since {
    /// The day of the last meeting, or half a year before the data end where none was held.
    pub day: NaiveDate,
    pub met: bool,
    /// How many open prompts were not there then.
    pub new: usize,
    /// Of how many nobody can tell, since what they rest on carries no days.
    pub not_known: usize,
    /// What was asked then, on the record of that day, and is asked no more.
    pub gone: Vec<String>,
    /// How many prompts were answered since, and the answers stand.
    pub answered: usize,
    /// `None` where the case file does not say.
    pub cases: Option<u32>,
    pub ratings: Option<u32>,
}

impl Since {
    /// Compares what is asked now with what would have been asked then; `prompts` are all that are asked now.
    pub fn of(
        (survey, ledger): (&Survey, &State),
        earlier: &Earlier,
        resident: &Resident,
        prompts: &[Prompt],
    ) -> Self {
        let standing = ledger.standing(&resident.id);
        let open = prompts.iter().filter(|prompt| !is_acknowledged(prompt, &resident.id, ledger));
        let fresh: Vec<_> = open.map(|p| earlier.freshness(survey, resident, p, &standing)).collect();
        let count = |wanted: Freshness| fresh.iter().filter(|found| **found == wanted).count();
        let title = |(rule, about): (crate::prompts::Rule, crate::prompts::About)| match headline::about(
            &survey.catalog,
            &about,
        ) {
            Some(about) => format!("{about}: {}", rule.title()),
            None => rule.title().to_owned(),
        };
        let activity = survey.activity.get(&resident.id);
        Self {
            day: earlier.day(),
            met: ledger.last_meeting().is_some(),
            new: count(Freshness::New),
            not_known: count(Freshness::NotKnown),
            gone: earlier.gone(&resident.id, prompts).map(title).collect(),
            answered: answered(ledger, &resident.id),
            cases: activity.map(|activity| activity.cases_since),
            ratings: activity.and_then(|activity| activity.ratings_since),
        }
    }

    /// Says it in a line.
    pub fn in_words(&self) -> String {
        let (from, on) = (if self.met { "the last meeting, " } else { "" }, day(self.day));
        let mut prompts = vec![format!("{} new", counted(self.new as u64, "prompt"))];
        prompts.push(match self.gone.as_slice() {
            [] => "none gone".to_owned(),
            gone => format!("{} gone ({})", gone.len(), gone.join("; ")),
        });
        prompts.push(format!("{} answered", self.answered));
        if self.not_known > 0 {
            prompts.push(format!("{} of which nobody can tell", self.not_known));
        }
        let number = |n: Option<u32>, unit: &str| match n {
            Some(n) => format!("{} new", counted(n, unit)),
            None => format!("{unit}s not in this data"),
        };
        format!(
            "since {from}{on}: {}; {}, {}",
            prompts.join(", "),
            number(self.cases, "case"),
            number(self.ratings, "rating")
        )
    }
}

/// Counts the answers to prompts that were given since the last meeting was closed, and stand.
fn answered(ledger: &State, id: &ResidentId) -> usize {
    let closed = ledger.last_meeting().and_then(|meeting| meeting.closed).map_or(0, |(entry, _)| entry);
    let since = ledger.entries_of(id).filter(|recorded| recorded.entry.seq > closed);
    since
        .filter(|recorded| matches!(recorded.entry.act, Act::PromptAcknowledged { .. }))
        .filter(|recorded| !ledger.is_revoked(recorded.entry.seq))
        .count()
}

/// Looks back for one resident, whose prompts now are `prompts`.
pub fn of_one((survey, ledger): (&Survey, &State), resident: &Resident, prompts: &[Prompt]) -> Since {
    let earlier = Earlier::of_one(survey, super::program::since(ledger, &survey.catalog), resident);
    Since::of((survey, ledger), &earlier, resident, prompts)
}
