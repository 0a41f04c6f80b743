//! What lies on top: help, palette, find, and what asks for words.

use tui_input::Input;

use crate::app::action::Action;
use crate::app::form::fill;
use crate::app::matching::matching;
use crate::app::message::Effect;
use crate::app::model::{Model, Notice, Overlay};
use crate::app::opening::{taking_back, words};
use crate::app::room::Sure;
use crate::app::screen::{Screen, meeting, recommendations, review};
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;

use crate::app::answers;
use crate::app::{founding, navigate, select};

/// Carries out an action while something lies on top.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let found = found(model).len();
    let asked = model.program_prompts().len();
    match (&mut model.overlay, action) {
        (_, Action::Quit) => return vec![Effect::Quit],
        (Some(Overlay::Question(question)), action) if action != Action::Back => {
            let choices = question.choices();
            return model.refuse(&format!("this needs an answer: {choices}"));
        }
        (Some(Overlay::Question(question)), _) if question.sure == Sure::Begin => {
            model.overlay = None;
            return founding::decline(model);
        }
        (Some(Overlay::Filter { .. }), action) => return filter(model, action),
        (Some(Overlay::Themes), action) => return themes(model, action),
        (_, Action::Back) => model.overlay = None,
        (Some(Overlay::Program { selected }), Action::Down) => {
            *selected = (*selected + 1).min(asked.saturating_sub(1));
        }
        (Some(Overlay::Program { selected }), Action::Up) => *selected = selected.saturating_sub(1),
        (Some(Overlay::Program { selected }), Action::Acknowledge) => {
            let at = *selected;
            model.overlay = None;
            return words::ask_about_program(model, at);
        }
        (Some(Overlay::Program { .. }), Action::Revoke) => {
            return match model.standing_entry() {
                Some(_) => words::ask_why_revoked(model),
                None => model.refuse("this was not answered yet, so there is no answer to take back"),
            };
        }
        (Some(Overlay::Help { typed, scroll }), action) => help(typed, scroll, action),
        (Some(Overlay::Bearing { scroll }), action) => scrolled(scroll, action),
        (Some(Overlay::Palette { selected, .. }), Action::Down) => *selected = selected.saturating_add(1),
        (Some(Overlay::Find { selected, .. }), Action::Down) => {
            *selected = (*selected + 1).min(found.saturating_sub(1));
        }
        (Some(Overlay::Palette { selected, .. } | Overlay::Find { selected, .. }), Action::Up) => {
            *selected = selected.saturating_sub(1);
        }
        (
            Some(Overlay::Palette { typed, selected } | Overlay::Find { typed, selected }),
            Action::Edit(edit),
        ) => {
            edit.on(typed);
            *selected = if edit.erases() { 0 } else { *selected };
        }
        (Some(Overlay::Find { .. }), Action::Open) => return open_found(model),
        _ => {}
    }
    Vec::new()
}

/// Carries out an action while the keys are shown.
fn help(typed: &mut Input, scroll: &mut usize, action: Action) {
    if let Action::Edit(edit) = action {
        edit.on(typed);
        *scroll = 0;
    } else {
        scrolled(scroll, action);
    }
}

/// Reads on or back.
fn scrolled(scroll: &mut usize, action: Action) {
    match action {
        Action::Down => *scroll = scroll.saturating_add(1),
        Action::PageDown => *scroll = scroll.saturating_add(10),
        Action::Up => *scroll = scroll.saturating_sub(1),
        Action::PageUp => *scroll = scroll.saturating_sub(10),
        _ => {}
    }
}

/// Carries out an action while a theme is chosen.
fn themes(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Down => model.theme.step(1),
        Action::Up => model.theme.step(-1),
        Action::Back => (model.overlay, model.theme.tried) = (None, None),
        Action::Open => {
            model.overlay = None;
            let worn = model.theme.keep().map(|name| {
                format!("the theme is {name} until the review ends; theme.name in the settings keeps it")
            });
            return worn.map_or(Vec::new(), |text| model.say(&text));
        }
        _ => {}
    }
    Vec::new()
}

/// Carries out an action while the triage table is narrowed by what is typed.
fn filter(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Back => {
            model.overlay = None;
            model.listing.typed.clear();
            select::find(model);
        }
        Action::KeepFilter => model.overlay = None,
        Action::Open if model.visible().next().is_none() => return model.refuse("nobody is listed"),
        Action::Open if !model.can(action) => {
            (model.overlay, model.notice) = (None, Some(answers::not_read_yet()));
        }
        Action::Open => {
            model.overlay = None;
            let effects = navigate::act(model, action);
            // Who was looked for is found; the next resident is the next of all.
            model.listing.typed.clear();
            select::find(model);
            return effects;
        }
        Action::Up | Action::Down | Action::PageUp | Action::PageDown => {
            return navigate::act(model, action);
        }
        Action::Edit(edit) => {
            if let Some(Overlay::Filter { typed }) = &mut model.overlay {
                edit.on(typed);
            }
            find_typed(model);
        }
        _ => {}
    }
    Vec::new()
}

/// Lists whom the words fit that are typed by now.
fn find_typed(model: &mut Model) {
    if let Some(Overlay::Filter { typed }) = &model.overlay {
        model.listing.typed = typed.value().to_owned();
        select::find(model);
    }
}

/// Takes a typed character, where it is written.
pub fn typed(model: &mut Model, key: char) -> Vec<Effect> {
    match model.overlay {
        None if !model.blank && model.is_filling_in() => fill::typed(model, key),
        Some(Overlay::Question(_)) => answered(model, key),
        // The key that asked for the keys closes them, unless something is looked for.
        Some(Overlay::Help { ref typed, .. }) if key == '?' && typed.value().is_empty() => {
            model.overlay = None;
            Vec::new()
        }
        _ => write(model, key.encode_utf8(&mut [0; 4])),
    }
}

/// Takes a pasted text, where words are taken; elsewhere it does nothing, and says so.
pub fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    match model.overlay {
        None if !model.blank && model.is_filling_in() => fill::pasted(model, text),
        Some(Overlay::Question(_)) => model.refuse("not taken: a question is answered by one key"),
        None if !model.blank => model
            .refuse("several letters at once are a paste, taken where words are written, and nowhere else"),
        _ => write(model, text),
    }
}

/// Does what was asked about, or leaves it, by the choice that was made.
fn answered(model: &mut Model, key: char) -> Vec<Effect> {
    let Some(Overlay::Question(question)) = &model.overlay else { return Vec::new() };
    let (sure, choices) = (question.sure, question.choices());
    match question.answered(key) {
        Some(true) if !model.hand.answers() => return model.too_soon(),
        None => return model.refuse(&format!("this needs an answer: {choices}")),
        Some(does) => {
            (model.overlay, model.notice) = (None, None);
            if !does {
                return if sure == Sure::Begin { founding::decline(model) } else { Vec::new() };
            }
        }
    }
    match sure {
        Sure::CloseMeeting => meeting::close_for_good(model),
        Sure::OpenWithoutPlan => meeting::open_without_plan(model),
        Sure::Call => review::call(model),
        Sure::Conclude => review::concluded(model),
        Sure::TakeAgreed | Sure::TakeLast => fill::take_for_all(model),
        Sure::TakeBack(entry) => taking_back::go_on(model, entry),
        Sure::Leave => {
            let mut effects = fill::keep(model);
            effects.push(Effect::Quit);
            effects
        }
        Sure::Agree(entry) => recommendations::agree_for_good(model, entry),
        Sure::Begin => founding::begin(model),
        Sure::Release(asked) => recommendations::release_for_good(model, asked),
    }
}

/// Writes into what lies on top; on a blank screen nothing is written, and the screen comes back.
fn write(model: &mut Model, text: &str) -> Vec<Effect> {
    const LONGEST: usize = 200;
    if model.blank {
        model.blank = false;
        return Vec::new();
    }
    let typed = match &mut model.overlay {
        Some(Overlay::Palette { typed, selected } | Overlay::Find { typed, selected }) => {
            *selected = 0;
            typed
        }
        Some(Overlay::Filter { typed }) => typed,
        Some(Overlay::Help { typed, scroll }) => {
            *scroll = 0;
            typed
        }
        _ => return Vec::new(),
    };
    // Whoever pastes a page looks for no name in it.
    let room = LONGEST.saturating_sub(typed.value().chars().count());
    for c in sanitised(text).chars().take(room) {
        typed.handle(tui_input::InputRequest::InsertChar(c));
    }
    find_typed(model);
    Vec::new()
}

/// Returns the residents whose name or code holds what was typed; while presenting, codes only.
pub fn found(model: &Model) -> Vec<ResidentId> {
    let Some(Overlay::Find { typed, .. }) = &model.overlay else { return Vec::new() };
    let rows = model.listing.rows.iter();
    let called = rows.map(|row| (row.id.clone(), vec![model.called(&row.id, &row.name), row.id.as_str()]));
    matching(typed.value(), called)
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
    let mut effects = fill::keep(model);
    if model.screen.is_a_form() {
        model.screen = model.back.pop().unwrap_or(Screen::Resident);
    }
    effects.extend(select::select(model, &id));
    if !model.screen.is_about_a_resident() {
        effects.extend(navigate::go(model, Screen::Resident));
    }
    effects
}
