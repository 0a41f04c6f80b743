//! Within one screen: from line to line, from panel to panel, along a curve.

use crate::app::message::Effect;
use crate::app::model::{Model, Notice};
use crate::app::screen::{Detail, Panel, Screen, Section};

use crate::committee::sheet::wrapped_index;

use super::entry;
use crate::app::select;

/// How far a page moves.
pub const PAGE: isize = 10;

/// Goes to the next panel of the resident screen, or turns to the other half of a screen that has two.
pub fn next_panel(model: &mut Model) {
    model.at.scroll = 0;
    match model.screen {
        Screen::Measures if model.section == Section::Measures => model.section = Section::Attempts,
        Screen::Measures => model.section = Section::Measures,
        Screen::Epas if model.detail == Detail::Ratings => model.detail = Detail::Raters,
        Screen::Epas => model.detail = Detail::Ratings,
        _ => {
            let all = <Panel as strum::IntoEnumIterator>::iter();
            model.panel = all.cycle().skip_while(|p| *p != model.panel).nth(1).unwrap_or_default();
        }
    }
}

/// Moves the cursor of the present screen's list.
pub fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let moved = |at: usize, len: usize| at.saturating_add_signed(by).min(len.saturating_sub(1));
    let dossier = model.dossier.ready();
    match model.screen {
        Screen::Triage => {
            let order: Vec<_> = model.visible().map(|row| row.id.clone()).collect();
            let at = model.selected.as_ref().and_then(|id| order.iter().position(|o| o == id));
            // The first line shows as selected before anything is.
            let wanted = moved(at.unwrap_or(0), order.len());
            select::point_at(model, order.into_iter().nth(wanted));
        }
        Screen::Resident => match (model.panel, dossier) {
            (Panel::Experience, Some(d)) => {
                model.at.experience = moved(model.at.experience, d.experiences.len());
            }
            (Panel::Milestones, Some(d)) => {
                model.at.milestone = moved(model.at.milestone, d.milestones.len());
            }
            (Panel::Epas, Some(d)) => model.at.epa = moved(model.at.epa, d.epas.len()),
            (Panel::Prompts, Some(d)) => model.at.prompt = moved(model.at.prompt, d.prompts.len()),
            (Panel::Goals, Some(_)) => model.at.goal = moved(model.at.goal, model.standing().goals.len()),
            _ => {}
        },
        Screen::Growth => {
            model.at.experience = moved(model.at.experience, dossier.map_or(0, |d| d.experiences.len()));
            model.crosshair = None;
        }
        Screen::Definition if by.abs() == PAGE => model.at.scroll = model.at.scroll.saturating_add_signed(by),
        Screen::Definition => {
            model.at.scroll = 0;
            model.at.experience = moved(model.at.experience, dossier.map_or(0, |d| d.experiences.len()));
        }
        Screen::Milestones => {
            model.at.milestone = moved(model.at.milestone, dossier.map_or(0, |d| d.milestones.len()));
        }
        Screen::Epas if by.abs() == PAGE && model.detail == Detail::Raters => read_on(model, by),
        Screen::Measures if by.abs() == PAGE => read_on(model, by),
        Screen::Entry if by.abs() > PAGE => entry::other(model, by),
        Screen::Entry => model.at.scroll = model.at.scroll.saturating_add_signed(by),
        Screen::Epas => {
            model.at.scroll = 0;
            model.at.epa = moved(model.at.epa, dossier.map_or(0, |d| d.epas.len()));
        }
        Screen::Rotations => {
            let len = dossier.map_or(0, |d| d.record.rotations.len());
            model.at.rotation = moved(model.at.rotation, len);
        }
        Screen::Cases => model.at.case = moved(model.at.case, model.cases.ready().map_or(0, Vec::len)),
        Screen::Ledger => model.at.entry = moved(model.at.entry, model.entries().len()),
        Screen::Measures if model.section == Section::Measures => {
            model.at.scroll = 0;
            model.at.measure = moved(model.at.measure, dossier.map_or(0, |d| d.measures.len()));
        }
        Screen::Measures => {
            model.at.scroll = 0;
            model.at.attempt = moved(model.at.attempt, dossier.map_or(0, |d| d.attempts.len()));
        }
        Screen::Rare => {
            let rare: Vec<_> = dossier.map_or(Vec::new(), |d| d.rare().map(|(at, _)| at).collect());
            let at = rare.iter().position(|at| *at == model.at.experience).unwrap_or(0);
            model.at.experience = rare.get(moved(at, rare.len())).copied().unwrap_or(model.at.experience);
        }
        Screen::Decide
        | Screen::Goal
        | Screen::Overall
        | Screen::Card
        | Screen::Meeting
        | Screen::Review
        | Screen::Recommendations => {}
    }
    Vec::new()
}

/// Goes down or up in the text beside or below a list.
pub fn read_on(model: &mut Model, by: isize) {
    model.at.scroll = model.at.scroll.saturating_add_signed(by.signum() * 3);
}

/// Says why the curve cannot be read by clinical months.
pub fn no_clinical_months(model: &Model) -> Notice {
    let text = if model.catalog.not_clinical.is_empty() {
        "no rotation of this case file is marked as not clinical (rotation_kinds.clinical)"
    } else {
        "the first day of training or the rotations of this resident are not known"
    };
    Notice { text: text.to_owned(), failed: true }
}

/// Moves the crosshair of the growth curve, turns the panels of the resident screen, or goes to another entry.
pub fn sideways(model: &mut Model, by: isize) -> Vec<Effect> {
    if model.screen == Screen::Entry {
        entry::other(model, by);
    }
    if model.screen == Screen::Growth {
        let last = usize::from(model.catalog.program.training_months);
        let clinical = model.clinical_curve().map(|clinical| clinical.month);
        let month = clinical.or_else(|| model.dossier.ready()?.month);
        let now = month.map_or(0, |month| month as usize);
        model.crosshair = Some(model.crosshair.unwrap_or(now).saturating_add_signed(by).min(last));
    } else if model.screen == Screen::Resident {
        let all: Vec<_> = <Panel as strum::IntoEnumIterator>::iter().collect();
        let at = all.iter().position(|p| *p == model.panel).unwrap_or(0);
        model.panel = all.get(wrapped_index(at, by, all.len())).copied().unwrap_or_default();
    }
    Vec::new()
}
