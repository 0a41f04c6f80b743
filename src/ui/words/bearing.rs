//! What the data can bear, in words: the whole table, and the line that stands before any prompt.

use super::{counted, day};
use crate::survey::bearing::{Bearing, Compared, Limit, Silent};

/// Stands where nothing is asked because nothing is compared: never 0.
pub const NOT_COMPARED: &str = "n.c.";

/// Says what [`NOT_COMPARED`] means.
pub const NOT_COMPARED_MEANS: &str = "n.c.: not compared with anybody, so that nothing asked says nothing";

/// Returns the table: with whom residents are compared, what is silent, since when there are data, and what departs.
pub fn bearing(bearing: &Bearing) -> Vec<String> {
    let mut lines: Vec<String> = bearing.groups.iter().flat_map(group).collect();
    let days: Vec<String> =
        bearing.first_days.iter().map(|first| format!("{} from {}", first.relation, day(first.on))).collect();
    if !days.is_empty() {
        lines.push(format!("the record: {}", days.join(", ")));
    }
    lines.extend(bearing.limits.iter().flat_map(limit));
    if bearing.limits.is_empty() {
        lines.push(
            "nothing departs from what the statistics take for granted, as far as can be told".to_owned(),
        );
    }
    lines
}

fn group(group: &Compared) -> Vec<String> {
    let silent = silent(&group.silent).into_iter().map(|silent| format!("  {silent}"));
    std::iter::once(group.sentence()).chain(silent).collect()
}

/// Says which rules are silent, those together that are so for one reason.
pub fn silent(silent: &[Silent]) -> Vec<String> {
    let together = silent.chunk_by(|one, next| one.why == next.why);
    let said = |rules: &[Silent]| {
        let titles: Vec<_> = rules.iter().map(|silent| silent.rule.title()).collect();
        rules.first().map(|first| format!("silent, because {}: {}", first.why, titles.join(" · ")))
    };
    together.filter_map(said).collect()
}

fn limit(limit: &Limit) -> [String; 2] {
    let who: Vec<_> = limit.who.iter().map(ToString::to_string).collect();
    let who = if who.is_empty() { String::new() } else { format!(": {}", who.join(", ")) };
    [format!("! {}{who}", limit.what), format!("  to do: {}", limit.advice)]
}

/// Returns the line at the head of triage; `None` where the data bear all that is asked of them.
pub fn bearing_head(bearing: &Bearing) -> Option<String> {
    if bearing.bears_all() {
        return None;
    }
    let silent = bearing.groups.iter().filter(|group| !group.silent.is_empty());
    let silent: usize = silent.map(|group| group.residents).sum();
    let mut parts = Vec::new();
    if silent > 0 {
        parts.push(format!("{} not compared", counted(silent as u64, "resident")));
    }
    match bearing.limits.as_slice() {
        [] => {}
        [one] => parts.push(one.what.clone()),
        [first, more @ ..] => {
            parts.push(format!("{} things to weigh, first: {}", more.len() + 1, first.what));
        }
    }
    Some(parts.join("; "))
}
