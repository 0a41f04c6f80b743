//! The thread that owns the case file and answers its questions, the newest of each kind.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use chrono::NaiveDate;

use crate::app::{Effect, Job, Message, Model, Screen, navigate, update};
use crate::casefile;
use crate::casefile::open::CaseFile;
use crate::casefile::shared::SharedCaseFile;
use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::entrustment::RaterLevels;
use crate::domain::id::ResidentId;
use crate::domain::measure::Measures;
use crate::domain::record::{Activity, Record};
use crate::domain::schedule::Schedules;
use crate::prompts::Thresholds;
use crate::survey::earlier::Earlier;
use crate::survey::program::Survey;

use super::{Event, Goodbye};

/// The running thread.
pub struct Reader {
    jobs: Sender<Job>,
    shared: Arc<SharedCaseFile>,
}

impl Reader {
    /// Returns where to send jobs.
    pub fn jobs(&self) -> Sender<Job> {
        self.jobs.clone()
    }
}

impl Drop for Reader {
    /// Closes the case file. What the thread works out on its own is not waited for.
    fn drop(&mut self) {
        self.shared.close();
    }
}

/// Starts the thread.
pub fn start(
    case_file: CaseFile,
    catalog: Arc<Catalog>,
    thresholds: Thresholds,
    events: Sender<Event>,
) -> Reader {
    let (jobs, asked) = channel();
    let shared = Arc::new(SharedCaseFile::new(case_file));
    let borrowed = Arc::clone(&shared);
    thread::spawn(move || {
        let _goodbye = Goodbye("case file's thread", events.clone());
        while let Some(newest) = newest_of_each_kind(&asked) {
            for job in newest {
                let _span = tracing::debug_span!("job", kind = <&str>::from(&job)).entered();
                // Without a case file the review has ended.
                let asked = |case_file: &CaseFile| Found::of(case_file, job, &catalog);
                let Some(found) = borrowed.ask(asked) else { return };
                let message = found.work_out(&catalog, &thresholds);
                if events.send(Event::Message(Box::new(message))).is_err() {
                    return;
                }
            }
        }
    });
    Reader { jobs, shared }
}

/// Waits for a job, takes all that have come, and keeps the newest of each kind.
fn newest_of_each_kind(asked: &Receiver<Job>) -> Option<Vec<Job>> {
    let first = asked.recv().ok()?;
    let mut newest: HashMap<Discriminant<Job>, (usize, Job)> = HashMap::new();
    for (i, job) in std::iter::once(first).chain(asked.try_iter()).enumerate() {
        newest.insert(discriminant(&job), (i, job));
    }
    let mut jobs: Vec<_> = newest.into_values().collect();
    jobs.sort_by_key(|(i, _)| *i);
    Some(jobs.into_iter().map(|(_, job)| job).collect())
}

/// What the engine has answered.
enum Found {
    Everyone(casefile::Result<Box<Everyone>>),
    /// What needs no answer of the engine.
    Look(Arc<Survey>, NaiveDate),
    Told(Message),
}

impl Found {
    fn of(case_file: &CaseFile, job: Job, catalog: &Catalog) -> Self {
        let said = |e: casefile::CaseFileError| e.to_string();
        Self::Told(match job {
            Job::Survey => return Self::Everyone(Everyone::of(case_file, catalog, None).map(Box::new)),
            Job::Activity { since } => Message::ActivityRead(case_file.activity(since).map_err(said)),
            Job::LookBack { survey, day } => return Self::Look(survey, day),
            Job::Record { ticket, resident } => Message::RecordRead {
                ticket,
                outcome: case_file.record(&resident).map(Box::new).map_err(said),
            },
            Job::Cases { ticket, resident, code } => {
                Message::CasesRead { ticket, outcome: case_file.case_rows(&resident, &code).map_err(said) }
            }
            Job::Yield { ticket, resident } => {
                Message::YieldRead { ticket, outcome: case_file.rotation_yield(&resident).map_err(said) }
            }
        })
    }

    /// Does what needs no engine.
    fn work_out(self, catalog: &Arc<Catalog>, thresholds: &Thresholds) -> Message {
        match self {
            Self::Told(message) => message,
            Self::Look(survey, day) => Message::LookedBack(Arc::new(Earlier::of(&survey, day))),
            Self::Everyone(read) => Message::Surveyed(
                read.map(|everyone| Arc::new(everyone.survey(catalog.clone(), thresholds)))
                    .map_err(|e| e.to_string()),
            ),
        }
    }
}

/// Goes to a screen without threads: asks what it needs, one question after the other.
pub fn settle(
    case_file: &CaseFile,
    model: &mut Model,
    resident: &ResidentId,
    screen: Screen,
) -> Result<(), String> {
    let thresholds = model.survey.ready().map(|survey| survey.thresholds.clone()).unwrap_or_default();
    let catalog = model.catalog.clone();
    let answer = |job| Found::of(case_file, job, &catalog).work_out(&catalog, &thresholds);
    let mut asked = navigate::show(model, resident, screen);
    while !asked.is_empty() {
        let jobs = asked.into_iter().filter_map(|effect| match effect {
            Effect::Ask(job) => Some(job),
            _ => None,
        });
        asked = jobs.flat_map(|job| update::update(model, answer(job))).collect();
    }
    match &model.notice {
        Some(notice) if notice.failed => Err(notice.text.clone()),
        _ => Ok(()),
    }
}

/// Reads everyone's counts and works out what is usual; without a day, not what was done since.
pub fn survey(
    case_file: &CaseFile,
    catalog: Arc<Catalog>,
    since: impl Into<Option<NaiveDate>>,
    thresholds: &Thresholds,
) -> casefile::Result<Survey> {
    Ok(Everyone::of(case_file, &catalog, since.into())?.survey(catalog, thresholds))
}

/// What is read about the whole program at once.
struct Everyone {
    curves: Curves,
    schedules: Schedules,
    records: HashMap<ResidentId, Record>,
    activity: Vec<Activity>,
    measures: Measures,
    raters: Vec<RaterLevels>,
}

impl Everyone {
    fn of(case_file: &CaseFile, catalog: &Catalog, since: Option<NaiveDate>) -> casefile::Result<Self> {
        Ok(Self {
            curves: case_file.curves(catalog)?,
            schedules: case_file.schedules(catalog)?,
            records: case_file.current_records()?,
            activity: since.map_or(Ok(Vec::new()), |since| case_file.activity(since))?,
            measures: case_file.measures()?,
            raters: case_file.rater_levels()?,
        })
    }

    fn survey(self, catalog: Arc<Catalog>, thresholds: &Thresholds) -> Survey {
        let Self { curves, schedules, records, activity, measures, raters } = self;
        Survey::new(catalog, curves, schedules, records, activity, (measures, &raters), thresholds)
    }
}
