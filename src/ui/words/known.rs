//! What is known of an activity when somebody rates it: the level that stands, ratings, experience, questions and words.

use crate::app::Model;
use crate::committee::evidence::decision::exposure;
use crate::domain::entrustment::Rating;
use crate::domain::id::EpaId;
use crate::ledger::entry::Matter;
use crate::prompts::About;
use crate::survey::dossier::{Dossier, EpaRow, Ratings};

use super::{counted, day};

/// How many comments are shown, the newest first.
const COMMENTS: usize = 3;

/// Returns in a few columns the level that stands on an activity, and how many ratings there are.
pub fn of_activity_shortly(model: &Model, dossier: &Dossier, epa: &EpaId) -> String {
    let row = dossier.epas.iter().find(|row| row.id == *epa);
    let stands = model.ledger.decided(&dossier.resident.id, &Matter::Activity(epa.clone()));
    let level = stands.and_then(|(_, decided)| decided.activity()?.level.clone());
    let level = level.map_or("no level".to_owned(), |level| format!("level {}", super::clean(&level)));
    let ratings = row.filter(|_| dossier.epa_ratings == Ratings::InThisData);
    let ratings = ratings.map(|row| match (row.sufficiency.n, row.sufficiency.raters) {
        (0, _) => ", no rating".to_owned(),
        (n, raters) => format!(", {n} by {raters}"),
    });
    format!("{level}{}", ratings.unwrap_or_default())
}

/// Says what is known of an activity, line by line; comments only where they may be seen.
pub fn of_activity(model: &Model, dossier: &Dossier, epa: &EpaId, comments: Comments) -> Vec<String> {
    let id = &dossier.resident.id;
    let mut lines = vec![
        super::standing((&model.ledger, model.catalog.program.zone), id, epa)
            .unwrap_or_else(|| "no decision is recorded".to_owned()),
    ];
    let row = dossier.epas.iter().find(|row| row.id == *epa);
    lines.extend(row.map(|row| ratings_in_all(dossier, row)));
    let all: Vec<_> = dossier.record.ratings.iter().rev().filter(|it| it.epa == *epa).collect();
    let written = all.iter().filter(|rating| rating.comment.is_some());
    match (comments, written.clone().count()) {
        (_, 0) => {}
        (Comments::Shown, _) => lines.extend(written.take(COMMENTS).map(|rating| comment(model, rating))),
        (Comments::Hidden, n) => {
            lines.push(format!("{}; {{key:card.comments}} shows the last", counted(n as u64, "comment")));
        }
    }
    let occasion = model.catalog.epa(epa).and_then(|epa| epa.experience.clone());
    let occasion =
        occasion.and_then(|code| dossier.experiences.iter().find(|row| row.definition.code == code));
    lines.extend(occasion.map(|row| {
        let fact = exposure(row, &dossier.standard.group.label);
        format!("{}: {}", fact.label, fact.shown)
    }));
    let about = About::Epa(epa.clone());
    let asked = dossier.prompts.iter().filter(|prompt| prompt.touches(&about));
    lines.extend(asked.map(|prompt| format!("? {}", prompt.sentence)));
    lines
}

/// Whether what raters wrote is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Comments {
    Shown,
    /// Others look on, and nobody has asked for it.
    Hidden,
}

impl Comments {
    /// Returns whether what raters wrote is shown: on a shared screen, and beside a hidden card, only where somebody asks
    /// for it.
    pub fn of(model: &Model) -> Self {
        let is_hidden =
            model.form.as_ref().and_then(|form| form.filled.card()).is_some_and(|card| card.hidden);
        let shared = model.presenting || is_hidden;
        if shared == model.turned.comments { Self::Shown } else { Self::Hidden }
    }
}

/// Says how many ratings there are of an activity, by how many, and which was the last.
pub fn ratings_in_all(dossier: &Dossier, row: &EpaRow) -> String {
    if dossier.epa_ratings == Ratings::NotInThisData {
        return super::NO_RATINGS.to_owned();
    }
    let evidence = &row.sufficiency;
    if evidence.n == 0 {
        return "no rating yet".to_owned();
    }
    let last = dossier.record.ratings.iter().rev().find(|rating| rating.epa == row.id);
    let last = last.map_or(String::new(), |last| {
        format!("; the last {} on {}", super::clean(&last.level), day(last.on))
    });
    let raters = counted(evidence.raters as u64, "rater");
    format!("{} by {raters}{last}", counted(evidence.n as u64, "rating"))
}

/// Returns what a rater wrote.
pub fn comment(model: &Model, rating: &Rating) -> String {
    let who = if model.presenting { rating.rater.as_str() } else { &rating.rater_name };
    let said = rating.comment.as_deref().unwrap_or_default();
    format!("“{}” {}, {}", super::clean(said), super::clean(who), day(rating.on))
}
