use super::*;

/// Small, for the time of a test; `trellis calibrate` simulates more.
fn small(seed: u64) -> Calibration {
    let effort = Effort { groups: 6, graduates: 100, newcomers: 24 };
    calibrate(seed, effort, &Thresholds::default(), &mut |_, _| ()).unwrap()
}

#[test]
fn the_same_seed_says_the_same_and_another_seed_something_else() {
    let json = |seed| serde_json::to_string(&small(seed)).unwrap();
    assert_eq!(json(3), json(3));
    assert_ne!(json(3), json(4));
}

#[test]
fn figures_are_within_their_bounds() {
    let found = small(20_261_123);
    assert!(found.false_prompts_per_resident <= 0.5, "{found:?}");
    assert!(found.naive_prompts_per_resident > 3.0, "{found:?}");
    assert!(found.planted_found >= 0.85 * found.oracle_found, "{found:?}");
    assert!((found.forecast_coverage_80 - 0.8).abs() < 0.04, "{found:?}");
    assert!(found.given > 500 && (found.given_coverage_80 - 0.8).abs() < 0.04, "{found:?}");
    for line in &found.band_coverage {
        assert!((line.observed - line.nominal).abs() < 0.04, "{line:?}");
    }
}
