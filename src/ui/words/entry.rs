//! Entries of the ledger in words. A ledger may have been edited by hand, so that all is sanitised.

use std::borrow::Cow;

use crate::app::{Model, Screen};
use crate::committee::evidence::decision::level;
use crate::committee::room;
use crate::domain::id::{EpaId, ResidentId};
use crate::domain::text::sanitised;
use crate::domain::zone::Zone;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Actor, Decision, Entry, Evidence, Fact};
use crate::ledger::fold::{Fate, State};

/// Returns the decisions that stand on one activity: the level now, by whom, and the entry.
///
/// A recommendation that is newer than the determination stands beside it.
pub fn standing((ledger, zone): (&State, Zone), resident: &ResidentId, epa: &EpaId) -> Option<String> {
    let determined = ledger.determination(resident, epa);
    let since = determined.map_or(0, |(recorded, _)| recorded.entry.seq);
    let recommended = ledger.recommendation(resident, epa).filter(|(recorded, _)| recorded.entry.seq > since);
    let words = [("determined", determined), ("recommended", recommended)];
    let said: Vec<_> =
        words.into_iter().filter_map(|(verb, found)| found.map(|f| stands(verb, f, zone))).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn stands(verb: &str, (recorded, decision): (&Recorded, &Decision), zone: Zone) -> String {
    let level = level(decision);
    let entry = &recorded.entry;
    let on = super::day(zone.day(entry.at));
    format!("{level} {verb} by {} on {on}, entry {}", person(&entry.actor), entry.seq)
}

/// Says what an entry does to whoever sits there: what an earlier rating says waits until one's own is in.
pub fn told_act(model: &Model, entry: &Entry) -> String {
    match &entry.act {
        Act::RatingRevealed { entry: sealed, .. } if holds_back(model, entry) => {
            format!("rating of entry {sealed} revealed; what it says is shown when your own rating is in")
        }
        // Others look on: nobody's words, and nobody's own rating, but where the entry itself is opened.
        Act::RatingRevealed { entry: sealed, .. } if model.presenting && model.screen != Screen::Entry => {
            format!("rating of entry {sealed} revealed; open it to see which")
        }
        Act::Remarked { basis, .. } if model.presenting && model.screen != Screen::Entry => {
            format!("remark, {basis}; open it to read it")
        }
        other => act(other),
    }
}

/// Tells whether an entry's ratings are held back from whoever sits there, whose own is not in yet.
pub fn holds_back(model: &Model, entry: &Entry) -> bool {
    let waits = |id| room::has_yet_to_rate(&model.ledger, id, &model.session.actor.id);
    entry.subject.as_ref().is_some_and(waits)
}

/// Returns evidence as it may be told: where `held`, what members rated is held back.
pub fn told_evidence(evidence: &Evidence, held: bool) -> Cow<'_, Evidence> {
    if !held {
        return Cow::Borrowed(evidence);
    }
    let mut told = evidence.clone();
    for fact in told.facts.iter_mut().filter(|fact| fact.is_rating()) {
        (fact.shown, fact.n) = (HELD.to_owned(), None);
    }
    Cow::Owned(told)
}

/// Stands where what members rated is held back.
pub const HELD: &str = "shown when your own rating is in";

/// Returns one entry in one line: number, time, person and role, act, resident by code.
pub fn entry_line(model: &Model, recorded: &Recorded) -> String {
    let entry = &recorded.entry;
    let about = entry.subject.as_ref().map(|id| format!(", about {id}")).unwrap_or_default();
    let act = told_act(model, entry);
    let at = model.catalog.program.zone.stamp(entry.at);
    format!("{}  {at}  {}: {act}{about}", entry.seq, person(&entry.actor))
}

/// Returns everything that an entry binds, as it may be told to whoever sits there.
pub fn told_entry(model: &Model, recorded: &Recorded) -> Vec<String> {
    let entry = &recorded.entry;
    let (zone, act) = (model.catalog.program.zone, told_act(model, entry));
    entry_lines((&model.ledger, zone), recorded, &act, holds_back(model, entry))
}

/// Returns everything that an entry binds, a label before each value; `act` says what it does, and where `held`
/// the evidence is told without what members rated.
pub fn entry_lines(
    (ledger, zone): (&State, Zone),
    recorded: &Recorded,
    act: &str,
    held: bool,
) -> Vec<String> {
    let entry = &recorded.entry;
    let mut lines = vec![
        format!("entry: {}", entry.seq),
        format!("at: {}", zone.exactly(entry.at)),
        format!("by: {}", person(&entry.actor)),
    ];
    lines.extend(entry.subject.iter().map(|subject| format!("about: {subject}")));
    lines.push(format!("act: {act}"));
    lines.extend(fate(ledger, entry.seq).map(|fate| format!("no more: {fate}")));
    lines.extend(bound(entry).into_iter().map(|(label, text)| format!("{label}: {text}")));
    lines.extend(entry.evidence.iter().flat_map(|shown| evidence(&told_evidence(shown, held))));
    lines
        .extend(sealed((ledger, zone), recorded).into_iter().map(|(label, text)| format!("{label}: {text}")));
    lines
}

/// Returns what holds an entry in its place, a label before each value: who signed it and what proves it.
pub fn sealed((ledger, zone): (&State, Zone), recorded: &Recorded) -> Vec<(&'static str, String)> {
    let entry = &recorded.entry;
    let key = entry.signature.as_ref().and_then(|signature| signature.key().ok());
    let signed = key.map_or("nobody".to_owned(), |key| {
        format!("the key {} of {}", key.fingerprint(), sanitised(&entry.actor.id))
    });
    let proven = ledger.proven_by(entry.seq).map_or("no checkpoint yet".to_owned(), |checkpoint| {
        format!(
            "the checkpoint of entry {}, {}, by {}: root {}",
            checkpoint.entry,
            zone.time(checkpoint.at),
            person(&checkpoint.by),
            checkpoint.root
        )
    });
    vec![
        ("signed by", signed),
        ("proven by", proven),
        ("id", sanitised(&entry.id)),
        ("hash", recorded.hash.to_string()),
        ("hash of the entry before", entry.previous.to_string()),
    ]
}

/// Says what became of a decision that no longer stands, or of a goal that is no longer open.
pub fn fate(ledger: &State, seq: u64) -> Option<String> {
    match ledger.fate(seq) {
        Fate::Stands => None,
        Fate::SupersededBy(by) => Some(format!("superseded by entry {by}")),
        Fate::RevokedBy(by) => Some(format!("revoked by entry {by}")),
        Fate::ClosedBy(by) => Some(format!("closed by entry {by}")),
    }
}

/// Says an act in a few words.
pub fn act(act: &Act) -> String {
    act.told(None).line
}

pub fn person(actor: &Actor) -> String {
    format!("{} ({})", sanitised(&actor.id), actor.role.in_words())
}

/// Returns what a decision says beside its outcome, and what an entry replaces, a label before each value.
pub(super) fn bound(entry: &Entry) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if let Some(decided) = entry.act.decided() {
        lines.push(("rationale", sanitised(decided.rationale())));
        if decided.insufficient_evidence() {
            lines.push(("evidence", "said to be insufficient".to_owned()));
        }
        lines.push(("dissent", decided.dissent().map_or("none".to_owned(), sanitised)));
        lines.extend(decided.activity().map(|decision| {
            let recused = sanitised(&decision.recused.join(", "));
            ("recused", if recused.is_empty() { "none".to_owned() } else { recused })
        }));
    }
    lines.extend(entry.supersedes.iter().map(|replaced| {
        let (seq, hash, reason) = (replaced.entry, replaced.hash, sanitised(&replaced.reason));
        ("supersedes", format!("entry {seq} ({hash}), because: {reason}"))
    }));
    lines
}

fn evidence(evidence: &Evidence) -> Vec<String> {
    let mut lines = vec![
        format!("evidence as of: {}", super::day(evidence.as_of)),
        format!("case file: {}", sanitised(&evidence.case_file)),
    ];
    lines.extend(evidence.thresholds.iter().map(|hash| format!("thresholds: {}", sanitised(hash))));
    lines.extend(evidence.facts.iter().map(|fact| format!("shown: {}", shown(fact))));
    lines
}

/// Returns one line of evidence as it was shown, with its n and its definition.
pub fn shown(fact: &Fact) -> String {
    sanitised(&format!("{}: {}", fact.label, value(fact, str::to_owned)))
}

/// Returns what a fact says, with its n and the hash of its definition as `hash` writes it.
pub fn value(fact: &Fact, hash: fn(&str) -> String) -> String {
    let n = fact.n.map(|n| format!("n = {n}"));
    let definition = fact.definition.as_ref().map(|d| format!("definition {} {}", d.code, hash(&d.hash)));
    let said: Vec<_> = std::iter::once(fact.shown.clone()).chain(n).chain(definition).collect();
    sanitised(&said.join(", "))
}

/// Returns the beginning of a hash, which is enough to tell two apart by eye.
pub fn short(hash: &str) -> String {
    const SHOWN: usize = 12;
    let hash = sanitised(hash);
    if hash.chars().count() <= SHOWN { hash } else { hash.chars().take(SHOWN).chain(['…']).collect() }
}
