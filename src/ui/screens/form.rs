//! What the forms share: a labelled line, what is written or chosen on it, and the reading back.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Wrap};

use crate::committee::sheet::Stage;
use crate::ledger::entry::{Evidence, Fact};
use crate::ui::table::split_top;
use crate::ui::{View, words};

/// Returns the beginning of a form's line: the marker of the current one, and the label.
pub fn labelled(label: &str, width: usize, here: bool, view: View<'_>) -> Line<'static> {
    let theme = view.theme;
    let marker = if here { theme.marker() } else { " " };
    Line::from(vec![
        Span::styled(marker.to_owned(), theme.asked),
        Span::styled(format!("{label:<width$}"), if here { theme.header } else { theme.quiet }),
    ])
}

/// Draws the lines of a form, each made by [`labelled`] with a label of `width` columns: what does not fit goes on
/// below its value. Returns the room that is left.
pub fn fields(frame: &mut Frame<'_>, area: Rect, width: u16, lines: Vec<Line<'static>>) -> Rect {
    let mut free = area;
    for mut line in lines {
        let value = Line::from(line.spans.split_off(line.spans.len().min(2)));
        let value = Paragraph::new(value).wrap(Wrap { trim: false });
        let room = free.width.saturating_sub(width + 2);
        let (place, below) = split_top(free, value.line_count(room).max(1) as u16);
        frame.render_widget(line, place);
        let behind = Rect { x: place.x + width + 1, width: room, ..place };
        frame.render_widget(value, behind.intersection(place));
        free = below;
    }
    free
}

/// Draws lines one below the other, and returns the room that is left.
pub fn stacked(frame: &mut Frame<'_>, area: Rect, lines: impl IntoIterator<Item = Line<'static>>) -> Rect {
    let mut free = area;
    for line in lines {
        let (place, below) = split_top(free, 1);
        frame.render_widget(line, place);
        free = below;
    }
    free
}

/// Adds words to choose from; the chosen one stands in brackets.
pub fn choices(line: &mut Line<'static>, all: impl IntoIterator<Item = (String, bool)>, view: View<'_>) {
    for (word, chosen) in all {
        let (text, style) = if chosen {
            (format!("[{word}] "), view.theme.strong)
        } else {
            (format!(" {word}  "), view.theme.quiet)
        };
        line.push_span(Span::styled(text, style));
    }
}

/// Adds what is chosen; on the current line all that there is to choose from.
pub fn chosen(
    line: &mut Line<'static>,
    all: impl IntoIterator<Item = (String, bool)>,
    here: bool,
    view: View<'_>,
) {
    if here {
        return choices(line, all, view);
    }
    let word = all.into_iter().find(|(_, chosen)| *chosen).map(|(word, _)| word);
    let (word, style) = match word {
        Some(word) => (word, view.theme.base),
        None => ("not chosen".to_owned(), view.theme.quiet),
    };
    line.push_span(Span::styled(word, style));
}

/// Adds what was written, with the caret on the current line.
pub fn text(line: &mut Line<'static>, written: &str, here: bool, view: View<'_>) {
    let caret = if view.theme.ascii() { "_" } else { "▏" };
    line.push_span(Span::styled(written.to_owned(), view.theme.base));
    if here {
        line.push_span(Span::styled(caret, view.theme.asked));
    }
}

/// Reads back what would be recorded, and why, and says what the next key does.
pub fn read_back(
    stage: &Stage,
    missing: Option<&str>,
    sentence: String,
    because: Option<&str>,
    view: View<'_>,
) -> Paragraph<'static> {
    let theme = view.theme;
    let rule = if theme.ascii() { "- reads back " } else { "─ reads back ─" };
    let (next, style) = match stage {
        Stage::Editing => match missing {
            Some(missing) => (format!("still to do: {missing}"), theme.quiet),
            None => ("Ctrl-s reads it back".to_owned(), theme.quiet),
        },
        Stage::ReadBack => {
            ("Ctrl-s or Enter records it; any change goes back to writing".to_owned(), theme.asked)
        }
        Stage::Pending => ("on its way to the disk…".to_owned(), theme.asked),
        Stage::Refused(why) => (format!("! not recorded: {why}. The draft is kept."), theme.error),
    };
    let question = words::delicate(&format!("{sentence} {}", because.unwrap_or_default()));
    let mut lines = vec![Line::styled(rule, theme.quiet), Line::styled(sentence, theme.strong)];
    if let Some(because) = because.filter(|_| *stage != Stage::Editing) {
        lines.push(Line::styled(format!("Because: {}", because.trim()), theme.base));
    }
    lines
        .extend(question.filter(|_| *stage == Stage::ReadBack).map(|asked| Line::styled(asked, theme.asked)));
    lines.push(Line::styled(next, style));
    Paragraph::new(lines).wrap(Wrap { trim: false })
}

/// Draws a paragraph one column in, as all else stands, so that its further lines do too.
pub fn draw_inset(frame: &mut Frame<'_>, paragraph: &Paragraph<'_>, area: Rect) {
    frame.render_widget(paragraph, inset(area));
}

/// Returns how many lines a paragraph takes when it is drawn one column in.
pub fn height_inset(paragraph: &Paragraph<'_>, area: Rect) -> u16 {
    paragraph.line_count(inset(area).width) as u16
}

fn inset(area: Rect) -> Rect {
    let by = area.width.min(1);
    Rect { x: area.x + by, width: area.width - by, ..area }
}

/// Says of which day, file and thresholds the evidence is.
pub fn record_head(evidence: &Evidence, view: View<'_>) -> [Line<'static>; 2] {
    let Evidence { as_of, case_file, thresholds, .. } = evidence;
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

/// Returns one fact as evidence shows it.
pub fn shown(fact: &Fact, view: View<'_>) -> Text<'static> {
    Text::from(Line::from(vec![
        Span::styled(format!("{}: ", fact.label), view.theme.quiet),
        Span::styled(words::value(fact, words::short), view.theme.base),
    ]))
}

/// Adds what was written; elsewhere than on the current line, that nothing was.
pub fn or_none(line: &mut Line<'static>, written: &str, here: bool, view: View<'_>) {
    text(line, written, here, view);
    if !here && written.is_empty() {
        line.push_span(Span::styled("none", view.theme.quiet));
    }
}
