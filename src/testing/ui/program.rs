//! A program of one year: some graduates, a resident who is known well, one without a first day.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{NaiveDate, TimeZone as _, Utc};

use crate::app::model::Session;
use crate::app::{Action, Message, Model, Screen, update};
use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::entrustment::{Framing, RaterLevels, Rating};
use crate::domain::experience::{Definition, DefinitionStanding, Group, Minimum};
use crate::domain::goal::Topic;
use crate::domain::id::ResidentId;
use crate::domain::measure::{Attempts, Direction, Measures, Outcome as Ended};
use crate::domain::milestone::{MilestoneRating, RatedBy, Subcompetency};
use crate::domain::record::{Activity, Record, SelfLogged, Statement};
use crate::domain::resident::{Resident, Span, Status};
use crate::domain::schedule::Schedules;
use crate::ledger::chain::{Head, Unplaced, placed, sealed};
use crate::ledger::entry::{Act, Actor, Decision, Evidence, Fact, Outcome, Role, Supersedes};
use crate::ledger::fold::State;
use crate::ledger::signature::sample;
use crate::prompts::Thresholds;
use crate::survey::program::Survey;
use crate::testing::growth::block;
use crate::testing::growth::{definition, graduate, program};
use crate::testing::growth::{epa, rating, scale};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn id(text: &str) -> ResidentId {
    text.parse().unwrap()
}

pub fn presented(screen: Screen, resident: &str, graduates: u32, presenting: bool) -> Model {
    let (catalog, curves, records) = small(graduates);
    let catalog = Arc::new(catalog);
    let activity = Activity {
        resident: id("R1"),
        months: [
            None,
            None,
            Some(12),
            Some(0),
            Some(9),
            Some(14),
            Some(11),
            None,
            None,
            Some(3),
            Some(8),
            Some(10),
        ],
        cases_since: 21,
        ratings_since: Some(1),
    };
    let mut survey = Survey::new(
        catalog.clone(),
        curves,
        Schedules::default(),
        records,
        vec![activity],
        quality(),
        &Thresholds::default(),
    );
    // Stands for the hash of the defaults, which a new threshold changes.
    survey.thresholds_hash = "7412e5".into();
    let session = Session {
        actor: actor(Role::Chair),
        name: None,
        signer: "lin, chair, SHA256:abc".into(),
        nonce: "n".into(),
        ledger: "small.ledger.jsonl".into(),
        today: day("2026-11-02"),
        papers: "small-papers".into(),
        answering: crate::survey::telling::Answering::default(),
    };
    let mut model = Model::new(catalog, ledger(), session, presenting);
    update(&mut model, Message::Surveyed(Ok(Arc::new(survey))));
    update(&mut model, Message::Fingerprinted(Ok("ab12".repeat(16))));
    if screen != Screen::Triage {
        model.selected = Some(id(resident));
        update(&mut model, Message::Asked(Action::Open));
        update(&mut model, Message::Asked(Action::Go(screen)));
    }
    model
}

/// Makes the quality measures of both residents, and what two raters gave to everyone.
fn quality() -> (Measures, &'static [RaterLevels]) {
    use crate::testing::growth::measures;
    static RATERS: std::sync::LazyLock<Vec<RaterLevels>> = std::sync::LazyLock::new(|| {
        let row = |rater: &str, level: &str, n| RaterLevels {
            rater: rater.parse().unwrap(),
            epa: epa().id,
            scale: "ten_cate".into(),
            year: Some(0),
            level: level.into(),
            n,
        };
        vec![row("A", "2", 8), row("A", "3", 4), row("B", "3", 5), row("C", "3", 9), row("C", "4", 6)]
    });
    let mut all = measures(&"WARM-1".parse().unwrap(), &[(1, 4), (29, 30), (27, 30), (20, 30)]);
    for (resident, periods) in
        measures(&"COLD-1".parse().unwrap(), &[(9, 9)]).everyone(&"COLD-1".parse().unwrap())
    {
        for (i, tally) in periods.iter().enumerate() {
            all.add(&"COLD-1".parse().unwrap(), resident, periods.len() - 1 - i, *tally);
        }
    }
    (all, &RATERS)
}

fn actor(role: Role) -> Actor {
    Actor { id: "lin".into(), role }
}

fn small(graduates: u32) -> (Catalog, Curves, HashMap<ResidentId, Record>) {
    let (mut catalog, _) = program(0);
    catalog.program.training_months = 12;
    catalog.definitions = definitions();
    let code = catalog.definitions[0].code.clone();
    catalog.minimums.insert(code, minimum());
    catalog.subcompetencies = vec![Subcompetency { id: "PC1".parse().unwrap(), title: "Assessment".into() }];
    catalog.epas = vec![epa()];
    catalog.scales = vec![scale("ten_cate", Framing::Prospective)];
    let kind = crate::testing::growth::kind;
    catalog.measures = vec![
        kind("COLD-1", Direction::Lower),
        kind("NONE-1", Direction::Higher),
        kind("WARM-1", Direction::Higher),
    ];
    catalog.missing_relations = vec!["exams".into()];
    catalog.residents = (0..graduates).map(|i| graduate(&format!("G{i:03}"), 2024, "2024-07-01")).collect();
    let mut curves = Curves::new(catalog.definitions.iter().map(|d| d.code.clone()), people(graduates), 12);
    for (i, graduate) in catalog.residents.iter().enumerate() {
        for month in 0..12 {
            curves.add(&catalog.definitions[0].code, &graduate.id, Some(month), 1 + i as u32 % 3);
        }
        curves.add(&catalog.definitions[1].code, &graduate.id, Some(5), i as u32 % 4);
        curves.add(&catalog.definitions[2].code, &graduate.id, Some(8), u32::from(i % 5 == 0));
    }
    (0..6).for_each(|month| curves.add(&catalog.definitions[0].code, &id("R1"), Some(month), 2));
    curves.add(&catalog.definitions[0].code, &id("R2"), None, 7);
    catalog.residents.extend(current());
    let records = HashMap::from([(id("R1"), record())]);
    (catalog, curves.accumulate(), records)
}

fn people(graduates: u32) -> Vec<ResidentId> {
    (0..graduates).map(|i| id(&format!("G{i:03}"))).chain([id("R1"), id("R2")]).collect()
}

fn current() -> [Resident; 2] {
    let known = Resident {
        name: "Okafor, Adaeze".into(),
        status: Status::Current,
        graduates_on: Some(day("2027-01-31")),
        coach: Some("Lin".into()),
        absences: vec![Span { from: day("2026-06-01"), to: day("2026-06-30") }],
        ..graduate("R1", 2026, "2026-01-01")
    };
    let unknown = Resident { name: "Byrne, Conor".into(), entered_on: None, ..known.clone() };
    [known, Resident { id: id("R2"), coach: None, absences: Vec::new(), ..unknown }]
}

fn definitions() -> Vec<Definition> {
    let spinal = Definition {
        title: "Spinal".into(),
        summary: "A spinal was placed.".into(),
        unit: "procedure".into(),
        sql: "-- code: spinal\nselect 1".into(),
        ..definition("spinal", &[])
    };
    let cardiac = Definition { title: "Cardiac".into(), ..definition("cardiac", &["cardiac"]) };
    let rare =
        Definition { title: "Massive hemorrhage".into(), group: Group::Rare, ..definition("massive", &[]) };
    vec![spinal, cardiac, rare]
}

fn minimum() -> Minimum {
    Minimum {
        minimum: 20,
        note: None,
        version: "2024".into(),
        source: "an authority".into(),
        status: DefinitionStanding::Example,
    }
}

fn record() -> Record {
    let milestone = |period: &str, by, half_steps: Option<u8>| MilestoneRating {
        subcompetency: "PC1".parse().unwrap(),
        period: period.parse().unwrap(),
        rated_on: day("2026-06-15"),
        by,
        level: half_steps.map(|n| n.try_into().unwrap()),
    };
    let logged = SelfLogged { as_of: day("2026-10-01"), n: 14, recorded: 12 };
    let commented = Rating { comment: Some("calm".into()), ..rating("2026-05-01", "B", "3") };
    Record {
        rotations: vec![
            block("general", "2026-01-01", "2026-05-31"),
            block("cardiac", "2026-12-01", "2026-12-31"),
        ],
        milestones: vec![
            milestone("2025-2", RatedBy::Committee, None),
            milestone("2026-1", RatedBy::Committee, Some(5)),
            milestone("2026-1", RatedBy::Resident, Some(6)),
        ],
        ratings: vec![rating("2026-03-01", "A", "2"), commented],
        self_logged: [("spinal".parse().unwrap(), logged)].into(),
        last: [("spinal".parse().unwrap(), day("2026-06-20"))].into(),
        silent: Vec::new(),
        exams: Vec::new(),
        statements: vec![Statement { on: day("2026-09-01"), text: "I want more spinals.".into() }],
        attempts: vec![attempts()],
    }
}

fn attempts() -> Attempts {
    let outcome =
        |i: u32| Ended { on: day(&format!("2026-0{}-11", 1 + i % 9)), failed: [2, 5, 31].contains(&i) };
    Attempts {
        kind: "labor_epidural".into(),
        performed: 71,
        outcomes: (0..36).map(outcome).collect(),
        rules: Vec::new(),
    }
}

/// Gives R1 a rating of `level` by each of `raters`, one a month.
pub fn rated(model: &mut Model, raters: &[&str], level: &str) {
    let mut survey = Survey::clone(model.survey.ready().unwrap());
    let dated = |(i, rater): (usize, &&str)| rating(&format!("2026-0{}-01", i + 2), rater, level);
    survey.records.get_mut(&id("R1")).unwrap().ratings = raters.iter().enumerate().map(dated).collect();
    update(model, Message::Surveyed(Ok(Arc::new(survey))));
}

/// Records a recommendation of `level` for R1 in place of the one that stands.
pub fn decide(model: &mut Model, level: &str) {
    let (standing, _) = model.ledger.recommendation(&id("R1"), &epa().id).unwrap();
    let supersedes =
        Supersedes { entry: standing.entry.seq, hash: standing.hash, reason: "new ratings".into() };
    let draft = Unplaced { id: "d3".into(), supersedes: Some(supersedes), ..recommendation(level) };
    let recorded = sealed(placed(&draft, model.ledger.head()), sample()).recorded;
    update(model, Message::Recorded { request: "d3".into(), entries: vec![recorded] });
}

/// Makes a ledger with one recommendation on the well-known resident, and a goal that is overdue.
fn ledger() -> State {
    let goal = Act::GoalSet {
        text: "Lead a one-lung case.\u{7}".into(),
        owner: "Lin".into(),
        due: day("2026-10-31"),
        about: Some(Topic::Epa(epa().id)),
    };
    let first = sealed(placed(&recommendation("2"), Head::EMPTY), sample()).recorded;
    let second = sealed(placed(&draft("d2", 21, goal), first.head()), sample()).recorded;
    State::of([first, second])
}

fn recommendation(level: &str) -> Unplaced {
    let decision = Decision {
        epa: epa().id,
        outcome: Outcome::Entrust,
        scale: "ten_cate".into(),
        level: Some(level.into()),
        rationale: "Two raters agree.\u{1b}[2J".into(),
        insufficient_evidence: true,
        dissent: None,
        recused: Vec::new(),
    };
    let shown = Fact { label: "ratings".into(), shown: "2 by 2 raters".into(), n: Some(2), definition: None };
    let evidence = Evidence {
        as_of: day("2026-10-01"),
        case_file: "ab12".repeat(16),
        thresholds: None,
        facts: vec![shown],
    };
    Unplaced { evidence: Some(evidence), ..draft("d1", 20, Act::Recommendation(decision)) }
}

fn draft(id: &str, october: u32, act: Act) -> Unplaced {
    Unplaced {
        id: id.into(),
        at: Utc.with_ymd_and_hms(2026, 10, october, 14, 5, 9).unwrap(),
        actor: actor(Role::Chair),
        subject: Some(self::id("R1")),
        act,
        supersedes: None,
        evidence: None,
    }
}
