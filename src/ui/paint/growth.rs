//! The growth curve: bands of a reference group, a resident's line, rotations, forecast.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::braille::{Braille, Stroke};
use crate::ui::theme::{Cover, Theme};

mod plot;
mod rotations;

use plot::Plot;

/// All that the chart shows. Values that are not finite are gaps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Growth {
    /// The end of the x axis, in training months, or in clinical ones.
    pub months: f64,
    /// The axis is one of clinical months.
    pub clinical: bool,
    /// Lowest first, an odd number of them; the middle one is the median.
    pub centiles: Vec<Centile>,
    /// Points of (training month, count), joined by straight lines; `None` is a gap.
    pub resident: Vec<(f64, Option<f64>)>,
    /// Where the resident is: training month and count.
    pub now: Option<(f64, f64)>,
    pub minimum: Option<f64>,
    /// The forecast from now to the end of training, in order of months.
    pub fan: Vec<Forecast>,
    /// Centile lines from outside the program; points of (training month, count).
    pub benchmark: Vec<Benchmark>,
    pub blocks: Vec<Block>,
    /// The training month that is being read.
    pub crosshair: Option<f64>,
}

/// One centile curve; `by_month[k]` is its value at the end of training month `k`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Centile {
    pub label: String,
    pub by_month: Vec<f64>,
}

/// The count expected by one training month, with the ends of its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    pub month: f64,
    pub low: f64,
    pub mid: f64,
    pub high: f64,
}

/// One centile line from outside the program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Benchmark {
    pub label: String,
    pub points: Vec<(f64, f64)>,
}

/// A block of the rotation strip, in training months.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub from: f64,
    pub to: f64,
    pub label: String,
    pub kind: BlockKind,
    pub scheduled: bool,
}

/// What a block means for the experience on the chart.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum BlockKind {
    #[default]
    Other,
    /// The experience is to be expected here.
    Own,
    Away,
}

/// The chart drawn with a theme.
#[derive(Clone, Copy, Debug)]
pub struct GrowthChart<'a> {
    pub growth: &'a Growth,
    pub theme: &'a Theme,
}

/// Turns events of (training month, count from then on) into the points of a stair.
pub fn steps(events: &[(f64, f64)]) -> Vec<(f64, Option<f64>)> {
    let mut before = 0.0;
    let mut points = Vec::with_capacity(events.len() * 2);
    for &(month, count) in events {
        points.push((month, Some(before)));
        points.push((month, Some(count)));
        before = count;
    }
    points
}

/// Turns values at the ends of training months, the first at month 0, into points.
pub fn by_month(values: &[Option<f64>]) -> Vec<(f64, Option<f64>)> {
    values.iter().enumerate().map(|(month, value)| (month as f64, *value)).collect()
}

impl Widget for &GrowthChart<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let plot = Plot::new(self.growth, area);
        self.bands(&plot, buf);
        self.lines(&plot, buf);
        self.marks(&plot, buf);
        plot.axes(self.growth, self.theme, buf);
        rotations::draw(&self.growth.blocks, &plot, self.theme, buf);
    }
}

impl GrowthChart<'_> {
    /// Paints each cell's background by the share of it that lies in the bands.
    fn bands(&self, plot: &Plot, buf: &mut Buffer) {
        const SAMPLES: u16 = 4;
        let centiles = &self.growth.centiles;
        let (Some(lowest), Some(highest)) = (centiles.first(), centiles.last()) else { return };
        let middle = centiles.len() / 2;
        let inner = (centiles.len() >= 5).then(|| (&centiles[middle - 1], &centiles[middle + 1]));
        for column in 0..plot.area.width {
            for row in 0..plot.area.height {
                let mut cover = Cover::default();
                for sample in 0..SAMPLES {
                    let month =
                        plot.month(f64::from(column) + (f64::from(sample) + 0.5) / f64::from(SAMPLES));
                    let part = 1.0 / f64::from(SAMPLES);
                    cover.outer += part * plot.share(row, lowest.at(month), highest.at(month));
                    if let Some((low, high)) = inner {
                        cover.inner += part * plot.share(row, low.at(month), high.at(month));
                    }
                }
                let shade = (cover.outer > 0.01).then(|| self.theme.band(cover)).flatten();
                if let Some(shade) = shade {
                    buf[(plot.area.x + column, plot.area.y + row)].set_bg(shade);
                }
            }
        }
    }

    fn lines(&self, plot: &Plot, buf: &mut Buffer) {
        let (growth, theme) = (self.growth, self.theme);
        let mut dots = Braille::new(plot.area);
        let middle = growth.centiles.len() / 2;
        for (index, centile) in growth.centiles.iter().enumerate() {
            let (style, every, ascii, weight) = match index.abs_diff(middle) {
                0 => (theme.median, 1, "=", 3),
                _ if theme.look.blends() => continue,
                1 => (theme.quiet, 2, "-", 2),
                _ => (theme.quiet, 4, ".", 1),
            };
            let points = centile.by_month.iter().enumerate().map(|(k, v)| plot.dot(k as f64, *v));
            dots.line(points, Stroke { style, on: 1, every, ascii, weight });
        }
        if let Some(minimum) = growth.minimum {
            let ends = [plot.dot(0.0, minimum), plot.dot(plot.months, minimum)];
            dots.line(ends, Stroke { style: theme.minimum, on: 1, every: 5, ascii: "_", weight: 2 });
        }
        for line in &growth.benchmark {
            let points = line.points.iter().map(|&(month, count)| plot.dot(month, count));
            dots.line(points, Stroke { style: theme.strong, on: 4, every: 8, ascii: "+", weight: 3 });
        }
        self.fan(plot, &mut dots);
        let points = growth.resident.iter().map(|&(month, count)| plot.dot(month, count?));
        dots.line(points, Stroke { style: theme.resident, on: 1, every: 1, ascii: "#", weight: 5 });
        dots.render(buf, theme.ascii());
    }

    /// Draws the forecast from the dot at now: what is expected, and the interval that widens round it.
    fn fan(&self, plot: &Plot, dots: &mut Braille) {
        let start = self.growth.now.map(|(month, count)| plot.dot(month, count));
        let mut line = |count: fn(&Forecast) -> f64, every| {
            let rest = self.growth.fan.iter().map(|f| plot.dot(f.month, count(f)));
            let stroke = Stroke { style: self.theme.forecast, on: 1, every, ascii: ":", weight: 4 };
            dots.line(start.into_iter().chain(rest), stroke);
        };
        line(|f| f.low, 4);
        line(|f| f.high, 4);
        line(|f| f.mid, 2);
    }

    /// Draws the crosshair behind what stands there already, and the dot at now over it.
    fn marks(&self, plot: &Plot, buf: &mut Buffer) {
        let ascii = self.theme.ascii();
        if let Some((column, _)) = self.growth.crosshair.and_then(|month| plot.cell(month, 0.0)) {
            for y in plot.area.top()..plot.area.bottom() {
                let cell = &mut buf[(column, y)];
                if cell.symbol() == " " {
                    cell.set_symbol(if ascii { "|" } else { "│" }).set_style(self.theme.crosshair);
                }
            }
        }
        if let Some(at) = self.growth.now.and_then(|(month, count)| plot.cell(month, count)) {
            buf[at].set_symbol(if ascii { "O" } else { "●" }).set_style(self.theme.resident.bold());
        }
    }
}

impl Centile {
    /// Returns the value at a fractional month, `NaN` in a gap or past the end.
    fn at(&self, month: f64) -> f64 {
        let before = month.floor();
        let value = |k: f64| self.by_month.get(k as usize).copied().unwrap_or(f64::NAN);
        let (low, high) = (value(before), value(before + 1.0));
        if month > before { low + (high - low) * (month - before) } else { low }
    }
}

#[cfg(test)]
mod tests;
