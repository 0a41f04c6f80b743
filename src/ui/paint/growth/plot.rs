//! Where a month and a count lie on the chart, and its axes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::Growth;
use crate::ui::paint::text;
use crate::ui::theme::Theme;

/// Counts above this are no counts; the axis stays readable whatever a file holds.
const MOST: f64 = 1e6;

/// Names the axis where it is not the usual one of training months.
const CLINICAL: &str = "clinical months";

/// The part of the chart inside its axes, and the scales.
pub struct Plot {
    pub whole: Rect,
    pub area: Rect,
    pub months: f64,
    top: f64,
    step: f64,
}

impl Plot {
    pub fn new(growth: &Growth, whole: Rect) -> Self {
        let room = whole.width >= 24 && whole.height >= 6;
        let area =
            if room { Rect::new(whole.x + 5, whole.y, whole.width - 9, whole.height - 2) } else { whole };
        let months = if growth.months.is_finite() { growth.months.clamp(1.0, 1200.0) } else { 36.0 };
        let ticks = f64::from((area.height / 4).clamp(1, 8));
        let step = round_step(highest(growth) / ticks);
        // A fifth of a step keeps the top near the highest count, where steps are few.
        let fine = (step / 5.0).max(1.0);
        let top = ((highest(growth) / fine).ceil() * fine).max(step);
        Self { whole, area, months, top, step }
    }

    /// Returns a point in dots from the top left of the area.
    pub fn dot(&self, month: f64, count: f64) -> Option<(f64, f64)> {
        let inside = month.is_finite() && count.is_finite() && (0.0..=self.months).contains(&month);
        inside.then(|| {
            let height = f64::from(self.area.height) * 4.0 - 1.0;
            let share = (count.clamp(0.0, MOST) / self.top).min(1.0);
            (month / self.months * f64::from(self.area.width) * 2.0, height * (1.0 - share))
        })
    }

    /// Returns the cell of a point.
    pub fn cell(&self, month: f64, count: f64) -> Option<(u16, u16)> {
        let (x, y) = self.dot(month, count)?;
        let column = ((x / 2.0) as u16).min(self.area.width - 1);
        Some((self.area.x + column, self.area.y + ((y / 4.0) as u16).min(self.area.height - 1)))
    }

    /// Returns the month at a column of the area.
    pub fn month(&self, column: f64) -> f64 {
        column / f64::from(self.area.width) * self.months
    }

    /// Returns the share of a row's height between two counts; a gap has none.
    pub fn share(&self, row: u16, low: f64, high: f64) -> f64 {
        let height = self.top / f64::from(self.area.height);
        let ceiling = self.top - f64::from(row) * height;
        if low.is_finite() && high.is_finite() {
            ((ceiling.min(high) - (ceiling - height).max(low)) / height).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    /// Writes the round counts, the months and the names of the centiles, where there is room.
    pub fn axes(&self, growth: &Growth, theme: &Theme, buf: &mut Buffer) {
        if self.area == self.whole {
            return;
        }
        for tick in 0..=(self.top / self.step).floor() as u32 {
            let count = f64::from(tick) * self.step;
            if let Some((_, y)) = self.cell(0.0, count) {
                buf.set_string(self.whole.x, y, text::number(&short(count), 4), theme.quiet);
            }
        }
        let row = self.whole.bottom() - 1;
        buf.set_string(self.whole.x, row, "  mo", theme.quiet);
        let named = self.whole.right().saturating_sub(CLINICAL.len() as u16 + 1);
        if growth.clinical && named > self.area.x {
            buf.set_string(named + 1, row, CLINICAL, theme.quiet);
        }
        let mut free = self.area.x;
        for month in (0..=self.months as u32).step_by(6) {
            let label = month.to_string();
            let Some((x, _)) = self.cell(f64::from(month), 0.0) else { continue };
            let end = if growth.clinical { named } else { self.whole.right() };
            if x >= free && x + label.len() as u16 <= end {
                buf.set_string(x, row, &label, theme.quiet);
                free = x + label.len() as u16 + 1;
            }
        }
        self.names(growth, theme, buf);
    }

    /// Names each line at the right where it ends; of two in one row the one nearer to the median stays,
    /// and the program's before the benchmark's.
    fn names(&self, growth: &Growth, theme: &Theme, buf: &mut Buffer) {
        let middle = growth.centiles.len() / 2;
        let program = growth.centiles.iter().enumerate().map(|(index, centile)| {
            let height = centile.by_month.iter().rev().find(|v| v.is_finite()).copied();
            let style = if index == middle { theme.usual } else { theme.quiet };
            (index.abs_diff(middle), height, &centile.label, style)
        });
        let middle = growth.benchmark.len() / 2;
        let outside = growth.benchmark.iter().enumerate().map(|(index, line)| {
            let rank = growth.centiles.len() + index.abs_diff(middle);
            (rank, line.points.last().map(|(_, v)| *v), &line.label, theme.strong)
        });
        let mut ends: Vec<_> = program.chain(outside).collect();
        ends.sort_by_key(|(rank, ..)| *rank);
        let mut taken = Vec::new();
        for (_, height, label, style) in ends {
            let Some((_, y)) = height.and_then(|v| self.cell(0.0, v)) else { continue };
            if label.width() <= 3 && !taken.contains(&y) {
                taken.push(y);
                buf.set_string(self.area.right() + 1, y, label, style);
            }
        }
    }
}

/// Returns the highest count that the chart must hold, at least 1.
fn highest(growth: &Growth) -> f64 {
    let centiles = growth.centiles.iter().flat_map(|c| c.by_month.iter().copied());
    let resident = growth.resident.iter().filter_map(|p| p.1);
    let rest = [growth.minimum, growth.now.map(|n| n.1)];
    let ahead = growth.fan.iter().map(|f| f.high);
    let outside = growth.benchmark.iter().flat_map(|line| line.points.iter().map(|p| p.1));
    centiles
        .chain(resident)
        .chain(rest.into_iter().flatten())
        .chain(ahead)
        .chain(outside)
        .filter(|v| v.is_finite())
        .fold(1.0, f64::max)
        .min(MOST)
}

/// Returns the smallest of 1, 2, 5, 10, 20, … that is not below `least`.
fn round_step(least: f64) -> f64 {
    let mut decade = 1.0;
    loop {
        for factor in [1.0, 2.0, 5.0] {
            if factor * decade >= least.min(MOST) {
                return factor * decade;
            }
        }
        decade *= 10.0;
    }
}

fn short(count: f64) -> String {
    if count >= 10_000.0 { format!("{:.0}k", count / 1000.0) } else { format!("{count:.0}") }
}
