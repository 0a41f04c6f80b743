//! One's own last act, and its taking back: what it was is read back first, and a reason is recorded with it.

use crate::app::message::Effect;
use crate::app::model::Model;
use crate::app::room::Sure;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Entry};

use super::words::ask_why_taken_back;

/// What becomes of one's last act when it is to be taken back.
enum Last<'a> {
    /// It stands, and an entry takes it back.
    Stands(&'a Recorded),
    /// Why no entry takes it back, and what does instead.
    StaysBecause(u64, &'static str),
}

/// Asks whether one's own last act is taken back; what moves the meeting on is passed over, since it is no act that
/// says anything about a resident.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    match last(model) {
        None => model.refuse("nothing of yours stands in this ledger that could be taken back"),
        Some(Last::StaysBecause(entry, why)) => {
            let text = format!("your last act, entry {entry}, is not taken back: {why}");
            model.refuse(&text)
        }
        Some(Last::Stands(recorded)) => {
            let (entry, text) = (recorded.entry.seq, read_back(model, &recorded.entry));
            model.ask(Sure::TakeBack(entry), text)
        }
    }
}

/// Says what would be taken back: whom it is about, when it was recorded, and what it says.
fn read_back(model: &Model, entry: &Entry) -> String {
    let about = entry.subject.as_ref().map_or("the program".to_owned(), |id| {
        let known = model.catalog.resident(id);
        known.map_or(id.to_string(), |known| model.called(id, &known.name).to_owned())
    });
    let told = entry.told();
    // On a shared screen nobody's words are read that nobody asked for.
    let is_said = matches!(entry.act, Act::Remarked { .. } | Act::StrengthNamed { .. });
    let what = told.notice.filter(|_| model.presenting && is_said).unwrap_or(told.line);
    let at = model.catalog.program.zone.time(entry.at);
    format!(
        "Your last act, entry {} of {at}, on {about}: {what}. It is taken back by an entry with a reason, and stays readable.",
        entry.seq
    )
}

/// Asks for the reason, once that was answered.
pub fn go_on(model: &mut Model, entry: u64) -> Vec<Effect> {
    match model.ledger.standing_entry(entry) {
        Some(_) => ask_why_taken_back(model, entry),
        None => model.refuse("it does not stand any more: somebody took it back or replaced it"),
    }
}

/// Returns the last act of whoever sits there that says something.
fn last(model: &Model) -> Option<Last<'_>> {
    let me = &model.session.actor.id;
    let own = model.ledger.entries().rev().filter(|recorded| recorded.entry.actor.id == *me);
    own.filter(|recorded| model.ledger.fate(recorded.entry.seq) == crate::ledger::fold::Fate::Stands)
        .find_map(|recorded| of(model, recorded))
}

fn of<'a>(model: &'a Model, recorded: &'a Recorded) -> Option<Last<'a>> {
    let seq = recorded.entry.seq;
    if model.ledger.standing_entry(seq).is_some() {
        return Some(Last::Stands(recorded));
    }
    let stays = match &recorded.entry.act {
        Act::RatingSealed { .. } => {
            let open = model.ledger.open_meeting();
            let review = open.and_then(|open| open.review(recorded.entry.subject.as_ref()?));
            let seal = review.and_then(|review| review.seals.values().find(|seal| seal.entry == seq));
            // A card of a meeting that is over is no last act of this one.
            seal?;
            if review.is_some_and(|review| review.called.is_some()) {
                "the ratings were called, and a rating that is open stays"
            } else {
                "{key:go-card} seals another card in its place, before the ratings are called"
            }
        }
        Act::GoalClosed { .. } => "the goal has ended; {key:go-goal} sets it anew",
        Act::Recused { .. } | Act::RecusalEnded { .. } => {
            "{key:recuse} recuses on the meeting's steps, and takes a recusal back"
        }
        _ => return None,
    };
    Some(Last::StaysBecause(seq, stays))
}
