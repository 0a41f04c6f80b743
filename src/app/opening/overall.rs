//! The decision on a resident as a whole: what its sheet begins with.

use crate::app::form::fill;
use crate::app::message::Effect;
use crate::app::model::{Model, Notice};
use crate::app::opening::decision::case_file;
use crate::app::record::next_id;
use crate::app::select;
use crate::committee::evidence::overall::evidence;
use crate::committee::levels::{LevelTable, Marks, marks};
use crate::committee::sheet::overall::{OverallDraft, OverallSheet, levels_to_determine};
use crate::committee::sheet::{Draft, Filled, Stage};
use crate::domain::id::ResidentId;
use crate::domain::overall::{Board, Overall};
use crate::ledger::entry::Role;

/// Opens the form on the selected resident.
pub fn open(model: &mut Model) -> Vec<Effect> {
    match sheet(model) {
        Ok(Some(sheet)) => {
            let kept = fill::open(model, Filled::Overall(Box::new(sheet)));
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

fn sheet(model: &mut Model) -> Result<Option<OverallSheet>, String> {
    let case_file = case_file(model)?;
    if model.catalog.choices.is_empty() {
        let text = "the case file has no relation overall_choices to choose from; import it anew";
        return Err(text.to_owned());
    }
    let Some(resident) = model.dossier.ready().map(|dossier| dossier.resident.id.clone()) else {
        return Ok(None);
    };
    let kept = model.drafts.iter().find_map(|draft| match draft {
        Draft::Overall(draft) if draft.resident == resident => Some(draft.clone()),
        _ => None,
    });
    let id = kept.as_ref().map_or_else(|| next_id(model), |draft| draft.id.clone());
    let offered = proposed(model, id, &resident);
    let Some(dossier) = model.dossier.ready() else { return Ok(None) };
    let as_of = model.catalog.program.data_to;
    let shown = evidence(dossier, &model.catalog, &model.ledger, as_of, &case_file);
    let me = &model.session.actor;
    let table = LevelTable::beside_a_decision(&model.catalog.subcompetencies, dossier, &model.ledger, me);
    let saved = kept.unwrap_or_else(|| offered.clone());
    let sheet = OverallSheet::open(saved, &model.ledger, me.role, (&model.catalog, table), shown);
    let mut sheet = sheet.begun_as(offered);
    sheet.take_turn(&model.ledger, &model.session.actor);
    Ok(Some(sheet))
}

/// Takes in cards that were opened while the form is being filled in: what was written and chosen stays.
pub fn cards_opened(model: &mut Model) {
    let editing = model.form.as_ref().is_some_and(|form| {
        form.filled.overall().is_some_and(|sheet| Some(&sheet.saved.resident) == model.selected.as_ref())
            && form.stage == Stage::Editing
    });
    let Some(saved) = model.form.as_ref().filter(|_| editing).and_then(|form| form.filled.overall()) else {
        return;
    };
    let (saved, offered) = (saved.saved.clone(), saved.offered.clone());
    let Ok(case_file) = case_file(model) else { return };
    let Some(dossier) = model.dossier.ready() else { return };
    let (me, as_of) = (&model.session.actor, model.catalog.program.data_to);
    let shown = evidence(dossier, &model.catalog, &model.ledger, as_of, &case_file);
    let table = LevelTable::beside_a_decision(&model.catalog.subcompetencies, dossier, &model.ledger, me);
    let sheet = OverallSheet::open(saved, &model.ledger, me.role, (&model.catalog, table), shown);
    let mut sheet = sheet.begun_as(offered);
    sheet.take_turn(&model.ledger, &model.session.actor);
    if let Some(form) = &mut model.form {
        form.filled = Filled::Overall(Box::new(sheet));
    }
}

/// Proposes what the program director would determine on, what this meeting has recommended, or what the primary
/// reviewer rated once that is revealed; what was sealed proposes nothing.
fn proposed(model: &Model, id: String, resident: &ResidentId) -> OverallDraft {
    let opened = model.ledger.open_meeting().map(|open| open.opened);
    let determines = model.session.actor.role == Role::ProgramDirector;
    let advised = model.ledger.overall_recommendation(resident);
    let decided = model.ledger.overall_determination(resident).filter(|_| determines);
    // Anew, the director begins with what was determined.
    let advised =
        decided.filter(|(on, _)| advised.is_none_or(|(at, _)| at.entry.seq < on.entry.seq)).or(advised);
    // What this meeting has recommended is changed, and not made anew.
    let of_this_meeting = advised.is_some_and(|(on, _)| opened.is_some_and(|opened| on.entry.seq > opened));
    let advised = advised.filter(|_| determines || of_this_meeting);
    // Nobody else begins with levels: a row that nobody touched is not yet.
    let levels = match advised {
        Some(_) if determines => levels_to_determine(&model.ledger, resident, Role::ProgramDirector),
        Some((recorded, overall)) => marks(recorded, overall),
        None => Marks::new(),
    };
    let advised = advised.map(|(_, overall)| overall).cloned();
    let reviewed = model.ledger.open_meeting().and_then(|open| {
        let reviewer = open.plan.as_ref()?.slot(resident)?.reviewer.as_ref()?;
        let (_, card) = open.review(resident)?.seals.get(reviewer)?.revealed.as_ref()?;
        card.progress.clone()
    });
    let empty = OverallDraft {
        id,
        resident: resident.clone(),
        progress: reviewed,
        deferred: false,
        action: None,
        board: None,
        attributes: String::new(),
        milestones: String::new(),
        levels,
        rationale: String::new(),
        insufficient_evidence: false,
        dissent: String::new(),
        out_of_turn: String::new(),
        reason: if advised.is_some() { String::new() } else { replaced(model, resident) },
    };
    match advised {
        Some(Overall { progress, action, board, insufficient_evidence, .. }) => OverallDraft {
            deferred: progress.is_none(),
            progress,
            action,
            board: board.as_ref().map(|board| board.satisfactory),
            attributes: board.map(|Board { unsatisfactory, .. }| codes(unsatisfactory)).unwrap_or_default(),
            insufficient_evidence,
            ..empty
        },
        None => empty,
    }
}

fn codes(attributes: std::collections::BTreeSet<String>) -> String {
    attributes.into_iter().collect::<Vec<_>>().join(", ")
}

/// Says why a decision of an earlier meeting is replaced; within one meeting a person says it.
fn replaced(model: &Model, resident: &ResidentId) -> String {
    let standing = model.ledger.overall_recommendation(resident).map(|(recorded, _)| recorded.entry.seq);
    match model.ledger.open_meeting() {
        Some(open) if standing.is_some_and(|seq| seq < open.opened) => {
            format!("Reviewed anew in meeting {}.", open.id)
        }
        _ => String::new(),
    }
}
