//! Quality measures and attempts with an outcome, every fact behind its label.

use crate::app::Model;
use crate::domain::catalog::Catalog;
use crate::growth::measure::Reading;
use crate::prompts::About;
use crate::survey::attempts::AttemptRow;
use crate::survey::dossier::Dossier;
use crate::ui::words::{self, measure as said};

use crate::ui::lines::{heading, lacking};

/// Returns every measure and every kind of attempt.
pub fn plain(model: &Model, dossier: &Dossier, called: &str) -> Vec<String> {
    let catalog = &model.catalog;
    let mut lines = vec![
        heading("Measures", &words::header(catalog, dossier, called)),
        format!("{}; twelve months to {}", said::TEAM, words::day(catalog.program.data_to)),
    ];
    lines.extend(["measures", "measure_kinds", "procedures"].into_iter().filter_map(|r| lacking(catalog, r)));
    for reading in &dossier.measures {
        lines.push(String::new());
        lines.extend(measure(catalog, dossier, reading));
    }
    lines.extend(said::without_cases(catalog, &dossier.measures));
    lines.push(String::new());
    lines.push("Attempts, only those whose outcome is recorded (procedures.outcome)".to_owned());
    if dossier.attempts.is_empty() {
        lines.push("none".to_owned());
    }
    for row in &dossier.attempts {
        lines.extend(attempt(row));
    }
    lines
}

fn measure(catalog: &Catalog, dossier: &Dossier, reading: &Reading) -> Vec<String> {
    let about = About::Measure(reading.kind.id.clone());
    let mut lines = vec![format!("{}: {}", reading.kind.title, said::of_cases(reading))];
    lines.extend(said::place(reading).map(|place| format!("  place: {place}")));
    lines.extend([
        format!("  {}", said::beside(reading)),
        format!("  periods of three months: {}", said::periods(reading, catalog.program.data_to)),
        format!("  {}", said::trend(reading)),
        format!("  definition: {}", said::definition(reading)),
        format!("  {}", said::dispersion(reading)),
    ]);
    let asked = dossier.prompts.iter().filter(|prompt| prompt.touches(&about));
    lines.extend(asked.map(|prompt| format!("  prompt: {}", prompt.sentence)));
    lines
}

fn attempt(row: &AttemptRow) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        format!("{}: {}", said::procedure(&row.attempts.kind), said::of_attempts(row)),
        format!("  {}", said::span(row)),
        format!("  {}", said::yardstick(row)),
    ];
    lines.extend(said::sums(row).into_iter().map(|text| format!("  {text}")));
    lines
}
