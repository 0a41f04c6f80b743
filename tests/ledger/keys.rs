//! Signatures that stock tools check, by keys in files, in an agent, and behind a passphrase.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use trellis::ledger::entry::Role;
use trellis::ledger::identity::Identity;

use super::agent::{Agent, script};
use super::document::{blocks, shell};
use super::samples::{signer, thirty_one, verified, written};
use crate::review::{Program, err, out};

/// Runs the commands of the document's section 12 that check one entry's signature, as they stand there but for
/// the entry's number. The ledger is `program.ledger.jsonl` in `folder`.
pub fn by_stock_tools(folder: &Path, entry: u64) -> Output {
    for program in ["jq", "ssh-keygen"] {
        let found = shell(&format!("command -v {program}"), folder);
        assert!(found.status.success(), "{program} is not installed: the document's commands need it");
    }
    let [_, _, one_signature] = blocks("sh")[..] else { panic!("three blocks of commands") };
    assert!(one_signature.contains("\nentry=2\n"));
    shell(&one_signature.replace("\nentry=2\n", &format!("\nentry={entry}\n")), folder)
}

fn accepted(folder: &Path, entry: u64, who: &str) {
    let done = by_stock_tools(folder, entry);
    let said = out(&done);
    let good = format!("Good \"trellis-ledger\" signature for {who} with ED25519 key SHA256:");
    assert!(done.status.success() && said.starts_with(&good), "entry {entry}: {said}{}", err(&done));
}

/// The program without a key of its own, and without an agent.
pub fn trellis(agent: Option<&Agent>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trellis"));
    command.env_remove("TRELLIS_KEY").env_remove("SSH_AUTH_SOCK");
    if let Some(agent) = agent {
        command.env("SSH_AUTH_SOCK", &agent.socket);
    }
    command
}

#[test]
fn stock_tools_accept_every_signature_of_a_ledger_and_refuse_a_changed_entry() {
    let folder = tempfile::tempdir().unwrap();
    let state = thirty_one();
    let path = written(folder.path(), &state);
    for entry in [1_u64, 2, 3, 4, 7, 13, 31] {
        let actor = &state.entry(entry).unwrap().entry.actor;
        accepted(folder.path(), entry, &format!("{}@{}", actor.id, actor.role));
    }
    let changed =
        fs::read_to_string(&path).unwrap().replacen(r#""subject":"R-007""#, r#""subject":"R-008""#, 1);
    fs::write(&path, changed).unwrap();
    let refused = by_stock_tools(folder.path(), 3);
    assert!(!refused.status.success() && !out(&refused).contains("Good"), "{refused:?}");
}

#[test]
fn a_key_that_only_the_agent_holds_signs_decisions_and_checkpoints() {
    let program = Program::sample();
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("program.ledger.jsonl");
    let key = folder.path().join("c.chair");
    let made = Identity::make(&key, "c.chair").unwrap();
    let public = folder.path().join("c.chair.pub");
    let agent = Agent::started(folder.path());
    agent.add(&key, None);
    fs::remove_file(&key).unwrap();
    let decide = |agent| {
        let mut command = trellis(agent);
        command.arg("decide").arg(program.cases()).args(["R0062", "--epa", "airway", "--level", "3"]);
        command.args(["--rationale", "Seven ratings by four raters.", "--as", "c.chair", "--role", "chair"]);
        command.arg("--new-ledger");
        command.arg("--key").arg(&public).arg("--ledger").arg(&ledger).output().unwrap()
    };
    let alone = decide(None);
    assert!(!alone.status.success() && err(&alone).contains("ssh-add"), "{alone:?}");
    assert!(!ledger.exists());
    let done = decide(Some(&agent));
    assert!(done.status.success() && out(&done).contains("recorded as entry 2 "), "{done:?}");
    let mut checkpoint = trellis(Some(&agent));
    checkpoint.args(["audit", "checkpoint"]).arg(&ledger).arg("--key").arg(&public);
    let done = checkpoint.args(["--as", "c.chair", "--role", "chair"]).output().unwrap();
    assert!(done.status.success(), "{}", err(&done));
    for entry in 1..=3 {
        accepted(folder.path(), entry, "c.chair@chair");
    }
    let (found, state) = verified(&ledger).unwrap();
    assert_eq!((found.verdict, state.count()), (trellis::ledger::verify::Verdict::Valid, 3));
    assert_eq!(state.entry(3).unwrap().entry.signature.as_ref().unwrap().key(), Ok(made.public().clone()));
}

#[test]
fn a_key_with_a_passphrase_signs_through_the_agent_and_not_without() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program.ledger.jsonl");
    let key = folder.path().join("key");
    Identity::make(&key, "c.chair").unwrap();
    // That ssh-keygen takes the file and locks it shows that it is a key like any other.
    let locked = Command::new("ssh-keygen").args(["-q", "-p", "-N", "open sesame", "-f"]).arg(&key).output();
    assert!(locked.unwrap().status.success());
    let identity = || {
        let mut command = trellis(None);
        command.args(["identity", "allow", "--new-ledger"]).arg(&path).args(["m.member", "--for", "member"]);
        command.arg(key_of_a_member(folder.path())).args(["--as", "c.chair", "--role", "chair"]);
        command.arg("--key").arg(&key);
        command
    };
    let refused = identity().output().unwrap();
    assert!(!refused.status.success(), "{refused:?}");
    assert!(
        err(&refused).contains("did not sign: no SSH agent runs here; start one and load the key"),
        "{}",
        err(&refused)
    );
    let agent = Agent::started(folder.path());
    let passphrase = folder.path().join("passphrase");
    script(&passphrase, "echo 'open sesame'");
    agent.add(&key, Some(&passphrase));
    let done = identity().env("SSH_AUTH_SOCK", &agent.socket).output().unwrap();
    assert!(done.status.success(), "{}", err(&done));
    accepted(folder.path(), 1, "c.chair@chair");
}

pub fn key_of_a_member(folder: &Path) -> PathBuf {
    let public = folder.join("m.member.pub");
    let member = signer("m.member", &[Role::Member]);
    fs::write(&public, member.key.to_openssh() + "\n").unwrap();
    public
}
