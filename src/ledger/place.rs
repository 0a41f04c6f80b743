//! Where a ledger is kept: a file, or a table of a database.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::postgres::shown;
use crate::domain::text::sanitised;

/// A file by its path, or a PostgreSQL database by its address.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LedgerPlace {
    File(PathBuf),
    /// `postgres://USER@HOST:PORT/DATABASE`; may hold a password, so that it is never shown whole.
    Table(String),
}

impl LedgerPlace {
    /// Returns the path, where it is a file.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Table(_) => None,
        }
    }
}

/// A text that names no place. It is repeated by no message, for it may hold a password.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotAPlace {
    #[error("the ledger is named by nothing; give a file, or postgres://USER@HOST/DATABASE?ledger=NAME")]
    Empty,
    #[error(
        "what names the ledger reads like the address of a database and is none of ours; write \
         postgres://USER@HOST/DATABASE?ledger=NAME with small letters, or ./ before the name of a file"
    )]
    OtherAddress,
}

impl FromStr for LedgerPlace {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        match text {
            _ if text.trim().is_empty() => Err(NotAPlace::Empty),
            _ if SCHEMES.iter().any(|scheme| text.starts_with(scheme)) => Ok(Self::Table(text.to_owned())),
            _ if is_like_an_address(text) => Err(NotAPlace::OtherAddress),
            _ => Ok(Self::File(PathBuf::from(text))),
        }
    }
}

const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// What settings of a connection are called, in libpq, JDBC, ODBC and ADO.
const SETTINGS: [&str; 16] = [
    "host", "hostaddr", "port", "user", "username", "user id", "uid", "password", "passwd", "pwd", "dbname",
    "database", "server", "service", "passfile", "sslmode",
];
const SECRETS: [&str; 3] = ["password", "passwd", "pwd"];

/// Tells whether a text looks like the address of a database or of anything else across a network: taken for a path,
/// it would stand with its password in messages, and a ledger would begin under it.
fn is_like_an_address(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    if lower.contains("://") || lower.starts_with("//") {
        return true;
    }
    let is_a_path = lower.starts_with(['/', '.', '~']);
    // A folder may be called `user=lin`, and none by a password.
    let settings = if is_a_path { &SECRETS[..] } else { &SETTINGS[..] };
    let names_a_setting = |before: &str| {
        settings.iter().any(|setting| {
            before.strip_suffix(setting).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric()))
        })
    };
    if lower.match_indices('=').any(|(at, _)| names_a_setting(lower[..at].trim_end())) {
        return true;
    }
    // `jdbc:postgresql:…`, `postgres:lin@…`: a word of two letters or more before the first colon, and no folder.
    let scheme = lower.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |word: &str| {
        word.len() > 1
            && word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    // `lin:SECRET@db/ccc`.
    let names_a_user = || lower.find(':').zip(lower.find('@')).is_some_and(|(colon, at)| colon < at);
    !is_a_path && (scheme.is_some_and(is_scheme) || names_a_user())
}

impl fmt::Display for LedgerPlace {
    /// Writes the path, or host, database and ledger without user and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => f.write_str(&sanitised(&path.display().to_string())),
            Self::Table(address) => f.write_str(&shown(address)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_a_path_and_shown_without_user_and_password() {
        let place = |text: &str| text.parse::<LedgerPlace>().unwrap();
        assert_eq!(place("my.ledger.jsonl"), LedgerPlace::File("my.ledger.jsonl".into()));
        for (text, shown) in [
            (
                "postgres://lin:se%2Fcret@db.example:5433/ccc?sslmode=require&ledger=a",
                "db.example:5433, database ccc, ledger a",
            ),
            ("postgresql://db/ccc", "db, database ccc, ledger main"),
            // A password need not be encoded for the driver to find its end.
            ("postgres://lin:se/cret@db/ccc", "db, database ccc, ledger main"),
        ] {
            assert_eq!(place(text).to_string(), shown);
        }
        // Of an address that cannot be read, nothing is shown: any part may be the password.
        for unclear in ["postgres://lin:se@cret@db/ccc", "postgres://lin:secret@db", "postgres://lin:secret"]
        {
            assert_eq!(place(unclear).to_string(), "a database whose address cannot be read");
        }
    }

    #[test]
    fn what_is_like_an_address_and_none_of_ours_is_never_taken_for_a_path() {
        for text in [
            "Postgres://lin:SECRET@db/ccc",
            "POSTGRESQL://lin:SECRET@db/ccc",
            " postgres://lin:SECRET@db/ccc",
            "\"postgres://lin:SECRET@db/ccc\"",
            "jdbc:postgresql://db/ccc?user=lin&password=SECRET",
            "jdbc:postgresql:ccc",
            "postgres:/lin:SECRET@db/ccc",
            "postgres:lin@db",
            "mysql://lin:SECRET@db/ccc",
            "host=db user=lin password=SECRET",
            "Host = db User = lin Password = SECRET",
            "dbname=ccc",
            "Server=db;Database=ccc;User Id=lin;Password=SECRET;",
            "Driver={PostgreSQL};PWD=SECRET",
            "/tmp/x password=SECRET",
            "//lin:SECRET@db/ccc",
            "lin:SECRET@db/ccc",
            "lin:SECRET@db:5432/ccc",
            "https://db/ccc.ledger.jsonl",
        ] {
            let refused = text.parse::<LedgerPlace>().unwrap_err();
            assert_eq!(refused, NotAPlace::OtherAddress, "{text}");
            assert!(!refused.to_string().contains("SECRET"));
        }
        for text in ["", " "] {
            assert_eq!(text.parse::<LedgerPlace>(), Err(NotAPlace::Empty));
        }
        for path in [
            "my.ledger.jsonl",
            "/data/ccc/my ledger.jsonl",
            "../2027/a@b.ledger.jsonl",
            "./a:b.ledger.jsonl",
            "C:/data/my.ledger.jsonl",
            "~/my.ledger.jsonl",
            "my-host.ledger.jsonl",
            "/data/user=lin/my.ledger.jsonl",
            "./host=db.ledger.jsonl",
            "a=b.ledger.jsonl",
            "lakeside.ledger (Kim's conflicted copy 2026-11-30).jsonl",
        ] {
            assert_eq!(path.parse::<LedgerPlace>(), Ok(LedgerPlace::File(path.into())), "{path}");
        }
    }
}
