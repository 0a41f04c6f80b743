//! Draws a model: screens, widgets, theme, keys. Reads, never changes.

pub mod keymap;
pub mod paint;
pub mod plain;
pub mod theme;
pub mod words;

mod footer;
mod lines;
mod overlays;
mod screens;
mod table;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Paragraph, Wrap};

use crate::app::screen::Space;
use crate::app::{Model, Remote};

use keymap::{Context, Cursor, Keymap};
use paint::text::{fitted, wrapped as wrapped_text};
use theme::{Answers, Look, Open, Scheme, Theme};

/// The least room that a screen needs.
const LEAST: (u16, u16) = (60, 16);

/// Tells whether a terminal of so many columns and lines has room for a screen.
pub fn space((width, height): (u16, u16)) -> Space {
    if width >= LEAST.0 && height >= LEAST.1 { Space::Enough } else { Space::TooLittle }
}

/// How the program meets a person: in which colours and glyphs, and by which keys.
#[derive(Clone, Debug)]
pub struct Face {
    /// What the terminal can show.
    pub look: Look,
    /// The themes that can be asked for, by name; the model says which one is worn.
    pub themes: Vec<(String, Scheme)>,
    pub keymap: Keymap,
    /// What the terminal may still say of itself.
    pub open: Open,
    /// GNU screen is around it, whose own answers are not those of the terminal.
    pub gnu_screen: bool,
}

impl Face {
    /// Takes in what the terminal says of itself.
    pub fn told(&mut self, answers: &Answers) {
        self.look = self.look.told(self.open, answers);
    }

    /// Returns the theme that is worn, or looked at while one is chosen.
    fn worn(&self, model: &Model) -> Theme {
        let scheme = self.themes.get(model.theme.shown()).map_or(&Scheme::Auto, |(_, scheme)| scheme);
        Theme::of(self.look, scheme)
    }
}

/// A modest terminal, and the keys that the program comes with.
impl Default for Face {
    fn default() -> Self {
        Self {
            look: Look::default(),
            themes: Scheme::built_in(),
            keymap: Keymap::default(),
            open: Open::default(),
            gnu_screen: false,
        }
    }
}

/// What a screen draws with.
#[derive(Clone, Copy)]
struct View<'a> {
    model: &'a Model,
    theme: &'a Theme,
    keymap: &'a Keymap,
}

impl View<'_> {
    /// Fills the keys in force into what the screen says.
    fn fill(&self, text: &str) -> String {
        self.keymap.fill_for((Context::On(self.model.screen), self.cursor()), self.theme.look.glyphs, text)
    }

    /// Returns where the cursor is, by which keys are named.
    fn cursor(&self) -> Cursor {
        if self.model.is_among_words() { Cursor::AmongWords } else { Cursor::OnAChoice }
    }
}

/// Draws the whole terminal.
pub fn draw(frame: &mut Frame<'_>, model: &Model, face: &Face) {
    let theme = face.worn(model);
    whole(frame, model, face, &theme);
    if theme.ascii() {
        paint::ascii::plain(frame.buffer_mut());
    }
}

fn whole(frame: &mut Frame<'_>, model: &Model, face: &Face, theme: &Theme) {
    let keymap = &face.keymap;
    let area = frame.area();
    frame.render_widget(Clear, area);
    frame.render_widget(Block::new().style(theme.base), area);
    if model.blank {
        return;
    }
    if space((area.width, area.height)) == Space::TooLittle {
        let text =
            format!("trellis needs {} × {}; here are {} × {}", LEAST.0, LEAST.1, area.width, area.height);
        frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: true }).style(theme.strong), area);
        return;
    }
    let view = View { model, theme, keymap };
    let footer = footer::height(view, area.width);
    let said = footer::notice_height(view, area.width);
    let said_first = said_first(view, area);
    let [head, body, notice, keys] = Layout::vertical([
        Constraint::Length(said_first.len() as u16),
        Constraint::Min(0),
        Constraint::Length(said),
        Constraint::Length(footer),
    ])
    .areas(area);
    frame.render_widget(Paragraph::new(said_first).style(theme.asked), head);
    screen(frame, view, body);
    footer::notice(frame, view, notice);
    footer::keys(frame, view, keys);
    overlays::draw(frame, view, body);
}

/// Lays out what is said before anything else: of the ledger whole, as far as there is room, of the case file in a line.
fn said_first(view: View<'_>, area: Rect) -> Vec<Line<'static>> {
    let width = usize::from(area.width);
    let ledger =
        view.model.said_first().into_iter().flat_map(|said| wrapped_text(&said, width.saturating_sub(2)));
    let case_file =
        view.model.catalog.notice().map(|wrong| fitted(&wrong, width.saturating_sub(1), view.theme.ascii()));
    let room = usize::from(area.height / 4);
    ledger.take(room).chain(case_file).map(|line| Line::raw(format!(" {line}"))).collect()
}

fn screen(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let model = view.model;
    if let Remote::Failed(why) = &model.survey {
        let text = format!("the case file could not be read: {why}");
        frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: true }).style(view.theme.error), area);
        return;
    }
    screens::draw(frame, view, area);
}

#[cfg(test)]
mod tests;
