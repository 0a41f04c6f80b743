//! Lines of a ledger that are proven to be in it, apart from it: what receipts and proofs of consistency are made of.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::chain::Recorded;
use super::entry::{Act, Entry, FORMAT, Hash, Line, LineError};
use super::fold::State;
use super::signature::{BadSignature, Signature};
use super::signers::{NotPermitted, Signers, SignersError};
use super::tree::{Tree, proves};

/// A line of the ledger and its audit path to the checkpoint's root.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Proven {
    line: String,
    proof: Vec<Hash>,
}

/// What is wrong with a file that proves something of a ledger without it.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadProof {
    #[error(
        "it is written in format {0}, and this program reads format {FORMAT}; use a trellis that reads it"
    )]
    UnknownVersion(u64),
    #[error("it is none: {0}")]
    NotOne(String),
    #[error("it is not canonical JSON (RFC 8785)")]
    NotCanonical,
    #[error("its {0} is no entry that may stand there")]
    NotAnEntry(String),
    #[error("its {0}: {1}")]
    Line(String, LineError),
    #[error("its checkpoint is no checkpoint")]
    NotACheckpoint,
    #[error("the newer checkpoint is not proven to go on from the older one")]
    DoesNotGoOn,
    #[error("its entries do not rise in number")]
    Order,
    #[error("the list of signers that a ledger begins with is not in it")]
    NoFirstSigners,
    #[error("its {0} is not proven to be in the ledger of the checkpoint")]
    NotProven(String),
    #[error("its {0}: {1}")]
    Signature(String, BadSignature),
    #[error("its {0}: {1}")]
    NotPermitted(String, NotPermitted),
    #[error("its {0}: {1}")]
    Signers(String, SignersError),
    #[error("the list of signers of its {0} leaves nobody who could name signers again")]
    LockedOut(String),
    #[error("its {0} was recorded in a role that may not do this")]
    NotInRole(String),
}

/// The lists of signers up to a checkpoint, each with its entry's number.
pub struct Lists(Vec<(u64, Signers)>);

impl BadProof {
    /// Tells whether the file may be one that another version of this program reads.
    pub fn is_of_an_unknown_kind(&self) -> bool {
        match self {
            Self::UnknownVersion(_)
            | Self::Line(_, LineError::UnknownVersion(_))
            | Self::Signature(_, BadSignature::UnknownKind(_)) => true,
            Self::Signers(_, error) => error.is_of_an_unknown_kind(),
            _ => false,
        }
    }
}

/// Reads the text of such a file; the caller holds it to the one spelling.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, BadProof> {
    #[derive(Deserialize)]
    struct Version {
        v: u64,
    }
    let unreadable = |error: serde_json::Error| BadProof::NotOne(error.to_string());
    let Version { v } = serde_json::from_str(text).map_err(unreadable)?;
    if v != u64::from(FORMAT) {
        return Err(BadProof::UnknownVersion(v));
    }
    serde_json::from_str(text).map_err(unreadable)
}

/// Reads the line of a checkpoint, and returns it with the size and the root that it stands for.
pub fn checkpoint_of(line: &str) -> Result<(Recorded, u64, Hash), BadProof> {
    let checkpoint = recorded(line, "checkpoint")?;
    let Act::Checkpoint { size, root } = checkpoint.entry.act else {
        return Err(BadProof::NotACheckpoint);
    };
    if checkpoint.entry.seq.checked_sub(1) != Some(size) {
        return Err(BadProof::NotACheckpoint);
    }
    Ok((checkpoint, size, root))
}

/// Returns the lists of signers that a tree holds, with their proofs.
pub fn lists_in(state: &State, tree: &Tree) -> Vec<Proven> {
    let names = |recorded: &&Recorded| matches!(recorded.entry.act, Act::SignersNamed { .. });
    let lists = state.entries().map(AsRef::as_ref).filter(names);
    lists.filter_map(|recorded| Proven::of(recorded, tree)).collect()
}

impl Lists {
    /// Reads the lists up to a checkpoint, each proven to be in its tree and signed by one of those before it.
    pub fn held(signers: &[Proven], size: u64, root: Hash) -> Result<Self, BadProof> {
        let mut lists: Vec<(u64, Signers)> = Vec::new();
        for proven in signers {
            let named = proven.held(size, root)?;
            let Act::SignersNamed { allowed } = &named.entry.act else {
                return Err(BadProof::NotAnEntry(called(&named.entry)));
            };
            let list =
                Signers::parse(allowed).map_err(|error| BadProof::Signers(called(&named.entry), error))?;
            if !list.can_go_on(named.entry.at) {
                return Err(BadProof::LockedOut(called(&named.entry)));
            }
            let seq = named.entry.seq;
            match lists.last() {
                None if seq != 1 => return Err(BadProof::NoFirstSigners),
                Some((before, _)) if *before >= seq => return Err(BadProof::Order),
                _ => {}
            }
            permitted(&named, lists.last().map_or(&list, |(_, before)| before))?;
            lists.push((seq, list));
        }
        Ok(Self(lists))
    }

    /// Tells whether the list in force allows an entry, and whether its signature holds.
    pub fn permit(&self, recorded: &Recorded) -> Result<(), BadProof> {
        let list = self.0.iter().rev().find(|(named, _)| *named < recorded.entry.seq);
        permitted(recorded, list.map(|(_, list)| list).ok_or(BadProof::NoFirstSigners)?)
    }
}

impl Proven {
    /// Returns a line with its path in a tree; `None` where it is not in it.
    pub fn of(recorded: &Recorded, tree: &Tree) -> Option<Self> {
        Some(Self { line: recorded.entry.to_line(), proof: tree.path(recorded.entry.seq)? })
    }

    /// Returns the entry, where it is proven to be in the tree with this size and root.
    pub fn held(&self, size: u64, root: Hash) -> Result<Recorded, BadProof> {
        let held = recorded(&self.line, "line")?;
        if proves(&self.proof, held.hash, held.entry.seq, size, root) {
            Ok(held)
        } else {
            Err(BadProof::NotProven(called(&held.entry)))
        }
    }
}

fn recorded(line: &str, what: &str) -> Result<Recorded, BadProof> {
    match Line::parse(line).map_err(|error| BadProof::Line(what.to_owned(), error))? {
        Line::Entry(entry) => Ok(Recorded { entry: *entry, hash: Hash::of(line.as_bytes()) }),
        Line::Cut(_) => Err(BadProof::NotAnEntry(what.to_owned())),
    }
}

fn permitted(recorded: &Recorded, signers: &Signers) -> Result<(), BadProof> {
    let entry = &recorded.entry;
    if !entry.act.is_for(entry.actor.role) || !entry.actor.may_sign_about(entry.subject.as_ref()) {
        return Err(BadProof::NotInRole(called(entry)));
    }
    let bad = |error| BadProof::Signature(called(entry), error);
    recorded.check_signature().map_err(bad)?;
    let key =
        entry.signature.as_ref().ok_or(BadSignature::Unreadable).and_then(Signature::key).map_err(bad)?;
    signers.permit(&entry.actor, &key, entry.at).map_err(|error| BadProof::NotPermitted(called(entry), error))
}

/// Names an entry in a sentence.
pub fn called(entry: &Entry) -> String {
    format!("entry {}", entry.seq)
}
