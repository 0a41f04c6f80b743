//! What was on the screen when a decision was made, as the ledger keeps it.

use chrono::NaiveDate;

use crate::domain::coverage::Covered;
use crate::domain::entrustment::Epa;
use crate::domain::goal::{Goal, Topic};
use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::domain::zone::Zone;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Decision, DefinitionUsed, Evidence, Fact, On};
use crate::ledger::fold::State;
use crate::prompts::About;
use crate::survey::dossier::{Dossier, EpaRow, ExperienceRow, Ratings};

use super::fact;

/// Gathers the evidence on one activity: what stands decided and agreed on it, its ratings, the experience
/// that gives occasion for it, and every open question about the two.
///
/// The form shows these facts and no others, so that what is on record is what was on the screen.
/// `case_file` is the file's hash.
pub fn evidence(dossier: &Dossier, epa: &Epa, ledger: &State, as_of: NaiveDate, case_file: &str) -> Evidence {
    let mut facts = Vec::new();
    let month = dossier.month.map_or("unknown".to_owned(), |month| format!("{month:.1}"));
    facts.push(fact("training month", month, None));
    facts.extend(bears(dossier));
    facts.extend(standing(ledger, dossier, epa));
    if let Some(row) = dossier.epas.iter().find(|row| row.id == epa.id) {
        facts.extend(ratings(row, dossier.epa_ratings));
    }
    let occasion = epa.experience.as_ref();
    let row = occasion.and_then(|code| dossier.experiences.iter().find(|row| &row.definition.code == code));
    if let Some(row) = row {
        facts.push(exposure(row, &dossier.standard.group.label));
    }
    for prompt in &dossier.prompts {
        let of_experience = occasion.is_some_and(|code| prompt.touches(&About::Experience(code.clone())));
        if of_experience || prompt.touches(&About::Epa(epa.id.clone())) {
            facts.push(fact(
                format!("prompt {}", prompt.key()),
                prompt.sentence.clone(),
                Some(prompt.n as u64),
            ));
        }
    }
    Evidence { as_of, case_file: case_file.to_owned(), thresholds: Some(dossier.thresholds.clone()), facts }
}

/// Returns with whom the resident is compared, which rules are silent, and what the data cannot bear, in short; nothing
/// where they bear all that is asked of them.
pub fn bears(dossier: &Dossier) -> Vec<Fact> {
    let compared = &dossier.compared;
    let n = Some(compared.graduates as u64);
    let mut facts = Vec::new();
    if compared.graduates < compared.of || !compared.silent.is_empty() {
        facts.push(fact("compared with", format!("{} of {} graduates", compared.graduates, compared.of), n));
    }
    for silent in &compared.silent {
        facts.push(fact(format!("silent: {}", in_words(&silent.rule)), silent.why.clone(), None));
    }
    facts.extend(
        dossier
            .limits
            .iter()
            .map(|limit| fact(format!("limit: {}", in_words(&limit.limit)), limit.what.clone(), None)),
    );
    facts
}

/// Says the name of a rule or of a limit, which is made of words, for who reads.
fn in_words(name: &impl ToString) -> String {
    name.to_string().replace('_', " ")
}

/// Returns the decisions that stand on the activity, and the open goals about it or its experience.
fn standing(ledger: &State, dossier: &Dossier, epa: &Epa) -> Vec<Fact> {
    let resident = &dossier.resident.id;
    let decided = [ledger.recommendation(resident, &epa.id), ledger.determination(resident, &epa.id)];
    let mut facts: Vec<_> =
        decided.into_iter().flatten().filter_map(|(entry, _)| stands(entry, dossier.zone)).collect();
    let about = |goal: &Goal| match &goal.about {
        Some(Topic::Epa(id)) => *id == epa.id,
        Some(Topic::Experience(code)) => Some(code) == epa.experience.as_ref(),
        _ => false,
    };
    facts.extend(ledger.standing(resident).goals.iter().filter(|goal| about(goal)).map(|goal| {
        fact(format!("open goal, entry {}", goal.entry), format!("{}; due {}", goal.text, goal.due), None)
    }));
    facts
}

/// Returns a decision on whatever matter as the fact that it stands; no other act is one.
pub fn stands(recorded: &Recorded, zone: Zone) -> Option<Fact> {
    let decided = recorded.entry.act.decided()?;
    let kind = if decided.is_determination() { "determination" } else { "recommendation" };
    let what = match decided.on {
        On::Activity(decision) => level(decision),
        On::Overall(overall) => overall.progress.clone().unwrap_or_else(|| "deferred".to_owned()),
    };
    let (on, entry) = (zone.day(recorded.entry.at), recorded.entry.seq);
    Some(fact(format!("{kind} that stands"), format!("{what} of {on}, entry {entry}"), None))
}

/// Returns the level that a decision gives, in words.
pub fn level(decision: &Decision) -> String {
    decision.level.as_ref().map_or("deferral".to_owned(), |level| format!("level {}", sanitised(level)))
}

fn ratings(row: &EpaRow, of_anybody: Ratings) -> Vec<Fact> {
    if of_anybody == Ratings::NotInThisData {
        return vec![fact("ratings", "not in this data".to_owned(), None)];
    }
    let evidence = &row.sufficiency;
    let n = Some(evidence.n as u64);
    let mut facts =
        vec![fact("ratings", format!("{} by {}", evidence.n, counted(evidence.raters as u64, "rater")), n)];
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

/// Returns the exposures of an experience, with where they lie among those of the reference group.
pub fn exposure(row: &ExperienceRow, group: &str) -> Fact {
    // Before the block that brings it no screen compares.
    let position = row.position.filter(|_| row.block.comparable());
    let position = position.map_or(String::new(), |p| {
        format!(", centile {:.0} ({:.0}–{:.0}) of {group}", p.centile, p.interval.low, p.interval.high)
    });
    let said = match (row.n, &row.covered) {
        (None, _) => "not in this data".to_owned(),
        (Some(n), Covered::Partly(_)) => format!("{n}, and a part of training is not in this data"),
        (Some(n), _) => format!("{n}{position}"),
    };
    Fact {
        definition: Some(DefinitionUsed {
            code: row.definition.code.clone(),
            hash: row.definition.hash.clone(),
        }),
        ..fact(row.definition.title.clone(), said, row.n.map(Into::into))
    }
}
