//! No ledger is begun unasked: where there is none, looks are not recorded, and an act waits for an answer.

use crate::app::form::fill;
use crate::app::message::Effect;
use crate::app::model::{Model, Overlay, Unbegun};
use crate::app::question::Question;
use crate::app::room::Sure;
use crate::ledger::entry::Act;

const NOT_BEGUN: &str = "there is no ledger yet, and no new one was begun";

/// Takes in that the ledger that was read holds nothing, and what lies near it.
pub fn read(model: &mut Model, near: Vec<String>) {
    model.unbegun = (model.ledger.count() == 0).then(|| Unbegun { near, ..Unbegun::default() });
}

/// Holds back what would begin a ledger, and asks about it; looks are let go, which the head of every screen says.
pub fn held_back(model: &mut Model, effects: Vec<Effect>) -> Vec<Effect> {
    if model.ledger.count() > 0 {
        model.unbegun = None;
    }
    let Some(unbegun) = &mut model.unbegun else { return effects };
    if unbegun.begins {
        return effects;
    }
    let (acts, rest): (Vec<_>, Vec<_>) = effects
        .into_iter()
        .filter(|effect| !is_a_look(effect))
        .partition(|effect| matches!(effect, Effect::Record(_) | Effect::Seal(_)));
    if acts.is_empty() {
        return rest;
    }
    unbegun.held.extend(acts);
    if model.session.actor.role.keeps_the_record() {
        let text = question(model);
        model.overlay = Some(Overlay::Question(Question { sure: Sure::Begin, text }));
        return rest;
    }
    let why = format!("{NOT_BEGUN}: a chair, a program director or a coordinator records first");
    rest.into_iter().chain(let_go(model, &why)).collect()
}

fn is_a_look(effect: &Effect) -> bool {
    matches!(effect, Effect::Record(request) if matches!(request.act, Act::Viewed { .. }))
}

/// Says what begins, who signs in it, and what lies near.
fn question(model: &Model) -> String {
    let near = model.unbegun.as_ref().map(|unbegun| unbegun.near.join(", ")).unwrap_or_default();
    let near = if near.is_empty() {
        String::new()
    } else {
        format!(" Near it: {near}. If one of them is meant, leave, and name it with --ledger.")
    };
    format!(
        "There is no ledger yet. A new one begins with this: {}. Its only signer is {}.{near}",
        model.session.ledger, model.session.signer
    )
}

/// Begins the ledger with what waits.
pub fn begin(model: &mut Model) -> Vec<Effect> {
    let Some(unbegun) = &mut model.unbegun else { return Vec::new() };
    unbegun.begins = true;
    std::iter::once(Effect::Begin).chain(std::mem::take(&mut unbegun.held)).collect()
}

/// Leaves what waits unrecorded; what was written is kept.
pub fn decline(model: &mut Model) -> Vec<Effect> {
    let_go(model, NOT_BEGUN)
}

/// Asks anew with the next act where the one that was to begin the ledger was not recorded.
pub fn failed(model: &mut Model) {
    if let Some(unbegun) = &mut model.unbegun {
        unbegun.begins = false;
    }
}

fn let_go(model: &mut Model, why: &str) -> Vec<Effect> {
    let held = model.unbegun.as_mut().map(|unbegun| std::mem::take(&mut unbegun.held)).unwrap_or_default();
    let ids = held.into_iter().filter_map(|effect| match effect {
        Effect::Record(request) => Some(request.id),
        Effect::Seal(sealing) => Some(sealing.id),
        _ => None,
    });
    ids.flat_map(|id| fill::refused(model, &id, why.to_owned())).collect()
}
