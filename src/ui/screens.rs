//! One file a screen.

pub mod card;
pub mod entry;
pub mod form;
pub mod goals;
pub mod ledger;
pub mod meeting;
pub mod recommendations;
pub mod triage;

mod cases;
mod definition;
mod epas;
mod growth;
mod measures;
mod milestones;
mod rare;
mod resident;
mod review;
mod rotations;

use ratatui::Frame;
use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};
use unicode_width::UnicodeWidthStr as _;

use crate::app::Screen;
use crate::survey::dossier::Dossier;

use super::View;
use super::paint::text::fitted;
use super::table::split_top;
use super::words;

/// Draws a screen about one resident: who it is on the first line, then the rest.
pub fn about_resident(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier, screen: Screen) {
    let (top, rest) = split_top(area, 2);
    header(frame, view, Rect { height: 1.min(top.height), ..top }, dossier);
    match screen {
        Screen::Growth => growth::draw(frame, view, rest, dossier),
        Screen::Milestones => milestones::draw(frame, view, rest, dossier),
        Screen::Epas => epas::draw(frame, view, rest, dossier),
        Screen::Rotations => rotations::draw(frame, view, rest, dossier),
        Screen::Cases => cases::draw(frame, view, rest, dossier),
        Screen::Rare => rare::draw(frame, view, rest, dossier),
        Screen::Definition => definition::draw(frame, view, rest, dossier),
        Screen::Measures => measures::draw(frame, view, rest, dossier),
        Screen::Review => review::draw(frame, view, rest),
        _ => resident::draw(frame, view, rest, dossier),
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
