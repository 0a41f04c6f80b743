//! What is rare, and what is still to come.

use super::{Experience, Known};
use crate::domain::experience::Group;
use crate::domain::words::{counted, day, probability};
use crate::growth::forecast::Forecast;

/// How many minimums and how many blocks the page has room for.
const NAMED: usize = 6;
/// Stands where there is no number.
const NONE: &str = "—";

/// One rare event.
#[derive(Clone, Debug, PartialEq)]
pub struct RareLine {
    pub title: String,
    /// How many, and when last.
    pub so_far: String,
    /// The expected number still to come.
    pub to_come: String,
    /// The probability that none is still to come.
    pub none_more: String,
    /// How many of the group had none by graduation, such as "12 of 86".
    pub had_none: String,
}

/// Returns the rare events, in order of presentation.
pub fn rare(known: &Known<'_>) -> Vec<RareLine> {
    let rare = known.experiences.iter().filter(|one| one.definition.group == Group::Rare);
    rare.map(line).collect()
}

fn line(one: &Experience<'_>) -> RareLine {
    let so_far = match (one.n, one.last) {
        (0, _) | (_, None) => one.n.to_string(),
        (n, Some(last)) => format!("{n}, last {}", day(last)),
    };
    let of = |say: fn(Forecast) -> String| one.forecast.map_or(NONE.to_owned(), say);
    RareLine {
        title: one.definition.title.clone(),
        so_far,
        to_come: of(|forecast| match forecast.expected_more() {
            more if more < 0.1 => "under 0.1".to_owned(),
            more => format!("{more:.1}"),
        }),
        none_more: of(|forecast| probability(forecast.none_more())),
        had_none: one.ends.map_or(NONE.to_owned(), |ends| format!("{} of {}", ends.none, ends.n)),
    }
}

/// Says what stands behind the lines.
pub fn rare_reading(known: &Known<'_>) -> String {
    let n = known.group.n();
    let behind = match (known.month, n) {
        (None, _) => "No forecast: training time is unknown.".to_owned(),
        (_, 0) => "No forecast: there are no graduates to take a pace from.".to_owned(),
        (Some(_), _) => {
            format!("What is still to come is expected from your own pace and that of {}.", known.group.label)
        }
    };
    format!("Counts to {}. {behind}", day(known.as_of()))
}

/// Returns the minimums that are not reached and the blocks that are scheduled, each after its name.
pub fn ahead(known: &Known<'_>) -> Vec<(String, String)> {
    let minimums = listed(known.experiences.iter().filter_map(short_of));
    let to_go = (format!("Minimums not reached by {}", day(known.as_of())), minimums);
    let blocks = ("Blocks to come".to_owned(), listed(blocks(known)));
    [to_go, blocks].into_iter().filter(|(_, list)| !list.is_empty()).collect()
}

/// Keeps what the page has room for, and says what it leaves out.
pub(super) fn listed(all: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = all.collect();
    if all.len() > NAMED {
        let more = all.split_off(NAMED - 1).len();
        all.push(format!("and {more} more in the review"));
    }
    all.join("; ")
}

fn short_of(one: &Experience<'_>) -> Option<String> {
    let minimum = one.minimum.filter(|minimum| one.n < minimum.minimum)?;
    let expected = one.forecast.map(|forecast| {
        let (low, high) = forecast.interval80();
        let span = if low == high { low.to_string() } else { format!("{low} to {high}") };
        format!(", {span} expected by graduation (80 %)")
    });
    Some(format!(
        "{}: {} of {} ({}){}",
        one.definition.title,
        one.n,
        minimum.minimum,
        minimum.status,
        expected.unwrap_or_default()
    ))
}

/// Returns the blocks that begin after the last day of data.
fn blocks<'a>(known: &'a Known<'_>) -> impl Iterator<Item = String> + 'a {
    let to_come = known.record.rotations.iter().filter(|block| block.span.from > known.as_of());
    to_come.map(|block| {
        let weeks = (block.span.days() as f64 / 7.0).round() as u64;
        format!("{} from {} ({})", block.title, day(block.span.from), counted(weeks.max(1), "week"))
    })
}
