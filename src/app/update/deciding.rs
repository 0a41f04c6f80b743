//! Recording: decisions, acknowledged prompts and revocations.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::{Model, Notice, Panel, Remote, Screen};
use crate::committee::evidence::decision::evidence;
use crate::committee::sheet::Stage;
use crate::committee::sheet::decision::Form;
use crate::committee::sheet::words::Asking;
use crate::ledger::drafts::{Unfinished, Unsent};
use crate::ledger::entry::{Outcome, Role};
use crate::prompts::{About, Prompt};
use crate::survey::triage::is_acknowledged;

use super::asking;

/// Opens the form on the activity that the cursor is on.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let refuse = |model: &mut Model, text: &str| {
        model.notice = Some(Notice { text: text.to_owned(), failed: true });
        Vec::new()
    };
    let Remote::Ready(case_file) = &model.fingerprint else {
        return match &model.fingerprint {
            Remote::Failed(why) => {
                let text =
                    format!("the case file could not be hashed, so nothing can be decided on it: {why}");
                refuse(model, &text)
            }
            _ => refuse(model, "the case file is still being hashed; try again in a moment"),
        };
    };
    let Some(dossier) = model.dossier.ready() else { return Vec::new() };
    let resident = dossier.resident.id.clone();
    let under_cursor = model.epa().map(|row| row.id.clone());
    let kept = model.left_behind.iter().filter(|draft| draft.resident == resident);
    // On the activities' own screen, and on the program director's, the cursor says which one is meant.
    let kept = if matches!(model.screen, Screen::Epas | Screen::Recommendations) {
        kept.into_iter().find(|draft| Some(&draft.epa) == under_cursor.as_ref()).cloned()
    } else {
        kept.into_iter().next().cloned()
    };
    let id = kept.as_ref().map(|draft| draft.epa.clone()).or(under_cursor);
    let Some(epa) = id.as_ref().and_then(|id| model.catalog.epa(id)) else {
        return refuse(model, "there is no activity to decide on; the case file has no epas");
    };
    let Some(scale) = model.catalog.scale(&epa.scale) else {
        return refuse(model, "the scale of this activity is not in the case file; see `trellis check`");
    };
    let as_of = model.catalog.program.data_to;
    let shown = evidence(dossier, epa, &model.ledger, as_of, case_file);
    let advised = model.ledger.recommendation(&resident, &epa.id).map(|(_, decision)| decision);
    let standing = advised.and_then(|decision| decision.level.clone());
    // Who determines begins with what is recommended, or anew with what was determined on it.
    let determines = model.session.actor.role == Role::ProgramDirector;
    let advised = advised.filter(|_| determines).map(|advised| {
        let decided = model.ledger.decided_last(&resident, &epa.id);
        decided.map_or(advised, |(_, decision)| decision)
    });
    let standing = advised.map_or(standing, |decision| decision.level.clone());
    let outcome = advised.map_or(Outcome::Entrust, |decision| decision.outcome);
    let insufficient_evidence = advised.is_some_and(|decision| decision.insufficient_evidence);
    let (epa, scale) = (epa.id.clone(), scale.clone());
    let empty = |id| Unsent {
        id,
        resident,
        epa: epa.clone(),
        outcome: Some(outcome),
        level: standing,
        rationale: String::new(),
        insufficient_evidence,
        dissent: None,
        recused: Vec::new(),
        reason: None,
    };
    let id = kept.as_ref().map(|draft| draft.id.clone());
    let offered = empty(id.unwrap_or_else(|| super::next_id(model)));
    let saved = kept.unwrap_or_else(|| offered.clone());
    let Some(dossier) = model.dossier.ready() else { return Vec::new() };
    model.at.epa = dossier.epas.iter().position(|row| row.id == epa).unwrap_or(model.at.epa);
    let role = model.session.actor.role;
    let form = Form::open(dossier, &epa, &scale, &model.ledger, role, shown, saved);
    model.form = Some(Form { offered, ..form });
    model.at.scroll = 0;
    if model.screen != Screen::Decide {
        model.back.push(model.screen);
        model.screen = Screen::Decide;
    }
    super::room::warn(model);
    Vec::new()
}

/// Fills in the form.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(form) = &mut model.form else { return Vec::new() };
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

/// Reads the decision back, and the second time asks for it to be recorded.
fn seal(model: &mut Model) -> Vec<Effect> {
    let Some(form) = &mut model.form else { return Vec::new() };
    if let Some(missing) = form.missing() {
        model.notice = Some(Notice { text: missing.to_owned(), failed: true });
        return Vec::new();
    }
    if form.stage == Stage::ReadBack {
        form.stage = Stage::Pending;
        return vec![
            Effect::Keep(Box::new(Unfinished::Decision(form.unsent()))),
            Effect::Record(Box::new(form.wish())),
        ];
    }
    form.stage = Stage::ReadBack;
    keep(model)
}

/// Asks for the draft to be kept while it is not recorded; one that says no more than was offered is kept no longer.
pub fn keep(model: &mut Model) -> Vec<Effect> {
    let Some(form) = model.form.as_ref().filter(|form| form.stage != Stage::Pending) else {
        return Vec::new();
    };
    let draft = form.unsent();
    if draft != form.offered {
        leave_behind(model, draft.clone());
        return vec![Effect::Keep(Box::new(Unfinished::Decision(draft)))];
    }
    let left = model.left_behind.len();
    model.left_behind.retain(|other| other.id != draft.id);
    if model.left_behind.len() < left { vec![Effect::DropDraft(draft.id)] } else { Vec::new() }
}

fn leave_behind(model: &mut Model, draft: Unsent) {
    model.left_behind.retain(|other| other.resident != draft.resident || other.epa != draft.epa);
    model.left_behind.push(draft);
}

/// Leaves the form when its decision stands in the ledger.
pub fn recorded(model: &mut Model, wish: &str) -> Vec<Effect> {
    let shown = model.form.take_if(|form| form.saved.id == wish);
    if shown.is_some() && model.screen == Screen::Decide {
        model.screen = model.back.pop().unwrap_or(Screen::Epas);
    } else if shown.is_some() {
        model.back.retain(|screen| *screen != Screen::Decide);
    }
    let kept = model.left_behind.extract_if(.., |draft| draft.id == wish).last();
    let done = kept.or(shown.map(|form| form.saved));
    done.map(|draft| Effect::DropDraft(draft.id)).into_iter().collect()
}

/// Keeps the form where the ledger refused its decision, and says why.
pub fn refused(model: &mut Model, wish: &str, why: String) -> Vec<Effect> {
    match &mut model.form {
        Some(form) if form.saved.id == wish => {
            form.stage = Stage::Refused(why);
            let draft = form.unsent();
            leave_behind(model, draft.clone());
            vec![Effect::Keep(Box::new(Unfinished::Decision(draft)))]
        }
        _ => {
            model.notice = Some(Notice { text: format!("not recorded: {why}"), failed: true });
            Vec::new()
        }
    }
}

/// Asks why a prompt is acknowledged: the one under the cursor, or the first open one about the selected row.
pub fn ask_reason_for_prompt(model: &mut Model) {
    let Some(dossier) = model.dossier.ready() else { return };
    let resident = &dossier.resident.id;
    let is_open = |prompt: &&Prompt| !is_acknowledged(prompt, resident, &model.ledger);
    let under_cursor = match (model.screen, model.panel) {
        (Screen::Milestones, _) | (Screen::Resident, Panel::Milestones) => {
            let row = dossier.milestones.get(model.at.milestone);
            row.map(|row| About::Subcompetency(row.subcompetency.id.clone()))
        }
        (Screen::Epas, _) | (Screen::Resident, Panel::Epas) => {
            model.epa().map(|row| About::Epa(row.id.clone()))
        }
        (Screen::Measures, _) => {
            dossier.measures.get(model.at.measure).map(|row| About::Measure(row.kind.id.clone()))
        }
        _ => model.experience().map(|row| About::Experience(row.definition.code.clone())),
    };
    let chosen = match (model.screen, model.panel) {
        (Screen::Resident, Panel::Prompts) => dossier.prompts.get(model.at.prompt).filter(is_open),
        _ => dossier
            .prompts
            .iter()
            .find(|p| is_open(p) && under_cursor.as_ref().is_some_and(|about| p.touches(about))),
    };
    let chosen = chosen.or_else(|| dossier.prompts.iter().find(is_open));
    match chosen.map(Prompt::key) {
        Some(prompt) => asking::ask(model, Asking::Acknowledge { prompt }),
        None => model.notice = Some(Notice { text: "no prompt is open".to_owned(), failed: false }),
    }
}

/// Asks why a prompt about the program is acknowledged: the one at this place among those that are open.
pub fn ask_reason_for_program(model: &mut Model, at: usize) {
    let prompt = model.asked_of_program().get(at).map(|prompt| prompt.key());
    if let Some(prompt) = prompt {
        asking::ask(model, Asking::AcknowledgeOfProgram { prompt });
    }
}

/// Asks why the decision that stands on the selected activity is taken back.
pub fn ask_reason_for_revoking(model: &mut Model) {
    if let Some(entry) = model.standing_entry() {
        asking::ask(model, Asking::Revoke { entry });
    }
}
