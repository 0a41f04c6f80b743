//! The evidence of the row in hand: beside what is filled in where there is room, else in place of all but that row.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Wrap};
use strum::IntoEnumIterator as _;

use crate::app::Model;
use crate::app::screen::Leaf;
use crate::survey::dossier::Dossier;
use crate::ui::paint::text::{fitted, wrapped};
use crate::ui::table::{split_top, told};
use crate::ui::words::evidence::{InHand, experience, is_a_name, leaf};
use crate::ui::{View, words};

use super::growth;

/// From this width on the evidence stands beside what is filled in.
pub const BESIDE: u16 = 120;

/// The least room in which a growth curve can be read.
const CURVE: u16 = 8;

/// Where the evidence stands on a screen of such a width.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    Beside,
    /// It was turned to, and has the room of all but the row in hand.
    Below,
    /// A key turns to it.
    Away,
}

impl Place {
    pub fn of(view: View<'_>, width: u16) -> Self {
        match view.model.turned.leaf {
            _ if width >= BESIDE => Self::Beside,
            Leaf::All => Self::Away,
            _ => Self::Below,
        }
    }
}

/// Parts what is filled in from the evidence beside it.
pub fn parted(area: Rect) -> (Rect, Rect) {
    let width = (area.width / 7 * 4).clamp(66, 110);
    let [left, _, right] =
        Layout::horizontal([Constraint::Length(width), Constraint::Length(1), Constraint::Min(0)])
            .areas(area);
    (left, right)
}

/// Draws the leaf that is turned to; the curve stands below all of it where it has room there.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, curve: Curve) {
    let model = view.model;
    let Some(dossier) = dossier(model) else {
        return frame.render_widget(Line::styled(" reading…", view.theme.quiet), area);
    };
    let of = InHand::of(model);
    let (top, rest) = split_top(area, 2);
    head(frame, view, top, &of);
    match model.turned.leaf {
        Leaf::All => all(frame, view, rest, dossier, &of, curve),
        Leaf::Growth => growth_leaf(frame, view, rest, dossier, &of),
        turned => {
            let texts = leaf(model, dossier, &of, turned).iter().map(|line| styled(view, line)).collect();
            told(frame, view, rest, 1, texts);
        }
    }
}

/// Where the growth curve stands while all of the evidence is in sight.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Curve {
    /// Below the rest of it.
    Below,
    /// Somewhere else on the screen.
    Elsewhere,
}

/// Draws the growth curve of what is in hand, where it has room.
pub fn curve(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let Some(dossier) = dossier(view.model).filter(|_| area.height >= CURVE) else { return };
    if let Some(row) = experience(view.model, dossier, &InHand::of(view.model)) {
        growth::small(frame, view, area, dossier, row);
    }
}

/// Returns what is known of whom the screen is about.
fn dossier(model: &Model) -> Option<&Dossier> {
    let dossier = model.dossier.ready()?;
    (Some(&dossier.resident.id) == model.selected.as_ref()).then_some(dossier)
}

/// From this width on the names of the leaves stand behind that of the whole.
const NAMED: u16 = 54;

/// Names the leaves, the one in sight in brackets, what they are about, and the keys that turn them.
fn head(frame: &mut Frame<'_>, view: View<'_>, area: Rect, of: &InHand) {
    let theme = view.theme;
    // Where the leaves have no room beside its name, they say enough.
    let name = if area.width < NAMED { "" } else { "EVIDENCE " };
    let mut line = Line::from(Span::styled(format!(" {name}"), theme.header));
    for leaf in Leaf::iter() {
        let (text, style) = if leaf == view.model.turned.leaf {
            (format!("[{leaf}]"), theme.strong)
        } else {
            (format!(" {leaf} "), theme.quiet)
        };
        line.push_span(Span::styled(text, style));
    }
    let keys = view.fill("{key:next-evidence} {key:previous-evidence} turn");
    let about = format!(" on {} · {keys}", of.called(&view.model.catalog));
    let about = Line::styled(fitted(&about, usize::from(area.width), theme.ascii()), theme.quiet);
    for (line, row) in [line, about].into_iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
}

fn styled(view: View<'_>, line: &str) -> Text<'static> {
    let style = match line {
        line if line.starts_with('?') => view.theme.asked,
        line if is_a_name(line) => view.theme.header,
        line if line.starts_with('…') => view.theme.quiet,
        _ => view.theme.base,
    };
    Text::styled(view.fill(line), style)
}

/// Draws something of each leaf, and the curve in what room is left.
fn all(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier, of: &InHand, curve_at: Curve) {
    let width = usize::from(area.width.saturating_sub(2));
    let mut rows = Vec::new();
    for text in leaf(view.model, dossier, of, Leaf::All).iter().map(|line| styled(view, line)) {
        let lines = wrapped(&text.to_string(), width);
        rows.extend(lines.into_iter().map(|line| Line::styled(format!(" {line}"), text.style)));
    }
    let height = usize::from(area.height);
    if let Some(over) = rows.len().checked_sub(height).filter(|over| *over > 0) {
        rows.truncate(height.saturating_sub(1));
        let more = words::counted(over as u64 + 1, "more line");
        let said = view.fill(&format!(" … {more}; {{key:next-evidence}} turns to them"));
        rows.push(Line::styled(said, view.theme.quiet));
    }
    let (top, below) = split_top(area, rows.len() as u16);
    for (line, row) in rows.into_iter().zip(top.rows()) {
        frame.render_widget(line, row);
    }
    let (_, below) = split_top(below, 1);
    if curve_at == Curve::Below {
        curve(frame, view, below);
    }
}

/// Draws the curve, and says below it all that it shows.
fn growth_leaf(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier, of: &InHand) {
    let said = leaf(view.model, dossier, of, Leaf::Growth).join(" ");
    let said = Paragraph::new(view.fill(&said)).style(view.theme.quiet).wrap(Wrap { trim: true });
    let wanted = said.line_count(area.width.saturating_sub(2)) as u16;
    let has_a_curve = experience(view.model, dossier, of).is_some();
    let most = area.height.saturating_sub(CURVE).max(area.height / 2);
    let chart = if has_a_curve { area.height.saturating_sub(wanted.min(most)) } else { 0 };
    let (chart, below) = split_top(area, chart);
    curve(frame, view, chart);
    let inside = Rect { x: below.x + 1, width: below.width.saturating_sub(2), ..below };
    frame.render_widget(said, inside.intersection(below));
}

/// Returns the leaf that is turned to, line by line.
pub fn plain(model: &Model) -> Vec<String> {
    let Some(dossier) = dossier(model) else { return Vec::new() };
    let (of, turned) = (InHand::of(model), model.turned.leaf);
    let mut lines = vec![format!("evidence, {turned}, on {}:", of.called(&model.catalog))];
    lines.extend(leaf(model, dossier, &of, turned).into_iter().map(|line| format!("  {line}")));
    lines
}
