//! The meeting at one resident: what is done, what is next, and the one thing that is being talked about.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Wrap};
use unicode_width::UnicodeWidthStr as _;

use crate::app::Model;
use crate::app::screen::Leaf;
use crate::app::screen::review::step;
use crate::committee::room::{Done, Said, Step, StepState, Strip, steps};
use crate::domain::id::ResidentId;
use crate::ledger::fold::Meeting;
use crate::survey::dossier::Dossier;
use crate::ui::lines::heading;
use crate::ui::paint::text::{fitted, padded};
use crate::ui::table::{apart, list, split_top, told};
use crate::ui::{View, words};

use super::evidence::{self, Curve, Place};

/// The title of what is rated is cut to no less than this, in columns.
const LEAST_TITLE: usize = 20;

/// From this width on the steps stand beside what they show.
const BESIDE: u16 = 110;

/// Draws the steps with the selected resident.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, _dossier: &Dossier) {
    let model = view.model;
    let (Some(meeting), Some(resident)) = (model.ledger.open_meeting(), &model.selected) else {
        frame.render_widget(
            Line::styled(
                view.fill(" no meeting is open; {key:go-meeting} goes to the meeting"),
                view.theme.quiet,
            ),
            area,
        );
        return;
    };
    let (top, rest) = split_top(area, 2);
    let (text, over) = words::turn(model, meeting, resident);
    let style = if over { view.theme.asked } else { view.theme.quiet };
    let text = fitted(&format!(" {text}"), usize::from(area.width), view.theme.ascii());
    frame.render_widget(Line::styled(text, style), top);
    if let Some((text, row)) = words::rest(model).zip(top.rows().nth(1)) {
        frame.render_widget(Line::styled(format!(" {}", view.fill(&text)), view.theme.asked), row);
    }
    let steps = steps(&model.ledger, meeting, resident);
    let at = step(model);
    let place = Place::of(view, area.width);
    if area.width >= BESIDE {
        let [left, right] = Layout::horizontal([Constraint::Length(60), Constraint::Min(0)]).areas(rest);
        all(frame, view, left, &steps, at);
        let texts = texts(view, right.width, (meeting, resident), at);
        if place != Place::Beside {
            return shown(frame, view, right, at, texts);
        }
        let (upper, lower) = split_top(right, room_for(view, &texts, right));
        shown(frame, view, upper, at, texts);
        let (_, lower) = split_top(lower, 1);
        evidence::draw(frame, view, lower, Curve::Elsewhere);
        if model.turned.leaf == Leaf::All {
            let (_, free) = split_top(left, height_of(view, &steps, left) + 1);
            evidence::curve(frame, view, free);
        }
    } else if place == Place::Below {
        let here: Vec<_> = steps.into_iter().filter(|step| step.step == at).collect();
        let (upper, lower) = split_top(rest, 2);
        all(frame, view, upper, &here, at);
        evidence::draw(frame, view, lower, Curve::Below);
    } else {
        let (upper, lower) = split_top(rest, steps.len() as u16 + 1);
        all(frame, view, upper, &steps, at);
        let texts = texts(view, lower.width, (meeting, resident), at);
        shown(frame, view, lower, at, texts);
    }
}

/// Returns how many rows the list of the steps takes.
fn height_of(view: View<'_>, steps: &[StepState], area: Rect) -> u16 {
    (steps.len() * apart(view, steps.len(), area.height)) as u16
}

/// The least room that is left to the evidence below what a step shows.
const EVIDENCE: u16 = 12;

/// Returns the room that a step's texts have: what they take, as far as it leaves enough for the evidence below.
fn room_for(view: View<'_>, texts: &[Text<'_>], area: Rect) -> u16 {
    let width = area.width.saturating_sub(2);
    let lines = |text: &Text<'_>| Paragraph::new(text.clone()).wrap(Wrap { trim: true }).line_count(width);
    let wanted: usize = texts.iter().map(lines).sum();
    let between = if view.model.presenting { texts.len() } else { 0 };
    ((wanted + between + 1) as u16).min(area.height.saturating_sub(EVIDENCE).max(area.height / 2))
}

fn all(frame: &mut Frame<'_>, view: View<'_>, area: Rect, steps: &[StepState], at: Step) {
    let theme = view.theme;
    let line = |step: &StepState| {
        let (sign, style) = match (step.done, theme.ascii()) {
            (Done::Yes, false) => ("✓", theme.quiet),
            (Done::Yes, true) => ("x", theme.quiet),
            (Done::Waits, false) => ("○", theme.asked),
            (Done::Waits, true) => ("o", theme.asked),
            (Done::Optional, _) => ("-", theme.quiet),
        };
        let name = if step.step == at { theme.strong } else { theme.base };
        Line::from(vec![
            Span::styled(format!(" {sign} "), style),
            Span::styled(padded(&step.step.to_string(), 22, theme.ascii()), name),
            Span::styled(view.fill(&step.said), theme.quiet),
        ])
    };
    let lines: Vec<_> = steps.iter().map(line).collect();
    list(frame, view, area, &lines, steps.iter().position(|step| step.step == at));
}

fn shown(frame: &mut Frame<'_>, view: View<'_>, area: Rect, at: Step, texts: Vec<Text<'_>>) {
    let (heading, rest) = split_top(area, 1);
    frame.render_widget(
        Line::styled(format!(" {}", at.to_string().to_uppercase()), view.theme.header),
        heading,
    );
    told(frame, view, rest, 1, texts);
}

/// Returns what a step shows, in so many columns.
fn texts(
    view: View<'_>,
    width: u16,
    (meeting, resident): (&Meeting, &ResidentId),
    at: Step,
) -> Vec<Text<'static>> {
    let said = |lines: Vec<String>, style| -> Vec<Text<'static>> {
        lines.into_iter().map(|line| Text::styled(view.fill(&line), style)).collect()
    };
    let strip = Strip::of(meeting, &view.model.catalog, resident);
    match at {
        Step::Ratings if !strip.rows.is_empty() => {
            let mut texts = ratings(view, usize::from(width), &strip);
            texts.extend(said(words::beside_ratings(&strip), view.theme.quiet));
            texts
        }
        // The talk is about what was rated: it stands below who speaks.
        Step::Discussion => {
            let mut texts = said(words::step_detail(view.model, meeting, resident, at), view.theme.base);
            texts.extend(ratings(view, usize::from(width), &strip));
            if !strip.rows.is_empty() {
                texts.extend(said(words::sealed_late_or_missing(&strip), view.theme.quiet));
            }
            texts
        }
        _ => said(words::step_detail(view.model, meeting, resident, at), view.theme.base),
    }
}

/// Returns the ratings as a strip: a mark for each member beside the value that the member gave.
fn ratings(view: View<'_>, width: usize, strip: &Strip) -> Vec<Text<'static>> {
    let theme = view.theme;
    let (levels, words): (Vec<_>, Vec<_>) = strip.rows.iter().partition(|row| row.is_ordinal);
    let mut texts: Vec<_> =
        words.into_iter().map(|row| in_words(view, row, strip.reviewer.as_deref())).collect();
    let tails: Vec<_> = levels.iter().map(|row| on_a_scale(view, row)).collect();
    let widest = tails.iter().map(Line::width).max().unwrap_or(0);
    // The titles share what the widest of the values leaves, as far as they need it.
    let longest = levels.iter().map(|row| row.matter.width()).max().unwrap_or(0);
    let room = width.saturating_sub(widest + 2).clamp(LEAST_TITLE, longest.max(LEAST_TITLE));
    texts.extend(levels.iter().zip(tails).map(|(row, tail)| {
        let title = Span::styled(padded(&row.matter, room, theme.ascii()), theme.strong);
        Text::from([title].into_iter().chain(tail.spans).collect::<Line>())
    }));
    texts
}

/// Returns a matter that is rated by a word, with a line for each word, since words are long. What the primary
/// reviewer rated is what the reviewer proposes, and has a mark of its own.
fn in_words(view: View<'_>, row: &Said, reviewer: Option<&str>) -> Text<'static> {
    let theme = view.theme;
    let mark = if theme.ascii() { "#" } else { "◆" };
    let proposed = |who: &[String]| who.iter().any(|rater| Some(rater.as_str()) == reviewer);
    let by = reviewer.filter(|_| row.values.iter().any(|(_, who)| proposed(who)));
    let by = by.map(|reviewer| format!(" · {mark} proposed by {}", words::clean(reviewer)));
    let heading = Line::from(vec![
        Span::styled(row.matter.clone(), theme.strong),
        Span::styled(format!("  {}{}", row.spread(), by.unwrap_or_default()), theme.quiet),
    ]);
    let most = row.values.iter().map(|(_, who)| who.len()).max().unwrap_or(0);
    let word = |(value, who): &(String, Vec<String>)| {
        let dots = dot(view).repeat(who.len());
        let dots = if proposed(who) { dots.replacen(dot(view), mark, 1) } else { dots };
        let dots = dots + &" ".repeat(most - who.len());
        Line::from(vec![Span::styled(dots, theme.asked), Span::styled(format!(" {value}"), theme.base)])
    };
    [heading].into_iter().chain(row.values.iter().map(word)).collect()
}

/// Returns the levels that were given, each with its marks, and how far apart they are.
fn on_a_scale(view: View<'_>, row: &Said) -> Line<'static> {
    let theme = view.theme;
    let mut line = Line::default();
    for (value, who) in &row.values {
        line.push_span(Span::styled(format!(" {value} "), theme.base));
        line.push_span(Span::styled(dot(view).repeat(who.len()), theme.asked));
    }
    line.push_span(Span::styled(format!("  {}", row.spread()), theme.quiet));
    line
}

fn dot(view: View<'_>) -> &'static str {
    if view.theme.ascii() { "o" } else { "●" }
}

/// Returns the steps with the selected resident, and what the present one shows.
pub fn plain(model: &Model, _dossier: &Dossier, called: &str) -> Vec<String> {
    let mut lines = vec![heading("Review", called)];
    let (Some(meeting), Some(resident)) = (model.ledger.open_meeting(), &model.selected) else {
        lines.push("no meeting is open".to_owned());
        return lines;
    };
    lines.push(words::turn(model, meeting, resident).0);
    lines.extend(words::rest(model));
    lines.extend(steps(&model.ledger, meeting, resident).iter().map(words::step));
    let at = step(model);
    lines.push(format!("next: {at}"));
    lines.extend(words::step_detail(model, meeting, resident, at));
    if at == Step::Discussion {
        lines.extend(words::ratings_in_lines(&Strip::of(meeting, &model.catalog, resident)));
    }
    lines.extend(evidence::plain(model));
    lines
}
