//! From screen to screen, and from resident to resident.

use crate::app::action::Action;
use crate::app::entry;
use crate::app::message::{Effect, Job, Ticket};
use crate::app::model::{Model, Panel, Remote, Screen};
use crate::committee::replay;
use crate::committee::waiting;
use crate::domain::id::ResidentId;
use crate::domain::resident::Rotation;
use crate::ledger::entry::Act;
use crate::survey::triage::Order;

use super::{entries, stepping};

/// Carries out a movement.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Up => stepping::step(model, -1),
        Action::Down => stepping::step(model, 1),
        Action::PageUp => stepping::step(model, -stepping::PAGE),
        Action::PageDown => stepping::step(model, stepping::PAGE),
        Action::First => stepping::step(model, isize::MIN / 2),
        Action::Last => stepping::step(model, isize::MAX / 2),
        Action::Left => stepping::sideways(model, -1),
        Action::Right => stepping::sideways(model, 1),
        Action::Open => deeper(model),
        Action::Back => back(model),
        Action::NextResident => other_resident(model, 1),
        Action::PreviousResident => other_resident(model, -1),
        Action::Go(screen) => go(model, screen),
        Action::ClinicalMonths => {
            (model.clinical, model.crosshair) = (!model.clinical, None);
            Vec::new()
        }
        Action::NextPanel => {
            stepping::next_panel(model);
            Vec::new()
        }
        Action::Sort => {
            let next = model.order.next();
            sort(model, if model.presenting && next == Order::Name { next.next() } else { next });
            Vec::new()
        }
        Action::FilterClass => {
            filter(model);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Lists everyone in another order.
pub fn sort(model: &mut Model, order: Order) {
    model.order = order;
    model.rows = model.listed();
}

/// Selects a resident and goes to a screen at once.
pub fn show(model: &mut Model, id: &ResidentId, screen: Screen) -> Vec<Effect> {
    let mut effects = select(model, id);
    effects.extend(go(model, screen));
    effects
}

/// Puts the cursor of the triage table on a resident; what was known of another one is put away.
pub fn point_at(model: &mut Model, id: Option<ResidentId>) {
    if model.selected != id {
        model.dossier = Remote::NotAsked;
    }
    model.selected = id;
}

/// Selects a resident: what is known stands at once, the rest is asked for.
pub fn select(model: &mut Model, id: &ResidentId) -> Vec<Effect> {
    model.ticket = Ticket(model.ticket.0 + 1);
    model.revealed = None;
    drop_forms(model);
    (model.cases, model.yields) = (Remote::NotAsked, Remote::NotAsked);
    (model.at.case, model.at.entry, model.at.prompt, model.at.goal) = (0, 0, 0, 0);
    (model.at.measure, model.at.attempt) = (0, 0);
    (model.at.scroll, model.crosshair) = (0, None);
    model.back.retain(|screen| !screen.is_a_form());
    model.at.opened = replay::last_decision(&model.ledger, id);
    model.selected = Some(id.clone());
    model.dossier = Remote::Loading;
    let Remote::Ready(survey) = &model.survey else { return Vec::new() };
    let data_to = survey.catalog.program.data_to;
    let known = survey.records.get(id).cloned().unwrap_or_default();
    super::answers::work_out(model, known);
    let Remote::Ready(dossier) = &model.dossier else { return Vec::new() };
    let mut effects = vec![Effect::Ask(Job::Record { ticket: model.ticket, resident: id.clone() })];
    model.at.experience = model.at.experience.min(dossier.experiences.len().saturating_sub(1));
    model.at.epa = model.at.epa.min(dossier.epas.len().saturating_sub(1));
    let begun = |block: &&Rotation| block.span.from <= data_to;
    model.at.rotation = dossier.record.rotations.iter().filter(begun).count().saturating_sub(1);
    if model.screen.is_about_a_resident() {
        effects.push(viewed(model));
        effects.extend(needs(model));
    }
    effects
}

/// Puts codes for names, or names again.
pub fn present(model: &mut Model, presenting: bool) {
    (model.presenting, model.revealed) = (presenting, None);
    // Codes in the order of names would give the names away.
    if presenting && model.order == Order::Name {
        sort(model, Order::default());
    }
}

fn viewed(model: &mut Model) -> Effect {
    let screen = model.screen.to_string();
    super::wish(model, Act::Viewed { screen }, true)
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
        effects.extend(marked.into_iter().flat_map(|id| select(model, &id)));
    }
    // Nothing is worked out of a resident whom the cursor of the triage table only points at.
    if let (false, true, Remote::NotAsked, Some(id)) = (
        model.screen.is_about_a_resident(),
        screen.is_about_a_resident(),
        &model.dossier,
        model.selected.clone(),
    ) {
        effects.extend(select(model, &id));
    }
    if model.screen == Screen::Entry {
        match &model.form {
            Some(_) if screen == Screen::Decide => return back(model),
            _ => effects.extend(leave_forms(model)),
        }
    }
    let from = model.screen;
    effects.extend(match screen {
        Screen::Decide => super::deciding::open(model),
        Screen::Goal => super::goals::set(model),
        Screen::Overall => super::overalls::open(model),
        Screen::Card => super::cards::open(model),
        _ => return [effects, turn(model, screen, opened)].concat(),
    });
    // A form shows the resident too.
    if model.screen == screen && !from.is_about_a_resident() && !from.is_a_form() {
        effects.push(viewed(model));
    }
    effects
}

/// Keeps what lies half written below the present screen, and does not come back to it.
fn leave_forms(model: &mut Model) -> Vec<Effect> {
    let kept = super::keep(model);
    drop_forms(model);
    model.back.retain(|screen| !screen.is_a_form());
    kept
}

/// Turns to a screen that is not filled in; `opened` is the entry that the last one was at.
fn turn(model: &mut Model, screen: Screen, opened: Option<u64>) -> Vec<Effect> {
    (model.at.scroll, model.at.opened) = (0, opened);
    if screen == Screen::Triage {
        model.back.clear();
        model.screen = screen;
        return Vec::new();
    }
    if matches!(screen, Screen::Meeting | Screen::Review) {
        super::room::shared(model);
        super::agenda::find_place(model);
    }
    if screen == Screen::Meeting {
        super::agenda::point(model);
    }
    let first_look = !model.screen.is_about_a_resident() && screen.is_about_a_resident();
    model.back.retain(|s| *s != screen);
    model.back.push(model.screen);
    model.screen = screen;
    let mut effects = if first_look { vec![viewed(model)] } else { Vec::new() };
    if screen == Screen::Recommendations {
        effects.push(Effect::Refresh);
        effects.extend(super::advising::looked(model));
    }
    effects.extend(needs(model));
    effects
}

/// Asks for what the present screen shows and the model lacks.
fn needs(model: &mut Model) -> Vec<Effect> {
    let Some(resident) = model.selected.clone() else { return Vec::new() };
    let ticket = model.ticket;
    match (model.screen, model.experience().map(|row| row.definition.code.clone())) {
        (Screen::Cases, Some(code)) => {
            model.cases = Remote::Loading;
            model.at.case = 0;
            vec![Effect::Ask(Job::Cases { ticket, resident, code })]
        }
        (Screen::Rotations, _) if !matches!(model.yields, Remote::Ready(_)) => {
            model.yields = Remote::Loading;
            vec![Effect::Ask(Job::Yield { ticket, resident })]
        }
        (Screen::Rare, _) => {
            let rare: Vec<_> =
                model.dossier.ready().map_or(Vec::new(), |d| d.rare().map(|(at, _)| at).collect());
            if !rare.contains(&model.at.experience) {
                model.at.experience = rare.first().copied().unwrap_or(model.at.experience);
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn deeper(model: &mut Model) -> Vec<Effect> {
    match model.screen {
        Screen::Triage => {
            match model.selected.clone().or_else(|| model.visible().next().map(|row| row.id.clone())) {
                Some(id) => {
                    let mut effects = select(model, &id);
                    effects.extend(go(model, Screen::Resident));
                    effects
                }
                None => Vec::new(),
            }
        }
        Screen::Resident => match model.panel {
            Panel::Experience => go(model, Screen::Growth),
            Panel::Milestones => go(model, Screen::Milestones),
            Panel::Epas => go(model, Screen::Epas),
            Panel::Goals if model.can(Action::EndGoal) => super::goals::end(model),
            Panel::Goals => go(model, Screen::Goal),
            Panel::Prompts | Panel::Words => Vec::new(),
        },
        Screen::Growth | Screen::Rotations | Screen::Rare => go(model, Screen::Cases),
        Screen::Epas => go(model, Screen::Decide),
        Screen::Ledger => go(model, Screen::Entry),
        Screen::Entry => {
            entries::follow(model);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Goes back one screen.
pub fn back(model: &mut Model) -> Vec<Effect> {
    let draft = super::keep(model);
    let left = std::mem::replace(&mut model.screen, model.back.pop().unwrap_or(Screen::Triage));
    model.at.scroll = 0;
    // What is read beside a form leaves the form as it is.
    if left.is_a_form() {
        drop_forms(model);
    }
    draft
}

/// Puts away what is filled in; a draft of it is kept by then.
fn drop_forms(model: &mut Model) {
    (model.form, model.goal_form) = (None, None);
    (model.overall, model.card) = (None, None);
}

fn other_resident(model: &mut Model, by: isize) -> Vec<Effect> {
    let order = model.order_of_residents();
    let at = model.selected.as_ref().and_then(|id| order.iter().position(|o| o == id));
    let wanted = at.map_or(0, |at| at.saturating_add_signed(by).min(order.len().saturating_sub(1)));
    match order.get(wanted) {
        Some(id) if model.selected.as_ref() != Some(id) => {
            let mut effects = super::keep(model);
            if model.screen.is_a_form() {
                model.screen = model.back.pop().unwrap_or(Screen::Resident);
            }
            effects.extend(select(model, id));
            effects
        }
        _ => Vec::new(),
    }
}

fn filter(model: &mut Model) {
    let mut classes: Vec<_> = model.rows.iter().map(|row| row.level.clone()).collect();
    classes.sort_unstable();
    classes.dedup();
    let at = model.class.as_ref().and_then(|class| classes.iter().position(|c| c == class));
    model.class = at.map_or(classes.first(), |at| classes.get(at + 1)).cloned();
    if !model.visible().any(|row| Some(&row.id) == model.selected.as_ref()) {
        let first = model.visible().next().map(|row| row.id.clone());
        point_at(model, first);
    }
}
