//! The rotation strip under the chart: own blocks lit, labels that do not fit left out.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr as _;

use super::plot::Plot;
use super::{Block, BlockKind};
use crate::ui::theme::Theme;

/// Draws every block in the row under the plot.
pub fn draw(blocks: &[Block], plot: &Plot, theme: &Theme, buf: &mut Buffer) {
    if plot.area == plot.whole {
        return;
    }
    for block in blocks {
        let from = plot.cell(block.from.max(0.0), 0.0);
        let to = plot.cell(block.to.min(plot.months), 0.0);
        if let (Some((left, _)), Some((right, _))) = (from, to)
            && block.to > block.from
        {
            // The last cell stays empty, so that neighbours are told apart without colour.
            let last = block.to >= plot.months;
            let width = (right - left + u16::from(last)).max(1);
            let shown = if width > 2 && !last { width - 1 } else { width };
            draw_block(block, (left, plot.area.bottom(), shown), theme, buf);
        }
    }
}

fn draw_block(block: &Block, (x, y, width): (u16, u16, u16), theme: &Theme, buf: &mut Buffer) {
    let (style, fill) = appearance(block, theme);
    buf.set_string(x, y, fill.repeat(usize::from(width)), style);
    let wide = block.label.width() as u16;
    if wide <= width {
        buf.set_string(x + (width - wide) / 2, y, &block.label, style);
    }
}

fn appearance(block: &Block, theme: &Theme) -> (Style, &'static str) {
    let style = match block.kind {
        BlockKind::Other => theme.block,
        BlockKind::Own => theme.own_block,
        BlockKind::Away => theme.away,
    };
    let ascii = theme.ascii();
    let fill = match (block.kind, block.scheduled) {
        (BlockKind::Away, _) => {
            if ascii {
                "~"
            } else {
                "╌"
            }
        }
        (_, true) => {
            if ascii {
                "."
            } else {
                "·"
            }
        }
        _ if theme.look.blends() => " ",
        (BlockKind::Own, _) => "=",
        (BlockKind::Other, _) => "-",
    };
    (if block.scheduled { style.patch(theme.scheduled) } else { style }, fill)
}
