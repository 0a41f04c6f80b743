//! Open goals, and the form on which one is set or ends.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use strum::IntoEnumIterator as _;

use crate::committee::sheet::goal::{Field, GoalForm};
use crate::domain::goal::Goal;
use crate::ledger::drafts::Ending;
use crate::ui::paint::text::padded;
use crate::ui::table::{indented, list, split_top};
use crate::ui::{View, words};

use super::form::{self, choices, labelled, text};
use super::title;

/// Draws the open goals, as the resident screen shows them: two lines for the one under the cursor.
pub fn panel(frame: &mut Frame<'_>, view: View<'_>, area: Rect, focused: bool) {
    let (heading, rest) = split_top(area, 1);
    frame.render_widget(title(view, "GOALS", "open · + sets one"), heading);
    let goals = view.model.standing().goals;
    if goals.is_empty() {
        frame.render_widget(Line::styled(" none is open", view.theme.quiet), rest);
        return;
    }
    let at = view.model.at.goal.min(goals.len() - 1);
    let below = if focused { 4.min(rest.height / 2) } else { 0 };
    let shown = (goals.len() as u16).min(rest.height - below);
    let (top, bottom) = split_top(rest, shown);
    let lines: Vec<_> = goals.iter().map(|goal| line(goal, view, usize::from(rest.width))).collect();
    list(frame, view, top, &lines, focused.then_some(at));
    if let Some(goal) = goals.get(at).filter(|_| focused) {
        let (_, bottom) = split_top(bottom, 1);
        indented(frame, bottom, 3, vec![Text::styled(said(goal, view), view.theme.quiet)]);
    }
}

fn said(goal: &Goal, view: View<'_>) -> String {
    words::goal(&view.model.catalog, goal, view.model.session.today, !view.model.presenting)
}

fn line(goal: &Goal, view: View<'_>, width: usize) -> Line<'static> {
    let (theme, today) = (view.theme, view.model.session.today);
    let overdue = goal.is_overdue(today);
    let sign = if overdue { "? " } else { "  " };
    let due = words::due(goal, today);
    let text = width.saturating_sub(due.len() + 5);
    Line::from(vec![
        Span::styled(sign, theme.asked),
        Span::styled(padded(&goal.text, text, theme.ascii()), theme.base),
        Span::styled(format!(" {due}"), if overdue { theme.asked } else { theme.quiet }),
    ])
}

/// How wide the labels are, in columns.
const LABEL: u16 = 12;

/// Draws the form.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let Some(form) = &model.goal_form else {
        frame.render_widget(Line::styled(" no goal is being written", theme.quiet), area);
        return;
    };
    let (heading, rest) = split_top(area, 2);
    let name = model.resident().map_or("", |r| model.called(&r.id, &r.name));
    let what = if form.ends.is_some() { "An open goal ends" } else { "A goal is set" };
    let head = Line::from(vec![
        Span::styled(format!(" {what}"), theme.strong),
        Span::styled(format!(" · {name} · as {}", words::person(&model.session.actor)), theme.quiet),
    ]);
    frame.render_widget(head, heading);
    let mut free = rest;
    if let Some(open) = &form.ends {
        free = indented(frame, free, 1, vec![Text::styled(said(&open.goal, view), theme.base)]);
        free = split_top(free, 1).1;
    }
    let lines = form.fields().into_iter().map(|field| field_line(form, field, view)).collect();
    let (_, rest) = split_top(form::fields(frame, free, LABEL, lines), 1);
    let because = form.ends.as_ref().map(|_| form.saved.reason.as_str());
    form::draw_inset(
        frame,
        &form::read_back(&form.stage, form.missing(), form.read_back(), because, view),
        rest,
    );
}

fn field_line(form: &GoalForm, field: Field, view: View<'_>) -> Line<'static> {
    let theme = view.theme;
    let here = form.field == field;
    let mut line = labelled(label(field), usize::from(LABEL), here, view);
    match field {
        Field::Text => text(&mut line, &form.saved.text, here, view),
        Field::Owner => text(&mut line, &form.saved.owner, here, view),
        Field::Due => {
            text(&mut line, &form.saved.due, here, view);
            line.push_span(Span::styled("  year-month-day; the arrows move it by a week", theme.quiet));
        }
        Field::Reason => text(&mut line, &form.saved.reason, here, view),
        Field::Ending => {
            choices(&mut line, Ending::iter().map(|e| (ending(e).to_owned(), e == form.saved.ending)), view);
        }
        Field::About => {
            let chosen = form.saved.about.is_some();
            let offered = form.offered.as_ref().map(|(_, title)| title.clone()).unwrap_or_default();
            choices(&mut line, [(offered, chosen), ("nothing in particular".to_owned(), !chosen)], view);
        }
    }
    line
}

fn label(field: Field) -> &'static str {
    match field {
        Field::Text => "goal",
        Field::Owner => "owner",
        Field::Due => "due",
        Field::About => "about",
        Field::Ending => "how it ends",
        Field::Reason => "why",
    }
}

fn ending(ending: Ending) -> &'static str {
    match ending {
        Ending::Done => "done",
        Ending::Carried => "carried on",
        Ending::Dropped => "dropped",
    }
}
