//! What lies on top of a screen: keys, actions, find, and the asking for a reason.

mod help;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph, Wrap};
use tui_input::Input;

use crate::app::Overlay;
use crate::app::form::Form;
use crate::app::overlay::found;
use crate::app::question::{Question, read_back_choices};
use crate::app::room::Sure;
use crate::committee::sheet::words::{Asking, WordsSheet};
use crate::committee::sheet::{Filled, Sheet as _, Stage};
use crate::domain::text::sanitised;

use super::View;
use super::paint::text::{padded, wrapped as wrapped_text};
use super::{table, words};

/// Draws the overlay, if there is one.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    match &view.model.overlay {
        None => {
            if let Some(form) = &view.model.form
                && let Filled::Words(sheet) = &form.filled
            {
                words_asked(frame, view, area, form, sheet);
            }
        }
        Some(Overlay::Themes) => themes(frame, view, area),
        // The table itself shows it.
        Some(Overlay::Filter { .. }) => {}
        Some(Overlay::Question(question)) => asked(frame, view, area, question),
        Some(Overlay::Help { typed, scroll }) => help::draw(frame, view, area, typed, *scroll),
        Some(Overlay::Program { selected }) => program(frame, view, area, *selected),
        Some(Overlay::Bearing { scroll }) => bearing(frame, view, area, *scroll),
        Some(Overlay::Palette { typed, .. }) => palette(frame, view, area, typed),
        Some(Overlay::Find { typed, selected }) => find(frame, view, area, typed, *selected),
    }
}

/// Clears a box in the middle of `area` and returns the room inside it.
fn boxed(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    (width, height): (u16, u16),
    title: &str,
) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    let place =
        Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height };
    framed(frame, view, place, title)
}

/// Clears a box and returns the room inside it.
fn framed(frame: &mut Frame<'_>, view: View<'_>, place: Rect, title: &str) -> Rect {
    let block = Block::bordered()
        .border_style(view.theme.quiet)
        .style(view.theme.base)
        .title(Span::styled(format!(" {title} "), view.theme.header));
    let inside = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    inside
}

/// Asks at the foot of the screen, so that what it is about stays in sight.
fn asked(frame: &mut Frame<'_>, view: View<'_>, area: Rect, question: &Question) {
    let width = ASKED.0.min(area.width);
    let mut lines: Vec<_> = wrapped_text(&question.text, usize::from(width.saturating_sub(2)))
        .into_iter()
        .map(|line| Line::styled(line, view.theme.base))
        .collect();
    lines.push(Line::styled(question.choices(), view.theme.asked));
    let height = (lines.len() as u16 + 2).min(area.height);
    let place = Rect { x: area.x, y: area.bottom() - height, width, height };
    let title = match question.sure {
        // Levels are taken into a draft.
        Sure::TakeAgreed | Sure::TakeLast => "milestones",
        Sure::TakeBack(_) => "taking back",
        Sure::Leave => "leaving",
        _ => "for good",
    };
    let inside = framed(frame, view, place, title);
    frame.render_widget(Paragraph::new(lines), inside);
}

/// Lists the themes; the one that the cursor is on is worn already.
fn themes(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let names = &view.model.theme.names;
    let inside = boxed(frame, view, area, (40, names.len() as u16 + 2), "themes");
    let lines: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let worn = if at == view.model.theme.worn { " (worn)" } else { "" };
            Line::styled(format!(" {name}{worn}"), view.theme.base)
        })
        .collect();
    table::list(frame, view, inside, &lines, Some(view.model.theme.shown()));
}

/// Lists what the rules ask of the program, each with how often it fires by chance and with the answer that stands;
/// the selected one is in sight.
fn program(frame: &mut Frame<'_>, view: View<'_>, area: Rect, selected: usize) {
    let inside = boxed(frame, view, area, (76, 18), "asked of the program");
    let mut lines = Vec::new();
    let mut before = 0;
    for (i, (prompt, answer)) in view.model.program_prompts().into_iter().enumerate() {
        if i == selected {
            before = wrapped(&lines).line_count(inside.width);
        }
        let marker = if i == selected { view.theme.marker() } else { " " };
        lines.push(Line::from(vec![
            Span::styled(format!("{marker}? "), view.theme.asked),
            Span::styled(prompt.sentence.clone(), view.theme.base),
        ]));
        lines.push(Line::styled(format!("   {}", words::chance(prompt)), view.theme.quiet));
        if let Some(answer) = answer {
            let said = format!("   answered in entry {}: {}", answer.entry, sanitised(&answer.reason));
            lines.push(Line::styled(said, view.theme.base));
        }
    }
    let text = wrapped(&lines);
    let hidden = text.line_count(inside.width).saturating_sub(usize::from(inside.height));
    frame.render_widget(text.scroll((before.min(hidden) as u16, 0)), inside);
}

/// Says what the data can bear.
fn bearing(frame: &mut Frame<'_>, view: View<'_>, area: Rect, scroll: usize) {
    let inside = boxed(frame, view, area, (100, area.height), "what the data can bear");
    let Some(survey) = view.model.survey.ready() else { return };
    let style = |text: &str| if text.starts_with('!') { view.theme.asked } else { view.theme.base };
    let said = words::bearing(&survey.bearing).into_iter().chain([words::NOT_COMPARED_MEANS.to_owned()]);
    let lines: Vec<_> = said
        .flat_map(|text| {
            let style = style(&text);
            wrapped_text(&text, usize::from(inside.width))
                .into_iter()
                .map(move |line| Line::styled(line, style))
        })
        .collect();
    let height = usize::from(inside.height);
    let first = scroll.min(lines.len().saturating_sub(height));
    let below = lines.len().saturating_sub(first + height);
    frame.render_widget(Paragraph::new(lines.into_iter().skip(first).collect::<Vec<_>>()), inside);
    table::goes_on(frame, view, inside, first, below);
}

fn wrapped<'a>(lines: &[Line<'a>]) -> Paragraph<'a> {
    Paragraph::new(lines.to_vec()).wrap(Wrap { trim: false })
}

fn typed_line(view: View<'_>, label: &'static str, typed: &Input) -> Line<'static> {
    let mut line = Line::styled(label, view.theme.quiet);
    line.spans.extend(super::screens::form::written(typed.value(), typed.cursor(), None, view));
    line
}

fn palette(frame: &mut Frame<'_>, view: View<'_>, area: Rect, typed: &Input) {
    let inside = boxed(frame, view, area, (72, 18), "actions");
    let (top, rest) = table::split_top(inside, 1);
    frame.render_widget(typed_line(view, "do ", typed), top);
    super::screens::form::show_cursor(frame, top);
    let listed = view.keymap.palette(view.model);
    let chosen = view.keymap.chosen(view.model);
    let lines: Vec<_> = listed
        .iter()
        .map(|binding| {
            let key = binding.keys.first().map(|key| key.shown(view.theme.look.glyphs)).unwrap_or_default();
            Line::from(vec![
                Span::styled(
                    padded(binding.long, usize::from(rest.width).saturating_sub(8), view.theme.ascii()),
                    view.theme.base,
                ),
                Span::styled(key, view.theme.key),
            ])
        })
        .collect();
    let at = chosen.and_then(|chosen| listed.iter().position(|b| b.action == chosen.action));
    table::list(frame, view, rest, &lines, at);
    if listed.is_empty() {
        frame.render_widget(Line::styled(" no action has that in its name", view.theme.quiet), rest);
    }
}

fn find(frame: &mut Frame<'_>, view: View<'_>, area: Rect, typed: &Input, selected: usize) {
    let inside = boxed(frame, view, area, (60, 16), "find a resident");
    let (top, rest) = table::split_top(inside, 1);
    frame.render_widget(typed_line(view, "find ", typed), top);
    super::screens::form::show_cursor(frame, top);
    let ids = found(view.model);
    let lines: Vec<_> = ids
        .iter()
        .filter_map(|id| view.model.listing.rows.iter().find(|row| &row.id == id))
        .map(|row| {
            let called = view.model.called(&row.id, &row.name);
            Line::from(vec![
                Span::styled(padded(called, 34, view.theme.ascii()), view.theme.base),
                Span::styled(format!("{:<6} {}", row.training_year, row.id), view.theme.quiet),
            ])
        })
        .collect();
    table::list(frame, view, rest, &lines, Some(selected));
    if ids.is_empty() {
        frame.render_widget(Line::styled(" nobody found", view.theme.quiet), rest);
    }
}

/// How wide the box is in which words are asked for, and how high at least.
const ASKED: (u16, u16) = (72, 12);

/// Asks for words, with a line of choices above them where there is one.
fn words_asked(frame: &mut Frame<'_>, view: View<'_>, area: Rect, form: &Form, sheet: &WordsSheet) {
    let width = usize::from(ASKED.0.min(area.width).saturating_sub(2));
    let theme = view.theme;
    let mut lines = Vec::new();
    for text in sheet.above() {
        lines.extend(wrapped_text(&text, width).into_iter().map(|line| Line::styled(line, theme.quiet)));
        lines.push(Line::default());
    }
    // Why somebody is recused is in no minutes.
    let asked = words::delicate(&sheet.saved.text).filter(|_| !matches!(sheet.why, Asking::Recuse { .. }));
    let refused = match &form.stage {
        Stage::Refused(why) => Some(format!("! not recorded: {why}. The words are kept.")),
        Stage::ReadBack => Some(format!("{} {}", sheet.read_back(), read_back_choices())),
        _ => None,
    };
    let said = refused.or(asked).or(sheet.missing()).unwrap_or_default();
    let said = wrapped_text(&said, width);
    // The box grows with what is written in it.
    let written = wrapped_text(&sheet.saved.text, width.saturating_sub(20)).len().min(8);
    let height = ASKED.1.max((lines.len() + said.len() + written + 5) as u16);
    let inside = boxed(frame, view, area, (ASKED.0, height), &sheet.title());
    let (above, rest) = table::split_top(inside, (lines.len() as u16).min(inside.height / 2));
    frame.render_widget(Paragraph::new(lines), above);
    let (filled, below) = table::split_top(rest, rest.height.saturating_sub(said.len() as u16));
    super::screens::form::lines(frame, view, filled, form, super::screens::form::Shown::All);
    for (line, row) in said.into_iter().zip(below.rows()) {
        frame.render_widget(Line::styled(line, theme.asked), row);
    }
}
