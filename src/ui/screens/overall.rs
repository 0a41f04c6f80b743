//! The form on a resident as a whole: reads back before it counts; what was on the screen is the evidence.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};

use crate::committee::sheet::overall::{Field, OverallForm};
use crate::domain::overall::Choice;
use crate::ui::table::{indented, split_top};
use crate::ui::{View, words};

use super::form::{self, chosen, labelled, or_none, record_head, shown};

/// How wide the labels are, in columns.
const LABEL: u16 = 16;

/// Draws the form.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let Some(form) = &model.overall else {
        frame.render_widget(Line::styled(" nothing is being decided", theme.quiet), area);
        return;
    };
    let (heading, rest) = split_top(area, 2);
    let name = model.resident().map_or("", |r| model.called(&r.id, &r.name));
    let act = if form.determines.is_some() { "Determine" } else { "Recommend" };
    let head = Line::from(vec![
        Span::styled(format!(" {act} overall · {name}"), theme.strong),
        Span::styled(format!(" · as {}", words::person(&model.session.actor)), theme.quiet),
    ]);
    frame.render_widget(head, heading);
    let missing = form.missing();
    let because = Some(form.saved.rationale.as_str());
    let back = form::read_back(&form.stage, missing.as_deref(), form.read_back(), because, view);
    let height = form::height_inset(&back, area);
    let (top, bottom) = split_top(rest, rest.height.saturating_sub(height.min(rest.height / 2)));
    let lines: Vec<_> = form.fields().into_iter().map(|field| line(form, field, view)).collect();
    let free = form::fields(frame, top, LABEL, lines);
    let head = [Line::default()].into_iter().chain(record_head(&form.evidence, view));
    let facts = form::stacked(frame, free, head);
    let facts_shown: Vec<Text<'_>> =
        form.evidence.facts.iter().skip(model.at.scroll).map(|fact| shown(fact, view)).collect();
    indented(frame, facts, 3, facts_shown);
    form::draw_inset(frame, &back, bottom);
}

fn line(form: &OverallForm, field: Field, view: View<'_>) -> Line<'static> {
    let here = form.field == field;
    let saved = &form.saved;
    let mut line = labelled(words::overall_label(field), usize::from(LABEL), here, view);
    match field {
        Field::Progress => {
            let is = |choice: &Choice| !saved.deferred && saved.progress.as_ref() == Some(&choice.code);
            let all = form.choices.progress.iter().map(|choice| (choice.title.clone(), is(choice)));
            chosen(&mut line, all.chain([("defer".to_owned(), saved.deferred)]), here, view);
        }
        Field::Action => {
            let is = |choice: &Choice| saved.action.as_ref() == Some(&choice.code);
            let all = form.choices.actions.iter().map(|choice| (choice.title.clone(), is(choice)));
            let none = ("none".to_owned(), saved.action.is_none());
            chosen(&mut line, [none].into_iter().chain(all), here, view);
        }
        Field::Board => {
            let all =
                [("nothing is told", None), ("satisfactory", Some(true)), ("unsatisfactory", Some(false))];
            let all = all.map(|(word, board)| (word.to_owned(), saved.board == board));
            chosen(&mut line, all, here, view);
        }
        Field::Attributes => {
            or_none(&mut line, &saved.attributes, here, view);
            let codes: Vec<_> = form.choices.attributes.iter().map(|choice| choice.code.as_str()).collect();
            line.push_span(Span::styled(format!("  of {}", codes.join(", ")), view.theme.quiet));
        }
        Field::Milestones => {
            form::text(&mut line, &saved.milestones, here, view);
            let how = if saved.milestones.is_empty() {
                format!("{}; else as PC6 3.5, PROF1 na", form.milestones_otherwise())
            } else {
                String::new()
            };
            line.push_span(Span::styled(how, view.theme.quiet));
        }
        Field::Evidence => {
            let thin = saved.insufficient_evidence;
            let all = [("as shown below".to_owned(), !thin), ("insufficient evidence".to_owned(), thin)];
            chosen(&mut line, all, here, view);
        }
        Field::Rationale => or_none(&mut line, &saved.rationale, here, view),
        Field::Reason => or_none(&mut line, &saved.reason, here, view),
        Field::Dissent => or_none(&mut line, &saved.dissent, here, view),
    }
    line
}
