//! Whatever is filled in: its lines, what is missing, and what it reads back.

use crate::app::Model;
use crate::app::form::Form;
use crate::committee::sheet::{Body, Filled, Line};
use crate::survey::dossier::Dossier;
use crate::ui::words;

use crate::ui::lines::{heading, state};
use crate::ui::screens::evidence;

/// Returns the form as it stands.
pub fn plain(model: &Model, _dossier: &Dossier, called: &str) -> Vec<String> {
    if let Some(form) = &model.form {
        let mut told = lines(form, called);
        if super::shows_evidence(form) {
            told.extend(words::recused(model).map(|who| format!("recused: {who}")));
            told.extend(evidence::plain(model));
        }
        return told;
    }
    let screen = model.screen.to_string();
    let (initial, rest) = screen.split_at(1);
    let what = format!("{}{rest}", initial.to_uppercase());
    vec![heading(&what, called), format!("{what}: nothing is being filled in")]
}

fn lines(form: &Form, called: &str) -> Vec<String> {
    let sheet = form.filled.sheet();
    let mut lines = vec![heading(&sheet.title(), called)];
    lines.extend(sheet.above());
    let marks = sheet.marks();
    lines.extend(sheet.lines().iter().map(|one| {
        let row = one.steps.as_ref().and_then(|steps| Some((sheet.table()?, &steps.id)));
        let row = row.and_then(|(table, id)| Some((table, table.row(id)?)));
        row.map_or_else(
            || line(one),
            |(table, row)| words::levels::row(table, row, marks.get(&row.known.id).copied()),
        )
    }));
    lines.extend(sheet.asks().into_iter().map(|text| format!("? {text}")));
    if let Some(evidence) = sheet.evidence() {
        let (day, case_file) = (words::day(evidence.as_of), &evidence.case_file);
        lines.push(format!("evidence as shown, data to {day}, case file {case_file}:"));
        lines.extend(evidence.thresholds.iter().map(|hash| format!("  thresholds of the prompts: {hash}")));
        lines.extend(evidence.facts.iter().map(|fact| format!("  {}", words::shown(fact))));
    }
    if form.filled.is_read_back() {
        lines.push(format!("reads back: {}", sheet.read_back()));
    }
    let said = match &form.filled {
        Filled::Goal(goal) => format!("{} {}", goal.saved.text, goal.saved.reason),
        _ => sheet.because().unwrap_or_default().to_owned(),
    };
    lines.extend(words::delicate(&said));
    lines.push(format!("state: {}", state(&form.stage, sheet.missing().as_deref())));
    lines
}

/// Returns one line: what stands on it, and what it offers.
fn line(line: &Line) -> String {
    let note = if line.note.is_empty() { String::new() } else { format!(" ({})", line.note) };
    match &line.body {
        Body::Choice { options, .. } => {
            let titles: Vec<_> = options.iter().map(|option| option.title.as_str()).collect();
            let value = line.value().unwrap_or("not chosen");
            format!("{}: {value}{note}, of {}", line.label, titles.join(", "))
        }
        Body::Text { .. } => format!("{}: {}{note}", line.label, line.value().unwrap_or("none")),
    }
}
