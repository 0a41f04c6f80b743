//! One resident: what was met, what is asked, what was decided.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::app::Model;
use crate::domain::catalog::Catalog;
use crate::ledger::fold::State;
use crate::prompts::Prompt;
use crate::survey::dossier::{Dossier, ExperienceRow};
use crate::survey::overall::StandingOverall;
use crate::survey::since::Since;
use crate::survey::triage::answer;
use crate::ui::paint::toward::toward;
use crate::ui::theme::Glyphs;
use crate::ui::words::{self, BANNER, NO_DATA, NONE};

use crate::ui::lines::{Head, Rows, basis, lacking};
use crate::ui::screens::{epas, goals, milestones};

/// Returns the selected resident, and where the resident stands in the list.
pub fn plain(model: &Model, dossier: &Dossier, called: &str) -> Vec<String> {
    let (catalog, today) = (&model.catalog, model.session.today);
    let comments = !model.presenting;
    let row = model.listing.rows.iter().find(|row| row.id == dossier.resident.id);
    let since = row.and_then(|row| row.since.as_ref());
    let mut lines =
        resident(Rows::InWords, (catalog, dossier), &model.ledger, called, (comments, today, since));
    if let Some(place) = place(model) {
        lines.insert(1, place);
    }
    lines
}

/// Says where the resident stands in the list, which is no rank.
fn place(model: &Model) -> Option<String> {
    let at = model.visible().position(|row| Some(&row.id) == model.selected.as_ref())?;
    Some(format!(
        "on the list: {} of {}, sorted by {}, not a ranking",
        at + 1,
        model.visible().count(),
        model.listing.order
    ))
}

/// Returns one resident as lines, as seen on `today`; `comments` says whether the resident's own words and
/// the names of goals' owners are among them.
pub fn resident(
    rows: Rows,
    (catalog, dossier): (&Catalog, &Dossier),
    ledger: &State,
    called: &str,
    (comments, today, since): (bool, NaiveDate, Option<&Since>),
) -> Vec<String> {
    let mut lines = vec![
        format!("{} · {BANNER}", words::header(catalog, dossier, called)),
        format!("{} · code {}", basis(catalog, dossier), dossier.resident.id),
    ];
    let stands = StandingOverall::of(ledger, &dossier.resident.id);
    lines.extend(stands.map(|stands| format!("overall: {}", words::standing_overall(catalog, &stands))));
    lines.extend(since.map(Since::in_words));
    section(&mut lines, "Experience", experiences(rows, dossier));
    section(&mut lines, "Milestones", milestones::summary(rows, catalog, dossier));
    section(&mut lines, "EPAs", epas::summary(catalog, dossier, ledger));
    section(&mut lines, "Prompts", prompts(dossier, ledger));
    let open = goals::summary(catalog, &ledger.standing(&dossier.resident.id), today, comments);
    section(&mut lines, "Goals", open);
    section(&mut lines, "Examinations", exams(catalog, dossier));
    if comments {
        section(&mut lines, "Own words", statements(catalog, dossier));
    }
    lines
}

fn section(lines: &mut Vec<String>, title: &str, body: Vec<String>) {
    lines.push(String::new());
    lines.push(title.to_owned());
    lines.extend(body);
}

fn experiences(told: Rows, dossier: &Dossier) -> Vec<String> {
    if dossier.experiences.is_empty() {
        return vec!["no experience is defined".to_owned()];
    }
    let [count, end] = match told {
        Rows::InColumns => ["n", "by end /minimum"],
        Rows::InWords => ["count", "by graduation"],
    };
    let alone = dossier.standard.group.n() == 0;
    let heads = [
        Head::Text("experience"),
        Head::Number(count),
        Head::Number("self-logged"),
        if alone { Head::Text("of the minimum") } else { Head::Number("centile (95 %)") },
        Head::Text(end),
        Head::Number("prompts"),
        Head::Text("last 12 months"),
    ];
    let rows: Vec<_> = dossier.experiences.iter().map(|row| cells(told, dossier, row)).collect();
    let mut lines = told.told(&heads, &rows);
    lines.extend(without_centile(dossier));
    lines
}

fn cells(told: Rows, dossier: &Dossier, row: &ExperienceRow) -> Vec<String> {
    let (missing, between) = match told {
        Rows::InColumns => (NO_DATA, " "),
        Rows::InWords => ("no data", ", "),
    };
    let number = |n: Option<u32>| n.map_or(missing.to_owned(), |n| n.to_string());
    let recent: Vec<_> = row.recent.iter().map(|n| number(*n)).collect();
    let recent = match told {
        Rows::InWords if row.recent.iter().all(Option::is_none) => missing.to_owned(),
        _ => recent.join(between),
    };
    vec![
        row.definition.title.clone(),
        words::count_in_words(row),
        number(row.self_logged),
        if dossier.standard.group.n() == 0 { of_minimum(told, dossier, row) } else { words::centile(row) },
        if told == Rows::InWords { words::by_end_in_words(row) } else { words::by_end(row) },
        row.prompts.len().to_string(),
        recent,
    ]
}

/// Says how much of the minimum there is, where there are no graduates to compare with.
fn of_minimum(told: Rows, dossier: &Dossier, row: &ExperienceRow) -> String {
    match (words::toward_minimum(dossier, row), told) {
        (None, _) => NONE.to_owned(),
        // Signs that every terminal and every printer has.
        (Some((n, minimum)), Rows::InColumns) => {
            format!("{} {n}/{minimum}", toward(n, minimum, 10, Glyphs::Ascii))
        }
        (Some((n, minimum)), Rows::InWords) => format!("{n} of {minimum}"),
    }
}

/// Says once for each reason which experiences have no centile.
fn without_centile(dossier: &Dossier) -> Vec<String> {
    let mut why: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for row in &dossier.experiences {
        if let Some(reason) = words::why_no_centile(dossier, row) {
            why.entry(reason).or_default().push(&row.definition.title);
        }
    }
    let all = dossier.experiences.len();
    let which = |titles: Vec<&str>| if titles.len() == all { "all".to_owned() } else { titles.join("; ") };
    why.into_iter().map(|(reason, titles)| format!("no centile ({}): {reason}", which(titles))).collect()
}

fn prompts(dossier: &Dossier, ledger: &State) -> Vec<String> {
    let lines: Vec<_> = dossier.asked().flat_map(|prompt| prompt_lines(dossier, ledger, prompt)).collect();
    if lines.is_empty() { vec!["none".to_owned()] } else { lines }
}

/// Says one prompt with all that it rests on.
fn prompt_lines(dossier: &Dossier, ledger: &State, prompt: &Prompt) -> Vec<String> {
    let answered = answer(prompt, &dossier.resident.id, ledger);
    let review = answered.map_or("open".to_owned(), |a| {
        format!("acknowledged in entry {}: {}", a.entry, crate::domain::text::sanitised(&a.reason))
    });
    let definition =
        prompt.definition.as_ref().map(|hash| format!("; definition {hash}")).unwrap_or_default();
    vec![
        format!("{} ({}): {}", prompt.rule.title(), words::kind(prompt.kind()), prompt.sentence),
        format!(
            "  {review}; value {}, threshold {}, n = {}{definition}",
            prompt.value, prompt.threshold, prompt.n
        ),
        format!("  {}", words::chance(prompt)),
    ]
}

fn exams(catalog: &Catalog, dossier: &Dossier) -> Vec<String> {
    if let Some(why) = lacking(catalog, "exams") {
        return vec![why];
    }
    let number = |n: Option<f64>| n.map_or(NONE.to_owned(), |n| n.to_string());
    let line = |exam: &crate::domain::record::Exam| {
        let passed = match exam.passed {
            Some(true) => "passed",
            Some(false) => "not passed",
            None => "no result",
        };
        let (score, percentile) = (number(exam.score), number(exam.percentile));
        format!(
            "{}, {}: score {score}, percentile {percentile}, {passed}",
            exam.exam,
            words::day(exam.taken_on)
        )
    };
    or_none(dossier.record.exams.iter().map(line).collect(), "exams")
}

fn statements(catalog: &Catalog, dossier: &Dossier) -> Vec<String> {
    if let Some(why) = lacking(catalog, "statements") {
        return vec![why];
    }
    or_none(
        dossier.record.statements.iter().map(|s| format!("{}: {}", words::day(s.on), s.text)).collect(),
        "statements",
    )
}

fn or_none(lines: Vec<String>, relation: &str) -> Vec<String> {
    if lines.is_empty() { vec![format!("none; {}", words::brings(relation))] } else { lines }
}
