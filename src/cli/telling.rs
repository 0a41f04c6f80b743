//! What a person is told beside the output, on standard error. Where nobody listens, as where the terminal is lost, that
//! is no reason to end in the middle of an act.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};

use super::config::settings::locale;
use crate::domain::text::ascii::in_ascii;
use crate::ui::theme::look::is_utf8;

/// Tells whether the locale carries nothing but ASCII for certain.
pub fn speaks_ascii() -> bool {
    !is_utf8(locale().as_deref())
}

/// A writer for as long as somebody reads: what comes after a reader such as `head` has seen enough goes nowhere, and a
/// command ends with the exit code of what it found.
#[derive(Debug)]
pub struct WhileRead<W> {
    inner: W,
    is_closed: bool,
}

impl<W> WhileRead<W> {
    pub fn new(inner: W) -> Self {
        Self { inner, is_closed: false }
    }

    fn or_nowhere<T>(&mut self, done: io::Result<T>, nowhere: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(nowhere)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for WhileRead<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = if self.is_closed { Ok(bytes.len()) } else { self.inner.write(bytes) };
        self.or_nowhere(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = if self.is_closed { Ok(()) } else { self.inner.flush() };
        self.or_nowhere(done, ())
    }
}

/// Tells a sentence, in ASCII where the locale has no more.
pub fn tell(sentence: impl Display) {
    let said = sentence.to_string();
    let said = if speaks_ascii() { in_ascii(&said) } else { said.into() };
    let _ = writeln!(io::stderr(), "trellis: {said}");
}

/// Shows on a terminal how far long work has come; the last word clears the line.
pub fn show_progress(what: &str, done: bool) {
    let mut err = io::stderr();
    if err.is_terminal() {
        let line = if done { "\r\u{1b}[K".to_owned() } else { format!("\r\u{1b}[K{what}") };
        let _ = err.write_all(line.as_bytes()).and_then(|()| err.flush());
    }
}
