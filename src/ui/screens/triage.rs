//! Whom do we need to talk about, and is everyone on the list? Not a ranking.

mod plain;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::{Model, Remote};
use crate::prompts::Kind;
use crate::survey::triage::{TriageReview, TriageRow};
use crate::ui::paint::sparkline::{headroom, sparkline};
use crate::ui::paint::text::{fitted, padded};
use crate::ui::table::{list, split_top};
use crate::ui::{View, words};

pub use plain::{plain, triage};

/// How wide each column is; 0 leaves it out.
struct Columns {
    name: usize,
    coach: usize,
    prompts: usize,
    months: usize,
    since: usize,
}

/// How wide the prompts are with what is watched.
const WITH_WATCHED: usize = 26;

impl Columns {
    fn of(width: usize) -> Self {
        match width {
            0..=79 => Self { name: 14, coach: 0, prompts: 23, months: 0, since: 0 },
            80..=109 => Self { name: 17, coach: 0, prompts: WITH_WATCHED, months: 12, since: 0 },
            110..=149 => Self { name: 24, coach: 16, prompts: WITH_WATCHED, months: 13, since: 13 },
            _ => Self { name: 40, coach: 28, prompts: 30, months: 16, since: 16 },
        }
    }
}

/// Draws the triage table.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect) {
    let (model, theme) = (view.model, view.theme);
    let (top, rest) = split_top(area, 4);
    let program = &model.catalog.program;
    let shown = model.visible().count();
    let heading = format!(
        " {} · data to {} · {} residents",
        program.name,
        words::day(program.data_to),
        model.catalog.current().count()
    );
    let class = model.listing.class.as_deref().unwrap_or("all");
    let sorted = if model.ledger_is_read() {
        format!(" sorted by {}, not a ranking · class {class} · {shown} shown", model.listing.order)
    } else {
        " reading the ledger… nobody is opened before it is read".to_owned()
    };
    let (rest, below) = split_top(rest, rest.height.saturating_sub(program_line(model).map_or(0, |_| 1)));
    if let Some(text) = program_line(model) {
        let text = fitted(&view.fill(&text), usize::from(below.width), theme.ascii());
        frame.render_widget(Line::styled(text, theme.asked), below);
    }
    let columns = Columns::of(usize::from(area.width));
    let head = [
        Line::styled(fitted(&heading, usize::from(area.width), theme.ascii()), theme.strong),
        Line::styled(sorted, theme.quiet),
        stands(view, usize::from(area.width)),
        column_heads(&columns, view),
    ];
    for (line, row) in head.into_iter().zip(top.rows()) {
        frame.render_widget(line, row);
    }
    if let Remote::Ready(_) = model.survey {
        let rows: Vec<_> = model.visible().collect();
        let lines: Vec<_> = rows.iter().map(|row| line(row, &columns, view)).collect();
        list(frame, view, rest, &lines, Some(cursor(model, &rows)));
        if rows.is_empty() {
            frame.render_widget(
                Line::styled(" no current residents are in this case file", theme.quiet),
                rest,
            );
        }
    } else {
        frame.render_widget(Line::styled(" counting exposures…", theme.quiet), rest);
    }
}

/// Says of the selected resident what was decided last as a whole; of some the sign before the name says that it is not
/// the usual.
fn stands(view: View<'_>, width: usize) -> Line<'static> {
    let model = view.model;
    let rows: Vec<_> = model.visible().collect();
    let Some(stands) = rows.get(cursor(model, &rows)).and_then(|row| row.overall.as_ref()) else {
        return Line::default();
    };
    let notable = stands.is_notable(&model.catalog);
    let sign = if notable { "!" } else { " " };
    let text = format!("{sign}{}", words::standing_overall(&model.catalog, stands));
    let style = if notable { view.theme.asked } else { view.theme.quiet };
    Line::styled(fitted(&text, width, view.theme.ascii()), style)
}

/// Returns the first thing asked of the program, and how many more there are.
fn program_line(model: &Model) -> Option<String> {
    let prompts = model.asked_of_program();
    let more = match prompts.len().checked_sub(1)? {
        0 => String::new(),
        more => format!("{more} more, {{key:program-prompts}} lists them · "),
    };
    Some(format!(" ? program: {more}{}", prompts.first()?.sentence))
}

fn cursor(model: &Model, rows: &[&TriageRow]) -> usize {
    model.selected.as_ref().and_then(|id| rows.iter().position(|row| &row.id == id)).unwrap_or(0)
}

fn column_heads(columns: &Columns, view: View<'_>) -> Line<'static> {
    let head = |text: &str, width: usize| {
        if width == 0 { String::new() } else { format!("{} ", padded(text, width, true)) }
    };
    let text = [
        "  ".to_owned(),
        head("resident", columns.name),
        head("class", 5),
        head("month", 5),
        head("coach", columns.coach),
        head(
            if columns.prompts < WITH_WATCHED {
                "open prompts, +others"
            } else {
                "prompts, +others ~watched"
            },
            columns.prompts,
        ),
        head(if columns.months > 0 { "12 months" } else { "" }, columns.months),
        head("since last", columns.since),
        "review".to_owned(),
    ];
    Line::styled(text.concat(), view.theme.quiet)
}

/// Returns the open prompts by kind, each in a column of its own, and what is watched where there is room for it.
fn counts(row: &TriageRow, width: usize) -> String {
    let watched = if width < WITH_WATCHED { 0 } else { row.watched };
    if row.prompts.is_empty() && watched == 0 {
        return "—".to_owned();
    }
    let of = |kind| row.prompts.iter().find(|(k, _)| *k == kind).map(|(_, n)| *n);
    let named = [(Kind::Experience, "exp"), (Kind::Milestone, "mil"), (Kind::Epa, "EPA")];
    let others: usize =
        row.prompts.iter().filter(|(kind, _)| named.iter().all(|(k, _)| k != kind)).map(|(_, n)| n).sum();
    let named =
        named.map(|(kind, word)| of(kind).map_or_else(|| " ".repeat(7), |n| format!("{n:>2} {word} ")));
    let others = if others == 0 { String::new() } else { format!("+{others}") };
    let watched = if watched == 0 { String::new() } else { format!("~{watched}") };
    format!("{}{others:<3}{watched}", named.concat()).trim_end().to_owned()
}

fn line(row: &TriageRow, columns: &Columns, view: View<'_>) -> Line<'static> {
    let (model, theme) = (view.model, view.theme);
    let ascii = theme.ascii();
    let cell = |text: &str, width: usize| {
        if width == 0 { String::new() } else { format!("{} ", padded(text, width, ascii)) }
    };
    let month = row.month.map_or("—".to_owned(), |month| format!("{month:.1}"));
    let coach = if model.presenting { "" } else { row.coach.as_deref().unwrap_or("—") };
    let prompts =
        if row.review == TriageReview::NotRead { "…".to_owned() } else { counts(row, columns.prompts) };
    let months = row
        .activity
        .as_ref()
        .map_or(String::new(), |a| sparkline(&a.months, Some(headroom(&a.months)), theme.look.glyphs));
    let since = row.activity.as_ref().map_or(String::new(), |a| {
        let ratings = a.ratings_since.map_or(words::NO_DATA.to_owned(), |n| n.to_string());
        format!("{:>4} c {ratings:>3} o", a.cases_since)
    });
    let asked =
        if row.prompts.is_empty() || row.review == TriageReview::NotRead { theme.quiet } else { theme.asked };
    Line::from(vec![
        Span::styled(
            if row.overall.as_ref().is_some_and(|it| it.is_notable(&model.catalog)) { "!" } else { " " },
            theme.asked,
        ),
        Span::styled(cell(model.called(&row.id, &row.name), columns.name), theme.strong),
        Span::styled(format!("{} {month:>5} ", padded(&row.training_year, 5, ascii)), theme.base),
        Span::styled(cell(coach, columns.coach), theme.quiet),
        Span::styled(cell(&prompts, columns.prompts), asked),
        Span::styled(cell(&months, columns.months), theme.usual),
        Span::styled(cell(&since, columns.since), theme.quiet),
        Span::styled(row.review.to_string(), theme.quiet),
    ])
}
