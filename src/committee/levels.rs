//! The milestones of one resident as a table: what the committee said before, what the resident said, what was rated
//! now, and what is being recorded. Levels are ordinal: they are compared and counted, and never averaged.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::evidence::given;
use super::room::{has_yet_to_rate, raters};
use crate::domain::id::{ResidentId, SubcompetencyId};
use crate::domain::milestone::{HalfSteps, Period, Subcompetency, by_domain};
use crate::domain::overall::Overall;
use crate::domain::zone::Zone;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Actor, Evidence, Role};
use crate::ledger::fold::{Meeting, State};
use crate::survey::dossier::{Dossier, MilestoneRow};

mod asked;
mod taken;

pub use asked::{questions, questions_on_a_card};
pub use taken::{NotTaken, Offer, last_of_all, rated_of_all};

/// What is being recorded of one subcompetency.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Mark {
    /// `None`: not assessable, which is a value and not a gap.
    pub level: Option<HalfSteps>,
    /// It was taken over from last time, and not given anew.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub carried: bool,
}

impl Mark {
    /// A level, or that none can be given, as somebody chose it now.
    pub fn chosen(level: Option<HalfSteps>) -> Self {
        Self { level, carried: false }
    }
}

/// What is being recorded; a subcompetency that is not in it is *not yet*.
pub type Marks = BTreeMap<SubcompetencyId, Mark>;

/// What is known of a resident's milestones when they are recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LevelTable {
    /// By domain, each in its own order.
    pub rows: Vec<LevelRow>,
    /// The last two half-years in which the committee said anything, the older one first.
    pub before: Vec<Period>,
    /// The last half-year in which the resident did.
    pub own: Option<Period>,
    /// What was rated now; `None` where nothing of it is open.
    pub rated: Option<RatedNow>,
    pub months_left: Option<f64>,
}

/// The ratings that stand beside the levels.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RatedNow {
    /// The meeting's identifier.
    pub meeting: String,
    /// Cards that were opened.
    pub opened: usize,
    /// Cards that were sealed and are not opened yet.
    pub sealed: usize,
    levels: BTreeMap<SubcompetencyId, BTreeMap<HalfSteps, usize>>,
}

/// What is known of one subcompetency.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelRow {
    pub known: Subcompetency,
    /// What the committee said, by half-year.
    pub committee: BTreeMap<Period, Option<HalfSteps>>,
    /// What the resident said.
    pub own: BTreeMap<Period, Option<HalfSteps>>,
    /// How many members rated each level now, lowest first.
    pub rated: BTreeMap<HalfSteps, usize>,
    /// What the rules ask about it.
    pub prompts: Vec<String>,
}

impl LevelRow {
    /// Returns what the committee said last.
    pub fn last(&self) -> Option<(Period, Option<HalfSteps>)> {
        self.committee.last_key_value().map(|(period, level)| (*period, *level))
    }

    /// Returns the level that the committee gave last.
    pub fn last_level(&self) -> Option<HalfSteps> {
        self.last().and_then(|(_, level)| level)
    }

    /// Tells whether a level is more than a whole one from the last.
    pub fn jumps(&self, mark: Mark) -> bool {
        mark.level.zip(self.last_level()).is_some_and(|(now, then)| now.since(then).abs() > 2)
    }
}

impl LevelTable {
    /// Lays out what is known of a resident: of the committee's own words those before the entry `until`.
    ///
    /// Where the file knows no subcompetency, the table has no rows.
    pub fn of(
        all: &[Subcompetency],
        dossier: Option<&Dossier>,
        (ledger, resident, zone): (&State, &ResidentId, Zone),
        until: u64,
        rated: Option<RatedNow>,
    ) -> Self {
        let decided = decided((ledger, zone), resident, until);
        let row = |known: &Subcompetency| {
            let found =
                dossier.and_then(|d| d.milestones.iter().find(|row| row.subcompetency.id == known.id));
            let levels = rated.as_ref().and_then(|rated| rated.levels.get(&known.id));
            LevelRow {
                known: known.clone(),
                committee: committee(found, &known.id, &decided),
                own: found.map(|row| row.own.clone()).unwrap_or_default(),
                rated: levels.cloned().unwrap_or_default(),
                prompts: dossier.map(|dossier| asked_about(dossier, &known.id)).unwrap_or_default(),
            }
        };
        let rows: Vec<_> = by_domain(all).into_iter().map(row).collect();
        let periods: BTreeSet<_> = rows.iter().flat_map(|row| row.committee.keys()).copied().collect();
        let before = periods.iter().skip(periods.len().saturating_sub(2)).copied().collect();
        let own = rows.iter().flat_map(|row| row.own.keys()).max().copied();
        let months_left = dossier.and_then(|dossier| dossier.months_left);
        Self { rows, before, own, rated, months_left }
    }

    /// Lays out what a member's own card stands beside: nothing of what others rate.
    pub fn beside_a_card(
        all: &[Subcompetency],
        dossier: Option<&Dossier>,
        of: (&State, &ResidentId, Zone),
    ) -> Self {
        let until = of.0.open_meeting().map_or(u64::MAX, |open| open.opened);
        Self::of(all, dossier, of, until, None)
    }

    /// Lays out what a decision stands beside: in a meeting that has the resident on its agenda its own ratings, as far as
    /// they are open, and for a determination those of the meeting that recommended it. Of an earlier meeting's ratings
    /// whoever has yet to rate sees nothing.
    pub fn beside_a_decision(all: &[Subcompetency], dossier: &Dossier, ledger: &State, by: &Actor) -> Self {
        let resident = &dossier.resident.id;
        let advised = ledger.overall_recommendation(resident).map(|(recorded, _)| recorded.entry.seq);
        let determined = advised.filter(|_| by.role == Role::ProgramDirector);
        let is_on =
            |meeting: &&Meeting| meeting.plan.as_ref().is_some_and(|plan| plan.slot(resident).is_some());
        let now = ledger.open_meeting().filter(is_on);
        let then = determined.filter(|_| !has_yet_to_rate(ledger, resident, &by.id));
        let meeting = now.or_else(|| held_at(ledger, then?));
        let until = meeting.map(|meeting| meeting.opened).or(determined).unwrap_or(u64::MAX);
        let rated = meeting.and_then(|meeting| RatedNow::of(meeting, resident));
        Self::of(all, Some(dossier), (ledger, resident, dossier.zone), until, rated)
    }

    /// Returns the row of a subcompetency.
    pub fn row(&self, id: &SubcompetencyId) -> Option<&LevelRow> {
        self.rows.iter().find(|row| row.known.id == *id)
    }

    /// Returns the half-year that is last time's.
    pub fn last_time(&self) -> Option<Period> {
        self.before.last().copied()
    }

    /// Returns the subcompetencies that nothing is recorded of.
    pub fn open<'a>(&'a self, marks: &'a Marks) -> impl Iterator<Item = &'a LevelRow> {
        self.rows.iter().filter(|row| !marks.contains_key(&row.known.id))
    }
}

impl RatedNow {
    /// Gathers what was opened of the cards on a resident; what is sealed is counted and never read.
    pub fn of(meeting: &Meeting, resident: &ResidentId) -> Option<Self> {
        let review = meeting.review(resident)?;
        let mut rated = Self { meeting: meeting.id.clone(), ..Self::default() };
        for member in raters(meeting.plan.as_ref()?, Some(review)) {
            let Some(seal) = review.seals.get(&member.id) else { continue };
            let Some((_, card)) = &seal.revealed else {
                rated.sealed += 1;
                continue;
            };
            rated.opened += 1;
            for (id, level) in &card.milestones {
                *rated.levels.entry(id.clone()).or_default().entry(*level).or_default() += 1;
            }
        }
        (rated.opened + rated.sealed > 0).then_some(rated)
    }
}

/// Returns the meeting in which an entry was recorded.
fn held_at(ledger: &State, seq: u64) -> Option<&Meeting> {
    let closed = |meeting: &Meeting| meeting.closed.is_some_and(|(closed, _)| closed < seq);
    ledger.meetings().iter().find(|meeting| meeting.opened < seq && !closed(meeting))
}

/// Returns the marks of a decision, with what its entry says was taken over.
pub fn marks(recorded: &Recorded, overall: &Overall) -> Marks {
    let carried = recorded.entry.evidence.as_ref().and_then(Evidence::carried);
    let carried = carried.unwrap_or_default();
    given(overall).map(|(id, level)| (id.clone(), Mark { level, carried: carried.contains(id) })).collect()
}

/// Returns what the committee and the program director decided before the entry `until`, oldest first, each with the
/// half-year that it counts for: a determination counts for that of its recommendation.
fn decided<'a>(
    (ledger, zone): (&'a State, Zone),
    resident: &ResidentId,
    until: u64,
) -> Vec<(Period, &'a Overall)> {
    let period = |recorded: &Recorded| Period::of(zone.day(recorded.entry.at));
    let all = ledger.entries_of(resident).filter(|recorded| recorded.entry.seq < until);
    let standing = all.filter(|recorded| !ledger.is_revoked(recorded.entry.seq));
    standing
        .filter_map(|recorded| {
            let decided = recorded.entry.act.decided()?;
            let advised = decided.answers.and_then(|answer| ledger.entry(answer.recommendation));
            Some((period(advised.unwrap_or(recorded)), decided.overall()?))
        })
        .collect()
}

/// Returns what the committee said of a subcompetency: by the case file, and where the ledger knows of the same
/// half-year, by the ledger.
fn committee(
    row: Option<&MilestoneRow>,
    id: &SubcompetencyId,
    decided: &[(Period, &Overall)],
) -> BTreeMap<Period, Option<HalfSteps>> {
    let mut levels = row.map(|row| row.committee.clone()).unwrap_or_default();
    for (period, overall) in decided {
        levels.extend(given(overall).filter(|(known, _)| *known == id).map(|(_, level)| (*period, level)));
    }
    levels
}

/// Returns the rows of a resident's milestones with what was decided here among what the committee said.
pub fn with_decided(dossier: &Dossier, ledger: &State) -> Vec<MilestoneRow> {
    let decided = decided((ledger, dossier.zone), &dossier.resident.id, u64::MAX);
    let row = |row: &MilestoneRow| {
        let committee = committee(Some(row), &row.subcompetency.id, &decided);
        MilestoneRow { committee, ..row.clone() }
    };
    dossier.milestones.iter().map(row).collect()
}

/// Returns the half-years of which levels were decided here.
pub fn decided_periods(ledger: &State, zone: Zone, resident: &ResidentId) -> BTreeSet<Period> {
    let decided = decided((ledger, zone), resident, u64::MAX).into_iter();
    decided.filter(|(_, overall)| given(overall).next().is_some()).map(|(period, _)| period).collect()
}

fn asked_about(dossier: &Dossier, id: &SubcompetencyId) -> Vec<String> {
    let about = crate::prompts::About::Subcompetency(id.clone());
    dossier.prompts.iter().filter(|prompt| prompt.touches(&about)).map(|it| it.sentence.clone()).collect()
}

#[cfg(test)]
pub(crate) mod tests;
