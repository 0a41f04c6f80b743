//! The decision on one activity: which one is meant, and what its sheet begins with.

use crate::app::form::fill;
use crate::app::message::Effect;
use crate::app::model::{Model, Notice};
use crate::app::record::next_id;
use crate::app::remote::Remote;
use crate::app::screen::{List, Screen};
use crate::app::select;
use crate::committee::evidence::decision::evidence;
use crate::committee::sheet::decision::{DecisionDraft, DecisionSheet};
use crate::committee::sheet::{Draft, Filled};
use crate::domain::entrustment::Epa;
use crate::domain::id::ResidentId;
use crate::ledger::entry::Role;

/// Opens the form on the activity that the cursor is on.
pub fn open(model: &mut Model) -> Vec<Effect> {
    match sheet(model) {
        Ok(Some(sheet)) => {
            let places = model.dossier.ready().map(|dossier| &dossier.epas);
            let at = places.and_then(|epas| epas.iter().position(|row| row.id == sheet.saved.epa));
            model.at[List::Epas] = at.unwrap_or(model.at[List::Epas]);
            let kept = fill::open(model, Filled::Decision(Box::new(sheet)));
            select::warn(model);
            kept
        }
        Ok(None) => Vec::new(),
        Err(text) => {
            model.notice = Some(Notice { text, failed: true });
            Vec::new()
        }
    }
}

/// Returns the hash of the case file, without which nothing is decided on it.
pub(super) fn case_file(model: &Model) -> Result<String, String> {
    match &model.fingerprint {
        Remote::Ready(hash) => Ok(hash.clone()),
        Remote::Failed(why) => {
            Err(format!("the case file could not be hashed, so nothing can be decided on it: {why}"))
        }
        _ => Err("the case file is still being hashed; try again in a moment".to_owned()),
    }
}

fn sheet(model: &mut Model) -> Result<Option<DecisionSheet>, String> {
    let case_file = case_file(model)?;
    let Some(dossier) = model.dossier.ready() else { return Ok(None) };
    let resident = dossier.resident.id.clone();
    let kept = kept(model, &resident);
    let id = kept.as_ref().map(|draft| draft.epa.clone()).or(model.epa().map(|row| row.id.clone()));
    let epa = id.as_ref().and_then(|id| model.catalog.epa(id)).cloned();
    let epa = epa.ok_or("there is no activity to decide on; the case file has no epas")?;
    let scale = model.catalog.scale(&epa.scale).cloned();
    let scale = scale.ok_or("the scale of this activity is not in the case file; see `trellis check`")?;
    let id = kept.as_ref().map_or_else(|| next_id(model), |draft| draft.id.clone());
    let offered = offered(model, id, resident, &epa);
    let Some(dossier) = model.dossier.ready() else { return Ok(None) };
    let shown = evidence(dossier, &epa, &model.ledger, model.catalog.program.data_to, &case_file);
    let role = model.session.actor.role;
    let saved = kept.unwrap_or_else(|| offered.clone());
    let mut sheet = DecisionSheet::open(dossier, &scale, &model.ledger, role, shown, saved);
    sheet.offered = offered;
    sheet.take_turn(&model.ledger, &model.session.actor);
    Ok(Some(sheet))
}

/// Returns a draft that is kept on the resident. On the activities' own screen, and on the program director's, the
/// cursor says which activity is meant; elsewhere any that was begun.
fn kept(model: &Model, resident: &ResidentId) -> Option<DecisionDraft> {
    let meant = matches!(model.screen, Screen::Epas | Screen::Recommendations).then(|| model.epa()).flatten();
    model.drafts.iter().find_map(|draft| match draft {
        Draft::Decision(draft) if draft.resident == *resident => {
            meant.is_none_or(|row| row.id == draft.epa).then(|| draft.clone())
        }
        _ => None,
    })
}

/// Returns who the open meeting says takes no part for the selected resident.
fn recused(model: &Model) -> Vec<String> {
    let open = model.ledger.open_meeting().zip(model.selected.as_ref());
    let review = open.and_then(|(open, resident)| open.review(resident));
    review.into_iter().flat_map(|review| review.recused.keys().cloned()).collect()
}

/// Returns what the sheet says where nobody changes it: nothing that nobody chose. Who determines begins with what is
/// recommended, or anew with what was determined on it.
fn offered(model: &Model, id: String, resident: ResidentId, epa: &Epa) -> DecisionDraft {
    let determines = model.session.actor.role == Role::ProgramDirector;
    let advised = model.ledger.recommendation(&resident, &epa.id).filter(|_| determines);
    let decided = advised.map(|(_, advised)| {
        model.ledger.decided_last(&resident, &epa.id).map_or(advised, |(_, decision)| decision)
    });
    DecisionDraft {
        id,
        epa: epa.id.clone(),
        outcome: decided.map(|decision| decision.outcome),
        level: decided.and_then(|decision| decision.level.clone()),
        insufficient_evidence: decided.is_some_and(|decision| decision.insufficient_evidence),
        resident,
        rationale: String::new(),
        dissent: None,
        recused: recused(model),
        reason: None,
        out_of_turn: String::new(),
    }
}
