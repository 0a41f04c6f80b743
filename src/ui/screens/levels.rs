//! The milestones as a table that is filled in: what the committee said before, self, what was rated now, and what is
//! being recorded.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::form::Form;
use crate::committee::levels::{LevelRow, LevelTable, Mark, Marks};
use crate::committee::sheet::Sheet;
use crate::domain::milestone::{Period, Subcompetency};
use crate::ui::paint::text::{padded, wrapped};
use crate::ui::table::{list, split_top};
use crate::ui::{View, words};

use super::evidence::{self, Curve, Place};

/// How wide the table is beside what is known of a row: three fifths of the screen, within these.
const TABLE: (u16, u16) = (76, 130);

/// How wide each column is, by the room that there is.
#[derive(Clone, Copy)]
pub struct Columns {
    pub title: usize,
    before: usize,
    own: usize,
    rated: usize,
    now: usize,
    /// The room for all of them.
    pub all: usize,
}

/// What a row stands on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum On {
    Decision,
    /// A member's card, whose rows may be left empty.
    Card,
    /// A card that others look on: only whether a row is rated is seen.
    HiddenCard,
}

/// How wide the codes are.
const CODE: usize = 6;

impl Columns {
    /// Returns the columns of a table that has the ratings of a meeting beside it, or of a card, which has not.
    pub fn of(width: u16, has_ratings: bool) -> Self {
        let (own, rated, now) = if width < 100 { (6, 14, 15) } else { (14, 20, 16) };
        let rated = if has_ratings { rated } else { 0 };
        let before = 8;
        let used = CODE + 2 * before + own + rated + now + 3;
        let width = usize::from(width);
        Self { title: width.saturating_sub(used).clamp(8, 60), before, own, rated, now, all: width }
    }
}

/// Returns the names of the columns.
pub fn head(table: &LevelTable, columns: Columns, view: View<'_>, last: &str) -> Line<'static> {
    let Columns { title, before, own, rated, .. } = columns;
    let mut text = vec![format!(" {:width$}", "subcompetency", width = CODE + title)];
    text.extend(
        last_two(table).map(|at| format!("{:>before$}", at.map_or(String::new(), words::levels::period))),
    );
    let self_of =
        table.own.filter(|_| own > 8).map_or(String::new(), |it| format!(" {}", words::levels::period(it)));
    text.push(format!("{:>own$}", format!("self{self_of}")));
    text.extend((rated > 0).then(|| format!("  {:width$}", "rated now", width = rated.saturating_sub(2))));
    text.push(format!("  {last}"));
    Line::styled(text.concat(), view.theme.quiet)
}

/// Returns the half-years of the two columns of the committee; where it spoke in one only, the first is empty.
fn last_two(table: &LevelTable) -> [Option<Period>; 2] {
    match table.before.as_slice() {
        [] => [None, None],
        [only] => [None, Some(*only)],
        [.., older, newer] => [Some(*older), Some(*newer)],
    }
}

/// Returns the name of a domain, above its rows.
pub fn domain(known: &Subcompetency, view: View<'_>) -> Line<'static> {
    Line::styled(format!(" {}", words::clean(known.domain_title()).to_uppercase()), view.theme.header)
}

/// Returns one row; what is being recorded is not shown where others look on.
pub fn row(
    table: &LevelTable,
    row: &LevelRow,
    mark: Option<Mark>,
    columns: Columns,
    view: View<'_>,
    on: On,
) -> Line<'static> {
    let (theme, Columns { title, before, own, rated, now, .. }) = (view.theme, columns);
    let name = format!(" {:CODE$}{}", row.known.id, padded(&row.known.title, title, theme.ascii()));
    let mut line = Line::from(Span::styled(name, theme.base));
    for period in last_two(table) {
        let level = period.map_or(String::new(), |period| words::levels::level(row.committee.get(&period)));
        line.push_span(Span::styled(format!("{level:>before$}"), theme.base));
    }
    let said = table.own.map_or(String::new(), |period| words::levels::level(row.own.get(&period)));
    line.push_span(Span::styled(format!("{said:>own$}"), theme.quiet));
    if rated > 0 {
        let times = if theme.ascii() { "x" } else { "×" };
        let said = words::levels::rated(row, rated - 3, times);
        let style = if row.rated.len() > 1 { theme.asked } else { theme.base };
        line.push_span(Span::styled(format!("  {}", padded(&said, rated - 2, theme.ascii())), style));
    }
    let (said, style) = match mark {
        None if on != On::Decision => ("·".to_owned(), theme.quiet),
        Some(_) if on == On::HiddenCard => ("rated".to_owned(), theme.strong),
        None => (words::levels::recorded(row, mark), theme.quiet),
        Some(mark) if mark.carried || row.jumps(mark) => {
            (words::levels::recorded(row, Some(mark)), theme.asked)
        }
        Some(mark) => (words::levels::recorded(row, Some(mark)), theme.strong),
    };
    line.push_span(Span::styled(format!("  {}", padded(&said, now - 2, theme.ascii())), style));
    line
}

/// Draws the table of a decision, and what is known of the row at hand.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, form: &Form, table: &LevelTable) {
    let sheet = form.filled.sheet();
    let marks = sheet.marks();
    let about = form.row().and_then(|id| table.row(&id));
    let table_width = (area.width / 5 * 3).clamp(TABLE.0, TABLE.1);
    let (beside, place) = match (Place::of(view, area.width), about) {
        (Place::Beside, _) => {
            let [left, right] =
                Layout::horizontal([Constraint::Length(table_width), Constraint::Min(0)]).areas(area);
            (Some(right), left)
        }
        (Place::Below, Some(about)) => return turned_to(frame, view, area, table, (about, &marks)),
        _ => (None, area),
    };
    // The table has the room that it needs, as far as something is left to say of the row at hand.
    let domains = table.rows.chunk_by(|one, next| one.known.domain() == next.known.domain()).count();
    let wanted = (table.rows.len() + domains + 1) as u16;
    let low = area.height.saturating_sub(wanted).clamp(8, 12);
    let below = if beside.is_some() { 0 } else { low.min(place.height / 2) };
    let (top, foot) = split_top(place, place.height.saturating_sub(below));
    let columns = Columns::of(top.width, true);
    let (heading, rows) = split_top(top, 1);
    frame.render_widget(head(table, columns, view, "recorded"), behind_the_marker(heading));
    let (mut lines, mut at) = (Vec::new(), None);
    for (i, known) in table.rows.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|before| table.rows.get(before));
        if before.is_none_or(|before| before.known.domain() != known.known.domain()) {
            lines.push(domain(&known.known, view));
        }
        if form.row().as_ref() == Some(&known.known.id) {
            at = Some(lines.len());
        }
        lines.push(row(table, known, marks.get(&known.known.id).copied(), columns, view, On::Decision));
    }
    list(frame, view, rows, &lines, at);
    let place = beside.unwrap_or(foot);
    let width = usize::from(place.width.saturating_sub(2));
    let detail = about.map(|row| detail(row, table, sheet, view, width)).unwrap_or_default();
    let (said, below) = split_top(place, detail.len() as u16 + 1);
    for (line, place) in detail.into_iter().zip(said.rows()) {
        frame.render_widget(line, place);
    }
    if beside.is_some() {
        evidence::draw(frame, view, below, Curve::Below);
    }
}

/// Draws the row at hand, and the evidence that was turned to in place of the others.
fn turned_to(
    frame: &mut Frame<'_>,
    view: View<'_>,
    area: Rect,
    table: &LevelTable,
    (about, marks): (&LevelRow, &Marks),
) {
    let columns = Columns::of(area.width, true);
    let (heading, rest) = split_top(area, 1);
    frame.render_widget(head(table, columns, view, "recorded"), behind_the_marker(heading));
    let (place, below) = split_top(rest, 2);
    let mark = marks.get(&about.known.id).copied();
    list(frame, view, place, &[row(table, about, mark, columns, view, On::Decision)], Some(0));
    evidence::draw(frame, view, below, Curve::Below);
}

/// Leaves out the column of the marker, as the rows do.
fn behind_the_marker(heading: Rect) -> Rect {
    Rect { x: heading.x + 1, width: heading.width.saturating_sub(1), ..heading }.intersection(heading)
}

/// Says what is known of a row and asked about the table, in lines of so many columns.
fn detail(
    row: &LevelRow,
    table: &LevelTable,
    sheet: &dyn Sheet,
    view: View<'_>,
    width: usize,
) -> Vec<Line<'static>> {
    let theme = view.theme;
    let marks = sheet.marks();
    let mark = marks.get(&row.known.id).copied();
    let mut lines = Vec::new();
    let mut say = |text: &str, style| {
        lines.extend(wrapped(text, width).into_iter().map(|line| Line::styled(format!(" {line}"), style)));
    };
    say(&format!("{} {}", row.known.id, row.known.title), theme.strong);
    say(&view.fill(&how(row, mark)), theme.quiet);
    for text in words::levels::known(table, row) {
        say(&text, theme.base);
    }
    if let Some(text) = words::levels::distance(mark) {
        say(&text, theme.quiet);
    }
    for text in sheet.asks() {
        say(&format!("? {text}"), theme.asked);
    }
    for text in &row.prompts {
        say(&format!("? {text}"), theme.asked);
    }
    lines
}

/// Says what can be pressed on a row, and what it would choose.
fn how(row: &LevelRow, mark: Option<Mark>) -> String {
    let mut said = Vec::new();
    said.extend(
        row.agreed().ok().map(|(level, n)| format!("{{key:levels.take-agreed}} {level} as rated by {n}")),
    );
    if let (Some((period, _)), Ok(Mark { level: Some(level), .. })) = (row.last(), row.carried()) {
        said.push(format!("{{key:levels.take-last}} {level} as in {period}"));
    }
    said.push("0 to 5, or 3.5 · n not assessable".to_owned());
    if mark.is_some() {
        said.push("{key:writing.edit-erase-left} not yet".to_owned());
    }
    said.join(" · ")
}
