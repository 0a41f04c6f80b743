//! The sheets that a committee fills in.

pub mod card;
pub mod decision;
pub mod goal;
pub mod overall;
pub mod words;

/// How far a sheet has come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Stage {
    Editing,
    /// Every word stands on the screen; the next key records it.
    ReadBack,
    /// On its way to the disk.
    Pending,
    /// The ledger refused it or could not be written; the draft stays.
    Refused(String),
}

/// Moves by `by` in a ring of `len`.
pub fn wrapped_index(at: usize, by: isize, len: usize) -> usize {
    at.cast_signed().saturating_add(by).rem_euclid(len.max(1).cast_signed()).cast_unsigned()
}
