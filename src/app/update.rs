//! The one place where the model changes.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tui_input::Input;

use crate::committee::sheet::Filled;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::Act;

use crate::domain::text::sanitised;

use super::action::Action;
use super::form::fill;
use super::message::{Effect, Message};
use super::model::{Model, Notice, Overlay};
use super::opening::{card, goal, overall, taking_back, words};
use super::remote::Remote;
use super::room::Sure;
use super::screen::{Given, Screen, Space, entry, follow, lists, recommendations, review};
use super::{answers, evidence, founding, navigate, overlay, papers, select};

/// Moves the review on by one message and says what must happen outside it.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let effects = moved(model, message);
    founding::held_back(model, effects)
}

fn moved(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        // Nobody means what they cannot see.
        Message::Pressed(press) => {
            model.hand.pressed(press);
            model.left = None;
            Vec::new()
        }
        Message::Drawn(at) => {
            model.hand.drawn(at);
            Vec::new()
        }
        Message::Leaves => {
            let mut effects = leaving(model);
            effects.push(Effect::Quit);
            effects
        }
        Message::Asked(Action::Suspend) => suspended(model),
        Message::Asked(Action::Back) if model.waits_for_key => vec![Effect::GiveUpKey],
        Message::Asked(action) if model.space == Space::TooLittle && action != Action::Quit => Vec::new(),
        Message::Typed(_) | Message::Pasted(_) | Message::OtherLetters(_)
            if model.space == Space::TooLittle =>
        {
            Vec::new()
        }
        Message::Asked(action) => {
            model.notice = None;
            act(model, action)
        }
        Message::Resized(space) => {
            model.space = space;
            Vec::new()
        }
        Message::Typed(c) => overlay::typed(model, c),
        Message::Pasted(text) => overlay::pasted(model, &text),
        Message::InPieces => fill::comes_back(model),
        Message::OtherLetters(alphabet) => {
            model.refuse(&format!("the keyboard writes {alphabet}: switch it to Latin letters"))
        }
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
        Message::ActivityRead(outcome) => answers::activity_read(model, outcome),
        Message::LookedBack(earlier) => answers::looked_back(model, earlier),
        Message::Recorded { request, entries } => recorded(model, &request, entries),
        Message::WaitsForKey(waits) => {
            model.waits_for_key = waits;
            Vec::new()
        }
        Message::Others(entries) => take_in(model, "", entries),
        Message::Tick(now) => ticked(model, now),
        Message::NotRecorded { request, why } => {
            model.hand.changed();
            founding::failed(model);
            let mut effects = recommendations::settled(model, &request, None);
            effects.extend(fill::refused(model, &request, why));
            effects
        }
        Message::Written { what, outcome } => {
            model.notice = Some(papers::told(&what, outcome));
            Vec::new()
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
    fill::keep(model)
}

/// Keeps what is half written, and asks to be stopped.
fn suspended(model: &mut Model) -> Vec<Effect> {
    let mut effects = leaving(model);
    effects.push(Effect::Suspend);
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
        return overlay::act(model, action);
    }
    // Whoever is asked for words answers before anything else is done.
    if model.asks_for_words() && action != Action::Quit {
        return fill::act(model, action);
    }
    if !model.can(action) {
        return say_why_not(model, action);
    }
    match action {
        // Nobody is asked what they cannot see.
        Action::Quit if is_held(model) && model.space == Space::Enough => {
            let title = model.ledger.open_meeting().map_or("", |open| &open.title);
            let text = format!(
                "{} is open, and stays open: whoever comes back goes on where it is.",
                sanitised(title)
            );
            return model.ask(Sure::Leave, text);
        }
        Action::Quit => {
            let mut effects = leaving(model);
            effects.push(Effect::Quit);
            return effects;
        }
        Action::Help => model.overlay = Some(Overlay::Help { typed: Input::default(), scroll: 0 }),
        Action::Palette => model.overlay = Some(Overlay::Palette { typed: Input::default(), selected: 0 }),
        Action::Themes => model.overlay = Some(Overlay::Themes),
        Action::Find if model.screen == Screen::Triage => {
            let typed = Input::new(model.listing.typed.clone());
            model.overlay = Some(Overlay::Filter { typed });
        }
        Action::Find => model.overlay = Some(Overlay::Find { typed: Input::default(), selected: 0 }),
        Action::ProgramPrompts => model.overlay = Some(Overlay::Program { selected: 0 }),
        Action::Bearing => model.overlay = Some(Overlay::Bearing { scroll: 0 }),
        Action::Compare => model.turned.beside = model.beside().next(),
        Action::Blank => model.blank = true,
        Action::Present => select::present(model, !model.presenting),
        Action::Reveal => {
            let shown = model.revealed.take();
            model.revealed = model.selected.clone().filter(|id| shown.as_ref() != Some(id));
        }
        Action::Acknowledge => return words::ask_about_prompt(model),
        Action::Revoke => return words::ask_why_revoked(model),
        Action::Follow => return follow::turn(model),
        Action::Answer => return words::ask_for_an_answer(model),
        Action::WriteScreen => return vec![Effect::WriteScreen],
        Action::WriteBrief => return papers::brief(model),
        Action::WriteCopy => return papers::copy(model),
        Action::WriteMinutes => return papers::minutes(model),
        Action::TakeBack => return taking_back::ask(model),
        Action::EndGoal => return goal::end(model),
        Action::NextRater => return card::other_rater(model, 1),
        Action::PreviousRater => return card::other_rater(model, -1),
        Action::Comments => model.turned.comments = !model.turned.comments,
        Action::NextEvidence => evidence::turn(model, 1),
        Action::PreviousEvidence => evidence::turn(model, -1),
        action if fills_in(action, model.screen) => return fill::act(model, action),
        action => {
            let own = match model.screen {
                Screen::Recommendations => recommendations::act(model, action),
                _ => review::act(model, action),
            };
            return own.unwrap_or_else(|| navigate::act(model, action));
        }
    }
    Vec::new()
}

/// Tells whether a meeting is being held, or was opened to be held by whoever sits there.
fn is_held(model: &Model) -> bool {
    let keeps = model.session.actor.role.keeps_the_record();
    model.ledger.open_meeting().is_some_and(|open| keeps || open.attendance.is_some())
}

/// Says why something cannot be done now, where the screen does not show it.
fn say_why_not(model: &mut Model, action: Action) -> Vec<Effect> {
    let needs_a_dossier = match action {
        Action::Go(screen) => matches!(screen.row().given, Given::Dossier | Given::Activity),
        _ => action == Action::Acknowledge,
    };
    match action {
        _ if !model.ledger_is_read() && action.needs_the_ledger() => {
            model.notice = Some(answers::not_read_yet());
        }
        Action::ClinicalMonths => model.notice = Some(lists::no_clinical_months(model)),
        Action::Go(Screen::Entry) => model.notice = Some(entry::none()),
        Action::TakeAgreed | Action::OfferAgreed => {
            return model.refuse("no rating is open while cards are filled in; choose the level yourself");
        }
        // What is typed next would be keys, to somebody who believes that words are asked for.
        Action::Revoke => return model.refuse("nothing stands here that could be taken back"),
        Action::Go(screen)
            if screen.row().given == Given::Meeting && model.ledger.open_meeting().is_none() =>
        {
            return model.refuse("no meeting is open; {key:go-meeting} goes to the meeting");
        }
        Action::Go(_) if needs_a_dossier && model.selected.is_none() => {
            return model.refuse("{key:open} opens a resident first");
        }
        Action::Go(_)
            if needs_a_dossier && model.selected.is_some() && !model.screen.is_about_a_resident() =>
        {
            return model.refuse("{key:open} goes to the resident first");
        }
        // A key that comes too early is not swallowed without a word.
        _ if needs_a_dossier && matches!(model.dossier, Remote::Loading) => {
            return model.refuse("the resident is still being read; try again in a moment");
        }
        _ => {}
    }
    Vec::new()
}

/// Tells whether an action is one on a form, on a screen that is one.
fn fills_in(action: Action, screen: Screen) -> bool {
    match action {
        Action::Seal | Action::NextField | Action::PreviousField | Action::Edit(_) => true,
        Action::Levels | Action::TakeAgreed | Action::OfferAgreed | Action::TakeLast | Action::OfferLast => {
            screen.is_a_form()
        }
        Action::Left
        | Action::Right
        | Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::Open
        | Action::Back => screen.is_a_form(),
        _ => false,
    }
}

/// Takes in entries that the ledger has and the model lacks. Whoever calls ratings has everybody's opened, each on
/// the machine where it was sealed.
fn take_in(model: &mut Model, request: &str, entries: Vec<Arc<Recorded>>) -> Vec<Effect> {
    let about_selected = |entry: &Recorded| {
        entry.entry.subject == model.selected && !matches!(entry.entry.act, Act::Viewed { .. })
    };
    let changed = entries.iter().any(|entry| about_selected(entry));
    let (mut called, mut opened, mut moved) = (false, false, false);
    for entry in entries {
        // An entry has its place by its number; one that is known already is not taken in twice.
        if entry.entry.seq != model.ledger.count() + 1 {
            continue;
        }
        moved |= matches!(entry.entry.act, Act::ReviewBegun { .. }) && entry.entry.id != request;
        // Whoever takes part again has a card that was called too.
        called |= matches!(entry.entry.act, Act::RatingsCalled { .. } | Act::RecusalEnded { .. });
        opened |= matches!(entry.entry.act, Act::RatingRevealed { .. }) && about_selected(&entry);
        if entry.entry.id == request {
            // A look is recorded without a word, and wipes none away.
            model.notice = notice_for(&entry).or(model.notice.take());
        } else if model.notice.as_ref().is_none_or(|notice| !notice.failed) {
            model.notice = announced(&entry, &model.session.actor.id).or(model.notice.take());
        }
        model.ledger.apply(entry);
    }
    if changed {
        select::reconsider(model);
    }
    if opened {
        overall::cards_opened(model);
    }
    select::refresh_rows(model);
    let mut effects = if called { vec![Effect::Reveal] } else { Vec::new() };
    if moved {
        effects.extend(follow::go_along(model));
    }
    effects
}

/// Takes in what this run recorded, and goes on after it.
fn recorded(model: &mut Model, request: &str, entries: Vec<Arc<Recorded>>) -> Vec<Effect> {
    let own = entries.iter().find(|recorded| recorded.entry.id == request).cloned();
    // The next step is not the one that the last frame showed; a look changes none.
    if own.as_ref().is_some_and(|own| !matches!(own.entry.act, Act::Viewed { .. })) {
        model.hand.changed();
    }
    let mut effects = take_in(model, request, entries);
    let (filled, dropped) = fill::recorded(model, request);
    effects.extend(dropped);
    if let Some(Filled::Card(sealed)) = filled {
        effects.extend(card::next(model, &sealed));
    }
    effects.extend(own.iter().flat_map(|own| review::recorded(model, &own.entry.act)).collect::<Vec<_>>());
    let subject = own.as_ref().and_then(|own| own.entry.subject.as_ref());
    effects.extend(recommendations::settled(model, request, subject));
    effects
}

/// Says in one line who else did what, and of whom; what it says is a key away. Cards that open after the call are seen.
fn announced(recorded: &Recorded, me: &str) -> Option<Notice> {
    let entry = &recorded.entry;
    let is_seen = entry.actor.id == me || matches!(entry.act, Act::RatingRevealed { .. });
    let what = entry.told().notice.filter(|_| !is_seen)?;
    let of = entry.subject.as_ref().map_or(String::new(), |subject| format!(" on {subject}"));
    let text = format!("{}{of}: {what}, entry {}", sanitised(&entry.actor.id), entry.seq);
    Some(Notice { text, failed: false })
}

/// Says that an act stands in the ledger; a look at a resident is recorded without a word.
fn notice_for(recorded: &Recorded) -> Option<Notice> {
    let what = recorded.entry.told().notice?;
    let hash: String = recorded.hash.to_string().chars().take(12).collect();
    Some(Notice { text: format!("{what}: entry {}, {hash}…", recorded.entry.seq), failed: false })
}
