//! Goals: one is set, or an open one ends.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::{Model, Notice, Panel, Screen};
use crate::committee::sheet::Stage;
use crate::committee::sheet::goal::{GoalForm, Open};
use crate::domain::goal::Topic;
use crate::ledger::drafts::{Ending, Unfinished, UnsentGoal};
use crate::prompts::About;

/// Opens the form on a new goal.
pub fn set(model: &mut Model) -> Vec<Effect> {
    let Some(dossier) = model.dossier.ready() else { return Vec::new() };
    let resident = dossier.resident.id.clone();
    let owner = dossier.resident.coach.clone().filter(|_| !model.presenting).unwrap_or_default();
    let today = model.session.today;
    let offered = under_cursor(model);
    // On the resident screen the cursor rests on some experience that nobody need have chosen.
    let chosen =
        !matches!((model.screen, model.panel), (Screen::Resident, Panel::Experience) | (Screen::Review, _));
    let about = offered.clone().filter(|_| chosen);
    let kept = model.left_goals.iter().find(|draft| draft.resident == resident && draft.ends.is_none());
    let saved = kept.cloned().unwrap_or_else(|| UnsentGoal {
        id: super::next_id(model),
        resident,
        ends: None,
        text: String::new(),
        owner,
        due: GoalForm::proposed(today),
        about,
        ending: Ending::default(),
        reason: String::new(),
    });
    let offered = saved.about.clone().or(offered);
    let offered = offered.map(|topic| (topic.clone(), model.catalog.title_of(&topic)));
    show(model, GoalForm::open(saved, None, offered, today));
    Vec::new()
}

/// Opens the form on the end of the goal that the cursor is on.
pub fn end(model: &mut Model) -> Vec<Effect> {
    let goals = model.standing().goals;
    let open = model.ledger.open_meeting().map_or(0, |open| open.opened);
    // In the meeting it is the first that waits, whatever the cursor of another screen is on.
    let meant = match model.screen {
        Screen::Review => goals.iter().find(|goal| goal.entry < open),
        _ => goals.get(model.at.goal).or(goals.first()),
    };
    let Some(goal) = meant.cloned() else { return Vec::new() };
    let (Some(resident), Some(recorded)) = (model.selected.clone(), model.ledger.entry(goal.entry)) else {
        return Vec::new();
    };
    let open = Open { hash: recorded.hash, goal };
    let today = model.session.today;
    let entry = open.goal.entry;
    let kept = model.left_goals.iter().find(|draft| draft.resident == resident && draft.ends == Some(entry));
    let saved = kept.cloned().unwrap_or_else(|| UnsentGoal {
        id: super::next_id(model),
        resident,
        ends: Some(entry),
        text: String::new(),
        owner: String::new(),
        due: GoalForm::proposed(today.max(open.goal.due)),
        about: None,
        ending: Ending::default(),
        reason: String::new(),
    });
    show(model, GoalForm::open(saved, Some(open), None, today));
    Vec::new()
}

fn show(model: &mut Model, form: GoalForm) {
    model.goal_form = Some(form);
    if model.screen != Screen::Goal {
        model.back.push(model.screen);
        model.screen = Screen::Goal;
    }
}

/// Returns what the cursor is on, where a goal can be about it.
fn under_cursor(model: &Model) -> Option<Topic> {
    let dossier = model.dossier.ready()?;
    match (model.screen, model.panel) {
        (Screen::Milestones, _) | (Screen::Resident, Panel::Milestones) => {
            let row = dossier.milestones.get(model.at.milestone)?;
            Some(Topic::Subcompetency(row.subcompetency.id.clone()))
        }
        (Screen::Epas, _) | (Screen::Resident, Panel::Epas) => Some(Topic::Epa(model.epa()?.id.clone())),
        (Screen::Resident, Panel::Prompts) => topic(&dossier.prompts.get(model.at.prompt)?.about),
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

/// Fills in the form.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(form) = &mut model.goal_form else { return Vec::new() };
    if form.stage == Stage::Pending {
        return Vec::new();
    }
    match action {
        Action::NextField | Action::Down => form.step(1),
        Action::PreviousField | Action::Up => form.step(-1),
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
    match &mut model.goal_form {
        Some(form) if form.stage != Stage::Pending => form.write(text),
        _ => return Vec::new(),
    }
    keep(model)
}

/// Reads the goal back, and the second time asks for it to be recorded.
fn seal(model: &mut Model) -> Vec<Effect> {
    let Some(form) = &mut model.goal_form else { return Vec::new() };
    if let Some(missing) = form.missing() {
        model.notice = Some(Notice { text: missing.to_owned(), failed: true });
        return Vec::new();
    }
    if form.stage == Stage::ReadBack {
        form.stage = Stage::Pending;
        return vec![
            Effect::Keep(Box::new(Unfinished::Goal(form.saved.clone()))),
            Effect::Record(Box::new(form.wish())),
        ];
    }
    form.stage = Stage::ReadBack;
    keep(model)
}

/// Asks for the draft to be kept while it is not recorded.
pub fn keep(model: &mut Model) -> Vec<Effect> {
    match &model.goal_form {
        Some(form) if form.stage != Stage::Pending && form.is_begun() => {
            let draft = form.saved.clone();
            leave_behind(model, draft.clone());
            vec![Effect::Keep(Box::new(Unfinished::Goal(draft)))]
        }
        _ => Vec::new(),
    }
}

fn leave_behind(model: &mut Model, draft: UnsentGoal) {
    model.left_goals.retain(|other| other.resident != draft.resident || other.ends != draft.ends);
    model.left_goals.push(draft);
}

/// Leaves the form when its goal stands in the ledger.
pub fn recorded(model: &mut Model, wish: &str) -> Vec<Effect> {
    let shown = model.goal_form.take_if(|form| form.saved.id == wish);
    if shown.is_some() && model.screen == Screen::Goal {
        model.screen = model.back.pop().unwrap_or(Screen::Resident);
    }
    let left = model.left_goals.len();
    model.left_goals.retain(|draft| draft.id != wish);
    if shown.is_some() || model.left_goals.len() < left {
        vec![Effect::DropDraft(wish.to_owned())]
    } else {
        Vec::new()
    }
}

/// Keeps the form where the ledger refused its goal, and says why; `None` where the act was another's.
pub fn refused(model: &mut Model, wish: &str, why: &str) -> Option<Vec<Effect>> {
    let form = model.goal_form.as_mut().filter(|form| form.saved.id == wish)?;
    form.stage = Stage::Refused(why.to_owned());
    let draft = form.saved.clone();
    leave_behind(model, draft.clone());
    Some(vec![Effect::Keep(Box::new(Unfinished::Goal(draft)))])
}
