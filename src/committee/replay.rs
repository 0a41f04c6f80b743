//! A past decision as it was shown, beside the same evidence as it is today.

use chrono::NaiveDate;

use crate::domain::id::ResidentId;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Evidence, Fact};
use crate::ledger::fold::{Fate, State};

/// The evidence of one entry as it was shown then, beside the same evidence as it is now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Replay {
    /// SHA-256 of the case file.
    pub case_file: Pair<String>,
    pub as_of: Pair<NaiveDate>,
    /// SHA-256 of the thresholds; `None` in entries of before there were any.
    pub thresholds: Pair<Option<String>>,
    /// What was shown then, in its order, and after it what is new.
    pub facts: Vec<Compared>,
}

/// One thing then and now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pair<T> {
    pub then: T,
    pub now: T,
}

/// One fact then and now; `None` where it was not shown then, or is not there now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Compared {
    pub then: Option<Fact>,
    pub now: Option<Fact>,
    pub change: Change,
}

/// What became of a fact since it was shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display)]
pub enum Change {
    #[strum(serialize = "as then")]
    Same,
    #[strum(serialize = "value changed")]
    Value,
    #[strum(serialize = "definition changed")]
    Definition,
    #[strum(serialize = "value and definition changed")]
    Both,
    #[strum(serialize = "no longer there")]
    Gone,
    #[strum(serialize = "new since")]
    New,
    /// The decision that stands now is the very one that is looked at.
    #[strum(serialize = "this entry")]
    Itself,
}

impl Change {
    /// Tells whether the case file or the ledger says something else now.
    pub fn is_one(self) -> bool {
        !matches!(self, Self::Same | Self::Itself)
    }
}

/// Why the evidence as it is today stands beside nothing.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotNow {
    #[error("the resident is still being read")]
    Reading,
    #[error("the resident could not be read: {0}")]
    Unread(String),
    #[error("the resident is not in this case file")]
    NobodyThere,
    #[error("the activity is not in this case file")]
    NoActivity,
    #[error("the case file is still being hashed")]
    Hashing,
    #[error("the case file could not be hashed: {0}")]
    Unhashed(String),
}

impl Replay {
    /// Compares what was shown with what would be shown now.
    ///
    /// A fact is known again by the code of its definition, or by its label where it has none.
    pub fn of(then: &Evidence, now: &Evidence) -> Self {
        let mut left: Vec<Option<&Fact>> = now.facts.iter().map(Some).collect();
        let mut facts: Vec<_> = then
            .facts
            .iter()
            .map(|fact| {
                // How levels were come by is said of the entry itself: no case file says it anew.
                if fact.label == Fact::CARRIED {
                    return Compared::of(Some(fact), Some(fact));
                }
                let found = left.iter_mut().find(|other| other.is_some_and(|other| is_same(fact, other)));
                Compared::of(Some(fact), found.and_then(Option::take))
            })
            .collect();
        facts.extend(left.into_iter().flatten().map(|fact| Compared::of(None, Some(fact))));
        Self {
            case_file: Pair { then: then.case_file.clone(), now: now.case_file.clone() },
            as_of: Pair { then: then.as_of, now: now.as_of },
            thresholds: Pair { then: then.thresholds.clone(), now: now.thresholds.clone() },
            facts,
        }
    }

    /// Returns how many facts are not as they were.
    pub fn changed(&self) -> usize {
        self.facts.iter().filter(|row| row.change.is_one()).count()
    }
}

impl<T: PartialEq> Pair<T> {
    /// Tells whether nothing changed.
    pub fn is_same(&self) -> bool {
        self.then == self.now
    }
}

impl Compared {
    fn of(then: Option<&Fact>, now: Option<&Fact>) -> Self {
        let change = match (then, now) {
            (Some(then), Some(now)) => {
                let value = (&then.shown, then.n) != (&now.shown, now.n);
                match (value, then.definition != now.definition) {
                    (false, false) => Change::Same,
                    (true, false) => Change::Value,
                    (false, true) => Change::Definition,
                    (true, true) => Change::Both,
                }
            }
            (Some(_), None) => Change::Gone,
            (None, _) => Change::New,
        };
        Self { then: then.cloned(), now: now.cloned(), change }
    }
}

fn is_same(then: &Fact, now: &Fact) -> bool {
    match (&then.definition, &now.definition) {
        (Some(then), Some(now)) => then.code == now.code,
        (None, None) => then.label == now.label,
        _ => false,
    }
}

/// Returns the last decision about a resident, or what took it back.
pub fn last_decision(ledger: &State, resident: &ResidentId) -> Option<u64> {
    let known = ledger.resident(resident)?;
    known.matters().flat_map(|(_, on)| on.history()).max().copied()
}

/// Returns the entry to go on to from one: what took its place or rests on it, or else what it names.
pub fn linked(ledger: &State, recorded: &Recorded) -> Option<u64> {
    let later = match ledger.fate(recorded.entry.seq) {
        Fate::SupersededBy(seq) | Fate::RevokedBy(seq) | Fate::ClosedBy(seq) => Some(seq),
        Fate::Stands => determined(ledger, recorded),
    };
    later.or_else(|| recorded.entry.names())
}

/// Returns the determination that stands on a recommendation.
pub fn determined(ledger: &State, recorded: &Recorded) -> Option<u64> {
    let subject = recorded.entry.subject.as_ref()?;
    let decided = recorded.entry.act.decided().filter(|decided| !decided.is_determination())?;
    let (on, determined) = ledger.determined(subject, &decided.matter())?;
    (determined.answers?.recommendation == recorded.entry.seq).then_some(on.entry.seq)
}

#[cfg(test)]
mod tests;
