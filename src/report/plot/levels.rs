//! Milestone levels side by side, as SVG: those that were decided, and those before. None is ranked or averaged.

use plotters::element::{Circle, PathElement, Text};
use plotters::prelude::{IntoDrawingArea as _, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, IntoFont as _, IntoTextStyle as _, RGBColor, ShapeStyle, TextStyle};

use super::{MIDDLE, NotDrawn, OWN, QUIET};
use crate::domain::milestone::HalfSteps;

/// The width of the drawing, in its own units.
const WIDTH: u32 = 720;
/// The height of a line, and of the head with the names of the levels.
const LINE: i32 = 34;
/// The height of letters.
const LETTERS: u32 = 24;
/// Where the scale begins and ends, from the left.
const SCALE: (i32, i32) = (130, 690);
/// The highest level in half steps.
const TOP: i32 = 10;

/// The levels of one decision.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Levels {
    pub rows: Vec<Row>,
}

/// One subcompetency.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// The subcompetency's code.
    pub code: String,
    /// What was decided; `None` where no level could be given.
    pub now: Option<HalfSteps>,
    /// What an earlier decision said.
    pub before: Option<HalfSteps>,
}

impl Levels {
    /// Draws the levels as one `<svg>` element: a line for each subcompetency, a ring for before, a dot for now.
    pub fn svg(&self) -> Result<String, NotDrawn> {
        let mut svg = String::new();
        let lines = i32::try_from(self.rows.len()).unwrap_or(i32::MAX).saturating_add(1);
        let height = LINE.saturating_mul(lines).cast_unsigned();
        let drawn = || -> Result<(), Box<dyn std::error::Error + '_>> {
            let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
            let style = |anchor| -> TextStyle<'_> {
                ("sans-serif", LETTERS).into_font().color(&QUIET).into_text_style(&area).pos(anchor)
            };
            for level in 1..=TOP / 2 {
                let x = across(2 * level);
                area.draw(&Text::new(level.to_string(), (x, 4), style(Pos::new(HPos::Center, VPos::Top))))?;
                let ends = vec![(x, LINE), (x, height.cast_signed())];
                area.draw(&PathElement::new(ends, QUIET.mix(0.35).stroke_width(1)))?;
            }
            for (row, y) in self.rows.iter().zip((LINE + LINE / 2..).step_by(LINE.unsigned_abs() as usize)) {
                area.draw(&Text::new(row.code.clone(), (4, y), style(Pos::new(HPos::Left, VPos::Center))))?;
                let Some(now) = row.now else {
                    let at = (SCALE.0, y);
                    area.draw(&Text::new("not assessable", at, style(Pos::new(HPos::Left, VPos::Center))))?;
                    continue;
                };
                if let Some(before) = row.before {
                    let ends = vec![(place(before), y), (place(now), y)];
                    area.draw(&PathElement::new(ends, MIDDLE.stroke_width(3)))?;
                    area.draw(&Circle::new((place(before), y), 9, ring(MIDDLE)))?;
                }
                area.draw(&Circle::new((place(now), y), 8, OWN.filled()))?;
            }
            area.present()?;
            Ok(())
        }()
        .map_err(|why| NotDrawn(why.to_string()));
        drawn?;
        Ok(svg)
    }
}

fn ring(colour: RGBColor) -> ShapeStyle {
    colour.stroke_width(3)
}

fn place(level: HalfSteps) -> i32 {
    across(i32::from(level.get()))
}

/// Returns where a level in half steps stands; the scale begins below level 1, which is a value of its own.
fn across(half_steps: i32) -> i32 {
    SCALE.0 + (SCALE.1 - SCALE.0) * half_steps / TOP
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plot::written;

    fn row(code: &str, now: Option<u8>, before: Option<u8>) -> Row {
        let level = |half_steps: u8| half_steps.try_into().unwrap();
        Row { code: code.to_owned(), now: now.map(level), before: before.map(level) }
    }

    #[test]
    fn now_and_before_stand_on_one_line_and_what_is_not_assessable_has_no_place() {
        let rows = vec![row("PC1", Some(7), Some(5)), row("PC2", None, Some(4)), row("MK1", Some(10), None)];
        let svg = Levels { rows }.svg().unwrap();
        let count = |part: &str| svg.matches(part).count();
        assert_eq!((count("<circle"), count(">\nnot assessable\n<")), (3, 1), "{svg}");
        let at = |half_steps| format!("cx=\"{}\"", across(half_steps));
        assert_eq!((count(&at(7)), count(&at(5)), count(&at(10)), count(&at(4))), (1, 1, 1, 0), "{svg}");
        for code in ["PC1", "PC2", "MK1"] {
            assert!(svg.contains(&format!(">\n{code}\n<")), "{code}");
        }
        assert!(svg.contains(&written(OWN)) && svg.contains(&written(MIDDLE)) && !svg.contains("NaN"));
    }

    #[test]
    fn a_higher_level_stands_further_to_the_right_and_all_have_room() {
        let places: Vec<_> = [0, 2, 3, 9, 10].map(across).into();
        assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
        assert!(places[0] >= SCALE.0 && places[4] + 8 < WIDTH.cast_signed());
    }
}
