//! Values that the tests of several modules share, by the layer that they are of.

pub mod committee;
pub mod growth;
pub mod prompts;
pub mod ui;

use crate::domain::specialty::{BoardSheet, CaseColumn, CaseField, KnownWords, Specialty};

/// Anesthesiology in the words that the fixtures use; its folder is not read.
pub fn anesthesiology() -> Specialty {
    let column = |(title, shows): (&str, CaseField)| CaseColumn { title: title.to_owned(), shows };
    let case_list = [
        ("age", CaseField::Age),
        ("ASA", CaseField::Asa),
        ("in–out", CaseField::Stay),
        ("role", CaseField::Role),
    ];
    Specialty {
        name: "anesthesiology".to_owned(),
        known_by: Vec::new(),
        training_years: ["CA-1", "CA-2", "CA-3"].map(str::to_owned).to_vec(),
        case_list: case_list.map(column).to_vec(),
        board: Some(BoardSheet { name: "American Board of Anesthesiology".to_owned() }),
        known_words: KnownWords::default(),
    }
}
