//! A prompt: a rule found something worth a question.

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::aftermath::Aftermath;
use crate::domain::id::{Code, EpaId, MeasureId, SubcompetencyId};
use crate::domain::milestone::HalfSteps;
use crate::domain::text::sanitised;

/// What kind of evidence a prompt is about.
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, strum::Display, strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    Experience,
    Milestone,
    Epa,
    Measure,
    Goal,
    /// The data themselves.
    Data,
    /// Not asked about yet, and not out of sight: counted apart from what is asked.
    Watch,
    /// About a class, not about a resident.
    Program,
}

/// The rule that found it.
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, strum::Display, strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Rule {
    /// Fewer than the group leads one to expect by this training time, beyond what chance explains.
    FewForTrainingTime,
    /// A minimum is unlikely to be reached at the present pace and schedule.
    MinimumInDoubt,
    /// A minimum is likely to be reached, and far from certain to be.
    MinimumWatched,
    /// A rare event that most graduates had met was not, with little time left.
    RareNotMet,
    /// One of the above holds for most of a class: the program's supply is short.
    ClassShortage,
    /// Below the goal for graduation in the last periods.
    BelowTargetFinal,
    /// Low at the end of a year.
    EarlyLow,
    Regression,
    Plateau,
    /// The same level in every subcompetency.
    StraightLine,
    Jump,
    NotAssessed,
    /// The resident's own rating and the committee's lie apart.
    SelfCccGap,
    StaleEvidence,
    ThinEvidence,
    /// The last ratings all lie below the level that stands, or all above it.
    RatingsAtOdds,
    /// A level stands, and its experience has not been met for long.
    NotPractised,
    /// A quality measure outside its funnel limits.
    MeasureOutside,
    /// A quality measure worse over three periods.
    MeasureWorsening,
    /// An open goal is past its due day.
    GoalOverdue,
    /// The record and the resident's own log lie far apart.
    SelfLogApart,
    /// The case file has no first day of training.
    TrainingTimeUnknown,
    /// Months of training without a single case.
    SilentMonths,
}

impl Rule {
    /// Returns the kind of evidence that the rule reads.
    pub fn kind(self) -> Kind {
        match self {
            Self::FewForTrainingTime | Self::MinimumInDoubt | Self::RareNotMet | Self::SelfLogApart => {
                Kind::Experience
            }
            Self::ClassShortage => Kind::Program,
            Self::MinimumWatched => Kind::Watch,
            Self::ThinEvidence | Self::RatingsAtOdds | Self::NotPractised => Kind::Epa,
            Self::MeasureOutside | Self::MeasureWorsening => Kind::Measure,
            Self::GoalOverdue => Kind::Goal,
            Self::TrainingTimeUnknown | Self::SilentMonths => Kind::Data,
            _ => Kind::Milestone,
        }
    }

    /// Tells whether the numbers of its prompts change with every case, so that no change of them is a change of the question.
    pub fn moves_with_every_case(self) -> bool {
        matches!(
            self,
            Self::FewForTrainingTime
                | Self::MinimumInDoubt
                | Self::MinimumWatched
                | Self::RareNotMet
                | Self::ClassShortage
        )
    }

    /// Returns the rule's name for a narrow column.
    pub fn title(self) -> &'static str {
        match self {
            Self::FewForTrainingTime => "few for training time",
            Self::MinimumInDoubt => "minimum in doubt",
            Self::MinimumWatched => "minimum watched",
            Self::RareNotMet => "rare, not met",
            Self::ClassShortage => "class shortage",
            Self::BelowTargetFinal => "below goal",
            Self::EarlyLow => "early low",
            Self::Regression => "regression",
            Self::Plateau => "plateau",
            Self::StraightLine => "straight line",
            Self::Jump => "jump",
            Self::NotAssessed => "not assessed",
            Self::SelfCccGap => "self–committee gap",
            Self::StaleEvidence => "stale evidence",
            Self::ThinEvidence => "thin evidence",
            Self::RatingsAtOdds => "ratings at odds",
            Self::NotPractised => "not practised",
            Self::MeasureOutside => "outside limits",
            Self::MeasureWorsening => "three periods worse",
            Self::GoalOverdue => "goal overdue",
            Self::SelfLogApart => "record and self-log apart",
            Self::TrainingTimeUnknown => "training time unknown",
            Self::SilentMonths => "months without a case",
        }
    }
}

/// What a prompt is about.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(tag = "type", content = "code", rename_all = "snake_case")]
pub enum About {
    Experience(Code),
    /// An experience in one entry class.
    OfClass {
        class: u16,
        code: Code,
    },
    Subcompetency(SubcompetencyId),
    /// Several experiences together.
    Experiences,
    /// All subcompetencies of one period together.
    Milestones,
    Epa(EpaId),
    /// Several activities together.
    Epas,
    Measure(MeasureId),
    /// A goal, by the number of the entry that set it.
    Goal(u64),
    /// The resident's record as a whole.
    Record,
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Experience(code) => code.fmt(f),
            Self::OfClass { class, code } => write!(f, "{class}/{code}"),
            Self::Subcompetency(id) => id.fmt(f),
            Self::Experiences => f.pad("experiences"),
            Self::Milestones => f.pad("milestones"),
            Self::Epa(id) => id.fmt(f),
            Self::Epas => f.pad("epas"),
            Self::Measure(id) => id.fmt(f),
            Self::Goal(entry) => write!(f, "entry-{entry}"),
            Self::Record => f.pad("record"),
        }
    }
}

/// A value or a threshold, with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "unit", content = "value", rename_all = "snake_case")]
pub enum Quantity {
    Count(u32),
    /// A count that is read between two whole numbers.
    Exposures(f64),
    Probability(f64),
    /// A share of cases, 0 to 1.
    Share(f64),
    /// `None`: not assessable or not there.
    Level(Option<HalfSteps>),
    /// A difference in half steps.
    HalfSteps(i8),
    Day(NaiveDate),
    Months(f64),
    Days(u32),
    /// One number in another.
    Ratio(f64),
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(n) => write!(f, "{n}"),
            Self::Exposures(n) => write!(f, "{n:.1}"),
            Self::Probability(p) => write!(f, "{p:.3}"),
            Self::Share(share) => write!(f, "{:.1} %", 100.0 * share),
            Self::Level(Some(level)) => level.fmt(f),
            Self::Level(None) => f.write_str("none"),
            Self::HalfSteps(n) => write!(f, "{n:+} half steps"),
            Self::Day(day) => day.fmt(f),
            Self::Months(months) => write!(f, "{months:.1} months"),
            Self::Days(days) => write!(f, "{days} days"),
            Self::Ratio(ratio) => write!(f, "{ratio:.1} to 1"),
        }
    }
}

/// How often a rule fires where nothing is the matter.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Chance {
    /// About this share of residents, and why.
    About {
        share: f64,
        why: &'static str,
    },
    /// About this share of classes, where a prompt is about one, and why.
    OfClasses {
        share: f64,
        why: &'static str,
    },
    /// Nothing is left to chance: what is asked about is there or not.
    Certain,
    NotKnown,
}

impl fmt::Display for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::About { share, why } => {
                write!(f, "by chance this fires on about 1 in {:.0} residents: {why}", 1.0 / share.max(1e-6))
            }
            Self::OfClasses { share, why } => {
                write!(f, "by chance this fires on about 1 in {:.0} classes: {why}", 1.0 / share.max(1e-6))
            }
            Self::Certain => f.write_str("this is so or not so; chance has no part in it"),
            Self::NotKnown => f.write_str("how often this fires by chance is not known"),
        }
    }
}

/// One prompt, with all that it rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Prompt {
    pub rule: Rule,
    pub about: About,
    pub value: Quantity,
    pub threshold: Quantity,
    /// How many stand behind it: graduates compared with, ratings read.
    pub n: usize,
    /// A plain sentence, free of control characters.
    pub sentence: String,
    pub chance: Chance,
    /// What became of others, where the rule has an outcome to look for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aftermath: Option<Aftermath>,
    /// The hash of the experience's definition, where there is one.
    pub definition: Option<String>,
    /// The last day, as far as is looked back, on which it would not have been asked; `None` where nobody looked back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// What a gathered prompt is about, one by one, with each value; empty for a single one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub each: Vec<(About, Quantity)>,
}

impl Prompt {
    /// Makes a prompt whose sentence is safe to show; its chance is not known and it has no definition.
    pub fn new(
        rule: Rule,
        about: About,
        (value, threshold): (Quantity, Quantity),
        n: usize,
        sentence: &str,
    ) -> Self {
        let sentence = sanitised(sentence);
        Self {
            rule,
            about,
            value,
            threshold,
            n,
            sentence,
            chance: Chance::NotKnown,
            aftermath: None,
            definition: None,
            since: None,
            each: Vec::new(),
        }
    }

    /// Returns the prompt with how often it fires by chance.
    #[must_use]
    pub fn by_chance(self, share: f64, why: &'static str) -> Self {
        Self { chance: Chance::About { share, why }, ..self }
    }

    /// Returns the prompt as one that chance has no part in.
    #[must_use]
    pub fn certain(self) -> Self {
        Self { chance: Chance::Certain, ..self }
    }

    /// Returns the prompt with the version of the definition that counted.
    #[must_use]
    pub fn counted_by(self, hash: &str) -> Self {
        Self { definition: Some(hash.to_owned()), ..self }
    }

    /// Returns the kind of evidence that it is about.
    pub fn kind(&self) -> Kind {
        self.rule.kind()
    }

    /// Returns the rule and what it is about, for example `few_for_training_time/spinal`.
    pub fn key(&self) -> String {
        format!("{}/{}", self.rule, self.about)
    }

    /// Returns the prompt with the last day on which it would not have been asked.
    #[must_use]
    pub fn asked_since(self, since: Option<NaiveDate>) -> Self {
        Self { since, ..self }
    }

    /// Returns the SHA-256 of what an answer is about. An answered prompt comes back when this changes.
    ///
    /// Where the numbers move with every case and every month, that is the question alone: key and definition. It comes back
    /// when it has not been asked in between ([`Self::since`]), and not for one case more. Elsewhere it is all the facts.
    pub fn meaning_hash(&self) -> [u8; 32] {
        if !self.rule.moves_with_every_case() {
            return self.facts_hash();
        }
        let definition = self.definition.as_deref().unwrap_or("none");
        Sha256::digest(format!("{}\n{definition}\n", self.key())).into()
    }

    /// Returns the SHA-256 of the facts: key, value, threshold, n and definition, each on a line.
    pub fn facts_hash(&self) -> [u8; 32] {
        let definition = self.definition.as_deref().unwrap_or("none");
        let mut facts =
            format!("{}\n{}\n{}\n{}\n{definition}\n", self.key(), self.value, self.threshold, self.n);
        for (about, value) in &self.each {
            facts = format!("{facts}{about} {value}\n");
        }
        Sha256::digest(facts).into()
    }

    /// Tells whether the prompt is about this, alone or among others.
    pub fn touches(&self, about: &About) -> bool {
        self.about == *about || self.each.iter().any(|(each, _)| each == about)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt() -> Prompt {
        let about = About::Experience("spinal".parse().unwrap());
        let numbers = (Quantity::Count(6), Quantity::Exposures(8.2));
        Prompt::new(Rule::FewForTrainingTime, about, numbers, 86, "6 \u{1b}[31mspinals").counted_by("abc")
    }

    #[test]
    fn a_prompt_is_named_by_its_rule_and_what_it_is_about() {
        assert_eq!(prompt().key(), "few_for_training_time/spinal");
        let all = Prompt { rule: Rule::SelfCccGap, about: About::Milestones, ..prompt() };
        assert_eq!(all.key(), "self_ccc_gap/milestones");
    }

    #[test]
    fn the_hash_changes_with_each_fact_and_not_with_the_words() {
        let base = prompt();
        assert_eq!(Prompt { sentence: "other words".into(), ..base.clone() }.facts_hash(), base.facts_hash());
        for changed in [
            Prompt { value: Quantity::Count(7), ..base.clone() },
            Prompt { threshold: Quantity::Exposures(8.3), ..base.clone() },
            Prompt { n: 87, ..base.clone() },
            Prompt { definition: Some("abd".into()), ..base.clone() },
            Prompt { rule: Rule::MinimumInDoubt, ..base.clone() },
            Prompt { about: About::Milestones, ..base.clone() },
        ] {
            assert_ne!(changed.facts_hash(), base.facts_hash(), "{changed:?}");
        }
    }

    #[test]
    fn an_answer_to_a_count_outlives_its_next_case_and_not_another_definition() {
        let base = prompt();
        let one_more =
            Prompt { value: Quantity::Count(7), threshold: Quantity::Exposures(9.0), ..base.clone() };
        assert_eq!(one_more.meaning_hash(), base.meaning_hash());
        let other = Prompt { definition: Some("abd".into()), ..base.clone() };
        assert_ne!(other.meaning_hash(), base.meaning_hash());
        let level = Prompt { rule: Rule::EarlyLow, ..base.clone() };
        let lower = Prompt { value: Quantity::Count(5), ..level.clone() };
        assert_ne!(lower.meaning_hash(), level.meaning_hash());
    }

    #[test]
    fn a_sentence_cannot_steer_a_terminal() {
        assert_eq!(prompt().sentence, "6 ␛[31mspinals");
    }

    #[test]
    fn the_chance_is_said_or_said_to_be_unknown() {
        assert_eq!(prompt().chance.to_string(), "how often this fires by chance is not known");
        let said = prompt().by_chance(0.1, "it is the line").chance.to_string();
        assert_eq!(said, "by chance this fires on about 1 in 10 residents: it is the line");
    }
}
