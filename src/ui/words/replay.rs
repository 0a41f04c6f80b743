//! One entry whole, in words: what was decided, what became of it, and its evidence then and now.

use crate::app::Model;
use crate::committee::replay::{self, Change, Compared, NotNow, Pair, Replay};
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Evidence, Fact};
use crate::ledger::fold::{Fate, State};

use super::entry::{HELD, bound, person, told_act, told_evidence, value};
use super::{NONE, counted, day};

/// One thing that was shown, beside what it is today.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReplayRow {
    pub label: String,
    pub then: String,
    /// Empty where today's is not known, or is as then.
    pub now: String,
    /// What became of it; `None` where today's is not known.
    pub change: Option<Change>,
    /// The same in words.
    pub word: String,
}

/// Returns what an entry says and what became of it, a label before each value.
pub fn told(model: &Model, recorded: &Recorded) -> Vec<(&'static str, String)> {
    let entry = &recorded.entry;
    let mut lines = vec![
        ("act", told_act(model, entry)),
        ("by", person(&entry.actor)),
        ("at", model.catalog.program.zone.exactly(entry.at)),
    ];
    lines.extend(entry.subject.iter().map(|subject| ("about", subject.to_string())));
    lines.extend(stands(&model.ledger, recorded).map(|text| ("stands", text)));
    lines.extend(level(model, recorded).map(|text| ("level", text)));
    lines.extend(bound(entry));
    lines
}

/// Says what the level means, in the words that the scale has today.
fn level(model: &Model, recorded: &Recorded) -> Option<String> {
    let decision = recorded.entry.act.decision()?;
    let scale = model.catalog.scale(&decision.scale)?;
    let level = scale.levels.iter().find(|level| Some(&level.level) == decision.level.as_ref())?;
    Some(format!("{}, which the scale titles today: {}", level.level, level.title))
}

/// Says whether a decision still stands, or a goal is still open, and of any other act that it was taken back.
pub fn stands(ledger: &State, recorded: &Recorded) -> Option<String> {
    let act = &recorded.entry.act;
    match ledger.fate(recorded.entry.seq) {
        Fate::SupersededBy(by) => Some(format!("no more: superseded by entry {by}")),
        Fate::RevokedBy(by) => Some(format!("no more: revoked by entry {by}")),
        Fate::ClosedBy(by) => Some(format!("no more: closed by entry {by}")),
        Fate::Stands if matches!(act, Act::GoalSet { .. }) => Some("yes, it is open".to_owned()),
        Fate::Stands => act.decided().map(|_| match replay::determined(ledger, recorded) {
            Some(by) => format!("yes, and entry {by} determines it"),
            None => "yes".to_owned(),
        }),
    }
}

/// Tells whether an entry stands no more.
pub fn is_over(model: &Model, recorded: &Recorded) -> bool {
    model.ledger.fate(recorded.entry.seq) != Fate::Stands
}

/// Says which of the entries about the resident it is, the oldest first.
pub fn place(model: &Model, recorded: &Recorded) -> String {
    let entries = model.entries();
    match entries.iter().rev().position(|other| other.entry.seq == recorded.entry.seq) {
        Some(at) => format!("{} of {} about the resident", at + 1, entries.len()),
        None => "about someone else".to_owned(),
    }
}

/// Says how much of the evidence is not as it was, or why that is not known.
pub fn changed(now: &Result<Replay, NotNow>) -> String {
    match now {
        Ok(replay) => {
            let then = replay.facts.iter().filter(|row| row.then.is_some()).count();
            let then = counted(then as u64, "fact");
            match replay.changed() {
                0 => format!("{then} then, and no change since"),
                n => format!("{then} then, and {} since", counted(n as u64, "change")),
            }
        }
        Err(why) => format!("then alone: {why}"),
    }
}

/// Returns the file, the day and the thresholds, then and now; `hash` writes a hash.
pub fn frame(then: &Evidence, now: Option<&Replay>, hash: fn(&str) -> String) -> Vec<ReplayRow> {
    let none = || "none recorded".to_owned();
    let asked = |of: &Option<String>| of.as_deref().map_or_else(none, hash);
    vec![
        row("case file", hash(&then.case_file), now.map(|r| (hash(&r.case_file.now), file(r)))),
        row("data to", day(then.as_of), now.map(|r| (day(r.as_of.now), days(&r.as_of)))),
        row("thresholds", asked(&then.thresholds), now.map(|r| (asked(&r.thresholds.now), asked_by(r)))),
    ]
}

fn file(replay: &Replay) -> (Change, &'static str) {
    if replay.case_file.is_same() { (Change::Same, "the same file") } else { (Change::Value, "another file") }
}

fn days(as_of: &Pair<chrono::NaiveDate>) -> (Change, &'static str) {
    match as_of.now.cmp(&as_of.then) {
        std::cmp::Ordering::Equal => (Change::Same, "the same day"),
        std::cmp::Ordering::Greater => (Change::Value, "later data"),
        std::cmp::Ordering::Less => (Change::Value, "earlier data"),
    }
}

fn asked_by(replay: &Replay) -> (Change, &'static str) {
    match (&replay.thresholds.then, replay.thresholds.is_same()) {
        (_, true) => (Change::Same, "the same ones"),
        (None, false) => (Change::New, "not known then"),
        (Some(_), false) => (Change::Value, "other ones"),
    }
}

fn row(label: &str, then: String, now: Option<(String, (Change, &str))>) -> ReplayRow {
    let (now, change, word) = match now {
        Some((now, (change, word))) => (now, Some(change), word),
        None => (String::new(), None, ""),
    };
    let now = if change == Some(Change::Same) { String::new() } else { now };
    ReplayRow { label: label.to_owned(), then, now, change, word: word.to_owned() }
}

/// Returns every fact then and now; `hash` writes a hash. Where `held`, what members rated is held back.
pub fn facts(then: &Evidence, now: Option<&Replay>, hash: fn(&str) -> String, held: bool) -> Vec<ReplayRow> {
    let rated =
        |compared: &Compared| [&compared.then, &compared.now].into_iter().flatten().any(Fact::is_rating);
    let told = |compared: &Compared| {
        let told = fact(compared, hash);
        if held && rated(compared) { row(&told.label, HELD.to_owned(), None) } else { told }
    };
    if let Some(replay) = now {
        return replay.facts.iter().map(told).collect();
    }
    let then = told_evidence(then, held);
    then.facts.iter().map(|fact| row(&label(fact), value(fact, hash), None)).collect()
}

fn fact(compared: &Compared, hash: fn(&str) -> String) -> ReplayRow {
    let said = |fact: &Option<Fact>| fact.as_ref().map_or_else(|| NONE.to_owned(), |fact| value(fact, hash));
    let named = compared.then.as_ref().or(compared.now.as_ref()).map(label).unwrap_or_default();
    let now = (said(&compared.now), (compared.change, &*compared.change.to_string()));
    row(&named, said(&compared.then), Some(now))
}

fn label(fact: &Fact) -> String {
    crate::domain::text::sanitised(&fact.label)
}

/// Returns the activity that an entry decides on, by its title where the case file has it, or that it decides overall.
pub fn activity(model: &Model, recorded: &Recorded) -> Option<String> {
    if recorded.entry.act.overall().is_some() {
        return Some("overall".to_owned());
    }
    let epa = &recorded.entry.act.decision()?.epa;
    Some(model.catalog.epa(epa).map_or_else(|| epa.to_string(), |epa| epa.title.clone()))
}
