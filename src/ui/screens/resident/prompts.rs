//! What is asked about the resident: a headline each, and below the one that the cursor is on what it rests on.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::app::screen::{List, Panel};
use crate::prompts::{Kind, Prompt, headline};
use crate::survey::dossier::Dossier;
use crate::survey::earlier::Freshness;
use crate::survey::triage::is_acknowledged;
use crate::ui::paint::text::{fitted, wrapped};
use crate::ui::table::{first_shown, goes_on, split_top};
use crate::ui::{View, words};

use crate::ui::screens::title;

/// Where a headline begins.
const INDENT: usize = 8;

/// How many lines the reasons of the selected prompt take, about.
pub const REASONED: u16 = 7;

/// Draws the panel.
pub fn panel(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let (heading, rest) = split_top(area, 1);
    frame.render_widget(title(view, "PROMPTS", "questions, not verdicts"), heading);
    let prompts: Vec<_> = dossier.asked().collect();
    let Some(last) = prompts.len().checked_sub(1) else {
        frame.render_widget(Line::styled(" nothing is asked", view.theme.quiet), rest);
        return;
    };
    let on = view.model.turned.panel == Panel::Prompts;
    let at = on.then(|| view.model.at[List::Prompts].min(last));
    let width = usize::from(rest.width);
    let reasons = at.map_or(Vec::new(), |at| reasons(view, prompts[at], width));
    // A headline stays above the reasons, however many lines they take.
    let room = usize::from(rest.height).saturating_sub(reasons.len()).max(1);
    let first = first_shown(prompts.len(), at.unwrap_or(0), room);
    let mut lines = Vec::new();
    for (i, prompt) in prompts.iter().enumerate().skip(first).take(room) {
        lines.push(line(view, dossier, prompt, (at == Some(i), width)));
        if at == Some(i) {
            lines.extend(reasons.iter().cloned());
        }
    }
    frame.render_widget(Paragraph::new(lines), rest);
    goes_on(frame, view, rest, first, prompts.len().saturating_sub(first + room));
}

/// Returns the headline of one prompt, with what became of it.
fn line(view: View<'_>, dossier: &Dossier, prompt: &Prompt, (chosen, width): (bool, usize)) -> Line<'static> {
    let (model, theme) = (view.model, view.theme);
    let done = is_acknowledged(prompt, &dossier.resident.id, &model.ledger);
    let (sign, state, style) = match prompt.kind() {
        _ if done => ("a", " · acknowledged", theme.quiet),
        Kind::Watch => ("~", " · watched", theme.quiet),
        Kind::Program => ("?", " · asked of the program", theme.quiet),
        _ => ("?", "", theme.base),
    };
    let is_new = !done && freshness(view, dossier, prompt) == Some(Freshness::New);
    let marker = if chosen { theme.marker() } else { " " };
    let sign = format!("{marker}{:>3} {sign} ", if is_new { "new" } else { "" });
    let text = format!("{}{state}", headline(&model.catalog, prompt));
    let text = fitted(&text, width.saturating_sub(INDENT), theme.ascii());
    let style = if chosen { theme.strong } else { style };
    Line::from(vec![Span::styled(sign, theme.asked), Span::styled(text, style)])
}

fn freshness(view: View<'_>, dossier: &Dossier, prompt: &Prompt) -> Option<Freshness> {
    let (earlier, survey) = view.model.earlier.as_deref().zip(view.model.survey.ready())?;
    let standing = view.model.ledger.standing(&dossier.resident.id);
    Some(earlier.freshness(survey, &dossier.resident, prompt, &standing))
}

/// Returns what a prompt rests on: its sentence, its rule with value, threshold and n, and what chance has in it.
fn reasons(view: View<'_>, prompt: &Prompt, width: usize) -> Vec<Line<'static>> {
    let room = width.saturating_sub(INDENT + 1);
    let said = |text: &str, style| {
        let lines = wrapped(text, room).into_iter();
        lines.map(move |line| Line::styled(format!("{:INDENT$}{line}", ""), style)).collect::<Vec<_>>()
    };
    let rule = words::rule(prompt);
    [
        said(&prompt.sentence, view.theme.base),
        said(&rule, view.theme.quiet),
        said(&words::chance(prompt), view.theme.quiet),
    ]
    .concat()
}
