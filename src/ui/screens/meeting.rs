//! Whom does the meeting review, how far is it, and who is there?

mod held;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use crate::app::Model;
use crate::app::agenda::{marked, plan};
use crate::app::room::Part;
use crate::committee::room::{AgendaPlace, Reached, places};
use crate::domain::meeting::{Member, Plan};
use crate::ledger::fold::Meeting;
use crate::ui::paint::text::{fitted, padded};
use crate::ui::table::{list, split_top};
use crate::ui::{View, words};

use super::title;

/// From this width on the members stand beside the agenda.
const BOTH: u16 = 110;

/// Draws the meeting.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    if let Some(reading) = &view.model.room.reading {
        return held::one(frame, view, area, reading);
    }
    let (top, rest) = split_top(area, 4);
    let head = words::meeting_head(view.model);
    let styles = [view.theme.strong, view.theme.quiet, view.theme.asked];
    for ((text, style), row) in head.iter().zip(styles).zip(top.rows()) {
        let text = fitted(&view.fill(&format!(" {text}")), usize::from(area.width), view.theme.ascii());
        frame.render_widget(Line::styled(text, style), row);
    }
    let Some(plan) = plan(view.model) else {
        let text =
            Paragraph::new(view.fill(words::NO_PLAN)).wrap(Wrap { trim: true }).style(view.theme.quiet);
        let inside = Rect { x: rest.x + 1, width: rest.width.saturating_sub(2), ..rest };
        let lines = text.line_count(inside.width) as u16;
        frame.render_widget(text, inside);
        let (_, below) = split_top(rest, lines + 1);
        return held::all(frame, view, below);
    };
    let part = view.model.room.part;
    if part == Part::Held {
        return held::all(frame, view, rest);
    }
    if area.width >= BOTH {
        let [left, right] = Layout::horizontal([Constraint::Min(0), Constraint::Length(42)]).areas(rest);
        agenda(frame, view, left, plan, part == Part::Agenda);
        members(frame, view, right, plan, part == Part::Members);
    } else if part == Part::Agenda {
        agenda(frame, view, rest, plan, true);
    } else {
        members(frame, view, rest, plan, true);
    }
}

fn agenda(frame: &mut Frame<'_>, view: View<'_>, area: Rect, plan: &Plan, focused: bool) {
    let model = view.model;
    let (heading, rest) = split_top(area, 2);
    frame.render_widget(title(view, "AGENDA", "· in the meeting's order, not a ranking"), heading);
    let wide = usize::from(area.width) >= 76;
    let columns = if wide {
        "   #  resident          class  reviewer      min  rated  review    took"
    } else {
        "   #  resident        class  min  rated  review    took"
    };
    let below =
        Rect { y: heading.y + heading.height.saturating_sub(1), height: 1.min(heading.height), ..heading };
    frame.render_widget(Line::styled(columns, view.theme.quiet), below);
    let places = match model.ledger.open_meeting() {
        Some(meeting) => places(meeting, plan, model.now()),
        None => plan.agenda.iter().map(waiting).collect(),
    };
    let lines: Vec<_> = places.iter().enumerate().map(|(i, place)| line(i, place, view, wide)).collect();
    let at = model.room.place.min(lines.len().saturating_sub(1));
    list(frame, view, rest, &lines, focused.then_some(at));
}

/// Returns a place of an agenda whose meeting is not open yet.
fn waiting(slot: &crate::domain::meeting::Slot) -> AgendaPlace<'_> {
    AgendaPlace { slot, reached: Reached::Waiting, rated: (0, 0), taken: chrono::TimeDelta::zero() }
}

fn line(i: usize, place: &AgendaPlace<'_>, view: View<'_>, wide: bool) -> Line<'static> {
    let (model, theme) = (view.model, view.theme);
    let ascii = theme.ascii();
    let id = &place.slot.resident;
    let known = model.catalog.resident(id).map_or(id.as_str(), |known| &known.name);
    let row = model.listing.rows.iter().find(|row| row.id == *id);
    let class = row.map_or("—", |row| &row.training_year);
    let reviewer = place.slot.reviewer.as_deref().unwrap_or("—");
    let rated = match place.rated {
        (_, 0) => "    —".to_owned(),
        (n, of) => format!("{n:>2}/{of:<2}"),
    };
    let took = if place.taken.is_zero() { String::new() } else { words::clock(place.taken) };
    let took = if place.is_over() { format!("{took} over") } else { took };
    let style = match place.reached {
        Reached::Concluded => theme.quiet,
        Reached::Now => theme.asked,
        _ => theme.base,
    };
    let mut spans = vec![
        Span::styled(format!(" {:>3}  ", i + 1), theme.quiet),
        Span::styled(padded(model.called(id, known), if wide { 17 } else { 15 }, ascii), theme.strong),
        Span::styled(format!(" {}", padded(class, 6, ascii)), theme.base),
    ];
    if wide {
        spans.push(Span::styled(format!(" {}", padded(reviewer, 13, ascii)), theme.quiet));
    }
    spans.extend([
        Span::styled(format!(" {:>3}  {rated} ", place.slot.minutes), theme.base),
        Span::styled(format!(" {}", padded(&place.reached.to_string(), 9, ascii)), style),
        Span::styled(format!(" {took}"), if place.is_over() { theme.asked } else { theme.quiet }),
    ]);
    Line::from(spans)
}

/// How wide a member's name is, in columns; what the member counts as stands beside it.
const MEMBER: usize = 16;

fn members(frame: &mut Frame<'_>, view: View<'_>, area: Rect, plan: &Plan, focused: bool) {
    let model = view.model;
    let (heading, rest) = split_top(area, 2);
    frame.render_widget(title(view, "MEMBERS", "· junior first, director last"), heading);
    let marks = marked(model);
    let line = |member: &Member| {
        let present = marks.present.contains(&member.id);
        let box_ = if present { "[x]" } else { "[ ]" };
        let chairs = if marks.chair.as_ref() == Some(&member.id) { "chairs, " } else { "" };
        let said = format!("{chairs}{}", standing(member));
        let room = usize::from(area.width).saturating_sub(MEMBER + 7);
        Line::from(vec![
            Span::styled(format!(" {box_} "), if present { view.theme.strong } else { view.theme.quiet }),
            Span::styled(padded(&member.id, MEMBER, view.theme.ascii()), view.theme.base),
            Span::styled(format!(" {}", fitted(&said, room, view.theme.ascii())), view.theme.quiet),
        ])
    };
    let lines: Vec<_> = plan.members.iter().map(line).collect();
    let (top, below) = split_top(rest, (lines.len() as u16).min(rest.height.saturating_sub(2)));
    list(frame, view, top, &lines, focused.then_some(model.room.member.min(lines.len().saturating_sub(1))));
    let hint = match (&model.room.marked, model.ledger.open_meeting()) {
        (Some(_), _) => "{key:open} records who is there",
        (None, Some(Meeting { attendance: Some(_), .. })) => "as recorded; {key:mark} changes it",
        (None, Some(_)) => "{key:mark} marks, {key:chair} marks who chairs",
        (None, None) => "",
    };
    let (_, below) = split_top(below, 1);
    frame.render_widget(Line::styled(format!(" {}", view.fill(hint)), view.theme.asked), below);
}

/// Says what a member counts as.
fn standing(member: &Member) -> &'static str {
    match (member.faculty, member.core, member.votes) {
        (true, true, true) => "core, votes",
        (true, true, false) => "core, no vote",
        (true, false, true) => "faculty, votes",
        (true, false, false) => "faculty, no vote",
        (false, _, true) => "votes",
        (false, _, false) => "no vote",
    }
}

/// Returns the meeting: its agenda, and who is there.
pub fn plain(model: &Model) -> Vec<String> {
    if model.room.reading.is_some() {
        let head = format!("Meeting that was held · {}", words::BANNER);
        return std::iter::once(head).chain(held::plain(model)).collect();
    }
    let mut lines = whole(model);
    lines.extend(held::plain(model));
    lines
}

fn whole(model: &Model) -> Vec<String> {
    let mut lines = vec![format!("Meeting · {}", words::BANNER)];
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
