//! A page for people: headings, sentences, lists and tables, as Markdown or as one HTML file.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::markdown::escaped;
use super::plot::colours;
use crate::domain::text::sanitised;

const STYLE: &str = include_str!("page.css");

/// A page, whatever it is written in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Page {
    pub title: String,
    /// How the page is to be read.
    pub about: Vec<String>,
    pub sections: Vec<Section>,
}

/// A heading with what stands below it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Section {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Block {
    Heading(String),
    Text(String),
    List(Vec<String>),
    Table(Table),
    Figure(Figure),
}

/// A drawing, and in words what it shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Figure {
    pub title: String,
    pub sentence: String,
    /// How it is to be read.
    pub key: &'static str,
    /// One `<svg>` element of ours; every text from data in it is escaped.
    pub svg: String,
}

/// Rows below named columns; the first cell names its row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Table {
    pub caption: String,
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

impl Section {
    /// A section of one list.
    pub fn list(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self { title: title.into(), blocks: vec![Block::List(lines)] }
    }
}

impl Page {
    /// Writes the page as Markdown.
    pub fn markdown(&self) -> String {
        let mut parts = vec![format!("# {}", escaped(&self.title))];
        parts.extend(self.about.iter().map(|line| escaped(line)));
        for section in &self.sections {
            parts.push(format!("## {}", escaped(&section.title)));
            parts.extend(section.blocks.iter().map(markdown));
        }
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n") + "\n"
    }

    /// Returns the page line by line as text, in which nothing is markup.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![sanitised(&self.title)];
        lines.extend(self.about.iter().map(|line| sanitised(line)));
        for section in &self.sections {
            lines.extend([String::new(), sanitised(&section.title)]);
            lines.extend(section.blocks.iter().flat_map(as_lines));
        }
        lines
    }

    /// Writes the page as one HTML file that loads nothing and runs nothing.
    pub fn html(&self) -> String {
        // A drawing is known by its place among the blocks of the page.
        let mut places = 0..;
        let body = html! {
            h1 { (sanitised(&self.title)) }
            @for line in &self.about { p { (sanitised(line)) } }
            @for section in &self.sections {
                section {
                    h2 { (sanitised(&section.title)) }
                    @for (block, place) in section.blocks.iter().zip(&mut places) { (markup(block, place)) }
                }
            }
        };
        document(&self.title, &format!("{STYLE}{}", colours()), &body)
    }
}

/// Returns a whole HTML file around `body`; whatever a text in it holds, nothing is loaded and nothing runs.
pub fn document(title: &str, style: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="color-scheme" content="light dark";
                title { (sanitised(title)) }
                style { (PreEscaped(style)) }
            }
            body { main { (body) } }
        }
    };
    page.into_string()
}

/// Gives a drawing a role, a title and a description; `place` is its own on the page.
pub fn described(svg: &str, place: usize, title: &str, sentence: &str) -> Markup {
    let (titled, told) = (format!("plot-{place}-title"), format!("plot-{place}-desc"));
    let (begins, inside) = svg.trim().split_once('>').unwrap_or_default();
    // The identifiers are ours; what comes from data is escaped below.
    let begins = format!("{begins} role=\"img\" aria-labelledby=\"{titled}\" aria-describedby=\"{told}\">");
    html! {
        (PreEscaped(begins))
        title id=(titled) { (sanitised(title)) }
        desc id=(told) { (sanitised(sentence)) }
        (PreEscaped(inside))
    }
}

fn as_lines(block: &Block) -> Vec<String> {
    match block {
        Block::Heading(text) | Block::Text(text) => vec![sanitised(text)],
        Block::List(lines) => lines.iter().map(|line| format!("- {}", sanitised(line))).collect(),
        Block::Table(table) => {
            let columns = format!("{}: {}", table.caption, table.columns.join(" · "));
            let rows = table.rows.iter().map(|cells| sanitised(&cells.join(" · ")));
            std::iter::once(sanitised(&columns)).chain(rows).collect()
        }
        Block::Figure(figure) => vec![sanitised(&format!("{}: {}", figure.title, figure.sentence))],
    }
}

fn markdown(block: &Block) -> String {
    match block {
        Block::Heading(title) => format!("### {}", escaped(title)),
        Block::Text(text) => escaped(text),
        Block::List(lines) => {
            lines.iter().map(|line| format!("- {}", escaped(line))).collect::<Vec<_>>().join("\n")
        }
        Block::Table(table) => {
            let row = |cells: &mut dyn Iterator<Item = String>| {
                format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
            };
            let mut lines = vec![escaped(&table.caption), String::new()];
            lines.push(row(&mut table.columns.iter().map(|column| escaped(column))));
            lines.push(row(&mut table.columns.iter().map(|_| "---".to_owned())));
            lines.extend(table.rows.iter().map(|cells| row(&mut cells.iter().map(|cell| escaped(cell)))));
            lines.join("\n")
        }
        Block::Figure(figure) => format!("{}: {}", escaped(&figure.title), escaped(&figure.sentence)),
    }
}

fn markup(block: &Block, place: usize) -> Markup {
    html! {
        @match block {
            Block::Heading(title) => { h3 { (sanitised(title)) } }
            Block::Text(text) => { p { (sanitised(text)) } }
            Block::Figure(figure) => {
                figure {
                    (described(&figure.svg, place, &figure.title, &figure.sentence))
                    figcaption { (sanitised(&figure.sentence)) " " (figure.key) }
                }
            }
            Block::List(lines) => { ul { @for line in lines { li { (sanitised(line)) } } } }
            Block::Table(table) => {
                table {
                    caption { (sanitised(&table.caption)) }
                    thead { tr { @for column in &table.columns { th scope="col" { (column) } } } }
                    tbody {
                        @for cells in &table.rows {
                            tr {
                                @for (place, cell) in cells.iter().enumerate() {
                                    @if place == 0 { th scope="row" { (sanitised(cell)) } }
                                    @else { td { (sanitised(cell)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    fn page(text: &str) -> Page {
        let table = Table {
            caption: text.to_owned(),
            columns: vec!["what", "when"],
            rows: vec![vec![text.to_owned(), "today".to_owned()]],
        };
        let blocks = vec![
            Block::Heading(text.to_owned()),
            Block::Text(text.to_owned()),
            Block::List(vec![text.to_owned()]),
            Block::Table(table),
        ];
        let sections = vec![Section { title: text.to_owned(), blocks }];
        Page { title: text.to_owned(), about: vec![text.to_owned()], sections }
    }

    #[test]
    fn markup_in_any_part_of_a_page_is_text() {
        for text in ["<script>alert(1)</script>", "a | b", "# x", "**x**", "- x", "\u{1b}[2J\u{202e}"] {
            let html = page(text).html();
            assert!(!html.contains("<script>") && !html.contains('\u{1b}') && !html.contains('\u{202e}'));
            let markdown = page(text).markdown();
            let events = Parser::new_ext(&markdown, Options::ENABLE_TABLES);
            let begun: Vec<_> = events
                .filter_map(|event| match event {
                    Event::Start(tag) => Some(tag),
                    Event::Html(_) | Event::InlineHtml(_) => panic!("{markdown}"),
                    _ => None,
                })
                .collect();
            let count = |is: fn(&Tag<'_>) -> bool| begun.iter().filter(|tag| is(tag)).count();
            assert_eq!(count(|tag| matches!(tag, Tag::Heading { .. })), 3, "{markdown}");
            assert_eq!(count(|tag| matches!(tag, Tag::TableCell)), 4, "{markdown}");
            assert_eq!(count(|tag| matches!(tag, Tag::Item)), 1, "{markdown}");
            assert_eq!(count(|tag| matches!(tag, Tag::Strong | Tag::Emphasis)), 0, "{markdown}");
        }
    }
}
