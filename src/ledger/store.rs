//! A ledger that is kept somewhere: read, added to by the rules, and signed.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::chain::{self, Draft, Recorded};
use super::entry::{Act, Actor};
use super::file::{AppendError, FileError, LedgerFile, fresh_id};
use super::fold::State;
use super::identity::Identity;
use super::rules::{self, Refused};
use super::signers::{Signer, Signers};
use super::verify::Verification;

/// A ledger, read up to some entry.
#[derive(Debug)]
pub struct Ledger {
    file: LedgerFile,
    state: State,
}

/// Who records what the ledger itself works out, when, and under which identifier.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub id: String,
    pub at: DateTime<Utc>,
    pub actor: Actor,
}

impl Ledger {
    /// Reads the ledger at `path`; one that does not exist yet is empty, and is made by the first entry.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let mut ledger = Self { file: LedgerFile::at(path)?, state: State::default() };
        ledger.refresh()?;
        Ok(ledger)
    }

    /// Sets how long to wait for other readers and writers; ten seconds unless told.
    pub fn set_patience(&mut self, patience: Duration) {
        self.file.set_patience(patience);
    }

    /// Returns where the ledger stands.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Returns what the entries read so far add up to.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Returns the file, for what only a file has: torn lines and where they went.
    pub fn file(&self) -> &LedgerFile {
        &self.file
    }

    /// Reads what others have appended since.
    pub fn refresh(&mut self) -> Result<(), FileError> {
        self.file.refresh(&mut self.state)
    }

    /// Verifies everything again, against the entries that this session has read before.
    pub fn verify(&self) -> Result<Verification, FileError> {
        self.file.verify(self.state.head())
    }

    /// Records `draft`, signed by `identity`, and returns only after its bytes are synced.
    ///
    /// A draft whose `id` was recorded before is not recorded again: its entry is returned. The first act
    /// in an empty ledger is preceded by the list of signers, and the end of a meeting followed by a
    /// checkpoint, in the same write.
    pub fn append(&mut self, draft: &Draft, identity: &Identity) -> Result<Arc<Recorded>, AppendError> {
        self.file.append(&mut self.state, |state| planned(state, draft, identity))?;
        if matches!(draft.act, Act::SignersNamed { .. }) || self.state.count() <= 2 {
            // The entry is recorded, whatever becomes of the copy; `trellis identity list` prints it too.
            let _ = self.file.keep_signers(self.state.signers());
        }
        self.recorded(&draft.id)
    }

    /// Records a checkpoint over all entries that there are once the lock is held.
    pub fn checkpoint(&mut self, by: Stamp, identity: &Identity) -> Result<Arc<Recorded>, AppendError> {
        let id = by.id.clone();
        self.file.append(&mut self.state, |state| {
            if state.with_id(&by.id).is_some() {
                return Ok(Vec::new());
            }
            Ok(vec![signed(state, &checkpoint_over(state, by), identity)?])
        })?;
        self.recorded(&id)
    }

    /// Records a checkpoint, and behind it that `entries` are cut, in one write: neither without the other.
    pub fn cut(
        &mut self,
        by: Stamp,
        entries: Vec<(u64, u64)>,
        reason: String,
        identity: &Identity,
    ) -> Result<Arc<Recorded>, AppendError> {
        let id = by.id.clone();
        self.file.append(&mut self.state, |state| {
            if state.with_id(&by.id).is_some() {
                return Ok(Vec::new());
            }
            let before = Stamp { id: fresh_id(), ..by.clone() };
            let checkpoint = signed(state, &checkpoint_over(state, before), identity)?;
            let mut after = state.clone();
            after.apply(Arc::clone(&checkpoint));
            let Stamp { id, at, actor } = by;
            let act = Act::Cut { entries, reason };
            let cut = Draft { id, at, actor, subject: None, act, supersedes: None, evidence: None };
            Ok(vec![checkpoint, signed(&after, &cut, identity)?])
        })?;
        self.recorded(&id)
    }

    fn recorded(&self, id: &str) -> Result<Arc<Recorded>, AppendError> {
        let recorded = self.state.with_id(id).cloned();
        recorded.ok_or_else(|| FileError::Gone { path: self.path().to_owned() }.into())
    }
}

/// Returns the entries to write for `draft`; none where it is recorded already.
fn planned(state: &State, draft: &Draft, identity: &Identity) -> Result<Vec<Arc<Recorded>>, AppendError> {
    if let Some(recorded) = state.with_id(&draft.id) {
        let same = Draft::of(&recorded.entry).is_same_act(draft);
        return if same { Ok(Vec::new()) } else { Err(Refused::IdTaken(recorded.entry.seq).into()) };
    }
    if state.count() == 0 && !matches!(draft.act, Act::SignersNamed { .. }) {
        let founding = founding(draft, identity)?;
        let first = signed(&State::default(), &founding, identity)?;
        let second = signed(&State::of([Arc::clone(&first)]), draft, identity)?;
        return Ok(vec![first, second]);
    }
    let recorded = signed(state, draft, identity)?;
    if !matches!(draft.act, Act::MeetingClosed { .. }) {
        return Ok(vec![recorded]);
    }
    let mut after = state.clone();
    after.apply(Arc::clone(&recorded));
    let by = Stamp { id: fresh_id(), at: draft.at, actor: draft.actor.clone() };
    let checkpoint = signed(&after, &checkpoint_over(&after, by), identity)?;
    Ok(vec![recorded, checkpoint])
}

/// The list of signers that a new ledger begins with: whoever records the first act, in their role.
fn founding(draft: &Draft, identity: &Identity) -> Result<Draft, Refused> {
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
    Ok(Draft { subject: None, supersedes: None, evidence: None, id: fresh_id(), act, ..draft.clone() })
}

/// The checkpoint over all entries of `state`.
fn checkpoint_over(state: &State, by: Stamp) -> Draft {
    let act = Act::Checkpoint { size: state.count(), root: state.tree().root() };
    let Stamp { id, at, actor } = by;
    Draft { id, at, actor, subject: None, act, supersedes: None, evidence: None }
}

/// Gives `draft` its place after `state`, by the rules, and signs it.
fn signed(state: &State, draft: &Draft, identity: &Identity) -> Result<Arc<Recorded>, AppendError> {
    rules::admissible(state, draft)?;
    let entry = chain::placed(draft, state.head());
    let own = match &draft.act {
        Act::SignersNamed { allowed } if state.count() == 0 => {
            Some(Signers::parse(allowed).map_err(Refused::from)?)
        }
        _ => None,
    };
    let signers = own.as_ref().unwrap_or(state.signers());
    signers.permit(&entry.actor, identity.public(), entry.at).map_err(Refused::from)?;
    let signature = identity.sign(entry.message().as_bytes())?;
    Ok(Arc::new(chain::sealed(entry, signature)))
}
