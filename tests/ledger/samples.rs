//! Drafts, keys, and a ledger of thirty-one entries that uses every kind of act.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use chrono::DateTime;
use trellis::domain::goal::Topic;
use trellis::ledger::chain::{self, Recorded, Unplaced};
use trellis::ledger::entry::{
    Act, Actor, Decision, Evidence, Fact, GoalOutcome, Hash, Outcome, Role, Supersedes,
};
use trellis::ledger::error::FileError;
use trellis::ledger::file;
use trellis::ledger::fold::State;
use trellis::ledger::identity::Identity;
use trellis::ledger::rules;
use trellis::ledger::signers::{Signer, Signers};
use trellis::ledger::verify::{KnownElsewhere, Verification};

/// Who signs in the tests, and in which roles. Lin and a stranger have keys, and are not on the list.
pub const CAST: [(&str, &[Role]); 5] = [
    ("c.chair", &[Role::Chair, Role::Member]),
    ("d.director", &[Role::ProgramDirector]),
    ("m.member", &[Role::Member]),
    ("a.auditor", &[Role::Auditor]),
    ("R-007", &[Role::Resident]),
];

struct Keys {
    folder: tempfile::TempDir,
    identities: HashMap<&'static str, Identity>,
}

/// Made once for all tests of a run; processes that a test starts read the files.
static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let names = CAST.iter().map(|(name, _)| *name).chain(["lin", "stranger"]);
    let identities =
        names.map(|name| (name, Identity::make(&folder.path().join(name), name).unwrap())).collect();
    Keys { folder, identities }
});

/// Returns the key of one of the cast, or the stranger's.
pub fn identity(name: &str) -> &'static Identity {
    &KEYS.identities[name]
}

/// Returns the file with somebody's private key.
pub fn key_file(name: &str) -> PathBuf {
    KEYS.folder.path().join(name)
}

/// Returns the list of the cast.
pub fn signers() -> Signers {
    CAST.iter().fold(Signers::default(), |list, (name, roles)| list.with(signer(name, roles)))
}

pub fn signer(name: &str, roles: &[Role]) -> Signer {
    Signer {
        id: name.to_owned(),
        roles: roles.to_vec(),
        after: None,
        before: None,
        key: identity(name).public().clone(),
    }
}

/// Entry 1 of every ledger of the tests: the chair names the cast.
pub fn founding() -> Unplaced {
    Unplaced { subject: None, ..draft(0, Act::SignersNamed { allowed: signers().to_string() }) }
}

/// A ledger that has begun.
pub fn begun() -> State {
    let mut state = State::default();
    record(&mut state, &founding());
    state
}

/// Gives `draft` its place after `head`, signed by the key of its actor.
pub fn signed(draft: &Unplaced, head: chain::Head) -> Recorded {
    signed_by(&draft.actor.id, draft, head)
}

/// Gives `draft` its place after `head`, signed by somebody's key.
pub fn signed_by(who: &str, draft: &Unplaced, head: chain::Head) -> Recorded {
    let entry = chain::placed(draft, head);
    let signature = identity(who).sign(entry.message().as_bytes()).unwrap();
    Arc::unwrap_or_clone(chain::sealed(entry, signature).recorded)
}

/// A draft by the chair about `R-007`; `n` makes its identifier and its time.
pub fn draft(n: u64, act: Act) -> Unplaced {
    let subject = match act {
        Act::MeetingOpened { .. }
        | Act::MeetingClosed { .. }
        | Act::SignersNamed { .. }
        | Act::Checkpoint { .. }
        | Act::Cut { .. } => None,
        _ => Some("R-007".parse().unwrap()),
    };
    Unplaced {
        id: format!("act-{n}"),
        at: DateTime::from_timestamp(1_795_000_000 + n.cast_signed(), 0).unwrap(),
        actor: Actor { id: "c.chair".to_owned(), role: Role::Chair },
        subject,
        act,
        supersedes: None,
        evidence: None,
    }
}

pub fn viewed(n: u64) -> Unplaced {
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

pub fn recommendation(n: u64, level: &str) -> Unplaced {
    Unplaced { evidence: Some(evidence()), ..draft(n, Act::Recommendation(decision(level))) }
}

pub fn determination(n: u64, recommendation: u64, level: &str) -> Unplaced {
    let act = Act::Determination { recommendation, agrees: true, decision: decision(level) };
    let actor = Actor { id: "d.director".to_owned(), role: Role::ProgramDirector };
    Unplaced { actor, evidence: Some(evidence()), ..draft(n, act) }
}

pub fn superseding(mut draft: Unplaced, state: &State, entry: u64) -> Unplaced {
    let hash = state.entry(entry).unwrap().hash;
    draft.supersedes = Some(Supersedes { entry, hash, reason: "New ratings".to_owned() });
    draft
}

/// Records `draft` in memory, by the rules.
pub fn record(state: &mut State, draft: &Unplaced) -> Arc<Recorded> {
    rules::admissible(state, draft).unwrap();
    let recorded = Arc::new(signed(draft, state.head()));
    state.apply(Arc::clone(&recorded));
    recorded
}

/// The checkpoint over all of `state`.
pub fn checkpoint(n: u64, state: &State) -> Unplaced {
    draft(n, Act::Checkpoint { size: state.count(), root: state.tree().root() })
}

/// Thirty-one entries: acts of every kind that asks for no committee in the room, supersessions and a revocation.
pub fn thirty_one() -> State {
    let mut state = begun();
    let opened = Act::MeetingOpened { meeting: "2026-11".to_owned(), title: "November".to_owned() };
    record(&mut state, &draft(2, opened));
    record(&mut state, &recommendation(3, "3"));
    record(&mut state, &determination(4, 3, "3"));
    let second = superseding(recommendation(5, "4"), &state, 3);
    record(&mut state, &second);
    let second = superseding(determination(6, 5, "4"), &state, 4);
    record(&mut state, &second);
    let revocation = draft(7, Act::Revocation { entry: 6, reason: "Wrong resident".to_owned() });
    let director = determination(7, 5, "4").actor;
    record(&mut state, &Unplaced { actor: director, ..revocation });
    let prompt = "few_for_training_time/spinal".to_owned();
    let acknowledged =
        Act::PromptAcknowledged { prompt, facts: Hash::of(b"facts"), reason: "On leave".to_owned() };
    record(&mut state, &draft(8, acknowledged));
    record(&mut state, &draft(9, Act::MeetingClosed { meeting: "2026-11".to_owned() }));
    let goal = |due: &str, about| Act::GoalSet {
        text: "Lead a “one-lung” case".to_owned(),
        owner: "Lin".to_owned(),
        due: due.parse().unwrap(),
        about,
    };
    record(&mut state, &draft(10, goal("2027-05-01", Some(Topic::Experience("spinal".parse().unwrap())))));
    let carried = superseding(draft(11, goal("2027-11-01", None)), &state, 10);
    record(&mut state, &carried);
    let closed = Act::GoalClosed { entry: 11, outcome: GoalOutcome::Dropped, reason: "Left".to_owned() };
    record(&mut state, &draft(12, closed));
    let over_all = checkpoint(13, &state);
    record(&mut state, &over_all);
    for n in 14..=31 {
        record(&mut state, &viewed(n));
    }
    state
}

/// The bytes of a ledger that holds `state`.
pub fn bytes(state: &State) -> Vec<u8> {
    state.entries().flat_map(|r| (r.entry.to_line() + "\n").into_bytes()).collect()
}

pub fn written(folder: &Path, state: &State) -> std::path::PathBuf {
    let path = folder.join("program.ledger.jsonl");
    std::fs::write(&path, bytes(state)).unwrap();
    path
}

/// Reads and verifies a ledger's file against nothing.
pub fn verified(path: &Path) -> Result<(Verification, State), FileError> {
    file::verified(path, &KnownElsewhere::default(), &mut |_, _| {})
}
