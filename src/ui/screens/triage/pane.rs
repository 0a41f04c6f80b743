//! Why: what is asked about the resident whom the cursor is on, a line each; reasons and numbers are one key away.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::prompts::headline;
use crate::survey::triage::{Asked, TriageReview, TriageRow};
use crate::ui::paint::text::{fitted, wrapped};
use crate::ui::{View, words};

/// How far a line that goes on stands in.
const INDENT: usize = 7;

/// Returns at most `height` lines about a row, the last of which says how much has no room.
pub fn why(view: View<'_>, row: &TriageRow, (width, height): (usize, usize)) -> Vec<Line<'static>> {
    let mut lines = vec![head(view, row, width)];
    let mut hidden = 0;
    if row.review == TriageReview::NotRead {
        return lines;
    }
    for part in parts(view, row, width) {
        // One line stays for how much is hidden.
        if hidden == 0 && lines.len() + part.len() < height {
            lines.extend(part);
        } else {
            hidden += 1;
        }
    }
    if hidden > 0 {
        let more = format!("{:INDENT$}{hidden} more; {{key:open}} opens the resident", "");
        lines.push(Line::styled(fitted(&view.fill(&more), width, view.theme.ascii()), view.theme.asked));
    }
    lines
}

fn head(view: View<'_>, row: &TriageRow, width: usize) -> Line<'static> {
    let (model, theme) = (view.model, view.theme);
    let called = format!(" {}", model.called(&row.id, &row.name));
    let open = match row.open() {
        0 if row.says_nothing() => {
            let why = row.compared.silent.first().map_or(String::new(), |silent| format!(": {}", silent.why));
            format!("not compared with anybody{why}")
        }
        0 => "nothing is asked".to_owned(),
        n => words::counted(n as u64, "open prompt"),
    };
    let new = row.newly_asked().filter(|_| row.open() > 0).map_or(String::new(), |n| format!(", {n} new"));
    let said = if row.review == TriageReview::NotRead {
        " · reading the ledger…".to_owned()
    } else {
        let goals = view.model.ledger.standing(&row.id).goals;
        let due = words::goals_due(&goals, view.model.session.today);
        format!(" · {open}{new}{}", due.map_or(String::new(), |due| format!(" · {due}")))
    };
    let room = width.saturating_sub(called.width());
    Line::from(vec![
        Span::styled(called, theme.strong),
        Span::styled(fitted(&said, room, theme.ascii()), theme.quiet),
    ])
}

/// Returns what is to be said of a row, each thing in as many lines as it needs.
fn parts(view: View<'_>, row: &TriageRow, width: usize) -> Vec<Vec<Line<'static>>> {
    let (catalog, theme) = (&view.model.catalog, view.theme);
    let part = |sign: &str, text: &str, style| {
        let lines = wrapped(text, width.saturating_sub(INDENT + 1));
        let line = |(at, text): (usize, String)| {
            let sign = if at == 0 { sign } else { "" };
            Line::from(vec![
                Span::styled(format!(" {sign:<w$}", w = INDENT - 1), theme.asked),
                Span::styled(text, style),
            ])
        };
        lines.into_iter().enumerate().map(line).collect::<Vec<_>>()
    };
    let overall = row.overall.iter().map(|stands| {
        let notable = stands.is_notable(catalog);
        let style = if notable { theme.asked } else { theme.quiet };
        part(if notable { "!" } else { "" }, &words::standing_overall(catalog, stands), style)
    });
    let asked = |asked: &Asked| {
        part(if asked.is_new() { "new ?" } else { "?" }, &headline(catalog, &asked.prompt), theme.base)
    };
    let watched = |asked: &Asked| part("~", &headline(catalog, &asked.prompt), theme.quiet);
    let of_class = row.of_class.iter().map(|prompt| {
        part("?", &format!("{} (asked of the program)", headline(catalog, prompt)), theme.quiet)
    });
    let since = row.since.iter().map(|since| part("", &since.in_words(), theme.quiet));
    overall
        .chain(row.asked.iter().map(asked))
        .chain(row.watched.iter().map(watched))
        .chain(of_class)
        .chain(since)
        .collect()
}
