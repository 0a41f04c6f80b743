//! How much stands behind an entrustment decision: ratings, raters, span. Levels stay ordinal.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;

use crate::domain::entrustment::{Epa, Framing, Rating, RatingSource, Scale};
use crate::domain::id::FacultyId;

/// The evidence on one activity for one resident, on scales of the deciding scale's framing only.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sufficiency {
    pub n: usize,
    pub raters: usize,
    /// The first and the last day rated.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// The rater of more than half of the ratings, and of how many.
    pub main_rater: Option<(String, usize)>,
    /// The one source that all ratings rest on.
    pub only_source: Option<RatingSource>,
    /// Ratings by level of the deciding scale, every level, lowest first.
    pub by_level: Vec<(String, usize)>,
    pub median: Option<Median>,
    /// Every rating counted, oldest first.
    pub marks: Vec<Mark>,
    /// Ratings of the other framing, which are not counted here.
    pub other_framing: usize,
    pub expected_n: u16,
    pub expected_raters: u16,
}

/// The middle of ordinal ratings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Median {
    Level(String),
    /// An even number of ratings whose two middle ones differ: nothing lies between two levels.
    Between(String, String),
}

impl fmt::Display for Median {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level(level) => f.pad(level),
            Self::Between(low, high) => f.pad(&format!("{low} to {high}")),
        }
    }
}

/// One rating in a strip.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mark {
    pub on: NaiveDate,
    pub level: String,
    /// The level's place on the deciding scale, lowest 0; `None` on another scale of the same framing.
    pub rank: Option<usize>,
    pub rater: FacultyId,
    pub rater_name: String,
    pub source: RatingSource,
}

/// Why evidence is thin.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Thin {
    TooFew { n: usize, expected: u16 },
    TooFewRaters { raters: usize, expected: u16 },
    OneRaterOverHalf { rater: String, of: usize, n: usize },
    OneSourceOnly(RatingSource),
}

impl fmt::Display for Thin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { n, expected } => write!(f, "{n} of {expected} expected ratings"),
            Self::TooFewRaters { raters, expected } => write!(f, "{raters} of {expected} expected raters"),
            Self::OneRaterOverHalf { rater, of, n } => write!(f, "{of} of {n} ratings by {rater}"),
            Self::OneSourceOnly(source) => write!(f, "{source} is the only source"),
        }
    }
}

impl Sufficiency {
    /// Weighs the ratings of one resident on `epa`; those of other activities are passed over.
    ///
    /// A rating on a scale that `scales` lacks has no known framing and counts as another one.
    pub fn of(epa: &Epa, scales: &[Scale], ratings: &[Rating]) -> Self {
        let scale = scales.iter().find(|s| s.id == epa.scale);
        let framing = |id: &str| -> Option<Framing> { Some(scales.iter().find(|s| s.id == id)?.framing) };
        let (mut counted, other): (Vec<&Rating>, Vec<&Rating>) =
            ratings.iter().filter(|r| r.epa == epa.id).partition(|r| {
                r.scale == epa.scale || scale.is_some_and(|s| framing(&r.scale) == Some(s.framing))
            });
        counted.sort_by_key(|r| r.on);
        let mark = |r: &&Rating| Mark {
            on: r.on,
            level: r.level.clone(),
            rank: scale.filter(|s| s.id == r.scale).and_then(|s| s.rank(&r.level)),
            rater: r.rater.clone(),
            rater_name: r.rater_name.clone(),
            source: r.source,
        };
        let marks: Vec<Mark> = counted.iter().map(mark).collect();
        let sources: BTreeSet<RatingSource> = marks.iter().map(|m| m.source).collect();
        Self {
            n: marks.len(),
            raters: marks.iter().map(|m| &m.rater).collect::<BTreeSet<_>>().len(),
            span: marks.first().zip(marks.last()).map(|(first, last)| (first.on, last.on)),
            main_rater: main_rater(&marks),
            only_source: sources.first().copied().filter(|_| sources.len() == 1),
            by_level: scale.map(|s| by_level(s, &marks)).unwrap_or_default(),
            median: scale.and_then(|s| median(s, &marks)),
            marks,
            other_framing: other.len(),
            expected_n: epa.expected_n,
            expected_raters: epa.expected_raters,
        }
    }

    /// Returns the last `k` ratings, oldest first.
    pub fn last(&self, k: usize) -> &[Mark] {
        &self.marks[self.marks.len().saturating_sub(k)..]
    }

    /// Returns the reasons why the evidence is thin; none where it is as expected.
    ///
    /// Direct observation as the only source is no weakness; another source alone is.
    pub fn thin(&self) -> Vec<Thin> {
        let (n, raters) = (self.n, self.raters);
        let few = (n < usize::from(self.expected_n)).then_some(Thin::TooFew { n, expected: self.expected_n });
        let few_raters = (raters < usize::from(self.expected_raters))
            .then_some(Thin::TooFewRaters { raters, expected: self.expected_raters });
        few.into_iter().chain(few_raters).chain(self.lopsided()).collect()
    }

    /// Returns the reasons that more ratings of the same kind would not remove.
    pub fn lopsided(&self) -> impl Iterator<Item = Thin> {
        let rater =
            self.main_rater.clone().map(|(rater, of)| Thin::OneRaterOverHalf { rater, of, n: self.n });
        let source = self.only_source.filter(|s| *s != RatingSource::Observation).map(Thin::OneSourceOnly);
        rater.into_iter().chain(source)
    }
}

/// Finds the rater of more than half; of a single rating nobody can say so.
fn main_rater(marks: &[Mark]) -> Option<(String, usize)> {
    let mut counts: BTreeMap<&FacultyId, (&str, usize)> = BTreeMap::new();
    for mark in marks {
        counts.entry(&mark.rater).or_insert((&mark.rater_name, 0)).1 += 1;
    }
    let (name, most) = counts.into_values().max_by_key(|(_, n)| *n)?;
    (marks.len() > 1 && 2 * most > marks.len()).then(|| (name.to_owned(), most))
}

fn by_level(scale: &Scale, marks: &[Mark]) -> Vec<(String, usize)> {
    let count = |rank| marks.iter().filter(|m| m.rank == Some(rank)).count();
    scale.levels.iter().enumerate().map(|(rank, level)| (level.level.clone(), count(rank))).collect()
}

fn median(scale: &Scale, marks: &[Mark]) -> Option<Median> {
    let mut ranks: Vec<usize> = marks.iter().filter_map(|m| m.rank).collect();
    ranks.sort_unstable();
    let last = ranks.len().checked_sub(1)?;
    let level = |rank: usize| scale.levels.get(rank).map(|l| l.level.clone());
    match (ranks[last / 2], ranks[ranks.len() / 2]) {
        (low, high) if low == high => level(low).map(Median::Level),
        (low, high) => Some(Median::Between(level(low)?, level(high)?)),
    }
}

#[cfg(test)]
mod tests;
