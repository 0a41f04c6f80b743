//! What the server itself refuses, whoever asks and with what program; and what its owner can do all the same.

use postgres::Client;
use postgres::error::SqlState;
use trellis::ledger::postgres::{KnownLines, LedgerTable, TableError};

use super::server::{PASSWORD, shared};
use super::{Writer, chained, hash, line, nothing};

fn code(client: &mut Client, sql: &str) -> String {
    let refused = client.batch_execute(sql).expect_err(sql);
    refused.code().map(SqlState::code).unwrap_or_default().to_owned()
}

#[test]
fn nobody_but_the_owner_can_rewrite_a_ledger_and_the_owner_not_by_accident() {
    let address = shared().address("roles");
    Writer::at(&address).record("one").unwrap();
    let rewriting = [
        "update trellis.ledger set line = 'x' where ledger = 'roles'",
        "delete from trellis.ledger where ledger = 'roles'",
        "truncate trellis.ledger",
        "insert into trellis.ledger (ledger, seq, line) values ('roles', 1, 'x') \
         on conflict (ledger, seq) do update set line = 'x'",
    ];
    let defining = [
        "drop table trellis.ledger",
        "drop schema trellis cascade",
        "alter table trellis.ledger disable trigger all",
        "drop trigger line_follows on trellis.ledger",
        "create or replace function trellis.line_follows() returns trigger language sql as 'select 1'",
        "create table trellis.other (x int)",
        "set role trellis_owner",
        "set session_replication_role = replica",
        "insert into trellis.ledger (ledger, seq, line, written_by) values ('roles', 2, 'x', 'someone')",
    ];
    for login in ["writer", "reader", "stranger"] {
        let mut client = shared().client(login, "trellis");
        for sql in rewriting.iter().chain(&defining) {
            assert_eq!(code(&mut client, sql), "42501", "{login}: {sql}");
        }
    }
    let mut owner = shared().admin();
    for sql in &rewriting[..3] {
        assert_eq!(code(&mut owner, sql), "TL002", "{sql}");
    }
    assert_eq!(chained(&address).len(), 1);
}

#[test]
fn a_reader_reads_and_cannot_record_and_a_stranger_can_do_neither() {
    Writer::at(&shared().address("rights")).record("one").unwrap();
    let mut reader = Writer::at(&shared().address_of("reader", "rights"));
    assert_eq!(reader.table.lines_after(&KnownLines::default()).unwrap().len(), 1);
    let refused = reader.record("two").unwrap_err();
    assert!(matches!(refused, TableError::Forbidden { .. }), "{refused}");
    let refused = LedgerTable::connect(&shared().address_of("stranger", "rights")).unwrap_err();
    assert!(matches!(refused, TableError::Forbidden { .. }), "{refused}");
    assert_eq!(chained(&shared().address("rights")).len(), 1);
}

#[test]
fn the_server_refuses_a_line_that_does_not_follow_the_last_one() {
    let address = shared().address("follows");
    let mut writer = Writer::at(&address);
    writer.record("one").unwrap();
    writer.record("two").unwrap();
    let last = writer.known.hash.clone();
    let wrong = [
        (3, line(3, "x", &nothing())),
        (3, line(3, "x", &hash("another line"))),
        (3, line(4, "x", &last)),
        (3, line(33, "x", &last)),
        (4, line(4, "x", &last)),
        (2, line(2, "x", &last)),
        // The right hash, but inside a text.
        (3, line(3, "x", &nothing()).replace("resident\"", &format!("\\\"previous\\\":\\\"{last}\\\"\""))),
        (3, line(3, "x", &last.to_uppercase())),
    ];
    let mut by_hand = shared().client("writer", "trellis");
    let insert = "insert into trellis.ledger (ledger, seq, line) values ('follows', $1, $2)";
    for (seq, line) in &wrong {
        let refused = by_hand.execute(insert, &[&i64::from(*seq), line]).unwrap_err();
        assert_eq!(refused.code().map(SqlState::code), Some("TL001"), "{seq}: {line}");
    }
    let known = writer.known.clone();
    let refused = writer.table.append(&known, |_| Ok(vec![wrong[0].1.clone()])).unwrap_err();
    assert!(matches!(refused, TableError::NotNext { .. }), "{refused}");
    // Of two that follow the same line, by hand and without the lock, one stands.
    let mut other = shared().client("writer", "trellis");
    let mut first = by_hand.transaction().unwrap();
    first.execute(insert, &[&3i64, &line(3, "first", &last)]).unwrap();
    let second = std::thread::spawn({
        let line = line(3, "second", &last);
        move || other.execute(insert, &[&3i64, &line]).unwrap_err().code().map(|code| code.code().to_owned())
    });
    first.commit().unwrap();
    let refused = second.join().unwrap().unwrap();
    assert!(["23505", "TL001"].contains(&refused.as_str()), "{refused}");
    assert_eq!(chained(&address).len(), 3);
}

#[test]
fn the_server_notes_by_itself_who_wrote_and_when() {
    Writer::at(&shared().address("noted")).record("one").unwrap();
    let noted = "select written_by, written_at between now() - interval '1 minute' and now() \
                 from trellis.ledger where ledger = 'noted'";
    let row = shared().admin().query_one(noted, &[]).unwrap();
    assert_eq!((row.get::<_, String>(0).as_str(), row.get::<_, bool>(1)), ("writer", true));
}

/// An administrator can take the guards away; what a session has read before is then found to be otherwise.
#[test]
fn what_an_administrator_changed_or_took_away_is_found_by_who_had_read_it() {
    let server = super::server::Server::start();
    let rewrite = |sql: &str| {
        let guarded =
            format!("set session_replication_role = replica; {sql}; set session_replication_role = origin");
        server.admin().batch_execute(&guarded).unwrap();
    };
    let mut writer = Writer::at(&server.address("main"));
    for id in ["one", "two", "three"] {
        writer.record(id).unwrap();
    }
    let before = writer.known.clone();
    rewrite("update trellis.ledger set line = replace(line, 'three', 'thr33') where seq = 3");
    let changed = TableError::Changed { at: writer.table.shown(), seq: 3 };
    assert_eq!(writer.record("four"), Err(changed.clone()));
    assert_eq!(writer.table.lines_after(&before), Err(changed));
    rewrite("delete from trellis.ledger where seq = 3");
    let shrank = TableError::Shrank { at: writer.table.shown() };
    assert_eq!(writer.record("four"), Err(shrank.clone()));
    assert_eq!(writer.table.lines_after(&before), Err(shrank));
    rewrite("delete from trellis.ledger where seq = 1");
    let gap = TableError::Gap { at: writer.table.shown(), seq: 1 };
    assert_eq!(writer.table.lines_after(&KnownLines::default()), Err(gap));
}

#[test]
fn a_database_that_is_not_set_up_says_who_does_what() {
    let none = format!("postgres://admin:{PASSWORD}@127.0.0.1:{}/postgres", shared().port);
    let refused = LedgerTable::connect(&none).unwrap_err();
    assert!(matches!(refused, TableError::NoTable { .. }), "{refused}");
    let absent = format!("postgres://writer:{PASSWORD}@127.0.0.1:{}/absent", shared().port);
    let refused = LedgerTable::connect(&absent).unwrap_err();
    assert!(matches!(refused, TableError::Login { .. }), "{refused}");
}

#[test]
fn an_administrators_read_only_is_respected_and_a_standby_is_known_as_one() {
    Writer::at(&shared().address("resting")).record("one").unwrap();
    let mut admin = shared().admin();
    admin
        .batch_execute(&format!("create role resting login password '{PASSWORD}' in role trellis_writer"))
        .unwrap();
    let address = shared().address_of("resting", "resting");
    Writer::at(&address).record("two").unwrap();
    admin.batch_execute("alter role resting set default_transaction_read_only = on").unwrap();
    let refused = Writer::at(&address).record("three").unwrap_err();
    assert!(matches!(refused, TableError::ReadOnly { .. }), "{refused}");

    let standby = shared().standby();
    let mut there = Writer::at(&standby.address("resting"));
    assert_eq!(there.table.lines_after(&KnownLines::default()).unwrap().len(), 2);
    let refused = there.record("three").unwrap_err();
    assert!(refused.to_string().contains("takes no entries now"), "{refused}");
    assert_eq!(chained(&shared().address("resting")).len(), 2);
}
