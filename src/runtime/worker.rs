//! The thread that owns the case file and answers its questions, the newest of each kind.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use chrono::NaiveDate;

use crate::app::survey::Survey;
use crate::app::{Effect, Job, Message, Model, Screen, update};
use crate::casefile::open::CaseFile;
use crate::casefile::{self};
use crate::domain::catalog::Catalog;
use crate::domain::id::ResidentId;
use crate::prompts::Thresholds;

use super::{Goodbye, Wake};

/// Starts the thread and returns where to send its jobs.
pub fn start(
    case_file: CaseFile,
    catalog: Arc<Catalog>,
    thresholds: Thresholds,
    wakes: Sender<Wake>,
) -> Sender<Job> {
    let (jobs, asked) = channel();
    thread::spawn(move || {
        let _goodbye = Goodbye("case file's thread", wakes.clone());
        let desk = Desk { case_file: &case_file, catalog, thresholds };
        while let Some(newest) = newest_of_each_kind(&asked) {
            for job in newest {
                if wakes.send(Wake::Message(Box::new(desk.answer(job)))).is_err() {
                    return;
                }
            }
        }
    });
    jobs
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

struct Desk<'a> {
    case_file: &'a CaseFile,
    catalog: Arc<Catalog>,
    thresholds: Thresholds,
}

impl Desk<'_> {
    fn answer(&self, job: Job) -> Message {
        let said = |e: casefile::CaseFileError| e.to_string();
        match job {
            Job::Survey => {
                let surveyed = survey(self.case_file, self.catalog.clone(), None, &self.thresholds);
                Message::Surveyed(surveyed.map(Arc::new).map_err(said))
            }
            Job::Activity { since } => Message::ActivityRead(self.case_file.activity(since).map_err(said)),
            Job::Record { ticket, resident } => Message::RecordRead {
                ticket,
                outcome: self.case_file.record(&resident).map(Box::new).map_err(said),
            },
            Job::Cases { ticket, resident, code } => Message::CasesRead {
                ticket,
                outcome: self.case_file.case_rows(&resident, &code).map_err(said),
            },
            Job::Yield { ticket, resident } => {
                Message::YieldRead { ticket, outcome: self.case_file.rotation_yield(&resident).map_err(said) }
            }
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
    let desk = Desk { case_file, catalog: model.catalog.clone(), thresholds };
    let mut asked = update::show(model, resident, screen);
    while !asked.is_empty() {
        let jobs = asked.into_iter().filter_map(|effect| match effect {
            Effect::Ask(job) => Some(job),
            _ => None,
        });
        asked = jobs.flat_map(|job| update::update(model, desk.answer(job))).collect();
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
    let curves = case_file.curves(&catalog)?;
    let schedules = case_file.schedules(&catalog)?;
    let records = case_file.current_records()?;
    let activity = since.into().map_or(Ok(Vec::new()), |since| case_file.activity(since))?;
    let quality = (case_file.measures()?, case_file.rater_levels()?);
    let read = (quality.0, quality.1.as_slice());
    Ok(Survey::new(catalog, curves, schedules, records, activity, read, thresholds))
}
