//! A small program for the rules' tests: 40 graduates who met 1 to 40 spinals, one resident.

use chrono::NaiveDate;

use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::experience::{Definition, DefinitionStanding, Minimum};
use crate::domain::id::ResidentId;
use crate::domain::milestone::{MilestoneRating, Period, RatedBy, Subcompetency};
use crate::domain::record::Record;
use crate::domain::resident::{Resident, Status};
use crate::domain::schedule::Schedules;
use crate::growth::group::{CLASSES, ReferenceGroup};
use crate::growth::standards::Standard;
use crate::prompts::facts::Facts;
use crate::prompts::{Prompt, Thresholds};
use crate::testing::growth::{definition, graduate, program};

pub struct Case {
    pub catalog: Catalog,
    pub resident: Resident,
    pub record: Record,
    /// The resident's exposures, all in training month 0.
    pub count: u32,
    /// Graduates met one each, and no more.
    pub rare: bool,
}

impl Case {
    /// Makes a resident who entered on 1 July of `class`, seen on 1 November 2026.
    pub fn entering(class: u16) -> Self {
        let resident =
            Resident { status: Status::Current, ..graduate("R1", class, &format!("{class}-07-01")) };
        let (mut catalog, _) = program(10);
        catalog.residents.retain(|r| r.entry_class >= Some(2019));
        catalog.residents.push(resident.clone());
        catalog.subcompetencies = (1..=12).map(|i| subcompetency(&format!("PC{i}"))).collect();
        Self { catalog, resident, record: Record::default(), count: 0, rare: false }
    }

    pub fn with_minimum(mut self, minimum: u32) -> Self {
        let row = Minimum {
            minimum,
            note: None,
            version: "1".into(),
            source: "test".into(),
            status: DefinitionStanding::Example,
        };
        self.catalog.minimums.insert("spinal".parse().unwrap(), row);
        self
    }

    pub fn brought_by(mut self, rotations: &[&str]) -> Self {
        self.catalog.definitions =
            vec![Definition { title: "Spinal".into(), ..definition("spinal", rotations) }];
        self
    }

    pub fn counting(mut self, count: u32) -> Self {
        self.count = count;
        self
    }

    /// Adds committee levels of one subcompetency, one a period up to the spring of 2026.
    pub fn rated(self, id: &str, half_steps: &[Option<u8>]) -> Self {
        self.rated_by(RatedBy::Committee, id, half_steps)
    }

    pub fn rated_by(mut self, by: RatedBy, id: &str, half_steps: &[Option<u8>]) -> Self {
        let periods = ["2023-2", "2024-1", "2024-2", "2025-1", "2025-2", "2026-1"];
        let first = periods.len() - half_steps.len();
        for (period, level) in periods[first..].iter().zip(half_steps) {
            let period: Period = period.parse().unwrap();
            let (month, year) = if period.half == 1 { (6, period.year) } else { (12, period.year) };
            self.record.milestones.push(MilestoneRating {
                subcompetency: id.parse().unwrap(),
                period,
                rated_on: NaiveDate::from_ymd_opt(i32::from(year), month, 15).unwrap(),
                by,
                level: level.map(|l| l.try_into().unwrap()),
            });
        }
        self
    }

    /// Gives the resident another identifier.
    pub fn rename(&mut self, id: &str) {
        let id: ResidentId = id.parse().unwrap();
        self.catalog
            .residents
            .iter_mut()
            .filter(|r| r.id == self.resident.id)
            .for_each(|r| r.id = id.clone());
        self.resident.id = id;
    }

    /// Puts the facts together and shows them to `see`.
    pub fn with_facts(&self, see: impl FnOnce(&Facts<'_>)) {
        let curves = self.curves();
        let group = ReferenceGroup::of_track(Some("categorical"), &self.catalog, &curves, CLASSES);
        let standard = Standard::of(group, &self.catalog, &curves, &Schedules::default());
        see(&Facts::new(&self.catalog, &curves, &self.resident, &self.record, &standard));
    }

    /// Applies all rules.
    pub fn prompts(&self) -> Vec<Prompt> {
        self.prompts_by(&Thresholds::default())
    }

    pub fn prompts_by(&self, thresholds: &Thresholds) -> Vec<Prompt> {
        let curves = self.curves();
        let group = ReferenceGroup::of_track(Some("categorical"), &self.catalog, &curves, CLASSES);
        let standard = Standard::of(group, &self.catalog, &curves, &Schedules::default());
        let facts = Facts::new(&self.catalog, &curves, &self.resident, &self.record, &standard);
        crate::prompts::for_resident(&facts, &facts.outlooks(), thresholds)
    }

    /// Applies the rules on what is agreed and decided, on the last day that the data cover.
    pub fn on_standing(&self, standing: &crate::domain::standing::Standing) -> Vec<Prompt> {
        let mut asked = Vec::new();
        self.with_facts(|facts| {
            asked = crate::prompts::on_standing(facts, standing, facts.as_of, &Thresholds::default());
        });
        asked
    }

    pub fn keys(&self) -> Vec<String> {
        self.prompts().iter().map(Prompt::key).collect()
    }

    /// Graduate number i met i spinals in each year.
    pub fn curves(&self) -> Curves {
        let code = "spinal".parse().unwrap();
        let ids: Vec<ResidentId> = self.catalog.residents.iter().map(|r| r.id.clone()).collect();
        let mut curves = Curves::new([code], ids.clone(), 36);
        let code = "spinal".parse().unwrap();
        let graduates = ids.iter().filter(|id| **id != self.resident.id);
        for (i, id) in graduates.enumerate() {
            if self.rare {
                curves.add(&code, id, Some(0), 1);
                continue;
            }
            for year in 0..3 {
                curves.add(&code, id, Some(12 * year), i as u32 + 1);
            }
        }
        curves.add(&code, &self.resident.id, Some(0), self.count);
        curves.accumulate()
    }
}

fn subcompetency(id: &str) -> Subcompetency {
    Subcompetency { id: id.parse().unwrap(), title: id.to_owned() }
}
