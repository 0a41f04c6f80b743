//! The growth curve in sentences.

use crate::app::screen::Beside;
use crate::domain::benchmark::{Benchmark, BenchmarkLine};
use crate::domain::catalog::Catalog;
use crate::domain::coverage::Covered;
use crate::domain::experience::Group;
use crate::growth::bands::{Bands, Mark};
use crate::growth::block::BlockState;
use crate::growth::conditional::Conditional;
use crate::growth::position::Position;
use crate::growth::rotation_names::{Broken, Renamed};
use crate::growth::training_time::TrainingTime;
use crate::survey::dossier::{Dossier, ExperienceRow};

use super::{counted, counted_here, day, position, probability};

/// Says all that the picture of a growth curve shows, now or at another completed training month:
/// what is usual, where this resident is, how sure that is, and what may still come.
pub fn growth_sentence(
    catalog: &Catalog,
    dossier: &Dossier,
    row: &ExperienceRow,
    (at, beside): (Option<usize>, Beside),
) -> String {
    if row.covered != Covered::Whole {
        return not_whole(row);
    }
    let Some(now) = dossier.month else {
        return format!(
            "By {}: {}. Training time is unknown, since the case file has no first day of training: \
             no comparison and no forecast.",
            day(catalog.program.data_to),
            counted_here(row),
        );
    };
    let month = at.map_or(now, |at| at as f64);
    let program = beside != Beside::Benchmark;
    let outside = benchmark(catalog, row).filter(|_| beside != Beside::Program);
    let no_centile =
        (program && at.is_none() && !row.block.comparable()).then(|| "Hence no centile.".to_owned());
    let sentences = [
        Some(reading(dossier, row, now, at)),
        at.and_then(|at| explained(dossier, at)),
        program.then(|| usual(dossier, row, month)),
        program.then(|| place(dossier, row, now, at)).flatten(),
        (program && at.is_none()).then(|| given(dossier, row)).flatten(),
        outside.map(|outside| usual_outside(outside, month)),
        block(dossier, row),
        no_centile,
        forecast(dossier, row),
    ];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Says why nothing is compared: the source says nothing, or not of all of the training.
fn not_whole(row: &ExperienceRow) -> String {
    if row.n.is_none() {
        return "Not in this data: the source of this case file does not record it of this resident. That is no zero: \
                how many there were is not known."
            .to_owned();
    }
    format!("{}. Hence no comparison, no forecast and no word on the minimum.", counted_here(row))
}

/// Says what was counted by a month, or what is expected by one that is still to come.
fn reading(dossier: &Dossier, row: &ExperienceRow, now: f64, at: Option<usize>) -> String {
    let unit = &row.definition.unit;
    match at {
        None => format!("At month {now:.1}: {}.", counted_here(row)),
        Some(at) if at as f64 > now => {
            let fan = dossier.fan(row);
            let there = fan.iter().find(|point| point.month >= at as f64).or(fan.last());
            let expected = there.map_or(String::new(), |point| {
                format!(": {:.0} expected by then, {} (80 %)", point.expected, span(point.low, point.high))
            });
            format!("Month {at} is still to come{expected}.")
        }
        Some(at) => {
            let n = row.curve.get(at).map_or("no data".to_owned(), |n| counted(*n, unit));
            format!("At month {at}: {n}.")
        }
    }
}

/// Says where the count stands given where it stood half a year before, and how often chance brings that.
fn given(dossier: &Dossier, row: &ExperienceRow) -> Option<String> {
    let found = dossier.given(row)?;
    let Conditional { since, stood, month, count, low, high, chance, .. } = found;
    let wanted =
        format!("Given {stood} at month {since}, {} were expected at month {month} (80 %)", span(low, high));
    let many = if count < low { "few" } else { "many" };
    Some(if found.is_outside() {
        format!(
            "{wanted}, and it was {count}: so {many} come by chance with probability {}.",
            probability(chance)
        )
    } else {
        format!("{wanted}, and it was {count}.")
    })
}

/// Names what the resident was doing in the month that is read, which explains the curve's steps.
fn explained(dossier: &Dossier, at: usize) -> Option<String> {
    let names = rotations_in(dossier, at);
    (!names.is_empty()).then(|| format!("In that month: {names}."))
}

fn span(low: u32, high: u32) -> String {
    if low == high { low.to_string() } else { format!("{low} to {high}") }
}

/// Says what the reference group had at a training month, in as much detail as its size bears.
fn usual(dossier: &Dossier, row: &ExperienceRow, month: f64) -> String {
    let label = &dossier.standard.group.label;
    let Some(usual) = dossier.standard.usual(&row.definition.code) else {
        return usual_of(&Bands::None, label, month);
    };
    let label = match usual.left_out {
        0 => label.clone(),
        out => format!("{label}, without {out} of whom the data cover a part only,"),
    };
    usual_of(&usual.bands, &label, month)
}

/// Says what those behind some bands had at a month of their axis.
pub(super) fn usual_of(bands: &Bands, label: &str, month: f64) -> String {
    let at = |mark| bands.at(mark, month).unwrap_or_default().round() as u32;
    let between = |low, high| match (at(low), at(high)) {
        (low, high) if low == high => low.to_string(),
        (low, high) => format!("between {low} and {high}"),
    };
    match bands {
        Bands::None => "There are no graduates to compare with.".to_owned(),
        Bands::Range { .. } => format!(
            "The {label} had {} by then, {} in the middle, too few for centiles.",
            between(Mark::Least, Mark::Most),
            at(Mark::MEDIAN)
        ),
        Bands::Centiles { .. } => format!(
            "Of the {label}, half had {} by then, 8 in 10 {}, the middle one {}.",
            between(Mark::Centile(25), Mark::Centile(75)),
            between(Mark::Centile(10), Mark::Centile(90)),
            at(Mark::MEDIAN)
        ),
    }
}

/// Says where the resident stood among the group at a training month, and how sure that is.
///
/// Before the block that brings the experience had ended by then, like is not compared with like.
fn place(dossier: &Dossier, row: &ExperienceRow, now: f64, at: Option<usize>) -> Option<String> {
    let found = match at {
        None => position(row),
        Some(at) if at as f64 > now => None,
        Some(at) => {
            let on = TrainingTime::of(&dossier.resident)?.day(at as f64)?;
            let then = dossier.block_on(row, on);
            let usual = dossier.standard.usual(&row.definition.code).filter(|_| then.comparable())?;
            usual.position(*row.curve.get(at)?, at as f64)
        }
    }?;
    Some(standing(found))
}

/// Says a position and how sure it is.
pub(super) fn standing(found: Position) -> String {
    let (low, high) = (found.interval.low, found.interval.high);
    format!(
        "That is centile {:.0}; a group of {} tells it to within {low:.0} to {high:.0} (95 %).",
        found.centile, found.n
    )
}

/// Returns the benchmark of an experience.
pub fn benchmark<'a>(catalog: &'a Catalog, row: &ExperienceRow) -> Option<&'a Benchmark> {
    catalog.benchmarks.get(&row.definition.code)
}

/// Names a benchmark: its source and its date.
pub fn benchmark_name(benchmark: &Benchmark) -> String {
    format!("{}, {}", benchmark.source, day(benchmark.as_of))
}

/// Says what a benchmark gives as usual at a training month.
fn usual_outside(benchmark: &Benchmark, month: f64) -> String {
    let at = |centile| benchmark.line(centile)?.at(month);
    let each = |line: &BenchmarkLine| Some(format!("{:.0} at centile {}", line.at(month)?, line.centile));
    let lines: Vec<_> = benchmark.lines.iter().filter_map(each).collect();
    let says = match (at(10.0), at(50.0), at(90.0)) {
        (Some(low), Some(middle), Some(high)) => {
            format!("8 in 10 between {low:.0} and {high:.0} by then, the middle one {middle:.0}")
        }
        _ if lines.is_empty() => "nothing for that month".to_owned(),
        _ => lines.join(", "),
    };
    let left_out = match benchmark.left_out {
        0 => String::new(),
        1 => " Of it 1 line contradicts itself and is left out.".to_owned(),
        n => format!(" Of it {n} lines contradict themselves and are left out."),
    };
    format!("The benchmark ({}): {says}.{left_out}", benchmark_name(benchmark))
}

/// Says how the bands behind a number were made, and from how many.
pub fn method(dossier: &Dossier, row: &ExperienceRow) -> String {
    match dossier.standard.usual(&row.definition.code).map_or(&Bands::None, |usual| &usual.bands) {
        Bands::None => "none: no graduates to compare with".to_owned(),
        Bands::Range { n, .. } => {
            format!("least, median and most by training month; n {n}, too few for centiles")
        }
        Bands::Centiles { n, method, lines } => {
            let marks: Vec<_> = lines.iter().map(|line| line.mark.to_string()).collect();
            format!("centiles {} by training month: {method}; n {n}", marks.join(", "))
        }
    }
}

/// Says what a forecast rests on.
pub fn forecast_method(dossier: &Dossier, row: &ExperienceRow) -> String {
    if row.forecast.is_none() {
        return "none: training time is unknown, the group too small, or its rotations have two names"
            .to_owned();
    }
    let by_schedule = !row.definition.rotations.is_empty() && !dossier.record.rotations.is_empty();
    let schedule = if by_schedule {
        ", moved by the blocks that are scheduled"
    } else {
        ", since no schedule decides it"
    };
    format!(
        "gamma–Poisson: what the {} met from this training month on{schedule}, at this resident's own pace",
        dossier.standard.group.label
    )
}

/// Says how much lies behind and ahead of the rotations that bring an experience.
pub fn block(dossier: &Dossier, row: &ExperienceRow) -> Option<String> {
    let of = rotation(dossier, row);
    let blocks = |n: usize| counted(n as u64, "block");
    Some(match row.block {
        BlockState::Anywhere => return None,
        BlockState::Unknown => match dossier.standard.broken(&row.definition.code) {
            Some(Broken::Renamed(Renamed { from, to, on })) => format!(
                "The schedule has {from} until {to} takes its place on {}, and the definition has {from} alone: nothing is \
                 compared and nothing forecast.",
                day(*on)
            ),
            Some(Broken::Nowhere) => {
                "Nobody's schedule has the rotations that bring it by the names of the definition: it \
                                      is compared by training time alone."
                    .to_owned()
            }
            None => "Which rotations are done is not known.".to_owned(),
        },
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

/// Says what may still come.
fn forecast(dossier: &Dossier, row: &ExperienceRow) -> Option<String> {
    let minimum = row.minimum.as_ref().map(|m| m.minimum);
    let n = row.n?;
    let reached = minimum.filter(|minimum| n >= *minimum).map(|m| format!("The minimum of {m} is reached."));
    let Some(forecast) = row.forecast else {
        let why = match dossier.standard.broken(&row.definition.code) {
            Some(Broken::Renamed(_)) => "its rotations have two names",
            _ => "too few graduates to take a pace from",
        };
        return reached.or_else(|| Some(format!("No forecast: {why}.")));
    };
    let (low, high) = forecast.interval80();
    let expected = span(low, high);
    let enough = minimum.filter(|minimum| n < *minimum).map_or(String::new(), |minimum| {
        format!(", {minimum} or more with probability {}", probability(forecast.reaches(minimum)))
    });
    let none = (row.definition.group == Group::Rare).then(|| {
        let (more, none) = (forecast.expected_more(), probability(forecast.none_more()));
        format!(", {more:.1} more in the mean, no further {} with probability {none}", row.definition.unit)
    });
    let sentence = format!("{expected} expected by graduation (80 %){enough}{}.", none.unwrap_or_default());
    let ahead = (row.block.to_come() > 0).then(|| "The blocks still to come are counted in.".to_owned());
    Some([reached, Some(sentence), ahead].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Names the rotations and absences of one training month, counted from 1.
pub fn rotations_in(dossier: &Dossier, month: usize) -> String {
    let Some(time) = TrainingTime::of(&dossier.resident) else { return String::new() };
    let begins = month.checked_sub(1).and_then(|before| time.day(before as f64));
    let Some((from, to)) = begins.zip(time.day(month as f64)) else { return String::new() };
    let blocks = dossier.record.rotations.iter().filter(|r| r.span.from < to && from <= r.span.to);
    let mut names: Vec<&str> = Vec::new();
    for block in blocks {
        if !names.contains(&block.title.as_str()) {
            names.push(&block.title);
        }
    }
    if dossier.resident.absences.iter().any(|away| away.from < to && from <= away.to) {
        names.push("away");
    }
    names.join(", ")
}
