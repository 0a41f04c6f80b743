//! The entries of one ledger in a table of a PostgreSQL database: the same lines, byte for byte.
//!
//! What a line means is none of this module's business. It holds that lines follow each other without a gap, that
//! one writer appends at a time, and that what is acknowledged is on the server's disk. `queries/postgres/setup.sql`
//! makes the table, and `docs/shared-ledger.md` says how a server is set up.
//!
//! No statement is given a name: behind a pooler that hands out a connection for each transaction, another client's
//! statement would stand under it.

use postgres::types::Type;

use self::address::Address;
use self::session::Session;
use super::hash::Hash;
use crate::domain::text::sanitised;
use crate::domain::words::counted;

mod address;
mod error;
mod passfile;
mod session;
mod tls;

pub use self::error::TableError;

const BEGIN: &str = include_str!("../../queries/postgres/begin.sql");
const LOCK: &str = include_str!("../../queries/postgres/lock.sql");
const LINES: &str = include_str!("../../queries/postgres/lines.sql");
const LEDGERS: &str = include_str!("../../queries/postgres/ledgers.sql");
const APPEND: &str = include_str!("../../queries/postgres/append.sql");
const COMMIT: &str = include_str!("../../queries/postgres/commit.sql");

/// What a caller has read before: how many lines, and the last of them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct KnownLines {
    /// The number of lines.
    pub lines: u64,
    /// The SHA-256 of line number `lines` in lower-case hexadecimal digits; not looked at where `lines` is 0.
    pub hash: String,
}

impl KnownLines {
    /// Returns what is known after `line` was read as line number `lines`.
    pub fn after(lines: u64, line: &str) -> Self {
        Self { lines, hash: hash_of(line) }
    }
}

/// Says an address as messages do: host, database and ledger, never a user or a password.
pub fn shown(address: &str) -> String {
    let unclear = |_unreadable| "a database whose address cannot be read".to_owned();
    Address::parse(address).map_or_else(unclear, |address| address.shown())
}

/// A ledger in a database.
#[derive(Debug)]
pub struct LedgerTable {
    address: Address,
    at: String,
    /// The connection, unless it was lost or is in use.
    session: Option<Session>,
}

impl LedgerTable {
    /// Connects to the ledger at `address` and asks whether it may be read; a ledger without entries is empty.
    ///
    /// The address is `postgres://USER@HOST:PORT/DATABASE`, with these options of ours beside the driver's:
    /// - `ledger`: the name under which the entries stand; `main` unless given.
    /// - `sslmode`: `disable`, `prefer`, `require`, `verify-ca` or `verify-full`, as libpq means them. Unless given it
    ///   is `verify-full`, and `prefer` where the server is this very machine.
    /// - `sslrootcert`: a PEM file of root certificates; the system's store unless given.
    /// - `passfile`: a file in the form of libpq's `.pgpass`, so that no password stands in a command line.
    pub fn connect(address: &str) -> Result<Self, TableError> {
        let address = Address::parse(address)?;
        let mut table = Self { at: address.shown(), address, session: None };
        table.look()?;
        Ok(table)
    }

    /// Asks whether the ledger may be read.
    fn look(&mut self) -> Result<(), TableError> {
        self.with_session(|session, ledger| {
            session.ask(move |client| {
                client.query_typed_opt(LINES, &[(&ledger, Type::TEXT), (&i64::MAX, Type::INT8)])
            })
        })
        .map(drop)
    }

    /// Returns host, database and ledger, for messages and titles; never a password.
    pub fn shown(&self) -> String {
        self.at.clone()
    }

    /// Returns the lines after those that are known, oldest first.
    pub fn lines_after(&mut self, known: &KnownLines) -> Result<Vec<String>, TableError> {
        let from = known.lines;
        let rows = self.with_session(|session, ledger| read(session, ledger, from))?;
        following(&self.at, known, rows)
    }

    /// Returns the other ledgers of the same database, each with the number of its entries.
    pub fn others(&mut self) -> Result<Vec<String>, TableError> {
        let rows = self.with_session(|session, own| {
            session.ask(move |client| {
                let rows = client.query_typed(LEDGERS, &[])?;
                let all = rows.iter().map(|row| Ok((row.try_get("ledger")?, row.try_get("entries")?)));
                let all: Vec<(String, i64)> = all.collect::<Result<_, postgres::Error>>()?;
                Ok(all.into_iter().filter(|(name, _)| *name != own).collect::<Vec<_>>())
            })
        })?;
        let named = |(name, n): (String, i64)| {
            format!("{} ({})", sanitised(&name), counted(n.unsigned_abs(), "entry"))
        };
        Ok(rows.into_iter().map(named).collect())
    }

    /// Appends what `plan` makes of the lines after those that are known; no other writer comes between.
    ///
    /// Returns only after the server has committed durably. Where `plan` returns no line, nothing is written. Where
    /// the connection ends before the answer, the error is [`TableError::Unknown`]: the caller asks again, with a
    /// plan that looks for its own entry first. Every other error means that nothing was recorded.
    pub fn append<E: From<TableError>>(
        &mut self,
        known: &KnownLines,
        plan: impl FnOnce(&[String]) -> Result<Vec<String>, E>,
    ) -> Result<(), E> {
        let from = known.lines;
        let begun = self.with_session(|session, ledger| {
            let durable = begin(session, ledger.clone())?;
            if durable { Ok(Some(read(session, ledger, from)?)) } else { Ok(None) }
        });
        let rows = match begun {
            // On two connections, one of them new; such a pooler hangs up at times before its reason is read.
            Err(TableError::Lost { at }) if self.look().is_ok() => Err(TableError::Pooler { at }),
            other => other,
        }?;
        // Out of its place until all is well: what goes wrong from here, a panic too, ends the transaction with it.
        let Some(session) = self.session.take() else {
            return Err(TableError::Lost { at: self.at.clone() }.into());
        };
        let rows = rows.ok_or_else(|| TableError::NotDurable { at: self.at.clone() })?;
        let lines = following(&self.at, known, rows)?;
        let planned = plan(&lines)?;
        self.check(&planned)?;
        let next = known.lines + lines.len() as u64 + 1;
        record(&session, &self.address.ledger, next, planned)?;
        session.ask(|client| client.batch_execute(COMMIT)).map_err(unknown_if_unanswered)?;
        self.session = Some(session);
        Ok(())
    }

    /// Does `work` on the connection, and makes one where there is none.
    ///
    /// A connection that was lost while nobody used it is noticed only now; since nothing was recorded through it
    /// yet, the work is begun once more on a new one.
    fn with_session<T>(
        &mut self,
        work: impl Fn(&Session, String) -> Result<T, TableError>,
    ) -> Result<T, TableError> {
        if let Some(session) = self.session.take() {
            match work(&session, self.address.ledger.clone()) {
                Ok(done) => {
                    self.session = Some(session);
                    return Ok(done);
                }
                Err(TableError::Lost { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        let session = Session::open(&self.address)?;
        let done = work(&session, self.address.ledger.clone())?;
        self.session = Some(session);
        Ok(done)
    }

    fn check(&self, lines: &[String]) -> Result<(), TableError> {
        let sound = |line: &String| !line.is_empty() && !line.contains(['\n', '\0']);
        if lines.iter().all(sound) { Ok(()) } else { Err(TableError::NotALine { at: self.at.clone() }) }
    }
}

/// Begins a transaction that no other writer comes into; says whether a commit will be durable.
fn begin(session: &Session, ledger: String) -> Result<bool, TableError> {
    session.ask(move |client| {
        client.batch_execute(BEGIN)?;
        client.query_typed_one(LOCK, &[(&ledger, Type::TEXT)])?.try_get("durable")
    })
}

/// Reads the lines from number `from` on, each with its number.
fn read(session: &Session, ledger: String, from: u64) -> Result<Vec<(i64, String)>, TableError> {
    session.read(move |client| {
        let from = from.cast_signed();
        let rows = client.query_typed(LINES, &[(&ledger, Type::TEXT), (&from, Type::INT8)])?;
        rows.iter().map(|row| Ok((row.try_get("seq")?, row.try_get("line")?))).collect()
    })
}

/// Inserts the lines from number `next` on.
fn record(session: &Session, ledger: &str, next: u64, lines: Vec<String>) -> Result<(), TableError> {
    let ledger = ledger.to_owned();
    session.ask(move |client| {
        for (seq, line) in (next.cast_signed()..).zip(&lines) {
            client.execute_typed(APPEND, &[(&ledger, Type::TEXT), (&seq, Type::INT8), (line, Type::TEXT)])?;
        }
        Ok(())
    })
}

/// Takes the known line off `rows` and returns the lines after it, or says what does not fit.
fn following(at: &str, known: &KnownLines, rows: Vec<(i64, String)>) -> Result<Vec<String>, TableError> {
    let at = || at.to_owned();
    let mut rows = rows.into_iter().peekable();
    if known.lines > 0 {
        match rows.next() {
            Some((seq, line)) if seq.cast_unsigned() == known.lines => {
                if hash_of(&line) != known.hash {
                    return Err(TableError::Changed { at: at(), seq: known.lines });
                }
            }
            Some(_) => return Err(TableError::Gap { at: at(), seq: known.lines }),
            None => return Err(TableError::Shrank { at: at() }),
        }
    }
    let first = known.lines + 1;
    (first..)
        .zip(rows)
        .map(
            |(seq, (found, line))| {
                if found.cast_unsigned() == seq { Ok(line) } else { Err(TableError::Gap { at: at(), seq }) }
            },
        )
        .collect()
}

/// A commit without an answer may have been done or not.
fn unknown_if_unanswered(error: TableError) -> TableError {
    match error {
        TableError::Lost { at } | TableError::Slow { at } => TableError::Unknown { at },
        other => other,
    }
}

fn hash_of(line: &str) -> String {
    Hash::of(line.as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(seqs: &[i64]) -> Vec<(i64, String)> {
        seqs.iter().map(|seq| (*seq, format!("line {seq}"))).collect()
    }

    #[test]
    fn what_follows_the_known_lines_is_taken_and_what_does_not_is_named() {
        let read = |known: &KnownLines, seqs: &[i64]| following("db", known, rows(seqs));
        let two = KnownLines::after(2, "line 2");
        assert_eq!(read(&KnownLines::default(), &[1, 2]).unwrap(), ["line 1", "line 2"]);
        assert_eq!(read(&two, &[2, 3]).unwrap(), ["line 3"]);
        assert!(read(&two, &[2]).unwrap().is_empty());
        let at = || "db".to_owned();
        assert_eq!(read(&two, &[]), Err(TableError::Shrank { at: at() }));
        assert_eq!(read(&two, &[3]), Err(TableError::Gap { at: at(), seq: 2 }));
        assert_eq!(read(&two, &[2, 4]), Err(TableError::Gap { at: at(), seq: 3 }));
        assert_eq!(read(&KnownLines::default(), &[2]), Err(TableError::Gap { at: at(), seq: 1 }));
        let other = KnownLines::after(2, "another line");
        assert_eq!(read(&other, &[2, 3]), Err(TableError::Changed { at: at(), seq: 2 }));
    }

    /// FIPS 180-4's example: the hash of "abc".
    #[test]
    fn a_hash_is_written_as_the_format_writes_it() {
        let published = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash_of("abc"), published);
    }
}
