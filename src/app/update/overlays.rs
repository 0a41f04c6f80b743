//! What lies on top: help, palette, find, and what asks for words.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::{Model, Notice, Overlay, Screen};
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;

use super::{answers, asking, cards, deciding, goals, moving, overalls};

/// Carries out an action while something lies on top.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let found = found(model).len();
    let asked = model.asked_of_program().len();
    match (&mut model.overlay, action) {
        (_, Action::Quit) => return vec![Effect::Quit],
        (Some(Overlay::Reason { .. }), _) => return asking::act(model, action),
        (_, Action::Back) | (Some(Overlay::Help { .. }), Action::Help) => model.overlay = None,
        (Some(Overlay::Program { selected }), Action::Down) => {
            *selected = (*selected + 1).min(asked.saturating_sub(1));
        }
        (Some(Overlay::Program { selected }), Action::Up) => *selected = selected.saturating_sub(1),
        (Some(Overlay::Program { selected }), Action::Acknowledge) => {
            let at = *selected;
            deciding::ask_reason_for_program(model, at);
        }
        (Some(Overlay::Help { scroll }), Action::Down) => {
            *scroll = scroll.saturating_add(1);
        }
        (Some(Overlay::Help { scroll }), Action::PageDown) => {
            *scroll = scroll.saturating_add(10);
        }
        (Some(Overlay::Help { scroll }), Action::Up) => {
            *scroll = scroll.saturating_sub(1);
        }
        (Some(Overlay::Help { scroll }), Action::PageUp) => {
            *scroll = scroll.saturating_sub(10);
        }
        (Some(Overlay::Palette { selected, .. }), Action::Down) => *selected = selected.saturating_add(1),
        (Some(Overlay::Find { selected, .. }), Action::Down) => {
            *selected = (*selected + 1).min(found.saturating_sub(1));
        }
        (Some(Overlay::Palette { selected, .. } | Overlay::Find { selected, .. }), Action::Up) => {
            *selected = selected.saturating_sub(1);
        }
        (Some(Overlay::Palette { typed, selected } | Overlay::Find { typed, selected }), Action::Erase) => {
            typed.pop();
            *selected = 0;
        }
        (Some(Overlay::Palette { typed, .. } | Overlay::Find { typed, .. }), Action::EraseAll) => {
            typed.clear();
        }
        (Some(Overlay::Find { .. }), Action::Open) => return open_found(model),
        _ => {}
    }
    Vec::new()
}

/// Writes into what is being filled in.
pub fn typed(model: &mut Model, text: &str) -> Vec<Effect> {
    const LONGEST: usize = 1000;
    if model.blank {
        model.blank = false;
        return Vec::new();
    }
    match &mut model.overlay {
        Some(Overlay::Palette { typed, selected } | Overlay::Find { typed, selected }) => {
            typed.extend(sanitised(text).chars().take(LONGEST.saturating_sub(typed.len())));
            *selected = 0;
            Vec::new()
        }
        Some(Overlay::Reason { .. }) => asking::typed(model, text),
        Some(Overlay::Help { .. } | Overlay::Program { .. }) => Vec::new(),
        None if model.screen == Screen::Goal => goals::typed(model, text),
        None if model.screen == Screen::Overall => overalls::typed(model, text),
        None if model.screen == Screen::Card => cards::typed(model, text),
        None if model.screen != Screen::Decide => Vec::new(),
        None => {
            if let Some(form) = &mut model.form {
                if form.stage == crate::committee::sheet::Stage::Pending {
                    return Vec::new();
                }
                if !form.write(text) {
                    model.notice = Some(overalls::not_taken());
                    return Vec::new();
                }
            }
            deciding::keep(model)
        }
    }
}

/// Returns the residents whose name or code holds what was typed; while presenting, codes only.
pub fn found(model: &Model) -> Vec<ResidentId> {
    let Some(Overlay::Find { typed, .. }) = &model.overlay else { return Vec::new() };
    let wanted = typed.to_lowercase();
    let holds = |text: &str| text.to_lowercase().contains(&wanted);
    let matches =
        model.rows.iter().filter(|row| holds(row.id.as_str()) || holds(model.called(&row.id, &row.name)));
    matches.map(|row| row.id.clone()).collect()
}

fn open_found(model: &mut Model) -> Vec<Effect> {
    if !model.ledger_is_read() {
        (model.overlay, model.notice) = (None, Some(answers::not_read_yet()));
        return Vec::new();
    }
    let all = found(model);
    let Some(Overlay::Find { selected, .. }) = model.overlay.take() else { return Vec::new() };
    let Some(id) = all.into_iter().nth(selected) else {
        model.notice = Some(Notice { text: "nobody found".to_owned(), failed: false });
        return Vec::new();
    };
    let mut effects = super::keep(model);
    if model.screen.is_a_form() {
        model.screen = model.back.pop().unwrap_or(Screen::Resident);
    }
    effects.extend(moving::select(model, &id));
    if !model.screen.is_about_a_resident() {
        effects.extend(moving::go(model, Screen::Resident));
    }
    effects
}
