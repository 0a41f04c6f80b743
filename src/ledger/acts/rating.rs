//! Ratings under seal: a member's card is sealed, called for, and opened.

use super::{May, Told};
use crate::domain::meeting::Card;
use crate::domain::text::sanitised;
use crate::ledger::hash::Hash;

pub fn sealed<'a>(meeting: &str, rater: &str, commitment: Hash) -> Told<'a> {
    Told {
        may: May::Members,
        notice: Some(format!("the rating by {rater} is sealed")),
        // The beginning is enough to tell two apart by eye.
        line: format!("rating by {rater} sealed in meeting {meeting}: {:.12}…", commitment.to_string()),
        ..Told::default()
    }
}

pub fn called<'a>(meeting: &str) -> Told<'a> {
    Told {
        notice: Some("the ratings are called".to_owned()),
        line: format!("ratings called in meeting {meeting}"),
        ..Told::default()
    }
}

pub fn revealed<'a>(entry: u64, on: &Card) -> Told<'a> {
    Told {
        may: May::Members,
        notice: Some(format!("the rating of entry {entry} is revealed")),
        line: format!("rating of entry {entry} revealed: {}", card(on)),
        names: Some(entry),
        ..Told::default()
    }
}

/// Says what is on a card.
pub fn card(card: &Card) -> String {
    let epas = card.epas.iter().map(|(epa, level)| format!("{epa} level {level}"));
    let milestones = card.milestones.iter().map(|(id, level)| format!("{id} {level}"));
    let progress = card.progress.iter().map(|progress| format!("progress {progress}"));
    sanitised(&epas.chain(milestones).chain(progress).collect::<Vec<_>>().join(", "))
}
