//! The life of a ledger by its commands: keys, decisions, checkpoints, receipts, cuts and what is taken back.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use trellis::ledger::verify::Verdict;

use super::both::Corpus;
use super::keys::by_stock_tools;
use super::samples::verified;
use crate::review::{Program, err, out};

/// A case file, a ledger, and people who each have a configuration of their own.
struct Office {
    program: Program,
    folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        Self { program: Program::sample(), folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ledger(&self) -> PathBuf {
        self.file("program.ledger.jsonl")
    }

    /// Runs a command as somebody whose key and role `identity new` has kept; files are named as in the folder.
    fn run(&self, who: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trellis"));
        for variable in ["TRELLIS_KEY", "TRELLIS_ACTOR", "TRELLIS_ROLE", "SSH_AUTH_SOCK"] {
            command.env_remove(variable);
        }
        command.env("XDG_STATE_HOME", self.file("state"));
        command.env("XDG_CONFIG_HOME", self.file(who)).current_dir(self.folder.path());
        command.args(arguments).output().unwrap()
    }

    /// Runs a command that has to end well, and returns what it says.
    fn done(&self, who: &str, arguments: &[&str]) -> String {
        let done = self.run(who, arguments);
        assert!(done.status.success(), "{who} {arguments:?}: {}", err(&done));
        out(&done)
    }

    /// Runs a command that has to be refused without a trace in the ledger, and returns the sentence.
    fn refused(&self, who: &str, arguments: &[&str]) -> String {
        let before = fs::read(self.ledger()).ok();
        let done = self.run(who, arguments);
        assert!(!done.status.success(), "{who} {arguments:?}: {}", out(&done));
        assert_eq!(fs::read(self.ledger()).ok(), before);
        err(&done)
    }

    fn decide(&self, resident: &str, further: &[&str]) -> Vec<String> {
        let cases = self.program.cases();
        let decision = ["decide", cases.to_str().unwrap(), resident, "--epa", "airway", "--level", "3"];
        let rest = ["--rationale", "Seven ratings by four raters.", "--ledger", "program.ledger.jsonl"];
        [&decision[..], &rest, further].concat().into_iter().map(str::to_owned).collect()
    }
}

fn borrowed(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

const LEDGER: &str = "program.ledger.jsonl";
const CHAIR: &str = "c.chair";
const DIRECTOR: &str = "d.director";
const MEMBER: &str = "m.member";

/// Makes three keys, and a ledger of seven entries: two decided residents, their determinations and a checkpoint.
fn kept() -> Office {
    let office = Office::new();
    for (who, role) in [(CHAIR, "chair"), (DIRECTOR, "program_director"), (MEMBER, "member")] {
        let said = office.done(who, &["identity", "new", "--as", who, "--role", role]);
        assert!(
            said.contains("public     ssh-ed25519 ") && said.contains("next       give the line"),
            "{said}"
        );
        assert!(office.done(who, &["identity"]).contains(&format!("who        {who}")));
    }
    let public = |who: &str| format!("{who}/trellis/keys/{who}.pub");
    let first = office.done(CHAIR, &borrowed(&office.decide("R0062", &["--new-ledger"])));
    assert!(first.contains("recorded as entry 2 "), "{first}");
    office.done(CHAIR, &["identity", "allow", LEDGER, MEMBER, &public(MEMBER), "--for", "member"]);
    let key = public(DIRECTOR);
    let until = ["--for", "program_director", "--until", "2099-06-30"];
    let allow = [&["identity", "allow", LEDGER, DIRECTOR, &key], &until[..]].concat();
    let list = office.done(CHAIR, &allow);
    assert!(list.contains("program_director, until 2099-06-30 23:59:59 UTC"), "{list}");
    office.done(MEMBER, &borrowed(&office.decide("R0063", &[])));
    office.done(DIRECTOR, &borrowed(&office.decide("R0062", &[])));
    let said = office.done(CHAIR, &["audit", "checkpoint", LEDGER, "-o", "checkpoint.json"]);
    assert!(said.contains("Keep it in another place"), "{said}");
    office
}

#[test]
fn who_may_not_is_refused_and_leaves_no_trace() {
    let office = kept();
    let as_director = office.decide("R0063", &["--role", "program_director"]);
    let said = office.refused(MEMBER, &borrowed(&as_director));
    assert!(said.contains("may not sign as m.member in the role of program_director"), "{said}");
    let said = office.refused(
        MEMBER,
        &[
            "identity",
            "allow",
            LEDGER,
            "x",
            "m.member/trellis/keys/m.member.pub",
            "--for",
            "chair",
            "--even-so",
        ],
    );
    assert!(said.contains("the role of member may not do this"), "{said}");
    let said = office.refused(MEMBER, &["audit", "checkpoint", LEDGER, "-o", "none.json"]);
    assert!(said.contains("the role of member may not do this"), "{said}");
    assert!(!office.file("none.json").exists());
    let said =
        office.refused(CHAIR, &["audit", "cut", LEDGER, "R0062", "--reason", "over", "-o", "none.jsonl"]);
    assert!(said.contains("the role of chair may not do this"), "{said}");
    let list = office.done(CHAIR, &["identity", "revoke", LEDGER, MEMBER]);
    assert!(list.contains("recorded as entry 8 ") && !list.contains(MEMBER), "{list}");
    let said = office.refused(MEMBER, &borrowed(&office.decide("R0064", &[])));
    assert!(said.contains("is not on the list of signers in force"), "{said}");
    assert_eq!(verified(&office.ledger()).unwrap().0.verdict, Verdict::Valid);
    for entry in 1..=8 {
        assert!(by_stock_tools(office.folder.path(), entry).status.success(), "entry {entry}");
    }
}

#[test]
fn a_checkpoint_that_was_kept_shows_what_is_there_and_finds_what_is_gone() {
    let office = kept();
    assert_eq!(office.run(CHAIR, &["audit", "verify", LEDGER, "--require-complete"]).status.code(), Some(3));
    let against = ["audit", "verify", LEDGER, "--checkpoint", "checkpoint.json", "--require-complete"];
    let said = office.done(CHAIR, &against);
    assert!(said.starts_with("valid: 7 entries") && said.contains("complete: shown up to entry 7"), "{said}");
    office.done(CHAIR, &borrowed(&office.decide("R0064", &[])));
    assert!(office.done(CHAIR, &against).contains("complete: shown up to entry 7"));

    let whole = fs::read(office.ledger()).unwrap();
    let lines: Vec<&[u8]> = whole.split_inclusive(|b| *b == b'\n').collect();
    fs::write(office.ledger(), lines[..5].concat()).unwrap();
    assert!(office.done(CHAIR, &["audit", "verify", LEDGER]).contains("complete: not shown"));
    let gone = office.run(CHAIR, &against);
    assert_eq!(gone.status.code(), Some(1));
    assert!(out(&gone).starts_with("broken at entry 6: it is missing: 7 entries were there before"));
    // Who goes on after a cut tail, with the same key, does not hide it.
    office.done(CHAIR, &["audit", "accept", LEDGER, "--entries", "5"]);
    office.done(CHAIR, &["audit", "checkpoint", LEDGER, "-o", "later.json"]);
    office.done(CHAIR, &["audit", "checkpoint", LEDGER, "-o", "last.json"]);
    assert_eq!(office.run(CHAIR, &against).status.code(), Some(1));
    fs::write(office.file("none.json"), "{}\n").unwrap();
    let none = office.run(CHAIR, &["audit", "verify", LEDGER, "--checkpoint", "none.json"]);
    assert_eq!(none.status.code(), Some(3));
}

#[test]
fn a_receipt_holds_without_the_ledger_and_not_with_any_field_changed() {
    let office = kept();
    office.done(CHAIR, &["audit", "receipt", LEDGER, "R0062", "-o", "receipt.json"]);
    let text = fs::read_to_string(office.file("receipt.json")).unwrap();
    assert!(!text.contains("R0063"));
    fs::rename(office.ledger(), office.file("elsewhere")).unwrap();
    let said = office.done("a stranger", &["audit", "check-receipt", "receipt.json"]);
    assert!(said.starts_with("valid: in the ledger of this checkpoint, 2 entries about R0062"), "{said}");

    let mut corpus = Corpus::new();
    corpus.receipt("as it was written", &text, "valid");
    let receipt: Value = serde_json::from_str(&text).unwrap();
    for (pointer, changed) in changes(&receipt, "") {
        let mut other = receipt.clone();
        *other.pointer_mut(&pointer).unwrap() = changed;
        let verdict = if pointer == "/v" { "cannot tell" } else { "broken" };
        corpus.receipt(&pointer, &(other.to_string() + "\n"), verdict);
    }
    for name in ["checkpoint", "entries", "resident", "signers", "v"] {
        let mut other = receipt.clone();
        other.as_object_mut().unwrap().shift_remove(name);
        corpus.receipt(name, &(other.to_string() + "\n"), "broken");
    }
    // A list that is left out allows nobody whom it named; an entry that is left out is not missed.
    let mut other = receipt.clone();
    other["signers"].as_array_mut().unwrap().pop();
    corpus.receipt("without the director's list", &(other.to_string() + "\n"), "broken");
    let mut other = receipt.clone();
    other["entries"].as_array_mut().unwrap().pop();
    corpus.receipt("without the determination", &(other.to_string() + "\n"), "valid");
    assert!(corpus.judged() > 20);
}

/// Every leaf of `value` with what is put in its place: another number, or another letter in the middle of a text.
fn changes(value: &Value, pointer: &str) -> Vec<(String, Value)> {
    match value {
        Value::Object(members) => {
            members.iter().flat_map(|(name, value)| changes(value, &format!("{pointer}/{name}"))).collect()
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(n, value)| changes(value, &format!("{pointer}/{n}")))
            .collect(),
        Value::Number(number) => vec![(pointer.to_owned(), (number.as_u64().unwrap() + 1).into())],
        Value::String(text) => {
            let middle = text.char_indices().nth(text.chars().count() / 2).unwrap();
            let other = if middle.1 == '1' { "2" } else { "1" };
            let after = middle.0 + middle.1.len_utf8();
            vec![(pointer.to_owned(), (text[..middle.0].to_owned() + other + &text[after..]).into())]
        }
        other => panic!("a receipt holds no {other}"),
    }
}

#[test]
fn a_cut_is_owned_to_and_what_was_shown_before_is_still_shown() {
    let office = kept();
    let cut = [
        "audit",
        "cut",
        LEDGER,
        "R0062",
        "--reason",
        "seven years after graduation",
        "-o",
        "cut.ledger.jsonl",
    ];
    let said = office.done(DIRECTOR, &cut);
    assert!(said.contains("the ledger without them is in cut.ledger.jsonl"), "{said}");
    let text = fs::read_to_string(office.file("cut.ledger.jsonl")).unwrap();
    assert!(!text.contains("R0062") && text.contains("R0063"));
    let against =
        |ledger: &str| office.done(CHAIR, &["audit", "verify", ledger, "--checkpoint", "checkpoint.json"]);
    let said = against("cut.ledger.jsonl");
    assert!(said.starts_with("valid: 9 entries") && said.contains("complete: shown up to entry 7"), "{said}");
    assert!(
        said.contains("note: 2 entries were cut; `audit log` lists the entries that say so, and why"),
        "{said}"
    );
    let original = against(LEDGER);
    assert!(
        original.starts_with("valid: 9 entries") && !original.contains("entries were cut;"),
        "{original}"
    );
    assert!(office.refused(DIRECTOR, &cut).contains("cut.ledger.jsonl exists"));
    let receipt = office.run(CHAIR, &["audit", "receipt", "cut.ledger.jsonl", "R0062", "-o", "receipt.json"]);
    assert!(!receipt.status.success() && err(&receipt).contains("no entry is about R0062"), "{receipt:?}");
    assert!(
        office.done(CHAIR, &["audit", "log", "cut.ledger.jsonl"]).contains("seven years after graduation")
    );

    // The copy takes the original's place and goes on, and both verifiers say so.
    fs::rename(office.file("cut.ledger.jsonl"), office.ledger()).unwrap();
    office.done(CHAIR, &borrowed(&office.decide("R0062", &[])));
    let mut corpus = Corpus::new();
    corpus.put("checkpoint", &fs::read(office.file("checkpoint.json")).unwrap());
    corpus.expect("a cut ledger that goes on", &fs::read(office.ledger()).unwrap(), None);
    let ledger = fs::read(office.ledger()).unwrap();
    corpus.against("against an older checkpoint", &ledger, &["--checkpoint", "checkpoint"], None);
    corpus.judged();
}

#[test]
fn an_export_is_the_ledger_byte_for_byte() {
    let office = kept();
    office.done(MEMBER, &["audit", "export", LEDGER, "-o", "copy.ledger.jsonl"]);
    assert_eq!(fs::read(office.file("copy.ledger.jsonl")).unwrap(), fs::read(office.ledger()).unwrap());
    let twice = office.refused(MEMBER, &["audit", "export", LEDGER, "-o", "copy.ledger.jsonl"]);
    assert!(twice.contains("could not be written"), "{twice}");
    assert!(Path::new(&office.file("program.allowed_signers")).exists());
}

#[test]
fn what_stands_is_taken_back_by_whom_the_rules_let_and_stays_readable() {
    let office = kept();
    let revoke =
        |entry: &'static str| ["audit", "revoke", LEDGER, entry, "--reason", "Another resident was meant"];
    for (who, entry, why) in [
        (CHAIR, "6", "only a program director determines"),
        (DIRECTOR, "2", "the determination 6 rests on entry 2; revoke the determination first"),
        (CHAIR, "99", "there is no entry 99; `trellis audit log` lists them"),
        (CHAIR, "7", "entry 7 is nothing that can be taken back"),
    ] {
        let said = office.refused(who, &revoke(entry));
        assert!(said.contains(why), "{who} {entry}: {said}");
    }
    let said = office.refused(CHAIR, &["audit", "revoke", LEDGER, "2", "--reason", "…"]);
    assert!(said.contains("the reason for revoking is empty"), "{said}");
    let said = office.done(DIRECTOR, &revoke("6"));
    assert!(said.contains("revocation of entry 6: Another resident was meant"), "{said}");
    let hash = verified(&office.ledger()).unwrap().1.head().hash;
    assert!(said.ends_with(&format!("recorded as entry 8 {hash}\n")), "{said}");
    office.done(CHAIR, &revoke("2"));
    let said = office.refused(CHAIR, &revoke("2"));
    assert!(said.contains("nothing was recorded: entry 9 took entry 2 back already"), "{said}");

    // What a member said is the member's to take back.
    let cases = office.program.cases();
    let strength = ["meeting", "strength", cases.to_str().unwrap(), "R0062", "Teaches", "--ledger", LEDGER];
    office.done(MEMBER, &strength);
    office.done(CHAIR, &strength);
    let said = office.refused(MEMBER, &revoke("11"));
    assert!(said.contains("only c.chair may do this, or somebody who keeps the record"), "{said}");
    office.done(MEMBER, &revoke("10"));

    let shown = office.done(CHAIR, &["audit", "show", LEDGER, "10"]);
    assert!(shown.contains("strength: Teaches") && shown.contains("no more: revoked by entry 12"), "{shown}");
    let mut corpus = Corpus::new();
    corpus.expect("taken back", &fs::read(office.ledger()).unwrap(), None);
    corpus.judged();
}

#[test]
fn a_verdict_keeps_its_exit_code_where_its_reader_has_seen_enough() {
    let program = crate::review::Program::sample();
    let text = fs::read_to_string(program.ledger()).unwrap().replace("lin@chair", "kim@chair");
    fs::write(program.ledger(), text).unwrap();
    for command in [["audit", "verify"], ["audit", "log"]] {
        let mut child = crate::review::trellis()
            .args(command)
            .arg(program.ledger())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(1), "{command:?}");
    }
}
