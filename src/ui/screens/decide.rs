//! The decide form: reads back before it counts; what was on the screen is the evidence.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use strum::IntoEnumIterator as _;

use crate::committee::sheet::decision::{Field, Form};
use crate::ledger::entry::Outcome;
use crate::ui::table::{indented, split_top};
use crate::ui::{View, words};

use super::form::{self, choices, labelled, or_none, record_head, shown};

/// How wide the labels are, in columns.
const LABEL: u16 = 16;

/// Draws the form.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let Some(form) = &model.form else {
        frame.render_widget(Line::styled(" nothing is being decided", theme.quiet), area);
        return;
    };
    let (heading, rest) = split_top(area, 2);
    let name = model.resident().map_or("", |r| model.called(&r.id, &r.name));
    let act = if form.determines.is_some() { "Determine" } else { "Decide" };
    let head = Line::from(vec![
        Span::styled(format!(" {act} · {}", form.epa_title), theme.strong),
        Span::styled(format!(" · {name} · as {}", words::person(&model.session.actor)), theme.quiet),
    ]);
    frame.render_widget(head, heading);
    let because = Some(form.saved.rationale.as_str());
    let back = form::read_back(&form.stage, form.missing(), form.read_back(), because, view);
    let height = form::height_inset(&back, area);
    let (top, bottom) = split_top(rest, rest.height.saturating_sub(height.min(rest.height / 2)));
    let mut lines = Vec::new();
    for field in form.fields() {
        lines.push(line(form, field, view));
    }
    let free = form::fields(frame, top, LABEL, lines);
    let head = [Line::default()].into_iter().chain(record_head(&form.evidence, view));
    let facts = form::stacked(frame, free, head);
    indented(
        frame,
        facts,
        3,
        form.evidence.facts.iter().skip(model.at.scroll).map(|fact| shown(fact, view)).collect(),
    );
    form::draw_inset(frame, &back, bottom);
}

fn line(form: &Form, field: Field, view: View<'_>) -> Line<'static> {
    let theme = view.theme;
    let here = form.field == field;
    let mut line = labelled(label(field), usize::from(LABEL), here, view);
    match field {
        Field::Outcome => {
            choices(&mut line, Outcome::iter().map(|o| (outcome(o).to_owned(), o == form.outcome())), view);
        }
        Field::Level => {
            let chosen = form.saved.level.as_deref();
            choices(
                &mut line,
                form.scale.levels.iter().map(|l| (l.level.clone(), Some(l.level.as_str()) == chosen)),
                view,
            );
            let title = form
                .scale
                .levels
                .iter()
                .find(|l| Some(l.level.as_str()) == chosen)
                .map_or("", |l| l.title.as_str());
            line.push_span(Span::styled(format!(" {title}"), theme.quiet));
        }
        Field::Evidence => {
            let thin = form.saved.insufficient_evidence;
            choices(
                &mut line,
                [("as shown below".to_owned(), !thin), ("insufficient evidence".to_owned(), thin)],
                view,
            );
        }
        Field::Rationale => or_none(&mut line, &form.saved.rationale, here, view),
        Field::Reason => or_none(&mut line, form.saved.reason.as_deref().unwrap_or_default(), here, view),
        Field::Dissent => or_none(&mut line, form.saved.dissent.as_deref().unwrap_or_default(), here, view),
        Field::Recused => or_none(&mut line, &form.recused, here, view),
    }
    line
}

fn label(field: Field) -> &'static str {
    match field {
        Field::Outcome => "outcome",
        Field::Level => "level",
        Field::Evidence => "evidence",
        Field::Rationale => "rationale",
        Field::Reason => "why replaced",
        Field::Dissent => "dissent",
        Field::Recused => "recused",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Entrust => "entrust",
        Outcome::Keep => "keep level",
        Outcome::Withdraw => "withdraw",
        Outcome::Defer => "defer",
    }
}
