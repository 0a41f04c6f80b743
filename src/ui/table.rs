//! Lists with one selected row, which is marked by more than colour.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Wrap};

use super::{View, words};

/// Draws `lines`, scrolled so that the selected one is in sight; its row is marked.
pub fn list(frame: &mut Frame<'_>, view: View<'_>, area: Rect, lines: &[Line<'_>], selected: Option<usize>) {
    let first = first_shown(lines.len(), selected.unwrap_or(0), usize::from(area.height));
    let apart = apart(view, lines.len(), area.height);
    for (i, row) in (first..lines.len()).zip(area.rows().step_by(apart)) {
        let Some(line) = lines.get(i) else { break };
        let chosen = selected == Some(i);
        let marker = if chosen { view.theme.marker() } else { " " };
        let mut spans = vec![Span::styled(marker.to_owned(), view.theme.asked)];
        spans.extend(line.spans.iter().cloned());
        frame.render_widget(Line::from(spans), row);
        if chosen {
            select(frame, view, row);
        }
    }
    let shown = area.rows().step_by(apart).count();
    goes_on(frame, view, area, first, lines.len().saturating_sub(first + shown));
}

/// Marks at the right edge how many lines are above the first one shown, and how many below the last; nothing that
/// stands there is hidden by it.
pub fn goes_on(frame: &mut Frame<'_>, view: View<'_>, area: Rect, above: usize, below: usize) {
    let arrows = if view.theme.ascii() { ["^", "v"] } else { ["↑", "↓"] };
    let edges = [(area.y, above), (area.bottom().saturating_sub(1), below)];
    for ((y, n), arrow) in edges.into_iter().zip(arrows).filter(|((_, n), _)| *n > 0) {
        let texts = [format!(" {arrow} {n}"), arrow.to_owned()];
        let place = |text: &String| {
            let width = (text.chars().count() as u16).min(area.width);
            Rect { x: area.right() - width, y, width, height: 1.min(area.height) }
        };
        let buffer = frame.buffer_mut();
        let is_free = |text: &&String| {
            place(text).positions().all(|at| buffer.cell(at).is_some_and(|cell| cell.symbol() == " "))
        };
        if let Some(text) = texts.iter().find(is_free) {
            frame.render_widget(Line::styled(text.clone(), view.theme.quiet), place(text));
        }
    }
}

/// Returns how many rows apart `len` lines stand: on a shared screen, which is read from afar, a row stays empty
/// between them where all of them have room.
pub fn apart(view: View<'_>, len: usize, height: u16) -> usize {
    if view.model.presenting && 2 * len <= usize::from(height) + 1 { 2 } else { 1 }
}

/// Marks what is drawn in `row` as selected, and leaves the colours of its text.
pub fn select(frame: &mut Frame<'_>, view: View<'_>, row: Rect) {
    frame.buffer_mut().set_style(row, Style { fg: None, ..view.theme.selected });
    if view.theme.cursor_on_selected {
        frame.set_cursor_position((row.x, row.y));
    }
}

/// Draws what a panel says, behind an indent: on a shared screen with an empty line after each thing said, where
/// all of it has room. What has no room is scrolled to, and its last line says how much more there is.
pub fn told(frame: &mut Frame<'_>, view: View<'_>, area: Rect, indent: u16, texts: Vec<Text<'_>>) {
    let width = area.width.saturating_sub(indent + 1);
    let height = usize::from(area.height);
    let lines = |text: &Text<'_>| Paragraph::new(text.clone()).wrap(Wrap { trim: true }).line_count(width);
    let needed: usize = texts.iter().map(lines).sum();
    if needed > height {
        return scrolled(frame, view, Rect { x: area.x + indent, width, ..area }.intersection(area), texts);
    }
    let spaced = view.model.presenting && needed + texts.len() <= height + 1;
    let texts = if spaced {
        texts.into_iter().flat_map(|text| [text, Text::from(Line::default())]).collect()
    } else {
        texts
    };
    indented(frame, area, indent, texts);
}

/// Draws as much as has room, from where the model is scrolled to, and below it how much is out of sight.
fn scrolled(frame: &mut Frame<'_>, view: View<'_>, area: Rect, texts: Vec<Text<'_>>) {
    let lines = texts.into_iter().flat_map(|text| {
        let style = text.style;
        text.lines.into_iter().map(move |line| Line { style: style.patch(line.style), ..line })
    });
    let text = Paragraph::new(lines.collect::<Vec<_>>()).wrap(Wrap { trim: true });
    let (shown, sign) = split_top(area, area.height.saturating_sub(1));
    let hidden = text.line_count(area.width).saturating_sub(usize::from(shown.height));
    let first = view.model.at.scroll.min(hidden);
    frame.render_widget(text.scroll((u16::try_from(first).unwrap_or(u16::MAX), 0)), shown);
    let said = match hidden - first {
        0 => "{key:page-up} reads back".to_owned(),
        more => format!("{{key:page-down}} reads on, {}", words::counted(more as u64, "more line")),
    };
    frame.render_widget(Line::styled(view.fill(&said), view.theme.asked), sign);
}

/// Returns the first line to show, so that `selected` is in sight with as little scrolling as can be.
pub fn first_shown(len: usize, selected: usize, height: usize) -> usize {
    let last_start = len.saturating_sub(height);
    (selected + 1).saturating_sub(height.saturating_sub(1).max(1)).min(last_start)
}

/// Draws `texts` one below the other, each wrapped behind an indent; returns the room that is left.
pub fn indented(frame: &mut Frame<'_>, area: Rect, indent: u16, texts: Vec<Text<'_>>) -> Rect {
    let mut free = area;
    for text in texts {
        let text = Paragraph::new(text).wrap(Wrap { trim: true });
        let width = free.width.saturating_sub(indent + 1);
        let (place, below) = split_top(free, text.line_count(width) as u16);
        frame.render_widget(text, Rect { x: place.x + indent, width, ..place }.intersection(place));
        free = below;
    }
    free
}

/// Takes the top line off an area.
pub fn split_top(area: Rect, lines: u16) -> (Rect, Rect) {
    let top = Rect { height: lines.min(area.height), ..area };
    let rest = Rect { y: area.y + top.height, height: area.height - top.height, ..area };
    (top, rest)
}

#[cfg(test)]
mod tests {
    use super::first_shown;

    #[test]
    fn the_selected_line_is_always_in_sight() {
        for len in 0..30 {
            for height in 1..12 {
                for selected in 0..len {
                    let first = first_shown(len, selected, height);
                    assert!(first <= selected && selected < first + height, "{len} {height} {selected}");
                }
            }
        }
    }
}
