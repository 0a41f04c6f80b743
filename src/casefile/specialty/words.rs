//! `specialty.toml`: read, made fit for a screen, and checked.

use unicode_width::UnicodeWidthStr as _;

use crate::domain::specialty::Specialty;
use crate::domain::text::sanitised;
use crate::domain::toml_text::{self, Mistake};

/// How many columns a year of training and the head of a column may take.
const SHORT: usize = 5;
const HEAD: usize = 13;

/// Reads the words of a specialty.
pub(super) fn read(text: &str) -> Result<Specialty, Mistake> {
    let read = toml_text::read::<Specialty>(text)?;
    let mut specialty = read.value.clone();
    let too_wide = |key: &str, text: &str, most: usize| {
        let wide = text.width();
        let what = match wide {
            0 => "it is empty".to_owned(),
            wide => format!("{:?} takes {wide} columns, and {most} fit", sanitised(text)),
        };
        (wide == 0 || wide > most).then(|| read.mistake(key, what))
    };
    let mut wrong: Vec<Mistake> = too_wide("name", &specialty.name, 40).into_iter().collect();
    if specialty.training_years.is_empty() {
        wrong.push(read.mistake("training_years", "no year of training has a name".to_owned()));
    }
    for (at, year) in specialty.training_years.iter().enumerate() {
        let key = format!("training_years[{at}]");
        wrong.extend(too_wide(&key, year, SHORT));
        if specialty.training_years[..at].contains(year) {
            wrong.push(read.mistake(&key, format!("two years are called {:?}", sanitised(year))));
        }
    }
    for (at, part) in specialty.known_by.iter().enumerate() {
        // An empty one would be a part of every word.
        wrong.extend(too_wide(&format!("known_by[{at}]"), part.trim(), 40));
    }
    for (at, column) in specialty.case_list.iter().enumerate() {
        wrong.extend(too_wide(&format!("case_list[{at}].title"), &column.title, HEAD));
    }
    if let Some(first) = wrong.into_iter().next() {
        return Err(first);
    }
    let years = specialty.training_years.iter_mut();
    let titles = specialty.case_list.iter_mut().map(|column| &mut column.title);
    let board = specialty.board.iter_mut().map(|board| &mut board.name);
    for text in years.chain(titles).chain(board).chain([&mut specialty.name]) {
        *text = sanitised(text);
    }
    Ok(specialty)
}
