//! The rows behind a number.

use crate::app::{Model, Remote};
use crate::domain::case::CaseRow;
use crate::survey::dossier::Dossier;
use crate::ui::words;

use crate::ui::lines::heading;

/// Returns the cases that the selected experience counted.
pub fn plain(model: &Model, dossier: &Dossier, called: &str) -> Vec<String> {
    let title =
        model.experience().map_or("Cases".to_owned(), |row| format!("Cases of {}", row.definition.title));
    let mut lines = vec![heading(&title, &words::header(&model.catalog, dossier, called))];
    let as_of = words::day(model.catalog.program.data_to);
    if let Some(row) = model.experience() {
        let n = words::counted(row.n, &row.definition.unit);
        lines.push(format!(
            "counted: {n}, data to {as_of}; definition {} {}",
            row.definition.code, row.definition.hash
        ));
    }
    match &model.cases {
        Remote::Ready(cases) if cases.is_empty() => lines.push("rows: none".to_owned()),
        Remote::Ready(cases) => lines.extend(cases.iter().map(line)),
        Remote::Failed(why) => lines.push(format!("rows: not read: {why}")),
        Remote::NotAsked | Remote::Loading => lines.push("rows: not read yet".to_owned()),
    }
    lines
}

fn line(row: &CaseRow) -> String {
    let mut parts = vec![row.case_id.as_ref().map_or("outside a case".to_owned(), |id| format!("case {id}"))];
    parts.push(format!("procedure {}", row.procedure_text.as_deref().unwrap_or("not recorded")));
    parts.push(
        row.age_years.map_or("age not recorded".to_owned(), |age| format!("age {} years", rounded(age))),
    );
    parts.push(row.asa.map_or("ASA not recorded".to_owned(), |asa| format!("ASA {asa}")));
    parts.push(match row.emergency {
        Some(true) => "emergency".to_owned(),
        Some(false) => "not an emergency".to_owned(),
        None => "urgency not recorded".to_owned(),
    });
    parts.extend(row.role.as_ref().map(|role| format!("role {role}")));
    let time = |at: chrono::NaiveDateTime| at.format("%H:%M").to_string();
    let time = |at: Option<chrono::NaiveDateTime>| at.map_or("not recorded".to_owned(), time);
    parts.push(format!("signed in {}, out {}", time(row.signed_in_at), time(row.signed_out_at)));
    parts.extend(row.attending.as_ref().map(|attending| format!("attending {attending}")));
    parts.extend(row.value.map(|value| format!("counted value {}", rounded(value))));
    format!("{}: {}", words::day(row.on), parts.join("; "))
}

/// Rounds to one decimal and leaves out a zero behind the point.
fn rounded(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}
