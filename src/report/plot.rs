//! A small growth curve as SVG, drawn by `plotters`. Its colours are names that a style sheet may replace.

pub mod levels;

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Circle, Polygon, Text};
use plotters::prelude::{DrawingArea, IntoDrawingArea as _, SVGBackend};
use plotters::series::{DashedLineSeries, LineSeries};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, IntoFont as _, IntoTextStyle as _, RGBColor, TextStyle};

/// What is usual: a band.
pub const BAND: RGBColor = RGBColor(0xBB, 0xD3, 0xE8);
/// What is usual: its middle.
pub const MIDDLE: RGBColor = RGBColor(0x5F, 0x7F, 0xA0);
/// The resident's own line.
pub const OWN: RGBColor = RGBColor(0xB4, 0x50, 0x0F);
/// Axes, a minimum, and what is written.
pub const QUIET: RGBColor = RGBColor(0x59, 0x59, 0x59);

/// Width and height in units of the drawing, whose coordinates are whole numbers.
const SIZE: (u32, u32) = (720, 270);
/// The height of letters, in the same units.
const LETTERS: u32 = 44;

/// A plot that could not be drawn.
#[derive(Debug, thiserror::Error)]
#[error("a plot could not be drawn: {0}")]
pub struct NotDrawn(String);

/// One growth curve. Heights are cumulative exposures, by training month.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// Training months of the whole program.
    pub months: f64,
    /// The resident's own: training month and exposures; the last point is today.
    pub own: Vec<(f64, f64)>,
    /// The lower and the upper line of what is usual, from month 0.
    pub band: Option<(Vec<f64>, Vec<f64>)>,
    /// The middle of what is usual, from month 0.
    pub middle: Option<Vec<f64>>,
    /// What is to be reached by the end.
    pub minimum: Option<u32>,
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

impl Plot {
    /// Draws the plot as one `<svg>` element, without any words about it.
    pub fn svg(&self) -> Result<String, NotDrawn> {
        let mut svg = String::new();
        let drawn = {
            let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
            self.draw(&area)
        };
        drawn.map_err(|why| NotDrawn(why.to_string()))?;
        Ok(svg)
    }

    fn draw(&self, area: &Area<'_>) -> Result<(), Box<dyn std::error::Error>> {
        let top = self.top();
        let mut chart = ChartBuilder::on(area)
            .margin_top(LETTERS + 12)
            .margin_bottom(LETTERS + 8)
            .margin_left(8)
            .margin_right(12)
            .build_cartesian_2d(0.0..self.months, 0.0..top)?;
        self.draw_usual(&mut chart)?;
        if let Some(minimum) = self.minimum.map(f64::from) {
            let ends = [(0.0, minimum), (self.months, minimum)];
            chart.draw_series(DashedLineSeries::new(ends, 14, 10, QUIET.stroke_width(3)))?;
        }
        chart.draw_series(LineSeries::new([(0.0, 0.0), (self.months, 0.0)], QUIET.stroke_width(3)))?;
        chart.draw_series(LineSeries::new(self.own.iter().copied(), OWN.stroke_width(9)))?;
        chart.draw_series(self.own.last().map(|&today| Circle::new(today, 14, OWN.filled())))?;
        self.draw_words(area, top)?;
        area.present()?;
        Ok(())
    }

    fn draw_usual(&self, chart: &mut Chart<'_, '_>) -> Result<(), Box<dyn std::error::Error>> {
        let points = |values: &[f64]| -> Vec<(f64, f64)> {
            values.iter().enumerate().map(|(month, height)| (month as f64, *height)).collect()
        };
        if let Some((low, high)) = &self.band {
            let mut around = points(high);
            around.extend(points(low).into_iter().rev());
            chart.draw_series([Polygon::new(around, BAND.filled())])?;
        }
        if let Some(middle) = &self.middle {
            chart.draw_series(LineSeries::new(points(middle), MIDDLE.stroke_width(5)))?;
        }
        Ok(())
    }

    /// Writes the ends of the axes.
    fn draw_words(&self, area: &Area<'_>, top: f64) -> Result<(), Box<dyn std::error::Error>> {
        let (right, bottom) = (SIZE.0.cast_signed() - 12, SIZE.1.cast_signed() - 4);
        let written: [(String, (i32, i32), Pos); 3] = [
            (format!("{top:.0}"), (8, 4), Pos::new(HPos::Left, VPos::Top)),
            ("0".to_owned(), (8, bottom), Pos::new(HPos::Left, VPos::Bottom)),
            (format!("month {:.0}", self.months), (right, bottom), Pos::new(HPos::Right, VPos::Bottom)),
        ];
        for (text, at, pos) in written {
            let style: TextStyle<'_> =
                ("sans-serif", LETTERS).into_font().color(&QUIET).into_text_style(area);
            area.draw(&Text::new(text, at, style.pos(pos)))?;
        }
        Ok(())
    }

    /// Returns the height of the plot in exposures: all that it shows, and at least one.
    fn top(&self) -> f64 {
        let own = self.own.iter().map(|point| point.1);
        let usual = self.band.iter().flat_map(|(_, high)| high.iter().copied());
        let middle = self.middle.iter().flatten().copied();
        let minimum = self.minimum.map(f64::from);
        own.chain(usual).chain(middle).chain(minimum).fold(1.0, f64::max).ceil()
    }
}

/// Returns the rules by which a page replaces the plots' colours by its own, which know light from dark.
pub fn colours() -> String {
    let names = [(BAND, "band"), (MIDDLE, "middle"), (OWN, "own"), (QUIET, "quiet")];
    let rules = names.map(|(colour, name)| {
        let colour = written(colour);
        format!(
            "svg [fill=\"{colour}\"]{{fill:var(--{name})}}svg [stroke=\"{colour}\"]{{stroke:var(--{name})}}\n"
        )
    });
    rules.concat()
}

/// Returns a colour as the drawing writes it, such as `#BBD3E8`.
pub fn written(colour: RGBColor) -> String {
    format!("#{:02X}{:02X}{:02X}", colour.0, colour.1, colour.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot() -> Plot {
        Plot {
            months: 36.0,
            own: vec![(0.0, 0.0), (1.0, 2.0), (1.5, 3.0)],
            band: Some((vec![0.0; 37], (0..37).map(f64::from).collect())),
            middle: Some((0..37).map(|m| f64::from(m) / 2.0).collect()),
            minimum: Some(40),
        }
    }

    #[test]
    fn every_part_is_drawn_and_the_axes_are_named() {
        let svg = plot().svg().unwrap();
        for colour in [BAND, MIDDLE, OWN, QUIET] {
            assert!(svg.contains(&written(colour)), "{colour:?} is missing");
        }
        for word in [">\n40\n<", ">\n0\n<", ">\nmonth 36\n<"] {
            assert!(svg.contains(word), "{word:?} in {svg}");
        }
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn a_resident_without_a_group_or_a_case_still_has_an_axis() {
        let alone = Plot { own: vec![(0.0, 0.0)], band: None, middle: None, minimum: None, ..plot() };
        let svg = alone.svg().unwrap();
        assert!(svg.contains("month 36") && !svg.contains(&written(BAND)) && !svg.contains("NaN"), "{svg}");
    }

    #[test]
    fn a_higher_count_stands_higher() {
        let top = |n| Plot { own: vec![(0.0, 0.0), (2.0, n)], ..plot() }.top();
        assert!((top(12.0) - 40.0).abs() < f64::EPSILON && (top(90.2) - 91.0).abs() < f64::EPSILON);
    }
}
