//! Contrast, eyes that see fewer colours, and terminals with sixteen.

use super::*;

/// Every theme with colours, on a dark and on a light terminal, in 256 colours and in all.
fn rich() -> impl Iterator<Item = Theme> {
    let has_hues = |scheme: &Scheme| !matches!(scheme, Scheme::Mono | Scheme::Linear);
    let schemes = Scheme::built_in().into_iter().map(|(_, scheme)| scheme).filter(has_hues);
    schemes.flat_map(|scheme| {
        [Background::Dark, Background::Light].into_iter().flat_map(move |background| {
            let scheme = scheme.clone();
            [ColorDepth::Palette256, ColorDepth::Truecolor]
                .map(|depth| Theme::of(Look { depth, background, glyphs: Glyphs::Unicode }, &scheme))
        })
    })
}

#[test]
fn what_is_said_of_a_themes_contrasts_holds_for_those_that_come_with_the_program() {
    for (name, scheme) in Scheme::built_in() {
        for background in [Background::Dark, Background::Light] {
            let colors = scheme.colors(scheme.on(Look { background, ..Look::default() }));
            let least = if scheme == Scheme::Contrast { 7.0 } else { 4.5 };
            for (what, ratio, wanted) in colors.contrasts() {
                let wanted = if wanted > 4.0 { least } else { wanted };
                assert!(ratio >= wanted, "{ratio:.2} of {what} in {name} on {background:?}");
            }
        }
    }
}

#[test]
fn every_colour_can_be_set_by_its_name_and_each_name_is_another_colour() {
    let mut colors = scheme::DARK;
    for (n, name) in Colors::NAMES.into_iter().enumerate() {
        *colors.named(name).unwrap() = Rgb(n as u8, 0, 0);
    }
    let set: Vec<_> = Colors::NAMES.into_iter().map(|name| colors.named(name).copied().unwrap()).collect();
    assert_eq!(set, (0..Colors::NAMES.len()).map(|n| Rgb(n as u8, 0, 0)).collect::<Vec<_>>());
    assert_eq!(colors.named("accent"), None);
}

#[test]
fn a_theme_is_taken_by_name_whatever_the_ground() {
    let look = |background| Look { depth: ColorDepth::Truecolor, background, glyphs: Glyphs::Unicode };
    let (dark, light) = (look(Background::Dark), look(Background::Light));
    assert_eq!(Theme::of(light, &Scheme::Dark), Theme::of(dark, &Scheme::Auto));
    assert_eq!(Theme::of(dark, &Scheme::Light), Theme::of(light, &Scheme::Auto));
    assert_eq!(Theme::of(dark, &Scheme::Mono).usual, Style::new());
    let linear = Theme::of(dark, &Scheme::Linear);
    assert!(linear.cursor_on_selected && linear.selected == Style::new());
    let sixteen = Look { depth: ColorDepth::Ansi16, ..Look::default() };
    assert_eq!(Theme::of(sixteen, &Scheme::Light).usual.fg, Some(Color::Blue));
    assert_eq!(Theme::of(sixteen, &Scheme::Contrast).usual, Style::new());
    let own = Colors { ground: Rgb::hex(0xff_fff0), ..scheme::LIGHT };
    assert_eq!(Theme::of(dark, &Scheme::Own(Box::new(own.clone()))).base.bg, Some(own.ground.into()));
}

fn rgb(color: Option<Color>) -> Rgb {
    color.and_then(color::seen).unwrap()
}

#[test]
fn text_stands_out_from_its_ground() {
    for theme in rich() {
        let ground = rgb(theme.base.bg);
        for style in [theme.base, theme.strong, theme.quiet, theme.usual, theme.asked, theme.error] {
            for under in [ground, rgb(theme.selected.bg)] {
                let ratio = rgb(style.fg).contrast(under);
                assert!(ratio >= 4.5, "{ratio:.2} of {style:?} in {:?}", theme.look);
            }
        }
        for style in [theme.block, theme.own_block, theme.away] {
            let ratio = rgb(style.fg).contrast(rgb(style.bg));
            assert!(ratio >= 4.5, "{ratio:.2} of {style:?} in {:?}", theme.look);
        }
    }
}

/// WCAG 2.2, 1.4.11, asks 3:1 of graphics.
#[test]
fn lines_stand_out_from_the_bands() {
    for theme in rich() {
        let inner = rgb(theme.band(Cover { outer: 1.0, inner: 1.0 }));
        for style in [theme.median, theme.resident, theme.forecast, theme.minimum] {
            let ratio = rgb(style.fg).contrast(inner);
            assert!(ratio >= 3.0, "{ratio:.2} of {style:?} in {:?}", theme.look);
        }
    }
}

/// Machado, Oliveira and Fernandes 2009 (IEEE TVCG 15:1291), severity 1.0, on linear light.
const DEFICIENCIES: [(&str, [[f64; 3]; 3]); 3] = [
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// Distance in CIE L*a*b* (1976, D65) after `matrix`.
#[expect(clippy::many_single_char_names, reason = "the names of the colour spaces")]
fn distance(a: Rgb, b: Rgb, matrix: &[[f64; 3]; 3]) -> f64 {
    let lab = |rgb: Rgb| {
        let l = rgb.linear();
        let dot = |m: &[f64; 3]| m.iter().zip(l).map(|(m, c)| m * c).sum::<f64>().clamp(0.0, 1.0);
        let [r, g, b] = [dot(&matrix[0]), dot(&matrix[1]), dot(&matrix[2])];
        let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505;
        let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089;
        let [x, y, z] = [x, y, z].map(|t| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    };
    lab(a).iter().zip(lab(b)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn the_two_hues_stay_apart_for_every_eye() {
    for theme in rich() {
        for (name, matrix) in &DEFICIENCIES {
            let apart = distance(rgb(theme.usual.fg), rgb(theme.asked.fg), matrix);
            assert!(apart > 20.0, "{apart:.1} under {name} in {:?}", theme.look);
        }
    }
}

type Hues = [(Color, u32); 2];

/// What the 16 colours look like in terminals as they are installed: ground, then the colours that are used there.
const SIXTEEN: [(&str, u32, Hues); 12] = [
    ("VGA, Linux console", 0x00_0000, [(Color::LightCyan, 0x55_ffff), (Color::LightYellow, 0xff_ff55)]),
    ("xterm", 0x00_0000, [(Color::LightCyan, 0x00_ffff), (Color::LightYellow, 0xff_ff00)]),
    ("Windows Campbell", 0x0c_0c0c, [(Color::LightCyan, 0x61_d6d6), (Color::LightYellow, 0xf9_f1a5)]),
    ("GNOME Tango", 0x30_0a24, [(Color::LightCyan, 0x34_e2e2), (Color::LightYellow, 0xfc_e94f)]),
    ("PuTTY", 0x00_0000, [(Color::LightCyan, 0x55_ffff), (Color::LightYellow, 0xff_ff55)]),
    ("Terminal.app", 0x00_0000, [(Color::LightCyan, 0x00_e5e5), (Color::LightYellow, 0xe5_e500)]),
    ("VGA", 0xff_ffff, [(Color::Blue, 0x00_00aa), (Color::Red, 0xaa_0000)]),
    ("xterm", 0xff_ffff, [(Color::Blue, 0x00_00ee), (Color::Red, 0xcd_0000)]),
    ("Windows Campbell", 0xff_ffff, [(Color::Blue, 0x00_37da), (Color::Red, 0xc5_0f1f)]),
    ("GNOME Tango", 0xff_ffff, [(Color::Blue, 0x34_65a4), (Color::Red, 0xcc_0000)]),
    ("PuTTY", 0xff_ffff, [(Color::Blue, 0x00_00bb), (Color::Red, 0xbb_0000)]),
    ("Terminal.app", 0xff_ffff, [(Color::Blue, 0x00_00b2), (Color::Red, 0x99_0000)]),
];

/// Each style of a theme, by its name.
fn styles(theme: &Theme) -> Vec<(&'static str, Style)> {
    vec![
        ("base", theme.base),
        ("strong", theme.strong),
        ("quiet", theme.quiet),
        ("usual", theme.usual),
        ("asked", theme.asked),
        ("header", theme.header),
        ("key", theme.key),
        ("selected", theme.selected),
        ("error", theme.error),
        ("median", theme.median),
        ("resident", theme.resident),
        ("minimum", theme.minimum),
        ("forecast", theme.forecast),
        ("crosshair", theme.crosshair),
        ("block", theme.block),
        ("own block", theme.own_block),
        ("scheduled", theme.scheduled),
        ("away", theme.away),
    ]
}

#[test]
fn sixteen_colours_stand_out_from_every_ground_that_is_known_and_none_is_used_where_it_is_not() {
    for (name, ground, colors) in SIXTEEN {
        let ground = Rgb::hex(ground);
        let light = ground.contrast(Rgb(0, 0, 0)) > 10.0;
        let background = if light { Background::Light } else { Background::Dark };
        let theme = Theme::new(Look { background, ..Look::default() });
        for (what, style) in styles(&theme) {
            let Some(hue) = style.fg else { continue };
            let (_, seen) = colors.iter().find(|(color, _)| *color == hue).expect(what);
            let ratio = Rgb::hex(*seen).contrast(ground);
            assert!(ratio >= 4.5, "{ratio:.2} of {what} in {name}, {background:?}");
        }
    }
    let unknown = Theme::new(Look::default());
    assert_eq!((unknown.look.depth, unknown.look.background), (ColorDepth::Ansi16, Background::Unknown));
    for (what, style) in styles(&unknown) {
        assert_eq!((style.fg, style.bg), (None, None), "{what}");
    }
}

#[test]
fn a_selected_row_and_an_own_block_need_no_colour() {
    let theme = Theme::new(Look::default());
    let plain = Theme::new(Look { depth: ColorDepth::None, ..Look::default() });
    for theme in [theme, plain] {
        assert!(theme.selected.add_modifier.contains(Modifier::REVERSED));
        assert!(theme.own_block.add_modifier.contains(Modifier::REVERSED));
        assert_eq!(theme.band(Cover { outer: 1.0, inner: 0.0 }), None);
    }
}
