//! What waits after a meeting: what the committee recommends and is not determined yet, appeals, and residents whom
//! nobody told yet of what was released to them.

use chrono::{DateTime, Utc};

use crate::domain::id::{EpaId, ResidentId};
use crate::domain::overall::Overall;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, AppealOutcome, Decided, Decision, On, Supersedes};
use crate::ledger::fold::State;

use super::request::Request;

/// One thing that waits.
#[derive(Clone, Copy, Debug)]
pub enum Waiting<'a> {
    Advice(Advice<'a>),
    Appeal(Appeal<'a>),
    Untold(Untold<'a>),
}

impl Waiting<'_> {
    /// Returns whom it is about.
    pub fn resident(&self) -> &ResidentId {
        match self {
            Self::Advice(advice) => advice.resident,
            Self::Appeal(appeal) => appeal.resident,
            Self::Untold(untold) => untold.resident,
        }
    }

    /// Returns the entry by which it waits.
    pub fn entry(&self) -> u64 {
        match self {
            Self::Advice(advice) => advice.recorded.entry.seq,
            Self::Appeal(appeal) => appeal.recorded.entry.seq,
            Self::Untold(untold) => untold.release,
        }
    }

    /// Tells whether somebody in the committee dissented.
    pub fn is_contested(&self) -> bool {
        matches!(self, Self::Advice(advice) if advice.decided.dissent().is_some())
    }

    /// Returns the activity that it is on; `None` where it is on the resident as a whole.
    pub fn epa(&self) -> Option<&EpaId> {
        match self {
            Self::Advice(advice) => advice.decided.epa(),
            Self::Appeal(appeal) => appeal.against.entry.act.decided().and_then(|decided| decided.epa()),
            Self::Untold(_) => None,
        }
    }
}

/// An appeal that nobody has decided, or one that was upheld or remitted while what it is against still stands.
#[derive(Clone, Copy, Debug)]
pub struct Appeal<'a> {
    pub resident: &'a ResidentId,
    pub recorded: &'a Recorded,
    /// The determination that it is against.
    pub against: &'a Recorded,
    /// How it ended, and the entry that says so.
    pub decided: Option<(u64, AppealOutcome)>,
}

/// A resident to whom something was released, and whom nobody told of it yet.
#[derive(Clone, Copy, Debug)]
pub struct Untold<'a> {
    pub resident: &'a ResidentId,
    /// The entry of the release, and when that was.
    pub release: u64,
    pub at: DateTime<Utc>,
}

/// One recommendation that stands.
#[derive(Clone, Copy, Debug)]
pub struct Advice<'a> {
    pub resident: &'a ResidentId,
    pub recorded: &'a Recorded,
    pub decided: Decided<'a>,
}

/// Returns all that waits: recommendations before appeals, and these before whoever is to be told.
pub fn waiting(state: &State) -> Vec<Waiting<'_>> {
    let advice = advised(state).into_iter().map(Waiting::Advice);
    let untold = untold(state).map(Waiting::Untold);
    advice.chain(appeals(state).into_iter().map(Waiting::Appeal)).chain(untold).collect()
}

/// Returns the residents whom nobody told yet of the last release to them.
pub fn untold(state: &State) -> impl Iterator<Item = Untold<'_>> {
    state.residents().filter_map(|(resident, known)| {
        let last = known.untold()?;
        Some(Untold { resident, release: last.entry, at: last.at })
    })
}

/// Returns the appeals that ask for something: to be decided, or a decision anew.
fn appeals(state: &State) -> Vec<Appeal<'_>> {
    let mut appeals = Vec::new();
    for (resident, known) in state.residents() {
        for (lodged, appeal) in known.appeals() {
            let settled = match appeal.decided {
                None => false,
                Some((_, AppealOutcome::Dismissed)) => true,
                Some(_) => !known.stands(appeal.determination),
            };
            let found = state.entry(*lodged).zip(state.entry(appeal.determination));
            if let Some((recorded, against)) = found.filter(|_| !settled) {
                appeals.push(Appeal { resident, recorded, against, decided: appeal.decided });
            }
        }
    }
    appeals
}

/// Returns the recommendations that wait: by resident, activities before the resident as a whole.
pub fn advised(state: &State) -> Vec<Advice<'_>> {
    let mut waiting = Vec::new();
    for (resident, known) in state.residents() {
        for recorded in known.undetermined().filter_map(|seq| state.entry(seq)) {
            waiting.extend(recorded.entry.act.decided().map(|decided| Advice {
                resident,
                recorded,
                decided,
            }));
        }
    }
    waiting
}

/// Returns the residents who are still to be told of something, and about whom nothing waits to be determined.
pub fn releasable(state: &State) -> impl Iterator<Item = &ResidentId> {
    let ready =
        state.residents().filter(|(_, known)| known.undetermined().next().is_none() && known.has_news());
    ready.map(|(id, _)| id)
}

/// Makes the determination that agrees with a recommendation, on the evidence that the recommendation was shown
/// with, which stood on the screen.
pub fn agreed(state: &State, advice: &Advice<'_>, id: String) -> Request {
    const RATIONALE: &str = "Agrees with the recommendation, for its reasons.";
    let (recommendation, agrees) = (advice.recorded.entry.seq, true);
    // Who dissented in the committee, and who was recused there, is no part of the director's decision.
    let act = match advice.decided.on {
        On::Activity(decision) => {
            let (rationale, recused) = (RATIONALE.to_owned(), Vec::new());
            let decision = Decision { rationale, dissent: None, recused, ..decision.clone() };
            Act::Determination { recommendation, agrees, decision }
        }
        On::Overall(overall) => {
            let overall = Overall { rationale: RATIONALE.to_owned(), dissent: None, ..overall.clone() };
            Act::OverallDetermination { recommendation, agrees, overall }
        }
    };
    let standing = state.determined(advice.resident, &advice.decided.matter());
    let supersedes = standing.map(|(recorded, _)| Supersedes {
        entry: recorded.entry.seq,
        hash: recorded.hash,
        reason: format!("The committee recommends anew in entry {recommendation}."),
    });
    let evidence = advice.recorded.entry.evidence.clone();
    Request { id, subject: Some(advice.resident.clone()), act, supersedes, evidence }
}
