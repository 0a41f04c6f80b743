//! What waits for the program director, in words.

use crate::app::Model;
use crate::committee::waiting::{Advice, Appeal, Untold, Waiting};
use crate::domain::catalog::Catalog;
use crate::domain::text::sanitised;
use crate::domain::words::counted;
use crate::ledger::entry::{Act, On};
use crate::survey::telling;

use super::entry::{holds_back, told_evidence};
use super::{day, levels, overall, shown};

/// Says what waits.
pub fn waiting(catalog: &Catalog, one: &Waiting<'_>) -> String {
    match one {
        Waiting::Advice(one) => advice(catalog, one),
        Waiting::Appeal(one) => appeal(one),
        Waiting::Untold(_) => "released, and to be told by somebody".to_owned(),
    }
}

/// Says everything that stands behind what waits.
pub fn waiting_detail(model: &Model, one: &Waiting<'_>) -> Vec<String> {
    match one {
        Waiting::Advice(one) => advice_detail(model, one),
        Waiting::Appeal(one) => appeal_detail(model, one),
        Waiting::Untold(one) => untold_detail(model, one),
    }
}

/// Counts what waits, each kind for itself.
pub fn waiting_counts(all: &[Waiting<'_>]) -> String {
    let (mut advice, mut appeals, mut untold) = (0_u64, 0_u64, 0_u64);
    for one in all {
        match one {
            Waiting::Advice(_) => advice += 1,
            Waiting::Appeal(_) => appeals += 1,
            Waiting::Untold(_) => untold += 1,
        }
    }
    let mut said = vec![format!("{advice} to be determined")];
    if appeals > 0 {
        said.push(counted(appeals, "appeal"));
    }
    if untold > 0 {
        said.push(format!("{untold} to be told"));
    }
    said.join(" · ")
}

fn untold_detail(model: &Model, one: &Untold<'_>) -> Vec<String> {
    let zone = model.catalog.program.zone;
    let mut lines = vec![
        format!("entry {} of {}: released, which told nobody", one.release, zone.time(one.at)),
        "{key:open} ticks off who told the resident, and on which day".to_owned(),
    ];
    let all = telling::to_tell(&model.catalog, &model.ledger);
    // A coach's name says who somebody is, where codes stand for names.
    if let Some(found) = all.iter().find(|found| found.id == one.resident && !model.presenting) {
        lines.push(format!("to be told by {}", sanitised(&found.by)));
    }
    let copy = telling::copy_name(one.resident, one.release);
    lines.push(format!("the copy: {}/{copy}", model.session.papers));
    lines
}

fn appeal(one: &Appeal<'_>) -> String {
    let against = one.against.entry.seq;
    match one.decided {
        None => format!("appeal against entry {against}, not decided"),
        Some((_, outcome)) => format!("appeal against entry {against}, {outcome}: to be decided anew"),
    }
}

fn appeal_detail(model: &Model, one: &Appeal<'_>) -> Vec<String> {
    let (lodged, against) = (&one.recorded.entry, &one.against.entry);
    let zone = model.catalog.program.zone;
    let mut lines = vec![format!("entry {} of {}: {}", lodged.seq, day(zone.day(lodged.at)), appeal(one))];
    lines.push(match &lodged.act {
        Act::AppealLodged { text, .. } if !model.presenting => format!("the resident: {}", sanitised(text)),
        _ => "the resident's words stand in the ledger ({key:go-ledger})".to_owned(),
    });
    lines.push(format!(
        "entry {} of {}: {}",
        against.seq,
        day(zone.day(against.at)),
        super::act(&against.act)
    ));
    lines.push(match one.decided {
        None => "{key:open} says how it ends: upheld, dismissed or remitted".to_owned(),
        Some((entry, outcome)) => {
            format!(
                "{outcome} in entry {entry}; {{key:open}} decides anew, in the place of entry {}",
                against.seq
            )
        }
    });
    lines
}

/// Says what is recommended.
fn advice(catalog: &Catalog, advice: &Advice<'_>) -> String {
    match advice.decided.on {
        On::Activity(decision) => {
            let title = catalog.epa(&decision.epa).map_or(decision.epa.as_str(), |epa| &epa.title);
            let level = decision.level.as_ref().map(|level| format!(" at level {level}")).unwrap_or_default();
            sanitised(&format!("{}{level}: {title}", decision.outcome))
        }
        On::Overall(decided) => format!("overall: {}", overall(catalog, decided)),
    }
}

/// Says everything that stands behind a recommendation: reasons, dissent and the evidence as it was shown.
fn advice_detail(model: &Model, one: &Advice<'_>) -> Vec<String> {
    let entry = &one.recorded.entry;
    let mut lines = vec![
        format!(
            "entry {} of {}: {}",
            entry.seq,
            day(model.catalog.program.zone.day(entry.at)),
            advice(&model.catalog, one)
        ),
        format!("rationale: {}", sanitised(one.decided.rationale())),
        format!(
            "dissent: {}",
            if one.decided.dissent().is_some() { "recorded; {key:go-entry} opens the entry" } else { "none" }
        ),
    ];
    if let Some(decided) = one.decided.overall() {
        lines.extend(levels(&model.catalog, decided).map(|levels| format!("milestones: {levels}")));
    }
    if let Some(evidence) = &entry.evidence {
        let evidence = told_evidence(evidence, holds_back(model, entry));
        lines.push(format!("evidence as shown, data to {}:", day(evidence.as_of)));
        lines.extend(evidence.facts.iter().map(|fact| format!("  {}", shown(fact))));
    }
    lines
}
