//! Two copies of a ledger that went on apart: what both have, what only one has, and what of it can be recorded again.

use std::sync::Arc;

use super::chain::{Recorded, Unplaced};
use super::entry::{Act, Actor};
use super::fold::{Fate, State};

/// Returns up to which entry two ledgers are the same, line for line.
pub fn common(one: &State, other: &State) -> u64 {
    (1..=one.count().min(other.count())).take_while(|n| one.tree().hash(*n) == other.tree().hash(*n)).count()
        as u64
}

/// An act of a branch that is given up.
#[derive(Clone, Debug)]
pub struct Lost {
    pub recorded: Arc<Recorded>,
    /// What records it again; else why it cannot be.
    pub again: Result<Unplaced, &'static str>,
}

/// Returns what `actor` recorded in `other` and `kept` has not, looks left out: nobody looked again.
pub fn lost(kept: &State, other: &State, actor: &Actor) -> Vec<Lost> {
    let common = common(kept, other);
    let is_own = |recorded: &&Arc<Recorded>| {
        let entry = &recorded.entry;
        entry.actor == *actor && !matches!(entry.act, Act::Viewed { .. }) && kept.with_id(&entry.id).is_none()
    };
    other
        .since(common)
        .filter(is_own)
        .map(|recorded| {
            // What was taken back or replaced there would be brought back without what ended it.
            let stands = other.fate(recorded.entry.seq) == Fate::Stands;
            let again =
                if stands { again(recorded, common) } else { Err("it does not stand in the copy either") };
            Lost { recorded: Arc::clone(recorded), again }
        })
        .collect()
}

/// Returns what records an act again behind other entries than those that it was recorded behind.
fn again(recorded: &Recorded, common: u64) -> Result<Unplaced, &'static str> {
    let entry = &recorded.entry;
    let named =
        entry.supersedes.as_ref().map(|supersedes| supersedes.entry).into_iter().chain(names(&entry.act)?);
    // The number of an entry of the other branch is that of another entry here.
    if named.into_iter().any(|entry| entry > common) {
        return Err("it is about an entry of the copy that is given up; decide it anew");
    }
    Ok(Unplaced::of(entry))
}

/// Returns the entry that an act names by its number; acts that make sense only in their own meeting or ledger are
/// refused.
fn names(act: &Act) -> Result<Option<u64>, &'static str> {
    Ok(match act {
        Act::Recommendation(_)
        | Act::OverallRecommendation(_)
        | Act::PromptAcknowledged { .. }
        | Act::GoalSet { .. }
        | Act::StrengthNamed { .. }
        | Act::Stated { .. } => None,
        Act::Determination { recommendation: entry, .. }
        | Act::OverallDetermination { recommendation: entry, .. }
        | Act::Revocation { entry, .. }
        | Act::GoalClosed { entry, .. }
        | Act::ResidentTold { release: entry, .. }
        | Act::ReleaseAcknowledged { release: entry }
        | Act::AppealLodged { determination: entry, .. }
        | Act::AppealDecided { appeal: entry, .. } => Some(*entry),
        Act::SignersNamed { .. } => return Err("it names who signs; name them anew with trellis identity"),
        Act::Checkpoint { .. } | Act::Cut { .. } | Act::SetAside { .. } => {
            return Err("it is about the copy that is given up");
        }
        Act::Viewed { .. } => return Err("nobody looked again"),
        Act::Released {} => return Err("it is about what stood there; release anew"),
        Act::MeetingOpened { .. }
        | Act::MeetingPlanned { .. }
        | Act::AttendanceTaken { .. }
        | Act::Recused { .. }
        | Act::RecusalEnded { .. }
        | Act::RatingSealed { .. }
        | Act::RatingsCalled { .. }
        | Act::RatingRevealed { .. }
        | Act::ReviewBegun { .. }
        | Act::ReviewEnded { .. }
        | Act::Remarked { .. }
        | Act::MeetingClosed { .. } => return Err("it belongs to its place in a meeting; hold that again"),
    })
}
