//! Rotations: where the resident was, and what each rotation brought, beside what it brings others.

use crate::app::{Model, Remote};
use crate::domain::catalog::Catalog;
use crate::domain::record::RotationYield;
use crate::domain::resident::Rotation;
use crate::growth::proportion::FEWEST;
use crate::survey::dossier::Dossier;
use crate::ui::words::{self, NONE};

use crate::ui::lines::{Head, Rows, heading, lacking};

/// The fewest days that a rate per four weeks may rest on.
const FEWEST_DAYS: u32 = 14;

/// Returns the schedule and what it brought.
pub fn plain(model: &Model, dossier: &Dossier, called: &str) -> Vec<String> {
    let catalog = &model.catalog;
    let mut lines = vec![heading("Rotations", &words::header(catalog, dossier, called))];
    lines.push(format!("data to {}", words::day(catalog.program.data_to)));
    lines.extend(lacking(catalog, "rotations"));
    lines.extend(dossier.record.rotations.iter().map(|rotation| block(catalog, rotation)));
    let away = |span: &crate::domain::resident::Span| {
        format!("away: {} to {}", words::day(span.from), words::day(span.to))
    };
    lines.extend(dossier.resident.absences.iter().map(away));
    lines.push(String::new());
    match &model.yields {
        Remote::Ready(yields) => lines.extend(brought(catalog, dossier, yields)),
        Remote::Failed(why) => lines.push(format!("what each brought: not read: {why}")),
        Remote::NotAsked | Remote::Loading => lines.push("what each brought: not read yet".to_owned()),
    }
    lines
}

fn block(catalog: &Catalog, rotation: &Rotation) -> String {
    let as_of = catalog.program.data_to;
    let state = match rotation.span {
        span if span.to <= as_of => "done",
        span if span.from > as_of => "scheduled",
        _ => "running",
    };
    format!(
        "{}: {} to {}, {state}",
        rotation.title,
        words::day(rotation.span.from),
        words::day(rotation.span.to)
    )
}

/// Lists what each rotation brought; a line that is empty for everyone is left out.
fn brought(catalog: &Catalog, dossier: &Dossier, yields: &[RotationYield]) -> Vec<String> {
    let told: Vec<_> =
        yields.iter().filter(|y| y.n > 0 || y.others_per_block.iter().any(|n| *n > 0.0)).collect();
    if told.is_empty() {
        return vec!["what each brought: nothing is known".to_owned()];
    }
    let heads = [
        Head::Text("rotation"),
        Head::Number("count"),
        Head::Number("days"),
        Head::Number("per 4 weeks"),
        Head::Number("median of others"),
        Head::Text("others from"),
        Head::Number("number of others"),
    ];
    let rows: Vec<_> = told.into_iter().map(|found| cells(catalog, dossier, found)).collect();
    let mut lines = vec![
        "What each brought, per four weeks on it, beside all other residents with two weeks or more on it"
            .to_owned(),
        format!("none: fewer than {FEWEST_DAYS} days, or fewer than {FEWEST} others"),
    ];
    lines.extend(Rows::InWords.told(&heads, &rows));
    lines
}

fn cells(catalog: &Catalog, dossier: &Dossier, found: &RotationYield) -> Vec<String> {
    let title =
        dossier.record.rotations.iter().find(|r| r.rotation == found.rotation).map(|r| r.title.clone());
    let experience = catalog.definition(&found.code).map_or(found.code.as_str(), |d| d.title.as_str());
    let own = (found.days >= FEWEST_DAYS)
        .then(|| format!("{:.1}", f64::from(found.n) * 28.0 / f64::from(found.days)));
    let others = usual(&found.others_per_block);
    vec![
        format!("{}, {experience}", title.unwrap_or_else(|| found.rotation.clone())),
        found.n.to_string(),
        found.days.to_string(),
        own.unwrap_or_else(|| NONE.to_owned()),
        others.map_or(NONE.to_owned(), |(_, median, _)| format!("{median:.1}")),
        others.map_or(NONE.to_owned(), |(least, _, most)| format!("{least:.1}–{most:.1}")),
        found.others_per_block.len().to_string(),
    ]
}

/// Returns least, median and most of what others had, where there are enough of them.
pub fn usual(others: &[f64]) -> Option<(f64, f64, f64)> {
    let mut sorted = others.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    if n < FEWEST as usize {
        return None;
    }
    Some((sorted[0], f64::midpoint(sorted[(n - 1) / 2], sorted[n / 2]), sorted[n - 1]))
}
