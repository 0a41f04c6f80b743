//! What a number means: its definition, its group, its n and its date.

mod plain;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use crate::survey::dossier::Dossier;
use crate::ui::paint::text::wrapped;
use crate::ui::table::split_top;
use crate::ui::{View, words};

use super::title;

pub use plain::plain;

/// Draws the definition behind the selected number.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let Some(row) = view.model.experience() else { return };
    let (heading, rest) = split_top(area, 1);
    let definition = &row.definition;
    let explained = format!("{} · {} · {{key:page-down}} reads on", definition.code, definition.status);
    frame.render_widget(title(view, &definition.title.to_uppercase(), &explained), heading);
    let minimum = row
        .minimum
        .as_ref()
        .map_or("none".to_owned(), |m| format!("{} ({}, {}; {})", m.minimum, m.status, m.version, m.source));
    let as_of = words::day(view.model.catalog.program.data_to);
    let logged = row.self_logged.map_or("not known".to_owned(), |n| n.to_string());
    let said = |text: &str| if text.trim().is_empty() { "not said".to_owned() } else { text.to_owned() };
    let facts = [
        ("what it is", said(&definition.summary)),
        ("includes", said(&definition.includes)),
        ("excludes", said(&definition.excludes)),
        ("limits", said(&definition.limits)),
        ("unit", definition.unit.clone()),
        ("n", format!("{}; self-logged: {logged}", words::counted_here(row))),
        ("group", words::group(dossier)),
        ("bands", words::method(dossier, row)),
        ("forecast", words::forecast_method(dossier, row)),
        ("as of", as_of),
        ("minimum", minimum),
        ("source", said(&definition.source)),
        ("version", format!("{} (SHA-256 of the text below)", definition.hash)),
        ("thresholds", format!("{} (SHA-256; `trellis config thresholds`)", dossier.thresholds)),
    ];
    let mut lines: Vec<Line<'_>> =
        facts.into_iter().flat_map(|(label, text)| hanging(label, &text, rest.width, view)).collect();
    lines.push(Line::default());
    let sql = definition.sql.lines().filter(|line| !line.starts_with("--"));
    lines.extend(sql.map(|line| Line::styled(format!(" {line}"), view.theme.usual)));
    let text = Paragraph::new(lines).wrap(Wrap { trim: false });
    let hidden = text.line_count(rest.width).saturating_sub(usize::from(rest.height));
    let first = view.model.at.scroll.min(hidden);
    frame.render_widget(text.scroll((first as u16, 0)), rest);
}

/// Wraps a fact behind its label, so that the labels stand alone in their column.
fn hanging(label: &str, text: &str, width: u16, view: View<'_>) -> Vec<Line<'static>> {
    const INDENT: usize = 13;
    let room = usize::from(width).saturating_sub(INDENT + 1).max(1);
    let wrapped = wrapped(text, room);
    let head = |i| if i == 0 { format!(" {label:<12}") } else { " ".repeat(INDENT) };
    let line = |(i, text)| {
        Line::from(vec![Span::styled(head(i), view.theme.quiet), Span::styled(text, view.theme.base)])
    };
    wrapped.into_iter().enumerate().map(line).collect()
}
