//! One entry of the ledger, whole: what was decided, what became of it, and its evidence then and now.

mod plain;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::app::screen::entry;
use crate::committee::replay::{self, Change};
use crate::ledger::chain::Recorded;
use crate::ledger::entry::Evidence;
use crate::ui::paint::text::{fitted, padded, wrapped};
use crate::ui::table::split_top;
use crate::ui::words::replay::{self as said, ReplayRow};
use crate::ui::{View, words};

use super::title;

pub use plain::plain;

/// How wide the labels are where one value stands beside each.
const LABEL: usize = 13;

/// How wide a fact may be, so that the sign of its change stands near it.
const WIDEST: usize = 50;

/// Draws the opened entry.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let model = view.model;
    let (heading, rest) = split_top(area, 2);
    let name = model.resident().map_or("nobody", |r| model.called(&r.id, &r.name));
    let Some(recorded) = entry::opened(model) else {
        frame.render_widget(title(view, "ENTRY", name), heading);
        let text = " no decision about this resident is recorded; {key:go-ledger} lists every entry";
        frame.render_widget(Line::styled(view.fill(text), view.theme.quiet), rest);
        return;
    };
    let of: Vec<_> = said::activity(model, recorded)
        .into_iter()
        .chain([name.to_owned(), said::place(model, recorded), model.session.ledger.clone()])
        .collect();
    let word = format!("ENTRY {}", recorded.entry.seq);
    let of =
        fitted(&of.join(" · "), usize::from(area.width).saturating_sub(word.len() + 2), view.theme.ascii());
    frame.render_widget(title(view, &word, &of), heading);
    let lines = lines(view, recorded, usize::from(rest.width));
    let hidden = lines.len().saturating_sub(usize::from(rest.height));
    let first = view.model.at.scroll.min(hidden) as u16;
    frame.render_widget(Paragraph::new(lines).scroll((first, 0)), rest);
}

fn lines(view: View<'_>, recorded: &Recorded, width: usize) -> Vec<Line<'static>> {
    let (model, theme) = (view.model, view.theme);
    let mut lines = Vec::new();
    for (label, text) in said::told(model, recorded) {
        let (text, style) = match label {
            "act" => (text, theme.strong),
            "stands" if said::is_over(model, recorded) => (text, theme.asked),
            _ => (text, theme.base),
        };
        lines.extend(labelled(view, label, &text, style, width));
    }
    if let Some(seq) = replay::linked(&model.ledger, recorded) {
        lines.extend(labelled(
            view,
            "",
            &view.fill(&format!("{{key:open}} opens entry {seq}")),
            theme.key,
            width,
        ));
    }
    if let (Some(then), Some(now)) = (&recorded.entry.evidence, entry::today(model, recorded)) {
        lines.push(Line::default());
        lines.push(title(view, "AS SHOWN", &said::changed(&now)));
        let held = words::holds_back(model, &recorded.entry);
        lines.extend(evidence(view, then, now.ok().as_ref(), (held, width)));
    }
    lines.push(Line::default());
    lines.push(title(view, "SEALED", "what holds the entry in its place"));
    for (label, text) in words::sealed((&model.ledger, model.catalog.program.zone), recorded) {
        lines.extend(labelled(view, label, &text, theme.quiet, width));
    }
    lines
}

/// Returns a label with its value beside it, both wrapped.
fn labelled(view: View<'_>, label: &str, text: &str, style: Style, width: usize) -> Vec<Line<'static>> {
    let room = width.saturating_sub(LABEL + 4);
    columns(view, &[(label, LABEL, view.theme.quiet), (text, room, style)])
}

/// Returns the table of what was shown then and what is there now.
fn evidence(
    view: View<'_>,
    then: &Evidence,
    now: Option<&replay::Replay>,
    (held, width): (bool, usize),
) -> Vec<Line<'static>> {
    let theme = view.theme;
    let table = ReplayTable::of(width);
    let heads =
        [("", table.label), ("then", table.then), (if now.is_some() { "now" } else { "" }, table.then)];
    let mut lines = columns(view, &heads.map(|(text, wide)| (text, wide, theme.quiet)));
    let frame = said::frame(then, now, words::short);
    for row in frame.iter().chain(&said::facts(then, now, words::short, held)) {
        lines.extend(table.row(view, row));
    }
    lines
}

/// How wide each column is.
struct ReplayTable {
    label: usize,
    /// Of what was shown, then and now.
    then: usize,
    mark: usize,
}

impl ReplayTable {
    fn of(width: usize) -> Self {
        let (label, mark) = match width {
            0..=99 => (17, 16),
            100..=149 => (26, 18),
            _ => (34, 22),
        };
        Self { label, then: (width.saturating_sub(label + mark + 8) / 2).min(WIDEST), mark }
    }

    fn row(&self, view: View<'_>, row: &ReplayRow) -> Vec<Line<'static>> {
        let theme = view.theme;
        let (sign, style) = match row.change {
            None => ("", theme.quiet),
            Some(Change::Same | Change::Itself) => ("= ", theme.quiet),
            Some(Change::Gone) => ("- ", theme.asked),
            Some(Change::New) => ("+ ", theme.asked),
            Some(_) if theme.ascii() => ("! ", theme.asked),
            Some(_) => ("≠ ", theme.asked),
        };
        let mark = format!("{sign}{}", row.word);
        let label = (row.label.as_str(), self.label, theme.quiet);
        let mark = (mark.as_str(), self.mark, style);
        if row.now.is_empty() {
            return columns(view, &[label, (&row.then, self.then * 2 + 2, theme.base), mark]);
        }
        let now = if row.change == Some(Change::Itself) { theme.quiet } else { theme.strong };
        columns(view, &[label, (&row.then, self.then, theme.base), (&row.now, self.then, now), mark])
    }
}

/// Sets texts side by side, each wrapped to its own width, two spaces between them.
fn columns(view: View<'_>, cells: &[(&str, usize, Style)]) -> Vec<Line<'static>> {
    let texts: Vec<_> = cells.iter().map(|(text, wide, _)| wrapped(text, *wide)).collect();
    let height = texts.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let mut line = Line::from(" ");
        for (text, (_, wide, style)) in texts.iter().zip(cells) {
            let text = padded(text.get(at).map_or("", String::as_str), *wide, view.theme.ascii());
            line.push_span(Span::styled(text, *style));
            line.push_span(Span::raw("  "));
        }
        line
    };
    (0..height).map(line).collect()
}
