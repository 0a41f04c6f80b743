//! A ledger that is kept somewhere: read, added to by the rules, and signed.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::chain::{Recorded, Sealed, Unplaced};
use super::entry::Act;
use super::error::{AppendError, FileError, StoreError};
use super::file::{self, LedgerFile, fresh_id};
use super::fold::State;
use super::identity::Identity;
use super::memory::{Memory, News, Verified};
use super::place::LedgerPlace;
use super::postgres::{KnownLines, LedgerTable};
use super::recording::{Stamp, checkpoint_over, planned, signed};
use super::remembered::{Clock, Remembered};
use super::running::Running;
use super::verify::{self, KnownElsewhere, Verification};
use super::whole;

/// A ledger, read up to some entry.
#[derive(Debug)]
pub struct Ledger {
    store: Store,
    state: State,
    /// The first act may begin a ledger.
    begins: bool,
    remembered: Option<Remembered>,
}

#[derive(Debug)]
enum Store {
    File(Box<LedgerFile>),
    Table(Box<Shared>),
}

/// A ledger in a database, with what was read of it.
#[derive(Debug)]
struct Shared {
    table: LedgerTable,
    read: Running,
    /// What was verified of it before.
    trust: Option<Verified>,
}

impl Ledger {
    /// Reads the ledger in the file at `path`; one that does not exist yet is without entries.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let (mut file, mut state) = (LedgerFile::at(path)?, State::default());
        file.refresh(&mut state)?;
        Ok(Self { store: Store::File(Box::new(file)), state, begins: false, remembered: None })
    }

    /// Reads the ledger at `place`.
    pub fn at(place: &LedgerPlace) -> Result<Self, StoreError> {
        let mut ledger = Self::unread(place)?;
        ledger.refresh()?;
        Ok(ledger)
    }

    /// Reads the ledger at `place`, where `folder` keeps what was verified of it before: what is still the same is not
    /// verified again, and one that is shorter or another than it was is recorded in by nobody until somebody says so.
    pub fn remembering(place: &LedgerPlace, folder: Option<&Path>, clock: Clock) -> Result<Self, StoreError> {
        // Before the ledger itself: whatever another process remembers by now is there when it is read.
        let memory = Memory::of(folder, place);
        let mut ledger = Self::unread(place)?;
        let trusted = memory.verified().cloned();
        match &mut ledger.store {
            Store::File(file) => file.trust(trusted),
            Store::Table(table) => table.trust = trusted,
        }
        ledger.remembered = Some(Remembered::new(memory, clock));
        ledger.refresh()?;
        Ok(ledger)
    }

    fn unread(place: &LedgerPlace) -> Result<Self, StoreError> {
        let store = match place {
            LedgerPlace::File(path) => Store::File(Box::new(LedgerFile::at(path)?)),
            LedgerPlace::Table(address) => Store::Table(Box::new(Shared {
                table: LedgerTable::connect(address)?,
                read: Running::default(),
                trust: None,
            })),
        };
        Ok(Self { store, state: State::default(), begins: false, remembered: None })
    }

    /// Says what is out of the ordinary with the ledger: that it is not what it was, how its last line ends, and that
    /// what was verified cannot be kept.
    pub fn notes(&self) -> Vec<String> {
        let mut notes: Vec<_> = self.remembered.iter().flat_map(Remembered::notes).collect();
        notes.extend(
            self.remembered.iter().filter_map(|remembered| clock_behind(&self.state, remembered.now())),
        );
        if let Some(file) = self.file() {
            notes.extend(file.elsewhere().map(|why| {
                format!("{} is {why}: two who record at once would break it for good", self.shown())
            }));
            notes.extend(file::copies(file.path()));
            if file.lacks_feed() {
                let last = self.state.count();
                notes.push(format!(
                    "entry {last} is whole and lacks its line feed, which the next act brings"
                ));
            }
            if let Some(bytes) = file.torn() {
                let words = file.torn_words();
                notes.push(format!(
                    "the last {bytes} bytes of {} are no entry and were never acknowledged; the next act sets them \
                     aside into a file: {words}",
                    self.shown()
                ));
            }
        }
        notes
    }

    /// Returns how the ledger differs from what was read here before.
    pub fn news(&self) -> Option<&News> {
        self.remembered.as_ref()?.news()
    }

    /// Takes the ledger as it is, though it is not what was read here before.
    pub fn accept(&mut self) -> io::Result<()> {
        let now = self.verified_now();
        self.remembered.as_mut().map_or(Ok(()), |remembered| remembered.accept(now))
    }

    /// Returns what is known to hold by now; `None` where there is nothing, or its last line is not at its end.
    fn verified_now(&self) -> Option<Verified> {
        let (length, bytes) = match &self.store {
            Store::File(file) => file.read_so_far()?,
            Store::Table(store) => store.read.so_far(),
        };
        let at = self.remembered.as_ref()?.now();
        (self.state.count() > 0).then(|| Verified::of(self.state.head(), length, bytes, at))
    }

    /// Holds what is there by now against what was, and keeps it where that goes on.
    fn remember(&mut self) {
        let now = self.verified_now();
        if let Some(remembered) = &mut self.remembered {
            remembered.hold(&self.state, now);
        }
    }

    /// Lets the first act begin a new ledger, which no act does unasked: whoever records it is its only signer.
    pub fn begin(&mut self) {
        self.begins = true;
    }

    /// Takes somebody's word that nobody writes the ledger's file from another machine.
    pub fn take_locks_as_local(&mut self) {
        if let Store::File(file) = &mut self.store {
            file.take_locks_as_local();
        }
    }

    /// Returns the ledgers that lie near: those in the same folder or database, each with how much it holds.
    pub fn near(&mut self) -> Vec<String> {
        match &mut self.store {
            Store::File(file) => file::near(file.path()),
            Store::Table(store) => store.table.others().unwrap_or_default(),
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
        self.read_on()?;
        self.remember();
        Ok(())
    }

    fn read_on(&mut self) -> Result<(), StoreError> {
        match &mut self.store {
            Store::File(file) => file.refresh(&mut self.state)?,
            Store::Table(store) => {
                let Shared { table, read, trust } = &mut **store;
                let lines = table.lines_after(&known(&self.state))?;
                let from = trust.take().map_or(0, |trust| read.known(&lines, &trust, &mut self.state));
                read.take_in(&mut self.state, &lines[from..]).map_err(|wrong| wrong.at(&table.shown()))?;
            }
        }
        Ok(())
    }

    /// Verifies everything again, against the entries that this session has read before.
    pub fn verify(&mut self) -> Result<Verification, StoreError> {
        match &mut self.store {
            Store::File(file) => Ok(file.verify(self.state.head())?),
            Store::Table(store) => {
                let bytes = whole::lines(&mut store.table)?;
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
        self.is_as_remembered()?;
        if !self.founded(&plan)? {
            self.write(plan, |_| Ok(()))?;
        }
        self.remember();
        if let Some(file) = self.file().filter(|_| *self.state.signers() != listed) {
            // The entry is recorded, whatever becomes of the copy; `trellis identity list` prints it too.
            let _ = file.keep_signers(self.state.signers());
        }
        Ok(self.recorded(&draft.id))
    }

    /// Writes what `plan` makes of nothing as a new file, where there is none; tells whether it did.
    fn founded(
        &mut self,
        plan: &impl Fn(&State) -> Result<Vec<Sealed>, AppendError>,
    ) -> Result<bool, AppendError> {
        let Store::File(file) = &mut self.store else { return Ok(false) };
        if self.state.count() > 0 || file.is_there() {
            return Ok(false);
        }
        let new = plan(&self.state)?;
        let made = file.found(&new)?;
        if made {
            for sealed in new {
                self.state.apply(sealed.recorded);
            }
        }
        Ok(made)
    }

    /// Returns where the ledger stands, as messages say it.
    pub fn shown(&self) -> String {
        match &self.store {
            Store::File(file) => LedgerPlace::File(file.path().to_owned()).to_string(),
            Store::Table(store) => store.table.shown(),
        }
    }

    /// Refuses to record in a ledger that is not the one that was read here before.
    fn is_as_remembered(&self) -> Result<(), AppendError> {
        self.news().map_or(Ok(()), |news| Err(AppendError::NotAsRemembered(Box::new(news.clone()))))
    }

    /// Records a checkpoint over all entries that there are; not before `keep` has its line, so that none counts which
    /// nobody could keep elsewhere.
    pub fn checkpoint(
        &mut self,
        by: &Stamp,
        identity: &Identity,
        keep: impl FnOnce(&str) -> io::Result<()>,
    ) -> Result<Arc<Recorded>, AppendError> {
        self.is_as_remembered()?;
        let id = by.id.clone();
        let plan = |state: &State| match state.with_id(&by.id) {
            Some(_) => Ok(Vec::new()),
            None => Ok(vec![signed(state, &checkpoint_over(state, by.clone()), identity)?]),
        };
        self.write(plan, |new| {
            new.first().map_or(Ok(()), |sealed| keep(&sealed.line)).map_err(AppendError::NotKept)
        })?;
        self.remember();
        Ok(self.recorded(&id))
    }

    /// Records a checkpoint, and behind it that `entries` are cut, in one write: neither without the other.
    pub fn cut(
        &mut self,
        by: &Stamp,
        entries: &[(u64, u64)],
        reason: &str,
        identity: &Identity,
    ) -> Result<Arc<Recorded>, AppendError> {
        self.is_as_remembered()?;
        let id = by.id.clone();
        let plan = |state: &State| {
            if state.with_id(&by.id).is_some() {
                return Ok(Vec::new());
            }
            let before = Stamp { id: fresh_id(), ..by.clone() };
            let checkpoint = signed(state, &checkpoint_over(state, before), identity)?;
            let mut after = state.clone();
            after.apply(Arc::clone(&checkpoint.recorded));
            let Stamp { id, at, actor } = by.clone();
            let act = Act::Cut { entries: entries.to_vec(), reason: reason.to_owned() };
            let cut = Unplaced { id, at, actor, subject: None, act, supersedes: None, evidence: None };
            Ok(vec![checkpoint, signed(&after, &cut, identity)?])
        };
        self.write(plan, |_| Ok(()))?;
        self.remember();
        Ok(self.recorded(&id))
    }

    /// Writes what `plan` makes of all entries that there are. It signs, which may wait for a person, and so it is asked
    /// before anything is locked; where others were quicker, it is asked again. `keep` has what is written before it is.
    fn write(
        &mut self,
        plan: impl Fn(&State) -> Result<Vec<Sealed>, AppendError>,
        keep: impl FnOnce(&[Sealed]) -> Result<(), AppendError>,
    ) -> Result<(), AppendError> {
        let mut keep = Some(keep);
        loop {
            self.read_on()?;
            let new = plan(&self.state)?;
            let mut kept = || keep.take().map_or(Ok(()), |keep| keep(&new));
            if new.is_empty() || self.written(&new, &mut kept)? {
                return Ok(());
            }
        }
    }

    /// Writes `new` unless others have written since; tells whether it did.
    fn written(
        &mut self,
        new: &[Sealed],
        keep: &mut dyn FnMut() -> Result<(), AppendError>,
    ) -> Result<bool, AppendError> {
        let Shared { table, read, .. } = match &mut self.store {
            Store::File(file) => return file.append(&mut self.state, new, keep),
            Store::Table(store) => &mut **store,
        };
        let (at, known, state) = (table.shown(), known(&self.state), &mut self.state);
        let mut is_first = false;
        table.append(&known, |lines| -> Result<Vec<String>, AppendError> {
            // Others have committed these, whatever becomes of what was planned here.
            read.take_in(state, lines).map_err(|wrong| wrong.at(&at))?;
            is_first = lines.is_empty();
            if !is_first {
                return Ok(Vec::new());
            }
            keep()?;
            Ok(new.iter().map(|sealed| sealed.line.clone()).collect())
        })?;
        if is_first {
            for sealed in new {
                read.add(&sealed.line);
                self.state.apply(Arc::clone(&sealed.recorded));
            }
        }
        Ok(is_first)
    }

    /// Returns the entry with this `id`, which was just written or found by the plan that wrote nothing.
    fn recorded(&self, id: &str) -> Arc<Recorded> {
        let recorded = self.state.with_id(id).cloned();
        recorded.unwrap_or_else(|| unreachable!("an act that was written is in the state: {id}"))
    }
}

/// Says that this machine's clock is behind the last entry's, by more than clocks of one room are apart.
fn clock_behind(state: &State, now: DateTime<Utc>) -> Option<String> {
    let last = &state.entry(state.count())?.entry;
    let time = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%MZ");
    (last.at > now + TimeDelta::minutes(5)).then(|| {
        format!(
            "entry {} is dated {}, and the clock of this machine says {}: one of them is wrong; set the clock before \
             anything is recorded",
            last.seq,
            time(last.at),
            time(now)
        )
    })
}

/// Returns what a table asks of those who have read it before.
fn known(state: &State) -> KnownLines {
    KnownLines { lines: state.count(), hash: state.head().hash.to_string() }
}
