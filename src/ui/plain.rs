//! Any screen as lines, for a screen reader or a pipe, with every fact that its picture carries.
//!
//! A label stands before its value, and no glyph carries a meaning alone.

use crate::app::{Model, Remote, Screen};
use crate::committee::sheet::Stage;
use crate::domain::catalog::Catalog;
use crate::survey::dossier::{Dossier, ExperienceRow};

use super::keymap::{Context, Keymap};
use super::theme::Glyphs;
use super::words::{self, BANNER};

mod cases;
mod definition;
mod entry;
mod epas;
mod form;
mod goals;
mod growth;
mod ledger;
mod measures;
mod meeting;
mod milestones;
mod rare;
mod resident;
mod rotations;
mod table;
mod triage;

pub use definition::definition;
pub use growth::growth;
pub use resident::resident;
pub use triage::triage;

/// Returns the present screen as lines, with keys by their words.
pub fn screen(model: &Model, keymap: &Keymap) -> Vec<String> {
    let fill = |line: String| keymap.fill(Context::on(model.screen), Glyphs::Ascii, &line);
    lines(model).into_iter().map(fill).collect()
}

fn lines(model: &Model) -> Vec<String> {
    if model.blank {
        return vec![format!("The screen is blank · {BANNER}")];
    }
    let mut lines = match model.screen {
        Screen::Triage => triage::screen(model),
        // An entry is read whether or not the case file still has the resident.
        Screen::Entry => entry::screen(model),
        Screen::Meeting => meeting::meeting(model),
        Screen::Recommendations => meeting::recommendations(model),
        screen => about_a_resident(model, screen),
    };
    lines.extend(model.notice.iter().map(|notice| {
        let label = if notice.failed { "not done" } else { "notice" };
        format!("{label}: {}", notice.text)
    }));
    lines
}

fn about_a_resident(model: &Model, screen: Screen) -> Vec<String> {
    let why = match &model.dossier {
        Remote::Ready(dossier) => return of_dossier(model, screen, dossier),
        Remote::NotAsked => "no resident is selected".to_owned(),
        Remote::Loading => "reading the resident".to_owned(),
        Remote::Failed(why) => format!("not read: {why}"),
    };
    vec![format!("{screen} · {BANNER}"), why]
}

fn of_dossier(model: &Model, screen: Screen, dossier: &Dossier) -> Vec<String> {
    let catalog = &model.catalog;
    let id = &dossier.resident.id;
    let called = model.called(id, &dossier.resident.name);
    let own_words = !model.presenting;
    let one = |lines: fn(&Catalog, &Dossier, &ExperienceRow, &str) -> Vec<String>| match model.experience() {
        Some(row) => lines(catalog, dossier, row, called),
        None => vec![format!("{screen} · {called} · {BANNER}"), "no experience is defined".to_owned()],
    };
    match screen {
        Screen::Triage => triage::screen(model),
        Screen::Resident => {
            let mut lines = resident(catalog, dossier, &model.ledger, called, own_words, model.session.today);
            if let Some(place) = place(model) {
                lines.insert(1, place);
            }
            lines
        }
        Screen::Growth => growth::read_along(model, dossier, called),
        Screen::Milestones => milestones::screen(catalog, dossier, called),
        Screen::Epas => epas::screen(catalog, dossier, &model.ledger, called, own_words),
        Screen::Rotations => rotations::screen(model, dossier, called),
        Screen::Cases => cases::screen(model, dossier, called),
        Screen::Definition => one(definition),
        Screen::Decide => form::screen(model, called, "Decide"),
        Screen::Ledger => ledger::screen(model, called),
        Screen::Measures => measures::screen(catalog, dossier, called),
        Screen::Rare => rare::screen(catalog, dossier, called),
        Screen::Goal => form::screen(model, called, "Goal"),
        Screen::Entry => entry::screen(model),
        Screen::Meeting => meeting::meeting(model),
        Screen::Review => meeting::review(model, called),
        Screen::Card => meeting::card(model, called),
        Screen::Overall => form::screen(model, called, "Overall"),
        Screen::Recommendations => meeting::recommendations(model),
    }
}

/// Says where the resident stands in the list, which is no rank.
fn place(model: &Model) -> Option<String> {
    let at = model.visible().position(|row| Some(&row.id) == model.selected.as_ref())?;
    Some(format!(
        "on the list: {} of {}, sorted by {}, not a ranking",
        at + 1,
        model.visible().count(),
        model.order
    ))
}

/// Makes the first line of a screen.
fn heading(what: &str, who: &str) -> String {
    format!("{what} · {who} · {BANNER}")
}

/// Says how far what is filled in has come.
fn state(stage: &Stage, missing: Option<&str>) -> String {
    match (stage, missing) {
        (Stage::Refused(why), _) => format!("not recorded: {why}"),
        (Stage::Pending, _) => "being recorded".to_owned(),
        (_, Some(missing)) => format!("not recorded; still to do: {missing}"),
        (Stage::ReadBack, None) => "not recorded; the next key records it".to_owned(),
        (Stage::Editing, None) => "not recorded; complete".to_owned(),
    }
}

/// Says up to which day the numbers count, and beside whom they stand.
fn basis(catalog: &Catalog, dossier: &Dossier) -> String {
    format!("data to {} · {}", words::day(catalog.program.data_to), words::group(dossier))
}

/// Says which relation would fill a panel that is empty.
fn lacking(catalog: &Catalog, relation: &str) -> Option<String> {
    (!catalog.has(relation))
        .then(|| format!("the case file has no relation {relation}, which would fill this"))
}

#[cfg(test)]
pub(super) mod tests;
