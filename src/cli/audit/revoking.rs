//! `trellis audit revoke`: takes back what stands, and hides nothing of it.

use std::io::Write;

use color_eyre::Result;
use color_eyre::eyre::{bail, eyre};

use super::say;
use crate::cli::Exit;
use crate::cli::signing::{WhoArgs, opened};
use crate::domain::text::sanitised;
use crate::ledger::entry::Act;
use crate::ledger::fold::Fate;
use crate::ledger::place::LedgerPlace;
use crate::ui::words;

/// Records that an entry is taken back, by the same rules as everywhere.
pub fn run(
    place: &LedgerPlace,
    entry: u64,
    reason: &str,
    who: &WhoArgs,
    out: &mut impl Write,
) -> Result<Exit> {
    let mut ledger = opened(place)?;
    let named = ledger.state().entry(entry);
    let named =
        &named.ok_or_else(|| eyre!("there is no entry {entry}; `trellis audit log` lists them"))?.entry;
    if let Fate::RevokedBy(by) = ledger.state().fate(entry) {
        bail!("nothing was recorded: entry {by} took entry {entry} back already");
    }
    let subject = named.subject.clone();
    say(out, &format!("entry {entry}: {}", words::act(&named.act)))?;
    let act = Act::Revocation { entry, reason: sanitised(reason) };
    let recorded = who.record(&mut ledger, subject.as_ref(), act)?;
    say(out, &recorded.entry.told().line)?;
    writeln!(out, "recorded as entry {} {}", recorded.entry.seq, recorded.hash)?;
    Ok(Exit::Done)
}
