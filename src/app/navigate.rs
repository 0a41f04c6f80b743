//! From screen to screen, and from resident to resident.

use crate::app::action::Action;
use crate::app::form::fill;
use crate::app::message::Effect;
use crate::app::model::Model;
use crate::app::opening::{self, goal};
use crate::app::remote::Remote;
use crate::app::screen::{Given, Leaf, List, Panel, Screen, Section};
use crate::committee::waiting;
use crate::domain::id::ResidentId;
use crate::prompts::About;
use crate::survey::triage::Order;

use crate::app::screen::{entry, lists};
use crate::app::{agenda, select};

/// Carries out a movement.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Up => lists::step(model, -1),
        Action::Down => lists::step(model, 1),
        Action::PageUp => lists::step(model, -lists::PAGE),
        Action::PageDown => lists::step(model, lists::PAGE),
        Action::First => lists::step(model, isize::MIN / 2),
        Action::Last => lists::step(model, isize::MAX / 2),
        Action::Left => lists::sideways(model, -1),
        Action::Right => lists::sideways(model, 1),
        Action::Open => deeper(model),
        Action::Back if model.screen == Screen::Triage && model.listing.is_narrowed() => widen(model),
        Action::Back => back(model),
        Action::NextResident => other_resident(model, 1),
        Action::PreviousResident => other_resident(model, -1),
        Action::Go(screen) => go(model, screen),
        Action::ClinicalMonths => {
            (model.turned.clinical, model.turned.crosshair) = (!model.turned.clinical, None);
            Vec::new()
        }
        Action::NextPanel => {
            lists::next_panel(model);
            Vec::new()
        }
        Action::Sort => {
            let next = model.listing.order.next();
            select::sort(model, if model.presenting && next == Order::Name { next.next() } else { next });
            Vec::new()
        }
        Action::FilterClass => {
            filter(model);
            Vec::new()
        }
        Action::FilterCoach => filter_coach(model),
        Action::FilterNew => filter_new(model),
        _ => Vec::new(),
    }
}

/// Selects a resident and goes to a screen at once.
pub fn show(model: &mut Model, id: &ResidentId, screen: Screen) -> Vec<Effect> {
    let mut effects = select::select(model, id);
    effects.extend(go(model, screen));
    effects
}

/// Goes to another screen and remembers this one.
pub fn go(model: &mut Model, screen: Screen) -> Vec<Effect> {
    if screen == model.screen && !screen.is_a_form() {
        return Vec::new();
    }
    let opened = entry::meant(model).filter(|_| screen == Screen::Entry);
    let mut effects = Vec::new();
    // On the program director's list the marked line says whom a key means.
    if model.screen == Screen::Recommendations && screen.is_about_a_resident() {
        let marked = waiting::waiting(&model.ledger).get(model.room.advice).map(|it| it.resident().clone());
        effects.extend(marked.into_iter().flat_map(|id| select::select(model, &id)));
    }
    // Who comes back to a meeting goes on with whom it is at.
    if screen.row().given == Given::Meeting && model.selected.is_none() {
        effects.extend(agenda::whom_it_is_at(model).into_iter().flat_map(|id| select::select(model, &id)));
    }
    // Nothing is worked out of a resident whom the cursor of the triage table only points at.
    if let (false, true, Remote::NotAsked, Some(id)) = (
        model.screen.is_about_a_resident(),
        screen.is_about_a_resident(),
        &model.dossier,
        model.selected.clone(),
    ) {
        effects.extend(select::select(model, &id));
    }
    if model.screen == Screen::Entry {
        match &model.form {
            // Whoever reads beside a form and asks for it comes back to it.
            Some(form) if form.screen() == Some(screen) => return back(model),
            _ => effects.extend(fill::put_away(model)),
        }
    }
    let from = model.screen;
    let Some(kind) = screen.row().form else { return [effects, turn(model, screen, opened)].concat() };
    effects.extend(opening::open(model, kind));
    // A form shows the resident too.
    if model.screen == screen && !from.is_about_a_resident() && !from.is_a_form() {
        effects.push(select::viewed(model));
    }
    effects
}

/// Turns to a screen that is not filled in; `opened` is the entry that the last one was at.
fn turn(model: &mut Model, screen: Screen, opened: Option<u64>) -> Vec<Effect> {
    (model.at.scroll, model.at.opened, model.turned.leaf) = (0, opened, Leaf::default());
    if screen == Screen::Triage {
        model.back.clear();
        model.screen = screen;
        return Vec::new();
    }
    if matches!(screen, Screen::Meeting | Screen::Review) {
        select::shared(model);
        agenda::find_place(model);
    }
    if screen == Screen::Meeting {
        model.room.reading = None;
        agenda::point(model);
    }
    let first_look = !model.screen.is_about_a_resident() && screen.is_about_a_resident();
    model.back.retain(|s| *s != screen);
    model.back.push(model.screen);
    model.screen = screen;
    let mut effects = if first_look { vec![select::viewed(model)] } else { Vec::new() };
    if screen == Screen::Recommendations {
        effects.push(Effect::Refresh);
        effects.extend(select::looked(model));
    }
    effects.extend(select::needs(model));
    effects
}

/// Opens what the cursor is on.
fn deeper(model: &mut Model) -> Vec<Effect> {
    match model.screen {
        Screen::Triage => {
            match model.selected.clone().or_else(|| model.visible().next().map(|row| row.id.clone())) {
                Some(id) => show(model, &id, Screen::Resident),
                None => Vec::new(),
            }
        }
        Screen::Resident if model.turned.panel == Panel::Goals && model.can(Action::EndGoal) => {
            goal::end(model)
        }
        Screen::Resident if model.turned.panel == Panel::Prompts => what_is_asked_about(model),
        Screen::Resident => model.turned.panel.opens().map_or(Vec::new(), |to| go(model, to)),
        Screen::Entry => {
            entry::follow(model);
            Vec::new()
        }
        screen => screen.row().opens.map_or(Vec::new(), |to| go(model, to)),
    }
}

/// Goes to what the selected prompt is about, with the cursor on it.
fn what_is_asked_about(model: &mut Model) -> Vec<Effect> {
    let Some(dossier) = model.dossier.ready() else { return Vec::new() };
    let prompt = dossier.asked().nth(model.at[List::Prompts]);
    // Of many that are asked about as one it is the first.
    let about = prompt.map(|prompt| prompt.each.first().map_or(&prompt.about, |(about, _)| about));
    let Some(about) = about.cloned() else { return Vec::new() };
    let (screen, at) = match &about {
        About::Experience(code) | About::OfClass { code, .. } => {
            let at = dossier.experiences.iter().position(|row| row.definition.code == *code);
            (Screen::Growth, at.map(|at| (List::Experiences, at)))
        }
        About::Subcompetency(id) => {
            let at = dossier.milestones.iter().position(|row| row.subcompetency.id == *id);
            (Screen::Milestones, at.map(|at| (List::Milestones, at)))
        }
        About::Epa(id) => {
            (Screen::Epas, dossier.epas.iter().position(|row| row.id == *id).map(|at| (List::Epas, at)))
        }
        About::Measure(id) => {
            let at = dossier.measures.iter().position(|reading| reading.kind.id == *id);
            model.turned.section = Section::Measures;
            (Screen::Measures, at.map(|at| (List::Measures, at)))
        }
        About::Goal(entry) => {
            let at = model.standing().goals.iter().position(|goal| goal.entry == *entry);
            model.turned.panel = Panel::Goals;
            model.at[List::Goals] = at.unwrap_or(0);
            return Vec::new();
        }
        About::Milestones => (Screen::Milestones, None),
        About::Epas => (Screen::Epas, None),
        About::Experiences | About::Record => (Screen::Rotations, None),
    };
    if let Some((list, at)) = at {
        model.at[list] = at;
    }
    go(model, screen)
}

/// Goes back one screen.
pub fn back(model: &mut Model) -> Vec<Effect> {
    let draft = fill::keep(model);
    let left = std::mem::replace(&mut model.screen, model.back.pop().unwrap_or(Screen::Triage));
    (model.at.scroll, model.turned.leaf) = (0, Leaf::default());
    // What is read beside a form leaves the form as it is.
    if left.is_a_form() {
        model.form = None;
    }
    draft
}

fn other_resident(model: &mut Model, by: isize) -> Vec<Effect> {
    let order = model.order_of_residents();
    let at = model.selected.as_ref().and_then(|id| order.iter().position(|o| o == id));
    let wanted = at.map_or(0, |at| at.saturating_add_signed(by).min(order.len().saturating_sub(1)));
    match order.get(wanted) {
        Some(id) if model.selected.as_ref() != Some(id) => {
            let mut effects = fill::keep(model);
            if model.screen.is_a_form() {
                model.screen = model.back.pop().unwrap_or(Screen::Resident);
            }
            effects.extend(select::select(model, id));
            effects
        }
        _ => Vec::new(),
    }
}

fn filter(model: &mut Model) {
    let mut classes: Vec<_> = model.listing.rows.iter().map(|row| row.training_year.clone()).collect();
    classes.sort_unstable();
    classes.dedup();
    let at = model.listing.class.as_ref().and_then(|class| classes.iter().position(|c| c == class));
    model.listing.class = at.map_or(classes.first(), |at| classes.get(at + 1)).cloned();
    select::find(model);
}

/// Lists only the residents of the coach of the line that the cursor is on, or everyone's again.
fn filter_coach(model: &mut Model) -> Vec<Effect> {
    if model.presenting {
        return model.refuse("a coach would give away whose code it is; {key:present} shows names");
    }
    if model.listing.coach.take().is_none() {
        let selected = model.selected.as_ref();
        let row = model.visible().find(|row| selected.is_none_or(|id| row.id == *id));
        let Some(coach) = row.and_then(|row| row.coach.clone()) else {
            return model.refuse("no coach is named for this resident");
        };
        model.listing.coach = Some(coach);
    }
    select::find(model);
    Vec::new()
}

/// Lists only who has a prompt that was not there at the last meeting, or everyone again.
fn filter_new(model: &mut Model) -> Vec<Effect> {
    if model.earlier.is_none() {
        return model.refuse("what was asked at the last meeting is still being worked out");
    }
    model.listing.only_new = !model.listing.only_new;
    select::find(model);
    Vec::new()
}

/// Lists everyone again.
fn widen(model: &mut Model) -> Vec<Effect> {
    model.listing.widen();
    Vec::new()
}
