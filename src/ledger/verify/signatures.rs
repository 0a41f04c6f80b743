//! Checks many signatures at once: they are what takes the time of a verification.

use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use super::Progress;
use crate::ledger::chain::Recorded;
use crate::ledger::signature::BadSignature;

/// How many entries each thread checks before progress is said.
const BLOCK: usize = 500;

/// Returns the first entry whose signature does not hold, and why.
pub(super) fn first_bad(entries: &[Arc<Recorded>], progress: Progress<'_>) -> Option<(u64, BadSignature)> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    for (i, block) in entries.chunks(BLOCK * threads).enumerate() {
        progress(i * BLOCK * threads, entries.len());
        let first = match block.len() {
            // A thread costs more than a few signatures.
            ..32 => first_of(block),
            _ => thread::scope(|scope| {
                let share = block.len().div_ceil(threads);
                let running: Vec<_> =
                    block.chunks(share).map(|part| scope.spawn(move || first_of(part))).collect();
                running.into_iter().find_map(|thread| match thread.join() {
                    Ok(first) => first,
                    Err(panicked) => std::panic::resume_unwind(panicked),
                })
            }),
        };
        if first.is_some() {
            return first;
        }
    }
    progress(entries.len(), entries.len());
    None
}

fn first_of(entries: &[Arc<Recorded>]) -> Option<(u64, BadSignature)> {
    entries.iter().find_map(|recorded| Some((recorded.entry.seq, recorded.check_signature().err()?)))
}
