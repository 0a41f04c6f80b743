//! The brief: one page for a coaching conversation with one resident.
//!
//! It speaks to the resident, asks, and ranks nobody. It holds nothing of another resident, no rating, no
//! decision and no name but the resident's own and those of the owners of goals.

use chrono::NaiveDate;

use crate::domain::catalog::Catalog;
use crate::domain::experience::{Definition, Minimum};
use crate::domain::goal::Goal;
use crate::domain::record::Record;
use crate::domain::resident::Resident;
use crate::domain::words::day;
use crate::growth::bands::Bands;
use crate::growth::block::BlockState;
use crate::growth::forecast::Forecast;
use crate::growth::group::ReferenceGroup;
use crate::growth::totals::Totals;
use crate::prompts::Prompt;

use super::plot::Plot;

mod ahead;
mod goals;
pub mod html;
mod known;
mod markdown;
mod met;
mod questions;

pub use ahead::RareLine;
pub use goals::{Closed, closed_since};
pub use known::known;
pub use markdown::markdown;

/// What every page says of its numbers.
const BANNER: &str = "Experience, not competence: a count says what you have met, not how well.";

/// What is known of one resident, as the page needs it.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    pub catalog: &'a Catalog,
    pub resident: &'a Resident,
    /// The year of training, such as "CA-2".
    pub training_year: &'a str,
    /// Training months done; `None` where the first day is unknown.
    pub month: Option<f64>,
    pub group: &'a ReferenceGroup,
    pub record: &'a Record,
    /// In order of presentation, those of which the data say something.
    pub experiences: Vec<Experience<'a>>,
    /// Of which the data say nothing.
    pub not_here: Vec<&'a Definition>,
    /// The prompts that nobody has answered.
    pub prompts: Vec<&'a Prompt>,
    /// Open goals, the one that is due first in front.
    pub goals: Vec<Goal>,
    /// Goals that have ended since `since`, oldest first.
    pub closed: Vec<Closed>,
    /// The day of the last meeting.
    pub since: NaiveDate,
    pub today: NaiveDate,
}

/// One experience of the resident, with what is usual of it.
#[derive(Clone, Debug)]
pub struct Experience<'a> {
    pub definition: &'a Definition,
    /// Exposures up to the as-of date.
    pub n: u32,
    /// A part of the training is not in the data: what was met then is not counted.
    pub partly: bool,
    /// Cumulative exposures by completed training month; empty where training time is unknown.
    pub curve: &'a [u32],
    /// Exposures in the last six whole training months.
    pub recent: u32,
    pub usual: &'a Bands,
    /// What the reference group had by the end of training.
    pub ends: Option<Totals>,
    pub minimum: Option<&'a Minimum>,
    pub forecast: Option<Forecast>,
    pub block: BlockState,
    /// The day of the last exposure.
    pub last: Option<NaiveDate>,
}

/// The page: every sentence of it, whatever it is written in.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Whom it is for.
    pub title: String,
    /// Where in training, up to which day the numbers count, and when it was written.
    pub about: String,
    /// How the numbers are to be read.
    pub reading: String,
    /// The experiences with a plot.
    pub met: Vec<Figure>,
    /// The other experiences that were met, by group: its name, and each with its count.
    pub others: Vec<(String, String)>,
    /// How the lines of `rare` are to be read.
    pub rare_reading: String,
    pub rare: Vec<RareLine>,
    /// Minimums that are not reached yet, and blocks that are scheduled: what they are, and all of them.
    pub ahead: Vec<(String, String)>,
    pub questions: Vec<String>,
    pub goals: Vec<String>,
    pub closed: Vec<String>,
    /// How `closed` is to be read.
    pub closed_reading: String,
}

/// One experience in words and as a plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub title: String,
    /// The number and what is usual, for the eye.
    pub caption: String,
    /// All that the plot shows.
    pub sentence: String,
    /// `None` where there is no curve to draw.
    pub plot: Option<Plot>,
}

impl Page {
    /// Writes the page of one resident.
    pub fn of(known: &Known<'_>) -> Self {
        Self {
            title: known.resident.name.clone(),
            about: about(known),
            reading: format!("{BANNER} {}{}", reading(known), not_here(known)),
            met: met::figures(known),
            others: met::others(known),
            rare_reading: ahead::rare_reading(known),
            rare: ahead::rare(known),
            ahead: ahead::ahead(known),
            questions: questions::questions(known),
            goals: goals::open(known),
            closed: goals::closed(known),
            closed_reading: format!("Since {}:", day(known.since)),
        }
    }
}

impl Known<'_> {
    /// Returns how many training months the program has.
    fn whole(&self) -> f64 {
        f64::from(self.catalog.program.training_months)
    }

    fn as_of(&self) -> NaiveDate {
        self.catalog.program.data_to
    }
}

fn about(known: &Known<'_>) -> String {
    let month = match known.month {
        Some(month) => {
            let whole = known.catalog.program.training_months;
            format!("{} · training month {month:.1} of {whole}", known.training_year)
        }
        None => "training time unknown".to_owned(),
    };
    format!(
        "{} · {month} · data to {} · written {}",
        known.catalog.program.name,
        day(known.as_of()),
        day(known.today)
    )
}

/// Says what "usual" means here, in as much detail as the group's size bears.
fn reading(known: &Known<'_>) -> String {
    let label = &known.group.label;
    let bands = known.experiences.iter().map(|e| e.usual).find(|bands| bands.n() > 0);
    match bands {
        None | Some(Bands::None) => "There are no graduates to compare with.".to_owned(),
        Some(Bands::Range { .. }) => format!(
            "Usual is from the least to the most that {label} had by the same training month, too few for \
             centiles. It is no target."
        ),
        Some(Bands::Centiles { .. }) => {
            format!("Usual is what 8 in 10 of {label} had by the same training month. It is no target.")
        }
    }
}

/// Names what the data say nothing of, which is not nothing.
fn not_here(known: &Known<'_>) -> String {
    let titles = known.not_here.iter().map(|definition| definition.title.clone());
    match ahead::listed(titles) {
        none if none.is_empty() => String::new(),
        list => format!(" Not in this data, and so not known: {list}."),
    }
}

#[cfg(test)]
mod tests;
