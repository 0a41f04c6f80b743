//! The rules of recording on what follows a meeting: release, telling the resident, acknowledgement, the resident's answer and appeal.

use super::Refused;
use super::parts::{must_say, subject};
use crate::ledger::chain::Unplaced;
use crate::ledger::entry::Act;
use crate::ledger::fold::{ResidentState, State};

/// Tells whether an act on what was determined about a resident may follow.
pub(super) fn follows(state: &State, draft: &Unplaced) -> Result<(), Refused> {
    let known = state.resident(subject(draft)?);
    let last_release = || known.and_then(|known| known.releases().last());
    match &draft.act {
        Act::Released {} => {
            if let Some(waiting) = known.and_then(|known| known.undetermined().min()) {
                return Err(Refused::NotDetermined(waiting));
            }
            let news = known.is_some_and(ResidentState::has_news);
            if news { Ok(()) } else { Err(Refused::NothingToRelease) }
        }
        Act::ResidentTold { release, on, by } => {
            must_say(by, "who told the resident")?;
            let waits = last_release().filter(|last| last.entry == *release && last.told.is_none());
            let last = waits.ok_or(Refused::ToldBefore(*release))?;
            // Entries are in UTC, where it may be yesterday still, or tomorrow already.
            let earliest = last.at.date_naive().pred_opt();
            let latest = draft.at.date_naive().succ_opt();
            let may_be = earliest.is_none_or(|day| day <= *on) && latest.is_none_or(|day| *on <= day);
            if may_be { Ok(()) } else { Err(Refused::ToldThen(*on)) }
        }
        Act::ReleaseAcknowledged { release } => {
            let waits = last_release().filter(|last| last.entry == *release && last.acknowledged.is_none());
            waits.map(|_| ()).ok_or(Refused::NotAReleaseThatWaits(*release))
        }
        Act::Stated { text } => {
            must_say(text, "the statement")?;
            last_release().map(|_| ()).ok_or(Refused::NothingReleased)
        }
        Act::AppealLodged { determination, text } => {
            must_say(text, "the appeal")?;
            let released = last_release().is_some_and(|last| last.entry > *determination);
            let stands = known.is_some_and(|known| known.stands(*determination));
            let determined = state.entry(*determination).is_some_and(|it| it.entry.act.is_determination());
            if !released || !stands || !determined {
                return Err(Refused::NotAppealable(*determination));
            }
            let mut appeals = known.into_iter().flat_map(ResidentState::appeals);
            let before = appeals.find(|(_, appeal)| appeal.determination == *determination);
            before.map_or(Ok(()), |(entry, _)| Err(Refused::Appealed(*entry)))
        }
        Act::AppealDecided { appeal, reason, .. } => {
            must_say(reason, "the reason")?;
            let waits = known.and_then(|known| known.appeals().get(appeal)).filter(|it| it.decided.is_none());
            waits.map(|_| ()).ok_or(Refused::NotAnAppealThatWaits(*appeal))
        }
        _ => Ok(()),
    }
}
