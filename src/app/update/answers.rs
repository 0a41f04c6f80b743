//! What the case file answered.

use std::sync::Arc;

use crate::app::dossier::Dossier;
use crate::app::message::{Effect, Ticket};
use crate::app::model::{Model, Notice, Remote};
use crate::app::survey::Survey;
use crate::app::triage;

/// Takes in the survey, and lists everyone.
pub fn surveyed(model: &mut Model, outcome: Result<Arc<Survey>, String>) -> Vec<Effect> {
    model.survey = outcome.into();
    let Remote::Ready(survey) = &model.survey else { return Vec::new() };
    model.rows = triage::rows(survey, &model.ledger, model.order);
    if let Some(draft) = model.left_behind.first() {
        let n = model.left_behind.len();
        let text = format!(
            "{n} decision(s) begun and not recorded; the first is on {}: find it with / and press d",
            draft.resident
        );
        model.notice = Some(Notice { text, failed: false });
    }
    match model.selected.clone() {
        Some(id) => super::moving::select(model, &id),
        None => Vec::new(),
    }
}

/// Completes the selected resident; an answer about the last one is dropped.
pub fn record_read(model: &mut Model, ticket: Ticket, outcome: Result<Box<Dossier>, String>) -> Vec<Effect> {
    if ticket == model.ticket {
        match outcome {
            Ok(dossier) => {
                model.dossier = Remote::Ready(dossier);
                // A decision may have been recorded while it was on its way.
                super::ask_again(model);
            }
            Err(why) => model.notice = Some(Notice { text: why, failed: true }),
        }
    }
    Vec::new()
}
