//! A rating card: what one member thinks before anybody speaks, beside what is known of each row. On a shared screen
//! only which rows are filled in is seen.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::Model;
use crate::app::form::Form;
use crate::app::question::read_back_choices;
use crate::committee::levels::questions_on_a_card;
use crate::committee::sheet::card::{CardRow, CardSheet};
use crate::committee::sheet::{self, Sheet as _, Stage};
use crate::survey::dossier::Dossier;
use crate::survey::overall::StandingOverall;
use crate::ui::lines::heading;
use crate::ui::paint::text::{padded, wrapped};
use crate::ui::table::{list, split_top};
use crate::ui::words::known::{Comments, of_activity, of_activity_shortly};
use crate::ui::{View, words};

use super::evidence::{self, Curve, Place};
use super::levels::{self, Columns, On};

/// How wide the list is beside the evidence.
const LIST: u16 = 80;

/// How much room the level that stands and the number of ratings have.
const KNOWN: usize = 20;

/// Draws the card.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let Some((form, card)) = model.form.as_ref().and_then(|form| Some((form, form.filled.card()?))) else {
        frame.render_widget(Line::styled(" no card is being filled in", theme.quiet), area);
        return;
    };
    let (heading, rest) = split_top(area, 3);
    let name = model.resident().map_or("", |r| model.called(&r.id, &r.name));
    let head = [
        Line::from(vec![
            Span::styled(format!(" Rating card of {}", words::clean(&card.saved.rater)), theme.strong),
            Span::styled(format!(" · on {name} · {}", words::card_state(card)), theme.quiet),
        ]),
        Line::styled(format!(" {}", words::card_how(model, card)), theme.quiet),
    ];
    for (line, row) in head.into_iter().zip(heading.rows()) {
        frame.render_widget(line, row);
    }
    let turned = Place::of(view, area.width);
    let (place, below) = if turned == Place::Beside {
        let [left, right] = Layout::horizontal([Constraint::Length(LIST), Constraint::Min(0)]).areas(rest);
        (left, right)
    } else if turned == Place::Below {
        // The row in hand alone, and what it offers.
        split_top(rest, 1)
    } else {
        // Room for the most that any line offers and for what is known of it, so that the list stays where it is; half at
        // most, since a case file's titles may be of any length.
        let width = usize::from(area.width.saturating_sub(2));
        let offered = card.lines().iter().map(|line| wrapped(&words::offers(line), width).len()).max();
        let most = (offered.unwrap_or(0) + 6).min(usize::from(rest.height / 2)) as u16;
        split_top(rest, rest.height.saturating_sub(most + 1))
    };
    let columns = Columns::of(place.width, false);
    let (rows, at) = rows(form, card, columns, view);
    list(frame, view, place, &rows, at);
    let below = if turned == Place::Away { split_top(below, 1).1 } else { below };
    let width = usize::from(below.width.saturating_sub(2));
    let said = beside(form, card, view, turned);
    let said: Vec<_> = said
        .iter()
        .flat_map(|(text, style)| wrapped(text, width).into_iter().map(|line| (line, *style)))
        .collect();
    let (place, below) = split_top(below, said.len() as u16 + 1);
    for ((text, style), row) in said.into_iter().zip(place.rows()) {
        frame.render_widget(Line::styled(format!(" {text}"), style), row);
    }
    if turned != Place::Away {
        evidence::draw(frame, view, below, Curve::Below);
    }
}

/// Returns the rows below their headings, and which of them the cursor is on.
fn rows(
    form: &Form,
    card: &CardSheet,
    columns: Columns,
    view: View<'_>,
) -> (Vec<Line<'static>>, Option<usize>) {
    let marks = card.marks();
    let on = if card.hidden { On::HiddenCard } else { On::Card };
    let (mut rows, mut at) = (Vec::new(), None);
    let mut group = String::new();
    for (i, (row, line)) in card.rows.iter().zip(card.lines()).enumerate() {
        let known = match row {
            CardRow::Milestone { id, .. } => card.table.row(id),
            _ => None,
        };
        let of = match (row, known) {
            (CardRow::Epa { .. }, _) => "activities".to_owned(),
            (_, Some(known)) => known.known.domain().to_owned(),
            _ => String::new(),
        };
        if of != group {
            rows.extend(match known {
                Some(known) if rows_are_first(&group) => {
                    let head = levels::head(&card.table, columns, view, "your rating");
                    vec![head, levels::domain(&known.known, view)]
                }
                Some(known) => vec![levels::domain(&known.known, view)],
                None => vec![Line::styled(format!(" {}", of.to_uppercase()), view.theme.header)],
            });
            group = of;
        }
        if i == form.at() {
            at = Some(rows.len());
        }
        rows.push(match known {
            Some(known) => {
                let mark = marks.get(&known.known.id).copied();
                levels::row(&card.table, known, mark, columns, view, on)
            }
            None => line_of(card, row, &line, columns, view),
        });
    }
    (rows, at)
}

/// Tells whether no row of the milestones stands above.
fn rows_are_first(group: &str) -> bool {
    group.is_empty() || group == "activities"
}

/// Returns the row of the progress or of an activity, with the level that stands and how many ratings there are.
fn line_of(
    card: &CardSheet,
    row: &CardRow,
    line: &sheet::Line,
    columns: Columns,
    view: View<'_>,
) -> Line<'static> {
    let theme = view.theme;
    let dossier = view.model.dossier.ready().filter(|dossier| dossier.resident.id == *card.resident());
    let known = match (row, dossier) {
        (CardRow::Epa { id, .. }, Some(dossier)) => of_activity_shortly(view.model, dossier, id),
        _ => String::new(),
    };
    // Titles of levels are longer than levels.
    let name = columns.all.saturating_sub(KNOWN + 28).clamp(20, 60);
    Line::from(vec![
        Span::styled(format!(" {}", padded(&line.label, name, theme.ascii())), theme.base),
        Span::styled(format!(" {}", padded(&known, KNOWN, theme.ascii())), theme.quiet),
        Span::styled(format!("  {}", words::card_value(card, line)), theme.strong),
    ])
}

/// Says what the row at hand offers and what is known of it, or how the card is going.
fn beside(form: &Form, card: &CardSheet, view: View<'_>, turned: Place) -> Vec<(String, Style)> {
    let (model, theme) = (view.model, view.theme);
    let lines = card.lines();
    let mut said = match (&form.stage, lines.get(form.at())) {
        (Stage::Refused(why), _) => {
            vec![(format!("! not sealed: {why}. The card is kept."), theme.error)]
        }
        (Stage::Pending, _) => vec![("on its way to the disk…".to_owned(), theme.asked)],
        (Stage::ReadBack, _) => {
            vec![(format!("seal it as it was left? {}", read_back_choices()), theme.asked)]
        }
        // Where there is room each choice has a line of its own.
        (_, Some(line)) if turned == Place::Beside && line.steps.is_none() => {
            words::choices(line).into_iter().map(|choice| (choice, theme.quiet)).collect()
        }
        (_, Some(line)) => vec![(words::offers(line), theme.quiet)],
        _ => Vec::new(),
    };
    let asked = |text: String| {
        let style = if text.starts_with('?') { theme.asked } else { theme.base };
        (text, style)
    };
    // What is known of an activity stands below, with its ratings.
    let rates_an_activity = matches!(card.rows.get(form.at()), Some(CardRow::Epa { .. }));
    if turned == Place::Away || (turned == Place::Beside && !rates_an_activity) {
        said.extend(known_of(model, form, card).into_iter().map(|text| asked(view.fill(&text))));
    }
    if form.is_on_levels() && !card.hidden && turned != Place::Below {
        let marks = card.marks();
        let questions = questions_on_a_card(&card.table, &marks);
        said.extend(questions.into_iter().map(|text| (format!("? {text}"), theme.asked)));
    }
    said
}

/// Says what is known of the row at hand.
fn known_of(model: &Model, form: &Form, card: &CardSheet) -> Vec<String> {
    let comments = Comments::of(model);
    let dossier = model.dossier.ready().filter(|dossier| dossier.resident.id == *card.resident());
    match card.rows.get(form.at()) {
        Some(CardRow::Milestone { id, .. }) => {
            let row = card.table.row(id);
            row.map(|row| words::levels::known_and_asked(&card.table, row)).unwrap_or_default()
        }
        Some(CardRow::Epa { id, .. }) => {
            dossier.map(|dossier| of_activity(model, dossier, id, comments)).unwrap_or_default()
        }
        // What the committee decided last is a fact to rate by.
        Some(CardRow::Progress) => {
            let stands = StandingOverall::of(&model.ledger, card.resident());
            stands.map(|stands| words::standing_overall(&model.catalog, &stands)).into_iter().collect()
        }
        None => Vec::new(),
    }
}

/// Returns a rating card; of a hidden one only which lines are filled in.
pub fn plain(model: &Model, _dossier: &Dossier, called: &str) -> Vec<String> {
    let Some((form, sheet)) = model.form.as_ref().and_then(|form| Some((form, form.filled.card()?))) else {
        return vec![heading("Rating card", called), "no card is being filled in".to_owned()];
    };
    let rater = words::clean(&sheet.saved.rater);
    let mut lines = vec![heading(&format!("Rating card of {rater}"), called)];
    lines.push(words::card_state(sheet));
    lines.push(words::card_how(model, sheet));
    lines.extend(sheet.lines().iter().enumerate().map(|(i, line)| {
        let here = if i == form.at() { format!(" (here: {})", words::offers(line)) } else { String::new() };
        let value = words::card_value(sheet, line);
        format!("{}: {}{here}", line.label, if value == "·" { "nothing" } else { &value })
    }));
    lines.extend(known_of(model, form, sheet).into_iter().map(|text| format!("known: {text}")));
    lines.extend(match &form.stage {
        Stage::Refused(why) => Some(format!("state: not sealed: {why}")),
        Stage::Pending => Some("state: being sealed".to_owned()),
        Stage::ReadBack => Some(format!("state: not sealed yet; {}", read_back_choices())),
        Stage::Editing => None,
    });
    lines.extend(evidence::plain(model));
    lines
}
