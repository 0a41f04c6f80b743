//! A ledger taken as a whole, by nobody who records in it: verified, or put back where it does not stand.

use super::error::{AppendError, StoreError};
use super::file;
use super::fold::State;
use super::place::LedgerPlace;
use super::postgres::{KnownLines, LedgerTable, TableError};
use super::verify::{self, KnownElsewhere, Progress, Verdict, Verification};

/// Reads the ledger at `place` and verifies it, without writing anything.
pub fn verified(
    place: &LedgerPlace,
    known: &KnownElsewhere,
    progress: Progress<'_>,
) -> Result<(Verification, State), StoreError> {
    let (judged, near) = match place {
        LedgerPlace::File(path) => (file::verified(path, known, progress)?, file::near(path)),
        LedgerPlace::Table(address) => {
            let mut table = LedgerTable::connect(address)?;
            (verify::verified(&lines(&mut table)?, known, progress), table.others()?)
        }
    };
    // Of nothing nobody can tell whether it is what it was.
    if judged.0.verdict == Verdict::Valid && judged.0.holds.count == 0 {
        return Err(StoreError::NoEntries { at: place.to_string(), near });
    }
    Ok(judged)
}

/// Writes a whole ledger, as a file holds it, into the table at `address`, in which no entry stands yet; all of it or
/// nothing. That it holds is for the caller to have verified.
pub fn restore(address: &str, ledger: &str) -> Result<(), AppendError> {
    let mut table = LedgerTable::connect(address)?;
    let at = table.shown();
    table.append(&KnownLines::default(), |lines| match lines.len() as u64 {
        0 => Ok(ledger.split_terminator('\n').map(str::to_owned).collect()),
        entries => Err(AppendError::Occupied { at: at.clone(), entries }),
    })
}

/// Returns a table's lines as the bytes that a file would hold.
pub fn lines(table: &mut LedgerTable) -> Result<Vec<u8>, TableError> {
    let lines = table.lines_after(&KnownLines::default())?;
    Ok(lines.into_iter().flat_map(|line| (line + "\n").into_bytes()).collect())
}
