//! What one specialty calls otherwise than another, and no relation of a case file says.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A specialty in its own words, as `specialty.toml` of its folder has them.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Specialty {
    /// As it stands in a sentence: "anesthesiology".
    pub name: String,
    /// Parts of words, in small letters, by which the `specialty` of a program is known to be this one, beside `name`.
    #[serde(default)]
    pub known_by: Vec<String>,
    /// What each year of clinical training is called, the first one first.
    pub training_years: Vec<String>,
    /// What the list of cases shows between the day and the words of the record, in order.
    #[serde(default)]
    pub case_list: Vec<CaseColumn>,
    /// Where a board asks for an outcome every half-year.
    pub board: Option<BoardSheet>,
    /// Words of the vocabulary that no definition asks for and that are none the less no mistake.
    #[serde(default)]
    pub known_words: KnownWords,
}

/// Words of the vocabulary of case facts and procedures, beside those that definitions ask for.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct KnownWords {
    #[serde(default)]
    pub kind: Vec<String>,
    #[serde(default)]
    pub fact: Vec<String>,
    /// By the kind of procedure.
    #[serde(default)]
    pub site: BTreeMap<String, Vec<String>>,
    /// By the fact.
    #[serde(default)]
    pub text: BTreeMap<String, Vec<String>>,
}

impl KnownWords {
    /// Returns each word with its column, and with the kind or the fact of which it is a site or a text.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, Option<&str>, &str)> {
        let alone = [("kind", &self.kind), ("fact", &self.fact)];
        let alone =
            alone.into_iter().flat_map(|(column, words)| words.iter().map(move |w| (column, None, w)));
        let within = [("site", &self.site), ("text", &self.text)];
        let within = within.into_iter().flat_map(|(column, by)| {
            by.iter().flat_map(move |(of, words)| words.iter().map(move |w| (column, Some(of.as_str()), w)))
        });
        alone.chain(within).map(|(column, of, word)| (column, of, word.as_str()))
    }
}

/// A column of the list of cases.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct CaseColumn {
    pub title: String,
    pub shows: CaseField,
}

/// What a column of the list of cases shows.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum CaseField {
    /// The patient's age.
    Age,
    /// The ASA physical status, with E for an emergency.
    Asa,
    /// From when to when the resident was there.
    Stay,
    Role,
    /// Whatever the case facts of this name say (`case_facts.fact`).
    Fact(String),
}

/// What goes to a board every half-year.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct BoardSheet {
    pub name: String,
}

impl Specialty {
    /// Tells whether a program that gives this as its specialty is of this one.
    pub fn is_meant_by(&self, given: &str) -> bool {
        let given = given.to_lowercase();
        let mut known =
            self.known_by.iter().map(|part| part.to_lowercase()).chain([self.name.to_lowercase()]);
        known.any(|part| given.contains(&part))
    }

    /// Returns what the year of training is called in which somebody is who has done `month` months of
    /// `training_months`; "—" where that is not known. Who stays longer stays in the last year.
    pub fn training_year(&self, month: Option<f64>, training_months: u16) -> String {
        let Some(month) = month else { return "—".to_owned() };
        let last = training_months.div_ceil(12).max(1);
        let year = ((month / 12.0).floor() as u16).saturating_add(1).min(last);
        let called = self.training_years.get(usize::from(year) - 1);
        called.cloned().unwrap_or_else(|| format!("Y{year}"))
    }

    /// Returns the facts that the list of cases shows.
    pub fn case_facts(&self) -> impl Iterator<Item = &str> {
        self.case_list.iter().filter_map(|column| match &column.shows {
            CaseField::Fact(fact) => Some(fact.as_str()),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn specialty() -> Specialty {
        let years = ["CA-1", "CA-2", "CA-3"].map(str::to_owned);
        Specialty {
            name: "anesthesiology".to_owned(),
            known_by: vec!["anaest".to_owned()],
            training_years: years.to_vec(),
            ..Specialty::default()
        }
    }

    #[test]
    fn the_year_follows_training_time_and_stops_at_the_last() {
        let read = |month| specialty().training_year(month, 36);
        assert_eq!([read(Some(0.0)), read(Some(11.9)), read(Some(12.0))], ["CA-1", "CA-1", "CA-2"]);
        assert_eq!([read(Some(38.0)), read(None)], ["CA-3", "—"]);
    }

    #[test]
    fn a_year_without_a_name_is_counted() {
        assert_eq!(specialty().training_year(Some(36.0), 48), "Y4");
    }

    #[test]
    fn a_program_is_known_by_its_words_whatever_the_capitals() {
        let known = |given| specialty().is_meant_by(given);
        assert!(known("Anesthesiology") && known("Department of ANAESTHESIA"));
        assert!(!known("emergency medicine") && !known(""));
    }
}
