//! What the committee recommends and the program director has not determined yet, on one screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};

use crate::app::advice::{Advice, releasable, waiting};
use crate::ui::paint::text::{fitted, padded};
use crate::ui::table::{list, split_top, told};
use crate::ui::{View, words};

/// Draws the list, and below it what stands behind the selected recommendation.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let (top, rest) = split_top(area, 3);
    let advice = waiting(&model.ledger);
    let ready = releasable(&model.ledger).count();
    let head = [
        Line::styled(
            format!(" Recommendations · {} wait for the program director", advice.len()),
            theme.strong,
        ),
        Line::styled(
            format!(
                " {} ready to be released · as {} in the role {}",
                words::counted(ready as u64, "resident"),
                model.session.actor.id,
                model.session.actor.role
            ),
            theme.quiet,
        ),
    ];
    for (line, row) in head.into_iter().zip(top.rows()) {
        frame.render_widget(line, row);
    }
    if advice.is_empty() {
        frame.render_widget(Line::styled(" nothing waits to be determined", theme.quiet), rest);
        return;
    }
    let at = model.room.advice.min(advice.len() - 1);
    let (upper, lower) = split_top(rest, (advice.len() as u16).min(rest.height / 2));
    let lines: Vec<_> = advice.iter().map(|one| line(one, view, usize::from(area.width))).collect();
    list(frame, view, upper, &lines, Some(at));
    if let Some(one) = advice.get(at) {
        let (_, lower) = split_top(lower, 1);
        let texts = words::advice_detail(model, one);
        told(frame, view, lower, 1, texts.into_iter().map(|line| Text::styled(line, theme.base)).collect());
    }
}

fn line(advice: &Advice<'_>, view: View<'_>, width: usize) -> Line<'static> {
    let (model, theme) = (view.model, view.theme);
    let name = model.catalog.resident(advice.resident).map_or(advice.resident.as_str(), |r| &r.name);
    let contested = if advice.is_contested() { "dissent" } else { "" };
    let text = words::advice(&model.catalog, advice);
    let room = width.saturating_sub(40);
    Line::from(vec![
        Span::styled(
            format!(" {} ", padded(model.called(advice.resident, name), 20, theme.ascii())),
            theme.strong,
        ),
        Span::styled(padded(&fitted(&text, room, theme.ascii()), room, theme.ascii()), theme.base),
        Span::styled(format!(" {contested:<8}"), theme.asked),
        Span::styled(format!("{:>7}", advice.recorded.entry.seq), theme.quiet),
    ])
}
