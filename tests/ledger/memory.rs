//! What was verified is remembered: a ledger that is shorter, another or gone is said first, and nothing is recorded in it
//! until somebody chose.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output};

use chrono::DateTime;
use trellis::ledger::chain::{self, Head};
use trellis::ledger::entry::Hash;
use trellis::ledger::memory::{Memory, Verified};
use trellis::ledger::place::LedgerPlace;
use trellis::ledger::store::Ledger;

use super::samples::{key_file, verified};
use crate::review::pty::{CTRL_S, ENTER, TAB};
use crate::review::{Program, err, out, trellis};

/// A program whose ledger has been read, with a memory of its own.
struct Known {
    program: Program,
    state: tempfile::TempDir,
}

impl Known {
    /// Four entries: the list of signers, a decision, and two looks.
    fn new() -> Self {
        let known = Self { program: Program::sample(), state: tempfile::tempdir().unwrap() };
        assert!(known.decide(&[]).status.success());
        for _ in 0..2 {
            assert_eq!(err(&known.run(&["show", "R0063"])), "");
        }
        assert_eq!(known.count(), 4);
        known
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = trellis();
        command.env("XDG_STATE_HOME", self.state.path());
        command.arg(arguments[0]).arg(self.program.cases()).args(&arguments[1..]).args(["--as", "lin"]);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn decide(&self, further: &[&str]) -> Output {
        let decision =
            ["decide", "R0064", "--epa", "thoracic", "--insufficient-evidence", "--rationale", "x"];
        self.run(&[&decision[..], further].concat())
    }

    fn audit(&self, arguments: &[&str]) -> Output {
        let mut command = trellis();
        command.env("XDG_STATE_HOME", self.state.path()).arg("audit").arg(arguments[0]);
        command.arg(self.program.ledger()).args(&arguments[1..]).output().unwrap()
    }

    fn count(&self) -> u64 {
        verified(&self.program.ledger()).unwrap().1.count()
    }

    fn lines(&self) -> Vec<Vec<u8>> {
        let bytes = fs::read(self.program.ledger()).unwrap();
        bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
    }

    fn put(&self, lines: &[Vec<u8>]) {
        fs::write(self.program.ledger(), lines.concat()).unwrap();
    }

    /// Every command that looks, and what each says on standard error.
    fn looks(&self) -> Vec<String> {
        let looks: [&[&str]; 4] = [
            &["show", "R0063"],
            &["brief", "R0063"],
            &["review", "--plain", "resident", "--resident", "R0063"],
            &["triage"],
        ];
        looks
            .iter()
            .map(|look| {
                let done = self.run(look);
                assert!(done.status.success() && !done.stdout.is_empty(), "{}", err(&done));
                err(&done)
            })
            .collect()
    }

    /// The file that remembers.
    fn memory(&self) -> PathBuf {
        let folder = self.state.path().join("trellis/ledgers");
        fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
    }
}

#[test]
fn a_ledger_that_became_shorter_is_said_first_until_somebody_chose() {
    let known = Known::new();
    let whole = known.lines();
    known.put(&whole[..2]);
    for said in known.looks() {
        let first = said.lines().next().unwrap();
        assert!(first.contains("cases.ledger.jsonl is not what it was: it had 4 entries"), "{said}");
        assert!(first.contains("and has 2 now: entries 3 to 4 are missing"), "{said}");
        assert!(first.contains("trellis audit accept"), "{said}");
    }
    let shown = err(&known.run(&["show", "R0063"]));
    assert!(shown.lines().nth(1).unwrap().starts_with("trellis: this look is not recorded: "), "{shown}");
    let refused = known.decide(&[]);
    assert!(!refused.status.success());
    assert!(err(&refused).contains("nothing was recorded: ") && err(&refused).contains("entries 3 to 4"));
    let mut checkpoint = trellis();
    checkpoint
        .env("XDG_STATE_HOME", known.state.path())
        .args(["audit", "checkpoint"])
        .arg(known.program.ledger());
    let refused = checkpoint.args(["--as", "lin", "--role", "chair"]).output().unwrap();
    assert!(!refused.status.success() && err(&refused).contains("entries 3 to 4"), "{}", err(&refused));
    let judged = known.audit(&["verify"]);
    assert_eq!(judged.status.code(), Some(0));
    assert!(err(&judged).contains("entries 3 to 4 are missing"), "{}", err(&judged));
    assert_eq!(known.lines(), &whole[..2]);

    // The longer one is brought back, and all is well.
    known.put(&whole);
    assert_eq!(err(&known.run(&["show", "R0063"])), "");
    assert_eq!(known.count(), 5);

    let whole = known.lines();
    known.put(&whole[..3]);
    let asked = known.audit(&["accept"]);
    assert_eq!(asked.status.code(), Some(1));
    assert!(
        out(&asked).contains("entries 4 to 5 are missing") && out(&asked).contains("--entries 3"),
        "{}",
        out(&asked)
    );
    let other = known.audit(&["accept", "--entries", "2"]);
    assert!(
        !other.status.success() && err(&other).contains("it has 3 entries, and not 2"),
        "{}",
        err(&other)
    );
    assert!(!known.decide(&["--role", "chair"]).status.success());
    let taken = known.audit(&["accept", "--entries", "3"]);
    assert!(
        taken.status.success() && out(&taken).starts_with(out(&asked).lines().next().unwrap()),
        "{}",
        out(&taken)
    );
    assert_eq!(err(&known.run(&["show", "R0063"])), "");
    let judged = out(&known.audit(&["verify"]));
    assert!(
        judged.contains("it was taken here as it was, with 3 entries where 5 had been read before"),
        "{judged}"
    );
    assert!(out(&known.audit(&["accept"])).contains("there is nothing to choose"));
}

#[test]
fn another_ledger_and_none_are_said_as_what_they_are() {
    let known = Known::new();
    let whole = known.lines();
    let other = Program::sample();
    let decided = trellis()
        .arg("decide")
        .arg(other.cases())
        .args(["R0062", "--epa", "thoracic"])
        .args(["--insufficient-evidence", "--rationale", "y", "--as", "lin"])
        .output()
        .unwrap();
    assert!(decided.status.success());
    for _ in 0..4 {
        assert!(
            trellis()
                .arg("show")
                .arg(other.cases())
                .args(["R0062", "--as", "lin"])
                .output()
                .unwrap()
                .status
                .success()
        );
    }
    fs::copy(other.ledger(), known.program.ledger()).unwrap();
    for said in known.looks() {
        assert!(said.lines().next().unwrap().contains("and its entry 4 is another now"), "{said}");
    }
    assert!(err(&known.decide(&[])).contains("its entry 4 is another now"));
    assert_eq!(fs::read(other.ledger()).unwrap(), fs::read(known.program.ledger()).unwrap());

    fs::remove_file(known.program.ledger()).unwrap();
    fs::remove_file(known.program.cases().with_extension("allowed_signers")).unwrap_or_default();
    for said in known.looks() {
        assert!(
            said.lines().next().unwrap().contains("it had 4 entries") && said.contains("and is gone now"),
            "{said}"
        );
    }
    let refused = known.decide(&["--new-ledger"]);
    assert!(!refused.status.success() && err(&refused).contains("is gone now"), "{}", err(&refused));
    assert!(!known.program.ledger().exists());
    assert!(known.audit(&["accept", "--entries", "0"]).status.success());
    assert!(known.decide(&["--new-ledger"]).status.success());
    known.put(&whole);
}

#[test]
fn what_remembers_may_be_missing_torn_or_unwritable_and_locks_nobody_out() {
    let known = Known::new();
    let file = known.memory();
    let whole = fs::read(&file).unwrap();
    for torn in [&b""[..], b"{", b"null", &whole[..whole.len() / 2], b"\xff"] {
        fs::write(&file, torn).unwrap();
        assert_eq!(err(&known.run(&["show", "R0063"])), "");
        assert_eq!(known.memory(), file);
        let kept: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        assert_eq!(kept["verified"]["entries"], known.count());
    }
    let before = known.count();
    let nowhere = tempfile::NamedTempFile::new().unwrap();
    let done = known.command(&["show", "R0063"]).env("XDG_STATE_HOME", nowhere.path()).output().unwrap();
    assert!(done.status.success() && err(&done).contains("cannot be remembered"), "{}", err(&done));
    assert_eq!(known.count(), before + 1);
}

#[test]
fn what_was_verified_is_believed_at_a_start_and_never_by_a_verification() {
    let known = Known::new();
    let place = LedgerPlace::File(known.program.ledger());
    // The last character of a signature of a decision is turned: its link holds, since it is the last entry.
    let mut lines = known.lines();
    lines.truncate(2);
    let text = String::from_utf8(lines[1].clone()).unwrap();
    let at = text.find("\"signature\":\"").unwrap() + 200;
    let mut bytes = text.into_bytes();
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    lines[1] = bytes;
    known.put(&lines);
    let folder = known.state.path().join("forged");
    let clock = || DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    let whole = lines.concat();
    assert!(
        Ledger::remembering(&place, Some(&folder), clock).is_err(),
        "without a memory it is verified whole"
    );
    let last = Hash::of(&lines[1][..lines[1].len() - 1]);
    let head = Head { count: 2, hash: last };
    let mut memory = Memory::of(Some(&folder), &place);
    memory.keep(Verified::of(head, whole.len() as u64, Hash::of(&whole), clock())).unwrap();
    let ledger = Ledger::remembering(&place, Some(&folder), clock).unwrap();
    assert_eq!((ledger.state().count(), ledger.news()), (2, None));
    assert_eq!(chain::lines(&whole).0.count(), 2);
    assert_eq!(known.audit(&["verify"]).status.code(), Some(1));
    // Any other byte, and nothing is believed.
    let mut other = lines.clone();
    other[0][30] ^= 1;
    known.put(&other);
    assert!(Ledger::remembering(&place, Some(&folder), clock).is_err());
}

#[test]
fn a_last_line_without_its_line_feed_is_an_entry_and_the_next_act_ends_it() {
    let known = Known::new();
    let whole = known.lines().concat();
    fs::write(known.program.ledger(), &whole[..whole.len() - 1]).unwrap();
    let judged = known.audit(&["verify"]);
    assert_eq!((judged.status.code(), err(&judged)), (Some(0), String::new()));
    assert!(out(&judged).contains("entry 4 is whole and lacks its line feed"), "{}", out(&judged));
    let done = known.decide(&["--supersedes", "2", "--reason", "again"]);
    assert!(done.status.success() && out(&done).contains("recorded as entry 5 "), "{}", err(&done));
    assert!(err(&done).contains("entry 4 is whole and lacks its line feed"), "{}", err(&done));
    assert!(fs::read(known.program.ledger()).unwrap().starts_with(&whole));
    assert_eq!(known.count(), 5);
    assert!(!known.program.cases().with_extension("ledger.torn-1").exists());
    assert_eq!(err(&known.run(&["show", "R0063"])), "");
}

#[test]
fn a_torn_line_is_said_with_its_words_and_set_aside_by_the_next_act() {
    let known = Known::new();
    let mut whole = known.lines().concat();
    whole.extend(b"{\"act\":{\"screen\":\"half");
    fs::write(known.program.ledger(), &whole).unwrap();
    let said = err(&known.run(&["triage"]));
    assert!(
        said.contains("the last 22 bytes of") && said.ends_with("{\"act\":{\"screen\":\"half\n"),
        "{said}"
    );
    let mut review = known.program.review(&[]);
    review.shows("are no entry and were never acknowledged");
    review.leaves();
    assert_eq!(err(&known.run(&["show", "R0063"])), said);
    let aside = known.program.cases().with_extension("ledger.torn-1");
    assert_eq!(fs::read(aside).unwrap(), b"{\"act\":{\"screen\":\"half");
    assert_eq!((known.count(), err(&known.run(&["triage"]))), (5, String::new()));
}

#[test]
fn a_checkpoint_is_on_disk_before_it_counts_or_neither_is() {
    let known = Known::new();
    let before = fs::read(known.program.ledger()).unwrap();
    let checkpoint = |to: &str| {
        let mut command = trellis();
        command
            .env("XDG_STATE_HOME", known.state.path())
            .args(["audit", "checkpoint"])
            .arg(known.program.ledger());
        command.args(["--as", "lin", "--role", "chair", "-o", to]).output().unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let existing = folder.path().join("existing.json");
    fs::write(&existing, "kept").unwrap();
    let missing = folder.path().join("missing/new.json");
    for (to, why) in [(&existing, "exists; name another"), (&missing, "could not be written")] {
        let refused = checkpoint(to.to_str().unwrap());
        assert!(!refused.status.success(), "{}", out(&refused));
        assert!(
            err(&refused).contains("nothing was recorded") && err(&refused).contains(why),
            "{}",
            err(&refused)
        );
        assert_eq!(fs::read(known.program.ledger()).unwrap(), before);
    }
    assert_eq!(fs::read(&existing).unwrap(), b"kept");
    let new = folder.path().join("new.json");
    let done = checkpoint(new.to_str().unwrap());
    assert!(done.status.success(), "{}", err(&done));
    assert_eq!(fs::read(&new).unwrap(), *known.lines().last().unwrap());
    // One that is refused by the rules leaves nothing behind.
    let mut command = trellis();
    command
        .args(["audit", "checkpoint"])
        .arg(known.program.ledger())
        .args(["--as", "lin", "--role", "member"]);
    let refused = command.arg("-o").arg(folder.path().join("none.json")).output().unwrap();
    assert!(!refused.status.success());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_look_that_cannot_be_recorded_says_so_everywhere() {
    let known = Known::new();
    for look in [
        &["show", "R0063"][..],
        &["brief", "R0063"],
        &["review", "--plain", "resident", "--resident", "R0063"],
    ] {
        let mut command = known.command(look);
        let done = command.env("TRELLIS_KEY", key_file("stranger")).output().unwrap();
        assert!(done.status.success(), "{}", err(&done));
        let said = err(&done);
        assert!(said.starts_with("trellis: this look is not recorded: the key SHA256:"), "{said}");
    }
    assert_eq!(known.count(), 4);
    let mut review = crate::review::pty::Terminal::signing(
        &known.program.cases(),
        ("lin", &key_file("stranger")),
        (120, 40),
        &[],
        &[],
    );
    crate::review::listed(&mut review);
    review.press(ENTER).shows("not recorded: the key SHA256:");
    review.leaves();
}

#[test]
fn a_case_file_with_a_log_beside_it_is_evidence_of_nothing() {
    let known = Known::new();
    let cases = known.program.cases();
    let writer = duckdb::Connection::open(&cases).unwrap();
    writer
        .execute_batch(
            "set wal_autocheckpoint = '1TB'; pragma disable_checkpoint_on_shutdown; \
             delete from statements; insert into statements values ('R0063', '2026-10-01', 'unwritten')",
        )
        .unwrap();
    drop(writer);
    let log = PathBuf::from(format!("{}.wal", cases.display()));
    assert!(fs::metadata(&log).is_ok_and(|found| found.len() > 0));
    for tried in [known.decide(&[]), known.run(&["show", "R0063"]), known.run(&["triage"])] {
        assert!(!tried.status.success());
        assert!(
            err(&tried).contains("-c checkpoint") && err(&tried).contains("cases.duckdb.wal"),
            "{}",
            err(&tried)
        );
    }
    assert_eq!(known.count(), 4);
    duckdb::Connection::open(&cases).unwrap().execute_batch("checkpoint").unwrap();
    assert!(!log.exists());
    assert!(out(&known.run(&["show", "R0063"])).contains("unwritten"));
}

#[test]
fn what_is_decided_on_a_case_file_that_changed_since_is_not_recorded() {
    let known = Known::new();
    let mut review = known.program.review(&[]);
    review.press(ENTER).shows("1 of ");
    review.press("d").shows("rationale");
    review.press("1").press(TAB).press("1").press(TAB).press(TAB);
    review.write("By what stood there.").shows("stood there.");
    let before = known.count();
    // In place: of another file under the same name, the one that was opened would still be cited.
    let mut cases = fs::OpenOptions::new().append(true).open(known.program.cases()).unwrap();
    cases.write_all(b"\0").unwrap();
    review.press(CTRL_S).shows("Because: By what");
    review.confirm("1").shows("the case file changed since it was opened");
    review.leaves();
    assert_eq!(known.count(), before);
}
