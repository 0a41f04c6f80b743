//! A rating card in words. What is on a hidden card is in none of them.

use crate::app::card::{CardForm, Row};

use super::counted;

/// Says how far the card is.
pub fn card_state(form: &CardForm) -> String {
    format!("{} filled in, not sealed", counted(form.filled() as u64, "line"))
}

/// Says how the card is filled in.
pub fn card_how(form: &CardForm) -> &'static str {
    if form.hidden {
        "others look on: nothing typed is shown. Leave empty what you would not rate"
    } else {
        "leave empty what you would not rate. Nobody sees it before ratings are called"
    }
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
