//! `trellis audit show`.

use std::io::Write;

use color_eyre::Result;

use super::{unreadable, verdict, verified};
use crate::cli::Exit;
use crate::cli::telling::tell;
use crate::domain::zone::Zone;
use crate::ledger::place::LedgerPlace;
use crate::ledger::verify::KnownElsewhere;
use crate::ui::words;

/// Shows one entry that holds.
pub fn run(ledger: &LedgerPlace, seq: u64, out: &mut impl Write) -> Result<Exit> {
    let (found, state) = match verified(ledger, &KnownElsewhere::default()) {
        Ok(read) => read,
        Err(error) => return Ok(unreadable(&error.to_string())),
    };
    let exit = verdict::exit(&found.verdict);
    if exit != Exit::Done {
        tell(verdict::sentence(&found));
    }
    let Some(recorded) = state.entry(seq) else {
        tell(format_args!("there is no entry {seq} that holds; the last is {}", state.count()));
        return Ok(if exit == Exit::Done { Exit::Wrong } else { exit });
    };
    for line in
        words::entry_lines((&state, Zone::NOT_NAMED), recorded, &words::act(&recorded.entry.act), false)
    {
        writeln!(out, "{line}")?;
    }
    Ok(exit)
}
