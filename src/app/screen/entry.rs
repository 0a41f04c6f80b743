//! One entry of the ledger: which one a look is at, its evidence as it is today, and the way to others.

use crate::committee::evidence;
use crate::committee::evidence::decision::stands;
use crate::committee::replay::{Change, NotNow, Replay, last_decision, linked};
use crate::committee::waiting::{self, Waiting};
use crate::ledger::chain::Recorded;
use crate::ledger::entry::Evidence;

use crate::app::model::{Model, Notice};
use crate::app::remote::Remote;
use crate::app::screen::{List, Panel, Screen};

/// Returns the entry that a look from the present screen is at: the selected one, the decision that stands on the
/// selected activity, and elsewhere the last decision about the resident, on an activity or overall.
pub fn meant(model: &Model) -> Option<u64> {
    match model.screen {
        Screen::Ledger => model.entries().get(model.at[List::Entries]).map(|recorded| recorded.entry.seq),
        Screen::Entry => model.at.opened,
        Screen::Recommendations => waiting::waiting(&model.ledger).get(model.room.advice).map(Waiting::entry),
        Screen::Decide => Some(model.form.as_ref()?.filled.decision()?.stands()?.by.entry),
        Screen::Overall => {
            let stands = model.form.as_ref().and_then(|form| form.filled.overall()?.stands());
            stands
                .map(|standing| standing.by.entry)
                .or_else(|| last_decision(&model.ledger, model.selected.as_ref()?))
        }
        Screen::Epas => last_on_activity(model),
        Screen::Resident if model.turned.panel == Panel::Epas => last_on_activity(model),
        _ => last_decision(&model.ledger, model.selected.as_ref()?),
    }
}

/// Returns the decision that stands on the activity under the cursor: the newest of both kinds.
fn last_on_activity(model: &Model) -> Option<u64> {
    let (resident, epa) = (model.selected.as_ref()?, &model.epa()?.id);
    let found = [model.ledger.recommendation(resident, epa), model.ledger.determination(resident, epa)];
    found.into_iter().flatten().map(|(recorded, _)| recorded.entry.seq).max()
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
        let itself = stands(recorded, model.catalog.program.zone);
        for row in replay.facts.iter_mut().filter(|row| row.now.is_some() && row.now == itself) {
            row.change = Change::Itself;
        }
        replay
    }))
}

/// Gathers today's evidence on what `recorded` decides.
fn now(model: &Model, recorded: &Recorded) -> Result<Evidence, NotNow> {
    let subject = recorded.entry.subject.as_ref();
    subject.and_then(|id| model.catalog.resident(id)).ok_or(NotNow::NobodyThere)?;
    let dossier = match &model.dossier {
        Remote::Ready(dossier) if Some(&dossier.resident.id) == subject => dossier,
        Remote::Failed(why) => return Err(NotNow::Unread(why.clone())),
        _ => return Err(NotNow::Reading),
    };
    let case_file = match &model.fingerprint {
        Remote::Ready(hash) => hash,
        Remote::Failed(why) => return Err(NotNow::Unhashed(why.clone())),
        Remote::NotAsked | Remote::Loading => return Err(NotNow::Hashing),
    };
    let (ledger, as_of) = (&model.ledger, model.catalog.program.data_to);
    match &recorded.entry.act {
        act if act.overall().is_some() => {
            Ok(evidence::overall::evidence(dossier, &model.catalog, ledger, as_of, case_file))
        }
        act => {
            let epa = act.decision().and_then(|decision| model.catalog.epa(&decision.epa));
            let epa = epa.ok_or(NotNow::NoActivity)?;
            Ok(evidence::decision::evidence(dossier, epa, ledger, as_of, case_file))
        }
    }
}

/// Goes on to the entry that the opened one is linked with.
pub fn follow(model: &mut Model) {
    let next = opened(model).and_then(|entry| linked(&model.ledger, entry));
    show(model, next);
}

/// Goes on among the entries about the resident, from the older to the newer.
pub fn other(model: &mut Model, by: isize) {
    let all: Vec<_> = model.entries().iter().rev().map(|recorded| recorded.entry.seq).collect();
    let at = model.at.opened.map_or(0, |opened| all.partition_point(|seq| *seq < opened));
    let wanted = at.saturating_add_signed(by).min(all.len().saturating_sub(1));
    show(model, all.get(wanted).copied());
}

fn show(model: &mut Model, seq: Option<u64>) {
    if seq.is_some() {
        (model.at.opened, model.at.scroll) = (seq, 0);
    }
}

/// Says why there is no entry to open.
pub fn none() -> Notice {
    let text = "no decision stands here; {key:go-ledger} lists every entry about the resident";
    Notice { text: text.to_owned(), failed: true }
}
