//! Acts on the record itself: who may sign, checkpoints, cuts, what was set aside, and who looked.

use super::{May, Told};
use crate::domain::words::counted;
use crate::ledger::hash::Hash;

pub fn signers_named<'a>(allowed: &str) -> Told<'a> {
    let people: Vec<_> = allowed.lines().filter_map(|line| line.split(' ').next()).collect();
    Told {
        notice: Some("the list of signers is recorded".to_owned()),
        line: format!("signers named: {}", people.join("; ")),
        ..Told::default()
    }
}

pub fn checkpoint<'a>(size: u64, root: Hash) -> Told<'a> {
    Told {
        may: May::KeepersAndAuditors,
        notice: Some(format!("a checkpoint over {size} entries is recorded")),
        line: format!("checkpoint of {size} entries, root {root}"),
        ..Told::default()
    }
}

pub fn cut<'a>(entries: &[(u64, u64)], reason: &str) -> Told<'a> {
    Told {
        may: May::Director,
        notice: Some("the cut is recorded".to_owned()),
        line: format!("cut of entries {}: {reason}", runs(entries)),
        ..Told::default()
    }
}

pub fn set_aside<'a>(first: u64, lines: u64, reason: &str) -> Told<'a> {
    Told {
        notice: Some("what did not hold is set aside".to_owned()),
        line: format!(
            "set aside {} from entry {first} on, which did not hold: {reason}",
            counted(lines, "line")
        ),
        ..Told::default()
    }
}

pub fn viewed<'a>(screen: &str) -> Told<'a> {
    Told { may: May::Anybody, line: format!("viewed the {screen} screen"), ..Told::default() }
}

/// Says runs of entries, as `3–7, 9`.
fn runs(entries: &[(u64, u64)]) -> String {
    let run = |(first, last): &(u64, u64)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    entries.iter().map(run).collect::<Vec<_>>().join(", ")
}
