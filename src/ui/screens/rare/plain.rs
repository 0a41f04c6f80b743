//! Rare events: so far, what graduates had, expected still to come, chance of none.

use crate::app::Model;
use crate::survey::dossier::Dossier;
use crate::ui::words;

use crate::ui::lines::{Head, Rows, basis, heading};

/// Returns every rare experience, first in a table and then in sentences.
pub fn plain(model: &Model, dossier: &Dossier, called: &str) -> Vec<String> {
    let catalog = &model.catalog;
    let mut lines = vec![
        heading("Rare events", &words::header(catalog, dossier, called)),
        basis(catalog, dossier),
        words::ahead(dossier),
    ];
    let rare: Vec<_> = dossier.rare().map(|(_, row)| row).collect();
    if rare.is_empty() {
        lines.push("no experience is defined as rare".to_owned());
        return lines;
    }
    let ends = format!("graduates, {}", words::by_graduation_head(dossier));
    let heads = [
        Head::Text("experience"),
        Head::Number("so far"),
        Head::Number("last"),
        Head::Number(&ends),
        Head::Number("with none"),
        Head::Number("expected to come"),
        Head::Number("probability of none more"),
    ];
    let rows: Vec<_> = rare
        .iter()
        .map(|row| {
            vec![
                row.definition.title.clone(),
                words::count_in_words(row),
                row.last.map_or(words::NONE.to_owned(), words::day),
                words::by_graduation(row),
                words::had_none(row),
                words::expected_more(row),
                words::none_more(row),
            ]
        })
        .collect();
    lines.push(String::new());
    lines.extend(Rows::InWords.told(&heads, &rows));
    for row in rare {
        lines.push(String::new());
        lines.push(format!("{}: {}", row.definition.title, words::rare_sentence(dossier, row)));
        lines.push(format!("  counts: {}", row.definition.summary));
        lines.push(format!("  definition: {} {}", row.definition.code, row.definition.hash));
        lines.extend(row.prompts.iter().map(|prompt| format!("  prompt: {prompt}")));
    }
    lines
}
