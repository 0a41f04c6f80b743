//! Goals: one is set, or an open one ends.

use crate::app::form::fill;
use crate::app::message::Effect;
use crate::app::model::Model;
use crate::app::record::next_id;
use crate::app::screen::{List, Panel, Screen};
use crate::committee::sheet::goal::{GoalDraft, GoalSheet, Open};
use crate::committee::sheet::{Draft, Filled};
use crate::domain::goal::{Goal, Topic};
use crate::domain::id::ResidentId;
use crate::prompts::About;

/// Opens the form on a new goal.
pub fn set(model: &mut Model) -> Vec<Effect> {
    let Some(dossier) = model.dossier.ready() else { return Vec::new() };
    let resident = dossier.resident.id.clone();
    let owner = dossier.resident.coach.clone().filter(|_| !model.presenting).unwrap_or_default();
    let today = model.session.today;
    let offered = under_cursor(model);
    // On the resident screen the cursor rests on some experience that nobody need have chosen.
    let chosen = !matches!(
        (model.screen, model.turned.panel),
        (Screen::Resident, Panel::Experience) | (Screen::Review, _)
    );
    let about = offered.clone().filter(|_| chosen);
    let saved = kept(model, &resident, None).unwrap_or_else(|| GoalDraft {
        owner,
        about,
        due: GoalSheet::proposed(today),
        ..GoalDraft::empty(next_id(model), resident)
    });
    let offered = saved.about.clone().or(offered);
    let offered = offered.map(|topic| (topic.clone(), model.catalog.title_of(&topic)));
    let sheet = GoalSheet { saved, ends: None, offered, today };
    fill::open(model, Filled::Goal(Box::new(sheet)))
}

/// Opens the form on the end of the goal that the cursor is on.
pub fn end(model: &mut Model) -> Vec<Effect> {
    let Some(goal) = meant(model) else { return Vec::new() };
    let (Some(resident), Some(recorded)) = (model.selected.clone(), model.ledger.entry(goal.entry)) else {
        return Vec::new();
    };
    let (hash, since) = (recorded.hash, model.catalog.program.zone.day(goal.since));
    let today = model.session.today;
    let saved = kept(model, &resident, Some(goal.entry)).unwrap_or_else(|| GoalDraft {
        ends: Some(goal.entry),
        due: GoalSheet::proposed(today.max(goal.due)),
        ..GoalDraft::empty(next_id(model), resident)
    });
    let sheet = GoalSheet { saved, ends: Some(Open { goal, since, hash }), offered: None, today };
    fill::open(model, Filled::Goal(Box::new(sheet)))
}

/// Returns the open goal that the cursor is on; in the meeting it is the first that waits, whatever the cursor of
/// another screen is on.
fn meant(model: &Model) -> Option<Goal> {
    let goals = model.standing().goals;
    let open = model.ledger.open_meeting().map_or(0, |open| open.opened);
    match model.screen {
        Screen::Review => goals.into_iter().find(|goal| goal.entry < open),
        _ => goals.get(model.at[List::Goals]).or(goals.first()).cloned(),
    }
}

fn kept(model: &Model, resident: &ResidentId, ends: Option<u64>) -> Option<GoalDraft> {
    model.drafts.iter().find_map(|draft| match draft {
        Draft::Goal(draft) if draft.resident == *resident && draft.ends == ends => Some(draft.clone()),
        _ => None,
    })
}

/// Returns what the cursor is on, where a goal can be about it.
fn under_cursor(model: &Model) -> Option<Topic> {
    let dossier = model.dossier.ready()?;
    match (model.screen, model.turned.panel) {
        (Screen::Milestones, _) | (Screen::Resident, Panel::Milestones) => {
            let row = dossier.milestones.get(model.at[List::Milestones])?;
            Some(Topic::Subcompetency(row.subcompetency.id.clone()))
        }
        (Screen::Epas, _) | (Screen::Resident, Panel::Epas) => Some(Topic::Epa(model.epa()?.id.clone())),
        (Screen::Resident, Panel::Prompts) => topic(&dossier.asked().nth(model.at[List::Prompts])?.about),
        (Screen::Resident, Panel::Goals | Panel::Words)
        | (Screen::Triage | Screen::Ledger | Screen::Entry, _) => None,
        _ => Some(Topic::Experience(model.experience()?.definition.code.clone())),
    }
}

fn topic(about: &About) -> Option<Topic> {
    match about {
        About::Experience(code) => Some(Topic::Experience(code.clone())),
        About::Subcompetency(id) => Some(Topic::Subcompetency(id.clone())),
        About::Epa(id) => Some(Topic::Epa(id.clone())),
        _ => None,
    }
}
