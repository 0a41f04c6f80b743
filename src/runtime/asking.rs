//! Asks the terminal, before the first frame, what its surroundings cannot tell: how wide it draws signs, what its ground
//! is, and whether it keeps 24 bits of colour.

use std::cmp::Ordering;
use std::io::{self, Write as _};
use std::time::Duration;

use crossterm::event::{self, Event as TerminalEvent};
use rustix::event::{PollFd, PollFlags, Timespec};
use unicode_width::UnicodeWidthStr as _;

use crate::ui::theme::{Answers, Open};

/// So long the first frame waits for a terminal that may not answer. One that answers later is believed all the same,
/// except about widths.
const LIMIT: Duration = Duration::from_millis(300);
/// So long what follows an answer may take to come in.
const BEHIND: Duration = Duration::from_millis(2);

/// One of each kind of sign that is drawn, and of letter: where East Asian widths hold, some take two columns
/// (Unicode Standard Annex 11, class A).
const SIGNS: &str = "●○◐◆▌▁█·→…–─│≥×é⠿↵";

/// Asks what is open; returns whether signs are as wide as they are counted, and what came in meanwhile: the other
/// answers, which are read as keys are, and keys.
///
/// Whatever is drawn for it is taken away again.
pub fn ask(open: Open, gnu_screen: bool) -> io::Result<(Answers, Vec<TerminalEvent>)> {
    if open == Open::default() {
        return Ok((Answers::default(), Vec::new()));
    }
    let mut out = io::stdout();
    if open.background {
        // Xterm control sequences, OSC 11: which colour is the ground.
        out.write_all(b"\x1b]11;?\x1b\\")?;
    }
    if open.depth && !gnu_screen {
        // DECRQSS: which colour is the ground of the next character. GNU screen hands the question on to the terminal
        // around it, unread.
        out.write_all(b"\x1b[48;2;1;2;3m\x1bP$qm\x1b\\\x1b[m")?;
    }
    let signs = if open.glyphs { SIGNS } else { "" };
    write!(out, "\x1b[H{signs}\x1b[6n")?;
    out.flush()?;
    let counted = if answers_within(LIMIT)? {
        // What was asked above is answered first, and this asks once more: the cursor stays where it is.
        let column = crossterm::cursor::position().ok().map(|(column, _)| usize::from(column));
        column.filter(|_| open.glyphs).and_then(|column| as_counted(column, signs.width()))
    } else {
        None
    };
    let mut came = Vec::new();
    while event::poll(BEHIND)? {
        came.push(event::read()?);
    }
    out.write_all(b"\x1b[2J\x1b[H")?;
    out.flush()?;
    Ok((Answers { counted, ..Answers::default() }, came))
}

/// Tells whether signs that are counted as so many columns took as many; `None` where the cursor stands before their end,
/// which says nothing of their width.
fn as_counted(column: usize, columns: usize) -> Option<bool> {
    match column.cmp(&columns) {
        Ordering::Equal => Some(true),
        Ordering::Greater => Some(false),
        Ordering::Less => None,
    }
}

/// Waits for the first byte of an answer.
fn answers_within(limit: Duration) -> io::Result<bool> {
    let input = io::stdin();
    let mut asked = [PollFd::new(&input, PollFlags::IN)];
    let limit = Timespec::try_from(limit).map_err(io::Error::other)?;
    Ok(rustix::event::poll(&mut asked, Some(&limit)).is_ok_and(|ready| ready > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_cursor_that_stands_further_tells_of_wide_signs() {
        assert_eq!(
            [17, 18, 19, 36].map(|column| as_counted(column, 18)),
            [None, Some(true), Some(false), Some(false)]
        );
        assert_eq!(SIGNS.width(), 18);
    }
}
