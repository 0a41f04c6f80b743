//! The triage table: who is on the list, and what is asked.

use std::collections::HashMap;

use crate::app::Model;
use crate::domain::catalog::Catalog;
use crate::domain::record::Activity;
use crate::prompts::{Kind, Prompt, headline};
use crate::survey::bearing::Bearing;
use crate::survey::triage::TriageRow;
use crate::ui::words::{self, BANNER, NO_DATA, NONE};

use crate::ui::lines::{Head, Rows};
use crate::ui::paint::text::wrapped;

/// How many of the last months fit into a line of 100 columns.
const MONTHS: usize = 5;

/// How wide a line of the table is.
const WIDTH: usize = 100;

/// Returns the triage table as lines of about 100 columns.
pub fn triage(catalog: &Catalog, bearing: &Bearing, rows: &[TriageRow], asked: &[&Prompt]) -> Vec<String> {
    let mut lines = heading(catalog, rows.len(), "open prompts");
    lines.extend(words::bearing(bearing).iter().flat_map(|line| wrapped(line, WIDTH)));
    if rows.iter().any(TriageRow::says_nothing) {
        lines.push(words::NOT_COMPARED_MEANS.to_owned());
    }
    lines.extend(asked.iter().copied().map(program));
    lines
        .push("exp, mil, EPA, oth: open prompts on experience, milestones, EPAs, and on all else".to_owned());
    lines.push("wat: minimums that are watched".to_owned());
    lines.push(format!("last {MONTHS} months: cases by calendar month, oldest first; · no data"));
    lines.push("new c, new r: cases and ratings since the last meeting".to_owned());
    lines.push(String::new());
    let heads = [
        Head::Text("resident"),
        Head::Text("class"),
        Head::Number("month"),
        Head::Text("coach"),
        Head::Number("exp"),
        Head::Number("mil"),
        Head::Number("EPA"),
        Head::Number("oth"),
        Head::Number("wat"),
        Head::Text("last 5 months"),
        Head::Number("new c"),
        Head::Number("new r"),
        Head::Text("review"),
    ];
    let mut namesakes: HashMap<&str, usize> = HashMap::new();
    for row in rows {
        *namesakes.entry(&row.name).or_default() += 1;
    }
    let cells: Vec<_> = rows.iter().map(|row| cells(row, namesakes[row.name.as_str()] > 1)).collect();
    lines.extend(Rows::InColumns.told(&heads, &cells));
    lines
}

fn cells(row: &TriageRow, has_namesake: bool) -> Vec<String> {
    let [exp, mil, epa] = [Kind::Experience, Kind::Milestone, Kind::Epa].map(|kind| row.of_kind(kind));
    let others = row.open() - exp - mil - epa;
    let since = |of: fn(&Activity) -> Option<u32>| count(row.activity.as_ref().and_then(of));
    let months = row.activity.as_ref().map_or([None; 12], |a| a.months);
    vec![
        if has_namesake { format!("{} ({})", row.name, row.id) } else { row.name.clone() },
        row.training_year.clone(),
        row.month.map_or(NONE.to_owned(), |month| format!("{month:.1}")),
        row.coach.clone().unwrap_or_else(|| NONE.to_owned()),
        if row.says_nothing() { words::NOT_COMPARED.to_owned() } else { exp.to_string() },
        mil.to_string(),
        epa.to_string(),
        others.to_string(),
        row.watched.len().to_string(),
        months[months.len() - MONTHS..]
            .iter()
            .map(|n| format!("{:>2}", count(*n)))
            .collect::<Vec<_>>()
            .join(" "),
        since(|a| Some(a.cases_since)),
        since(|a| a.ratings_since),
        row.review.to_string(),
    ]
}

/// Returns the triage screen, one resident a line, every value behind its label.
pub fn plain(model: &Model) -> Vec<String> {
    if let Some(why) = unread(model) {
        return vec![format!("Triage · {} · {BANNER}", model.catalog.program.name), why];
    }
    let mut lines = heading(&model.catalog, model.visible().count(), &model.listing.order.to_string());
    if let Some(survey) = model.survey.ready() {
        lines.extend(words::bearing(&survey.bearing));
    }
    lines.extend(model.asked_of_program().into_iter().map(program));
    lines.push(format!("class: {}", model.listing.class.as_deref().unwrap_or("all")));
    lines.push(String::new());
    for row in model.visible() {
        lines.push(line(model, row));
        lines.extend(row.asked.iter().map(|asked| {
            let new = if asked.is_new() { "new prompt" } else { "prompt" };
            format!("  {new}: {}", headline(&model.catalog, &asked.prompt))
        }));
        lines.extend(
            row.watched.iter().map(|asked| format!("  watched: {}", headline(&model.catalog, &asked.prompt))),
        );
    }
    lines
}

/// Returns one thing that is asked of the program.
fn program(prompt: &Prompt) -> String {
    format!("asked of the program: {} ({})", prompt.sentence, words::chance(prompt))
}

fn unread(model: &Model) -> Option<String> {
    match &model.survey {
        crate::app::Remote::Ready(_) if !model.ledger_is_read() => Some("reading the ledger".to_owned()),
        crate::app::Remote::Ready(_) => None,
        crate::app::Remote::Failed(why) => Some(format!("not read: {why}")),
        _ => Some("reading the residents".to_owned()),
    }
}

fn heading(catalog: &Catalog, residents: usize, order: &str) -> Vec<String> {
    let program = &catalog.program;
    let residents = words::counted(residents as u64, "resident");
    vec![
        format!("{} · data to {} · {residents} · {BANNER}", program.name, words::day(program.data_to)),
        format!("sorted by {order}, not a ranking"),
    ]
}

fn line(model: &Model, row: &TriageRow) -> String {
    let called = model.called(&row.id, &row.name);
    let selected = if model.selected.as_ref() == Some(&row.id) { "selected: " } else { "" };
    let activity = row.activity.as_ref().map_or("cases: no data".to_owned(), |a| {
        let months: Vec<_> =
            a.months.iter().map(|n| n.map_or("no data".to_owned(), |n| n.to_string())).collect();
        format!(
            "cases by month, the last 12, oldest first: {}; since the last meeting: {}, {}",
            months.join(", "),
            words::counted(a.cases_since, "case"),
            a.ratings_since.map_or(words::NO_RATINGS.to_owned(), |n| words::counted(n, "rating"))
        )
    });
    let counts = row.by_kind();
    let prompts = if row.says_nothing() {
        "not compared with anybody".to_owned()
    } else if counts.is_empty() {
        "none".to_owned()
    } else {
        words::prompt_counts(&counts)
    };
    let silent = words::silent(&row.compared.silent);
    let silent = if silent.is_empty() { String::new() } else { format!("; {}", silent.join("; ")) };
    let of_class = match row.of_class.len() {
        0 => String::new(),
        n => format!("; asked of the program about the class {n}"),
    };
    let watched = match row.watched.len() {
        0 => String::new(),
        n => format!("; watched {n}"),
    };
    let overall =
        row.overall.as_ref().map(|it| format!("; overall: {}", words::standing_overall(&model.catalog, it)));
    let overall = overall.unwrap_or_default();
    let goals = words::goals_due(&model.ledger.standing(&row.id).goals, model.session.today);
    let goals = goals.map_or(String::new(), |due| format!("; {due}"));
    format!(
        "{selected}{called}: class {}; month {}; coach {}; open prompts {prompts}{silent}{watched}{of_class}; {activity}; \
         review {}{overall}{goals}",
        if row.month.is_some() { row.training_year.as_str() } else { "unknown" },
        words::month(row.month),
        row.coach.as_deref().unwrap_or("not named"),
        row.review
    )
}

fn count(n: Option<u32>) -> String {
    n.map_or(NO_DATA.to_owned(), |n| n.to_string())
}
