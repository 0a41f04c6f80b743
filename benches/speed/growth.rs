//! All positions, forecasts and prompts of a large program on one core, and its bands against R's `quantreg`.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use trellis::growth::bands::{Bands, Weights};
use trellis::growth::expectation::{Expectation, Member};
use trellis::growth::group::{CLASSES, ReferenceGroup};
use trellis::growth::ranks::Ranks;
use trellis::growth::standards::Standard;
use trellis::prompts::calibration::simulated::{Person, Plan};
use trellis::prompts::{Facts, Thresholds, experience};

use crate::Outcome;

const GRADUATES: usize = 2_000;
const RESIDENTS: usize = 7_000;

/// Experiences whose bands R draws, too; it takes too long over sixty.
const IN_R: usize = 4;

/// Seconds that all of it may take.
const TARGET: f64 = 2.0;

/// How many times faster than R the bands should be.
const FASTER: f64 = 20.0;

/// Measures both on one simulated program.
pub fn measure(folder: &Path) -> Outcome<()> {
    let plan = Plan::sixty(true)?;
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let graduates: Vec<Person> = (0..GRADUATES).map(|_| plan.person(&mut rng, None)).collect();
    let newcomers: Vec<(Person, f64)> =
        (0..RESIDENTS).map(|i| (plan.person(&mut rng, None), (i % 36) as f64)).collect();
    let world = plan.program(&graduates, &newcomers)?;

    let start = Instant::now();
    let group = ReferenceGroup::of_track(None, &world.catalog, &world.curves, CLASSES);
    let standard = Standard::of(group, &world.catalog, &world.curves, &world.schedules);
    let usual = start.elapsed();
    let (mut positions, mut forecasts, mut prompts) = (0, 0, 0);
    for (resident, record) in world.current.iter().zip(&world.records) {
        let facts = Facts::new(&world.catalog, &world.curves, resident, record, &standard);
        let outlooks = facts.outlooks();
        for (definition, outlook) in &outlooks {
            let usual = standard.usual(&definition.code);
            let place = usual.and_then(|usual| usual.position(outlook.so_far, outlook.month));
            positions += usize::from(place.is_some());
            forecasts += usize::from(outlook.at_end().interval80().0 >= outlook.so_far);
        }
        prompts += experience::prompts(&facts, &outlooks, &Thresholds::default()).len();
    }
    let all = start.elapsed().as_secs_f64();
    let kept = if all <= TARGET { "kept" } else { "MISSED" };
    println!(
        "  growth: {RESIDENTS} residents × 60 experiences on one core in {all:.2} s (target {TARGET} s: {kept}); of it the \
         bands of {GRADUATES} graduates {:.2} s; {positions} positions, {forecasts} forecasts, {prompts} prompts",
        usual.as_secs_f64()
    );
    against_r(
        &plan,
        &world.catalog.definitions.iter().map(|d| &d.code).collect::<Vec<_>>(),
        &graduates,
        folder,
    )
}

/// Draws the bands of some experiences by both, from the same counts.
fn against_r(
    plan: &Plan,
    codes: &[&trellis::domain::id::Code],
    graduates: &[Person],
    folder: &Path,
) -> Outcome<()> {
    let chosen: Vec<usize> = (0..IN_R).map(|i| 20 + 10 * i).collect();
    let curves = |at: usize| -> Vec<Vec<u32>> {
        let cumulative = |person: &Person| {
            let sums = person.counts[at].iter().scan(0, |sum, n| {
                *sum += n;
                Some(*sum)
            });
            std::iter::once(0).chain(sums).collect()
        };
        graduates.iter().map(cumulative).collect()
    };
    let mut csv = String::from("experience,month,count\n");
    for &at in &chosen {
        for curve in curves(at) {
            for (month, count) in curve.iter().enumerate().skip(1) {
                writeln!(csv, "{},{month},{count}", codes[at])?;
            }
        }
    }
    let file = folder.join("counts.csv");
    std::fs::write(&file, csv)?;

    let ready: Vec<Vec<Vec<u32>>> = chosen.iter().map(|&at| curves(at)).collect();
    let start = Instant::now();
    let mut weights = Weights::default();
    for (curves, &at) in ready.iter().zip(&chosen) {
        let members: Vec<Member<'_>> =
            curves.iter().map(|curve| Member { curve, on_rotations: None }).collect();
        let ranks = Ranks::of(&curves.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let usual = Expectation::of(&members, 36);
        let bands = Bands::of(&ranks, usual.as_ref(), plan.truths[at].rotation.is_some(), &mut weights);
        assert_eq!(bands.lines().len(), 7);
    }
    let ours = start.elapsed().as_secs_f64();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/quantreg.R");
    let Ok(said) = Command::new("Rscript").arg(&script).arg(&file).output() else {
        println!("  bands against R's quantreg: not measured; Rscript is not here");
        return Ok(());
    };
    let seconds: Option<f64> = String::from_utf8_lossy(&said.stdout).trim().parse().ok();
    let Some(theirs) = seconds else {
        println!(
            "  bands against R's quantreg: not measured; {}",
            String::from_utf8_lossy(&said.stderr).trim()
        );
        return Ok(());
    };
    let times = theirs / ours;
    let kept = if times >= FASTER { "kept" } else { "MISSED" };
    println!(
        "  bands of {IN_R} experiences of {GRADUATES} graduates: ours {ours:.3} s, R's quantreg {theirs:.1} s: {times:.0} \
         times faster (target {FASTER}: {kept})"
    );
    Ok(())
}
