//! The decide form: what is filled in, what is missing, and what it reads back.

use crate::app::Model;
use crate::committee::evidence::decision::level;
use crate::committee::sheet::decision::{Form, Standing};
use crate::ui::words;

use super::heading;

/// Returns the form as it stands.
pub fn screen(model: &Model, called: &str) -> Vec<String> {
    let Some(form) = &model.form else {
        return vec![heading("Decide", called), "no activity to decide on".to_owned()];
    };
    let mut lines = vec![heading(&format!("Decide · {}", form.epa_title), called)];
    lines
        .extend(form.determines.as_ref().map(|recommended| format!("determines: {}", standing(recommended))));
    lines.extend(
        form.standing.as_ref().map(|standing_now| format!("would supersede: {}", standing(standing_now))),
    );
    lines.extend(fields(form));
    let evidence = &form.evidence;
    let case_file = &evidence.case_file;
    lines.push(format!("evidence as shown, data to {}, case file {case_file}:", words::day(evidence.as_of)));
    lines.extend(evidence.thresholds.iter().map(|hash| format!("  thresholds of the prompts: {hash}")));
    lines.extend(evidence.facts.iter().map(|fact| format!("  {}", words::shown(fact))));
    lines.push(format!("reads back: {}", form.read_back()));
    lines.extend(words::delicate(&form.saved.rationale));
    lines.push(format!("state: {}", super::state(&form.stage, form.missing())));
    lines
}

fn fields(form: &Form) -> Vec<String> {
    let decision = form.decision();
    let levels: Vec<_> = form.scale.levels.iter().map(|l| format!("{} {}", l.level, l.title)).collect();
    let text = |text: &str| if text.trim().is_empty() { "none".to_owned() } else { text.to_owned() };
    let evidence = if decision.insufficient_evidence { "insufficient" } else { "as shown" };
    let mut lines = vec![
        format!("outcome: {}", decision.outcome),
        format!("level: {}", decision.level.as_deref().unwrap_or("none")),
        format!("scale: {} ({}): {}", form.scale.title, form.scale.framing, levels.join(", ")),
        format!("evidence: {evidence}"),
        format!("rationale: {}", text(&form.saved.rationale)),
    ];
    if form.standing.is_some() {
        lines.push(format!("reason: {}", text(form.saved.reason.as_deref().unwrap_or_default())));
    }
    lines.push(format!("dissent: {}", text(form.saved.dissent.as_deref().unwrap_or_default())));
    lines.push(format!("recused: {}", text(&form.recused)));
    lines
}

fn standing(standing: &Standing) -> String {
    format!("{} of {}, entry {}", level(&standing.decision), standing.on, standing.by.entry)
}
