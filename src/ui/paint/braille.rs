//! Lines of braille dots over what is already drawn; in one cell the weightier line wins.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// How a line looks: its colour, how many of its dots are drawn, its ASCII form and its weight.
#[derive(Clone, Copy, Debug)]
pub struct Stroke {
    pub style: Style,
    /// So many dots are drawn of every so many.
    pub on: usize,
    pub every: usize,
    pub ascii: &'static str,
    pub weight: u8,
}

/// A grid of 2×4 dots a cell.
pub struct Braille {
    area: Rect,
    cells: Vec<(u8, Option<Stroke>)>,
}

impl Braille {
    pub fn new(area: Rect) -> Self {
        Self { area, cells: vec![(0, None); usize::from(area.width) * usize::from(area.height)] }
    }

    /// Draws a line through `points` in dots from the top left; `None` interrupts it.
    pub fn line(&mut self, points: impl IntoIterator<Item = Option<(f64, f64)>>, stroke: Stroke) {
        let mut before: Option<(f64, f64)> = None;
        let mut walked = 0;
        for point in points {
            if let (Some(from), Some(to)) = (before, point) {
                let steps =
                    (to.0 - from.0).abs().max((to.1 - from.1).abs()).ceil().clamp(1.0, 4000.0) as usize;
                for step in 0..=steps {
                    let share = step as f64 / steps as f64;
                    let at = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
                    if (walked + step) % stroke.every.max(1) < stroke.on {
                        self.dot(at, stroke);
                    }
                }
                walked += steps;
            }
            before = point;
        }
    }

    fn dot(&mut self, (x, y): (f64, f64), stroke: Stroke) {
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        let (columns, rows) = (usize::from(self.area.width) * 2, usize::from(self.area.height) * 4);
        let inside = (-1.0..=columns as f64).contains(&x) && (-1.0..=rows as f64).contains(&y);
        if !inside || columns == 0 || rows == 0 {
            return;
        }
        let (x, y) = ((x.max(0.0) as usize).min(columns - 1), (y.max(0.0) as usize).min(rows - 1));
        let cell = &mut self.cells[y / 4 * (columns / 2) + x / 2];
        let standing = cell.1.map_or(0, |s| s.weight);
        if standing > stroke.weight {
            return;
        }
        // A mixed pattern in one colour would show the lighter line where it is not.
        if standing < stroke.weight {
            *cell = (0, Some(stroke));
        }
        cell.0 |= BITS[y % 4][x % 2];
    }

    /// Puts the dots into `buf` and leaves the background as it is.
    pub fn render(&self, buf: &mut Buffer, ascii: bool) {
        let width = usize::from(self.area.width);
        for (at, (bits, stroke)) in self.cells.iter().enumerate() {
            let Some(stroke) = stroke else { continue };
            let (x, y) = (self.area.x + (at % width) as u16, self.area.y + (at / width) as u16);
            let cell = &mut buf[(x, y)];
            if ascii {
                cell.set_symbol(stroke.ascii);
            } else {
                cell.set_char(char::from_u32(0x2800 + u32::from(*bits)).unwrap_or(' '));
            }
            cell.set_style(stroke.style);
        }
    }
}
