//! How a server is met: logins and TLS.

use trellis::ledger::postgres::{LedgerTable, TableError};

use super::server::{PASSWORD, shared};

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
