//! An entry as the one line that it is stored as, and back.

use serde::{Deserialize, Serialize};

use super::{Entry, FORMAT, Hash};
use crate::domain::meeting::Card;

/// The largest whole number that every JSON reader holds exactly (RFC 8785, section 3.2.2.3).
pub const MAX_EXACT: u64 = (1 << 53) - 1;

/// What a line of a ledger holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    Entry(Box<Entry>),
    Cut(CutLine),
}

/// What stands in the place of a line that a program may not keep; a later `cut` entry says why.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CutLine {
    /// The hash of the line that stood here.
    pub cut: Hash,
    pub seq: u64,
    /// The version of the format, [`FORMAT`].
    pub v: u32,
}

/// Why a line is no entry.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum LineError {
    #[error(
        "it is written in format {0}, and this program reads format {FORMAT}; use a trellis that reads it"
    )]
    UnknownVersion(u64),
    #[error("it is not an entry: {0}")]
    NotAnEntry(String),
    #[error("it is not canonical JSON (RFC 8785): the same entry is written with other bytes")]
    NotCanonical,
    #[error("its time has a part of a second, and entries hold whole seconds")]
    PartOfASecond,
    #[error("it is not signed")]
    NotSigned,
}

impl Entry {
    /// Returns the line that the entry is stored as, without the line break.
    pub fn to_line(&self) -> String {
        canonical(self)
    }

    /// Returns what the signature signs: the line without the signature.
    pub fn message(&self) -> String {
        canonical(&Self { signature: None, ..self.clone() })
    }

    /// Returns the same of the entry's own line, which is [`Self::to_line`]: what stands there less the signature.
    pub fn message_of(&self, line: &str) -> Option<String> {
        // A quotation mark inside a text is written with a backslash, so that this stands in none; and no object within
        // an entry has a member of this name.
        let member = format!(",\"signature\":\"{}\"", self.signature.as_ref()?.as_str());
        let (before, after) = line.rsplit_once(&member)?;
        Some(before.to_owned() + after)
    }
}

impl Line {
    /// Reads a line that was read by [`Self::parse`] before, byte for byte.
    pub fn parse_known(line: &str) -> Result<Self, LineError> {
        let unreadable = |error: serde_json::Error| LineError::NotAnEntry(error.to_string());
        // Only a cut line begins so: members are sorted, and an entry begins with its act.
        if line.starts_with("{\"cut\":") {
            return serde_json::from_str(line).map(Self::Cut).map_err(unreadable);
        }
        serde_json::from_str(line).map(|entry| Self::Entry(Box::new(entry))).map_err(unreadable)
    }

    /// Reads one line, and refuses every line that no writer would have written.
    pub fn parse(line: &str) -> Result<Self, LineError> {
        /// The fields that tell what is read.
        #[derive(Deserialize)]
        struct Kind {
            v: u64,
            cut: Option<serde::de::IgnoredAny>,
        }
        let unreadable = |error: serde_json::Error| LineError::NotAnEntry(error.to_string());
        let Kind { v, cut } = serde_json::from_str(line).map_err(unreadable)?;
        if v != u64::from(FORMAT) {
            return Err(LineError::UnknownVersion(v));
        }
        // Equal bytes also rule out unknown, repeated and reordered fields, at every depth.
        if cut.is_some() {
            let cut: CutLine = serde_json::from_str(line).map_err(unreadable)?;
            return if canonical(&cut) == line { Ok(Self::Cut(cut)) } else { Err(LineError::NotCanonical) };
        }
        let entry: Entry = serde_json::from_str(line).map_err(unreadable)?;
        if entry.at.timestamp_subsec_nanos() != 0 {
            return Err(LineError::PartOfASecond);
        }
        match entry.signature {
            _ if entry.to_line() != line => Err(LineError::NotCanonical),
            None => Err(LineError::NotSigned),
            Some(_) => Ok(Self::Entry(Box::new(entry))),
        }
    }
}

impl CutLine {
    /// Returns the line as it is stored, without the line break.
    pub fn to_line(&self) -> String {
        canonical(self)
    }
}

/// Returns what is sealed of a card: the SHA-256 of the salt's hexadecimal digits and, behind them, the card
/// as canonical JSON.
///
/// The salt is drawn at random for each card, so that nobody can try all cards.
pub fn commitment(card: &Card, salt: Hash) -> Hash {
    Hash::of(format!("{salt}{}", canonical(card)).as_bytes())
}

/// Writes canonical JSON (RFC 8785) of what holds only text and whole numbers, under names in ASCII:
/// of such values it is what `serde_json` writes with the names sorted.
fn canonical(value: &impl Serialize) -> String {
    // Only a map with keys that are no text, or a number that is not finite, could fail.
    let mut value = serde_json::to_value(value)
        .unwrap_or_else(|error| unreachable!("an entry holds only text and whole numbers: {error}"));
    value.sort_all_objects();
    value.to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Serialize)]
    struct Nested {
        v: u64,
        act: Vec<(u64, String)>,
        #[serde(flatten)]
        tagged: std::collections::HashMap<&'static str, Option<String>>,
    }

    proptest! {
        #[test]
        fn a_line_is_what_a_canonicalizer_makes_of_it(
            v in 0..=MAX_EXACT,
            act in prop::collection::vec((0..=MAX_EXACT, any::<String>()), 0..4),
            names in prop::collection::vec(prop::sample::select(vec!["at", "seq", "a", "b_c", "type"]), 0..5),
            text in any::<Option<String>>(),
        ) {
            let tagged = names.into_iter().map(|name| (name, text.clone())).collect();
            let value = Nested { v, act, tagged };
            prop_assert_eq!(canonical(&value), serde_json_canonicalizer::to_string(&value).unwrap());
        }
    }
}
