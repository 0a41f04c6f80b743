//! One resident as the review shows them: each number beside what is usual and what may come.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::coverage::{Covered, Item};
use crate::domain::entrustment::Epa;
use crate::domain::experience::{Definition, Group, Minimum};
use crate::domain::id::{EpaId, FacultyId};
use crate::domain::measure::{Attempts, Direction};
use crate::domain::milestone::{HalfSteps, Period, RatedBy, Subcompetency};
use crate::domain::record::Record;
use crate::domain::resident::Resident;
use crate::domain::zone::Zone;
use crate::growth::bands::Bands;
use crate::growth::block::{BlockState, block_state};
use crate::growth::conditional::Conditional;
use crate::growth::forecast::{FanPoint, Forecast, Outlook};
use crate::growth::measure::Reading;
use crate::growth::position::Position;
use crate::growth::rotation_time::Schedule;
use crate::growth::standards::Standard;
use crate::growth::stringency::{NotCompared, Stringency};
use crate::growth::sufficiency::Sufficiency;
use crate::growth::totals::Totals;
use crate::growth::training_time::TrainingTime;
use crate::prompts::{About, Facts, Prompt};

use super::attempts::AttemptRow;
use super::bearing::{ComparedOn, Limit};
use super::program::Survey;

/// One resident, worked out for the screens.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub resident: Resident,
    pub training_year: String,
    /// Training months done; `None` where the first day is unknown.
    pub month: Option<f64>,
    pub months_away: f64,
    pub months_left: Option<f64>,
    pub standard: Arc<Standard>,
    pub record: Record,
    pub experiences: Vec<ExperienceRow>,
    pub milestones: Vec<MilestoneRow>,
    pub epas: Vec<EpaRow>,
    /// Whether anybody in the file was rated on an activity, and on a subcompetency.
    pub epa_ratings: Ratings,
    pub milestone_ratings: Ratings,
    /// Quality measures of which the resident has a case, those first where more is better.
    pub measures: Vec<Reading>,
    /// Kinds of procedures of which an outcome is recorded.
    pub attempts: Vec<AttemptRow>,
    pub prompts: Vec<Prompt>,
    /// What is asked of the program about the resident's class.
    pub class_prompts: Vec<Prompt>,
    /// On how much the resident is compared, and what the data of the program cannot bear.
    pub compared: ComparedOn,
    pub limits: Vec<Limit>,
    /// SHA-256 of the thresholds that the rules asked by.
    pub thresholds: String,
    /// The clock that the program goes by.
    pub zone: Zone,
}

/// Whether a file holds ratings at all: where it holds none, that a resident has none says nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ratings {
    InThisData,
    NotInThisData,
}

impl Ratings {
    /// Returns what the data say of a column that every rating fills.
    fn of(survey: &Survey, column: &str) -> Self {
        let item = Item::Column(column.to_owned());
        let occurs = survey.curves.coverage().is_none_or(|coverage| coverage.occurs(&item));
        if occurs { Self::InThisData } else { Self::NotInThisData }
    }
}

/// One experience of one resident.
#[derive(Clone, Debug)]
pub struct ExperienceRow {
    pub definition: Definition,
    /// Exposures up to the as-of date; `None` where the data can say nothing of it.
    pub n: Option<u32>,
    /// For which days of training so far the data can say something; where that is not all of them, nothing is
    /// compared and nothing forecast.
    pub covered: Covered,
    /// Cumulative exposures by completed training month; empty where training time is unknown.
    pub curve: Vec<u32>,
    pub position: Option<Position>,
    /// Exposures in each of the last twelve whole training months; `None` before training began.
    pub recent: [Option<u32>; 12],
    pub minimum: Option<Minimum>,
    pub forecast: Option<Forecast>,
    pub block: BlockState,
    pub self_logged: Option<u32>,
    /// The day of the last exposure.
    pub last: Option<NaiveDate>,
    /// What the reference group had by the end of training.
    pub ends: Option<Totals>,
    /// Short names of the prompts about it.
    pub prompts: Vec<&'static str>,
}

/// One subcompetency over the reporting periods.
#[derive(Clone, Debug)]
pub struct MilestoneRow {
    pub subcompetency: Subcompetency,
    /// The committee's ratings and the resident's own, by period; a missing period is no rating.
    pub committee: BTreeMap<Period, Option<HalfSteps>>,
    pub own: BTreeMap<Period, Option<HalfSteps>>,
    pub prompts: Vec<&'static str>,
}

/// One activity with its evidence.
#[derive(Clone, Debug)]
pub struct EpaRow {
    pub id: EpaId,
    pub title: String,
    pub sufficiency: Sufficiency,
    /// Who rated the resident on it, by name.
    pub raters: Vec<RaterRow>,
    pub prompts: Vec<&'static str>,
}

/// One rater of one activity, beside all others of the program.
#[derive(Clone, Debug)]
pub struct RaterRow {
    pub id: FacultyId,
    pub name: String,
    /// Ratings of this resident on this activity.
    pub n: usize,
    pub compared: Result<Stringency, NotCompared>,
}

impl Dossier {
    /// Works out one resident from the survey and the resident's own record; `prompts` are what is asked.
    pub fn new(survey: &Survey, resident: &Resident, record: Record, prompts: Vec<Prompt>) -> Self {
        let standard =
            survey.standards.standard(resident, &survey.catalog, &survey.curves, &survey.schedules);
        Self::beside(standard, survey, resident, record, prompts)
    }

    /// Works out one resident beside what is usual, which is known already.
    fn beside(
        standard: Arc<Standard>,
        survey: &Survey,
        resident: &Resident,
        record: Record,
        prompts: Vec<Prompt>,
    ) -> Self {
        let catalog = &survey.catalog;
        let as_of = catalog.program.data_to;
        let time = TrainingTime::of(resident);
        let facts = Facts::new(catalog, &survey.curves, resident, &record, &standard);
        let (month, left) = (facts.month, facts.left);
        let outlooks = facts.outlooks();
        let experience = |definition: &Definition| {
            let asked = names(&prompts, &About::Experience(definition.code.clone()));
            let outlook =
                outlooks.iter().find(|(d, _)| d.code == definition.code).map(|(_, outlook)| outlook);
            experience_row(&facts, definition, outlook, asked)
        };
        Self {
            training_year: catalog.training_year(month),
            months_away: time.map_or(0.0, |t| t.months_away(as_of)),
            months_left: left,
            experiences: catalog.definitions.iter().map(experience).collect(),
            milestones: catalog.subcompetencies.iter().map(|s| milestone_row(s, &record, &prompts)).collect(),
            epas: catalog.epas.iter().map(|epa| epa_row(survey, epa, &record, &prompts)).collect(),
            epa_ratings: Ratings::of(survey, "assessments.level"),
            milestone_ratings: Ratings::of(survey, "milestones.half_steps"),
            measures: measures(survey, resident),
            attempts: record.attempts.iter().map(|attempts| attempt_row(survey, attempts)).collect(),
            compared: survey.compared(&resident.id),
            limits: survey.bearing.limits.clone(),
            thresholds: survey.thresholds_hash.clone(),
            zone: catalog.program.zone,
            class_prompts: survey.prompts_of_class(resident),
            resident: resident.clone(),
            month,
            standard,
            record,
            prompts,
        }
    }

    /// Works out the same resident from another record by the same survey: what is usual has not changed.
    #[must_use]
    pub fn anew(&self, survey: &Survey, record: Record, prompts: Vec<Prompt>) -> Self {
        Self::beside(Arc::clone(&self.standard), survey, &self.resident, record, prompts)
    }

    /// Returns what is asked on the resident's page: of the resident, then of the class.
    pub fn asked(&self) -> impl Iterator<Item = &Prompt> {
        self.prompts.iter().chain(&self.class_prompts)
    }

    /// Returns the forecast of one experience month by month, from now to the end of training; nothing
    /// where there is no forecast.
    ///
    /// Worked out for the one curve that is looked at.
    pub fn fan(&self, row: &ExperienceRow) -> Vec<FanPoint> {
        self.outlook(row).map_or(Vec::new(), |outlook| outlook.fan())
    }

    /// Returns where the count of one experience stands given where it stood half a year before; nothing where there is
    /// no forecast, or no half-year to go by.
    pub fn given(&self, row: &ExperienceRow) -> Option<Conditional> {
        Conditional::of(&self.outlook(row)?, &row.curve)
    }

    /// Returns where the resident stood on a day in the rotations that bring an experience.
    pub fn block_on(&self, row: &ExperienceRow, day: NaiveDate) -> BlockState {
        match self.standard.broken(&row.definition.code) {
            Some(_) => BlockState::Unknown,
            None => block_state(&self.record.rotations, &row.definition.rotations, day),
        }
    }

    fn outlook(&self, row: &ExperienceRow) -> Option<Outlook<'_>> {
        let usual = self.standard.usual(&row.definition.code)?.expectation.as_ref()?;
        let so_far = row.n.filter(|_| row.covered == Covered::Whole)?;
        let (clock, (month, left)) =
            TrainingTime::of(&self.resident).zip(self.month.zip(self.months_left))?;
        let schedule = self.record.rotations.iter().map(|r| (r.rotation.as_str(), r.span));
        let blocks = Schedule::of(clock, schedule).on(&row.definition.rotations);
        let blocks = blocks.filter(|_| self.standard.broken(&row.definition.code).is_none());
        Some(Outlook { usual, so_far, month, end: month + left, blocks })
    }

    /// Returns what is usual of one experience month by month; nothing where the data cover a part of training only, since
    /// the curve would lie among the others as if nothing were missing.
    pub fn bands(&self, row: &ExperienceRow) -> &Bands {
        let usual = self.standard.usual(&row.definition.code).filter(|_| row.covered == Covered::Whole);
        usual.map_or(&Bands::None, |usual| &usual.bands)
    }

    /// Returns the experiences that are rare, each with its place among all.
    pub fn rare(&self) -> impl Iterator<Item = (usize, &ExperienceRow)> {
        self.experiences.iter().enumerate().filter(|(_, row)| row.definition.group == Group::Rare)
    }
}

/// Returns the periods in which anything was rated, oldest first.
pub fn periods(rows: &[MilestoneRow]) -> Vec<Period> {
    let mut periods: Vec<_> =
        rows.iter().flat_map(|row| row.committee.keys().chain(row.own.keys())).copied().collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

fn experience_row(
    facts: &Facts<'_>,
    definition: &Definition,
    outlook: Option<&Outlook<'_>>,
    prompts: Vec<&'static str>,
) -> ExperienceRow {
    let code = &definition.code;
    let covered = facts.curves.covered(code, &facts.resident.id).clone();
    let n = (covered != Covered::Nowhere).then(|| facts.curves.total(code, &facts.resident.id));
    let curve = facts.month.filter(|_| n.is_some());
    let curve = curve.and(facts.curves.curve(code, &facts.resident.id)).unwrap_or(&[]);
    let usual = facts.standard.usual(code);
    let compared = n.filter(|_| covered == Covered::Whole);
    ExperienceRow {
        n,
        position: facts.month.zip(compared).and_then(|(month, n)| usual?.position(n, month)),
        recent: recent(curve, facts.month, |month| is_covered(&covered, facts.resident, month)),
        covered,
        curve: curve.to_vec(),
        minimum: facts.catalog.minimums.get(code).cloned(),
        forecast: outlook.map(Outlook::at_end),
        block: facts.block(definition),
        self_logged: facts.record.self_logged.get(code).map(|logged| logged.n),
        last: facts.record.last.get(code).copied(),
        ends: usual.and_then(|usual| Totals::of(usual.ranks.by_month().last()?)),
        definition: definition.clone(),
        prompts,
    }
}

fn attempt_row(survey: &Survey, attempts: &Attempts) -> AttemptRow {
    let both = survey.curves.coverage().is_none_or(|coverage| coverage.has_both_outcomes(&attempts.kind));
    survey.yardsticks.row(attempts, !both)
}

/// Tells whether a whole training month, counted from 0, lies within what the data cover.
fn is_covered(covered: &Covered, resident: &Resident, month: usize) -> bool {
    let Covered::Partly(spans) = covered else { return *covered == Covered::Whole };
    let Some(clock) = TrainingTime::of(resident) else { return false };
    let (from, to) = (clock.day(month as f64), clock.day((month + 1) as f64));
    let within = |(from, to): (NaiveDate, NaiveDate)| spans.iter().any(|it| it.from <= from && to <= it.to);
    from.zip(to).is_some_and(within)
}

/// Returns the exposures of the last twelve whole training months, the newest last; nothing for a month that the data
/// do not cover.
fn recent(curve: &[u32], month: Option<f64>, is_covered: impl Fn(usize) -> bool) -> [Option<u32>; 12] {
    let mut months = [None; 12];
    let Some(month) = month else { return months };
    let running = month.floor() as usize;
    for (slot, back) in months.iter_mut().zip((1..=12).rev()) {
        let increment = |at: usize| Some(curve.get(at + 1)?.saturating_sub(*curve.get(at)?));
        *slot = running.checked_sub(back).filter(|at| is_covered(*at)).and_then(increment);
    }
    months
}

/// Returns the measures of which the resident has a case, those first where more is better.
fn measures(survey: &Survey, resident: &Resident) -> Vec<Reading> {
    let mut readings = survey.readings(&resident.id);
    readings.retain(|reading| survey.measures.of(&reading.kind.id, &resident.id).is_some());
    readings.sort_by_key(|reading| reading.kind.direction == Direction::Lower);
    readings
}

fn epa_row(survey: &Survey, epa: &Epa, record: &Record, prompts: &[Prompt]) -> EpaRow {
    let sufficiency = Sufficiency::of(epa, &survey.catalog.scales, &record.ratings);
    let mut raters: BTreeMap<(&str, &FacultyId), usize> = BTreeMap::new();
    for mark in &sufficiency.marks {
        *raters.entry((&mark.rater_name, &mark.rater)).or_default() += 1;
    }
    let rater = |((name, id), n): ((&str, &FacultyId), usize)| RaterRow {
        id: id.clone(),
        name: name.to_owned(),
        n,
        compared: survey.ratings.compared(id, &epa.scale).cloned(),
    };
    EpaRow {
        raters: raters.into_iter().map(rater).collect(),
        id: epa.id.clone(),
        title: epa.title.clone(),
        sufficiency,
        prompts: names(prompts, &About::Epa(epa.id.clone())),
    }
}

fn milestone_row(subcompetency: &Subcompetency, record: &Record, prompts: &[Prompt]) -> MilestoneRow {
    let by = |who| {
        let mine = record.milestones.iter().filter(|r| r.by == who && r.subcompetency == subcompetency.id);
        mine.map(|r| (r.period, r.level)).collect()
    };
    MilestoneRow {
        committee: by(RatedBy::Committee),
        own: by(RatedBy::Resident),
        prompts: names(prompts, &About::Subcompetency(subcompetency.id.clone())),
        subcompetency: subcompetency.clone(),
    }
}

fn names(prompts: &[Prompt], about: &About) -> Vec<&'static str> {
    prompts.iter().filter(|p| p.touches(about)).map(|p| p.rule.title()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_twelve_months_are_missing_before_training_and_not_zero() {
        let curve = [0, 2, 2, 5, 6];
        let months = recent(&curve, Some(3.4), |_| true);
        assert_eq!(months[9..], [Some(2), Some(0), Some(3)]);
        assert!(months[..9].iter().all(Option::is_none));
        assert_eq!(recent(&curve, Some(3.4), |month| month != 1)[9..], [Some(2), None, Some(3)]);
        assert_eq!(recent(&curve, None, |_| true), [None; 12]);
    }
}
