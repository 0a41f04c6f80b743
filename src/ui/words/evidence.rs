//! The evidence where one decides, in lines: ratings with raters, days and words, the curve, prompts and goals.
//!
//! Ratings are those of the case file. Cards of a meeting are none of them: what of these may be seen, and when, is the
//! meeting's to say.

use crate::app::Model;
use crate::app::screen::review::step;
use crate::app::screen::{Beside, Leaf, Screen};
use crate::committee::room::Step;
use crate::committee::sheet::Filled;
use crate::committee::sheet::card::CardRow;
use crate::domain::catalog::Catalog;
use crate::domain::entrustment::Rating;
use crate::domain::goal::{Goal, Topic};
use crate::domain::id::{Code, EpaId, SubcompetencyId};
use crate::ledger::entry::Matter;
use crate::prompts::{About, Prompt};
use crate::survey::dossier::{Dossier, ExperienceRow, Ratings};
use crate::survey::triage::answer;

use super::known::{Comments, comment, ratings_in_all};
use super::{clean, counted, day};

/// What the evidence beside a decision is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum InHand {
    /// The resident as a whole.
    Resident,
    Activity(EpaId),
    Milestone(SubcompetencyId),
}

impl InHand {
    /// Returns what the row at hand is about: on the meeting's steps the activity that would be decided on, where that
    /// is the step.
    pub fn of(model: &Model) -> Self {
        let Some(form) = model.form.as_ref().filter(|_| model.screen.is_a_form()) else {
            let decides = model.screen == Screen::Review && step(model) == Step::Activities;
            let activity = model.epa().filter(|_| decides);
            return activity.map_or(Self::Resident, |row| Self::Activity(row.id.clone()));
        };
        match &form.filled {
            Filled::Decision(sheet) => Self::Activity(sheet.saved.epa.clone()),
            Filled::Card(card) => match card.rows.get(form.at()) {
                Some(CardRow::Epa { id, .. }) => Self::Activity(id.clone()),
                Some(CardRow::Milestone { id, .. }) => Self::Milestone(id.clone()),
                Some(CardRow::Progress) | None => Self::Resident,
            },
            _ => form.row().map_or(Self::Resident, Self::Milestone),
        }
    }

    /// Returns what it is called.
    pub fn called(&self, catalog: &Catalog) -> String {
        match self {
            Self::Resident => "the resident as a whole".to_owned(),
            Self::Activity(id) => clean(&catalog.title_of(&Topic::Epa(id.clone()))),
            Self::Milestone(id) => {
                let known = catalog.subcompetencies.iter().find(|known| known.id == *id);
                known.map_or(id.to_string(), |known| format!("{id} {}", clean(&known.title)))
            }
        }
    }

    /// Tells whether a prompt asks about it; of a resident as a whole everything is asked.
    fn is_asked(&self, catalog: &Catalog, prompt: &Prompt) -> bool {
        match self {
            Self::Resident => true,
            Self::Activity(id) => {
                prompt.touches(&About::Epa(id.clone()))
                    || occasion(catalog, id).is_some_and(|code| prompt.touches(&About::Experience(code)))
            }
            Self::Milestone(id) => prompt.touches(&About::Subcompetency(id.clone())),
        }
    }

    fn is_worked_on(&self, catalog: &Catalog, goal: &Goal) -> bool {
        match (self, &goal.about) {
            (Self::Activity(id), Some(Topic::Epa(about))) => id == about,
            (Self::Activity(id), Some(Topic::Experience(code))) => {
                occasion(catalog, id).as_ref() == Some(code)
            }
            (Self::Milestone(id), Some(Topic::Subcompetency(about))) => id == about,
            _ => false,
        }
    }
}

/// Returns the experience that gives occasion for an activity.
fn occasion(catalog: &Catalog, epa: &EpaId) -> Option<Code> {
    catalog.epa(epa)?.experience.clone()
}

/// Returns the experience whose curve stands with what is in hand: of an activity that which gives occasion for it, else
/// the first that is asked about, or the one that the cursor is on.
pub fn experience<'a>(model: &'a Model, dossier: &'a Dossier, of: &InHand) -> Option<&'a ExperienceRow> {
    let asked = || dossier.experiences.iter().find(|row| !row.prompts.is_empty());
    match of {
        InHand::Activity(id) => {
            let code = occasion(&model.catalog, id)?;
            dossier.experiences.iter().find(|row| row.definition.code == code)
        }
        _ => asked().or_else(|| model.experience()),
    }
}

/// Returns a leaf, line by line; that of all has something of each, under its name.
pub fn leaf(model: &Model, dossier: &Dossier, of: &InHand, leaf: Leaf) -> Vec<String> {
    match leaf {
        Leaf::All => all(model, dossier, of),
        Leaf::Ratings => ratings(model, dossier, of),
        Leaf::Growth => growth(model, dossier, of),
        Leaf::Prompts => prompts(model, dossier, of),
        Leaf::Goals => goals(model, dossier, of),
    }
}

/// How many lines of each there are where all stand below each other.
const OF_EACH: [(Leaf, usize); 3] = [(Leaf::Ratings, 9), (Leaf::Prompts, 4), (Leaf::Goals, 3)];

fn all(model: &Model, dossier: &Dossier, of: &InHand) -> Vec<String> {
    let section = |(of_what, most): (Leaf, usize)| {
        let mut lines = leaf(model, dossier, of, of_what);
        if let Some(more) = lines.len().checked_sub(most + 1).filter(|more| *more > 0) {
            lines.truncate(most);
            lines.push(format!("… {} more lines; {{key:next-evidence}} turns to them", more + 1));
        }
        std::iter::once(of_what.to_string().to_uppercase()).chain(lines).collect::<Vec<_>>()
    };
    // What is known of a subcompetency and asked about it stands with its row already.
    let stands_there = |(leaf, _): &(Leaf, usize)| *leaf != Leaf::Goals && matches!(of, InHand::Milestone(_));
    OF_EACH.into_iter().filter(|it| !stands_there(it)).flat_map(section).collect()
}

/// Tells whether a line is the name of what stands below it.
pub fn is_a_name(line: &str) -> bool {
    OF_EACH.iter().any(|(leaf, _)| line == leaf.to_string().to_uppercase())
}

fn growth(model: &Model, dossier: &Dossier, of: &InHand) -> Vec<String> {
    let Some(row) = experience(model, dossier, of) else {
        let said = match of {
            InHand::Activity(_) => {
                "no experience is said to give occasion for this activity: it has no curve"
            }
            _ => "no experience is defined in this case file",
        };
        return vec![said.to_owned()];
    };
    let sentence = super::growth_sentence(&model.catalog, dossier, row, (None, Beside::Program));
    vec![format!("{}: {}. {sentence}", row.definition.title, super::counted_here(row))]
}

/// Returns what was rated, newest first, each with its level in words.
fn ratings(model: &Model, dossier: &Dossier, of: &InHand) -> Vec<String> {
    let mut lines = match of {
        InHand::Milestone(id) => return levels(model, dossier, id),
        InHand::Activity(id) => {
            let row = dossier.epas.iter().find(|row| row.id == *id);
            let summed = row.map(|row| ratings_in_all(dossier, row));
            [stands(model, dossier, id)].into_iter().chain(summed).collect()
        }
        InHand::Resident if dossier.epa_ratings == Ratings::NotInThisData => {
            vec![super::NO_RATINGS.to_owned()]
        }
        InHand::Resident => {
            vec![format!("{} of activities", counted(dossier.record.ratings.len() as u64, "rating"))]
        }
    };
    let meant = |rating: &&Rating| match of {
        InHand::Activity(id) => rating.epa == *id,
        _ => true,
    };
    let comments = Comments::of(model);
    let (mut kept_back, title) = (0_u64, *of == InHand::Resident);
    for rating in dossier.record.ratings.iter().rev().filter(meant) {
        lines.push(rated(model, rating, title));
        match (&rating.comment, comments) {
            (None, _) => {}
            (Some(_), Comments::Shown) => lines.push(comment(model, rating)),
            (Some(_), Comments::Hidden) => kept_back += 1,
        }
    }
    if kept_back > 0 {
        let said = format!("{}; {{key:comments}} shows what was written", counted(kept_back, "comment"));
        // Behind what is summed up, so that it is in sight however many ratings there are.
        let at = lines.len().min(if title { 1 } else { 2 });
        lines.insert(at, said);
    }
    lines
}

fn rated(model: &Model, rating: &Rating, title: bool) -> String {
    let level = in_words(&model.catalog, &rating.scale, &rating.level);
    let who = if model.presenting { rating.rater.as_str() } else { &rating.rater_name };
    let about = model.catalog.title_of(&Topic::Epa(rating.epa.clone()));
    let about = if title { format!(" · {}", clean(&about)) } else { String::new() };
    format!("{}: {level} · {} · {}{about}", day(rating.on), clean(who), rating.source)
}

/// Returns a level with its title.
fn in_words(catalog: &Catalog, scale: &str, level: &str) -> String {
    let known = catalog.scale(scale).and_then(|scale| scale.levels.iter().find(|it| it.level == level));
    match known.filter(|known| known.title != known.level) {
        Some(known) if known.title.starts_with(level) => clean(&known.title),
        Some(known) => format!("{} {}", clean(level), clean(&known.title)),
        None => format!("level {}", clean(level)),
    }
}

/// Says which level stands on an activity, in words.
fn stands(model: &Model, dossier: &Dossier, epa: &EpaId) -> String {
    let decided = model.ledger.decided(&dossier.resident.id, &Matter::Activity(epa.clone()));
    let Some((recorded, decided)) = decided else { return "no level is decided".to_owned() };
    let level = decided
        .activity()
        .and_then(|decision| Some(in_words(&model.catalog, &decision.scale, decision.level.as_ref()?)));
    let (on, seq) = (day(dossier.zone.day(recorded.entry.at)), recorded.entry.seq);
    let verb = if decided.is_determination() { "determined" } else { "recommended" };
    match level {
        Some(level) => format!("stands: {level}, {verb} {on} (entry {seq})"),
        None => format!("deferred {on} (entry {seq}): no level stands"),
    }
}

/// Returns what the committee and the resident said of a subcompetency.
fn levels(model: &Model, dossier: &Dossier, id: &SubcompetencyId) -> Vec<String> {
    let table = model.form.as_ref().and_then(|form| form.filled.sheet().table());
    if let Some((table, row)) = table.and_then(|table| Some((table, table.row(id)?))) {
        return super::levels::known(table, row);
    }
    let row = dossier.milestones.iter().find(|row| row.subcompetency.id == *id);
    row.map(super::milestone_change).into_iter().map(|said| format!("committee: {said}")).collect()
}

/// Returns what is asked, and how it was answered; what waits for an answer first.
fn prompts(model: &Model, dossier: &Dossier, of: &InHand) -> Vec<String> {
    let meant = dossier.asked().filter(|prompt| of.is_asked(&model.catalog, prompt));
    let (mut open, mut answered) = (Vec::new(), Vec::new());
    for prompt in meant {
        match answer(prompt, &dossier.resident.id, &model.ledger) {
            None => open.push(format!("? {}", prompt.sentence)),
            Some(answer) => answered.push(format!(
                "answered {} by {}: {}",
                day(dossier.zone.day(answer.at)),
                clean(&answer.by.id),
                prompt.sentence
            )),
        }
    }
    open.extend(answered);
    if open.is_empty() {
        open.push("nothing is asked about it".to_owned());
    }
    open
}

/// Returns the open goals, those about what is in hand first.
fn goals(model: &Model, dossier: &Dossier, of: &InHand) -> Vec<String> {
    let mut goals = model.ledger.standing(&dossier.resident.id).goals;
    goals.sort_by_key(|goal| !of.is_worked_on(&model.catalog, goal));
    let today = model.session.today;
    let lines: Vec<_> =
        goals.iter().map(|goal| super::goal(&model.catalog, goal, today, !model.presenting)).collect();
    if lines.is_empty() { vec!["no goal is open".to_owned()] } else { lines }
}
