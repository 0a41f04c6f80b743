//! The program director's screen: what the committee recommends, determined one by one and released; and appeals.

use chrono::{DateTime, Days, Utc};

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::Model;
use crate::app::opening::words;
use crate::app::papers;
use crate::app::record;
use crate::app::room::Sure;
use crate::app::screen::{List, Screen};
use crate::committee::sheet::words::Asking;
use crate::committee::waiting::{self, Waiting};
use crate::domain::id::{EpaId, ResidentId};
use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::ledger::acts::May;
use crate::ledger::entry::{Act, Role};

use super::lists;
use crate::app::{navigate, select};

/// Carries out an action on the screen of recommendations.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let len = waiting::waiting(&model.ledger).len();
    // What was settled is gone from the list, and the cursor may have been on the last line.
    model.room.advice = model.room.advice.min(len.saturating_sub(1));
    let moved = |at: usize, by: isize| at.saturating_add_signed(by).min(len.saturating_sub(1));
    let now = model.room.advice;
    match action {
        Action::Up => return Some(point_at(model, moved(now, -1))),
        Action::Down => return Some(point_at(model, moved(now, 1))),
        Action::First => return Some(point_at(model, 0)),
        Action::Last => return Some(point_at(model, len.saturating_sub(1))),
        Action::PageUp => lists::read_on(model, -1),
        Action::PageDown => lists::read_on(model, 1),
        Action::Agree => return Some(agree(model)),
        Action::Open => return Some(open(model)),
        Action::Release => return Some(release(model)),
        _ => return None,
    }
    Some(Vec::new())
}

fn point_at(model: &mut Model, at: usize) -> Vec<Effect> {
    let from = std::mem::replace(&mut model.room.advice, at);
    model.at.scroll = 0;
    if from == at { Vec::new() } else { select::looked(model).into_iter().collect() }
}

fn is_director(model: &Model) -> bool {
    model.session.actor.role == Role::ProgramDirector
}

/// Asks whether what the committee recommends is to be determined.
fn agree(model: &mut Model) -> Vec<Effect> {
    if !is_director(model) {
        return model.refuse("only a program director determines");
    }
    let waiting = waiting::waiting(&model.ledger);
    let advice = match waiting.get(model.room.advice) {
        Some(Waiting::Advice(advice)) => advice,
        Some(Waiting::Appeal(appeal)) if appeal.decided.is_some() => {
            return model.refuse("this is to be decided anew: {key:open} opens the form");
        }
        Some(Waiting::Appeal(_)) => return model.refuse("this is an appeal; {key:open} says how it ends"),
        Some(Waiting::Untold(_)) => {
            return model.refuse("this is released already; {key:open} ticks off that the resident was told");
        }
        None => return Vec::new(),
    };
    let entry = advice.recorded.entry.seq;
    let known = advice.recorded.entry.subject.as_ref().and_then(|id| model.catalog.resident(id));
    let who = known.map_or("the resident".to_owned(), |one| sanitised(model.called(&one.id, &one.name)));
    let text = format!("On {who} is determined what entry {entry} recommends, for the committee's reasons.");
    model.ask(Sure::Agree(entry), text)
}

/// Determines as the recommendation of this entry says, once that was answered and while it waits.
pub fn agree_for_good(model: &mut Model, entry: u64) -> Vec<Effect> {
    let id = record::next_id(model);
    let waiting = waiting::waiting(&model.ledger);
    let advice = waiting.iter().find_map(|one| match one {
        Waiting::Advice(advice) if advice.recorded.entry.seq == entry => Some(advice),
        _ => None,
    });
    match advice {
        Some(advice) => vec![Effect::Record(Box::new(waiting::agreed(&model.ledger, advice, id)))],
        None => model.refuse("this waits no longer; nothing is determined"),
    }
}

/// Asks how an appeal ends where nobody has said so; else opens the form on which the program director decides
/// otherwise than was recommended, or anew.
fn open(model: &mut Model) -> Vec<Effect> {
    let waiting = waiting::waiting(&model.ledger);
    let Some(one) = waiting.get(model.room.advice) else { return Vec::new() };
    let (resident, epa, entry) = (one.resident().clone(), one.epa().cloned(), one.entry());
    match one {
        Waiting::Appeal(appeal) if appeal.decided.is_none() => ask_how_it_ends(model, &resident, entry),
        Waiting::Untold(untold) => ask_who_told(model, &resident, (entry, untold.at)),
        _ => decide(model, &resident, epa),
    }
}

fn ask_how_it_ends(model: &mut Model, resident: &ResidentId, entry: u64) -> Vec<Effect> {
    if !model.session.actor.role.keeps_the_record() {
        return model
            .refuse("how an appeal ends is recorded by a chair, a program director or a coordinator");
    }
    let mut effects = select::select(model, resident);
    effects.extend(words::ask(model, Asking::Appeal { entry, outcome: None }));
    effects
}

/// Asks on which day and by whom a resident was told of a release.
fn ask_who_told(
    model: &mut Model,
    resident: &ResidentId,
    (release, at): (u64, DateTime<Utc>),
) -> Vec<Effect> {
    if !May::Committee.includes(model.session.actor.role) {
        return model.refuse("that a resident was told is recorded by the committee or a coach");
    }
    let (first, today) = (model.catalog.program.zone.day(at), model.session.today);
    let days = (0..7).filter_map(|back| today.checked_sub_days(Days::new(back)));
    let mut days: Vec<_> = days.take_while(|day| *day >= first).collect();
    if days.is_empty() {
        days.push(today);
    }
    let mut effects = select::select(model, resident);
    effects.extend(words::ask(model, Asking::Told { release, days, chosen: 0 }));
    effects
}

fn decide(model: &mut Model, resident: &ResidentId, epa: Option<EpaId>) -> Vec<Effect> {
    if !is_director(model) {
        return model.refuse("only a program director determines");
    }
    if model.catalog.resident(resident).is_none() {
        return model.refuse("the resident is not in this case file");
    }
    let mut effects = select::select(model, resident);
    let Some(epa) = epa else {
        effects.extend(navigate::go(model, Screen::Overall));
        return effects;
    };
    let found = model.dossier.ready().and_then(|d| d.epas.iter().position(|row| row.id == epa));
    match found {
        Some(at) => {
            model.at[List::Epas] = at;
            effects.extend(navigate::go(model, Screen::Decide));
        }
        None => return model.refuse("the activity is not in this case file"),
    }
    effects
}

/// Takes in that a release is recorded, or is not, and writes the copies once none is on its way any more.
pub fn settled(model: &mut Model, request: &str, subject: Option<&ResidentId>) -> Vec<Effect> {
    let releasing = &mut model.room.releasing;
    if !releasing.waits.remove(request) {
        return Vec::new();
    }
    releasing.released.extend(subject.cloned());
    if !releasing.waits.is_empty() {
        return Vec::new();
    }
    let released = std::mem::take(&mut releasing.released);
    if released.is_empty() { Vec::new() } else { papers::released(model, &released) }
}

/// Asks whether what was determined is released to every resident about whom all is determined.
fn release(model: &mut Model) -> Vec<Effect> {
    if !is_director(model) {
        return model.refuse("only a program director releases");
    }
    let ready = waiting::releasable(&model.ledger).count();
    if ready == 0 {
        return model.refuse("nothing is ready: determine what waits of a resident first");
    }
    let n = counted(ready as u64, "resident");
    let folder = &model.session.papers;
    let text = format!(
        "What was determined on {n} is released for good. Each resident's copy, and the list of who is to be told by whom, \
         are written into {folder}. Nobody is told by this: people do that."
    );
    model.ask(Sure::Release(ready), text)
}

/// Releases to so many residents what was determined, once that was answered; where by now it is about others, it is
/// asked anew.
pub fn release_for_good(model: &mut Model, asked: usize) -> Vec<Effect> {
    let ready: Vec<ResidentId> = waiting::releasable(&model.ledger).cloned().collect();
    if ready.len() != asked {
        return release(model);
    }
    let act = |model: &mut Model, subject| {
        let id = record::next_id(model);
        model.room.releasing.waits.insert(id.clone());
        let request = crate::committee::request::Request {
            id,
            subject: Some(subject),
            act: Act::Released {},
            supersedes: None,
            evidence: None,
        };
        Effect::Record(Box::new(request))
    };
    ready.into_iter().map(|subject| act(model, subject)).collect()
}
