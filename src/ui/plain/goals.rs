//! Open goals.

use chrono::NaiveDate;

use crate::domain::catalog::Catalog;
use crate::domain::standing::Standing;
use crate::ui::words;

/// Returns every open goal in a line; `owners` says whether those who see to them are named.
pub fn summary(catalog: &Catalog, standing: &Standing, today: NaiveDate, owners: bool) -> Vec<String> {
    if standing.goals.is_empty() {
        return vec!["none is open".to_owned()];
    }
    standing.goals.iter().map(|goal| words::goal(catalog, goal, today, owners)).collect()
}
