//! What the entries add up to for one resident.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::domain::goal::Goal;
use crate::domain::text::sanitised;
use crate::ledger::entry::{Act, Actor, AppealOutcome, Entry, Hash, Matter};

/// One resident's decisions, open goals, what was said, what was released and answered, acknowledged prompts and
/// viewers.
#[derive(Clone, Debug, Default)]
pub struct ResidentState {
    entries: Vec<u64>,
    decisions: BTreeMap<Matter, Decisions>,
    /// Remarks, strengths and words on who told the resident that were not taken back.
    said: BTreeSet<u64>,
    releases: Vec<Release>,
    /// Determinations that were revoked, each with the entry that did so.
    taken_back: Vec<(u64, u64)>,
    statements: Vec<u64>,
    /// Appeals, by the entry that lodged them.
    appeals: BTreeMap<u64, Appeal>,
    acknowledged: BTreeMap<String, Acknowledged>,
    /// Open goals, by the entry that set them.
    goals: BTreeMap<u64, Goal>,
    /// The last look of each person, by the person's identifier.
    viewed: BTreeMap<String, Viewed>,
}

/// The decisions on one matter of one resident, by the numbers of their entries.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Decisions {
    recommendation: Option<u64>,
    determination: Option<u64>,
    history: Vec<u64>,
}

/// What was determined so far may go to the resident.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Release {
    pub entry: u64,
    pub at: DateTime<Utc>,
    /// The entry that says that somebody told the resident.
    pub told: Option<u64>,
    /// The entry by which the resident acknowledged it.
    pub acknowledged: Option<u64>,
}

/// An appeal against one determination.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Appeal {
    /// The determination's `seq`.
    pub determination: u64,
    /// How it ended, and the entry that says so.
    pub decided: Option<(u64, AppealOutcome)>,
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

impl Viewed {
    fn of(entry: &Entry, screen: &str) -> Self {
        Self { entry: entry.seq, at: entry.at, by: entry.actor.clone(), screen: screen.to_owned() }
    }
}

impl Decisions {
    fn decided(&mut self, seq: u64, is_determination: bool) {
        let standing = if is_determination { &mut self.determination } else { &mut self.recommendation };
        *standing = Some(seq);
        self.history.push(seq);
    }

    fn revoked(&mut self, revoked: u64, by: u64) {
        if self.history.contains(&revoked) {
            self.recommendation.take_if(|standing| *standing == revoked);
            self.determination.take_if(|standing| *standing == revoked);
            self.history.push(by);
        }
    }

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
        if let Some(decided) = entry.act.decided() {
            let decisions = self.decisions.entry(decided.matter()).or_default();
            decisions.decided(seq, decided.is_determination());
        }
        match &entry.act {
            Act::Revocation { entry: revoked, .. } => self.take_back(*revoked, seq),
            Act::StrengthNamed { .. } | Act::Remarked { .. } => {
                self.said.insert(seq);
            }
            Act::Released {} => {
                self.releases.push(Release { entry: seq, at: entry.at, told: None, acknowledged: None });
            }
            Act::ResidentTold { release, .. } => {
                self.said.insert(seq);
                for known in self.releases.iter_mut().filter(|known| known.entry == *release) {
                    known.told = Some(seq);
                }
            }
            Act::ReleaseAcknowledged { release } => {
                for known in self.releases.iter_mut().filter(|known| known.entry == *release) {
                    known.acknowledged = Some(seq);
                }
            }
            Act::Stated { .. } => self.statements.push(seq),
            Act::AppealLodged { determination, .. } => {
                self.appeals.insert(seq, Appeal { determination: *determination, decided: None });
            }
            Act::AppealDecided { appeal, outcome, .. } => {
                if let Some(appeal) = self.appeals.get_mut(appeal) {
                    appeal.decided = Some((seq, *outcome));
                }
            }
            Act::PromptAcknowledged { prompt, .. } => {
                self.acknowledged.extend(Acknowledged::of(entry).map(|a| (prompt.clone(), a)));
            }
            Act::Viewed { screen } => {
                let viewed = Viewed::of(entry, screen);
                self.viewed.insert(entry.actor.id.clone(), viewed);
            }
            Act::GoalSet { .. } => self.set(entry),
            Act::GoalClosed { entry: closed, .. } => {
                self.goals.remove(closed);
            }
            _ => {}
        }
    }

    /// What was taken back counts no more, and what it had replaced does not come back.
    fn take_back(&mut self, revoked: u64, by: u64) {
        if self.decisions.values().any(|on| on.determination == Some(revoked)) {
            self.taken_back.push((revoked, by));
        }
        self.decisions.values_mut().for_each(|on| on.revoked(revoked, by));
        self.said.remove(&revoked);
        for release in &mut self.releases {
            release.told = release.told.filter(|told| *told != revoked);
        }
        self.goals.remove(&revoked);
        self.acknowledged.retain(|_, answer| answer.entry != revoked);
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
            since: before.as_ref().map_or(entry.at, |goal| goal.since),
            carried: before.map_or(0, |goal| goal.carried + u32::from(goal.due < *due)),
        };
        self.goals.insert(goal.entry, goal);
    }

    /// Returns the numbers of all entries about the resident, oldest first.
    pub fn entries(&self) -> &[u64] {
        &self.entries
    }

    /// Returns the decisions on one matter, or `None` where there never was one.
    pub fn decisions(&self, on: &Matter) -> Option<&Decisions> {
        self.decisions.get(on)
    }

    /// Returns every matter that was ever decided on: activities, and at the end the resident as a whole.
    pub fn matters(&self) -> impl Iterator<Item = (&Matter, &Decisions)> {
        self.decisions.iter()
    }

    /// Returns the releases to the resident, oldest first.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// Returns the last release where nobody told the resident of it yet; an acknowledgement says that it was read.
    pub fn untold(&self) -> Option<&Release> {
        self.releases.last().filter(|last| last.told.is_none() && last.acknowledged.is_none())
    }

    /// Returns the entries in which the resident answered, oldest first.
    pub fn statements(&self) -> &[u64] {
        &self.statements
    }

    /// Returns the appeals by the entries that lodged them, oldest first.
    pub fn appeals(&self) -> &BTreeMap<u64, Appeal> {
        &self.appeals
    }

    /// Tells whether the entry `seq` is something that stands and can be taken back: a decision, an open goal, a
    /// remark, a strength, who told the resident, or the last answer to a prompt.
    ///
    /// After a cut nothing of before stands, whether or not its lines are still there.
    pub fn stands(&self, seq: u64) -> bool {
        let answers = || self.acknowledged.values().any(|answer| answer.entry == seq);
        self.is_decided(seq) || self.goals.contains_key(&seq) || self.said.contains(&seq) || answers()
    }

    /// Tells whether the entry `seq` is a recommendation or a determination that stands.
    fn is_decided(&self, seq: u64) -> bool {
        self.decisions
            .values()
            .any(|matter| [matter.recommendation, matter.determination].contains(&Some(seq)))
    }

    /// Returns what stands and was not determined yet: the recommendations to which no later determination
    /// answers, activities first.
    pub fn undetermined(&self) -> impl Iterator<Item = u64> {
        self.decisions.values().filter_map(|matter| {
            matter.recommendation.filter(|advised| matter.determination.is_none_or(|seq| seq < *advised))
        })
    }

    /// Returns the determinations that stand and were not released yet, activities first.
    pub fn unreleased(&self) -> impl Iterator<Item = u64> {
        let released = self.releases.last().map_or(0, |release| release.entry);
        self.decisions.values().filter_map(move |matter| matter.determination.filter(|seq| *seq > released))
    }

    /// Tells whether something is still to be released to the resident: a determination, or that one which was released
    /// is revoked.
    pub fn has_news(&self) -> bool {
        let released = self.releases.last().map_or(0, |release| release.entry);
        let told_otherwise = |(told, revoked): &(u64, u64)| *told < released && released < *revoked;
        self.unreleased().next().is_some() || self.taken_back.iter().any(told_otherwise)
    }

    /// Returns how `prompt` was acknowledged last, on whatever facts.
    pub fn acknowledged(&self, prompt: &str) -> Option<&Acknowledged> {
        self.acknowledged.get(prompt)
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
