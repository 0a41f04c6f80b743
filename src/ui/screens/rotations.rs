//! What each rotation brought, against what it brought to others.

mod plain;

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::Remote;
use crate::app::screen::List;
use crate::domain::record::RotationYield;
use crate::domain::resident::Rotation;
use crate::growth::quantile::type7;
use crate::survey::dossier::Dossier;
use crate::ui::paint::text::padded;
use crate::ui::table::{list, split_top};
use crate::ui::{View, words};

use super::title;

pub use plain::plain;

/// Fewer others make no range.
const FEWEST_OTHERS: usize = 10;

/// Draws the schedule, and what the selected rotation brought.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let (heading, rest) = split_top(area, 1);
    frame.render_widget(
        title(view, "ROTATIONS", "what each brought, against what it brought to others"),
        heading,
    );
    let blocks = &dossier.record.rotations;
    if blocks.is_empty() {
        let text = if view.model.catalog.has("rotations") {
            " no rotations of this resident are recorded"
        } else {
            " the case file has no relation rotations, which would fill this screen"
        };
        frame.render_widget(Line::styled(text, view.theme.quiet), rest);
        return;
    }
    let left = Rect { width: if rest.width < 100 { 36 } else { 46 }, ..rest };
    let right = Rect { x: rest.x + left.width + 1, width: rest.width - left.width - 1, ..rest };
    let data_to = view.model.catalog.program.data_to;
    let lines: Vec<_> =
        blocks.iter().map(|block| line(block, data_to, usize::from(left.width), view)).collect();
    list(frame, view, left, &lines, Some(view.model.at[List::Rotations]));
    let Some(block) = blocks.get(view.model.at[List::Rotations]) else { return };
    match &view.model.yields {
        Remote::Ready(yields) => brought(frame, view, right, dossier, block, yields),
        Remote::Failed(why) => frame.render_widget(Line::styled(format!("! {why}"), view.theme.error), right),
        Remote::NotAsked | Remote::Loading => {
            frame.render_widget(Line::styled("reading…", view.theme.quiet), right);
        }
    }
}

fn line(block: &Rotation, data_to: chrono::NaiveDate, width: usize, view: View<'_>) -> Line<'static> {
    let scheduled = block.span.from > data_to;
    let state = if scheduled {
        "scheduled"
    } else if block.span.contains(data_to) {
        "now"
    } else {
        ""
    };
    let name = width.saturating_sub(14 + if state.is_empty() { 1 } else { 12 });
    Line::from(vec![
        Span::styled(format!("{:>11}  ", words::day(block.span.from)), view.theme.quiet),
        Span::styled(
            padded(&block.title, name, view.theme.ascii()),
            if scheduled { view.theme.quiet } else { view.theme.base },
        ),
        Span::styled(format!(" {state}"), view.theme.quiet),
    ])
}

fn brought(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    dossier: &Dossier,
    block: &Rotation,
    yields: &[RotationYield],
) {
    let (heading, rest) = split_top(area, 2);
    let name = usize::from(rest.width).saturating_sub(22).min(30);
    let mine: BTreeMap<_, _> =
        yields.iter().filter(|y| y.rotation == block.rotation).map(|y| (y.code.clone(), y)).collect();
    let (days, others_n) = mine.values().next().map_or((0, 0), |y| (y.days, y.others_per_block.len()));
    let heads = [
        Line::styled(format!("{}: {days} days in all", block.title), view.theme.header),
        Line::styled(
            format!("{:name$}  here   {}", "per four weeks", range_head(others_n)),
            view.theme.quiet,
        ),
    ];
    for (line, row) in heads.into_iter().zip(heading.rows()) {
        frame.render_widget(line, row);
    }
    if days == 0 {
        frame.render_widget(Line::styled("still to come", view.theme.quiet), rest);
        return;
    }
    let rows = dossier.experiences.iter().filter_map(|row| Some((row, *mine.get(&row.definition.code)?)));
    let lines: Vec<_> = rows
        .filter(|(_, y)| y.n > 0 || y.others_per_block.iter().any(|n| *n >= 1.0))
        .map(|(row, y)| {
            let here = f64::from(y.n) * 28.0 / f64::from(days);
            Line::from(vec![
                Span::styled(padded(&row.definition.title, name, view.theme.ascii()), view.theme.base),
                Span::styled(format!("{here:>6.1}"), view.theme.strong),
                Span::styled(format!("   {}", others(&y.others_per_block)), view.theme.quiet),
            ])
        })
        .collect();
    frame.render_widget(ratatui::widgets::Paragraph::new(lines), rest);
}

/// Says whose range stands below, or that they are too few for one.
fn range_head(others: usize) -> String {
    if others < FEWEST_OTHERS { format!("only {others} others") } else { format!("10–90 of {others}") }
}

/// Returns the range of the others; nothing where they are too few.
fn others(per_block: &[f64]) -> String {
    if per_block.len() < FEWEST_OTHERS {
        return String::new();
    }
    let mut sorted = per_block.to_vec();
    sorted.sort_by(f64::total_cmp);
    match (type7(&sorted, 0.1), type7(&sorted, 0.9)) {
        (Some(low), Some(high)) => format!("{low:.1}–{high:.1}"),
        _ => String::new(),
    }
}
