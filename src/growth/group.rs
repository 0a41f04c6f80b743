//! The reference group: the graduates whose curves say what is usual.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use crate::domain::catalog::Catalog;
use crate::domain::coverage::Covered;
use crate::domain::curves::Curves;
use crate::domain::id::ResidentId;
use crate::domain::resident::{Resident, Status, track_key};

/// How many graduated classes make the group unless a program says otherwise.
pub const CLASSES: usize = 4;

/// A named set of graduates of the same program and track.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReferenceGroup {
    /// Who they are and how many, for example "86 graduates 2022–2026".
    pub label: String,
    /// In order of their identifiers.
    pub members: Vec<ResidentId>,
    /// The other graduates of the track, by why they are not in it.
    pub left_out: LeftOut,
}

/// How many graduates of a track are not compared with, and why.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct LeftOut {
    /// Of classes before the last ones.
    pub older: usize,
    /// Whose training time or class is not known.
    pub unknown: usize,
    /// Of whom there is not a single exposure.
    pub nothing: usize,
    /// Whose training the data cover in part only.
    pub in_part: usize,
}

impl LeftOut {
    /// Returns how many they are together.
    pub fn all(self) -> usize {
        self.older + self.unknown + self.nothing + self.in_part
    }
}

impl ReferenceGroup {
    /// Returns the last `classes` graduated classes of the track of `resident`, without `resident`.
    pub fn around(resident: &Resident, catalog: &Catalog, curves: &Curves, classes: usize) -> Self {
        let mut group = Self::of_track(resident.track.as_deref(), catalog, curves, classes);
        if let Ok(at) = group.members.binary_search(&resident.id) {
            group.members.remove(at);
            group.label = label(&group.members, catalog, resident.track.as_deref());
        }
        group
    }

    /// Returns the last `classes` graduated classes of one track, whatever its capitals and blanks.
    ///
    /// Left out: who did not graduate, whose training time or class is unknown, and who has not a single exposure of any
    /// kind, since no data is not zero. Left out and named in the label: whose first months lie before the data.
    pub fn of_track(track: Option<&str>, catalog: &Catalog, curves: &Curves, classes: usize) -> Self {
        let met_anything =
            |r: &Resident| catalog.definitions.iter().any(|d| curves.total(&d.code, &r.id) > 0);
        let key = track_key(track);
        let graduates: Vec<&Resident> = catalog
            .residents
            .iter()
            .filter(|r| r.status == Status::Graduated && r.track_key() == key)
            .collect();
        let is_known = |r: &&Resident| r.entered_on.is_some() && r.class().is_some();
        let (known, unknown): (Vec<&Resident>, Vec<&Resident>) = graduates.into_iter().partition(is_known);
        let (fits, nothing): (Vec<&Resident>, Vec<&Resident>) =
            known.into_iter().partition(|r| met_anything(r));
        let all: BTreeSet<u16> = fits.iter().filter_map(|r| r.class()).collect();
        let last: BTreeSet<u16> = all.into_iter().rev().take(classes).collect();
        let (of_last, older): (Vec<&Resident>, Vec<&Resident>) =
            fits.into_iter().partition(|r| r.class().is_some_and(|c| last.contains(&c)));
        let (of_last, before): (Vec<&Resident>, Vec<&Resident>) = of_last
            .into_iter()
            .partition(|r| curves.cases_covered(r, catalog.program.data_to) == Covered::Whole);
        let mut members: Vec<ResidentId> = of_last.into_iter().map(|r| r.id.clone()).collect();
        members.sort_unstable();
        let more = match before.len() {
            0 => String::new(),
            n => format!(" ({n} more began before the data)"),
        };
        let left_out = LeftOut {
            older: older.len(),
            unknown: unknown.len(),
            nothing: nothing.len(),
            in_part: before.len(),
        };
        Self { label: format!("{}{more}", label(&members, catalog, track)), members, left_out }
    }

    /// Returns the number of members.
    pub fn n(&self) -> usize {
        self.members.len()
    }
}

fn label(members: &[ResidentId], catalog: &Catalog, track: Option<&str>) -> String {
    let years: BTreeSet<i32> = catalog
        .residents
        .iter()
        .filter(|r| members.binary_search(&r.id).is_ok())
        .filter_map(|r| r.graduates_on.map(|day| day.year()))
        .collect();
    let key = track_key(track);
    let several = catalog.residents.iter().any(|r| r.track_key() != key);
    let track = track.filter(|_| several).map(|t| format!("{t} ")).unwrap_or_default();
    let who = if members.len() == 1 { "graduate" } else { "graduates" };
    let years = match (years.first(), years.last()) {
        (Some(first), Some(last)) if first == last => format!(" {first}"),
        (Some(first), Some(last)) => format!(" {first}–{last}"),
        _ => String::new(),
    };
    format!("{} {track}{who}{years}", members.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::growth::program;

    #[test]
    fn the_group_is_the_last_classes_and_says_so() {
        let (catalog, curves) = program(2);
        let group = ReferenceGroup::of_track(Some("categorical"), &catalog, &curves, CLASSES);
        assert_eq!(group.label, "8 graduates 2022–2025");
        assert!(group.members.iter().all(|m| m.as_str() >= "2019"));
    }

    #[test]
    fn the_resident_is_left_out_of_the_own_group() {
        let (catalog, curves) = program(2);
        let one = catalog.residents.last().unwrap();
        let group = ReferenceGroup::around(one, &catalog, &curves, CLASSES);
        assert!(!group.members.contains(&one.id));
        assert_eq!(group.label, "7 graduates 2022–2025");
    }

    #[test]
    fn a_track_is_one_whatever_its_capitals() {
        let (catalog, curves) = program(2);
        let group = ReferenceGroup::of_track(Some("Categorical "), &catalog, &curves, CLASSES);
        assert_eq!(group.label, "8 graduates 2022–2025");
    }

    #[test]
    fn another_track_unknown_training_time_and_no_data_at_all_stay_out() {
        let (mut catalog, curves) = program(2);
        let count = catalog.residents.len();
        catalog.residents[count - 1].track = Some("advanced".into());
        catalog.residents[count - 2].entered_on = None;
        catalog.residents[count - 3].id = "2021-999".parse().unwrap();
        catalog.residents[count - 4].status = Status::Left;
        let group = ReferenceGroup::of_track(Some("categorical"), &catalog, &curves, 2);
        assert_eq!(group.label, "4 categorical graduates 2022–2023");
        assert_eq!(ReferenceGroup::of_track(Some("none"), &catalog, &curves, 4).label, "0 none graduates");
    }
}
