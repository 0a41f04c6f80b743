//! An entry into the ledger, against the same bytes written and synced bare.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::DateTime;
use trellis::ledger::chain::Draft;
use trellis::ledger::entry::{Act, Actor, Role};
use trellis::ledger::identity::Identity;
use trellis::ledger::store::Ledger;

use crate::Outcome;
use crate::figures::{centile, median, ms};

const ENTRIES: u32 = 200;

/// Appends entries and writes their bytes bare, in turn, in one folder.
pub fn compare(folder: &Path) -> Outcome<()> {
    let mut ledger = Ledger::open(&folder.join("bench.ledger.jsonl"))?;
    let key = Identity::make(&folder.join("key"), "bench")?;
    let mut bare = OpenOptions::new().create(true).append(true).open(folder.join("bare.jsonl"))?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for n in 0..ENTRIES {
        let begun = Instant::now();
        let recorded = ledger.append(&viewed(n)?, &key)?;
        ours.push(begun.elapsed());
        let line = recorded.entry.to_line() + "\n";
        let begun = Instant::now();
        bare.write_all(line.as_bytes())?;
        bare.sync_data()?;
        theirs.push(begun.elapsed());
    }
    let ratio = |share| {
        let seconds = |times: &[Duration]| centile(times, share).map_or(f64::NAN, |time| time.as_secs_f64());
        seconds(&ours) / seconds(&theirs)
    };
    println!(
        "  ledger: append p50 {} p99 {}; bare write and sync p50 {} p99 {}; ratio of the medians {:.2}",
        ms(median(&ours)),
        ms(centile(&ours, 0.99)),
        ms(median(&theirs)),
        ms(centile(&theirs, 0.99)),
        ratio(0.5),
    );
    Ok(())
}

fn viewed(n: u32) -> Outcome<Draft> {
    Ok(Draft {
        id: format!("bench-{n}"),
        at: DateTime::from_timestamp(1_795_000_000 + i64::from(n), 0).ok_or("a time out of range")?,
        actor: Actor { id: "bench".to_owned(), role: Role::Chair },
        subject: Some("R0001".parse()?),
        act: Act::Viewed { screen: "resident".to_owned() },
        supersedes: None,
        evidence: None,
    })
}
