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

    /// Returns the proof that the tree goes on from what it was with `older` entries (RFC 9162, section 2.1.4.1); `None`
    /// where it never had so many, or has none.
    pub fn proof_from(&self, older: u64) -> Option<Vec<Hash>> {
        let added = self.size().checked_sub(older).filter(|_| older > 0)?;
        let proof = self.0.prove_consistency(usize::try_from(added).ok()?);
        let (hashes, _) = proof.as_bytes().as_chunks::<32>();
        Some(hashes.iter().copied().map(Hash).collect())
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

/// Tells whether `proof` proves that a tree of `newer` goes on from one of `older`, each by its size and root (RFC 9162,
/// section 2.1.4.2). A tree goes on from itself.
pub fn goes_on(proof: &[Hash], older: (u64, Hash), newer: (u64, Hash)) -> bool {
    let ((first, first_root), (second, second_root)) = (older, newer);
    if first == second {
        return proof.is_empty() && first_root == second_root;
    }
    if first == 0 || first > second || second > MAX_EXACT || proof.is_empty() {
        return false;
    }
    let mut path = first.is_power_of_two().then_some(first_root).into_iter().chain(proof.iter().copied());
    let (mut at, mut last) = (first - 1, second - 1);
    let shift = at.trailing_ones();
    (at, last) = (at >> shift, last >> shift);
    let Some(begin) = path.next() else { return false };
    let (mut of_first, mut of_second) = (begin, begin);
    for hash in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            of_first = node(hash, of_first);
            of_second = node(hash, of_second);
            let shift = if at == 0 { 0 } else { at.trailing_zeros() };
            (at, last) = (at >> shift, last >> shift);
        } else {
            of_second = node(of_second, hash);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && of_first == first_root && of_second == second_root
}

fn node(left: Hash, right: Hash) -> Hash {
    Hash::of(&[&[1][..], &left.0, &right.0].concat())
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

#[cfg(test)]
mod tests {
    use sha2::Digest as _;

    use super::*;

    /// The test tree of the Certificate Transparency project (`testonly/constants.go` of transparency-dev/merkle).
    const INPUTS: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    /// Its roots of none to all of them.
    const ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    /// The root by the definition of RFC 6962, section 2.1, apart from the crate's own way.
    fn root_of(inputs: &[&[u8]]) -> Hash {
        let hashed = |parts: &[&[u8]]| Hash::of(&parts.concat());
        match inputs {
            [] => hashed(&[]),
            [one] => hashed(&[&[0], one]),
            _ => {
                let (left, right) = inputs.split_at(split(inputs.len()));
                hashed(&[&[1], &root_of(left).0, &root_of(right).0])
            }
        }
    }

    /// The audit path by the definition of RFC 6962, section 2.1.1.
    fn path_of(leaf: usize, inputs: &[&[u8]]) -> Vec<Hash> {
        if inputs.len() == 1 {
            return Vec::new();
        }
        let (left, right) = inputs.split_at(split(inputs.len()));
        let (mut path, other) = match leaf.checked_sub(left.len()) {
            None => (path_of(leaf, left), root_of(right)),
            Some(leaf) => (path_of(leaf, right), root_of(left)),
        };
        path.push(other);
        path
    }

    fn split(size: usize) -> usize {
        1 << (size - 1).ilog2()
    }

    #[test]
    fn the_definition_that_these_tests_hold_to_gives_the_published_roots() {
        for (size, root) in ROOTS.iter().enumerate() {
            assert_eq!(root_of(&INPUTS[..size]).to_string(), *root);
        }
    }

    #[test]
    fn every_root_and_path_is_that_of_the_definition_and_proves_nothing_else() {
        let hashes: Vec<Hash> = (0..40_u8).map(|n| Hash::of(&[n])).collect();
        let inputs: Vec<&[u8]> = hashes.iter().map(|hash| &hash.0[..]).collect();
        let whole = Tree::over(hashes.iter().copied());
        for size in 0..=inputs.len() {
            let tree = whole.at(size as u64);
            let root = root_of(&inputs[..size]);
            assert_eq!((tree.size(), tree.root()), (size as u64, root));
            for (leaf, seq) in (0..size).zip(1_u64..) {
                let path = tree.path(seq).unwrap();
                let (hash, other, size) = (hashes[leaf], hashes[(leaf + 1) % 40], size as u64);
                assert_eq!((&path, tree.hash(seq)), (&path_of(leaf, &inputs[..size as usize]), Some(hash)));
                assert!(proves(&path, hash, seq, size, root));
                assert!(!proves(&path, other, seq, size, root) && !proves(&path, hash, seq, size, other));
                assert!(!proves(&path, hash, seq + 1, size, root) && !proves(&path, hash, 0, size, root));
                let longer = [&path[..], &[other]].concat();
                assert!(!proves(&longer, hash, seq, size, root));
                if let Some((_, shorter)) = path.split_first() {
                    assert!(!proves(shorter, hash, seq, size, root));
                }
            }
            assert_eq!((tree.path(0), tree.path(size as u64 + 1)), (None, None));
        }
    }

    /// The proof by the definition of RFC 9162, section 2.1.4.1.
    fn proof_of(older: usize, inputs: &[&[u8]], is_whole: bool) -> Vec<Hash> {
        if older == inputs.len() {
            return if is_whole { Vec::new() } else { vec![root_of(inputs)] };
        }
        let (left, right) = inputs.split_at(split(inputs.len()));
        let (mut proof, other) = match older.checked_sub(left.len()) {
            None | Some(0) => (proof_of(older, left, is_whole), root_of(right)),
            Some(older) => (proof_of(older, right, false), root_of(left)),
        };
        proof.push(other);
        proof
    }

    /// Proofs of the same project (`proof/proof_test.go`, `merkle_test.go` of Certificate Transparency).
    const PROOFS: [(usize, usize, &[&str]); 4] = [
        (1, 1, &[]),
        (
            1,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            &[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            &[
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];

    #[test]
    fn published_proofs_hold_and_are_those_of_the_definition() {
        for (older, newer, proof) in PROOFS {
            let proof: Vec<Hash> = proof.iter().map(|hash| hash.parse().unwrap()).collect();
            assert_eq!(proof_of(older, &INPUTS[..newer], true), proof, "{older} to {newer}");
            let at = |size: usize| (size as u64, ROOTS[size].parse().unwrap());
            assert!(goes_on(&proof, at(older), at(newer)), "{older} to {newer}");
        }
    }

    #[test]
    fn every_tree_goes_on_from_every_earlier_one_and_from_no_other() {
        let hashes: Vec<Hash> = (0..40_u8).map(|n| Hash::of(&[n])).collect();
        let inputs: Vec<&[u8]> = hashes.iter().map(|hash| &hash.0[..]).collect();
        let whole = Tree::over(hashes.iter().copied());
        let at = |size: usize| (size as u64, root_of(&inputs[..size]));
        for newer in 1..=inputs.len() {
            let tree = whole.at(newer as u64);
            for older in 1..=newer {
                let proof = tree.proof_from(older as u64).unwrap();
                assert_eq!(proof, proof_of(older, &inputs[..newer], true), "{older} to {newer}");
                assert!(goes_on(&proof, at(older), at(newer)), "{older} to {newer}");
                let (other, root) = (at(older).0, at(newer % 40 + 1).1);
                let is_other = root != at(older).1;
                assert!(!is_other || !goes_on(&proof, (other, root), at(newer)), "{older} to {newer}");
                for changed in 0..proof.len() {
                    let mut proof = proof.clone();
                    proof[changed].0[0] ^= 1;
                    assert!(!goes_on(&proof, at(older), at(newer)), "{older} to {newer}, {changed}");
                }
                let longer = [&proof[..], &[hashes[0]]].concat();
                assert!(!goes_on(&longer, at(older), at(newer)), "{older} to {newer}");
                if let Some((_, shorter)) = proof.split_first() {
                    assert!(!goes_on(shorter, at(older), at(newer)), "{older} to {newer}");
                }
            }
            assert_eq!((tree.proof_from(0), tree.proof_from(newer as u64 + 1)), (None, None));
            assert!(!goes_on(&[], (0, at(0).1), at(newer)));
        }
    }

    #[test]
    fn a_leaf_and_a_node_carry_the_published_prefixes() {
        let (one, two) = (Hash([1; 32]), Hash([2; 32]));
        let leaf = |hash: Hash| Sha256::digest([&[0][..], &hash.0].concat());
        let node = Sha256::digest([&[1][..], &leaf(one), &leaf(two)].concat());
        assert_eq!(Tree::over([one]).root().0[..], leaf(one)[..]);
        assert_eq!(Tree::over([one, two]).root().0[..], node[..]);
    }
}
