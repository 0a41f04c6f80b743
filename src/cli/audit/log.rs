//! `trellis audit log`.

use std::io::Write;

use color_eyre::Result;
use serde_json::{Value, json};

use super::{safe_json, unreadable, verdict, verified};
use crate::cli::Exit;
use crate::cli::telling::tell;
use crate::domain::text::sanitised;
use crate::ledger::chain::Recorded;
use crate::ledger::fold::{Fate, State};
use crate::ledger::place::LedgerPlace;
use crate::ledger::verify::KnownElsewhere;
use crate::ui::words;

/// Lists the entries that hold, and says where they end.
pub fn run(
    ledger: &LedgerPlace,
    resident: Option<&str>,
    as_json: bool,
    out: &mut impl Write,
) -> Result<Exit> {
    let (found, state) = match verified(ledger, &KnownElsewhere::default()) {
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
        tell(note);
    }
    let exit = verdict::exit(&found.verdict);
    if exit != Exit::Done {
        tell(verdict::sentence(&found));
    }
    Ok(exit)
}

/// Writes an entry as a line: its number, when, who, about whom, what, and what became of it.
pub fn line(state: &State, recorded: &Recorded) -> String {
    let entry = &recorded.entry;
    let subject = entry.subject.as_ref().map_or("-", |subject| subject.as_str());
    let line = format!(
        "{:>5}  {}  {:<10} {:<16} {:<10} {}{}",
        entry.seq,
        entry.at.format("%Y-%m-%d %H:%MZ"),
        entry.actor.id,
        entry.actor.role,
        subject,
        words::act(&entry.act),
        words::fate(state, entry.seq).map(|fate| format!(" [{fate}]")).unwrap_or_default()
    );
    sanitised(&line)
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
