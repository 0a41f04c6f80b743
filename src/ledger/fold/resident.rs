//! What the entries add up to for one resident.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::goal::Goal;
use crate::domain::id::EpaId;
use crate::domain::text::sanitised;
use crate::ledger::entry::{Act, Actor, Entry, Hash};

/// One resident's decisions, open goals, acknowledged prompts and viewers.
#[derive(Clone, Debug, Default)]
pub struct ResidentState {
    entries: Vec<u64>,
    epas: BTreeMap<EpaId, EpaState>,
    acknowledged: BTreeMap<String, Acknowledged>,
    /// Open goals, by the entry that set them.
    goals: BTreeMap<u64, Goal>,
    /// The last look of each person, by the person's identifier.
    viewed: BTreeMap<String, Viewed>,
}

/// The decisions on one activity of one resident, by the numbers of their entries.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct EpaState {
    recommendation: Option<u64>,
    determination: Option<u64>,
    history: Vec<u64>,
}

/// A prompt that was read and answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Acknowledged {
    pub entry: u64,
    pub at: DateTime<Utc>,
    pub by: Actor,
    pub facts: Hash,
    pub reason: String,
}

/// A look at a resident.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Viewed {
    pub entry: u64,
    pub at: DateTime<Utc>,
    pub by: Actor,
    pub screen: String,
}

impl Acknowledged {
    pub(super) fn of(entry: &Entry) -> Option<Self> {
        let Act::PromptAcknowledged { facts, reason, .. } = &entry.act else { return None };
        Some(Self {
            entry: entry.seq,
            at: entry.at,
            by: entry.actor.clone(),
            facts: *facts,
            reason: reason.clone(),
        })
    }
}

impl EpaState {
    /// Returns the recommendation that stands.
    pub fn recommendation(&self) -> Option<u64> {
        self.recommendation
    }

    /// Returns the determination that stands.
    pub fn determination(&self) -> Option<u64> {
        self.determination
    }

    /// Returns every recommendation, determination and revocation, oldest first.
    pub fn history(&self) -> &[u64] {
        &self.history
    }
}

impl ResidentState {
    pub(super) fn apply(&mut self, entry: &Entry) {
        let seq = entry.seq;
        self.entries.push(seq);
        match &entry.act {
            Act::Recommendation(decision) => {
                let epa = self.epas.entry(decision.epa.clone()).or_default();
                epa.recommendation = Some(seq);
                epa.history.push(seq);
            }
            Act::Determination { decision, .. } => {
                let epa = self.epas.entry(decision.epa.clone()).or_default();
                epa.determination = Some(seq);
                epa.history.push(seq);
            }
            Act::Revocation { entry: revoked, .. } => self.revoke(*revoked, seq),
            Act::PromptAcknowledged { prompt, .. } => {
                self.acknowledged.extend(Acknowledged::of(entry).map(|a| (prompt.clone(), a)));
            }
            Act::Viewed { screen } => {
                let by = entry.actor.clone();
                let viewed = Viewed { entry: seq, at: entry.at, by, screen: screen.clone() };
                self.viewed.insert(entry.actor.id.clone(), viewed);
            }
            Act::GoalSet { .. } => self.set(entry),
            Act::GoalClosed { entry: closed, .. } => {
                self.goals.remove(closed);
            }
            Act::SignersNamed { .. }
            | Act::Checkpoint { .. }
            | Act::Cut { .. }
            | Act::MeetingOpened { .. }
            | Act::MeetingPlanned { .. }
            | Act::AttendanceTaken { .. }
            | Act::Recused { .. }
            | Act::RatingSealed { .. }
            | Act::RatingsCalled { .. }
            | Act::RatingRevealed { .. }
            | Act::MeetingClosed { .. } => {}
        }
    }

    /// Takes in a goal; one that it replaces keeps its first day.
    fn set(&mut self, entry: &Entry) {
        let Act::GoalSet { text, owner, due, about } = &entry.act else { return };
        let before = entry.supersedes.as_ref().and_then(|replaced| self.goals.remove(&replaced.entry));
        let goal = Goal {
            entry: entry.seq,
            // A ledger may have been edited by hand.
            text: sanitised(text),
            owner: sanitised(owner),
            due: *due,
            about: about.clone(),
            since: before.as_ref().map_or(entry.at.date_naive(), |goal| goal.since),
            carried: before.map_or(0, |goal| goal.carried + u32::from(goal.due < *due)),
        };
        self.goals.insert(goal.entry, goal);
    }

    fn revoke(&mut self, revoked: u64, by: u64) {
        for epa in self.epas.values_mut().filter(|epa| epa.history.contains(&revoked)) {
            epa.recommendation.take_if(|standing| *standing == revoked);
            epa.determination.take_if(|standing| *standing == revoked);
            epa.history.push(by);
        }
    }

    /// Returns the numbers of all entries about the resident, oldest first.
    pub fn entries(&self) -> &[u64] {
        &self.entries
    }

    /// Returns the decisions on one activity, or `None` where there never was one.
    pub fn epa(&self, epa: &EpaId) -> Option<&EpaState> {
        self.epas.get(epa)
    }

    /// Returns every activity that was ever decided on.
    pub fn epas(&self) -> impl Iterator<Item = (&EpaId, &EpaState)> {
        self.epas.iter()
    }

    /// Returns how `prompt` was acknowledged, if its facts are still `facts`.
    pub fn acknowledged(&self, prompt: &str, facts: Hash) -> Option<&Acknowledged> {
        self.acknowledged.get(prompt).filter(|a| a.facts == facts)
    }

    /// Returns the goals that are open, in the order in which they were set.
    pub fn goals(&self) -> impl Iterator<Item = &Goal> {
        self.goals.values()
    }

    /// Returns the open goal that the entry `seq` set.
    pub fn goal(&self, seq: u64) -> Option<&Goal> {
        self.goals.get(&seq)
    }

    /// Returns the last look at the resident by anybody.
    pub fn last_viewed(&self) -> Option<&Viewed> {
        self.viewed.values().max_by_key(|viewed| viewed.entry)
    }
}
