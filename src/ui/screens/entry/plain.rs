//! One entry of the ledger, whole.

use crate::app::Model;
use crate::app::screen::entry;
use crate::committee::replay::{self, Change};
use crate::ui::words::replay::{self as said, ReplayRow};
use crate::ui::words::{self, BANNER};

use crate::ui::lines::heading;

/// Returns all that the opened entry binds, its evidence then and now, and what holds it in its place.
pub fn plain(model: &Model) -> Vec<String> {
    let called = model.resident().map_or("nobody", |r| model.called(&r.id, &r.name));
    let Some(recorded) = entry::opened(model) else {
        let none = "no decision about this resident is recorded";
        return vec![format!("Entry · {called} · {BANNER}"), none.to_owned()];
    };
    let of = said::activity(model, recorded).map(|title| format!(" · {title}")).unwrap_or_default();
    let mut lines = vec![
        heading(&format!("Entry {}{of}", recorded.entry.seq), called),
        format!("{}: {}", model.session.ledger, said::place(model, recorded)),
    ];
    let labelled = |(label, text): (&str, String)| format!("{label}: {text}");
    lines.extend(said::told(model, recorded).into_iter().map(labelled));
    let linked = replay::linked(&model.ledger, recorded);
    lines.extend(linked.map(|seq| format!("linked: entry {seq}")));
    if let (Some(then), Some(now)) = (&recorded.entry.evidence, entry::today(model, recorded)) {
        lines.push(String::new());
        lines.push(format!("evidence as shown: {}", said::changed(&now)));
        let (now, whole) = (now.ok(), str::to_owned);
        lines.extend(said::frame(then, now.as_ref(), whole).iter().map(line));
        let held = words::holds_back(model, &recorded.entry);
        lines.extend(said::facts(then, now.as_ref(), whole, held).iter().map(line));
    }
    lines.push(String::new());
    lines.extend(
        words::sealed((&model.ledger, model.catalog.program.zone), recorded).into_iter().map(labelled),
    );
    lines
}

fn line(row: &ReplayRow) -> String {
    let ReplayRow { label, then, now, word, .. } = row;
    match row.change {
        None => format!("  {label}: then {then}"),
        Some(Change::Same) => format!("  {label}: then {then}; {word}"),
        Some(_) => format!("  {label}: then {then}; now {now}; {word}"),
    }
}
