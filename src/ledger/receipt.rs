//! A receipt: proof that one resident's entries are in a ledger, without the ledger.

use serde::{Deserialize, Serialize};

use super::chain::Recorded;
use super::entry::{Act, FORMAT, Hash, Role};
use super::fold::State;
use super::proven::{BadProof, Lists, Proven, called, checkpoint_of, lists_in, read};
use crate::domain::id::ResidentId;

/// One resident's entries, each with its place in the tree of a checkpoint.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The line of the checkpoint.
    checkpoint: String,
    entries: Vec<Proven>,
    resident: ResidentId,
    /// Every list of signers up to the checkpoint.
    signers: Vec<Proven>,
    v: u32,
}

/// Why there is nothing to give a receipt for.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoReceipt {
    #[error("no entry is about {0}")]
    NoEntry(ResidentId),
    #[error("no checkpoint stands for an entry about {0} yet; record one with `trellis audit checkpoint`")]
    NoCheckpoint(ResidentId),
}

/// What a receipt that holds proves.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub resident: ResidentId,
    pub entries: Vec<Recorded>,
    pub checkpoint: Recorded,
    /// How many entries the checkpoint stands for, and their root.
    pub size: u64,
    pub root: Hash,
}

impl Receipt {
    /// Returns the receipt for a resident's entries up to the last checkpoint.
    pub fn of(state: &State, resident: &ResidentId) -> Result<Self, NoReceipt> {
        if state.resident(resident).is_none() {
            return Err(NoReceipt::NoEntry(resident.clone()));
        }
        let last = state.checkpoints().last();
        let none = || NoReceipt::NoCheckpoint(resident.clone());
        let (checkpoint, line) = last.and_then(|c| Some((c, state.entry(c.entry)?))).ok_or_else(none)?;
        let tree = state.tree().at(checkpoint.size);
        let entries: Vec<_> =
            state.entries_of(resident).filter_map(|recorded| Proven::of(recorded, &tree)).collect();
        if entries.is_empty() {
            return Err(none());
        }
        let signers = lists_in(state, &tree);
        let checkpoint = line.entry.to_line();
        Ok(Self { checkpoint, entries, resident: resident.clone(), signers, v: FORMAT })
    }

    /// Returns the text of the file, which ends with a line break.
    pub fn to_text(&self) -> String {
        let canonical = serde_json_canonicalizer::to_string(self);
        canonical.unwrap_or_else(|error| unreachable!("a receipt holds only text: {error}")) + "\n"
    }

    /// Reads the text of a file, and refuses every one that [`Receipt::to_text`] would not have written.
    pub fn parse(text: &str) -> Result<Self, BadProof> {
        let receipt: Self = read(text)?;
        if receipt.to_text() == text { Ok(receipt) } else { Err(BadProof::NotCanonical) }
    }

    /// Tells what the receipt proves, with nothing but itself.
    pub fn verify(&self) -> Result<Held, BadProof> {
        let (checkpoint, size, root) = checkpoint_of(&self.checkpoint)?;
        let lists = Lists::held(&self.signers, size, root)?;
        let mut entries: Vec<Recorded> = Vec::new();
        for proven in &self.entries {
            let held = proven.held(size, root)?;
            if held.entry.subject.as_ref() != Some(&self.resident) {
                return Err(BadProof::NotAnEntry(called(&held.entry)));
            }
            if entries.last().is_some_and(|before| before.entry.seq >= held.entry.seq) {
                return Err(BadProof::Order);
            }
            if let Act::Revocation { entry: revoked, .. } = held.entry.act
                && entries.iter().any(|before| before.entry.seq == revoked && determines(before))
                && held.entry.actor.role != Role::ProgramDirector
            {
                return Err(BadProof::NotInRole(called(&held.entry)));
            }
            lists.permit(&held)?;
            entries.push(held);
        }
        lists.permit(&checkpoint)?;
        Ok(Held { resident: self.resident.clone(), entries, checkpoint, size, root })
    }
}

fn determines(recorded: &Recorded) -> bool {
    recorded.entry.act.is_determination()
}
