use super::*;
use crate::domain::measure::Measures;
use crate::prompts::{About, Thresholds};
use crate::survey::program::Survey;
use crate::survey::triage;
use crate::testing::growth::departures::{self, Departure, World};

/// Works out what is usual, and asks every rule.
fn surveyed(departure: &Departure, seed: u64) -> Survey {
    let World { catalog, curves, schedules, records } = departure.draw(seed);
    let (measures, thresholds) = (Measures::default(), Thresholds::default());
    Survey::new(Arc::new(catalog), curves, schedules, records, Vec::new(), (measures, &[]), &thresholds)
}

/// The names of what departs, each once.
fn named(departure: &Departure, seed: u64) -> Vec<&'static str> {
    let survey = surveyed(departure, seed);
    let mut all: Vec<_> = survey.bearing.limits.iter().map(|limit| limit.limit).collect();
    all.dedup();
    all
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Every program in which something departs that harms, with the name that `trellis check` gives to it; and those in which
/// nothing does.
fn rows() -> Vec<(&'static str, Departure, Option<&'static str>)> {
    let usual = Departure::default;
    vec![
        ("control", usual(), None),
        (
            "record from the 2nd year",
            Departure { record_from: Some(day("2021-07-01")), ..usual() },
            Some("record_begins_late"),
        ),
        (
            "record a year later",
            Departure { record_from: Some(day("2022-07-01")), ..usual() },
            Some("record_begins_late"),
        ),
        (
            "all renamed",
            Departure { renamed: Some((day("2024-07-01"), 12, true)), ..usual() },
            Some("rotation_renamed"),
        ),
        (
            "all renamed, unlike",
            Departure { renamed: Some((day("2025-07-01"), 12, false)), ..usual() },
            Some("rotation_renamed"),
        ),
        (
            "three renamed",
            Departure { renamed: Some((day("2024-07-01"), 3, true)), ..usual() },
            Some("rotation_renamed"),
        ),
        (
            "other names from the first day",
            Departure { renamed: Some((day("2000-01-01"), 12, true)), ..usual() },
            Some("rotation_nowhere"),
        ),
        ("drift of 30 %", Departure { drift: 0.7, ..usual() }, Some("drift")),
        ("a rise of 30 %", Departure { drift: 1.3, ..usual() }, Some("drift")),
        ("lean months, recent", Departure { lean: Some((4, 3, 0.2)), ..usual() }, Some("lean_months")),
        ("lean months, a year ago", Departure { lean: Some((14, 3, 0.2)), ..usual() }, Some("lean_months")),
        (
            "a fifth of rows lost",
            Departure { lost: Some((day("2025-07-01"), 0.2)), ..usual() },
            Some("changed_since"),
        ),
        (
            "a tenth of rows lost",
            Departure { lost: Some((day("2025-07-01"), 0.1)), ..usual() },
            Some("changed_since"),
        ),
        ("classes, 10 %", Departure { classes: 0.1, ..usual() }, Some("classes_differ")),
        ("classes in each, 10 %", Departure { classes_each: 0.1, ..usual() }, Some("classes_differ")),
        ("part-timers", Departure { part_time: 0.2, ..usual() }, Some("two_paces")),
        ("transfers", Departure { transfers: 5, ..usual() }, Some("begins_later")),
        ("track spelt otherwise", Departure { track: "Categorical", ..usual() }, Some("track_spelt_twice")),
        ("lists of up to three a day", Departure { lists: 3, ..usual() }, Some("lists_of_a_day")),
        ("busy and quiet", Departure { busy: 0.2, ..usual() }, None),
        ("off cycle", Departure { off_cycle: 0.3, ..usual() }, None),
        ("off cycle and seasons", Departure { off_cycle: 0.3, season: 0.6, ..usual() }, None),
        ("leave not recorded", Departure { leave: 0.3, ..usual() }, None),
        ("wide", Departure { variation: 0.45, ..usual() }, None),
        ("5 a class", Departure { each: 5, ..usual() }, None),
        ("5 a class, drift", Departure { each: 5, drift: 0.7, ..usual() }, Some("drift")),
        (
            "5 a class, lost",
            Departure { each: 5, lost: Some((day("2025-07-01"), 0.2)), ..usual() },
            Some("changed_since"),
        ),
        (
            "5 a class, renamed",
            Departure { each: 5, renamed: Some((day("2024-07-01"), 12, true)), ..usual() },
            Some("rotation_renamed"),
        ),
        ("8 a class, part-timers", Departure { each: 8, part_time: 0.2, ..usual() }, Some("two_paces")),
    ]
}

#[test]
fn what_departs_is_named_and_what_does_not_is_not() {
    for (row, departure, wanted) in rows() {
        let named = named(&departure, 7);
        let expected: Vec<_> = wanted.into_iter().collect();
        assert_eq!(named, expected, "{row}");
    }
}

/// `cargo test --lib measures_how_often -- --ignored --nocapture` gives the table in docs/statistics.md.
#[test]
#[ignore = "takes minutes: the figures in docs/statistics.md"]
fn measures_how_often_each_departure_is_named() {
    const SEEDS: u64 = 20;
    for (row, departure, wanted) in rows() {
        let mut named_in: BTreeMap<&str, u64> = BTreeMap::new();
        for seed in 1..=SEEDS {
            for name in named(&departure, seed) {
                *named_in.entry(name).or_default() += 1;
            }
        }
        println!("{row:32} wanted {:20} named {named_in:?} of {SEEDS}", wanted.unwrap_or("nothing"));
    }
}

/// Prompts about few exposures for each resident, where nobody differs but by chance.
fn by_chance(departure: &Departure, seeds: std::ops::RangeInclusive<u64>) -> (f64, f64) {
    let (mut few, mut all, mut residents) = (0, 0, 0);
    for seed in seeds {
        let survey = surveyed(departure, seed);
        let nothing = crate::domain::standing::Standing::default();
        for resident in survey.catalog.current() {
            let prompts = survey.prompts_of(&resident.id, &nothing, day("2026-11-01"));
            few += prompts.iter().filter(|p| p.rule == Rule::FewForTrainingTime).count();
            all += prompts.iter().filter(|p| p.kind() == crate::prompts::Kind::Experience).count();
            residents += 1;
        }
    }
    (few as f64 / f64::from(residents), all as f64 / f64::from(residents))
}

/// `cargo test --lib measures_lists -- --ignored --nocapture` gives the figures in docs/statistics.md.
#[test]
#[ignore = "takes a minute: the figures in docs/statistics.md"]
fn measures_lists_of_a_day() {
    for lists in [1, 3, 5, 7] {
        let departure = Departure { lists, ..Departure::default() };
        println!("up to {lists} {:?} {:?}", by_chance(&departure, 1..=20), power(&departure, 1..=20));
    }
}

#[test]
fn lists_of_a_day_bring_no_more_questions_by_chance() {
    let (few, all) = by_chance(&Departure { lists: 5, ..Departure::default() }, 1..=2);
    assert!(few < 0.4 && all < 0.5, "{few} {all}");
}

/// How many of the planted shortages are asked about, of how many, at months 16 and 28.
fn power(departure: &Departure, seeds: std::ops::RangeInclusive<u64>) -> [(usize, usize); 2] {
    let mut found = [(0, 0); 2];
    for seed in seeds {
        let survey = surveyed(&Departure { planted: true, ..departure.clone() }, seed);
        let nothing = crate::domain::standing::Standing::default();
        for (at, class) in [2025, 2024].into_iter().enumerate() {
            for i in 0..departure.each {
                let id = format!("{class}-{i:03}").parse().unwrap();
                let about = About::Experience(format!("x{:02}", departures::planted(i)).parse().unwrap());
                let prompts = survey.prompts_of(&id, &nothing, day("2026-11-01"));
                let asked = prompts.iter().any(|p| p.rule == Rule::FewForTrainingTime && p.about == about);
                found[at] = (found[at].0 + usize::from(asked), found[at].1 + 1);
            }
        }
    }
    found
}

/// `cargo test --lib measures_the_power -- --ignored --nocapture` gives the figures in docs/statistics.md.
#[test]
#[ignore = "takes minutes: the figures in docs/statistics.md"]
fn measures_the_power_of_what_a_late_record_leaves() {
    let late = |from: &str| Departure { record_from: Some(day(from)), ..Departure::default() };
    println!("control            {:?}", power(&Departure::default(), 1..=20));
    println!("one class cut      {:?}", power(&late("2021-07-01"), 1..=20));
    println!("two classes cut    {:?}", power(&late("2022-07-01"), 1..=20));
    println!("three classes cut  {:?}", power(&late("2023-07-01"), 1..=20));
}

fn compared(survey: &Survey) -> &Compared {
    &survey.bearing.groups[0]
}

#[test]
fn with_whom_one_is_compared_and_why_not_with_the_others_is_said() {
    let control = surveyed(&Departure::default(), 1);
    assert_eq!(compared(&control).sentence(), "45 residents compared with 60 graduates");
    assert!(control.bearing.bears_all());
    let late = surveyed(&Departure { record_from: Some(day("2021-07-01")), ..Departure::default() }, 1);
    assert_eq!(
        compared(&late).sentence(),
        "45 residents compared with 45 of 60 graduates; not with 15 whose training the data cover in part only"
    );
}

#[test]
fn a_track_spelt_otherwise_is_compared_as_if_it_were_not() {
    let survey = surveyed(&Departure { track: "Categorical ", ..Departure::default() }, 1);
    assert_eq!((survey.bearing.groups.len(), compared(&survey).graduates), (1, 60));
}

#[test]
fn which_rules_are_silent_is_said_by_the_size_of_the_group() {
    let silent = |graduated, each| {
        let survey = surveyed(&Departure { each, graduated, ..Departure::default() }, 1);
        compared(&survey).silent.iter().map(|silent| silent.rule.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(silent(4, 5), Vec::<String>::new());
    assert_eq!(silent(3, 5), ["few_for_training_time", "class_shortage"]);
    assert_eq!(silent(1, 5), ["few_for_training_time", "class_shortage", "rare_not_met"]);
    let survey = surveyed(&Departure { graduated: 3, each: 5, ..Departure::default() }, 1);
    assert_eq!(compared(&survey).silent[0].why, "only 15 graduates to compare with, and it needs 20");
}

#[test]
fn nothing_asked_is_never_0_where_nobody_was_compared_with() {
    let rows = |departure: &Departure| {
        let survey = surveyed(departure, 1);
        triage::rows(
            &survey,
            &crate::ledger::fold::State::default(),
            None,
            triage::Order::Name,
            day("2026-11-01"),
        )
    };
    let few = rows(&Departure { track: "advanced", ..Departure::default() });
    assert!(few.iter().all(|row| row.compared.is_not_compared()));
    assert!(few.iter().any(triage::TriageRow::says_nothing));
    assert!(few.iter().all(|row| !row.compared.silent.is_empty()));
    assert!(rows(&Departure::default()).iter().all(|row| !row.compared.is_not_compared()));
    let transfers = rows(&Departure { transfers: 2, ..Departure::default() });
    let apart: Vec<_> =
        transfers.iter().filter(|row| row.compared.is_not_compared()).map(|row| row.id.as_str()).collect();
    assert_eq!(apart, ["2025-000", "2025-001"]);
}

#[test]
fn the_rows_to_add_are_printed_and_nobody_is_named_in_what_stands_in_evidence() {
    let renamed = Some(("2024-07-01".parse().unwrap(), 3, true));
    let survey = surveyed(&Departure { renamed, transfers: 2, part_time: 0.2, ..Departure::default() }, 7);
    let all: Vec<_> = survey.bearing.limits.iter().map(|limit| limit.limit).collect();
    assert_eq!(all, ["begins_later", "rotation_renamed", "two_paces"]);
    assert!(
        survey.bearing.limits[1].advice.contains("UH_cardiac,cardiac,2024-07-"),
        "{}",
        survey.bearing.limits[1].advice
    );
    for limit in &survey.bearing.limits {
        assert!(
            survey.catalog.residents.iter().all(|r| !limit.what.contains(r.id.as_str())),
            "{}",
            limit.what
        );
    }
}
