//! The growth curve: its sentence, then month by month.

use crate::app::Model;
use crate::app::screen::Beside;
use crate::domain::catalog::Catalog;
use crate::growth::bands::Mark;
use crate::survey::clinical::ClinicalCurve;
use crate::survey::dossier::{Dossier, ExperienceRow};
use crate::ui::words::{self, BANNER, NONE};

use crate::ui::lines::{Head, Rows, basis, heading, lacking};

/// Returns one growth curve as lines.
pub fn growth(catalog: &Catalog, dossier: &Dossier, row: &ExperienceRow, called: &str) -> Vec<String> {
    lines(Rows::InColumns, (catalog, dossier), row, called, None)
}

/// Returns the growth screen, with the reading at the crosshair.
pub fn plain(model: &Model, dossier: &Dossier, called: &str) -> Vec<String> {
    match model.experience() {
        Some(row) if let Some(clinical) = model.clinical_curve() => {
            by_clinical_months(model, dossier, (row, &clinical), called)
        }
        Some(row) => lines(Rows::InWords, (&model.catalog, dossier), row, called, model.turned.crosshair),
        None => vec![format!("Growth · {called} · {BANNER}"), "no experience is defined".to_owned()],
    }
}

fn lines(
    told: Rows,
    (catalog, dossier): (&Catalog, &Dossier),
    row: &ExperienceRow,
    called: &str,
    at: Option<usize>,
) -> Vec<String> {
    let mut lines = vec![
        heading(&row.definition.title, &words::header(catalog, dossier, called)),
        basis(catalog, dossier),
        words::growth_sentence(catalog, dossier, row, (None, Beside::Both)),
    ];
    if at.is_some() && dossier.month.is_some() {
        lines.push(format!("reading: {}", words::growth_sentence(catalog, dossier, row, (at, Beside::Both))));
    }
    lines.extend(words::why_no_centile(dossier, row).map(|why| format!("no centile: {why}")));
    lines.extend(
        words::benchmark(catalog, row)
            .map(|benchmark| format!("benchmark: {}", words::benchmark_name(benchmark))),
    );
    lines.push(format!("minimum: {}", words::minimum(row).unwrap_or_else(|| "none".to_owned())));
    lines.extend(
        row.self_logged
            .map(|n| format!("self-logged: {n}, counted by the case file: {}", words::count_in_words(row))),
    );
    lines.push(format!("definition: {} {}", row.definition.code, row.definition.hash));
    lines.extend(row.prompts.iter().map(|prompt| format!("prompt: {prompt}")));
    lines.extend(lacking(catalog, "rotations").map(|why| format!("rotations: {why}")));
    if dossier.month.is_some() {
        lines.push(String::new());
        lines.extend(by_month(told, catalog, dossier, row));
    }
    lines
}

/// Returns the growth screen as it is read by clinical months.
fn by_clinical_months(
    model: &Model,
    dossier: &Dossier,
    (row, clinical): (&ExperienceRow, &ClinicalCurve),
    called: &str,
) -> Vec<String> {
    let catalog = &model.catalog;
    let mut lines = vec![
        heading(&row.definition.title, &words::header(catalog, dossier, called)),
        basis(catalog, dossier),
        words::BY_CLINICAL_MONTHS.to_owned(),
        words::clinical_sentence(dossier, row, clinical, None),
    ];
    let read = |at| format!("reading: {}", words::clinical_sentence(dossier, row, clinical, Some(at)));
    lines.extend(model.turned.crosshair.map(read));
    lines.push(format!("minimum: {}", words::minimum(row).unwrap_or_else(|| "none".to_owned())));
    lines.push(format!("definition: {} {}", row.definition.code, row.definition.hash));
    lines.push(String::new());
    let bands = clinical.bands.lines();
    let marks: Vec<_> = bands.iter().map(|line| name(Rows::InWords, line.mark)).collect();
    let mut heads = vec![Head::Number("clinical month"), Head::Number("count")];
    heads.extend(marks.iter().map(|mark| Head::Number(mark)));
    let done = clinical.month.floor() as usize;
    let row_of = |month: usize| {
        let count = clinical.curve.get(month).filter(|_| month <= done);
        let mut cells = vec![month.to_string(), count.map_or("not yet".to_owned(), ToString::to_string)];
        cells.extend(bands.iter().map(|line| line.values.get(month).map_or(NONE.to_owned(), |v| short(*v))));
        cells
    };
    let last = clinical.group_to().unwrap_or(0).max(done);
    let rows: Vec<_> = (1..=last).map(row_of).collect();
    lines.extend(Rows::InWords.told(&heads, &rows));
    lines
}

/// Lists the curve at the end of each training month beside the lines of the group.
fn by_month(told: Rows, catalog: &Catalog, dossier: &Dossier, row: &ExperienceRow) -> Vec<String> {
    let bands = dossier.bands(row);
    let marks: Vec<_> = bands.lines().iter().map(|line| name(told, line.mark)).collect();
    // What does not apply to a month is no news to the ear.
    let [not_yet, nothing] = if told == Rows::InWords { ["not yet", ""] } else { [NONE, NONE] };
    let mut heads = vec![Head::Number("month"), Head::Number("count")];
    heads.extend(marks.iter().map(|mark| Head::Number(mark)));
    let outside = words::benchmark(catalog, row).map_or(&[][..], |benchmark| &benchmark.lines);
    let called = |centile| match told {
        Rows::InColumns => format!("b{centile}"),
        Rows::InWords => format!("centile {centile} of the benchmark"),
    };
    let names: Vec<_> = outside.iter().map(|line| called(line.centile)).collect();
    heads.extend(names.iter().map(|name| Head::Number(name)));
    let likely = if told == Rows::InWords { "8 in 10 from" } else { "80 %" };
    heads.extend(["expected", likely].map(Head::Number));
    heads.push(Head::Text("rotations"));
    let done = dossier.month.map_or(0, |month| month.floor() as usize);
    let fan = dossier.fan(row);
    let row_of = |month: usize| {
        let count = row.curve.get(month).filter(|_| month <= done);
        let mut cells = vec![month.to_string(), count.map_or(not_yet.to_owned(), ToString::to_string)];
        cells.extend(
            bands.lines().iter().map(|line| line.values.get(month).map_or(NONE.to_owned(), |v| short(*v))),
        );
        cells.extend(outside.iter().map(|line| line.at(month as f64).map_or(NONE.to_owned(), short)));
        let ahead = fan.iter().find(|point| point.month >= month as f64).or(fan.last());
        let ahead = ahead.filter(|_| month > done);
        cells.push(ahead.map_or(nothing.to_owned(), |point| short(point.expected)));
        cells.push(ahead.map_or(nothing.to_owned(), |point| format!("{}–{}", point.low, point.high)));
        cells.push(words::rotations_in(dossier, month));
        cells
    };
    let rows: Vec<_> = (1..=usize::from(catalog.program.training_months)).map(row_of).collect();
    told.told(&heads, &rows)
}

fn name(told: Rows, mark: Mark) -> String {
    match mark {
        Mark::Centile(50) if told == Rows::InWords => "median".to_owned(),
        Mark::Centile(_) if told == Rows::InWords => format!("centile {mark}"),
        Mark::Centile(50) => "50 (median)".to_owned(),
        Mark::Least | Mark::Most | Mark::Centile(_) => mark.to_string(),
    }
}

fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}
