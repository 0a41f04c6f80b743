//! `trellis audit verify`.

use std::io::Write;
use std::path::Path;

use color_eyre::Result;
use serde_json::{Value, json};

use super::{safe_json, unreadable};
use crate::cli::Exit;
use crate::domain::text::sanitised;
use crate::ledger::file;
use crate::ledger::verify::{Completeness, Detects, THREATS, Threat, Verdict, Verification};

/// Verifies the ledger and writes the verdict to `out`.
pub fn run(ledger: &Path, as_json: bool, out: &mut impl Write) -> Result<Exit> {
    let found = match file::verified(ledger) {
        Ok((found, _)) => found,
        Err(error) => {
            if as_json {
                let value =
                    json!({ "verdict": "cannot tell", "why": error.to_string(), "complete": "not shown" });
                writeln!(out, "{}", safe_json(&value))?;
            }
            return Ok(unreadable(&error));
        }
    };
    if as_json {
        writeln!(out, "{}", safe_json(&as_value(&found)))?;
    } else {
        print(&found, out)?;
    }
    Ok(exit(&found.verdict))
}

/// Returns the exit code of a verdict.
pub fn exit(verdict: &Verdict) -> Exit {
    match verdict {
        Verdict::Valid => Exit::Done,
        Verdict::Broken { .. } => Exit::Wrong,
        Verdict::CannotTell { .. } => Exit::CannotTell,
    }
}

/// Returns the verdict as one line.
pub fn sentence(found: &Verification) -> String {
    let holds = match found.holds.count {
        0 => "no entry before it holds".to_owned(),
        n => format!("before it, entries 1 to {n} hold"),
    };
    match &found.verdict {
        Verdict::Valid => format!("valid: {} entries, each linked to the one before it", found.holds.count),
        Verdict::Broken { entry, why } => {
            format!("broken at entry {entry}: {}; {holds}", sanitised(&why.to_string()))
        }
        Verdict::CannotTell { entry, why } => format!("cannot tell from entry {entry} on: {why}; {holds}"),
    }
}

fn completeness(found: &Verification) -> String {
    match found.completeness {
        Completeness::ShownTo(n) => format!("shown up to entry {n}"),
        Completeness::NotShown => {
            "not shown: nothing from outside says how long the ledger should be".to_owned()
        }
    }
}

fn detects(found: &Verification, threat: &Threat) -> Detects {
    if found.anchored { threat.anchored } else { threat.alone }
}

fn print(found: &Verification, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{}", sentence(found))?;
    writeln!(out, "complete: {}", completeness(found))?;
    writeln!(out, "head: entry {} {}", found.holds.count, found.holds.hash)?;
    for note in &found.notes {
        writeln!(out, "note: {note}")?;
    }
    writeln!(out, "\nwhat this run detects")?;
    let widest = THREATS.iter().map(|t| t.what.len()).max().unwrap_or_default();
    for threat in THREATS {
        writeln!(out, "  {:<widest$}  {}", threat.what, detects(found, threat))?;
    }
    writeln!(
        out,
        "\nEntries are not signed: whoever may write the file can write the whole chain anew.\n\
         Keep the head above in another place, and compare it next time."
    )?;
    Ok(())
}

fn as_value(found: &Verification) -> Value {
    let (verdict, entry, why) = match &found.verdict {
        Verdict::Valid => ("valid", None, None),
        Verdict::Broken { entry, why } => ("broken", Some(*entry), Some(why.to_string())),
        Verdict::CannotTell { entry, why } => ("cannot tell", Some(*entry), Some(why.to_string())),
    };
    let shown_to = match found.completeness {
        Completeness::ShownTo(n) => Some(n),
        Completeness::NotShown => None,
    };
    json!({
        "verdict": verdict,
        "entry": entry,
        "why": why,
        "entries": found.holds.count,
        "head": found.holds.hash,
        "complete": if shown_to.is_some() { "shown" } else { "not shown" },
        "complete_to": shown_to,
        "notes": found.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "threats": THREATS
            .iter()
            .map(|threat| json!({ "threat": threat.what, "detection": detects(found, threat).to_string() }))
            .collect::<Vec<_>>(),
    })
}
