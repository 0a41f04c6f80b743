//! What is usual, worked out once for each reference group and shared by all residents.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::bands::{Bands, Weights};
use super::expectation::{Expectation, Member, Pool};
use super::group::ReferenceGroup;
use super::position::Position;
use super::ranks::Ranks;
use super::rotation_names::Broken;
use super::rotation_time::RotationMonths;
use super::training_time::TrainingTime;
use crate::domain::catalog::Catalog;
use crate::domain::coverage::Covered;
use crate::domain::curves::Curves;
use crate::domain::experience::Definition;
use crate::domain::id::Code;
use crate::domain::resident::Resident;
use crate::domain::schedule::Schedules;

/// What is usual of one experience in one reference group.
#[derive(Clone, Debug, PartialEq)]
pub struct Usual {
    pub ranks: Ranks,
    pub bands: Bands,
    /// What to expect of a newcomer; `None` where the group is too small.
    pub expectation: Option<Expectation>,
    /// Members of the group of whom the data cover a part only, and who are left out.
    pub left_out: usize,
}

impl Usual {
    /// Places a count among the group at a training month.
    pub fn position(&self, count: u32, month: f64) -> Option<Position> {
        Position::of(count, month, &self.ranks)
    }
}

/// One experience in a group, before the experiences are pooled.
struct Fit {
    ranks: Ranks,
    expectation: Option<Expectation>,
    left_out: usize,
}

/// A reference group and what is usual in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standard {
    pub group: ReferenceGroup,
    usual: HashMap<Code, Usual>,
    /// The experiences of which nobody's time on rotations is known.
    broken: Arc<BTreeMap<Code, Broken>>,
}

impl Standard {
    /// Works out what is usual in `group` for every definition of the catalog.
    ///
    /// `schedules` hold the members' rotations, so that a count is compared with what members had
    /// met after as long on the rotations that bring it.
    pub fn of(group: ReferenceGroup, catalog: &Catalog, curves: &Curves, schedules: &Schedules) -> Self {
        Self::with(Arc::default(), group, catalog, curves, schedules)
    }

    /// Works it out where the names of some rotations do not hold: what comes in blocks under two names is not compared, and
    /// what comes in blocks that nobody has by training time alone.
    pub fn with(
        broken: Arc<BTreeMap<Code, Broken>>,
        group: ReferenceGroup,
        catalog: &Catalog,
        curves: &Curves,
        schedules: &Schedules,
    ) -> Self {
        let months = usize::from(catalog.program.training_months).min(curves.months());
        let spent = time_on_rotations(&group, catalog, schedules, months);
        let fit = |definition: &Definition| {
            let is_broken = broken.get(&definition.code);
            let on = match is_broken {
                Some(_) => Vec::new(),
                None => on_rotations(definition, &spent, schedules),
            };
            // A member of whom the data cover a part only would pull the group down.
            let member = |(i, id)| {
                if *curves.covered(&definition.code, id) != Covered::Whole {
                    return None;
                }
                let curve = &curves.curve(&definition.code, id)?[..=months];
                Some(Member { curve, on_rotations: on.get(i).and_then(Option::as_deref) })
            };
            let members: Vec<Member<'_>> = group.members.iter().enumerate().filter_map(member).collect();
            let ranks = Ranks::of(&members.iter().map(|m| m.curve).collect::<Vec<_>>());
            let is_compared = !matches!(is_broken, Some(Broken::Renamed(_)));
            let lists = curves.lists(&definition.code);
            let expectation = Expectation::of_lists(&members, months, lists).filter(|_| is_compared);
            Fit { ranks, expectation, left_out: group.n() - members.len() }
        };
        let fits: Vec<(&Definition, Fit)> = catalog.definitions.iter().map(|d| (d, fit(d))).collect();
        let pool = Pool::of(fits.iter().filter_map(|(_, fit)| fit.expectation.as_ref()));
        let mut weights = Weights::default();
        let usual = |(definition, fit): (&Definition, Fit)| {
            let Fit { ranks, expectation, left_out } = fit;
            let expectation = expectation.map(|fitted| fitted.pooled(&pool));
            let bands =
                Bands::of(&ranks, expectation.as_ref(), !definition.rotations.is_empty(), &mut weights);
            (definition.code.clone(), Usual { ranks, bands, expectation, left_out })
        };
        Self { usual: fits.into_iter().map(usual).collect(), group, broken }
    }

    /// Returns why nobody's time on the rotations of an experience is known, where that is so.
    pub fn broken(&self, code: &Code) -> Option<&Broken> {
        self.broken.get(code)
    }

    /// Returns what is usual of one experience.
    pub fn usual(&self, code: &Code) -> Option<&Usual> {
        self.usual.get(code)
    }
}

/// Returns the time of each member on each rotation; `None` where a member's rotations are not known.
fn time_on_rotations(
    group: &ReferenceGroup,
    catalog: &Catalog,
    schedules: &Schedules,
    months: usize,
) -> Vec<Option<RotationMonths>> {
    let people: HashMap<_, &Resident> = catalog.residents.iter().map(|r| (&r.id, r)).collect();
    let time = |id| {
        let blocks = schedules.blocks(id);
        let clock = TrainingTime::of(people.get(id)?)?;
        (!blocks.is_empty()).then(|| RotationMonths::of(clock, blocks, schedules.rotations().len(), months))
    };
    group.members.iter().map(time).collect()
}

/// Returns each member's time on the rotations that bring an experience; nothing where all do.
fn on_rotations(
    definition: &Definition,
    spent: &[Option<RotationMonths>],
    schedules: &Schedules,
) -> Vec<Option<Vec<f64>>> {
    if definition.rotations.is_empty() {
        return Vec::new();
    }
    let known = schedules.rotations().iter().enumerate();
    let places: Vec<usize> = known
        .filter(|(_, rotation)| definition.rotations.contains(rotation))
        .map(|(place, _)| place)
        .collect();
    spent.iter().map(|member| member.as_ref().map(|time| time.on(&places))).collect()
}

/// The standards of every track that current residents are on.
#[derive(Clone, Debug, PartialEq)]
pub struct Standards {
    classes: usize,
    broken: Arc<BTreeMap<Code, Broken>>,
    by_track: BTreeMap<Option<String>, Arc<Standard>>,
}

impl Standards {
    /// Works out the standard of each track, from its last `classes` graduated classes.
    pub fn of(catalog: &Catalog, curves: &Curves, schedules: &Schedules, classes: usize) -> Self {
        Self::with(BTreeMap::new(), catalog, curves, schedules, classes)
    }

    /// Works them out where the names of some rotations do not hold.
    pub fn with(
        broken: BTreeMap<Code, Broken>,
        catalog: &Catalog,
        curves: &Curves,
        schedules: &Schedules,
        classes: usize,
    ) -> Self {
        let broken = Arc::new(broken);
        let mut tracks: BTreeMap<Option<String>, Option<&str>> = BTreeMap::new();
        for resident in catalog.current() {
            tracks.entry(resident.track_key()).or_insert(resident.track.as_deref());
        }
        let standard = |(key, track): (Option<String>, Option<&str>)| {
            let group = ReferenceGroup::of_track(track, catalog, curves, classes);
            (key, Arc::new(Standard::with(Arc::clone(&broken), group, catalog, curves, schedules)))
        };
        Self { classes, by_track: tracks.into_iter().map(standard).collect(), broken }
    }

    /// Returns the standard for `resident`: the track's, or one of its own without the resident.
    pub fn standard(
        &self,
        resident: &Resident,
        catalog: &Catalog,
        curves: &Curves,
        schedules: &Schedules,
    ) -> Arc<Standard> {
        match self.by_track.get(&resident.track_key()) {
            Some(shared) if shared.group.members.binary_search(&resident.id).is_err() => Arc::clone(shared),
            _ => {
                let group = ReferenceGroup::around(resident, catalog, curves, self.classes);
                Arc::new(Standard::with(Arc::clone(&self.broken), group, catalog, curves, schedules))
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these results are exact")]
mod tests {
    use super::*;
    use crate::domain::resident::Status;
    use crate::growth::group::CLASSES;
    use crate::testing::growth::{graduate, program};

    #[test]
    fn residents_of_one_track_share_one_standard() {
        let (mut catalog, curves) = program(10);
        let current = |id| Resident { status: Status::Current, ..graduate(id, 2024, "2024-07-01") };
        catalog.residents.extend([current("A"), current("B")]);
        let standards = Standards::of(&catalog, &curves, &Schedules::default(), CLASSES);
        let of = |id: &str| {
            standards.standard(
                catalog.resident(&id.parse().unwrap()).unwrap(),
                &catalog,
                &curves,
                &Schedules::default(),
            )
        };
        assert!(Arc::ptr_eq(&of("A"), &of("B")));
        assert_eq!(of("A").group.n(), 40);
        assert_eq!(of("2022-003").group.n(), 39);
        let code = catalog.definitions[0].code.clone();
        let usual = of("A").usual(&code).cloned().unwrap();
        assert!((usual.expectation.as_ref().unwrap().whole() - 36.0).abs() < 1e-9);
        assert_eq!(usual.position(12, 12.0).unwrap().centile, 50.0);
    }

    #[test]
    fn an_experience_without_a_definition_has_nothing_usual() {
        let (catalog, curves) = program(2);
        let group = ReferenceGroup::of_track(Some("categorical"), &catalog, &curves, CLASSES);
        let standard = Standard::of(group, &catalog, &curves, &Schedules::default());
        assert_eq!(standard.usual(&"unheard_of".parse().unwrap()), None);
    }
}
