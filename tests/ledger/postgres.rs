//! A ledger in a real PostgreSQL: what several machines may rely on, and what its server refuses.
//!
//! The lines have the form of entries and mean nothing here; they are chained by the tests' own hand.

use std::collections::HashSet;

use sha2::{Digest as _, Sha256};
use trellis::ledger::postgres::{KnownLines, LedgerTable, TableError};

mod aside;
mod broken;
mod cut;
mod full;
mod met;
mod pooled;
mod refused;
mod restored;
pub mod server;
mod writers;

use server::shared;

/// The `previous` of the first line.
fn nothing() -> String {
    "0".repeat(64)
}

fn hash(line: &str) -> String {
    Sha256::digest(line.as_bytes()).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// A signature that has the form of one and was made by nobody, over nothing.
const SIGNATURE: &str = "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg1WgBmaJ1c74X5PVy5wzNLcCUst0OKRf4acmwOcjk1aIAAAAOdHJlbGxpcy1sZWRnZXIAAAAAAAAABnNoYTUxMgAAAFMAAAALc3NoLWVkMjU1MTkAAABAQjhAlKCvCi0BEoNJUOLVhws6H8nHWYPjqDauUykLEO2UehGGmSbk4F/ZCuqtf1ga73GDOLnRnXsJ7E7ZfdYRBw==";

/// Makes a line that follows one with the hash `previous`.
fn line(seq: u64, id: &str, previous: &str) -> String {
    format!(
        r#"{{"act":{{"screen":"resident","type":"viewed"}},"actor":{{"id":"c.chair","role":"chair"}},"at":"2026-11-20T18:00:00Z","id":"act-{id}","previous":"{previous}","seq":{seq},"signature":"{SIGNATURE}","subject":"R-007","v":2}}"#
    )
}

/// A writer with a memory of what it has read, as the ledger's core has one.
#[derive(Debug)]
struct Writer {
    table: LedgerTable,
    known: KnownLines,
}

impl Writer {
    fn at(address: &str) -> Self {
        Self { table: LedgerTable::connect(address).unwrap(), known: KnownLines::default() }
    }

    /// Records an act, unless it is recorded already; returns what others recorded in between.
    fn record(&mut self, id: &str) -> Result<Vec<String>, TableError> {
        let known = self.known.clone();
        let mut seen = Vec::new();
        let mut own = None;
        self.table.append(&known, |lines| {
            seen = lines.to_vec();
            let named = format!(r#""id":"act-{id}""#);
            if lines.iter().any(|line| line.contains(&named)) {
                return Ok::<_, TableError>(Vec::new());
            }
            let previous = match (lines.last(), known.lines) {
                (Some(line), _) => hash(line),
                (None, 0) => nothing(),
                (None, _) => known.hash.clone(),
            };
            let next = line(known.lines + lines.len() as u64 + 1, id, &previous);
            own = Some(next.clone());
            Ok(vec![next])
        })?;
        for line in seen.iter().chain(&own) {
            self.known = KnownLines::after(self.known.lines + 1, line);
        }
        Ok(seen)
    }
}

/// Reads a whole ledger anew and checks by hand that each line follows the one before.
fn chained(address: &str) -> Vec<String> {
    let lines = LedgerTable::connect(address).unwrap().lines_after(&KnownLines::default()).unwrap();
    let mut previous = nothing();
    for (seq, line) in (1..).zip(&lines) {
        assert!(line.contains(&format!(r#""previous":"{previous}""#)), "line {seq} does not follow");
        assert!(line.contains(&format!(r#""seq":{seq},"#)), "line {seq} says otherwise");
        previous = hash(line);
    }
    lines
}

fn ids(lines: &[String]) -> HashSet<String> {
    let own = lines.iter().map(|line| {
        let (_, id) = line.split_once("\"id\":\"act-").unwrap();
        id.split('"').next().unwrap().to_owned()
    });
    let ids: HashSet<String> = own.collect();
    assert_eq!(ids.len(), lines.len(), "an act was doubled");
    ids
}

#[test]
fn lines_come_back_byte_for_byte() {
    let address = shared().address("bytes");
    let mut table = LedgerTable::connect(&address).unwrap();
    let texts = [
        r#"naïve “quotes” \" \\ \u0000 \u001b[31m 漢字 é 🫁"#.to_owned() + "e\u{301}",
        r#"\"previous\":\"0000\" %s $1 ' ; drop table"#.to_owned(),
        "x".repeat(300_000),
    ];
    let mut lines: Vec<String> = Vec::new();
    for (seq, text) in (1u64..).zip(&texts) {
        let previous = lines.last().map_or_else(nothing, |line| hash(line));
        lines.push(line(seq, "x", &previous).replacen("resident", text, 1));
    }
    let all = lines.clone();
    table.append(&KnownLines::default(), |_| Ok::<_, TableError>(all)).unwrap();
    assert_eq!(table.lines_after(&KnownLines::default()).unwrap(), lines);
    let known = KnownLines::after(2, &lines[1]);
    assert_eq!(LedgerTable::connect(&address).unwrap().lines_after(&known).unwrap(), lines[2..]);
}

#[test]
fn a_plan_that_refuses_or_appends_nothing_leaves_the_ledger_as_it_is() {
    let address = shared().address("plans");
    let mut writer = Writer::at(&address);
    writer.record("one").unwrap();
    let known = writer.known.clone();
    writer.table.append(&known, |_| Ok::<_, TableError>(Vec::new())).unwrap();
    let refusal = TableError::Address("the rules refuse this");
    let refused = writer.table.append(&known, |_| Err::<Vec<String>, _>(refusal.clone()));
    assert_eq!(refused, Err(refusal));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _ =
            writer.table.append(&known, |_| -> Result<Vec<String>, TableError> { panic!("a bug in a plan") });
    }));
    assert!(panicked.is_err());
    for wrong in ["", "a\nb", "a\0b"] {
        let refused = writer.table.append(&known, |_| Ok(vec![wrong.to_owned()]));
        assert!(matches!(refused, Err(TableError::NotALine { .. })), "{refused:?}");
    }
    assert_eq!(writer.record("two").unwrap(), Vec::<String>::new());
    assert_eq!(chained(&address).len(), 2);
}

#[test]
fn ledgers_in_one_database_know_nothing_of_each_other() {
    let (mut one, mut two) =
        (Writer::at(&shared().address("apart-1")), Writer::at(&shared().address("apart-2")));
    one.record("a").unwrap();
    assert_eq!(two.record("b").unwrap(), Vec::<String>::new());
    assert_eq!(ids(&chained(&shared().address("apart-1"))), HashSet::from(["a".to_owned()]));
}
