//! Open goals, and the form on which one is set or ends.

use chrono::NaiveDate;

use crate::app::Model;
use crate::committee::sheet::goal::{Field, GoalForm};
use crate::domain::catalog::Catalog;
use crate::domain::standing::Standing;
use crate::ledger::drafts::Ending;
use crate::ui::words;

use super::heading;

/// Returns every open goal in a line; `owners` says whether those who see to them are named.
pub fn summary(catalog: &Catalog, standing: &Standing, today: NaiveDate, owners: bool) -> Vec<String> {
    if standing.goals.is_empty() {
        return vec!["none is open".to_owned()];
    }
    standing.goals.iter().map(|goal| words::goal(catalog, goal, today, owners)).collect()
}

/// Returns the form as it stands.
pub fn screen(model: &Model, called: &str) -> Vec<String> {
    let Some(form) = &model.goal_form else {
        return vec![heading("Goal", called), "no goal is being written".to_owned()];
    };
    let mut lines = vec![heading("Goal", called)];
    lines.extend(form.ends.as_ref().map(|open| {
        format!("ends: {}", words::goal(&model.catalog, &open.goal, form.today, !model.presenting))
    }));
    lines.extend(form.fields().into_iter().map(|field| line(form, field)));
    lines.push(format!("reads back: {}", form.read_back()));
    lines.extend(words::delicate(&format!("{} {}", form.saved.text, form.saved.reason)));
    lines.push(format!("state: {}", super::state(&form.stage, form.missing())));
    lines
}

fn line(form: &GoalForm, field: Field) -> String {
    let written = |text: &str| if text.trim().is_empty() { "none".to_owned() } else { text.to_owned() };
    let saved = &form.saved;
    match field {
        Field::Text => format!("goal: {}", written(&saved.text)),
        Field::Owner => format!("owner: {}", written(&saved.owner)),
        Field::Due => format!("due (year-month-day): {}", written(&saved.due)),
        Field::About => format!("about: {}", form.about().unwrap_or("nothing in particular")),
        Field::Ending => {
            let ending = match saved.ending {
                Ending::Done => "done",
                Ending::Carried => "carried on",
                Ending::Dropped => "dropped",
            };
            format!("how it ends: {ending}")
        }
        Field::Reason => format!("why: {}", written(&saved.reason)),
    }
}
