//! Two copies of a ledger that went on apart, and ledgers in folders that other machines have too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use super::samples::{identity, key_file, thirty_one, written};
use crate::review::{Program, err, out, trellis};

const RATIONALE: &str = "Seven ratings by four raters.";

fn decide(cases: &Path, ledger: &Path, (who, resident): (&str, &str), further: &[&str]) -> Output {
    let mut command = trellis();
    command.env("TRELLIS_KEY", key_file(who)).arg("decide").arg(cases).arg(resident);
    command.args([
        "--epa",
        "airway",
        "--level",
        "3",
        "--rationale",
        RATIONALE,
        "--as",
        who,
        "--role",
        "chair",
    ]);
    command.arg("--ledger").arg(ledger).args(further).output().unwrap()
}

fn audit(command: &str, who: &str, places: &[&Path], further: &[&str]) -> Output {
    let mut trellis = trellis();
    trellis.env("TRELLIS_KEY", key_file(who)).env("TRELLIS_ACTOR", who).env("TRELLIS_ROLE", "chair");
    trellis.args(["audit", command]).args(places).args(further).output().unwrap()
}

/// A ledger in which lin and m.member decide, and its copy; each has a decision that the other lacks.
struct Forked {
    program: Program,
    copy: PathBuf,
}

impl Forked {
    fn new() -> Self {
        let program = Program::sample();
        let kept = program.ledger();
        let public = program.cases().with_file_name("m.member.pub");
        fs::write(&public, identity("m.member").public().to_openssh() + "\n").unwrap();
        let mut allow = trellis();
        allow.args(["identity", "allow"]).arg(&kept).args(["m.member", "--for", "chair"]).arg(&public);
        let done = allow.args(["--as", "lin", "--role", "chair"]).output().unwrap();
        assert!(done.status.success(), "{}", err(&done));
        let copy = kept.with_file_name("cases.ledger (Kim's conflicted copy 2026-11-30).jsonl");
        fs::copy(&kept, &copy).unwrap();
        let forked = Self { program, copy };
        for (ledger, by) in [(&kept, ("lin", "R0062")), (&forked.copy, ("m.member", "R0063"))] {
            let done = decide(&forked.program.cases(), ledger, by, &[]);
            assert!(out(&done).contains("recorded as entry 3 "), "{}", err(&done));
        }
        forked
    }
}

#[test]
fn a_copy_that_has_more_is_named_at_every_start() {
    let forked = Forked::new();
    let shown = trellis().arg("triage").arg(forked.program.cases()).output().unwrap();
    let said = err(&shown);
    let note = "cases.ledger (Kim's conflicted copy 2026-11-30).jsonl beside it is a copy of this ledger up to entry 2 \
                and has 1 entry that this one lacks";
    assert!(shown.status.success() && said.contains(note), "{said}");
    let mut review = forked.program.review(&[]);
    review.shows("conflicted copy 2026-11-30).jsonl beside it is a copy of this");
    review.leaves();
}

#[test]
fn two_copies_are_told_apart_and_what_one_lacks_is_recorded_again_by_who_did_it() {
    let forked = Forked::new();
    let (kept, copy) = (forked.program.ledger(), forked.copy.clone());
    let compared = audit("compare", "lin", &[&kept, &copy], &[]);
    let said = out(&compared);
    assert_eq!(compared.status.code(), Some(1), "{said}{}", err(&compared));
    let at = |text: &str| said.find(text).unwrap_or_else(|| panic!("{text:?} is not in {said}"));
    assert!(at("the same up to entry 2") < at("only in"), "{said}");
    assert!(at("R0062") < at("R0063") && at("R0063") < at("They went on apart"), "{said}");

    // Nobody records in another's name: lin has nothing there.
    let nothing = audit("again", "lin", &[&kept], &["--from", copy.to_str().unwrap()]);
    assert!(
        nothing.status.success() && out(&nothing).contains("has all that lin, chair, recorded"),
        "{nothing:?}"
    );
    let offered = audit("again", "m.member", &[&kept], &["--from", copy.to_str().unwrap()]);
    assert_eq!(offered.status.code(), Some(1), "{}", err(&offered));
    assert!(out(&offered).contains("of what you recorded, 1 entry only in "), "{}", out(&offered));
    assert!(out(&offered).contains("--entries 3"), "{}", out(&offered));
    let other = audit("again", "m.member", &[&kept], &["--from", copy.to_str().unwrap(), "--entries", "2"]);
    assert!(
        err(&other).contains("entry 2 of ") && err(&other).contains("is none of yours"),
        "{}",
        err(&other)
    );
    let done = audit("again", "m.member", &[&kept], &["--from", copy.to_str().unwrap(), "--entries", "3"]);
    assert!(out(&done).contains("recorded as entry 4 "), "{}{}", out(&done), err(&done));
    let log = forked.program.log();
    assert!(log.lines().nth(3).unwrap().contains("m.member") && log.contains("R0063"), "{log}");
    let twice = audit("again", "m.member", &[&kept], &["--from", copy.to_str().unwrap(), "--entries", "3"]);
    assert!(twice.status.success() && out(&twice).contains("has all that m.member"), "{}", err(&twice));
}

#[test]
fn what_is_about_an_entry_of_the_copy_alone_is_not_recorded_about_another() {
    let forked = Forked::new();
    let (kept, copy) = (forked.program.ledger(), forked.copy.clone());
    let revoked = audit("revoke", "m.member", &[&copy], &["3", "--reason", "of another resident"]);
    assert!(revoked.status.success(), "{}", err(&revoked));
    let from = ["--from", copy.to_str().unwrap()];
    let offered = audit("again", "m.member", &[&kept], &from);
    assert!(out(&offered).contains("not again: it is about an entry of the copy"), "{}", out(&offered));
    // Nor does what was taken back there come back without that.
    assert!(out(&offered).contains("not again: it does not stand in the copy either"), "{}", out(&offered));
    assert!(!out(&offered).contains("--entries"), "{}", out(&offered));
    // Entry 3 is lin's decision here.
    let refused = audit("again", "m.member", &[&kept], &[from[0], from[1], "--entries", "4"]);
    assert!(
        err(&refused).contains("entry 4 is not recorded again: it is about an entry of the copy"),
        "{refused:?}"
    );
    assert_eq!(forked.program.log().lines().count(), 3);
}

#[test]
fn a_copy_that_goes_on_is_named_and_two_ledgers_are_not_called_copies() {
    let forked = Forked::new();
    let (kept, shorter) = (forked.program.ledger(), forked.program.cases().with_file_name("shorter.jsonl"));
    let bytes = fs::read_to_string(&kept).unwrap();
    fs::write(&shorter, bytes.split_inclusive('\n').take(2).collect::<String>()).unwrap();
    let compared = audit("compare", "lin", &[&shorter, &kept], &[]);
    assert!(compared.status.success(), "{}", err(&compared));
    assert!(out(&compared).contains("shorter.jsonl ends: keep that one"), "{}", out(&compared));
    let same = audit("compare", "lin", &[&kept, &kept], &[]);
    assert!(same.status.success() && out(&same).contains("they are the same"), "{}", out(&same));
    let another = Program::sample();
    written(another.cases().parent().unwrap(), &thirty_one());
    let other = another.cases().with_file_name("program.ledger.jsonl");
    let compared = audit("compare", "lin", &[&kept, &other], &[]);
    assert_eq!(compared.status.code(), Some(1), "{}", out(&compared));
    assert!(out(&compared).contains("they have no entry in common"), "{}", out(&compared));
    let missing = audit("compare", "lin", &[&kept, &other.with_file_name("none.jsonl")], &[]);
    assert_eq!(missing.status.code(), Some(3), "{}", out(&missing));
}

#[test]
fn nothing_is_recorded_in_a_folder_that_a_service_carries_elsewhere_unless_somebody_vouches_for_it() {
    let program = Program::sample();
    let folder = program.cases().with_file_name("OneDrive - Lakeside Health");
    fs::create_dir(&folder).unwrap();
    let ledger = folder.join("cases.ledger.jsonl");
    fs::copy(program.ledger(), &ledger).unwrap();
    let before = fs::read(&ledger).unwrap();
    let refused = decide(&program.cases(), &ledger, ("lin", "R0062"), &[]);
    let said = err(&refused);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(
        said.contains("in OneDrive - Lakeside Health, which a service carries to other machines"),
        "{said}"
    );
    assert!(said.contains("keep the ledger in PostgreSQL (docs/shared-ledger.md)"), "{said}");
    assert_eq!(fs::read(&ledger).unwrap(), before);
    // Nor is one begun there.
    let new = folder.join("new.ledger.jsonl");
    let refused = decide(&program.cases(), &new, ("lin", "R0062"), &["--new-ledger"]);
    assert!(err(&refused).contains("which a service carries") && !new.exists(), "{}", err(&refused));
    let done = decide(&program.cases(), &ledger, ("lin", "R0062"), &["--i-know-locks-are-local"]);
    assert!(out(&done).contains("recorded as entry 2 "), "{}", err(&done));
    assert!(err(&done).contains("two who record at once would break it for good"), "{}", err(&done));
    let mut by_variable = trellis();
    by_variable.env("TRELLIS_LOCKS_ARE_LOCAL", "1").args(["audit", "checkpoint"]).arg(&ledger);
    by_variable.arg("-o").arg(program.cases().with_file_name("checkpoint.json"));
    let done = by_variable.args(["--as", "lin", "--role", "chair"]).output().unwrap();
    assert!(out(&done).contains("entry 3"), "{}{}", out(&done), err(&done));
}
