//! The meetings that were held: which one the cursor is on, and the one that is read.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::Model;
use crate::app::room::{Part, Reading};
use crate::ledger::fold::Meeting;
use crate::report::minutes::{self, Titles};

/// Returns the meetings that were closed, newest first.
pub fn held(model: &Model) -> Vec<&Meeting> {
    model.ledger.meetings().iter().rev().filter(|meeting| meeting.closed.is_some()).collect()
}

/// Carries out an action on the list of them, or in the one that is read; `None` where it means what it means
/// elsewhere.
pub fn act(model: &mut Model, action: Action, by: isize) -> Option<Vec<Effect>> {
    if model.room.reading.is_some() {
        return read_on(model, action, by);
    }
    if model.room.part != Part::Held {
        return None;
    }
    let last = held(model).len().saturating_sub(1);
    match action {
        Action::Open => read(model),
        _ if by != 0 => model.room.held = model.room.held.saturating_add_signed(by).min(last),
        _ => return None,
    }
    Some(Vec::new())
}

/// Reads the meeting that the cursor is on.
fn read(model: &mut Model) {
    let Some(meeting) = held(model).get(model.room.held).map(|held| held.id.clone()) else { return };
    let titles = Titles::of(&model.catalog);
    let minutes = minutes::of(&model.ledger, &meeting, titles).map(|page| page.lines()).unwrap_or_default();
    (model.room.reading, model.at.scroll) = (Some(Reading { meeting, minutes }), 0);
}

/// Reads on in it, and goes back to the list; what belongs to an open meeting is done nowhere in it.
fn read_on(model: &mut Model, action: Action, by: isize) -> Option<Vec<Effect>> {
    match action {
        Action::Back => (model.room.reading, model.at.scroll) = (None, 0),
        Action::First => model.at.scroll = 0,
        _ if by != 0 => model.at.scroll = model.at.scroll.saturating_add_signed(by),
        Action::Open
        | Action::Seal
        | Action::NextPanel
        | Action::Mark
        | Action::Chair
        | Action::Earlier
        | Action::LaterOn
        | Action::Shorter
        | Action::Longer
        | Action::Reviewer
        | Action::CloseMeeting => {
            return Some(
                model.refuse("a meeting that was held is being read; {key:back} goes back to the list"),
            );
        }
        _ => return None,
    }
    Some(Vec::new())
}
