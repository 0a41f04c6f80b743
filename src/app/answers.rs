//! What the case file answered.

use std::sync::Arc;

use crate::app::action::Action;
use crate::app::founding;
use crate::app::message::{Effect, Job, Read};
use crate::app::model::{Model, Notice};
use crate::app::opening::card;
use crate::app::remote::{Remote, Ticket};
use crate::app::screen::Screen;
use crate::app::select;
use crate::committee::plan::PlanFile;
use crate::committee::sheet::Kind;
use crate::domain::record::{Activity, Record};
use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::ledger::fold::State;
use crate::survey::earlier::Earlier;
use crate::survey::program::{Survey, since};

/// Takes in the survey, and lists everyone.
pub fn surveyed(model: &mut Model, outcome: Result<Arc<Survey>, String>) -> Vec<Effect> {
    model.survey = outcome.into();
    if !matches!(model.survey, Remote::Ready(_)) {
        return Vec::new();
    }
    select::list(model);
    offer_drafts(model);
    if !model.ledger_is_read() {
        return Vec::new();
    }
    match model.selected.clone() {
        Some(id) => select::select(model, &id),
        None => Vec::new(),
    }
}

/// Takes in what the ledger holds, sorts everyone by it, and asks what was done since the last meeting.
pub fn ledger_read(model: &mut Model, read: Read) -> Vec<Effect> {
    (model.ledger, model.reading) = (read.state, Remote::Ready(()));
    model.drafts = read.drafts;
    model.notes = read.notes;
    founding::read(model, read.near);
    // A meeting that was opened before goes on by the plan that is on record, as far as it is.
    let ledger = &model.ledger;
    model.room.plan.take_if(|file| is_on_record(ledger, file));
    model.notice = None;
    select::list(model);
    say_that_a_meeting_is_open(model);
    select::shared(model);
    offer_drafts(model);
    // What was called while this program did not run is opened now.
    let open = Effect::Ask(Job::Activity { since: since(&model.ledger, &model.catalog) });
    std::iter::once(open).chain(model.ledger.open_meeting().map(|_| Effect::Reveal)).collect()
}

/// Says where a meeting that is open is to be found: whoever comes back to it should not have to look.
fn say_that_a_meeting_is_open(model: &mut Model) {
    let open = model.ledger.open_meeting();
    let text = open
        .map(|open| format!("{} is open; {{key:go-meeting}} goes to the meeting", sanitised(&open.title)));
    model.notice = text.map(|text| Notice { text, failed: false });
}

/// Tells whether a meeting's plan is on record with all that goes with it; an opening may have been cut short.
fn is_on_record(ledger: &State, file: &PlanFile) -> bool {
    let held = ledger.meetings().iter().find(|held| held.id == file.meeting);
    held.is_some_and(|held| {
        held.closed.is_some() || (held.plan.is_some() && file.unrecorded(Some(held)).next().is_none())
    })
}

/// Takes in what everyone did since the last meeting, and asks what was asked about them by then.
pub fn activity_read(model: &mut Model, outcome: Result<Vec<Activity>, String>) -> Vec<Effect> {
    let mut asked = Vec::new();
    match (outcome, &mut model.survey) {
        (Ok(activity), Remote::Ready(survey)) => {
            Arc::make_mut(survey).set_activity(activity);
            let day = since(&model.ledger, &model.catalog);
            asked.push(Effect::Ask(Job::LookBack { survey: Arc::clone(survey), day }));
        }
        (Err(why), _) => model.notice = Some(Notice { text: why, failed: true }),
        _ => {}
    }
    select::refresh_rows(model);
    asked
}

/// Takes in what was asked at the last meeting, by which what is new is known.
pub fn looked_back(model: &mut Model, earlier: Arc<Earlier>) -> Vec<Effect> {
    model.earlier = Some(earlier);
    select::refresh_rows(model);
    select::find(model);
    Vec::new()
}

/// Says that something must wait for the ledger.
pub fn not_read_yet() -> Notice {
    let text = "the ledger is still being read; nothing is recorded before, and a look at a resident is";
    Notice { text: text.to_owned(), failed: true }
}

/// Says once everyone is listed what was begun and not recorded, of each kind how many, and where the first is.
fn offer_drafts(model: &mut Model) {
    if model.listing.rows.is_empty() {
        return;
    }
    let about: Vec<_> = model.drafts.iter().filter_map(|draft| Some((draft, draft.resident()?))).collect();
    let Some((first, resident)) = about.first() else { return };
    let screen = Screen::of(Kind::from(*first)).unwrap_or(match model.ledger.open_meeting() {
        Some(_) => Screen::Review,
        None => Screen::Resident,
    });
    let key = Action::Go(screen).placeholder();
    let mut counts: Vec<(&str, u64)> = Vec::new();
    for (draft, _) in &about {
        match counts.iter_mut().find(|(known, _)| *known == Kind::from(*draft).called()) {
            Some((_, n)) => *n += 1,
            None => counts.push((Kind::from(*draft).called(), 1)),
        }
    }
    let counts: Vec<_> = counts.into_iter().map(|(called, n)| counted(n, called)).collect();
    let text = format!(
        "begun and not recorded: {}; the first is on {resident}: find it with {{key:find}} and press {key}",
        counts.join(", ")
    );
    model.notice = Some(Notice { text, failed: false });
}

/// Completes the selected resident; an answer about the last one is dropped.
pub fn record_read(model: &mut Model, ticket: Ticket, outcome: Result<Box<Record>, String>) -> Vec<Effect> {
    if ticket == model.ticket {
        match outcome {
            Ok(record) => {
                select::work_out(model, *record);
                card::read(model);
                return vec![Effect::Ask(Job::Ahead { residents: select::neighbours(model) })];
            }
            Err(why) => model.notice = Some(Notice { text: why, failed: true }),
        }
    }
    Vec::new()
}
