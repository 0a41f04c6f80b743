//! The reference minimums of a specialty, for where no case file brings its own.

use super::Header;
use crate::domain::experience::{Definition, Minimum};
use crate::domain::id::Code;

/// Returns the code of the reference minimum that a definition names, if it names one.
pub fn minimum_code(definition: &Definition) -> Option<Code> {
    let header = Header::read(&definition.sql).ok()?;
    Some(header.get("minimum")).filter(|named| *named != "none")?.parse().ok()
}

/// Returns the reference row that a definition names, of `minimums.csv` as text.
pub fn minimum_among(csv: &str, definition: &Definition) -> Option<Minimum> {
    let code = minimum_code(definition)?;
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
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
    use crate::casefile::specialty::Folder;
    use crate::domain::experience::DefinitionStanding;

    const ROWS: &str = include_str!("../../../specialties/anesthesiology/reference/minimums.csv");

    #[test]
    fn every_row_is_read_whole_and_belongs_to_a_definition() {
        let specialty = Folder::built_in();
        let definitions = specialty.definitions(None).unwrap();
        let read: Vec<Minimum> = definitions.iter().filter_map(|d| specialty.minimum(d)).collect();
        assert_eq!(read.len(), ROWS.lines().count() - 1);
        assert!(read.iter().all(|m| m.minimum > 0 && !m.source.is_empty()));
    }

    #[test]
    fn a_number_that_nobody_verified_says_so() {
        let specialty = Folder::built_in();
        let definitions = specialty.definitions(None).unwrap();
        let of = |code: &str| {
            specialty.minimum(definitions.iter().find(|d| d.code.as_str() == code).unwrap()).unwrap()
        };
        assert_eq!((of("spinal").minimum, of("spinal").status), (40, DefinitionStanding::Standard));
        assert_eq!(
            (of("cardiac_bypass").minimum, of("cardiac_bypass").status),
            (10, DefinitionStanding::Proposed)
        );
        assert!(of("intrathoracic").note.unwrap().contains("lung, great vessels, esophagus"));
    }
}
