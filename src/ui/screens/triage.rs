//! Whom do we need to talk about, and why; and is everyone on the list? Not a ranking.

mod columns;
mod pane;
mod plain;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::app::{Model, Overlay, Remote};
use crate::domain::text::sanitised;
use crate::survey::triage::TriageRow;
use crate::ui::View;
use crate::ui::paint::text::fitted;
use crate::ui::table::{list, split_top};
use crate::ui::words;

use super::form;
use columns::Columns;

pub use plain::{plain, triage};

/// From this width on what is asked stands beside the list, so wide; else below it, so high.
const BESIDE: u16 = 150;
const PANE: (u16, u16) = (50, 8);

/// Draws the triage table, and what is asked about the selected resident.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let (top, rest) = split_top(area, 2);
    head(frame, view, top);
    let bears = model.survey.ready().and_then(|survey| words::bearing_head(&survey.bearing));
    let (first, rest) = split_top(rest, u16::from(bears.is_some()));
    if let Some(text) = bears {
        let text = view.fill(&format!(" ! data: {{key:bearing}} lists it all: {text}"));
        frame.render_widget(
            Line::styled(fitted(&text, usize::from(first.width), theme.ascii()), theme.asked),
            first,
        );
    }
    let program = program_line(model);
    let (rest, below) = split_top(rest, rest.height.saturating_sub(u16::from(program.is_some())));
    if let Some(text) = program {
        let text = fitted(&view.fill(&text), usize::from(below.width), theme.ascii());
        frame.render_widget(Line::styled(text, theme.asked), below);
    }
    let (table, pane) = if area.width >= BESIDE {
        let width = area.width - PANE.0 - 1;
        (Rect { width, ..rest }, Rect { x: rest.x + width + 1, width: PANE.0, ..rest })
    } else {
        split_top(rest, rest.height - PANE.1.min(rest.height / 3))
    };
    let columns = Columns::of(usize::from(table.width));
    let (heads, lines) = split_top(table, 1);
    frame.render_widget(columns.heads(view), heads);
    if !matches!(model.survey, Remote::Ready(_)) {
        frame.render_widget(Line::styled(" counting exposures…", theme.quiet), lines);
        return;
    }
    let rows: Vec<_> = model.visible().collect();
    if rows.is_empty() {
        let text = if model.listing.is_narrowed() {
            " nobody is found by this; {key:back} lists everyone"
        } else {
            " no current residents are in this case file"
        };
        frame.render_widget(Line::styled(view.fill(text), theme.quiet), lines);
        return;
    }
    let at = cursor(model, &rows);
    let drawn: Vec<_> = rows.iter().map(|row| columns.line(row, view)).collect();
    list(frame, view, lines, &drawn, Some(at));
    let room = (usize::from(pane.width), usize::from(pane.height));
    frame.render_widget(Paragraph::new(pane::why(view, rows[at], room)), pane);
}

/// Draws whose program it is, and below it whom one asked for; or the line in which one asks.
fn head(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let (first, second) = split_top(area, 1);
    let program = &model.catalog.program;
    let residents = words::counted(model.catalog.current().count() as u64, "resident");
    let heading = format!(" {} · data to {} · {residents}", program.name, words::day(program.data_to));
    frame.render_widget(
        Line::styled(fitted(&heading, usize::from(area.width), theme.ascii()), theme.strong),
        first,
    );
    if let Some(Overlay::Filter { typed }) = &model.overlay {
        let label = format!(" {} of {} list ", model.visible().count(), model.listing.rows.len());
        let mut line = Line::styled(label, theme.quiet);
        line.spans.extend(form::written(typed.value(), typed.cursor(), None, view));
        frame.render_widget(line, second);
        form::show_cursor(frame, second);
        return;
    }
    let text = if model.ledger_is_read() {
        format!(" {}", view.fill(&sanitised(&columns::asked_for(model))))
    } else {
        " reading the ledger… nobody is opened before it is read".to_owned()
    };
    frame.render_widget(
        Line::styled(fitted(&text, usize::from(area.width), theme.ascii()), theme.quiet),
        second,
    );
}

/// Returns the first thing asked of the program, and how many more there are.
fn program_line(model: &Model) -> Option<String> {
    let prompts = model.asked_of_program();
    let more = match prompts.len().checked_sub(1)? {
        0 => String::new(),
        more => format!("{more} more, {{key:program-prompts}} lists them · "),
    };
    Some(format!(" ? program: {more}{}", prompts.first()?.sentence))
}

fn cursor(model: &Model, rows: &[&TriageRow]) -> usize {
    model.selected.as_ref().and_then(|id| rows.iter().position(|row| &row.id == id)).unwrap_or(0)
}
