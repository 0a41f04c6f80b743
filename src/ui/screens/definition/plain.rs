//! What counts as one experience.

use crate::app::Model;
use crate::domain::catalog::Catalog;
use crate::domain::text::sanitised;
use crate::survey::dossier::{Dossier, ExperienceRow};
use crate::ui::words;

use crate::ui::lines::heading;

/// Returns the definition of the experience that the cursor is on.
pub fn plain(model: &Model, dossier: &Dossier, called: &str) -> Vec<String> {
    match model.experience() {
        Some(row) => definition(&model.catalog, dossier, row, called),
        None => vec![heading("definition", called), "no experience is defined".to_owned()],
    }
}

/// Returns the definition of an experience with the numbers that rest on it.
fn definition(catalog: &Catalog, dossier: &Dossier, row: &ExperienceRow, called: &str) -> Vec<String> {
    let definition = &row.definition;
    let rotations =
        if definition.rotations.is_empty() { "any".to_owned() } else { definition.rotations.join(", ") };
    let mut lines = vec![
        heading(&format!("Definition of {}", definition.title), called),
        format!("code: {}", definition.code),
        format!("summary: {}", or_not_said(&definition.summary)),
        format!("includes: {}", or_not_said(&definition.includes)),
        format!("excludes: {}", or_not_said(&definition.excludes)),
        format!("limits: {}", or_not_said(&definition.limits)),
        format!("unit: {}", definition.unit),
        format!("rotations that bring it: {rotations}"),
        format!("minimum: {}", words::minimum(row).unwrap_or_else(|| "none".to_owned())),
    ];
    let note = row.minimum.as_ref().and_then(|minimum| minimum.note.as_ref());
    lines.extend(note.map(|note| format!("note on the minimum: {note}")));
    lines.extend([
        format!("status: {}", definition.status),
        format!("source: {}", or_not_said(&definition.source)),
        format!("hash: {}", definition.hash),
        format!("n: {}", words::counted_here(row)),
        format!("as of: {}", words::day(catalog.program.data_to)),
        format!("self-logged: {}", row.self_logged.map_or("not known".to_owned(), |n| n.to_string())),
        format!("reference group: {}", words::group(dossier)),
        format!("bands: {}", words::method(dossier, row)),
        format!("forecast: {}", words::forecast_method(dossier, row)),
        format!("thresholds of the prompts: {}", dossier.thresholds),
        "SQL:".to_owned(),
    ]);
    lines.extend(definition.sql.lines().map(sanitised));
    lines
}

fn or_not_said(text: &str) -> &str {
    if text.trim().is_empty() { "not said" } else { text }
}
