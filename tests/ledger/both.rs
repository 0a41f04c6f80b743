//! Two verifiers, one corpus: this program and `verify.py`, which knows only the document, judge alike.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::string::FromUtf8Error;

use serde_json::{Value, json};
use trellis::ledger::chain::{Head, Unplaced};
use trellis::ledger::consistency::Consistency;
use trellis::ledger::entry::{Act, Actor, CutLine, Entry, FORMAT, Role};
use trellis::ledger::error::FileError;
use trellis::ledger::file;
use trellis::ledger::fold::State;
use trellis::ledger::proven::BadProof;
use trellis::ledger::receipt::Receipt;
use trellis::ledger::verify::{Completeness, KnownElsewhere, Verdict};

use super::samples::{
    begun, bytes, checkpoint, determination, draft, identity, recommendation, record, signed, signed_by,
    signer, signers, thirty_one, verified, viewed,
};

/// Runs the second verifier's tests, or what they do when they are told otherwise.
fn second(arguments: &[&str], folder: &Path) -> Output {
    for (program, asked) in [("python3", "--version"), ("ssh-keygen", "-?")] {
        let found = Command::new(program).arg(asked).output();
        assert!(found.is_ok(), "{program} is not installed: the second verifier needs Python 3 and OpenSSH");
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledger/test_verify.py");
    Command::new("python3").arg(script).args(arguments).arg(folder).output().unwrap()
}

/// The cases of a folder, one JSON object each.
fn cases(folder: &Path) -> Vec<Value> {
    lines(&fs::read(folder.join("cases.jsonl")).unwrap())
}

fn lines(text: &[u8]) -> Vec<Value> {
    text.split_inclusive(|b| *b == b'\n').map(|line| serde_json::from_slice(line).unwrap()).collect()
}

/// What this program finds, with the names that `verify.py --json` uses; `None` where it has no such flag.
fn ours(folder: &Path, arguments: &[&str], as_a_command: bool) -> Option<Value> {
    match arguments {
        [plain] if !as_a_command => Some(in_process(&folder.join(plain))),
        ["--receipt", receipt] if !as_a_command => Some(receipt_in_process(&folder.join(receipt))),
        ["--consistency", proof] if !as_a_command => Some(consistency_in_process(&folder.join(proof))),
        other => by_command(folder, other),
    }
}

fn receipt_in_process(path: &Path) -> Value {
    let text = String::from_utf8(fs::read(path).unwrap());
    code(&text.map(|text| Receipt::parse(&text).and_then(|receipt| receipt.verify())))
}

fn consistency_in_process(path: &Path) -> Value {
    let text = String::from_utf8(fs::read(path).unwrap());
    code(&text.map(|text| Consistency::parse(&text).and_then(|proof| proof.verify())))
}

fn code<T>(held: &Result<Result<T, BadProof>, FromUtf8Error>) -> Value {
    let code = match held {
        Ok(Ok(_)) => 0,
        Ok(Err(why)) if why.is_of_an_unknown_kind() => 3,
        _ => 1,
    };
    json!({ "code": code })
}

fn by_command(folder: &Path, arguments: &[&str]) -> Option<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trellis"));
    command.arg("audit").current_dir(folder);
    match arguments {
        ["--receipt", receipt] => command.args(["check-receipt", receipt]),
        ["--consistency", proof] => command.args(["check-consistency", proof]),
        ["--receipt" | "--consistency", ..] => return None,
        other => command.arg("verify").args(other).arg("--json"),
    };
    let done = command.output().unwrap();
    let code = done.status.code().unwrap();
    if ["--receipt", "--consistency"].contains(&arguments[0]) {
        return Some(json!({ "code": code }));
    }
    let mut found: Value = serde_json::from_slice(&done.stdout).unwrap();
    found["code"] = code.into();
    Some(found)
}

fn in_process(path: &Path) -> Value {
    let known = KnownElsewhere::default();
    let found = match file::verified(path, &known, &mut |_, _| {}) {
        Ok((found, _)) => found,
        Err(FileError::Missing { path }) => panic!("{} is not in the corpus", path.display()),
        Err(_) => return json!({ "code": 3, "verdict": "cannot tell" }),
    };
    assert_eq!(found.completeness, Completeness::NotShown);
    let (code, verdict, entry, why) = match found.verdict {
        Verdict::Valid => (0, "valid", None, String::new()),
        Verdict::Broken { entry, why } => (1, "broken", Some(entry), why.to_string()),
        Verdict::CannotTell { entry, why } => (3, "cannot tell", Some(entry), why.to_string()),
    };
    let Head { count, hash } = found.holds;
    json!({ "code": code, "verdict": verdict, "entry": entry, "why": why, "entries": count,
        "head": hash, "complete_to": null })
}

/// Says where two findings differ. Both give a code; the rest is compared where both have it.
fn difference(ours: &Value, theirs: &Value) -> Option<String> {
    let told = |found: &Value, name: &str| found.get(name).filter(|value| !value.is_null()).cloned();
    let both = |name: &str| told(ours, name).zip(told(theirs, name));
    let mut names = vec!["code", "verdict", "entry", "complete_to"];
    if theirs["verdict"] != "cannot tell" {
        // How far an entry that nobody can judge is to be believed is not the format's to say.
        names.extend(["entries", "head"]);
    }
    let differing = names.into_iter().filter(|name| both(name).is_some_and(|(a, b)| a != b));
    let said: Vec<_> = differing.map(|name| format!("{name}: {} and {}", ours[name], theirs[name])).collect();
    (!said.is_empty())
        .then(|| format!("{}; ours: {}; theirs: {}", said.join(", "), ours["why"], theirs["why"]))
}

/// Judges every case by this program too, and returns how many there were.
fn compared(folder: &Path, cases: &[Value], theirs: &[Value]) -> usize {
    assert_eq!(cases.len(), theirs.len());
    let mut differing = Vec::new();
    let mut judged = 0;
    for (n, (case, theirs)) in cases.iter().zip(theirs).enumerate() {
        let arguments: Vec<&str> =
            case["arguments"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        let Some(ours) = ours(folder, &arguments, n.is_multiple_of(16)) else { continue };
        judged += 1;
        let difference = difference(&ours, theirs);
        differing.extend(difference.map(|said| format!("{} {arguments:?}: {said}", case["name"])));
    }
    assert!(differing.is_empty(), "{} of {judged} differ:\n{}", differing.len(), differing.join("\n"));
    judged
}

#[test]
fn the_second_verifier_passes_its_own_tests_and_this_program_judges_its_corpus_alike() {
    let folder = tempfile::tempdir().unwrap();
    let done = second(&["--corpus"], folder.path());
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let cases = cases(folder.path());
    let judged = compared(folder.path(), &cases, &cases);
    assert!(judged > 1_000, "{judged} cases are not the corpus");
}

/// Ledgers and receipts to be judged by both, and what is to be found.
pub struct Corpus {
    folder: tempfile::TempDir,
    cases: Vec<Value>,
}

impl Corpus {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), cases: Vec::new() }
    }

    pub fn put(&self, name: &str, bytes: &[u8]) {
        fs::write(self.folder.path().join(name), bytes).unwrap();
    }

    /// Adds a ledger whose verdict is `broken` at this entry, or `valid`.
    pub fn expect(&mut self, name: &str, bytes: &[u8], broken: Option<u64>) {
        self.against(name, bytes, &[], broken);
    }

    pub fn against(&mut self, name: &str, bytes: &[u8], flags: &[&str], broken: Option<u64>) {
        let file = format!("{}.jsonl", self.cases.len());
        self.put(&file, bytes);
        let mut arguments = vec![file.as_str()];
        arguments.extend(flags);
        let verdict = if broken.is_some() { "broken" } else { "valid" };
        self.cases.push(json!({ "name": name, "arguments": arguments, "verdict": verdict, "entry": broken }));
    }

    /// Adds a receipt, and whether it is `valid`, `broken` or one that nobody `cannot tell` of.
    pub fn receipt(&mut self, name: &str, text: &str, verdict: &str) {
        let file = format!("{}.json", self.cases.len());
        self.put(&file, text.as_bytes());
        self.cases.push(json!({ "name": name, "arguments": ["--receipt", file], "verdict": verdict }));
    }

    /// Has both judge every case, and holds both to what was expected.
    pub fn judged(self) -> usize {
        let folder = self.folder.path();
        let asked: Vec<String> = self.cases.iter().map(Value::to_string).collect();
        fs::write(folder.join("cases.jsonl"), asked.join("\n") + "\n").unwrap();
        let done = second(&["--judge"], folder);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let theirs = lines(&done.stdout);
        compared(folder, &self.cases, &theirs);
        for (case, theirs) in self.cases.iter().zip(&theirs) {
            assert_eq!(case["verdict"], theirs["verdict"], "{case}: {}", theirs["why"]);
            let expected = case.get("entry").unwrap_or(&theirs["entry"]);
            assert_eq!(*expected, theirs["entry"], "{case}: {}", theirs["why"]);
        }
        theirs.len()
    }
}

fn split(state: &State) -> Vec<Vec<u8>> {
    bytes(state).split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
}

#[test]
fn lines_deleted_doubled_swapped_and_tails_cut_are_judged_alike() {
    let mut corpus = Corpus::new();
    let state = thirty_one();
    let good = split(&state);
    corpus.put("checkpoint", &good[12]);
    for at in 0..good.len() {
        let place = at as u64 + 1;
        let mut other = good.clone();
        other.insert(at, good[at].clone());
        corpus.expect("doubled", &other.concat(), Some(place + 1));
        let cut = good[..at].concat();
        corpus.expect("tail cut", &cut, None);
        // Up to the checkpoint a cut tail, or an older copy put back, is found; behind it nothing is missing.
        let missing = (at < 13).then_some(place);
        corpus.against("tail cut", &cut, &["--checkpoint", "checkpoint"], missing);
        if at + 1 < good.len() {
            let mut other = good.clone();
            other.remove(at);
            corpus.expect("deleted", &other.concat(), Some(place));
            let mut other = good.clone();
            other.swap(at, at + 1);
            corpus.expect("swapped", &other.concat(), Some(place));
            let mut other = good.clone();
            let middle = other[at].len() / 2;
            other[at][middle] ^= 4;
            // The change itself may make an entry that does not hold, or only another hash.
            let (found, _) = trellis::ledger::verify::verified(
                &other.concat(),
                &KnownElsewhere::default(),
                &mut |_, _| {},
            );
            let Verdict::Broken { entry, .. } = found.verdict else { panic!("entry {place} was changed") };
            assert!(entry == place || entry == place + 1);
            corpus.expect("changed", &other.concat(), Some(entry));
        }
    }
    assert!(corpus.judged() > 150);
}

#[test]
fn a_ledger_cut_and_continued_or_replaced_by_another_is_found_by_what_was_kept_elsewhere() {
    let mut corpus = Corpus::new();
    let state = thirty_one();
    let good = split(&state);
    corpus.put("checkpoint", &good[12]);
    corpus.put("signers", signers().to_string().as_bytes());
    for kept in [1_u64, 6, 12, 13, 20] {
        let mut continued = state.up_to(kept);
        let over_all = checkpoint(40, &continued);
        record(&mut continued, &over_all);
        for n in 41..=60 {
            record(&mut continued, &viewed(n));
        }
        let bytes = bytes(&continued);
        corpus.expect("cut and continued by the same people", &bytes, None);
        let differs = (kept < 13).then_some(13);
        corpus.against("cut and continued", &bytes, &["--checkpoint", "checkpoint"], differs);
        corpus.against("cut and continued", &bytes, &["--signers", "signers"], None);
    }
    // Another program: its own people, its own keys, and its own entry 13.
    let mut other = State::default();
    let allowed = signers().with(signer("stranger", &[Role::Chair])).to_string();
    let mut founding = draft(0, Act::SignersNamed { allowed });
    founding.actor.id = "stranger".to_owned();
    record_by("stranger", &mut other, &founding);
    for n in 2..=20 {
        let mut look = viewed(n);
        look.actor.id = "stranger".to_owned();
        record_by("stranger", &mut other, &look);
    }
    let theirs = split(&other);
    corpus.expect("another program", &theirs.concat(), None);
    corpus.against("another program", &theirs.concat(), &["--checkpoint", "checkpoint"], Some(13));
    corpus.against("another program", &theirs.concat(), &["--signers", "signers"], Some(1));
    for at in [0, 4, 19] {
        let mut mixed = good.clone();
        mixed[at].clone_from(&theirs[at]);
        // The first entry of another program holds by itself; what follows it does not.
        let broken = if at == 0 { 2 } else { at as u64 + 1 };
        corpus.expect("another program's entry", &mixed.concat(), Some(broken));
    }
    corpus.judged();
}

/// Records a draft by the key of somebody, whether or not the rules let it stand.
fn record_by(who: &str, state: &mut State, draft: &Unplaced) {
    state.apply(std::sync::Arc::new(signed_by(who, draft, state.head())));
}

/// `state` with one more line, signed by somebody's key.
fn with(state: &State, who: &str, draft: &Unplaced) -> Vec<u8> {
    let line = signed_by(who, draft, state.head()).entry.to_line() + "\n";
    [bytes(state), line.into_bytes()].concat()
}

#[test]
fn forged_and_revoked_keys_and_roles_that_are_not_theirs_are_judged_alike() {
    let mut corpus = Corpus::new();
    let mut state = begun();
    record(&mut state, &recommendation(2, "3"));
    corpus.expect("a stranger's key", &with(&state, "stranger", &viewed(3)), Some(3));
    corpus.expect("a listed key in another's name", &with(&state, "m.member", &viewed(3)), Some(3));
    let mut by_a_member = determination(3, 2, "3");
    by_a_member.actor.role = Role::Member;
    corpus.expect("a member's role on a determination", &with(&state, "d.director", &by_a_member), Some(3));
    by_a_member.actor.role = Role::ProgramDirector;
    corpus.expect("a member's key on a determination", &with(&state, "m.member", &by_a_member), Some(3));
    by_a_member.actor.id = "m.member".to_owned();
    corpus.expect("a member as director", &with(&state, "m.member", &by_a_member), Some(3));
    // A signature of another entry by the right key.
    let entry = Entry {
        signature: signed(&viewed(9), state.head()).entry.signature,
        ..signed(&viewed(3), state.head()).entry
    };
    corpus.expect(
        "a signature taken over",
        &[bytes(&state), (entry.to_line() + "\n").into()].concat(),
        Some(3),
    );

    let without = signers().without(identity("m.member").public()).to_string();
    let mut look = viewed(4);
    look.actor = Actor { id: "m.member".to_owned(), role: Role::Member };
    corpus.expect("a member's key in force", &with(&state, "m.member", &look), None);
    record(&mut state, &draft(3, Act::SignersNamed { allowed: without }));
    corpus.expect("a revoked key", &with(&state, "m.member", &look), Some(4));
    look.at = state.entry(2).unwrap().entry.at;
    corpus.expect("a revoked key with a clock set back", &with(&state, "m.member", &look), Some(4));
    corpus.judged();
}

#[test]
fn lines_cut_in_silence_are_judged_alike() {
    let mut corpus = Corpus::new();
    let mut state = thirty_one();
    let over_all = checkpoint(32, &state);
    record(&mut state, &over_all);
    let gone = |seq: u64| {
        let hash = state.entry(seq).unwrap().hash;
        (CutLine { cut: hash, seq, v: FORMAT }.to_line() + "\n").into_bytes()
    };
    let mut good = split(&state);
    for seq in [2_u64, 3, 13, 31, 32] {
        let mut silent = good.clone();
        silent[seq as usize - 1] = gone(seq);
        corpus.expect("cut in silence", &silent.concat(), Some(seq));
    }
    let about: Vec<u64> =
        state.entries().filter(|r| r.entry.subject.is_some()).map(|r| r.entry.seq).collect();
    let runs = about.iter().map(|seq| (*seq, *seq)).collect();
    let mut named = draft(33, Act::Cut { entries: runs, reason: "seven years".to_owned() });
    named.actor = determination(1, 1, "1").actor;
    good.push((signed(&named, state.head()).entry.to_line() + "\n").into_bytes());
    corpus.expect("a cut to be carried out", &good.concat(), None);
    for seq in &about {
        good[*seq as usize - 1] = gone(*seq);
    }
    corpus.expect("a cut carried out", &good.concat(), None);
    good[1] = gone(2);
    corpus.expect("one line more than the cut names", &good.concat(), Some(2));
    corpus.judged();
}

#[test]
fn an_edited_list_beside_the_ledger_changes_no_verdict_and_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    let path = super::samples::written(folder.path(), &thirty_one());
    let beside = folder.path().join("program.allowed_signers");
    let said = |flags: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trellis"));
        let done = command.args(["audit", "verify"]).arg(&path).args(flags).output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    fs::write(&beside, signers().to_string()).unwrap();
    assert!(!said(&[]).1.contains("is not the list in force"));
    fs::write(&beside, signers().with(signer("stranger", &[Role::ProgramDirector])).to_string()).unwrap();
    let (code, text) = said(&[]);
    assert_eq!(code, Some(0));
    assert!(
        text.contains("program.allowed_signers is not the list in force; no verdict rests on it"),
        "{text}"
    );
    let edited = folder.path().join("without");
    fs::write(&edited, signers().without(identity("c.chair").public()).to_string()).unwrap();
    assert_eq!(said(&["--signers", edited.to_str().unwrap()]).0, Some(1));
    assert_eq!(verified(&path).unwrap().0.verdict, Verdict::Valid);
}
