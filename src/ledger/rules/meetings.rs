//! The rules of recording on meetings: who may be there, rate, and decide.

use std::collections::BTreeSet;

use super::Refused;
use super::parts::{by_themselves, is_said, is_short, must_say, no_subject, subject};
use crate::domain::id::ResidentId;
use crate::domain::meeting::{Card, Plan};
use crate::ledger::chain::Unplaced;
use crate::ledger::entry::{Act, Hash, MAX_EXACT, commitment};
use crate::ledger::fold::{Meeting, ResidentState, Review, State};
use crate::ledger::signers::is_person;

/// Tells whether an act of a meeting may follow.
pub(super) fn meets(state: &State, draft: &Unplaced) -> Result<(), Refused> {
    match &draft.act {
        Act::MeetingOpened { meeting, title } => opens(state, draft, meeting, title),
        Act::MeetingPlanned { meeting, plan } => {
            no_subject(draft)?;
            let open = open(state, meeting)?;
            if open.attendance.is_some() { Err(Refused::MeetingBegun) } else { holds(plan) }
        }
        Act::AttendanceTaken { meeting, chair, present } => {
            no_subject(draft)?;
            attends(open(state, meeting)?, chair, present)
        }
        Act::Recused { meeting, member, reason } => {
            let (open, resident) = (open(state, meeting)?, subject(draft)?);
            on_the_agenda(open, resident)?;
            must_say(reason, "the reason for recusal")?;
            takes_part(open, resident, member)?;
            by_themselves(draft, member)
        }
        Act::RecusalEnded { meeting, member, reason } => {
            let (open, resident) = (open(state, meeting)?, subject(draft)?);
            on_the_agenda(open, resident)?;
            must_say(reason, "why the recusal ends")?;
            let review = open.review(resident);
            if !review.is_some_and(|review| review.recused.contains_key(member)) {
                return Err(Refused::NotRecused(member.clone()));
            }
            by_themselves(draft, member)
        }
        Act::RatingSealed { meeting, rater, .. } => seals(state, open(state, meeting)?, draft, rater),
        Act::RatingsCalled { meeting } => {
            let (open, resident) = (open(state, meeting)?, subject(draft)?);
            on_the_agenda(open, resident)?;
            if open.attendance.is_none() {
                return Err(Refused::NoAttendance);
            }
            still_sealed(open.review(resident))
        }
        Act::RatingRevealed { entry, card, salt } => reveals(state, draft, *entry, card, *salt),
        Act::ReviewBegun { meeting, reason } => {
            let (open, resident) = (open(state, meeting)?, subject(draft)?);
            on_the_agenda(open, resident)?;
            turns_to(open, resident, reason.as_deref())
        }
        Act::ReviewEnded { meeting, concluded } => {
            let (open, resident) = (open(state, meeting)?, subject(draft)?);
            if open.current.as_ref() != Some(resident) {
                return Err(Refused::NotReviewed(resident.clone()));
            }
            let advised =
                state.overall_recommendation(resident).map_or(0, |(recorded, _)| recorded.entry.seq);
            // What was recommended before attendance was taken asked for no quorum.
            if *concluded && open.begun.is_none_or(|begun| advised < begun) {
                Err(Refused::NothingConcluded)
            } else {
                Ok(())
            }
        }
        Act::Remarked { meeting, text, .. } => {
            let (open, resident) = (open(state, meeting)?, subject(draft)?);
            must_say(text, "the remark")?;
            if open.current.as_ref() != Some(resident) {
                return Err(Refused::NotReviewed(resident.clone()));
            }
            not_recused(open, resident, &draft.actor.id)
        }
        Act::MeetingClosed { meeting } => {
            no_subject(draft)?;
            open(state, meeting).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// Guardrails of a meeting on a decision: a quorum, nobody recused, ratings opened, last time's goals handled.
///
/// They hold for residents on the agenda of the open meeting; outside of it none of them is known.
pub(super) fn decides(state: &State, draft: &Unplaced, resident: &ResidentId) -> Result<(), Refused> {
    let open = state.open_meeting();
    let Some(open) = open.filter(|open| on_the_agenda(open, resident).is_ok()) else { return Ok(()) };
    if open.attendance.is_none() {
        return Err(Refused::NoAttendance);
    }
    not_recused(open, resident, &draft.actor.id)?;
    let review = open.review(resident);
    if let Some(count) = open.quorum(resident).filter(|count| !count.reached) {
        return Err(Refused::NoQuorum { faculty: count.faculty, core: count.core });
    }
    if review.is_some_and(|review| review.called.is_none() && !review.seals.is_empty()) {
        return Err(Refused::NotCalled);
    }
    let goals = state.resident(resident).into_iter().flat_map(ResidentState::goals);
    let waiting = goals.map(|goal| goal.entry).filter(|entry| *entry < open.opened).min();
    waiting.map_or(Ok(()), |entry| Err(Refused::GoalWaits(entry)))
}

fn opens(state: &State, draft: &Unplaced, meeting: &str, title: &str) -> Result<(), Refused> {
    no_subject(draft)?;
    must_say(meeting, "the meeting's identifier")?;
    if !is_short(meeting) {
        return Err(Refused::BadMeeting);
    }
    must_say(title, "the meeting's title")?;
    if let Some(open) = state.open_meeting() {
        return Err(Refused::MeetingOpen(open.id.clone()));
    }
    if state.meetings().iter().any(|held| held.id == meeting) {
        return Err(Refused::MeetingKnown(meeting.to_owned()));
    }
    Ok(())
}

fn open<'a>(state: &'a State, meeting: &str) -> Result<&'a Meeting, Refused> {
    let open = state.open_meeting().filter(|open| open.id == meeting);
    open.ok_or_else(|| Refused::MeetingNotOpen(meeting.to_owned()))
}

/// A plan names each person and each resident once, and asks for what its members can give.
fn holds(plan: &Plan) -> Result<(), Refused> {
    let members: BTreeSet<_> = plan.members.iter().map(|member| member.id.as_str()).collect();
    let residents: BTreeSet<_> = plan.agenda.iter().map(|slot| &slot.resident).collect();
    let reviewers = || plan.agenda.iter().filter_map(|slot| slot.reviewer.as_deref());
    if !plan.members.iter().all(|member| is_person(&member.id)) {
        Err(Refused::BadPlan("names a member by what is no identifier of a person"))
    } else if members.len() < plan.members.len() {
        Err(Refused::BadPlan("names a member twice"))
    } else if residents.len() < plan.agenda.len() {
        Err(Refused::BadPlan("has a resident twice on its agenda"))
    } else if plan.seed > MAX_EXACT {
        Err(Refused::BadPlan("has a seed larger than 2^53 - 1"))
    } else if plan.agenda.is_empty() {
        Err(Refused::BadPlan("has nobody on its agenda"))
    } else if !reviewers().all(|reviewer| members.contains(reviewer)) {
        Err(Refused::BadPlan("names a reviewer who is no member"))
    } else if !plan.quorum.count(&plan.members).reached {
        Err(Refused::BadPlan("asks for more faculty than it names"))
    } else {
        Ok(())
    }
}

fn attends(open: &Meeting, chair: &str, present: &[String]) -> Result<(), Refused> {
    let plan = open.plan.as_ref().ok_or(Refused::NoPlan)?;
    let mut there = BTreeSet::new();
    for person in present {
        plan.member(person).ok_or_else(|| Refused::NotAMember(person.clone()))?;
        if !there.insert(person.as_str()) {
            return Err(Refused::Twice(person.clone()));
        }
    }
    if !there.contains(chair) {
        Err(Refused::ChairAbsent(chair.to_owned()))
    } else if plan.member(chair).is_some_and(|member| !plan.may_chair(member)) {
        Err(Refused::DirectorChairs(chair.to_owned()))
    } else {
        Ok(())
    }
}

fn on_the_agenda(open: &Meeting, resident: &ResidentId) -> Result<(), Refused> {
    let plan = open.plan.as_ref().ok_or(Refused::NoPlan)?;
    plan.slot(resident).map(|_| ()).ok_or_else(|| Refused::NotOnAgenda(resident.clone()))
}

/// `person` is a member and not recused for `resident`.
fn takes_part(open: &Meeting, resident: &ResidentId, person: &str) -> Result<(), Refused> {
    let plan = open.plan.as_ref().ok_or(Refused::NoPlan)?;
    plan.member(person).ok_or_else(|| Refused::NotAMember(person.to_owned()))?;
    not_recused(open, resident, person)
}

/// Whoever is recused for `resident` takes no part, a member or not.
fn not_recused(open: &Meeting, resident: &ResidentId, person: &str) -> Result<(), Refused> {
    let recused = open.review(resident).is_some_and(|review| review.recused.contains_key(person));
    if recused { Err(Refused::Recused(person.to_owned())) } else { Ok(()) }
}

/// Outside of a meeting everybody may say what a resident does well, or take a decision back as far as the role goes;
/// in one, nobody who is recused.
pub(super) fn takes_part_in(state: &State, draft: &Unplaced) -> Result<(), Refused> {
    let resident = subject(draft)?;
    state.open_meeting().map_or(Ok(()), |open| not_recused(open, resident, &draft.actor.id))
}

/// The meeting has begun, and says why it opens again what was concluded.
///
/// It may be at the resident already: so it looks where a turn to another resident in between was cut.
fn turns_to(open: &Meeting, resident: &ResidentId, reason: Option<&str>) -> Result<(), Refused> {
    if open.attendance.is_none() {
        return Err(Refused::NoAttendance);
    }
    match (open.review(resident).is_some_and(Review::is_concluded), reason) {
        (true, None) => Err(Refused::Concluded(resident.clone())),
        (_, Some(reason)) => must_say(reason, "the reason for opening the review again"),
        (false, None) => Ok(()),
    }
}

fn still_sealed(review: Option<&Review>) -> Result<(), Refused> {
    review.and_then(|review| review.called).map_or(Ok(()), |entry| Err(Refused::Called(entry)))
}

/// A member who votes seals a card, in the place of an earlier one, until the ratings are called; what a member sealed
/// is replaced by nobody else. An entry may say which one it replaces.
fn seals(state: &State, open: &Meeting, draft: &Unplaced, rater: &str) -> Result<(), Refused> {
    let resident = subject(draft)?;
    on_the_agenda(open, resident)?;
    takes_part(open, resident, rater)?;
    if !open.plan.as_ref().and_then(|plan| plan.member(rater)).is_some_and(|member| member.votes) {
        return Err(Refused::NoVote(rater.to_owned()));
    }
    by_themselves(draft, rater)?;
    still_sealed(open.review(resident))?;
    let standing = open.review(resident).and_then(|review| review.seals.get(rater));
    if let Some(seal) = standing.filter(|seal| seal.own && draft.actor.id != rater) {
        return Err(Refused::OwnCard { rater: rater.to_owned(), entry: seal.entry });
    }
    match (&draft.supersedes, standing) {
        (None, _) => Ok(()),
        (Some(replaced), Some(seal)) if replaced.entry == seal.entry => {
            if state.entry(seal.entry).map(|recorded| recorded.hash) != Some(replaced.hash) {
                return Err(Refused::OtherHash(replaced.entry));
            }
            must_say(&replaced.reason, "the reason for superseding")
        }
        (Some(replaced), _) => Err(Refused::NotSealed(replaced.entry)),
    }
}

/// A card is opened once, after the ratings were called, and is the one that was sealed.
fn reveals(state: &State, draft: &Unplaced, sealed: u64, card: &Card, salt: Hash) -> Result<(), Refused> {
    let resident = subject(draft)?;
    let review = state.open_meeting().and_then(|open| open.review(resident));
    let seals = review.into_iter().flat_map(|review| &review.seals);
    let mut standing = seals.filter(|(_, seal)| seal.entry == sealed && seal.revealed.is_none());
    let (rater, seal) = standing.next().ok_or(Refused::NotSealed(sealed))?;
    if review.is_none_or(|review| review.called.is_none()) {
        return Err(Refused::NotCalled);
    }
    if review.is_some_and(|review| review.recused.contains_key(rater)) {
        return Err(Refused::Recused(rater.clone()));
    }
    by_themselves(draft, rater)?;
    if card.is_empty() {
        return Err(Refused::EmptyCard);
    }
    let words = card.epas.values().chain(&card.progress);
    if !words.into_iter().all(|word| is_said(word)) {
        return Err(Refused::Blank("a level or the progress on the card"));
    }
    if commitment(card, salt) == seal.commitment { Ok(()) } else { Err(Refused::OtherCard(sealed)) }
}
