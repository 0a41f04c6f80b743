//! Drafts, and a ledger of thirty entries that uses every kind of act.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use chrono::DateTime;
use trellis::domain::goal::Topic;
use trellis::ledger::chain::{self, Draft, Recorded};
use trellis::ledger::entry::{
    Act, Actor, Decision, Evidence, Fact, GoalOutcome, Hash, Outcome, Role, Supersedes,
};
use trellis::ledger::fold::State;
use trellis::ledger::rules;

/// A draft by the chair about `R-007`; `n` makes its identifier and its time.
pub fn draft(n: u64, act: Act) -> Draft {
    let subject = match act {
        Act::MeetingOpened { .. } | Act::MeetingClosed { .. } => None,
        _ => Some("R-007".parse().unwrap()),
    };
    Draft {
        id: format!("act-{n}"),
        at: DateTime::from_timestamp(1_795_000_000 + n.cast_signed(), 0).unwrap(),
        actor: Actor { id: "c.chair".to_owned(), role: Role::Chair },
        subject,
        act,
        supersedes: None,
        evidence: None,
    }
}

pub fn viewed(n: u64) -> Draft {
    draft(n, Act::Viewed { screen: "resident".to_owned() })
}

pub fn decision(level: &str) -> Decision {
    Decision {
        epa: "EPA-3".parse().unwrap(),
        outcome: Outcome::Entrust,
        scale: "chen5".to_owned(),
        level: Some(level.to_owned()),
        rationale: format!("Seven “good” cases, level {level}; naïve but safe.\nSee R\u{1b}[31m"),
        insufficient_evidence: false,
        dissent: None,
        recused: Vec::new(),
    }
}

pub fn evidence() -> Evidence {
    let fact =
        Fact { label: "Ratings".to_owned(), shown: "7 by 4 raters".to_owned(), n: Some(7), definition: None };
    Evidence {
        as_of: "2026-11-20".parse().unwrap(),
        case_file: "ab".repeat(32),
        thresholds: None,
        facts: vec![fact],
    }
}

pub fn recommendation(n: u64, level: &str) -> Draft {
    Draft { evidence: Some(evidence()), ..draft(n, Act::Recommendation(decision(level))) }
}

pub fn determination(n: u64, recommendation: u64, level: &str) -> Draft {
    let act = Act::Determination { recommendation, agrees: true, decision: decision(level) };
    let actor = Actor { id: "d.director".to_owned(), role: Role::ProgramDirector };
    Draft { actor, evidence: Some(evidence()), ..draft(n, act) }
}

pub fn superseding(mut draft: Draft, state: &State, entry: u64) -> Draft {
    let hash = state.entry(entry).unwrap().hash;
    draft.supersedes = Some(Supersedes { entry, hash, reason: "New ratings".to_owned() });
    draft
}

/// Records `draft` in memory, by the rules.
pub fn record(state: &mut State, draft: &Draft) -> Arc<Recorded> {
    rules::admissible(state, draft).unwrap();
    let recorded = Arc::new(chain::sealed(draft, state.head()));
    state.apply(Arc::clone(&recorded));
    recorded
}

/// Thirty entries: every act, supersessions and a revocation.
pub fn thirty() -> State {
    let mut state = State::default();
    let opened = Act::MeetingOpened { meeting: "2026-11".to_owned(), title: "November".to_owned() };
    record(&mut state, &draft(1, opened));
    record(&mut state, &recommendation(2, "3"));
    record(&mut state, &determination(3, 2, "3"));
    let second = superseding(recommendation(4, "4"), &state, 2);
    record(&mut state, &second);
    let second = superseding(determination(5, 4, "4"), &state, 3);
    record(&mut state, &second);
    let mut revocation = draft(6, Act::Revocation { entry: 5, reason: "Wrong resident".to_owned() });
    revocation.actor.role = Role::ProgramDirector;
    record(&mut state, &revocation);
    let prompt = "few_for_training_time/spinal".to_owned();
    let acknowledged =
        Act::PromptAcknowledged { prompt, facts: Hash::of(b"facts"), reason: "On leave".to_owned() };
    record(&mut state, &draft(7, acknowledged));
    record(&mut state, &draft(8, Act::MeetingClosed { meeting: "2026-11".to_owned() }));
    let goal = |due: &str, about| Act::GoalSet {
        text: "Lead a “one-lung” case".to_owned(),
        owner: "Lin".to_owned(),
        due: due.parse().unwrap(),
        about,
    };
    record(&mut state, &draft(9, goal("2027-05-01", Some(Topic::Experience("spinal".parse().unwrap())))));
    let carried = superseding(draft(10, goal("2027-11-01", None)), &state, 9);
    record(&mut state, &carried);
    let closed = Act::GoalClosed { entry: 10, outcome: GoalOutcome::Dropped, reason: "Left".to_owned() };
    record(&mut state, &draft(11, closed));
    for n in 12..=30 {
        record(&mut state, &viewed(n));
    }
    state
}

/// The bytes of a ledger that holds `state`.
pub fn bytes(state: &State) -> Vec<u8> {
    state.entries().iter().flat_map(|r| (r.entry.to_line() + "\n").into_bytes()).collect()
}

pub fn written(folder: &Path, state: &State) -> std::path::PathBuf {
    let path = folder.join("program.ledger.jsonl");
    std::fs::write(&path, bytes(state)).unwrap();
    path
}

/// Says past the test's captured output that something was not tried.
pub fn skipped(why: &str) {
    std::io::stderr().write_all(format!("skipped: {why}\n").as_bytes()).unwrap();
}
