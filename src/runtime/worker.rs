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
use crate::ledger::fold::State;
use crate::ledger::store::Ledger;
use crate::prompts::Thresholds;

use super::{Goodbye, Wake};

/// Starts the thread and returns where to send its jobs.
pub fn start(
    case_file: CaseFile,
    catalog: Arc<Catalog>,
    thresholds: Thresholds,
    ledger: &Ledger,
    wakes: Sender<Wake>,
) -> Sender<Job> {
    let (jobs, asked) = channel();
    let since = since(ledger.state(), &catalog);
    thread::spawn(move || {
        let _goodbye = Goodbye("case file's thread", wakes.clone());
        let desk = Desk { case_file: &case_file, catalog, thresholds, since };
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
    since: NaiveDate,
}

impl Desk<'_> {
    fn answer(&self, job: Job) -> Message {
        let said = |e: casefile::CaseFileError| e.to_string();
        match job {
            Job::Survey => {
                let surveyed = survey(self.case_file, self.catalog.clone(), self.since, &self.thresholds);
                Message::Surveyed(surveyed.map(Arc::new).map_err(said))
            }
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
    let since = since(&model.ledger, &model.catalog);
    let thresholds = model.survey.ready().map(|survey| survey.thresholds.clone()).unwrap_or_default();
    let desk = Desk { case_file, catalog: model.catalog.clone(), thresholds, since };
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

/// Reads everyone's counts and works out what is usual.
pub fn survey(
    case_file: &CaseFile,
    catalog: Arc<Catalog>,
    since: NaiveDate,
    thresholds: &Thresholds,
) -> casefile::Result<Survey> {
    let curves = case_file.curves(&catalog)?;
    let schedules = case_file.schedules(&catalog)?;
    let records = case_file.current_records()?;
    let activity = case_file.activity(since)?;
    let quality = (case_file.measures()?, case_file.rater_levels()?);
    let read = (quality.0, quality.1.as_slice());
    Ok(Survey::new(catalog, curves, schedules, records, activity, read, thresholds))
}

/// Returns the day of the last meeting, or half a year before the data end where there was none.
pub fn since(ledger: &State, catalog: &Catalog) -> NaiveDate {
    let met = ledger.last_meeting().and_then(|meeting| meeting.closed).map(|(_, at)| at.date_naive());
    let data_to = catalog.program.data_to;
    met.unwrap_or_else(|| data_to.checked_sub_months(chrono::Months::new(6)).unwrap_or(data_to))
}
