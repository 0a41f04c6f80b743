//! The meeting in the room: where it is and what comes next. All of it is read from the ledger, so that a
//! meeting goes on where it was, whatever happened to the program.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::id::ResidentId;
use crate::domain::meeting::{Member, Plan, Slot};
use crate::domain::words::counted;
use crate::ledger::entry::Act;
use crate::ledger::fold::{Meeting, ResidentState, Review, State};

mod strip;
mod turn;

pub use strip::{Said, Strip};
pub use turn::OutOfTurn;

/// More decisions than this without a break tire a committee: "more than twenty determinations" in Dickey 2017.
pub const BREAK_AFTER: usize = 20;

/// How far the meeting is with one resident.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum Reached {
    Waiting,
    /// The meeting was there and left the resident for later.
    Later,
    Now,
    Concluded,
}

/// One line of the agenda, and how far the meeting is with it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AgendaPlace<'a> {
    pub slot: &'a Slot,
    pub reached: Reached,
    /// Members who sealed a rating, of those who could.
    pub rated: (usize, usize),
    pub taken: TimeDelta,
}

impl AgendaPlace<'_> {
    /// Tells whether more time was taken than was planned.
    pub fn is_over(&self) -> bool {
        self.taken > TimeDelta::minutes(i64::from(self.slot.minutes))
    }
}

/// Returns the agenda in its order.
pub fn places<'a>(meeting: &'a Meeting, plan: &'a Plan, now: DateTime<Utc>) -> Vec<AgendaPlace<'a>> {
    let place = |slot: &'a Slot| {
        let review = meeting.review(&slot.resident);
        let reached = match review {
            _ if meeting.current.as_ref() == Some(&slot.resident) => Reached::Now,
            Some(review) if review.is_concluded() => Reached::Concluded,
            Some(review) if !review.turns.is_empty() => Reached::Later,
            _ => Reached::Waiting,
        };
        let sealed = |member: &&Member| review.is_some_and(|review| review.seals.contains_key(&member.id));
        let could: Vec<_> = raters(plan, review).collect();
        let rated = (could.iter().copied().filter(sealed).count(), could.len());
        let taken = review.map_or(TimeDelta::zero(), |review| review.taken(now));
        AgendaPlace { slot, reached, rated, taken }
    };
    plan.agenda.iter().map(place).collect()
}

/// Returns who leads the meeting, where that is somebody else than `actor`: whoever chairs it by the last attendance moves
/// it from resident to resident. Everybody else browses.
pub fn led_by_another<'a>(meeting: &'a Meeting, actor: &str) -> Option<&'a str> {
    let chair = meeting.attendance.as_ref()?.chair.as_str();
    (chair != actor).then_some(chair)
}

/// Returns the members who may rate a resident: those who vote and are not recused.
pub fn raters<'a>(plan: &'a Plan, review: Option<&Review>) -> impl Iterator<Item = &'a Member> {
    let votes = move |member: &&Member| {
        member.votes && review.is_none_or(|review| !review.recused.contains_key(&member.id))
    };
    plan.members.iter().filter(votes)
}

/// Returns who is there, may rate the resident, and has not.
pub fn unrated<'a>(meeting: &'a Meeting, resident: &ResidentId) -> Vec<&'a str> {
    let review = meeting.review(resident);
    let rated = |id: &str| review.is_some_and(|review| review.seals.contains_key(id));
    let could = meeting.plan.iter().flat_map(|plan| raters(plan, review));
    let there = could.filter(|member| meeting.present().any(|present| present.id == member.id));
    there.map(|member| member.id.as_str()).filter(|id| !rated(id)).collect()
}

/// Tells whether `member` may still rate a resident whose ratings the open meeting has not called: until then
/// nobody's rating is shown, not even that of an earlier meeting, so that the member's own does not lean on it.
pub fn has_yet_to_rate(state: &State, resident: &ResidentId, member: &str) -> bool {
    let Some(meeting) = state.open_meeting() else { return false };
    let Some(plan) = meeting.plan.as_ref().filter(|plan| plan.slot(resident).is_some()) else { return false };
    let review = meeting.review(resident);
    let is_in = review.is_some_and(|review| review.called.is_some() || review.seals.contains_key(member));
    !is_in && raters(plan, review).any(|rater| rater.id == member)
}

/// Returns who is there and takes part, in the order in which they speak: junior first, program director last.
pub fn speakers<'a>(meeting: &'a Meeting, resident: &ResidentId) -> impl Iterator<Item = &'a Member> {
    let review = meeting.review(resident);
    meeting
        .present()
        .filter(move |member| review.is_none_or(|review| !review.recused.contains_key(&member.id)))
}

/// Returns the resident to turn to after `resident`: the next on the agenda who waits, and when nobody waits
/// any more, the first who was left for later.
pub fn after(meeting: &Meeting, resident: Option<&ResidentId>) -> Option<ResidentId> {
    let plan = meeting.plan.as_ref()?;
    let at = resident.and_then(|id| plan.agenda.iter().position(|slot| slot.resident == *id));
    let (before, behind) = plan.agenda.split_at(at.map_or(0, |at| at + 1));
    let turn = || behind.iter().chain(before).map(|slot| &slot.resident).filter(|id| Some(*id) != resident);
    let review = |id: &ResidentId| meeting.review(id);
    let waits = |id: &&ResidentId| review(id).is_none_or(|review| review.turns.is_empty());
    let left = |id: &&ResidentId| review(id).is_none_or(|review| !review.is_concluded());
    turn().find(waits).or_else(|| turn().find(left)).cloned()
}

/// Returns how many recommendations the open meeting has recorded.
pub fn decisions(state: &State) -> usize {
    let Some(open) = state.open_meeting() else { return 0 };
    let decides = |act: &Act| matches!(act, Act::Recommendation(_) | Act::OverallRecommendation(_));
    state.since(open.opened).filter(|recorded| decides(&recorded.entry.act)).count()
}

/// One step with a resident, in the order in which the meeting takes them.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, strum::Display, strum::EnumIter)]
pub enum Step {
    #[strum(serialize = "begin")]
    Begin,
    #[strum(serialize = "goals from last time")]
    Goals,
    #[strum(serialize = "ratings")]
    Ratings,
    #[strum(serialize = "discussion")]
    Discussion,
    #[strum(serialize = "activities")]
    Activities,
    #[strum(serialize = "overall")]
    Overall,
    #[strum(serialize = "strengths")]
    Strengths,
    #[strum(serialize = "new goals")]
    NewGoals,
    #[strum(serialize = "conclude")]
    Conclude,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Done {
    /// Nothing is left to do.
    Yes,
    /// Whoever leads through stops here.
    Waits,
    /// It may be done, or passed over.
    Optional,
}

/// One step with what was done of it so far.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StepState {
    pub step: Step,
    pub done: Done,
    pub said: String,
}

/// What the meeting recorded about one resident so far, counted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Counted {
    waiting_goals: usize,
    handled_goals: usize,
    new_goals: usize,
    activities: usize,
    strengths: usize,
    overall: bool,
}

impl Counted {
    fn of(state: &State, meeting: &Meeting, resident: &ResidentId) -> Self {
        let mut counted = Self::default();
        let since = state.entries_of(resident).filter(|recorded| recorded.entry.seq > meeting.opened);
        // What was taken back counts for nothing.
        for recorded in since.filter(|recorded| !state.is_revoked(recorded.entry.seq)) {
            match &recorded.entry.act {
                Act::Recommendation(_) => counted.activities += 1,
                Act::OverallRecommendation(_) => counted.overall = true,
                Act::StrengthNamed { .. } => counted.strengths += 1,
                Act::GoalSet { .. } if recorded.entry.supersedes.is_none() => counted.new_goals += 1,
                Act::GoalSet { .. } | Act::GoalClosed { .. } => counted.handled_goals += 1,
                _ => {}
            }
        }
        let open = state.resident(resident).into_iter().flat_map(ResidentState::goals);
        counted.waiting_goals = open.filter(|goal| goal.entry < meeting.opened).count();
        // A recommendation that was revoked advises nothing.
        counted.overall &= state
            .overall_recommendation(resident)
            .is_some_and(|(recorded, _)| recorded.entry.seq > meeting.opened);
        counted
    }
}

/// Returns the steps with a resident, each with how far it is.
pub fn steps(state: &State, meeting: &Meeting, resident: &ResidentId) -> Vec<StepState> {
    let so_far = Counted::of(state, meeting, resident);
    let review = meeting.review(resident);
    let now = meeting.current.as_ref() == Some(resident);
    let concluded = !now && review.is_some_and(Review::is_concluded);
    let decides = meeting.quorum(resident).is_some_and(|count| count.reached);
    let count = |n: usize, nothing: &str| if n == 0 { nothing.to_owned() } else { n.to_string() };
    let waits = |waits: bool| if waits { Done::Waits } else { Done::Yes };
    let begun = match review {
        Some(review) if concluded => {
            format!("concluded after {}", counted(review.turns.len() as u64, "turn"))
        }
        _ if now => "the meeting is here".to_owned(),
        Some(review) if !review.turns.is_empty() => "left for later".to_owned(),
        _ => "the meeting is not here yet".to_owned(),
    };
    let goals = match (so_far.waiting_goals, so_far.handled_goals) {
        (0, 0) => "none was open".to_owned(),
        (0, handled) => format!("{handled} handled"),
        (waiting, _) => format!("{waiting} to close, carry on or drop"),
    };
    let overall = match (so_far.overall, decides) {
        (true, _) => "recommended",
        (false, true) => "to recommend",
        (false, false) => "no quorum: nothing is decided; {key:later} leaves it",
    };
    let said = |step, done, said| StepState { step, done, said };
    vec![
        said(Step::Begin, waits(!now), begun),
        said(Step::Goals, waits(so_far.waiting_goals > 0), goals),
        ratings(meeting, resident),
        said(Step::Discussion, Done::Optional, counted_remarks(review)),
        said(Step::Activities, Done::Optional, count(so_far.activities, "none") + " recommended"),
        said(
            Step::Overall,
            if decides || so_far.overall { waits(!so_far.overall) } else { Done::Optional },
            overall.to_owned(),
        ),
        said(Step::Strengths, waits(so_far.strengths == 0), count(so_far.strengths, "none") + " named"),
        said(Step::NewGoals, waits(so_far.new_goals == 0), count(so_far.new_goals, "none") + " set"),
        said(
            Step::Conclude,
            waits(!concluded),
            if concluded { "done" } else { "then the next resident" }.to_owned(),
        ),
    ]
}

fn counted_remarks(review: Option<&Review>) -> String {
    counted(review.map_or(0, |review| review.remarks.len()) as u64, "remark")
}

fn ratings(meeting: &Meeting, resident: &ResidentId) -> StepState {
    let review = meeting.review(resident);
    let could = meeting.plan.iter().flat_map(|plan| raters(plan, review)).count();
    let ratings = || review.into_iter().flat_map(Review::ratings);
    let sealed = ratings().count();
    let revealed = ratings().filter(|(_, seal)| seal.revealed.is_some()).count();
    let (done, said) = match review.and_then(|review| review.called) {
        Some(_) if revealed < sealed => {
            (Done::Optional, format!("{revealed} revealed of {could}, {} not open yet", sealed - revealed))
        }
        Some(_) => (Done::Yes, format!("{revealed} revealed of {could}")),
        None if sealed > 0 => (Done::Waits, format!("{sealed} of {could} sealed")),
        None => (Done::Optional, format!("none of {could} sealed; {{key:go-card}} takes a card")),
    };
    StepState { step: Step::Ratings, done, said }
}

/// Returns the step to take next: the first that waits.
pub fn next(steps: &[StepState]) -> Step {
    steps.iter().find(|step| step.done == Done::Waits).map_or(Step::Conclude, |step| step.step)
}
