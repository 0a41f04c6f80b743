//! The meetings that were held, and the one that is read.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Text};

use crate::app::Model;
use crate::app::room::{Part, Reading};
use crate::app::screen::meeting::held::held;
use crate::ui::paint::text::fitted;
use crate::ui::screens::title;
use crate::ui::table::{list, split_top, told};
use crate::ui::{View, words};

/// Draws the list of them.
pub fn all(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let focused = model.room.part == Part::Held;
    let how =
        if focused { "· newest first · {key:open} reads one" } else { "· {key:next-panel} goes to them" };
    let (heading, rest) = split_top(area, 1);
    frame.render_widget(title(view, "HELD", how), heading);
    let room = usize::from(area.width).saturating_sub(2);
    let line = |meeting| {
        Line::styled(
            format!(" {}", fitted(&words::held::line(model, meeting), room, theme.ascii())),
            theme.base,
        )
    };
    let lines: Vec<_> = held(model).into_iter().map(line).collect();
    if lines.is_empty() {
        let none = Line::styled(" no meeting was held and closed yet", theme.quiet);
        return frame.render_widget(none, rest);
    }
    list(frame, view, rest, &lines, focused.then_some(model.room.held.min(lines.len() - 1)));
}

/// Draws the one that is read.
pub fn one(frame: &mut Frame<'_>, view: View<'_>, area: Rect, reading: &Reading) {
    let style = |line: &str| match line {
        "OUTCOMES" | "MINUTES" => view.theme.header,
        _ => view.theme.base,
    };
    let texts =
        of(view.model, reading).into_iter().map(|line| Text::styled(line.clone(), style(&line))).collect();
    told(frame, view, area, 1, texts);
}

/// Returns the one that is read, line by line; nothing where it is not in the ledger any more.
fn of(model: &Model, reading: &Reading) -> Vec<String> {
    let found = held(model).into_iter().find(|meeting| meeting.id == reading.meeting);
    found.map_or(Vec::new(), |meeting| words::held::whole(model, meeting, &reading.minutes))
}

/// Returns the list of them, or the one that is read.
pub fn plain(model: &Model) -> Vec<String> {
    if let Some(reading) = &model.room.reading {
        return of(model, reading);
    }
    let held = held(model);
    let name = (!held.is_empty()).then(|| "held, newest first:".to_owned());
    name.into_iter().chain(held.into_iter().map(|meeting| words::held::line(model, meeting))).collect()
}
