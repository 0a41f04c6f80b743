//! What each colour means. Screens name meanings; only here do meanings become colours.

use ratatui::style::{Color, Modifier, Style};

pub mod color;
pub mod look;
pub mod scheme;

pub use color::Rgb;
pub use look::{Answers, Background, ColorDepth, Glyphs, Look, Open, Surroundings};
pub use scheme::{Colors, Scheme};

/// The styles of every meaning for one look.
///
/// Two hues do all the work: one for what is usual and given, one for this resident and what is
/// asked. A hue never stands alone: a glyph, a word, bold or reverse says the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    pub look: Look,
    /// The ground that a screen fills its area with, and plain text on it.
    pub base: Style,
    /// Names and numbers that the eye should find first.
    pub strong: Style,
    /// Everything that explains.
    pub quiet: Style,
    /// What is usual and given.
    pub usual: Style,
    /// This resident, and what is asked.
    pub asked: Style,
    /// The title of a panel.
    pub header: Style,
    /// A key in the footer.
    pub key: Style,
    /// The selected row; drawn with `marker` too.
    pub selected: Style,
    pub error: Style,
    pub median: Style,
    pub resident: Style,
    pub minimum: Style,
    pub forecast: Style,
    pub crosshair: Style,
    /// A block of the rotation strip.
    pub block: Style,
    /// A block in which this experience is to be expected.
    pub own_block: Style,
    /// A block that is still to come; patched over `block` or `own_block`.
    pub scheduled: Style,
    /// Time away from training.
    pub away: Style,
    /// The terminal's cursor stands on the selected row, where a screen reader reads.
    pub cursor_on_selected: bool,
    shades: Option<Shades>,
}

/// The ends between which band backgrounds are blended.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shades {
    ground: Rgb,
    field: Rgb,
    outer: Rgb,
    inner: Rgb,
    indexed: bool,
}

/// How much of a cell lies in which band, each between 0 and 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cover {
    /// The share between the outermost centiles.
    pub outer: f64,
    /// The share between the inner centiles, a part of `outer`.
    pub inner: f64,
}

impl Theme {
    /// Makes the styles for one look, as the terminal's ground asks for.
    pub fn new(look: Look) -> Self {
        Self::of(look, &Scheme::Auto)
    }

    /// Makes the styles for one look in the theme that a person asks for.
    ///
    /// Of 16 colours a theme takes whether they stand on dark or on light; the one of high contrast takes none of them,
    /// since a terminal's own are as they are.
    pub fn of(look: Look, scheme: &Scheme) -> Self {
        let look = scheme.on(look);
        let colors = scheme.colors(look);
        match look.depth {
            _ if *scheme == Scheme::Mono => Self::colorless(look),
            _ if *scheme == Scheme::Linear => {
                Self { selected: Style::new(), cursor_on_selected: true, ..Self::colorless(look) }
            }
            ColorDepth::None => Self::colorless(look),
            ColorDepth::Ansi16 if *scheme == Scheme::Contrast => Self::colorless(look),
            ColorDepth::Ansi16 => Self::sixteen(look),
            ColorDepth::Palette256 => Self::rich(look, colors, Rgb::indexed),
            ColorDepth::Truecolor => Self::rich(look, colors, Color::from),
        }
    }

    /// Returns the background of a cell that `cover` lies on, or `None` where bands are lines.
    pub fn band(&self, cover: Cover) -> Option<Color> {
        self.blend(self.shades?.ground, cover)
    }

    /// Returns the background of a cell of a centile strip, which lies on a field of its own.
    pub fn field(&self, cover: Cover) -> Option<Color> {
        self.blend(self.shades?.field, cover)
    }

    /// Returns the mark before a selected row.
    pub fn marker(&self) -> &'static str {
        if self.ascii() { ">" } else { "▌" }
    }

    /// Tells whether only ASCII may be drawn.
    pub fn ascii(&self) -> bool {
        self.look.glyphs == Glyphs::Ascii
    }

    fn blend(&self, from: Rgb, cover: Cover) -> Option<Color> {
        let shades = self.shades?;
        let inner = if cover.outer > 0.0 { cover.inner / cover.outer } else { 0.0 };
        // The palette has no shade between the bands' own: their common edge stays hard.
        let inner = if shades.indexed { inner.round() } else { inner };
        let blended = from.toward(shades.outer.toward(shades.inner, inner), cover.outer);
        Some(if shades.indexed { blended.indexed() } else { blended.into() })
    }

    fn rich(look: Look, colors: &Colors, paint: fn(Rgb) -> Color) -> Self {
        let on = |rgb: Rgb| Style::new().fg(paint(rgb));
        let base = on(colors.text).bg(paint(colors.ground));
        let shades = Shades {
            ground: colors.ground,
            field: colors.field,
            outer: colors.outer,
            inner: colors.inner,
            indexed: look.depth == ColorDepth::Palette256,
        };
        Self {
            look,
            base,
            strong: on(colors.strong).bold(),
            quiet: on(colors.quiet),
            usual: on(colors.usual),
            asked: on(colors.asked),
            header: on(colors.usual).bold(),
            key: on(colors.strong).bold(),
            selected: Style::new().bg(paint(colors.selected)).bold(),
            error: on(colors.error).bold(),
            median: on(colors.usual),
            resident: on(colors.asked),
            minimum: on(colors.minimum),
            forecast: on(colors.asked),
            crosshair: on(colors.quiet),
            block: on(colors.text).bg(paint(colors.block)),
            own_block: on(colors.strong).bg(paint(colors.own_block)).bold(),
            scheduled: Style::new().italic(),
            away: on(colors.quiet).bg(paint(colors.ground)),
            cursor_on_selected: false,
            shades: look.blends().then_some(shades),
        }
    }

    /// The terminal's own 16 colours, of which none is legible on every ground: where the ground is not known, no hue
    /// carries anything.
    fn sixteen(look: Look) -> Self {
        let (usual, asked, error) = match look.background {
            Background::Unknown => return Self::colorless(look),
            Background::Dark => (Color::LightCyan, Color::LightYellow, Color::LightYellow),
            Background::Light => (Color::Blue, Color::Red, Color::Red),
        };
        let [usual, asked, error] = [usual, asked, error].map(|hue| Style::new().fg(hue));
        Self {
            usual,
            asked,
            header: usual.bold(),
            error: error.bold(),
            median: usual,
            resident: asked.bold(),
            minimum: asked,
            forecast: asked,
            own_block: asked.reversed().bold(),
            ..Self::colorless(look)
        }
    }

    fn colorless(look: Look) -> Self {
        let plain = Style::new();
        Self {
            look,
            base: plain,
            strong: plain.bold(),
            quiet: plain,
            usual: plain,
            asked: plain.bold(),
            header: plain.bold(),
            key: plain.bold(),
            selected: plain.add_modifier(Modifier::REVERSED),
            error: plain.bold(),
            median: plain,
            resident: plain.bold(),
            minimum: plain,
            forecast: plain,
            crosshair: plain.bold(),
            block: plain,
            own_block: plain.reversed(),
            scheduled: plain.italic(),
            away: plain,
            cursor_on_selected: false,
            shades: None,
        }
    }
}

#[cfg(test)]
mod tests;
