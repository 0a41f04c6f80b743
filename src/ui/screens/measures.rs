//! How the cases and attempts of one resident turned out, beside the program's others.

mod plain;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget as _, Wrap};

use crate::app::screen::{List, Section};
use crate::domain::measure::Direction;
use crate::growth::measure::Reading;
use crate::growth::proportion::{Interval, Rate};
use crate::prompts::About;
use crate::survey::attempts::AttemptRow;
use crate::survey::dossier::Dossier;
use crate::ui::paint::cusum::CusumChart;
use crate::ui::paint::funnel::{FunnelStrip, axis};
use crate::ui::paint::sparkline::sparkline;
use crate::ui::paint::text::{number, padded};
use crate::ui::table::{first_shown, list, select, split_top};
use crate::ui::words::measure as said;
use crate::ui::{View, words};

use super::{read_on, title};

pub use plain::plain;

/// The rows that a chart of attempts needs.
const CHART: u16 = 7;

/// Draws the half of the screen that is turned to.
pub fn draw(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    match view.model.turned.section {
        Section::Measures => measures(frame, view, area, dossier),
        Section::Attempts => attempts(frame, view, area, dossier),
    }
}

fn measures(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let (heading, rest) = split_top(area, 1);
    let as_of = words::day(view.model.catalog.program.data_to);
    let explained = format!("they reflect a team · twelve months to {as_of} · {{key:next-panel}}: attempts");
    frame.render_widget(title(view, "MEASURES", &explained), heading);
    if dossier.measures.is_empty() {
        let text = match ["measures", "measure_kinds"].iter().find(|r| !view.model.catalog.has(r)) {
            Some(relation) => {
                format!(" the case file has no relation {relation}, which would fill this screen")
            }
            None => " no case of this resident counts in a measure".to_owned(),
        };
        frame.render_widget(Line::styled(text, view.theme.quiet), rest);
        return;
    }
    let rows = dossier.measures.len() as u16 + heads(dossier);
    let (top, bottom) = split_top(rest, rows.min(rest.height.saturating_sub(8).max(3)) + 1);
    table(frame, view, Rect { height: top.height.saturating_sub(1), ..top }, dossier);
    let at = view.model.at[List::Measures].min(dossier.measures.len() - 1);
    detail(frame, view, bottom, dossier, &dossier.measures[at]);
}

/// Returns how many headings stand between the measures: one for each direction.
fn heads(dossier: &Dossier) -> u16 {
    let of = |direction| dossier.measures.iter().any(|row| row.kind.direction == direction);
    u16::from(of(Direction::Higher)) + u16::from(of(Direction::Lower))
}

/// Where the columns stand.
struct Columns {
    name: u16,
    share: u16,
    bar: u16,
    others: u16,
    periods: u16,
}

impl Columns {
    fn of(width: u16) -> Self {
        let (bar, others, periods) = match width {
            0..=69 => (0, 0, 8),
            70..=99 => (16, 0, 8),
            100..=139 => (32, 6, 9),
            _ => (50, 7, 10),
        };
        let share = 19;
        let name = width.saturating_sub(3 + share + bar + 2 + others + periods + 2).min(44);
        Self { name, share, bar, others, periods }
    }

    /// Returns the places of name, share, bar, others and periods in one row.
    fn places(&self, row: Rect) -> [Rect; 5] {
        let mut x = row.x + 1;
        [(self.name, 1), (self.share, 1), (self.bar, 1), (self.others, 1), (self.periods, 0)].map(
            |(width, gap)| {
                let place = Rect { x, width, ..row }.intersection(row);
                x = x.saturating_add(width + gap);
                place
            },
        )
    }
}

/// One row of the table: a heading, or a measure by its place.
enum MeasureRow {
    Head(Direction),
    Measure(usize),
}

fn table(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let columns = Columns::of(area.width);
    let mut rows = Vec::new();
    for (i, reading) in dossier.measures.iter().enumerate() {
        let direction = reading.kind.direction;
        if i == 0 || dossier.measures[i - 1].kind.direction != direction {
            rows.push(MeasureRow::Head(direction));
        }
        rows.push(MeasureRow::Measure(i));
    }
    let at = view.model.at[List::Measures].min(dossier.measures.len().saturating_sub(1));
    let selected = rows.iter().position(|row| matches!(row, MeasureRow::Measure(i) if *i == at)).unwrap_or(0);
    let first = first_shown(rows.len(), selected, usize::from(area.height));
    for (row, place) in rows.iter().skip(first).zip(area.rows()) {
        match row {
            MeasureRow::Head(direction) => head(frame, view, place, &columns, *direction, dossier),
            MeasureRow::Measure(i) => measure(frame, view, place, &columns, dossier, *i),
        }
    }
}

/// Returns the axis that all measures of one direction share.
fn common_axis(dossier: &Dossier, direction: Direction) -> Interval {
    let alike = dossier.measures.iter().filter(|row| row.kind.direction == direction);
    let shares = alike.flat_map(|row| {
        let limits = row.limits_95.map(|l| if direction == Direction::Higher { l.low } else { l.high });
        row.rate.map(Rate::share).into_iter().chain(row.others.map(Rate::share)).chain(limits)
    });
    axis(shares, direction == Direction::Higher)
}

fn head(
    frame: &mut Frame<'_>,
    view: View<'_>,
    place: Rect,
    columns: &Columns,
    direction: Direction,
    dossier: &Dossier,
) {
    let [name, share, bar, others, periods] = columns.places(place);
    let quiet = view.theme.quiet;
    put(frame, name, &format!(" {}", said::direction(direction)), view.theme.usual);
    put(frame, share, "    n   % (95 %)", quiet);
    put(frame, bar, &ends(common_axis(dossier, direction), bar.width), quiet);
    put(frame, others, "others", quiet);
    put(frame, periods, "2 years", quiet);
}

fn measure(
    frame: &mut Frame<'_>,
    view: View<'_>,
    place: Rect,
    columns: &Columns,
    dossier: &Dossier,
    index: usize,
) {
    let theme = view.theme;
    let reading = &dossier.measures[index];
    let [name, share, bar, others, periods] = columns.places(place);
    let title = padded(&format!(" {}", reading.kind.title), usize::from(name.width), theme.ascii());
    put(frame, name, &title, theme.base);
    put(frame, share, &number(&reading.tally.n().to_string(), 5), theme.strong);
    let value = Rect { x: share.x + 7, width: share.width.saturating_sub(7), ..share };
    put(frame, value, &said::share(reading.rate), theme.quiet);
    let axis = common_axis(dossier, reading.kind.direction);
    let strip = FunnelStrip {
        axis,
        share: reading.rate.map(|rate| (rate.share(), rate.interval())),
        others: reading.others.map(Rate::share),
        limits_95: reading.limits_95,
        limits_998: reading.limits_998,
        theme,
    };
    let beside = reading.others.map_or(words::NO_DATA.to_owned(), |r| format!("{:.0}", 100.0 * r.share()));
    put(frame, others, &number(&beside, usize::from(others.width).min(4)), theme.quiet);
    put(frame, periods, &course(reading, axis, view), theme.usual);
    if index == view.model.at[List::Measures].min(dossier.measures.len() - 1) {
        put(frame, Rect { width: 1, ..place }, theme.marker(), theme.asked);
        select(frame, view, place);
    }
    strip.render(bar, frame.buffer_mut());
    let about = About::Measure(reading.kind.id.clone());
    if dossier.prompts.iter().any(|prompt| prompt.touches(&about)) {
        put(frame, Rect { x: periods.right(), width: 2, ..place }.intersection(place), " ?", theme.asked);
    }
}

/// Returns the share of each period as a bar on the common axis; a dot is a period of fewer than ten.
fn course(reading: &Reading, axis: Interval, view: View<'_>) -> String {
    const STEPS: f64 = 1000.0;
    let height = |share: f64| {
        let place = ((share - axis.low) / (axis.high - axis.low)).clamp(0.0, 1.0);
        (place * STEPS).round() as u32
    };
    let bars = reading.periods.map(|period| period.rate.map(|rate| height(rate.share())));
    sparkline(&bars, Some(STEPS as u32), view.theme.look.glyphs)
}

fn detail(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier, reading: &Reading) {
    let theme = view.theme;
    let as_of = view.model.catalog.program.data_to;
    let (heading, rest) = split_top(area, 1);
    let place = said::place(reading).unwrap_or("");
    frame.render_widget(title(view, &reading.kind.title.to_uppercase(), place), heading);
    let quiet = |text: String| Line::styled(text, theme.quiet);
    let about = About::Measure(reading.kind.id.clone());
    let asked = dossier.prompts.iter().filter(|prompt| prompt.touches(&about));
    let by_period = said::dated(reading, as_of).count() as u16 + 2;
    let as_table = area.height >= by_period + 14 && area.width >= 70;
    let mut lines = vec![
        Line::styled(said::of_cases(reading), theme.strong),
        Line::styled(said::beside(reading), theme.base),
    ];
    lines.extend(asked.map(|prompt| Line::styled(format!("? {}", prompt.sentence), theme.asked)));
    lines.push(quiet(said::definition(reading)));
    lines.extend(Some(quiet(said::periods(reading, as_of))).filter(|_| !as_table));
    lines.extend([quiet(said::trend(reading)), quiet(said::dispersion(reading))]);
    lines.extend(said::without_cases(&view.model.catalog, &dossier.measures).map(quiet));
    let below = read_on(frame, view, rest, lines);
    if as_table {
        let (_, below) = split_top(below, 1);
        by_periods(frame, view, below, reading, common_axis(dossier, reading.kind.direction));
    }
}

/// Draws the periods one below the other, newest last, each share with its interval.
fn by_periods(frame: &mut Frame<'_>, view: View<'_>, area: Rect, reading: &Reading, axis: Interval) {
    let theme = view.theme;
    let columns = Columns::of(area.width);
    let as_of = view.model.catalog.program.data_to;
    let (heading, rest) = split_top(area, 1);
    let [name, share, bar, ..] = columns.places(heading);
    put(frame, name, " three months to", theme.quiet);
    put(frame, share, "    n   % (95 %)", theme.quiet);
    put(frame, bar, &ends(axis, bar.width), theme.quiet);
    for ((end, period), row) in said::dated(reading, as_of).zip(rest.rows()) {
        let [name, share, bar, ..] = columns.places(row);
        put(frame, name, &format!(" {end}"), theme.quiet);
        put(frame, share, &number(&period.n.to_string(), 5), theme.base);
        let value = Rect { x: share.x + 7, width: share.width.saturating_sub(7), ..share };
        let text = if period.rate.is_some() { said::share(period.rate) } else { "too few".to_owned() };
        put(frame, value, &text, theme.quiet);
        let strip = FunnelStrip {
            axis,
            share: period.rate.map(|rate| (rate.share(), rate.interval())),
            others: reading.others.map(Rate::share),
            limits_95: None,
            limits_998: None,
            theme,
        };
        strip.render(bar, frame.buffer_mut());
    }
}

/// Writes the ends of an axis at the ends of a column.
fn ends(axis: Interval, width: u16) -> String {
    let (low, high) = (format!("{:.0}", 100.0 * axis.low), format!("{:.0}", 100.0 * axis.high));
    let gap = usize::from(width).saturating_sub(low.len() + high.len());
    format!("{low}{}{high}", " ".repeat(gap))
}

fn attempts(frame: &mut Frame<'_>, view: View<'_>, area: Rect, dossier: &Dossier) {
    let (heading, rest) = split_top(area, 1);
    frame.render_widget(
        title(view, "ATTEMPTS", "only those whose outcome is recorded · {key:next-panel}: measures"),
        heading,
    );
    let Some(row) =
        dossier.attempts.get(view.model.at[List::Attempts].min(dossier.attempts.len().saturating_sub(1)))
    else {
        let text = " no outcome of a procedure is recorded for this resident (procedures.outcome), so none is added up";
        frame.render_widget(
            Paragraph::new(Line::styled(text, view.theme.quiet)).wrap(Wrap { trim: false }),
            rest,
        );
        return;
    };
    let wanted = dossier.attempts.len() as u16;
    let (top, bottom) = split_top(rest, wanted.min(rest.height.saturating_sub(CHART + 7).max(3)) + 1);
    let lines: Vec<_> =
        dossier.attempts.iter().map(|row| attempt(row, view, usize::from(area.width))).collect();
    let at = view.model.at[List::Attempts].min(dossier.attempts.len() - 1);
    list(frame, view, Rect { height: top.height.saturating_sub(1), ..top }, &lines, Some(at));
    added_up(frame, view, bottom, row);
}

fn attempt(row: &AttemptRow, view: View<'_>, width: usize) -> Line<'static> {
    let theme = view.theme;
    let name = width.saturating_sub(50).clamp(16, 30);
    let n = row.attempts.outcomes.len();
    Line::from(vec![
        Span::styled(
            format!(" {}", padded(&said::procedure(&row.attempts.kind), name, theme.ascii())),
            theme.base,
        ),
        Span::styled(number(&n.to_string(), 5), theme.strong),
        Span::styled(format!(" of {:<5}", row.attempts.performed), theme.quiet),
        Span::styled(format!("{:>3} failed  ", row.failures), theme.base),
        Span::styled(said::share(row.rate), theme.quiet),
    ])
}

/// Draws the sum of the selected kind, with what counts as a failure in sight.
fn added_up(frame: &mut Frame<'_>, view: View<'_>, area: Rect, row: &AttemptRow) {
    let theme = view.theme;
    let (heading, rest) = split_top(area, 1);
    let explained = said::span(row);
    frame
        .render_widget(title(view, &said::procedure(&row.attempts.kind).to_uppercase(), &explained), heading);
    let mut lines = vec![
        Line::styled(said::of_attempts(row), theme.strong),
        Line::styled(said::yardstick(row), theme.base),
    ];
    lines.extend(said::sums(row).into_iter().map(|text| Line::styled(text, theme.quiet)));
    let below = read_on(frame, view, rest, lines);
    if let Some(against) = &row.against {
        let chart = CusumChart { sums: &against.cusum.sums, boundary: against.limits.boundary, theme };
        chart.render(Rect { height: below.height.min(16), ..below }, frame.buffer_mut());
    }
}

fn put(frame: &mut Frame<'_>, place: Rect, text: &str, style: Style) {
    if place.width > 0 && place.height > 0 {
        frame.buffer_mut().set_stringn(place.x, place.y, text, usize::from(place.width), style);
    }
}
