//! The rules of recording on decisions, on an activity and on a resident as a whole alike.

use super::parts::{is_said, must_say, subject};
use super::{Refused, meetings};
use crate::domain::id::ResidentId;
use crate::domain::overall::Overall;
use crate::ledger::chain::Unplaced;
use crate::ledger::entry::{Answer, Decided, Decision, Matter, On, Outcome};
use crate::ledger::fold::State;

/// A decision is whole, and replaces the one of its kind that stands on the same matter. A recommendation keeps
/// the meeting's rules, and a determination answers the recommendation that stands.
pub(super) fn decides(state: &State, draft: &Unplaced) -> Result<(), Refused> {
    let Some(decided) = draft.act.decided() else { return Ok(()) };
    let resident = subject(draft)?;
    grounded(draft, &decided)?;
    match decided.on {
        On::Activity(decision) => levelled(decision)?,
        On::Overall(overall) => of_one_mind(overall)?,
    }
    let matter = decided.matter();
    let standing = if let Some(answer) = decided.answers {
        answers(state, (resident, &matter), &decided, answer)?;
        state.determined(resident, &matter)
    } else {
        meetings::decides(state, draft, resident)?;
        state.recommended(resident, &matter)
    };
    replaces(state, draft, standing.map(|(recorded, _)| recorded.entry.seq))
}

/// Guardrail: no decision without a rationale, and evidence or its stated lack.
fn grounded(draft: &Unplaced, decided: &Decided<'_>) -> Result<(), Refused> {
    must_say(decided.rationale(), "the rationale")?;
    let shown = draft.evidence.as_ref().is_some_and(|evidence| !evidence.facts.is_empty());
    if !shown && !decided.insufficient_evidence() {
        return Err(Refused::NoEvidence);
    }
    decided.dissent().map_or(Ok(()), |dissent| must_say(dissent, "the dissent"))
}

/// Guardrail: no decision on an activity without an outcome.
fn levelled(decision: &Decision) -> Result<(), Refused> {
    match (&decision.level, decision.outcome) {
        (Some(_), Outcome::Defer) => Err(Refused::NeedlessLevel),
        (None, Outcome::Defer) => must_say(&decision.scale, "the scale"),
        (Some(level), _) if is_said(level) && is_said(&decision.scale) => Ok(()),
        _ => Err(Refused::NoLevel),
    }
}

/// What is said of a resident as a whole is said in words, and of one mind.
fn of_one_mind(overall: &Overall) -> Result<(), Refused> {
    overall.progress.as_deref().map_or(Ok(()), |progress| must_say(progress, "the progress"))?;
    overall.action.as_deref().map_or(Ok(()), |action| must_say(action, "the action"))?;
    if let Some(board) = &overall.board {
        board
            .unsatisfactory
            .iter()
            .try_for_each(|attribute| must_say(attribute, "an essential attribute"))?;
        if board.satisfactory && !board.unsatisfactory.is_empty() {
            return Err(Refused::NotSatisfactory);
        }
    }
    let both = overall.not_assessable.iter().find(|id| overall.milestones.contains_key(id));
    both.map_or(Ok(()), |id| Err(Refused::OfTwoMinds(id.clone())))
}

/// A determination names the recommendation that stands, says truly whether it agrees, and gives reasons of its
/// own where it does not.
fn answers(
    state: &State,
    (resident, matter): (&ResidentId, &Matter),
    decided: &Decided<'_>,
    answer: Answer,
) -> Result<(), Refused> {
    let (_, advised) = state
        .recommended(resident, matter)
        .filter(|(recorded, _)| recorded.entry.seq == answer.recommendation)
        .ok_or(Refused::NotARecommendation(answer.recommendation))?;
    match (answer.agrees, advised.decides_as(decided)) {
        (true, false) => Err(Refused::AgreesYetDiffers),
        (false, true) => Err(Refused::DiffersYetAgrees),
        (false, false) if advised.rationale().trim() == decided.rationale().trim() => {
            Err(Refused::NoOwnRationale)
        }
        _ => Ok(()),
    }
}

/// A decision replaces the one of its kind that stands, and says why; or none stands.
fn replaces(state: &State, draft: &Unplaced, standing: Option<u64>) -> Result<(), Refused> {
    let Some(supersedes) = &draft.supersedes else {
        return standing.map_or(Ok(()), |seq| Err(Refused::AlreadyDecided(seq)));
    };
    if standing != Some(supersedes.entry) {
        return Err(Refused::NotStanding(supersedes.entry));
    }
    if state.entry(supersedes.entry).map(|recorded| recorded.hash) != Some(supersedes.hash) {
        return Err(Refused::OtherHash(supersedes.entry));
    }
    must_say(&supersedes.reason, "the reason for superseding")
}
