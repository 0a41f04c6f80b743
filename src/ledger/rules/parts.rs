//! What several rules of recording ask: that a text says something, whom an act is about, and that it is one's own.

use super::Refused;
use crate::domain::id::ResidentId;
use crate::ledger::chain::Unplaced;

/// Tells whether a text is 1 to 64 printable characters without spaces.
pub(super) fn is_short(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// Tells whether a text has a letter or a digit: blanks and invisible characters say nothing.
pub(super) fn is_said(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

pub(super) fn must_say(text: &str, what: &'static str) -> Result<(), Refused> {
    if is_said(text) { Ok(()) } else { Err(Refused::Blank(what)) }
}

pub(super) fn subject(draft: &Unplaced) -> Result<&ResidentId, Refused> {
    draft.subject.as_ref().ok_or(Refused::NoSubject)
}

pub(super) fn no_subject(draft: &Unplaced) -> Result<(), Refused> {
    if draft.subject.is_none() { Ok(()) } else { Err(Refused::NeedlessSubject) }
}

/// Only the person, or somebody who keeps the record, writes what is the person's own.
pub(super) fn by_themselves(draft: &Unplaced, person: &str) -> Result<(), Refused> {
    let theirs = draft.actor.id == person || draft.actor.role.keeps_the_record();
    if theirs { Ok(()) } else { Err(Refused::NotTheirs(person.to_owned())) }
}
