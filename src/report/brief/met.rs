//! What was met: some experiences with a plot, all others with their count.

use std::cmp::Reverse;

use strum::IntoEnumIterator as _;

use super::{Experience, Figure, Known};
use crate::domain::experience::Group;
use crate::domain::words::{counted, day, plural};
use crate::growth::bands::{Bands, Mark};
use crate::growth::block::BlockState;
use crate::prompts::{About, Kind};
use crate::report::plot::Plot;

/// How many plots the page has room for.
const PLOTS: usize = 8;

/// Returns the experiences with a plot, in order of presentation: those that a prompt asks about first,
/// then the categories of the case log that were met most in the last six training months.
pub fn figures(known: &Known<'_>) -> Vec<Figure> {
    plotted(known).into_iter().map(|i| figure(known, &known.experiences[i])).collect()
}

fn plotted(known: &Known<'_>) -> Vec<usize> {
    let ordinary = |&i: &usize| known.experiences[i].definition.group != Group::Rare;
    let mut places: Vec<usize> = (0..known.experiences.len()).filter(ordinary).collect();
    places.sort_by_key(|&i| {
        let one = &known.experiences[i];
        let category = one.definition.group == Group::Category;
        (!is_asked(known, one), !category, Reverse(one.recent), Reverse(one.n))
    });
    places.retain(|&i| known.experiences[i].n > 0 || is_asked(known, &known.experiences[i]));
    places.truncate(PLOTS);
    places.sort_unstable();
    places
}

fn is_asked(known: &Known<'_>, one: &Experience<'_>) -> bool {
    let about = About::Experience(one.definition.code.clone());
    known.prompts.iter().any(|prompt| prompt.kind() == Kind::Experience && prompt.touches(&about))
}

/// Returns what else was met, by group.
pub fn others(known: &Known<'_>) -> Vec<(String, String)> {
    let shown = plotted(known);
    let of = |group: Group| {
        let rest = known
            .experiences
            .iter()
            .enumerate()
            .filter(|(i, one)| one.definition.group == group && one.n > 0 && !shown.contains(i));
        let list: Vec<String> = rest.map(|(_, one)| format!("{}: {}", one.definition.title, one.n)).collect();
        (heading(group).to_owned(), list.join(" · "))
    };
    let groups = Group::iter().filter(|group| *group != Group::Rare);
    groups.map(of).filter(|(_, list)| !list.is_empty()).collect()
}

fn heading(group: Group) -> &'static str {
    match group {
        Group::Category => "Categories of the case log",
        Group::Procedure => "Procedures",
        Group::Severity => "Kinds of patients and hours",
        Group::Rare => "Rare events",
    }
}

fn figure(known: &Known<'_>, one: &Experience<'_>) -> Figure {
    Figure {
        title: one.definition.title.clone(),
        caption: caption(known, one),
        sentence: sentence(known, one),
        plot: plot(known, one),
    }
}

fn caption(known: &Known<'_>, one: &Experience<'_>) -> String {
    let n = counted(one.n, &one.definition.unit);
    let beside = known.month.and_then(|month| usual(one, month)).map(|usual| usual.span());
    match (beside, waiting(one)) {
        (_, Some(_)) => format!("{n} · block not yet had"),
        (Some(span), None) => format!("{n} · usual {span}"),
        (None, None) => n,
    }
}

/// What the group had by a training month.
struct Usual {
    low: u32,
    middle: u32,
    high: u32,
}

impl Usual {
    fn span(&self) -> String {
        if self.low == self.high { self.low.to_string() } else { format!("{}–{}", self.low, self.high) }
    }
}

fn usual(one: &Experience<'_>, month: f64) -> Option<Usual> {
    let (low, high) = ends(one.usual)?;
    let at = |mark| Some(one.usual.at(mark, month)?.round() as u32);
    Some(Usual { low: at(low)?, middle: at(Mark::MEDIAN)?, high: at(high)? })
}

/// Returns the marks between which most of the group lies: as far out as its size bears.
fn ends(bands: &Bands) -> Option<(Mark, Mark)> {
    match bands {
        Bands::None => None,
        Bands::Range { .. } => Some((Mark::Least, Mark::Most)),
        Bands::Centiles { .. } => Some((Mark::Centile(10), Mark::Centile(90))),
    }
}

/// Says all that the plot shows.
fn sentence(known: &Known<'_>, one: &Experience<'_>) -> String {
    let sentences = [Some(so_far(known, one)), beside(known, one), waiting(one), minimum(one)];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn so_far(known: &Known<'_>, one: &Experience<'_>) -> String {
    let (n, as_of) = (counted(one.n, &one.definition.unit), day(known.as_of()));
    if one.partly {
        return format!("{n} by {as_of}, as far as the data go: a part of your training is not in them.");
    }
    match known.month {
        Some(month) => format!("{n} by {as_of}, training month {month:.1}."),
        None => format!("{n} by {as_of}; training time is unknown."),
    }
}

/// Says what is usual, unless the block that brings the experience is still to come.
fn beside(known: &Known<'_>, one: &Experience<'_>) -> Option<String> {
    let usual = known.month.filter(|_| one.block.comparable()).and_then(|month| usual(one, month))?;
    let label = &known.group.label;
    let who = match one.usual {
        Bands::Centiles { .. } => format!("8 in 10 of {label}"),
        Bands::None | Bands::Range { .. } => label.clone(),
    };
    Some(format!("By then {who} had {}, the middle one {}.", usual.span(), usual.middle))
}

fn waiting(one: &Experience<'_>) -> Option<String> {
    match one.block {
        BlockState::Scheduled { next, .. } => {
            Some(format!("No block that brings it has ended; one runs or is scheduled from {}.", day(next)))
        }
        BlockState::NotYet => Some("No block that brings it was had, and none is scheduled.".to_owned()),
        BlockState::Anywhere | BlockState::Unknown | BlockState::Had { .. } => None,
    }
}

fn minimum(one: &Experience<'_>) -> Option<String> {
    let minimum = one.minimum?;
    Some(format!(
        "The minimum by graduation is {} {} ({}, {}).",
        minimum.minimum,
        plural(&one.definition.unit),
        minimum.status,
        minimum.version
    ))
}

fn plot(known: &Known<'_>, one: &Experience<'_>) -> Option<Plot> {
    let now = known.month?;
    let line = |mark| one.usual.line(mark).map(|line| line.values.clone());
    let band = ends(one.usual).and_then(|(low, high)| line(low).zip(line(high)));
    // The last whole month of the curve may lie past today: what is drawn ends today.
    let mut own: Vec<(f64, f64)> = (0..=now.floor() as usize)
        .filter_map(|month| Some((month as f64, f64::from(*one.curve.get(month)?))))
        .collect();
    own.push((now, f64::from(one.n)));
    Some(Plot {
        months: known.whole().max(now),
        own,
        band: band.filter(|_| one.block.comparable()),
        middle: line(Mark::MEDIAN).filter(|_| one.block.comparable()),
        minimum: one.minimum.map(|minimum| minimum.minimum),
    })
}
