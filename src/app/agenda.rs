//! The agenda on the screen: which plan it is, where the cursor is on it, and who is marked as present.

use crate::committee::room;
use crate::domain::id::ResidentId;
use crate::domain::meeting::Plan;

use super::model::Model;
use super::room::Marked;
use super::select;

/// Puts the cursor of the agenda on the resident whom one comes from, or where the meeting is, or on whom it turns to
/// next.
pub fn find_place(model: &mut Model) {
    let Some(open) = model.ledger.open_meeting() else { return };
    let place = |id: &ResidentId| {
        let mut agenda = open.plan.iter().flat_map(|plan| &plan.agenda);
        agenda.position(|slot| slot.resident == *id)
    };
    let from = model.selected.as_ref().filter(|_| model.screen.is_about_a_resident());
    let at = from.and_then(place).or_else(|| place(&whom_it_is_at(model)?));
    model.room.place = at.unwrap_or(model.room.place);
}

/// Selects the resident under the cursor of the agenda, so that every key means the marked line.
pub fn point(model: &mut Model) {
    let slot = plan(model).and_then(|plan| plan.agenda.get(model.room.place));
    if let Some(id) = slot.map(|slot| slot.resident.clone()) {
        select::point_at(model, Some(id));
    }
}

/// Returns whom the meeting is at, or turns to next: after a program ended in the middle of it, the one to go on with.
pub fn whom_it_is_at(model: &Model) -> Option<ResidentId> {
    let open = model.ledger.open_meeting()?;
    open.current.clone().or_else(|| room::after(open, None))
}

/// Returns the plan that the screen shows: one that was changed or could be opened, or the one in force.
pub fn plan(model: &Model) -> Option<&Plan> {
    let kept = model.room.plan.as_ref().map(|file| &file.plan);
    kept.or_else(|| model.ledger.open_meeting()?.plan.as_ref())
}

/// Returns who is marked as present: what is about to be recorded, or what is.
pub fn marked(model: &Model) -> Marked {
    let recorded = || {
        let attendance = model.ledger.open_meeting()?.attendance.as_ref()?;
        Some(Marked { present: attendance.present.clone(), chair: Some(attendance.chair.clone()) })
    };
    model.room.marked.clone().or_else(recorded).unwrap_or_default()
}
