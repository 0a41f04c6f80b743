//! The short texts that screens and plain output share. They describe and never judge.

use std::collections::BTreeMap;

use crate::domain::catalog::Catalog;
use crate::domain::coverage::Covered;
use crate::domain::experience::Group;
use crate::domain::milestone::{HalfSteps, Period};
use crate::domain::resident::Span;
use crate::domain::wording;
use crate::growth::bands::FEWEST_FOR_CENTILES;
use crate::growth::position::Position;
use crate::prompts::{Aftermath, Chance, Kind, Prompt};
use crate::survey::dossier::{Dossier, ExperienceRow, MilestoneRow};

mod advice;
mod bearing;
mod card;
mod clinical;
mod curve;
mod entry;
pub mod evidence;
mod goal;
mod heard;
pub mod held;
pub mod known;
pub mod levels;
pub mod measure;
mod meeting;
mod rare;
pub mod replay;

pub use crate::domain::text::sanitised as clean;
pub use crate::domain::words::{counted, day, plural, probability};
pub use advice::{waiting, waiting_counts, waiting_detail};
pub use bearing::{NOT_COMPARED, NOT_COMPARED_MEANS, bearing, bearing_head, silent};
pub use card::{card_how, card_state, card_value, choices, offers};
pub use clinical::{BY_CLINICAL_MONTHS, clinical_sentence};
pub use curve::{benchmark, benchmark_name, block, forecast_method, growth_sentence, method, rotations_in};
pub use entry::{
    act, entry_line, entry_lines, fate, holds_back, person, sealed, short, shown, standing, told_entry, value,
};
pub use goal::{due, goal, goals_due};
pub use heard::heard;
pub use meeting::{
    NO_PLAN, beside_ratings, clock, decided_here, detail as step_detail, levels, meeting_head, overall,
    place, ratings_in_lines, recused, rest, sealed_late_or_missing, standing_overall, step, turn,
};
pub use rare::{ahead, by_graduation, by_graduation_head, expected_more, had_none, none_more, rare_sentence};

/// What every screen, help and export says.
pub const BANNER: &str = "experience, not competence";

/// Stands where there is no number.
pub const NONE: &str = "—";

/// Stands where there are no data, which is not zero.
pub const NO_DATA: &str = "·";

/// Asks about words that may speak of what minutes leave out; `None` where there are none.
pub fn delicate(text: &str) -> Option<String> {
    let found = wording::delicate(text);
    let named: Vec<_> =
        found.iter().map(|words| format!("“{}”", words.trim_matches(['"', '“', '”']))).collect();
    (!found.is_empty()).then(|| {
        format!(
            "? {}: does it have to be there? The minutes and the resident's copy print these words as you write them: write nothing of health, leave or family, and quote nobody.",
            named.join(", ")
        )
    })
}

/// Returns training months with one decimal.
pub fn month(month: Option<f64>) -> String {
    month.map_or("unknown".to_owned(), |month| format!("{month:.1}"))
}

/// Returns who a resident is and where in training.
pub fn header(catalog: &Catalog, dossier: &Dossier, called: &str) -> String {
    let mut parts = vec![called.to_owned()];
    match dossier.month {
        Some(month) => {
            parts.push(dossier.training_year.clone());
            parts.push(format!("month {month:.1} of {}", catalog.program.training_months));
            if dossier.months_away >= 0.05 {
                parts.push(format!("away {:.1} months", dossier.months_away));
            }
        }
        None => parts.push("training time unknown".to_owned()),
    }
    // Where the code stands for the name, the coach would give the resident away.
    if called != dossier.resident.id.as_str() {
        let coach = dossier.resident.coach.as_ref();
        parts.push(coach.map_or("no coach named".to_owned(), |coach| format!("coach {coach}")));
    }
    parts.join(" · ")
}

/// Returns the reference group and what its size allows to say.
pub fn group(dossier: &Dossier) -> String {
    let group = &dossier.standard.group;
    match group.n() {
        0 => "no graduates to compare with".to_owned(),
        n if n < FEWEST_FOR_CENTILES => {
            format!("too few graduates for centiles ({}): median and range", group.label)
        }
        _ => format!("typical range of {}", group.label),
    }
}

/// Names the file that would fill what is empty.
pub fn brings(relation: &str) -> String {
    format!("{relation}.csv brings it")
}

/// Tells how far a resident has come to a minimum, where no graduates say what is usual: the count and the minimum.
pub fn toward_minimum(dossier: &Dossier, row: &ExperienceRow) -> Option<(u32, u32)> {
    let minimum = row.minimum.as_ref().filter(|_| dossier.standard.group.n() == 0)?.minimum;
    row.n.map(|n| (n, minimum))
}

/// Returns the position to show: none before the block that brings the experience was had.
pub fn position(row: &ExperienceRow) -> Option<Position> {
    row.position.filter(|_| row.block.comparable())
}

/// Returns the centile with its 95 % interval; "—" where there is none.
pub fn centile(row: &ExperienceRow) -> String {
    position(row).map_or(NONE.to_owned(), |p| {
        format!("{:.0} ({:.0}–{:.0})", p.centile, p.interval.low, p.interval.high)
    })
}

/// Says why there is no centile.
pub fn why_no_centile(dossier: &Dossier, row: &ExperienceRow) -> Option<String> {
    if position(row).is_some() {
        return None;
    }
    match &row.covered {
        Covered::Nowhere => return Some(NOT_HERE.to_owned()),
        Covered::Partly(_) => return Some("a part of training is not in this data".to_owned()),
        Covered::Whole => {}
    }
    Some(match (dossier.month, dossier.standard.group.n()) {
        (None, _) => "training time unknown: the case file has no first day of training".to_owned(),
        (_, 0) => "no graduates to compare with".to_owned(),
        (_, n) if n < FEWEST_FOR_CENTILES => {
            let graduates = if n == 1 { "graduate is" } else { "graduates are" };
            format!("{n} {graduates} too few for centiles: median and range only")
        }
        _ => {
            block(dossier, row).map_or("not worked out".to_owned(), |why| format!("block not yet had: {why}"))
        }
    })
}

/// Returns a count for a column of numbers: "·" where the data say nothing, and at least so many where they say nothing
/// of a part of training.
pub fn count(row: &ExperienceRow, ascii: bool) -> String {
    match (row.n, &row.covered) {
        (None, _) => NO_DATA.to_owned(),
        (Some(n), Covered::Whole) => n.to_string(),
        (Some(n), _) if ascii => format!(">={n}"),
        (Some(n), _) => format!("≥{n}"),
    }
}

/// Returns a count for a column of words.
pub fn count_in_words(row: &ExperienceRow) -> String {
    match (row.n, &row.covered) {
        (None, _) => NOT_HERE.to_owned(),
        (Some(n), Covered::Whole) => n.to_string(),
        (Some(n), _) => format!("at least {n}"),
    }
}

/// Returns a count in its unit, with the days that it covers where these are not all.
pub fn counted_here(row: &ExperienceRow) -> String {
    let Some(n) = row.n else { return NOT_HERE.to_owned() };
    let n = counted(n, &row.definition.unit);
    match &row.covered {
        Covered::Partly(spans) => format!("{n}, {}", covered_days(spans)),
        Covered::Whole | Covered::Nowhere => n,
    }
}

/// Says which days are covered, the rest not being in the data.
fn covered_days(spans: &[Span]) -> String {
    let all: Vec<_> = spans.iter().map(|span| format!("{} to {}", day(span.from), day(span.to))).collect();
    format!("of {} only; the rest is not in this data", all.join(" and "))
}

/// Says what stands where a source does not record something.
pub const NOT_HERE: &str = "not in this data";

/// Says once what stands where nobody of the file was rated.
pub const NO_RATINGS: &str = "no ratings in this data";

/// What may stand there at graduation.
enum AtEnd {
    /// The minimum is reached, whatever is still to come.
    Reached { n: u32, minimum: u32 },
    /// Of a rare event the probability that none is still to come.
    NoneMore(f64),
    /// The 80 % interval where there is a forecast.
    Expected { interval: Option<(u32, u32)>, minimum: Option<u32> },
}

impl AtEnd {
    fn of(row: &ExperienceRow) -> Self {
        let minimum = row.minimum.as_ref().map(|m| m.minimum);
        match (minimum.zip(row.n), row.forecast) {
            (Some((minimum, n)), _) if n >= minimum => Self::Reached { n, minimum },
            (_, Some(forecast)) if row.definition.group == Group::Rare => {
                Self::NoneMore(forecast.none_more())
            }
            (_, forecast) => Self::Expected { interval: forecast.map(|it| it.interval80()), minimum },
        }
    }
}

/// Returns what may stand there at graduation: 80 % interval and minimum.
pub fn by_end(row: &ExperienceRow) -> String {
    match AtEnd::of(row) {
        AtEnd::Reached { n, minimum } => format!("{n}+ /{minimum}"),
        AtEnd::NoneMore(chance) => format!("rare, {:.0} % none more", 100.0 * chance),
        AtEnd::Expected { interval, minimum } => {
            let expected = interval.map_or(NONE.to_owned(), |it| range(it, "–"));
            minimum.map_or(expected.clone(), |minimum| format!("{expected} /{minimum}"))
        }
    }
}

/// Returns what may stand there at graduation, in words.
pub fn by_end_in_words(row: &ExperienceRow) -> String {
    match AtEnd::of(row) {
        AtEnd::Reached { n, minimum } => format!("at least {n}, the minimum of {minimum} is reached"),
        AtEnd::NoneMore(chance) => format!("none more with probability {}", probability(chance)),
        AtEnd::Expected { interval, minimum } => {
            let expected = interval.map_or("not forecast".to_owned(), |it| range(it, " to "));
            minimum.map_or(expected.clone(), |minimum| format!("{expected}, minimum {minimum}"))
        }
    }
}

fn range((low, high): (u32, u32), between: &str) -> String {
    if low == high { low.to_string() } else { format!("{low}{between}{high}") }
}

/// Returns the minimum with its authority.
pub fn minimum(row: &ExperienceRow) -> Option<String> {
    let minimum = row.minimum.as_ref()?;
    Some(format!("{} ({}; {}, {})", minimum.minimum, minimum.status, minimum.source, minimum.version))
}

/// Returns a milestone rating of one period: a level, "n/a" not assessable, "·" no rating.
pub fn rating(ratings: &BTreeMap<Period, Option<HalfSteps>>, period: Period) -> String {
    levels::level(ratings.get(&period))
}

/// Returns the committee's last two ratings.
pub fn milestone_change(row: &MilestoneRow) -> String {
    let mut last: Vec<_> =
        row.committee.keys().rev().take(2).map(|period| rating(&row.committee, *period)).collect();
    last.reverse();
    if last.is_empty() { NO_DATA.to_owned() } else { last.join(" → ") }
}

/// Returns the name of a kind of prompts.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Experience => "experience",
        Kind::Milestone => "milestone",
        Kind::Epa => "EPA",
        Kind::Measure => "measure",
        Kind::Goal => "goal",
        Kind::Data => "data",
        Kind::Watch => "watched",
        Kind::Program => "program",
    }
}

/// Returns open prompts by kind.
pub fn prompt_counts(prompts: &[(Kind, usize)]) -> String {
    let counts: Vec<_> = prompts.iter().map(|(of, n)| format!("{n} {}", kind(*of))).collect();
    if counts.is_empty() { NONE.to_owned() } else { counts.join("  ") }
}

/// Returns the rule of a prompt, and the numbers that it went by.
pub fn rule(prompt: &Prompt) -> String {
    let Prompt { rule, value, threshold, n, .. } = prompt;
    format!("rule: {} · value {value} · threshold {threshold} · n {n}", rule.title())
}

/// Returns how often a prompt fires where nothing is the matter, and what became of others who had it.
pub fn chance(prompt: &Prompt) -> String {
    match &prompt.aftermath {
        Some(Aftermath::NotKnown) if prompt.chance == Chance::NotKnown => {
            "how often this fires by chance, and what became of others with it, is not known".to_owned()
        }
        Some(aftermath) => format!("{}; {aftermath}", prompt.chance),
        None => prompt.chance.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_counted_by_kind_and_never_summed() {
        assert_eq!(prompt_counts(&[(Kind::Experience, 2), (Kind::Epa, 1)]), "2 experience  1 EPA");
        assert_eq!(prompt_counts(&[]), "—");
    }

    #[test]
    fn an_unknown_month_is_no_number() {
        assert_eq!([month(Some(29.42)), month(None)], ["29.4", "unknown"]);
    }
}
