//! What the members rated, side by side: who said what on each matter, and how far apart they are.

use std::collections::BTreeMap;

use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::meeting::Card;
use crate::domain::overall::ChoiceKind;
use crate::domain::text::sanitised;
use crate::ledger::fold::Meeting;

use super::raters;

/// The revealed ratings of one resident. Levels are ordinal: they are counted and never averaged.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Strip {
    /// The primary reviewer, where there is one.
    pub reviewer: Option<String>,
    pub reviewer_is_there: bool,
    /// By matter: progress first, then activities, then milestones.
    pub rows: Vec<Said>,
    /// Members whose rating is sealed and not revealed yet.
    pub sealed: Vec<String>,
    /// Members who rated when the meeting was at the resident already.
    pub late: Vec<String>,
    /// Members who could have rated, and did not.
    pub missing: Vec<String>,
}

/// What was said on one matter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Said {
    pub matter: String,
    /// Each value with the members who gave it, in the order of the reference rows: levels lowest first.
    pub values: Vec<(String, Vec<String>)>,
    /// The values are levels. A progress is one of several words, none of which is higher than another.
    pub is_ordinal: bool,
}

impl Said {
    /// Returns how many members said something.
    pub fn n(&self) -> usize {
        self.values.iter().map(|(_, who)| who.len()).sum()
    }

    /// Says how far apart the members are: of levels, the lowest and the highest.
    pub fn spread(&self) -> String {
        match self.values.as_slice() {
            [] => "nobody".to_owned(),
            [_] if self.n() == 1 => "one rating".to_owned(),
            [(one, _)] if self.is_ordinal => format!("all {one}"),
            [_] => "all alike".to_owned(),
            [(low, _), .., (high, _)] if self.is_ordinal => format!("{low} to {high}"),
            _ => "not alike".to_owned(),
        }
    }
}

/// The kinds of matters, in their order.
const PROGRESS: u8 = 0;
const EPA: u8 = 1;
const MILESTONE: u8 = 2;

/// A matter behind what puts it in order: its kind, and its place among the reference rows.
type Matter = (u8, usize, String);

/// A value behind its place on its scale.
type Value = (usize, String);

impl Strip {
    /// Tells whether every rating that there is still waits to be revealed.
    pub fn is_sealed(&self) -> bool {
        self.rows.is_empty() && !self.sealed.is_empty()
    }

    /// Returns the progress that the primary reviewer rated, which is what the reviewer proposes.
    pub fn proposal(&self) -> Option<&str> {
        let reviewer = self.reviewer.as_ref()?;
        let progress = self.rows.iter().find(|row| !row.is_ordinal)?;
        let (value, _) = progress.values.iter().find(|(_, who)| who.contains(reviewer))?;
        Some(value)
    }

    /// Gathers what was revealed of a resident; what is sealed stays sealed, and only whose it is is told.
    pub fn of(meeting: &Meeting, catalog: &Catalog, resident: &ResidentId) -> Self {
        let Some(plan) = &meeting.plan else { return Self::default() };
        let review = meeting.review(resident);
        let reviewer = plan.slot(resident).and_then(|slot| slot.reviewer.clone());
        let there = |id: &String| meeting.present().any(|member| member.id == *id);
        let reviewer_is_there = reviewer.as_ref().is_some_and(there);
        let mut strip = Self { reviewer, reviewer_is_there, ..Self::default() };
        let mut rows: BTreeMap<Matter, BTreeMap<Value, Vec<String>>> = BTreeMap::new();
        for member in raters(plan, review) {
            let sealed = review.and_then(|review| Some((review, review.seals.get(&member.id)?)));
            let Some((review, seal)) = sealed else {
                strip.missing.push(member.id.clone());
                continue;
            };
            if review.is_late(seal) {
                strip.late.push(member.id.clone());
            }
            match &seal.revealed {
                None => strip.sealed.push(member.id.clone()),
                Some((_, card)) => {
                    for (matter, value) in told(catalog, card) {
                        rows.entry(matter).or_default().entry(value).or_default().push(member.id.clone());
                    }
                }
            }
        }
        strip.rows = rows
            .into_iter()
            .map(|((kind, _, matter), values)| {
                let values = values.into_iter().map(|((_, value), who)| (value, who)).collect();
                Said { matter, values, is_ordinal: kind != PROGRESS }
            })
            .collect();
        strip
    }
}

/// Returns what a card says, each matter and value with its place in the order of the reference rows; sanitised,
/// since a ledger may have been edited by hand.
fn told(catalog: &Catalog, card: &Card) -> Vec<(Matter, Value)> {
    let mut told = Vec::new();
    if let Some(progress) = &card.progress {
        let mut choices = catalog.choices(ChoiceKind::Progress).enumerate();
        let found = choices.find(|(_, choice)| choice.code == *progress);
        let value =
            found.map_or((usize::MAX, sanitised(progress)), |(at, choice)| (at, choice.title.clone()));
        told.push(((PROGRESS, 0, "progress".to_owned()), value));
    }
    for (id, level) in &card.epas {
        let at = catalog.epas.iter().position(|epa| epa.id == *id);
        let epa = at.and_then(|at| catalog.epas.get(at));
        let title = epa.map_or(id.to_string(), |epa| epa.title.clone());
        let rank = epa.and_then(|epa| catalog.scale(&epa.scale)).and_then(|scale| scale.rank(level));
        told.push(((EPA, at.unwrap_or(usize::MAX), title), (rank.unwrap_or(usize::MAX), sanitised(level))));
    }
    for (id, level) in &card.milestones {
        let at = catalog.subcompetencies.iter().position(|known| known.id == *id);
        let value = (usize::from(level.get()), level.to_string());
        told.push(((MILESTONE, at.unwrap_or(usize::MAX), id.to_string()), value));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(is_ordinal: bool, values: &[(&str, usize)]) -> Said {
        let who = |n: usize| (0..n).map(|i| i.to_string()).collect();
        let values = values.iter().map(|(value, n)| ((*value).to_owned(), who(*n))).collect();
        Said { matter: "a matter".to_owned(), values, is_ordinal }
    }

    #[test]
    fn levels_have_a_range_and_words_have_none() {
        assert_eq!(said(true, &[("2", 1), ("3", 2), ("4", 1)]).spread(), "2 to 4");
        assert_eq!(said(true, &[("3", 2)]).spread(), "all 3");
        assert_eq!(said(true, &[("3", 1)]).spread(), "one rating");
        assert_eq!(said(false, &[("accelerated", 3), ("inactive", 1)]).spread(), "not alike");
        assert_eq!(said(false, &[("inactive", 3)]).spread(), "all alike");
    }
}
