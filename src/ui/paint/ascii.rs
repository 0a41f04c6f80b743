//! A drawn screen in ASCII, to the last cell: whatever a screen drew, no other character reaches the terminal.

use ratatui::buffer::Buffer;

use crate::domain::text::ascii::in_place_of;

/// Puts ASCII in place of every other character; two characters in place of one take a blank beside it, and where there
/// is none, or for more, one says less.
pub fn plain(buf: &mut Buffer) {
    let width = usize::from(buf.area.width).max(1);
    for at in 0..buf.content.len() {
        if buf.content[at].symbol().is_ascii() {
            continue;
        }
        let symbol = buf.content[at].symbol().to_owned();
        let said: String = symbol.chars().map(in_place_of).collect();
        let mut signs = said.chars();
        let first = signs.next().unwrap_or(' ');
        let more: Vec<char> = signs.collect();
        let column = at % width;
        let blank = |at: usize| buf.content.get(at).is_some_and(|cell| cell.symbol() == " ");
        let from = match more.as_slice() {
            [_] if column + 1 < width && blank(at + 1) => Some(at),
            [_] if column > 0 && blank(at - 1) => Some(at - 1),
            _ => None,
        };
        match (from, more.as_slice()) {
            (Some(from), [last]) => {
                buf.content[from].set_char(first);
                buf.content[from + 1].set_char(*last);
            }
            _ => {
                buf.content[at].set_char(shortened(first, &more));
            }
        }
    }
}

/// Returns the one sign that stands for several.
fn shortened(first: char, more: &[char]) -> char {
    match (first, more) {
        ('.', ['.', '.']) => '~',
        ('-', ['>']) => '>',
        first_and_more => first_and_more.0,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn a_line_keeps_its_columns_and_its_meaning() {
        for (drawn, expected) in [
            ("n 19 · 34 (24–46)   ", "n 19 . 34 (24-46)   "),
            ("│ ≥12 ● Müller… │   ", "|>=12 # Muller~ |   "),
            ("  ≥ 3 → 4 a→b open  ", "  >=3 ->4 a>b open  "),
            ("山本 R0012          ", "? ?  R0012          "),
        ] {
            let mut buf = Buffer::empty(Rect::new(0, 0, 20, 1));
            buf.set_string(0, 0, drawn, Style::new());
            plain(&mut buf);
            let line: String = buf.content.iter().map(|cell| cell.symbol().to_owned()).collect();
            assert_eq!(line.trim_end(), expected.trim_end());
        }
    }
}
