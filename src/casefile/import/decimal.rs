//! Reads numbers with a decimal comma, in files whose fields stand between other signs.

use std::borrow::Cow;

use super::form::SourceFile;
use super::notes::Note;
use super::records::Record;
use crate::casefile::error::{CaseFileError, Result};
use crate::domain::text::sanitised;

/// What the numbers of one file looked like.
pub(super) struct Decimals<'a> {
    separator: u8,
    numbers: &'a [usize],
    commas: u64,
    /// A point that can only be a decimal one was seen.
    points: bool,
    /// The first number whose point may stand for thousands, with its row.
    unclear: Option<(u64, String)>,
}

impl<'a> Decimals<'a> {
    /// Starts a file; `numbers` are the places of its columns that hold numbers.
    pub fn of(separator: u8, numbers: &'a [usize]) -> Self {
        Self { separator, numbers, commas: 0, points: false, unclear: None }
    }

    /// Returns the fields of a record by the columns that they stand for, with points for decimal commas.
    pub fn read<'r>(&mut self, record: &'r Record, places: &[Option<usize>]) -> Vec<Option<Cow<'r, [u8]>>> {
        let all: Vec<&[u8]> = record.fields().collect();
        let mut fields: Vec<_> =
            places.iter().map(|place| place.and_then(|at| all.get(at)).map(|f| Cow::Borrowed(*f))).collect();
        if self.separator != b',' {
            for at in self.numbers {
                if let Some(field) = fields.get_mut(*at).and_then(Option::as_mut) {
                    self.mend(field, record.row);
                }
            }
        }
        fields
    }

    fn mend(&mut self, field: &mut Cow<'_, [u8]>, row: u64) {
        let said = field.trim_ascii();
        if let Some(at) = sole(said, b',') {
            self.commas += 1;
            let mut with_point = said.to_vec();
            with_point[at] = b'.';
            *field = Cow::Owned(with_point);
        } else if may_be_thousands(said) {
            self.unclear.get_or_insert_with(|| (row, String::from_utf8_lossy(said).into_owned()));
        } else if sole(said, b'.').is_some() {
            self.points = true;
        }
    }

    /// Returns what is to be said of the file, or refuses one whose numbers could mean either.
    pub fn note(&self, file: &SourceFile, relation: &str) -> Result<Option<Note>> {
        let signs = match self.separator {
            b';' => "semicolons",
            b'\t' => "tabs",
            b'|' => "bars",
            _ => return Ok(None),
        };
        if let Some((row, number)) = self.unclear.as_ref().filter(|_| !self.points || self.commas > 0) {
            return Err(CaseFileError::Import(format!(
                "{}, row {row}: {} may be a number of thousands or one with decimals, in a file with {signs} \
                 between its fields; write thousands without a point",
                sanitised(&file.name),
                sanitised(number)
            )));
        }
        let numbers = match self.commas {
            0 => String::new(),
            1 => ", and a comma in 1 number was read as its decimal point".to_owned(),
            many => format!(", and commas in {many} numbers were read as their decimal points"),
        };
        if self.separator == b'\t' && self.commas == 0 {
            return Ok(None);
        }
        let note = format!("its fields stand between {signs}{numbers}; nothing need be done");
        Ok(Some(Note::about(&file.name, relation, "read as", note)))
    }
}

/// Returns the place of the sign where it stands once among digits, with digits on both sides.
fn sole(said: &[u8], sign: u8) -> Option<usize> {
    let digits = said.strip_prefix(b"-").or_else(|| said.strip_prefix(b"+")).unwrap_or(said);
    let at = digits.iter().position(|byte| *byte == sign)?;
    let (before, after) = (&digits[..at], &digits[at + 1..]);
    let all_digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    (all_digits(before) && all_digits(after)).then(|| said.len() - digits.len() + at)
}

/// Tells whether a point stands before three digits and behind one to three, of which the first is not nought.
fn may_be_thousands(said: &[u8]) -> bool {
    let digits = said.strip_prefix(b"-").or_else(|| said.strip_prefix(b"+")).unwrap_or(said);
    sole(said, b'.').is_some_and(|at| {
        let at = at - (said.len() - digits.len());
        at <= 3 && digits.len() - at == 4 && digits[0] != b'0'
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_among_digits_is_a_decimal_one_and_a_point_before_three_is_not_known() {
        assert_eq!(sole(b"-3,5", b','), Some(2));
        for said in ["3,5,1", ",5", "3,", "a,5", "1.200,5"] {
            assert_eq!(sole(said.as_bytes(), b','), None, "{said}");
        }
        for (said, expected) in
            [("1.200", true), ("-12.000", true), ("0.125", false), ("2.50", false), ("1200.125", false)]
        {
            assert_eq!(may_be_thousands(said.as_bytes()), expected, "{said}");
        }
    }
}
