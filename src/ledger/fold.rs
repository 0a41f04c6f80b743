//! The state of the program and of each resident, as a fold over the entries.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::chain::{self, Head, Recorded, Wrong};
use super::entry::{Act, Decision, Hash};
use super::rules;
use crate::domain::entrustment::Entrustment;
use crate::domain::id::{EpaId, ResidentId};
use crate::domain::standing::Standing;

mod resident;

pub use resident::{Acknowledged, EpaState, ResidentState, Viewed};

/// What the entries add up to. The same entries always give the same state.
#[derive(Clone, Debug, Default)]
pub struct State {
    entries: Vec<Arc<Recorded>>,
    by_id: HashMap<String, u64>,
    residents: BTreeMap<ResidentId, ResidentState>,
    /// Acknowledged prompts of the program as a whole.
    program: BTreeMap<String, Acknowledged>,
    meetings: Vec<Meeting>,
    /// Decisions that no longer stand, and goals that are no longer open.
    ended: BTreeMap<u64, Fate>,
}

/// A meeting that was opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Meeting {
    pub id: String,
    pub title: String,
    /// The entry that opened it.
    pub opened: u64,
    pub opened_at: DateTime<Utc>,
    /// The entry that closed it, and its time.
    pub closed: Option<(u64, DateTime<Utc>)>,
}

/// Whether a decision still stands, or a goal is still open.
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

    /// Reads the next line of a ledger, checks link and rules, and takes it in.
    pub fn take(&mut self, line: &[u8]) -> Result<Arc<Recorded>, Wrong> {
        let recorded = Arc::new(chain::linked(self.head(), line)?);
        rules::admissible(self, &chain::Draft::of(&recorded.entry))?;
        self.apply(Arc::clone(&recorded));
        Ok(recorded)
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
        match &entry.act {
            Act::MeetingOpened { meeting, title } => self.meetings.push(Meeting {
                id: meeting.clone(),
                title: title.clone(),
                opened: entry.seq,
                opened_at: entry.at,
                closed: None,
            }),
            Act::MeetingClosed { meeting } => {
                if let Some(open) = self.meetings.iter_mut().rfind(|m| m.id == *meeting) {
                    open.closed = Some((entry.seq, entry.at));
                }
            }
            Act::Revocation { entry: revoked, .. } => {
                self.ended.insert(*revoked, Fate::RevokedBy(entry.seq));
            }
            Act::GoalClosed { entry: closed, .. } => {
                self.ended.insert(*closed, Fate::ClosedBy(entry.seq));
            }
            Act::PromptAcknowledged { prompt, .. } if entry.subject.is_none() => {
                self.program.extend(Acknowledged::of(entry).map(|a| (prompt.clone(), a)));
            }
            _ => {}
        }
        self.entries.push(recorded);
    }

    /// Returns the number of entries.
    pub fn count(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Returns the number of entries and the hash of the last.
    pub fn head(&self) -> Head {
        self.entries.last().map_or(Head::EMPTY, |last| last.head())
    }

    /// Returns all entries in order.
    pub fn entries(&self) -> &[Arc<Recorded>] {
        &self.entries
    }

    /// Returns the entries after the first `count`: what a reader who has seen so many lacks.
    pub fn since(&self, count: u64) -> &[Arc<Recorded>] {
        usize::try_from(count).ok().and_then(|from| self.entries.get(from..)).unwrap_or_default()
    }

    /// Returns the entry with the sequence `seq`.
    pub fn entry(&self, seq: u64) -> Option<&Recorded> {
        let at = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.entries.get(at).map(Arc::as_ref)
    }

    /// Returns the entry that a draft with this `id` became, if it was recorded.
    pub fn with_id(&self, id: &str) -> Option<&Arc<Recorded>> {
        let at = usize::try_from(self.by_id.get(id)? - 1).ok()?;
        self.entries.get(at)
    }

    /// Tells whether the decision or the goal `seq` stands; every other entry stands for good.
    pub fn fate(&self, seq: u64) -> Fate {
        self.ended.get(&seq).copied().unwrap_or(Fate::Stands)
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
        let entrusted = state.epas().filter_map(|(epa, _)| Some((epa.clone(), self.entrustment(id, epa)?)));
        Standing { goals, entrusted: entrusted.collect() }
    }

    /// Returns the level that stands on one activity; a deferral leaves none.
    fn entrustment(&self, id: &ResidentId, epa: &EpaId) -> Option<Entrustment> {
        let (recorded, decision) = self.decided(id, epa)?;
        Some(Entrustment {
            scale: decision.scale.clone(),
            level: decision.level.clone()?,
            since: recorded.entry.at.date_naive(),
        })
    }

    /// Returns the decision that stands on one activity: the determination, or the recommendation before
    /// there is one.
    pub fn decided(&self, id: &ResidentId, epa: &EpaId) -> Option<(&Recorded, &Decision)> {
        self.determination(id, epa).or_else(|| self.recommendation(id, epa))
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
        self.decision(self.resident(id)?.epa(epa)?.recommendation()?)
    }

    /// Returns the determination that stands on one activity, with its entry.
    pub fn determination(&self, id: &ResidentId, epa: &EpaId) -> Option<(&Recorded, &Decision)> {
        self.decision(self.resident(id)?.epa(epa)?.determination()?)
    }

    fn decision(&self, seq: u64) -> Option<(&Recorded, &Decision)> {
        let recorded = self.entry(seq)?;
        Some((recorded, recorded.entry.act.decision()?))
    }

    /// Returns how the program's own prompt was acknowledged, if its facts are still `facts`.
    pub fn program_acknowledged(&self, prompt: &str, facts: Hash) -> Option<&Acknowledged> {
        self.program.get(prompt).filter(|a| a.facts == facts)
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
