//! The ledger's entries about a resident, or all of them, as they stand.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use crate::app::Model;
use crate::app::screen::List;
use crate::survey::dossier::Dossier;
use crate::ui::lines::heading;
use crate::ui::paint::text::fitted;
use crate::ui::table::{list, split_top};
use crate::ui::{View, words};

use super::title;

/// Draws the entries, and all that the selected one binds.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let entries = model.entries();
    let (heading, rest) = split_top(area, 2);
    let about = model.resident().map_or("everyone".to_owned(), |r| model.called(&r.id, &r.name).to_owned());
    let explained = format!(
        "{about} · {}, newest first · {}",
        words::counted(entries.len() as u64, "entry"),
        model.session.ledger
    );
    frame.render_widget(title(view, "LEDGER", &explained), Rect { height: 1, ..heading });
    if entries.is_empty() {
        frame.render_widget(Line::styled(" nothing is recorded yet", theme.quiet), rest);
        return;
    }
    let (top, bottom) = split_top(rest, rest.height / 2);
    let room = usize::from(area.width).saturating_sub(2);
    let lines: Vec<_> = entries
        .iter()
        .map(|recorded| {
            Line::styled(fitted(&words::entry_line(model, recorded), room, theme.ascii()), theme.base)
        })
        .collect();
    list(frame, view, top, &lines, Some(model.at[List::Entries]));
    let detail: Vec<_> = entries
        .get(model.at[List::Entries])
        .map(|recorded| {
            words::told_entry(model, recorded)
                .into_iter()
                .map(|l| Line::styled(format!(" {l}"), theme.quiet))
                .collect()
        })
        .unwrap_or_default();
    frame.render_widget(Paragraph::new(detail).wrap(Wrap { trim: false }), bottom);
}

/// Returns the entries about the selected resident, newest first, and all that the selected one binds.
pub fn plain(model: &Model, _dossier: &Dossier, called: &str) -> Vec<String> {
    let entries = model.entries();
    let mut lines = vec![heading("Ledger", called)];
    let counted =
        if entries.len() == 1 { "1 entry".to_owned() } else { format!("{} entries", entries.len()) };
    lines.push(format!("{}: {counted} about this resident, newest first", model.session.ledger));
    for recorded in &entries {
        let fate = words::fate(&model.ledger, recorded.entry.seq).map(|fate| format!(", {fate}"));
        lines.push(format!("{}{}", words::entry_line(model, recorded), fate.unwrap_or_default()));
    }
    if let Some(selected) = entries.get(model.at[List::Entries]) {
        lines.push(String::new());
        lines.extend(words::told_entry(model, selected));
    }
    lines
}
