//! Within one screen: from line to line, from panel to panel, along a curve.

use crate::app::message::Effect;
use crate::app::model::{Model, Notice};
use crate::app::screen::{Detail, List, Panel, Screen, Section};
use crate::committee::sheet::wrapped_index;
use crate::survey::dossier::Dossier;

use super::entry;
use crate::app::select;

/// How far a page moves.
pub const PAGE: isize = 10;

/// Goes to the next panel of the resident screen, or turns to the other half of a screen that has two.
pub fn next_panel(model: &mut Model) {
    model.at.scroll = 0;
    match model.screen {
        Screen::Measures if model.turned.section == Section::Measures => {
            model.turned.section = Section::Attempts;
        }
        Screen::Measures => model.turned.section = Section::Measures,
        Screen::Epas if model.turned.detail == Detail::Ratings => model.turned.detail = Detail::Raters,
        Screen::Epas => model.turned.detail = Detail::Ratings,
        _ => {
            let all = <Panel as strum::IntoEnumIterator>::iter();
            model.turned.panel =
                all.cycle().skip_while(|p| *p != model.turned.panel).nth(1).unwrap_or_default();
        }
    }
}

/// Moves the cursor of the present screen's list, or reads on where the screen is a text.
pub fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let a_page = by.abs() == PAGE;
    match model.screen {
        Screen::Triage => among_residents(model, by),
        Screen::Definition if a_page => model.at.scroll = model.at.scroll.saturating_add_signed(by),
        Screen::Epas if a_page && model.turned.detail == Detail::Raters => read_on(model, by),
        Screen::Measures if a_page => read_on(model, by),
        Screen::Entry if by.abs() > PAGE => entry::other(model, by),
        Screen::Entry => model.at.scroll = model.at.scroll.saturating_add_signed(by),
        _ => {
            if let Some(list) = present(model) {
                // Beside another line stands another text.
                model.at.scroll = 0;
                among(model, list, by);
            }
        }
    }
    Vec::new()
}

fn moved(at: usize, by: isize, len: usize) -> usize {
    at.saturating_add_signed(by).min(len.saturating_sub(1))
}

/// Goes from resident to resident in the order of the triage table.
fn among_residents(model: &mut Model, by: isize) {
    let order: Vec<_> = model.visible().map(|row| row.id.clone()).collect();
    let at = model.selected.as_ref().and_then(|id| order.iter().position(|o| o == id));
    // The first line shows as selected before anything is.
    let wanted = moved(at.unwrap_or(0), by, order.len());
    select::point_at(model, order.into_iter().nth(wanted));
}

/// Returns the list that the cursor moves in.
fn present(model: &Model) -> Option<List> {
    match model.screen {
        Screen::Resident => model.dossier.ready().and(model.turned.panel.list()),
        Screen::Measures if model.turned.section == Section::Attempts => Some(List::Attempts),
        screen => screen.row().list,
    }
}

/// Goes from line to line of a list.
fn among(model: &mut Model, list: List, by: isize) {
    if list == List::Rare {
        let rare: Vec<_> = model.dossier.ready().map_or(Vec::new(), |d| d.rare().map(|(at, _)| at).collect());
        let experience = &mut model.at[List::Experiences];
        let at = rare.iter().position(|at| at == experience).unwrap_or(0);
        *experience = rare.get(moved(at, by, rare.len())).copied().unwrap_or(*experience);
        return;
    }
    model.at[list] = moved(model.at[list], by, len(model, list));
    if model.screen == Screen::Growth {
        model.turned.crosshair = None;
    }
}

/// Returns how many lines a list has.
fn len(model: &Model, list: List) -> usize {
    let of = |count: fn(&Dossier) -> usize| model.dossier.ready().map_or(0, |dossier| count(dossier));
    match list {
        List::Experiences => of(|d| d.experiences.len()),
        List::Rare => of(|d| d.rare().count()),
        List::Milestones => of(|d| d.milestones.len()),
        List::Epas => of(|d| d.epas.len()),
        List::Rotations => of(|d| d.record.rotations.len()),
        List::Prompts => of(|d| d.asked().count()),
        List::Measures => of(|d| d.measures.len()),
        List::Attempts => of(|d| d.attempts.len()),
        List::Goals => model.standing().goals.len(),
        List::Cases => model.cases.ready().map_or(0, Vec::len),
        List::Entries => model.entries().len(),
    }
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
        model.turned.crosshair =
            Some(model.turned.crosshair.unwrap_or(now).saturating_add_signed(by).min(last));
    } else if model.screen == Screen::Resident {
        let all: Vec<_> = <Panel as strum::IntoEnumIterator>::iter().collect();
        let at = all.iter().position(|p| *p == model.turned.panel).unwrap_or(0);
        model.turned.panel = all.get(wrapped_index(at, by, all.len())).copied().unwrap_or_default();
    }
    Vec::new()
}
