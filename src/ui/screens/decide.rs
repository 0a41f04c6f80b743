//! The decide form: reads back before it counts; what was on the screen is the evidence.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Wrap};
use strum::IntoEnumIterator as _;

use crate::app::decision::{Field, Form, Stage};
use crate::ledger::entry::{Fact, Outcome};
use crate::ui::View;
use crate::ui::table::{indented, split_top};

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
    let back = read_back(form, view);
    let height = Paragraph::new(back.clone()).wrap(Wrap { trim: false }).line_count(area.width) as u16;
    let (top, bottom) = split_top(rest, rest.height.saturating_sub(height.min(rest.height / 2)));
    let mut lines = Vec::new();
    for field in form.fields() {
        lines.push(line(form, field, view));
    }
    lines.push(Line::default());
    let asked_by = form
        .evidence
        .thresholds
        .as_deref()
        .map_or(String::new(), |hash| format!(" · thresholds {}…", hash.get(..12).unwrap_or(hash)));
    lines.push(Line::from(vec![
        Span::styled(" what is on record as evidence", theme.header),
        Span::styled(format!("{asked_by} · PgDn reads on"), theme.quiet),
    ]));
    let written = Paragraph::new(lines).wrap(Wrap { trim: false });
    let (fields, facts) = split_top(top, written.line_count(top.width) as u16);
    frame.render_widget(written, fields);
    indented(
        frame,
        facts,
        3,
        form.evidence.facts.iter().skip(model.at.scroll).map(|fact| shown(fact, view)).collect(),
    );
    frame.render_widget(Paragraph::new(back).wrap(Wrap { trim: false }), bottom);
}

fn shown(fact: &Fact, view: View<'_>) -> Text<'static> {
    let n = fact.n.map_or(String::new(), |n| format!("  (n {n})"));
    Text::from(Line::from(vec![
        Span::styled(format!("{}: ", fact.label), view.theme.quiet),
        Span::styled(format!("{}{n}", fact.shown), view.theme.base),
    ]))
}

fn line(form: &Form, field: Field, view: View<'_>) -> Line<'static> {
    let theme = view.theme;
    let here = form.field == field;
    let marker = if here { theme.marker() } else { " " };
    let mut line = Line::from(vec![
        Span::styled(marker.to_owned(), theme.asked),
        Span::styled(format!("{:<16}", label(field)), if here { theme.header } else { theme.quiet }),
    ]);
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
        Field::Rationale => text(&mut line, &form.saved.rationale, here, view),
        Field::Reason => text(&mut line, form.saved.reason.as_deref().unwrap_or_default(), here, view),
        Field::Dissent => text(&mut line, form.saved.dissent.as_deref().unwrap_or_default(), here, view),
        Field::Recused => text(&mut line, &form.recused, here, view),
    }
    line
}

fn choices(line: &mut Line<'static>, all: impl IntoIterator<Item = (String, bool)>, view: View<'_>) {
    for (word, chosen) in all {
        let (text, style) = if chosen {
            (format!("[{word}] "), view.theme.strong)
        } else {
            (format!(" {word}  "), view.theme.quiet)
        };
        line.push_span(Span::styled(text, style));
    }
}

fn text(line: &mut Line<'static>, written: &str, here: bool, view: View<'_>) {
    let caret = if view.theme.ascii() { "_" } else { "▏" };
    line.push_span(Span::styled(written.to_owned(), view.theme.base));
    if here {
        line.push_span(Span::styled(caret, view.theme.asked));
    } else if written.is_empty() {
        line.push_span(Span::styled("none", view.theme.quiet));
    }
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

fn read_back(form: &Form, view: View<'_>) -> Vec<Line<'static>> {
    let theme = view.theme;
    let rule = if theme.ascii() { "- reads back " } else { "─ reads back ─" };
    let (state, style) = match &form.stage {
        Stage::Editing => match form.missing() {
            Some(missing) => (format!(" still to do: {missing}"), theme.quiet),
            None => (" Ctrl-s reads it back".to_owned(), theme.quiet),
        },
        Stage::ReadBack => {
            (" Ctrl-s or Enter records it; any change goes back to writing".to_owned(), theme.asked)
        }
        Stage::Pending => (" on its way to the disk…".to_owned(), theme.asked),
        Stage::Refused(why) => (format!(" ! not recorded: {why}. The draft is kept."), theme.error),
    };
    let mut lines = vec![Line::styled(format!(" {rule}"), theme.quiet)];
    lines.push(Line::styled(format!(" {}", form.read_back()), theme.strong));
    if form.stage != Stage::Editing {
        lines.push(Line::styled(format!(" Because: {}", form.saved.rationale.trim()), theme.base));
    }
    lines.push(Line::styled(state, style));
    lines
}
