//! Per activity: its ratings in time, whether they suffice, and what is decided.

mod plain;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use crate::app::screen::{Detail, List};
use crate::domain::entrustment::{Epa, Scale};
use crate::growth::stringency::Stringency;
use crate::growth::sufficiency::Mark;
use crate::ledger::entry::Matter;
use crate::prompts::{About, Rule};
use crate::survey::dossier::{Dossier, EpaRow, Ratings};
use crate::ui::paint::apart::distinct;
use crate::ui::paint::sparkline::sparkline;
use crate::ui::paint::strip;
use crate::ui::paint::text::padded;
use crate::ui::table::{list, split_top};
use crate::ui::words::measure as said;
use crate::ui::{View, words};

use super::{read_on, title};

pub use plain::{plain, summary};

/// Draws one line an activity, as the resident screen shows it.
pub fn panel(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier, focused: bool) {
    let (heading, rest) = split_top(area, 1);
    let explained = match dossier.epa_ratings {
        Ratings::InThisData => "level now · ratings".to_owned(),
        Ratings::NotInThisData => format!("{}; {}", words::NO_RATINGS, words::brings("assessments")),
    };
    frame.render_widget(title(view, "EPAS", &explained), heading);
    if dossier.epas.is_empty() {
        frame.render_widget(absent(view), rest);
        return;
    }
    let lines = lines(dossier, view, usize::from(rest.width), 6);
    list(frame, view, rest, &lines, focused.then_some(view.model.at[List::Epas]));
}

/// Returns a line an activity; without ratings where the file has none, which its heading says once.
fn lines(dossier: &Dossier, view: View<'_>, width: usize, glyphs: usize) -> Vec<Line<'static>> {
    let rated = dossier.epa_ratings == Ratings::InThisData;
    let name = width.saturating_sub(2 + 3 + glyphs + 9 + 6).min(44);
    let titles: Vec<_> = dossier.epas.iter().map(|row| row.title.as_str()).collect();
    let titles = distinct(&titles, name, view.theme.ascii());
    let whole = |(row, called): (&EpaRow, &String)| {
        let mut line = line(row, &padded(called, name, view.theme.ascii()), view, glyphs);
        // Behind the title and the level stands what ratings there are.
        line.spans.truncate(if rated { line.spans.len() } else { 2 });
        line
    };
    dossier.epas.iter().zip(&titles).map(whole).collect()
}

fn line(row: &EpaRow, called: &str, view: View<'_>, glyphs: usize) -> Line<'static> {
    let theme = view.theme;
    let evidence = &row.sufficiency;
    let thin = !evidence.thin().is_empty();
    let amount = format!("{:>2} by {:<2}", evidence.n, evidence.raters);
    Line::from(vec![
        Span::styled(format!(" {called}"), theme.base),
        Span::styled(format!(" {} ", now(row, view)), theme.strong),
        Span::styled(padded(&marks(row, view, glyphs), glyphs, theme.ascii()), theme.resident),
        Span::styled(format!(" {amount}"), theme.quiet),
        Span::styled(if thin { " thin" } else { "" }, theme.asked),
    ])
}

/// Returns the level that the committee's recommendation, or the determination on it, gives now.
fn now(row: &EpaRow, view: View<'_>) -> String {
    let Some(id) = &view.model.selected else { return "·".to_owned() };
    let found = view.model.ledger.decided(id, &Matter::Activity(row.id.clone()));
    found.and_then(|(_, decided)| decided.activity()?.level.clone()).unwrap_or_else(|| "·".to_owned())
}

/// Returns the newest ratings as glyphs, oldest first.
fn marks(row: &EpaRow, view: View<'_>, most: usize) -> String {
    let rank = |mark: &Mark| mark.rank.map(|rank| rank as u8 + 1);
    let ranks: Vec<_> = row.sufficiency.last(most).iter().filter_map(rank).collect();
    strip::ratings(&ranks, target(row, view), view.theme.look.glyphs)
}

fn target(row: &EpaRow, view: View<'_>) -> Option<u8> {
    let epa: &Epa = view.model.catalog.epa(&row.id)?;
    let scale = view.model.catalog.scale(&epa.scale)?;
    scale.rank(epa.target_level.as_deref()?).map(|rank| rank as u8 + 1)
}

/// From this width on the ratings of an activity stand beside the list.
const BESIDE: u16 = 150;

/// Draws all activities, and the ratings of the selected one in full.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let (heading, rest) = split_top(area, 1);
    let glyphs =
        if view.theme.ascii() { "digits: levels" } else { "● at target  ◐ one below  ○ further below" };
    let explained = match dossier.epa_ratings {
        Ratings::InThisData => format!("level now · {glyphs} · oldest first"),
        Ratings::NotInThisData => format!("{}; {}", words::NO_RATINGS, words::brings("assessments")),
    };
    frame.render_widget(title(view, "EPAS", &explained), heading);
    if dossier.epas.is_empty() {
        frame.render_widget(absent(view), rest);
        return;
    }
    // Where there is room, the ratings stand beside the list.
    let list_width = if area.width >= BESIDE { area.width / 2 } else { area.width };
    let wanted = dossier.epas.len() as u16 + 1;
    let narrow = view.model.turned.detail == Detail::Raters && rest.height < 32;
    let most = if narrow { rest.height / 4 } else { rest.height / 2 };
    let (top, bottom) = if area.width >= BESIDE {
        let beside = Rect { x: rest.x + list_width + 2, width: area.width - list_width - 2, ..rest };
        (Rect { width: list_width, ..rest }, beside)
    } else {
        split_top(rest, wanted.min(most))
    };
    let glyphs = if list_width >= 90 { 24 } else { 12 };
    let lines = lines(dossier, view, usize::from(list_width), glyphs);
    list(frame, view, top, &lines, Some(view.model.at[List::Epas]));
    if let Some(row) = dossier.epas.get(view.model.at[List::Epas]) {
        match view.model.turned.detail {
            Detail::Ratings => detail(frame, view, bottom, dossier, row),
            Detail::Raters => raters(frame, view, bottom, row),
        }
    }
}

fn detail(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier, row: &EpaRow) {
    let theme = view.theme;
    let evidence = &row.sufficiency;
    let mut lines = vec![title(view, &row.title.to_uppercase(), "")];
    let stands = words::standing((&view.model.ledger, dossier.zone), &dossier.resident.id, &row.id);
    let stands = stands.map_or("no decision is recorded".to_owned(), |stands| {
        view.fill(&format!("{stands} · {{key:go-entry}} opens it"))
    });
    lines.push(Line::styled(format!(" {stands}"), theme.base));
    let about = About::Epa(row.id.clone());
    let at_once = |rule| matches!(rule, Rule::RatingsAtOdds | Rule::NotPractised);
    for prompt in dossier.prompts.iter().filter(|p| at_once(p.rule) && p.touches(&about)) {
        lines.push(Line::styled(format!(" ? {}", prompt.sentence), theme.asked));
    }
    if dossier.epa_ratings == Ratings::NotInThisData {
        frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), area);
        return;
    }
    let levels: Vec<_> = evidence
        .by_level
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(level, n)| format!("level {level} × {n}"))
        .collect();
    let median = evidence.median.as_ref().map(|m| format!("median {m}"));
    let expected = format!("{} ratings by {} raters expected", evidence.expected_n, evidence.expected_raters);
    let said: Vec<_> = levels.into_iter().chain(median).chain([expected]).collect();
    lines.push(Line::styled(format!(" {}", said.join(" · ")), theme.quiet));
    let thin: Vec<_> = evidence.thin().iter().map(ToString::to_string).collect();
    if !thin.is_empty() {
        lines.push(Line::styled(format!(" ? thin evidence: {}", thin.join("; ")), theme.asked));
    }
    if evidence.other_framing > 0 {
        let text = format!(
            " {} on a scale that asks the other question (supervision that was given, or that will be needed): not counted here",
            words::counted(evidence.other_framing as u64, "rating")
        );
        lines.push(Line::styled(text, theme.quiet));
    }
    lines.extend(ratings(view, dossier, row));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), area);
}

/// Returns the ratings of one activity, newest first.
fn ratings<'a>(view: View<'a>, dossier: &'a Dossier, row: &'a EpaRow) -> Vec<Line<'a>> {
    let theme = view.theme;
    let mut lines = Vec::new();
    for rating in dossier.record.ratings.iter().rev().filter(|r| r.epa == row.id) {
        let rater = if view.model.presenting { rating.rater.as_str() } else { &rating.rater_name };
        let comment = rating.comment.as_deref().filter(|_| !view.model.presenting).unwrap_or("");
        lines.push(Line::from(vec![
            Span::styled(format!(" {:>11}  ", words::day(rating.on)), theme.quiet),
            Span::styled(format!("{:<3}", rating.level), theme.strong),
            Span::styled(
                format!(
                    "{} {} ",
                    padded(rater, 20, theme.ascii()),
                    padded(&rating.source.to_string(), 11, theme.ascii())
                ),
                theme.quiet,
            ),
            Span::styled(comment.to_owned(), theme.base),
        ]));
    }
    lines
}

/// Draws how the levels of each rater lie beside those of all others.
fn raters(frame: &mut Frame<'_>, view: View<'_>, area: Rect, row: &EpaRow) {
    let theme = view.theme;
    let scale = view.model.catalog.epa(&row.id).and_then(|epa| view.model.catalog.scale(&epa.scale));
    let (heading, rest) = split_top(area, 1);
    let word = format!("RATERS OF: {}", row.title.to_uppercase());
    frame.render_widget(title(view, &word, "{key:page-down} reads on · {key:next-panel}: ratings"), heading);
    let mut lines = vec![Line::styled(said::RATERS, theme.quiet)];
    if row.raters.is_empty() {
        lines.push(Line::styled("nobody has rated this activity", theme.base));
    }
    for rater in &row.raters {
        let called = if view.model.presenting { rater.id.as_str() } else { &rater.name };
        lines.push(Line::styled(said::rater(rater, called), theme.base));
        lines.extend(rater.compared.as_ref().ok().map(|found| side_by_side(found, scale, view)));
    }
    read_on(frame, view, rest, lines);
}

/// Returns a rater's levels and the others', each as bars and as counts.
fn side_by_side(found: &Stringency, scale: Option<&Scale>, view: View<'_>) -> Line<'static> {
    let theme = view.theme;
    let bars = |counts: &[u32]| {
        sparkline(&counts.iter().copied().map(Some).collect::<Vec<_>>(), None, theme.look.glyphs)
    };
    let n = |counts: &[u32]| counts.iter().sum::<u32>();
    let quiet = |text: String| Span::styled(text, theme.quiet);
    Line::from(vec![
        quiet(format!("own {} ", n(&found.own))),
        Span::styled(bars(&found.own), theme.resident),
        quiet(format!(" {} · others {} ", said::levels(&found.own, scale), n(&found.others))),
        Span::styled(bars(&found.others), theme.usual),
        quiet(format!(" {}", said::levels(&found.others, scale))),
    ])
}

fn absent(view: View<'_>) -> Line<'static> {
    Line::styled(" the case file has no relation epas, which would fill this panel", view.theme.quiet)
}
