//! Real processes that append, together, and killed at any instant.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use trellis::ledger::error::{AppendError, FileError};
use trellis::ledger::file::fresh_id;
use trellis::ledger::identity::Identity;
use trellis::ledger::store::Ledger;
use trellis::ledger::verify::{Note, Verdict};

use super::samples::{founding, identity, key_file, verified, viewed};

const WRITER: &str = "ledger::writers::one_writer";
const HOLDER: &str = "ledger::writers::one_holder";

/// How long the tests below go on by default, and by their environment: `make test` should not take minutes.
const ROUNDS: u64 = 60;
const SECONDS: u64 = 5;
/// A ledger that grew too long would leave less and less of the time to appending.
const ROUNDS_A_LEDGER: u64 = 50;

/// Starts this very binary as a process that runs one ignored test.
fn started(test: &str, ledger: &Path, name: &str, acts: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--ignored", "--nocapture"])
        .env("WRITER_LEDGER", ledger)
        .env("WRITER_KEY", key_file("c.chair"))
        .env("WRITER_NAME", name)
        .env("WRITER_ACTS", acts.to_string())
        .env("WRITER_SECONDS", number("TRELLIS_TEST_SECONDS", SECONDS).to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What a process said that it had recorded, as it says so; ends when the process does.
fn acknowledged(child: &mut Child) -> Receiver<String> {
    let (said, heard) = channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            if let Some(id) = line.strip_prefix("recorded ") {
                let _ = said.send(id.to_owned());
            }
        }
    });
    heard
}

#[expect(clippy::disallowed_methods, reason = "a process of a test is told its part by its environment")]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn number(name: &str, default: u64) -> u64 {
    told(name).map_or(default, |number| number.parse().unwrap())
}

#[test]
#[ignore = "a process that the tests below start"]
fn one_writer() {
    let Some(path) = told("WRITER_LEDGER") else { return };
    let name = told("WRITER_NAME").unwrap();
    let key = Identity::read(Path::new(&told("WRITER_KEY").unwrap())).unwrap();
    let mut ledger = Ledger::open(Path::new(&path)).unwrap();
    ledger.begin();
    let (begun, seconds) = (Instant::now(), number("WRITER_SECONDS", u64::MAX));
    for n in 0..number("WRITER_ACTS", 0) {
        if begun.elapsed().as_secs() >= seconds {
            break;
        }
        let mut draft = viewed(n);
        draft.id = format!("{name}-{n}");
        let recorded = ledger.append(&draft, &key).unwrap();
        let mut out = std::io::stdout();
        write!(out, "\nrecorded {}\n", recorded.entry.id).and_then(|()| out.flush()).unwrap();
    }
}

#[test]
#[ignore = "a process that the tests below start"]
fn one_holder() {
    let Some(path) = told("WRITER_LEDGER") else { return };
    let file = File::open(path).unwrap();
    file.lock().unwrap();
    println!("\nrecorded lock");
    let _ = std::io::stdin().read(&mut [0]);
}

fn random(below: u64) -> u64 {
    u64::from_str_radix(&fresh_id()[..12], 16).unwrap() % below
}

/// Kills a process somewhere in its appending, and returns what it had acknowledged.
fn killed(path: &Path, round: u64) -> HashSet<String> {
    let mut child = started(WRITER, path, &format!("round{round}"), 10_000);
    let heard = acknowledged(&mut child);
    let mut said: HashSet<String> = (0..=random(12)).map(|_| heard.recv().unwrap()).collect();
    // A random part of an append later: no event marks the middle of a write.
    let instant = Instant::now() + Duration::from_micros(random(6_000));
    while let Some(left) = instant.checked_duration_since(Instant::now()) {
        said.extend(heard.recv_timeout(left));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    said.extend(heard.iter());
    said
}

/// `TRELLIS_TEST_KILLS=1000` kills a thousand times.
#[test]
fn a_process_killed_at_any_instant_loses_nothing_that_it_acknowledged() {
    let rounds = number("TRELLIS_TEST_KILLS", ROUNDS);
    let (mut acknowledged, mut torn, mut folder) = (HashSet::new(), 0, None);
    let (mut all, mut unsaid) = (0, 0);
    for round in 0..rounds {
        if round % ROUNDS_A_LEDGER == 0 {
            folder = Some(tempfile::tempdir().unwrap());
            acknowledged.clear();
            unsaid = 0;
        }
        let path = folder.as_ref().unwrap().path().join("program.ledger.jsonl");
        if round % ROUNDS_A_LEDGER == 0 {
            Ledger::open(&path).unwrap().append(&founding(), identity("c.chair")).unwrap();
        }
        let said = killed(&path, round);
        all += said.len();
        acknowledged.extend(said);
        let (found, state) = verified(&path).unwrap();
        assert_eq!(found.verdict, Verdict::Valid, "round {round}");
        let torn_now = found.notes.iter().filter(|note| matches!(note, Note::Torn { .. })).count();
        assert!(torn_now <= 1, "round {round}: {:?}", found.notes);
        torn += torn_now;
        let lost: Vec<_> = acknowledged.iter().filter(|id| state.with_id(id).is_none()).collect();
        assert!(lost.is_empty(), "round {round} lost {lost:?}");
        // The one entry that a kill may leave without its acknowledgement adds up over the rounds.
        unsaid = unsaid.max(state.count() as usize - 1 - acknowledged.len());
        assert!(
            unsaid as u64 <= round % ROUNDS_A_LEDGER + 1,
            "round {round}: {unsaid} were not acknowledged"
        );
    }
    assert!(all >= rounds as usize);
    println!("{rounds} kills, {all} entries acknowledged, none lost, {torn} torn lines");
}

/// `TRELLIS_TEST_SECONDS=60` has them append for a minute.
#[test]
fn eight_processes_append_together_without_loss_and_without_a_fork() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program.ledger.jsonl");
    Ledger::open(&path).unwrap().append(&founding(), identity("c.chair")).unwrap();
    let mut writers: Vec<Child> =
        (0..8).map(|n| started(WRITER, &path, &format!("w{n}"), u64::from(u32::MAX))).collect();
    let heard: Vec<Receiver<String>> = writers.iter_mut().map(acknowledged).collect();
    let said: HashSet<String> = heard.iter().flat_map(|one| one.iter()).collect();
    assert!(writers.iter_mut().all(|writer| writer.wait().unwrap().success()));
    let (found, state) = verified(&path).unwrap();
    assert_eq!((found.verdict, state.count()), (Verdict::Valid, said.len() as u64 + 1));
    let recorded: HashSet<String> = state.entries().skip(1).map(|r| r.entry.id.clone()).collect();
    assert_eq!(recorded, said);
    // Each process's own acts stand in the order in which it did them, and each had its turn.
    for n in 0..8 {
        let own = state.entries().filter(|r| r.entry.id.starts_with(&format!("w{n}-")));
        let order: Vec<u64> = own.map(|r| r.entry.id[3..].parse().unwrap()).collect();
        assert!(
            order.iter().copied().eq(0..order.len() as u64) && !order.is_empty(),
            "writer {n}: {order:?}"
        );
    }
    println!("eight processes recorded {} entries", said.len());
}

#[test]
fn a_lock_keeps_others_out_while_its_holder_lives_and_not_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program.ledger.jsonl");
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.begin();
    ledger.append(&viewed(1), identity("c.chair")).unwrap();
    ledger.set_patience(Duration::ZERO);
    let mut holder = started(HOLDER, &path, "holder", 0);
    assert_eq!(acknowledged(&mut holder).recv().unwrap(), "lock");
    let refused = ledger.append(&viewed(2), identity("c.chair")).unwrap_err();
    assert!(matches!(refused, AppendError::File(FileError::Busy { .. })), "{refused}");
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(ledger.append(&viewed(2), identity("c.chair")).unwrap().entry.seq, 3);
}
