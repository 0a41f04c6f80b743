//! What a committee decided last of a resident as a whole, as it stands now.

use chrono::{DateTime, Utc};

use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::overall::{ChoiceKind, Overall};
use crate::ledger::entry::Matter;
use crate::ledger::fold::State;

/// The overall decision that stands on a resident: the determination, or the recommendation before there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingOverall {
    pub entry: u64,
    pub at: DateTime<Utc>,
    pub is_determined: bool,
    /// It may go to the resident.
    pub is_released: bool,
    /// Somebody told the resident, or the resident has read it.
    pub is_told: bool,
    pub decided: Overall,
}

impl StandingOverall {
    /// Returns what stands on a resident, or `None` where nothing does.
    ///
    /// A recommendation that is newer than the determination stands beside it and waits; it is what is returned.
    pub fn of(ledger: &State, resident: &ResidentId) -> Option<Self> {
        let both =
            [ledger.recommended(resident, &Matter::Overall), ledger.determined(resident, &Matter::Overall)];
        let (recorded, decided) =
            both.into_iter().flatten().max_by_key(|(recorded, _)| recorded.entry.seq)?;
        let entry = recorded.entry.seq;
        let is_determined = decided.is_determination();
        let known = ledger.resident(resident)?;
        let is_released = is_determined && known.releases().iter().any(|release| release.entry > entry);
        Some(Self {
            entry,
            at: recorded.entry.at,
            is_determined,
            is_released,
            is_told: is_released && known.untold().is_none(),
            decided: decided.overall()?.clone(),
        })
    }

    /// Tells whether the first of the program's words for progress was decided, and no more follows than the first of its
    /// words for that.
    pub fn is_usual(&self, catalog: &Catalog) -> bool {
        let first = |kind| catalog.choices(kind).next().map(|choice| choice.code.as_str());
        let Overall { progress, action, board, .. } = &self.decided;
        progress.is_some()
            && progress.as_deref() == first(ChoiceKind::Progress)
            && action.as_deref().is_none_or(|action| Some(action) == first(ChoiceKind::Action))
            && board.as_ref().is_none_or(|board| board.satisfactory)
    }

    /// Tells whether anything else was decided than the first of the program's words for progress and nothing that
    /// follows: what nobody may overlook.
    pub fn is_notable(&self, catalog: &Catalog) -> bool {
        let usual = catalog.choices(ChoiceKind::Progress).next().map(|choice| choice.code.as_str());
        let Overall { progress, action, board, .. } = &self.decided;
        progress.as_deref() != usual
            || action.is_some()
            || board.as_ref().is_some_and(|board| !board.satisfactory)
    }
}
