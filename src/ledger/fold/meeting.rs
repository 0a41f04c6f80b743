//! What the entries add up to for one meeting.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::id::ResidentId;
use crate::domain::meeting::{Card, Count, Member, Plan};
use crate::ledger::entry::{Act, Entry, Hash};

/// A meeting that was opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Meeting {
    pub id: String,
    pub title: String,
    /// The entry that opened it.
    pub opened: u64,
    pub opened_at: DateTime<Utc>,
    /// The plan in force; a meeting without one has no quorum and no ratings.
    pub plan: Option<Plan>,
    /// Who is there; `None` before the meeting begins.
    pub attendance: Option<Attendance>,
    /// The entry by which it began: the first attendance.
    pub begun: Option<u64>,
    reviews: BTreeMap<ResidentId, Review>,
    /// The resident whom the meeting reviews now.
    pub current: Option<ResidentId>,
    /// The entry that closed it, and its time.
    pub closed: Option<(u64, DateTime<Utc>)>,
}

/// Who is there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attendance {
    pub entry: u64,
    pub chair: String,
    pub present: BTreeSet<String>,
}

/// What a meeting recorded about one resident, decisions and goals aside.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Review {
    /// The entry by which each member is recused.
    pub recused: BTreeMap<String, u64>,
    /// The standing seal of each member.
    pub seals: BTreeMap<String, Seal>,
    /// The entry that called the ratings.
    pub called: Option<u64>,
    /// Each time that the meeting was at the resident, oldest first.
    pub turns: Vec<Turn>,
    /// The entries of what was said and not taken back, oldest first.
    pub remarks: Vec<u64>,
}

/// One time that the meeting was at a resident.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Turn {
    pub begun: u64,
    pub begun_at: DateTime<Utc>,
    /// The time at which the meeting turned away, and whether it was done with the resident then.
    pub ended: Option<(DateTime<Utc>, bool)>,
}

/// A rating that was sealed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Seal {
    pub entry: u64,
    /// The rater signed it, and not somebody who keeps the record.
    pub own: bool,
    pub commitment: Hash,
    /// The card, and the entry that opened it.
    pub revealed: Option<(u64, Card)>,
}

impl Meeting {
    /// Opens a meeting, if that is what `entry` does.
    pub(super) fn opened(entry: &Entry) -> Option<Self> {
        let Act::MeetingOpened { meeting, title } = &entry.act else { return None };
        Some(Self {
            id: meeting.clone(),
            title: title.clone(),
            opened: entry.seq,
            opened_at: entry.at,
            plan: None,
            attendance: None,
            begun: None,
            reviews: BTreeMap::new(),
            current: None,
            closed: None,
        })
    }

    /// Takes in an entry that was recorded while the meeting was open.
    pub(super) fn apply(&mut self, entry: &Entry) {
        match &entry.act {
            Act::MeetingPlanned { plan, .. } => self.plan = Some(plan.clone()),
            Act::AttendanceTaken { chair, present, .. } => {
                let present = present.iter().cloned().collect();
                self.begun.get_or_insert(entry.seq);
                self.attendance = Some(Attendance { entry: entry.seq, chair: chair.clone(), present });
            }
            Act::ReviewBegun { .. } => {
                self.turn_away(entry.at, false);
                self.current.clone_from(&entry.subject);
            }
            Act::ReviewEnded { concluded, .. } => self.turn_away(entry.at, *concluded),
            Act::MeetingClosed { .. } => {
                self.turn_away(entry.at, false);
                self.closed = Some((entry.seq, entry.at));
            }
            _ => {}
        }
        if let Some(subject) = &entry.subject {
            self.reviews.entry(subject.clone()).or_default().apply(entry);
        }
    }

    /// Ends the turn of the resident whom the meeting is at.
    fn turn_away(&mut self, at: DateTime<Utc>, concluded: bool) {
        let turns =
            self.current.take().and_then(|id| self.reviews.get_mut(&id)).map(|review| &mut review.turns);
        if let Some(turn) = turns.and_then(|turns| turns.last_mut()) {
            turn.ended = Some((at, concluded));
        }
    }

    /// A remark counts no more.
    pub(super) fn take_back(&mut self, remark: u64) {
        self.reviews.values_mut().for_each(|review| review.remarks.retain(|entry| *entry != remark));
    }

    /// Forgets a resident whose entries were cut.
    pub(super) fn forget(&mut self, resident: &ResidentId) {
        self.reviews.remove(resident);
        self.current.take_if(|current| current == resident);
    }

    /// Returns what the meeting recorded about one resident.
    pub fn review(&self, resident: &ResidentId) -> Option<&Review> {
        self.reviews.get(resident)
    }

    /// Returns the members who are there.
    pub fn present(&self) -> impl Iterator<Item = &Member> {
        let plan = self.plan.as_ref().zip(self.attendance.as_ref());
        plan.into_iter().flat_map(|(plan, attendance)| {
            plan.members.iter().filter(|member| attendance.present.contains(&member.id))
        })
    }

    /// Counts those who are there and not recused for `resident`, against what the plan asks for; `None`
    /// without a plan, which asks for nothing.
    pub fn quorum(&self, resident: &ResidentId) -> Option<Count> {
        let review = self.review(resident);
        let takes_part =
            |member: &&Member| review.is_none_or(|review| !review.recused.contains_key(&member.id));
        Some(self.plan.as_ref()?.quorum.count(self.present().filter(takes_part)))
    }
}

impl Review {
    /// Tells whether the meeting was done with the resident, and did not turn back since.
    pub fn is_concluded(&self) -> bool {
        self.turns.last().is_some_and(|turn| matches!(turn.ended, Some((_, true))))
    }

    /// Returns how long the meeting was at the resident, with a turn that is not over counted up to `now`.
    ///
    /// Clocks may run backwards; a turn that seems to last less than no time counts as none.
    pub fn taken(&self, now: DateTime<Utc>) -> TimeDelta {
        let lasted = |turn: &Turn| turn.ended.map_or(now, |(at, _)| at) - turn.begun_at;
        self.turns.iter().map(lasted).filter(|lasted| *lasted > TimeDelta::zero()).sum()
    }

    /// Tells whether the meeting did anything about the resident; looking and deciding are not counted.
    pub fn is_begun(&self) -> bool {
        let idle = self.recused.is_empty() && self.seals.is_empty() && self.turns.is_empty();
        !idle || self.called.is_some()
    }

    /// Returns the standing seals of those who are not recused, each with its rater.
    pub fn ratings(&self) -> impl Iterator<Item = (&str, &Seal)> {
        let all = self.seals.iter().map(|(rater, seal)| (rater.as_str(), seal));
        all.filter(|(rater, _)| !self.recused.contains_key(*rater))
    }

    /// Tells whether a rating is late: sealed by its own rater when the meeting had turned to the resident already,
    /// though others had rated before. Where all rate in the room, or on the chair's card, none is.
    pub fn is_late(&self, seal: &Seal) -> bool {
        seal.own && self.came_after(seal)
    }

    /// Tells whether a rating was sealed when the meeting had turned to the resident already, though others had rated
    /// before: by its own rater, or by whoever keeps the record, on the rater's behalf.
    pub fn came_after(&self, seal: &Seal) -> bool {
        let Some(turn) = self.turns.first() else { return false };
        turn.begun < seal.entry && self.ratings().any(|(_, other)| other.entry < turn.begun)
    }

    fn apply(&mut self, entry: &Entry) {
        match &entry.act {
            Act::Recused { member, .. } => {
                self.recused.insert(member.clone(), entry.seq);
            }
            Act::RecusalEnded { member, .. } => drop(self.recused.remove(member)),
            Act::RatingSealed { rater, commitment, .. } => {
                let own = entry.actor.id == *rater;
                let seal = Seal { entry: entry.seq, own, commitment: *commitment, revealed: None };
                self.seals.insert(rater.clone(), seal);
            }
            Act::RatingsCalled { .. } => self.called = Some(entry.seq),
            Act::RatingRevealed { entry: sealed, card, .. } => {
                for seal in self.seals.values_mut().filter(|seal| seal.entry == *sealed) {
                    seal.revealed = Some((entry.seq, card.clone()));
                }
            }
            Act::ReviewBegun { .. } => {
                self.turns.push(Turn { begun: entry.seq, begun_at: entry.at, ended: None });
            }
            Act::Remarked { .. } => self.remarks.push(entry.seq),
            _ => {}
        }
    }
}
