//! A cumulative sum of attempts between its two boundaries.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::braille::{Braille, Stroke};
use super::text::number;
use crate::ui::theme::Theme;

/// The width of the labels at the left.
const LABELS: u16 = 7;

/// Sums after each attempt, oldest first, and the distance of both boundaries from 0.
#[derive(Clone, Copy, Debug)]
pub struct CusumChart<'a> {
    pub sums: &'a [f64],
    pub boundary: f64,
    pub theme: &'a Theme,
}

impl Widget for &CusumChart<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.height < 3 || area.width <= LABELS + 4 || self.boundary <= 0.0 {
            return;
        }
        let plot = Rect {
            x: area.x + LABELS,
            y: area.y,
            width: area.width - LABELS - 1,
            height: if area.height < 6 { area.height } else { area.height - 1 },
        };
        let theme = self.theme;
        // One failure more than the boundary holds the sum that crosses it.
        let reach = self.sums.iter().map(|sum| sum.abs()).fold(self.boundary, f64::max) * 1.1;
        let height = f64::from(plot.height) * 4.0;
        let y = |sum: f64| (reach - sum) / (2.0 * reach) * (height - 1.0);
        let width = f64::from(plot.width) * 2.0 - 1.0;
        let step = width / self.sums.len().max(20) as f64;
        let mut lines = Braille::new(plot);
        let across = |sum: f64| [Some((0.0, y(sum))), Some((width, y(sum)))];
        let limit = Stroke { style: theme.minimum, on: 1, every: 3, ascii: "-", weight: 2 };
        let zero = Stroke { style: theme.quiet, on: 1, every: 4, ascii: ".", weight: 1 };
        lines.line(across(self.boundary), limit);
        lines.line(across(-self.boundary), limit);
        lines.line(across(0.0), zero);
        let own = Stroke { style: theme.resident, on: 1, every: 1, ascii: "*", weight: 3 };
        for run in self.runs() {
            let points = run.iter().map(|(at, sum)| Some((*at as f64 * step, y(*sum))));
            lines.line(points.collect::<Vec<_>>(), own);
        }
        lines.render(buf, theme.ascii());
        if plot.height < area.height {
            let last = self.sums.len().to_string();
            let end = (self.sums.len() as f64 * step / 2.0) as u16;
            let x = plot.x + end.saturating_sub(last.len() as u16);
            buf.set_string(area.x, plot.bottom(), number("attempt", usize::from(LABELS)), theme.quiet);
            buf.set_string(x.max(plot.x + 2), plot.bottom(), &last, theme.quiet);
        }
        for (sum, sign) in [(self.boundary, "+"), (0.0, ""), (-self.boundary, "−")] {
            let sign = if theme.ascii() && sum < 0.0 { "-" } else { sign };
            let label = number(&format!("{sign}{:.2}", sum.abs()), usize::from(LABELS) - 1);
            let row = plot.y + ((y(sum) / 4.0) as u16).min(plot.height - 1);
            buf.set_string(area.x, row, label, theme.quiet);
        }
    }
}

impl CusumChart<'_> {
    /// Returns the runs between crossings, each begun at 0, as attempts and sums.
    fn runs(&self) -> Vec<Vec<(usize, f64)>> {
        let mut runs = vec![vec![(0, 0.0)]];
        for (i, sum) in self.sums.iter().enumerate().filter(|(_, sum)| sum.is_finite()) {
            if let Some(run) = runs.last_mut() {
                run.push((i + 1, *sum));
            }
            if sum.abs() >= self.boundary - 1e-9 {
                runs.push(vec![(i + 1, 0.0)]);
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{ColorDepth, Glyphs, Look};

    fn drawn(sums: &[f64], (width, height): (u16, u16)) -> Vec<String> {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        let theme = Theme::new(Look { depth: ColorDepth::None, glyphs: Glyphs::Ascii, ..Look::default() });
        CusumChart { sums, boundary: 2.0, theme: &theme }.render(area, &mut buf);
        let line = |y| (0..width).map(|x| buf[(x, y)].symbol().to_owned()).collect::<String>();
        (0..height).map(|y| line(y).trim_end().to_owned()).collect()
    }

    #[test]
    fn a_run_ends_at_its_boundary_and_the_next_begins_at_zero() {
        let chart =
            CusumChart { sums: &[-1.0, -2.0, 0.5], boundary: 2.0, theme: &Theme::new(Look::default()) };
        assert_eq!(chart.runs(), [vec![(0, 0.0), (1, -1.0), (2, -2.0)], vec![(2, 0.0), (3, 0.5)]]);
    }

    #[test]
    fn the_boundaries_are_labelled_and_the_line_lies_between() {
        let lines = drawn(&[0.9; 20], (40, 8));
        assert!(lines[0].trim_start().starts_with("+2.00"), "{lines:#?}");
        assert!(lines[6].trim_start().starts_with("-2.00"), "{lines:#?}");
        assert!(lines[1].contains("****"), "{lines:#?}");
        assert!(lines[7].starts_with("attempt") && lines[7].ends_with("20"), "{lines:#?}");
    }

    #[test]
    fn no_sum_and_no_room_breaks_it() {
        for size in [(0, 0), (1, 1), (12, 3), (80, 2)] {
            drawn(&[], size);
            drawn(&[f64::NAN, 1e300, -4.0], size);
        }
    }
}
