//! What is asked about levels before they are recorded: questions about the table as a whole, and no verdicts.

use super::{LevelRow, LevelTable, Marks};
use crate::domain::milestone::HalfSteps;
use crate::domain::words::counted;

/// From how many rows on one and the same level is a straight line.
const STRAIGHT_FROM: usize = 3;

/// Asks about straight lines, about levels more than a whole one from last time, about rows that are open, and about how far it
/// is to the goal for graduation.
pub fn questions(table: &LevelTable, marks: &Marks) -> Vec<String> {
    if marks.is_empty() || table.rows.is_empty() {
        return Vec::new();
    }
    [straight(table, marks), jumps(table, marks), open(table, marks), distance(table, marks)]
        .into_iter()
        .flatten()
        .collect()
}

/// Asks about straight lines and leaps on a member's card, whose rows may be left empty.
pub fn questions_on_a_card(table: &LevelTable, marks: &Marks) -> Vec<String> {
    [straight(table, marks), jumps(table, marks)].into_iter().flatten().collect()
}

/// Returns the levels that are being recorded, in the order of the table.
fn levels<'a>(table: &'a LevelTable, marks: &Marks) -> Vec<(&'a LevelRow, HalfSteps)> {
    let level = |row: &'a LevelRow| Some((row, marks.get(&row.known.id)?.level?));
    table.rows.iter().filter_map(level).collect()
}

fn straight(table: &LevelTable, marks: &Marks) -> Option<String> {
    let levels = levels(table, marks);
    let (_, first) = *levels.first()?;
    let same = levels.iter().all(|(_, level)| *level == first);
    let n = levels.len();
    (n >= STRAIGHT_FROM && same)
        .then(|| format!("All {n} levels are {first}: was each looked at for itself?"))
}

fn jumps(table: &LevelTable, marks: &Marks) -> Option<String> {
    let jumped = table.rows.iter().filter_map(|row| {
        let mark = *marks.get(&row.known.id).filter(|mark| row.jumps(**mark))?;
        Some(format!("{} from {} to {}", row.known.id, row.last_level()?, mark.level?))
    });
    let jumped: Vec<_> = jumped.collect();
    (!jumped.is_empty())
        .then(|| format!("More than a level since last time: {}. What was seen?", jumped.join(", ")))
}

fn open(table: &LevelTable, marks: &Marks) -> Option<String> {
    let open: Vec<_> = table.open(marks).map(|row| row.known.id.to_string()).collect();
    let are = if open.len() == 1 { "is" } else { "are" };
    (!open.is_empty()).then(|| {
        let rows = counted(open.len() as u64, "row");
        format!("{rows} {are} not yet, and without a level on record: {}.", open.join(", "))
    })
}

fn distance(table: &LevelTable, marks: &Marks) -> Option<String> {
    let goal = HalfSteps::GRADUATION_GOAL;
    let below: Vec<_> = levels(table, marks).into_iter().filter(|(_, level)| *level < goal).collect();
    let lowest = below.iter().map(|(_, level)| *level).min()?;
    let furthest: Vec<_> =
        below.iter().filter(|(_, level)| *level == lowest).map(|(row, _)| row.known.id.as_str()).collect();
    let left = table.months_left.map_or(String::new(), |left| format!(" with {left:.1} months to go"));
    let lie = if below.len() == 1 { "lies" } else { "lie" };
    let which = if furthest.len() > 4 { format!("{} of them", furthest.len()) } else { furthest.join(", ") };
    Some(format!(
        "{} {lie} below {goal}, a goal for graduation and no requirement,{left}; lowest at {lowest}: {which}.",
        counted(below.len() as u64, "level")
    ))
}
