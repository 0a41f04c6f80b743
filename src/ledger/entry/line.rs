//! An entry as the one line that it is stored as, and back.

use serde::Deserialize;

use super::{Entry, FORMAT};

/// The largest whole number that every JSON reader holds exactly (RFC 8785, section 3.2.2.3).
pub const MAX_EXACT: u64 = (1 << 53) - 1;

/// Why a line is no entry.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LineError {
    #[error("it is written in format {0}, and this program reads format {FORMAT}; use a newer trellis")]
    UnknownVersion(u64),
    #[error("it is not an entry: {0}")]
    NotAnEntry(String),
    #[error("it is not canonical JSON (RFC 8785): the same entry is written with other bytes")]
    NotCanonical,
    #[error("its time has a part of a second, and entries hold whole seconds")]
    PartOfASecond,
}

impl Entry {
    /// Returns the line that the entry is stored as, without the line break.
    pub fn to_line(&self) -> String {
        // Only a map with keys that are no text, or a number that is not finite, could fail.
        serde_json_canonicalizer::to_string(self)
            .unwrap_or_else(|error| unreachable!("an entry holds only text and whole numbers: {error}"))
    }

    /// Reads one line, and refuses every line that [`Entry::to_line`] would not have written.
    pub fn parse_line(line: &str) -> Result<Self, LineError> {
        /// The one field that every format has.
        #[derive(Deserialize)]
        struct Version {
            v: u64,
        }
        let unreadable = |error: serde_json::Error| LineError::NotAnEntry(error.to_string());
        let Version { v } = serde_json::from_str(line).map_err(unreadable)?;
        if v != u64::from(FORMAT) {
            return Err(LineError::UnknownVersion(v));
        }
        let entry: Self = serde_json::from_str(line).map_err(unreadable)?;
        if entry.at.timestamp_subsec_nanos() != 0 {
            return Err(LineError::PartOfASecond);
        }
        // Equal bytes also rule out unknown, repeated and reordered fields, at every depth.
        if entry.to_line() == line { Ok(entry) } else { Err(LineError::NotCanonical) }
    }
}
