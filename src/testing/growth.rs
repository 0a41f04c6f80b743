//! A program of graduates and what is rated, counted and measured in it.

pub mod departures;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::entrustment::{Epa, Framing, Rating, RatingSource, Scale, ScaleLevel};
use crate::domain::experience::{Definition, DefinitionStanding, Group};
use crate::domain::id::MeasureId;
use crate::domain::measure::{Direction, MeasureKind, Measures, Tally};
use crate::domain::program::Program;
use crate::domain::resident::{Resident, Rotation, Span, Status};

use crate::growth::measure::{Funnels, Reading};

pub fn graduate(id: &str, class: u16, entered: &str) -> Resident {
    let entered: NaiveDate = entered.parse().unwrap();
    Resident {
        id: id.parse().unwrap(),
        name: format!("Family{id}, Given"),
        entry_class: Some(class),
        track: Some("categorical".into()),
        entered_on: Some(entered),
        graduates_on: (entered + Months::new(36)).pred_opt(),
        status: Status::Graduated,
        coach: None,
        absences: Vec::new(),
    }
}

pub fn definition(code: &str, rotations: &[&str]) -> Definition {
    Definition {
        code: code.parse().unwrap(),
        title: code.to_owned(),
        group: Group::Category,
        summary: String::new(),
        includes: String::new(),
        excludes: String::new(),
        limits: String::new(),
        unit: "case".into(),
        status: DefinitionStanding::Standard,
        source: String::new(),
        rotations: rotations.iter().map(|&r| r.to_owned()).collect(),
        sql: String::new(),
        needs: crate::domain::coverage::Needs::default(),
        hash: format!("hash of {code}"),
    }
}

/// Makes a catalog of graduates, `each` in every class that entered in 2017 to 2022, one case a month.
pub fn program(each: usize) -> (Catalog, Curves) {
    let residents: Vec<Resident> = (2017u16..=2022)
        .flat_map(|class| (0..each).map(move |i| (class, i)))
        .map(|(class, i)| graduate(&format!("{class}-{i:03}"), class, &format!("{class}-07-01")))
        .collect();
    let definition = definition("spinal", &[]);
    let mut curves = Curves::new([definition.code.clone()], residents.iter().map(|r| r.id.clone()), 36);
    for resident in &residents {
        (0..36).for_each(|m| curves.add(&definition.code, &resident.id, Some(m), 1));
    }
    let catalog = Catalog {
        specialty: crate::testing::anesthesiology(),
        program: Program {
            name: "P".into(),
            specialty: "anesthesiology".into(),
            data_to: "2026-11-01".parse().unwrap(),
            training_months: 36,
            zone: crate::domain::zone::Zone::NOT_NAMED,
        },
        residents,
        definitions: vec![definition],
        minimums: BTreeMap::new(),
        subcompetencies: Vec::new(),
        epas: Vec::new(),
        scales: Vec::new(),
        benchmarks: BTreeMap::new(),
        measures: Vec::new(),
        choices: Vec::new(),
        not_clinical: BTreeSet::new(),
        missing_relations: Vec::new(),
        wrong: Vec::new(),
    };
    (catalog, curves.accumulate())
}

pub fn block(rotation: &str, from: &str, to: &str) -> Rotation {
    Rotation {
        rotation: rotation.into(),
        title: rotation.into(),
        short: rotation.into(),
        span: Span { from: from.parse().unwrap(), to: to.parse().unwrap() },
    }
}

pub fn scale(id: &str, framing: Framing) -> Scale {
    let level = |level: &str| ScaleLevel { level: level.into(), title: level.into() };
    Scale { id: id.into(), title: id.into(), framing, levels: ["1", "2", "3", "4", "5"].map(level).to_vec() }
}

pub fn epa() -> Epa {
    Epa {
        id: "thoracic".parse().unwrap(),
        title: "Thoracic, one-lung".into(),
        scale: "ten_cate".into(),
        target_level: Some("4".into()),
        expected_n: 4,
        expected_raters: 4,
        experience: None,
        status: DefinitionStanding::Example,
    }
}

pub fn rating(on: &str, rater: &str, level: &str) -> Rating {
    Rating {
        epa: "thoracic".parse().unwrap(),
        on: on.parse().unwrap(),
        rater: rater.parse().unwrap(),
        rater_name: format!("Dr {rater}"),
        scale: "ten_cate".into(),
        level: level.into(),
        source: RatingSource::Observation,
        comment: None,
    }
}

pub fn kind(id: &str, direction: Direction) -> MeasureKind {
    MeasureKind {
        id: id.parse().unwrap(),
        title: format!("{id} as titled"),
        direction,
        threshold: Some(if direction == Direction::Higher { 0.9 } else { 0.1 }),
        version: "2026".into(),
        source: "an authority".into(),
        status: DefinitionStanding::Example,
    }
}

/// Twelve residents with 45 of 50 passed in the newest period; R1 with `quarters`, the newest last.
pub fn measures(id: &MeasureId, quarters: &[(u32, u32)]) -> Measures {
    let mut all = Measures::default();
    for i in 0..12 {
        let passed = Tally { passed: 45, flagged: 5, excluded: 1 };
        all.add(id, &format!("X{i}").parse().unwrap(), 0, passed);
    }
    for (back, (passed, n)) in quarters.iter().rev().enumerate() {
        let tally = Tally { passed: *passed, flagged: n - passed, excluded: 0 };
        all.add(id, &"R1".parse().unwrap(), back, tally);
    }
    all
}

pub fn reading(direction: Direction, quarters: &[(u32, u32)]) -> Reading {
    let kinds = [kind("M-01", direction)];
    let all = measures(&kinds[0].id, quarters);
    let found = Funnels::of(&kinds, &all).readings(&kinds, &all, &"R1".parse().unwrap());
    found.into_iter().next().unwrap()
}
