//! The row strip of the resident screen: where a resident stands on one shared centile scale.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use crate::ui::theme::{Cover, Theme};

/// A position on the centile scale, 0 to 100, with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    pub at: f64,
    pub low: f64,
    pub high: f64,
}

/// One row of the scale; without a position only the scale is drawn.
#[derive(Clone, Copy, Debug)]
pub struct CentileStrip<'a> {
    pub position: Option<Position>,
    pub theme: &'a Theme,
}

/// The scale's header, `10 50 90` above their columns.
#[derive(Clone, Copy, Debug)]
pub struct CentileHeader<'a> {
    pub theme: &'a Theme,
}

impl Widget for &CentileStrip<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        for column in 0..area.width {
            scale_cell(column, area, buf, self.theme);
        }
        let Some(position) = self.position.filter(|p| p.at.is_finite()) else { return };
        let dash = if self.theme.look.blends() {
            "─"
        } else if self.theme.ascii() {
            "="
        } else {
            "━"
        };
        if position.low.is_finite() && position.high.is_finite() {
            for column in column_of(position.low, area.width)..=column_of(position.high, area.width) {
                put(column, dash, self.theme.asked, area, buf);
            }
        }
        let dot = if self.theme.ascii() { "o" } else { "●" };
        put(column_of(position.at, area.width), dot, self.theme.asked, area, buf);
    }
}

impl Widget for &CentileHeader<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.height == 0 || area.width < 10 {
            return;
        }
        for (centile, label) in [(10.0, "10"), (50.0, "50"), (90.0, "90")] {
            let x = area.x + column_of(centile, area.width).min(area.width - 2);
            buf.set_string(x, area.y, label, self.theme.quiet);
        }
    }
}

/// Draws the bands of one column as background, or the scale as lines where nothing blends.
fn scale_cell(column: u16, area: Rect, buf: &mut Buffer, theme: &Theme) {
    let width = f64::from(area.width);
    let (from, to) = (f64::from(column) / width * 100.0, f64::from(column + 1) / width * 100.0);
    let share = |low: f64, high: f64| ((to.min(high) - from.max(low)) / (to - from)).clamp(0.0, 1.0);
    let cover = Cover { outer: share(10.0, 90.0), inner: share(25.0, 75.0) };
    let middle = column == column_of(50.0, area.width);
    if let Some(shade) = theme.field(cover) {
        buf[(area.x + column, area.y)].set_bg(shade);
        if middle {
            put(column, "│", theme.median, area, buf);
        }
        return;
    }
    let (line, rule) = if theme.ascii() { ("-", "|") } else { ("─", "┃") };
    if middle {
        put(column, rule, theme.median, area, buf);
    } else if cover.outer > 0.0 {
        put(column, line, theme.quiet, area, buf);
    }
}

fn column_of(centile: f64, width: u16) -> u16 {
    let at = centile.clamp(0.0, 100.0) / 100.0 * f64::from(width);
    (at as u16).min(width.saturating_sub(1))
}

fn put(column: u16, symbol: &str, style: ratatui::style::Style, area: Rect, buf: &mut Buffer) {
    buf[(area.x + column, area.y)].set_symbol(symbol).set_style(style);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ui::theme::{ColorDepth, Glyphs, Look};

    fn drawn(position: Option<Position>, look: Look, width: u16) -> String {
        let area = Rect::new(0, 0, width, 1);
        let mut buf = Buffer::empty(area);
        CentileStrip { position, theme: &Theme::new(look) }.render(area, &mut buf);
        buf.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn the_dot_stands_on_its_interval_and_beside_the_median() {
        let position = Some(Position { at: 34.0, low: 24.0, high: 46.0 });
        let plain = Look { depth: ColorDepth::None, ..Look::default() };
        assert_eq!(drawn(position, plain, 17), " ───━●━━┃─────── ");
        assert_eq!(drawn(position, Look { glyphs: Glyphs::Ascii, ..plain }, 17), " ---=o==|------- ");
        assert_eq!(drawn(None, plain, 17), " ───────┃─────── ");
    }

    proptest! {
        #[test]
        fn no_value_and_no_width_breaks_it(at in any::<f64>(), low in any::<f64>(), high in any::<f64>(), width in 0u16..40) {
            drawn(Some(Position { at, low, high }), Look { depth: ColorDepth::Truecolor, ..Look::default() }, width);
        }
    }
}
