//! Bands and forecasts against R, and against graduates whose end is known.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use trellis::casefile::engine::Limits;
use trellis::casefile::open::CaseFile;
use trellis::casefile::specialty::Folder;
use trellis::domain::resident::Status;
use trellis::growth::bands::{Bands, Mark, Method};
use trellis::growth::expectation::{Expectation, Member, TrainingPlace};
use trellis::growth::forecast::Outlook;
use trellis::growth::group::{CLASSES, ReferenceGroup};
use trellis::growth::ranks::Ranks;
use trellis::growth::rotation_time::Schedule;
use trellis::growth::standards::Standard;
use trellis::growth::training_time::TrainingTime;

use crate::review::Program;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/statistics")
}

/// Reads the cumulative counts of a data set, one member a line, with month 0 before them.
fn curves(name: &str) -> Vec<Vec<u32>> {
    let text = std::fs::read_to_string(folder().join(format!("{name}.csv"))).unwrap();
    let curve = |line: &str| std::iter::once(0).chain(line.split(',').map(|n| n.parse().unwrap())).collect();
    text.lines().map(curve).collect()
}

/// What R found: data set, method, what, share, value.
fn golden() -> Vec<(String, String, String, Option<f64>, f64)> {
    let text = std::fs::read_to_string(folder().join("golden.csv")).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let text = |i: usize| cells[i].to_owned();
        (text(0), text(1), text(2), cells[3].parse().ok(), cells[4].trim().parse().unwrap())
    };
    text.lines().skip(1).map(row).collect()
}

#[test]
fn lines_means_and_dispersions_are_those_of_r() {
    let mut compared = 0;
    for name in ["simulated", "quine"] {
        let curves = curves(name);
        let months = curves[0].len() - 1;
        let ranks = Ranks::of(&curves.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let members: Vec<Member<'_>> =
            curves.iter().map(|curve| Member { curve, on_rotations: None }).collect();
        let usual = Expectation::of(&members, months).unwrap();
        let place = TrainingPlace { month: months as f64, on_rotations: None };
        let mean = usual.expected(place);
        let line = |method, share: f64| {
            let mark = Mark::Centile((share * 100.0).round() as u8);
            Bands::by(method, &ranks, Some(&usual)).at(mark, months as f64).unwrap()
        };
        for (_, method, what, share, theirs) in golden().into_iter().filter(|g| g.0 == name) {
            let (ours, allowed) = match (method.as_str(), what.as_str(), share) {
                ("harrell_davis", _, Some(share)) => (line(Method::HarrellDavis, share), 1e-6),
                // A sample quantile is one of the counts; the weighted mean of those around it is near.
                ("quantreg", _, Some(share)) => (line(Method::HarrellDavis, share), 0.06 * mean),
                ("vgam", "mean", _) => (mean, 1e-5),
                // Maximum likelihood there, moments here, smoothed over the months before.
                ("vgam", "dispersion", _) => (usual.dispersion(place), 0.25 * theirs),
                ("vgam", _, Some(share)) => (line(Method::NegativeBinomial, share), 0.08 * mean),
                _ => panic!("{method} {what} is not compared"),
            };
            assert!((ours - theirs).abs() <= allowed, "{name} {method} {what} {share:?}: {ours}, R {theirs}");
            compared += 1;
        }
    }
    assert_eq!(compared, 34);
}

/// The simulator of the sample program knows nothing of the model here: log-normal paces, blocks,
/// leave, relief. Each graduate is forecast from month 18 by the others.
#[test]
fn forecasts_keep_their_word_on_graduates_whose_end_is_known() {
    let program = Program::sample();
    let case_file = CaseFile::open(
        &program.cases(),
        Folder::built_in().in_force(None).unwrap(),
        NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
        Limits::default(),
        &mut |_, _| {},
    )
    .unwrap();
    let catalog = case_file.catalog().unwrap();
    let curves = case_file.curves(&catalog).unwrap();
    let schedules = case_file.schedules(&catalog).unwrap();
    let (mut held, mut n) = (0.0, 0.0);
    let (mut low, mut compared) = (0.0, 0.0);
    for graduate in catalog.residents.iter().filter(|r| r.status == Status::Graduated) {
        let group = ReferenceGroup::around(graduate, &catalog, &curves, CLASSES);
        let standard = Standard::of(group, &catalog, &curves, &schedules);
        let clock = TrainingTime::of(graduate).unwrap();
        let names = schedules.rotations();
        let blocks = schedules.blocks(&graduate.id).iter();
        let schedule = Schedule::of(
            clock,
            blocks.map(|(rotation, span)| (names[usize::from(*rotation)].as_str(), *span)),
        );
        for definition in &catalog.definitions {
            let curve = curves.curve(&definition.code, &graduate.id).unwrap();
            let usual = standard.usual(&definition.code).unwrap();
            let expectation = usual.expectation.as_ref().unwrap();
            if expectation.whole() < 20.0 {
                continue;
            }
            let outlook = Outlook {
                usual: expectation,
                so_far: curve[18],
                month: 18.0,
                end: 36.0,
                blocks: schedule.on(&definition.rotations),
            };
            let (least, most) = outlook.at_end().interval80();
            let half =
                |end: u32| f64::from(u8::from(curve[36] > end)) + 0.5 * f64::from(u8::from(curve[36] == end));
            held += half(least) - half(most);
            n += 1.0;
            let below = usual.bands.at(Mark::Centile(10), 36.0).unwrap() - f64::from(curve[36]) + 0.5;
            low += below.clamp(0.0, 1.0);
            compared += 1.0;
        }
    }
    assert!((0.72..=0.88).contains(&(held / n)), "80 % intervals held {:.3} of {n}", held / n);
    assert!(
        (0.07..=0.13).contains(&(low / compared)),
        "{:.3} of {compared} lay below line 10",
        low / compared
    );
}
