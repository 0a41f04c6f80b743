//! `trellis audit accept`.

use std::io::Write;

use color_eyre::Result;
use color_eyre::eyre::{WrapErr as _, bail};

use crate::cli::Exit;
use crate::cli::signing::remembering;
use crate::domain::words::counted;
use crate::ledger::place::LedgerPlace;

/// Takes a ledger as it is, though it is not what was read here before; says first what that means.
pub fn run(place: &LedgerPlace, entries: Option<u64>, out: &mut impl Write) -> Result<Exit> {
    let mut ledger = remembering(place)?;
    let Some(news) = ledger.news().cloned() else {
        writeln!(out, "{place} goes on from what was read here before; there is nothing to choose")?;
        return Ok(Exit::Done);
    };
    let n = ledger.state().count();
    writeln!(out, "{news}")?;
    let Some(entries) = entries else {
        writeln!(
            out,
            "\nIf a longer one is anywhere, bring it back. To go on with this one, so that what is missing is missed no \
             more:\n  trellis audit accept {place} --entries {n}"
        )?;
        return Ok(Exit::Wrong);
    };
    if entries != n {
        bail!("nothing was changed: it has {}, and not {entries}", counted(n, "entry"));
    }
    ledger.accept().wrap_err("what was chosen could not be kept, and is asked about again")?;
    writeln!(out, "taken as it is: {}, head {}", counted(n, "entry"), ledger.state().head().hash)?;
    Ok(Exit::Done)
}
