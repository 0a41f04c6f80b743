//! The built-in reference minimums, for where no case file brings its own.

use super::Header;
use crate::domain::experience::{Definition, Minimum};
use crate::domain::id::Code;

const ROWS: &str = include_str!("../../../sample-data/reference/minimums.csv");

/// Returns the code of the reference minimum that a definition names, if it names one.
pub fn minimum_code(definition: &Definition) -> Option<Code> {
    let header = Header::read(&definition.sql).ok()?;
    Some(header.get("minimum")).filter(|named| *named != "none")?.parse().ok()
}

/// Returns the built-in reference row that a definition names; a case file may hold another.
pub fn reference_minimum(definition: &Definition) -> Option<Minimum> {
    let code = minimum_code(definition)?;
    let mut rows = csv::Reader::from_reader(ROWS.as_bytes());
    let row = rows.records().filter_map(Result::ok).find(|row| row.get(0) == Some(code.as_str()))?;
    let [_, minimum, note, version, source, status] = row.iter().collect::<Vec<_>>()[..] else { return None };
    Some(Minimum {
        minimum: minimum.parse().ok()?,
        note: Some(note.to_owned()).filter(|note| !note.is_empty()),
        version: version.to_owned(),
        source: source.to_owned(),
        status: status.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casefile::definitions::load;
    use crate::domain::experience::DefinitionStanding;

    #[test]
    fn every_row_is_read_whole_and_belongs_to_a_definition() {
        let read: Vec<Minimum> = load(None).unwrap().iter().filter_map(reference_minimum).collect();
        assert_eq!(read.len(), ROWS.lines().count() - 1);
        assert!(read.iter().all(|m| m.minimum > 0 && !m.source.is_empty()));
    }

    #[test]
    fn a_number_that_nobody_verified_says_so() {
        let definitions = load(None).unwrap();
        let of = |code: &str| {
            reference_minimum(definitions.iter().find(|d| d.code.as_str() == code).unwrap()).unwrap()
        };
        assert_eq!((of("spinal").minimum, of("spinal").status), (40, DefinitionStanding::Standard));
        assert_eq!(
            (of("cardiac_bypass").minimum, of("cardiac_bypass").status),
            (10, DefinitionStanding::Proposed)
        );
        assert!(of("intrathoracic").note.unwrap().contains("lung, great vessels, esophagus"));
    }
}
