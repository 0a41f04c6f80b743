//! The Merkle tree over the entries (RFC 6962, section 2.1): one root stands for all of them.
//!
//! A leaf's input is the hash of an entry's line, so that a line that was cut keeps its place.

use std::fmt;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{InclusionProof, RootHash};
use sha2::Sha256;

use super::entry::MAX_EXACT;
use super::hash::Hash;

/// The tree over the hashes of all entries.
#[derive(Clone, Default)]
pub struct Tree(MemoryBackedTree<Sha256, Hash>);

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tree({}, {})", self.size(), self.root())
    }
}

impl Tree {
    /// Returns the tree over `hashes`.
    pub fn over(hashes: impl IntoIterator<Item = Hash>) -> Self {
        let mut tree = Self::default();
        hashes.into_iter().for_each(|hash| tree.push(hash));
        tree
    }

    /// Adds the hash of the next entry.
    pub fn push(&mut self, hash: Hash) {
        self.0.push(hash);
    }

    /// Returns the number of entries.
    pub fn size(&self) -> u64 {
        self.0.len()
    }

    /// Returns the root of all entries; of none, the SHA-256 of nothing.
    pub fn root(&self) -> Hash {
        Hash((*self.0.root().as_bytes()).into())
    }

    /// Returns the hash of the entry `seq`, which counts from 1.
    pub fn hash(&self, seq: u64) -> Option<Hash> {
        self.0.get(usize::try_from(seq.checked_sub(1)?).ok()?).copied()
    }

    /// Returns the tree as it was with `size` entries.
    #[must_use]
    pub fn at(&self, size: u64) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        Self::over(self.0.items().iter().copied().take(size))
    }

    /// Returns the audit path (RFC 6962, section 2.1.1) of the entry `seq`; `None` where there is none.
    pub fn path(&self, seq: u64) -> Option<Vec<Hash>> {
        let leaf = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.0.get(leaf)?;
        let proof = self.0.prove_inclusion(leaf);
        let (hashes, _) = proof.as_bytes().as_chunks::<32>();
        Some(hashes.iter().copied().map(Hash).collect())
    }
}

/// Tells whether `path` proves that `hash` is the entry `seq` in a tree of `size` entries with this `root`.
pub fn proves(path: &[Hash], hash: Hash, seq: u64, size: u64, root: Hash) -> bool {
    // A tree of more entries than a number can count is nobody's.
    let Some(leaf) = seq.checked_sub(1).filter(|leaf| *leaf < size && size <= MAX_EXACT) else {
        return false;
    };
    let bytes = path.iter().flat_map(|hash| hash.0).collect();
    let root = RootHash::<Sha256>::new(root.0.into(), size);
    InclusionProof::try_from_bytes(bytes)
        .is_ok_and(|proof| root.verify_inclusion(&hash, leaf, &proof).is_ok())
}
