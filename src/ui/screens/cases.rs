//! The rows behind a number.

mod plain;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::Remote;
use crate::app::screen::List;
use crate::domain::case::CaseRow;
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
    let explained =
        format!("the rows behind {} · newest first · {{key:go-definition}} says what counts", row.n);
    frame.render_widget(title(view, &row.definition.title.to_uppercase(), &explained), heading);
    let (heads, rest) = split_top(rest, 1);
    let text = "          day    age  ASA      in–out         role      what";
    frame.render_widget(Line::styled(text, view.theme.quiet), heads);
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

fn line(case: &CaseRow, width: usize, view: View<'_>) -> Line<'static> {
    let theme = view.theme;
    let age = case.age_years.map_or("—".to_owned(), age_words);
    let asa = match (case.asa, case.emergency) {
        (Some(asa), Some(true)) => format!("{asa}E"),
        (Some(asa), _) => asa.to_string(),
        (None, _) => "—".to_owned(),
    };
    let clock =
        |at: Option<chrono::NaiveDateTime>| at.map_or("—".to_owned(), |at| at.format("%H:%M").to_string());
    let stay = format!("{}–{}", clock(case.signed_in_at), clock(case.signed_out_at));
    let what = match (&case.procedure_text, &case.case_id) {
        (Some(text), _) => text.clone(),
        (None, Some(id)) => format!("case {id}"),
        (None, None) => "outside a case".to_owned(),
    };
    let role = case.role.as_deref().unwrap_or("—");
    Line::from(vec![
        Span::styled(format!(" {:>11} ", words::day(case.on)), theme.base),
        Span::styled(format!("{age:>6} {asa:>4}   {} ", padded(&stay, 13, theme.ascii())), theme.quiet),
        Span::styled(padded(role, 10, theme.ascii()), theme.quiet),
        Span::styled(padded(&what, width.saturating_sub(52), theme.ascii()), theme.base),
    ])
}
