//! The meeting in words. The texts of a ledger may have been edited by hand, so that all are sanitised.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::Model;
use crate::committee::levels::decided_periods;
use crate::committee::room::{self, AgendaPlace, BREAK_AFTER, Reached, Said, Step, StepState, Strip};
use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::domain::meeting::{Plan, Quorum};
use crate::domain::overall::{ChoiceKind, Overall};
use crate::domain::text::sanitised;
use crate::ledger::entry::Act;
use crate::ledger::fold::Meeting;
use crate::survey::overall::StandingOverall;
use crate::survey::since::Since;

use super::{counted, day, goal};

/// Returns a span as minutes and seconds.
pub fn clock(span: TimeDelta) -> String {
    let seconds = span.num_seconds().max(0);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Says how many are concluded, and how long the meeting has lasted of what is planned.
pub fn progress(meeting: &Meeting, plan: &Plan, now: DateTime<Utc>) -> String {
    let places = room::places(meeting, plan, now);
    let concluded = places.iter().filter(|place| place.reached == Reached::Concluded).count();
    let taken: TimeDelta = places.iter().map(|place| place.taken).sum();
    let planned: i64 = plan.agenda.iter().map(|slot| i64::from(slot.minutes)).sum();
    let of = format!("{concluded} of {} concluded", plan.agenda.len());
    let over = if taken > TimeDelta::minutes(planned) { ", over the time" } else { "" };
    format!("{of} · {} of {planned} planned minutes{over}", clock(taken))
}

/// Says whether there is a quorum, and what follows.
pub fn quorum(meeting: &Meeting) -> String {
    let Some(plan) = &meeting.plan else { return "no plan: no quorum is asked for".to_owned() };
    let asked = format!("asked for {} faculty, {} core", plan.quorum.faculty, plan.quorum.core);
    if meeting.attendance.is_none() {
        return format!("nobody has said yet who is there; {asked}");
    }
    let count = plan.quorum.count(meeting.present());
    let there = format!("{} faculty present, {} core; {asked}", count.faculty, count.core);
    if count.reached { format!("quorum: {there}") } else { format!("no quorum, nothing is decided: {there}") }
}

/// Asks for a break after many decisions.
pub fn rest(model: &Model) -> Option<String> {
    let since = room::decisions(&model.ledger).checked_sub(model.room.rested)?;
    (since >= BREAK_AFTER).then(|| {
        format!(
            "{since} decisions since the last break: is it time for one? {{key:review.take-break}} says it was taken"
        )
    })
}

/// Says where one place on the agenda stands.
pub fn place(place: &AgendaPlace<'_>) -> String {
    let over = if place.is_over() { ", over the time" } else { "" };
    let (rated, could) = place.rated;
    let reviewer = place.slot.reviewer.as_deref().unwrap_or("nobody");
    format!(
        "reviewer {}, {} min, rated by {rated} of {could}, {}, took {}{over}",
        sanitised(reviewer),
        place.slot.minutes,
        place.reached,
        clock(place.taken)
    )
}

/// Says one step.
pub fn step(step: &StepState) -> String {
    let sign = match step.done {
        room::Done::Yes => "done",
        room::Done::Waits => "to do",
        room::Done::Optional => "if wanted",
    };
    format!("{} ({sign}): {}", step.step, step.said)
}

/// Says what the members rated on one matter, and how far apart they are.
fn ratings_on(row: &Said) -> String {
    let values: Vec<_> =
        row.values.iter().map(|(value, who)| format!("{value}: {}", sanitised(&who.join(", ")))).collect();
    format!(
        "{}: {}; {} ({})",
        sanitised(&row.matter),
        values.join("; "),
        row.spread(),
        counted(row.n() as u64, "member")
    )
}

/// Says everything that the present step shows of a resident, a line each.
pub fn detail(model: &Model, meeting: &Meeting, resident: &ResidentId, step: Step) -> Vec<String> {
    let lines = match step {
        Step::Begin => begin(model, meeting, resident),
        Step::Goals => goals(model, meeting, resident),
        Step::Ratings => ratings(&Strip::of(meeting, &model.catalog, resident)),
        Step::Discussion => discussion(model, meeting, resident),
        Step::Activities => {
            let mut lines =
                of_the_meeting(model, meeting, resident, |act| matches!(act, Act::Recommendation(_)));
            lines.extend(lines.is_empty().then(|| nothing(step).to_owned()));
            lines.extend(model.epa().map(|row| {
                format!(
                    "{{key:go-decide}} decides on {}; {{key:open}} goes to all of them",
                    sanitised(&row.title)
                )
            }));
            lines
        }
        Step::Overall => overall_lines(model, meeting, resident),
        Step::Strengths => {
            of_the_meeting(model, meeting, resident, |act| matches!(act, Act::StrengthNamed { .. }))
        }
        Step::NewGoals => {
            let today = model.session.today;
            let goals = model.ledger.standing(resident).goals;
            let new = goals.iter().filter(|goal| goal.entry > meeting.opened);
            new.map(|open| goal(&model.catalog, open, today, !model.presenting)).collect()
        }
        Step::Conclude => Vec::new(),
    };
    if lines.is_empty() { vec![nothing(step).to_owned()] } else { lines }
}

fn nothing(step: Step) -> &'static str {
    match step {
        Step::Goals => "no goal from before the meeting is open",
        Step::Activities => "no activity was decided on in this meeting",
        Step::Strengths => "no strength is named yet; everyone has some",
        Step::NewGoals => "no goal is set yet; what should be worked on, who sees to it, by when?",
        Step::Overall => {
            "the resident as a whole is not decided on yet in this meeting; {key:open} opens the form"
        }
        Step::Conclude => "{key:open} concludes, and goes to the next resident",
        _ => "nothing yet",
    }
}

fn begin(model: &Model, meeting: &Meeting, resident: &ResidentId) -> Vec<String> {
    let slot = meeting.plan.as_ref().and_then(|plan| plan.slot(resident));
    let reviewer = slot.and_then(|slot| slot.reviewer.as_deref()).map_or("nobody".to_owned(), sanitised);
    let mut lines = vec![format!("primary reviewer: {reviewer}")];
    let stands = StandingOverall::of(&model.ledger, resident);
    lines.extend(stands.map(|it| format!("overall: {}", standing_overall(&model.catalog, &it))));
    let row = model.listing.rows.iter().find(|row| row.id == *resident);
    lines.extend(row.and_then(|row| row.since.as_ref()).map(Since::in_words));
    let Some(dossier) = model.dossier.ready() else { return lines };
    let prompts: Vec<_> = dossier
        .prompts
        .iter()
        .filter(|prompt| !crate::survey::triage::is_acknowledged(prompt, resident, &model.ledger))
        .map(|prompt| format!("? {}", prompt.sentence))
        .collect();
    lines.push(format!("open prompts: {}", prompts.len()));
    lines.extend(prompts);
    lines
}

fn goals(model: &Model, meeting: &Meeting, resident: &ResidentId) -> Vec<String> {
    let today = model.session.today;
    let goals = model.ledger.standing(resident).goals;
    let waiting = goals.iter().filter(|goal| goal.entry < meeting.opened);
    waiting.map(|open| goal(&model.catalog, open, today, !model.presenting)).collect()
}

/// Says what was rated, what the primary reviewer proposes, and what stands beside it.
fn ratings(strip: &Strip) -> Vec<String> {
    ratings_in_lines(strip).into_iter().chain(beside_ratings(strip)).collect()
}

/// Says what was rated, and what the primary reviewer proposes.
pub fn ratings_in_lines(strip: &Strip) -> Vec<String> {
    strip.rows.iter().map(ratings_on).chain(proposal(strip)).collect()
}

/// Says whose rating is sealed, late or missing, and how to go on.
pub fn beside_ratings(strip: &Strip) -> Vec<String> {
    let mut lines = sealed_late_or_missing(strip);
    lines.push(go_on(strip));
    lines
}

/// Says whose rating is sealed, late or missing.
pub fn sealed_late_or_missing(strip: &Strip) -> Vec<String> {
    let mut lines = Vec::new();
    let who = |label: &str, who: &[String]| {
        (!who.is_empty()).then(|| format!("{label}: {}", sanitised(&who.join(", "))))
    };
    lines.extend(who("sealed", &strip.sealed));
    lines.extend(who("late, when the meeting was here already", &strip.late));
    lines.extend(who("not rated", &strip.missing));
    lines
}

fn go_on(strip: &Strip) -> String {
    match &strip.reviewer {
        Some(reviewer) if strip.is_sealed() => {
            let who = sanitised(reviewer);
            let presents =
                if strip.reviewer_is_there { "presents" } else { "is not there: another presents" };
            format!("{who}, the primary reviewer, {presents}; then {{key:open}} reveals them together")
        }
        None if strip.is_sealed() => "{key:open} reveals them together".to_owned(),
        _ => "{key:open} goes on to the discussion".to_owned(),
    }
}

/// Says what the primary reviewer proposes, once that is revealed.
fn proposal(strip: &Strip) -> Option<String> {
    let (reviewer, value) = (strip.reviewer.as_ref()?, strip.proposal()?);
    Some(format!("{}, the primary reviewer, proposes: {value}", sanitised(reviewer)))
}

/// Says who takes no part for the selected resident in the open meeting.
pub fn recused(model: &Model) -> Option<String> {
    let review = model.ledger.open_meeting()?.review(model.selected.as_ref()?)?;
    let who: Vec<_> = review.recused.keys().map(|id| sanitised(id)).collect();
    (!who.is_empty()).then(|| who.join(", "))
}

fn discussion(model: &Model, meeting: &Meeting, resident: &ResidentId) -> Vec<String> {
    let speakers: Vec<_> = room::speakers(meeting, resident).map(|member| sanitised(&member.id)).collect();
    let mut lines = vec![format!("speaking order: {}", speakers.join(", then "))];
    lines.push("{key:remark} writes down what was said; {key:open} goes on to decide".to_owned());
    let review = meeting.review(resident);
    lines.extend(recused(model).map(|who| format!("recused: {who}")));
    let remarks = review.map_or(&[][..], |review| &review.remarks);
    // On a shared screen no remark is read that nobody asked for.
    if model.presenting && !remarks.is_empty() {
        lines.push(format!(
            "{} recorded; their texts stand in the ledger ({{key:go-ledger}}, then {{key:ledger.open}})",
            counted(remarks.len() as u64, "remark")
        ));
        return lines;
    }
    for recorded in remarks.iter().filter_map(|seq| model.ledger.entry(*seq)) {
        if let Act::Remarked { basis, text, .. } = &recorded.entry.act {
            lines.push(format!("{basis}: {} (entry {})", sanitised(text), recorded.entry.seq));
        }
    }
    lines
}

fn of_the_meeting(
    model: &Model,
    meeting: &Meeting,
    resident: &ResidentId,
    wanted: fn(&Act) -> bool,
) -> Vec<String> {
    let recorded = model.ledger.entries_of(resident).filter(|recorded| recorded.entry.seq > meeting.opened);
    recorded
        .filter(|recorded| wanted(&recorded.entry.act))
        .map(|recorded| {
            let seq = recorded.entry.seq;
            let became = super::fate(&model.ledger, seq).map(|fate| format!(", {fate}")).unwrap_or_default();
            format!("{} (entry {seq}{became})", super::act(&recorded.entry.act))
        })
        .collect()
}

fn overall_lines(model: &Model, meeting: &Meeting, resident: &ResidentId) -> Vec<String> {
    let found = [
        ("recommended", model.ledger.overall_recommendation(resident)),
        ("determined", model.ledger.overall_determination(resident)),
    ];
    let line = |(verb, (recorded, decided)): (&str, (&crate::ledger::chain::Recorded, &Overall))| {
        let on = day(model.catalog.program.zone.day(recorded.entry.at));
        format!("{verb} {on}, entry {}: {}", recorded.entry.seq, overall(&model.catalog, decided))
    };
    let mut lines: Vec<_> =
        found.into_iter().filter_map(|(verb, found)| Some(line((verb, found?)))).collect();
    if let Some(count) = meeting.quorum(resident).filter(|count| !count.reached) {
        let recused = meeting.review(resident).into_iter().flat_map(|review| review.recused.keys());
        let recused: Vec<_> = recused.map(|id| sanitised(id)).collect();
        let asked = meeting.plan.as_ref().map_or_else(Quorum::default, |plan| plan.quorum);
        lines.push(format!(
            "no quorum: {} faculty and {} core take part, {} and {} are asked for; recused: {}",
            count.faculty,
            count.core,
            asked.faculty,
            asked.core,
            if recused.is_empty() { "nobody".to_owned() } else { recused.join(", ") }
        ));
        lines.push(
            "{key:recuse} takes a recusal back, {key:go-meeting} takes the attendance, {key:later} leaves the resident for later".to_owned(),
        );
        return lines;
    }
    let stands = model.ledger.overall_recommendation(resident);
    if stands.is_none_or(|(recorded, _)| recorded.entry.seq < meeting.opened) {
        lines.extend(proposal(&Strip::of(meeting, &model.catalog, resident)));
        lines.push(nothing(Step::Overall).to_owned());
    }
    lines
}

/// Names every milestone level of a decision, in the order of the case file; nothing where it gives none.
pub fn levels(catalog: &Catalog, overall: &Overall) -> Option<String> {
    let known = catalog.subcompetencies.iter().map(|known| &known.id);
    let named = |id| {
        let level = overall.milestones.get(id).map(ToString::to_string);
        level.or_else(|| overall.not_assessable.contains(id).then(|| "not assessable".to_owned()))
    };
    let said: Vec<_> = known.filter_map(|id| Some(format!("{id} {}", named(id)?))).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// Says what is decided on a resident as a whole, by titles; milestones are counted.
pub fn overall(catalog: &Catalog, overall: &Overall) -> String {
    let titled = |kind, code: &str| {
        let found = catalog.choices(kind).find(|choice| choice.code == code);
        found.map_or(code.to_owned(), |choice| choice.title.clone())
    };
    let progress = overall.progress.as_deref();
    let mut said = vec![progress.map_or("deferred".to_owned(), |code| titled(ChoiceKind::Progress, code))];
    said.extend(overall.action.iter().map(|code| titled(ChoiceKind::Action, code)));
    said.extend(overall.board.iter().map(|board| {
        let attributes: Vec<_> =
            board.unsatisfactory.iter().map(|code| titled(ChoiceKind::Attribute, code)).collect();
        match (board.satisfactory, attributes.is_empty()) {
            (true, _) => "to the board: satisfactory".to_owned(),
            (false, true) => "to the board: unsatisfactory".to_owned(),
            (false, false) => format!("to the board: unsatisfactory in {}", attributes.join(", ")),
        }
    }));
    let levels = overall.milestones.len() + overall.not_assessable.len();
    if levels > 0 {
        said.push(format!("milestones on {}", counted(levels as u64, "subcompetency")));
    }
    sanitised(&said.join("; "))
}

fn how_far(stands: &StandingOverall) -> &'static str {
    match (stands.is_determined, stands.is_released) {
        (true, true) if stands.is_told => "told, decided",
        (true, true) => "not told, decided",
        (true, false) => "determined",
        (false, _) => "recommended",
    }
}

/// Says what stands of what a committee decided on a resident as a whole, and how far it has come: short enough for what
/// follows from it to be in sight at 80 columns.
pub fn standing_overall(catalog: &Catalog, stands: &StandingOverall) -> String {
    let (on, how_far) = (day(catalog.program.zone.day(stands.at)), how_far(stands));
    format!("{how_far} {on}: {} (entry {})", overall(catalog, &stands.decided), stands.entry)
}

/// Says which half-years' levels were decided here, and how far the last decision has come.
pub fn decided_here(model: &Model, resident: &ResidentId) -> Option<String> {
    let zone = model.catalog.program.zone;
    let periods: Vec<_> =
        decided_periods(&model.ledger, zone, resident).into_iter().map(|period| period.to_string()).collect();
    let stands = StandingOverall::of(&model.ledger, resident)?;
    let (on, entry) = (day(zone.day(stands.at)), stands.entry);
    let how_far = how_far(&stands);
    (!periods.is_empty())
        .then(|| format!("* decided here: {}; {how_far} {on} (entry {entry})", periods.join(", ")))
}

/// Says on the meeting's screen what nobody has planned yet.
pub const NO_PLAN: &str = "There is no plan. A committee and a plan are two small files: `trellis meeting plan CASES --committee FILE -o PLAN` draws up the plan, and `trellis review CASES --plan PLAN` offers it here. {key:open} opens a meeting without a plan: no agenda, no quorum and no ratings are asked for then.";

/// Returns the first lines of the meeting's screen: which meeting, its quorum, and what is next.
pub fn meeting_head(model: &Model) -> [String; 3] {
    let planned = model.room.plan.as_ref();
    let Some(meeting) = model.ledger.open_meeting() else {
        let title = planned.map_or("no meeting is open".to_owned(), |file| sanitised(&file.title));
        let next = if planned.is_some() { "{key:open} opens the meeting by this plan" } else { "" };
        let state = if planned.is_some() { "not open" } else { "" };
        return [title, state.to_owned(), next.to_owned()];
    };
    let plan = meeting.plan.as_ref();
    let how_far = plan.map(|plan| format!(" · {}", progress(meeting, plan, model.now()))).unwrap_or_default();
    let head = format!("{}{how_far}", sanitised(&meeting.title));
    let next = match (&meeting.attendance, &model.room.marked, planned) {
        (_, _, Some(_)) => "the plan was changed; {key:open} records it".to_owned(),
        (None, None, None) if plan.is_some() => {
            "{key:next-panel} goes to the members, where you mark who is there".to_owned()
        }
        (_, Some(_), _) => "{key:open} records who is there".to_owned(),
        _ => rest(model).unwrap_or_default(),
    };
    [head, quorum(meeting), next]
}

/// Says where the meeting is with a resident: place and time; and whether the time is over.
pub fn turn(model: &Model, meeting: &Meeting, resident: &ResidentId) -> (String, bool) {
    let Some(plan) = &meeting.plan else { return ("the meeting has no plan".to_owned(), false) };
    let places = room::places(meeting, plan, model.now());
    let Some(at) = places.iter().position(|place| place.slot.resident == *resident) else {
        return ("not on the agenda of this meeting".to_owned(), false);
    };
    let place = &places[at];
    let over = if place.is_over() { ", over the time" } else { "" };
    let text = format!(
        "{} · place {} of {} · {} of {}:00 minutes{over}",
        sanitised(&meeting.title),
        at + 1,
        places.len(),
        clock(place.taken),
        place.slot.minutes
    );
    (text, place.is_over())
}
