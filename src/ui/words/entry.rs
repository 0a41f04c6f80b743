//! Entries of the ledger in words. A ledger may have been edited by hand, so that all is sanitised.

use chrono::{DateTime, Utc};

use crate::domain::id::{EpaId, ResidentId};
use crate::domain::text::sanitised;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Actor, Decision, Evidence, Fact, Outcome, Role};
use crate::ledger::fold::{Fate, State};

/// Returns a time to the minute.
pub fn time(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// Returns the decisions that stand on one activity: the level now, by whom, and the entry.
///
/// A recommendation that is newer than the determination stands beside it.
pub fn standing(ledger: &State, resident: &ResidentId, epa: &EpaId) -> Option<String> {
    let determined = ledger.determination(resident, epa);
    let since = determined.map_or(0, |(recorded, _)| recorded.entry.seq);
    let recommended = ledger.recommendation(resident, epa).filter(|(recorded, _)| recorded.entry.seq > since);
    let words = [("determined", determined), ("recommended", recommended)];
    let said: Vec<_> = words.into_iter().filter_map(|(verb, found)| found.map(|f| stands(verb, f))).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn stands(verb: &str, (recorded, decision): (&Recorded, &Decision)) -> String {
    let level = match (&decision.outcome, &decision.level) {
        (Outcome::Defer, _) | (_, None) => "deferral".to_owned(),
        (_, Some(level)) => format!("level {}", sanitised(level)),
    };
    let entry = &recorded.entry;
    let on = super::day(entry.at.date_naive());
    format!("{level} {verb} by {} on {on}, entry {}", person(&entry.actor), entry.seq)
}

/// Returns one entry in one line: number, time, person and role, act, resident by code.
pub fn entry_line(recorded: &Recorded) -> String {
    let entry = &recorded.entry;
    let about = entry.subject.as_ref().map(|id| format!(", about {id}")).unwrap_or_default();
    format!("{}  {}  {}: {}{about}", entry.seq, time(entry.at), person(&entry.actor), act(&entry.act))
}

/// Returns everything that an entry binds, a label before each value.
pub fn entry_lines(recorded: &Recorded) -> Vec<String> {
    let entry = &recorded.entry;
    let mut lines = vec![
        format!("entry: {}", entry.seq),
        format!("at: {}", entry.at.format("%Y-%m-%d %H:%M:%S UTC")),
        format!("by: {}", person(&entry.actor)),
    ];
    lines.extend(entry.subject.iter().map(|subject| format!("about: {subject}")));
    lines.push(format!("act: {}", act(&entry.act)));
    lines.extend(entry.act.decision().into_iter().flat_map(decision));
    lines.extend(entry.supersedes.iter().map(|replaced| {
        format!(
            "supersedes: entry {} ({}), because: {}",
            replaced.entry,
            replaced.hash,
            sanitised(&replaced.reason)
        )
    }));
    lines.extend(entry.evidence.iter().flat_map(evidence));
    lines.push(format!("id: {}", sanitised(&entry.id)));
    lines.push(format!("hash: {}", recorded.hash));
    lines.push(format!("hash of the entry before: {}", entry.previous));
    let key = entry.signature.as_ref().and_then(|signature| signature.key().ok());
    lines.push(format!("signed by: {}", key.map_or("nobody".to_owned(), |key| key.fingerprint())));
    lines
}

/// Says what became of a decision that no longer stands, or of a goal that is no longer open.
pub fn fate(ledger: &State, seq: u64) -> Option<String> {
    match ledger.fate(seq) {
        Fate::Stands => None,
        Fate::SupersededBy(by) => Some(format!("superseded by entry {by}")),
        Fate::RevokedBy(by) => Some(format!("revoked by entry {by}")),
        Fate::ClosedBy(by) => Some(format!("closed by entry {by}")),
    }
}

/// Says an act in a few words.
pub fn act(act: &Act) -> String {
    let words = match act {
        Act::SignersNamed { allowed } => {
            let people: Vec<_> = allowed.lines().filter_map(|line| line.split(' ').next()).collect();
            format!("signers named: {}", people.join("; "))
        }
        Act::Checkpoint { size, root } => format!("checkpoint of {size} entries, root {root}"),
        Act::Cut { entries, reason } => format!("cut of {} runs of entries: {reason}", entries.len()),
        Act::MeetingOpened { meeting, title } => format!("meeting {meeting} opened: {title}"),
        Act::MeetingClosed { meeting } => format!("meeting {meeting} closed"),
        Act::Viewed { screen } => format!("viewed the {screen} screen"),
        Act::Recommendation(decision) => format!("recommendation: {}", decided(decision)),
        Act::Determination { recommendation, agrees, decision } => {
            let agrees = if *agrees { "agrees with" } else { "differs from" };
            format!("determination: {}; {agrees} entry {recommendation}", decided(decision))
        }
        Act::Revocation { entry, reason } => format!("revocation of entry {entry}: {reason}"),
        Act::PromptAcknowledged { prompt, reason, .. } => format!("prompt {prompt} acknowledged: {reason}"),
        Act::GoalSet { text, owner, due, about } => {
            let about = about.as_ref().map(|topic| format!(" on {topic}")).unwrap_or_default();
            format!("goal{about}: {text}; owner {owner}; due {}", super::day(*due))
        }
        Act::GoalClosed { entry, outcome, reason } => format!("goal of entry {entry} {outcome}: {reason}"),
    };
    sanitised(&words)
}

fn decided(decision: &Decision) -> String {
    let Decision { epa, outcome, scale, level, .. } = decision;
    match level {
        Some(level) => format!("{outcome} {epa} at level {level} ({scale})"),
        None => format!("{outcome} {epa}"),
    }
}

fn person(actor: &Actor) -> String {
    let role = match actor.role {
        Role::Chair => "chair",
        Role::Member => "member",
        Role::ProgramDirector => "program director",
        Role::Coordinator => "coordinator",
        Role::Coach => "coach",
        Role::Auditor => "auditor",
    };
    format!("{} ({role})", sanitised(&actor.id))
}

fn decision(decision: &Decision) -> Vec<String> {
    let mut lines = vec![format!("rationale: {}", sanitised(&decision.rationale))];
    if decision.insufficient_evidence {
        lines.push("evidence: said to be insufficient".to_owned());
    }
    let dissent = decision.dissent.as_ref().map_or("none".to_owned(), |d| sanitised(d));
    lines.push(format!("dissent: {dissent}"));
    let recused =
        if decision.recused.is_empty() { "none".to_owned() } else { sanitised(&decision.recused.join(", ")) };
    lines.push(format!("recused: {recused}"));
    lines
}

fn evidence(evidence: &Evidence) -> Vec<String> {
    let mut lines = vec![
        format!("evidence as of: {}", super::day(evidence.as_of)),
        format!("case file: {}", sanitised(&evidence.case_file)),
    ];
    lines.extend(evidence.facts.iter().map(|fact| format!("shown: {}", shown(fact))));
    lines
}

/// Returns one line of evidence as it was shown, with its n and its definition.
pub fn shown(fact: &Fact) -> String {
    let n = fact.n.map(|n| format!(", n = {n}")).unwrap_or_default();
    let definition = fact.definition.as_ref();
    let definition = definition.map(|d| format!(", definition {} {}", d.code, d.hash)).unwrap_or_default();
    sanitised(&format!("{}: {}{n}{definition}", fact.label, fact.shown))
}
