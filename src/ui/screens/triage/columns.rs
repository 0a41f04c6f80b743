//! The columns of the triage table, by the room that there is.

use ratatui::text::{Line, Span};

use crate::app::Model;
use crate::prompts::Kind;
use crate::survey::triage::{TriageReview, TriageRow};
use crate::ui::paint::sparkline::{headroom, sparkline};
use crate::ui::paint::text::{number, padded};
use crate::ui::{View, words};

/// How wide each column is; 0 leaves it out.
pub struct Columns {
    name: usize,
    coach: usize,
    months: usize,
    /// Whether prompts are also told by kind, and what came since the last meeting.
    by_kind: bool,
    since: bool,
}

impl Columns {
    pub fn of(width: usize) -> Self {
        let (name, coach, months) = match width {
            0..=79 => (14, 0, 0),
            80..=109 => (20, 0, 12),
            _ => (24, 14, 12),
        };
        Self { name, coach, months, by_kind: width >= 148, since: width >= 110 }
    }

    /// Returns what stands above the columns.
    pub fn heads(&self, view: View<'_>) -> Line<'static> {
        let mut text = format!(
            "  {}class month {}",
            words_in("resident", self.name, view),
            words_in("coach", self.coach, view)
        );
        for (head, width) in self.numbers() {
            text += &number(head, width);
            text.push(' ');
        }
        text += &words_in(if self.months > 0 { "12 months" } else { "" }, self.months, view);
        if self.since {
            text += "new cases new ratings ";
        }
        Line::styled(text + "review", view.theme.quiet)
    }

    /// Returns the columns of numbers, each with its width.
    fn numbers(&self) -> Vec<(&'static str, usize)> {
        let kinds = [("experience", 10), ("milestones", 10), ("EPAs", 4), ("other", 5)];
        let kinds = kinds.into_iter().filter(|_| self.by_kind);
        [("open", 4), ("new", 4)].into_iter().chain(kinds).chain([("watched", 7)]).collect()
    }

    /// Returns the line of one resident.
    pub fn line(&self, row: &TriageRow, view: View<'_>) -> Line<'static> {
        let (model, theme) = (view.model, view.theme);
        let notable = row.overall.as_ref().is_some_and(|stands| stands.is_notable(&model.catalog));
        let month = row.month.map_or(words::NONE.to_owned(), |month| format!("{month:.1}"));
        let coach = if model.presenting { "" } else { row.coach.as_deref().unwrap_or(words::NONE) };
        let months = row
            .activity
            .as_ref()
            .map_or(String::new(), |a| sparkline(&a.months, Some(headroom(&a.months)), theme.look.glyphs));
        let mut line = vec![
            Span::styled(if notable { "!" } else { " " }, theme.asked),
            Span::styled(words_in(model.called(&row.id, &row.name), self.name, view), theme.strong),
            Span::styled(format!("{} {month:>5} ", padded(&row.training_year, 5, theme.ascii())), theme.base),
            Span::styled(words_in(coach, self.coach, view), theme.quiet),
        ];
        line.extend(self.numbers().into_iter().zip(self.counts(row)).map(|((head, width), n)| {
            let style = if head == "watched" || n.parse() == Ok(0) { theme.quiet } else { theme.asked };
            Span::styled(format!("{} ", number(&n, width)), style)
        }));
        line.push(Span::styled(words_in(&months, self.months, view), theme.usual));
        if self.since {
            let since =
                row.activity.as_ref().map_or([words::NO_DATA.to_owned(), words::NO_DATA.to_owned()], |a| {
                    let ratings = a.ratings_since.map_or(words::NO_DATA.to_owned(), |n| n.to_string());
                    [a.cases_since.to_string(), ratings]
                });
            line.push(Span::styled(
                format!("{} {} ", number(&since[0], 9), number(&since[1], 11)),
                theme.quiet,
            ));
        }
        line.push(Span::styled(row.review.to_string(), theme.quiet));
        Line::from(line)
    }

    /// Returns the numbers of a row, in the order of their columns.
    fn counts(&self, row: &TriageRow) -> Vec<String> {
        let columns = self.numbers().len();
        if row.review == TriageReview::NotRead {
            return vec!["…".to_owned(); columns];
        }
        let new = row.newly_asked().map_or(words::NO_DATA.to_owned(), |n| n.to_string());
        let named = [Kind::Experience, Kind::Milestone, Kind::Epa].map(|kind| row.of_kind(kind));
        let others = row.open() - named.iter().sum::<usize>();
        let not_compared = row.says_nothing();
        let of =
            |n: usize| if n == 0 && not_compared { words::NOT_COMPARED.to_owned() } else { n.to_string() };
        let kinds = named.into_iter().chain([others]).enumerate();
        let kinds = kinds.map(|(at, n)| if at == 0 { of(n) } else { n.to_string() });
        let kinds: Vec<_> = kinds.filter(|_| self.by_kind).collect();
        [of(row.open()), new].into_iter().chain(kinds).chain([row.watched.len().to_string()]).collect()
    }
}

/// Returns a cell of words with a blank behind it; nothing where its column is left out.
fn words_in(text: &str, width: usize, view: View<'_>) -> String {
    if width == 0 { String::new() } else { format!("{} ", padded(text, width, view.theme.ascii())) }
}

/// Says how many are listed, by what, and in which order.
pub fn asked_for(model: &Model) -> String {
    let listing = &model.listing;
    let (shown, all) = (model.visible().count(), listing.rows.len());
    let mut parts = vec![if shown == all { format!("all {all}") } else { format!("{shown} of {all}") }];
    parts.extend(listing.class.as_ref().map(|class| format!("class {class}")));
    // While codes are shown, a coach would give away whose they are.
    parts.extend(listing.coach.as_ref().filter(|_| !model.presenting).map(|coach| format!("coach {coach}")));
    parts.extend(listing.only_new.then(|| "new prompts".to_owned()));
    parts.extend(Some(&listing.typed).filter(|typed| !typed.is_empty()).map(|typed| format!("“{typed}”")));
    if listing.is_narrowed() {
        parts.push("{key:back} lists everyone".to_owned());
    }
    parts.push(format!("sorted by {}, not a ranking", listing.order));
    parts.extend(model.earlier.as_ref().map(|earlier| format!("new: since {}", words::day(earlier.day()))));
    parts.join(" · ")
}
