//! Decisions on a resident as a whole.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::{Model, Notice, Remote, Screen};
use crate::committee::evidence::levels;
use crate::committee::evidence::overall::evidence;
use crate::committee::sheet::Stage;
use crate::committee::sheet::overall::OverallForm;
use crate::domain::id::ResidentId;
use crate::domain::overall::{Board, Overall};
use crate::ledger::drafts::{Unfinished, UnsentOverall};
use crate::ledger::entry::Role;

/// Opens the form on the selected resident.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let refuse = |model: &mut Model, text: String| {
        model.notice = Some(Notice { text, failed: true });
        Vec::new()
    };
    let case_file = match &model.fingerprint {
        Remote::Ready(hash) => hash.clone(),
        Remote::Failed(why) => {
            let text = format!("the case file could not be hashed, so nothing can be decided on it: {why}");
            return refuse(model, text);
        }
        _ => return refuse(model, "the case file is still being hashed; try again in a moment".to_owned()),
    };
    if model.catalog.choices.is_empty() {
        let text = "the case file has no relation overall_choices to choose from; import it anew".to_owned();
        return refuse(model, text);
    }
    let Some(dossier) = model.dossier.ready() else { return Vec::new() };
    let resident = dossier.resident.id.clone();
    let as_of = model.catalog.program.data_to;
    let shown = evidence(dossier, &model.catalog, &model.ledger, as_of, &case_file);
    let levels = levels(dossier, &model.ledger);
    let kept = model.left_overalls.iter().find(|draft| draft.resident == resident).cloned();
    let offered = proposed(model, &resident);
    let saved = kept.unwrap_or_else(|| offered.clone());
    let role = model.session.actor.role;
    let id = saved.id.clone();
    let mut form = OverallForm::open(saved, &model.ledger, role, (&model.catalog, levels), shown);
    form.offered = UnsentOverall { id, ..offered };
    (model.overall, model.at.scroll) = (Some(form), 0);
    if model.screen != Screen::Overall {
        model.back.push(model.screen);
        model.screen = Screen::Overall;
    }
    super::room::warn(model);
    Vec::new()
}

/// Proposes what the program director would determine on, what this meeting has recommended, or what the primary
/// reviewer rated once that is revealed; what was sealed proposes nothing.
fn proposed(model: &mut Model, resident: &ResidentId) -> UnsentOverall {
    let id = super::next_id(model);
    let opened = model.ledger.open_meeting().map(|open| open.opened);
    let determines = model.session.actor.role == Role::ProgramDirector;
    let advised = model.ledger.overall_recommendation(resident);
    let decided = model.ledger.overall_determination(resident).filter(|_| determines);
    // Anew, the director begins with what was determined.
    let advised =
        decided.filter(|(on, _)| advised.is_none_or(|(at, _)| at.entry.seq < on.entry.seq)).or(advised);
    // What this meeting has recommended is changed, and not made anew.
    let of_this_meeting = advised.is_some_and(|(on, _)| opened.is_some_and(|opened| on.entry.seq > opened));
    let advised = advised.map(|(_, overall)| overall).filter(|_| determines || of_this_meeting).cloned();
    let reviewed = model.ledger.open_meeting().and_then(|open| {
        let reviewer = open.plan.as_ref()?.slot(resident)?.reviewer.as_ref()?;
        let (_, card) = open.review(resident)?.seals.get(reviewer)?.revealed.as_ref()?;
        card.progress.clone()
    });
    let empty = UnsentOverall {
        id,
        resident: resident.clone(),
        progress: reviewed,
        deferred: false,
        action: None,
        board: None,
        attributes: String::new(),
        milestones: String::new(),
        rationale: String::new(),
        insufficient_evidence: false,
        dissent: String::new(),
        reason: if advised.is_some() { String::new() } else { replaced(model, resident) },
    };
    match advised {
        Some(Overall { progress, action, board, insufficient_evidence, .. }) => UnsentOverall {
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

/// Fills in the form.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(form) = &mut model.overall else { return Vec::new() };
    if form.stage == Stage::Pending {
        return Vec::new();
    }
    match action {
        Action::NextField | Action::Down => form.step(1),
        Action::PreviousField | Action::Up => form.step(-1),
        Action::PageDown => {
            let last = form.evidence.facts.len().saturating_sub(1);
            model.at.scroll = (model.at.scroll + 1).min(last);
            return Vec::new();
        }
        Action::PageUp => {
            model.at.scroll = model.at.scroll.saturating_sub(1);
            return Vec::new();
        }
        Action::Left => form.choose(-1),
        Action::Right => form.choose(1),
        Action::Erase => {
            form.stage = Stage::Editing;
            form.text().map(String::pop);
        }
        Action::EraseAll => {
            form.stage = Stage::Editing;
            form.text().map(String::clear);
        }
        Action::Open if form.stage != Stage::ReadBack => form.step(1),
        Action::Open | Action::Seal => return seal(model),
        _ => return Vec::new(),
    }
    keep(model)
}

/// Writes into the current line.
pub fn typed(model: &mut Model, text: &str) -> Vec<Effect> {
    let Some(form) = model.overall.as_mut().filter(|form| form.stage != Stage::Pending) else {
        return Vec::new();
    };
    if !form.write(text) {
        model.notice = Some(not_taken());
        return Vec::new();
    }
    keep(model)
}

/// Says that words have no place on a line that is chosen from.
pub fn not_taken() -> Notice {
    let text = "not taken: ← and → choose here; Tab goes to the next line".to_owned();
    Notice { text, failed: true }
}

/// Reads the decision back, and the second time asks for it to be recorded.
fn seal(model: &mut Model) -> Vec<Effect> {
    let Some(form) = &mut model.overall else { return Vec::new() };
    if let Some(missing) = form.missing() {
        model.notice = Some(Notice { text: missing, failed: true });
        return Vec::new();
    }
    if form.stage == Stage::ReadBack {
        form.stage = Stage::Pending;
        let draft = Unfinished::Overall(form.saved.clone());
        return vec![Effect::Keep(Box::new(draft)), Effect::Record(Box::new(form.wish()))];
    }
    form.stage = Stage::ReadBack;
    keep(model)
}

/// Asks for the draft to be kept while it is not recorded; one that says no more than was offered is kept no longer.
pub fn keep(model: &mut Model) -> Vec<Effect> {
    let Some(form) = model.overall.as_ref().filter(|form| form.stage != Stage::Pending) else {
        return Vec::new();
    };
    let draft = form.saved.clone();
    if form.saved != form.offered {
        leave_behind(model, draft.clone());
        return vec![Effect::Keep(Box::new(Unfinished::Overall(draft)))];
    }
    let left = model.left_overalls.len();
    model.left_overalls.retain(|other| other.id != draft.id);
    if model.left_overalls.len() < left { vec![Effect::DropDraft(draft.id)] } else { Vec::new() }
}

fn leave_behind(model: &mut Model, draft: UnsentOverall) {
    model.left_overalls.retain(|other| other.resident != draft.resident);
    model.left_overalls.push(draft);
}

/// Leaves the form when its decision stands in the ledger.
pub fn recorded(model: &mut Model, wish: &str) -> Vec<Effect> {
    let shown = model.overall.take_if(|form| form.saved.id == wish);
    if shown.is_some() && model.screen == Screen::Overall {
        model.screen = model.back.pop().unwrap_or(Screen::Review);
    } else if shown.is_some() {
        model.back.retain(|screen| *screen != Screen::Overall);
    }
    let left = model.left_overalls.len();
    model.left_overalls.retain(|draft| draft.id != wish);
    let done = shown.is_some() || model.left_overalls.len() < left;
    if done { vec![Effect::DropDraft(wish.to_owned())] } else { Vec::new() }
}

/// Keeps the form where the ledger refused its decision, and says why; `None` where the act was another's.
pub fn refused(model: &mut Model, wish: &str, why: &str) -> Option<Vec<Effect>> {
    let form = model.overall.as_mut().filter(|form| form.saved.id == wish)?;
    form.stage = Stage::Refused(why.to_owned());
    let draft = form.saved.clone();
    leave_behind(model, draft.clone());
    Some(vec![Effect::Keep(Box::new(Unfinished::Overall(draft)))])
}
