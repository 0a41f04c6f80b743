//! Rare events: so far, what graduates had, expected still to come, chance of none.

mod plain;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Wrap};

use crate::app::screen::List;
use crate::survey::dossier::{Dossier, ExperienceRow};
use crate::ui::paint::text::{number, padded};
use crate::ui::table::{indented, list, split_top};
use crate::ui::{View, words};

use super::title;

pub use plain::plain;

/// Lines below the table: an empty one, a heading, and what the sentence needs at least.
const LEAST_BELOW: u16 = 6;

/// How wide each column is; 0 leaves it out.
struct Columns {
    name: usize,
    last: usize,
    ends: usize,
    none: usize,
}

impl Columns {
    fn of(width: usize) -> Self {
        let (last, none) = if width < 100 { (0, 0) } else { (13, 12) };
        let ends = 17;
        let name = width.saturating_sub(2 + 7 + last + ends + none + 10 + 16).min(40);
        Self { name, last, ends, none }
    }
}

/// Draws every rare experience, and the selected one in a sentence.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let (heading, rest) = split_top(area, 1);
    frame.render_widget(
        title(view, "RARE EVENTS", "each is worth being used · {key:go-cases} lists the cases"),
        heading,
    );
    let rare: Vec<_> = dossier.rare().collect();
    if rare.is_empty() {
        let text = " no experience is defined as rare; `group: rare` in a definition makes it one";
        frame.render_widget(Line::styled(text, view.theme.quiet), rest);
        return;
    }
    let columns = Columns::of(usize::from(area.width));
    let (heads, rest) = split_top(rest, 2);
    for (line, row) in column_heads(&columns, view, dossier).into_iter().zip(heads.rows()) {
        frame.render_widget(line, row);
    }
    let at = rare.iter().position(|(at, _)| *at == view.model.at[List::Experiences]).unwrap_or(0);
    // All rows where there is room for them and a sentence of some lines.
    let rows = rest.height.saturating_sub(LEAST_BELOW).min(rare.len() as u16);
    let (table, rest) = split_top(rest, rows);
    let lines: Vec<_> = rare.iter().map(|(_, row)| line(row, &columns, view)).collect();
    list(frame, view, table, &lines, Some(at));
    if let Some((_, row)) = rare.get(at) {
        detail(frame, view, split_top(rest, 1).1, dossier, row);
    }
}

fn column_heads(columns: &Columns, view: View<'_>, dossier: &Dossier) -> [Line<'static>; 2] {
    let ascii = view.theme.ascii();
    let head = |name: &str, last: &str, ends: &str, none: &str, more: &str, chance: &str| {
        let text = format!(
            "  {}{}{}{}{}{}{}",
            padded(name, columns.name, ascii),
            number(if name.is_empty() { "" } else { "so far" }, 7),
            number(if columns.last > 0 { last } else { "" }, columns.last),
            number(ends, columns.ends),
            number(if columns.none > 0 { none } else { "" }, columns.none),
            number(more, 10),
            number(chance, 16),
        );
        Line::styled(text, view.theme.quiet)
    };
    let n = dossier.standard.group.n();
    [
        head("", "", &format!("{n} graduates"), "graduates", "expected", "probability"),
        head(
            "experience",
            "last",
            words::by_graduation_head(dossier),
            "with none",
            "to come",
            "of none more",
        ),
    ]
}

fn line(row: &ExperienceRow, columns: &Columns, view: View<'_>) -> Line<'static> {
    let theme = view.theme;
    let last = row.last.map_or(words::NONE.to_owned(), words::day);
    let optional = |text: &str, width: usize| if width == 0 { String::new() } else { number(text, width) };
    let asked = if row.prompts.is_empty() { ' ' } else { '?' };
    Line::from(vec![
        Span::styled(format!("{asked}"), theme.asked),
        Span::styled(padded(&row.definition.title, columns.name, theme.ascii()), theme.base),
        Span::styled(number(&words::count(row, theme.ascii()), 7), theme.strong),
        Span::styled(optional(&last, columns.last), theme.quiet),
        Span::styled(number(&words::by_graduation(row), columns.ends), theme.usual),
        Span::styled(optional(&words::had_none(row), columns.none), theme.usual),
        Span::styled(number(&words::expected_more(row), 10), theme.strong),
        Span::styled(number(&words::none_more(row), 16), theme.strong),
    ])
}

fn detail(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier, row: &ExperienceRow) {
    let theme = view.theme;
    let texts = vec![
        Text::styled(row.definition.title.to_uppercase(), theme.header),
        Text::styled(words::rare_sentence(dossier, row), theme.base),
    ];
    let left = indented(frame, area, 1, texts);
    // What counts is one key away; half of it would mislead.
    let summary = Paragraph::new(row.definition.summary.as_str()).wrap(Wrap { trim: true });
    if summary.line_count(left.width.saturating_sub(2)) <= usize::from(left.height) {
        indented(frame, left, 1, vec![Text::styled(row.definition.summary.clone(), theme.quiet)]);
    }
}
