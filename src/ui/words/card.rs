//! A rating card in words. What is on a hidden card is in none of them.

use crate::app::Model;
use crate::committee::sheet::card::CardSheet;
use crate::committee::sheet::{Body, Choice, Line};

use super::counted;

/// Says how far the card is.
pub fn card_state(form: &CardSheet) -> String {
    format!("{}, not sealed", counted(form.filled() as u64, "line"))
}

/// Says how the card is filled in, or that it would take another's place.
pub fn card_how(model: &Model, form: &CardSheet) -> String {
    let review = model.ledger.open_meeting().and_then(|open| open.review(form.resident()));
    if let Some(entry) = review.and_then(|review| review.called) {
        return format!("the ratings were called in entry {entry}: this card cannot be sealed any more");
    }
    if let Some(seal) = review.and_then(|review| review.seals.get(&form.saved.rater)) {
        return format!("a card is sealed already in entry {}; this one would take its place", seal.entry);
    }
    let how = if form.hidden {
        "others look on: nothing typed is shown. Leave empty what you would not rate"
    } else {
        "leave empty what you would not rate. Nobody sees it before ratings are called"
    };
    how.to_owned()
}

/// Returns what stands on a line; on a hidden card only whether something does.
pub fn card_value(sheet: &CardSheet, line: &Line) -> String {
    match line.value() {
        None => "·".to_owned(),
        Some(_) if sheet.hidden => "rated".to_owned(),
        Some(value) => value.to_owned(),
    }
}

/// Says what a line offers, choice by choice.
pub fn choices(line: &Line) -> Vec<String> {
    let Body::Choice { options, .. } = &line.body else { return vec![line.note.clone()] };
    options.iter().map(Choice::offered).collect()
}

/// Says what is typed to fill in a line.
pub fn offers(line: &Line) -> String {
    let Body::Choice { options, .. } = &line.body else { return line.note.clone() };
    let offered = options.iter().map(Choice::offered).collect::<Vec<_>>().join(" · ");
    if line.note.is_empty() { offered } else { format!("{offered} · {}", line.note) }
}
