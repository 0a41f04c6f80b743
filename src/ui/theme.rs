//! What each colour means. Screens name meanings; only here do meanings become colours.

use ratatui::style::{Color, Modifier, Style};

pub mod color;
pub mod look;

pub use color::Rgb;
pub use look::{Answers, Background, ColorDepth, Glyphs, Look, Open, Surroundings};

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

struct Colors {
    ground: Rgb,
    field: Rgb,
    outer: Rgb,
    inner: Rgb,
    text: Rgb,
    strong: Rgb,
    quiet: Rgb,
    usual: Rgb,
    asked: Rgb,
    minimum: Rgb,
    selected: Rgb,
    error: Rgb,
    block: Rgb,
    own_block: Rgb,
}

const DARK: Colors = Colors {
    ground: Rgb::hex(0x10_1418),
    field: Rgb::hex(0x16_1c22),
    outer: Rgb::hex(0x1c_3442),
    inner: Rgb::hex(0x26_4e60),
    text: Rgb::hex(0xd2_d6dc),
    strong: Rgb::hex(0xf0_f3f7),
    quiet: Rgb::hex(0x8e_98a2),
    usual: Rgb::hex(0x78_bed2),
    asked: Rgb::hex(0xff_b040),
    minimum: Rgb::hex(0xc8_a064),
    selected: Rgb::hex(0x1e_2c36),
    error: Rgb::hex(0xff_7a6b),
    block: Rgb::hex(0x36_3c44),
    own_block: Rgb::hex(0x6a_4e22),
};

const LIGHT: Colors = Colors {
    ground: Rgb::hex(0xfb_fbf8),
    field: Rgb::hex(0xf1_f3f3),
    outer: Rgb::hex(0xdc_eaf0),
    inner: Rgb::hex(0xb4_d4e0),
    text: Rgb::hex(0x24_2a30),
    strong: Rgb::hex(0x08_0c10),
    quiet: Rgb::hex(0x50_5a64),
    usual: Rgb::hex(0x0b_5670),
    asked: Rgb::hex(0x8f_3a00),
    minimum: Rgb::hex(0x7a_4c10),
    selected: Rgb::hex(0xe4_ecf0),
    error: Rgb::hex(0xa8_1020),
    block: Rgb::hex(0xdd_e0e4),
    own_block: Rgb::hex(0xf6_d6a4),
};

impl Theme {
    /// Makes the styles for one look.
    pub fn new(look: Look) -> Self {
        match look.depth {
            ColorDepth::None => Self::colorless(look),
            ColorDepth::Ansi16 => Self::sixteen(look),
            ColorDepth::Palette256 => Self::rich(look, Rgb::indexed),
            ColorDepth::Truecolor => Self::rich(look, Color::from),
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

    fn rich(look: Look, paint: fn(Rgb) -> Color) -> Self {
        let colors = if look.background == Background::Light { &LIGHT } else { &DARK };
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
            shades: None,
        }
    }
}

#[cfg(test)]
mod tests;
