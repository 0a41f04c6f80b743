//! The rules of recording: what may follow a state of the ledger. Verifying asks the same rules.

use chrono::Datelike as _;

use super::chain::Unplaced;
use super::entry::{Act, Evidence, Hash, MAX_EXACT};
use super::fold::State;
use super::signers::{Signers, is_person};

mod aftermath;
mod cuts;
mod decisions;
mod goals;
mod meetings;
mod parts;
mod refused;
mod revocations;

use parts::{is_short, must_say, no_subject, subject};
pub use refused::Refused;

/// Tells whether `draft` may be recorded after `state`.
pub fn admissible(state: &State, draft: &Unplaced) -> Result<(), Refused> {
    well_formed(draft)?;
    if let Some(taken) = state.with_id(&draft.id) {
        return Err(Refused::IdTaken(taken.entry.seq));
    }
    if !draft.act.is_for(draft.actor.role) {
        return Err(match draft.act {
            _ if draft.act.is_determination() => Refused::NotTheDirector,
            _ => Refused::NotInRole(draft.actor.role),
        });
    }
    if !draft.actor.may_sign_about(draft.subject.as_ref()) {
        return Err(Refused::NotThemselves);
    }
    if state.count() == 0 && !matches!(draft.act, Act::SignersNamed { .. }) {
        return Err(Refused::NobodySigns);
    }
    let may_supersede =
        draft.act.decided().is_some() || matches!(draft.act, Act::GoalSet { .. } | Act::RatingSealed { .. });
    if draft.supersedes.is_some() && !may_supersede {
        return Err(Refused::NothingToSupersede);
    }
    match &draft.act {
        Act::SignersNamed { allowed } => names_signers(draft, allowed),
        Act::Checkpoint { size, root } => checkpoint(state, draft, *size, *root),
        Act::Cut { entries, reason } => {
            must_say(reason, "the reason for cutting")?;
            cuts::cuts(state, draft, entries)
        }
        Act::SetAside { first, lines, hash, reason } => {
            no_subject(draft)?;
            must_say(reason, "the reason for setting aside")?;
            sets_aside(state, *first, *lines, *hash)
        }
        Act::MeetingOpened { .. }
        | Act::MeetingPlanned { .. }
        | Act::AttendanceTaken { .. }
        | Act::Recused { .. }
        | Act::RecusalEnded { .. }
        | Act::RatingSealed { .. }
        | Act::RatingsCalled { .. }
        | Act::RatingRevealed { .. }
        | Act::ReviewBegun { .. }
        | Act::ReviewEnded { .. }
        | Act::Remarked { .. }
        | Act::MeetingClosed { .. } => meetings::meets(state, draft),
        Act::Viewed { screen } => {
            subject(draft)?;
            must_say(screen, "the screen that was viewed")
        }
        Act::Recommendation(_)
        | Act::Determination { .. }
        | Act::OverallRecommendation(_)
        | Act::OverallDetermination { .. } => decisions::decides(state, draft),
        Act::Revocation { entry, reason } => revocations::revokes(state, draft, *entry, reason),
        Act::PromptAcknowledged { prompt, reason, .. } => {
            must_say(prompt, "the prompt")?;
            must_say(reason, "the reason")
        }
        Act::GoalSet { text, owner, due, .. } => goals::sets(state, draft, (text, owner), *due),
        Act::GoalClosed { entry, reason, .. } => goals::closes(state, draft, *entry, reason),
        Act::StrengthNamed { text } => {
            must_say(text, "the strength")?;
            meetings::takes_part_in(state, draft)
        }
        Act::Released {}
        | Act::ResidentTold { .. }
        | Act::ReleaseAcknowledged { .. }
        | Act::Stated { .. }
        | Act::AppealLodged { .. }
        | Act::AppealDecided { .. } => aftermath::follows(state, draft),
    }
}

fn well_formed(draft: &Unplaced) -> Result<(), Refused> {
    if !is_short(&draft.id) {
        return Err(Refused::BadId);
    }
    if !is_person(&draft.actor.id) {
        return Err(Refused::NoActor);
    }
    if !(1970..=9999).contains(&draft.at.year()) {
        return Err(Refused::Clock(draft.at.year()));
    }
    draft.evidence.as_ref().map_or(Ok(()), shown)
}

/// Evidence names versions by their hashes, counts in numbers that every reader holds, and has a day.
fn shown(evidence: &Evidence) -> Result<(), Refused> {
    let year = evidence.as_of.year();
    if !(1970..=9999).contains(&year) {
        return Err(Refused::AsOf(year));
    }
    let definitions = evidence.facts.iter().filter_map(|fact| fact.definition.as_ref());
    let hashes = definitions.map(|definition| ("a definition", &definition.hash));
    let files =
        [("the case file", Some(&evidence.case_file)), ("the thresholds", evidence.thresholds.as_ref())];
    let files = files.into_iter().filter_map(|(what, hash)| Some((what, hash?)));
    if let Some((what, _)) = files.chain(hashes).find(|(_, hash)| hash.parse::<Hash>().is_err()) {
        return Err(Refused::NotAHash(what));
    }
    let counts = evidence.facts.iter().filter_map(|fact| fact.n);
    if counts.max() > Some(MAX_EXACT) { Err(Refused::CountTooLarge) } else { Ok(()) }
}

/// A list of signers reads as one, and leaves somebody who can name signers again.
fn names_signers(draft: &Unplaced, allowed: &str) -> Result<(), Refused> {
    no_subject(draft)?;
    let signers = Signers::parse(allowed)?;
    if signers.can_go_on(draft.at) { Ok(()) } else { Err(Refused::LockedOut) }
}

/// Lines were taken off whose place this entry has, or stand before it, and are those that it names.
fn sets_aside(state: &State, first: u64, lines: u64, hash: Hash) -> Result<(), Refused> {
    let taken_off = lines > 0 && first == state.count() + 1;
    if taken_off || state.laid_aside() == Some((first, lines, hash)) {
        Ok(())
    } else {
        Err(Refused::NotAside(first))
    }
}

/// A checkpoint stands for all entries before it.
fn checkpoint(state: &State, draft: &Unplaced, size: u64, root: Hash) -> Result<(), Refused> {
    no_subject(draft)?;
    let actual = state.count();
    if size != actual {
        return Err(Refused::CheckpointSize { size, actual });
    }
    let actual = state.tree().root();
    if root == actual { Ok(()) } else { Err(Refused::CheckpointRoot { root, actual }) }
}
