//! A rating card: what one member thinks before anybody speaks. On a shared screen only which lines are
//! filled in is seen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::Model;
use crate::app::question::read_back_choices;
use crate::committee::sheet::card::CardSheet;
use crate::committee::sheet::{self, Sheet as _, Stage};
use crate::survey::dossier::Dossier;
use crate::ui::lines::heading;
use crate::ui::paint::text::{padded, wrapped};
use crate::ui::table::{list, split_top};
use crate::ui::{View, words};

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
    let width = usize::from(area.width);
    let lines = card.lines();
    let (said, style) = match (&form.stage, lines.get(form.at())) {
        (Stage::Refused(why), _) => (format!("! not sealed: {why}. The card is kept."), theme.error),
        (Stage::Pending, _) => ("on its way to the disk…".to_owned(), theme.asked),
        (Stage::ReadBack, _) => (format!("seal it as it was left? {}", read_back_choices()), theme.asked),
        (_, Some(line)) => (words::offers(line), theme.quiet),
        _ => (String::new(), theme.quiet),
    };
    let said = wrapped(&said, width.saturating_sub(2));
    // Room for the most that any line of the card offers, so that the list stays where it is; half at most, since
    // a case file's titles may be of any length.
    let offered = lines.iter().map(|line| wrapped(&words::offers(line), width.saturating_sub(2)));
    let most = offered.map(|lines| lines.len()).max().unwrap_or(0).max(said.len());
    let most = most.min(usize::from(rest.height / 2)) as u16;
    let (rows, below) = split_top(rest, rest.height.saturating_sub(most + 1));
    let rows_shown: Vec<_> = lines.iter().map(|one| line(card, one, view, width)).collect();
    list(frame, view, rows, &rows_shown, Some(form.at()));
    let (_, below) = split_top(below, 1);
    for (text, row) in said.iter().zip(below.rows()) {
        frame.render_widget(Line::styled(format!(" {text}"), style), row);
    }
}

fn line(card: &CardSheet, line: &sheet::Line, view: View<'_>, width: usize) -> Line<'static> {
    let theme = view.theme;
    let name = width.saturating_sub(34).clamp(30, 60);
    Line::from(vec![
        Span::styled(format!(" {}", padded(&line.label, name, theme.ascii())), theme.base),
        Span::styled(format!(" {}", words::card_value(card, line)), theme.strong),
    ])
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
    lines.extend(match &form.stage {
        Stage::Refused(why) => Some(format!("state: not sealed: {why}")),
        Stage::Pending => Some("state: being sealed".to_owned()),
        Stage::ReadBack => Some(format!("state: not sealed yet; {}", read_back_choices())),
        Stage::Editing => None,
    });
    lines
}
