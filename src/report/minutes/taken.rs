//! How long the meeting took, as a whole and for each resident.

use chrono::{DateTime, Utc};

use super::Told;
use crate::domain::id::ResidentId;
use crate::domain::words::counted;
use crate::growth::quantile::type7;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::Act;
use crate::report::decided::lasted;

/// Returns each time that attendance was taken.
pub fn attendances(told: Told<'_>) -> impl Iterator<Item = &Recorded> {
    told.during().filter(|recorded| matches!(recorded.entry.act, Act::AttendanceTaken { .. }))
}

/// Says how long people sat together: from the first attendance to the close.
pub fn length(told: Told<'_>) -> Option<String> {
    let first = attendances(told).next()?;
    let (closed, at) = told.held.closed?;
    let seconds = (at - first.entry.at).num_seconds();
    // A clock may run backwards.
    let seconds = u32::try_from(seconds).ok()?;
    Some(format!(
        "length: {}, from attendance to close (entries {}, {closed})",
        lasted(seconds.into()),
        first.entry.seq
    ))
}

/// Says the median and the range of the time at each resident.
pub fn by_resident(told: Told<'_>) -> Option<String> {
    let mut all: Vec<u32> = told.residents().into_iter().filter_map(|id| seconds(told, id)).collect();
    all.sort_unstable();
    let (least, most, median) = (*all.first()?, *all.last()?, type7(&all, 0.5)?);
    let n = counted(all.len() as u64, "resident");
    Some(if all.len() == 1 {
        format!("time at the resident: {} ({n})", lasted(median))
    } else {
        let (least, most) = (lasted(least.into()), lasted(most.into()));
        format!("time at each resident: median {}, from {least} to {most} ({n})", lasted(median))
    })
}

/// Returns how long the meeting was at a resident, in seconds; `None` where it never turned to the resident.
pub fn seconds(told: Told<'_>, id: &ResidentId) -> Option<u32> {
    let review = told.held.review(id).filter(|review| !review.turns.is_empty())?;
    u32::try_from(review.taken(last(told)).num_seconds()).ok()
}

/// The time up to which an open meeting is counted: that of its last entry.
fn last(told: Told<'_>) -> DateTime<Utc> {
    told.during().last().map_or(told.held.opened_at, |recorded| recorded.entry.at)
}
