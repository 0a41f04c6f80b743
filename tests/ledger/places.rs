//! The same acts in a file and in a table of a real PostgreSQL: a ledger is the same wherever it is kept.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::thread;

use trellis::ledger::entry::Act;
use trellis::ledger::error::AppendError;
use trellis::ledger::place::LedgerPlace;
use trellis::ledger::rules::Refused;
use trellis::ledger::store::Ledger;
use trellis::ledger::verify::{KnownElsewhere, Verdict};
use trellis::ledger::whole::verified;

use super::postgres::server;
use super::samples::{draft, founding, identity, recommendation, viewed};

/// Runs `test` on a new ledger of each kind.
fn on_each(name: &str, test: fn(&LedgerPlace)) {
    let folder = tempfile::tempdir().unwrap();
    test(&LedgerPlace::File(folder.path().join("program.ledger.jsonl")));
    test(&LedgerPlace::Table(server::shared().address(&format!("places_{name}"))));
}

fn sound(place: &LedgerPlace) -> u64 {
    let (found, state) = verified(place, &KnownElsewhere::default(), &mut |_, _| {}).unwrap();
    assert_eq!(found.verdict, Verdict::Valid, "{place}");
    state.count()
}

#[test]
fn an_act_is_recorded_once_and_binds_those_who_have_not_looked() {
    on_each("once", |place| {
        let (mut one, mut two) = (Ledger::at(place).unwrap(), Ledger::at(place).unwrap());
        let key = identity("c.chair");
        one.append(&founding(), key).unwrap();
        let first = one.append(&recommendation(1, "3"), key).unwrap();
        assert_eq!(two.append(&recommendation(1, "3"), key).unwrap(), first);
        let refused = two.append(&recommendation(2, "4"), key).unwrap_err();
        assert!(matches!(refused, AppendError::Refused(Refused::AlreadyDecided(2))), "{refused}");
        let stranger = one.append(&viewed(3), identity("stranger")).unwrap_err();
        assert!(matches!(stranger, AppendError::Refused(Refused::NotPermitted(_))), "{stranger}");
        two.append(&viewed(4), key).unwrap();
        one.refresh().unwrap();
        assert_eq!((one.state().count(), one.verify().unwrap().verdict), (3, Verdict::Valid));
        assert_eq!(sound(place), 3);
    });
}

#[test]
fn the_first_act_brings_its_list_and_the_end_of_a_meeting_a_checkpoint() {
    on_each("brings", |place| {
        let mut ledger = Ledger::at(place).unwrap();
        ledger.begin();
        let key = identity("c.chair");
        let meeting = || "2026-11".to_owned();
        let opened = draft(1, Act::MeetingOpened { meeting: meeting(), title: "November".to_owned() });
        assert_eq!(ledger.append(&opened, key).unwrap().entry.seq, 2);
        ledger.append(&draft(2, Act::MeetingClosed { meeting: meeting() }), key).unwrap();
        let checkpoint = ledger.state().checkpoints().last().unwrap();
        assert_eq!((checkpoint.entry, checkpoint.size), (4, 3));
        assert_eq!(sound(place), 4);
    });
}

#[test]
fn eight_writers_leave_one_order_without_loss() {
    const ACTS: u64 = 20;
    on_each("eight", |place| {
        Ledger::at(place).unwrap().append(&founding(), identity("c.chair")).unwrap();
        thread::scope(|scope| {
            for writer in 0..8 {
                scope.spawn(move || {
                    let mut ledger = Ledger::at(place).unwrap();
                    ledger.begin();
                    for n in 0..ACTS {
                        let mut draft = viewed(n);
                        draft.id = format!("w{writer}-{n}");
                        ledger.append(&draft, identity("c.chair")).unwrap();
                    }
                });
            }
        });
        assert_eq!(sound(place), 8 * ACTS + 1);
        let ledger = Ledger::at(place).unwrap();
        for writer in 0..8 {
            let own = ledger
                .state()
                .entries()
                .filter_map(|r| r.entry.id.strip_prefix(&format!("w{writer}-"))?.parse::<u64>().ok());
            assert_eq!(own.collect::<Vec<_>>(), (0..ACTS).collect::<Vec<_>>(), "{place}");
        }
    });
}

fn audit(command: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trellis")).arg("audit").args(command).output().unwrap()
}

#[test]
fn a_shared_ledger_is_verified_listed_and_exported_by_its_address() {
    let address = server::shared().address("places_address");
    let place = LedgerPlace::Table(address.clone());
    let mut ledger = Ledger::at(&place).unwrap();
    ledger.begin();
    ledger.append(&recommendation(1, "3"), identity("c.chair")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.ledger.jsonl");
    let exported = audit(&["export", &address, "-o", copy.to_str().unwrap()]);
    assert!(exported.status.success(), "{exported:?}");
    for of in [address.as_str(), copy.to_str().unwrap()] {
        let said = audit(&["verify", of]);
        assert!(String::from_utf8_lossy(&said.stdout).starts_with("valid: 2 entries"), "{said:?}");
        assert_eq!(said.status.code(), Some(0));
    }
    let of_file = Ledger::open(Path::new(&copy)).unwrap();
    assert_eq!(of_file.state().head(), ledger.state().head());
    let log = audit(&["log", &address]);
    assert_eq!(String::from_utf8_lossy(&log.stdout).lines().count(), 2);
}

#[test]
fn a_shared_ledger_is_remembered_and_one_that_lost_its_tail_is_told() {
    let server = server::shared();
    let address = server.address("places_remembered");
    let place = LedgerPlace::Table(address.clone());
    let folder = tempfile::tempdir().unwrap();
    let clock = || chrono::DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    let opened = || Ledger::remembering(&place, Some(folder.path()), clock).unwrap();
    let mut ledger = opened();
    ledger.append(&founding(), identity("c.chair")).unwrap();
    for n in 1..=3 {
        ledger.append(&viewed(n), identity("c.chair")).unwrap();
    }
    drop(ledger);
    let kept =
        fs::read_to_string(fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path()).unwrap();
    assert!(kept.contains("places_remembered") && kept.contains("\"entries\": 4"), "{kept}");
    assert!(!kept.contains(address.split('@').next().unwrap()), "neither user nor password: {kept}");
    let mut again = opened();
    assert_eq!((again.state().count(), again.news()), (4, None));
    // What another machine adds is verified, and remembered.
    Ledger::at(&place).unwrap().append(&viewed(4), identity("c.chair")).unwrap();
    again.refresh().unwrap();
    assert_eq!(again.append(&viewed(5), identity("c.chair")).unwrap().entry.seq, 6);
    drop(again);

    // A failover that lost two acknowledged entries.
    server
        .admin()
        .batch_execute(
            "alter table trellis.ledger disable trigger all; \
             delete from trellis.ledger where ledger = 'places_remembered' and seq > 4; \
             alter table trellis.ledger enable trigger all",
        )
        .unwrap();
    let mut shorter = opened();
    let news = shorter.news().unwrap().to_string();
    assert!(news.contains("it had 6 entries") && news.ends_with("entries 5 to 6 are missing"), "{news}");
    let refused = shorter.append(&viewed(7), identity("c.chair")).unwrap_err();
    assert!(matches!(refused, AppendError::NotAsRemembered(_)), "{refused}");
    assert_eq!(sound(&place), 4);
    shorter.accept().unwrap();
    assert_eq!(shorter.append(&viewed(8), identity("c.chair")).unwrap().entry.seq, 5);
    assert_eq!(opened().news(), None);
}

#[test]
fn a_mistyped_name_of_a_shared_ledger_begins_nothing_and_names_those_that_are_there() {
    let server = server::shared();
    let place = LedgerPlace::Table(server.address("places_anesthesia"));
    Ledger::at(&place).unwrap().append(&founding(), identity("c.chair")).unwrap();
    let mistyped = server.address("places_anesthsia");
    let program = crate::review::Program::without_ledger();
    let cases = program.cases();
    let look = |further: &[&str]| {
        let mut command = crate::review::trellis();
        command.arg(further[0]).arg(&cases).args(&further[1..]).args(["--as", "lin", "--ledger", &mistyped]);
        command.output().unwrap()
    };
    for tried in [
        look(&["show", "R0063"]),
        look(&["triage"]),
        look(&["decide", "R0063", "--epa", "thoracic", "--insufficient-evidence", "--rationale", "x"]),
    ] {
        let said = String::from_utf8_lossy(&tried.stderr).into_owned();
        assert!(!tried.status.success() && said.contains("places_anesthesia (1 entry)"), "{said}");
    }
    for command in ["verify", "log"] {
        let said = audit(&[command, &mistyped]);
        assert_eq!(said.status.code(), Some(3), "{said:?}");
        assert!(String::from_utf8_lossy(&said.stderr).contains("places_anesthesia"), "{said:?}");
    }
    assert_eq!(Ledger::at(&LedgerPlace::Table(mistyped)).unwrap().state().count(), 0);
}
