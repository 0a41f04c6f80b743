//! A server whose disk is full: a real small file system under its table.

use std::path::Path;
use std::process::Command;

use trellis::ledger::postgres::{KnownLines, TableError};

use super::server::Server;
use super::{Writer, chained, hash, line, nothing};
use crate::skipped::skipped;

/// A mounted file system that goes when it is dropped.
struct Small<'a>(&'a Path);

impl Small<'_> {
    fn sized(&self, options: &str) -> bool {
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(self.0).output();
        mount.is_ok_and(|mount| mount.status.success())
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

/// Makes a long line that no compression makes short.
fn long(seq: u64, previous: &str) -> String {
    let mut text = String::new();
    let mut part = hash(&seq.to_string());
    while text.len() < 200_000 {
        part = hash(&part);
        text += &part;
    }
    line(seq, "x", previous).replacen("resident", &text, 1)
}

#[test]
fn a_full_disk_of_the_server_refuses_the_act_and_takes_it_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let small = Small(folder.path());
    if !small.sized("size=2m,mode=777") {
        return skipped("a small file system cannot be mounted here");
    }
    let place = folder.path().join("tables");
    let server = Server::start();
    server.own_folder(&place);
    let mut admin = server.admin();
    admin.batch_execute(&format!("create tablespace small location '{}'", place.display())).unwrap();
    admin.batch_execute("alter table trellis.ledger set tablespace small").unwrap();
    let mut writer = Writer::at(&server.address("full"));
    let mut previous = nothing();
    let refused = loop {
        let next = long(writer.known.lines + 1, &previous);
        let known = writer.known.clone();
        match writer.table.append(&known, |_| Ok::<_, TableError>(vec![next.clone()])) {
            Ok(()) => writer.known = KnownLines::after(known.lines + 1, &next),
            Err(why) => break why,
        }
        previous = hash(&next);
        assert!(writer.known.lines < 100, "the disk was never full");
    };
    assert!(matches!(refused, TableError::Full { .. }), "{refused}");
    assert!(writer.known.lines > 2);
    assert_eq!(chained(&server.address("full")).len() as u64, writer.known.lines);
    assert!(small.sized("remount,size=20m"));
    let (known, next) = (writer.known.clone(), long(writer.known.lines + 1, &previous));
    writer.table.append(&known, |_| Ok::<_, TableError>(vec![next])).unwrap();
    assert_eq!(chained(&server.address("full")).len() as u64, known.lines + 1);
}
