//! Small programs and committees that a meeting is planned for.

use chrono::NaiveDate;

use crate::committee::plan::Committee;
use crate::committee::plan::committee::Seat;
use crate::domain::catalog::Catalog;
use crate::domain::meeting::{Member, Quorum};
use crate::domain::program::Program;
use crate::domain::resident::{Resident, Status};
use crate::domain::role::Role;

/// One resident, with the year of training and the coach.
pub fn resident(id: &str, year: Option<i32>, coach: Option<&str>) -> Resident {
    let entered = |year: i32| NaiveDate::from_ymd_opt(2027 - year, 7, 1);
    Resident {
        id: id.parse().unwrap(),
        name: format!("Name of {id}"),
        entry_class: None,
        track: None,
        entered_on: year.and_then(entered),
        graduates_on: None,
        status: Status::Current,
        coach: coach.map(str::to_owned),
        absences: Vec::new(),
    }
}

/// A program as of November 2026.
pub fn catalog(residents: Vec<Resident>) -> Catalog {
    Catalog {
        specialty: crate::testing::anesthesiology(),
        program: Program {
            name: "P".into(),
            specialty: "anesthesiology".into(),
            data_to: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
            training_months: 36,
            zone: crate::domain::zone::Zone::NOT_NAMED,
        },
        residents,
        definitions: Vec::new(),
        minimums: std::collections::BTreeMap::new(),
        benchmarks: std::collections::BTreeMap::new(),
        subcompetencies: Vec::new(),
        epas: Vec::new(),
        scales: Vec::new(),
        measures: Vec::new(),
        choices: Vec::new(),
        not_clinical: std::collections::BTreeSet::new(),
        missing_relations: Vec::new(),
        wrong: Vec::new(),
    }
}

pub fn seat(id: &str, role: Role, votes: bool) -> Seat {
    let faculty = role != Role::Coordinator;
    let member = Member { id: id.to_owned(), role, faculty, core: role == Role::Chair, votes };
    Seat { member, name: Some(format!("{id}, of the faculty")) }
}

/// Members `m1` to `mN`, the chair and the program director, who all vote, and a coordinator.
pub fn committee(members: usize) -> Committee {
    let mut seats: Vec<_> = (1..=members).map(|n| seat(&format!("m{n}"), Role::Member, true)).collect();
    seats.push(seat("chair", Role::Chair, true));
    seats.push(seat("director", Role::ProgramDirector, true));
    seats.push(seat("clerk", Role::Coordinator, false));
    Committee { quorum: Quorum { core: 1, faculty: 2 }, director_chairs: false, seats, recusals: Vec::new() }
}
