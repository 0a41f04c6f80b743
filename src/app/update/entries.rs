//! From one entry of the ledger to another.

use crate::app::entry;
use crate::app::model::{Model, Notice};
use crate::committee::replay;

/// Goes on to the entry that the opened one is linked with.
pub fn follow(model: &mut Model) {
    let next = entry::opened(model).and_then(|entry| replay::linked(&model.ledger, entry));
    show(model, next);
}

/// Goes on among the entries about the resident, from the older to the newer.
pub fn other(model: &mut Model, by: isize) {
    let all: Vec<_> = model.entries().iter().rev().map(|recorded| recorded.entry.seq).collect();
    let at = model.at.opened.map_or(0, |opened| all.partition_point(|seq| *seq < opened));
    let wanted = at.saturating_add_signed(by).min(all.len().saturating_sub(1));
    show(model, all.get(wanted).copied());
}

fn show(model: &mut Model, seq: Option<u64>) {
    if seq.is_some() {
        (model.at.opened, model.at.scroll) = (seq, 0);
    }
}

/// Says why there is no entry to open.
pub fn none() -> Notice {
    let text = "no decision stands here; l lists every entry about the resident";
    Notice { text: text.to_owned(), failed: true }
}
