//! Where a ledger is kept: a file, or a table of a database.

use std::convert::Infallible;
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

impl FromStr for LedgerPlace {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let of_database = ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        Ok(if of_database { Self::Table(text.to_owned()) } else { Self::File(PathBuf::from(text)) })
    }
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
}
