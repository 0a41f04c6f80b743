//! The brief as Markdown.

use super::{Page, RareLine};
use crate::report::markdown::escaped;

/// Writes the page as Markdown; the plots are sentences.
pub fn markdown(page: &Page) -> String {
    let blocks = [
        format!(
            "# {}\n\nA brief for a coaching conversation · {}",
            escaped(&page.title),
            escaped(&page.about)
        ),
        escaped(&page.reading),
        met(page),
        ahead(page),
        section("Open questions", &page.questions, None),
        goals(page),
        new_goals(),
    ];
    format!("{}\n", blocks.join("\n\n"))
}

fn met(page: &Page) -> String {
    let mut lines: Vec<String> = page
        .met
        .iter()
        .map(|figure| format!("- **{}**: {}", escaped(&figure.title), escaped(&figure.sentence)))
        .collect();
    if lines.is_empty() && page.others.is_empty() {
        lines.push("Nothing is counted so far.".to_owned());
    }
    lines.extend(lists(&page.others).map(|paragraph| format!("\n{paragraph}")));
    format!("## What you have met\n\n{}", lines.join("\n").trim_start())
}

fn ahead(page: &Page) -> String {
    let mut text = format!("## What is rare and still to come\n\n{}", escaped(&page.rare_reading));
    if !page.rare.is_empty() {
        text.push_str("\n\n| rare event | so far | expected still to come | probability of none more | graduates with none |\n|---|---|---|---|---|\n");
        text.push_str(&page.rare.iter().map(row).collect::<Vec<_>>().join("\n"));
    }
    for paragraph in lists(&page.ahead) {
        text = format!("{text}\n\n{paragraph}");
    }
    text
}

/// Lists that read on in one paragraph, each after its name.
fn lists(all: &[(String, String)]) -> impl Iterator<Item = String> {
    all.iter().map(|(name, list)| format!("{}: {}", escaped(name), escaped(list)))
}

fn row(line: &RareLine) -> String {
    let cells = [&line.title, &line.so_far, &line.to_come, &line.none_more, &line.had_none];
    format!("| {} |", cells.map(|cell| escaped(cell)).join(" | "))
}

fn goals(page: &Page) -> String {
    let open = section("Last goals", &page.goals, Some("No goal is open."));
    if page.closed.is_empty() {
        return open;
    }
    format!("{open}\n\n{}\n\n{}", escaped(&page.closed_reading), items(&page.closed))
}

fn new_goals() -> String {
    let blank = "|   |   |   |";
    format!("## New goals\n\n| goal | owner | due |\n|---|---|---|\n{blank}\n{blank}\n{blank}")
}

fn section(heading: &str, all: &[String], none: Option<&str>) -> String {
    let body = if all.is_empty() { none.unwrap_or_default().to_owned() } else { items(all) };
    format!("## {heading}\n\n{body}")
}

fn items(all: &[String]) -> String {
    all.iter().map(|one| format!("- {}", escaped(one))).collect::<Vec<_>>().join("\n")
}
