//! What is written into files from inside: copies and the list after a release, and what was asked to be written.

use crate::domain::id::ResidentId;
use crate::domain::words::counted;
use crate::report::plot::NotDrawn;
use crate::report::release::{self, Paper};

use super::message::{Effect, Papers, Written};
use super::model::{Model, Notice};

/// Writes the copies of those to whom something was released just now, and the list of who is to be told by whom.
pub fn released(model: &mut Model, residents: &[ResidentId]) -> Vec<Effect> {
    let (catalog, ledger, today) = (&model.catalog, &model.ledger, model.session.today);
    let copies = release::copies((catalog, ledger), residents, today, &model.session.answering);
    let list = release::list(catalog, ledger, today);
    let what = format!("{} and the list of who is to be told", copies_of(residents.len()));
    written(model, what, copies.map(|copies| copies.into_iter().chain(list).collect()))
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
