//! The row strip of the measures screen: a share with its interval on the limits that chance makes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use crate::growth::proportion::Interval;
use crate::ui::theme::{Cover, Theme};

/// What one row shows; every value is a share, 0 to 1.
#[derive(Clone, Copy, Debug)]
pub struct FunnelStrip<'a> {
    /// The ends of the axis; what lies beyond is drawn at its edge.
    pub axis: Interval,
    /// The share and its interval.
    pub share: Option<(f64, Interval)>,
    pub others: Option<f64>,
    pub limits_95: Option<Interval>,
    pub limits_998: Option<Interval>,
    pub theme: &'a Theme,
}

impl Widget for &FunnelStrip<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() || self.axis.high <= self.axis.low {
            return;
        }
        (0..area.width).for_each(|column| self.ground(column, area, buf));
        let theme = self.theme;
        if let Some(others) = self.others {
            let rule = if theme.ascii() { "|" } else { "│" };
            put(self.column(others, area.width), rule, theme.median, area, buf);
        }
        let Some((share, interval)) = self.share else { return };
        let (dash, dot) = match (theme.look.blends(), theme.ascii()) {
            (true, _) => ("─", "●"),
            (_, true) => ("=", "o"),
            _ => ("━", "●"),
        };
        for column in self.column(interval.low, area.width)..=self.column(interval.high, area.width) {
            put(column, dash, theme.asked, area, buf);
        }
        put(self.column(share, area.width), dot, theme.asked, area, buf);
    }
}

impl FunnelStrip<'_> {
    fn column(&self, share: f64, width: u16) -> u16 {
        let place = ((share - self.axis.low) / (self.axis.high - self.axis.low)).clamp(0.0, 1.0);
        ((place * f64::from(width) + 1e-9) as u16).min(width.saturating_sub(1))
    }

    /// Draws the limits of one column as background, or as a line where nothing blends.
    fn ground(&self, column: u16, area: Rect, buf: &mut Buffer) {
        let at = |edge: u16| {
            let wide = self.axis.high - self.axis.low;
            self.axis.low + wide * f64::from(edge) / f64::from(area.width)
        };
        let (from, to) = (at(column), at(column + 1));
        let inside = |limits: Option<Interval>| {
            limits.map_or(0.0, |l| ((to.min(l.high) - from.max(l.low)) / (to - from)).clamp(0.0, 1.0))
        };
        let cover = Cover { outer: inside(self.limits_998), inner: inside(self.limits_95) };
        if let Some(shade) = self.theme.field(cover) {
            buf[(area.x + column, area.y)].set_bg(shade);
        } else if cover.outer > 0.0 {
            let line = if self.theme.ascii() { "-" } else { "─" };
            put(column, line, self.theme.quiet, area, buf);
        }
    }
}

fn put(column: u16, symbol: &str, style: Style, area: Rect, buf: &mut Buffer) {
    buf[(area.x + column, area.y)].set_symbol(symbol).set_style(style);
}

/// Returns the narrowest of a few round axes that holds `shares`, from the end where they should lie.
pub fn axis(shares: impl IntoIterator<Item = f64>, from_top: bool) -> Interval {
    let farthest = |share: f64| if from_top { 1.0 - share } else { share };
    let reach = shares.into_iter().map(farthest).fold(0.0, f64::max);
    let width = [0.25, 0.5, 1.0].into_iter().find(|width| reach <= *width).unwrap_or(1.0);
    if from_top { Interval { low: 1.0 - width, high: 1.0 } } else { Interval { low: 0.0, high: width } }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ui::theme::{ColorDepth, Glyphs, Look};

    fn drawn(share: Option<f64>, look: Look, width: u16) -> String {
        let area = Rect::new(0, 0, width, 1);
        let mut buf = Buffer::empty(area);
        let around = |share: f64| Interval { low: share - 0.1, high: share + 0.05 };
        let strip = FunnelStrip {
            axis: Interval { low: 0.5, high: 1.0 },
            share: share.map(|share| (share, around(share))),
            others: Some(0.9),
            limits_95: Some(Interval { low: 0.8, high: 0.95 }),
            limits_998: Some(Interval { low: 0.75, high: 1.0 }),
            theme: &Theme::new(look),
        };
        strip.render(area, &mut buf);
        buf.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn a_share_stands_on_its_interval_and_beside_the_others() {
        let plain = Look { depth: ColorDepth::None, ..Look::default() };
        assert_eq!(drawn(Some(0.7), plain, 20), "    ━━━━●━━─────│───");
        assert_eq!(drawn(Some(0.7), Look { glyphs: Glyphs::Ascii, ..plain }, 20), "    ====o==-----|---");
        assert_eq!(drawn(None, plain, 20), "          ──────│───");
    }

    #[test]
    fn the_axis_holds_every_share() {
        assert_eq!(axis([0.93, 0.8], true), Interval { low: 0.75, high: 1.0 });
        assert_eq!(axis([0.93, 0.2], true), Interval { low: 0.0, high: 1.0 });
        assert_eq!(axis([0.05, 0.3], false), Interval { low: 0.0, high: 0.5 });
    }

    proptest! {
        #[test]
        fn no_share_and_no_width_breaks_it(share in any::<f64>(), width in 0u16..60) {
            drawn(Some(share), Look::default(), width);
        }
    }
}
