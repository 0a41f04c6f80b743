//! The rules of recording on goals.

use chrono::{Days, Months, NaiveDate};

use super::Refused;
use super::parts::{must_say, subject};
use crate::domain::id::ResidentId;
use crate::ledger::chain::Unplaced;
use crate::ledger::fold::State;

/// A due day further ahead than this is taken for a slip of the year.
const LONGEST: Months = Months::new(120);

/// A goal says what, who and by when; one that replaces another names an open one, and says why.
pub(super) fn sets(
    state: &State,
    draft: &Unplaced,
    (text, owner): (&str, &str),
    due: NaiveDate,
) -> Result<(), Refused> {
    let resident = subject(draft)?;
    must_say(text, "the goal")?;
    must_say(owner, "the goal's owner")?;
    let today = draft.at.date_naive();
    // Entries are in UTC, where it may be tomorrow already.
    if today.checked_sub_days(Days::new(1)).is_some_and(|yesterday| due < yesterday) {
        return Err(Refused::DueBefore(due));
    }
    if today.checked_add_months(LONGEST).is_none_or(|last| due > last) {
        return Err(Refused::DueTooLate(due));
    }
    let Some(replaced) = &draft.supersedes else { return Ok(()) };
    open(state, resident, replaced.entry)?;
    if state.entry(replaced.entry).map(|recorded| recorded.hash) != Some(replaced.hash) {
        return Err(Refused::OtherHash(replaced.entry));
    }
    must_say(&replaced.reason, "the reason for superseding")
}

/// Only a goal that is open is closed, with a reason.
pub(super) fn closes(state: &State, draft: &Unplaced, seq: u64, reason: &str) -> Result<(), Refused> {
    open(state, subject(draft)?, seq)?;
    must_say(reason, "the reason for closing the goal")
}

fn open(state: &State, resident: &ResidentId, seq: u64) -> Result<(), Refused> {
    let goal = state.resident(resident).and_then(|state| state.goal(seq));
    goal.map(|_| ()).ok_or(Refused::NotAnOpenGoal(seq))
}
