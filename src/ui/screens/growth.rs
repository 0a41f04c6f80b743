//! Is this trajectory usual, what explains its steps, what may still come?

mod plain;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget as _, Wrap};

use crate::app::Model;
use crate::app::screen::Beside;
use crate::domain::benchmark::{Benchmark, BenchmarkLine};
use crate::domain::coverage::Covered;
use crate::domain::resident::Span as Days;
use crate::growth::bands;
use crate::growth::clinical::ClinicalTime;
use crate::growth::training_time::TrainingTime;
use crate::survey::clinical::ClinicalCurve;
use crate::survey::dossier::{Dossier, ExperienceRow};
use crate::ui::paint::growth::{
    self as paint, Block, BlockKind, Centile, Forecast, Growth, GrowthChart, by_month,
};
use crate::ui::paint::text::fitted;
use crate::ui::table::split_top;
use crate::ui::{View, words};

pub use plain::{growth as as_lines, plain};

/// Draws the curve of the selected experience beside other things, without the sentence that goes with it.
pub fn beside(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let Some(row) = view.model.experience() else { return };
    let (top, chart) = split_top(area, 1);
    heading(frame, view, top, (dossier, row, None));
    curve(frame, view, chart, (dossier, row, None));
}

/// Draws the curve of an experience that no cursor is on, beside the program alone.
pub fn small(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier, row: &ExperienceRow) {
    let (top, chart) = split_top(area, 1);
    heading(frame, view, top, (dossier, row, None));
    if dossier.month.is_some() {
        let growth = Growth { crosshair: None, ..growth(view.model, dossier, row, Beside::Program) };
        GrowthChart { growth: &growth, theme: view.theme }.render(chart, frame.buffer_mut());
    } else {
        frame.render_widget(Line::styled(NO_CURVE, view.theme.quiet), chart);
    }
}

/// Says why there is no curve.
const NO_CURVE: &str =
    " the first day of training is not known, so there is no curve; residents.entered_on would give it";

/// Draws one experience full-screen, and says the same in a sentence.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let Some(row) = view.model.experience() else { return };
    let theme = view.theme;
    let (top, rest) = split_top(area, 1);
    let clinical = view.model.clinical_curve();
    let clinical = clinical.as_ref();
    heading(frame, view, top, (dossier, row, clinical));
    let (catalog, beside) = (&view.model.catalog, view.model.beside());
    let outside = words::benchmark(catalog, row).filter(|_| clinical.is_none());
    let (legend, rest) = split_top(rest, outside.map_or(0, |_| 1));
    if let Some(outside) = outside {
        let text =
            fitted(&view.fill(&told_apart(dossier, outside, view)), usize::from(legend.width), theme.ascii());
        frame.render_widget(Line::styled(text, theme.quiet), legend);
    }
    let at = view.model.turned.crosshair;
    let sentence = match clinical {
        Some(clinical) => words::clinical_sentence(dossier, row, clinical, at),
        None => words::growth_sentence(catalog, dossier, row, (at, beside)),
    };
    let said = Paragraph::new(view.fill(&sentence)).style(theme.quiet).wrap(Wrap { trim: true });
    let height = (said.line_count(rest.width.saturating_sub(2)) as u16).min(rest.height / 2).max(1);
    let (chart, bottom) = split_top(rest, rest.height.saturating_sub(height));
    curve(frame, view, chart, (dossier, row, clinical));
    let bottom = Rect { x: bottom.x + 1, width: bottom.width.saturating_sub(2), ..bottom };
    frame.render_widget(said, bottom);
}

/// One experience of a resident, and its curve by clinical months where it is read by them.
type Read<'a> = (&'a Dossier, &'a ExperienceRow, Option<&'a ClinicalCurve>);

fn heading(frame: &mut Frame<'_>, view: View<'_>, area: Rect, (dossier, row, clinical): Read<'_>) {
    let theme = view.theme;
    let mut line = Line::from(vec![
        Span::styled(format!(" {}", row.definition.title), theme.header),
        Span::styled(format!("  {}", words::counted_here(row)), theme.strong),
    ]);
    let room = usize::from(area.width).saturating_sub(line.width() + 3);
    line.push_span(Span::styled(
        format!("   {}", fitted(&head(dossier, row, clinical), room, theme.ascii())),
        theme.quiet,
    ));
    frame.render_widget(line, area);
}

fn curve(frame: &mut Frame<'_>, view: View<'_>, area: Rect, (dossier, row, clinical): Read<'_>) {
    if dossier.month.is_some() {
        let growth = match clinical {
            Some(clinical) => by_clinical_month(view.model, dossier, row, clinical),
            None => growth(view.model, dossier, row, view.model.beside()),
        };
        GrowthChart { growth: &growth, theme: view.theme }.render(area, frame.buffer_mut());
    } else {
        frame.render_widget(Line::styled(NO_CURVE, view.theme.quiet), area);
    }
}

fn head(dossier: &Dossier, row: &ExperienceRow, clinical: Option<&ClinicalCurve>) -> String {
    clinical.map_or_else(|| explained(dossier, row), |_| words::BY_CLINICAL_MONTHS.to_owned())
}

fn explained(dossier: &Dossier, row: &ExperienceRow) -> String {
    let place = match words::why_no_centile(dossier, row) {
        // Why stands beside the count already.
        Some(_) if row.covered != Covered::Whole => String::new(),
        Some(why) => why,
        None => format!("centile {} of {}", words::centile(row), dossier.standard.group.label),
    };
    let apart = if place.is_empty() { "" } else { "   " };
    let minimum = row.minimum.as_ref().map_or(String::new(), |m| format!("{apart}minimum {}", m.minimum));
    let ahead = row.forecast.map_or(String::new(), |forecast| {
        let (low, high) = forecast.interval80();
        format!("   by graduation {low}–{high}")
    });
    format!("{place}{minimum}{ahead}")
}

/// Says which lines are the program's and which the benchmark's, with source and date.
fn told_apart(dossier: &Dossier, outside: &Benchmark, view: View<'_>) -> String {
    let bands = if view.theme.look.blends() { "shaded" } else { "close lines" };
    let program = format!("{bands}: {}", dossier.standard.group.label);
    let dashes = if view.theme.ascii() { "lines of +" } else { "dashes, labels b" };
    let benchmark = format!("{dashes}: benchmark {}", words::benchmark_name(outside));
    match view.model.beside() {
        Beside::Both => format!(" {program} · {benchmark}"),
        Beside::Program => {
            format!(" {program} · {{key:compare}} shows the benchmark {}", words::benchmark_name(outside))
        }
        Beside::Benchmark => {
            format!(" {benchmark} · {{key:compare}} shows the {}", dossier.standard.group.label)
        }
    }
}

/// Gathers what the chart shows.
fn growth(model: &Model, dossier: &Dossier, row: &ExperienceRow, beside: Beside) -> Growth {
    let catalog = &model.catalog;
    let months = f64::from(catalog.program.training_months).max(dossier.month.unwrap_or(0.0).ceil());
    let shown = if beside == Beside::Benchmark { &[][..] } else { dossier.bands(row).lines() };
    let centiles = centiles(shown);
    let now = dossier.month.zip(row.n).map(|(month, n)| (month, f64::from(n)));
    Growth {
        months,
        clinical: false,
        centiles,
        resident: resident(&row.curve, now),
        now,
        minimum: row.minimum.as_ref().map(|m| f64::from(m.minimum)),
        fan: dossier
            .fan(row)
            .iter()
            .map(|p| Forecast { month: p.month, low: p.low.into(), mid: p.expected, high: p.high.into() })
            .collect(),
        benchmark: outside(model, row).filter(|_| beside != Beside::Program).unwrap_or_default(),
        blocks: blocks(dossier, row, months, None),
        crosshair: model.turned.crosshair.map(|month| month as f64),
    }
}

/// Gathers what the chart shows by clinical months: neither forecast nor benchmark stands on them.
fn by_clinical_month(
    model: &Model,
    dossier: &Dossier,
    row: &ExperienceRow,
    clinical: &ClinicalCurve,
) -> Growth {
    let months = f64::from(model.catalog.program.training_months).max(clinical.month.ceil());
    let now = row.n.map(|n| (clinical.month, f64::from(n)));
    Growth {
        months,
        clinical: true,
        centiles: centiles(clinical.bands.lines()),
        resident: resident(&clinical.curve, now),
        now,
        minimum: row.minimum.as_ref().map(|m| f64::from(m.minimum)),
        fan: Vec::new(),
        benchmark: Vec::new(),
        blocks: blocks(dossier, row, months, Some(&clinical.time)),
        crosshair: model.turned.crosshair.map(|month| month as f64),
    }
}

fn centiles(lines: &[bands::Line]) -> Vec<Centile> {
    let centile =
        |line: &bands::Line| Centile { label: line.mark.to_string(), by_month: line.values.clone() };
    lines.iter().map(centile).collect()
}

/// Returns the lines of the benchmark, each under a label that no line of the program has.
fn outside(model: &Model, row: &ExperienceRow) -> Option<Vec<paint::Benchmark>> {
    let line = |line: &BenchmarkLine| paint::Benchmark {
        label: format!("b{}", line.centile),
        points: line.points.clone(),
    };
    Some(model.catalog.benchmarks.get(&row.definition.code)?.lines.iter().map(line).collect())
}

/// Returns the resident's curve up to now; what is counted in the running month ends at the dot.
fn resident(curve: &[u32], now: Option<(f64, f64)>) -> Vec<(f64, Option<f64>)> {
    let Some((month, count)) = now else { return Vec::new() };
    let whole: Vec<_> = curve.iter().take(month.floor() as usize + 1).map(|n| Some(f64::from(*n))).collect();
    let mut points = by_month(&whole);
    points.push((month, Some(count)));
    points
}

/// Returns the rotation strip in training time, or in clinical time where that is given, with days away
/// as marks where the clock stood still.
fn blocks(
    dossier: &Dossier,
    row: &ExperienceRow,
    months: f64,
    clinical: Option<&ClinicalTime>,
) -> Vec<Block> {
    let Some(time) = TrainingTime::of(&dossier.resident) else { return Vec::new() };
    let on_axis = |month: f64| clinical.map_or(month, |clinical| clinical.months(month));
    let place = |days: Days| {
        let end = days.to.succ_opt().unwrap_or(days.to);
        (on_axis(time.months(days.from)), on_axis(time.months(end)).min(months))
    };
    let now = on_axis(dossier.month.unwrap_or(0.0));
    let mut blocks: Vec<Block> = dossier
        .record
        .rotations
        .iter()
        .map(|rotation| {
            let (from, to) = place(rotation.span);
            let own = row.definition.rotations.contains(&rotation.rotation);
            Block {
                from,
                to,
                label: rotation.short.clone(),
                kind: if own { BlockKind::Own } else { BlockKind::Other },
                scheduled: from >= now,
            }
        })
        .filter(|block| block.to > block.from)
        .collect();
    blocks.extend(dossier.resident.absences.iter().map(|days| {
        let (from, to) = place(*days);
        Block { from, to, label: "away".to_owned(), kind: BlockKind::Away, scheduled: from >= now }
    }));
    blocks
}
