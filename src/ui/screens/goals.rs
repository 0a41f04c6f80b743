//! Open goals.

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};

use crate::app::screen::List;
use crate::domain::catalog::Catalog;
use crate::domain::goal::Goal;
use crate::domain::standing::Standing;
use crate::ui::paint::text::padded;
use crate::ui::table::{indented, list, split_top};
use crate::ui::{View, words};

use super::title;

/// Draws the open goals, as the resident screen shows them: two lines for the one under the cursor.
pub fn panel(frame: &mut Frame<'_>, view: View<'_>, area: Rect, focused: bool) {
    let (heading, rest) = split_top(area, 1);
    frame.render_widget(title(view, "GOALS", "open · {key:go-goal} sets one"), heading);
    let goals = view.model.standing().goals;
    if goals.is_empty() {
        frame.render_widget(Line::styled(" none is open", view.theme.quiet), rest);
        return;
    }
    let at = view.model.at[List::Goals].min(goals.len() - 1);
    let below = if focused { 4.min(rest.height / 2) } else { 0 };
    let shown = (goals.len() as u16).min(rest.height - below);
    let (top, bottom) = split_top(rest, shown);
    let lines: Vec<_> = goals.iter().map(|goal| line(goal, view, usize::from(rest.width))).collect();
    list(frame, view, top, &lines, focused.then_some(at));
    if let Some(goal) = goals.get(at).filter(|_| focused) {
        let (_, bottom) = split_top(bottom, 1);
        indented(frame, bottom, 3, vec![Text::styled(whole(goal, view), view.theme.quiet)]);
    }
}

fn whole(goal: &Goal, view: View<'_>) -> String {
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

/// Returns every open goal in a line; `owners` says whether those who see to them are named.
pub fn summary(catalog: &Catalog, standing: &Standing, today: NaiveDate, owners: bool) -> Vec<String> {
    if standing.goals.is_empty() {
        return vec!["none is open".to_owned()];
    }
    standing.goals.iter().map(|goal| words::goal(catalog, goal, today, owners)).collect()
}
