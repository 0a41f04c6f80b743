//! Connections that end at the worst moment, and servers that are not there.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use trellis::ledger::postgres::{LedgerTable, TableError};

use super::cut::{Cut, wire};
use super::server::{PASSWORD, Server, shared};
use super::{Writer, chained, ids};

/// The address of a ledger through another port, unprotected, so that the wire can be read.
fn through(port: u16, ledger: &str) -> String {
    format!("postgres://writer:{PASSWORD}@127.0.0.1:{port}/trellis?sslmode=disable&ledger={ledger}")
}

#[test]
fn a_commit_whose_answer_is_lost_is_unknown_and_found_by_the_second_attempt() {
    let port = wire(shared().port, Cut::BeforeTheAnswerTo(b"commit;"));
    let mut writer = Writer::at(&through(port, "answer-lost"));
    let unknown = writer.record("one").unwrap_err();
    assert!(matches!(unknown, TableError::Unknown { .. }), "{unknown}");
    assert!(unknown.to_string().starts_with("not known to be recorded: "), "{unknown}");
    assert_eq!(chained(&shared().address("answer-lost")).len(), 1, "the server had committed");
    let found = writer.record("one").unwrap();
    assert_eq!(found.len(), 1, "the second attempt sees what the first one did");
    writer.record("two").unwrap();
    assert_eq!(ids(&chained(&shared().address("answer-lost"))).len(), 2);
}

#[test]
fn a_commit_that_never_arrives_is_unknown_too_and_recorded_by_the_second_attempt() {
    let port = wire(shared().port, Cut::Before(b"commit;"));
    let mut writer = Writer::at(&through(port, "commit-lost"));
    let unknown = writer.record("one").unwrap_err();
    assert!(matches!(unknown, TableError::Unknown { .. }), "{unknown}");
    assert_eq!(chained(&shared().address("commit-lost")).len(), 0);
    assert!(writer.record("one").unwrap().is_empty());
    assert_eq!(chained(&shared().address("commit-lost")).len(), 1);
}

#[test]
fn a_connection_that_ends_before_the_commit_has_recorded_nothing_and_says_so() {
    let port = wire(shared().port, Cut::Before(b"insert into trellis.ledger"));
    let mut writer = Writer::at(&through(port, "insert-lost"));
    let lost = writer.record("one").unwrap_err();
    assert!(matches!(lost, TableError::Lost { .. }), "{lost}");
    assert_eq!(chained(&shared().address("insert-lost")).len(), 0);
    writer.record("one").unwrap();
    assert_eq!(chained(&shared().address("insert-lost")).len(), 1);
}

/// A standby that must follow and does not: the server never answers the commit, and has done it all the same.
#[test]
fn a_commit_that_stalls_is_not_waited_for_without_end_and_is_unknown() {
    let server = Server::start();
    let mut writer = Writer::at(&server.address("stalls"));
    let set = |to: &str| {
        server
            .admin()
            .batch_execute(&format!("alter system set synchronous_standby_names = '{to}'"))
            .unwrap();
        server.admin().batch_execute("select pg_reload_conf()").unwrap();
    };
    set("nobody");
    let until = Instant::now() + Duration::from_secs(20);
    let (waited, unknown) = loop {
        let (begun, id) = (Instant::now(), format!("act-{}", writer.known.lines));
        match writer.record(&id) {
            // The setting reaches the server's processes a moment later.
            Ok(_) => assert!(Instant::now() < until, "the server never waited for its standby"),
            Err(why) => break (begun.elapsed(), why),
        }
    };
    assert!(matches!(unknown, TableError::Unknown { .. }), "{unknown}");
    assert!(waited < Duration::from_secs(30), "{waited:?}");
    set("");
    let id = format!("act-{}", writer.known.lines);
    let until = Instant::now() + Duration::from_secs(20);
    while let Err(why) = writer.record(&id) {
        // The server's process lets go of the first attempt when it is told to wait no longer.
        assert!(matches!(why, TableError::Busy { .. }) && Instant::now() < until, "{why}");
    }
    let lines = chained(&server.address("stalls"));
    assert_eq!((ids(&lines).len(), lines.last().unwrap().contains(&id)), (lines.len(), true));
}

#[test]
fn a_connection_that_ended_while_idle_is_made_anew_without_a_word() {
    let address = shared().address_of("writer", "idle") + "&application_name=idle-one";
    let mut writer = Writer::at(&address);
    writer.record("one").unwrap();
    let ended = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'idle-one'";
    assert_eq!(shared().admin().execute(ended, &[]).unwrap(), 1);
    writer.record("two").unwrap();
    assert_eq!(shared().admin().execute(ended, &[]).unwrap(), 1);
    assert!(writer.table.lines_after(&writer.known).unwrap().is_empty());
    assert_eq!(chained(&address).len(), 2);
}

#[test]
fn a_server_that_is_not_there_is_said_plainly_and_at_once() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let begun = Instant::now();
    let refused = LedgerTable::connect(&through(port, "gone")).unwrap_err();
    assert!(matches!(refused, TableError::Unreachable { .. }), "{refused}");
    assert!(begun.elapsed() < Duration::from_secs(5));
    let sentence = refused.to_string();
    assert!(
        sentence.starts_with(&format!("127.0.0.1:{port}, database trellis, ledger gone cannot be reached"))
    );
    assert!(!sentence.contains(PASSWORD), "{sentence}");
    let address = "postgres://writer:hunter2@/trellis?host=/no/such/folder";
    let refused = LedgerTable::connect(address).unwrap_err();
    assert!(matches!(refused, TableError::Unreachable { .. }), "{refused}");
    assert!(!refused.to_string().contains(PASSWORD), "{refused}");
}

#[test]
fn a_server_that_never_answers_is_not_waited_for_without_end() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || listener.incoming().collect::<Vec<_>>());
    let begun = Instant::now();
    let refused = LedgerTable::connect(&through(port, "silent")).unwrap_err();
    assert!(matches!(refused, TableError::Unreachable { .. }), "{refused}");
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_server_without_tls_gets_no_password_where_tls_is_asked_for() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // The request for TLS is eight bytes; `N` says that there is none.
        let mut bytes = vec![0; 8];
        stream.read_exact(&mut bytes).unwrap();
        stream.write_all(b"N").unwrap();
        stream.read_to_end(&mut bytes).unwrap();
        bytes
    });
    let address = format!("postgres://writer:{PASSWORD}@127.0.0.1:{port}/trellis?sslmode=require");
    let refused = LedgerTable::connect(&address).unwrap_err();
    assert!(matches!(refused, TableError::Tls { .. }), "{refused}");
    assert_eq!(heard.join().unwrap().len(), 8, "nothing may follow in the clear");
}
