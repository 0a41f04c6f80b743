//! `trellis audit show`.

use std::io::Write;

use color_eyre::Result;

use super::{log, unreadable, verdict, verified};
use crate::cli::Exit;
use crate::domain::text::sanitised;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Decision, Evidence, Fact};
use crate::ledger::fold::State;
use crate::ledger::place::Place;
use crate::ledger::verify::Known;

/// Shows one entry that holds.
pub fn run(ledger: &Place, seq: u64, out: &mut impl Write) -> Result<Exit> {
    let (found, state) = match verified(ledger, &Known::default()) {
        Ok(read) => read,
        Err(error) => return Ok(unreadable(&error.to_string())),
    };
    let exit = verdict::exit(&found.verdict);
    if exit != Exit::Done {
        eprintln!("trellis: {}", verdict::sentence(&found));
    }
    let Some(recorded) = state.entry(seq) else {
        eprintln!("trellis: there is no entry {seq} that holds; the last is {}", state.count());
        return Ok(if exit == Exit::Done { Exit::Wrong } else { exit });
    };
    for (label, text) in facts(&state, recorded) {
        writeln!(out, "{label:<12} {}", sanitised(&text))?;
    }
    Ok(exit)
}

fn facts(state: &State, recorded: &Recorded) -> Vec<(&'static str, String)> {
    let entry = &recorded.entry;
    let act = format!("{}{}", log::in_words(&entry.act), log::fate(state, entry.seq));
    let mut facts = vec![
        ("entry", entry.seq.to_string()),
        ("hash", recorded.hash.to_string()),
        ("previous", entry.previous.to_string()),
        ("id", entry.id.clone()),
        ("at", entry.at.format("%Y-%m-%d %H:%M:%SZ").to_string()),
        ("by", format!("{}, {}", entry.actor.id, entry.actor.role)),
        ("act", act),
    ];
    facts.extend(entry.subject.iter().map(|subject| ("about", subject.to_string())));
    facts.extend(entry.act.decision().into_iter().flat_map(decision));
    let replaced = entry.supersedes.iter();
    facts.extend(replaced.map(|s| ("supersedes", format!("entry {}: {}", s.entry, s.reason))));
    facts.extend(entry.evidence.iter().flat_map(evidence));
    facts
}

fn decision(decision: &Decision) -> Vec<(&'static str, String)> {
    let mut facts = vec![("rationale", decision.rationale.clone())];
    if decision.insufficient_evidence {
        facts.push(("evidence", "said to be insufficient".to_owned()));
    }
    facts.extend(decision.dissent.iter().map(|dissent| ("dissent", dissent.clone())));
    if !decision.recused.is_empty() {
        facts.push(("recused", decision.recused.join(", ")));
    }
    facts
}

fn evidence(evidence: &Evidence) -> Vec<(&'static str, String)> {
    let mut facts = vec![("as of", evidence.as_of.to_string()), ("case file", evidence.case_file.clone())];
    facts.extend(evidence.thresholds.iter().map(|hash| ("thresholds", hash.clone())));
    facts.extend(evidence.facts.iter().map(|fact| ("shown", shown(fact))));
    facts
}

fn shown(fact: &Fact) -> String {
    let n = fact.n.map(|n| format!(", n = {n}")).unwrap_or_default();
    let definition = fact.definition.as_ref();
    let definition = definition.map(|d| format!(", definition {} {}", d.code, d.hash)).unwrap_or_default();
    format!("{}: {}{n}{definition}", fact.label, fact.shown)
}
