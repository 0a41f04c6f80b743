//! What the committee recommends and the program director has not determined yet.

use crate::domain::id::{EpaId, ResidentId};
use crate::domain::overall::Overall;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Decision, Supersedes};
use crate::ledger::fold::State;

use super::message::Wish;

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

/// Returns what waits for the program director: by resident, activities before the resident as a whole.
pub fn waiting(state: &State) -> Vec<Advice<'_>> {
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

/// Returns the residents about whom something is determined and not released, and nothing waits to be determined.
pub fn releasable(state: &State) -> impl Iterator<Item = &ResidentId> {
    let ready = state
        .residents()
        .filter(|(_, known)| known.undetermined().next().is_none() && known.unreleased().next().is_some());
    ready.map(|(id, _)| id)
}

/// Makes the determination that agrees with a recommendation, on the evidence that the recommendation was shown
/// with, which stood on the screen.
pub fn agreed(state: &State, advice: &Advice<'_>, id: String) -> Wish {
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
    Wish { id, subject: Some(advice.resident.clone()), act, supersedes, evidence }
}
