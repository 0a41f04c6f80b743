//! The triage table: every current resident on one list, sorted by open prompts and never ranked.

use std::cmp::Reverse;

use chrono::NaiveDate;
use strum::IntoEnumIterator as _;

use crate::domain::id::ResidentId;
use crate::domain::record::Activity;
use crate::domain::resident::Resident;
use crate::growth::training_time::TrainingTime;
use crate::ledger::fold::State;
use crate::prompts::{Kind, Prompt};

pub use super::answers::{answer, is_acknowledged, program_answer};
use super::bearing::ComparedOn;
use super::earlier::{Earlier, Freshness};
use super::overall::StandingOverall;
use super::program::Survey;
use super::since::Since;

/// One line of the triage table.
#[derive(Clone, Debug)]
pub struct TriageRow {
    pub id: ResidentId,
    pub name: String,
    /// The year of training by the specialty's name for it; "—" where training time is unknown.
    pub training_year: String,
    /// Training months done, absences out; `None` where the first day is unknown.
    pub month: Option<f64>,
    pub coach: Option<String>,
    /// Open prompts, in order of presentation.
    pub asked: Vec<Asked>,
    /// What is watched and not asked about yet.
    pub watched: Vec<Asked>,
    /// What is asked of the program about the resident's class, and not answered.
    pub of_class: Vec<Prompt>,
    /// On how much the resident is compared, and which rules are silent.
    pub compared: ComparedOn,
    pub activity: Option<Activity>,
    pub review: TriageReview,
    /// What was decided last of the resident as a whole.
    pub overall: Option<StandingOverall>,
    /// What is other than at the last meeting; `None` where nobody has looked back yet.
    pub since: Option<Since>,
}

/// An open prompt, and whether it was there at the last meeting.
#[derive(Clone, Debug)]
pub struct Asked {
    pub prompt: Prompt,
    /// `None` where nobody has looked back yet.
    pub freshness: Option<Freshness>,
}

impl Asked {
    /// Tells whether the prompt was not there at the last meeting.
    pub fn is_new(&self) -> bool {
        self.freshness == Some(Freshness::New)
    }
}

/// How far the review of one resident has come since the last meeting.
#[derive(Clone, Copy, Debug, Eq, PartialEq, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum TriageReview {
    /// The ledger is still being read, which also says what prompts are open.
    #[strum(serialize = "…")]
    NotRead,
    #[strum(serialize = "to do")]
    ToDo,
    Seen,
    Decided,
}

impl TriageRow {
    /// Returns the number of open prompts.
    pub fn open(&self) -> usize {
        self.asked.len()
    }

    /// Tells whether nothing is asked, and nothing was compared that could have been: no 0 says so.
    pub fn says_nothing(&self) -> bool {
        self.asked.is_empty() && self.compared.is_not_compared()
    }

    /// Returns the number of open prompts that were not there at the last meeting, as far as that can be told; `None`
    /// before anybody has looked back, and where it can be told of none that is new and not of all the others.
    pub fn newly_asked(&self) -> Option<usize> {
        let new = self.asked.iter().filter(|asked| asked.is_new()).count();
        let known = |asked: &Asked| asked.freshness.is_some_and(|it| it != Freshness::NotKnown);
        (new > 0 || self.asked.iter().all(known)).then_some(new)
    }

    /// Returns the number of open prompts of one kind.
    pub fn of_kind(&self, kind: Kind) -> usize {
        self.asked.iter().filter(|asked| asked.prompt.kind() == kind).count()
    }

    /// Returns open prompts by kind, in order of presentation; kinds without any are left out.
    pub fn by_kind(&self) -> Vec<(Kind, usize)> {
        Kind::iter().map(|kind| (kind, self.of_kind(kind))).filter(|(_, n)| *n > 0).collect()
    }
}

/// How the triage table is sorted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, strum::Display, strum::EnumIter)]
pub enum Order {
    #[default]
    #[strum(serialize = "open prompts")]
    Prompts,
    #[strum(serialize = "name")]
    Name,
    #[strum(serialize = "training month")]
    Month,
}

impl Order {
    /// Returns the order after this one, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        Self::iter().cycle().skip_while(|o| *o != self).nth(1).unwrap_or_default()
    }
}

/// Returns a line for every current resident, as seen on `today`; ties keep the order of identifiers.
///
/// `earlier` is what was asked at the last meeting, where it was worked out.
pub fn rows(
    survey: &Survey,
    ledger: &State,
    earlier: Option<&Earlier>,
    order: Order,
    today: NaiveDate,
) -> Vec<TriageRow> {
    let row = |resident| row(survey, ledger, earlier, resident, today);
    let mut rows: Vec<_> = survey.catalog.current().map(row).collect();
    match order {
        Order::Prompts => rows.sort_by_key(|row| Reverse(row.open())),
        Order::Name => rows.sort_by(|a, b| a.name.cmp(&b.name)),
        Order::Month => rows.sort_by(|a, b| b.month.unwrap_or(-1.0).total_cmp(&a.month.unwrap_or(-1.0))),
    }
    rows
}

fn row(
    survey: &Survey,
    ledger: &State,
    earlier: Option<&Earlier>,
    resident: &Resident,
    today: NaiveDate,
) -> TriageRow {
    let month = TrainingTime::of(resident).map(|time| time.months(survey.catalog.program.data_to));
    let standing = ledger.standing(&resident.id);
    let all = survey.prompts_of(&resident.id, &standing, today);
    let asked = open(&all, &resident.id, ledger).map(|prompt| Asked {
        freshness: earlier.map(|earlier| earlier.freshness(survey, resident, prompt, &standing)),
        prompt: prompt.clone(),
    });
    let (watched, asked) = asked.partition(|asked| asked.prompt.kind() == Kind::Watch);
    TriageRow {
        id: resident.id.clone(),
        name: resident.name.clone(),
        training_year: survey.catalog.training_year(month),
        month,
        coach: resident.coach.clone(),
        asked,
        watched,
        of_class: open_of_class(survey, resident, ledger),
        compared: survey.compared(&resident.id),
        activity: survey.activity.get(&resident.id).cloned(),
        review: review(ledger, &resident.id),
        overall: StandingOverall::of(ledger, &resident.id),
        since: earlier.map(|earlier| Since::of((survey, ledger), earlier, resident, &all)),
    }
}

/// Returns the prompts that nobody has answered, or that mean another thing since.
pub fn open<'a>(
    prompts: &'a [Prompt],
    resident: &'a ResidentId,
    ledger: &'a State,
) -> impl Iterator<Item = &'a Prompt> {
    prompts.iter().filter(move |prompt| !is_acknowledged(prompt, resident, ledger))
}

/// Returns what is asked of the program and was not answered, or means another thing since.
pub fn open_of_program<'a>(survey: &'a Survey, ledger: &State) -> Vec<&'a Prompt> {
    let is_open = |p: &&Prompt| program_answer(p, ledger).is_none();
    survey.program_prompts.iter().filter(is_open).collect()
}

/// Returns what is asked of the program about a resident's class and was not answered, or means another thing since.
fn open_of_class(survey: &Survey, resident: &Resident, ledger: &State) -> Vec<Prompt> {
    let mut prompts = survey.prompts_of_class(resident);
    prompts.retain(|prompt| !is_acknowledged(prompt, &resident.id, ledger));
    prompts
}

fn review(ledger: &State, id: &ResidentId) -> TriageReview {
    let Some(resident) = ledger.resident(id) else { return TriageReview::ToDo };
    let since = ledger.last_meeting().and_then(|m| m.closed).map_or(0, |(entry, _)| entry);
    let decided = resident.matters().any(|(_, on)| on.history().iter().any(|entry| *entry > since));
    let seen = resident.last_viewed().is_some_and(|viewed| viewed.entry > since);
    match (decided, seen) {
        (true, _) => TriageReview::Decided,
        (false, true) => TriageReview::Seen,
        (false, false) => TriageReview::ToDo,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A resident on whom only an overall decision was made was decided on.
    #[test]
    fn a_resident_decided_on_as_a_whole_is_decided() {
        use crate::domain::overall::Overall;
        use crate::ledger::chain::{Unplaced, placed, sealed};
        use crate::ledger::entry::{Act, Actor, Role};

        let overall = Overall {
            progress: Some("as_expected".to_owned()),
            action: None,
            board: None,
            milestones: std::collections::BTreeMap::new(),
            not_assessable: std::collections::BTreeSet::new(),
            rationale: "On track.".to_owned(),
            insufficient_evidence: true,
            dissent: None,
        };
        let resident: ResidentId = "R1".parse().unwrap();
        let mut state = State::default();
        for (n, (act, expected)) in [
            (Act::Viewed { screen: "growth".to_owned() }, TriageReview::Seen),
            (Act::OverallRecommendation(overall), TriageReview::Decided),
        ]
        .into_iter()
        .enumerate()
        {
            let draft = Unplaced {
                id: format!("a{n}"),
                at: chrono::DateTime::from_timestamp(1_795_000_000, 0).unwrap(),
                actor: Actor { id: "lin".to_owned(), role: Role::Chair },
                subject: Some(resident.clone()),
                act,
                supersedes: None,
                evidence: None,
            };
            state.apply(sealed(placed(&draft, state.head()), crate::ledger::signature::sample()).recorded);
            assert_eq!(review(&state, &resident), expected);
        }
    }

    #[test]
    fn none_new_is_said_where_it_is_known_of_all() {
        use crate::prompts::{About, Quantity, Rule};
        use Freshness::{New, NotKnown, Stands};

        let asked = |freshness| {
            let numbers = (Quantity::Count(1), Quantity::Count(2));
            Asked { prompt: Prompt::new(Rule::SilentMonths, About::Record, numbers, 1, ""), freshness }
        };
        for (all, new) in [
            (vec![], Some(0)),
            (vec![Some(Stands)], Some(0)),
            (vec![Some(Stands), Some(New)], Some(1)),
            (vec![Some(Stands), Some(NotKnown)], None),
            (vec![Some(New), Some(NotKnown)], Some(1)),
            (vec![None], None),
        ] {
            let row = TriageRow {
                id: "R1".parse().unwrap(),
                name: String::new(),
                training_year: String::new(),
                month: None,
                coach: None,
                asked: all.iter().copied().map(asked).collect(),
                watched: Vec::new(),
                of_class: Vec::new(),
                compared: ComparedOn::default(),
                activity: None,
                review: TriageReview::ToDo,
                overall: None,
                since: None,
            };
            assert_eq!(row.newly_asked(), new, "{all:?}");
        }
    }

    #[test]
    fn sorting_goes_round_through_every_order() {
        let all: Vec<_> = Order::iter().collect();
        assert_eq!(all.iter().fold(Order::default(), |o, _| o.next()), Order::default());
    }
}
