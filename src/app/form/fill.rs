//! What keys do on a form, whatever is filled in on it: once for all.

use crate::app::action::Action;
use crate::app::edit::Edit;
use crate::app::evidence;
use crate::app::form::{Form, Source, Taken};
use crate::app::message::Effect;
use crate::app::model::{Left, Model};
use crate::app::question;
use crate::app::room::Sure;
use crate::app::screen::{Leaf, Screen};
use crate::committee::sheet::{Draft, Filled, Stage, Submission};
use crate::domain::text::sanitised;
use crate::ledger::drafts::Drafted as _;

/// The most characters that one paste may bring; more is taken for a mistake, and none of it is written.
const LONGEST_PASTE: usize = 100_000;

/// How many lines a page of a form has.
const PAGE: isize = 10;

/// Shows a form on its screen, or on top of the present one.
pub fn open(model: &mut Model, filled: Filled) -> Vec<Effect> {
    let kept = put_away(model);
    let form = Form::open(filled);
    let screen = form.screen();
    model.form = Some(form);
    (model.at.scroll, model.turned.leaf) = (0, Leaf::default());
    if let Some(screen) = screen.filter(|screen| *screen != model.screen) {
        model.back.push(model.screen);
        model.screen = screen;
    }
    kept
}

/// Keeps what is half written, takes it from the screen, and does not come back to it.
pub fn put_away(model: &mut Model) -> Vec<Effect> {
    let kept = keep(model);
    if let Some(form) = model.form.take()
        && let Some(screen) = form.screen()
    {
        model.back.retain(|known| *known != screen);
    }
    kept
}

/// Carries out an action on the form.
pub fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(form) = model.form.as_mut() else { return Vec::new() };
    // What is on its way is changed no more, and left as it is.
    if form.stage == Stage::Pending {
        return if action == Action::Back { back(model) } else { Vec::new() };
    }
    let is_text = form.cursor().is_some();
    let before = form.at();
    match action {
        Action::TakeAgreed | Action::TakeLast | Action::OfferAgreed | Action::OfferLast => {
            return take(model, action);
        }
        Action::Levels => {
            if !form.go_to_levels() {
                return model.refuse("the case file has no subcompetencies, so that there are no milestones");
            }
        }
        Action::NextField => form.next_field(1),
        Action::PreviousField => form.next_field(-1),
        Action::Up => form.step(-1),
        Action::PageDown | Action::PageUp => {
            page(model, if action == Action::PageDown { 1 } else { -1 });
            return Vec::new();
        }
        Action::Left if is_text => form.edit(Edit::CharLeft),
        Action::Right if is_text => form.edit(Edit::CharRight),
        Action::Left => form.turn(-1),
        Action::Right => form.turn(1),
        Action::Edit(edit) => form.edit(edit),
        Action::Open | Action::Seal if form.stage == Stage::ReadBack => return model.refuse(&answer()),
        Action::Open if matches!(form.filled, Filled::Words(_)) && form.is_at_the_end() => {
            return seal(model);
        }
        Action::Seal => return seal(model),
        Action::Open if !form.is_on_levels() => form.next_field(1),
        Action::Down | Action::Open => form.step(1),
        Action::Back => return back(model),
        _ => return Vec::new(),
    }
    // Of another row the evidence begins at its top.
    if model.turned.leaf != Leaf::All && model.form.as_ref().is_some_and(|form| form.at() != before) {
        model.at.scroll = 0;
    }
    keep(model)
}

/// Takes levels for the row at hand, or asks whether they are taken for all rows that are open: listed by name and
/// number, and answered by another key.
fn take(model: &mut Model, action: Action) -> Vec<Effect> {
    if !model.hand.is_alone() {
        return model.refuse("not taken: several keys came at once; choose by one");
    }
    let Some(form) = &mut model.form else { return Vec::new() };
    let hidden = form.filled.card().is_some_and(|card| card.hidden);
    let said = match action {
        // A list of what would be on the card is for no other eyes.
        Action::OfferLast if hidden => return model.refuse("others look on: fill in each row by itself"),
        Action::TakeAgreed => form.take_agreed(),
        Action::TakeLast => form.take_last(),
        action => {
            let (from, sure) = match action {
                Action::OfferAgreed => (Source::Ratings, Sure::TakeAgreed),
                _ => (Source::LastTime, Sure::TakeLast),
            };
            match form.offer(from) {
                Ok(offer) if offer.marks.is_empty() => return model.refuse(&offer.text),
                Ok(offer) => return model.ask(sure, offer.text),
                Err(why) => Err(why),
            }
        }
    };
    match said {
        Ok(said) => {
            // Nor is what was taken read aloud.
            model.say(if hidden { "taken" } else { &said });
            keep(model)
        }
        Err(why) => model.refuse(&why.to_string()),
    }
}

/// Takes for all rows what the question listed.
pub fn take_for_all(model: &mut Model) -> Vec<Effect> {
    if let Some(form) = &mut model.form {
        form.take_offered();
    }
    keep(model)
}

/// Goes down or up in the evidence, or on a card by several lines.
fn page(model: &mut Model, by: isize) {
    if evidence::reads_on(model, by) {
        return;
    }
    let Some(form) = &mut model.form else { return };
    match form.filled.sheet().evidence().filter(|_| !form.is_on_levels()) {
        Some(evidence) => {
            let last = evidence.facts.len().saturating_sub(1);
            model.at.scroll = model.at.scroll.saturating_add_signed(by).min(last);
        }
        None => form.leap(by * PAGE),
    }
}

/// Takes a typed character.
pub fn typed(model: &mut Model, key: char) -> Vec<Effect> {
    let Some(form) = model.form.as_mut().filter(|form| form.stage != Stage::Pending) else {
        return Vec::new();
    };
    if form.stage == Stage::ReadBack {
        return answered(model, key);
    }
    let alone = model.hand.is_alone();
    let Some(form) = &mut model.form else { return Vec::new() };
    if !alone && form.cursor().is_none() {
        return model.refuse("not taken: several keys came at once; choose by one");
    }
    let mut text = [0; 4];
    let taken = match sanitised(key.encode_utf8(&mut text)).chars().next() {
        Some(key) => form.key(key),
        None => Taken::No,
    };
    model.notice = None;
    if taken == Taken::No && !key.is_ascii() {
        return model
            .refuse("not taken: the line offers no such choice; the arrows choose, and Latin letters do");
    }
    if taken == Taken::No {
        return model.refuse("not taken: the line offers no such choice; see beside it what it offers");
    }
    keep(model)
}

/// Writes a pasted text where words are taken; it never chooses, and never records.
pub fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    let Some(form) = model.form.as_mut().filter(|form| form.stage != Stage::Pending) else {
        return Vec::new();
    };
    if form.stage == Stage::ReadBack {
        return model.refuse(&format!("not taken: {}", answer()));
    }
    let length = text.chars().count();
    if length > LONGEST_PASTE {
        return model.refuse(&format!("not taken: the paste has {length} characters; paste a part of it"));
    }
    if form.insert(&sanitised(text)) == Taken::No {
        return model.refuse("not taken: this line offers choices; paste on a line that takes words");
    }
    keep(model)
}

/// Says how a reading back is answered.
fn answer() -> String {
    format!("this needs an answer: {}", question::read_back_choices())
}

/// Records what was read back, or goes back to writing.
fn answered(model: &mut Model, key: char) -> Vec<Effect> {
    model.notice = None;
    match question::recorded_by(key) {
        Some(true) if model.hand.answers() => submit(model),
        Some(true) => model.too_soon(),
        Some(false) => {
            if let Some(form) = &mut model.form {
                form.stage = Stage::Editing;
            }
            keep(model)
        }
        None => model.refuse(&answer()),
    }
}

/// Reads it back and asks; what stands in sight whole is recorded at once.
fn seal(model: &mut Model) -> Vec<Effect> {
    take_turn(model);
    let Some(form) = &mut model.form else { return Vec::new() };
    if let Some(missing) = form.filled.sheet().missing() {
        return model.refuse(&missing);
    }
    if form.is_read_back() {
        form.stage = Stage::ReadBack;
        return keep(model);
    }
    if model.hand.sees() { submit(model) } else { model.too_soon() }
}

/// Takes in whose turn it is by now: the meeting may have moved on while the form was filled in.
fn take_turn(model: &mut Model) {
    let (ledger, actor) = (&model.ledger, &model.session.actor);
    match model.form.as_mut().map(|form| &mut form.filled) {
        Some(Filled::Decision(sheet)) => sheet.take_turn(ledger, actor),
        Some(Filled::Overall(sheet)) => sheet.take_turn(ledger, actor),
        _ => {}
    }
}

/// Asks for it to be recorded, unless the meeting has moved on since it was read back.
fn submit(model: &mut Model) -> Vec<Effect> {
    take_turn(model);
    let missing = model.form.as_ref().and_then(|form| form.filled.sheet().missing());
    let Some(form) = &mut model.form else { return Vec::new() };
    if let Some(missing) = missing {
        form.stage = Stage::Editing;
        return model.refuse(&missing);
    }
    let Some(submission) = form.filled.sheet().submission() else { return Vec::new() };
    let draft = form.filled.sheet().draft();
    form.stage = Stage::Pending;
    // Whoever writes the next words before these are on disk begins anew: these are on their way.
    if matches!(form.filled, Filled::Words(_)) {
        model.form = None;
        model.drafts.retain(|known| known.id() != draft.id());
        model.sent.push(draft.clone());
    }
    let sent = match submission {
        Submission::Record(request) => Effect::Record(request),
        Submission::Seal(sealing) => Effect::Seal(Box::new(sealing)),
    };
    vec![Effect::Keep(Box::new(draft)), sent]
}

/// Asks for what is filled in to be kept while it is not recorded; what says no more than was offered is kept no
/// longer.
pub fn keep(model: &mut Model) -> Vec<Effect> {
    let Some(form) = model.form.as_ref().filter(|form| form.stage != Stage::Pending) else {
        return Vec::new();
    };
    let sheet = form.filled.sheet();
    let (draft, is_begun) = (sheet.draft(), sheet.is_begun());
    if is_begun {
        leave_behind(model, draft.clone());
        vec![Effect::Keep(Box::new(draft))]
    } else {
        forget(model, draft.id())
    }
}

fn leave_behind(model: &mut Model, draft: Draft) {
    let same = |known: &Draft| (known.kind(), known.about()) == (draft.kind(), draft.about());
    model.drafts.retain(|known| !same(known));
    model.drafts.push(draft);
}

/// Lets go of a draft, on disk too.
fn forget(model: &mut Model, id: &str) -> Vec<Effect> {
    let left = model.drafts.len();
    model.drafts.retain(|draft| draft.id() != id);
    if model.drafts.len() < left { vec![Effect::DropDraft(id.to_owned())] } else { Vec::new() }
}

/// Leaves the form: a draft is kept; words that were asked for are not.
fn back(model: &mut Model) -> Vec<Effect> {
    let Some(form) = &model.form else { return Vec::new() };
    model.left = Some(Left { form: form.clone(), screen: model.screen, back: model.back.clone() });
    match form.screen() {
        None if form.stage != Stage::Pending => {
            let id = form.filled.sheet().draft().id().to_owned();
            model.form = None;
            forget(model, &id)
        }
        _ => {
            let kept = keep(model);
            model.form = None;
            model.screen = model.back.pop().unwrap_or(Screen::Triage);
            (model.at.scroll, model.turned.leaf) = (0, Leaf::default());
            kept
        }
    }
}

/// Comes back to the form that was left by a key that was only a piece of one.
pub fn comes_back(model: &mut Model) -> Vec<Effect> {
    match model.left.take().filter(|left| left.form.stage != Stage::Pending) {
        Some(left) => {
            (model.form, model.screen, model.back) = (Some(left.form), left.screen, left.back);
            let kept = keep(model);
            model.refuse("a key came in pieces over a slow line; it did nothing");
            kept
        }
        None => model.refuse("a key came in pieces over a slow line; its first piece went back"),
    }
}

/// Leaves the form when what it asked for stands in the ledger; returns what was filled in on it, if it was in sight.
pub fn recorded(model: &mut Model, id: &str) -> (Option<Filled>, Vec<Effect>) {
    let shown = model.form.take_if(|form| form.filled.sheet().draft().id() == id).map(|form| form.filled);
    let was_known = model.drafts.iter().chain(&model.sent).any(|draft| draft.id() == id);
    model.drafts.retain(|draft| draft.id() != id);
    model.sent.retain(|draft| draft.id() != id);
    let mut in_sight = None;
    if let Some(filled) = shown {
        let screen = Screen::of(filled.kind());
        if screen == Some(model.screen) {
            model.screen = model.back.pop().unwrap_or(Screen::Resident);
            in_sight = Some(filled);
        } else if let Some(screen) = screen {
            model.back.retain(|known| *known != screen);
        }
        return (in_sight, vec![Effect::DropDraft(id.to_owned())]);
    }
    (None, if was_known { vec![Effect::DropDraft(id.to_owned())] } else { Vec::new() })
}

/// Keeps what the ledger refused, and says why.
pub fn refused(model: &mut Model, id: &str, why: String) -> Vec<Effect> {
    // The screen says this itself, once.
    let why = match why.strip_prefix("nothing was recorded: ") {
        Some(rest) => rest.to_owned(),
        None => why,
    };
    if let Some(form) = model.form.as_mut().filter(|form| form.filled.sheet().draft().id() == id) {
        form.stage = Stage::Refused(why);
        let draft = form.filled.sheet().draft();
        leave_behind(model, draft.clone());
        return vec![Effect::Keep(Box::new(draft))];
    }
    let sent = model.sent.extract_if(.., |draft| draft.id() == id).last();
    let kept = if sent.is_some() { "; the words are kept" } else { "" };
    model.drafts.extend(sent);
    model.refuse(&format!("not recorded: {why}{kept}"))
}
