//! The thread that owns the case file and answers its questions, the newest of each kind.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
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

use super::ahead::Ahead;
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
        let mut ahead = Ahead::default();
        while let Some(newest) = newest_of_each_kind(&asked, || read_ahead(&mut ahead, &borrowed)) {
            for job in newest {
                let _span = tracing::debug_span!("job", kind = <&str>::from(&job)).entered();
                // Without a case file the review has ended.
                let asked = |case_file: &CaseFile| Found::of(case_file, job, &catalog, &mut ahead);
                let Some(found) = borrowed.ask(asked) else { return };
                let Some(message) = found.work_out(&catalog, &thresholds) else { continue };
                if events.send(Event::Message(Box::new(message))).is_err() {
                    return;
                }
            }
        }
    });
    Reader { jobs, shared }
}

/// Reads one record ahead, and tells whether there was one to read.
fn read_ahead(ahead: &mut Ahead, shared: &SharedCaseFile) -> bool {
    let Some(next) = ahead.next_wanted() else { return false };
    // Whatever fails here is asked again when it matters, and is told then.
    if let Some(Ok(record)) = shared.ask(|case_file| case_file.record(&next)) {
        ahead.keep(next, &record);
    }
    true
}

/// Waits for a job, takes all that have come, and keeps the newest of each kind.
///
/// As long as none has come there is time for `meanwhile`, which tells whether it did something.
fn newest_of_each_kind(asked: &Receiver<Job>, mut meanwhile: impl FnMut() -> bool) -> Option<Vec<Job>> {
    let first = loop {
        match asked.try_recv() {
            Ok(job) => break job,
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) if meanwhile() => {}
            Err(TryRecvError::Empty) => break asked.recv().ok()?,
        }
    };
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
    /// Nothing was asked that has an answer.
    Noted,
}

impl Found {
    fn of(case_file: &CaseFile, job: Job, catalog: &Catalog, ahead: &mut Ahead) -> Self {
        let said = |e: casefile::CaseFileError| e.to_string();
        Self::Told(match job {
            Job::Survey => return Self::Everyone(Everyone::of(case_file, catalog, None).map(Box::new)),
            Job::Activity { since } => Message::ActivityRead(case_file.activity(since).map_err(said)),
            Job::LookBack { survey, day } => return Self::Look(survey, day),
            Job::Record { ticket, resident } => {
                let outcome = ahead.of(&resident).map_or_else(|| case_file.record(&resident), Ok);
                if let Ok(record) = &outcome {
                    ahead.keep(resident, record);
                }
                Message::RecordRead { ticket, outcome: outcome.map(Box::new).map_err(said) }
            }
            Job::Ahead { residents } => {
                ahead.expect(residents);
                return Self::Noted;
            }
            Job::Cases { ticket, resident, code } => {
                Message::CasesRead { ticket, outcome: case_file.case_rows(&resident, &code).map_err(said) }
            }
            Job::Yield { ticket, resident } => {
                Message::YieldRead { ticket, outcome: case_file.rotation_yield(&resident).map_err(said) }
            }
        })
    }

    /// Does what needs no engine.
    fn work_out(self, catalog: &Arc<Catalog>, thresholds: &Thresholds) -> Option<Message> {
        match self {
            Self::Told(message) => Some(message),
            Self::Look(survey, day) => Some(Message::LookedBack(Arc::new(Earlier::of(&survey, day)))),
            Self::Everyone(read) => Some(Message::Surveyed(
                read.map(|everyone| Arc::new(everyone.survey(catalog.clone(), thresholds)))
                    .map_err(|e| e.to_string()),
            )),
            Self::Noted => None,
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
    let mut ahead = Ahead::default();
    let mut answer = |job| Found::of(case_file, job, &catalog, &mut ahead).work_out(&catalog, &thresholds);
    let mut asked = navigate::show(model, resident, screen);
    while !asked.is_empty() {
        let jobs = asked.into_iter().filter_map(|effect| match effect {
            Effect::Ask(job) => Some(job),
            _ => None,
        });
        asked = jobs.filter_map(&mut answer).flat_map(|message| update::update(model, message)).collect();
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
