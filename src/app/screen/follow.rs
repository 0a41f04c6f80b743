//! Going along with whoever leads the meeting, on one's own terminal.

use crate::app::message::Effect;
use crate::app::model::Model;
use crate::app::screen::Screen;
use crate::app::{navigate, select};
use crate::committee::room;
use crate::domain::text::sanitised;

/// Begins to follow, at once to where the meeting is, or follows no more.
pub fn turn(model: &mut Model) -> Vec<Effect> {
    let Some(open) = model.ledger.open_meeting() else {
        return model.refuse("no meeting is open; {key:go-meeting} goes to the meeting");
    };
    let leader = room::led_by_another(open, &model.session.actor.id).map(sanitised);
    let Some(leader) = leader else {
        let why = if open.attendance.is_none() {
            "the meeting has not begun: nobody leads it yet"
        } else {
            "you lead this meeting: the others follow"
        };
        return model.refuse(why);
    };
    model.room.follows = !model.room.follows;
    if !model.room.follows {
        return model.say("the screen stays where it is; {key:follow} follows again");
    }
    let effects = go_along(model);
    model.say(&format!(
        "the screen follows {leader} from resident to resident; {{key:follow}} stays where it is"
    ));
    effects
}

/// Goes to whom the meeting has turned to; what is being filled in or asked is left where it is.
pub fn go_along(model: &mut Model) -> Vec<Effect> {
    let current = model.ledger.open_meeting().and_then(|open| open.current.clone());
    let is_busy = model.form.is_some() || model.overlay.is_some();
    match current.filter(|id| model.selected.as_ref() != Some(id) && model.room.follows && !is_busy) {
        // Whatever is looked at of one resident is looked at of the next.
        Some(id) if model.screen.is_about_a_resident() => {
            model.room.step = None;
            select::select(model, &id)
        }
        Some(id) => navigate::show(model, &id, Screen::Review),
        None => Vec::new(),
    }
}
