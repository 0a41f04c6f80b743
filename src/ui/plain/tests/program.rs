//! A program of one year: some graduates, a resident who is known well, one without a first day.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{NaiveDate, TimeZone as _, Utc};

use crate::app::model::Session;
use crate::app::survey::Survey;
use crate::app::{Action, Message, Model, Screen, update};
use crate::domain::catalog::Catalog;
use crate::domain::curves::Curves;
use crate::domain::entrustment::{Framing, Rating};
use crate::domain::experience::{Definition, Group, Minimum, Standing};
use crate::domain::goal::Topic;
use crate::domain::id::ResidentId;
use crate::domain::milestone::{MilestoneRating, RatedBy, Subcompetency};
use crate::domain::record::{Activity, Record, SelfLogged, Statement};
use crate::domain::resident::{Resident, Span, Status};
use crate::domain::schedule::Schedules;
use crate::growth::block::tests::block;
use crate::growth::group::tests::{definition, graduate, program};
use crate::growth::sufficiency::tests::{epa, rating, scale};
use crate::ledger::chain::{Draft, Head, sealed};
use crate::ledger::entry::{Act, Actor, Decision, Evidence, Fact, Outcome, Role};
use crate::ledger::fold::State;
use crate::prompts::Thresholds;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn id(text: &str) -> ResidentId {
    text.parse().unwrap()
}

/// Opens `screen` on a resident of a program with so many graduates.
pub fn open(screen: Screen, resident: &str, graduates: u32) -> Model {
    presented(screen, resident, graduates, false)
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
        ratings_since: 1,
    };
    let mut survey = Survey::new(
        catalog.clone(),
        curves,
        Schedules::default(),
        records,
        vec![activity],
        &Thresholds::default(),
    );
    // Stands for the hash of the defaults, which a new threshold changes.
    survey.thresholds_hash = "7412e5".into();
    let session = Session {
        actor: actor(Role::Chair),
        nonce: "n".into(),
        ledger: "small.ledger.jsonl".into(),
        today: day("2026-11-02"),
    };
    let mut model = Model::new(catalog, ledger(), session, presenting);
    update(&mut model, Message::Surveyed(Ok(Arc::new(survey))));
    update(&mut model, Message::Fingerprinted(Ok("ab12".into())));
    if screen != Screen::Triage {
        model.selected = Some(id(resident));
        update(&mut model, Message::Asked(Action::Open));
        update(&mut model, Message::Asked(Action::Go(screen)));
    }
    model
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
        status: Standing::Example,
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
    }
}

/// Makes a ledger with one recommendation on the well-known resident, and a goal that is overdue.
fn ledger() -> State {
    let decision = Decision {
        epa: epa().id,
        outcome: Outcome::Entrust,
        scale: "ten_cate".into(),
        level: Some("2".into()),
        rationale: "Two raters agree.\u{1b}[2J".into(),
        insufficient_evidence: true,
        dissent: None,
        recused: Vec::new(),
    };
    let shown = Fact { label: "ratings".into(), shown: "2 by 2 raters".into(), n: Some(2), definition: None };
    let evidence =
        Evidence { as_of: day("2026-10-01"), case_file: "ab12".into(), thresholds: None, facts: vec![shown] };
    let decided = Draft { evidence: Some(evidence), ..draft("d1", 20, Act::Recommendation(decision)) };
    let goal = Act::GoalSet {
        text: "Lead a one-lung case.\u{7}".into(),
        owner: "Lin".into(),
        due: day("2026-10-31"),
        about: Some(Topic::Epa(epa().id)),
    };
    let first = sealed(&decided, Head::EMPTY);
    let second = sealed(&draft("d2", 21, goal), first.head());
    State::of([Arc::new(first), Arc::new(second)])
}

fn draft(id: &str, october: u32, act: Act) -> Draft {
    Draft {
        id: id.into(),
        at: Utc.with_ymd_and_hms(2026, 10, october, 14, 5, 9).unwrap(),
        actor: actor(Role::Chair),
        subject: Some(self::id("R1")),
        act,
        supersedes: None,
        evidence: None,
    }
}
