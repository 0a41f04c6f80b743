//! Reads many lines and checks their signatures on all cores: that is what takes the time of a verification.

use std::num::NonZero;
use std::thread;

use super::Progress;
use crate::ledger::chain::Legible;
use crate::ledger::signature::BadSignature;
use crate::ledger::signature::batch::{self, Claim};

/// How many lines each thread reads before progress is said; one batch of signatures.
const BLOCK: usize = 8192;

/// A line that was read apart from its neighbours.
#[derive(Debug, Default)]
pub(super) struct Apart {
    /// `None` where the line is no entry, which its place in the chain says why.
    pub legible: Option<Legible>,
    /// Why its signature does not hold.
    pub bad: Option<BadSignature>,
}

/// Reads all lines, and checks the signature of each that can be read.
pub(super) fn read(lines: &[&[u8]], progress: Progress<'_>) -> Vec<Apart> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut read = Vec::with_capacity(lines.len());
    for block in lines.chunks(BLOCK * threads) {
        progress(read.len(), lines.len());
        // A thread costs more than a few signatures.
        if block.len() < 32 {
            read.extend(apart(block));
            continue;
        }
        let share = block.len().div_ceil(threads);
        thread::scope(|scope| {
            let running: Vec<_> = block.chunks(share).map(|part| scope.spawn(move || apart(part))).collect();
            for thread in running {
                match thread.join() {
                    Ok(part) => read.extend(part),
                    Err(panicked) => std::panic::resume_unwind(panicked),
                }
            }
        });
    }
    progress(lines.len(), lines.len());
    read
}

/// Reads some lines; where their signatures do not all hold together, they are gone through one by one.
fn apart(lines: &[&[u8]]) -> Vec<Apart> {
    let mut read: Vec<Apart> =
        lines.iter().map(|line| Apart { legible: Legible::of(line), bad: None }).collect();
    let claims: Vec<Option<Claim>> =
        read.iter().zip(lines).map(|(apart, line)| claim(apart.legible.as_ref()?, line)).collect();
    let together: Vec<Claim> = claims.iter().flatten().cloned().collect();
    let all_hold = batch::all_hold(&together);
    for (apart, claim) in read.iter_mut().zip(&claims) {
        if let (Some(legible), false) = (&apart.legible, all_hold && claim.is_some()) {
            apart.bad = legible.check_signature();
        }
    }
    read
}

/// Returns what the signature of a line claims.
fn claim(legible: &Legible, line: &[u8]) -> Option<Claim> {
    let entry = legible.entry()?;
    let message = entry.message_of(std::str::from_utf8(line).ok()?)?;
    entry.signature.as_ref()?.claim(message.as_bytes())
}
