//! The brief as one HTML file: no script, nothing from outside, readable in light, in dark and on paper.

use maud::{Markup, PreEscaped, html};

use super::{Figure, Page, RareLine};
use crate::domain::text::sanitised;
use crate::report::page::document;
use crate::report::plot::{BAND, MIDDLE, NotDrawn, OWN, QUIET, written};

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

/// Replaces the plots' colours by those of the style sheet, which knows light from dark.
fn colours() -> String {
    let names = [(BAND, "band"), (MIDDLE, "middle"), (OWN, "own"), (QUIET, "quiet")];
    let rules = names.map(|(colour, name)| {
        let colour = written(colour);
        format!(
            "svg [fill=\"{colour}\"]{{fill:var(--{name})}}svg [stroke=\"{colour}\"]{{stroke:var(--{name})}}\n"
        )
    });
    rules.concat()
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
        described(&plot.svg()?, place, figure)
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

/// Gives a drawing a role, a title and a description that says all that it shows.
fn described(svg: &str, place: usize, figure: &Figure) -> Markup {
    let (title, desc) = (format!("plot-{place}-title"), format!("plot-{place}-desc"));
    let (begins, inside) = svg.trim().split_once('>').unwrap_or_default();
    // The identifiers are ours; what comes from data is escaped below.
    let begins = format!("{begins} role=\"img\" aria-labelledby=\"{title}\" aria-describedby=\"{desc}\">");
    html! {
        (PreEscaped(begins))
        title id=(title) { (safe(&figure.title)) ", cumulative count by training month" }
        desc id=(desc) { (safe(&figure.sentence)) }
        (PreEscaped(inside))
    }
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
