//! What became of what the meeting recommended: determined, released, told. It happens after the meeting, so that it is the
//! part of its minutes that later entries change.

use super::{Told, resident};
use crate::domain::id::ResidentId;
use crate::domain::words::{counted, day};
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Matter, On};
use crate::ledger::fold::{Fate, State};
use crate::report::decided::fate;
use crate::report::page::Section;

/// Says of each recommendation of the meeting what the program director determined by now; nothing where the meeting
/// recommended nothing.
pub fn section(told: Told<'_>, now: &State) -> Option<Section> {
    let mut lines = Vec::new();
    for id in told.residents() {
        let advised = told.of(id).filter(|recorded| {
            let decided = recorded.entry.act.decided();
            decided.is_some_and(|decided| !decided.is_determination())
                && told.then.fate(recorded.entry.seq) == Fate::Stands
        });
        lines.extend(advised.map(|recorded| line(told, now, id, recorded)));
    }
    if lines.is_empty() {
        return None;
    }
    lines.push(format!("as the ledger stands with {}", counted(now.count(), "entry")));
    Some(Section::list("What the program director determined", lines))
}

fn line(told: Told<'_>, now: &State, id: &ResidentId, advised: &Recorded) -> String {
    let seq = advised.entry.seq;
    let what = match advised.entry.act.decided().map(|decided| decided.matter()) {
        Some(Matter::Activity(epa)) => resident::epa_title(told, &epa),
        _ => "overall".to_owned(),
    };
    let answers = |recorded: &&Recorded| {
        let answers = recorded.entry.act.decided().and_then(|decided| decided.answers);
        answers.is_some_and(|answer| answer.recommendation == seq)
    };
    let Some(determined) = now.entries_of(id).filter(answers).last() else {
        let since = fate(now.fate(seq));
        return format!("{id}, {what}: not determined{since} (recommended in entry {seq})");
    };
    let entry = &determined.entry;
    let Some(decided) = entry.act.decided() else { return String::new() };
    let said = match decided.on {
        On::Activity(decision) => resident::activity(told, decision),
        On::Overall(overall) => resident::overall(told, determined, overall),
    };
    let agrees = decided.answers.is_some_and(|answer| answer.agrees);
    let how = if agrees { "as recommended" } else { "otherwise than recommended" };
    let on = day(told.titles.zone.day(entry.at));
    format!(
        "{id}, {what}: determined {on}, {how}: {said}{} (recommended in entry {seq}, determined in entry {}){}",
        fate(now.fate(entry.seq)),
        entry.seq,
        onward(told, now, id, entry.seq)
    )
}

/// Says whether it was released since, and whether somebody told the resident.
fn onward(told: Told<'_>, now: &State, id: &ResidentId, determined: u64) -> String {
    let release =
        now.resident(id).and_then(|known| known.releases().iter().find(|release| release.entry > determined));
    let Some(release) = release else { return "; not released".to_owned() };
    let on = day(told.titles.zone.day(release.at));
    let said = release.told.and_then(|entry| match &now.entry(entry)?.entry.act {
        Act::ResidentTold { on, .. } => Some(format!(", told {} (entry {entry})", day(*on))),
        _ => None,
    });
    let read = release.acknowledged.map(|entry| format!(", read by the resident (entry {entry})"));
    let and = match (said, read) {
        (None, None) => ", not told yet".to_owned(),
        (said, read) => said.into_iter().chain(read).collect(),
    };
    format!("; released {on} (entry {}){and}", release.entry)
}
