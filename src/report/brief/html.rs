//! The brief as one HTML file: no script, nothing from outside, readable in light, in dark and on paper.

use maud::{Markup, html};

use super::{Figure, Page, RareLine};
use crate::domain::text::sanitised;
use crate::report::page::{described, document};
use crate::report::plot::{NotDrawn, colours};

/// How many lines there are to write new goals on.
const BLANK_LINES: usize = 3;

const STYLE: &str = include_str!("brief.css");

/// Writes the page as one HTML file.
pub fn html(page: &Page) -> Result<String, NotDrawn> {
    let style = format!("{STYLE}{}", colours());
    let body = html! {
        header {
            h1 { (safe(&page.title)) }
            p { "A brief for a coaching conversation · " (safe(&page.about)) }
            p.quiet { (safe(&page.reading)) }
        }
        (met(page)?)
        (ahead(page))
        (questions(page))
        (goals(page))
        (new_goals())
    };
    let title = format!("{}: brief for a coaching conversation", page.title);
    Ok(document(&title, &style, &body))
}

/// Text from data: what steers is made visible here, and what is markup is escaped where it is written.
fn safe(text: &str) -> String {
    sanitised(text)
}

fn met(page: &Page) -> Result<Markup, NotDrawn> {
    let figures: Vec<Markup> =
        page.met.iter().enumerate().map(|(place, one)| figure(place, one)).collect::<Result<_, _>>()?;
    Ok(html! {
        section {
            h2 { "What you have met" }
            @if page.met.is_empty() && page.others.is_empty() { p { "Nothing is counted so far." } }
            @if !figures.is_empty() {
                div.plots { @for figure in &figures { (figure) } }
                p.quiet {
                    "Thick line: you. Band and thin line: usual, and its middle. Dashed: the minimum by graduation."
                }
            }
            (lists(&page.others))
        }
    })
}

fn figure(place: usize, figure: &Figure) -> Result<Markup, NotDrawn> {
    // Without a curve the sentence says it all.
    let drawing = if let Some(plot) = &figure.plot {
        let title = format!("{}, cumulative count by training month", figure.title);
        described(&plot.svg()?, place, &title, &figure.sentence)
    } else {
        html! { p { (safe(&figure.sentence)) } }
    };
    Ok(html! {
        figure {
            h3 { (safe(&figure.title)) }
            (drawing)
            figcaption { (safe(&figure.caption)) }
        }
    })
}

fn ahead(page: &Page) -> Markup {
    html! {
        section {
            h2 { "What is rare and still to come" }
            @if !page.rare.is_empty() {
                table {
                    caption { (safe(&page.rare_reading)) }
                    thead {
                        tr {
                            th scope="col" { "Rare event" }
                            th scope="col" { "So far" }
                            th scope="col" { "Expected still to come" }
                            th scope="col" { "Probability of none more" }
                            th scope="col" { "Graduates with none" }
                        }
                    }
                    tbody { @for line in &page.rare { (row(line)) } }
                }
            } @else {
                p.quiet { (safe(&page.rare_reading)) }
            }
            (lists(&page.ahead))
        }
    }
}

fn row(line: &RareLine) -> Markup {
    html! {
        tr {
            th scope="row" { (safe(&line.title)) }
            @for cell in [&line.so_far, &line.to_come, &line.none_more, &line.had_none] { td { (safe(cell)) } }
        }
    }
}

fn questions(page: &Page) -> Markup {
    html! { section { h2 { "Open questions" } (items(&page.questions)) } }
}

fn goals(page: &Page) -> Markup {
    html! {
        section {
            h2 { "Last goals" }
            @if page.goals.is_empty() { p { "No goal is open." } }
            (items(&page.goals))
            @if !page.closed.is_empty() { p { (safe(&page.closed_reading)) } }
            (items(&page.closed))
        }
    }
}

fn new_goals() -> Markup {
    html! {
        section {
            h2 { "New goals" }
            table.blank {
                thead {
                    tr { th scope="col" { "Goal" } th scope="col" { "Owner" } th scope="col" { "Due" } }
                }
                tbody { @for _ in 0..BLANK_LINES { tr { td {} td {} td {} } } }
            }
        }
    }
}

/// Lists that read on in one paragraph, each after its name.
fn lists(all: &[(String, String)]) -> Markup {
    html! { @for (name, list) in all { p.list { b { (safe(name)) ": " } (safe(list)) } } }
}

fn items(all: &[String]) -> Markup {
    html! { @if !all.is_empty() { ul { @for one in all { li { (safe(one)) } } } } }
}
