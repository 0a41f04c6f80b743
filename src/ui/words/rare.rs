//! Rare events in words: so far, what graduates had, and what may still come.

use crate::domain::coverage::Covered;
use crate::growth::totals::{Spread, Totals};
use crate::survey::dossier::{Dossier, ExperienceRow};

use super::{NONE, block, counted, counted_here, day, month, probability};

/// Says all that the line of a rare event shows.
pub fn rare_sentence(dossier: &Dossier, row: &ExperienceRow) -> String {
    let unit = &row.definition.unit;
    let so_far = match (row.n, row.last) {
        (None, _) => return "Not in this data: whether there was one is not known.".to_owned(),
        (Some(_), _) if row.covered != Covered::Whole => return format!("{}.", counted_here(row)),
        (Some(0), _) => format!("No {unit} so far."),
        (Some(n), Some(last)) => format!("{} so far, the last on {}.", counted(n, unit), day(last)),
        (Some(n), None) => format!("{} so far.", counted(n, unit)),
    };
    let ends = row.ends.map(|ends| graduates(&dossier.standard.group.label, ends));
    let sentences = [Some(so_far), ends, block(dossier, row), Some(to_come(dossier, row))];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Says what the group had by graduation, in as much detail as its size bears.
fn graduates(label: &str, ends: Totals) -> String {
    let spread = match ends.spread {
        Spread::Range(least, most) => format!("all of them from {least} to {most}"),
        Spread::Centiles(low, high) => format!("8 in 10 of them from {} to {}", short(low), short(high)),
    };
    let (median, none, n) = (short(ends.median), ends.none, ends.n);
    format!("By graduation the {label} had a median of {median}, {spread}; {none} of {n} had none.")
}

fn to_come(dossier: &Dossier, row: &ExperienceRow) -> String {
    match (row.forecast, dossier.months_left) {
        (Some(forecast), Some(left)) => {
            let none = probability(forecast.none_more());
            let more = expected_more(row);
            format!(
                "In the {left:.1} training months to come {more} more expected; none more with probability {none}."
            )
        }
        (None, Some(_)) => "No forecast: too few graduates to take a pace from.".to_owned(),
        (_, None) => "No forecast: training time is unknown.".to_owned(),
    }
}

/// Returns the median and how far the group's totals lie apart, "—" where there is nobody.
pub fn by_graduation(row: &ExperienceRow) -> String {
    let Some(ends) = row.ends else { return NONE.to_owned() };
    match ends.spread {
        Spread::Range(least, most) => format!("{} ({least}–{most})", short(ends.median)),
        Spread::Centiles(low, high) => format!("{} ({}–{})", short(ends.median), short(low), short(high)),
    }
}

/// Returns how many of the group never had one, such as "12 of 86".
pub fn had_none(row: &ExperienceRow) -> String {
    row.ends.map_or(NONE.to_owned(), |ends| format!("{} of {}", ends.none, ends.n))
}

/// Names what stands behind [`by_graduation`].
pub fn by_graduation_head(dossier: &Dossier) -> &'static str {
    let spread = dossier.experiences.iter().find_map(|row| row.ends).map(|ends| ends.spread);
    match spread {
        Some(Spread::Centiles(..)) => "median (10–90)",
        _ => "median (range)",
    }
}

/// Returns the expected number still to come.
pub fn expected_more(row: &ExperienceRow) -> String {
    row.forecast.map_or(NONE.to_owned(), |forecast| match forecast.expected_more() {
        more if more < 0.1 => "under 0.1".to_owned(),
        more => format!("{more:.1}"),
    })
}

/// Returns the probability that none is still to come.
pub fn none_more(row: &ExperienceRow) -> String {
    row.forecast.map_or(NONE.to_owned(), |forecast| probability(forecast.none_more()))
}

/// Says over which time the forecast reaches.
pub fn ahead(dossier: &Dossier) -> String {
    format!("training months to come: {}", month(dossier.months_left))
}

/// Returns a count between two whole numbers without a needless decimal.
fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}
