//! From resident to resident: our own work, and the same with the engine's answer.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use trellis::app::model::Session;
use trellis::app::{Action, Effect, Job, Message, Model, Screen, update};
use trellis::casefile::engine::Limits;
use trellis::casefile::open::CaseFile;
use trellis::casefile::specialty::Folder;
use trellis::ledger::entry::{Actor, Role};
use trellis::ledger::fold::State;
use trellis::prompts::Thresholds;
use trellis::runtime::{self, Ahead};
use trellis::ui::{self, Face};

use crate::Outcome;
use crate::figures::{centile, ms};

/// One frame at 60 a second.
const FRAME: Duration = Duration::from_millis(16);
const STEPS: usize = 400;

/// One step to the next resident.
struct Step {
    /// From the key to the frame that shows the next resident.
    first_frame: Duration,
    /// All our own work until the rest of the record stands on the screen.
    own: Duration,
    /// The same with the engine's answer.
    whole: Duration,
}

/// Steps through residents on two screens and prints what a step costs.
pub fn measure(file: &Path) -> Outcome<()> {
    let in_force = Folder::built_in().in_force(None)?;
    // Only what the file says of days ahead hangs on it.
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap_or_default();
    let case_file = CaseFile::open(file, in_force, today, Limits::default(), &mut |_, _| {})?;
    let mut review = Review::new(&case_file)?;
    for screen in [Screen::Resident, Screen::Growth, Screen::Milestones, Screen::Epas] {
        review.begin(screen)?;
        let steps = (0..STEPS).map(|_| review.step(screen)).collect::<Outcome<Vec<_>>>()?;
        let of =
            |time: fn(&Step) -> Duration, share| centile(&steps.iter().map(time).collect::<Vec<_>>(), share);
        let kept = if of(|s| s.own, 0.99).is_some_and(|p99| p99 < FRAME) { "kept" } else { "MISSED" };
        println!(
            "  next resident, {:<12} first frame p50 {} p99 {}; own work p50 {} p99 {} (one frame is 16 ms: {kept}); \
             with the engine's answer p50 {} p99 {}",
            screen.to_string(),
            ms(of(|s| s.first_frame, 0.5)),
            ms(of(|s| s.first_frame, 0.99)),
            ms(of(|s| s.own, 0.5)),
            ms(of(|s| s.own, 0.99)),
            ms(of(|s| s.whole, 0.5)),
            ms(of(|s| s.whole, 0.99)),
        );
    }
    Ok(())
}

/// A review without threads.
struct Review<'a> {
    case_file: &'a CaseFile,
    model: Model,
    terminal: Terminal<TestBackend>,
    face: Face,
    ahead: Ahead,
}

impl<'a> Review<'a> {
    fn new(case_file: &'a CaseFile) -> Outcome<Self> {
        let catalog = Arc::new(case_file.catalog()?);
        let since = runtime::since(&State::default(), &catalog);
        let survey = runtime::survey(case_file, catalog.clone(), since, &Thresholds::default())?;
        let actor = Actor { id: "bench".to_owned(), role: Role::Chair };
        let session = Session {
            name: None,
            actor,
            signer: "bench".to_owned(),
            nonce: "bench".to_owned(),
            ledger: "bench".to_owned(),
            today: catalog.program.data_to,
            papers: "papers".to_owned(),
            answering: trellis::survey::telling::Answering::default(),
        };
        let mut model = Model::new(catalog, State::default(), session, false);
        update(&mut model, Message::Surveyed(Ok(Arc::new(survey))));
        let terminal = Terminal::new(TestBackend::new(120, 40))?;
        Ok(Self { case_file, model, terminal, face: Face::default(), ahead: Ahead::default() })
    }

    /// Goes to the first resident on `screen`.
    fn begin(&mut self, screen: Screen) -> Outcome<()> {
        let first =
            self.model.visible().next().map(|row| row.id.clone()).ok_or("there is nobody to review")?;
        runtime::settle(self.case_file, &mut self.model, &first, screen)?;
        Ok(())
    }

    fn step(&mut self, screen: Screen) -> Outcome<Step> {
        let begun = Instant::now();
        let mut effects = update(&mut self.model, Message::Asked(Action::NextResident));
        if effects.is_empty() {
            self.begin(screen)?;
            return self.step(screen);
        }
        self.draw()?;
        let first_frame = begun.elapsed();
        let mut asking = Duration::ZERO;
        while let Some(effect) = effects.pop() {
            match effect {
                Effect::Ask(Job::Record { ticket, resident }) => {
                    let asked = Instant::now();
                    let known = self.ahead.of(&resident);
                    let record = known.map_or_else(|| self.case_file.record(&resident), Ok)?;
                    asking += asked.elapsed();
                    let answer = Message::RecordRead { ticket, outcome: Ok(Box::new(record)) };
                    effects.extend(update(&mut self.model, answer));
                }
                Effect::Ask(Job::Ahead { residents }) => self.ahead.expect(residents),
                _ => {}
            }
        }
        self.draw()?;
        let whole = begun.elapsed();
        // While whoever looks reads the screen.
        while let Some(next) = self.ahead.next_wanted() {
            let record = self.case_file.record(&next)?;
            self.ahead.keep(next, &record);
        }
        Ok(Step { first_frame, own: whole.saturating_sub(asking), whole })
    }

    fn draw(&mut self) -> Outcome<()> {
        self.terminal.draw(|frame| ui::draw(frame, &self.model, &self.face))?;
        Ok(())
    }
}
