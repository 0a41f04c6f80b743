//! The state of the program and of each resident, as a fold over the entries.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::chain::{Head, Recorded};
use super::entry::{Act, Actor, Decided, Decision, Hash, Matter};
use super::signers::{Signers, SignersError};
use super::tree::Tree;
use crate::domain::entrustment::Entrustment;
use crate::domain::id::{EpaId, ResidentId};
use crate::domain::overall::Overall;
use crate::domain::standing::Standing;

mod meeting;
mod resident;

pub use meeting::{Attendance, Meeting, Review, Seal, Turn};
pub use resident::{Acknowledged, Appeal, Decisions, Release, ResidentState, Viewed};

/// What the entries add up to. The same entries always give the same state.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// By their place; a line that was cut, or set aside, is none.
    entries: Vec<Option<Arc<Recorded>>>,
    tree: Tree,
    /// The list in force.
    signers: Signers,
    checkpoints: Vec<Checkpoint>,
    /// Lines that were cut and that no `cut` entry names so far.
    unexplained: BTreeSet<u64>,
    /// Lines that did not hold and stand in their places, without being entries.
    aside: BTreeMap<u64, Arc<[u8]>>,
    by_id: HashMap<String, u64>,
    residents: BTreeMap<ResidentId, ResidentState>,
    /// Acknowledged prompts of the program as a whole.
    program: BTreeMap<String, Acknowledged>,
    meetings: Vec<Meeting>,
    /// Entries that were superseded or taken back, and goals that were closed.
    ended: BTreeMap<u64, Fate>,
}

/// A root that was signed: what a copy kept elsewhere holds the ledger to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checkpoint {
    pub entry: u64,
    /// How many entries it stands for.
    pub size: u64,
    pub root: Hash,
    pub at: DateTime<Utc>,
    pub by: Actor,
}

/// Whether an entry still stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    Stands,
    /// Another entry took its place.
    SupersededBy(u64),
    /// An entry took it back, and put nothing in its place.
    RevokedBy(u64),
    /// A goal that an entry closed.
    ClosedBy(u64),
}

impl State {
    /// Folds `entries`, which are taken to be linked and admissible.
    pub fn of(entries: impl IntoIterator<Item = Arc<Recorded>>) -> Self {
        let mut state = Self::default();
        entries.into_iter().for_each(|recorded| state.apply(recorded));
        state
    }

    /// Returns the list that rules the next entry: the one in force, and for the first entry its own.
    pub fn ruling(&self, next: &Act) -> Result<Cow<'_, Signers>, SignersError> {
        match next {
            Act::SignersNamed { allowed } if self.count() == 0 => Signers::parse(allowed).map(Cow::Owned),
            _ => Ok(Cow::Borrowed(&self.signers)),
        }
    }

    /// Takes in a line that was cut, of which only the hash is left.
    pub(super) fn skip(&mut self, hash: Hash) {
        self.entries.push(None);
        self.tree.push(hash);
        self.unexplained.insert(self.count());
    }

    /// Takes in a line that does not hold, where a later entry sets it aside.
    pub(super) fn lay_aside(&mut self, line: &[u8]) {
        self.entries.push(None);
        self.tree.push(Hash::of(line));
        self.aside.insert(self.count(), line.into());
    }

    /// Returns the line at `seq`, where it was set aside and stands there.
    pub fn aside_at(&self, seq: u64) -> Option<&[u8]> {
        self.aside.get(&seq).map(AsRef::as_ref)
    }

    /// Returns the lines right before the next entry that are laid aside: the place of the first, how many, and the
    /// SHA-256 of their bytes, line feeds included.
    pub(super) fn laid_aside(&self) -> Option<(u64, u64, Hash)> {
        let last = self.count();
        let lines = (1..=last).rev().take_while(|seq| self.aside.contains_key(seq)).count() as u64;
        let first = last + 1 - lines;
        let bytes = self.aside.range(first..).flat_map(|(_, line)| line.iter().copied().chain([b'\n']));
        (lines > 0).then(|| (first, lines, Hash::of(&bytes.collect::<Vec<u8>>())))
    }

    /// Returns the state as it was after the entry `seq`.
    #[must_use]
    pub fn up_to(&self, seq: u64) -> Self {
        let mut state = Self::default();
        for (place, entry) in (1..=seq).zip(&self.entries) {
            match entry {
                Some(recorded) => state.apply(Arc::clone(recorded)),
                None => match self.aside.get(&place) {
                    Some(line) => state.lay_aside(line),
                    None => state.skip(self.tree.hash(place).unwrap_or_default()),
                },
            }
        }
        state
    }

    /// Takes in one entry, which is taken to be linked and admissible.
    pub fn apply(&mut self, recorded: Arc<Recorded>) {
        let entry = &recorded.entry;
        self.by_id.insert(entry.id.clone(), entry.seq);
        if let Some(replaced) = &entry.supersedes {
            self.ended.insert(replaced.entry, Fate::SupersededBy(entry.seq));
        }
        if let Some(subject) = &entry.subject {
            self.residents.entry(subject.clone()).or_default().apply(entry);
        }
        if let Some(open) = self.meetings.iter_mut().rfind(|meeting| meeting.closed.is_none()) {
            open.apply(entry);
        }
        match &entry.act {
            // The rules have read it; a list that cannot be read permits nobody.
            Act::SignersNamed { allowed } => self.signers = Signers::parse(allowed).unwrap_or_default(),
            Act::Checkpoint { size, root } => self.checkpoints.push(Checkpoint {
                entry: entry.seq,
                size: *size,
                root: *root,
                at: entry.at,
                by: entry.actor.clone(),
            }),
            Act::Cut { entries, .. } => {
                for seq in entries.iter().flat_map(|(first, last)| *first..=*last) {
                    self.unexplained.remove(&seq);
                    // All about a resident is cut or nothing: whatever stood stands no longer.
                    if let Some(subject) = self.entry(seq).and_then(|cut| cut.entry.subject.clone()) {
                        self.residents.remove(&subject);
                        self.meetings.iter_mut().for_each(|meeting| meeting.forget(&subject));
                    }
                }
            }
            Act::MeetingOpened { .. } => self.meetings.extend(Meeting::opened(entry)),
            Act::Revocation { entry: revoked, .. } => {
                self.ended.insert(*revoked, Fate::RevokedBy(entry.seq));
                self.program.retain(|_, answer| answer.entry != *revoked);
                self.meetings.iter_mut().for_each(|meeting| meeting.take_back(*revoked));
            }
            Act::GoalClosed { entry: closed, .. } => {
                self.ended.insert(*closed, Fate::ClosedBy(entry.seq));
            }
            Act::PromptAcknowledged { prompt, .. } if entry.subject.is_none() => {
                self.program.extend(Acknowledged::of(entry).map(|a| (prompt.clone(), a)));
            }
            _ => {}
        }
        self.tree.push(recorded.hash);
        self.entries.push(Some(recorded));
    }

    /// Returns the number of entries, cut ones and lines that were set aside among them.
    pub fn count(&self) -> u64 {
        self.tree.size()
    }

    /// Returns the number of entries and the hash of the last.
    pub fn head(&self) -> Head {
        let count = self.count();
        Head { count, hash: self.tree.hash(count).unwrap_or(Hash::NONE) }
    }

    /// Returns the tree over all entries.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Returns the list of signers in force.
    pub fn signers(&self) -> &Signers {
        &self.signers
    }

    /// Returns the checkpoints, oldest first.
    pub fn checkpoints(&self) -> &[Checkpoint] {
        &self.checkpoints
    }

    /// Returns the first checkpoint that stands for the entry `seq`.
    pub fn proven_by(&self, seq: u64) -> Option<&Checkpoint> {
        self.checkpoints.iter().find(|checkpoint| checkpoint.size >= seq)
    }

    /// Returns the first line that was cut and that no `cut` entry names.
    pub fn cut_by_nobody(&self) -> Option<u64> {
        self.unexplained.first().copied()
    }

    /// Returns how many lines were cut.
    pub fn cut(&self) -> u64 {
        self.entries.iter().filter(|entry| entry.is_none()).count() as u64 - self.aside()
    }

    /// Returns how many lines stand in the ledger and were set aside.
    pub fn aside(&self) -> u64 {
        self.aside.len() as u64
    }

    /// Returns all entries that are there, in order.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Arc<Recorded>> {
        self.entries.iter().flatten()
    }

    /// Returns the entries after the first `count`: what a reader who has seen so many lacks.
    pub fn since(&self, count: u64) -> impl Iterator<Item = &Arc<Recorded>> {
        self.entries.iter().skip(usize::try_from(count).unwrap_or(usize::MAX)).flatten()
    }

    /// Returns the entry with the sequence `seq`.
    pub fn entry(&self, seq: u64) -> Option<&Recorded> {
        self.shared(seq).map(Arc::as_ref)
    }

    fn shared(&self, seq: u64) -> Option<&Arc<Recorded>> {
        self.entries.get(usize::try_from(seq.checked_sub(1)?).ok()?)?.as_ref()
    }

    /// Returns the entry that a draft with this `id` became, if it was recorded.
    pub fn with_id(&self, id: &str) -> Option<&Arc<Recorded>> {
        self.shared(*self.by_id.get(id)?)
    }

    /// Tells what became of the entry `seq`; what nothing ends stands for good.
    pub fn fate(&self, seq: u64) -> Fate {
        self.ended.get(&seq).copied().unwrap_or(Fate::Stands)
    }

    /// Tells whether the entry `seq` was taken back.
    pub fn is_revoked(&self, seq: u64) -> bool {
        matches!(self.fate(seq), Fate::RevokedBy(_))
    }

    /// Returns the entry `seq` where it is something that stands and can be taken back: what
    /// [`ResidentState::stands`] names, or the last answer to a prompt of the program.
    pub fn standing_entry(&self, seq: u64) -> Option<&Recorded> {
        let recorded = self.entry(seq)?;
        let stands = match &recorded.entry.subject {
            Some(subject) => self.resident(subject)?.stands(seq),
            None => self.program.values().any(|answer| answer.entry == seq),
        };
        stands.then_some(recorded)
    }

    /// Returns what the entries say of one resident, or `None` where they never name the resident.
    pub fn resident(&self, id: &ResidentId) -> Option<&ResidentState> {
        self.residents.get(id)
    }

    /// Returns what is agreed and decided about one resident, as the rules read it.
    pub fn standing(&self, id: &ResidentId) -> Standing {
        let Some(state) = self.resident(id) else { return Standing::default() };
        let mut goals: Vec<_> = state.goals().cloned().collect();
        goals.sort_by_key(|goal| (goal.due, goal.entry));
        let entrusted = state.matters().filter_map(|(matter, _)| self.entrustment(id, matter));
        Standing { goals, entrusted: entrusted.collect() }
    }

    /// Returns the level that stands on one activity; a deferral leaves none.
    fn entrustment(&self, id: &ResidentId, on: &Matter) -> Option<(EpaId, Entrustment)> {
        let (recorded, decided) = self.decided(id, on)?;
        let decision = decided.activity()?;
        let (scale, level) = (decision.scale.clone(), decision.level.clone()?);
        let since = recorded.entry.at;
        Some((decision.epa.clone(), Entrustment { scale, level, since }))
    }

    /// Returns the recommendation that stands on one matter, with its entry.
    pub fn recommended(&self, id: &ResidentId, on: &Matter) -> Option<(&Recorded, Decided<'_>)> {
        self.decision(self.resident(id)?.decisions(on)?.recommendation()?)
    }

    /// Returns the determination that stands on one matter, with its entry.
    pub fn determined(&self, id: &ResidentId, on: &Matter) -> Option<(&Recorded, Decided<'_>)> {
        self.decision(self.resident(id)?.decisions(on)?.determination()?)
    }

    /// Returns the decision that stands on one matter: the determination, or the recommendation before there is
    /// one.
    pub fn decided(&self, id: &ResidentId, on: &Matter) -> Option<(&Recorded, Decided<'_>)> {
        self.determined(id, on).or_else(|| self.recommended(id, on))
    }

    fn decision(&self, seq: u64) -> Option<(&Recorded, Decided<'_>)> {
        let recorded = self.entry(seq)?;
        Some((recorded, recorded.entry.act.decided()?))
    }

    /// Returns all residents whom an entry is about.
    pub fn residents(&self) -> impl Iterator<Item = (&ResidentId, &ResidentState)> {
        self.residents.iter()
    }

    /// Returns the entries about one resident, oldest first.
    pub fn entries_of(&self, id: &ResidentId) -> impl Iterator<Item = &Recorded> {
        let entries = self.resident(id).map(ResidentState::entries).unwrap_or_default();
        entries.iter().filter_map(|seq| self.entry(*seq))
    }

    /// Returns the recommendation that stands on one activity, with its entry.
    pub fn recommendation(&self, id: &ResidentId, epa: &EpaId) -> Option<(&Recorded, &Decision)> {
        of_an_activity(self.recommended(id, &Matter::Activity(epa.clone()))?)
    }

    /// Returns the determination that stands on one activity, with its entry.
    pub fn determination(&self, id: &ResidentId, epa: &EpaId) -> Option<(&Recorded, &Decision)> {
        of_an_activity(self.determined(id, &Matter::Activity(epa.clone()))?)
    }

    /// Returns what was decided last of what stands on one activity, a recommendation or a determination.
    pub fn decided_last(&self, id: &ResidentId, epa: &EpaId) -> Option<(&Recorded, &Decision)> {
        let both = [self.recommendation(id, epa), self.determination(id, epa)];
        both.into_iter().flatten().max_by_key(|(recorded, _)| recorded.entry.seq)
    }

    /// Returns the recommendation that stands on the resident as a whole, with its entry.
    pub fn overall_recommendation(&self, id: &ResidentId) -> Option<(&Recorded, &Overall)> {
        let (recorded, decided) = self.recommended(id, &Matter::Overall)?;
        Some((recorded, decided.overall()?))
    }

    /// Returns the determination that stands on the resident as a whole, with its entry.
    pub fn overall_determination(&self, id: &ResidentId) -> Option<(&Recorded, &Overall)> {
        let (recorded, decided) = self.determined(id, &Matter::Overall)?;
        Some((recorded, decided.overall()?))
    }

    /// Returns how the program's own prompt was acknowledged, if its facts are still `facts`.
    pub fn program_acknowledged(&self, prompt: &str) -> Option<&Acknowledged> {
        self.program.get(prompt)
    }

    /// Returns all meetings, in the order of their opening.
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// Returns the meeting that is open now.
    pub fn open_meeting(&self) -> Option<&Meeting> {
        self.meetings.iter().rfind(|m| m.closed.is_none())
    }

    /// Returns the meeting that was closed last: what "since the last meeting" counts from.
    pub fn last_meeting(&self) -> Option<&Meeting> {
        self.meetings.iter().rfind(|m| m.closed.is_some())
    }
}

fn of_an_activity<'a>(
    (recorded, decided): (&'a Recorded, Decided<'a>),
) -> Option<(&'a Recorded, &'a Decision)> {
    Some((recorded, decided.activity()?))
}
