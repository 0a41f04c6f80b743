//! The lines that were read of a table, as the bytes that a file would hold.

use sha2::{Digest as _, Sha256};

use super::admission::Wrong;
use super::chain::Head;
use super::error::StoreError;
use super::fold::State;
use super::hash::Hash;
use super::memory::Verified;
use super::verify;

/// How many bytes were read, and their hash.
#[derive(Clone, Debug, Default)]
pub struct Running {
    length: u64,
    hash: Sha256,
}

impl Running {
    /// Takes in a line that was written.
    pub fn add(&mut self, line: &str) {
        self.length += line.len() as u64 + 1;
        self.hash.update(line);
        self.hash.update(b"\n");
    }

    /// Returns how many bytes were read, and their hash.
    pub fn so_far(&self) -> (u64, Hash) {
        (self.length, Hash(self.hash.clone().finalize().into()))
    }

    /// Takes in the lines that were verified before, where they are still the same, and returns how many.
    pub fn known(&mut self, lines: &[String], trust: &Verified, state: &mut State) -> usize {
        let Some(first) = usize::try_from(trust.entries).ok().and_then(|n| lines.get(..n)) else { return 0 };
        let mut read = Self::default();
        for line in first {
            read.add(line);
        }
        let mut taken = State::default();
        let is_same = Hash(read.hash.clone().finalize().into()) == trust.bytes
            && first.iter().all(|line| taken.take_known(line.as_bytes()).is_ok())
            && taken.head() == (Head { count: trust.entries, hash: trust.last });
        if !is_same {
            return 0;
        }
        (*self, *state) = (read, taken);
        first.len()
    }

    /// Takes in the lines that follow, their signatures checked; where one does not hold, none of them.
    pub fn take_in(&mut self, state: &mut State, lines: &[String]) -> Result<(), Fault> {
        let seen = state.count();
        let bytes: Vec<&[u8]> = lines.iter().map(String::as_bytes).collect();
        if let Some(fault) = verify::taken(state, &bytes).1 {
            *state = state.up_to(seen);
            return Err(Fault(fault));
        }
        for line in lines {
            self.add(line);
        }
        Ok(())
    }
}

/// The first entry that does not hold, and why.
pub struct Fault((u64, Wrong));

impl Fault {
    pub fn at(self, at: &str) -> StoreError {
        let Self((entry, why)) = self;
        StoreError::Broken { at: at.to_owned(), entry, why }
    }
}
