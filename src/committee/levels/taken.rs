//! Levels that are taken at once: what the ratings agree on, and what stood last time. Nothing is taken in silence.

use super::{LevelRow, LevelTable, Mark, Marks};
use crate::domain::id::SubcompetencyId;
use crate::domain::milestone::HalfSteps;
use crate::domain::words::counted;

/// Why nothing can be taken for a row.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotTaken {
    #[error("no rating of this meeting is open; choose the level yourself")]
    NoRatings,
    #[error("nobody rated {0}; choose the level yourself")]
    NotRated(SubcompetencyId),
    #[error("the ratings of {0} do not agree: {1}; choose the level yourself")]
    Apart(SubcompetencyId, String),
    #[error("the committee has given {0} no level before")]
    NeverGiven(SubcompetencyId),
    #[error("{0} was not assessable in {1}, which is not taken over; say it anew, or choose a level")]
    NotAssessable(SubcompetencyId, String),
}

/// What would be taken for all rows that are still open, listed before it is asked about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Offer {
    pub marks: Marks,
    /// What would be taken and what not, in whole sentences.
    pub text: String,
}

impl LevelRow {
    /// Returns the level that all who rated the row gave, and how many they are.
    pub fn agreed(&self) -> Result<(HalfSteps, usize), NotTaken> {
        let id = &self.known.id;
        let mut levels = self.rated.iter();
        match (levels.next(), levels.next()) {
            (Some((level, n)), None) => Ok((*level, *n)),
            (None, _) => Err(NotTaken::NotRated(id.clone())),
            _ => Err(NotTaken::Apart(id.clone(), self.spread())),
        }
    }

    /// Says how many rated which level: "3.0 once, 3.5 3 times".
    pub fn spread(&self) -> String {
        let times = |n: usize| if n == 1 { "once".to_owned() } else { format!("{n} times") };
        let said: Vec<_> = self.rated.iter().map(|(level, n)| format!("{level} {}", times(*n))).collect();
        said.join(", ")
    }

    /// Returns last time's level, marked as taken over.
    pub fn carried(&self) -> Result<Mark, NotTaken> {
        let id = || self.known.id.clone();
        let (period, level) = self.last().ok_or_else(|| NotTaken::NeverGiven(id()))?;
        let level = level.ok_or_else(|| NotTaken::NotAssessable(id(), period.to_string()))?;
        Ok(Mark { level: Some(level), carried: true })
    }
}

/// Offers what the ratings agree on, for the rows that are still open.
pub fn rated_of_all(table: &LevelTable, marks: &Marks) -> Result<Offer, NotTaken> {
    let rated = table.rated.as_ref().filter(|rated| rated.opened > 0).ok_or(NotTaken::NoRatings)?;
    let mut offered = Marks::new();
    let (mut single, mut apart, mut unrated) = (Vec::new(), Vec::new(), Vec::new());
    for row in table.open(marks) {
        let id = &row.known.id;
        match row.agreed() {
            Ok((level, n)) => {
                offered.insert(id.clone(), Mark::chosen(Some(level)));
                single.extend((n == 1).then(|| id.to_string()));
            }
            Err(NotTaken::NotRated(_)) => unrated.push(id.to_string()),
            Err(_) => apart.push(format!("{id} ({})", row.spread())),
        }
    }
    let of = rows(offered.len(), table.open(marks).count());
    let mut said = vec![match offered.len() {
        0 => format!("The ratings agree on {of}."),
        _ => format!("The ratings agree on {of}: {}.", listed(table, &offered)),
    }];
    let mut say = |what: &str, ids: &[String]| {
        if !ids.is_empty() {
            said.push(format!("{what}: {}.", ids.join(", ")));
        }
    };
    say("One rating only", &single);
    say("Not taken, since they do not agree", &apart);
    say("Not rated", &unrated);
    if rated.sealed > 0 {
        said.push(format!("{} not open yet.", cards(rated.sealed)));
    }
    said.extend(kept(marks));
    Ok(Offer { marks: offered, text: said.join(" ") })
}

/// Offers last time's levels, for the rows that are still open.
pub fn last_of_all(table: &LevelTable, marks: &Marks) -> Offer {
    let last = table.last_time();
    let mut offered = Marks::new();
    let (mut older, mut none, mut never) = (Vec::new(), Vec::new(), Vec::new());
    for row in table.open(marks) {
        let id = &row.known.id;
        match (row.last(), row.carried()) {
            (Some((period, _)), Ok(mark)) if Some(period) == last => drop(offered.insert(id.clone(), mark)),
            (Some((period, _)), Ok(_)) => older.push(format!("{id} (of {period})")),
            (Some(_), Err(_)) => none.push(id.to_string()),
            (None, _) => never.push(id.to_string()),
        }
    }
    let of = last.map_or(String::new(), |period| format!(" of {period}"));
    let mut said = vec![match offered.len() {
        0 => "Nothing can be taken over.".to_owned(),
        n => format!(
            "The levels{of} would be taken over, and recorded as taken over, on {}: {}.",
            rows(n, table.open(marks).count()),
            listed(table, &offered)
        ),
    }];
    let mut say = |what: &str, ids: &[String]| {
        if !ids.is_empty() {
            said.push(format!("{what}: {}.", ids.join(", ")));
        }
    };
    say("Not taken, not assessable then", &none);
    say("Not taken, given last before that", &older);
    say("Never given", &never);
    said.extend(kept(marks));
    Offer { marks: offered, text: said.join(" ") }
}

fn rows(taken: usize, open: usize) -> String {
    if taken == 0 {
        format!("none of {} that are open", counted(open as u64, "row"))
    } else if taken == open {
        format!("all {} that are open", counted(open as u64, "row"))
    } else {
        format!("{taken} of {} that are open", counted(open as u64, "row"))
    }
}

fn cards(n: usize) -> String {
    let are = if n == 1 { "is" } else { "are" };
    format!("{} {are}", counted(n as u64, "sealed card"))
}

/// Lists marks in the order of the table.
fn listed(table: &LevelTable, marks: &Marks) -> String {
    let of = |row: &LevelRow| {
        let level = marks.get(&row.known.id)?.level?;
        Some(format!("{} {level}", row.known.id))
    };
    let said: Vec<_> = table.rows.iter().filter_map(of).collect();
    said.join(", ")
}

/// Says that what is chosen already stays.
fn kept(marks: &Marks) -> Option<String> {
    let n = marks.len();
    let stay = if n == 1 { "stays" } else { "stay" };
    (n > 0).then(|| {
        format!("{n} {} already, and {stay}.", if n == 1 { "row is chosen" } else { "rows are chosen" })
    })
}
