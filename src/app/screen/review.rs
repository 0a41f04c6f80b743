//! The meeting: its agenda, who is there, and each resident step by step.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::Model;
use crate::app::opening::{goal, words};
use crate::app::record;
use crate::app::room::Sure;
use crate::app::screen::Screen;
use crate::committee::room::{self, Step};
use crate::committee::sheet::words::Asking;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::ledger::entry::{Act, Basis};
use crate::ledger::fold::Review;

use super::{lists, meeting};
use crate::app::{navigate, select};

/// Carries out an action on a screen of the meeting; `None` where it means there what it means everywhere.
pub fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    match model.screen {
        Screen::Meeting => meeting::act(model, action),
        Screen::Review => lead(model, action),
        _ => None,
    }
}

/// Leads through one resident.
fn lead(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    if matches!(action, Action::PageDown | Action::PageUp) {
        lists::read_on(model, if action == Action::PageDown { 1 } else { -1 });
        return Some(Vec::new());
    }
    // Another step has another text.
    model.at.scroll = 0;
    let effects = match action {
        Action::Open => take(model),
        Action::Up => choose(model, -1),
        Action::Down => choose(model, 1),
        Action::Later => later(model),
        Action::Remark => remark(model),
        Action::Strength => words::ask(model, Asking::Strength),
        Action::Recuse => recuse(model),
        Action::TakeBreak => {
            model.room.rested = room::decisions(&model.ledger);
            model.say("the break is taken; the next is asked for after 20 more decisions")
        }
        Action::NextResident => beside(model, 1),
        Action::PreviousResident => beside(model, -1),
        _ => return None,
    };
    Some(effects)
}

/// Returns the step that Enter takes: the one that was chosen, or the first that waits.
pub fn step(model: &Model) -> Step {
    let (Some(open), Some(resident)) = (model.ledger.open_meeting(), &model.selected) else {
        return Step::Begin;
    };
    model.room.step.unwrap_or_else(|| room::next(&room::steps(&model.ledger, open, resident)))
}

fn choose(model: &mut Model, by: isize) -> Vec<Effect> {
    let all: Vec<_> = <Step as strum::IntoEnumIterator>::iter().collect();
    let at = all.iter().position(|known| *known == step(model)).unwrap_or(0);
    model.room.step = all.get(at.saturating_add_signed(by).min(all.len() - 1)).copied();
    Vec::new()
}

/// Takes the step that is due.
fn take(model: &mut Model) -> Vec<Effect> {
    let Some(open) = model.ledger.open_meeting() else {
        return model.refuse("no meeting is open; {key:go-meeting} goes to the meeting");
    };
    let (meeting, here) = (open.id.clone(), open.current == model.selected);
    let Some(resident) = model.selected.clone() else { return Vec::new() };
    let step = step(model);
    if !here && step != Step::Begin {
        return model.refuse("the meeting is not at this resident; begin first");
    }
    match step {
        Step::Begin if here => model.say("the meeting is here already"),
        Step::Begin => begin(model, meeting, &resident),
        Step::Goals => goal::end(model),
        Step::Ratings => ratings(model, &resident),
        Step::Discussion => talked(model),
        Step::Activities => navigate::go(model, Screen::Epas),
        Step::Overall => navigate::go(model, Screen::Overall),
        Step::Strengths => words::ask(model, Asking::Strength),
        Step::NewGoals => navigate::go(model, Screen::Goal),
        Step::Conclude => conclude(model, &resident),
    }
}

/// Goes on from the talk: to the decision on the resident as a whole where that waits, else to what does.
fn talked(model: &mut Model) -> Vec<Effect> {
    model.room.step = None;
    let open = model.ledger.open_meeting().zip(model.selected.as_ref());
    let steps = open.map(|(open, resident)| room::steps(&model.ledger, open, resident));
    match steps.map(|steps| room::next(&steps)) {
        Some(Step::Overall) => navigate::go(model, Screen::Overall),
        _ => Vec::new(),
    }
}

/// Turns the meeting to the resident; what was concluded is opened again with a reason.
fn begin(model: &mut Model, meeting: String, resident: &ResidentId) -> Vec<Effect> {
    let open = model.ledger.open_meeting();
    if open.is_some_and(|open| open.attendance.is_none()) {
        return model.refuse("nobody has said yet who is there; {key:go-meeting}, then {key:meeting.next-panel}, takes the attendance");
    }
    if let Some(refused) = led_by_another(model) {
        return model.refuse(&refused);
    }
    let open = model.ledger.open_meeting();
    if open.and_then(|open| open.review(resident)).is_some_and(Review::is_concluded) {
        return words::ask(model, Asking::Reopen { meeting });
    }
    if !model.hand.sees() {
        return model.too_soon();
    }
    vec![record::request(model, Act::ReviewBegun { meeting, reason: None }, true)]
}

/// Says who leads, where that is somebody else: moving the meeting is theirs.
fn led_by_another(model: &Model) -> Option<String> {
    let chair = room::led_by_another(model.ledger.open_meeting()?, &model.session.actor.id)?;
    Some(format!(
        "{} leads this meeting, and moves it; on {{key:go-meeting}} the attendance says who leads",
        sanitised(chair)
    ))
}

/// Calls the ratings where some are sealed; once they are seen, or where nobody rated, it goes on to talk.
fn ratings(model: &mut Model, resident: &ResidentId) -> Vec<Effect> {
    let open = model.ledger.open_meeting();
    let review = open.and_then(|open| open.review(resident));
    let unrated: Vec<_> = open.into_iter().flat_map(|open| room::unrated(open, resident)).collect();
    let is_sealed = review.is_some_and(|review| review.called.is_none() && review.ratings().next().is_some());
    if is_sealed && !unrated.is_empty() {
        let who = crate::domain::words::have(&unrated);
        return model
            .ask(Sure::Call, format!("{who} not rated yet, and cannot once the ratings are called."));
    }
    if review.is_some_and(|review| review.called.is_none() && !review.seals.is_empty()) {
        return if model.hand.answers() { call(model) } else { model.too_soon() };
    }
    model.room.step = Some(Step::Discussion);
    Vec::new()
}

/// Calls the ratings; what was revealed is never sealed again.
pub fn call(model: &mut Model) -> Vec<Effect> {
    match here(model) {
        Some(meeting) => vec![record::request(model, Act::RatingsCalled { meeting }, true)],
        None => model.refuse("the meeting is not at this resident; begin first"),
    }
}

/// Returns the meeting that is at the selected resident.
fn here(model: &Model) -> Option<String> {
    let open = model.ledger.open_meeting()?;
    (open.current == model.selected).then(|| open.id.clone())
}

/// Ends the turn of the resident; what everyone should have and this resident has not is asked for once.
fn conclude(model: &mut Model, resident: &ResidentId) -> Vec<Effect> {
    if let Some(refused) = led_by_another(model) {
        return model.refuse(&refused);
    }
    let steps = model.ledger.open_meeting().map(|open| room::steps(&model.ledger, open, resident));
    let lacking: Vec<_> = steps
        .into_iter()
        .flatten()
        .filter(|step| step.done == room::Done::Waits && step.step != Step::Conclude)
        .map(|step| (step.step, step.said))
        .collect();
    if lacking.iter().any(|(step, _)| *step == Step::Overall) {
        return model
            .refuse("nothing is recommended overall: {key:go-overall} recommends, or {key:review.later} leaves the resident for later");
    }
    let lacking: Vec<_> = lacking.into_iter().map(|(step, said)| format!("{step}: {said}")).collect();
    if !lacking.is_empty() {
        return model.ask(Sure::Conclude, format!("Not done yet: {}.", lacking.join("; ")));
    }
    if model.hand.answers() { concluded(model) } else { model.too_soon() }
}

/// Records that the resident's turn has ended.
pub fn concluded(model: &mut Model) -> Vec<Effect> {
    match here(model) {
        Some(meeting) => vec![record::request(model, Act::ReviewEnded { meeting, concluded: true }, true)],
        None => model.refuse("the meeting is not at this resident; begin first"),
    }
}

/// Leaves the resident for later, where the meeting is here; else only goes on.
fn later(model: &mut Model) -> Vec<Effect> {
    match (here(model), led_by_another(model)) {
        (Some(_), Some(refused)) => model.refuse(&refused),
        (Some(_), None) if !model.hand.sees() => model.too_soon(),
        (Some(meeting), None) => {
            vec![record::request(model, Act::ReviewEnded { meeting, concluded: false }, true)]
        }
        (None, _) => onward(model),
    }
}

fn remark(model: &mut Model) -> Vec<Effect> {
    match model.ledger.open_meeting().map(|open| open.id.clone()) {
        Some(meeting) => words::ask(model, Asking::Remark { meeting, basis: Basis::Documented }),
        None => model.refuse("no meeting is open; {key:go-meeting} goes to the meeting"),
    }
}

/// Asks who takes no part for the resident, or takes part again.
fn recuse(model: &mut Model) -> Vec<Effect> {
    let Some(open) = model.ledger.open_meeting() else {
        return model.refuse("no meeting is open; {key:go-meeting} goes to the meeting");
    };
    let review = model.selected.as_ref().and_then(|resident| open.review(resident));
    let is_recused = |id: &str| review.is_some_and(|review| review.recused.contains_key(id));
    let members: Vec<_> = open
        .plan
        .iter()
        .flat_map(|plan| &plan.members)
        .map(|member| (member.id.clone(), is_recused(&member.id)))
        .collect();
    if members.is_empty() {
        return model.refuse("the meeting has no plan, so that nobody is a member of it");
    }
    let meeting = open.id.clone();
    words::ask(model, Asking::Recuse { meeting, members, chosen: None })
}

/// Goes to the resident who is next on the agenda.
pub fn onward(model: &mut Model) -> Vec<Effect> {
    model.room.step = None;
    let next = model.ledger.open_meeting().and_then(|open| room::after(open, model.selected.as_ref()));
    if let Some(id) = next {
        return navigate::show(model, &id, Screen::Review);
    }
    let effects = navigate::go(model, Screen::Meeting);
    model.say("everyone on the agenda is concluded; {key:meeting.close-meeting} closes the meeting");
    effects
}

/// Goes to the resident before or behind on the agenda.
fn beside(model: &mut Model, by: isize) -> Vec<Effect> {
    model.room.step = None;
    let plan = model.ledger.open_meeting().and_then(|open| open.plan.as_ref());
    let agenda: Vec<_> = plan.into_iter().flat_map(|plan| &plan.agenda).map(|slot| &slot.resident).collect();
    let at = agenda.iter().position(|id| model.selected.as_ref() == Some(*id));
    let wanted = at.map_or(0, |at| at.saturating_add_signed(by).min(agenda.len().saturating_sub(1)));
    match agenda.get(wanted).map(|id| (*id).clone()) {
        Some(id) if model.selected.as_ref() != Some(&id) => select::select(model, &id),
        _ => Vec::new(),
    }
}

/// Returns the step to stand on after an act: what was rated is looked at and talked about before anything is
/// decided, though neither is asked for.
fn follows(model: &Model, act: &Act) -> Option<Step> {
    let open = model.ledger.open_meeting().filter(|open| open.current == model.selected)?;
    let all = room::steps(&model.ledger, open, model.selected.as_ref()?);
    let goals_wait = all.iter().any(|known| known.step == Step::Goals && known.done == room::Done::Waits);
    match act {
        Act::ReviewBegun { .. } | Act::GoalClosed { .. } | Act::GoalSet { .. } if goals_wait => {
            Some(Step::Goals)
        }
        Act::RatingSealed { .. } | Act::ReviewBegun { .. } | Act::GoalClosed { .. } => Some(Step::Ratings),
        // What was rated stands beside the talk about it.
        Act::RatingsCalled { .. } | Act::Remarked { .. } => Some(Step::Discussion),
        _ => None,
    }
}

/// Goes on after an act of this run was recorded.
pub fn recorded(model: &mut Model, act: &Act) -> Vec<Effect> {
    // Looking, revealing and recusing leave the step as it is.
    let stays = matches!(
        act,
        Act::Viewed { .. } | Act::RatingRevealed { .. } | Act::Recused { .. } | Act::RecusalEnded { .. }
    );
    if !stays {
        model.room.step = follows(model, act);
    }
    match act {
        Act::ReviewEnded { .. } if model.screen == Screen::Review => onward(model),
        Act::AttendanceTaken { .. } => {
            model.room.marked = None;
            select::shared(model);
            Vec::new()
        }
        Act::MeetingPlanned { .. } => {
            model.room.plan = None;
            Vec::new()
        }
        _ => Vec::new(),
    }
}
