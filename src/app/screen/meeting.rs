//! The agenda of a meeting, and who is there.

pub mod held;

use std::collections::BTreeSet;

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::Model;
use crate::app::record;
use crate::app::room::{Marked, Part, Sure};
use crate::app::screen::Screen;
use crate::committee::plan::{MOST_MINUTES, PlanFile};
use crate::committee::sheet::wrapped_index;
use crate::domain::meeting::{Member, Plan};
use crate::domain::words::counted;
use crate::ledger::entry::Act;
use crate::ledger::fold::{Meeting, Review};

use crate::app::agenda::{marked, plan, point};
use crate::app::navigate;

/// Carries out an action on the meeting's screen.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let (agenda, members) = {
        let plan = plan(model);
        (plan.map_or(0, |plan| plan.agenda.len()), plan.map_or(0, |plan| plan.members.len()))
    };
    let moved = |at: usize, by: isize, len: usize| at.saturating_add_signed(by).min(len.saturating_sub(1));
    let room = &mut model.room;
    let by = match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::PageUp => -10,
        Action::PageDown => 10,
        Action::First => isize::MIN / 2,
        Action::Last => isize::MAX / 2,
        _ => 0,
    };
    if room.reading.is_some() || room.part == Part::Held {
        return held::act(model, action, by).or_else(|| turned(model, action));
    }
    match (action, room.part) {
        (_, Part::Agenda) if by != 0 => {
            room.place = moved(room.place, by, agenda);
            point(model);
        }
        (_, Part::Members) if by != 0 => room.member = moved(room.member, by, members),
        (Action::NextPanel, _) => return turned(model, action),
        (Action::Open | Action::Seal, _) => return Some(enter(model, action)),
        (Action::Mark, Part::Members) => mark(model),
        (Action::Chair, Part::Members) => return Some(chair(model)),
        (Action::Earlier, Part::Agenda) => return Some(edit(model, |plan, at| reorder(plan, at, -1))),
        (Action::LaterOn, Part::Agenda) => return Some(edit(model, |plan, at| reorder(plan, at, 1))),
        (Action::Shorter, Part::Agenda) => return Some(edit(model, |plan, at| minutes(plan, at, -1))),
        (Action::Longer, Part::Agenda) => return Some(edit(model, |plan, at| minutes(plan, at, 1))),
        (Action::Reviewer, Part::Agenda) => {
            let recused = recused(model);
            return Some(edit(model, |plan, at| reviewer(plan, at, &recused)));
        }
        (Action::CloseMeeting, _) => return Some(close(model)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Turns from the agenda to the members, and from them to the meetings that were held; where there is no agenda there
/// are no members either.
fn turned(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let (has_plan, has_held) = (plan(model).is_some(), !held::held(model).is_empty());
    let next = match model.room.part {
        _ if action != Action::NextPanel => return None,
        Part::Agenda if has_plan => Part::Members,
        Part::Agenda | Part::Members if has_held => Part::Held,
        _ => Part::Agenda,
    };
    (model.room.part, model.at.scroll) = (next, 0);
    Some(Vec::new())
}

/// Marks the member as present, or takes the mark away. Who is planned to chair does so from the first mark on.
fn mark(model: &mut Model) {
    let mut marked = marked(model);
    let Some(member) = member(model) else { return };
    if !marked.present.remove(&member.id) {
        marked.present.insert(member.id.clone());
        let chairs = plan(model).and_then(Plan::chair).is_some_and(|chair| chair.id == member.id);
        if chairs && marked.chair.is_none() {
            marked.chair = Some(member.id.clone());
        }
    }
    if marked.chair.as_ref().is_some_and(|chair| !marked.present.contains(chair)) {
        marked.chair = None;
    }
    mark_as(model, marked);
}

fn chair(model: &mut Model) -> Vec<Effect> {
    let mut marked = marked(model);
    let Some(member) = member(model) else { return Vec::new() };
    if plan(model).is_some_and(|plan| !plan.may_chair(member)) {
        return model
            .refuse("who directs the program does not chair; a plan with director_chairs = true allows it");
    }
    if !member.votes && member.role != crate::ledger::entry::Role::Chair {
        return model.refuse("who has no vote does not chair; mark a member who votes");
    }
    marked.present.insert(member.id.clone());
    marked.chair = Some(member.id.clone());
    mark_as(model, marked);
    Vec::new()
}

/// Returns the member under the cursor.
fn member(model: &Model) -> Option<&Member> {
    plan(model)?.members.get(model.room.member)
}

/// Keeps what is marked, and goes on to the next member.
fn mark_as(model: &mut Model, marked: Marked) {
    let last = plan(model).map_or(0, |plan| plan.members.len().saturating_sub(1));
    (model.room.marked, model.room.member) = (Some(marked), (model.room.member + 1).min(last));
}

/// Opens a meeting, records what was changed or marked, or goes to the resident under the cursor.
fn enter(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(open) = model.ledger.open_meeting() else { return open_meeting(model) };
    let meeting = open.id.clone();
    let records = model.room.plan.is_some() || model.room.marked.is_some();
    if records && !model.hand.sees() {
        return model.too_soon();
    }
    if let Some(file) = model.room.plan.clone() {
        return planned(model, &meeting, &file);
    }
    if model.room.marked.is_some() {
        let Marked { present, chair } = marked(model);
        let Some(chair) = chair else {
            return model.refuse("nobody chairs yet; {key:meeting.chair} marks who does");
        };
        let act = Act::AttendanceTaken { meeting, chair, present: present.into_iter().collect() };
        return vec![record::request(model, act, false)];
    }
    let slot = plan(model).and_then(|plan| plan.agenda.get(model.room.place));
    match slot.map(|slot| slot.resident.clone()) {
        Some(id) if action == Action::Open && model.room.part == Part::Agenda => {
            model.room.step = None;
            navigate::show(model, &id, Screen::Review)
        }
        _ => Vec::new(),
    }
}

/// Opens the meeting that was planned, or one without a plan.
fn open_meeting(model: &mut Model) -> Vec<Effect> {
    if let Some(file) = model.room.plan.clone() {
        if !model.hand.sees() {
            return model.too_soon();
        }
        let act = Act::MeetingOpened { meeting: file.meeting.clone(), title: file.title.clone() };
        let mut requests = vec![record::request(model, act, false)];
        requests.extend(planned(model, &file.meeting, &file));
        return requests;
    }
    let text = "There is no plan. A meeting without agenda, quorum and ratings would be opened.";
    model.ask(Sure::OpenWithoutPlan, text.to_owned())
}

/// Opens a meeting that has no plan.
pub fn open_without_plan(model: &mut Model) -> Vec<Effect> {
    let number = model.ledger.meetings().len() + 1;
    let act = Act::MeetingOpened { meeting: format!("M{number}"), title: format!("Meeting {number}") };
    vec![record::request(model, act, false)]
}

/// Puts a plan on record, and the recusals that are known before.
fn planned(model: &mut Model, meeting: &str, file: &PlanFile) -> Vec<Effect> {
    let open = model.ledger.open_meeting();
    let stands = open.is_some_and(|open| open.id == file.meeting && open.plan.as_ref() == Some(&file.plan));
    let recusals: Vec<_> = file.unrecorded(open).cloned().collect();
    let recusals = recusals.into_iter().map(|recusal| (Some(recusal.resident.clone()), recusal.act(meeting)));
    let planned = Act::MeetingPlanned { meeting: meeting.to_owned(), plan: file.plan.clone() };
    let planned = (!stands).then_some((None, planned));
    let acts: Vec<_> = planned.into_iter().chain(recusals).collect();
    acts.into_iter().map(|(about, act)| record::request_about(model, about, act)).collect()
}

/// Closes the meeting; who is not concluded is said first.
fn close(model: &mut Model) -> Vec<Effect> {
    let Some(open) = model.ledger.open_meeting() else { return model.refuse("no meeting is open") };
    let text = match (left(open), called_and_sealed(open)) {
        (0, 0) => "Everyone on the agenda is concluded. A meeting that is closed stays closed.".to_owned(),
        (0, n) => format!(
            "{} called and not revealed yet, and after the close never. A meeting that is closed stays closed.",
            counted(n as u64, "rating")
        ),
        (n, _) => {
            format!("{n} on the agenda are not concluded. A meeting that is closed stays closed.")
        }
    };
    model.ask(Sure::CloseMeeting, text)
}

/// Closes the meeting, once that was answered.
pub fn close_for_good(model: &mut Model) -> Vec<Effect> {
    match model.ledger.open_meeting().map(|open| open.id.clone()) {
        Some(meeting) => vec![record::request(model, Act::MeetingClosed { meeting }, false)],
        None => model.refuse("no meeting is open"),
    }
}

/// Returns how many ratings were called and are not revealed: whoever has the card has not come in yet.
fn called_and_sealed(open: &Meeting) -> usize {
    let agenda = open.plan.iter().flat_map(|plan| &plan.agenda);
    let reviews =
        agenda.filter_map(|slot| open.review(&slot.resident)).filter(|review| review.called.is_some());
    reviews.flat_map(Review::ratings).filter(|(_, seal)| seal.revealed.is_none()).count()
}

/// Returns how many on the agenda are not concluded.
fn left(open: &Meeting) -> usize {
    let agenda = open.plan.iter().flat_map(|plan| &plan.agenda);
    agenda.filter(|slot| !open.review(&slot.resident).is_some_and(Review::is_concluded)).count()
}

/// Changes the plan while it may be; the change counts when it is recorded.
fn edit(model: &mut Model, change: impl FnOnce(&mut Plan, usize) -> usize) -> Vec<Effect> {
    let open = model.ledger.open_meeting();
    if open.is_some_and(|open| open.attendance.is_some()) {
        return model.refuse(
            "the meeting has begun, and its plan stands; {key:review.later} leaves a resident for later",
        );
    }
    let in_force = open.and_then(|open| {
        let (meeting, title, plan) = (open.id.clone(), open.title.clone(), open.plan.clone()?);
        // What the meeting knows of recusals is on record.
        Some(PlanFile { meeting, title, plan, recusals: Vec::new() })
    });
    let Some(mut file) = model.room.plan.clone().or(in_force) else { return Vec::new() };
    model.room.place = change(&mut file.plan, model.room.place);
    model.room.plan = Some(file);
    Vec::new()
}

fn reorder(plan: &mut Plan, at: usize, by: isize) -> usize {
    let to = at.saturating_add_signed(by).min(plan.agenda.len().saturating_sub(1));
    if at < plan.agenda.len() {
        plan.agenda.swap(at, to);
    }
    to
}

fn minutes(plan: &mut Plan, at: usize, by: i16) -> usize {
    if let Some(slot) = plan.agenda.get_mut(at) {
        slot.minutes = slot.minutes.saturating_add_signed(by).clamp(1, MOST_MINUTES);
    }
    at
}

/// Returns who is recused for the resident under the cursor, on record or in a plan that is not yet.
fn recused(model: &Model) -> BTreeSet<String> {
    let slot = plan(model).and_then(|plan| plan.agenda.get(model.room.place));
    let Some(resident) = slot.map(|slot| &slot.resident) else { return BTreeSet::new() };
    let planned = model.room.plan.iter().flat_map(|file| &file.recusals);
    let planned = planned.filter(|recusal| recusal.resident == *resident).map(|recusal| &recusal.member);
    let review = model.ledger.open_meeting().and_then(|open| open.review(resident));
    planned.chain(review.iter().flat_map(|review| review.recused.keys())).cloned().collect()
}

/// Gives the resident to the next member who votes and is not recused.
fn reviewer(plan: &mut Plan, at: usize, recused: &BTreeSet<String>) -> usize {
    let may = |member: &&Member| member.votes && !recused.contains(&member.id);
    let could: Vec<_> = plan.members.iter().filter(may).map(|member| &member.id).collect();
    if let Some(slot) = plan.agenda.get_mut(at) {
        let now = slot.reviewer.as_ref().and_then(|id| could.iter().position(|known| *known == id));
        let next = now.map_or(0, |now| wrapped_index(now, 1, could.len()));
        slot.reviewer = could.get(next).map(|id| (*id).clone());
    }
    at
}
