//! Keys of every kind that signs: in their files, behind a passphrase, in an agent, and on a card.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use trellis::ledger::identity::{Identity, NotOpened};

use super::agent::{Agent, script};
use super::keys::{by_stock_tools, key_of_a_member, trellis};
use crate::review::pty::Terminal;
use crate::review::{Program, err, out};
use crate::skipped::skipped;

/// What `ssh-keygen` is asked for, and what it calls the key when it has checked a signature.
const KINDS: [(&str, &str, &str); 5] = [
    ("ecdsa", "256", "ECDSA"),
    ("ecdsa", "384", "ECDSA"),
    ("rsa", "2048", "RSA"),
    ("rsa", "3072", "RSA"),
    ("ed25519", "256", "ED25519"),
];

fn made(folder: &Path, kind: &str, bits: &str, passphrase: &str, more: &[&str]) -> PathBuf {
    let file = folder.join(format!("{kind}-{bits}"));
    let mut command = Command::new("ssh-keygen");
    command.args(["-q", "-t", kind, "-b", bits, "-C", "lin", "-N", passphrase, "-f"]).arg(&file).args(more);
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", err(&done));
    file
}

/// Begins a ledger that lin signs, with a checkpoint as its second entry.
fn begun(agent: Option<&Agent>, folder: &Path, key: &Path) -> Output {
    let ledger = folder.join("program.ledger.jsonl");
    let signed = |mut command: Command| {
        command.arg("--key").arg(key).args(["--as", "lin", "--role", "chair"]).output().unwrap()
    };
    let mut first = trellis(agent);
    first.args(["identity", "allow", "--new-ledger"]).arg(&ledger).args(["m.member", "--for", "member"]);
    first.arg(key_of_a_member(folder));
    let first = signed(first);
    if !first.status.success() {
        return first;
    }
    let mut second = trellis(agent);
    second.args(["audit", "checkpoint"]).arg(&ledger).arg("-o").arg(folder.join("checkpoint"));
    signed(second)
}

/// Sees that this program, the second verifier and stock tools take both entries of a ledger.
fn holds(folder: &Path, name: &str) {
    let ledger = folder.join("program.ledger.jsonl");
    let verified = trellis(None).args(["audit", "verify"]).arg(&ledger).output().unwrap();
    assert!(verified.status.success(), "{}{}", out(&verified), err(&verified));
    let second = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledger/verify.py");
    let second = Command::new("python3").arg(second).arg(&ledger).output().unwrap();
    assert!(out(&second).starts_with("valid: 2 entries hold"), "{}{}", out(&second), err(&second));
    for entry in [1, 2] {
        let done = by_stock_tools(folder, entry);
        let good = format!("Good \"trellis-ledger\" signature for lin@chair with {name} key SHA256:");
        assert!(out(&done).starts_with(&good), "entry {entry}: {}{}", out(&done), err(&done));
    }
}

#[test]
fn a_key_of_every_kind_signs_from_its_file_and_through_an_agent() {
    for (kind, bits, name) in KINDS {
        for by_agent in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let key = made(folder.path(), kind, bits, "", &[]);
            let agent = by_agent.then(|| Agent::started(folder.path()));
            let mut named = key.clone();
            if let Some(agent) = &agent {
                agent.add(&key, None);
                fs::remove_file(&key).unwrap();
                named.set_extension("pub");
            }
            let done = begun(agent.as_ref(), folder.path(), &named);
            assert!(done.status.success(), "{kind} {bits}: {}", err(&done));
            holds(folder.path(), name);
        }
    }
}

#[test]
fn a_signature_is_always_taken_over_in_its_one_spelling() {
    let folder = tempfile::tempdir().unwrap();
    let agent = Agent::started(folder.path());
    for (kind, bits, _) in &KINDS[..3] {
        let key = made(folder.path(), kind, bits, "", &[]);
        agent.add(&key, None);
        let identity = Identity::read(&key).unwrap();
        for n in 0..16_u8 {
            let by_itself = identity.sign(&[n]).unwrap();
            assert_eq!(by_itself.verify(&[n]).as_ref(), Ok(identity.public()), "{kind} {bits}");
            // `ssh-keygen` writes either of ECDSA's two numbers.
            let mut command = Command::new("ssh-keygen");
            command.args(["-q", "-Y", "sign", "-n", "trellis-ledger", "-f"]).arg(&key);
            let message = folder.path().join("message");
            fs::write(&message, [n]).unwrap();
            assert!(command.arg(&message).status().unwrap().success());
            let beside = folder.path().join("message.sig");
            let armour = fs::read_to_string(&beside).unwrap();
            fs::remove_file(&beside).unwrap();
            let taken = trellis::ledger::signature::Signature::from_armour(&armour).unwrap();
            assert_eq!(taken.verify(&[n]).as_ref(), Ok(identity.public()), "{kind} {bits}");
        }
    }
}

#[test]
fn a_file_behind_a_passphrase_opens_by_it_and_by_no_other() {
    for (kind, bits, _) in KINDS {
        let ciphers = ["aes256-ctr", "aes256-cbc", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"];
        for cipher in if kind == "ed25519" { &ciphers[..] } else { &ciphers[..1] } {
            let folder = tempfile::tempdir().unwrap();
            let key = made(folder.path(), kind, bits, "open sesame", &["-Z", cipher, "-a", "4"]);
            let mut identity = Identity::read(&key).unwrap();
            for wrong in ["", "open sesam", "open sesame "] {
                assert_eq!(identity.unlock(wrong), Err(NotOpened::Passphrase), "{kind} {bits} {cipher}");
            }
            identity.unlock("open sesame").unwrap();
            let signed = identity.sign(b"a text").unwrap();
            assert_eq!(signed.verify(b"a text").as_ref(), Ok(identity.public()), "{kind} {bits} {cipher}");
        }
    }
}

/// Returns the base64 of a key file's lines, as bytes.
fn blob_of(file: &Path) -> Vec<u8> {
    use base64ct::{Base64, Encoding as _};
    let text = fs::read_to_string(file).unwrap();
    Base64::decode_vec(&text.lines().filter(|line| !line.starts_with("-----")).collect::<String>()).unwrap()
}

#[test]
fn a_file_whose_halves_are_of_two_keys_signs_nothing() {
    use base64ct::{Base64, Encoding as _};
    for (kind, bits, _) in KINDS {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let files = folders.each_ref().map(|folder| made(folder.path(), kind, bits, "", &[]));
        let [mut one, other] = files.each_ref().map(|file| blob_of(file));
        // Behind magic, "none", "none", no options and the number of keys stands the public key.
        let at = 15 + 8 + 8 + 4 + 4;
        let length = |blob: &[u8]| 4 + u32::from_be_bytes(blob[at..at + 4].try_into().unwrap()) as usize;
        let public = other[at..at + length(&other)].to_vec();
        one.splice(at..at + length(&one), public);
        let mixed = folders[0].path().join("mixed");
        let (begin, end) = ("-----BEGIN OPENSSH PRIVATE KEY-----", "-----END OPENSSH PRIVATE KEY-----");
        fs::write(&mixed, format!("{begin}\n{}\n{end}\n", Base64::encode_string(&one))).unwrap();
        assert!(Identity::read(&files[0]).is_ok() && Identity::read(&mixed).is_err(), "{kind} {bits}");
    }
}

#[test]
fn what_does_not_sign_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("program.ledger.jsonl");
    for (kind, bits, why) in [
        (
            "ecdsa",
            "521",
            "keys of the kind ecdsa-sha2-nistp521 do not sign here; Ed25519, ECDSA of P-256 or P-384",
        ),
        ("rsa", "1024", "it is an RSA key of 1024 bits, and 2048 to 8192 sign here"),
    ] {
        let key = made(folder.path(), kind, bits, "", &[]);
        for named in [key.clone(), key.with_extension("pub")] {
            let refused = begun(None, folder.path(), &named);
            assert!(!refused.status.success() && err(&refused).contains(why), "{}", err(&refused));
        }
    }
    assert!(!ledger.exists());
}

/// A shell that has nothing but the program, the ledger and a key behind a passphrase.
fn typing(program: &Program, key: &Path) -> Terminal {
    let (bin, ledger) =
        (env!("CARGO_BIN_EXE_trellis"), program.cases().with_file_name("of-lin.ledger.jsonl"));
    let mut shell = Terminal::shell(&program.cases(), (160, 24));
    shell.shows("$ ");
    let member = key_of_a_member(key.parent().unwrap());
    let (ledger, key, member) = (ledger.display(), key.display(), member.display());
    shell.write(&format!(
        "{bin} identity allow --new-ledger {ledger} m.member {member} --for member --key {key} --as lin --role \
         chair; echo ended $?\r"
    ));
    shell
}

#[test]
fn a_passphrase_is_asked_for_on_the_terminal_and_never_shown() {
    let program = Program::sample();
    let folder = tempfile::tempdir().unwrap();
    let key = made(folder.path(), "ed25519", "256", "open sesame", &["-a", "4"]);
    let mut shell = typing(&program, &key);
    shell.shows("Passphrase of ");
    shell.write("open barley\r").shows("this is not its passphrase");
    let screen = shell.write("open sesame\r").shows("ended 0");
    assert!(screen.contains("recorded as entry 1 "), "{screen}");
    assert!(!screen.contains("barley") && !screen.contains("sesame"), "{screen}");
    // Asked for once, though the key signs twice.
    assert_eq!(screen.matches("Passphrase of ").count(), 2, "{screen}");
    shell.write("stty -a | grep -o ' -\\?echo '\r").shows("\n echo");
    let program = Program::sample();
    let mut shell = typing(&program, &key);
    shell.shows("Passphrase of ");
    for _ in 0..3 {
        shell.write("no\r");
    }
    shell.shows("ended 1");
}

#[test]
fn the_review_asks_for_the_passphrase_before_it_begins() {
    let program = Program::sample();
    let folder = tempfile::tempdir().unwrap();
    let key = made(folder.path(), "ecdsa", "384", "open sesame", &["-a", "4"]);
    let mut review = Terminal::signing(&program.cases(), ("lin", &key), (100, 30), &[], &[]);
    review.shows("Passphrase of ");
    review.write("open sesame\r");
    crate::review::listed(&mut review);
    assert!(!String::from_utf8_lossy(&review.screen().into_bytes()).contains("sesame"));
    assert!(review.leaves().success());
}

/// A card in software (`SoftHSM`), with a key of each kind that PIV cards have.
fn card(folder: &Path) -> Option<PathBuf> {
    let library = PathBuf::from("/usr/lib/softhsm/libsofthsm2.so");
    if !library.exists() {
        return None;
    }
    let (conf, tokens) = (folder.join("softhsm.conf"), folder.join("tokens"));
    fs::create_dir(&tokens).unwrap();
    fs::write(&conf, format!("directories.tokendir = {}\n", tokens.display())).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.env("SOFTHSM2_CONF", &conf).args(arguments);
        let done = command.output().unwrap_or_else(|error| panic!("{program}: {error}"));
        assert!(done.status.success(), "{program}: {}", err(&done));
    };
    run("softhsm2-util", &["--init-token", "--free", "--label", "card", "--so-pin", "1234", "--pin", "1234"]);
    for (id, kind) in [("01", "EC:prime256v1"), ("02", "EC:secp384r1"), ("03", "rsa:2048")] {
        let module = library.to_str().unwrap();
        run(
            "pkcs11-tool",
            &["--module", module, "-l", "--pin", "1234", "-k", "--key-type", kind, "--id", id],
        );
    }
    Some(library)
}

#[test]
fn a_card_signs_through_the_agent() {
    let folder = tempfile::tempdir().unwrap();
    let Some(library) = card(folder.path()) else {
        return skipped("cards (Debian: apt-get install softhsm2 opensc)");
    };
    let pin = folder.path().join("pin");
    script(&pin, "echo 1234");
    let agent = Agent::knowing(folder.path(), "SOFTHSM2_CONF", &folder.path().join("softhsm.conf"));
    agent.add_card(&library, &pin);
    let listed = Command::new("ssh-add").arg("-L").env("SSH_AUTH_SOCK", &agent.socket).output().unwrap();
    let keys = out(&listed);
    assert_eq!(keys.lines().count(), 3, "{keys}");
    for key in keys.lines() {
        let place = tempfile::tempdir().unwrap();
        let public = place.path().join("card.pub");
        fs::write(&public, key).unwrap();
        let done = begun(Some(&agent), place.path(), &public);
        assert!(done.status.success(), "{key}: {}", err(&done));
        holds(place.path(), if key.starts_with("ssh-rsa") { "RSA" } else { "ECDSA" });
    }
}
