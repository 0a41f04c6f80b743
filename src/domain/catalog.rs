//! What holds for the whole program: its people, its definitions and its reference rows.

use std::collections::{BTreeMap, BTreeSet};

use super::benchmark::Benchmark;
use super::entrustment::{Epa, Scale};
use super::experience::{Definition, Minimum};
use super::goal::Topic;
use super::id::{Code, EpaId, ResidentId};
use super::measure::MeasureKind;
use super::milestone::Subcompetency;
use super::overall::{Choice, ChoiceKind};
use super::program::Program;
use super::resident::{Resident, Status};
use super::specialty::Specialty;

/// Everything small enough to be read once at opening.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
    /// The words of the specialty in force.
    pub specialty: Specialty,
    pub program: Program,
    /// All residents, in order of their identifiers.
    pub residents: Vec<Resident>,
    /// The definitions in force, in order of presentation.
    pub definitions: Vec<Definition>,
    pub minimums: BTreeMap<Code, Minimum>,
    /// Centiles from outside the program, the newest source of each experience.
    pub benchmarks: BTreeMap<Code, Benchmark>,
    pub subcompetencies: Vec<Subcompetency>,
    pub epas: Vec<Epa>,
    pub scales: Vec<Scale>,
    pub measures: Vec<MeasureKind>,
    /// What a program may choose from when it decides on a resident as a whole, in order of presentation.
    pub choices: Vec<Choice>,
    /// The rotations (`rotation_kinds`) on which time is not clinical time, as research.
    pub not_clinical: BTreeSet<String>,
    /// Optional relations that the case file lacks, by their names in `queries/schema.sql`.
    pub missing_relations: Vec<String>,
    /// What is wrong with the case file and can be read none the less, each in a few words.
    pub wrong: Vec<String>,
}

impl Catalog {
    /// Returns the residents whom the committee reviews, in order of their identifiers.
    pub fn current(&self) -> impl Iterator<Item = &Resident> {
        self.residents.iter().filter(|r| r.status == Status::Current)
    }

    /// Returns the resident with this identifier.
    pub fn resident(&self, id: &ResidentId) -> Option<&Resident> {
        self.residents.iter().find(|r| &r.id == id)
    }

    /// Returns the definition in force under this code.
    pub fn definition(&self, code: &Code) -> Option<&Definition> {
        self.definitions.iter().find(|d| &d.code == code)
    }

    /// Returns the activity with this identifier.
    pub fn epa(&self, id: &EpaId) -> Option<&Epa> {
        self.epas.iter().find(|e| &e.id == id)
    }

    /// Names what a goal is about: by its title where there is one, else by its code.
    pub fn title_of(&self, topic: &Topic) -> String {
        let title = match topic {
            Topic::Experience(code) => self.definition(code).map(|definition| &definition.title),
            Topic::Epa(id) => self.epa(id).map(|epa| &epa.title),
            Topic::Subcompetency(_) => None,
        };
        title.cloned().unwrap_or_else(|| topic.to_string())
    }

    /// Returns the scale with this name.
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|s| s.id == id)
    }

    /// Returns the choices of one kind, in order of presentation.
    pub fn choices(&self, kind: ChoiceKind) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(move |choice| choice.kind == kind)
    }

    /// Returns what the year of training is called that somebody is in who has done so many months; "—" where that is
    /// not known.
    pub fn training_year(&self, month: Option<f64>) -> String {
        self.specialty.training_year(month, self.program.training_months)
    }

    /// Says in a line what is wrong with the case file, which every screen says until it is mended.
    pub fn notice(&self) -> Option<String> {
        let (first, others) = self.wrong.split_first()?;
        let more = match others.len() {
            0 => String::new(),
            n => format!("; and {n} more"),
        };
        Some(format!("case file: {first}{more} · `trellis check` says what to do"))
    }

    /// Tells whether the case file holds this optional relation.
    pub fn has(&self, relation: &str) -> bool {
        !self.missing_relations.iter().any(|m| m == relation)
    }
}
