//! What several rules of recording ask: that a text says something, whom an act is about, what it rests on and
//! what it replaces.

use super::Refused;
use crate::domain::id::ResidentId;
use crate::ledger::chain::Draft;
use crate::ledger::fold::State;

/// Tells whether a text is 1 to 64 printable characters without spaces.
pub(super) fn is_short(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// Tells whether a text has a letter or a digit: blanks and invisible characters say nothing.
pub(super) fn is_said(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

pub(super) fn said(text: &str, what: &'static str) -> Result<(), Refused> {
    if is_said(text) { Ok(()) } else { Err(Refused::Blank(what)) }
}

pub(super) fn subject(draft: &Draft) -> Result<&ResidentId, Refused> {
    draft.subject.as_ref().ok_or(Refused::NoSubject)
}

pub(super) fn no_subject(draft: &Draft) -> Result<(), Refused> {
    if draft.subject.is_none() { Ok(()) } else { Err(Refused::NeedlessSubject) }
}

/// A determination says truly whether it agrees, and gives reasons of its own where it does not.
pub(super) fn answers(agrees: bool, same: bool, (advised, own): (&str, &str)) -> Result<(), Refused> {
    match (agrees, same) {
        (true, false) => Err(Refused::AgreesYetDiffers),
        (false, true) => Err(Refused::DiffersYetAgrees),
        (false, false) if advised.trim() == own.trim() => Err(Refused::NoOwnRationale),
        _ => Ok(()),
    }
}

/// Guardrail: no decision without a rationale, and evidence or its stated lack.
pub(super) fn grounded(
    draft: &Draft,
    rationale: &str,
    insufficient_evidence: bool,
    dissent: Option<&str>,
) -> Result<(), Refused> {
    said(rationale, "the rationale")?;
    let shown = draft.evidence.as_ref().is_some_and(|evidence| !evidence.facts.is_empty());
    if !shown && !insufficient_evidence {
        return Err(Refused::NoEvidence);
    }
    dissent.map_or(Ok(()), |dissent| said(dissent, "the dissent"))
}

/// A decision replaces the one of its kind that stands, and says why; or none stands.
pub(super) fn replaces(state: &State, draft: &Draft, standing: Option<u64>) -> Result<(), Refused> {
    let Some(supersedes) = &draft.supersedes else {
        return standing.map_or(Ok(()), |seq| Err(Refused::AlreadyDecided(seq)));
    };
    if standing != Some(supersedes.entry) {
        return Err(Refused::NotStanding(supersedes.entry));
    }
    if state.entry(supersedes.entry).map(|recorded| recorded.hash) != Some(supersedes.hash) {
        return Err(Refused::OtherHash(supersedes.entry));
    }
    said(&supersedes.reason, "the reason for superseding")
}
