//! The real program stopped, or failed, at every write and sync of one append. `strace` is what stops it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use trellis::ledger::file::LedgerFile;
use trellis::ledger::store::Ledger;
use trellis::ledger::verify::{Note, Verdict};

use super::samples::{bytes, identity, key_file, thirty_one, verified, viewed};
use crate::review::{err, out};
use crate::skipped::skipped;

/// The calls by which an append changes the disk.
const CALLS: [&str; 4] = ["write", "fsync", "fdatasync", "ftruncate"];

/// Thirty entries, and a torn line that the next append has to set aside first.
struct Torn {
    folder: tempfile::TempDir,
    whole: Vec<u8>,
    rest: Vec<u8>,
}

impl Torn {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let good = bytes(&thirty_one());
        let last = good[..good.len() - 1].iter().rposition(|b| *b == b'\n').unwrap() + 1;
        let (whole, torn) = good.split_at(last);
        let rest = torn[..torn.len() / 2].to_vec();
        fs::write(folder.path().join("program.ledger.jsonl"), [whole, &rest].concat()).unwrap();
        Self { folder, whole: whole.to_vec(), rest }
    }

    fn ledger(&self) -> PathBuf {
        self.folder.path().join("program.ledger.jsonl")
    }

    /// Appends by the real program under `strace`, which is told what to do to it.
    fn append(&self, inject: &[String]) -> Output {
        let mut command = Command::new("strace");
        command
            .arg("-o")
            .arg(self.folder.path().join("calls"))
            .args(["-e", "trace=write,fsync,fdatasync,ftruncate,flock"]);
        for inject in inject {
            command.args(["-e", &format!("inject={inject}")]);
        }
        command.arg(env!("CARGO_BIN_EXE_trellis")).args(["audit", "checkpoint"]).arg(self.ledger());
        command.args(["--as", "c.chair", "--role", "chair", "-o"]).arg(self.folder.path().join("kept.json"));
        command.arg("--key").arg(key_file("c.chair")).output().unwrap()
    }

    /// What holds after whatever happened to one append.
    fn holds(&self, acknowledged: bool, what: &str) -> u64 {
        let ledger = fs::read(self.ledger()).unwrap();
        assert!(ledger.starts_with(&self.whole), "{what}: what stood before has changed");
        let (found, state) = verified(&self.ledger()).unwrap();
        assert_eq!(found.verdict, Verdict::Valid, "{what}");
        assert!((30..=31).contains(&state.count()), "{what}: {} entries", state.count());
        assert!(!acknowledged || state.count() == 31, "{what}: an acknowledged entry is lost");
        assert!(found.notes.iter().filter(|note| matches!(note, Note::Torn { .. })).count() <= 1);
        let aside = fs::read(self.folder.path().join("program.ledger.torn-1")).unwrap_or_default();
        let still_there = ledger[self.whole.len()..].starts_with(&self.rest);
        assert!(still_there || aside == self.rest, "{what}: the torn line is nowhere");
        state.count()
    }

    /// That the next writer goes on.
    fn goes_on(&self, entries: u64, what: &str) {
        let mut ledger = Ledger::open(&self.ledger()).unwrap();
        assert_eq!(ledger.append(&viewed(90), identity("c.chair")).unwrap().entry.seq, entries + 1, "{what}");
        assert_eq!(ledger.file().and_then(LedgerFile::torn), None, "{what}");
        assert_eq!(ledger.verify().unwrap().verdict, Verdict::Valid, "{what}");
    }
}

/// How often the program makes each call when it appends.
fn counted() -> Option<BTreeMap<&'static str, usize>> {
    if Command::new("strace").arg("-V").output().is_err() {
        skipped("strace is not installed: no fault was injected");
        return None;
    }
    let torn = Torn::new();
    let done = torn.append(&[]);
    let calls = fs::read_to_string(torn.folder.path().join("calls")).unwrap_or_default();
    if !done.status.success() && calls.is_empty() {
        skipped(&format!("strace may not trace here: {}", err(&done)));
        return None;
    }
    assert!(done.status.success(), "{}", err(&done));
    let of = |name: &str| calls.lines().filter(|line| line.starts_with(&format!("{name}("))).count();
    let counted: BTreeMap<_, _> = CALLS.iter().map(|name| (*name, of(name))).collect();
    // The torn line's copy, the entry, the checkpoint's own file, and what is said; each with its syncs.
    assert!(counted["write"] >= 4 && counted["fsync"] >= 4, "{counted:?}");
    assert!(counted["fdatasync"] >= 1 && counted["ftruncate"] >= 1, "{counted:?}");
    Some(counted)
}

#[test]
fn a_process_killed_at_every_write_and_sync_of_an_append_leaves_a_ledger_that_goes_on() {
    let Some(counted) = counted() else { return };
    let mut kills = 0;
    for (call, times) in &counted {
        for n in 1..=*times {
            let what = format!("killed at {call} {n} of {times}");
            let torn = Torn::new();
            let done = torn.append(&[format!("{call}:signal=KILL:when={n}")]);
            assert!(!done.status.success(), "{what}: it ended well");
            let entries = torn.holds(out(&done).contains("entry 31"), &what);
            torn.goes_on(entries, &what);
            kills += 1;
        }
    }
    assert!(kills >= 10, "{kills} kills");
}

#[test]
fn a_disk_that_fails_at_any_write_or_sync_is_told_and_what_is_acknowledged_stands() {
    let Some(counted) = counted() else { return };
    for (call, times) in &counted {
        for (n, error) in (1..=*times).flat_map(|n| [(n, "EIO"), (n, "ENOSPC")]) {
            let what = format!("{error} at {call} {n} of {times}");
            let torn = Torn::new();
            let done = torn.append(&[format!("{call}:error={error}:when={n}")]);
            let said = err(&done);
            let entries = torn.holds(done.status.success(), &what);
            if !done.status.success() && said.contains("nothing was recorded") {
                assert_eq!(entries, 30, "{what}: {said}");
            }
            assert!(done.status.success() || said.starts_with("trellis: "), "{what}: {said}");
            torn.goes_on(entries, &what);
        }
    }
}

#[test]
fn an_entry_that_may_have_reached_the_disk_is_said_to_be_unknown() {
    if counted().is_none() {
        return;
    }
    let torn = Torn::new();
    // The second cut of the file is the one that takes a failed entry back.
    let done =
        torn.append(&["fdatasync:error=EIO:when=1".to_owned(), "ftruncate:error=EIO:when=2".to_owned()]);
    assert!(err(&done).contains("not known to be recorded"), "{}", err(&done));
    assert_eq!(torn.holds(false, "unknown"), 31);
    torn.goes_on(31, "unknown");
}

/// No file system without locks can be mounted everywhere, so the kernel's answer is what is put in its place.
#[test]
fn a_file_system_without_locks_is_refused_in_one_sentence() {
    if counted().is_none() {
        return;
    }
    for error in ["ENOLCK", "EOPNOTSUPP", "ENOSYS"] {
        let torn = Torn::new();
        let done = torn.append(&[format!("flock:error={error}")]);
        assert!(!done.status.success());
        assert!(
            err(&done).contains("has no locks; keep the ledger on a local disk"),
            "{error}: {}",
            err(&done)
        );
        assert_eq!(torn.holds(false, error), 30);
        assert!(!torn.folder.path().join("kept.json").exists());
    }
}
