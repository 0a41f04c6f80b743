//! The entry that a look is at, and its evidence as it is today.

use crate::committee::evidence::decision::{evidence, stands};
use crate::committee::replay::{Change, NotNow, Replay, last_decision};
use crate::committee::waiting::{self, Waiting};
use crate::domain::entrustment::Epa;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::Evidence;

use super::model::{Model, Remote, Screen};

/// Returns the entry that a look from the present screen is at: the selected one, or the decision that
/// stands on the selected activity; on the triage table the last decision about the resident.
pub fn meant(model: &Model) -> Option<u64> {
    match model.screen {
        Screen::Triage => last_decision(&model.ledger, model.selected.as_ref()?),
        Screen::Ledger => model.entries().get(model.at.entry).map(|recorded| recorded.entry.seq),
        Screen::Entry => model.at.opened,
        Screen::Recommendations => waiting::waiting(&model.ledger).get(model.room.advice).map(Waiting::entry),
        Screen::Decide => {
            let form = model.form.as_ref()?;
            form.determines.as_ref().or(form.standing.as_ref()).map(|standing| standing.by.entry)
        }
        _ => {
            let (resident, epa) = (model.selected.as_ref()?, &model.epa()?.id);
            let found =
                [model.ledger.recommendation(resident, epa), model.ledger.determination(resident, epa)];
            found.into_iter().flatten().map(|(recorded, _)| recorded.entry.seq).max()
        }
    }
}

/// Returns the entry that is opened.
pub fn opened(model: &Model) -> Option<&Recorded> {
    model.ledger.entry(model.at.opened?)
}

/// Compares the evidence of a decision with what would be shown today; `None` for an entry without evidence.
pub fn today(model: &Model, recorded: &Recorded) -> Option<Result<Replay, NotNow>> {
    let then = recorded.entry.evidence.as_ref()?;
    Some(now(model, recorded).map(|now| {
        let mut replay = Replay::of(then, &now);
        let itself = stands(recorded);
        for row in replay.facts.iter_mut().filter(|row| row.now.is_some() && row.now == itself) {
            row.change = Change::Itself;
        }
        replay
    }))
}

/// Gathers today's evidence on the activity that `recorded` decides.
fn now(model: &Model, recorded: &Recorded) -> Result<Evidence, NotNow> {
    let subject = recorded.entry.subject.as_ref();
    subject.and_then(|id| model.catalog.resident(id)).ok_or(NotNow::NobodyThere)?;
    let dossier = match &model.dossier {
        Remote::Ready(dossier) if Some(&dossier.resident.id) == subject => dossier,
        Remote::Failed(why) => return Err(NotNow::Unread(why.clone())),
        _ => return Err(NotNow::Reading),
    };
    let decided = recorded.entry.act.decision();
    let epa: &Epa =
        decided.and_then(|decision| model.catalog.epa(&decision.epa)).ok_or(NotNow::NoActivity)?;
    let case_file = match &model.fingerprint {
        Remote::Ready(hash) => hash,
        Remote::Failed(why) => return Err(NotNow::Unhashed(why.clone())),
        Remote::NotAsked | Remote::Loading => return Err(NotNow::Hashing),
    };
    Ok(evidence(dossier, epa, &model.ledger, model.catalog.program.data_to, case_file))
}
