//! What a verification can and cannot detect, said by the program itself.

/// One thing that may have happened to a ledger.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Threat {
    pub what: &'static str,
    /// Without anything from outside the file.
    pub alone: Detects,
    /// With a head that was known from elsewhere.
    pub anchored: Detects,
}

/// How far a threat is detected.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display)]
pub enum Detects {
    #[strum(serialize = "would be found")]
    Yes,
    #[strum(serialize = "would be found up to the known head")]
    UpToHead,
    #[strum(serialize = "could not be found")]
    No,
}

const fn threat(what: &'static str, alone: Detects, anchored: Detects) -> Threat {
    Threat { what, alone, anchored }
}

/// The threat table.
pub const THREATS: &[Threat] = &[
    threat("an entry before the last was changed, and those after it were not", Detects::Yes, Detects::Yes),
    threat("an entry before the last was removed, doubled, moved or put in", Detects::Yes, Detects::Yes),
    threat("an entry breaks a rule of recording, whoever wrote it", Detects::Yes, Detects::Yes),
    threat("a write was cut short by a crash", Detects::Yes, Detects::Yes),
    threat("the last entry was changed into another that keeps the rules", Detects::No, Detects::UpToHead),
    threat("entries at the end were cut off, or an older copy was put back", Detects::No, Detects::UpToHead),
    threat(
        "the whole chain was written anew by somebody who may write the file",
        Detects::No,
        Detects::UpToHead,
    ),
    threat("somebody acted under another person's name or role", Detects::No, Detects::No),
    threat("the writer's clock was wrong", Detects::No, Detects::No),
    threat("what was shown as evidence was not what the case file holds", Detects::No, Detects::No),
];
