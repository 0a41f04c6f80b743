//! `trellis audit log`.

use std::io::Write;

use color_eyre::Result;
use serde_json::{Value, json};

use super::{safe_json, unreadable, verdict, verified};
use crate::cli::Exit;
use crate::domain::text::sanitised;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Decision};
use crate::ledger::fold::{Fate, State};
use crate::ledger::place::Place;
use crate::ledger::verify::Known;

/// Lists the entries that hold, and says where they end.
pub fn run(ledger: &Place, resident: Option<&str>, as_json: bool, out: &mut impl Write) -> Result<Exit> {
    let (found, state) = match verified(ledger, &Known::default()) {
        Ok(read) => read,
        Err(error) => return Ok(unreadable(&error.to_string())),
    };
    let about = |recorded: &&Recorded| {
        resident.is_none_or(|id| recorded.entry.subject.as_ref().is_some_and(|s| s.as_str() == id))
    };
    let listed: Vec<&Recorded> = state.entries().map(AsRef::as_ref).filter(about).collect();
    if as_json {
        let rows: Vec<Value> = listed.iter().map(|recorded| as_value(&state, recorded)).collect();
        writeln!(out, "{}", safe_json(&Value::Array(rows)))?;
    } else {
        for recorded in &listed {
            writeln!(out, "{}", line(&state, recorded))?;
        }
    }
    if listed.is_empty() && !as_json {
        writeln!(
            out,
            "no entries{}",
            resident.map(|id| format!(" about {}", sanitised(id))).unwrap_or_default()
        )?;
    }
    for note in &found.notes {
        eprintln!("trellis: {note}");
    }
    let exit = verdict::exit(&found.verdict);
    if exit != Exit::Done {
        eprintln!("trellis: {}", verdict::sentence(&found));
    }
    Ok(exit)
}

fn line(state: &State, recorded: &Recorded) -> String {
    let entry = &recorded.entry;
    let subject = entry.subject.as_ref().map_or("-", |subject| subject.as_str());
    let line = format!(
        "{:>5}  {}  {:<10} {:<16} {:<10} {}{}",
        entry.seq,
        entry.at.format("%Y-%m-%d %H:%MZ"),
        entry.actor.id,
        entry.actor.role,
        subject,
        in_words(&entry.act),
        fate(state, entry.seq)
    );
    sanitised(&line)
}

/// Says in brackets what became of a decision that no longer stands, or of a goal that is no longer open.
pub fn fate(state: &State, seq: u64) -> String {
    match state.fate(seq) {
        Fate::Stands => String::new(),
        Fate::SupersededBy(by) => format!(" [superseded by {by}]"),
        Fate::RevokedBy(by) => format!(" [revoked by {by}]"),
        Fate::ClosedBy(by) => format!(" [closed by {by}]"),
    }
}

/// Says an act in a few words.
pub fn in_words(act: &Act) -> String {
    match act {
        Act::SignersNamed { allowed } => {
            let people: Vec<_> = allowed.lines().filter_map(|line| line.split(' ').next()).collect();
            format!("signers named: {}", people.join("; "))
        }
        Act::Checkpoint { size, root } => format!("checkpoint of {size} entries, root {root}"),
        Act::Cut { entries, reason } => format!("cut of {}: {reason}", runs(entries)),
        Act::MeetingOpened { meeting, title } => format!("meeting {meeting} opened: {title}"),
        Act::MeetingClosed { meeting } => format!("meeting {meeting} closed"),
        Act::Viewed { screen } => format!("viewed: {screen}"),
        Act::Recommendation(decision) => format!("recommendation: {}", decided(decision)),
        Act::Determination { recommendation, agrees, decision } => {
            let agrees = if *agrees { "agrees with" } else { "differs from" };
            format!("determination: {}, {agrees} {recommendation}", decided(decision))
        }
        Act::Revocation { entry, reason } => format!("revocation of {entry}: {reason}"),
        Act::PromptAcknowledged { prompt, reason, .. } => format!("prompt acknowledged: {prompt}: {reason}"),
        Act::GoalSet { text, owner, due, about } => {
            let about = about.as_ref().map(|topic| format!(" on {topic}")).unwrap_or_default();
            format!("goal set{about}: {text}; owner {owner}; due {due}")
        }
        Act::GoalClosed { entry, outcome, reason } => format!("goal {entry} closed, {outcome}: {reason}"),
    }
}

/// Says runs of entries, as `3–7, 9`.
pub fn runs(entries: &[(u64, u64)]) -> String {
    let run = |(first, last): &(u64, u64)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    entries.iter().map(run).collect::<Vec<_>>().join(", ")
}

fn decided(decision: &Decision) -> String {
    let Decision { epa, outcome, scale, level, .. } = decision;
    match level {
        Some(level) => format!("{epa} {outcome} at level {level} ({scale})"),
        None => format!("{epa} {outcome}"),
    }
}

fn as_value(state: &State, recorded: &Recorded) -> Value {
    let (stands, by) = match state.fate(recorded.entry.seq) {
        Fate::Stands => ("stands", None),
        Fate::SupersededBy(by) => ("superseded", Some(by)),
        Fate::RevokedBy(by) => ("revoked", Some(by)),
        Fate::ClosedBy(by) => ("closed", Some(by)),
    };
    json!({ "entry": recorded.entry, "hash": recorded.hash, "state": stands, "by": by })
}
