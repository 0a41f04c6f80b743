//! What is reported outside for a half-year: milestone levels to the ACGME, an outcome to the board.
//!
//! Each resident's decision is the last overall recommendation that was recorded in the period and not
//! revoked, with the determination on it, whenever that was made. A decision that nobody determined is marked
//! as only recommended. What is missing is named, for a report with a gap is not a report.

use std::collections::BTreeSet;
use std::io;

use crate::domain::catalog::Catalog;
use crate::domain::id::{ResidentId, SubcompetencyId};
use crate::domain::milestone::{HalfSteps, Period, by_domain};
use crate::domain::overall::{ChoiceKind, Overall};
use crate::domain::text::{csv, sanitised};
use crate::domain::words::counted;
use crate::domain::zone::Zone;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::{Act, Evidence};
use crate::ledger::fold::State;

/// A table for a spreadsheet or an upload, with what it lacks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Table {
    pub columns: &'static [&'static str],
    pub rows: Vec<Vec<String>>,
    /// What is missing, one sentence a resident.
    pub missing: Vec<String>,
    /// Residents whose decision is not determined yet.
    pub recommended: Vec<ResidentId>,
    /// Levels that nobody gave anew, one sentence a resident.
    pub carried: Vec<String>,
}

impl Table {
    fn empty(columns: &'static [&'static str]) -> Self {
        Self { columns, rows: Vec::new(), missing: Vec::new(), recommended: Vec::new(), carried: Vec::new() }
    }

    /// Writes the rows as CSV; no field is run as a formula.
    pub fn csv(&self) -> io::Result<String> {
        let names = self.columns.iter().map(|column| (*column).to_owned()).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(|cell| sanitised(cell)).collect());
        csv(std::iter::once(names).chain(rows))
    }
}

/// What was decided on one resident in a period.
struct Decided<'a> {
    overall: &'a Overall,
    standing: &'static str,
    entry: u64,
    /// Whose levels were taken over from last time; `None` where the entry does not say.
    carried: Option<BTreeSet<SubcompetencyId>>,
}

/// Returns the half-year in which something was recorded, where the program is.
fn period_of(recorded: &Recorded, zone: Zone) -> Period {
    Period::of(zone.day(recorded.entry.at))
}

/// Returns the period of the newest overall recommendation that stands; `None` where there is none.
pub fn last_period(catalog: &Catalog, ledger: &State) -> Option<Period> {
    let all = ledger.residents().filter_map(|(id, _)| ledger.overall_recommendation(id));
    all.map(|(recorded, _)| period_of(recorded, catalog.program.zone)).max()
}

/// Returns the level of every current resident in every subcompetency of the case file.
pub fn milestones(catalog: &Catalog, ledger: &State, period: Period) -> Table {
    let columns = &["resident", "subcompetency", "level", "standing", "entry", "carried"];
    let mut table = Table::empty(columns);
    for resident in catalog.current() {
        let Some(decided) = decided((ledger, catalog.program.zone), &resident.id, period) else {
            table.missing.push(format!("{}: no overall decision in {period}", resident.id));
            continue;
        };
        table.mark(&resident.id, &decided);
        let (mut lacks, mut carried): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for subcompetency in by_domain(&catalog.subcompetencies) {
            let id = &subcompetency.id;
            match level(decided.overall, id) {
                Some(level) => {
                    let mut row = decided.row(&resident.id, vec![id.to_string(), level]);
                    row.push(decided.carried(id).to_owned());
                    carried.extend((decided.carried(id) == CARRIED).then(|| id.to_string()));
                    table.rows.push(row);
                }
                None => lacks.push(subcompetency.id.to_string()),
            }
        }
        if !lacks.is_empty() {
            let all = if lacks.len() == catalog.subcompetencies.len() {
                format!("any of {}", counted(lacks.len() as u64, "subcompetency"))
            } else {
                lacks.join(", ")
            };
            table.missing.push(format!("{}: no level for {all} (entry {})", resident.id, decided.entry));
        }
        if !carried.is_empty() {
            let n = counted(carried.len() as u64, "level");
            let entry = decided.entry;
            let said = format!(
                "{}: {n} taken over from last time: {} (entry {entry})",
                resident.id,
                carried.join(", ")
            );
            table.carried.push(said);
        }
        table.missing.extend(strays(catalog, &resident.id, &decided));
    }
    if catalog.subcompetencies.is_empty() {
        table
            .missing
            .push("the case file names no subcompetencies: import them, or add them to it".to_owned());
    }
    table
}

/// Returns what the board is told of every current resident.
pub fn board(catalog: &Catalog, ledger: &State, period: Period) -> Table {
    let columns = &["resident", "outcome", "unsatisfactory_attributes", "standing", "entry"];
    let mut table = Table::empty(columns);
    for resident in catalog.current() {
        let Some(decided) = decided((ledger, catalog.program.zone), &resident.id, period) else {
            table.missing.push(format!("{}: no overall decision in {period}", resident.id));
            continue;
        };
        table.mark(&resident.id, &decided);
        let Some(board) = &decided.overall.board else {
            table
                .missing
                .push(format!("{}: no outcome for the board (entry {})", resident.id, decided.entry));
            continue;
        };
        let title = |code: &String| {
            let mut known = catalog.choices(ChoiceKind::Attribute);
            known.find(|choice| choice.code == *code).map_or_else(|| code.clone(), |it| it.title.clone())
        };
        let attributes: Vec<_> = board.unsatisfactory.iter().map(title).collect();
        let outcome = super::decided::outcome(board).to_owned();
        table.rows.push(decided.row(&resident.id, vec![outcome, attributes.join("; ")]));
    }
    table
}

impl Table {
    fn mark(&mut self, id: &ResidentId, decided: &Decided<'_>) {
        if decided.standing == RECOMMENDED {
            self.recommended.push(id.clone());
        }
    }
}

const RECOMMENDED: &str = "recommended";

/// What the column says of a level that was taken over from last time.
const CARRIED: &str = "yes";

impl Decided<'_> {
    /// Says whether a level was taken over from last time; entries of before this was asked do not tell.
    fn carried(&self, id: &SubcompetencyId) -> &'static str {
        match &self.carried {
            None => "not recorded",
            Some(carried) if carried.contains(id) => CARRIED,
            Some(_) => "no",
        }
    }

    fn row(&self, id: &ResidentId, cells: Vec<String>) -> Vec<String> {
        let mut row = vec![id.to_string()];
        row.extend(cells);
        row.extend([self.standing.to_owned(), self.entry.to_string()]);
        row
    }
}

fn decided<'a>((ledger, zone): (&'a State, Zone), id: &ResidentId, period: Period) -> Option<Decided<'a>> {
    let of_the_period = |recorded: &&Recorded| {
        let advice = matches!(recorded.entry.act, Act::OverallRecommendation(_));
        advice && period_of(recorded, zone) == period
    };
    let not_revoked = |recorded: &&Recorded| !ledger.is_revoked(recorded.entry.seq);
    // Where the last one was taken back, those that it had superseded do not come back.
    let advised = ledger.entries_of(id).filter(of_the_period).last().filter(not_revoked)?;
    let answers = |recorded: &&Recorded| {
        let answers = recorded.entry.act.decided().and_then(|decided| decided.answers);
        answers.is_some_and(|answer| answer.recommendation == advised.entry.seq)
    };
    let determined = ledger.entries_of(id).filter(answers).last().filter(not_revoked);
    let (recorded, standing) = determined.map_or((advised, RECOMMENDED), |recorded| (recorded, "determined"));
    let carried = recorded.entry.evidence.as_ref().and_then(Evidence::carried);
    Some(Decided { overall: recorded.entry.act.overall()?, standing, entry: recorded.entry.seq, carried })
}

/// Writes a level as the reporting forms do; `None` where the decision says nothing.
fn level(overall: &Overall, id: &SubcompetencyId) -> Option<String> {
    if overall.not_assessable.contains(id) {
        return Some("Not Yet Assessable".to_owned());
    }
    overall.milestones.get(id).map(|level| form(*level))
}

fn form(level: HalfSteps) -> String {
    match level.get() {
        0 => "Not Yet Completed Level 1".to_owned(),
        even if even % 2 == 0 => (even / 2).to_string(),
        odd => format!("{}.5", odd / 2),
    }
}

/// Names what was decided on and the case file does not know.
fn strays(catalog: &Catalog, id: &ResidentId, decided: &Decided<'_>) -> Option<String> {
    let known = |code: &&SubcompetencyId| catalog.subcompetencies.iter().any(|it| it.id == **code);
    let named = decided.overall.milestones.keys().chain(&decided.overall.not_assessable);
    let strays: Vec<_> = named.filter(|code| !known(code)).map(ToString::to_string).collect();
    let entry = decided.entry;
    (!strays.is_empty()).then(|| {
        format!(
            "{id}: {} is no subcompetency of the case file and left out (entry {entry})",
            strays.join(", ")
        )
    })
}

#[cfg(test)]
mod tests;
