//! What can go wrong with a ledger in a database: one plain sentence each, with what to do next, and no password.

use std::error::Error as _;
use std::io;
use std::path::{Path, PathBuf};

use postgres::error::SqlState;

use crate::domain::text::sanitised;

/// Why a ledger in a database could not be read or written. Every variant but [`TableError::Unknown`] means that
/// nothing was recorded.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TableError {
    #[error(
        "the address of the ledger cannot be used: {0}; write postgres://USER@HOST:PORT/DATABASE?ledger=NAME"
    )]
    Address(&'static str),
    #[error("the password file {} cannot be used: {why}", shown(path))]
    PasswordFile { path: PathBuf, why: &'static str },
    #[error("the root certificates {} cannot be used: {why}; name a PEM file as sslrootcert", shown(path))]
    Roots { path: PathBuf, why: String },
    #[error("{at} cannot be reached ({why}); check the address and the network, then try again")]
    Unreachable { at: String, why: String },
    #[error(
        "{at} refused the login ({why}); check user and password, which is taken from passfile=, PGPASSWORD or ~/.pgpass, \
         and ask the database's administrator for access"
    )]
    Login { at: String, why: String },
    #[error(
        "no protected connection to {at} ({why}); check the server's certificate, the host name and sslrootcert"
    )]
    Tls { at: String, why: String },
    #[error("{at} is not made for a ledger yet; its administrator runs queries/postgres/setup.sql there")]
    NoTable { at: String },
    #[error(
        "{at} does not permit this; its administrator grants trellis_writer to record, trellis_reader to read"
    )]
    Forbidden { at: String },
    #[error("another writer holds {at} for too long; try again in a minute")]
    Busy { at: String },
    #[error("{at} did not answer in time; try again")]
    Slow { at: String },
    #[error("the connection to {at} was lost; try again, and it is made anew")]
    Lost { at: String },
    #[error("{at} has no room left; its administrator makes some, then record the same draft again")]
    Full { at: String },
    #[error("{at} takes no entries now: it is read-only or a copy; name the server that is written to")]
    ReadOnly { at: String },
    #[error(
        "{at} would not keep an entry through a crash: its fsync or full_page_writes is off; its administrator turns both on"
    )]
    NotDurable { at: String },
    #[error("{at} became shorter than it was read; run trellis audit verify, and bring the longer one back")]
    Shrank { at: String },
    #[error("entry {seq} of {at} was changed since it was read; run trellis audit verify")]
    Changed { at: String, seq: u64 },
    #[error("entry {seq} of {at} is missing, and later ones are there; run trellis audit verify")]
    Gap { at: String, seq: u64 },
    #[error("{at} refused a line that does not follow its last one ({why}); read the ledger again")]
    NotNext { at: String, why: String },
    #[error(
        "{at} takes no such line ({why}); where this trellis is newer than what was set up there, its administrator runs \
         queries/postgres/setup.sql again"
    )]
    NotAnEntry { at: String, why: String },
    #[error("a line for {at} is empty, or has a line break or a zero byte in it; it cannot be an entry")]
    NotALine { at: String },
    #[error(
        "{at} answers and begins no transaction, as behind a pooler that hands out a connection for each statement; \
         let it use pool_mode = transaction, or name the server itself"
    )]
    Pooler { at: String },
    #[error("{at} refused the request ({why}); show this to its administrator")]
    Server { at: String, why: String },
    /// The entry may stand or not; a draft's `id` keeps a second attempt from doubling it.
    #[error(
        "not known to be recorded: the connection to {at} ended before its answer; record the same draft again"
    )]
    Unknown { at: String },
}

impl TableError {
    /// Puts the driver's error on a connection into words; what is no database error is a lost connection.
    pub(super) fn of(at: &str, error: &postgres::Error) -> Self {
        let at = at.to_owned();
        if let Some(said) = error.as_db_error() {
            return Self::from_code(at, said.code(), sanitised(said.message()));
        }
        if error.is_closed() || io_cause(error).is_some() {
            return Self::Lost { at };
        }
        Self::Server { at, why: sanitised(&error.to_string()) }
    }

    /// Puts the driver's error while connecting into words.
    pub(super) fn while_connecting(at: &str, error: &postgres::Error) -> Self {
        if error.as_db_error().is_some() {
            return Self::of(at, error);
        }
        let at = at.to_owned();
        let text = error.to_string();
        let why = || sanitised(&deepest(error));
        // The driver tells its kinds apart by their words only.
        if text.starts_with("error performing TLS handshake") || is_tls(error) {
            return Self::Tls { at, why: why() };
        }
        if text.starts_with("invalid configuration") || text.starts_with("authentication error") {
            // Such as a password that is missing, or a server that cannot prove that it knows it.
            return Self::Login { at, why: why() };
        }
        Self::Unreachable { at, why: if error.is_closed() { "it hung up".to_owned() } else { why() } }
    }

    fn from_code(at: String, code: &SqlState, why: String) -> Self {
        match code.code() {
            "28P01" | "28000" | "3D000" => Self::Login { at, why },
            "3F000" | "42P01" => Self::NoTable { at },
            "42501" => Self::Forbidden { at },
            "55P03" => Self::Busy { at },
            "57014" => Self::Slow { at },
            "53100" => Self::Full { at },
            "25006" => Self::ReadOnly { at },
            "TL003" => Self::NotAnEntry { at, why },
            "TL001" | "23505" => Self::NotNext { at, why },
            "53300" | "57P03" => Self::Unreachable { at, why },
            // The server ends the connection: by an administrator, in a crash, or after too long a pause.
            "57P01" | "57P02" | "57P05" | "25P03" => Self::Lost { at },
            // As PgBouncer says it, under a code of the protocol's own.
            "08P01" if why.contains("statement pooling") => Self::Pooler { at },
            _ => Self::Server { at, why },
        }
    }

    /// Says that the certificates at `path` cannot be used.
    pub(super) fn roots(path: &Path, why: &impl ToString) -> Self {
        Self::Roots { path: path.to_owned(), why: sanitised(&why.to_string()) }
    }
}

fn io_cause(error: &postgres::Error) -> Option<&io::Error> {
    error.source().and_then(|cause| cause.downcast_ref())
}

/// Tells whether TLS gave up after the handshake had begun.
fn is_tls(error: &postgres::Error) -> bool {
    io_cause(error)
        .and_then(io::Error::get_ref)
        .and_then(|inner| inner.downcast_ref::<rustls::Error>())
        .is_some()
}

/// Returns what the innermost cause says.
fn deepest(error: &postgres::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

fn shown(path: &Path) -> String {
    sanitised(&path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: &str) -> TableError {
        TableError::from_code("db".to_owned(), &SqlState::from_code(code), "why".to_owned())
    }

    /// The codes are those of PostgreSQL's manual, appendix A, and three of our own set-up.
    #[test]
    fn each_code_of_the_server_has_its_sentence() {
        for (code, begins) in [
            ("28P01", "db refused the login (why)"),
            ("28000", "db refused the login"),
            ("3D000", "db refused the login"),
            ("3F000", "db is not made for a ledger yet"),
            ("42P01", "db is not made for a ledger yet"),
            ("42501", "db does not permit this"),
            ("55P03", "another writer holds db"),
            ("57014", "db did not answer in time"),
            ("53100", "db has no room left"),
            ("25006", "db takes no entries now"),
            ("53300", "db cannot be reached (why)"),
            ("57P03", "db cannot be reached"),
            ("57P01", "the connection to db was lost"),
            ("25P03", "the connection to db was lost"),
            ("TL001", "db refused a line that does not follow"),
            ("23505", "db refused a line that does not follow"),
            ("TL003", "db takes no such line (why)"),
            ("TL002", "db refused the request (why)"),
            ("XX001", "db refused the request (why)"),
        ] {
            let sentence = said(code).to_string();
            assert!(sentence.starts_with(begins), "{code}: {sentence}");
        }
    }
}
