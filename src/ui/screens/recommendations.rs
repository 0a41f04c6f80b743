//! What waits after a meeting, on one screen: recommendations that are not determined yet, appeals, and whoever is to be
//! told.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};

use crate::app::Model;
use crate::committee::waiting::{Waiting, releasable, waiting};
use crate::ui::paint::text::{fitted, padded};
use crate::ui::table::{list, split_top, told};
use crate::ui::{View, words};

/// Draws the list, and below it what stands behind what is selected.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let (top, rest) = split_top(area, 3);
    let all = waiting(&model.ledger);
    let ready = releasable(&model.ledger).count();
    let head = [
        Line::styled(format!(" Recommendations · {}", words::waiting_counts(&all)), theme.strong),
        Line::styled(
            format!(
                " {} ready to be released · as {}",
                words::counted(ready as u64, "resident"),
                words::person(&model.session.actor)
            ),
            theme.quiet,
        ),
    ];
    for (line, row) in head.into_iter().zip(top.rows()) {
        frame.render_widget(line, row);
    }
    if all.is_empty() {
        frame.render_widget(
            Line::styled(
                " nothing waits to be determined, no appeal to be settled, and nobody to be told",
                theme.quiet,
            ),
            rest,
        );
        return;
    }
    let at = model.room.advice.min(all.len() - 1);
    let (upper, lower) = split_top(rest, (all.len() as u16).min(rest.height / 2));
    let lines: Vec<_> = all.iter().map(|one| line(one, view, usize::from(area.width))).collect();
    list(frame, view, upper, &lines, Some(at));
    if let Some(one) = all.get(at) {
        let (_, lower) = split_top(lower, 1);
        let texts = words::waiting_detail(model, one);
        told(
            frame,
            view,
            lower,
            1,
            texts.into_iter().map(|line| Text::styled(view.fill(&line), theme.base)).collect(),
        );
    }
}

fn line(one: &Waiting<'_>, view: View<'_>, width: usize) -> Line<'static> {
    let (model, theme) = (view.model, view.theme);
    let name = model.catalog.resident(one.resident()).map_or(one.resident().as_str(), |r| &r.name);
    let contested = if one.is_contested() { "dissent" } else { "" };
    let text = words::waiting(&model.catalog, one);
    let room = width.saturating_sub(40);
    Line::from(vec![
        Span::styled(
            format!(" {} ", padded(model.called(one.resident(), name), 20, theme.ascii())),
            theme.strong,
        ),
        Span::styled(padded(&fitted(&text, room, theme.ascii()), room, theme.ascii()), theme.base),
        Span::styled(format!(" {contested:<8}"), theme.asked),
        Span::styled(format!("{:>7}", one.entry()), theme.quiet),
    ])
}

/// Returns what waits for the program director, and what stands behind what is selected.
pub fn plain(model: &Model) -> Vec<String> {
    let all = waiting(&model.ledger);
    let ready = releasable(&model.ledger).count();
    let mut lines = vec![
        format!("Recommendations · {}", words::BANNER),
        words::waiting_counts(&all),
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
