//! A receipt: proof that one resident's entries are in a ledger, without the ledger.

use serde::{Deserialize, Serialize};

use super::chain::Recorded;
use super::entry::{Act, Entry, FORMAT, Hash, Line, LineError, Role};
use super::fold::State;
use super::signature::{BadSignature, Signature};
use super::signers::{NotPermitted, Signers, SignersError};
use super::tree::proves;
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

/// A line of the ledger and its audit path to the checkpoint's root.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Proven {
    line: String,
    proof: Vec<Hash>,
}

/// Why there is nothing to give a receipt for.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoReceipt {
    #[error("no entry is about {0}")]
    NoEntry(ResidentId),
    #[error("no checkpoint stands for an entry about {0} yet; record one with `trellis audit checkpoint`")]
    NoCheckpoint(ResidentId),
}

/// What is wrong with a receipt.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadReceipt {
    #[error(
        "it is written in format {0}, and this program reads format {FORMAT}; use a trellis that reads it"
    )]
    UnknownVersion(u64),
    #[error("it is no receipt: {0}")]
    NotAReceipt(String),
    #[error("it is not canonical JSON (RFC 8785)")]
    NotCanonical,
    #[error("its {0} is no entry that a receipt holds")]
    NotAnEntry(String),
    #[error("its {0}: {1}")]
    Line(String, LineError),
    #[error("its checkpoint is no checkpoint")]
    NotACheckpoint,
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

impl BadReceipt {
    /// Tells whether the receipt may be one that another version of this program reads.
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
        let proven = |recorded: &Recorded| {
            let proof = tree.path(recorded.entry.seq)?;
            Some(Proven { line: recorded.entry.to_line(), proof })
        };
        let entries: Vec<_> = state.entries_of(resident).filter_map(proven).collect();
        if entries.is_empty() {
            return Err(none());
        }
        let names = |recorded: &&Recorded| matches!(recorded.entry.act, Act::SignersNamed { .. });
        let signers = state.entries().map(AsRef::as_ref).filter(names).filter_map(proven).collect();
        let checkpoint = line.entry.to_line();
        Ok(Self { checkpoint, entries, resident: resident.clone(), signers, v: FORMAT })
    }

    /// Returns the text of the file, which ends with a line break.
    pub fn to_text(&self) -> String {
        let canonical = serde_json_canonicalizer::to_string(self);
        canonical.unwrap_or_else(|error| unreachable!("a receipt holds only text: {error}")) + "\n"
    }

    /// Reads the text of a file, and refuses every one that [`Receipt::to_text`] would not have written.
    pub fn parse(text: &str) -> Result<Self, BadReceipt> {
        #[derive(Deserialize)]
        struct Version {
            v: u64,
        }
        let unreadable = |error: serde_json::Error| BadReceipt::NotAReceipt(error.to_string());
        let Version { v } = serde_json::from_str(text).map_err(unreadable)?;
        if v != u64::from(FORMAT) {
            return Err(BadReceipt::UnknownVersion(v));
        }
        let receipt: Self = serde_json::from_str(text).map_err(unreadable)?;
        if receipt.to_text() == text { Ok(receipt) } else { Err(BadReceipt::NotCanonical) }
    }

    /// Tells what the receipt proves, with nothing but itself.
    pub fn verify(&self) -> Result<Held, BadReceipt> {
        let checkpoint = recorded(&self.checkpoint, "checkpoint")?;
        let Act::Checkpoint { size, root } = checkpoint.entry.act else {
            return Err(BadReceipt::NotACheckpoint);
        };
        if checkpoint.entry.seq.checked_sub(1) != Some(size) {
            return Err(BadReceipt::NotACheckpoint);
        }
        let mut lists: Vec<(u64, Signers)> = Vec::new();
        for proven in &self.signers {
            let named = proven.held(size, root)?;
            let Act::SignersNamed { allowed } = &named.entry.act else {
                return Err(BadReceipt::NotAnEntry(called(&named.entry)));
            };
            let list =
                Signers::parse(allowed).map_err(|error| BadReceipt::Signers(called(&named.entry), error))?;
            if !list.can_go_on(named.entry.at) {
                return Err(BadReceipt::LockedOut(called(&named.entry)));
            }
            let seq = named.entry.seq;
            match lists.last() {
                None if seq != 1 => return Err(BadReceipt::NoFirstSigners),
                Some((before, _)) if *before >= seq => return Err(BadReceipt::Order),
                _ => {}
            }
            permitted(&named, lists.last().map_or(&list, |(_, before)| before))?;
            lists.push((seq, list));
        }
        let mut entries: Vec<Recorded> = Vec::new();
        for proven in &self.entries {
            let held = proven.held(size, root)?;
            if held.entry.subject.as_ref() != Some(&self.resident) {
                return Err(BadReceipt::NotAnEntry(called(&held.entry)));
            }
            if entries.last().is_some_and(|before| before.entry.seq >= held.entry.seq) {
                return Err(BadReceipt::Order);
            }
            if let Act::Revocation { entry: revoked, .. } = held.entry.act
                && entries.iter().any(|before| before.entry.seq == revoked && determines(before))
                && held.entry.actor.role != Role::ProgramDirector
            {
                return Err(BadReceipt::NotInRole(called(&held.entry)));
            }
            permitted(&held, in_force(&lists, held.entry.seq)?)?;
            entries.push(held);
        }
        permitted(&checkpoint, in_force(&lists, checkpoint.entry.seq)?)?;
        Ok(Held { resident: self.resident.clone(), entries, checkpoint, size, root })
    }
}

impl Proven {
    fn held(&self, size: u64, root: Hash) -> Result<Recorded, BadReceipt> {
        let held = recorded(&self.line, "line")?;
        if proves(&self.proof, held.hash, held.entry.seq, size, root) {
            Ok(held)
        } else {
            Err(BadReceipt::NotProven(called(&held.entry)))
        }
    }
}

fn recorded(line: &str, what: &str) -> Result<Recorded, BadReceipt> {
    match Line::parse(line).map_err(|error| BadReceipt::Line(what.to_owned(), error))? {
        Line::Entry(entry) => Ok(Recorded { entry: *entry, hash: Hash::of(line.as_bytes()) }),
        Line::Cut(_) => Err(BadReceipt::NotAnEntry(what.to_owned())),
    }
}

fn in_force(lists: &[(u64, Signers)], seq: u64) -> Result<&Signers, BadReceipt> {
    let list = lists.iter().rev().find(|(named, _)| *named < seq);
    list.map(|(_, list)| list).ok_or(BadReceipt::NoFirstSigners)
}

fn permitted(recorded: &Recorded, signers: &Signers) -> Result<(), BadReceipt> {
    let entry = &recorded.entry;
    if !entry.act.is_for(entry.actor.role) || !entry.actor.may_sign_about(entry.subject.as_ref()) {
        return Err(BadReceipt::NotInRole(called(entry)));
    }
    let bad = |error| BadReceipt::Signature(called(entry), error);
    recorded.check_signature().map_err(bad)?;
    let key =
        entry.signature.as_ref().ok_or(BadSignature::Unreadable).and_then(Signature::key).map_err(bad)?;
    signers
        .permit(&entry.actor, &key, entry.at)
        .map_err(|error| BadReceipt::NotPermitted(called(entry), error))
}

fn determines(recorded: &Recorded) -> bool {
    recorded.entry.act.is_determination()
}

fn called(entry: &Entry) -> String {
    format!("entry {}", entry.seq)
}
