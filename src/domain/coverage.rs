//! What the source of a case file could say at all: where it is silent, a count of nothing is not zero.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::id::ResidentId;
use super::resident::{Resident, Span};

/// How many days the record may begin after training did and still cover its beginning: the first list of a
/// resident seldom holds the first day.
const SLACK: u64 = 31;

/// Something that a definition reads.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Item {
    /// Which cases a resident was in.
    Case,
    /// A fact of the vocabulary of `case_facts.fact`.
    Fact(String),
    /// A kind of the vocabulary of `procedures.kind`.
    Procedure(String),
    /// A column, as `cases.age_years`.
    Column(String),
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case => f.write_str("case"),
            Self::Fact(fact) => write!(f, "fact {fact}"),
            Self::Procedure(kind) => write!(f, "procedure {kind}"),
            Self::Column(column) => f.write_str(column),
        }
    }
}

/// Why a text names no item.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0:?} is none of `case`, `fact NAME`, `procedure NAME` and `RELATION.COLUMN`")]
pub struct NoItem(String);

impl FromStr for Item {
    type Err = NoItem;

    fn from_str(text: &str) -> Result<Self, NoItem> {
        let word = |name: &str| {
            let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
            Some(name.to_owned()).filter(|name| !name.is_empty() && name.bytes().all(fits))
        };
        let item = match text.split_once(' ') {
            Some(("fact", name)) => word(name).map(Self::Fact),
            Some(("procedure", name)) => word(name).map(Self::Procedure),
            None if text == "case" => Some(Self::Case),
            None => text.split_once('.').and_then(|(relation, column)| {
                word(relation).zip(word(column)).map(|_| Self::Column(text.to_owned()))
            }),
            Some(_) => None,
        };
        item.ok_or_else(|| NoItem(text.to_owned()))
    }
}

/// What a definition cannot do without: of each alternative one, written `a | b, c`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Needs(Vec<Vec<Item>>);

impl FromStr for Needs {
    type Err = NoItem;

    fn from_str(text: &str) -> Result<Self, NoItem> {
        let any = |part: &str| part.split('|').map(|item| item.trim().parse()).collect();
        text.split(',').map(any).collect::<Result<_, _>>().map(Self)
    }
}

impl Needs {
    /// Takes one of the facts and kinds for enough, and every column for needed.
    pub fn of(items: impl IntoIterator<Item = Item>) -> Self {
        let is_word = |item: &Item| matches!(item, Item::Fact(_) | Item::Procedure(_));
        let (words, others): (Vec<_>, Vec<_>) = items.into_iter().partition(is_word);
        let alternatives = Some(words).filter(|words| !words.is_empty());
        Self(alternatives.into_iter().chain(others.into_iter().map(|item| vec![item])).collect())
    }

    /// Returns every item that is named.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.0.iter().flatten()
    }
}

/// What a source says about an item.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display, strum::EnumString)]
pub enum Says {
    #[strum(serialize = "recorded")]
    Recorded,
    /// Recorded; of its outcomes only those that failed.
    #[strum(serialize = "failures only")]
    FailuresOnly,
    #[strum(serialize = "not recorded")]
    NotRecorded,
}

/// One statement of the source.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Statement {
    pub item: Item,
    /// `None`: everybody.
    pub resident: Option<ResidentId>,
    /// `None`: every site.
    pub site: Option<String>,
    /// `None`: from the first day on, or to the last.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub says: Says,
}

/// All that a case file says about what it can say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    stated: BTreeMap<Item, Vec<Statement>>,
    /// What occurs in the file, each with the first day of the relation in which it stands.
    occurring: BTreeMap<Item, Option<NaiveDate>>,
    /// Kinds of procedures of which every outcome that is recorded is the same, and not every one is.
    one_sided: BTreeSet<String>,
}

/// For how much of a resident's training the data can say something.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Covered {
    /// From the first day, or from where the first day would be if it were known.
    Whole,
    /// On these days only, in their order; what lies outside is not known.
    Partly(Vec<Span>),
    /// Not in this data.
    Nowhere,
}

impl Coverage {
    /// Takes what the file states, and what occurs in it.
    pub fn new(
        statements: impl IntoIterator<Item = Statement>,
        occurring: impl IntoIterator<Item = (Item, Option<NaiveDate>)>,
    ) -> Self {
        let mut stated: BTreeMap<Item, Vec<Statement>> = BTreeMap::new();
        for statement in statements {
            stated.entry(statement.item.clone()).or_default().push(statement);
        }
        Self { stated, occurring: occurring.into_iter().collect(), one_sided: BTreeSet::new() }
    }

    /// Notes the kinds of procedures whose outcomes are all the same where one is recorded.
    #[must_use]
    pub fn with_one_sided(self, kinds: impl IntoIterator<Item = String>) -> Self {
        Self { one_sided: kinds.into_iter().collect(), ..self }
    }

    /// Tells whether something occurs in the file at all.
    pub fn occurs(&self, item: &Item) -> bool {
        self.occurring.contains_key(item)
    }

    /// Returns the first day of the cases and of the procedures in the file.
    pub fn first_days(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let procedures = self.occurring.iter().filter(|(item, _)| matches!(item, Item::Procedure(_)));
        (self.occurring.get(&Item::Case).copied().flatten(), procedures.filter_map(|(_, first)| *first).min())
    }

    /// Returns the days of a resident's training up to the as-of date; where the first one is not known, those of the
    /// record.
    pub fn days_of(&self, resident: &Resident, as_of: NaiveDate) -> Span {
        let to = resident.graduates_on.map_or(as_of, |last| last.min(as_of));
        let recorded = || self.occurring.values().flatten().min().copied();
        let from = resident.entered_on.or_else(recorded).unwrap_or(to);
        Span { from: from.min(to), to }
    }

    /// Tells for which part of `whole`, a resident's days of training so far, the needs are met.
    pub fn of(&self, needs: &Needs, resident: &ResidentId, whole: Span) -> Covered {
        let mut left = vec![whole];
        for alternatives in &needs.0 {
            let days = alternatives.iter().flat_map(|item| self.days(item, resident, whole)).collect();
            left = common(&left, &joined(days));
        }
        match (left.first(), left.last()) {
            (None, _) | (_, None) => Covered::Nowhere,
            (Some(first), Some(last)) => {
                let begins = first.from <= whole.from + chrono::Days::new(SLACK);
                let unbroken = left.len() == 1 && last.to + chrono::Days::new(SLACK) >= whole.to;
                if begins && unbroken { Covered::Whole } else { Covered::Partly(left) }
            }
        }
    }

    /// Tells whether outcomes of a kind are recorded both ways, so that a share of them means something.
    pub fn has_both_outcomes(&self, kind: &str) -> bool {
        let stated = self.stated.get(&Item::Procedure(kind.to_owned()));
        let said = stated.is_none_or(|all| all.iter().all(|statement| statement.says != Says::FailuresOnly));
        said && !self.one_sided.contains(kind)
    }

    /// Returns what nothing in the file could ever fill.
    pub fn is_nowhere(&self, needs: &Needs) -> bool {
        let silent = |item: &Item| {
            let stated = self.stated.get(item).map_or(&[][..], Vec::as_slice);
            let denies = |it: &Statement| {
                let of_all = (&it.resident, &it.site, it.from, it.to) == (&None, &None, None, None);
                of_all && it.says == Says::NotRecorded
            };
            let recorded = stated.iter().any(|it| it.says != Says::NotRecorded);
            !recorded && (stated.iter().any(denies) || !self.occurs(item))
        };
        needs.0.iter().any(|alternatives| alternatives.iter().all(silent))
    }

    /// Returns the residents of whom something is said not to be recorded, whatever it is.
    pub fn silent_about(&self) -> BTreeSet<&ResidentId> {
        let all = self.stated.values().flatten().filter(|statement| statement.says == Says::NotRecorded);
        all.filter_map(|statement| statement.resident.as_ref()).collect()
    }

    /// Returns the days of `whole` on which an item is recorded of a resident; a case, for what hangs on cases, too.
    fn days(&self, item: &Item, resident: &ResidentId, whole: Span) -> Vec<Span> {
        let own = self.days_alone(item, resident, whole);
        let hangs_on_cases = match item {
            Item::Fact(_) => true,
            Item::Column(column) => column.starts_with("cases."),
            Item::Case | Item::Procedure(_) => false,
        };
        if hangs_on_cases { common(&own, &self.days_alone(&Item::Case, resident, whole)) } else { own }
    }

    fn days_alone(&self, item: &Item, resident: &ResidentId, whole: Span) -> Vec<Span> {
        let stated = self.stated.get(item).map_or(&[][..], Vec::as_slice);
        let (own, others): (Vec<_>, Vec<_>) = stated.iter().partition(|it| it.resident.is_some());
        let own: Vec<_> = own.into_iter().filter(|it| it.resident.as_ref() == Some(resident)).collect();
        // What occurs is taken as recorded from the relation's first day on. What is said of everybody beats that, and
        // what is said of the resident beats both.
        let first = self.occurring.get(item).map(|first| first.unwrap_or(whole.from));
        let occurs = first.into_iter().filter_map(|first| clipped(Some(first), None, whole)).collect();
        told(&own, told(&others, occurs, whole), whole)
    }
}

/// Returns the days on which statements have something as recorded: those that they name, or else those of `otherwise`,
/// without those of which they say that it is not.
///
/// What is recorded at one site leaves the others open, and what is not recorded at one is a gap: no count is whole there.
fn told(statements: &[&Statement], otherwise: Vec<Span>, whole: Span) -> Vec<Span> {
    let days = |fits: fn(&Statement) -> bool| {
        let of = statements.iter().filter(|it| fits(it));
        joined(of.filter_map(|it| clipped(it.from, it.to, whole)).collect())
    };
    let names_any = statements.iter().any(|it| it.says != Says::NotRecorded);
    let recorded =
        if names_any { days(|it| it.says != Says::NotRecorded && it.site.is_none()) } else { otherwise };
    without(&recorded, &days(|it| it.says == Says::NotRecorded))
}

/// Returns the part of a span that lies within another.
fn clipped(from: Option<NaiveDate>, to: Option<NaiveDate>, whole: Span) -> Option<Span> {
    let from = from.map_or(whole.from, |from| from.max(whole.from));
    let to = to.map_or(whole.to, |to| to.min(whole.to));
    (from <= to).then_some(Span { from, to })
}

/// Joins spans that touch, in the order of days.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| span.from);
    let mut all: Vec<Span> = Vec::new();
    for span in spans {
        match all.last_mut() {
            Some(last) if span.from <= last.to + chrono::Days::new(1) => last.to = last.to.max(span.to),
            _ => all.push(span),
        }
    }
    all
}

/// Returns the days that are in both.
fn common(one: &[Span], other: &[Span]) -> Vec<Span> {
    one.iter().flat_map(|a| other.iter().filter_map(|b| clipped(Some(b.from), Some(b.to), *a))).collect()
}

/// Returns the days that are in `all` and not in `gone`.
fn without(all: &[Span], gone: &[Span]) -> Vec<Span> {
    let mut left = all.to_vec();
    for gap in gone {
        let parts = left.iter().flat_map(|span| {
            let before = gap.from.pred_opt().and_then(|to| clipped(None, Some(to), *span));
            let after = gap.to.succ_opt().and_then(|from| clipped(Some(from), None, *span));
            if gap.to < span.from || gap.from > span.to {
                vec![*span]
            } else {
                before.into_iter().chain(after).collect()
            }
        });
        left = parts.collect();
    }
    left
}

#[cfg(test)]
mod tests;
