//! What a verification can and cannot detect, said by the program itself.

use super::Against;

/// One thing that may have happened to a ledger.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Threat {
    pub what: &'static str,
    /// Without anything from outside the file.
    alone: Detects,
    /// With a checkpoint that was kept elsewhere.
    with_head: Detects,
    /// With the verifier's own list of signers.
    with_signers: Detects,
}

/// How far a threat is detected.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, strum::Display)]
pub enum Detects {
    #[strum(serialize = "could not be found")]
    No,
    #[strum(serialize = "would be found up to the known checkpoint")]
    UpToHead,
    #[strum(serialize = "would be found")]
    Yes,
}

impl Threat {
    /// Returns how far a verification against this much detects it.
    pub fn detected(&self, against: Against) -> Detects {
        let with_head = if against.head { self.with_head } else { Detects::No };
        let with_signers = if against.signers { self.with_signers } else { Detects::No };
        self.alone.max(with_head).max(with_signers)
    }
}

const fn found(what: &'static str) -> Threat {
    Threat { what, alone: Detects::Yes, with_head: Detects::Yes, with_signers: Detects::Yes }
}

const fn hidden(what: &'static str) -> Threat {
    Threat { what, alone: Detects::No, with_head: Detects::No, with_signers: Detects::No }
}

/// The threat table.
pub const THREATS: &[Threat] = &[
    found("an entry was changed, doubled, moved or put in, or one before the last removed"),
    found("somebody without a listed key signed, or in a role that is not theirs"),
    found("a key signed after it was taken off the list, or outside its time"),
    found("an entry breaks a rule of recording, whoever wrote it"),
    found("entries were cut out in silence"),
    found("a write was cut short by a crash"),
    Threat {
        with_head: Detects::UpToHead,
        ..hidden("entries at the end were cut off, or an older copy was put back")
    },
    Threat {
        with_head: Detects::UpToHead,
        with_signers: Detects::Yes,
        ..hidden("the whole ledger was written anew by somebody with keys of their own")
    },
    Threat {
        with_head: Detects::UpToHead,
        ..hidden("the whole ledger was written anew by those whose keys signed it")
    },
    hidden("a key was stolen, and has signed before it was taken off the list"),
    hidden("somebody who names signers listed a key under another person's name"),
    hidden("a program director cut a line that was not about a resident, such as a list of signers"),
    hidden("the writer's clock was wrong"),
    hidden("what was shown as evidence was not what the case file holds"),
];
