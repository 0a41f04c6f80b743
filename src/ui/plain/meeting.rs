//! The meeting, its steps with one resident, a rating card, and what waits for the program director.

use crate::app::Model;
use crate::app::agenda::{marked, plan};
use crate::app::screen::review;
use crate::committee::room::{places, steps};
use crate::committee::sheet::{Sheet as _, Stage};
use crate::committee::waiting::{releasable, waiting};
use crate::ui::words::{self, BANNER};

use super::heading;

/// Returns the meeting: its agenda, and who is there.
pub fn meeting(model: &Model) -> Vec<String> {
    let mut lines = vec![format!("Meeting · {BANNER}")];
    lines.extend(words::meeting_head(model).into_iter().filter(|line| !line.is_empty()));
    let Some(plan) = plan(model) else {
        lines.push(words::NO_PLAN.to_owned());
        return lines;
    };
    lines.push("agenda, in the order of the meeting, not a ranking:".to_owned());
    let name = |id| model.catalog.resident(id).map_or(id.as_str(), |known| model.called(id, &known.name));
    if let Some(open) = model.ledger.open_meeting() {
        lines.extend(
            places(open, plan, model.now()).iter().enumerate().map(|(i, place)| {
                format!("{}. {}: {}", i + 1, name(&place.slot.resident), words::place(place))
            }),
        );
    } else {
        lines.extend(plan.agenda.iter().enumerate().map(|(i, slot)| {
            let reviewer = words::clean(slot.reviewer.as_deref().unwrap_or("nobody"));
            format!("{}. {}: reviewer {reviewer}, {} min", i + 1, name(&slot.resident), slot.minutes)
        }));
    }
    lines.push("members, in the order in which they speak:".to_owned());
    let marks = marked(model);
    lines.extend(plan.members.iter().map(|member| {
        let present = if marks.present.contains(&member.id) { "present" } else { "not marked as present" };
        let chairs = if marks.chair.as_ref() == Some(&member.id) { ", chairs" } else { "" };
        let faculty = if member.faculty { ", faculty" } else { "" };
        let core = if member.core { ", core" } else { "" };
        let votes = if member.votes { ", votes" } else { ", no vote" };
        format!("{} ({}{faculty}{core}{votes}): {present}{chairs}", words::clean(&member.id), member.role)
    }));
    lines
}

/// Returns the steps with the selected resident, and what the present one shows.
pub fn review(model: &Model, called: &str) -> Vec<String> {
    let mut lines = vec![heading("Review", called)];
    let (Some(meeting), Some(resident)) = (model.ledger.open_meeting(), &model.selected) else {
        lines.push("no meeting is open".to_owned());
        return lines;
    };
    lines.push(words::turn(model, meeting, resident).0);
    lines.extend(words::rest(model));
    lines.extend(steps(&model.ledger, meeting, resident).iter().map(words::step));
    let at = review::step(model);
    lines.push(format!("next: {at}"));
    lines.extend(words::step_detail(model, meeting, resident, at));
    lines
}

/// Returns a rating card; of a hidden one only which lines are filled in.
pub fn card(model: &Model, called: &str) -> Vec<String> {
    let Some((form, sheet)) = model.form.as_ref().and_then(|form| Some((form, form.filled.card()?))) else {
        return vec![heading("Rating card", called), "no card is being filled in".to_owned()];
    };
    let rater = words::clean(&sheet.saved.rater);
    let mut lines = vec![heading(&format!("Rating card of {rater}"), called)];
    lines.push(words::card_state(sheet));
    lines.push(words::card_how(model, sheet));
    lines.extend(sheet.lines().iter().enumerate().map(|(i, line)| {
        let here = if i == form.at() { format!(" (here: {})", words::offers(line)) } else { String::new() };
        let value = words::card_value(sheet, line);
        format!("{}: {}{here}", line.label, if value == "·" { "nothing" } else { &value })
    }));
    lines.extend(match &form.stage {
        Stage::Refused(why) => Some(format!("state: not sealed: {why}")),
        Stage::Pending => Some("state: being sealed".to_owned()),
        _ => None,
    });
    lines
}

/// Returns what waits for the program director, and what stands behind what is selected.
pub fn recommendations(model: &Model) -> Vec<String> {
    let all = waiting(&model.ledger);
    let ready = releasable(&model.ledger).count();
    let mut lines = vec![
        format!("Recommendations · {BANNER}"),
        format!("{} wait for the program director", all.len()),
        format!("{} ready to be released", words::counted(ready as u64, "resident")),
    ];
    for one in &all {
        let name = model.catalog.resident(one.resident()).map_or(one.resident().as_str(), |r| &r.name);
        let dissent = if one.is_contested() { ", with dissent" } else { "" };
        let called = model.called(one.resident(), name);
        let text = words::waiting(&model.catalog, one);
        lines.push(format!("{called}: {text}{dissent}, entry {}", one.entry()));
    }
    if let Some(one) = all.get(model.room.advice.min(all.len().saturating_sub(1))) {
        lines.push("selected:".to_owned());
        lines.extend(words::waiting_detail(model, one));
    }
    lines
}
