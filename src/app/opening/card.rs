//! Rating cards: whose card is filled in, and who is asked next.

use crate::app::form::fill;
use crate::app::message::Effect;
use crate::app::model::{Model, Notice};
use crate::app::record::next_id;
use crate::app::select;
use crate::committee::levels::LevelTable;
use crate::committee::room;
use crate::committee::sheet::card::{CardDraft, CardSheet};
use crate::committee::sheet::{Draft, Filled, wrapped_index};
use crate::domain::id::ResidentId;
use crate::domain::meeting::{Card, Plan};
use crate::ledger::fold::{Meeting, Review};

/// Opens a card on the selected resident: a member's own, or, hidden, that of the first who has not rated.
pub fn open(model: &mut Model) -> Vec<Effect> {
    select::shared(model);
    let refuse = |model: &mut Model, text: String| {
        model.notice = Some(Notice { text, failed: true });
        Vec::new()
    };
    let (Some(meeting), Some(resident)) = (model.ledger.open_meeting(), model.selected.clone()) else {
        return refuse(model, "no meeting is open; {key:go-meeting} goes to the meeting".to_owned());
    };
    let Some(plan) = meeting.plan.as_ref().filter(|plan| plan.slot(&resident).is_some()) else {
        return refuse(model, format!("{resident} is not on the agenda of this meeting"));
    };
    let review = meeting.review(&resident);
    if let Some(entry) = review.and_then(|review| review.called) {
        let text = format!("the ratings were called in entry {entry}; none is sealed any more");
        return refuse(model, text);
    }
    let me = &model.session.actor;
    let unsealed = |id: &str| review.is_none_or(|review| !review.seals.contains_key(id));
    let could = fillable(meeting, plan, review, &model.session.actor.id);
    let own = could.iter().find(|id| **id == me.id);
    let next = own.filter(|id| unsealed(id)).or_else(|| could.iter().find(|id| unsealed(id)));
    // Everyone's own card comes first; whoever leads fills in others for members without a terminal.
    let rater = if me.role.keeps_the_record() { next.or(own).or(could.first()) } else { own };
    let Some(rater) = rater.cloned() else {
        let why = if me.role.keeps_the_record() {
            "whoever rates this resident and is there has sealed a card; a member's own is the member's to replace"
                .to_owned()
        } else {
            format!("{} does not rate this resident", me.id)
        };
        return refuse(model, why);
    };
    let hidden = rater != model.session.actor.id || model.presenting;
    show(model, resident, rater, hidden)
}

/// Returns who may still rate by a card that is filled in here: oneself, and of the others who is there, once that is
/// said, and has not sealed a card of the own.
fn fillable(meeting: &Meeting, plan: &Plan, review: Option<&Review>, me: &str) -> Vec<String> {
    let there = |id: &str| meeting.attendance.as_ref().is_none_or(|taken| taken.present.contains(id));
    let could = room::raters(plan, review).map(|member| member.id.clone());
    let own = |id: &str| review.and_then(|review| review.seals.get(id)).is_some_and(|seal| seal.own);
    could.filter(|id| id == me || (there(id) && !own(id))).collect()
}

fn show(model: &mut Model, resident: ResidentId, rater: String, hidden: bool) -> Vec<Effect> {
    let meeting = model.ledger.open_meeting().map(|open| open.id.clone()).unwrap_or_default();
    let kept = model.drafts.iter().find_map(|draft| match draft {
        Draft::Card(kept) => {
            let same = (&kept.meeting, &kept.resident, &kept.rater) == (&meeting, &resident, &rater);
            same.then(|| kept.clone())
        }
        _ => None,
    });
    let saved = match kept {
        Some(kept) => kept,
        None => CardDraft { id: next_id(model), meeting, resident, rater, card: Card::default() },
    };
    // Asked for on one card is not asked for on the next, which others may look on.
    model.turned.comments = false;
    let table = table(model, &saved.resident);
    let sheet = CardSheet::open(saved, &model.catalog, table, hidden);
    fill::open(model, Filled::Card(Box::new(sheet)))
}

/// Returns what a card stands beside, as far as the resident is read.
fn table(model: &Model, resident: &ResidentId) -> LevelTable {
    let dossier = model.dossier.ready().filter(|dossier| dossier.resident.id == *resident);
    let of = (&model.ledger, resident, model.catalog.program.zone);
    LevelTable::beside_a_card(&model.catalog.subcompetencies, dossier.map(AsRef::as_ref), of)
}

/// Puts beside a card what was read of its resident since it was opened.
pub fn read(model: &mut Model) {
    let card = model.form.as_ref().and_then(|form| form.filled.card());
    let Some(table) = card.map(|card| table(model, card.resident())) else { return };
    if let Some(Filled::Card(card)) = model.form.as_mut().map(|form| &mut form.filled) {
        card.table = table;
    }
}

/// Turns to another member's card, where the record is kept for them.
pub fn other_rater(model: &mut Model, by: isize) -> Vec<Effect> {
    let Some(Filled::Card(sheet)) = model.form.as_ref().map(|form| &form.filled) else { return Vec::new() };
    let (resident, rater) = (sheet.resident().clone(), sheet.saved.rater.clone());
    let me = model.session.actor.id.clone();
    let open = model.ledger.open_meeting();
    let could: Vec<_> = open
        .and_then(|open| Some(fillable(open, open.plan.as_ref()?, open.review(&resident), &me)))
        .unwrap_or_default();
    let at = could.iter().position(|id| *id == rater).unwrap_or(0);
    let next = could.get(wrapped_index(at, by, could.len()));
    match next.filter(|_| model.session.actor.role.keeps_the_record()).cloned() {
        Some(next) => {
            let hidden = next != me || model.presenting;
            show(model, resident, next, hidden)
        }
        None => Vec::new(),
    }
}

/// Asks the next member after a hidden card was sealed, where whoever leads fills them in.
pub fn next(model: &mut Model, sealed: &CardSheet) -> Vec<Effect> {
    let meeting = model.ledger.open_meeting();
    let me = &model.session.actor.id;
    let waits = meeting.and_then(|open| {
        let review = open.review(sealed.resident());
        let mut could = fillable(open, open.plan.as_ref()?, review, me).into_iter();
        could.find(|id| review.is_none_or(|review| !review.seals.contains_key(id)))
    });
    let leads = model.session.actor.role.keeps_the_record();
    match waits.filter(|_| sealed.hidden && leads) {
        Some(next) => show(model, sealed.resident().clone(), next, true),
        None => Vec::new(),
    }
}
