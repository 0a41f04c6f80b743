//! A rating card in words. What is on a hidden card is in none of them.

use crate::app::Model;
use crate::committee::sheet::card::{CardForm, Row};

use super::counted;

/// Says how far the card is.
pub fn card_state(form: &CardForm) -> String {
    format!("{}, not sealed", counted(form.filled() as u64, "line"))
}

/// Says how the card is filled in, or that it would take another's place.
pub fn card_how(model: &Model, form: &CardForm) -> String {
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

/// Names a line of the card.
pub fn card_row(row: &Row) -> String {
    match row {
        Row::Progress => "progress overall".to_owned(),
        Row::Epa { title, .. } => title.clone(),
        Row::Milestone { id, title } => format!("{id} {title}"),
    }
}

/// Returns what stands on a line; on a hidden card only whether something does.
pub fn card_value(form: &CardForm, row: &Row) -> String {
    match form.value(row) {
        None => "·".to_owned(),
        Some(_) if form.hidden => "rated".to_owned(),
        Some(value) => value,
    }
}

/// Says which keys rate a line.
pub fn card_offers(form: &CardForm, row: &Row) -> String {
    let offered: Vec<_> = form.offered(row).into_iter().map(|(key, what)| format!("{key} {what}")).collect();
    offered.join(" · ")
}
