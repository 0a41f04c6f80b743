//! Any screen as lines, for a screen reader or a pipe, with every fact that its picture carries.
//!
//! A label stands before its value, and no sign carries a meaning: a speech synthesiser passes over most of them.

use crate::app::{Model, Remote};
use crate::domain::catalog::Catalog;
use crate::survey::dossier::Dossier;

use super::keymap::{Context, Keymap};
use super::screens::{self, Plain};
use super::theme::Glyphs;
use super::words::{BANNER, heard};

pub use super::lines::Rows;
pub use super::screens::growth::as_lines as growth;
pub use super::screens::resident::resident;
pub use super::screens::triage::triage;

/// Returns the present screen as lines, with keys by their words.
pub fn screen(model: &Model, keymap: &Keymap) -> Vec<String> {
    let fill = |line: String| heard(&keymap.fill(Context::On(model.screen), Glyphs::Ascii, &line));
    lines(model).into_iter().map(fill).collect()
}

fn lines(model: &Model) -> Vec<String> {
    if model.blank {
        return vec![format!("The screen is blank · {BANNER}")];
    }
    let lines = match screens::shown(model.screen).plain {
        Plain::Whole(lines) => lines(model),
        Plain::OfResident(lines) => about_a_resident(model, lines),
    };
    let mut lines = with_notice(&model.catalog, lines);
    lines.extend(model.notice.iter().map(|notice| {
        let label = if notice.failed { "not done" } else { "notice" };
        format!("{label}: {}", notice.text)
    }));
    lines
}

/// Puts below the first line what is wrong with the case file.
pub fn with_notice(catalog: &Catalog, mut lines: Vec<String>) -> Vec<String> {
    if let Some(notice) = catalog.notice() {
        lines.insert(1.min(lines.len()), notice);
    }
    lines
}

fn about_a_resident(model: &Model, lines: fn(&Model, &Dossier, &str) -> Vec<String>) -> Vec<String> {
    let why = match &model.dossier {
        Remote::Ready(dossier) => {
            let called = model.called(&dossier.resident.id, &dossier.resident.name);
            return lines(model, dossier, called);
        }
        Remote::NotAsked => "no resident is selected".to_owned(),
        Remote::Loading => "reading the resident".to_owned(),
        Remote::Failed(why) => format!("not read: {why}"),
    };
    vec![format!("{} · {BANNER}", model.screen), why]
}

#[cfg(test)]
pub(super) mod tests;
