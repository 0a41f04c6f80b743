use proptest::prelude::*;

use super::*;
use crate::ui::theme::{ColorDepth, Glyphs, Look};

fn growth() -> Growth {
    let curve = |label: &str, end: f64| Centile {
        label: label.into(),
        by_month: (0..=36).map(|k| end * (f64::from(k) / 36.0).powf(1.3)).collect(),
    };
    let block =
        |from, to, label: &str, kind, scheduled| Block { from, to, label: label.into(), kind, scheduled };
    Growth {
        months: 36.0,
        clinical: false,
        centiles: vec![
            curve("10", 16.0),
            curve("25", 21.0),
            curve("50", 26.0),
            curve("75", 32.0),
            curve("90", 37.0),
        ],
        resident: steps(&[
            (0.0, 0.0),
            (4.0, 2.0),
            (12.5, 5.0),
            (14.0, 9.0),
            (20.0, 14.0),
            (26.0, 17.0),
            (29.4, 19.0),
        ]),
        now: Some((29.4, 19.0)),
        minimum: Some(20.0),
        fan: vec![
            Forecast { month: 29.4, low: 19.0, mid: 19.0, high: 19.0 },
            Forecast { month: 32.0, low: 19.0, mid: 20.0, high: 22.0 },
            Forecast { month: 36.0, low: 24.0, mid: 27.0, high: 31.0 },
        ],
        benchmark: Vec::new(),
        blocks: vec![
            block(0.0, 12.0, "general", BlockKind::Other, false),
            block(12.0, 14.0, "CARDIAC", BlockKind::Own, false),
            block(14.0, 22.0, "obstetric", BlockKind::Other, false),
            block(22.0, 24.0, "away", BlockKind::Away, false),
            block(24.0, 32.0, "regional", BlockKind::Other, false),
            block(32.0, 36.0, "CARDIAC", BlockKind::Own, true),
        ],
        crosshair: Some(18.0),
    }
}

fn drawn(growth: &Growth, look: Look, (width, height): (u16, u16)) -> Buffer {
    let theme = Theme::new(look);
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    buf.set_style(buf.area, theme.base);
    GrowthChart { growth, theme: &theme }.render(buf.area, &mut buf);
    buf
}

fn lines(buf: &Buffer) -> String {
    let width = usize::from(buf.area.width.max(1));
    let row =
        |cells: &[ratatui::buffer::Cell]| cells.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
    buf.content.chunks(width).map(|cells| row(cells).trim_end().to_owned() + "\n").collect()
}

const ASCII: Look =
    Look { depth: ColorDepth::None, background: crate::ui::theme::Background::Dark, glyphs: Glyphs::Ascii };

#[test]
fn an_ascii_chart_carries_every_line() {
    let shown = lines(&drawn(&growth(), ASCII, (80, 20)));
    assert!(shown.is_ascii());
    for sign in ['#', '=', '-', '.', '_', ':', 'O', '|'] {
        assert!(shown.contains(sign), "{sign} is missing:\n{shown}");
    }
}

#[test]
fn the_chart_reads_the_same_without_colour() {
    insta::assert_snapshot!("ascii_80x20", lines(&drawn(&growth(), ASCII, (80, 20))));
    let plain = Look { glyphs: Glyphs::Unicode, ..ASCII };
    insta::assert_snapshot!("plain_120x32", lines(&drawn(&growth(), plain, (120, 32))));
    let rich = Look { depth: ColorDepth::Truecolor, ..plain };
    insta::assert_snapshot!("truecolor_60x14", lines(&drawn(&growth(), rich, (60, 14))));
}

#[test]
fn a_benchmark_is_a_dashed_line_with_a_label_of_its_own() {
    let line = Benchmark { label: "b50".into(), points: vec![(6.0, 8.0), (36.0, 39.0)] };
    let both = Growth { benchmark: vec![line], ..growth() };
    let shown = lines(&drawn(&both, ASCII, (80, 20)));
    assert!(shown.contains("b50") && shown.contains('+') && shown.contains('='), "{shown}");
    let alone = Growth { centiles: Vec::new(), ..both };
    let shown = lines(&drawn(&alone, ASCII, (80, 20)));
    let plot: String = shown.lines().take(18).collect();
    assert!(plot.contains("b50") && !plot.contains('='), "{shown}");
}

#[test]
fn a_label_that_does_not_fit_is_left_out() {
    let shown = lines(&drawn(&growth(), ASCII, (60, 14)));
    assert!(shown.contains("general") && !shown.contains("CARDI"), "{shown}");
}

#[test]
fn a_month_without_data_is_a_gap() {
    let gap = |value| Growth {
        months: 12.0,
        resident: by_month(&[Some(1.0), Some(1.0), value, value, Some(1.0), Some(1.0)]),
        ..Growth::default()
    };
    let count = |g: &Growth| lines(&drawn(g, ASCII, (60, 12))).matches('#').count();
    assert!(count(&gap(None)) < count(&gap(Some(1.0))));
}

#[test]
fn bands_are_background_and_the_inner_one_is_its_own_shade() {
    let look = Look { depth: ColorDepth::Truecolor, ..Look::default() };
    let theme = Theme::new(look);
    let buf = drawn(&growth(), look, (120, 32));
    for cover in [Cover { outer: 1.0, inner: 0.0 }, Cover { outer: 1.0, inner: 1.0 }] {
        let shade = theme.band(cover);
        assert!(buf.content.iter().any(|cell| Some(cell.bg) == shade), "{cover:?}");
    }
}

fn any_count() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), Just(f64::NAN), Just(f64::INFINITY), Just(f64::MAX), 0.0..50.0]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_size_and_no_value_breaks_it(
        width in 1u16..300, height in 1u16..100, values in prop::collection::vec(any_count(), 12), depth in 0usize..3,
    ) {
        let depth = [ColorDepth::None, ColorDepth::Palette256, ColorDepth::Truecolor][depth];
        let mut growth = growth();
        growth.months = values[0];
        growth.centiles[2].by_month = values.clone();
        growth.resident = values.iter().map(|v| (*v, Some(*v))).collect();
        growth.now = Some((values[1], values[2]));
        growth.minimum = Some(values[3]);
        growth.fan[1] = Forecast { month: values[4], low: values[5], mid: values[6], high: values[7] };
        growth.benchmark =
            vec![Benchmark { label: "b50".into(), points: values.iter().map(|v| (*v, *v)).collect() }];
        growth.blocks[0].from = values[8];
        growth.blocks[1].to = values[9];
        growth.crosshair = Some(values[10]);
        drawn(&growth, Look { depth, ..Look::default() }, (width, height));
    }
}
