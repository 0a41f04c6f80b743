//! The decide form: reads back before it counts; what was on the screen is the evidence.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Wrap};
use strum::IntoEnumIterator as _;

use crate::app::decision::{Field, Form};
use crate::ledger::entry::{Evidence, Fact, Outcome};
use crate::ui::table::{indented, split_top};
use crate::ui::{View, words};

use super::form::{self, choices, labelled, text};

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
        Span::styled(
            format!(" · {name} · as {} in the role {}", model.session.actor.id, model.session.actor.role),
            theme.quiet,
        ),
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
    lines.push(Line::default());
    lines.extend(record_head(form, view));
    let written = Paragraph::new(lines).wrap(Wrap { trim: false });
    let (fields, facts) = split_top(top, written.line_count(top.width) as u16);
    frame.render_widget(written, fields);
    indented(
        frame,
        facts,
        3,
        form.evidence.facts.iter().skip(model.at.scroll).map(|fact| shown(fact, view)).collect(),
    );
    form::draw_inset(frame, &back, bottom);
}

/// Says of which day, file and thresholds the evidence is.
fn record_head(form: &Form, view: View<'_>) -> [Line<'static>; 2] {
    let Evidence { as_of, case_file, thresholds, .. } = &form.evidence;
    let thresholds = thresholds.as_deref().map_or("none".to_owned(), words::short);
    let of = format!(
        "   data to {} · case file {} · thresholds {thresholds}",
        words::day(*as_of),
        words::short(case_file)
    );
    let head = [
        Span::styled(" what is on record as evidence", view.theme.header),
        Span::styled(" · PgDn reads on", view.theme.quiet),
    ];
    [Line::from(head.to_vec()), Line::styled(of, view.theme.quiet)]
}

fn shown(fact: &Fact, view: View<'_>) -> Text<'static> {
    Text::from(Line::from(vec![
        Span::styled(format!("{}: ", fact.label), view.theme.quiet),
        Span::styled(words::value(fact, words::short), view.theme.base),
    ]))
}

fn line(form: &Form, field: Field, view: View<'_>) -> Line<'static> {
    let theme = view.theme;
    let here = form.field == field;
    let mut line = labelled(label(field), 16, here, view);
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

/// Adds what was written; elsewhere than on the current line, that nothing was.
fn or_none(line: &mut Line<'static>, written: &str, here: bool, view: View<'_>) {
    text(line, written, here, view);
    if !here && written.is_empty() {
        line.push_span(Span::styled("none", view.theme.quiet));
    }
}
