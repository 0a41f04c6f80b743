//! What was on the screen when a resident was decided on as a whole.

use chrono::NaiveDate;

use super::decision::{bears, level, stands};
use super::{fact, levels};
use crate::committee::room::{Said, Strip};
use crate::domain::catalog::Catalog;
use crate::domain::id::SubcompetencyId;
use crate::domain::milestone::HalfSteps;
use crate::domain::words::counted;
use crate::ledger::entry::{Evidence, Fact, Matter};
use crate::ledger::fold::State;
use crate::survey::dossier::{Dossier, EpaRow, Ratings};

/// Gathers the evidence on a resident: training time, what was rated under seal, the activities with
/// what stands on them, milestones, goals, and every open question. The form shows these facts and no others.
///
/// `case_file` is the file's hash.
pub fn evidence(
    dossier: &Dossier,
    catalog: &Catalog,
    ledger: &State,
    as_of: NaiveDate,
    case_file: &str,
) -> Evidence {
    let id = &dossier.resident.id;
    let month = dossier.month.map_or("unknown".to_owned(), |month| format!("{month:.1}"));
    let mut facts = vec![fact("training month", month, None)];
    facts.extend(bears(dossier));
    let now: Vec<_> =
        ledger.open_meeting().map(|open| Strip::of(open, catalog, id)).iter().flat_map(rated).collect();
    // After the meeting, what its recommendation was shown with.
    let advised = ledger.overall_recommendation(id).and_then(|(on, _)| on.entry.evidence.as_ref());
    let then = advised.into_iter().flat_map(|shown| &shown.facts).filter(|fact| fact.is_rating()).cloned();
    // Before the call, what an earlier meeting rated would lead whoever has not rated, and is no evidence of this one.
    let waits = ledger.open_meeting().is_some_and(|open| {
        let is_on = open.plan.as_ref().is_some_and(|plan| plan.slot(id).is_some());
        is_on && open.review(id).is_none_or(|review| review.called.is_none())
    });
    let then: Vec<_> = if waits { Vec::new() } else { then.collect() };
    facts.extend(if now.is_empty() { then } else { now });
    let decided = [ledger.recommended(id, &Matter::Overall), ledger.determined(id, &Matter::Overall)];
    facts.extend(decided.into_iter().flatten().filter_map(|(recorded, _)| stands(recorded, dossier.zone)));
    facts.extend(dossier.epas.iter().filter_map(|row| activity(row, dossier, ledger)));
    facts.extend(milestones(dossier, ledger));
    facts.extend(ledger.standing(id).goals.iter().map(|goal| {
        fact(format!("open goal, entry {}", goal.entry), format!("{}; due {}", goal.text, goal.due), None)
    }));
    facts.extend(dossier.prompts.iter().map(|prompt| {
        fact(format!("prompt {}", prompt.key()), prompt.sentence.clone(), Some(prompt.n as u64))
    }));
    Evidence { as_of, case_file: case_file.to_owned(), thresholds: Some(dossier.thresholds.clone()), facts }
}

fn rated(strip: &Strip) -> Vec<Fact> {
    let row = |row: &Said| {
        let values: Vec<_> =
            row.values.iter().map(|(value, who)| format!("{value}: {}", who.len())).collect();
        fact(format!("{}, {}", Fact::RATED, row.matter), values.join(", "), Some(row.n() as u64))
    };
    strip.rows.iter().map(row).collect()
}

fn activity(row: &EpaRow, dossier: &Dossier, ledger: &State) -> Option<Fact> {
    let standing = ledger.decided(&dossier.resident.id, &Matter::Activity(row.id.clone()));
    let evidence = &row.sufficiency;
    if standing.is_none() && evidence.n == 0 {
        return None;
    }
    let decision = standing.and_then(|(recorded, decided)| Some((recorded, decided.activity()?)));
    let stands = decision.map_or("nothing decided".to_owned(), |(recorded, decision)| {
        format!("{} stands, entry {}", level(decision), recorded.entry.seq)
    });
    if dossier.epa_ratings == Ratings::NotInThisData {
        return Some(fact(row.title.clone(), format!("{stands}; no ratings in this data"), None));
    }
    let ratings =
        format!("{} by {}", counted(evidence.n as u64, "rating"), counted(evidence.raters as u64, "rater"));
    Some(fact(row.title.clone(), format!("{stands}; {ratings}"), Some(evidence.n as u64)))
}

/// The committee's last word on each subcompetency: what stands where no exception is written.
fn milestones(dossier: &Dossier, ledger: &State) -> Option<Fact> {
    let levels = levels(dossier, ledger);
    let known = |id: &SubcompetencyId| dossier.milestones.iter().position(|row| row.subcompetency.id == *id);
    let mut all: Vec<_> = levels.iter().collect();
    all.sort_by_key(|(id, _)| known(id));
    let said = |(id, level): &(&_, &Option<_>)| {
        format!("{id} {}", level.map_or("not assessable".to_owned(), |level: HalfSteps| level.to_string()))
    };
    let said: Vec<_> = all.iter().map(said).collect();
    (!said.is_empty())
        .then(|| fact("milestones of the committee", said.join(", "), Some(levels.len() as u64)))
}
