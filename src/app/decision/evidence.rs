//! What was on the screen when a decision was made, as the ledger keeps it.

use chrono::NaiveDate;

use crate::app::dossier::{Dossier, EpaRow, ExperienceRow};
use crate::domain::id::{Code, EpaId};
use crate::ledger::entry::{DefinitionUsed, Evidence, Fact};
use crate::prompts::About;

use super::fact;

/// Gathers the evidence on one activity: its ratings, the experience that gives occasion for it,
/// and every open question about the two.
///
/// `experience` is the experience's code as the reference row names it; `case_file` the file's hash.
pub fn evidence(
    dossier: &Dossier,
    epa: &EpaId,
    experience: Option<&Code>,
    as_of: NaiveDate,
    case_file: &str,
) -> Evidence {
    let mut facts = Vec::new();
    let month = dossier.month.map_or("unknown".to_owned(), |month| format!("{month:.1}"));
    facts.push(fact("training month", month, None));
    if let Some(row) = dossier.epas.iter().find(|row| &row.id == epa) {
        facts.extend(ratings(row));
    }
    let row = experience.and_then(|code| dossier.experiences.iter().find(|row| &row.definition.code == code));
    if let Some(row) = row {
        facts.push(exposure(row, &dossier.standard.group.label));
    }
    for prompt in &dossier.prompts {
        let of_experience = experience.is_some_and(|code| prompt.touches(&About::Experience(code.clone())));
        if of_experience || prompt.touches(&About::Epa(epa.clone())) {
            facts.push(fact(
                format!("prompt {}", prompt.key()),
                prompt.sentence.clone(),
                Some(prompt.n as u64),
            ));
        }
    }
    Evidence { as_of, case_file: case_file.to_owned(), thresholds: Some(dossier.thresholds.clone()), facts }
}

fn ratings(row: &EpaRow) -> Vec<Fact> {
    let evidence = &row.sufficiency;
    let n = Some(evidence.n as u64);
    let mut facts = vec![fact("ratings", format!("{} by {} raters", evidence.n, evidence.raters), n)];
    if let Some((first, last)) = evidence.span {
        facts.push(fact("rated", format!("{first} to {last}"), n));
    }
    let levels: Vec<_> = evidence
        .by_level
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(level, n)| format!("level {level}: {n}"))
        .collect();
    if !levels.is_empty() {
        facts.push(fact("levels", levels.join(", "), n));
    }
    let thin: Vec<_> = evidence.thin().iter().map(ToString::to_string).collect();
    if !thin.is_empty() {
        facts.push(fact("thin evidence", thin.join("; "), n));
    }
    facts
}

fn exposure(row: &ExperienceRow, group: &str) -> Fact {
    let position = row.position.map_or(String::new(), |p| {
        format!(", centile {:.0} ({:.0}–{:.0}) of {group}", p.centile, p.interval.low, p.interval.high)
    });
    Fact {
        definition: Some(DefinitionUsed {
            code: row.definition.code.clone(),
            hash: row.definition.hash.clone(),
        }),
        ..fact(row.definition.title.clone(), format!("{}{position}", row.n), Some(row.n.into()))
    }
}
