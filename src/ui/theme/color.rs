//! Colours as numbers: blending, rounding to the 256-colour palette, contrast.

use ratatui::style::Color;

/// A colour of the sRGB space.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Returns the colour that `hex` writes, as in `0x10_1418`.
    pub const fn hex(hex: u32) -> Self {
        Self((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
    }

    /// Blends towards `other` by `share`, which is held between 0 and 1.
    #[must_use]
    pub fn toward(self, other: Self, share: f64) -> Self {
        let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// Returns the nearest colour of the fixed part (16 to 255) of the 256-colour palette.
    pub fn indexed(self) -> Color {
        let nearest = (16..=255u8).min_by_key(|&i| self.distance(palette(i)));
        Color::Indexed(nearest.unwrap_or(16))
    }

    fn distance(self, other: Self) -> i32 {
        let square = |a: u8, b: u8| (i32::from(a) - i32::from(b)).pow(2);
        square(self.0, other.0) + square(self.1, other.1) + square(self.2, other.2)
    }

    /// Returns the linear-light channels, each between 0 and 1 (IEC 61966-2-1).
    pub fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// Returns the WCAG 2.2 contrast ratio, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

impl From<Rgb> for Color {
    fn from(Rgb(r, g, b): Rgb) -> Self {
        Self::Rgb(r, g, b)
    }
}

/// Returns what xterm shows for an index of its 6×6×6 cube (16 to 231) or its greys (232 to 255).
fn palette(index: u8) -> Rgb {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    if index >= 232 {
        let grey = 8 + 10 * (index - 232);
        return Rgb(grey, grey, grey);
    }
    let at = usize::from(index.saturating_sub(16));
    Rgb(STEPS[at / 36 % 6], STEPS[at / 6 % 6], STEPS[at % 6])
}

/// Returns what a colour of a theme looks like, for the colours whose look is fixed.
#[cfg(test)]
pub(super) fn seen(color: Color) -> Option<Rgb> {
    match color {
        Color::Rgb(r, g, b) => Some(Rgb(r, g, b)),
        Color::Indexed(i) if i >= 16 => Some(palette(i)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_runs_from_1_to_21() {
        let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        // WebAIM's checker gives 4.54 for #767676 on white.
        assert!((Rgb::hex(0x76_7676).contrast(white) - 4.54).abs() < 0.005);
    }

    #[test]
    fn every_colour_of_the_palette_rounds_to_itself() {
        for index in 16..=255u8 {
            let Color::Indexed(found) = palette(index).indexed() else { panic!("not indexed") };
            assert_eq!(palette(found), palette(index));
        }
    }

    #[test]
    fn a_blend_keeps_to_its_ends() {
        let (a, b) = (Rgb(10, 20, 30), Rgb(200, 100, 0));
        assert_eq!((a.toward(b, -3.0), a.toward(b, f64::NAN), a.toward(b, 9.0)), (a, a, b));
    }
}
