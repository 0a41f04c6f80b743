//! Writers on several machines, as far as one machine can play them: each has its own connection.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use trellis::ledger::postgres::{LedgerTable, TableError};

use super::server::{PASSWORD, Server, shared};
use super::{Writer, chained, ids};

#[test]
fn eight_writers_append_together_without_loss_and_without_a_fork() {
    let address = shared().address("eight");
    let until = Instant::now() + Duration::from_secs(4);
    let said: Vec<Vec<String>> = thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|name| {
                let address = &address;
                scope.spawn(move || {
                    let mut writer = Writer::at(address);
                    let mut said = Vec::new();
                    while Instant::now() < until {
                        let id = format!("w{name}-{}", said.len());
                        writer.record(&id).unwrap();
                        said.push(id);
                    }
                    said
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let lines = chained(&address);
    let recorded = ids(&lines);
    assert_eq!(recorded, said.iter().flatten().cloned().collect());
    assert!(said.iter().all(|own| !own.is_empty()), "a writer never had its turn");
    // Each writer's own acts stand in the order in which it did them.
    for name in 0..8 {
        let own: Vec<usize> = lines
            .iter()
            .filter_map(|line| line.split('"').nth(3)?.strip_prefix(&format!("w{name}-"))?.parse().ok())
            .collect();
        assert!(own.is_sorted());
    }
}

/// The login's own setting would let the server acknowledge before its disk has it; the append overrules it.
#[test]
fn a_server_killed_in_the_middle_has_everything_that_it_acknowledged() {
    let mut server = Server::start();
    server.admin().batch_execute("alter role writer set synchronous_commit = off").unwrap();
    let address = server.address("crash");
    let said = Mutex::new(HashSet::new());
    for round in 0..3 {
        let over = AtomicBool::new(false);
        thread::scope(|scope| {
            let writers: Vec<_> = (0..4)
                .map(|name| {
                    let (said, over) = (&said, &over);
                    let mut writer = Writer::at(&address);
                    scope.spawn(move || {
                        for n in 0.. {
                            let id = format!("r{round}-w{name}-{n}");
                            match writer.record(&id) {
                                Ok(_) => said.lock().unwrap().insert(id),
                                Err(why) => {
                                    assert!(over.load(Ordering::SeqCst), "before the crash: {why}");
                                    assert!(!why.to_string().contains(PASSWORD));
                                    return (writer, id);
                                }
                            };
                        }
                        unreachable!("there is always a next act");
                    })
                })
                .collect();
            thread::sleep(Duration::from_millis(700 + 130 * round));
            over.store(true, Ordering::SeqCst);
            server.crash();
            let interrupted: Vec<_> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
            server.start_again();
            // Each goes on where it was, with the very act that it had no answer to.
            for (mut writer, id) in interrupted {
                writer.record(&id).unwrap();
                said.lock().unwrap().insert(id);
            }
        });
        assert_eq!(ids(&chained(&address)), *said.lock().unwrap(), "round {round}");
    }
    assert!(said.lock().unwrap().len() > 12);
    // And a server that is told to forget at a crash is not trusted with an act.
    server.admin().batch_execute("alter system set full_page_writes = off").unwrap();
    server.admin().batch_execute("select pg_reload_conf()").unwrap();
    let mut table = LedgerTable::connect(&address).unwrap();
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let planned = table.append(&trellis::ledger::postgres::KnownLines::default(), |_| Ok(Vec::new()));
        match planned {
            Err(TableError::NotDurable { .. }) => break,
            // The setting reaches a connection a moment later.
            Ok(()) => assert!(Instant::now() < until, "the setting was never noticed"),
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn a_writer_that_waits_too_long_for_another_is_told_so_and_nothing_is_recorded() {
    let address = shared().address("held");
    let mut writer = Writer::at(&address);
    writer.record("one").unwrap();
    let mut holder = shared().client("writer", "trellis");
    let lock = "select pg_advisory_lock(hashtextextended('trellis.ledger/held', 0))";
    holder.batch_execute(lock).unwrap();
    let refused = writer.record("two").unwrap_err();
    assert!(matches!(refused, TableError::Busy { .. }), "{refused}");
    drop(holder);
    writer.record("two").unwrap();
    assert_eq!(chained(&address).len(), 2);
}
