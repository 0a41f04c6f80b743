//! Entries of the ledger.

use crate::app::Model;
use crate::app::screen::List;
use crate::ui::words;

use super::heading;

/// Returns the entries about the selected resident, newest first, and all that the selected one binds.
pub fn screen(model: &Model, called: &str) -> Vec<String> {
    let entries = model.entries();
    let mut lines = vec![heading("Ledger", called)];
    let counted =
        if entries.len() == 1 { "1 entry".to_owned() } else { format!("{} entries", entries.len()) };
    lines.push(format!("{}: {counted} about this resident, newest first", model.session.ledger));
    for recorded in &entries {
        let fate = words::fate(&model.ledger, recorded.entry.seq).map(|fate| format!(", {fate}"));
        lines.push(format!("{}{}", words::entry_line(model, recorded), fate.unwrap_or_default()));
    }
    if let Some(selected) = entries.get(model.at[List::Entries]) {
        lines.push(String::new());
        lines.extend(words::told_entry(model, selected));
    }
    lines
}
