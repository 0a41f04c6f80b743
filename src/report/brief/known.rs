//! What the brief needs, gathered from what was worked out of a resident.

use chrono::NaiveDate;

use super::{Experience, Known, closed_since};
use crate::domain::catalog::Catalog;
use crate::domain::coverage::Covered;
use crate::ledger::fold::State;
use crate::survey::dossier::{Dossier, ExperienceRow};
use crate::survey::triage;

/// Gathers what the page needs of one resident, since the last meeting and as seen today.
pub fn known<'a>(
    catalog: &'a Catalog,
    dossier: &'a Dossier,
    ledger: &'a State,
    (since, today): (NaiveDate, NaiveDate),
) -> Known<'a> {
    let id = &dossier.resident.id;
    Known {
        catalog,
        resident: &dossier.resident,
        training_year: &dossier.training_year,
        month: dossier.month,
        group: &dossier.standard.group,
        record: &dossier.record,
        experiences: dossier.experiences.iter().filter_map(|row| experience(dossier, row)).collect(),
        not_here: dossier
            .experiences
            .iter()
            .filter(|row| row.n.is_none())
            .map(|row| &row.definition)
            .collect(),
        prompts: triage::open(&dossier.prompts, id, ledger).collect(),
        goals: ledger.standing(id).goals,
        closed: closed_since((ledger, catalog.program.zone), id, since),
        since,
        today,
    }
}

fn experience<'a>(dossier: &'a Dossier, row: &'a ExperienceRow) -> Option<Experience<'a>> {
    let whole = row.covered == Covered::Whole;
    Some(Experience {
        definition: &row.definition,
        n: row.n?,
        partly: !whole,
        curve: &row.curve,
        recent: row.recent.iter().rev().take(6).flatten().sum(),
        usual: dossier.bands(row),
        ends: row.ends.filter(|_| whole),
        minimum: row.minimum.as_ref().filter(|_| whole),
        forecast: row.forecast,
        block: row.block,
        last: row.last,
    })
}
