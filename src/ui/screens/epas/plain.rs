//! EPAs: what stands, and how much evidence there is.

use crate::app::Model;
use crate::domain::catalog::Catalog;
use crate::domain::entrustment::Rating;
use crate::ledger::fold::State;
use crate::survey::dossier::{Dossier, EpaRow, Ratings};
use crate::ui::words;

use crate::ui::lines::{heading, lacking};

/// Returns every activity with its ratings; while presenting, raters' words are not among them.
pub fn plain(model: &Model, dossier: &Dossier, called: &str) -> Vec<String> {
    let (catalog, ledger, comments) = (&model.catalog, &model.ledger, !model.presenting);
    let mut lines = vec![heading("EPAs", &words::header(catalog, dossier, called))];
    lines.push("levels are ordinal: counts and medians, no averages".to_owned());
    lines.extend(["epas", "assessments"].into_iter().filter_map(|relation| lacking(catalog, relation)));
    if dossier.epa_ratings == Ratings::NotInThisData && catalog.has("assessments") {
        lines.push(format!("{}; {}", words::NO_RATINGS, words::brings("assessments")));
    }
    for row in &dossier.epas {
        lines.push(String::new());
        lines.push(line(dossier, ledger, row));
        lines.extend(scale(catalog, row));
        let of = |rating: &&Rating| rating.epa == row.id;
        lines.extend(dossier.record.ratings.iter().filter(of).map(|r| rating(catalog, row, r, comments)));
        lines.extend(raters(catalog, row, comments));
    }
    lines
}

/// Returns every activity in a line.
pub fn summary(catalog: &Catalog, dossier: &Dossier, ledger: &State) -> Vec<String> {
    let unrated = dossier.epa_ratings == Ratings::NotInThisData;
    let why = lacking(catalog, "assessments")
        .or_else(|| unrated.then(|| format!("{}; {}", words::NO_RATINGS, words::brings("assessments"))));
    // Where the file has no rating at all, only what stands decided has a line of its own.
    let stands = |row: &&EpaRow| {
        !unrated
            || !row.prompts.is_empty()
            || words::standing((ledger, dossier.zone), &dossier.resident.id, &row.id).is_some()
    };
    let rows = dossier.epas.iter().filter(stands).map(|row| line(dossier, ledger, row));
    why.into_iter().chain(rows).collect()
}

fn line(dossier: &Dossier, ledger: &State, row: &EpaRow) -> String {
    let standing = words::standing((ledger, dossier.zone), &dossier.resident.id, &row.id);
    let mut parts = vec![standing.unwrap_or_else(|| "nothing decided".to_owned())];
    if dossier.epa_ratings == Ratings::InThisData {
        parts.push(evidence(row));
        let thin: Vec<_> = row.sufficiency.thin().iter().map(ToString::to_string).collect();
        if !thin.is_empty() {
            parts.push(format!("thin: {}", thin.join(", ")));
        }
    }
    if !row.prompts.is_empty() {
        parts.push(format!("prompts: {}", row.prompts.join(", ")));
    }
    format!("{} ({}): {}", row.title, row.id, parts.join("; "))
}

/// Says how many ratings of what levels there are, by how many raters, from when to when.
fn evidence(row: &EpaRow) -> String {
    let found = &row.sufficiency;
    let (ratings, raters) =
        (words::counted(found.n as u64, "rating"), words::counted(found.raters as u64, "rater"));
    let mut words = vec![format!("{ratings} by {raters}")];
    if let Some((first, last)) = found.span {
        words.push(format!("{} to {}", words::day(first), words::day(last)));
    }
    let levels =
        found.by_level.iter().filter(|(_, n)| *n > 0).map(|(level, n)| format!("level {level}: {n}"));
    words.extend(levels);
    words.extend(found.median.as_ref().map(|median| format!("median {median}")));
    if found.other_framing > 0 {
        words.push(format!(
            "{} on a scale that asks the other question not counted",
            words::counted(found.other_framing as u64, "rating")
        ));
    }
    words.join(", ")
}

fn scale(catalog: &Catalog, row: &EpaRow) -> Option<String> {
    let epa = catalog.epa(&row.id)?;
    let target = epa.target_level.as_ref().map_or(String::new(), |level| format!("; target level {level}"));
    let scale = catalog.scale(&epa.scale)?;
    let (title, framing) = (&scale.title, scale.framing);
    Some(format!(
        "  scale: {title} ({framing}){target}; expected: {} by {}",
        words::counted(epa.expected_n, "rating"),
        words::counted(epa.expected_raters, "rater")
    ))
}

/// Says how each rater's levels lie beside the others'; codes for names where comments are kept back too.
fn raters(catalog: &Catalog, row: &EpaRow, names: bool) -> Vec<String> {
    let scale = catalog.epa(&row.id).and_then(|epa| catalog.scale(&epa.scale));
    if row.raters.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("  raters: {}", words::measure::RATERS)];
    for rater in &row.raters {
        let called = if names { &rater.name } else { rater.id.as_str() };
        lines.push(format!("    {}", words::measure::rater(rater, called)));
        if let Ok(found) = &rater.compared {
            let side = |counts: &[u32]| {
                format!("{}: {}", counts.iter().sum::<u32>(), words::measure::levels(counts, scale))
            };
            lines.push(format!("      own {} · others {}", side(&found.own), side(&found.others)));
        }
    }
    lines
}

fn rating(catalog: &Catalog, row: &EpaRow, rating: &Rating, comments: bool) -> String {
    let own_scale = catalog.epa(&row.id).is_some_and(|epa| epa.scale == rating.scale);
    let scale = if own_scale { String::new() } else { format!(" on {}", rating.scale) };
    let comment = rating.comment.as_ref().filter(|_| comments).map(|c| format!(": {c}")).unwrap_or_default();
    let (day, level) = (words::day(rating.on), &rating.level);
    format!("  {day}: level {level}{scale} by {}, {}{comment}", rating.rater_name, rating.source)
}
