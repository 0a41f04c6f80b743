//! Lines that do not hold and that a later entry sets aside: where it holds, they are no entries, and the ledger goes on
//! behind them.

use super::signatures::Apart;
use crate::ledger::entry::Act;

/// So many entries that claim to set the same line aside are tried.
const TRIES: usize = 8;

/// Lines that an entry sets aside.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Run {
    /// The place of the first.
    first: u64,
    /// The place of the entry behind the last.
    by: u64,
}

impl Run {
    pub fn has(self, seq: u64) -> bool {
        (self.first..self.by).contains(&seq)
    }

    /// Returns what a line claims to set aside, where its signature holds and it stands behind what it names.
    fn of(apart: &Apart) -> Option<Self> {
        let entry = apart.legible.as_ref().filter(|_| apart.bad.is_none())?.entry()?;
        let Act::SetAside { first, lines, .. } = entry.act else { return None };
        let run = Self { first, by: entry.seq };
        (lines > 0 && first.checked_add(lines) == Some(entry.seq)).then_some(run)
    }
}

/// What came of judging lines with some left out.
pub(super) struct Judged<T> {
    /// The first entry that does not hold.
    pub broken: Option<u64>,
    /// How many lines hold, counted from the first.
    pub holds: u64,
    pub value: T,
}

/// Returns what lines claim to set aside.
pub(super) fn claims<'a>(lines: impl Iterator<Item = &'a Apart>) -> Vec<Run> {
    lines.filter_map(Run::of).collect()
}

/// Judges lines by `judge`, which leaves out those that it is told: where one does not hold and a later entry that holds
/// sets it aside, again without it.
pub(super) fn excused<T>(claimed: &[Run], mut judge: impl FnMut(&[Run]) -> Judged<T>) -> T {
    let mut aside = Vec::new();
    let mut found = judge(&aside);
    while let Some(broken) = found.broken {
        let claims = claimed.iter().filter(|run| run.first == broken).take(TRIES);
        let further = claims.copied().find_map(|run| {
            aside.push(run);
            let further = judge(&aside);
            // Only an entry that holds itself excuses what stands before it.
            if further.holds >= run.by {
                return Some(further);
            }
            aside.pop();
            None
        });
        match further {
            Some(further) => found = further,
            // The last judgement may have been that of a claim that does not hold.
            None if claimed.iter().any(|run| run.first == broken) => return judge(&aside).value,
            None => break,
        }
    }
    found.value
}
