//! What each key does here, in groups, and those that do what is typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use tui_input::Input;

use crate::ui::View;
use crate::ui::keymap::{Binding, Context};
use crate::ui::paint::text::{padded, wrapped};
use crate::ui::screens::form::show_cursor;
use crate::ui::table::{goes_on, split_top};

/// How wide the keys of a line are, and how wide the box is at most.
const KEYS: usize = 14;
const WIDEST: u16 = 100;

/// Draws the keys of the screen in front; what cannot be done now is quiet.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, typed: &Input, scroll: usize) {
    let context = Context::below(view.model);
    let title = match context {
        Context::Levels => "keys on the rows of the milestones".to_owned(),
        _ => format!("keys of the screen {}", context.title()),
    };
    let inside = super::boxed(frame, view, area, (WIDEST, area.height), &title);
    let (top, rest) = split_top(inside, 1);
    frame.render_widget(super::typed_line(view, "what does ", typed), top);
    show_cursor(frame, top);
    let mut lines = Vec::new();
    for (group, keys) in view.keymap.help(context, typed.value()) {
        lines.push(Line::styled(group, view.theme.header));
        lines.extend(keys.into_iter().flat_map(|key| told(view, key, usize::from(rest.width))));
        if lines.len() == 1 {
            lines.push(Line::styled(" no key of this screen does that", view.theme.quiet));
        }
    }
    let height = usize::from(rest.height);
    let first = scroll.min(lines.len().saturating_sub(height));
    let below = lines.len().saturating_sub(first + height);
    frame.render_widget(Paragraph::new(lines.into_iter().skip(first).collect::<Vec<_>>()), rest);
    goes_on(frame, view, rest, first, below);
}

fn told(view: View<'_>, binding: &Binding, width: usize) -> Vec<Line<'static>> {
    let mut keys: Vec<_> = binding.keys.iter().map(|key| key.shown(view.theme.look.glyphs)).collect();
    if keys.is_empty() {
        keys.push("-".to_owned());
    }
    let can = view.model.can(binding.action);
    let (key, says) =
        if can { (view.theme.key, view.theme.base) } else { (view.theme.quiet, view.theme.quiet) };
    let said = wrapped(binding.long, width.saturating_sub(KEYS + 2));
    let line = |(at, text): (usize, String)| {
        let keys = if at == 0 { keys.join(" ") } else { String::new() };
        Line::from(vec![
            Span::styled(format!(" {} ", padded(&keys, KEYS - 1, view.theme.ascii())), key),
            Span::styled(text, says),
        ])
    };
    said.into_iter().enumerate().map(line).collect()
}
