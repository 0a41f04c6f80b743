//! What is usual, worked out once for each reference group and shared by all residents.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::bands::Bands;
use super::forecast::Pace;
use super::group::ReferenceGroup;
use super::position::Position;
use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::id::Code;
use crate::domain::resident::Resident;

/// What is usual of one experience in one reference group.
#[derive(Clone, Debug, PartialEq)]
pub struct Usual {
    pub bands: Bands,
    /// The group's pace; `None` where the group is too small.
    pub pace: Option<Pace>,
}

/// A reference group and what is usual in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standard {
    pub group: ReferenceGroup,
    usual: HashMap<Code, Usual>,
}

impl Standard {
    /// Works out what is usual in `group` for every definition of the catalog.
    pub fn of(group: ReferenceGroup, catalog: &Catalog, curves: &Curves) -> Self {
        let months = usize::from(catalog.program.training_months).min(curves.months());
        let usual = |code: &Code| {
            let members = group.curves(code, curves);
            let totals: Vec<u32> = members.iter().map(|curve| curve[months]).collect();
            Usual { bands: Bands::of(&members), pace: Pace::of_group(&totals, months as f64) }
        };
        let usual = catalog.definitions.iter().map(|d| (d.code.clone(), usual(&d.code))).collect();
        Self { group, usual }
    }

    /// Returns what is usual of one experience.
    pub fn usual(&self, code: &Code) -> Option<&Usual> {
        self.usual.get(code)
    }

    /// Places a count of one experience among the group at a training month.
    pub fn position(&self, code: &Code, curves: &Curves, count: u32, month: f64) -> Option<Position> {
        Position::of(count, month, &self.group.curves(code, curves))
    }
}

/// The standards of every track that current residents are on.
#[derive(Clone, Debug, PartialEq)]
pub struct Standards {
    classes: usize,
    by_track: BTreeMap<Option<String>, Arc<Standard>>,
}

impl Standards {
    /// Works out the standard of each track, from its last `classes` graduated classes.
    pub fn of(catalog: &Catalog, curves: &Curves, classes: usize) -> Self {
        let tracks: BTreeSet<Option<&str>> = catalog.current().map(|r| r.track.as_deref()).collect();
        let standard = |track: Option<&str>| {
            let group = ReferenceGroup::of_track(track, catalog, curves, classes);
            (track.map(str::to_owned), Arc::new(Standard::of(group, catalog, curves)))
        };
        Self { classes, by_track: tracks.into_iter().map(standard).collect() }
    }

    /// Returns the standard for `resident`: the track's, or one of its own without the resident.
    pub fn standard(&self, resident: &Resident, catalog: &Catalog, curves: &Curves) -> Arc<Standard> {
        match self.by_track.get(&resident.track) {
            Some(shared) if shared.group.members.binary_search(&resident.id).is_err() => Arc::clone(shared),
            _ => {
                let group = ReferenceGroup::around(resident, catalog, curves, self.classes);
                Arc::new(Standard::of(group, catalog, curves))
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these results are exact")]
mod tests {
    use super::*;
    use crate::domain::resident::Status;
    use crate::growth::bands::Mark;
    use crate::growth::group::CLASSES;
    use crate::growth::group::tests::{graduate, program};

    #[test]
    fn residents_of_one_track_share_one_standard() {
        let (mut catalog, curves) = program(10);
        let current = |id| Resident { status: Status::Current, ..graduate(id, 2024, "2024-07-01") };
        catalog.residents.extend([current("A"), current("B")]);
        let standards = Standards::of(&catalog, &curves, CLASSES);
        let of =
            |id: &str| standards.standard(catalog.resident(&id.parse().unwrap()).unwrap(), &catalog, &curves);
        assert!(Arc::ptr_eq(&of("A"), &of("B")));
        assert_eq!(of("A").group.n(), 40);
        assert_eq!(of("2022-003").group.n(), 39);
        let code = catalog.definitions[0].code.clone();
        let usual = of("A").usual(&code).cloned().unwrap();
        assert_eq!(usual.bands.at(Mark::MEDIAN, 12.5), Some(12.5));
        assert!((usual.pace.unwrap().per_month() - 1.0).abs() < 1e-9);
        assert_eq!(of("A").position(&code, &curves, 12, 12.0).unwrap().centile, 50.0);
    }

    #[test]
    fn an_experience_without_a_definition_has_nothing_usual() {
        let (catalog, curves) = program(2);
        let group = ReferenceGroup::of_track(Some("categorical"), &catalog, &curves, CLASSES);
        let standard = Standard::of(group, &catalog, &curves);
        assert_eq!(standard.usual(&"unheard_of".parse().unwrap()), None);
    }
}
