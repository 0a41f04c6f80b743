//! What stands decided on a resident, as the rules read it.

use crate::domain::entrustment::{Entrustment, Entrustments};
use crate::domain::id::{EpaId, ResidentId};
use crate::ledger::chain::Recorded;
use crate::ledger::entry::Decision;
use crate::ledger::fold::{ResidentState, State};

/// Returns the decision that stands on one activity: the determination, or the recommendation before there is one.
pub fn standing<'a>(
    ledger: &'a State,
    resident: &ResidentId,
    epa: &EpaId,
) -> Option<(&'a Recorded, &'a Decision)> {
    ledger.determination(resident, epa).or_else(|| ledger.recommendation(resident, epa))
}

/// Returns the level that stands on each activity of a resident; a deferral leaves none.
pub fn entrusted(ledger: &State, resident: &ResidentId) -> Entrustments {
    let epas = ledger.resident(resident).into_iter().flat_map(ResidentState::epas);
    let entrustment = |epa: &EpaId| {
        let (recorded, decision) = standing(ledger, resident, epa)?;
        Some(Entrustment {
            scale: decision.scale.clone(),
            level: decision.level.clone()?,
            since: recorded.entry.at.date_naive(),
        })
    };
    epas.filter_map(|(epa, _)| Some((epa.clone(), entrustment(epa)?))).collect()
}
