//! What the terminal can show, found from its environment without asking it.

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
    #[default]
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

/// The variables and the flag that a look is found from, as the environment has them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    pub no_color: Option<&'a str>,
    pub colorterm: Option<&'a str>,
    pub term: Option<&'a str>,
    pub colorfgbg: Option<&'a str>,
    /// The first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set and not empty.
    pub locale: Option<&'a str>,
    /// `--ascii` was given.
    pub ascii: bool,
}

impl Look {
    /// Returns the look that `around` promises; what it does not name stays modest.
    pub fn detect(around: &Surroundings<'_>) -> Self {
        Self { depth: depth(around), background: background(around.colorfgbg), glyphs: glyphs(around) }
    }

    /// Tells whether bands can be blended into the background.
    pub fn blends(self) -> bool {
        self.depth >= ColorDepth::Palette256 && self.glyphs == Glyphs::Unicode
    }
}

/// `NO_COLOR` counts when it is set and not empty (no-color.org).
fn depth(around: &Surroundings<'_>) -> ColorDepth {
    let term = around.term.unwrap_or_default();
    let colorterm = around.colorterm.unwrap_or_default();
    if around.no_color.is_some_and(|v| !v.is_empty()) || matches!(term, "dumb" | "vt100" | "vt220") {
        ColorDepth::None
    } else if matches!(colorterm, "truecolor" | "24bit") || term.ends_with("-direct") {
        ColorDepth::Truecolor
    } else if term.contains("256color") {
        ColorDepth::Palette256
    } else {
        ColorDepth::Ansi16
    }
}

/// `COLORFGBG` is `foreground;background` or `foreground;other;background`, in the 16 colours.
fn background(colorfgbg: Option<&str>) -> Background {
    let last = colorfgbg.and_then(|v| v.rsplit(';').next()).and_then(|v| v.trim().parse::<u8>().ok());
    match last {
        Some(7 | 9..=15) => Background::Light,
        _ => Background::Dark,
    }
}

/// A locale that is named and is not UTF-8 cannot carry braille; the Linux console has no font for it.
fn glyphs(around: &Surroundings<'_>) -> Glyphs {
    let utf8 = around.locale.is_none_or(|l| {
        let l = l.to_ascii_lowercase();
        l.contains("utf-8") || l.contains("utf8")
    });
    if around.ascii || !utf8 || around.term == Some("linux") { Glyphs::Ascii } else { Glyphs::Unicode }
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
            (Some("default;default"), Background::Dark),
            (None, Background::Dark),
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
}
