//! The one place where the model changes.

mod advising;
mod agenda;
mod answers;
mod asking;
mod cards;
mod deciding;
mod entries;
mod goals;
mod moving;
mod overalls;
mod overlays;
mod room;
mod stepping;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::committee::request::Request;
use crate::domain::id::ResidentId;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::Act;

use super::action::Action;
use super::message::{Effect, Message};
use super::model::{Model, Notice, Overlay, Screen, Space};

pub use agenda::{marked, plan as planned};
pub use moving::show;
pub use overlays::found;
pub use room::{is_recused, step as current_step};

/// Moves the review on by one message and says what must happen outside it.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        // Nobody means what they cannot see.
        Message::Asked(action) if model.space == Space::TooLittle && action != Action::Quit => Vec::new(),
        Message::Typed(_) | Message::Pasted(_) if model.space == Space::TooLittle => Vec::new(),
        Message::Asked(action) => {
            model.notice = None;
            act(model, action)
        }
        Message::Resized(space) => {
            model.space = space;
            Vec::new()
        }
        Message::Typed(c) => overlays::typed(model, c.encode_utf8(&mut [0; 4])),
        Message::Pasted(text) => overlays::typed(model, &text),
        Message::Surveyed(outcome) => answers::surveyed(model, outcome),
        Message::Fingerprinted(outcome) => {
            model.fingerprint = outcome.into();
            Vec::new()
        }
        Message::RecordRead { ticket, outcome } => answers::record_read(model, ticket, outcome),
        Message::CasesRead { ticket, outcome } => {
            if ticket == model.ticket {
                model.cases = outcome.into();
            }
            Vec::new()
        }
        Message::YieldRead { ticket, outcome } => {
            if ticket == model.ticket {
                model.yields = outcome.into();
            }
            Vec::new()
        }
        Message::LedgerRead(read) => answers::ledger_read(model, *read),
        Message::ActivityRead(outcome) => {
            answers::activity_read(model, outcome);
            Vec::new()
        }
        Message::Recorded { wish, entries } => recorded(model, &wish, entries),
        Message::Others(entries) => take_in(model, "", entries),
        Message::Tick(now) => ticked(model, now),
        Message::NotRecorded { wish, why } => {
            let form = goals::refused(model, &wish, &why)
                .or_else(|| overalls::refused(model, &wish, &why))
                .or_else(|| cards::refused(model, &wish, &why))
                .or_else(|| asking::refused(model, &wish, &why));
            form.unwrap_or_else(|| deciding::refused(model, &wish, why))
        }
        Message::DraftNotKept(why) => {
            model.notice =
                Some(Notice { text: format!("the draft is not kept on disk: {why}"), failed: true });
            Vec::new()
        }
    }
}

/// Returns what must still be written when the review ends without being asked.
pub fn leaving(model: &mut Model) -> Vec<Effect> {
    keep(model)
}

/// Asks for what is being written to be kept while it is not recorded.
fn keep(model: &mut Model) -> Vec<Effect> {
    let mut effects = deciding::keep(model);
    effects.extend(goals::keep(model));
    effects.extend(overalls::keep(model));
    effects.extend(cards::keep(model));
    effects.extend(asking::keep(model));
    effects
}

/// Takes in that a second has gone by; where others are followed, what they recorded is read each time.
fn ticked(model: &mut Model, now: DateTime<Utc>) -> Vec<Effect> {
    model.clock = Some(now);
    let due = model.ledger_is_read() && model.follows_others();
    if due { vec![Effect::Refresh] } else { Vec::new() }
}

fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    if model.blank {
        model.blank = false;
        return Vec::new();
    }
    if model.overlay.is_some() {
        return overlays::act(model, action);
    }
    if !model.can(action) {
        match action {
            _ if !model.ledger_is_read() && action.needs_the_ledger() => {
                model.notice = Some(answers::not_read_yet());
            }
            Action::ClinicalMonths => model.notice = Some(stepping::no_clinical_months(model)),
            Action::Go(Screen::Entry) => model.notice = Some(entries::none()),
            Action::Go(Screen::Decide | Screen::Goal | Screen::Overall)
                if model.selected.is_some() && !model.screen.is_about_a_resident() =>
            {
                let text = "↵ goes to the resident first".to_owned();
                model.notice = Some(Notice { text, failed: true });
            }
            _ => {}
        }
        return Vec::new();
    }
    match action {
        Action::Quit => {
            let mut effects = leaving(model);
            effects.push(Effect::Quit);
            return effects;
        }
        Action::Help => model.overlay = Some(Overlay::Help { scroll: 0 }),
        Action::Palette => model.overlay = Some(Overlay::Palette { typed: String::new(), selected: 0 }),
        Action::Find => model.overlay = Some(Overlay::Find { typed: String::new(), selected: 0 }),
        Action::ProgramPrompts => model.overlay = Some(Overlay::Program { selected: 0 }),
        Action::Compare => model.beside = model.beside().next(),
        Action::Blank => model.blank = true,
        Action::Present => moving::present(model, !model.presenting),
        Action::Reveal => {
            let shown = model.revealed.take();
            model.revealed = model.selected.clone().filter(|id| shown.as_ref() != Some(id));
        }
        Action::Acknowledge => deciding::ask_reason_for_prompt(model),
        Action::Revoke => deciding::ask_reason_for_revoking(model),
        Action::EndGoal => return goals::end(model),
        action if fills_in(action, model.screen) => {
            return match model.screen {
                Screen::Goal => goals::act(model, action),
                Screen::Overall => overalls::act(model, action),
                Screen::Card => cards::act(model, action),
                _ => deciding::act(model, action),
            };
        }
        action => {
            let own = match model.screen {
                Screen::Recommendations => advising::act(model, action),
                _ => room::act(model, action),
            };
            return own.unwrap_or_else(|| moving::act(model, action));
        }
    }
    Vec::new()
}

/// Tells whether an action is one on a form, on a screen that is one.
fn fills_in(action: Action, screen: Screen) -> bool {
    match action {
        Action::Seal => screen != Screen::Meeting,
        Action::NextField | Action::PreviousField | Action::Erase | Action::EraseAll => true,
        Action::Left
        | Action::Right
        | Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::Open => screen.is_a_form(),
        _ => false,
    }
}

/// Asks for an act to be recorded under a number of its own.
pub(super) fn wish(model: &mut Model, act: Act, about_selected: bool) -> Effect {
    let subject = model.selected.clone().filter(|_| about_selected);
    wish_about(model, subject, act)
}

/// Asks for an act about `subject` to be recorded.
pub(super) fn wish_about(model: &mut Model, subject: Option<ResidentId>, act: Act) -> Effect {
    Effect::Record(Box::new(Request { id: next_id(model), subject, act, supersedes: None, evidence: None }))
}

/// Returns a number for an act that no other act has.
pub(super) fn next_id(model: &mut Model) -> String {
    model.wishes += 1;
    format!("{}-{}", model.session.nonce, model.wishes)
}

/// Takes in entries that the ledger has and the model lacks. Whoever calls ratings has everybody's opened, each on
/// the machine where it was sealed.
fn take_in(model: &mut Model, wish: &str, entries: Vec<Arc<Recorded>>) -> Vec<Effect> {
    let about_selected = |entry: &Recorded| {
        entry.entry.subject == model.selected && !matches!(entry.entry.act, Act::Viewed { .. })
    };
    let changed = entries.iter().any(|entry| about_selected(entry));
    let mut called = false;
    for entry in entries {
        // An entry has its place by its number; one that is known already is not taken in twice.
        if entry.entry.seq != model.ledger.count() + 1 {
            continue;
        }
        // Whoever takes part again has a card that was called too.
        called |= matches!(entry.entry.act, Act::RatingsCalled { .. } | Act::RecusalEnded { .. });
        if entry.entry.id == wish {
            model.notice = said(&entry);
        }
        model.ledger.apply(entry);
    }
    if changed {
        answers::reconsider(model);
    }
    refresh_rows(model);
    if called { vec![Effect::Reveal] } else { Vec::new() }
}

/// Takes in what this run recorded, and goes on after it.
fn recorded(model: &mut Model, wish: &str, entries: Vec<Arc<Recorded>>) -> Vec<Effect> {
    let own = entries.iter().find(|recorded| recorded.entry.id == wish).cloned();
    let mut effects = take_in(model, wish, entries);
    effects.extend(deciding::recorded(model, wish));
    effects.extend(goals::recorded(model, wish));
    effects.extend(overalls::recorded(model, wish));
    effects.extend(cards::recorded(model, wish));
    effects.extend(asking::recorded(model, wish));
    effects.extend(own.iter().flat_map(|own| room::recorded(model, &own.entry.act)).collect::<Vec<_>>());
    effects
}

/// Says that an act stands in the ledger; a look at a resident is recorded without a word.
fn said(recorded: &Recorded) -> Option<Notice> {
    let what = recorded.entry.told().notice?;
    let hash: String = recorded.hash.to_string().chars().take(12).collect();
    Some(Notice { text: format!("{what}: entry {}, {hash}…", recorded.entry.seq), failed: false })
}

/// Brings the triage lines up to date and leaves their order alone, so that nobody moves under the cursor.
fn refresh_rows(model: &mut Model) {
    let mut fresh = model.listed();
    let place: std::collections::HashMap<_, _> =
        model.rows.iter().enumerate().map(|(i, row)| (&row.id, i)).collect();
    fresh.sort_by_key(|row| place.get(&row.id).copied().unwrap_or(usize::MAX));
    model.rows = fresh;
}
