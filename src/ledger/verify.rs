//! The verdict on a ledger: valid, broken, or cannot tell; and whether it is complete.

use super::admission::Wrong;
use super::chain::{self, Head, Legible, Recorded, Unlinked};
use super::entry::{Hash, LineError};
use super::fold::State;
use super::rules::Refused;
use super::signature::BadSignature;
use super::signers::{Signers, SignersError};

mod aside;
mod signatures;
mod threats;

use aside::{Judged, Run};
use signatures::Apart;

pub use threats::{THREATS, Threat};

/// What a verification found.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    pub verdict: Verdict,
    pub completeness: Completeness,
    /// The entries that hold, counted from the first, and the hash of the last of them.
    pub holds: Head,
    pub notes: Vec<Note>,
    /// The entry that the torn line is, where it is whole and lacks nothing but its line feed.
    pub unended: Option<u64>,
    /// What the ledger was held against.
    pub against: Against,
}

/// What is known from elsewhere, and what the ledger is held against.
#[derive(Clone, Debug, Default)]
pub struct KnownElsewhere {
    /// A head that was seen before, or that a checkpoint kept elsewhere names.
    pub head: Option<Head>,
    /// The verifier's own list: every signing key must stand in it.
    pub signers: Option<Signers>,
}

/// Which of the things that may be known were.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Against {
    pub head: bool,
    pub signers: bool,
}

/// The three verdicts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    Valid,
    /// The first entry that does not hold, and why.
    Broken {
        entry: u64,
        why: Wrong,
    },
    /// The first entry that this program cannot judge, and why.
    CannotTell {
        entry: u64,
        why: Unknown,
    },
}

/// Why an entry cannot be judged.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unknown {
    #[error("it is written in format {0}, which this program does not know; verify with a newer trellis")]
    Format(u64),
    #[error("{0}")]
    Signature(BadSignature),
    #[error("{0}")]
    Signers(SignersError),
}

/// Whether anything is missing at the end; nothing inside the ledger itself can show that.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Completeness {
    /// The ledger extends a head that was known from elsewhere: nothing up to it is missing.
    ShownTo(u64),
    NotShown,
}

/// What is odd and breaks nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Note {
    #[error("{bytes} bytes after the last whole line are a torn line: never acknowledged, and set aside")]
    Torn { bytes: u64 },
    #[error("the clock ran backwards before entry {entry}; the order is the sequence")]
    ClockBackwards { entry: u64 },
    #[error("{lines} entries were cut; `audit log` lists the entries that say so, and why")]
    Cut { lines: u64 },
    #[error(
        "{lines} lines did not hold and are no entries; `audit log` lists the entries that set them aside, and why"
    )]
    Aside { lines: u64 },
}

/// Hears how many signatures of how many were checked.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize);

/// Verifies the bytes of a ledger against what is known from elsewhere.
///
/// The state is the fold of the entries that hold.
pub fn verified(bytes: &[u8], known: &KnownElsewhere, progress: Progress<'_>) -> (Verification, State) {
    let (lines, torn) = chain::lines(bytes);
    let lines: Vec<&[u8]> = lines.collect();
    let mut read = Some(signatures::read(&lines, progress));
    let claims = aside::claims(read.iter().flatten());
    aside::excused(&claims, |aside| {
        let apart = read.take().unwrap_or_else(|| signatures::read(&lines, &mut |_, _| {}));
        let (found, state) = walked((&lines, torn), apart, known, aside);
        let broken = match &found.verdict {
            Verdict::Broken { entry, why } if why.is_its_own() => Some(*entry),
            _ => None,
        };
        Judged { broken, holds: found.holds.count, value: (found, state) }
    })
}

/// Walks along the lines, those left out that `aside` names.
fn walked(
    (lines, torn): (&[&[u8]], &[u8]),
    apart: Vec<Apart>,
    known: &KnownElsewhere,
    aside: &[Run],
) -> (Verification, State) {
    let mut walk = Walk::new(known);
    for (line, apart) in lines.iter().zip(apart) {
        let is_aside = aside.iter().any(|run| run.has(walk.count + 1));
        walk.bad.push(apart.bad.filter(|_| !is_aside));
        let hash = apart.legible.as_ref().map_or_else(|| chain::hash_after(line), Legible::hash_after);
        let hash = if is_aside { Hash::of(line) } else { hash };
        let step = if is_aside { walk.pass(line, hash) } else { walk.step(line, apart.legible, hash) };
        if let Err(why) = step {
            walk.broken = Some((walk.count + 1, why));
            break;
        }
        walk.count += 1;
        walk.previous = hash;
    }
    if walk.broken.is_none() {
        walk.broken = walk.ending(torn).err();
    }
    // An entry that cannot be judged may be the one that names what was cut.
    if walk.doubt.is_none() {
        walk.silent(walk.state.cut_by_nobody());
    }
    walk.signed();
    walk.finished(torn)
}

/// Takes the lines that follow into `state`, their signatures checked, and says how many were taken, and which entry
/// does not hold and why.
pub fn taken(state: &mut State, lines: &[&[u8]]) -> (usize, Option<(u64, Wrong)>) {
    let mut read = Some(signatures::read(lines, &mut |_, _| {}));
    let (claims, from) = (aside::claims(read.iter().flatten()), state.count());
    aside::excused(&claims, |aside| {
        let apart = read.take().unwrap_or_else(|| {
            *state = state.up_to(from);
            signatures::read(lines, &mut |_, _| {})
        });
        let (n, broken) = taken_but(state, (lines, apart), aside);
        let holds = broken.as_ref().map_or(state.count(), |(entry, _)| entry - 1);
        Judged { broken: broken.as_ref().map(|(entry, _)| *entry), holds, value: (n, broken) }
    })
}

/// Takes the lines that follow into `state`, those left out that `aside` names.
fn taken_but(
    state: &mut State,
    (lines, read): (&[&[u8]], Vec<Apart>),
    aside: &[Run],
) -> (usize, Option<(u64, Wrong)>) {
    let (mut forged, mut broken, mut n) = (None, None, 0);
    for (line, apart) in lines.iter().zip(read) {
        if aside.iter().any(|run| run.has(state.count() + 1)) {
            state.lay_aside(line);
            n += 1;
            continue;
        }
        let placed = match apart.legible {
            Some(legible) => legible.linked(state.head()),
            None => chain::linked(state.head(), line),
        };
        if let Err(why) = placed.map_err(Wrong::from).and_then(|link| state.take(link)) {
            broken = Some((state.count() + 1, why));
            break;
        }
        n += 1;
        forged = forged.or(apart.bad.map(|why| (state.count(), why.into())));
    }
    // A signature before it may be what is wrong first.
    let silent = || state.cut_by_nobody().map(|entry| (entry, Wrong::CutByNobody));
    (n, forged.or_else(silent).or(broken))
}

/// The walk along the lines.
struct Walk<'a> {
    state: State,
    known: &'a KnownElsewhere,
    /// Lines whose link holds, whether or not they can be judged.
    count: u64,
    previous: Hash,
    doubt: Option<(u64, Unknown)>,
    broken: Option<(u64, Wrong)>,
    notes: Vec<Note>,
    /// Line by line, why its signature does not hold.
    bad: Vec<Option<BadSignature>>,
}

impl<'a> Walk<'a> {
    fn new(known: &'a KnownElsewhere) -> Self {
        Self {
            state: State::default(),
            known,
            count: 0,
            previous: Hash::NONE,
            doubt: None,
            broken: None,
            notes: Vec::new(),
            bad: Vec::new(),
        }
    }

    /// Judges the next line; after a doubt only its link, which needs no understanding.
    fn step(&mut self, line: &[u8], legible: Option<Legible>, hash: Hash) -> Result<(), Wrong> {
        self.as_seen(hash)?;
        if self.state.count() < self.count {
            return self.link(line);
        }
        let before = self.state.entries().next_back().map(|last| last.entry.at);
        let placed = match legible {
            Some(legible) => legible.linked(self.state.head()).map_err(Wrong::from),
            None => chain::linked(self.state.head(), line).map_err(Wrong::from),
        };
        let taken = match placed.and_then(|link| self.state.take(link)) {
            Ok(taken) => taken,
            Err(Wrong::Link(Unlinked::Line(LineError::UnknownVersion(v)))) => {
                self.doubt.get_or_insert((self.count + 1, Unknown::Format(v)));
                return Ok(());
            }
            Err(Wrong::Rule(Refused::Signers(error))) if error.is_of_an_unknown_kind() => {
                self.doubt.get_or_insert((self.count + 1, Unknown::Signers(error)));
                return Ok(());
            }
            Err(Wrong::Signature(kind @ BadSignature::UnknownKind(_))) => {
                self.doubt.get_or_insert((self.count + 1, Unknown::Signature(kind)));
                return Ok(());
            }
            Err(why) => return Err(why),
        };
        let Some(recorded) = taken else { return Ok(()) };
        if before.is_some_and(|before| recorded.entry.at < before) {
            self.notes.push(Note::ClockBackwards { entry: recorded.entry.seq });
        }
        self.trusted(&recorded)
    }

    /// Passes a line that a later entry sets aside.
    fn pass(&mut self, line: &[u8], hash: Hash) -> Result<(), Wrong> {
        self.as_seen(hash)?;
        if self.state.count() == self.count {
            self.state.lay_aside(line);
        }
        Ok(())
    }

    /// Tells whether the verifier's own list has the key.
    fn trusted(&self, recorded: &Recorded) -> Result<(), Wrong> {
        let (Some(trusted), Some(signature)) = (&self.known.signers, &recorded.entry.signature) else {
            return Ok(());
        };
        let entry = &recorded.entry;
        trusted.permit(&entry.actor, &signature.key()?, entry.at).map_err(Wrong::NotTrusted)
    }

    fn link(&self, line: &[u8]) -> Result<(), Wrong> {
        let head = Head { count: self.count, hash: self.previous };
        match chain::linked(head, line) {
            Ok(_) | Err(Unlinked::Line(LineError::UnknownVersion(_))) => Ok(()),
            Err(why) => Err(why.into()),
        }
    }

    fn as_seen(&self, actual: Hash) -> Result<(), Wrong> {
        let known = self.known.head.filter(|known| known.count == self.count + 1);
        match known {
            Some(Head { hash, .. }) if hash != actual => Err(Wrong::NotAsSeen { known: hash, actual }),
            _ => Ok(()),
        }
    }

    /// Takes a line that was cut in silence as what is broken, where it comes before what is.
    fn silent(&mut self, cut: Option<u64>) {
        let first = |cut: &u64| self.broken.as_ref().is_none_or(|(broken, _)| cut < broken);
        if let Some(cut) = cut.filter(first) {
            self.broken = Some((cut, Wrong::CutByNobody));
        }
    }

    /// Judges the end: what was seen must be there, and a torn line must be one that a crash leaves.
    fn ending(&self, torn: &[u8]) -> Result<(), (u64, Wrong)> {
        let next = self.count + 1;
        if let Some(known) = self.known.head.filter(|known| known.count > self.count) {
            return Err((next, Wrong::Missing { known: known.count }));
        }
        // A crash leaves a part of a line. A whole line with a byte after it that is no line break
        // was acknowledged, and changed since.
        let head = Head { count: self.count, hash: self.previous };
        let whole_line = torn.split_last().is_some_and(|(_, line)| chain::linked(head, line).is_ok());
        if whole_line { Err((next, Wrong::LineBreak)) } else { Ok(()) }
    }

    /// Takes the first of all entries that hold otherwise whose signature does not.
    fn signed(&mut self) {
        let judged = (1..=self.state.count()).zip(std::mem::take(&mut self.bad));
        if let Some((entry, why)) = judged.into_iter().find_map(|(entry, why)| Some((entry, why?))) {
            self.doubt = self.doubt.take().filter(|(doubted, _)| *doubted < entry);
            // A break of the walk itself comes after every entry of the state, but for a silent cut.
            let first = self.broken.take().filter(|(broken, _)| *broken < entry);
            self.broken = first.or(Some((entry, why.into())));
            // A `cut` entry from there on names nothing any more.
            self.silent(self.state.up_to(entry - 1).cut_by_nobody());
        }
    }

    fn finished(mut self, torn: &[u8]) -> (Verification, State) {
        let mut unended = None;
        if !torn.is_empty() && self.broken.is_none() {
            self.notes.push(Note::Torn { bytes: torn.len() as u64 });
            let head = Head { count: self.count, hash: self.previous };
            unended = chain::is_whole(head, torn).then_some(self.count + 1);
        }
        let (cut, aside) = (self.state.cut(), self.state.aside());
        if cut > 0 {
            self.notes.push(Note::Cut { lines: cut });
        }
        if aside > 0 {
            self.notes.push(Note::Aside { lines: aside });
        }
        let verdict = match (self.broken, self.doubt) {
            (Some((entry, why)), _) => {
                if self.state.count() >= entry {
                    // What stands behind a line that nobody cut was read, and counts no more.
                    self.state = self.state.up_to(entry - 1);
                }
                Verdict::Broken { entry, why }
            }
            (None, Some((entry, why))) => Verdict::CannotTell { entry, why },
            (None, None) => Verdict::Valid,
        };
        let completeness = match (&verdict, self.known.head) {
            (Verdict::Valid, Some(known)) if known.count > 0 => Completeness::ShownTo(known.count),
            _ => Completeness::NotShown,
        };
        let (holds, notes) = (self.state.head(), self.notes);
        let against = Against { head: self.known.head.is_some(), signers: self.known.signers.is_some() };
        (Verification { verdict, completeness, holds, notes, unended, against }, self.state)
    }
}
