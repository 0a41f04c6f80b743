//! What is written for an act: its entry, and those that come with it, each in its place, by the rules and signed.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::chain::{self, Sealed, Unplaced};
use super::entry::{Act, Actor};
use super::error::AppendError;
use super::file::fresh_id;
use super::fold::State;
use super::identity::Identity;
use super::rules::{self, Refused};
use super::signers::{Signer, Signers};

/// Who records what the ledger itself works out, when, and under which identifier.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub id: String,
    pub at: DateTime<Utc>,
    pub actor: Actor,
}

/// Returns the entries to write for `draft`; none where it is recorded already.
pub fn planned(state: &State, draft: &Unplaced, identity: &Identity) -> Result<Vec<Sealed>, AppendError> {
    if let Some(recorded) = state.with_id(&draft.id) {
        let same = Unplaced::of(&recorded.entry).is_same_act(draft);
        return if same { Ok(Vec::new()) } else { Err(Refused::IdTaken(recorded.entry.seq).into()) };
    }
    if state.count() == 0 && !matches!(draft.act, Act::SignersNamed { .. }) {
        let founding = founding(draft, identity)?;
        let first = signed(&State::default(), &founding, identity)?;
        let second = signed(&State::of([Arc::clone(&first.recorded)]), draft, identity)?;
        return Ok(vec![first, second]);
    }
    let act = signed(state, draft, identity)?;
    if !matches!(draft.act, Act::MeetingClosed { .. }) {
        return Ok(vec![act]);
    }
    let mut after = state.clone();
    after.apply(Arc::clone(&act.recorded));
    let by = Stamp { id: fresh_id(), at: draft.at, actor: draft.actor.clone() };
    let checkpoint = signed(&after, &checkpoint_over(&after, by), identity)?;
    Ok(vec![act, checkpoint])
}

/// The list of signers that a new ledger begins with: whoever records the first act, in their role.
fn founding(draft: &Unplaced, identity: &Identity) -> Result<Unplaced, Refused> {
    if !draft.actor.role.keeps_the_record() {
        return Err(Refused::NobodySigns);
    }
    let founder = Signer {
        id: draft.actor.id.clone(),
        roles: vec![draft.actor.role],
        after: None,
        before: None,
        key: identity.public().clone(),
    };
    let act = Act::SignersNamed { allowed: Signers::default().with(founder).to_string() };
    Ok(Unplaced { subject: None, supersedes: None, evidence: None, id: fresh_id(), act, ..draft.clone() })
}

/// The checkpoint over all entries of `state`.
pub fn checkpoint_over(state: &State, by: Stamp) -> Unplaced {
    let act = Act::Checkpoint { size: state.count(), root: state.tree().root() };
    let Stamp { id, at, actor } = by;
    Unplaced { id, at, actor, subject: None, act, supersedes: None, evidence: None }
}

/// Gives `draft` its place after `state`, by the rules, and signs it.
pub fn signed(state: &State, draft: &Unplaced, identity: &Identity) -> Result<Sealed, AppendError> {
    rules::admissible(state, draft)?;
    let entry = chain::placed(draft, state.head());
    let signers = state.ruling(&draft.act).map_err(Refused::from)?;
    signers.permit(&entry.actor, identity.public(), entry.at).map_err(Refused::from)?;
    let signature = identity.sign(entry.message().as_bytes())?;
    Ok(chain::sealed(entry, signature))
}
