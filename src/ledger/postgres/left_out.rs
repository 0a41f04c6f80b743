//! What stands in the place of ledgers in a database where the program is built without them.

/// What a caller has read before.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct KnownLines {
    pub lines: u64,
    pub hash: String,
}

impl KnownLines {
    /// Returns what is known after `line` was read as line number `lines`.
    pub fn after(lines: u64, _line: &str) -> Self {
        Self { lines, hash: String::new() }
    }
}

/// Why a ledger in a database cannot be read or written.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TableError {
    #[error(
        "this trellis was built without ledgers in a database; build it with its default features \
         (cargo build --features shared-ledger), or keep the ledger in a file"
    )]
    LeftOut,
    /// Is never said here.
    #[error("not known to be recorded: {at}")]
    Unknown { at: String },
}

/// Says an address as messages do, which is nothing of it: it may hold a password.
pub fn shown(_address: &str) -> String {
    "a database".to_owned()
}

/// A ledger in a database, of which there is none.
#[derive(Debug)]
pub enum LedgerTable {}

impl LedgerTable {
    /// Refuses.
    pub fn connect(_address: &str) -> Result<Self, TableError> {
        Err(TableError::LeftOut)
    }

    pub fn shown(&self) -> String {
        match *self {}
    }

    pub fn lines_after(&mut self, _known: &KnownLines) -> Result<Vec<String>, TableError> {
        match *self {}
    }

    pub fn others(&mut self) -> Result<Vec<String>, TableError> {
        match *self {}
    }

    pub fn append<E: From<TableError>>(
        &mut self,
        _known: &KnownLines,
        _plan: impl FnOnce(&[String]) -> Result<Vec<String>, E>,
    ) -> Result<(), E> {
        match *self {}
    }
}
