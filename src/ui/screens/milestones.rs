//! Subcompetencies by periods, committee and resident side by side.

mod plain;

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::screen::List;
use crate::committee::levels::{decided_periods, with_decided};
use crate::domain::milestone::{HalfSteps, Period};
use crate::prompts::About;
use crate::survey::dossier::{Dossier, MilestoneRow, Ratings, periods};
use crate::ui::paint::sparkline::sparkline;
use crate::ui::paint::text::{fitted, padded};
use crate::ui::table::{list, split_top};
use crate::ui::{View, words};

use super::title;

pub use plain::{plain, summary};

/// Draws the last change of each subcompetency, as the resident screen shows it.
pub fn panel(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier, focused: bool) {
    let (heading, rest) = split_top(area, 1);
    let curves = if usize::from(area.width) < TRAJECTORY.0 {
        ""
    } else {
        "; levels 1 to 5 by period: committee, self"
    };
    let explained = format!("the committee's last change{curves}");
    frame.render_widget(title(view, "MILESTONES", &explained), heading);
    let all = with_decided(dossier, &view.model.ledger);
    if all.iter().all(|row| row.committee.is_empty()) {
        frame.render_widget(absent(view, dossier), rest);
        return;
    }
    let periods = periods(&all);
    let rows = usize::from(rest.height).max(1);
    let columns = if focused { 1 } else { all.len().div_ceil(rows).clamp(1, 2) };
    if columns == 1 {
        let lines: Vec<_> =
            all.iter().map(|row| change(row, &periods, view, usize::from(rest.width))).collect();
        list(frame, view, rest, &lines, focused.then_some(view.model.at[List::Milestones]));
        return;
    }
    let half = rest.width / 2;
    for (i, row) in all.iter().enumerate().take(rows * 2) {
        let (column, line) = ((i / rows) as u16, (i % rows) as u16);
        let place = Rect { x: rest.x + column * half, y: rest.y + line, width: half, height: 1 };
        frame.render_widget(change(row, &periods, view, usize::from(half)), place);
    }
}

/// From this width of a line on the levels of the last periods stand in it, so many of them.
const TRAJECTORY: (usize, usize) = (44, 8);

/// Returns the levels by period from 1 to 5 in half steps, the newest last; a period without a level is a dot.
fn trajectory(ratings: &BTreeMap<Period, Option<HalfSteps>>, periods: &[Period], view: View<'_>) -> String {
    /// Half steps of the lowest level above nothing, and of the highest.
    const LEVELS: (u32, u32) = (1, 9);
    let level = |period: &Period| {
        let level = ratings.get(period).copied().flatten()?;
        Some(u32::from(level.get()).saturating_sub(LEVELS.0))
    };
    let levels: Vec<_> = periods.iter().map(level).collect();
    sparkline(&levels, Some(LEVELS.1), view.theme.look.glyphs)
}

fn change(row: &MilestoneRow, periods: &[Period], view: View<'_>, width: usize) -> Line<'static> {
    let ascii = view.theme.ascii();
    let shown = &periods[periods.len().saturating_sub(TRAJECTORY.1)..];
    let curves = if width < TRAJECTORY.0 {
        Vec::new()
    } else {
        let of = |ratings| format!("{} ", trajectory(ratings, shown, view));
        vec![
            Span::styled(of(&row.committee), view.theme.usual),
            Span::styled(of(&row.own), view.theme.resident),
        ]
    };
    let apart = usize::from(!curves.is_empty());
    let room = width.saturating_sub(18 + apart + curves.iter().map(Span::width).sum::<usize>());
    let word = |p: &&str| if room < 10 { " ?".to_owned() } else { format!(" ? {p}") };
    let prompt = row.prompts.first().map_or(String::new(), word);
    let mut line = vec![
        Span::styled(format!(" {}", padded(row.subcompetency.id.as_str(), 6, ascii)), view.theme.base),
        Span::styled(padded(&words::milestone_change(row), 10 + apart, ascii), view.theme.quiet),
    ];
    line.extend(curves);
    line.push(Span::styled(padded(&prompt, room, ascii), view.theme.asked));
    Line::from(line)
}

/// Draws the whole table of ratings.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let (heading, rest) = split_top(area, 1);
    let explained = if area.width < 100 {
        "committee/self · goal 4.0 · n/a not assessable · · no rating"
    } else {
        "committee/self · goal for graduation 4.0, not a requirement · n/a not assessable · · no rating"
    };
    frame.render_widget(title(view, "MILESTONES", explained), heading);
    let (heads, rest) = split_top(rest, 2);
    let table = with_decided(dossier, &view.model.ledger);
    let all = periods(&table);
    if all.is_empty() {
        frame.render_widget(absent(view, dossier), rest);
        return;
    }
    let name = match area.width {
        0..=99 => 24,
        100..=149 => 40,
        _ => 56,
    };
    let room = usize::from(area.width).saturating_sub(name + 24) / 9;
    let periods = &all[all.len().saturating_sub(room.max(1))..];
    let here = decided_periods(&view.model.ledger, dossier.zone, &dossier.resident.id);
    let head = |p: &Period| {
        let mark = if here.contains(p) { "*" } else { "" };
        format!("{:>9}", format!("{mark}{}", words::levels::period(*p)))
    };
    let head: String = periods.iter().map(head).collect();
    let head = Line::styled(format!("{:name$}{head}", " subcompetency"), view.theme.quiet);
    let note = words::decided_here(view.model, &dossier.resident.id).map(|note| format!(" {note}"));
    let note = fitted(&note.unwrap_or_default(), usize::from(area.width), view.theme.ascii());
    for (line, row) in [head, Line::styled(note, view.theme.quiet)].into_iter().zip(heads.rows()) {
        frame.render_widget(line, row);
    }
    let lines: Vec<_> = table.iter().map(|row| full(row, periods, name, view)).collect();
    let about = dossier.milestones.get(view.model.at[List::Milestones]);
    let said = about.and_then(|row| {
        let about = About::Subcompetency(row.subcompetency.id.clone());
        dossier.prompts.iter().find(|p| p.touches(&about))
    });
    let said = said.map_or(String::new(), |p| format!(" ? {} · {}", p.sentence, words::chance(p)));
    let wrap = ratatui::widgets::Wrap { trim: false };
    let said = ratatui::widgets::Paragraph::new(said).style(view.theme.asked).wrap(wrap);
    let below = (said.line_count(rest.width) as u16).clamp(2, 5).min(rest.height / 2);
    let (top, detail) = split_top(rest, rest.height - below);
    list(frame, view, top, &lines, Some(view.model.at[List::Milestones]));
    frame.render_widget(said, detail);
}

fn full(row: &MilestoneRow, periods: &[Period], name: usize, view: View<'_>) -> Line<'static> {
    let title = format!("{:<6}{}", row.subcompetency.id, row.subcompetency.title);
    let mut line = Line::from(Span::styled(padded(&title, name - 1, view.theme.ascii()), view.theme.base));
    for period in periods {
        let committee = words::levels::level(row.committee.get(period));
        let own =
            row.own.get(period).map_or(String::new(), |own| format!("/{}", words::levels::level(Some(own))));
        line.push_span(Span::styled(format!("{committee:>5}"), view.theme.strong));
        line.push_span(Span::styled(format!("{own:<4}"), view.theme.quiet));
    }
    if let Some(prompt) = row.prompts.first() {
        line.push_span(Span::styled(format!(" ? {prompt}"), view.theme.asked));
    }
    line
}

fn absent(view: View<'_>, dossier: &Dossier) -> Line<'static> {
    let text = if !view.model.catalog.has("milestones") {
        " the case file has no relation milestones, which would fill this panel".to_owned()
    } else if dossier.milestone_ratings == Ratings::NotInThisData {
        format!(" {}; {}", words::NO_RATINGS, words::brings("milestones"))
    } else {
        " no milestone ratings yet".to_owned()
    };
    Line::styled(text, view.theme.quiet)
}
