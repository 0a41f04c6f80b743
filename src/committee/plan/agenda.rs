//! Draws up the plan of a meeting: whom it reviews, in which order, and who reads everything before.

use std::collections::BTreeSet;

use super::check::{self, Fault};
use super::class::{class, classes};
use super::committee::Seat;
use super::order::order;
use super::reviewers::shared;
use super::{Committee, GREATEST_SEED, MOST_MINUTES, PlanFile};
use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::meeting::{Member, Plan, Slot};
use crate::domain::resident::Resident;
use crate::domain::role::Role;

/// What a plan is drawn up from.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub catalog: &'a Catalog,
    pub committee: &'a Committee,
    /// The clinical years under review, as "CA-2"; everyone where it is empty.
    pub classes: &'a [String],
    /// From 0 to `GREATEST_SEED`.
    pub seed: u64,
    /// How many meetings were held before; the order begins elsewhere each time.
    pub held: usize,
    /// For each resident, from 1 to `MOST_MINUTES`.
    pub minutes: u16,
}

/// Why no plan was drawn up.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoPlan {
    #[error("{0}")]
    Committee(Fault),
    #[error("no current resident is in the class {given:?}; there are {known}")]
    UnknownClass { given: String, known: String },
    #[error("there is no current resident in the case file, so there is nobody to review")]
    Nobody,
    #[error("the seed {0} is too large; whole numbers up to {GREATEST_SEED} are exact everywhere")]
    Seed(u64),
    #[error("{0} minutes a resident are impossible; give 1 to {MOST_MINUTES}")]
    Minutes(u16),
}

/// Draws up a plan; the same wishes give the same plan on every machine.
pub fn draw(wanted: &Wanted<'_>) -> Result<Plan, NoPlan> {
    if let Some(fault) = check::committee(wanted.committee).into_iter().next() {
        return Err(NoPlan::Committee(fault));
    }
    if wanted.seed > GREATEST_SEED {
        return Err(NoPlan::Seed(wanted.seed));
    }
    if !(1..=MOST_MINUTES).contains(&wanted.minutes) {
        return Err(NoPlan::Minutes(wanted.minutes));
    }
    let ids = chosen(wanted.catalog, wanted.classes)?.into_iter().map(|resident| &resident.id).collect();
    let order = order::<&ResidentId>(ids, wanted.seed, wanted.held);
    let residents: Vec<_> = order.into_iter().filter_map(|id| wanted.catalog.resident(id)).collect();
    let reviewers = assigned(wanted, &residents);
    let slot = |(resident, reviewer): (&&Resident, Option<String>)| Slot {
        resident: resident.id.clone(),
        reviewer,
        minutes: wanted.minutes,
    };
    Ok(Plan {
        quorum: wanted.committee.quorum,
        members: wanted.committee.members(),
        agenda: residents.iter().zip(reviewers).map(slot).collect(),
        seed: wanted.seed,
        director_chairs: wanted.committee.director_chairs,
    })
}

/// Draws up a plan as a file holds it, with the recusals of whom it reviews.
pub fn file(wanted: &Wanted<'_>, meeting: String, title: String) -> Result<PlanFile, NoPlan> {
    let plan = draw(wanted)?;
    let mut recusals = wanted.committee.recusals.clone();
    recusals.retain(|recusal| plan.slot(&recusal.resident).is_some());
    Ok(PlanFile { meeting, title, plan, recusals })
}

/// Returns how many residents of the plan each member reviews, in speaking order; who reviews nobody has 0.
pub fn shares(plan: &Plan) -> impl Iterator<Item = (&Member, usize)> {
    let of = |who: &Member| plan.agenda.iter().filter(|slot| slot.reviewer.as_ref() == Some(&who.id)).count();
    plan.members.iter().map(move |member| (member, of(member)))
}

/// Returns the residents whose own coach reviews them.
pub fn by_own_coach<'a>(plan: &'a Plan, committee: &Committee, catalog: &Catalog) -> Vec<&'a ResidentId> {
    let own = |slot: &&Slot| {
        let seat = slot.reviewer.as_deref().and_then(|who| committee.seat(who));
        let resident = catalog.resident(&slot.resident);
        seat.zip(resident).is_some_and(|(seat, resident)| seat.coaches(resident))
    };
    plan.agenda.iter().filter(own).map(|slot| &slot.resident).collect()
}

/// Returns the members whose name is the coach's of no current resident; a misspelt one would avoid nothing.
pub fn coaching_nobody<'a>(committee: &'a Committee, catalog: &Catalog) -> Vec<&'a Seat> {
    let seats = committee.seats.iter().filter(|seat| seat.member.votes && seat.name.is_some());
    seats.filter(|seat| !catalog.current().any(|resident| seat.coaches(resident))).collect()
}

/// Returns the current residents who are not on the agenda, though others of their year are.
pub fn left_out<'a>(plan: &Plan, catalog: &'a Catalog) -> Vec<&'a ResidentId> {
    let on: BTreeSet<_> = plan.agenda.iter().map(|slot| &slot.resident).collect();
    let (there, rest): (Vec<_>, Vec<_>) = catalog.current().partition(|resident| on.contains(&resident.id));
    let years: BTreeSet<_> = there.into_iter().map(|resident| class(resident, catalog)).collect();
    let left = rest.into_iter().filter(|resident| years.contains(&class(resident, catalog)));
    left.map(|resident| &resident.id).collect()
}

fn chosen<'a>(catalog: &'a Catalog, wanted: &[String]) -> Result<Vec<&'a Resident>, NoPlan> {
    let classes = classes(catalog);
    if classes.is_empty() {
        return Err(NoPlan::Nobody);
    }
    let is = |class: &str, wanted: &str| class.eq_ignore_ascii_case(wanted.trim());
    if let Some(given) = wanted.iter().find(|wanted| !classes.keys().any(|class| is(class, wanted))) {
        let known: Vec<_> = classes.iter().map(|(class, n)| format!("{class} ({n})")).collect();
        return Err(NoPlan::UnknownClass { given: given.clone(), known: known.join(", ") });
    }
    let takes = |resident: &&Resident| {
        wanted.is_empty() || wanted.iter().any(|wanted| is(&class(resident, catalog), wanted))
    };
    Ok(catalog.current().filter(takes).collect())
}

/// Returns the reviewer of each resident, in their order; none where everyone who votes is recused.
///
/// Not the own coach, where anyone else votes; of the others not the program director, where anyone else
/// can; and under these two conditions as evenly as it can be done. Who gets one more than others changes
/// from meeting to meeting.
fn assigned(wanted: &Wanted<'_>, residents: &[&Resident]) -> Vec<Option<String>> {
    let mut voters: Vec<_> = wanted.committee.seats.iter().filter(|seat| seat.member.votes).collect();
    let first = wanted.held % voters.len().max(1);
    voters.rotate_left(first);
    let may = |resident: &&Resident| {
        let tier = |own: bool, director: bool| {
            let fits = |who: &usize| {
                !wanted.committee.recuses(&voters[*who].member.id, &resident.id)
                    && voters[*who].coaches(resident) == own
                    && (voters[*who].member.role == Role::ProgramDirector) == director
            };
            (0..voters.len()).filter(fits).collect::<Vec<_>>()
        };
        let tiers = [(false, false), (false, true), (true, false), (true, true)];
        tiers.into_iter().map(|(own, director)| tier(own, director)).find(|may| !may.is_empty())
    };
    let allowed: Vec<Option<Vec<usize>>> = residents.iter().map(may).collect();
    let mut shares = shared(&allowed.iter().flatten().cloned().collect::<Vec<_>>(), voters.len()).into_iter();
    let share = |allowed: &Option<Vec<usize>>| {
        let who = allowed.as_ref().and_then(|_| shares.next())?;
        Some(voters[who].member.id.clone())
    };
    allowed.iter().map(share).collect()
}

#[cfg(test)]
mod tests;
