//! The growth curve in sentences.

use crate::app::dossier::{Dossier, ExperienceRow};
use crate::domain::catalog::Catalog;
use crate::domain::experience::Group;
use crate::growth::bands::{Bands, Mark};
use crate::growth::block::BlockState;

use super::{counted, day, plural, position, probability};

/// Says all that the picture of a growth curve shows, now or at another completed training month.
pub fn growth_sentence(
    catalog: &Catalog,
    dossier: &Dossier,
    row: &ExperienceRow,
    at: Option<usize>,
) -> String {
    let unit = &row.definition.unit;
    let Some(now) = dossier.month else {
        return format!(
            "By {}: {}. Training time is unknown, since the case file has no first day of training: \
             no comparison and no forecast.",
            day(catalog.program.data_to),
            counted(row.n, unit),
        );
    };
    let month = at.map_or(now, |at| at as f64);
    let reading = match at {
        None => format!("At month {now:.1}: {}", counted(row.n, unit)),
        Some(at) if month > now => format!("Month {at} is still to come"),
        Some(at) => {
            let n = row.curve.get(at).map_or("no data".to_owned(), |n| counted(*n, unit));
            format!("At month {at}: {n}")
        }
    };
    let centile = position(row).filter(|_| at.is_none()).map(|p| {
        format!("Centile {:.0} (95 % interval {:.0} to {:.0}).", p.centile, p.interval.low, p.interval.high)
    });
    let first = format!("{reading}; {}.", usual(dossier, row, month));
    let no_centile = (!row.block.comparable()).then(|| "Hence no centile.".to_owned());
    let sentences = [Some(first), centile, block(dossier, row), no_centile, forecast(row)];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Says what the reference group had at a training month, in as much detail as its size bears.
fn usual(dossier: &Dossier, row: &ExperienceRow, month: f64) -> String {
    let label = &dossier.standard.group.label;
    let bands = dossier.standard.usual(&row.definition.code).map_or(&Bands::None, |usual| &usual.bands);
    let at = |mark| bands.at(mark, month).unwrap_or_default();
    match bands {
        Bands::None => "there are no graduates to compare with".to_owned(),
        Bands::Range { .. } => format!(
            "the {label} had between {:.0} and {:.0} by then, {:.0} in the middle, too few for centiles",
            at(Mark::Least),
            at(Mark::Most),
            at(Mark::MEDIAN)
        ),
        Bands::Centiles { .. } => {
            let (low, high) =
                (format!("{:.0}", at(Mark::Centile(25))), format!("{:.0}", at(Mark::Centile(75))));
            if low == high {
                format!("half or more of the {label} had {low} by then")
            } else {
                format!("half of the {label} had between {low} and {high} by then")
            }
        }
    }
}

/// Says how much lies behind and ahead of the rotations that bring an experience.
pub fn block(dossier: &Dossier, row: &ExperienceRow) -> Option<String> {
    let of = rotation(dossier, row);
    let blocks = |n: usize| counted(n as u64, "block");
    Some(match row.block {
        BlockState::Anywhere => return None,
        BlockState::Unknown => "Which rotations are done is not known.".to_owned(),
        BlockState::NotYet => format!("No block of {of} was had, and none is scheduled."),
        BlockState::Scheduled { next, to_come: 1 } => {
            format!("No block of {of} has ended; one runs or is scheduled from {}.", day(next))
        }
        BlockState::Scheduled { next, to_come } => format!(
            "No block of {of} has ended; {to_come} run or are scheduled, the first from {}.",
            day(next)
        ),
        BlockState::Had { blocks: had, to_come: 0 } => {
            format!("{} of {of} had, none scheduled.", blocks(had))
        }
        BlockState::Had { blocks: had, to_come } => {
            format!("{} of {of} had, {to_come} still scheduled.", blocks(had))
        }
    })
}

/// Names the rotation that brings an experience, if it is one.
fn rotation<'a>(dossier: &'a Dossier, row: &ExperienceRow) -> &'a str {
    let mut titles: Vec<_> = dossier
        .record
        .rotations
        .iter()
        .filter(|r| row.definition.rotations.contains(&r.rotation))
        .map(|r| r.title.as_str())
        .collect();
    titles.sort_unstable();
    titles.dedup();
    match titles.as_slice() {
        [one] => one,
        _ => "its rotations",
    }
}

/// Says what may still come, and what the flat rate does not know.
fn forecast(row: &ExperienceRow) -> Option<String> {
    let minimum = row.minimum.as_ref().map(|m| m.minimum);
    let reached =
        minimum.filter(|minimum| row.n >= *minimum).map(|m| format!("The minimum of {m} is reached."));
    let Some(forecast) = row.forecast else {
        return reached.or_else(|| Some("No forecast: too few graduates to take a pace from.".to_owned()));
    };
    let (low, high) = forecast.interval80();
    let expected = if low == high { low.to_string() } else { format!("{low} to {high}") };
    let enough = minimum.filter(|minimum| row.n < *minimum).map_or(String::new(), |minimum| {
        format!(", {minimum} or more with probability {}", probability(forecast.reaches(minimum)))
    });
    let none = (row.definition.group == Group::Rare).then(|| {
        let (more, none) = (forecast.expected_more(), probability(forecast.none_more()));
        format!(", {more:.1} more in the mean, no further {} with probability {none}", row.definition.unit)
    });
    let sentence = format!("{expected} expected by graduation (80 %){enough}{}.", none.unwrap_or_default());
    let ahead = (row.block.to_come() > 0).then(|| {
        let units = plural(&row.definition.unit);
        format!("The forecast is at a flat rate: scheduled blocks may bring more {units} than it says.")
    });
    Some([reached, Some(sentence), ahead].into_iter().flatten().collect::<Vec<_>>().join(" "))
}
