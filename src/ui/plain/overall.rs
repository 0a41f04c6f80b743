//! The form on a resident as a whole: what is filled in, what is missing, and what it reads back.

use crate::app::Model;
use crate::committee::sheet::overall::{Field, OverallForm};
use crate::ui::words;

use super::heading;

/// Returns the form as it stands.
pub fn screen(model: &Model, called: &str) -> Vec<String> {
    let Some(form) = &model.overall else {
        return vec![heading("Overall", called), "nothing is being decided".to_owned()];
    };
    let act = if form.determines.is_some() { "Determine overall" } else { "Recommend overall" };
    let mut lines = vec![heading(act, called)];
    lines.extend(form.determines.iter().map(|advised| {
        let said = words::overall(&model.catalog, &advised.overall);
        format!("determines: {said}, entry {}", advised.by.entry)
    }));
    lines.extend(form.standing.iter().map(|standing| {
        let said = words::overall(&model.catalog, &standing.overall);
        format!("would supersede: {said}, entry {}", standing.by.entry)
    }));
    lines.extend(form.fields().into_iter().map(|field| line(form, field)));
    let evidence = &form.evidence;
    let case_file = &evidence.case_file;
    lines.push(format!("evidence as shown, data to {}, case file {case_file}:", words::day(evidence.as_of)));
    lines.extend(evidence.thresholds.iter().map(|hash| format!("  thresholds of the prompts: {hash}")));
    lines.extend(evidence.facts.iter().map(|fact| format!("  {}", words::shown(fact))));
    lines.push(format!("reads back: {}", form.read_back()));
    lines.extend(words::delicate(&form.saved.rationale));
    lines.push(format!("state: {}", super::state(&form.stage, form.missing().as_deref())));
    lines
}

fn line(form: &OverallForm, field: Field) -> String {
    let saved = &form.saved;
    let written = |text: &str| if text.trim().is_empty() { "none".to_owned() } else { text.to_owned() };
    let value = match field {
        Field::Progress if saved.deferred => "deferred".to_owned(),
        Field::Progress => written(saved.progress.as_deref().unwrap_or_default()),
        Field::Action => written(saved.action.as_deref().unwrap_or_default()),
        Field::Board => match saved.board {
            None => "nothing is told",
            Some(true) => "satisfactory",
            Some(false) => "unsatisfactory",
        }
        .to_owned(),
        Field::Attributes => written(&saved.attributes),
        Field::Milestones if saved.milestones.trim().is_empty() => form.milestones_otherwise(),
        Field::Milestones => format!("{} but {}", form.milestones_otherwise(), saved.milestones),
        Field::Evidence if saved.insufficient_evidence => "insufficient".to_owned(),
        Field::Evidence => "as shown".to_owned(),
        Field::Rationale => written(&saved.rationale),
        Field::Reason => written(&saved.reason),
        Field::Dissent => written(&saved.dissent),
    };
    format!("{}: {value}", words::overall_label(field))
}
