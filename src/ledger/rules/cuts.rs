//! The rules of recording on cuts: what a program may take out, and never in silence.

use std::collections::BTreeSet;

use super::Refused;
use super::parts::no_subject;
use crate::ledger::chain::Unplaced;
use crate::ledger::fold::{ResidentState, State};

/// All entries about a resident go or none, and a checkpoint stands for each that goes.
pub(super) fn cuts(state: &State, draft: &Unplaced, entries: &[(u64, u64)]) -> Result<(), Refused> {
    no_subject(draft)?;
    let mut after = 0;
    for (first, last) in entries {
        if *first <= after || last < first || *last > state.count() {
            return Err(Refused::CutOrder);
        }
        after = *last;
    }
    if after == 0 {
        return Err(Refused::CutOrder);
    }
    if state.proven_by(after).is_none() {
        return Err(Refused::CutWithoutCheckpoint(after));
    }
    let named: BTreeSet<u64> = entries.iter().flat_map(|(first, last)| *first..=*last).collect();
    let mut subjects = BTreeSet::new();
    for seq in named.iter().copied() {
        if state.aside_at(seq).is_some() {
            return Err(Refused::NotCuttable(seq));
        }
        // A line that was cut before says no more whom it was about.
        let Some(recorded) = state.entry(seq) else { continue };
        subjects.insert(recorded.entry.subject.as_ref().ok_or(Refused::NotCuttable(seq))?);
    }
    let all = subjects.into_iter().filter_map(|subject| state.resident(subject));
    match all.flat_map(ResidentState::entries).find(|seq| !named.contains(seq)) {
        Some(left) => Err(Refused::CutInPart(*left)),
        None => Ok(()),
    }
}
