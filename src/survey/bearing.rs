//! What the data can bear: with whom residents are compared, which rules are silent for whom and why, and what in the record
//! departs from what the statistics take for granted.

mod limits;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::catalog::Catalog;
use crate::domain::coverage::{Coverage, Covered};
use crate::domain::curves::Curves;
use crate::domain::experience::Definition;
use crate::domain::id::{Code, ResidentId};
use crate::domain::resident::{Resident, Status};
use crate::domain::schedule::Schedules;
use crate::domain::words::counted;
use crate::growth::bands::FEWEST_FOR_CENTILES;
use crate::growth::changes::{self, Change};
use crate::growth::expectation;
use crate::growth::forecast::Outlook;
use crate::growth::group::{LeftOut, ReferenceGroup};
use crate::growth::late::LateStart;
use crate::growth::rotation_names::RotationNames;
use crate::growth::standards::Standard;
use crate::prompts::{Facts, Rule};

/// The table that stands first: before any prompt is read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bearing {
    pub groups: Vec<Compared>,
    /// The first day of each relation that counts rest on.
    pub first_days: Vec<FirstDay>,
    /// What departs from what the statistics take for granted.
    pub limits: Vec<Limit>,
}

/// The residents of one track, and with whom they are compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// As it is written; `null` where residents have none.
    pub track: Option<String>,
    /// How many residents in training.
    pub residents: usize,
    /// How many graduates they are compared with, of how many of their track.
    pub graduates: usize,
    pub of: usize,
    /// Why not with the others.
    pub not_compared_with: Vec<String>,
    /// The rules that are silent for all of them.
    pub silent: Vec<Silent>,
}

/// A rule that asks nothing, whatever there is to ask.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Silent {
    pub rule: Rule,
    pub why: String,
}

/// The first day of a relation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FirstDay {
    pub relation: &'static str,
    pub on: NaiveDate,
}

/// One thing that numbers cannot bear as they stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Limit {
    /// A name that stays the same, for scripts.
    pub limit: &'static str,
    /// Names nobody, so that it may stand in the evidence on anybody.
    pub what: String,
    /// Who they are, where it is about single residents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub who: Vec<ResidentId>,
    pub advice: String,
}

/// On how many experiences a resident is compared, and what is silent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ComparedOn {
    /// Graduates compared with, of the graduates of the track.
    pub graduates: usize,
    pub of: usize,
    /// Experiences on which few exposures would be asked about, of all.
    pub experiences: usize,
    pub of_experiences: usize,
    pub silent: Vec<Silent>,
}

impl ComparedOn {
    /// Works out on how much a resident is compared; `outlooks` are the facts' own.
    pub fn of(facts: &Facts<'_>, outlooks: &[(&Definition, Outlook<'_>)]) -> Self {
        let group = &facts.standard.group;
        let experiences =
            outlooks.iter().filter(|(_, outlook)| outlook.usual.n() >= FEWEST_FOR_CENTILES).count();
        Self {
            graduates: group.n(),
            of: group.n() + group.left_out.all(),
            experiences,
            of_experiences: facts.catalog.definitions.len(),
            silent: silent(facts, experiences),
        }
    }

    /// Tells whether no experience is compared at all, so that nothing being asked says nothing.
    pub fn is_not_compared(&self) -> bool {
        self.experiences == 0 && self.of_experiences > 0
    }
}

/// Returns the rules that are silent for a resident who is compared on so many experiences.
fn silent(facts: &Facts<'_>, experiences: usize) -> Vec<Silent> {
    if facts.month.is_none() {
        let why = "the first day of training is not known";
        let rules = [Rule::FewForTrainingTime, Rule::MinimumInDoubt, Rule::RareNotMet];
        return rules.map(|rule| Silent { rule, why: why.to_owned() }).to_vec();
    }
    if experiences > 0 {
        return Vec::new();
    }
    let of_group = silent_in(&facts.standard.group);
    if of_group.is_empty() && facts.curves.cases_covered(facts.resident, facts.as_of) != Covered::Whole {
        let why = "the data cover the resident's training in part only";
        let rules = [Rule::FewForTrainingTime, Rule::MinimumInDoubt, Rule::RareNotMet];
        return rules.map(|rule| Silent { rule, why: why.to_owned() }).to_vec();
    }
    of_group
}

/// Returns the rules that are silent for all who are compared with a group, by its size.
fn silent_in(group: &ReferenceGroup) -> Vec<Silent> {
    let n = group.n();
    let why = match n {
        0 => "there is no graduate to compare with".to_owned(),
        n => format!("only {} to compare with", counted(n as u64, "graduate")),
    };
    let silent = |rules: &[Rule], least: usize| {
        rules
            .iter()
            .map(|rule| Silent { rule: *rule, why: format!("{why}, and it needs {least}") })
            .collect::<Vec<_>>()
    };
    let mut all = Vec::new();
    if n < FEWEST_FOR_CENTILES {
        all.extend(silent(&[Rule::FewForTrainingTime, Rule::ClassShortage], FEWEST_FOR_CENTILES));
    }
    if n < expectation::FEWEST {
        all.extend(silent(&[Rule::RareNotMet], expectation::FEWEST));
    }
    all
}

/// What the table is made of.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    pub catalog: &'a Catalog,
    pub curves: &'a Curves,
    /// The rotations of everyone.
    pub schedules: &'a Schedules,
    pub names: &'a RotationNames,
    pub late: &'a [LateStart],
}

impl Bearing {
    /// Reads the whole program; `standards` are those of its residents in training.
    pub fn of(ground: Ground<'_>, standards: &HashMap<ResidentId, Arc<Standard>>) -> Self {
        let changes = changes_in(ground);
        let mut limits = limits::of_record(ground);
        limits.extend(limits::of_tracks(ground.catalog));
        limits.extend(limits::of_names(ground.names));
        limits.extend(limits::of_lists(ground));
        limits.extend(changes.iter().map(|change| limits::of_change(change, ground.catalog)));
        Self { groups: groups(ground.catalog, standards), first_days: first_days(ground), limits }
    }

    /// Tells whether all is as the statistics take it: everybody is compared, and nothing departs.
    pub fn bears_all(&self) -> bool {
        self.limits.is_empty() && self.groups.iter().all(|group| group.silent.is_empty())
    }
}

impl Compared {
    /// Says with whom a track is compared.
    pub fn sentence(&self) -> String {
        let of = if self.graduates == self.of { String::new() } else { format!(" of {}", self.of) };
        let track = self.track.as_ref().map_or(String::new(), |track| format!(" of the track {track}"));
        let why = match self.not_compared_with.as_slice() {
            [] => String::new(),
            why => format!("; not with {}", why.join(", ")),
        };
        format!(
            "{}{track} compared with {}{of} {}{why}",
            counted(self.residents as u64, "resident"),
            self.graduates,
            if self.of == 1 { "graduate" } else { "graduates" },
        )
    }
}

fn changes_in(ground: Ground<'_>) -> Vec<Change> {
    let broken = ground.names.broken(ground.catalog);
    let left_out: BTreeSet<Code> = broken.into_keys().collect();
    changes::changes(ground.catalog, ground.curves, ground.schedules, &left_out)
}

fn groups(catalog: &Catalog, standards: &HashMap<ResidentId, Arc<Standard>>) -> Vec<Compared> {
    let mut tracks: BTreeMap<Option<String>, Vec<&Resident>> = BTreeMap::new();
    for resident in catalog.current() {
        tracks.entry(resident.track_key()).or_default().push(resident);
    }
    let several = tracks.len() > 1;
    let compared = |residents: Vec<&Resident>| {
        let first = residents.first()?;
        let group = &standards.get(&first.id)?.group;
        Some(Compared {
            track: first.track.clone().filter(|_| several || group.n() == 0),
            residents: residents.len(),
            graduates: group.n(),
            of: group.n() + group.left_out.all(),
            not_compared_with: why_not(group.left_out),
            silent: silent_in(group),
        })
    };
    tracks.into_values().filter_map(compared).collect()
}

fn why_not(left_out: LeftOut) -> Vec<String> {
    let LeftOut { older, unknown, nothing, in_part } = left_out;
    let reasons = [
        (in_part, "whose training the data cover in part only"),
        (older, "of older classes"),
        (unknown, "whose first day of training or class is not known"),
        (nothing, "of whom nothing is recorded"),
    ];
    reasons.into_iter().filter(|(n, _)| *n > 0).map(|(n, why)| format!("{n} {why}")).collect()
}

fn first_days(ground: Ground<'_>) -> Vec<FirstDay> {
    let (cases, procedures) = ground.curves.coverage().map_or((None, None), Coverage::first_days);
    let blocks = ground.catalog.residents.iter().flat_map(|r| ground.schedules.blocks(&r.id));
    let rotations = blocks.map(|(_, span)| span.from).min();
    let days = [("cases", cases), ("procedures", procedures), ("rotations", rotations)];
    days.into_iter().filter_map(|(relation, on)| Some(FirstDay { relation, on: on? })).collect()
}

/// Returns who graduated or trains, and whose training the data cover from a later day on, or in part.
fn in_part(ground: Ground<'_>) -> Vec<&Resident> {
    let as_of = ground.catalog.program.data_to;
    let is_in_part = |r: &&Resident| {
        r.status != Status::Left
            && r.entered_on.is_some()
            && matches!(ground.curves.cases_covered(r, as_of), Covered::Partly(_))
            && !ground.late.iter().any(|late| late.resident == r.id)
    };
    ground.catalog.residents.iter().filter(is_in_part).collect()
}

#[cfg(test)]
mod tests;
