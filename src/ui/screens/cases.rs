//! The rows behind a number.

mod plain;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::Remote;
use crate::app::screen::List;
use crate::domain::case::CaseRow;
use crate::domain::specialty::{CaseColumn, CaseField};
use crate::survey::dossier::Dossier;
use crate::ui::paint::text::padded;
use crate::ui::table::{list, split_top};
use crate::ui::{View, words};

use super::title;

pub use plain::plain;

/// Draws every exposure behind the selected number.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, _dossier: &Dossier) {
    let (heading, rest) = split_top(area, 1);
    let Some(row) = view.model.experience() else { return };
    let explained = format!(
        "the rows behind {} · newest first · {{key:go-definition}} says what counts",
        words::count(row, view.theme.ascii())
    );
    frame.render_widget(title(view, &row.definition.title.to_uppercase(), &explained), heading);
    let (heads, rest) = split_top(rest, 1);
    frame.render_widget(Line::styled(heading_line(view), view.theme.quiet), heads);
    match &view.model.cases {
        Remote::Ready(cases) if cases.is_empty() => {
            frame.render_widget(Line::styled(" none so far", view.theme.quiet), rest);
        }
        Remote::Ready(cases) => {
            let lines: Vec<_> = cases.iter().map(|case| line(case, usize::from(rest.width), view)).collect();
            list(frame, view, rest, &lines, Some(view.model.at[List::Cases]));
        }
        Remote::Failed(why) => frame.render_widget(Line::styled(format!(" ! {why}"), view.theme.error), rest),
        Remote::NotAsked | Remote::Loading => {
            frame.render_widget(Line::styled(" reading…", view.theme.quiet), rest);
        }
    }
}

/// Writes a patient's age in the unit that the field uses for it.
fn age_words(years: f64) -> String {
    match years {
        y if y < 1.0 => format!("{:.0} mo", (y * 12.0).floor()),
        y => format!("{:.0} y", y.floor()),
    }
}

/// Returns how many columns a field takes, and whether its words stand at its right end.
fn room(column: &CaseColumn) -> (usize, bool) {
    match column.shows {
        CaseField::Age => (6, true),
        CaseField::Asa => (4, true),
        CaseField::Stay => (13, false),
        CaseField::Role => (10, false),
        CaseField::Fact(_) => (column.title.width().max(6), false),
    }
}

fn placed(text: &str, column: &CaseColumn, ascii: bool) -> String {
    let (wide, right) = room(column);
    let text = padded(text, wide, ascii);
    if !right {
        return text;
    }
    let said = text.trim_end();
    format!("{}{said}", " ".repeat(wide.saturating_sub(said.width())))
}

fn heading_line(view: View<'_>) -> String {
    let columns = &view.model.catalog.specialty.case_list;
    let heads = columns.iter().map(|it| placed(&it.title, it, view.theme.ascii()));
    let heads: Vec<_> = heads.chain(["what".to_owned()]).collect();
    format!(" {:>11}  {}", "day", heads.join("  "))
}

/// Returns what a column says of a case; nothing where that is not known.
fn field(case: &CaseRow, shows: &CaseField) -> Option<String> {
    match shows {
        CaseField::Age => case.age_years.map(age_words),
        CaseField::Asa => {
            let emergency = if case.emergency == Some(true) { "E" } else { "" };
            case.asa.map(|asa| format!("{asa}{emergency}"))
        }
        CaseField::Stay => {
            let clock = |at: Option<chrono::NaiveDateTime>| {
                at.map_or("—".to_owned(), |at| at.format("%H:%M").to_string())
            };
            Some(format!("{}–{}", clock(case.signed_in_at), clock(case.signed_out_at)))
        }
        CaseField::Role => case.role.clone(),
        CaseField::Fact(fact) => case.facts.get(fact).cloned(),
    }
}

fn line(case: &CaseRow, width: usize, view: View<'_>) -> Line<'static> {
    let theme = view.theme;
    let what = match (&case.procedure_text, &case.case_id) {
        (Some(text), _) => text.clone(),
        (None, Some(id)) => format!("case {id}"),
        (None, None) => "outside a case".to_owned(),
    };
    let one = |column: &CaseColumn| {
        let text = field(case, &column.shows).unwrap_or_else(|| "—".to_owned());
        format!("{}  ", placed(&text, column, theme.ascii()))
    };
    let fields: String = view.model.catalog.specialty.case_list.iter().map(one).collect();
    let left = width.saturating_sub(14 + fields.width());
    Line::from(vec![
        Span::styled(format!(" {:>11}  ", words::day(case.on)), theme.base),
        Span::styled(fields, theme.quiet),
        Span::styled(padded(&what, left, theme.ascii()), theme.base),
    ])
}
