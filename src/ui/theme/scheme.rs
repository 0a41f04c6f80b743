//! The colours of a theme, and the themes that a person can ask for by name.

use super::color::Rgb;
use super::look::{Background, Look};

/// The colours of every meaning, of which a theme is made where the terminal shows enough of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Colors {
    pub ground: Rgb,
    pub field: Rgb,
    pub outer: Rgb,
    pub inner: Rgb,
    pub text: Rgb,
    pub strong: Rgb,
    pub quiet: Rgb,
    pub usual: Rgb,
    pub asked: Rgb,
    pub minimum: Rgb,
    pub selected: Rgb,
    pub error: Rgb,
    pub block: Rgb,
    pub own_block: Rgb,
}

/// A theme that a person asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Scheme {
    /// As the terminal's ground asks for.
    #[default]
    Auto,
    Dark,
    Light,
    /// Text that stands out from its ground by 7 to 1 and more, for a projector in daylight and for weak eyes.
    Contrast,
    /// No hue at all: bold, reverse and signs.
    Mono,
    /// For a screen reader: no hue, a row that is chosen only by its mark, and the terminal's cursor on it, so that no
    /// line is written anew that did not change.
    Linear,
    /// A person's own colours.
    Own(Box<Colors>),
}

impl Scheme {
    /// Returns the themes that the program comes with, by name.
    pub fn built_in() -> Vec<(String, Self)> {
        [
            ("auto", Self::Auto),
            ("dark", Self::Dark),
            ("light", Self::Light),
            ("contrast", Self::Contrast),
            ("mono", Self::Mono),
            ("linear", Self::Linear),
        ]
        .map(|(name, scheme)| (name.to_owned(), scheme))
        .to_vec()
    }

    /// Returns the colours on a terminal whose ground is known or not.
    pub fn colors(&self, look: Look) -> &Colors {
        match (self, look.background) {
            (Self::Own(colors), _) => colors,
            (Self::Contrast, Background::Light) => &CONTRAST_LIGHT,
            (Self::Contrast, _) => &CONTRAST_DARK,
            (_, Background::Light) => &LIGHT,
            _ => &DARK,
        }
    }

    /// Returns the look that the theme asks for; what it does not name stays the terminal's.
    pub fn on(&self, look: Look) -> Look {
        let background = match self {
            Self::Dark => Background::Dark,
            Self::Light => Background::Light,
            Self::Own(colors) => Background::of(colors.ground),
            Self::Auto | Self::Contrast | Self::Mono | Self::Linear => look.background,
        };
        Look { background, ..look }
    }
}

impl Colors {
    /// Returns the pairs that are written on each other, with how much they have to stand out: text by 4.5 to 1, lines
    /// on the bands by 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
    pub fn contrasts(&self) -> Vec<(&'static str, f64, f64)> {
        let text = [
            ("text", self.text),
            ("strong", self.strong),
            ("quiet", self.quiet),
            ("usual", self.usual),
            ("asked", self.asked),
            ("error", self.error),
        ];
        let on_ground = text.map(|(name, color)| (name, color.contrast(self.ground), 4.5));
        let on_selected = text.map(|(name, color)| (name, color.contrast(self.selected), 4.5));
        let lines = [("usual", self.usual), ("asked", self.asked), ("minimum", self.minimum)];
        let on_bands = lines.map(|(name, color)| (name, color.contrast(self.inner), 3.0));
        let on_blocks = [
            ("text", self.text.contrast(self.block), 4.5),
            ("strong", self.strong.contrast(self.own_block), 4.5),
        ];
        on_ground.into_iter().chain(on_selected).chain(on_bands).chain(on_blocks).collect()
    }

    /// The names of the colours, as settings write them.
    pub const NAMES: [&str; 14] = [
        "ground",
        "field",
        "outer",
        "inner",
        "text",
        "strong",
        "quiet",
        "usual",
        "asked",
        "minimum",
        "selected",
        "error",
        "block",
        "own_block",
    ];

    /// Returns a colour by its name, to be set.
    pub fn named(&mut self, name: &str) -> Option<&mut Rgb> {
        Some(match name {
            "ground" => &mut self.ground,
            "field" => &mut self.field,
            "outer" => &mut self.outer,
            "inner" => &mut self.inner,
            "text" => &mut self.text,
            "strong" => &mut self.strong,
            "quiet" => &mut self.quiet,
            "usual" => &mut self.usual,
            "asked" => &mut self.asked,
            "minimum" => &mut self.minimum,
            "selected" => &mut self.selected,
            "error" => &mut self.error,
            "block" => &mut self.block,
            "own_block" => &mut self.own_block,
            _ => return None,
        })
    }
}

pub const DARK: Colors = Colors {
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

pub const LIGHT: Colors = Colors {
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

/// Black, white and two bright hues.
pub const CONTRAST_DARK: Colors = Colors {
    ground: Rgb::hex(0x00_0000),
    field: Rgb::hex(0x0c_0c0c),
    outer: Rgb::hex(0x0e_2a34),
    inner: Rgb::hex(0x18_4250),
    text: Rgb::hex(0xff_ffff),
    strong: Rgb::hex(0xff_ffff),
    quiet: Rgb::hex(0xd8_dce0),
    usual: Rgb::hex(0x86_e6ff),
    asked: Rgb::hex(0xff_d23c),
    minimum: Rgb::hex(0xf0_c070),
    selected: Rgb::hex(0x1c_2a38),
    error: Rgb::hex(0xff_9a8c),
    block: Rgb::hex(0x2c_2c2c),
    own_block: Rgb::hex(0x50_3a00),
};

/// White, black and two deep hues.
pub const CONTRAST_LIGHT: Colors = Colors {
    ground: Rgb::hex(0xff_ffff),
    field: Rgb::hex(0xf4_f4f4),
    outer: Rgb::hex(0xd4_e8f0),
    inner: Rgb::hex(0xb0_d4e2),
    text: Rgb::hex(0x00_0000),
    strong: Rgb::hex(0x00_0000),
    quiet: Rgb::hex(0x2c_3238),
    usual: Rgb::hex(0x00_3c58),
    asked: Rgb::hex(0x74_2000),
    minimum: Rgb::hex(0x5c_3400),
    selected: Rgb::hex(0xdc_e8f0),
    error: Rgb::hex(0x84_0010),
    block: Rgb::hex(0xe0_e0e0),
    own_block: Rgb::hex(0xff_dc9c),
};
