//! A ledger's file whose end does not hold, and the way on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::samples::{key_file, thirty_one, written};
use crate::review::{err, out, state_home, trellis};
use crate::skipped::skipped;

struct Broken {
    _folder: tempfile::TempDir,
    ledger: PathBuf,
}

impl Broken {
    /// A ledger of thirty-one entries whose bytes were changed.
    fn by(change: impl FnOnce(String) -> Vec<u8>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = written(folder.path(), &thirty_one());
        let good = fs::read_to_string(&ledger).unwrap();
        fs::write(&ledger, change(good)).unwrap();
        Self { _folder: folder, ledger }
    }

    fn audit(&self, command: &str, more: &[&str]) -> Output {
        trellis().args(["audit", command]).arg(&self.ledger).args(more).output().unwrap()
    }

    fn sets_aside(&self, more: &[&str]) -> Output {
        let mut command = trellis();
        command.args(["audit", "set-aside"]).arg(&self.ledger).args(["--reason", "a slip of the disk"]);
        command.args(["--as", "c.chair", "--role", "chair", "--key"]).arg(key_file("c.chair"));
        command.args(more).output().unwrap()
    }

    fn aside(&self, n: u32) -> Vec<u8> {
        fs::read(self.ledger.with_extension(format!("aside-{n}"))).unwrap()
    }

    /// Sees that both verifiers find so many entries valid.
    fn holds(&self, entries: u64) {
        let found = self.audit("verify", &[]);
        assert!(out(&found).starts_with(&format!("valid: {entries} entries")), "{}", out(&found));
        let verifier = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledger/verify.py");
        let second = Command::new("python3").arg(verifier).arg(&self.ledger).output().unwrap();
        assert!(out(&second).starts_with(&format!("valid: {entries} entries hold")), "{}", out(&second));
    }
}

/// Returns lines, each with its line feed.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_bad_tail_goes_into_a_file_and_the_ledger_goes_on() {
    // The place of the first bad entry, and what becomes of the good lines.
    type Change = fn(Vec<String>) -> Vec<u8>;
    let changes: [(u64, Change); 6] = [
        (20, |mut lines| {
            lines[19] = lines[19].replacen("\"at\":\"2026", "\"at\":\"2027", 1);
            lines.concat().into_bytes()
        }),
        // Two machines that wrote at once: entry 31 twice.
        (32, |mut lines| {
            lines.push(lines[30].clone());
            lines.concat().into_bytes()
        }),
        // A block of zeros, as a crash leaves where the size is on disk and the bytes are not.
        (30, |lines| [lines[..29].concat().into_bytes(), vec![0; 4096], b"\n".to_vec()].concat()),
        (25, |mut lines| {
            lines.remove(24);
            lines.concat().into_bytes()
        }),
        (31, |mut lines| {
            lines[30] = "<<<<<<< HEAD\n".to_owned();
            [lines.concat().into_bytes(), b"and no end".to_vec()].concat()
        }),
        // The last line's end was changed into another byte.
        (31, |lines| [lines.concat().trim_end().as_bytes(), b" "].concat()),
    ];
    for (first, change) in changes {
        let mut whole = Vec::new();
        let broken = Broken::by(|good| {
            whole = change(lines(&good));
            whole.clone()
        });
        let before = fs::read(&broken.ledger).unwrap();
        let shown = broken.audit("set-aside", &[]);
        assert_eq!(shown.status.code(), Some(1), "{}", err(&shown));
        assert!(out(&shown).contains(&format!("broken at entry {first}: ")), "{}", out(&shown));
        assert_eq!(fs::read(&broken.ledger).unwrap(), before, "looking changes nothing");
        let done = broken.sets_aside(&[]);
        let said = out(&done);
        assert!(said.contains(&format!("recorded as entry {first} ")), "{said}{}", err(&done));
        assert!(said.contains("what was taken off is in "), "{said}");
        broken.holds(first);
        // Nothing is lost: what holds, and what was taken off, is what was there.
        let now = fs::read(&broken.ledger).unwrap();
        let line = now.split_inclusive(|b| *b == b'\n').next_back().unwrap().len();
        assert_eq!([&now[..now.len() - line], &broken.aside(1)].concat(), whole);
        let again = broken.sets_aside(&[]);
        assert!(err(&again).contains("every entry holds"), "{}", err(&again));
        let looked = broken.audit("set-aside", &[]);
        assert!(looked.status.success(), "{}", out(&looked));
    }
}

#[test]
fn what_was_read_here_and_held_is_first_brought_back() {
    let broken = Broken::by(String::into_bytes);
    let good = fs::read_to_string(&broken.ledger).unwrap();
    // A command that reads it remembers it.
    let read = trellis().args(["identity", "list"]).arg(&broken.ledger).output().unwrap();
    assert!(read.status.success(), "{}", err(&read));
    let state = tempfile::tempdir().unwrap();
    let remembering = |mut command: Command| command.env("XDG_STATE_HOME", state.path()).output().unwrap();
    let list = || {
        let mut command = trellis();
        command.args(["identity", "list"]).arg(&broken.ledger);
        remembering(command)
    };
    assert!(list().status.success());
    let changed = good.replacen("\"seq\":28,", "\"seq\":82,", 1);
    fs::write(&broken.ledger, &changed).unwrap();
    let set_aside = |more: &[&str]| {
        let mut command = trellis();
        command.args(["audit", "set-aside"]).arg(&broken.ledger).args(["--reason", "lost"]).args(more);
        command.args(["--as", "c.chair", "--role", "chair", "--key"]).arg(key_file("c.chair"));
        remembering(command)
    };
    let refused = set_aside(&[]);
    let said = err(&refused);
    assert!(said.contains("this machine has read 31 entries of it that held, and 27 hold now"), "{said}");
    assert!(said.contains("--even-so") && fs::read_to_string(&broken.ledger).unwrap() == changed);
    assert!(set_aside(&["--even-so"]).status.success());
    broken.holds(28);
    // What is gone is said at the next start, until somebody takes the ledger as it is.
    let next = list();
    assert!(err(&next).contains("31 entries"), "{}", err(&next));
}

#[test]
fn what_nobody_may_set_aside_is_refused() {
    let first = Broken::by(|good| good.replacen("chair", "chain", 1).into_bytes());
    let refused = first.sets_aside(&[]);
    assert!(err(&refused).contains("the first entry does not hold"), "{}", err(&refused));
    let newer = Broken::by(|good| {
        let mut lines = lines(&good);
        lines[30] = lines[30].replacen("\"v\":2}", "\"v\":3}", 1);
        lines.concat().into_bytes()
    });
    let refused = newer.sets_aside(&[]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(err(&refused).contains("look with a newer trellis"), "{}", err(&refused));
    let bad = Broken::by(|good| good.replacen("\"seq\":28,", "\"seq\":82,", 1).into_bytes());
    let by_a_stranger = {
        let mut command = trellis();
        command.args(["audit", "set-aside"]).arg(&bad.ledger).args(["--reason", "x", "--as", "stranger"]);
        command.args(["--role", "chair", "--key"]).arg(key_file("stranger")).output().unwrap()
    };
    let said = err(&by_a_stranger);
    assert!(said.contains("is not on the list of signers"), "{said}");
    assert_eq!(said.matches("is not on the list of signers").count(), 1, "said once: {said}");
    assert!(!bad.ledger.with_extension("aside-1").exists());
}

/// The calls by which setting aside changes the disk, and what may come of each.
const CALLS: [&str; 4] = ["write", "pwrite64", "fsync", "ftruncate"];

#[test]
fn stopped_or_refused_at_every_write_and_sync_it_loses_nothing_and_is_done_by_the_next_attempt() {
    if Command::new("strace").args(["-o", "/dev/null", "true"]).output().is_err() {
        return skipped("setting aside under faults: strace is not installed");
    }
    let broken = || Broken::by(|good| good.replacen("\"seq\":28,", "\"seq\":82,", 1).into_bytes());
    let under = |broken: &Broken, inject: Option<&str>| {
        let calls = broken.ledger.with_extension("calls");
        let mut command = Command::new("strace");
        command.arg("-o").arg(&calls).args(["-e", &format!("trace={}", CALLS.join(","))]);
        if let Some(inject) = inject {
            command.args(["-e", &format!("inject={inject}")]);
        }
        command.arg(env!("CARGO_BIN_EXE_trellis")).args(["audit", "set-aside"]).arg(&broken.ledger);
        command.args(["--reason", "a slip", "--as", "c.chair", "--role", "chair", "--key"]);
        let done = command.arg(key_file("c.chair")).env("XDG_STATE_HOME", state_home()).output().unwrap();
        (done, fs::read_to_string(&calls).unwrap_or_default())
    };
    let whole = broken();
    let (done, calls) = under(&whole, None);
    if calls.is_empty() {
        return skipped(&format!("setting aside under faults: strace may not trace here: {}", err(&done)));
    }
    whole.holds(28);
    let mut tried = 0;
    for call in CALLS {
        let times = calls.lines().filter(|line| line.starts_with(&format!("{call}("))).count();
        for n in 1..=times {
            for what in ["signal=KILL", "error=ENOSPC"] {
                let broken = broken();
                let before = fs::read(&broken.ledger).unwrap();
                let tail = before.len() - before.windows(9).position(|it| it == b"\"seq\":82,").unwrap();
                let (done, _) = under(&broken, Some(&format!("{call}:{what}:when={n}")));
                let now = fs::read(&broken.ledger).unwrap();
                let kept = fs::read(broken.ledger.with_extension("aside-1")).unwrap_or_default();
                let is_kept = kept.len() >= tail && before.ends_with(&kept);
                assert!(now == before || is_kept, "{call} {n} {what}: what did not hold is nowhere");
                assert!(done.status.success() <= is_kept, "{call} {n} {what}: done, and kept nowhere");
                let again = broken.sets_aside(&[]);
                let is_whole = err(&again).contains("every entry holds");
                assert!(again.status.success() || is_whole, "{call} {n} {what}: {}", err(&again));
                // Stopped behind the entry and before the rest was off, the rest is set aside by another.
                let entries = fs::read_to_string(&broken.ledger).unwrap().lines().count();
                assert!((28..=29).contains(&entries), "{call} {n} {what}: {entries}");
                broken.holds(entries as u64);
                tried += 1;
            }
        }
    }
    assert!(tried >= 10, "{tried} faults");
}
