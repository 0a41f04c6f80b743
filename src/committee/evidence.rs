//! What was on the screen when a decision was made, as the ledger keeps it.

use std::collections::BTreeMap;

use crate::domain::id::SubcompetencyId;
use crate::domain::milestone::{HalfSteps, Period};
use crate::domain::overall::Overall;
use crate::ledger::entry::Fact;
use crate::ledger::fold::State;
use crate::survey::dossier::{Dossier, MilestoneRow};

pub mod decision;
pub mod overall;

/// What the committee said of the milestones last: the levels that stand unless it says otherwise.
pub type Levels = BTreeMap<SubcompetencyId, Option<HalfSteps>>;

/// Returns the committee's last word on each subcompetency: in the case file, or in the ledger where that is of
/// the same half-year or a later one.
pub fn levels(dossier: &Dossier, ledger: &State) -> Levels {
    let last = |row: &MilestoneRow| {
        let (period, level) = row.committee.last_key_value()?;
        Some((row.subcompetency.id.clone(), (*period, *level)))
    };
    let mut levels: BTreeMap<_, _> = dossier.milestones.iter().filter_map(last).collect();
    let id = &dossier.resident.id;
    let decided = [ledger.overall_recommendation(id), ledger.overall_determination(id)];
    let mut decided: Vec<_> = decided.into_iter().flatten().collect();
    decided.sort_by_key(|(recorded, _)| recorded.entry.seq);
    for (recorded, overall) in decided {
        let period = Period::of(dossier.zone.day(recorded.entry.at));
        for (id, level) in given(overall) {
            if levels.get(id).is_none_or(|(known, _)| *known <= period) {
                levels.insert(id.clone(), (period, level));
            }
        }
    }
    levels.into_iter().map(|(id, (_, level))| (id, level)).collect()
}

/// Returns what a decision says of each subcompetency that it names.
pub fn given(overall: &Overall) -> impl Iterator<Item = (&SubcompetencyId, Option<HalfSteps>)> {
    let levels = overall.milestones.iter().map(|(id, level)| (id, Some(*level)));
    levels.chain(overall.not_assessable.iter().map(|id| (id, None)))
}

/// Makes one line of evidence.
pub(crate) fn fact(label: impl Into<String>, shown: impl Into<String>, n: Option<u64>) -> Fact {
    Fact { label: label.into(), shown: shown.into(), n, definition: None }
}
