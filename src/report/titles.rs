//! Titles in the place of the codes that the program goes by, in what people read.

use strum::IntoEnumIterator as _;

use crate::domain::catalog::Catalog;
use crate::domain::entrustment::{Epa, Scale};
use crate::domain::experience::Definition;
use crate::domain::measure::MeasureKind;
use crate::domain::milestone::Subcompetency;
use crate::domain::overall::Choice;
use crate::domain::resident::Resident;
use crate::domain::text::sanitised;
use crate::domain::zone::Zone;
use crate::prompts::Rule;

/// What the case file adds to the ledger: titles for codes, and codes for the names of residents. Without it, codes
/// stand for themselves and words as they were written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Titles<'a> {
    pub choices: &'a [Choice],
    pub epas: &'a [Epa],
    pub scales: &'a [Scale],
    pub definitions: &'a [Definition],
    pub measures: &'a [MeasureKind],
    pub subcompetencies: &'a [Subcompetency],
    pub residents: &'a [Resident],
    /// The clock that the program goes by.
    pub zone: Zone,
}

impl<'a> Titles<'a> {
    /// Returns what a case file says.
    pub fn of(catalog: &'a Catalog) -> Self {
        Self {
            choices: &catalog.choices,
            epas: &catalog.epas,
            scales: &catalog.scales,
            definitions: &catalog.definitions,
            measures: &catalog.measures,
            subcompetencies: &catalog.subcompetencies,
            residents: &catalog.residents,
            zone: catalog.program.zone,
        }
    }

    /// Says a prompt by its rule and by the title of what it is about.
    pub fn prompt(&self, key: &str) -> String {
        let Some((rule, about)) = key.split_once('/') else { return sanitised(key) };
        let known = Rule::iter().find(|known| known.to_string() == rule);
        let rule = known.map_or(rule, |known| known.title());
        match self.title_of(about) {
            Some(title) => format!("{title}: {rule}"),
            // It is about many, or about the record.
            None if known.is_some() => rule.to_owned(),
            None => sanitised(key),
        }
    }

    /// Returns the title of an experience, an activity, a subcompetency or a measure, whatever the code is of.
    pub fn title_of(&self, code: &str) -> Option<String> {
        let experience = self.definitions.iter().find(|known| known.code.as_str() == code);
        let activity = || self.epas.iter().find(|known| known.id.as_str() == code).map(|it| &it.title);
        let measure = || self.measures.iter().find(|known| known.id.to_string() == code).map(|it| &it.title);
        let subcompetency = || {
            let known = self.subcompetencies.iter().find(|known| known.id.as_str() == code)?;
            Some(format!("{} {}", known.id, known.title))
        };
        let title = experience.map(|it| &it.title).or_else(activity).or_else(measure).cloned();
        title.or_else(subcompetency).map(|title| sanitised(&title))
    }
}
