//! How a server is met: logins and TLS.

use std::thread;
use std::time::{Duration, Instant};

use trellis::ledger::postgres::{LedgerTable, TableError};

use super::server::{PASSWORD, Server, shared};
use crate::review::{err, trellis};

/// The address of the server under a name of its own choice, with more options.
fn address(host: &str, options: &str) -> String {
    let port = shared().port;
    format!("postgres://writer:{PASSWORD}@{host}:{port}/trellis?hostaddr=127.0.0.1&ledger=met&{options}")
}

fn tls_refused(address: &str) -> String {
    match LedgerTable::connect(address) {
        Err(refused @ TableError::Tls { .. }) => {
            let sentence = refused.to_string();
            assert!(!sentence.contains(PASSWORD), "{sentence}");
            sentence
        }
        other => panic!("{address}: {other:?}"),
    }
}

#[test]
fn verify_full_accepts_the_right_root_and_name_and_refuses_every_other() {
    let (right, other) = (shared().root("root.pem"), shared().root("other.pem"));
    LedgerTable::connect(&address("ledger.test", &format!("sslmode=verify-full&sslrootcert={right}")))
        .unwrap();
    tls_refused(&address("ledger.test", &format!("sslmode=verify-full&sslrootcert={other}")));
    tls_refused(&address("ledger.example", &format!("sslmode=verify-full&sslrootcert={right}")));
    tls_refused(&address("127.0.0.1", &format!("sslmode=verify-full&sslrootcert={right}")));
    // The system does not know the root.
    tls_refused(&address("ledger.test", "sslmode=verify-full"));
}

#[test]
fn verify_ca_asks_for_the_root_only_and_require_becomes_it_where_a_root_is_named() {
    let (right, other) = (shared().root("root.pem"), shared().root("other.pem"));
    for mode in ["verify-ca", "require"] {
        LedgerTable::connect(&address("ledger.example", &format!("sslmode={mode}&sslrootcert={right}")))
            .unwrap();
        tls_refused(&address("ledger.example", &format!("sslmode={mode}&sslrootcert={other}")));
    }
    LedgerTable::connect(&address("ledger.example", "sslmode=require")).unwrap();
    LedgerTable::connect(&address("ledger.example", "sslmode=prefer")).unwrap();
    LedgerTable::connect(&address("ledger.example", "sslmode=disable")).unwrap();
}

#[test]
fn a_certificate_that_the_server_signed_itself_is_taken_where_it_is_the_one_that_is_named() {
    let server = Server::start();
    let address = |host: &str, mode: &str, root: &str| {
        let port = server.port;
        format!(
            "postgres://writer:{PASSWORD}@{host}:{port}/trellis?hostaddr=127.0.0.1&sslmode={mode}&sslrootcert={root}"
        )
    };
    // A reload takes a moment: until then the server shows the certificate before.
    let met = |address: &str| {
        let until = Instant::now() + Duration::from_secs(20);
        while Instant::now() < until {
            if LedgerTable::connect(address).is_ok() {
                return true;
            }
            thread::sleep(Duration::from_millis(100));
        }
        false
    };
    let own = server.signs_itself("own", 2);
    assert!(met(&address("ledger.test", "verify-full", &own)));
    LedgerTable::connect(&address("ledger.example", "verify-ca", &own)).unwrap();
    tls_refused(&address("ledger.example", "verify-full", &own));
    let other = server.signs_itself("other-own", 2);
    assert!(met(&address("ledger.test", "verify-full", &other)));
    tls_refused(&address("ledger.test", "verify-full", &own));
    tls_refused(&address("ledger.test", "verify-ca", &own));
    // Good for no day: over a second after it is made.
    let expired = server.signs_itself("expired", 0);
    let until = Instant::now() + Duration::from_secs(20);
    let said = loop {
        let met = LedgerTable::connect(&address("ledger.test", "verify-full", &expired));
        let said = met.err().map(|refused| refused.to_string()).unwrap_or_default();
        if said.contains("expired") || Instant::now() > until {
            break said;
        }
        thread::sleep(Duration::from_millis(200));
    };
    assert!(said.contains("its certificate expired on 2"), "{said}");
}

/// What the server says of the connection itself: the modes do what their names promise.
#[test]
fn the_connection_is_encrypted_as_the_mode_says() {
    for (mode, encrypted) in [("disable", false), ("prefer", true), ("require", true)] {
        let name = format!("met-{mode}");
        let table =
            LedgerTable::connect(&address("ledger.test", &format!("sslmode={mode}&application_name={name}")))
                .unwrap();
        let asked =
            "select s.ssl from pg_stat_ssl s join pg_stat_activity a using (pid) where application_name = $1";
        let row = shared().admin().query_one(asked, &[&name]).unwrap();
        assert_eq!(row.get::<_, bool>(0), encrypted, "{mode}");
        drop(table);
    }
}

#[test]
fn root_certificates_that_cannot_be_read_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "no certificate").unwrap();
    for file in [folder.path().join("absent.pem"), empty] {
        let options = format!("sslmode=verify-full&sslrootcert={}", file.display());
        let refused = LedgerTable::connect(&address("ledger.test", &options)).unwrap_err();
        assert!(matches!(refused, TableError::Roots { .. }), "{refused}");
        assert!(refused.to_string().contains(&file.display().to_string()), "{refused}");
    }
}

#[test]
fn a_refused_login_is_said_without_the_password() {
    let port = shared().port;
    for login in ["writer:hunter2x", "nobody:hunter2", "writer"] {
        let refused =
            LedgerTable::connect(&format!("postgres://{login}@127.0.0.1:{port}/trellis")).unwrap_err();
        assert!(matches!(refused, TableError::Login { .. }), "{refused}");
        assert!(!format!("{refused} {refused:?}").contains(PASSWORD), "{refused:?}");
    }
}

#[test]
fn a_password_may_stand_in_a_file_that_only_its_owner_reads() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pass word");
    let port = shared().port;
    std::fs::write(&file, format!("# ours\n127.0.0.1:{port}:trellis:writer:{PASSWORD}\n")).unwrap();
    let named = file.display().to_string().replace(' ', "%20");
    let address = format!("postgres://writer@127.0.0.1:{port}/trellis?passfile={named}");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let refused = LedgerTable::connect(&address).unwrap_err();
    assert!(matches!(refused, TableError::PasswordFile { .. }), "{refused}");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    LedgerTable::connect(&address).unwrap();
}

#[test]
fn a_password_is_taken_from_where_psql_takes_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let port = shared().port;
    let address = format!("postgres://writer@127.0.0.1:{port}/trellis?ledger=psql");
    let says = |address: &str, env: &[(&str, &str)]| {
        let mut command = trellis();
        command.env("HOME", home.path()).envs(env.iter().copied()).args(["identity", "list", address]);
        err(&command.output().unwrap())
    };
    // What is told once the login succeeded: there is nothing under this name.
    let in_it = "has no entry yet";
    assert!(says(&address, &[]).contains("refused the login"), "{}", says(&address, &[]));
    assert!(says(&address, &[("PGPASSWORD", PASSWORD)]).contains(in_it));
    let service = format!("[ccc]\nhost=127.0.0.1\nport={port}\ndbname=trellis\nuser=writer\n");
    std::fs::write(home.path().join(".pg_service.conf"), service).unwrap();
    let by_name = says("postgres:///?ledger=psql", &[("PGPASSWORD", PASSWORD), ("PGSERVICE", "ccc")]);
    assert!(by_name.contains(in_it), "{by_name}");
    let passwords = home.path().join(".pgpass");
    std::fs::write(&passwords, format!("*:*:trellis:writer:{PASSWORD}\n")).unwrap();
    std::fs::set_permissions(&passwords, std::fs::Permissions::from_mode(0o600)).unwrap();
    let from_the_file = says(&address, &[]);
    assert!(from_the_file.contains(in_it) && !from_the_file.contains(PASSWORD), "{from_the_file}");
}
