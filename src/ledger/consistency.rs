//! A proof of consistency: that one checkpoint goes on from another, without the ledger.

use serde::{Deserialize, Serialize};

use super::chain::Recorded;
use super::entry::{FORMAT, Hash};
use super::fold::State;
use super::proven::{BadProof, Lists, Proven, checkpoint_of, lists_in, read};
use super::tree::goes_on;

/// Two checkpoints of a ledger, and what proves that the newer one stands for all that the older one stood for, unchanged.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Consistency {
    /// The line of the newer checkpoint.
    newer: String,
    /// The line of the older one.
    older: String,
    /// The proof of RFC 9162, section 2.1.4.1, from the older size to the newer.
    proof: Vec<Hash>,
    /// Every list of signers up to the newer checkpoint.
    signers: Vec<Proven>,
    v: u32,
}

/// Why there is nothing to prove.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoConsistency {
    #[error(
        "the ledger does not extend this checkpoint, entry {0}: it is shorter, or another; trellis audit verify \
         --checkpoint FILE says where they part"
    )]
    NotExtended(u64),
    #[error("no later checkpoint stands for it; record one with `trellis audit checkpoint`")]
    NoLater,
}

/// What such a proof shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Consistent {
    pub older: Recorded,
    pub newer: Recorded,
}

impl Consistency {
    /// Returns the proof that the last checkpoint goes on from the older one, which was kept elsewhere.
    pub fn of(state: &State, older: &Recorded) -> Result<Self, NoConsistency> {
        let seq = older.entry.seq;
        let own = state.entry(seq).filter(|own| own.hash == older.hash);
        let own = own.ok_or(NoConsistency::NotExtended(seq))?;
        let last =
            state.checkpoints().last().filter(|last| last.entry > seq).ok_or(NoConsistency::NoLater)?;
        let newer = state.entry(last.entry).ok_or(NoConsistency::NoLater)?;
        let tree = state.tree().at(last.size);
        let proof = tree.proof_from(seq - 1).ok_or(NoConsistency::NotExtended(seq))?;
        let (older, newer) = (own.entry.to_line(), newer.entry.to_line());
        Ok(Self { newer, older, proof, signers: lists_in(state, &tree), v: FORMAT })
    }

    /// Returns the text of the file, which ends with a line break.
    pub fn to_text(&self) -> String {
        let canonical = serde_json_canonicalizer::to_string(self);
        canonical.unwrap_or_else(|error| unreachable!("a proof holds only text: {error}")) + "\n"
    }

    /// Reads the text of a file, and refuses every one that [`Consistency::to_text`] would not have written.
    pub fn parse(text: &str) -> Result<Self, BadProof> {
        let proof: Self = read(text)?;
        if proof.to_text() == text { Ok(proof) } else { Err(BadProof::NotCanonical) }
    }

    /// Tells what the proof shows, with nothing but itself.
    pub fn verify(&self) -> Result<Consistent, BadProof> {
        let (newer, size, root) = checkpoint_of(&self.newer)?;
        let (older, older_size, older_root) = checkpoint_of(&self.older)?;
        if older_size >= size {
            return Err(BadProof::Order);
        }
        if !goes_on(&self.proof, (older_size, older_root), (size, root)) {
            return Err(BadProof::DoesNotGoOn);
        }
        let lists = Lists::held(&self.signers, size, root)?;
        lists.permit(&older)?;
        lists.permit(&newer)?;
        Ok(Consistent { older, newer })
    }
}
