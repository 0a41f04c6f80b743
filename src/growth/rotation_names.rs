//! Whether the rotations that definitions name are the ones that the schedule has: names that nobody has, and names that
//! give way to others on a day while the experience goes on.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::rotation_time::RotationMonths;
use super::training_time::TrainingTime;
use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::id::Code;
use crate::domain::resident::Span;
use crate::domain::schedule::Schedules;

/// Blocks that a name should have had since it was last seen, or before it was first seen, for its silence to be no
/// chance: without a change, none among so many comes by chance in e⁻⁸, or 1 of 3,000.
const SILENT: f64 = 8.0;

/// The fewest blocks that a name must have had to be said to end or begin.
const FEWEST_BLOCKS: usize = 5;

/// Days between the last block of a name and the first one of another that takes its place; or so many times as long as
/// from one of its blocks to the next, where few have it.
const GAP: f64 = 62.0;
const GAPS: f64 = 4.0;

/// From which likeness of letters two names are near (Jaro–Winkler, 0 to 1).
const NEAR: f64 = 0.85;

/// A shorter name may be a part of any.
const SHORTEST: usize = 3;

/// From which correlation two rotations bring the same.
const ALIKE: f64 = 0.5;

/// By how much more a rotation must bring an experience than others, for its name to be offered.
const BRINGS: f64 = 2.0;

/// A name that definitions have, and that nobody's schedule has.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Nowhere {
    pub name: String,
    /// How many definitions name it.
    pub definitions: usize,
    /// Names that somebody has and no definition, nearest first.
    pub near: Vec<String>,
}

/// A name that definitions have, which gives way to another on a day.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Renamed {
    pub from: String,
    pub to: String,
    /// The first day of the new name.
    pub on: NaiveDate,
}

/// What the names of rotations say.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RotationNames {
    pub nowhere: Vec<Nowhere>,
    pub renamed: Vec<Renamed>,
    /// Names of definitions that end without another in their place, with the last day.
    pub ended: Vec<(String, NaiveDate)>,
    /// Names that begin in the course of the record and are in no definition, with the first day.
    pub began: Vec<(String, NaiveDate)>,
}

impl RotationNames {
    /// Reads the schedules of everyone, up to the last day of data and beyond.
    pub fn of(catalog: &Catalog, curves: &Curves, schedules: &Schedules) -> Self {
        let mut definitions: BTreeMap<&str, usize> = BTreeMap::new();
        for rotation in catalog.definitions.iter().flat_map(|d| &d.rotations) {
            *definitions.entry(rotation).or_default() += 1;
        }
        let blocks = Blocks::of(catalog, schedules);
        if blocks.all.is_empty() || definitions.is_empty() {
            return Self::default();
        }
        let profiles = Profiles::of(catalog, curves, schedules);
        let strangers: Vec<&str> =
            blocks.by_name.keys().copied().filter(|name| !definitions.contains_key(name)).collect();
        let mut found = Self::default();
        for (&name, &n) in definitions.iter().filter(|(name, _)| !blocks.by_name.contains_key(*name)) {
            let near = nearest(name, &strangers, &profiles, catalog);
            found.nowhere.push(Nowhere { name: name.to_owned(), definitions: n, near });
        }
        let ended: Vec<(&str, NaiveDate)> =
            definitions.keys().filter_map(|name| Some((*name, blocks.ended(name)?))).collect();
        let mut began: Vec<(&str, NaiveDate)> =
            strangers.iter().filter_map(|name| Some((*name, blocks.began(name)?))).collect();
        for (from, last) in ended {
            let gap = (blocks.days_to_the_next(from) * GAPS).max(GAP);
            let score = |(to, first): &(&str, NaiveDate)| {
                if (*first - last).num_days().abs() as f64 > gap {
                    return None;
                }
                let likeness = likeness(from, to);
                let same = profiles.correlation(from, to).unwrap_or(0.0);
                (likeness >= NEAR || same >= ALIKE).then_some(likeness + same)
            };
            let scores = began.iter().enumerate().filter_map(|(at, new)| Some((at, score(new)?)));
            match scores.max_by(|a, b| a.1.total_cmp(&b.1)) {
                Some((at, _)) => {
                    let (to, on) = began.remove(at);
                    found.renamed.push(Renamed { from: from.to_owned(), to: to.to_owned(), on });
                }
                None => found.ended.push((from.to_owned(), last)),
            }
        }
        found.began = began.into_iter().map(|(name, on)| (name.to_owned(), on)).collect();
        found
    }

    /// Returns the experiences of which nobody's time on rotations is known by the names of their definitions.
    pub fn broken(&self, catalog: &Catalog) -> BTreeMap<Code, Broken> {
        let is_nowhere = |rotation: &String| self.nowhere.iter().any(|it| it.name == *rotation);
        let broken = |rotations: &[String]| {
            let renamed = self.renamed.iter().find(|it| rotations.contains(&it.from)).cloned();
            let nowhere =
                || (!rotations.is_empty() && rotations.iter().all(is_nowhere)).then_some(Broken::Nowhere);
            renamed.map(Broken::Renamed).or_else(nowhere)
        };
        catalog.definitions.iter().filter_map(|d| Some((d.code.clone(), broken(&d.rotations)?))).collect()
    }
}

/// Why nobody's time on the rotations of an experience is known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Broken {
    /// Nobody's schedule has any of the names: the experience is compared by training time alone.
    Nowhere,
    /// Some have the blocks under one name and some under another: nothing is compared and nothing forecast.
    Renamed(Renamed),
}

/// When the blocks of each name begin and end.
struct Blocks<'a> {
    /// First days of all blocks.
    all: Vec<NaiveDate>,
    by_name: BTreeMap<&'a str, Vec<Span>>,
    as_of: NaiveDate,
}

impl<'a> Blocks<'a> {
    fn of(catalog: &Catalog, schedules: &'a Schedules) -> Self {
        let mut by_name: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        let mut all = Vec::new();
        let blocks = catalog.residents.iter().flat_map(|r| schedules.blocks(&r.id));
        for &(place, span) in blocks {
            by_name.entry(&schedules.rotations()[usize::from(place)]).or_default().push(span);
            all.push(span.from);
        }
        all.sort_unstable();
        Self { all, by_name, as_of: catalog.program.data_to }
    }

    /// Returns the last day of a name that has ended: by its share of the blocks while it was there, many more should have
    /// begun since. Blocks to come do not count, since a schedule need not be filled for all alike.
    fn ended(&self, name: &str) -> Option<NaiveDate> {
        let spans = self.by_name.get(name).filter(|spans| spans.len() >= FEWEST_BLOCKS)?;
        let (first, last) = (spans.iter().map(|s| s.from).min()?, spans.iter().map(|s| s.from).max()?);
        if last >= self.as_of {
            return None;
        }
        let during = self.between(first, last);
        let since = self.between(last.succ_opt()?, self.as_of);
        let expected = spans.len() as f64 / during.max(1) as f64 * since as f64;
        (expected >= SILENT).then(|| spans.iter().map(|s| s.to).max()).flatten()
    }

    /// Returns the first day of a name that began in the course of the record, likewise.
    fn began(&self, name: &str) -> Option<NaiveDate> {
        let spans = self.by_name.get(name).filter(|spans| spans.len() >= FEWEST_BLOCKS)?;
        let first = spans.iter().map(|s| s.from).min().filter(|first| *first <= self.as_of)?;
        let begun = spans.iter().filter(|s| s.from <= self.as_of).count();
        let during = self.between(first, self.as_of);
        let before = self.between(*self.all.first()?, first.pred_opt()?);
        let expected = begun as f64 / during.max(1) as f64 * before as f64;
        (expected >= SILENT).then_some(first)
    }

    /// Returns the days from one block of a name to the next, on the mean.
    fn days_to_the_next(&self, name: &str) -> f64 {
        let Some(spans) = self.by_name.get(name) else { return 0.0 };
        let (first, last) = (spans.iter().map(|s| s.from).min(), spans.iter().map(|s| s.from).max());
        first.zip(last).map_or(0.0, |(first, last)| (last - first).num_days() as f64 / spans.len() as f64)
    }

    fn between(&self, from: NaiveDate, to: NaiveDate) -> usize {
        let up_to =
            |day: Option<NaiveDate>| day.map_or(0, |day| self.all.partition_point(|first| *first < day));
        up_to(to.checked_add_days(Days::new(1))).saturating_sub(up_to(Some(from)))
    }
}

/// What each rotation brings beside what is usual: the logarithm of a ratio for each experience.
struct Profiles(BTreeMap<String, Vec<f64>>);

impl Profiles {
    fn of(catalog: &Catalog, curves: &Curves, schedules: &Schedules) -> Self {
        let names = schedules.rotations();
        let months = usize::from(catalog.program.training_months).min(curves.months());
        let mut met = vec![vec![0.0; catalog.definitions.len()]; names.len()];
        let mut time = vec![0.0; names.len()];
        let (mut all, mut whole) = (vec![0.0; catalog.definitions.len()], 0.0);
        for resident in &catalog.residents {
            let Some(clock) = TrainingTime::of(resident) else { continue };
            let blocks = schedules.blocks(&resident.id);
            let day_after = catalog.program.data_to.checked_add_days(Days::new(1));
            let done = (day_after.map_or(0.0, |day| clock.months(day)).floor() as usize).min(months);
            let spent = RotationMonths::of(clock, blocks, names.len(), months);
            let on: Vec<(usize, Vec<f64>)> =
                rotations_of(blocks).map(|place| (place, spent.on(&[place]))).collect();
            for (at, definition) in catalog.definitions.iter().enumerate() {
                let Some(curve) = curves.curve(&definition.code, &resident.id) else { continue };
                all[at] += f64::from(curve[done]);
                for (place, on) in &on {
                    met[*place][at] += (0..done)
                        .map(|month| (on[month + 1] - on[month]) * f64::from(curve[month + 1] - curve[month]))
                        .sum::<f64>();
                }
            }
            whole += done as f64;
            for (place, on) in &on {
                time[*place] += on[done];
            }
        }
        let profile = |(place, name): (usize, &String)| {
            let ratio = |(met, all): (&f64, &f64)| {
                let usual = all / f64::max(whole, 1.0) * time[place];
                ((met + 0.5) / (usual + 0.5)).ln()
            };
            (name.clone(), met[place].iter().zip(&all).map(ratio).collect())
        };
        Self(names.iter().enumerate().map(profile).collect())
    }

    /// Returns how alike two rotations are in what they bring (Pearson).
    fn correlation(&self, one: &str, other: &str) -> Option<f64> {
        let (one, other) = (self.0.get(one)?, self.0.get(other)?);
        let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len().max(1) as f64;
        let (a, b) = (mean(one), mean(other));
        let sum =
            |f: &dyn Fn(f64, f64) -> f64| one.iter().zip(other).map(|(x, y)| f(x - a, y - b)).sum::<f64>();
        let spread = (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt();
        (spread > 0.0).then(|| sum(&|x, y| x * y) / spread)
    }

    /// Returns how many times as much of some experiences a rotation brings as others do.
    fn brings(&self, rotation: &str, places: &[usize]) -> Option<f64> {
        let profile = self.0.get(rotation)?;
        let sum: f64 = places.iter().filter_map(|place| profile.get(*place)).sum();
        (!places.is_empty()).then(|| (sum / places.len() as f64).exp())
    }
}

fn rotations_of(blocks: &[(u16, Span)]) -> impl Iterator<Item = usize> {
    blocks.iter().map(|(place, _)| usize::from(*place)).collect::<BTreeSet<_>>().into_iter()
}

/// Returns the names that nearest come to one that nobody has: by their letters, then by what they bring.
fn nearest(name: &str, strangers: &[&str], profiles: &Profiles, catalog: &Catalog) -> Vec<String> {
    let all = catalog.definitions.iter().enumerate();
    let places: Vec<usize> = all
        .filter(|(_, d)| d.rotations.iter().any(|rotation| rotation == name))
        .map(|(place, _)| place)
        .collect();
    let score = |stranger: &&str| {
        let likeness = likeness(name, stranger);
        let brings = profiles.brings(stranger, &places).unwrap_or(0.0);
        (likeness >= NEAR || brings >= BRINGS)
            .then(|| ((*stranger).to_owned(), likeness.max(0.0) + brings.ln().clamp(0.0, 3.0) / 3.0))
    };
    let mut near: Vec<(String, f64)> = strangers.iter().filter_map(score).collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1));
    near.into_iter().take(2).map(|(name, _)| name).collect()
}

/// Returns how near two names are by their letters, 0 to 1, whatever their capitals, blanks and signs; 1 where one is a
/// part of the other.
fn likeness(one: &str, other: &str) -> f64 {
    let letters =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let (one, other) = (letters(one), letters(other));
    let is_part = one.len().min(other.len()) >= SHORTEST && (one.contains(&other) || other.contains(&one));
    if is_part { 1.0 } else { strsim::jaro_winkler(&one, &other) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::growth::departures::Departure;

    fn names(departure: &Departure, seed: u64) -> RotationNames {
        let world = departure.draw(seed);
        RotationNames::of(&world.catalog, &world.curves, &world.everyones_schedules())
    }

    fn renamed_from(day: &str, n: usize, alike: bool) -> RotationNames {
        names(&Departure { renamed: Some((day.parse().unwrap(), n, alike)), ..Departure::default() }, 1)
    }

    #[test]
    fn a_program_whose_names_stay_has_none_to_tell_of() {
        assert_eq!(names(&Departure::default(), 1), RotationNames::default());
    }

    #[test]
    fn names_that_give_way_to_others_are_found_by_their_letters_and_by_what_they_bring() {
        for (n, alike) in [(12, true), (12, false), (3, true), (3, false)] {
            let found = renamed_from("2024-07-01", n, alike);
            assert_eq!(found.renamed.len(), n, "{n} {alike}: {found:?}");
            assert!(
                found.nowhere.is_empty() && found.ended.is_empty() && found.began.is_empty(),
                "{found:?}"
            );
            let cardiac = found.renamed.iter().find(|it| it.from == "cardiac").unwrap();
            assert_eq!(cardiac.to, if alike { "UH_cardiac" } else { "9131" });
        }
    }

    #[test]
    fn a_name_that_nobody_has_is_told_with_the_nearest_one() {
        let found = renamed_from("2000-01-01", 12, false);
        assert_eq!(found.nowhere.len(), 12);
        let cardiac = found.nowhere.iter().find(|it| it.name == "cardiac").unwrap();
        assert_eq!((cardiac.definitions, cardiac.near.first().map(String::as_str)), (3, Some("9131")));
    }
}
