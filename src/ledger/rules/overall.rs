//! The rules of recording on decisions about a resident as a whole.

use super::parts::{answers, grounded, replaces, said, subject};
use super::{Refused, meetings};
use crate::domain::overall::Overall;
use crate::ledger::chain::Draft;
use crate::ledger::fold::State;

/// A recommendation is whole, and replaces the one that stands.
pub(super) fn recommends(state: &State, draft: &Draft, overall: &Overall) -> Result<(), Refused> {
    let resident = subject(draft)?;
    complete(draft, overall)?;
    meetings::decides(state, draft, resident)?;
    let standing = state.overall_recommendation(resident);
    replaces(state, draft, standing.map(|(recorded, _)| recorded.entry.seq))
}

/// A determination answers the recommendation that stands.
pub(super) fn determines(
    state: &State,
    draft: &Draft,
    recommendation: u64,
    agrees: bool,
    overall: &Overall,
) -> Result<(), Refused> {
    let resident = subject(draft)?;
    complete(draft, overall)?;
    let (_, advised) = state
        .overall_recommendation(resident)
        .filter(|(recorded, _)| recorded.entry.seq == recommendation)
        .ok_or(Refused::NotARecommendation(recommendation))?;
    answers(agrees, advised.decides_as(overall), (&advised.rationale, &overall.rationale))?;
    let standing = state.overall_determination(resident);
    replaces(state, draft, standing.map(|(recorded, _)| recorded.entry.seq))
}

/// What is said is said in words, and of one mind.
fn complete(draft: &Draft, overall: &Overall) -> Result<(), Refused> {
    grounded(draft, &overall.rationale, overall.insufficient_evidence, overall.dissent.as_deref())?;
    overall.progress.as_deref().map_or(Ok(()), |progress| said(progress, "the progress"))?;
    overall.action.as_deref().map_or(Ok(()), |action| said(action, "the action"))?;
    if let Some(board) = &overall.board {
        board.unsatisfactory.iter().try_for_each(|attribute| said(attribute, "an essential attribute"))?;
        if board.satisfactory && !board.unsatisfactory.is_empty() {
            return Err(Refused::NotSatisfactory);
        }
    }
    let both = overall.not_assessable.iter().find(|id| overall.milestones.contains_key(id));
    both.map_or(Ok(()), |id| Err(Refused::OfTwoMinds(id.clone())))
}
