//! Disks that are full, read-only, gone, or not what they were.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{FileExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use trellis::ledger::entry::Act;
use trellis::ledger::error::{AppendError, FileError};
use trellis::ledger::rules::Refused;
use trellis::ledger::store::Ledger;
use trellis::ledger::verify::{Note, Verdict};

use super::samples::{
    bytes, draft, founding, identity, recommendation, signed, thirty_one, verified, viewed, written,
};

/// A small real file system, unmounted when it goes.
struct Small(PathBuf);

impl Small {
    fn mounted(folder: &Path) -> Option<Self> {
        let path = folder.join("small");
        fs::create_dir(&path).unwrap();
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&path).output();
        match mount {
            Ok(done) if done.status.success() => Some(Self(path)),
            other => {
                crate::skipped::skipped(&format!("a small file system cannot be mounted here: {other:?}"));
                None
            }
        }
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn in_folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program.ledger.jsonl");
    (folder, path)
}

#[test]
fn an_act_is_read_back_by_another_and_recorded_once() {
    let (_folder, path) = in_folder();
    let (mut one, mut two) = (Ledger::open(&path).unwrap(), Ledger::open(&path).unwrap());
    one.append(&founding(), identity("c.chair")).unwrap();
    let first = one.append(&recommendation(1, "3"), identity("c.chair")).unwrap();
    assert_eq!(two.append(&viewed(2), identity("c.chair")).unwrap().entry.seq, 3);
    one.refresh().unwrap();
    let mut again = recommendation(1, "3");
    again.at += chrono::TimeDelta::minutes(1);
    assert_eq!(two.append(&again, identity("c.chair")).unwrap(), first);
    assert_eq!(one.state().count(), 3);
    let other = two.append(&recommendation(1, "4"), identity("c.chair")).unwrap_err();
    assert!(matches!(other, AppendError::Refused(Refused::IdTaken(2))), "{other}");
    // What another has recorded since binds this one, though it has not looked.
    let refused = one.append(&recommendation(3, "4"), identity("c.chair")).unwrap_err();
    assert!(matches!(refused, AppendError::Refused(Refused::AlreadyDecided(2))), "{refused}");
    assert_eq!(one.verify().unwrap().verdict, Verdict::Valid);
}

#[test]
fn a_full_disk_refuses_the_act_and_takes_it_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let Some(small) = Small::mounted(folder.path()) else { return };
    let path = small.0.join("program.ledger.jsonl");
    let filler = small.0.join("filler");
    fs::write(&filler, vec![0; 48 << 10]).unwrap();
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.begin();
    let (refused, draft) = (1..)
        .map(viewed)
        .find_map(|draft| ledger.append(&draft, identity("c.chair")).err().map(|refused| (refused, draft)))
        .unwrap();
    assert!(matches!(refused, AppendError::Full { .. }), "{refused}");
    let (found, state) = verified(&path).unwrap();
    assert_eq!((found.verdict, found.notes), (Verdict::Valid, Vec::new()));
    assert_eq!(state.count(), ledger.state().count());
    fs::remove_file(filler).unwrap();
    assert_eq!(ledger.append(&draft, identity("c.chair")).unwrap().entry.seq, state.count() + 1);
    drop(ledger);
}

/// Leaves one page of the small file system, so that a write stops where the ledger's next page begins.
fn all_but_a_page(small: &Small) -> PathBuf {
    let filler = small.0.join("filler");
    let mut file = fs::File::create(&filler).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    file.set_len(file.metadata().unwrap().len() - 4096).unwrap();
    filler
}

#[test]
fn a_disk_that_fills_in_the_middle_of_a_first_act_records_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let Some(small) = Small::mounted(folder.path()) else { return };
    let path = small.0.join("program.ledger.jsonl");
    let mut first = recommendation(1, "3");
    let Act::Recommendation(decision) = &mut first.act else { panic!("a recommendation") };
    // The list of signers fits on the page that is left, and this does not.
    decision.rationale = "Seven ratings by four raters. ".repeat(200);
    let filler = all_but_a_page(&small);
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.begin();
    let refused = ledger.append(&first, identity("c.chair")).unwrap_err();
    assert!(matches!(refused, AppendError::Full { .. }), "{refused}");
    assert_eq!((path.exists(), ledger.state().count()), (false, 0));
    fs::remove_file(filler).unwrap();
    assert_eq!(ledger.append(&first, identity("c.chair")).unwrap().entry.seq, 2);
    assert_eq!(verified(&path).unwrap().0.verdict, Verdict::Valid);
}

#[test]
fn a_disk_that_fills_between_a_meetings_end_and_its_checkpoint_records_neither() {
    let folder = tempfile::tempdir().unwrap();
    let Some(small) = Small::mounted(folder.path()) else { return };
    let path = small.0.join("program.ledger.jsonl");
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.begin();
    let opened = Act::MeetingOpened { meeting: "2026-11".to_owned(), title: "November".to_owned() };
    ledger.append(&draft(1, opened), identity("c.chair")).unwrap();
    let closed = draft(9, Act::MeetingClosed { meeting: "2026-11".to_owned() });
    let line = signed(&closed, ledger.state().head()).entry.to_line().len() + 1;
    // One more entry, so long that the meeting's end just fits on its page.
    let look = |screen: String| draft(2, Act::Viewed { screen });
    let shortest = signed(&look("s".to_owned()), ledger.state().head()).entry.to_line().len();
    let before = fs::metadata(&path).unwrap().len() as usize + shortest;
    let long = "s".repeat(2 * 4096 - before - line - 100);
    ledger.append(&look(long), identity("c.chair")).unwrap();
    let length = fs::metadata(&path).unwrap().len();
    assert!((4096 + 1..2 * 4096 - line as u64).contains(&length) && length + 2 * line as u64 > 2 * 4096);
    let filler = all_but_a_page(&small);
    let mut rest = fs::OpenOptions::new().append(true).open(&filler).unwrap();
    while rest.write_all(&[0; 4096]).is_ok() {}
    let refused = ledger.append(&closed, identity("c.chair")).unwrap_err();
    assert!(matches!(refused, AppendError::Full { .. }), "{refused}");
    assert_eq!((fs::metadata(&path).unwrap().len(), ledger.state().count()), (length, 3));
    drop(rest);
    fs::remove_file(filler).unwrap();
    assert_eq!(ledger.append(&closed, identity("c.chair")).unwrap().entry.seq, 4);
    let (found, state) = verified(&path).unwrap();
    assert_eq!((found.verdict, state.count(), state.checkpoints().len()), (Verdict::Valid, 5, 1));
}

#[test]
fn a_folder_that_vanishes_refuses_the_act_and_takes_it_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let (here, away) = (folder.path().join("here"), folder.path().join("away"));
    fs::create_dir(&here).unwrap();
    let path = here.join("program.ledger.jsonl");
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.begin();
    ledger.append(&viewed(1), identity("c.chair")).unwrap();
    fs::rename(&here, &away).unwrap();
    let refused = ledger.append(&viewed(2), identity("c.chair")).unwrap_err();
    assert!(matches!(refused, AppendError::File(FileError::Gone { .. })), "{refused}");
    // Nothing is begun anew in its place.
    assert!(!here.exists());
    assert!(matches!(Ledger::open(&path).unwrap_err(), FileError::NoFolder { .. }));
    fs::rename(&away, &here).unwrap();
    assert_eq!(ledger.append(&viewed(2), identity("c.chair")).unwrap().entry.seq, 3);
}

#[test]
fn a_clock_that_runs_backwards_between_two_acts_keeps_their_order() {
    let (_folder, path) = in_folder();
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.begin();
    ledger.append(&viewed(5000), identity("c.chair")).unwrap();
    assert_eq!(ledger.append(&viewed(1), identity("c.chair")).unwrap().entry.seq, 3);
    let (found, _) = verified(&path).unwrap();
    assert_eq!((found.verdict, found.notes), (Verdict::Valid, vec![Note::ClockBackwards { entry: 3 }]));
}

#[test]
fn a_read_only_place_refuses_in_one_sentence_and_can_still_be_verified() {
    let folder = tempfile::tempdir().unwrap();
    let small = Small::mounted(folder.path());
    let place = small.as_ref().map_or(folder.path(), |small| &small.0);
    let path = written(place, &thirty_one());
    match &small {
        Some(small) => {
            let remount = Command::new("mount").args(["-o", "remount,ro"]).arg(&small.0).status();
            assert!(remount.unwrap().success());
        }
        None => fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap(),
    }
    let refused = Ledger::open(&path).unwrap().append(&viewed(32), identity("c.chair")).unwrap_err();
    let expected =
        matches!(refused, AppendError::File(FileError::ReadOnly { .. } | FileError::Forbidden { .. }));
    assert!(expected, "{refused}");
    assert_eq!(verified(&path).unwrap().0.verdict, Verdict::Valid);
    assert!(
        Ledger::open(&place.join("new.jsonl")).unwrap().append(&viewed(1), identity("c.chair")).is_err()
            || small.is_none()
    );
}

#[test]
fn a_line_torn_at_any_byte_is_set_aside_and_kept_before_the_next_entry() {
    let good = bytes(&thirty_one());
    let last = good.split_inclusive(|b| *b == b'\n').next_back().unwrap();
    for cut in (1..last.len()).step_by(23).chain([last.len() - 1]) {
        let (folder, path) = in_folder();
        fs::write(&path, &good[..good.len() - cut]).unwrap();
        let mut ledger = Ledger::open(&path).unwrap();
        ledger.begin();
        if cut == 1 {
            // Only its line feed is gone: it is the entry that it was.
            assert_eq!((ledger.file().unwrap().torn(), ledger.state().count()), (None, 31));
            assert_eq!(ledger.append(&viewed(32), identity("c.chair")).unwrap().entry.seq, 32);
            assert_eq!(fs::read(&path).unwrap()[..good.len()], good[..]);
            continue;
        }
        assert_eq!(
            (ledger.file().unwrap().torn(), ledger.state().count()),
            (Some((last.len() - cut) as u64), 30)
        );
        assert_eq!(ledger.append(&viewed(32), identity("c.chair")).unwrap().entry.seq, 31);
        let aside = folder.path().join("program.ledger.torn-1");
        assert_eq!(
            (ledger.file().unwrap().torn(), ledger.file().unwrap().set_aside()),
            (None, &[aside.clone()][..])
        );
        assert_eq!(fs::read(aside).unwrap(), last[..last.len() - cut]);
        assert_eq!(ledger.verify().unwrap().verdict, Verdict::Valid);
    }
}

#[test]
fn a_second_torn_line_does_not_replace_the_first() {
    let (folder, path) = in_folder();
    fs::write(&path, b"{\"act\"").unwrap();
    fs::write(folder.path().join("program.ledger.torn-1"), b"earlier").unwrap();
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.begin();
    ledger.append(&viewed(1), identity("c.chair")).unwrap();
    assert_eq!(fs::read(folder.path().join("program.ledger.torn-1")).unwrap(), b"earlier");
    assert_eq!(fs::read(folder.path().join("program.ledger.torn-2")).unwrap(), b"{\"act\"");
}

#[test]
fn a_file_that_is_no_longer_what_was_read_is_not_appended_to() {
    type Tamper = fn(&Path);
    let cases: [(&str, Tamper); 4] = [
        ("became shorter", |path| {
            let kept = fs::read(path).unwrap();
            let short = kept.len() as u64 - 50;
            fs::OpenOptions::new().write(true).open(path).unwrap().set_len(short).unwrap();
        }),
        ("put in the place", |path| {
            let copy = path.with_extension("copy");
            fs::copy(path, &copy).unwrap();
            fs::rename(copy, path).unwrap();
        }),
        ("was changed", |path| {
            fs::OpenOptions::new().write(true).open(path).unwrap().write_at(b"[", 0).unwrap();
        }),
        ("has gone", |path| fs::remove_dir_all(path.parent().unwrap()).unwrap()),
    ];
    for (said, tamper) in cases {
        let (_folder, path) = in_folder();
        let mut ledger = Ledger::open(&path).unwrap();
        ledger.begin();
        ledger.append(&viewed(1), identity("c.chair")).unwrap();
        tamper(&path);
        let before = fs::read(&path).ok();
        let refused = ledger.append(&viewed(2), identity("c.chair")).unwrap_err().to_string();
        assert!(refused.contains(said), "{said}: {refused}");
        assert_eq!((fs::read(&path).ok(), ledger.state().count()), (before, 2));
    }
}

#[test]
fn what_is_no_plain_file_is_named_in_one_sentence() {
    let (folder, path) = in_folder();
    let refusal = |path: &Path| Ledger::open(path).unwrap_err().to_string();
    assert!(refusal(folder.path()).contains("is a folder"));
    assert!(refusal(&folder.path().join("none/program.ledger.jsonl")).contains("there is no folder"));
    symlink(folder.path().join("elsewhere"), &path).unwrap();
    assert!(refusal(&path).contains("symbolic link"));
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(refusal(&pipe).contains("not a plain file"));
}

#[test]
fn a_broken_ledger_is_not_opened_for_writing() {
    let (_folder, path) = in_folder();
    let mut bad = bytes(&thirty_one());
    let at = bad.windows(8).position(|text| text == b"November").unwrap();
    bad[at] = b'M';
    fs::write(&path, bad).unwrap();
    let refused = Ledger::open(&path).unwrap_err();
    assert!(matches!(refused, FileError::Broken { entry: 2, .. }), "{refused}");
}
