//! Whatever is filled in, line by line: what is written or chosen, the evidence, and the reading back.

mod plain;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Wrap};

use crate::app::form::{Form, split};
use crate::app::question::read_back_choices;
use crate::app::screen::Leaf;
use crate::committee::sheet::{self, Body, Choice, Filled, Kind, Stage};
use crate::ledger::entry::{Evidence, Fact};
use crate::ui::paint::text::wrapped;
use crate::ui::table::{indented, split_top};
use crate::ui::{View, words};

use super::evidence::{self, Curve, Place};

pub use plain::plain;

/// How wide the labels are, in columns.
const LABEL: u16 = 16;

/// From this share of what a line takes on, the characters are counted in sight.
const COUNTED_FROM: (usize, usize) = (4, 5);

/// Draws the form.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let Some(form) = &model.form else {
        let nothing = model.screen.row().form.map_or("", Kind::none);
        frame.render_widget(Line::styled(format!(" {nothing}"), theme.quiet), area);
        return;
    };
    let sheet = form.filled.sheet();
    let (heading, rest) = split_top(area, 2);
    let name = model.resident().map_or("", |r| model.called(&r.id, &r.name));
    let recused = words::recused(model).filter(|_| shows_evidence(form));
    let recused = recused.map_or(String::new(), |who| format!(" · recused: {who}"));
    let head = Line::from(vec![
        Span::styled(format!(" {}", sheet.title()), theme.strong),
        Span::styled(format!(" · {name} · as {}{recused}", words::person(&model.session.actor)), theme.quiet),
    ]);
    frame.render_widget(head, heading);
    let place = if shows_evidence(form) { Place::of(view, area.width) } else { Place::Away };
    if let Some(table) = sheet.table().filter(|_| form.takes_levels()) {
        return super::levels::draw(frame, view, rest, form, table);
    }
    // What is read back is answered first, and what was refused is told: both have the whole width.
    let is_edited = form.stage == Stage::Editing;
    match place {
        Place::Beside if is_edited => {
            let (left, right) = evidence::parted(rest);
            filled_in(frame, view, left, form);
            evidence::draw(frame, view, right, Curve::Below);
        }
        Place::Below if is_edited => {
            let below = lines(frame, view, rest, form, Shown::InHand);
            let (_, below) = split_top(below, 1);
            evidence::draw(frame, view, below, Curve::Below);
        }
        _ => filled_in(frame, view, rest, form),
    }
}

/// Tells whether a decision is what is filled in: a goal has none.
fn shows_evidence(form: &Form) -> bool {
    matches!(form.filled.kind(), Kind::Decision | Kind::Overall | Kind::Card)
}

/// Draws the lines, what is on record as evidence, and what is read back.
fn filled_in(frame: &mut Frame<'_>, view: View<'_>, rest: Rect, form: &Form) {
    let (model, theme, sheet) = (view.model, view.theme, form.filled.sheet());
    // Once it is read back, the reading back is what counts; before, what is being written.
    let share = if form.stage == Stage::ReadBack { rest.height * 3 / 4 } else { rest.height / 2 };
    let back = read_back(form, view, rest.width.saturating_sub(1), share);
    let height = (back.len() as u16).min(share);
    let (top, bottom) = split_top(rest, rest.height.saturating_sub(height));
    let above: Vec<_> = sheet.above().into_iter().map(|line| Text::styled(line, theme.quiet)).collect();
    let top = if above.is_empty() { top } else { indented(frame, top, 1, above) };
    let free = lines(frame, view, top, form, Shown::All);
    if let Some(evidence) = sheet.evidence() {
        let [head, of] = record_head(evidence, view);
        let facts = stacked(frame, free, [Line::default(), head]);
        let facts = indented(frame, facts, 3, vec![Text::from(of)]);
        // A leaf that is turned to is what one reads on in.
        let first = if model.turned.leaf == Leaf::All { model.at.scroll } else { 0 };
        let shown = evidence.facts.iter().skip(first).map(|fact| shown(fact, view)).collect();
        indented(frame, facts, 3, shown);
    }
    frame.render_widget(Paragraph::new(back), inset(bottom));
}

/// Which lines of a form are drawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shown {
    All,
    /// The one that the cursor is on.
    InHand,
}

/// Draws the lines of a form, what does not fit going on below its value, and returns the room that is left.
pub fn lines(frame: &mut Frame<'_>, view: View<'_>, area: Rect, form: &Form, which: Shown) -> Rect {
    let mut free = area;
    // What is written may be longer than the screen; every line keeps its place all the same.
    let mut all = shown_lines(form, view);
    let at = form.at();
    all.retain(|(places, _)| which == Shown::All || places.contains(&at));
    let elsewhere = all.iter().filter(|(places, _)| !places.contains(&at)).map(|(_, line)| {
        let value = Paragraph::new(value(line, false, None, view)).wrap(Wrap { trim: false });
        value.line_count(area.width.saturating_sub(LABEL + 2)).clamp(1, 2) as u16
    });
    // A box for words alone is low, and shows more than their last line.
    let most = (area.height / 3).max(area.height.saturating_sub(elsewhere.sum()).min(8)).max(1);
    for (places, line) in &all {
        let here = places.contains(&at);
        let room = free.width.saturating_sub(LABEL + 2);
        let cursor = form.cursor().filter(|_| here);
        let value = value(line, here, cursor, view);
        let before = cursor.map_or(0, |cursor| rows_to(line, cursor, room));
        let value = Paragraph::new(value).wrap(Wrap { trim: false });
        let rows = value.line_count(room).max(1) as u16;
        let rows = match (here, cursor) {
            (true, Some(_)) => rows.min(most),
            (true, None) => rows,
            (false, _) => rows.min(2),
        };
        let (place, below) = split_top(free, rows);
        frame.render_widget(label(&line.label, here, view), place);
        let behind = Rect { x: place.x + LABEL + 1, width: room, ..place }.intersection(place);
        let scroll = before.saturating_sub(behind.height);
        frame.render_widget(value.scroll((scroll, 0)), behind);
        spaced(frame, behind);
        if cursor.is_some() {
            show_cursor(frame, behind);
        }
        free = below;
    }
    free
}

/// Returns the lines of a form with the places that each stands for: the rows of the milestones are one, which says how
/// many of them are recorded.
fn shown_lines(form: &Form, view: View<'_>) -> Vec<(std::ops::Range<usize>, sheet::Line)> {
    let mut shown: Vec<(std::ops::Range<usize>, sheet::Line)> = Vec::new();
    for (at, line) in form.filled.sheet().lines().into_iter().enumerate() {
        match (line.steps.is_some(), shown.last_mut()) {
            (true, Some((places, before))) if before.steps.is_some() => places.end = at + 1,
            (true, _) => {
                let said = match &form.filled {
                    Filled::Overall(sheet) => sheet.milestones(),
                    _ => String::new(),
                };
                let said = sheet::Line::text("milestones", &said, usize::MAX)
                    .with_note(view.fill("{key:levels} fills them in"));
                let said = sheet::Line { steps: line.steps, ..said };
                shown.push((at..at + 1, said));
            }
            (false, _) => shown.push((at..at + 1, line)),
        }
    }
    shown
}

/// Draws a space where words were held together for the breaking of lines.
fn spaced(frame: &mut Frame<'_>, area: Rect) {
    let buffer = frame.buffer_mut();
    for at in area.positions() {
        if let Some(cell) = buffer.cell_mut(at).filter(|cell| cell.symbol() == "\u{a0}") {
            cell.set_symbol(" ");
        }
    }
}

/// Returns how many rows a text takes up to the word that the cursor is in.
fn rows_to(line: &sheet::Line, cursor: usize, width: u16) -> u16 {
    let Body::Text { text, .. } = &line.body else { return 0 };
    let (before, behind) = split(text, cursor);
    let word: String = behind.chars().take_while(|c| !c.is_whitespace()).collect();
    let text = format!("{before}{word} ");
    Paragraph::new(text).wrap(Wrap { trim: false }).line_count(width) as u16
}

/// Puts the terminal's own cursor where the caret is drawn: what reads a screen aloud follows it.
pub fn show_cursor(frame: &mut Frame<'_>, area: Rect) {
    let buffer = frame.buffer_mut();
    let is_caret =
        |at: &Position| buffer.cell(*at).is_some_and(|cell| cell.modifier.contains(Modifier::REVERSED));
    let at = area.positions().find(is_caret);
    if let Some(Position { x, y }) = at {
        frame.set_cursor_position((x, y));
    }
}

fn label(label: &str, here: bool, view: View<'_>) -> Line<'static> {
    let theme = view.theme;
    let marker = if here { theme.marker() } else { " " };
    Line::from(vec![
        Span::styled(marker.to_owned(), theme.asked),
        Span::styled(label.to_owned(), if here { theme.header } else { theme.quiet }),
    ])
}

fn value(line: &sheet::Line, here: bool, cursor: Option<usize>, view: View<'_>) -> Line<'static> {
    let theme = view.theme;
    let mut drawn = Line::default();
    match &line.body {
        Body::Choice { options, chosen } if here => {
            for (at, option) in options.iter().enumerate() {
                drawn.push_span(offered(option, Some(at) == *chosen, view));
            }
        }
        Body::Choice { .. } => {
            let (word, style) = match line.value() {
                Some(word) => (word.to_owned(), theme.base),
                None => ("not chosen".to_owned(), theme.quiet),
            };
            drawn.push_span(Span::styled(word, style));
        }
        Body::Text { text, limit } => match cursor {
            Some(cursor) => drawn.spans.extend(written(text, cursor, Some(*limit), view)),
            None => drawn.push_span(match line.value() {
                Some(text) => Span::styled(text.to_owned(), theme.base),
                None => Span::styled("none", theme.quiet),
            }),
        },
    }
    // What helps to choose is in the way once one is elsewhere.
    let helps = here || matches!(line.body, Body::Text { .. });
    if helps && !line.note.is_empty() {
        drawn.push_span(Span::styled(format!("  {}", line.note), theme.quiet));
    }
    drawn
}

/// Returns one of what a line offers, with what is typed for it; the chosen one stands in brackets.
fn offered(option: &Choice, chosen: bool, view: View<'_>) -> Span<'static> {
    // What is typed for it is not parted from it where a line ends.
    let named = option.offered().replacen(' ', "\u{a0}", 1);
    let (text, style) = if chosen {
        (format!("[{named}] "), view.theme.strong)
    } else {
        (format!(" {named}  "), view.theme.quiet)
    };
    Span::styled(text, style)
}

/// Returns a text with the caret in it, and how much of what the line takes is used up where that is most of it.
pub fn written(text: &str, cursor: usize, limit: Option<usize>, view: View<'_>) -> Vec<Span<'static>> {
    let theme = view.theme;
    let (before, behind) = split(text, cursor);
    // What a reader sees as one character is drawn as one, whatever it is made of.
    let whole = Span::raw(behind);
    let first = whole.styled_graphemes(theme.base).next().map_or("", |grapheme| grapheme.symbol);
    let rest = behind[first.len()..].to_owned();
    let under = if first.is_empty() { " " } else { first }.to_owned();
    let mut spans = vec![
        Span::styled(before.to_owned(), theme.base),
        Span::styled(under, theme.base.add_modifier(Modifier::REVERSED)),
        Span::styled(rest, theme.base),
    ];
    let Some(limit) = limit else { return spans };
    let used = text.chars().count();
    if used > limit {
        let over = used - limit;
        spans.push(Span::styled(format!("  {over} too many: {used} of {limit} characters"), theme.error));
    } else if used * COUNTED_FROM.1 >= limit * COUNTED_FROM.0 {
        spans.push(Span::styled(format!("  {used} of {limit} characters"), theme.quiet));
    }
    spans
}

/// Draws lines one below the other, and returns the room that is left.
fn stacked(frame: &mut Frame<'_>, area: Rect, lines: impl IntoIterator<Item = Line<'static>>) -> Rect {
    let mut free = area;
    for line in lines {
        let (place, below) = split_top(free, 1);
        frame.render_widget(line, place);
        free = below;
    }
    free
}

/// Reads back what would be recorded, and why, and says what the next key does, in lines of `width` columns. Of
/// reasons that have no room in `height` lines the middle is left out and counted: beginning and end are in sight.
fn read_back(form: &Form, view: View<'_>, width: u16, height: u16) -> Vec<Line<'static>> {
    let (theme, sheet, width) = (view.theme, form.filled.sheet(), usize::from(width));
    let rule = if theme.ascii() { "- reads back " } else { "─ reads back ─" };
    let (next, style) = match &form.stage {
        Stage::Editing => match sheet.missing() {
            Some(missing) => (format!("still to do: {missing}"), theme.quiet),
            None => (view.fill("{key:seal} reads it back"), theme.quiet),
        },
        Stage::ReadBack => (read_back_choices(), theme.asked),
        Stage::Pending => ("on its way to the disk…".to_owned(), theme.asked),
        Stage::Refused(why) => (format!("! not recorded: {why}. The draft is kept."), theme.error),
    };
    let styled = |text: &str, style| {
        wrapped(text, width).into_iter().map(move |line| Line::styled(line, style)).collect::<Vec<_>>()
    };
    let sentence = sheet.read_back();
    let because = sheet.because().unwrap_or_default().trim();
    let question = words::delicate(&format!("{sentence} {because}"));
    let mut end: Vec<_> = if form.stage == Stage::ReadBack {
        sheet.asks().into_iter().flat_map(|text| styled(&format!("? {text}"), theme.asked)).collect()
    } else {
        Vec::new()
    };
    end.extend(
        question
            .filter(|_| form.stage == Stage::ReadBack)
            .map_or(Vec::new(), |question| styled(&question, theme.asked)),
    );
    end.extend(styled(&next, style));
    let mut lines = vec![Line::styled(rule, theme.quiet)];
    lines.extend(styled(&sentence, theme.strong));
    if form.stage != Stage::Editing && !because.is_empty() {
        let reasons = styled(&format!("Because: {because}"), theme.base);
        let room = usize::from(height).saturating_sub(lines.len() + end.len());
        lines.extend(shortened(reasons, room.max(3), view));
    }
    lines.extend(end);
    lines
}

/// Leaves out the middle of what has no room, and says how much that is.
fn shortened(lines: Vec<Line<'static>>, room: usize, view: View<'_>) -> Vec<Line<'static>> {
    let left_out = match lines.len().checked_sub(room) {
        None | Some(0) => return lines,
        Some(over) => over + 1,
    };
    let head = (room - 1) / 2;
    let said = format!("… {left_out} lines more, above on their line …");
    let mut shown: Vec<_> = lines[..head].to_vec();
    shown.push(Line::styled(said, view.theme.quiet));
    shown.extend_from_slice(&lines[head + left_out..]);
    shown
}

fn inset(area: Rect) -> Rect {
    let by = area.width.min(1);
    Rect { x: area.x + by, width: area.width - by, ..area }
}

/// Says of which day, file and thresholds the evidence is.
fn record_head(evidence: &Evidence, view: View<'_>) -> [Line<'static>; 2] {
    let Evidence { as_of, case_file, thresholds, .. } = evidence;
    let thresholds = thresholds.as_deref().map_or("none".to_owned(), words::short);
    let of = format!(
        "data to {} · case file {} · thresholds {thresholds}",
        words::day(*as_of),
        words::short(case_file)
    );
    let head = [
        Span::styled(" what is on record as evidence", view.theme.header),
        Span::styled(view.fill(" · {key:page-down} reads on"), view.theme.quiet),
    ];
    [Line::from(head.to_vec()), Line::styled(of, view.theme.quiet)]
}

/// Returns one fact as evidence shows it.
fn shown(fact: &Fact, view: View<'_>) -> Text<'static> {
    Text::from(Line::from(vec![
        Span::styled(format!("{}: ", fact.label), view.theme.quiet),
        Span::styled(words::value(fact, words::short), view.theme.base),
    ]))
}
