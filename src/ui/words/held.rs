//! A meeting that was held, in words: what it decided of each resident, what became of that, and its minutes.

use crate::app::Model;
use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Matter};
use crate::ledger::fold::{Meeting, Review};

use super::{day, overall};

/// Returns one meeting in a line: when it was closed, how many it concluded, and what still waits of it.
pub fn line(model: &Model, meeting: &Meeting) -> String {
    let residents = residents(model, meeting);
    let concluded =
        residents.iter().filter(|id| meeting.review(id).is_some_and(Review::is_concluded)).count();
    let waits = residents.iter().filter(|id| waits(model, meeting, id)).count();
    let closed = meeting
        .closed
        .map_or(String::new(), |(_, at)| format!("closed {}", day(model.catalog.program.zone.day(at))));
    let waits = match waits {
        0 => "nothing waits".to_owned(),
        1 => "1 waits for the director".to_owned(),
        n => format!("{n} wait for the director"),
    };
    format!(
        "{} · {closed} · {concluded} of {} concluded · {waits}",
        sanitised(&meeting.title),
        residents.len()
    )
}

/// Returns the meeting whole: outcomes by resident, and then the minutes.
pub fn whole(model: &Model, meeting: &Meeting, minutes: &[String]) -> Vec<String> {
    let mut lines = vec![line(model, meeting), String::new(), "OUTCOMES".to_owned()];
    lines.extend(residents(model, meeting).iter().map(|id| outcome(model, meeting, id)));
    lines.extend([String::new(), "MINUTES".to_owned()]);
    lines.extend(minutes.iter().cloned());
    lines
}

/// Returns whom the meeting had on its agenda, in its order, and whom else it decided on.
fn residents(model: &Model, meeting: &Meeting) -> Vec<ResidentId> {
    let agenda = meeting.plan.iter().flat_map(|plan| &plan.agenda).map(|slot| slot.resident.clone());
    let mut all: Vec<_> = agenda.collect();
    for (id, _) in model.ledger.residents() {
        if !all.contains(id) && decided(model, meeting, id).is_some() {
            all.push(id.clone());
        }
    }
    all
}

/// Returns what the meeting recommended last on the resident as a whole.
fn decided<'a>(model: &'a Model, meeting: &Meeting, id: &ResidentId) -> Option<&'a Recorded> {
    let end = meeting.closed.map_or(u64::MAX, |(entry, _)| entry);
    let within = |recorded: &&Recorded| (meeting.opened..=end).contains(&recorded.entry.seq);
    let of_it = |recorded: &&Recorded| matches!(recorded.entry.act, Act::OverallRecommendation(_));
    model.ledger.entries_of(id).filter(within).filter(of_it).last()
}

/// Tells whether what the meeting recommended stands, and nobody determined on it yet.
fn waits(model: &Model, meeting: &Meeting, id: &ResidentId) -> bool {
    let Some(recorded) = decided(model, meeting, id) else { return false };
    let seq = recorded.entry.seq;
    let stands = model.ledger.recommended(id, &Matter::Overall).is_some_and(|(on, _)| on.entry.seq == seq);
    stands && model.ledger.determined(id, &Matter::Overall).is_none_or(|(on, _)| on.entry.seq < seq)
}

fn outcome(model: &Model, meeting: &Meeting, id: &ResidentId) -> String {
    let known = model.catalog.resident(id);
    let called = known.map_or(id.as_str(), |known| model.called(id, &known.name));
    let Some(recorded) = decided(model, meeting, id) else {
        let concluded = meeting.review(id).is_some_and(Review::is_concluded);
        let why = if concluded { "concluded, and nothing was recommended overall" } else { "not reached" };
        return format!("{called}: {why}");
    };
    let said = match &recorded.entry.act {
        Act::OverallRecommendation(decided) => overall(&model.catalog, decided),
        _ => String::new(),
    };
    format!(
        "{called}: {said} (entry {}); {}",
        recorded.entry.seq,
        became(model, meeting, id, recorded.entry.seq)
    )
}

/// Says what became of a recommendation since.
fn became(model: &Model, meeting: &Meeting, id: &ResidentId, seq: u64) -> String {
    if waits(model, meeting, id) {
        return "waits to be determined".to_owned();
    }
    let answers = |recorded: &&Recorded| {
        let decided = recorded.entry.act.decided();
        decided.and_then(|decided| decided.answers).is_some_and(|answer| answer.recommendation == seq)
    };
    let Some(determined) = model.ledger.entries_of(id).filter(answers).last() else {
        let fate = super::fate(&model.ledger, seq);
        return fate.unwrap_or_else(|| "not determined".to_owned());
    };
    let entry = determined.entry.seq;
    let agrees =
        determined.entry.act.decided().and_then(|decided| decided.answers).is_some_and(|it| it.agrees);
    let otherwise = if agrees { "" } else { " otherwise" };
    let released = model
        .ledger
        .resident(id)
        .is_some_and(|known| known.releases().iter().any(|release| release.entry > entry));
    let released = if released { ", released" } else { ", not released yet" };
    let fate = super::fate(&model.ledger, entry).map_or(String::new(), |fate| format!(", {fate}"));
    format!(
        "determined{otherwise} {} (entry {entry}{fate}){released}",
        day(model.catalog.program.zone.day(determined.entry.at))
    )
}
