//! Columns that line up in a terminal.

use unicode_width::UnicodeWidthStr as _;

/// The head of a column; numbers stand to the right.
#[derive(Clone, Copy, Debug)]
pub enum Head<'a> {
    Text(&'a str),
    Number(&'a str),
}

impl Head<'_> {
    fn title(&self) -> &str {
        match self {
            Self::Text(title) | Self::Number(title) => title,
        }
    }

    fn padded(&self, cell: &str, width: usize) -> String {
        let gap = " ".repeat(width.saturating_sub(cell.width()));
        match self {
            Self::Text(_) => format!("{cell}{gap}"),
            Self::Number(_) => format!("{gap}{cell}"),
        }
    }
}

/// Lays out rows below their heads, two spaces between columns.
pub fn table(heads: &[Head<'_>], rows: &[Vec<String>]) -> Vec<String> {
    let widest =
        |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<_> =
        heads.iter().enumerate().map(|(at, head)| head.title().width().max(widest(at))).collect();
    let line = |cells: &[&str]| {
        let padded: Vec<_> = heads
            .iter()
            .zip(cells)
            .zip(&widths)
            .map(|((head, cell), width)| head.padded(cell, *width))
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let first = line(&heads.iter().map(Head::title).collect::<Vec<_>>());
    let rest = rows.iter().map(|row| line(&row.iter().map(String::as_str).collect::<Vec<_>>()));
    std::iter::once(first).chain(rest).collect()
}
