//! Admission: a line is taken into the state where its link, its signer and the rules allow it.

use std::sync::Arc;

use super::chain::{Link, Recorded, Unlinked, Unplaced, known};
use super::entry::{Entry, Hash, LineError};
use super::fold::State;
use super::rules::{self, Refused};
use super::signature::BadSignature;
use super::signers::NotPermitted;

/// What is wrong with a line of the ledger.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Wrong {
    #[error("{0}")]
    Link(#[from] Unlinked),
    #[error("it breaks a rule of recording: {0}")]
    Rule(#[from] Refused),
    #[error("{0}")]
    Signature(#[from] BadSignature),
    #[error("{0}")]
    NotPermitted(#[from] NotPermitted),
    #[error("{0} by the list of signers that was given")]
    NotTrusted(NotPermitted),
    #[error("it was cut out, and no later entry says that it was")]
    CutByNobody,
    #[error("the line break after it was changed into another byte")]
    LineBreak,
    #[error("its hash is {actual}, and {known} was seen there before")]
    NotAsSeen { known: Hash, actual: Hash },
    #[error(
        "it is missing: {known} entries were there before, in this ledger or in a copy of it that went on apart, which a shorter one cannot tell"
    )]
    Missing { known: u64 },
}

impl Wrong {
    /// Tells whether the line itself does not hold, and not only what somebody holds it against.
    pub fn is_its_own(&self) -> bool {
        !matches!(self, Self::NotTrusted(_) | Self::NotAsSeen { .. } | Self::Missing { .. })
    }
}

impl State {
    /// Takes in the next line of a ledger, which has its place, where its signer and the rules allow it.
    ///
    /// The signature itself is checked apart, since it takes longer. A line that was cut brings no entry.
    pub fn take(&mut self, link: Link) -> Result<Option<Arc<Recorded>>, Wrong> {
        let recorded: Arc<Recorded> = match link {
            Link::Entry(recorded) => Arc::from(recorded),
            Link::Cut(_) if self.count() == 0 => return Err(Refused::NobodySigns.into()),
            Link::Cut(hash) => {
                self.skip(hash);
                return Ok(None);
            }
        };
        rules::admissible(self, &Unplaced::of(&recorded.entry))?;
        self.permits(&recorded.entry)?;
        self.apply(Arc::clone(&recorded));
        Ok(Some(recorded))
    }

    /// Takes in a line whose bytes were verified before, by this program.
    pub fn take_known(&mut self, line: &[u8]) -> Result<(), LineError> {
        match known(line)? {
            Link::Entry(recorded) => self.apply(Arc::from(recorded)),
            Link::Cut(hash) => self.skip(hash),
        }
        Ok(())
    }

    /// Tells whether the key that `entry` names may sign it.
    fn permits(&self, entry: &Entry) -> Result<(), Wrong> {
        let key = entry.signature.as_ref().ok_or(BadSignature::Unreadable)?.key()?;
        let signers = self.ruling(&entry.act).map_err(Refused::from)?;
        Ok(signers.permit(&entry.actor, &key, entry.at)?)
    }
}
