//! What waits for the program director: what the committee recommends and is not determined yet, and appeals.

use crate::domain::id::{EpaId, ResidentId};
use crate::domain::overall::Overall;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, AppealOutcome, Decision, Supersedes};
use crate::ledger::fold::State;

use super::request::Request;

/// One thing that waits.
#[derive(Clone, Copy, Debug)]
pub enum Waiting<'a> {
    Advice(Advice<'a>),
    Appeal(Appeal<'a>),
}

impl Waiting<'_> {
    /// Returns whom it is about.
    pub fn resident(&self) -> &ResidentId {
        match self {
            Self::Advice(advice) => advice.resident,
            Self::Appeal(appeal) => appeal.resident,
        }
    }

    /// Returns the entry by which it waits.
    pub fn entry(&self) -> u64 {
        match self {
            Self::Advice(advice) => advice.recorded.entry.seq,
            Self::Appeal(appeal) => appeal.recorded.entry.seq,
        }
    }

    /// Tells whether somebody in the committee dissented.
    pub fn is_contested(&self) -> bool {
        matches!(self, Self::Advice(advice) if advice.is_contested())
    }

    /// Returns the activity that it is on; `None` where it is on the resident as a whole.
    pub fn epa(&self) -> Option<&EpaId> {
        match self {
            Self::Advice(advice) => advice.epa(),
            Self::Appeal(appeal) => appeal.against.entry.act.decision().map(|decision| &decision.epa),
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

/// One recommendation that stands.
#[derive(Clone, Copy, Debug)]
pub struct Advice<'a> {
    pub resident: &'a ResidentId,
    pub recorded: &'a Recorded,
    pub matter: Matter<'a>,
}

/// What a recommendation is on.
#[derive(Clone, Copy, Debug)]
pub enum Matter<'a> {
    Activity(&'a Decision),
    Overall(&'a Overall),
}

impl Advice<'_> {
    /// Returns the activity that it is on; `None` where it is on the resident as a whole.
    pub fn epa(&self) -> Option<&EpaId> {
        match self.matter {
            Matter::Activity(decision) => Some(&decision.epa),
            Matter::Overall(_) => None,
        }
    }

    /// Returns why the committee recommends it.
    pub fn rationale(&self) -> &str {
        match self.matter {
            Matter::Activity(decision) => &decision.rationale,
            Matter::Overall(overall) => &overall.rationale,
        }
    }

    /// Returns whether somebody dissented.
    pub fn is_contested(&self) -> bool {
        match self.matter {
            Matter::Activity(decision) => decision.dissent.is_some(),
            Matter::Overall(overall) => overall.dissent.is_some(),
        }
    }
}

/// Returns all that waits for the program director: recommendations before appeals.
pub fn waiting(state: &State) -> Vec<Waiting<'_>> {
    let advice = advised(state).into_iter().map(Waiting::Advice);
    advice.chain(appeals(state).into_iter().map(Waiting::Appeal)).collect()
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
            let matter = match &recorded.entry.act {
                Act::Recommendation(decision) => Matter::Activity(decision),
                Act::OverallRecommendation(overall) => Matter::Overall(overall),
                _ => continue,
            };
            waiting.push(Advice { resident, recorded, matter });
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
    let (act, standing) = match advice.matter {
        Matter::Activity(decision) => {
            let standing = state.determination(advice.resident, &decision.epa).map(|(recorded, _)| recorded);
            // Who dissented in the committee, and who was recused there, is no part of the director's decision.
            let decision = Decision {
                rationale: RATIONALE.to_owned(),
                dissent: None,
                recused: Vec::new(),
                ..decision.clone()
            };
            (Act::Determination { recommendation, agrees, decision }, standing)
        }
        Matter::Overall(overall) => {
            let standing = state.overall_determination(advice.resident).map(|(recorded, _)| recorded);
            let overall = Overall { rationale: RATIONALE.to_owned(), dissent: None, ..overall.clone() };
            (Act::OverallDetermination { recommendation, agrees, overall }, standing)
        }
    };
    let supersedes = standing.map(|recorded| Supersedes {
        entry: recorded.entry.seq,
        hash: recorded.hash,
        reason: format!("The committee recommends anew in entry {recommendation}."),
    });
    let evidence = advice.recorded.entry.evidence.clone();
    Request { id, subject: Some(advice.resident.clone()), act, supersedes, evidence }
}
