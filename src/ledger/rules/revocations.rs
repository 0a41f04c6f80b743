//! The rules of recording on what is taken back. It stays readable, and counts no more.

use super::parts::{by_themselves, must_say, subject};
use super::{Refused, meetings};
use crate::domain::id::ResidentId;
use crate::ledger::chain::{Recorded, Unplaced};
use crate::ledger::entry::{Decided, Role};
use crate::ledger::fold::State;

/// What stands on a resident is taken back with a reason: a decision by whom the rules on decisions let, and a
/// remark, a strength, a goal or the answer to a prompt by who recorded it, or by who keeps the record.
pub(super) fn revokes(state: &State, draft: &Unplaced, seq: u64, reason: &str) -> Result<(), Refused> {
    let resident = subject(draft)?;
    must_say(reason, "the reason for revoking")?;
    meetings::takes_part_in(state, draft)?;
    let stands = state.resident(resident).is_some_and(|known| known.stands(seq));
    let revoked = state.entry(seq).filter(|_| stands).ok_or(Refused::NotRevocable(seq))?;
    match revoked.entry.act.decided() {
        Some(decided) => unrested(state, draft, resident, (seq, &decided)),
        None => by_themselves(draft, &revoked.entry.actor.id),
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
