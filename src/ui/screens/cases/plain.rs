//! The rows behind a number.

use crate::app::{Model, Remote};
use crate::domain::case::CaseRow;
use crate::domain::specialty::{CaseColumn, CaseField, Specialty};
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
        let n = words::counted_here(row);
        lines.push(format!(
            "counted: {n}, data to {as_of}; definition {} {}",
            row.definition.code, row.definition.hash
        ));
    }
    match &model.cases {
        Remote::Ready(cases) if cases.is_empty() => lines.push("rows: none".to_owned()),
        Remote::Ready(cases) => lines.extend(cases.iter().map(|case| line(case, &model.catalog.specialty))),
        Remote::Failed(why) => lines.push(format!("rows: not read: {why}")),
        Remote::NotAsked | Remote::Loading => lines.push("rows: not read yet".to_owned()),
    }
    lines
}

fn line(row: &CaseRow, specialty: &Specialty) -> String {
    let mut parts = vec![row.case_id.as_ref().map_or("outside a case".to_owned(), |id| format!("case {id}"))];
    parts.push(format!("procedure {}", row.procedure_text.as_deref().unwrap_or("not recorded")));
    parts.extend(specialty.case_list.iter().flat_map(|column| field(row, column)));
    parts.extend(row.attending.as_ref().map(|attending| format!("attending {attending}")));
    parts.extend(row.value.map(|value| format!("counted value {}", rounded(value))));
    format!("{}: {}", words::day(row.on), parts.join("; "))
}

/// Says what a column of the list has of a case, each fact under its label.
fn field(row: &CaseRow, column: &CaseColumn) -> Vec<String> {
    let title = &column.title;
    match &column.shows {
        CaseField::Age => vec![
            row.age_years.map_or("age not recorded".to_owned(), |age| format!("age {} years", rounded(age))),
        ],
        CaseField::Asa => {
            let urgency = match row.emergency {
                Some(true) => "emergency",
                Some(false) => "not an emergency",
                None => "urgency not recorded",
            };
            let asa = row.asa.map_or(format!("{title} not recorded"), |asa| format!("{title} {asa}"));
            vec![asa, urgency.to_owned()]
        }
        CaseField::Stay => {
            let time = |at: chrono::NaiveDateTime| at.format("%H:%M").to_string();
            let time = |at: Option<chrono::NaiveDateTime>| at.map_or("not recorded".to_owned(), time);
            vec![format!("signed in {}, out {}", time(row.signed_in_at), time(row.signed_out_at))]
        }
        CaseField::Role => row.role.iter().map(|role| format!("role {role}")).collect(),
        CaseField::Fact(fact) => {
            let says = row.facts.get(fact);
            vec![says.map_or(format!("{title} not recorded"), |says| format!("{title} {says}"))]
        }
    }
}

/// Rounds to one decimal and leaves out a zero behind the point.
fn rounded(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}
