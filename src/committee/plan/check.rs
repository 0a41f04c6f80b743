//! What must hold of a committee and of a plan before a meeting can follow it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::meeting::{Member, Plan, Quorum, Slot, chair};
use crate::domain::resident::Status;
use crate::domain::role::Role;
use crate::ledger::signers::is_person;

use super::committee::{Committee, folded};
use super::{PlanFile, Recusal};

/// One thing that does not hold, as a sentence.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Fault {
    #[error("there is no member; list who belongs to the committee under members")]
    NoMember,
    #[error("the member {0:?} cannot sign under that; use letters, digits and ._+@- only")]
    NotAPerson(String),
    #[error("the member {0} stands there twice; each has one line")]
    MemberTwice(String),
    #[error("the members {0} and {1} have the same name; the case file would take them for one coach")]
    NameTwice(String, String),
    #[error(
        "nobody has the role chair; one of the members chairs, or the program director with director_chairs = true"
    )]
    NoChair,
    #[error("both {0} and {1} have the role chair; one chairs, and the others are members")]
    TwoChairs(String, String),
    #[error("nobody votes; at least one member has votes = true")]
    NobodyVotes,
    #[error("{0} is {1} and cannot vote; give votes = false, or another role")]
    MayNotVote(String, Role),
    #[error(
        "{0} is a resident, and residents do not sit on the committee that reviews them; take the line out"
    )]
    ResidentSits(String),
    #[error("{0} is core faculty and not faculty; give faculty = true, or core = false")]
    CoreOnly(String),
    #[error("{0} directs the program and speaks last; move {1} before them")]
    DirectorSpeaksEarly(String, String),
    #[error("the quorum asks for {wanted} of the {what}, and {there} belong to the committee")]
    NeverAQuorum { wanted: u8, there: usize, what: &'static str },
    #[error(
        "the meeting {0:?} cannot stand in the ledger; give 1 to 64 printable ASCII characters without spaces"
    )]
    BadMeeting(String),
    #[error("the title says nothing; give one with a letter or a digit")]
    NoTitle,
    #[error("there is nobody on the agenda")]
    EmptyAgenda,
    #[error("{0} stands on the agenda twice, at places {1} and {2}")]
    ResidentTwice(ResidentId, usize, usize),
    #[error("{0}, at place {1} of the agenda, is not in the case file; `trellis triage` lists the codes")]
    UnknownResident(ResidentId, usize),
    #[error("{0}, at place {1} of the agenda, has {2}; the committee reviews current residents")]
    NotCurrent(ResidentId, usize, Status),
    #[error("{0}, at place {1} of the agenda, has the reviewer {2:?}, who is no member")]
    UnknownReviewer(ResidentId, usize, String),
    #[error("{0}, at place {1} of the agenda, has the reviewer {2}, who does not vote")]
    ReviewerWithoutVote(ResidentId, usize, String),
    #[error("{0}, at place {1} of the agenda, has the reviewer {2}, who is recused; name another")]
    ReviewerRecused(ResidentId, usize, String),
    #[error("{0} is recused for {1}, and is no member")]
    RecusedStranger(String, ResidentId),
    #[error("{0} is recused for {1} twice; one line is enough")]
    RecusedTwice(String, ResidentId),
    #[error("{0} is recused for {1}, who is not on the agenda; take the line out")]
    RecusedOffAgenda(String, ResidentId),
    #[error("without those who are recused for {0}, too few are left for the quorum")]
    RecusedQuorum(ResidentId),
    #[error("{0}, at place {1} of the agenda, has no minutes")]
    NoMinutes(ResidentId, usize),
}

/// Returns what does not hold of a committee.
pub fn committee(committee: &Committee) -> Vec<Fault> {
    let mut faults = members(&committee.members(), committee.quorum, committee.director_chairs);
    let mut known: HashMap<String, &str> = HashMap::new();
    for seat in &committee.seats {
        let Some(name) = seat.name.as_deref().map(folded) else { continue };
        let id = seat.member.id.as_str();
        match known.get(&name) {
            Some(other) if *other != id => faults.push(Fault::NameTwice((*other).to_owned(), id.to_owned())),
            Some(_) => {}
            None => drop(known.insert(name, id)),
        }
    }
    faults.extend(recused(&committee.recusals, &committee.members(), committee.quorum));
    faults
}

/// Returns what does not hold of a plan file: of its meeting, its title and its plan.
pub fn file(file: &PlanFile, catalog: &Catalog) -> Vec<Fault> {
    let mut faults = Vec::new();
    let short = (1..=64).contains(&file.meeting.len()) && file.meeting.bytes().all(|b| b.is_ascii_graphic());
    if !short {
        faults.push(Fault::BadMeeting(file.meeting.clone()));
    }
    if !file.title.chars().any(char::is_alphanumeric) {
        faults.push(Fault::NoTitle);
    }
    let PlanFile { plan: planned, recusals, .. } = file;
    faults.extend(plan(planned, catalog));
    faults.extend(recused(recusals, &planned.members, planned.quorum));
    for Recusal { member, resident, .. } in recusals {
        let place = planned.agenda.iter().position(|slot| slot.resident == *resident);
        match place.map(|at| (at + 1, &planned.agenda[at])) {
            None => faults.push(Fault::RecusedOffAgenda(member.clone(), resident.clone())),
            Some((place, slot)) if slot.reviewer.as_ref() == Some(member) => {
                faults.push(Fault::ReviewerRecused(resident.clone(), place, member.clone()));
            }
            Some(_) => {}
        }
    }
    faults
}

/// Returns what does not hold of recusals among these members.
fn recused(recusals: &[Recusal], members: &[Member], quorum: Quorum) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut of: BTreeMap<&ResidentId, BTreeSet<&str>> = BTreeMap::new();
    for Recusal { member, resident, .. } in recusals {
        if !members.iter().any(|known| known.id == *member) {
            faults.push(Fault::RecusedStranger(member.clone(), resident.clone()));
        }
        if !of.entry(resident).or_default().insert(member) {
            faults.push(Fault::RecusedTwice(member.clone(), resident.clone()));
        }
    }
    if quorum.count(members).reached {
        let short = |gone: &BTreeSet<&str>| {
            !quorum.count(members.iter().filter(|member| !gone.contains(member.id.as_str()))).reached
        };
        let few = of.into_iter().filter(|(_, gone)| short(gone));
        faults.extend(few.map(|(resident, _)| Fault::RecusedQuorum(resident.clone())));
    }
    faults
}

/// Returns what does not hold of a plan, beside the residents of the case file.
pub fn plan(plan: &Plan, catalog: &Catalog) -> Vec<Fault> {
    let mut faults = members(&plan.members, plan.quorum, plan.director_chairs);
    if plan.agenda.is_empty() {
        faults.push(Fault::EmptyAgenda);
    }
    let mut places: HashMap<&ResidentId, usize> = HashMap::new();
    for (place, slot) in (1..).zip(&plan.agenda) {
        if let Some(first) = places.insert(&slot.resident, place) {
            faults.push(Fault::ResidentTwice(slot.resident.clone(), first, place));
        }
        faults.extend(resident(slot, place, catalog));
        faults.extend(reviewer(slot, place, &plan.members));
        if slot.minutes == 0 {
            faults.push(Fault::NoMinutes(slot.resident.clone(), place));
        }
    }
    faults
}

fn resident(slot: &Slot, place: usize, catalog: &Catalog) -> Option<Fault> {
    let id = slot.resident.clone();
    match catalog.resident(&slot.resident).map(|resident| resident.status) {
        Some(Status::Current) => None,
        Some(status) => Some(Fault::NotCurrent(id, place, status)),
        None => Some(Fault::UnknownResident(id, place)),
    }
}

fn reviewer(slot: &Slot, place: usize, members: &[Member]) -> Option<Fault> {
    let who = slot.reviewer.as_ref()?;
    match members.iter().find(|member| member.id == *who) {
        None => Some(Fault::UnknownReviewer(slot.resident.clone(), place, who.clone())),
        Some(member) if !member.votes => {
            Some(Fault::ReviewerWithoutVote(slot.resident.clone(), place, who.clone()))
        }
        Some(_) => None,
    }
}

/// Returns what does not hold of the members, who stand in the order in which they speak.
fn members(members: &[Member], quorum: Quorum, director_chairs: bool) -> Vec<Fault> {
    if members.is_empty() {
        return vec![Fault::NoMember];
    }
    let mut faults = Vec::new();
    for (place, member) in members.iter().enumerate() {
        let id = || member.id.clone();
        if !is_person(&member.id) {
            faults.push(Fault::NotAPerson(id()));
        }
        if members[..place].iter().any(|before| before.id == member.id) {
            faults.push(Fault::MemberTwice(id()));
        }
        if member.votes && matches!(member.role, Role::Coordinator | Role::Auditor) {
            faults.push(Fault::MayNotVote(id(), member.role));
        }
        if member.role == Role::Resident {
            faults.push(Fault::ResidentSits(id()));
        }
        if member.core && !member.faculty {
            faults.push(Fault::CoreOnly(id()));
        }
    }
    faults.extend(chairs(members, director_chairs));
    faults.extend(speaking(members));
    if !members.iter().any(|member| member.votes) {
        faults.push(Fault::NobodyVotes);
    }
    let count = |of: fn(&Member) -> bool| members.iter().filter(|member| of(member)).count();
    let asked = [
        (quorum.faculty, count(|member| member.faculty), "faculty"),
        (quorum.core, count(|member| member.core), "core faculty"),
    ];
    let never = asked.into_iter().filter(|(wanted, there, _)| *there < usize::from(*wanted));
    faults.extend(never.map(|(wanted, there, what)| Fault::NeverAQuorum { wanted, there, what }));
    faults
}

fn chairs(members: &[Member], director_chairs: bool) -> Option<Fault> {
    let mut in_role = members.iter().filter(|member| member.role == Role::Chair);
    match (in_role.next(), in_role.next()) {
        (Some(one), Some(other)) => Some(Fault::TwoChairs(one.id.clone(), other.id.clone())),
        _ => chair(members, director_chairs).is_none().then_some(Fault::NoChair),
    }
}

/// The program director speaks after everyone else who votes, so that nobody only agrees.
fn speaking(members: &[Member]) -> Option<Fault> {
    let director = members.iter().position(|member| member.role == Role::ProgramDirector)?;
    let speaks = |member: &&Member| member.votes && member.role != Role::ProgramDirector;
    let early = members[director..].iter().rfind(speaks)?;
    Some(Fault::DirectorSpeaksEarly(members[director].id.clone(), early.id.clone()))
}

#[cfg(test)]
mod tests;
