//! The screens: a table of how each is shown, and a file a screen with its drawing and its plain lines.

mod card;
mod cases;
mod definition;
mod entry;
mod epas;
mod evidence;
pub mod form;
mod goals;
pub mod growth;
mod ledger;
pub mod levels;
mod measures;
mod meeting;
mod milestones;
mod rare;
mod recommendations;
pub mod resident;
mod review;
mod rotations;
pub mod triage;

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};
use unicode_width::UnicodeWidthStr as _;

use crate::app::{Model, Remote, Screen};
use crate::survey::dossier::Dossier;
use crate::survey::overall::StandingOverall;

use super::View;
use super::paint::text::fitted;
use super::table::split_top;
use super::words;

/// How a screen is drawn, and how it is told line by line.
pub struct Shown {
    pub draw: Draw,
    pub plain: Plain,
}

/// How a screen is drawn.
pub enum Draw {
    Whole(fn(&mut Frame<'_>, View<'_>, Rect)),
    /// Below a line that says who the resident is.
    OfResident(fn(&mut Frame<'_>, View<'_>, Rect, &Dossier)),
}

/// How a screen is told line by line.
pub enum Plain {
    Whole(fn(&Model) -> Vec<String>),
    /// With what the resident is called.
    OfResident(fn(&Model, &Dossier, &str) -> Vec<String>),
}

/// Returns how a screen is shown; what is filled in is shown alike, unless it has a row of its own.
pub fn shown(screen: Screen) -> Shown {
    let alike = Shown { draw: Draw::Whole(form::draw), plain: Plain::OfResident(form::plain) };
    own_row(screen).unwrap_or(alike)
}

#[rustfmt::skip]
fn own_row(screen: Screen) -> Option<Shown> {
    use {Draw as D, Plain as P, Screen as S};

    let (draw, plain) = match screen {
        S::Triage          => (D::Whole(triage::draw),          P::Whole(triage::plain)),
        S::Resident        => (D::OfResident(resident::draw),   P::OfResident(resident::plain)),
        S::Growth          => (D::OfResident(growth::draw),     P::OfResident(growth::plain)),
        S::Milestones      => (D::OfResident(milestones::draw), P::OfResident(milestones::plain)),
        S::Epas            => (D::OfResident(epas::draw),       P::OfResident(epas::plain)),
        S::Rotations       => (D::OfResident(rotations::draw),  P::OfResident(rotations::plain)),
        S::Cases           => (D::OfResident(cases::draw),      P::OfResident(cases::plain)),
        S::Definition      => (D::OfResident(definition::draw), P::OfResident(definition::plain)),
        S::Ledger          => (D::Whole(ledger::draw),          P::OfResident(ledger::plain)),
        S::Measures        => (D::OfResident(measures::draw),   P::OfResident(measures::plain)),
        S::Rare            => (D::OfResident(rare::draw),       P::OfResident(rare::plain)),
        // An entry is read whether or not the case file still has the resident.
        S::Entry           => (D::Whole(entry::draw),           P::Whole(entry::plain)),
        S::Meeting         => (D::Whole(meeting::draw),         P::Whole(meeting::plain)),
        S::Review          => (D::OfResident(review::draw),     P::OfResident(review::plain)),
        S::Card            => (D::Whole(card::draw),            P::OfResident(card::plain)),
        S::Recommendations => (D::Whole(recommendations::draw), P::Whole(recommendations::plain)),
        _ => return None,
    };
    Some(Shown { draw, plain })
}

/// Draws the present screen.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let model = view.model;
    match (shown(model.screen).draw, &model.dossier) {
        (Draw::Whole(draw), _) => draw(frame, view, area),
        (Draw::OfResident(draw), Remote::Ready(dossier)) => {
            let (top, rest) = split_top(area, 2);
            header(frame, view, Rect { height: 1.min(top.height), ..top }, dossier);
            stands(frame, view, Rect { y: top.y + 1, height: top.height.saturating_sub(1), ..top }, dossier);
            draw(frame, view, rest, dossier);
        }
        (Draw::OfResident(_), _) => {
            let text = if model.selected.is_some() {
                "reading…"
            } else {
                "nobody is selected; {key:go-triage} goes to the triage table"
            };
            frame.render_widget(Line::styled(view.fill(text), view.theme.quiet), area);
        }
    }
}

/// Draws who is shown, and which of how many.
fn header(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let (model, theme) = (view.model, view.theme);
    let called = model.called(&dossier.resident.id, &dossier.resident.name);
    let all = words::header(&model.catalog, dossier, called);
    let order = model.order_of_residents();
    let at = order.iter().position(|id| *id == dossier.resident.id).map(|at| (at, order.len()));
    let arrows = if theme.ascii() { ("<", ">") } else { ("◂", "▸") };
    let keys = view.fill("{key:previous-resident}  {key:next-resident}");
    let place =
        at.map_or(String::new(), |(at, of)| format!("{} of {of}  {} {keys} {} ", at + 1, arrows.0, arrows.1));
    let room = usize::from(area.width).saturating_sub(place.width() + 1);
    let all = fitted(&format!(" {all}"), room, theme.ascii());
    let name = called.len() + 1;
    let (who, rest) =
        if all.is_char_boundary(name) && all.len() > name { all.split_at(name) } else { (all.as_str(), "") };
    let gap = room.saturating_sub(all.width()) + 1;
    let line = Line::from(vec![
        Span::styled(who.to_owned(), theme.strong),
        Span::styled(rest.to_owned(), theme.quiet),
        Span::raw(" ".repeat(gap)),
        Span::styled(place, theme.quiet),
    ]);
    frame.render_widget(line, area);
}

/// Draws what was decided last of the resident as a whole, where anything was, and when goals are due.
fn stands(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let (catalog, theme) = (&view.model.catalog, view.theme);
    let mut taken = 0;
    if let Some(stands) = StandingOverall::of(&view.model.ledger, &dossier.resident.id) {
        let notable = stands.is_notable(catalog);
        let sign = if notable { "!" } else { " " };
        let text = format!("{sign}{}", words::standing_overall(catalog, &stands));
        let style = if notable { theme.asked } else { theme.quiet };
        taken = text.width();
        frame.render_widget(Line::styled(fitted(&text, usize::from(area.width), theme.ascii()), style), area);
    }
    let (goals, today) = (view.model.ledger.standing(&dossier.resident.id).goals, view.model.session.today);
    let due = words::goals_due(&goals, today).map_or(String::new(), |due| format!("  {due} "));
    // What was decided is cut by nothing that stands beside it.
    let room = usize::from(area.width).saturating_sub(taken);
    if due.width() <= room {
        let right = Rect { x: area.right() - due.width() as u16, width: due.width() as u16, ..area };
        let overdue = goals.iter().any(|goal| goal.is_overdue(today));
        frame.render_widget(Line::styled(due, if overdue { theme.asked } else { theme.quiet }), right);
    }
}

/// Draws lines behind an indent, from as far down as has been read; returns the room below them.
fn read_on(frame: &mut Frame<'_>, view: View<'_>, area: Rect, lines: Vec<Line<'_>>) -> Rect {
    let inside = area.inner(Margin { horizontal: 1.min(area.width / 2), vertical: 0 });
    let text = Paragraph::new(lines).wrap(Wrap { trim: true });
    let wanted = text.line_count(inside.width);
    let hidden = wanted.saturating_sub(usize::from(inside.height));
    frame.render_widget(text.scroll((view.model.at.scroll.min(hidden) as u16, 0)), inside);
    split_top(area, wanted as u16).1
}

/// Makes the title line of a panel: a word that the eye finds, then what explains it.
fn title(view: View<'_>, word: &str, explained: &str) -> Line<'static> {
    Line::from(vec![
        Span::styled(format!(" {word}"), view.theme.header),
        Span::styled(format!(" {}", view.fill(explained)), view.theme.quiet),
    ])
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;

    #[test]
    fn every_screen_that_is_no_form_has_a_row() {
        for screen in Screen::iter().filter(|screen| !screen.is_a_form()) {
            assert!(own_row(screen).is_some(), "{screen}");
        }
    }
}
