//! What the case file answered.

use std::sync::Arc;

use crate::app::dossier::Dossier;
use crate::app::message::{Effect, Ticket};
use crate::app::model::{Model, Notice, Remote};
use crate::app::survey::Survey;
use crate::app::triage;
use crate::domain::record::Record;

/// Takes in the survey, and lists everyone.
pub fn surveyed(model: &mut Model, outcome: Result<Arc<Survey>, String>) -> Vec<Effect> {
    model.survey = outcome.into();
    let Remote::Ready(survey) = &model.survey else { return Vec::new() };
    model.rows = triage::rows(survey, &model.ledger, model.order, model.session.today);
    let decision =
        model.left_behind.first().map(|draft| ("decision", model.left_behind.len(), &draft.resident, "d"));
    let goal = model.left_goals.first().map(|draft| ("goal", model.left_goals.len(), &draft.resident, "+"));
    if let Some((what, n, resident, key)) = decision.or(goal) {
        let text = format!(
            "{n} {what}(s) begun and not recorded; the first is on {resident}: find it with / and press {key}"
        );
        model.notice = Some(Notice { text, failed: false });
    }
    match model.selected.clone() {
        Some(id) => super::moving::select(model, &id),
        None => Vec::new(),
    }
}

/// Works out the selected resident from a record, and from what the ledger has by now.
pub fn work_out(model: &mut Model, record: Record) {
    let (Remote::Ready(survey), Some(resident)) = (&model.survey, model.resident()) else { return };
    let standing = model.ledger.standing(&resident.id);
    let prompts = survey.prompts_of(&resident.id, &standing, model.session.today);
    model.dossier = Remote::Ready(Box::new(Dossier::new(survey, resident, record, prompts)));
}

/// Works the selected resident out anew where an entry about the resident may have changed what is asked.
pub fn reconsider(model: &mut Model) {
    if let Remote::Ready(dossier) = &mut model.dossier {
        let record = std::mem::take(&mut dossier.record);
        work_out(model, record);
    }
}

/// Completes the selected resident; an answer about the last one is dropped.
pub fn record_read(model: &mut Model, ticket: Ticket, outcome: Result<Box<Record>, String>) -> Vec<Effect> {
    if ticket == model.ticket {
        match outcome {
            Ok(record) => work_out(model, *record),
            Err(why) => model.notice = Some(Notice { text: why, failed: true }),
        }
    }
    Vec::new()
}
