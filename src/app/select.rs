//! Whom the review is at: what is known of a resident stands at once, the rest is asked for.

use crate::committee::{replay, waiting};
use crate::domain::id::ResidentId;
use crate::domain::record::Record;
use crate::domain::resident::Rotation;
use crate::ledger::entry::{Act, Role};
use crate::survey::dossier::Dossier;
use crate::survey::triage::Order;

use super::listing::Telling;
use super::message::{Effect, Job};
use super::model::Model;
use super::record;
use super::remote::{Remote, Ticket};
use super::screen::{Leaf, List, Need, Screen};

/// Lists everyone in another order.
pub fn sort(model: &mut Model, order: Order) {
    model.listing.order = order;
    list(model);
}

/// Lists everyone anew, in the order that is asked for.
pub fn list(model: &mut Model) {
    model.listing.rows = model.listed();
    find(model);
}

/// Finds anew who is asked for on the triage screen; the cursor stays on somebody who is listed.
pub fn find(model: &mut Model) {
    let me: Vec<_> =
        [Some(&model.session.actor.id), model.session.name.as_ref()].into_iter().flatten().cloned().collect();
    let telling = Telling { catalog: &model.catalog, presenting: model.presenting, me: &me };
    model.listing.find(&telling);
    stay_in_sight(model);
}

/// Puts the cursor of the triage table on the first of those who are listed, where it is on nobody of them.
fn stay_in_sight(model: &mut Model) {
    let is_listed = |id: &ResidentId| model.visible().any(|row| row.id == *id);
    if model.screen == Screen::Triage && model.selected.as_ref().is_some_and(|id| !is_listed(id)) {
        let first = model.visible().next().map(|row| row.id.clone());
        point_at(model, first);
    }
}

/// Puts the cursor of the triage table on a resident; what was known of another one is put away.
pub fn point_at(model: &mut Model, id: Option<ResidentId>) {
    if model.selected != id {
        model.dossier = Remote::NotAsked;
    }
    model.selected = id;
}

/// Selects a resident: what is known stands at once, the rest is asked for.
pub fn select(model: &mut Model, id: &ResidentId) -> Vec<Effect> {
    model.ticket = Ticket(model.ticket.0 + 1);
    model.revealed = None;
    model.form = None;
    (model.cases, model.yields) = (Remote::NotAsked, Remote::NotAsked);
    model.at.begin_anew();
    model.turned.crosshair = None;
    (model.turned.comments, model.turned.leaf) = (false, Leaf::default());
    model.back.retain(|screen| !screen.is_a_form());
    model.at.opened = replay::last_decision(&model.ledger, id);
    model.selected = Some(id.clone());
    model.dossier = Remote::Loading;
    let Remote::Ready(survey) = &model.survey else { return Vec::new() };
    let data_to = survey.catalog.program.data_to;
    let known = survey.records.get(id).cloned().unwrap_or_default();
    work_out(model, known);
    let Remote::Ready(dossier) = &model.dossier else { return Vec::new() };
    let mut effects = vec![Effect::Ask(Job::Record { ticket: model.ticket, resident: id.clone() })];
    model.at[List::Experiences] =
        model.at[List::Experiences].min(dossier.experiences.len().saturating_sub(1));
    model.at[List::Epas] = model.at[List::Epas].min(dossier.epas.len().saturating_sub(1));
    let begun = |block: &&Rotation| block.span.from <= data_to;
    model.at[List::Rotations] = dossier.record.rotations.iter().filter(begun).count().saturating_sub(1);
    if model.screen.is_about_a_resident() {
        effects.push(viewed(model));
        effects.extend(needs(model));
    }
    effects
}

/// Returns the selected resident and those to whom one key leads, the next one first.
pub fn neighbours(model: &Model) -> Vec<ResidentId> {
    let order = model.order_of_residents();
    let Some(at) = order.iter().position(|id| Some(id) == model.selected.as_ref()) else {
        return model.selected.iter().cloned().collect();
    };
    let places = [at.checked_add(1), at.checked_sub(1), Some(at)];
    places.into_iter().flatten().filter_map(|place| order.get(place).cloned()).collect()
}

/// Puts codes for names, or names again.
pub fn present(model: &mut Model, presenting: bool) {
    (model.presenting, model.revealed) = (presenting, None);
    // Whoever put words away between four eyes has not asked for them before others.
    model.turned.comments = false;
    if presenting {
        model.listing.forget_names();
    }
    // Codes in the order of names would give the names away.
    if presenting && model.listing.order == Order::Name {
        sort(model, Order::default());
    } else {
        find(model);
    }
}

pub fn viewed(model: &mut Model) -> Effect {
    let screen = model.screen.to_string();
    record::request(model, Act::Viewed { screen }, true)
}

/// Asks for what the present screen shows and the model lacks.
pub fn needs(model: &mut Model) -> Vec<Effect> {
    let Some(resident) = model.selected.clone() else { return Vec::new() };
    let ticket = model.ticket;
    let row = model.screen.row();
    match (row.needs, model.experience().map(|row| row.definition.code.clone())) {
        (Some(Need::Cases), Some(code)) => {
            model.cases = Remote::Loading;
            model.at[List::Cases] = 0;
            vec![Effect::Ask(Job::Cases { ticket, resident, code })]
        }
        (Some(Need::Yields), _) if !matches!(model.yields, Remote::Ready(_)) => {
            model.yields = Remote::Loading;
            vec![Effect::Ask(Job::Yield { ticket, resident })]
        }
        _ => {
            if row.list == Some(List::Rare) {
                point_at_rare(model);
            }
            Vec::new()
        }
    }
}

/// Puts the cursor of the experiences on a rare one.
fn point_at_rare(model: &mut Model) {
    let rare: Vec<_> = model.dossier.ready().map_or(Vec::new(), |d| d.rare().map(|(at, _)| at).collect());
    let experience = &mut model.at[List::Experiences];
    if !rare.contains(experience) {
        *experience = rare.first().copied().unwrap_or(*experience);
    }
}

/// Works out the selected resident from a record, and from what the ledger has by now.
pub fn work_out(model: &mut Model, record: Record) {
    let (Remote::Ready(survey), Some(resident)) = (&model.survey, model.resident()) else { return };
    let standing = model.ledger.standing(&resident.id);
    let prompts = survey.prompts_of(&resident.id, &standing, model.session.today);
    let dossier = match &model.dossier {
        Remote::Ready(known) if known.resident.id == resident.id => known.anew(survey, record, prompts),
        _ => Dossier::new(survey, resident, record, prompts),
    };
    model.dossier = Remote::Ready(Box::new(dossier));
}

/// Works the selected resident out anew where an entry about the resident may have changed what is asked.
pub fn reconsider(model: &mut Model) {
    if let Remote::Ready(dossier) = &mut model.dossier {
        let record = std::mem::take(&mut dossier.record);
        work_out(model, record);
    }
}

/// Puts codes for names when a meeting that has begun is first shown by who leads it.
pub fn shared(model: &mut Model) {
    let begun = model.ledger.open_meeting().is_some_and(|open| open.attendance.is_some());
    if begun && model.session.actor.role.keeps_the_record() && !model.room.coded {
        model.room.coded = true;
        present(model, true);
        let text = "codes stand for names while the meeting is shared; {key:go-meeting} goes to it, {key:reveal} shows one name, {key:present} all";
        model.say(text);
    }
}

/// Says at once what would be refused at the end: nothing is decided without a quorum, or by whoever is recused.
pub fn warn(model: &mut Model) {
    let me = &model.session.actor;
    let open = model.ledger.open_meeting().zip(model.selected.as_ref());
    let on_the_agenda =
        open.filter(|(open, id)| open.plan.as_ref().is_some_and(|plan| plan.slot(id).is_some()));
    let Some((open, resident)) = on_the_agenda.filter(|_| me.role != Role::ProgramDirector) else { return };
    let short = open.quorum(resident).is_some_and(|count| !count.reached);
    let recused = open.review(resident).is_some_and(|review| review.recused.contains_key(&me.id));
    let why = match (recused, short) {
        (true, _) => "you are recused for this resident",
        (false, true) => "there is no quorum for this resident",
        (false, false) => return,
    };
    model.refuse(&format!("{why}: this can be written, and not recorded"));
}

/// Records that whoever sits there looks at what stands behind the selected line: it is about one resident.
pub fn looked(model: &mut Model) -> Option<Effect> {
    let resident = waiting::waiting(&model.ledger).get(model.room.advice)?.resident().clone();
    let act = Act::Viewed { screen: Screen::Recommendations.to_string() };
    Some(record::request_about(model, Some(resident), act))
}

/// Brings the triage lines up to date and leaves their order alone, so that nobody moves under the cursor.
pub fn refresh_rows(model: &mut Model) {
    let mut fresh = model.listed();
    let place: std::collections::HashMap<_, _> =
        model.listing.rows.iter().enumerate().map(|(i, row)| (&row.id, i)).collect();
    fresh.sort_by_key(|row| place.get(&row.id).copied().unwrap_or(usize::MAX));
    model.listing.rows = fresh;
}
