//! The milestones of a decision: a table by domain, what was taken over, and what is open.

use std::collections::BTreeMap;

use super::Told;
use crate::domain::id::{ResidentId, SubcompetencyId};
use crate::domain::milestone::{Subcompetency, by_domain};
use crate::domain::overall::Overall;
use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::ledger::chain::Recorded;
use crate::ledger::entry::Evidence;
use crate::report::decided::levels;
use crate::report::page::Table;

/// Says how many levels a decision gives, which were taken over from last time, and which are open.
pub fn counted_levels(told: Told<'_>, recorded: &Recorded, decided: &Overall) -> Option<String> {
    let now = levels(decided);
    let known = rows(told, &now);
    if known.is_empty() {
        return None;
    }
    let named = |wanted: &dyn Fn(&SubcompetencyId) -> bool| -> Vec<String> {
        known.iter().filter(|row| wanted(&row.id)).map(|row| sanitised(row.id.as_str())).collect()
    };
    let carried = recorded.entry.evidence.as_ref().and_then(Evidence::carried).unwrap_or_default();
    let of = counted(known.len() as u64, "subcompetency");
    let mut said = vec![format!("milestones: {} of {of}", now.len())];
    for (what, ids) in [
        ("taken over from last time", named(&|id| carried.contains(id) && now.contains_key(id))),
        ("open", named(&|id| !now.contains_key(id))),
    ] {
        match ids.len() {
            0 => {}
            n if n == known.len() => said.push(format!("all {what}")),
            n => said.push(format!("{n} {what} ({})", ids.join(", "))),
        }
    }
    Some(said.join(", "))
}

/// Returns the levels of each overall decision of the meeting, beside those decided before it; the same levels once.
pub fn tables(told: Told<'_>, id: &ResidentId) -> Vec<Table> {
    let mut tables: Vec<(BTreeMap<&SubcompetencyId, String>, Table)> = Vec::new();
    for recorded in told.of(id) {
        let Some(decided) = recorded.entry.act.overall() else { continue };
        let now = levels(decided);
        if !now.is_empty() && tables.last().is_none_or(|(shown, _)| *shown != now) {
            let table = table(told, id, recorded, &now);
            tables.push((now, table));
        }
    }
    tables.into_iter().map(|(_, table)| table).collect()
}

fn table(
    told: Told<'_>,
    id: &ResidentId,
    recorded: &Recorded,
    now: &BTreeMap<&SubcompetencyId, String>,
) -> Table {
    let before = before(told, id);
    let carried = recorded.entry.evidence.as_ref().and_then(Evidence::carried);
    let row = |known: Subcompetency| {
        let was = before.as_ref().and_then(|(_, was)| was.get(&known.id).cloned()).unwrap_or_default();
        let how = match &carried {
            _ if !now.contains_key(&known.id) => "open",
            None => "not recorded",
            Some(carried) if carried.contains(&known.id) => "taken over from last time",
            Some(_) => "given now",
        };
        let level = now.get(&known.id).cloned().unwrap_or_default();
        let mut row = vec![known.id.to_string(), known.title.clone(), known.domain_title().to_owned(), level];
        row.extend(before.is_some().then_some(was));
        row.push(how.to_owned());
        row
    };
    let seq = recorded.entry.seq;
    let beside =
        before.as_ref().map(|(seq, _)| format!(", beside those of entry {seq} before")).unwrap_or_default();
    let mut columns = vec!["milestone", "title", "domain", "level"];
    columns.extend(before.is_some().then_some("before"));
    columns.push("how");
    Table {
        caption: format!("Milestones of entry {seq}{beside}"),
        columns,
        rows: rows(told, now).into_iter().map(row).collect(),
    }
}

/// Returns the subcompetencies by domain: those of the case file, and of a decision what the file does not know.
fn rows(told: Told<'_>, now: &BTreeMap<&SubcompetencyId, String>) -> Vec<Subcompetency> {
    let mut all = told.titles.subcompetencies.to_vec();
    for id in now.keys() {
        if !all.iter().any(|known| known.id == **id) {
            all.push(Subcompetency { id: (*id).clone(), title: String::new() });
        }
    }
    by_domain(&all).into_iter().cloned().collect()
}

/// Returns the last levels that were decided before the meeting, with their entry.
fn before<'a>(told: Told<'a>, id: &'a ResidentId) -> Option<(u64, BTreeMap<&'a SubcompetencyId, String>)> {
    let before = told.then.entries_of(id).filter(|recorded| recorded.entry.seq < told.held.opened);
    let before = before.filter(|recorded| !told.then.is_revoked(recorded.entry.seq));
    let decided =
        before.filter_map(|recorded| Some((recorded.entry.seq, levels(recorded.entry.act.overall()?))));
    decided.filter(|(_, levels)| !levels.is_empty()).last()
}
