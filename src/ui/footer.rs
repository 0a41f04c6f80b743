//! The live keys at the foot of the screen, and one line for what just happened.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::app::screen::Panel;
use crate::app::{Action, Remote, Screen};

use super::View;
use super::keymap::{Binding, Context, Key};
use super::paint::text::wrapped;

const MOTTO: &str = "experience, not competence";

/// Nothing is on record before the key signs.
const WAITS_FOR_KEY: &str = "waiting for your key: confirm it where its agent asks; Esc gives up";

/// Between what just happened and the motto, in columns.
const GAP: usize = 2;

/// Returns the lines that the keys take: two at most.
pub fn height(view: View<'_>, width: u16) -> u16 {
    lines(view, width).len().clamp(1, 2) as u16
}

/// Draws the keys that mean something here; what cannot be done now is quiet.
pub fn keys(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    for (line, row) in lines(view, area.width).into_iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
}

fn lines(view: View<'_>, width: u16) -> Vec<Line<'static>> {
    let context = Context::of(view.model);
    let named = |b: &&Binding| !b.short.is_empty() && !b.keys.is_empty();
    let mut listed: Vec<&Binding> = view.keymap.bindings(context).filter(named).collect();
    listed.retain(|b| match b.action {
        Action::Go(Screen::Decide) if context == Context::On(Screen::Epas) => false,
        // The cursor is on a list of residents there, not on a resident's numbers.
        Action::Go(screen)
            if matches!(context, Context::On(Screen::Triage | Screen::Meeting | Screen::Recommendations)) =>
        {
            !screen.is_about_a_resident()
        }
        Action::Go(screen) => screen != view.model.screen && view.model.selected.is_some(),
        // Who keeps no record has one card, the own one.
        Action::Right if context == Context::On(Screen::Card) => {
            view.model.session.actor.role.keeps_the_record()
        }
        Action::Acknowledge if context == Context::Program => true,
        Action::Acknowledge | Action::NextResident => view.model.screen.is_about_a_resident(),
        _ => true,
    });
    // Help and the way out are what a newcomer looks for: they are never cut.
    let last =
        |b: &&Binding| matches!(b.action, Action::Help | Action::Palette | Action::Back | Action::Quit);
    let (end, mut start): (Vec<_>, Vec<_>) = listed.into_iter().partition(last);
    let all = |start: &[_]| rows_of(view, start.iter().chain(&end).copied(), width);
    while all(&start).len() > 2 && start.pop().is_some() {}
    all(&start).into_iter().map(|row| styled(view, &row)).collect()
}

/// Breaks the keys into rows that fit.
fn rows_of<'a>(view: View<'_>, all: impl Iterator<Item = &'a Binding>, width: u16) -> Vec<Vec<&'a Binding>> {
    let (mut rows, mut used) = (vec![Vec::new()], 1);
    for binding in all {
        let wide = entry_width(view, binding);
        if used + wide > usize::from(width) {
            rows.push(Vec::new());
            used = 1;
        }
        if let Some(row) = rows.last_mut() {
            row.push(binding);
        }
        used += wide;
    }
    rows
}

fn styled(view: View<'_>, row: &[&Binding]) -> Line<'static> {
    let mut line = Line::from(" ");
    for binding in row {
        let key = if view.model.can(binding.action) { view.theme.key } else { view.theme.quiet };
        line.push_span(Span::styled(key_text(view, binding), key));
        line.push_span(Span::styled(format!(" {}  ", label(view, binding)), view.theme.quiet));
    }
    line
}

fn key_text(view: View<'_>, binding: &Binding) -> String {
    let shown = |key: &Key| key.shown(view.theme.look.glyphs);
    let first = |action| view.keymap.keys(binding.context, action).first();
    // Left and right, or next and previous, share one word.
    let pair = match (binding.action, binding.context) {
        (Action::NextResident, _) => Some((Action::PreviousResident, Action::NextResident)),
        (Action::Left, Context::On(Screen::Entry | Screen::Growth))
        | (Action::Right, Context::On(Screen::Decide)) => Some((Action::Left, Action::Right)),
        _ => None,
    };
    match pair.and_then(|(one, other)| first(one).zip(first(other))) {
        Some((one, other)) => format!("{} {}", shown(one), shown(other)),
        None => binding.key_at(view.cursor()).map(shown).unwrap_or_default(),
    }
}

fn entry_width(view: View<'_>, binding: &Binding) -> usize {
    key_text(view, binding).width() + label(view, binding).width() + 3
}

/// Says what a key does; what is opened on the resident's screen is what the cursor's panel leads to.
fn label(view: View<'_>, binding: &Binding) -> &'static str {
    let at_panel = binding.context == Context::On(Screen::Resident) && binding.action == Action::Open;
    match view.model.turned.panel {
        _ if !at_panel => binding.short,
        Panel::Experience => "growth curve",
        Panel::Milestones => "milestones",
        Panel::Epas => "ratings",
        Panel::Prompts => "what it rests on",
        Panel::Goals if view.model.can(Action::EndGoal) => "end the goal",
        Panel::Goals => "set a goal",
        Panel::Words => "nothing to open",
    }
}

/// Draws what just happened, or what the program is doing, and its motto.
pub fn notice(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let width = usize::from(area.width);
    let (text, style) = match (&model.notice, &model.survey) {
        _ if model.waits_for_key => (format!(" {WAITS_FOR_KEY}"), theme.strong),
        (Some(notice), _) if notice.failed => (format!(" ! {}", view.fill(&notice.text)), theme.error),
        (Some(notice), _) => (format!(" {}", view.fill(&notice.text)), theme.strong),
        (None, Remote::Loading) => (" counting exposures…".to_owned(), theme.quiet),
        (None, _) => (String::new(), theme.quiet),
    };
    let shared = match (model.presenting, model.ledger.open_meeting()) {
        (true, Some(meeting)) => format!("codes for names · {} · ", meeting.title),
        (true, None) => "codes for names · ".to_owned(),
        (false, Some(meeting)) => format!("{} · ", meeting.title),
        (false, None) => String::new(),
    };
    let motto = format!("{shared}{MOTTO} ");
    let room = width.saturating_sub(motto.width() + GAP);
    if text.width() <= room {
        let gap = " ".repeat(width.saturating_sub(text.width() + motto.width()));
        let line = Line::from(vec![Span::styled(text + &gap, style), Span::styled(motto, theme.quiet)]);
        return frame.render_widget(line, area);
    }
    let lines = wrapped(text.trim_start(), width.saturating_sub(1));
    for (line, row) in lines.iter().zip(area.rows()) {
        frame.render_widget(Line::styled(format!(" {line}"), style), row);
    }
}

/// Returns the lines that what just happened takes: two at most.
pub fn notice_height(view: View<'_>, width: u16) -> u16 {
    let said = match &view.model.notice {
        _ if view.model.waits_for_key => WAITS_FOR_KEY.to_owned(),
        Some(notice) => format!("! {}", view.fill(&notice.text)),
        None => String::new(),
    };
    wrapped(&said, usize::from(width).saturating_sub(1)).len().clamp(1, 2) as u16
}
