//! Records that are read before they are asked for: of those to whom one key leads.

use std::collections::HashMap;

use crate::domain::id::ResidentId;
use crate::domain::record::Record;

/// What was read ahead, and what is to be read; never more than the last neighbours that were named.
#[derive(Debug, Default)]
pub struct Ahead {
    wanted: Vec<ResidentId>,
    known: HashMap<ResidentId, Record>,
}

impl Ahead {
    /// Takes the place of who was expected before; what is known of others is dropped.
    pub fn expect(&mut self, residents: Vec<ResidentId>) {
        self.known.retain(|id, _| residents.contains(id));
        self.wanted = residents.into_iter().rev().filter(|id| !self.known.contains_key(id)).collect();
    }

    /// Returns whose record is to be read next, each once.
    pub fn next_wanted(&mut self) -> Option<ResidentId> {
        self.wanted.pop()
    }

    /// Keeps a record. The case file is the same as long as it is attached, and so is the record.
    pub fn keep(&mut self, id: ResidentId, record: &Record) {
        self.known.insert(id, record.clone());
    }

    /// Returns the record of a resident, where it was read.
    pub fn of(&self, id: &ResidentId) -> Option<Record> {
        self.known.get(id).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(codes: &[&str]) -> Vec<ResidentId> {
        codes.iter().map(|code| code.parse().unwrap()).collect()
    }

    #[test]
    fn neighbours_are_read_once_in_their_order_and_others_forgotten() {
        let mut ahead = Ahead::default();
        ahead.expect(ids(&["R2", "R0", "R1"]));
        let read = |ahead: &mut Ahead| {
            let next = ahead.next_wanted()?;
            ahead.keep(next.clone(), &Record::default());
            Some(next.to_string())
        };
        let all: Vec<_> = std::iter::from_fn(|| read(&mut ahead)).collect();
        assert_eq!(all, ["R2", "R0", "R1"]);
        ahead.expect(ids(&["R3", "R1", "R2"]));
        assert_eq!(read(&mut ahead).unwrap(), "R3");
        assert_eq!(read(&mut ahead), None, "what is known is not read again");
        let known = |code: &str| ahead.of(&code.parse().unwrap()).is_some();
        assert_eq!(["R0", "R1", "R2", "R3"].map(known), [false, true, true, true]);
    }
}
