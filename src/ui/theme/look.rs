//! What the terminal can show: as its environment says, and as it answers itself.

use super::color::Rgb;

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum ColorDepth {
    None,
    #[default]
    Ansi16,
    Palette256,
    Truecolor,
}

/// Whether the terminal writes light on dark or dark on light.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Background {
    /// Nobody said so: a colour of the terminal's own may be illegible.
    #[default]
    Unknown,
    Dark,
    Light,
}

/// Which characters the terminal's font carries.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Glyphs {
    #[default]
    Unicode,
    Ascii,
}

/// All that drawing needs to know of a terminal.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Look {
    pub depth: ColorDepth,
    pub background: Background,
    pub glyphs: Glyphs,
}

/// What no person has said, so that the terminal's own answers count.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Open {
    pub depth: bool,
    pub background: bool,
    pub glyphs: bool,
}

/// What a terminal answers about itself; `None` where it did not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answers {
    /// Its signs are as wide as they are counted.
    pub counted: Option<bool>,
    /// The colour of its ground.
    pub ground: Option<Rgb>,
    /// It keeps a colour of 24 bits as it is given.
    pub truecolor: Option<bool>,
}

/// The variables and the flag that a look is found from, as the environment has them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    pub no_color: Option<&'a str>,
    pub colorterm: Option<&'a str>,
    pub term: Option<&'a str>,
    pub colorfgbg: Option<&'a str>,
    /// `TMUX` is set: a `TERM` that begins with `screen` is not GNU screen's.
    pub tmux: bool,
    /// The first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set and not empty.
    pub locale: Option<&'a str>,
    /// `--ascii` was given.
    pub ascii: bool,
}

impl Background {
    /// Tells whether black or white writing stands out more from a ground.
    pub fn of(ground: Rgb) -> Self {
        let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
        if ground.contrast(black) > ground.contrast(white) { Self::Light } else { Self::Dark }
    }
}

impl<'a> Surroundings<'a> {
    /// Tells whether the program runs in GNU screen, which takes a colour of 24 bits apart (4.9.0).
    pub fn in_gnu_screen(&self) -> bool {
        !self.tmux && self.name().starts_with("screen")
    }

    fn name(&self) -> &'a str {
        self.term.unwrap_or_default()
    }
}

/// The terminals that keep 24 bits, by the beginning of their `TERM`: ssh carries it, and not `COLORTERM`.
const TRUECOLOR: [&str; 5] = ["xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm"];

impl Look {
    /// Returns the look that `around` promises; what it does not name stays modest.
    pub fn detect(around: &Surroundings<'_>) -> Self {
        Self { depth: depth(around), background: background(around), glyphs: glyphs(around) }
    }

    /// Returns the look after the terminal's `answers`; what a person has said stays.
    ///
    /// Where a sign takes two columns that is counted as one, every cell behind it would keep what stood there before:
    /// only ASCII is drawn.
    #[must_use]
    pub fn told(self, open: Open, answers: &Answers) -> Self {
        let ground = answers.ground.filter(|_| open.background);
        let truecolor = open.depth && answers.truecolor == Some(true) && self.depth != ColorDepth::None;
        Self {
            depth: if truecolor { ColorDepth::Truecolor } else { self.depth },
            background: ground.map_or(self.background, Background::of),
            glyphs: if open.glyphs && answers.counted == Some(false) { Glyphs::Ascii } else { self.glyphs },
        }
    }

    /// Tells whether bands can be blended into the background.
    pub fn blends(self) -> bool {
        self.depth >= ColorDepth::Palette256 && self.glyphs == Glyphs::Unicode
    }
}

/// `NO_COLOR` counts when it is set and not empty (no-color.org).
fn depth(around: &Surroundings<'_>) -> ColorDepth {
    let term = around.name();
    let colorterm = around.colorterm.unwrap_or_default();
    if around.no_color.is_some_and(|v| !v.is_empty()) || matches!(term, "dumb" | "vt100" | "vt220") {
        ColorDepth::None
    } else if around.in_gnu_screen() {
        if term.contains("256color") { ColorDepth::Palette256 } else { ColorDepth::Ansi16 }
    } else if matches!(colorterm, "truecolor" | "24bit")
        || term.contains("-direct")
        || TRUECOLOR.iter().any(|known| term.starts_with(known))
    {
        ColorDepth::Truecolor
    } else if term.contains("256color") {
        ColorDepth::Palette256
    } else {
        ColorDepth::Ansi16
    }
}

/// `COLORFGBG` is `foreground;background` or `foreground;other;background`, in the 16 colours. The Linux console is
/// black.
fn background(around: &Surroundings<'_>) -> Background {
    let last = around.colorfgbg.and_then(|v| v.rsplit(';').next()).and_then(|v| v.trim().parse::<u8>().ok());
    match last {
        Some(7 | 9..=15) => Background::Light,
        Some(0..=6 | 8) => Background::Dark,
        _ if around.term == Some("linux") => Background::Dark,
        _ => Background::Unknown,
    }
}

/// A locale that is named and is not UTF-8 cannot carry braille; the Linux console has no font for it.
fn glyphs(around: &Surroundings<'_>) -> Glyphs {
    if around.ascii || !is_utf8(around.locale) || around.term == Some("linux") {
        Glyphs::Ascii
    } else {
        Glyphs::Unicode
    }
}

/// Tells whether a locale carries UTF-8; none at all is taken for one that does.
pub fn is_utf8(locale: Option<&str>) -> bool {
    locale.is_none_or(|named| {
        let named = named.to_ascii_lowercase();
        named.contains("utf-8") || named.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modern() -> Surroundings<'static> {
        Surroundings {
            colorterm: Some("truecolor"),
            term: Some("xterm-256color"),
            locale: Some("en_US.UTF-8"),
            ..Surroundings::default()
        }
    }

    #[test]
    fn a_modern_terminal_blends() {
        let look = Look::detect(&modern());
        assert_eq!((look.depth, look.glyphs), (ColorDepth::Truecolor, Glyphs::Unicode));
        assert!(look.blends());
    }

    #[test]
    fn no_color_wins_over_all_else_unless_it_is_empty() {
        let refused = Surroundings { no_color: Some("1"), ..modern() };
        assert_eq!(Look::detect(&refused).depth, ColorDepth::None);
        let empty = Surroundings { no_color: Some(""), ..modern() };
        assert_eq!(Look::detect(&empty).depth, ColorDepth::Truecolor);
    }

    #[test]
    fn depth_follows_term_where_colorterm_is_silent() {
        for (term, depth) in [
            ("xterm-256color", ColorDepth::Palette256),
            ("xterm-direct", ColorDepth::Truecolor),
            ("xterm", ColorDepth::Ansi16),
            ("xterm-kitty", ColorDepth::Truecolor),
            ("alacritty", ColorDepth::Truecolor),
            ("foot-extra", ColorDepth::Truecolor),
            ("screen-256color", ColorDepth::Palette256),
            ("dumb", ColorDepth::None),
        ] {
            let around = Surroundings { term: Some(term), colorterm: None, ..modern() };
            assert_eq!(Look::detect(&around).depth, depth, "{term}");
        }
    }

    #[test]
    fn the_background_is_the_last_number_of_colorfgbg() {
        for (value, expected) in [
            (Some("15;0"), Background::Dark),
            (Some("0;15"), Background::Light),
            (Some("0;default;7"), Background::Light),
            (Some("12;8"), Background::Dark),
            (Some("default;default"), Background::Unknown),
            (None, Background::Unknown),
        ] {
            let around = Surroundings { colorfgbg: value, ..modern() };
            assert_eq!(Look::detect(&around).background, expected, "{value:?}");
        }
    }

    #[test]
    fn ascii_is_asked_for_or_follows_from_the_locale() {
        let asked = Surroundings { ascii: true, ..modern() };
        let latin = Surroundings { locale: Some("de_DE.ISO-8859-1"), ..modern() };
        let console = Surroundings { term: Some("linux"), ..modern() };
        for around in [asked, latin, console] {
            assert_eq!(Look::detect(&around).glyphs, Glyphs::Ascii, "{around:?}");
        }
    }

    #[test]
    fn gnu_screen_keeps_no_24_bits_and_tmux_may() {
        for (term, tmux, depth) in [
            ("screen", false, ColorDepth::Ansi16),
            ("screen.xterm-256color", false, ColorDepth::Palette256),
            ("screen-256color", true, ColorDepth::Truecolor),
        ] {
            let around = Surroundings { term: Some(term), tmux, ..modern() };
            assert_eq!(Look::detect(&around).depth, depth, "{term}");
        }
    }

    #[test]
    fn the_terminal_s_answers_count_where_nobody_said_otherwise() {
        let look = Look { depth: ColorDepth::Ansi16, ..Look::detect(&modern()) };
        let answers =
            Answers { counted: Some(false), ground: Some(Rgb::hex(0xff_ffff)), truecolor: Some(true) };
        let open = Open { depth: true, background: true, glyphs: true };
        let told = look.told(open, &answers);
        let expected =
            Look { depth: ColorDepth::Truecolor, background: Background::Light, glyphs: Glyphs::Ascii };
        assert_eq!(told, expected);
        assert_eq!(look.told(Open::default(), &answers), look, "a person has said all of it");
        assert_eq!(look.told(open, &Answers::default()), look, "it answered nothing");
        let black = Answers { ground: Some(Rgb::hex(0x1d_1f21)), ..Answers::default() };
        assert_eq!(look.told(open, &black).background, Background::Dark);
        let refused = Look { depth: ColorDepth::None, ..look };
        assert_eq!(refused.told(open, &answers).depth, ColorDepth::None, "NO_COLOR");
    }
}
