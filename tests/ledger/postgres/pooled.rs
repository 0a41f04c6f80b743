//! Through a real `PgBouncer`, which hands its clients the connections of others.

use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::chown;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use trellis::ledger::postgres::{KnownLines, LedgerTable, TableError};

use super::server::{PASSWORD, as_server, is_root, server_user, shared};
use super::{Writer, chained};
use crate::skipped::skipped;

const MISSING: &str =
    "a shared ledger through PgBouncer: it is not installed (Debian: apt-get install pgbouncer)";

struct Pooler {
    _folder: TempDir,
    process: Child,
    port: u16,
}

impl Pooler {
    /// Starts one that shares two connections to the server among all its clients; none where it is not installed.
    fn started(mode: &str) -> Option<Self> {
        let places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"];
        let program = places.into_iter().map(PathBuf::from).find(|path| path.exists())?;
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let at = |name: &str| folder.path().join(name);
        let settings = format!(
            "[databases]\ntrellis = host=127.0.0.1 port={} dbname=trellis\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = plain\nauth_file = {}\npool_mode = {mode}\n\
             default_pool_size = 2\n",
            shared().port,
            at("users").display()
        );
        std::fs::write(at("settings"), settings).unwrap();
        std::fs::write(at("users"), format!("\"writer\" \"{PASSWORD}\"\n")).unwrap();
        if is_root() {
            for path in [folder.path(), &at("settings"), &at("users")] {
                chown(path, Some(server_user()), None).unwrap();
            }
        }
        let mut command = as_server(&program);
        command.arg("--quiet").arg(at("settings")).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().unwrap();
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_mins(1), "PgBouncer did not start");
            thread::sleep(Duration::from_millis(20));
        }
        Some(Self { _folder: folder, process, port })
    }

    fn address(&self, ledger: &str) -> String {
        format!(
            "postgres://writer:{PASSWORD}@127.0.0.1:{}/trellis?ledger={ledger}&sslmode=disable",
            self.port
        )
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

#[test]
fn six_writers_on_two_connections_lose_nothing_and_double_nothing() {
    for mode in ["transaction", "session"] {
        let Some(pooler) = Pooler::started(mode) else { return skipped(MISSING) };
        let ledger = format!("pooled-{mode}");
        thread::scope(|scope| {
            // In session pooling only two can be connected at once.
            for writer in 0..if mode == "session" { 2 } else { 6 } {
                let address = pooler.address(&ledger);
                scope.spawn(move || {
                    let mut writer_at = Writer::at(&address);
                    for act in 0..8 {
                        writer_at.record(&format!("{writer}-{act}")).unwrap();
                    }
                });
            }
        });
        let expected = if mode == "session" { 16 } else { 48 };
        assert_eq!(chained(&shared().address(&ledger)).len(), expected, "{mode}");
    }
}

#[test]
fn a_pooler_that_knows_no_transactions_is_named_and_reads_go_through_it() {
    let Some(pooler) = Pooler::started("statement") else { return skipped(MISSING) };
    let mut table = LedgerTable::connect(&pooler.address("pooled-statement")).unwrap();
    assert!(table.lines_after(&KnownLines::default()).unwrap().is_empty());
    let refused = table.append(&KnownLines::default(), |_| Ok::<_, TableError>(vec!["{}".to_owned()]));
    let said = refused.unwrap_err().to_string();
    assert!(said.contains("pool_mode = transaction"), "{said}");
}
