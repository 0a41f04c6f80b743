//! The rules of recording on what is taken back. It stays readable, and counts no more.

use super::parts::{by_themselves, must_say};
use super::{Refused, meetings};
use crate::domain::id::ResidentId;
use crate::ledger::chain::{Recorded, Unplaced};
use crate::ledger::entry::{Decided, Role};
use crate::ledger::fold::State;

/// What stands on a resident, or answers what is asked of the program, is taken back with a reason: a decision by
/// whom the rules on decisions let, and a remark, a strength, a goal or the answer to a prompt by who recorded it, or
/// by who keeps the record.
pub(super) fn revokes(state: &State, draft: &Unplaced, seq: u64, reason: &str) -> Result<(), Refused> {
    must_say(reason, "the reason for revoking")?;
    if draft.subject.is_some() {
        meetings::takes_part_in(state, draft)?;
    }
    let same = |revoked: &&Recorded| revoked.entry.subject == draft.subject;
    let revoked = state.standing_entry(seq).filter(same).ok_or(Refused::NotRevocable(seq))?;
    match (&draft.subject, revoked.entry.act.decided()) {
        (Some(resident), Some(decided)) => unrested(state, draft, resident, (seq, &decided)),
        _ => by_themselves(draft, &revoked.entry.actor.id),
    }
}

/// A determination is taken back by the program director, and a recommendation only where no determination rests
/// on it.
fn unrested(
    state: &State,
    draft: &Unplaced,
    resident: &ResidentId,
    (seq, decided): (u64, &Decided<'_>),
) -> Result<(), Refused> {
    if decided.is_determination() {
        let director = draft.actor.role == Role::ProgramDirector;
        return if director { Ok(()) } else { Err(Refused::NotTheDirector) };
    }
    let rests = |(_, on): &(&Recorded, Decided<'_>)| on.answers.is_some_and(|it| it.recommendation == seq);
    match state.determined(resident, &decided.matter()).filter(rests) {
        Some((on, _)) => Err(Refused::Determined { recommendation: seq, determination: on.entry.seq }),
        None => Ok(()),
    }
}
