//! What is written into files from inside: copies and the list after a release, and what was asked to be written.

use crate::domain::id::ResidentId;
use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::ledger::entry::Act;
use crate::report::plot::NotDrawn;
use crate::report::release::{self, Paper};
use crate::report::titles::Titles;
use crate::report::{brief, minutes};
use crate::survey::program::since;
use crate::survey::telling::in_a_file_name;

use super::message::{Effect, Papers, Written};
use super::model::{Model, Notice};
use super::record;

/// Writes the copies of those to whom something was released just now, and the list of who is to be told by whom.
pub fn released(model: &mut Model, residents: &[ResidentId]) -> Vec<Effect> {
    let (catalog, ledger, today) = (&model.catalog, &model.ledger, model.session.today);
    let copies = release::copies((catalog, ledger), residents, today, &model.session.answering);
    let list = release::list(catalog, ledger, today);
    let what = format!("{} and the list of who is to be told", copies_of(residents.len()));
    written(model, what, copies.map(|copies| copies.into_iter().chain(list).collect()))
}

/// Writes the brief of the resident who is selected; that is a look.
pub fn brief(model: &mut Model) -> Vec<Effect> {
    let Some(dossier) = model.dossier.ready() else { return Vec::new() };
    let id = dossier.resident.id.clone();
    let days = (since(&model.ledger, &model.catalog), model.session.today);
    let page = brief::Page::of(&brief::known(&model.catalog, dossier, &model.ledger, days));
    let name = format!("brief-{}.md", in_a_file_name(id.as_str()));
    let file = Paper { name, text: brief::markdown(&page) };
    looked_at(model, id, "brief", file)
}

/// Writes the copy of the resident who is selected, as far as it was released; that is a look.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let Some(id) = model.selected.clone() else { return Vec::new() };
    if model.ledger.resident(&id).is_none_or(|known| known.releases().is_empty()) {
        return model.refuse("nothing was released to the resident yet, so that there is no copy");
    }
    let about = (&*model.catalog, &model.ledger);
    match release::copies(about, [&id], model.session.today, &model.session.answering) {
        Ok(files) => match files.into_iter().next() {
            Some(file) => looked_at(model, id, "resident's copy", file),
            None => model.refuse("the resident is not in this case file"),
        },
        Err(why) => model.refuse(&format!("the copy is not written, since {why}")),
    }
}

/// Writes the minutes of the meeting that is read, else of the one that is open, else of the last one.
pub fn minutes(model: &mut Model) -> Vec<Effect> {
    let meetings = model.ledger.meetings();
    let read = model.room.reading.as_ref().map(|reading| reading.meeting.clone());
    let Some(meeting) = read.or_else(|| meetings.last().map(|last| last.id.clone())) else {
        return Vec::new();
    };
    let Some(page) = minutes::of(&model.ledger, &meeting, Titles::of(&model.catalog)) else {
        return Vec::new();
    };
    let name = format!("minutes-{}.md", in_a_file_name(&meeting));
    let again = match minutes::delicate(&model.ledger, &meeting).len() as u64 {
        0 => String::new(),
        n => {
            format!(" ({} may speak of health, leave or family: read them again first)", counted(n, "entry"))
        }
    };
    let what = format!("the minutes of {}{again}", sanitised(&meeting));
    vec![Effect::Write(Box::new(Papers { what, files: vec![Paper { name, text: page.markdown() }] }))]
}

/// Makes a file of what a screen says.
pub fn of_screen(model: &Model, lines: &[String]) -> Papers {
    let whose = model.selected.as_ref().filter(|_| model.screen.is_about_a_resident());
    let whose = whose.map_or(String::new(), |id| format!("-{}", in_a_file_name(id.as_str())));
    let name = format!("screen-{}{whose}.txt", in_a_file_name(&model.screen.to_string()));
    let text = format!("{}\n", lines.join("\n"));
    Papers { what: "what this screen says".to_owned(), files: vec![Paper { name, text }] }
}

fn looked_at(model: &mut Model, id: ResidentId, what: &str, file: Paper) -> Vec<Effect> {
    let look = record::request_about(model, Some(id), Act::Viewed { screen: what.to_owned() });
    let what = format!("the {what}");
    vec![look, Effect::Write(Box::new(Papers { what, files: vec![file] }))]
}

fn copies_of(n: usize) -> String {
    if n == 1 {
        "the resident's copy".to_owned()
    } else {
        format!("the copies of {}", counted(n as u64, "resident"))
    }
}

fn written(model: &mut Model, what: String, files: Result<Vec<Paper>, NotDrawn>) -> Vec<Effect> {
    match files {
        Ok(files) => vec![Effect::Write(Box::new(Papers { what, files }))],
        Err(why) => model.refuse(&format!("{what}: not written, since {why}")),
    }
}

/// Says where what was written stands.
pub fn told(what: &str, outcome: Result<Written, String>) -> Notice {
    let text = match outcome {
        Err(why) => return Notice { text: format!("{what}: not written, since {why}"), failed: true },
        Ok(Written { folder, new, there }) => match (new.as_slice(), there.as_slice()) {
            ([], [one]) => format!("{what}: {folder}/{one} was there already, with the same text"),
            ([], _) => format!("{what}: all was there already, in {folder}"),
            ([one], []) => format!("{what}: written, {folder}/{one}"),
            (new, []) => format!("{what}: written, {} in {folder}", counted(new.len() as u64, "file")),
            (new, there) => format!(
                "{what}: {} written in {folder}, and {} there already with the same text",
                counted(new.len() as u64, "file"),
                there.len()
            ),
        },
    };
    Notice { text, failed: false }
}
