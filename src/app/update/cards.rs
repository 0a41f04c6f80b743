//! Rating cards: filled in, sealed, and handed on to the next member.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::{Model, Notice, Screen};
use crate::committee::room;
use crate::committee::sheet::Stage;
use crate::committee::sheet::card::CardForm;
use crate::domain::meeting::{Card, Plan};
use crate::ledger::drafts::{Unfinished, UnsentCard};
use crate::ledger::fold::{Meeting, Review};

/// Opens a card on the selected resident: a member's own, or, hidden, that of the first who has not rated.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let refuse = |model: &mut Model, text: String| {
        model.notice = Some(Notice { text, failed: true });
        Vec::new()
    };
    let (Some(meeting), Some(resident)) = (model.ledger.open_meeting(), model.selected.clone()) else {
        return refuse(model, "no meeting is open; M goes to the meeting".to_owned());
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
        return refuse(model, format!("{} does not rate this resident", me.id));
    };
    super::room::shared(model);
    let hidden = rater != model.session.actor.id || model.presenting;
    show(model, resident, rater, hidden);
    Vec::new()
}

/// Returns who may still rate by a card that is filled in here: oneself, and of the others who is there, once that is
/// said.
fn fillable(meeting: &Meeting, plan: &Plan, review: Option<&Review>, me: &str) -> Vec<String> {
    let there = |id: &str| meeting.attendance.as_ref().is_none_or(|taken| taken.present.contains(id));
    let could = room::raters(plan, review).map(|member| member.id.clone());
    could.filter(|id| id == me || there(id)).collect()
}

fn show(model: &mut Model, resident: crate::domain::id::ResidentId, rater: String, hidden: bool) {
    let meeting = model.ledger.open_meeting().map(|open| open.id.clone()).unwrap_or_default();
    let kept = model
        .left_cards
        .iter()
        .find(|kept| (&kept.meeting, &kept.resident, &kept.rater) == (&meeting, &resident, &rater));
    let saved = match kept.cloned() {
        Some(kept) => kept,
        None => UnsentCard { id: super::next_id(model), meeting, resident, rater, card: Card::default() },
    };
    model.card = Some(CardForm::open(saved, &model.catalog, hidden));
    if model.screen != Screen::Card {
        model.back.push(model.screen);
        model.screen = Screen::Card;
    }
}

/// Fills in the card.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(form) = &mut model.card else { return Vec::new() };
    if form.stage == Stage::Pending {
        return Vec::new();
    }
    match action {
        Action::NextField | Action::Down | Action::Open => form.step(1),
        Action::PreviousField | Action::Up => form.step(-1),
        Action::PageDown => form.step(10),
        Action::PageUp => form.step(-10),
        Action::Erase | Action::EraseAll => form.erase(),
        Action::Right | Action::Left => {
            return other_rater(model, if action == Action::Left { -1 } else { 1 });
        }
        Action::Seal => return seal(model),
        _ => return Vec::new(),
    }
    keep(model)
}

/// Writes into the card.
pub fn typed(model: &mut Model, text: &str) -> Vec<Effect> {
    let Some(form) = model.card.as_mut().filter(|form| form.stage != Stage::Pending) else {
        return Vec::new();
    };
    // What a key means is on the screen; that one means nothing is said, and which it was is not.
    let taken: Vec<_> = text.chars().map(|key| form.write(key)).collect();
    let refused = taken.contains(&false);
    model.notice = refused.then(|| {
        let text = "not taken: the line offers no such choice; see below what it offers".to_owned();
        Notice { text, failed: true }
    });
    keep(model)
}

/// Turns to another member's card, where the record is kept for them.
fn other_rater(model: &mut Model, by: isize) -> Vec<Effect> {
    let kept = keep(model);
    let Some(form) = &model.card else { return kept };
    let (resident, rater) = (form.resident().clone(), form.saved.rater.clone());
    let me = &model.session.actor.id;
    let open = model.ledger.open_meeting();
    let could: Vec<_> = open
        .and_then(|open| Some(fillable(open, open.plan.as_ref()?, open.review(&resident), me)))
        .unwrap_or_default();
    let at = could.iter().position(|id| *id == rater).unwrap_or(0);
    let next = could.get(crate::committee::sheet::wrapped_index(at, by, could.len()));
    if let Some(next) = next.filter(|_| model.session.actor.role.keeps_the_record()).cloned() {
        let hidden = next != model.session.actor.id || model.presenting;
        show(model, resident, next, hidden);
    }
    kept
}

fn seal(model: &mut Model) -> Vec<Effect> {
    let Some(form) = &mut model.card else { return Vec::new() };
    if form.filled() == 0 {
        let text = "the card is empty; rate the progress, an activity or a milestone".to_owned();
        model.notice = Some(Notice { text, failed: true });
        return Vec::new();
    }
    form.stage = Stage::Pending;
    vec![Effect::Seal(Box::new(form.sealing()))]
}

/// Asks for the card to be kept while it is not sealed; one that was emptied is kept no longer.
pub fn keep(model: &mut Model) -> Vec<Effect> {
    let Some(form) = model.card.as_ref().filter(|form| form.stage != Stage::Pending) else {
        return Vec::new();
    };
    let (draft, is_empty) = (form.saved.clone(), form.filled() == 0);
    let left = model.left_cards.len();
    model.left_cards.retain(|other| other.id != draft.id);
    if !is_empty {
        model.left_cards.push(draft.clone());
        vec![Effect::Keep(Box::new(Unfinished::Card(draft)))]
    } else if model.left_cards.len() < left {
        vec![Effect::DropDraft(draft.id)]
    } else {
        Vec::new()
    }
}

/// Leaves the card when its seal stands in the ledger; on a hidden card the next member is asked.
pub fn recorded(model: &mut Model, wish: &str) -> Vec<Effect> {
    let left = model.left_cards.len();
    model.left_cards.retain(|draft| draft.id != wish);
    let dropped = vec![Effect::DropDraft(wish.to_owned())];
    let Some(sealed) = model.card.take_if(|form| form.saved.id == wish) else {
        return if model.left_cards.len() < left { dropped } else { Vec::new() };
    };
    if model.screen != Screen::Card {
        return dropped;
    }
    model.screen = model.back.pop().unwrap_or(Screen::Review);
    let meeting = model.ledger.open_meeting();
    let me = &model.session.actor.id;
    let waits = meeting.and_then(|open| {
        let review = open.review(sealed.resident());
        let mut could = fillable(open, open.plan.as_ref()?, review, me).into_iter();
        could.find(|id| review.is_none_or(|review| !review.seals.contains_key(id)))
    });
    let leads = model.session.actor.role.keeps_the_record();
    if let Some(next) = waits.filter(|_| sealed.hidden && leads) {
        show(model, sealed.resident().clone(), next, true);
    }
    dropped
}

/// Keeps the card where the ledger refused its seal, and says why; `None` where the act was another's.
pub fn refused(model: &mut Model, wish: &str, why: &str) -> Option<Vec<Effect>> {
    let form = model.card.as_mut().filter(|form| form.saved.id == wish)?;
    form.stage = Stage::Refused(why.to_owned());
    Some(vec![Effect::Keep(Box::new(Unfinished::Card(form.saved.clone())))])
}
