//! What the plain lines of screens have in common: a heading, what the numbers rest on, columns that line up.

use crate::app::question::read_back_choices;
use crate::committee::sheet::Stage;
use crate::domain::catalog::Catalog;
use crate::survey::dossier::Dossier;

use super::paint::text::columns;
use super::words::{self, BANNER};

/// Makes the first line of a screen.
pub fn heading(what: &str, who: &str) -> String {
    format!("{what} · {who} · {BANNER}")
}

/// Says how far what is filled in has come.
pub fn state(stage: &Stage, missing: Option<&str>) -> String {
    match (stage, missing) {
        (Stage::Refused(why), _) => format!("not recorded: {why}"),
        (Stage::Pending, _) => "being recorded".to_owned(),
        (_, Some(missing)) => format!("not recorded; still to do: {missing}"),
        (Stage::ReadBack, None) => format!("not recorded yet; {}", read_back_choices()),
        (Stage::Editing, None) => "not recorded; complete".to_owned(),
    }
}

/// Says up to which day the numbers count, and beside whom they stand.
pub fn basis(catalog: &Catalog, dossier: &Dossier) -> String {
    format!("data to {} · {}", words::day(catalog.program.data_to), words::group(dossier))
}

/// Says which relation would fill a panel that is empty.
pub fn lacking(catalog: &Catalog, relation: &str) -> Option<String> {
    (!catalog.has(relation))
        .then(|| format!("the case file has no relation {relation}, which would fill this"))
}

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
        let gap = " ".repeat(width.saturating_sub(columns(cell)));
        match self {
            Self::Text(_) => format!("{cell}{gap}"),
            Self::Number(_) => format!("{gap}{cell}"),
        }
    }
}

/// How rows are told: in columns for the eye, or each in words for the ear, which has no heads to look up to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rows {
    InColumns,
    InWords,
}

impl Rows {
    /// Tells rows below their heads, or each with its heads.
    pub fn told(self, heads: &[Head<'_>], rows: &[Vec<String>]) -> Vec<String> {
        match self {
            Self::InColumns => table(heads, rows),
            Self::InWords => rows.iter().map(|row| in_words(heads, row)).collect(),
        }
    }
}

/// Tells one row: its name, then each value behind its head; what is empty is left out.
fn in_words(heads: &[Head<'_>], row: &[String]) -> String {
    let mut cells = heads.iter().zip(row);
    let name = match cells.next() {
        Some((Head::Text(_), name)) => name.clone(),
        Some((Head::Number(head), name)) => format!("{head} {name}"),
        None => return String::new(),
    };
    let values: Vec<_> = cells
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(head, cell)| {
            // Two numbers one behind the other would be heard as one.
            let colon = if head.title().ends_with(|c: char| c.is_ascii_digit()) { ":" } else { "" };
            format!("{}{colon} {cell}", head.title())
        })
        .collect();
    format!("{name}: {}", values.join("; "))
}

/// Lays out rows below their heads, two spaces between columns.
fn table(heads: &[Head<'_>], rows: &[Vec<String>]) -> Vec<String> {
    let widest =
        |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| columns(cell)).max().unwrap_or(0);
    let widths: Vec<_> =
        heads.iter().enumerate().map(|(at, head)| columns(head.title()).max(widest(at))).collect();
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
