//! What has this resident met, how does it compare, what is asked, what is decided?

mod plain;
mod prompts;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget as _, Wrap};
use strum::IntoEnumIterator as _;

use crate::app::screen::{List, Panel};
use crate::prompts::Rule;
use crate::survey::dossier::{Dossier, ExperienceRow};
use crate::ui::paint::apart::distinct;
use crate::ui::paint::centiles::{CentileHeader, CentileStrip, Position};
use crate::ui::paint::sparkline::{headroom, sparkline};
use crate::ui::paint::text::number;
use crate::ui::paint::toward::toward;
use crate::ui::table::{first_shown, select, split_top};
use crate::ui::{View, words};

use super::{epas, goals, growth, milestones, title};

pub use plain::{plain, resident};

/// From this width on the panels stand side by side.
const WIDE: u16 = 110;

/// How wide a growth curve has to be to be read, and from which height of the screen on it stands there.
const CURVE: (u16, u16) = (48, 51);
/// How wide what is asked is beside it.
const ASKED: u16 = 76;

/// Draws the resident: panels side by side, or one at a time where there is little room.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    if area.width < WIDE {
        let (tabs, rest) = split_top(area, 2);
        draw_tabs(frame, view, tabs);
        match view.model.turned.panel {
            Panel::Experience => experiences(frame, view, rest, dossier),
            Panel::Milestones => milestones::panel(frame, view, rest, dossier, true),
            Panel::Epas => epas::panel(frame, view, rest, dossier, true),
            Panel::Prompts => prompts::panel(frame, view, rest, dossier),
            Panel::Goals => goals::panel(frame, view, rest, true),
            Panel::Words => own_words(frame, view, rest, dossier),
        }
        return;
    }
    let beside = if area.width >= 160 { 68 } else { 40 };
    let [left, _, right] =
        Layout::horizontal([Constraint::Fill(1), Constraint::Length(2), Constraint::Length(beside)])
            .areas(area);
    let on_prompts = view.model.turned.panel == Panel::Prompts;
    let asked = dossier.asked().count() as u16 + 1 + if on_prompts { prompts::REASONED } else { 0 };
    let least = if area.width >= CURVE.0 + ASKED + beside && left.height >= CURVE.1 { 17 } else { 3 };
    let asked = asked.clamp(least, left.height / if on_prompts { 2 } else { 3 });
    let [top, _, bottom] =
        Layout::vertical([Constraint::Fill(1), Constraint::Length(1), Constraint::Length(asked)]).areas(left);
    experiences(frame, view, top, dossier);
    // Where there is room for it, the curve of the selected experience stands beside what is asked.
    let has_room = bottom.width >= CURVE.0 + ASKED && left.height >= CURVE.1;
    let curve = if has_room { bottom.width - ASKED } else { 0 };
    let [asked, beside] = Layout::horizontal([Constraint::Fill(1), Constraint::Length(curve)]).areas(bottom);
    prompts::panel(frame, view, asked, dossier);
    if curve > 0 {
        growth::beside(frame, view, beside, dossier);
    }
    let words = if view.model.presenting || dossier.record.statements.is_empty() { 0 } else { 4 };
    let on_goals = view.model.turned.panel == Panel::Goals;
    let goals = (view.model.standing().goals.len() as u16).clamp(1, 4) + if on_goals { 6 } else { 2 };
    let [top, middle, below, bottom] = Layout::vertical([
        Constraint::Fill(1),
        Constraint::Fill(1),
        Constraint::Length(goals),
        Constraint::Length(words),
    ])
    .areas(right);
    milestones::panel(frame, view, top, dossier, view.model.turned.panel == Panel::Milestones);
    epas::panel(frame, view, middle, dossier, view.model.turned.panel == Panel::Epas);
    goals::panel(frame, view, below, on_goals);
    own_words(frame, view, bottom, dossier);
}

fn draw_tabs(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let mut line = Line::from(" ");
    for panel in Panel::iter() {
        let chosen = panel == view.model.turned.panel;
        let (mark, style) =
            if chosen { (view.theme.marker(), view.theme.header) } else { (" ", view.theme.quiet) };
        line.push_span(Span::styled(format!("{mark}{panel}  "), style));
    }
    frame.render_widget(line, area);
}

/// Which columns the experience panel has room for.
struct Columns {
    name: u16,
    centile: u16,
    strip: u16,
    months: u16,
    end: u16,
}

impl Columns {
    fn of(width: u16) -> Self {
        let (centile, strip, months, end) = match width {
            0..=69 => (12, 0, 0, 12),
            70..=89 => (12, 17, 0, 12),
            90..=119 => (12, 17, 13, 14),
            _ => (12, 25, 13, 22),
        };
        let name = width.saturating_sub(2 + 6 + 1 + centile + 2 + strip + 1 + months + end).min(34);
        Self { name, centile, strip, months, end }
    }
}

fn experiences(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let (heading, rest) = split_top(area, 1);
    let (heads, rows) = split_top(rest, 1);
    let columns = Columns::of(area.width);
    let centile = Rect { x: area.x + 2 + columns.name + 7, width: columns.centile, ..heads };
    let strip = Rect { x: centile.x + columns.centile + 2, width: columns.strip, ..heads };
    let months = Rect { x: strip.x + columns.strip + 1, width: columns.months, ..heads };
    let end = Rect { x: months.x + columns.months, width: columns.end, ..heads };
    let quiet = view.theme.quiet;
    put(frame, Rect { x: area.x + 2 + columns.name, width: 6, ..heads }, "     n", quiet);
    put(frame, centile, "centile", quiet);
    if dossier.standard.group.n() > 0 {
        CentileHeader { theme: view.theme }.render(strip.intersection(heads), frame.buffer_mut());
    } else {
        let head = format!("0{:>w$}", "minimum", w = usize::from(columns.strip).saturating_sub(1));
        put(frame, strip.intersection(heads), &head, quiet);
    }
    put(frame, months, if columns.months > 0 { "12 months" } else { "" }, quiet);
    put(frame, end, &format!("{:>w$}", "by end", w = usize::from(columns.end)), quiet);
    let on = view.model.turned.panel == Panel::Experience;
    let at = view.model.at[List::Experiences];
    let first = first_shown(dossier.experiences.len(), at, usize::from(rows.height));
    let titles: Vec<_> = dossier.experiences.iter().map(|row| row.definition.title.as_str()).collect();
    let titles = distinct(&titles, usize::from(columns.name), view.theme.ascii());
    let listed = dossier.experiences.iter().zip(&titles).enumerate();
    for ((i, (row, called)), place) in listed.skip(first).zip(rows.rows()) {
        let chosen = on && i == at;
        if chosen {
            put(frame, Rect { width: 1, ..place }, view.theme.marker(), view.theme.asked);
        }
        let at = |rect: Rect| Rect { y: place.y, ..rect }.intersection(place);
        put(frame, Rect { x: place.x + 2, width: columns.name, ..place }, called, view.theme.base);
        experience(
            frame,
            view,
            (dossier, row),
            &columns,
            [place, at(centile), at(strip), at(months), at(end)],
        );
        if chosen {
            let (before, after) = (strip.x.saturating_sub(place.x), strip.x + strip.width);
            select(frame, view, Rect { width: before.min(place.width), ..place });
            select(frame, view, Rect { x: after, ..place }.intersection(place));
        }
    }
    let all = dossier.experiences.len();
    let last = (first + usize::from(rows.height)).min(all);
    let shown =
        if last - first < all { format!("{}–{last} of {all} · ", first + 1) } else { String::new() };
    let explained = format!("{shown}{}", words::group(dossier));
    frame.render_widget(title(view, "EXPERIENCE", &explained), heading);
}

fn experience(
    frame: &mut Frame<'_>,
    view: View<'_>,
    (dossier, row): (&Dossier, &ExperienceRow),
    columns: &Columns,
    places: [Rect; 5],
) {
    let [place, centile, strip, months, end] = places;
    let theme = view.theme;
    let n = number(&words::count(row, theme.ascii()), 6);
    put(frame, Rect { x: place.x + 2 + columns.name, width: 6, ..place }, &n, theme.strong);
    put(frame, centile, &words::centile(row), theme.quiet);
    let (sign, style) = match row.prompts.as_slice() {
        [] => (" ", theme.base),
        [one] if *one == Rule::MinimumWatched.title() => ("~", theme.quiet),
        _ => ("?", theme.asked),
    };
    put(frame, Rect { x: centile.x + columns.centile, width: 1, ..place }, sign, style);
    if dossier.standard.group.n() > 0 {
        let position = words::position(row);
        let position =
            position.map(|p| Position { at: p.centile, low: p.interval.low, high: p.interval.high });
        CentileStrip { position, theme }.render(strip, frame.buffer_mut());
    } else if let Some((n, minimum)) = words::toward_minimum(dossier, row) {
        put(frame, strip, &toward(n, minimum, strip.width, theme.look.glyphs), theme.usual);
    }
    if columns.months > 0 {
        put(
            frame,
            months,
            &sparkline(&row.recent, Some(headroom(&row.recent)), theme.look.glyphs),
            theme.usual,
        );
    }
    let by_end = format!("{:>w$}", words::by_end(row), w = usize::from(columns.end));
    put(frame, end, &by_end, theme.quiet);
}

fn put(frame: &mut Frame<'_>, place: Rect, text: &str, style: Style) {
    if place.width > 0 && place.height > 0 {
        frame.buffer_mut().set_stringn(place.x, place.y, text, usize::from(place.width), style);
    }
}

fn own_words(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let (heading, rest) = split_top(area, 1);
    frame.render_widget(title(view, "OWN WORDS", ""), heading);
    if view.model.presenting {
        frame.render_widget(Line::styled(" not shown while codes stand for names", view.theme.quiet), rest);
        return;
    }
    let mut lines: Vec<_> = dossier
        .record
        .statements
        .iter()
        .map(|s| {
            Line::from(vec![
                Span::styled(format!(" “{}” ", s.text), view.theme.base),
                Span::styled(words::day(s.on), view.theme.quiet),
            ])
        })
        .collect();
    if lines.is_empty() {
        lines.push(Line::styled(
            format!(" nothing written; {}", words::brings("statements")),
            view.theme.quiet,
        ));
    }
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), rest);
}
