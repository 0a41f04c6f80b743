//! A ledger that is kept somewhere: read, added to by the rules, and signed.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::admission::Wrong;
use super::chain::{self, Recorded, Sealed, Unplaced};
use super::entry::{Act, Actor};
use super::error::{AppendError, FileError, StoreError};
use super::file::{self, LedgerFile, fresh_id};
use super::fold::State;
use super::identity::Identity;
use super::place::LedgerPlace;
use super::postgres::{KnownLines, LedgerTable, TableError};
use super::rules::{self, Refused};
use super::signers::{Signer, Signers};
use super::verify::{self, KnownElsewhere, Progress, Verdict, Verification};

/// A ledger, read up to some entry.
#[derive(Debug)]
pub struct Ledger {
    store: Store,
    state: State,
    /// The first act may begin a ledger.
    begins: bool,
}

#[derive(Debug)]
enum Store {
    File(Box<LedgerFile>),
    Table(Box<LedgerTable>),
}

/// Reads the ledger at `place` and verifies it, without writing anything.
pub fn verified(
    place: &LedgerPlace,
    known: &KnownElsewhere,
    progress: Progress<'_>,
) -> Result<(Verification, State), StoreError> {
    let (judged, near) = match place {
        LedgerPlace::File(path) => (file::verified(path, known, progress)?, file::near(path)),
        LedgerPlace::Table(address) => {
            let mut table = LedgerTable::connect(address)?;
            (verify::verified(&whole(&mut table)?, known, progress), table.others()?)
        }
    };
    // Of nothing nobody can tell whether it is what it was.
    if judged.0.verdict == Verdict::Valid && judged.0.holds.count == 0 {
        return Err(StoreError::NoEntries { at: place.to_string(), near });
    }
    Ok(judged)
}

/// Returns a table's lines as the bytes that a file would hold.
fn whole(table: &mut LedgerTable) -> Result<Vec<u8>, TableError> {
    let lines = table.lines_after(&KnownLines::default())?;
    Ok(lines.into_iter().flat_map(|line| (line + "\n").into_bytes()).collect())
}

/// Who records what the ledger itself works out, when, and under which identifier.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub id: String,
    pub at: DateTime<Utc>,
    pub actor: Actor,
}

impl Ledger {
    /// Reads the ledger in the file at `path`; one that does not exist yet is without entries.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let (mut file, mut state) = (LedgerFile::at(path)?, State::default());
        file.refresh(&mut state)?;
        Ok(Self { store: Store::File(Box::new(file)), state, begins: false })
    }

    /// Reads the ledger at `place`.
    pub fn at(place: &LedgerPlace) -> Result<Self, StoreError> {
        match place {
            LedgerPlace::File(path) => Ok(Self::open(path)?),
            LedgerPlace::Table(address) => {
                let store = Store::Table(Box::new(LedgerTable::connect(address)?));
                let mut ledger = Self { store, state: State::default(), begins: false };
                ledger.refresh()?;
                Ok(ledger)
            }
        }
    }

    /// Lets the first act begin a new ledger, which no act does unasked: whoever records it is its only signer.
    pub fn begin(&mut self) {
        self.begins = true;
    }

    /// Returns the ledgers that lie near: those in the same folder or database, each with how much it holds.
    pub fn near(&mut self) -> Vec<String> {
        match &mut self.store {
            Store::File(file) => file::near(file.path()),
            Store::Table(table) => table.others().unwrap_or_default(),
        }
    }

    /// Sets how long to wait for other readers and writers of a file; ten seconds unless told.
    pub fn set_patience(&mut self, patience: Duration) {
        if let Store::File(file) = &mut self.store {
            file.set_patience(patience);
        }
    }

    /// Returns what the entries read so far add up to.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Returns the file, for what only a file has: torn lines and where they went.
    pub fn file(&self) -> Option<&LedgerFile> {
        match &self.store {
            Store::File(file) => Some(file),
            Store::Table(_) => None,
        }
    }

    /// Reads what others have appended since.
    pub fn refresh(&mut self) -> Result<(), StoreError> {
        match &mut self.store {
            Store::File(file) => Ok(file.refresh(&mut self.state)?),
            Store::Table(table) => {
                let lines = table.lines_after(&known(&self.state))?;
                take_in(&mut self.state, &lines).map_err(|wrong| wrong.at(&table.shown()))
            }
        }
    }

    /// Verifies everything again, against the entries that this session has read before.
    pub fn verify(&mut self) -> Result<Verification, StoreError> {
        match &mut self.store {
            Store::File(file) => Ok(file.verify(self.state.head())?),
            Store::Table(table) => {
                let bytes = whole(table)?;
                let seen = KnownElsewhere { head: Some(self.state.head()), signers: None };
                Ok(verify::verified(&bytes, &seen, &mut |_, _| {}).0)
            }
        }
    }

    /// Records `draft`, signed by `identity`, and returns only after its bytes are synced.
    ///
    /// A draft whose `id` was recorded before is not recorded again: its entry is returned. The first act of a ledger
    /// that may begin is preceded by the list of signers, and the end of a meeting followed by a checkpoint, in the
    /// same write.
    pub fn append(&mut self, draft: &Unplaced, identity: &Identity) -> Result<Arc<Recorded>, AppendError> {
        let listed = self.state.signers().clone();
        let (at, begins) = (self.shown(), self.begins);
        let plan = |state: &State| match state.count() {
            0 if !begins && !matches!(draft.act, Act::SignersNamed { .. }) => {
                Err(AppendError::NotBegun { at: at.clone() })
            }
            _ => planned(state, draft, identity),
        };
        if !self.founded(plan)? {
            self.write(plan)?;
        }
        if let Some(file) = self.file().filter(|_| *self.state.signers() != listed) {
            // The entry is recorded, whatever becomes of the copy; `trellis identity list` prints it too.
            let _ = file.keep_signers(self.state.signers());
        }
        Ok(self.recorded(&draft.id))
    }

    /// Writes what `plan` makes of nothing as a new file, where there is none; tells whether it did.
    fn founded(
        &mut self,
        plan: impl FnOnce(&State) -> Result<Vec<Sealed>, AppendError>,
    ) -> Result<bool, AppendError> {
        let Store::File(file) = &mut self.store else { return Ok(false) };
        if self.state.count() > 0 || file.is_there() {
            return Ok(false);
        }
        let new = plan(&self.state)?;
        let made = file.found(&new)?;
        if made {
            new.into_iter().for_each(|sealed| self.state.apply(sealed.recorded));
        }
        Ok(made)
    }

    /// Returns where the ledger stands, as messages say it.
    pub fn shown(&self) -> String {
        match &self.store {
            Store::File(file) => LedgerPlace::File(file.path().to_owned()).to_string(),
            Store::Table(table) => table.shown(),
        }
    }

    /// Records a checkpoint over all entries that there are once the lock is held.
    pub fn checkpoint(&mut self, by: Stamp, identity: &Identity) -> Result<Arc<Recorded>, AppendError> {
        let id = by.id.clone();
        self.write(|state| match state.with_id(&by.id) {
            Some(_) => Ok(Vec::new()),
            None => Ok(vec![signed(state, &checkpoint_over(state, by), identity)?]),
        })?;
        Ok(self.recorded(&id))
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
        self.write(|state| {
            if state.with_id(&by.id).is_some() {
                return Ok(Vec::new());
            }
            let before = Stamp { id: fresh_id(), ..by.clone() };
            let checkpoint = signed(state, &checkpoint_over(state, before), identity)?;
            let mut after = state.clone();
            after.apply(Arc::clone(&checkpoint.recorded));
            let Stamp { id, at, actor } = by;
            let act = Act::Cut { entries, reason };
            let cut = Unplaced { id, at, actor, subject: None, act, supersedes: None, evidence: None };
            Ok(vec![checkpoint, signed(&after, &cut, identity)?])
        })?;
        Ok(self.recorded(&id))
    }

    /// Writes what `plan` makes of all entries that there are, while nobody else writes.
    fn write(
        &mut self,
        plan: impl FnOnce(&State) -> Result<Vec<Sealed>, AppendError>,
    ) -> Result<(), AppendError> {
        let table = match &mut self.store {
            Store::File(file) => return file.append(&mut self.state, plan),
            Store::Table(table) => table,
        };
        let (at, known, state) = (table.shown(), known(&self.state), &mut self.state);
        let mut new = Vec::new();
        table.append(&known, |lines| -> Result<Vec<String>, AppendError> {
            // Others have committed these, whatever becomes of what is planned here.
            take_in(state, lines).map_err(|wrong| wrong.at(&at))?;
            new = plan(state)?;
            Ok(new.iter().map(|sealed| sealed.line.clone()).collect())
        })?;
        for sealed in new {
            self.state.apply(sealed.recorded);
        }
        Ok(())
    }

    /// Returns the entry with this `id`, which was just written or found by the plan that wrote nothing.
    fn recorded(&self, id: &str) -> Arc<Recorded> {
        let recorded = self.state.with_id(id).cloned();
        recorded.unwrap_or_else(|| unreachable!("an act that was written is in the state: {id}"))
    }
}

/// Returns what a table asks of those who have read it before.
fn known(state: &State) -> KnownLines {
    KnownLines { lines: state.count(), hash: state.head().hash.to_string() }
}

/// Takes in the lines that follow, their signatures checked; where one does not hold, none of them.
fn take_in(state: &mut State, lines: &[String]) -> Result<(), Fault> {
    let seen = state.count();
    let broken = lines.iter().find_map(|line| {
        let why = state.take(line.as_bytes()).err()?;
        Some((state.count() + 1, why))
    });
    // A signature before it may be what is wrong first.
    match verify::sound(state, seen).err().or(broken) {
        Some(fault) => {
            *state = state.up_to(seen);
            Err(Fault(fault))
        }
        None => Ok(()),
    }
}

/// The first entry that does not hold, and why.
struct Fault((u64, Wrong));

impl Fault {
    fn at(self, at: &str) -> StoreError {
        let Self((entry, why)) = self;
        StoreError::Broken { at: at.to_owned(), entry, why }
    }
}

/// Returns the entries to write for `draft`; none where it is recorded already.
fn planned(state: &State, draft: &Unplaced, identity: &Identity) -> Result<Vec<Sealed>, AppendError> {
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
fn checkpoint_over(state: &State, by: Stamp) -> Unplaced {
    let act = Act::Checkpoint { size: state.count(), root: state.tree().root() };
    let Stamp { id, at, actor } = by;
    Unplaced { id, at, actor, subject: None, act, supersedes: None, evidence: None }
}

/// Gives `draft` its place after `state`, by the rules, and signs it.
fn signed(state: &State, draft: &Unplaced, identity: &Identity) -> Result<Sealed, AppendError> {
    rules::admissible(state, draft)?;
    let entry = chain::placed(draft, state.head());
    let signers = state.ruling(&draft.act).map_err(Refused::from)?;
    signers.permit(&entry.actor, identity.public(), entry.at).map_err(Refused::from)?;
    let signature = identity.sign(entry.message().as_bytes())?;
    Ok(chain::sealed(entry, signature))
}
