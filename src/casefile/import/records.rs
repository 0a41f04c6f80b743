//! Reads the records of a CSV file, with the row that each stands in. Knows nothing of what they mean.
//!
//! The crate `csv` would take an open quote for the rest of the file, and text behind a closing quote for text, and say
//! nothing of either: an export that was cut short would lose its rows in silence. Here both are told by their row.

use std::io::{self, BufRead};

/// What makes a file unreadable from some row on.
#[derive(Debug)]
pub(super) enum Trouble {
    Io(io::Error),
    /// The quote that opens in this row is never closed.
    OpenQuote {
        row: u64,
    },
}

/// One record; reused from row to row.
#[derive(Debug, Default)]
pub(super) struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// The place of the record in the file, the first one 1. Blank lines count.
    pub row: u64,
    /// Text follows a closing quote, so that the borders of the fields cannot be trusted.
    pub stray_quote: bool,
}

impl Record {
    /// Puts the fields of row `row` in the place of what was there.
    pub fn fill(&mut self, row: u64, fields: &[String]) {
        self.bytes.clear();
        self.ends.clear();
        self.row = row;
        self.stray_quote = false;
        for field in fields {
            self.bytes.extend_from_slice(field.as_bytes());
            self.ends.push(self.bytes.len());
        }
    }

    /// Returns the number of fields.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether the line held nothing at all.
    pub fn is_blank(&self) -> bool {
        self.ends.len() == 1 && self.bytes.is_empty()
    }

    /// Tells whether the line held nothing but what stands between fields, as the rows below a spreadsheet's last.
    pub fn is_hollow(&self) -> bool {
        self.bytes.trim_ascii().is_empty()
    }

    /// Returns the fields in order.
    pub fn fields(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.bytes[start..end])
    }

    /// Returns the bytes of all fields, without what stood between them.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// After a quote inside a quoted field: its end, or the first half of a doubled quote.
    QuoteSeen,
}

/// Splits bytes into records by RFC 4180, with any line ending and any sign between the fields.
pub(super) struct Records<R> {
    input: R,
    separator: u8,
    row: u64,
    after_return: bool,
}

impl<R: BufRead> Records<R> {
    /// Starts reading fields with `separator` between them; a byte-order mark is passed over.
    pub fn new(mut input: R, separator: u8) -> io::Result<Self> {
        if input.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
            input.consume(3);
        }
        Ok(Self { input, separator, row: 0, after_return: false })
    }

    /// Reads the next record into `record`, or returns `false` at the end of the file.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, Trouble> {
        record.bytes.clear();
        record.ends.clear();
        record.row = self.row + 1;
        record.stray_quote = false;
        let mut state = State::FieldStart;
        let mut begun = false;
        loop {
            let buffer = self.input.fill_buf().map_err(Trouble::Io)?;
            if buffer.is_empty() {
                return self.end(record, state, begun);
            }
            let mut at = 0;
            if self.after_return {
                self.after_return = false;
                at = usize::from(buffer[0] == b'\n');
            }
            while at < buffer.len() {
                begun = true;
                at += run(&buffer[at..], state, self.separator, record);
                let Some(&byte) = buffer.get(at) else { break };
                at += 1;
                if let Some(next) = step(state, byte, self.separator, record) {
                    state = next;
                } else {
                    self.after_return = byte == b'\r';
                    self.row += 1;
                    self.input.consume(at);
                    return Ok(true);
                }
            }
            let taken = buffer.len();
            self.input.consume(taken);
        }
    }

    fn end(&mut self, record: &mut Record, state: State, begun: bool) -> Result<bool, Trouble> {
        if state == State::Quoted {
            return Err(Trouble::OpenQuote { row: record.row });
        }
        if begun {
            record.ends.push(record.bytes.len());
            self.row += 1;
        }
        Ok(begun)
    }
}

/// Takes in the bytes that mean nothing but themselves, and returns how many they are.
fn run(bytes: &[u8], state: State, separator: u8, record: &mut Record) -> usize {
    let special = |byte: &u8| match state {
        State::Quoted => *byte == b'"',
        State::Plain => *byte == separator || matches!(*byte, b'\n' | b'\r'),
        State::FieldStart | State::QuoteSeen => true,
    };
    let length = bytes.iter().position(special).unwrap_or(bytes.len());
    record.bytes.extend_from_slice(&bytes[..length]);
    length
}

/// Takes in one byte and returns the next state, or `None` at the end of the record.
fn step(state: State, byte: u8, separator: u8, record: &mut Record) -> Option<State> {
    match (state, byte) {
        (State::FieldStart, b'"') => Some(State::Quoted),
        (State::Quoted, b'"') => Some(State::QuoteSeen),
        (State::QuoteSeen, b'"') => {
            record.bytes.push(b'"');
            Some(State::Quoted)
        }
        (State::FieldStart | State::Plain | State::QuoteSeen, byte) if byte == separator => {
            record.ends.push(record.bytes.len());
            Some(State::FieldStart)
        }
        (State::FieldStart | State::Plain | State::QuoteSeen, b'\n' | b'\r') => {
            record.ends.push(record.bytes.len());
            None
        }
        (State::QuoteSeen, _) => {
            record.stray_quote = true;
            record.bytes.push(byte);
            Some(State::Plain)
        }
        (State::Quoted, _) => {
            record.bytes.push(byte);
            Some(State::Quoted)
        }
        (State::FieldStart | State::Plain, _) => {
            record.bytes.push(byte);
            Some(State::Plain)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    /// Reads with a buffer so small that every state meets its end.
    fn rows(text: &str, buffer: usize) -> Vec<(u64, Vec<String>)> {
        let mut records = Records::new(BufReader::with_capacity(buffer, text.as_bytes()), b',').unwrap();
        let mut record = Record::default();
        let mut rows = Vec::new();
        while records.read(&mut record).unwrap() {
            let fields = record.fields().map(|f| String::from_utf8(f.to_vec()).unwrap()).collect();
            rows.push((record.row, fields));
        }
        rows
    }

    #[test]
    fn a_quoted_line_break_stays_in_its_row() {
        let text = "a,b\r\n\"one\r\ntwo\",\"say \"\"hi\"\"\"\r\n\r\nlast,";
        for buffer in [3, 4, 64] {
            let got = rows(text, buffer);
            assert_eq!(got[1], (2, vec!["one\r\ntwo".to_owned(), "say \"hi\"".to_owned()]));
            assert_eq!(got[2], (3, vec![String::new()]));
            assert_eq!(got[3], (4, vec!["last".to_owned(), String::new()]));
            assert_eq!(got.len(), 4);
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_name() {
        assert_eq!(rows("\u{feff}id\n", 64), [(1, vec!["id".to_owned()])]);
    }

    #[test]
    fn a_quote_that_never_ends_names_the_row_where_it_began() {
        let mut records = Records::new("a\nb\n\"c\nd\n".as_bytes(), b',').unwrap();
        let mut record = Record::default();
        assert!(records.read(&mut record).unwrap() && records.read(&mut record).unwrap());
        assert!(matches!(records.read(&mut record), Err(Trouble::OpenQuote { row: 3 })));
    }

    #[test]
    fn text_after_a_closing_quote_is_told() {
        let mut records = Records::new("\"a\"b,c\n".as_bytes(), b',').unwrap();
        let mut record = Record::default();
        records.read(&mut record).unwrap();
        assert!(record.stray_quote);
    }

    proptest! {
        #[test]
        fn what_is_quoted_comes_back(fields in prop::collection::vec("[a,\"\r\n é]{0,6}", 1..5), buffer in 4usize..40) {
            let quoted: Vec<_> = fields.iter().map(|f| format!("\"{}\"", f.replace('"', "\"\""))).collect();
            let text = format!("{}\r\n", quoted.join(","));
            prop_assert_eq!(rows(&text, buffer), vec![(1, fields)]);
        }
    }
}
