//! What joins a checkpoint that was kept elsewhere to a later one, by commands: proofs of consistency, and signed notes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::samples::{key_file, thirty_one, written};
use crate::review::{err, out, trellis};

struct Kept {
    folder: tempfile::TempDir,
    ledger: PathBuf,
}

impl Kept {
    /// Thirty-one entries and three checkpoints behind them, each kept in a file.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = written(folder.path(), &thirty_one());
        let kept = Self { folder, ledger };
        for name in ["one.json", "two.json", "three.json"] {
            let done = kept.as_chair("checkpoint", &["-o", kept.at(name).to_str().unwrap()]);
            assert!(done.status.success(), "{}", err(&done));
        }
        kept
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn audit(&self, command: &str, more: &[&str]) -> Output {
        trellis().args(["audit", command]).args(more).current_dir(self.folder.path()).output().unwrap()
    }

    fn as_chair(&self, command: &str, more: &[&str]) -> Output {
        self.by("c.chair", command, more)
    }

    fn by(&self, who: &str, command: &str, more: &[&str]) -> Output {
        let mut started = trellis();
        started.args(["audit", command]).arg(&self.ledger).args(more).current_dir(self.folder.path());
        started.args(["--as", who, "--role", "chair", "--key"]).arg(key_file(who)).output().unwrap()
    }
}

const LEDGER: &str = "program.ledger.jsonl";

#[test]
fn a_checkpoint_that_was_kept_is_joined_to_the_last_one_and_no_other_is() {
    let kept = Kept::new();
    for from in ["one.json", "two.json"] {
        let proof = format!("{from}.proof");
        let made = kept.audit("consistency", &[LEDGER, "--from", from, "-o", &proof]);
        assert!(made.status.success(), "{}", err(&made));
        let checked = kept.audit("check-consistency", &[&proof, "--from", from]);
        assert!(checked.status.success(), "{}", out(&checked));
        assert!(out(&checked).starts_with("valid: the checkpoint of entry 34, of "), "{}", out(&checked));
        let second = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledger/verify.py");
        let mut python = Command::new("python3");
        let second = python.arg(second).arg("--consistency").arg(kept.at(&proof)).output().unwrap();
        assert!(out(&second).starts_with("valid"), "{}", out(&second));
    }
    let other = kept.audit("check-consistency", &["one.json.proof", "--from", "two.json"]);
    assert_eq!(other.status.code(), Some(1));
    assert!(out(&other).contains("entry 32, is not the one that was kept, entry 33"), "{}", out(&other));
    let last = kept.audit("consistency", &[LEDGER, "--from", "three.json"]);
    assert!(err(&last).contains("no later checkpoint stands for it"), "{}", err(&last));
    // Of a ledger that went on apart there is none.
    let apart = Kept::new();
    fs::copy(apart.at("one.json"), kept.at("apart.json")).unwrap();
    let refused = kept.audit("consistency", &[LEDGER, "--from", "apart.json"]);
    assert!(err(&refused).contains("does not extend this checkpoint, entry 32"), "{}", err(&refused));
    let none = kept.audit("check-consistency", &[LEDGER]);
    assert!(!none.status.success());
}

/// Has OpenSSL check the first signature of a note by a key, whose verifier key is given.
fn by_openssl(folder: &Path, note: &str, verifier: &str) -> bool {
    use base64ct::{Base64, Encoding as _};
    // The key itself may have a plus in it.
    let key = Base64::decode_vec(verifier.splitn(3, '+').nth(2).unwrap()).unwrap();
    // SubjectPublicKeyInfo of Ed25519 (RFC 8410, section 4).
    let der = [&[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00][..], &key[1..]];
    let (text, signatures) = note.rsplit_once("\n\n").unwrap();
    let signature = signatures.lines().next().unwrap().rsplit(' ').next().unwrap();
    fs::write(folder.join("key.der"), der.concat()).unwrap();
    fs::write(folder.join("text"), format!("{text}\n")).unwrap();
    fs::write(folder.join("signature"), &Base64::decode_vec(signature).unwrap()[4..]).unwrap();
    let mut command = Command::new("openssl");
    command.args(["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key.der", "-rawin"]);
    let done = command.args(["-in", "text", "-sigfile", "signature"]).current_dir(folder).output();
    done.expect("openssl is not installed").status.success()
}

#[test]
fn a_checkpoint_leaves_as_a_note_that_stock_tools_check_and_comes_back_cosigned() {
    let kept = Kept::new();
    let made = kept.as_chair("note", &["--origin", "hospital.example/ledger", "-o", "last.note"]);
    assert!(made.status.success(), "{}", err(&made));
    let said = out(&made);
    let verifier = said.lines().find_map(|line| line.strip_prefix("verifier key: ")).unwrap();
    let note = fs::read_to_string(kept.at("last.note")).unwrap();
    assert!(note.starts_with("hospital.example/ledger\n33\n"), "{note}");
    assert!(by_openssl(kept.folder.path(), &note, verifier));
    assert!(!by_openssl(kept.folder.path(), &note.replacen("33", "32", 1), verifier));
    let checked = kept.audit("check-note", &[LEDGER, "last.note"]);
    let valid = "valid: hospital.example/ledger has the ledger's first 33 entries, signed by c.chair";
    assert!(out(&checked).contains(valid), "{}{}", out(&checked), err(&checked));
    // A witness adds a line.
    let witness = "\u{2014} witness.example/w AAAAAAA=\n";
    fs::write(kept.at("cosigned.note"), note.clone() + witness).unwrap();
    let checked = kept.audit("check-note", &[LEDGER, "cosigned.note"]);
    assert!(checked.status.success(), "{}", out(&checked));
    assert!(out(&checked).contains("not checked: witness.example/w"), "{}", out(&checked));
    // Another size, no root, nobody's signature, another name, no note.
    for (what, text, code) in [
        ("a changed size", note.replacen("\n33\n", "\n32\n", 1), 1),
        ("no root", note.replacen("\n33\n", "\n33\nA", 1), 3),
        ("no own signature", note.split("\n\n").next().unwrap().to_owned() + "\n\n" + witness, 3),
        ("another name", note.replace("hospital", "clinic"), 3),
        ("no note", "no note\n".to_owned(), 3),
    ] {
        fs::write(kept.at("other.note"), text).unwrap();
        let checked = kept.audit("check-note", &[LEDGER, "other.note"]);
        assert_eq!(checked.status.code(), Some(code), "{what}: {}{}", out(&checked), err(&checked));
    }
    // The same origin and size of a ledger that went on apart.
    let (apart, to) = (Kept::new(), kept.at("apart.note"));
    let origin = ["--origin", "hospital.example/ledger", "-o"];
    let other = apart.as_chair("note", &[&origin[..], &[to.to_str().unwrap()]].concat());
    assert!(other.status.success(), "{}", err(&other));
    let checked = kept.audit("check-note", &[LEDGER, "apart.note"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(out(&checked).contains("broken: its root is "), "{}", out(&checked));
    // Nothing is written over, and who is not on the list signs none.
    let again = kept.as_chair("note", &[&origin[..], &["last.note"]].concat());
    assert!(!again.status.success());
    let stranger = kept.by("stranger", "note", &["--origin", "x", "-o", "stranger.note"]);
    assert!(err(&stranger).contains("is not on the list of signers"), "{}", err(&stranger));
    let bad = kept.as_chair("note", &["--origin", "two words", "-o", "bad.note"]);
    assert!(err(&bad).contains("cannot name a log"), "{}", err(&bad));
}
