//! ACGME milestones: subcompetencies, half-steps and reporting periods.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::id::SubcompetencyId;

/// A milestone level, held as half steps so that comparison is exact: 7 is level 3.5.
///
/// 0 is "not yet level 1"; otherwise 2 (level 1) to 10 (level 5). Ordinal: never averaged.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct HalfSteps(u8);

/// A number that the milestone scale does not have.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0} is not a milestone level in half steps: 0, or 2 (level 1) to 10 (level 5)")]
pub struct NotALevel(pub u8);

impl HalfSteps {
    /// Level 4: a goal for graduation, not a requirement.
    pub const GRADUATION_GOAL: Self = Self(8);
    /// Level 2.5: the rating whose predictive value Holmboe 2020 studied (PMC6924938).
    pub const EARLY_LOW: Self = Self(5);
    /// Level 1.5.
    pub const LEVEL_1_5: Self = Self(3);

    /// Returns the number of half steps from `earlier` to `self`; negative where the level fell.
    pub fn since(self, earlier: Self) -> i8 {
        self.0.cast_signed() - earlier.0.cast_signed()
    }

    /// Returns every level, lowest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=10).filter_map(|steps| Self::try_from(steps).ok())
    }

    /// Returns the level in half steps.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for HalfSteps {
    type Error = NotALevel;

    fn try_from(half_steps: u8) -> Result<Self, NotALevel> {
        match half_steps {
            0 | 2..=10 => Ok(Self(half_steps)),
            other => Err(NotALevel(other)),
        }
    }
}

impl From<HalfSteps> for u8 {
    fn from(level: HalfSteps) -> Self {
        level.0
    }
}

impl fmt::Display for HalfSteps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.pad("<1"),
            n if n % 2 == 1 => f.pad(&format!("{}.5", n / 2)),
            n => f.pad(&format!("{}.0", n / 2)),
        }
    }
}

/// A reporting period: the spring (1) or fall (2) of a year. Ordered in time.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    pub year: u16,
    /// 1 spring, 2 fall.
    pub half: u8,
}

impl Period {
    /// Returns the period of a day: spring to the end of June, fall after it, as the ACGME asks for milestones
    /// by June and by December.
    pub fn of(day: NaiveDate) -> Self {
        Self {
            year: u16::try_from(day.year()).unwrap_or_default(),
            half: if day.month() <= 6 { 1 } else { 2 },
        }
    }
}

/// A text that names no reporting period.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0:?} is not a reporting period; write 2026-1 for spring and 2026-2 for fall")]
pub struct NotAPeriod(String);

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let wrong = || NotAPeriod(text.escape_default().take(40).collect());
        let (year, half) = text.split_once('-').ok_or_else(wrong)?;
        match (year.len(), year.parse(), half) {
            (4, Ok(year), "1") => Ok(Self { year, half: 1 }),
            (4, Ok(year), "2") => Ok(Self { year, half: 2 }),
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = NotAPeriod;

    fn try_from(text: String) -> Result<Self, NotAPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        format!("{}-{}", period.year, period.half)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let season = if self.half == 1 { "spring" } else { "fall" };
        f.pad(&format!("{season} {}", self.year))
    }
}

/// Who gave a milestone rating.
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Serialize,
    strum::EnumString,
    strum::Display,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum RatedBy {
    Committee,
    #[strum(serialize = "self")]
    #[serde(rename = "self")]
    Resident,
}

/// One of the subcompetencies of a specialty's milestones.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Subcompetency {
    pub id: SubcompetencyId,
    pub title: String,
}

/// The core competencies by the letters that the codes of their subcompetencies begin with, as all specialties of the
/// ACGME have them (Common Program Requirements IV.B.1).
const DOMAINS: [(&str, &str); 6] = [
    ("PC", "Patient Care"),
    ("MK", "Medical Knowledge"),
    ("SBP", "Systems-Based Practice"),
    ("PBLI", "Practice-Based Learning and Improvement"),
    ("PROF", "Professionalism"),
    ("ICS", "Interpersonal and Communication Skills"),
];

impl Subcompetency {
    /// Returns the letters that its code begins with: those of its domain.
    pub fn domain(&self) -> &str {
        self.parts().0
    }

    /// Returns what its domain is called, or the letters of its code where they are none of the ACGME's.
    pub fn domain_title(&self) -> &str {
        let letters = self.domain();
        let known = DOMAINS.iter().find(|(known, _)| known.eq_ignore_ascii_case(letters));
        known.map_or(letters, |(_, title)| title)
    }

    /// Returns the letters and the number of its code; a code without a number stands behind those that have one.
    fn parts(&self) -> (&str, u32) {
        let code = self.id.as_str();
        let letters = code.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(code.len());
        let (letters, rest) = code.split_at(letters);
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        (letters, rest[..digits].parse().unwrap_or(u32::MAX))
    }
}

/// Returns subcompetencies by domain, the domains as `all` has them first, and within each by number: PC2 before PC10.
pub fn by_domain(all: &[Subcompetency]) -> Vec<&Subcompetency> {
    let first = |one: &Subcompetency| all.iter().position(|other| other.domain() == one.domain());
    let mut ordered: Vec<_> = all.iter().collect();
    ordered.sort_by_key(|one| (first(one), one.parts().1));
    ordered
}

/// One milestone rating of one resident.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MilestoneRating {
    pub subcompetency: SubcompetencyId,
    pub period: Period,
    pub rated_on: NaiveDate,
    pub by: RatedBy,
    /// `None`: not assessable, which is a value and not a gap.
    pub level: Option<HalfSteps>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subcompetencies_stand_by_domain_and_by_number_and_a_strange_code_stays() {
        let all: Vec<_> = ["PC1", "PC10", "PC2", "MK1", "PROF1", "PC9a", "X", "PC"]
            .map(|id| Subcompetency { id: id.parse().unwrap(), title: String::new() })
            .into();
        let ordered: Vec<_> = by_domain(&all).into_iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ordered, ["PC1", "PC2", "PC9a", "PC10", "PC", "MK1", "PROF1", "X"]);
        let titles: Vec<_> = all.iter().map(Subcompetency::domain_title).collect();
        assert_eq!([titles[0], titles[3], titles[6]], ["Patient Care", "Medical Knowledge", "X"]);
    }

    #[test]
    fn half_a_level_one_does_not_exist() {
        assert_eq!(HalfSteps::try_from(1), Err(NotALevel(1)));
        assert_eq!(HalfSteps::try_from(11), Err(NotALevel(11)));
    }

    #[test]
    fn levels_read_as_the_field_writes_them() {
        let read = |n| HalfSteps::try_from(n).unwrap().to_string();
        assert_eq!([read(0), read(2), read(7), read(8)], ["<1", "1.0", "3.5", "4.0"]);
    }

    #[test]
    fn periods_survive_print_and_parse_and_stand_in_order() {
        let spring: Period = "2026-1".parse().unwrap();
        let fall: Period = "2026-2".parse().unwrap();
        assert!(spring < fall && String::from(fall).parse() == Ok(fall));
        assert!("26-1".parse::<Period>().is_err() && "2026-3".parse::<Period>().is_err());
    }
}
