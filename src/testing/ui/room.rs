//! A meeting in the room: five members, one resident on whom two have rated.

use std::sync::Arc;

use chrono::{TimeDelta, TimeZone as _, Utc};

use crate::app::{Action, Message, Model, Screen, update};
use crate::domain::meeting::{Card, Member, Plan, Quorum, Slot};
use crate::domain::overall::{Choice, ChoiceKind};
use crate::ledger::chain::{Unplaced, placed, sealed};
use crate::ledger::entry::{Act, Actor, Basis, Hash, Role, commitment};
use crate::ledger::signature::sample;
use crate::testing::growth::epa;

use super::program::{id, presented};

/// Words that only a sealed card of this meeting says.
pub const SECRET: &str = "unspeakable";

pub fn choices() -> Vec<Choice> {
    let choice = |kind, code: &str, title: &str| Choice { kind, code: code.into(), title: title.into() };
    vec![
        choice(ChoiceKind::Progress, "as_expected", "Progressing as expected"),
        choice(ChoiceKind::Action, "monitor", "Monitor"),
        choice(ChoiceKind::Attribute, "ethics", "Honest and ethical"),
    ]
}

fn member(id: &str, role: Role, core: bool) -> Member {
    let faculty = role != Role::Coordinator;
    Member { id: id.into(), role, faculty, core, votes: faculty }
}

pub fn plan() -> Plan {
    let slot =
        |resident: &str, minutes| Slot { resident: id(resident), reviewer: Some("abara".into()), minutes };
    Plan {
        quorum: Quorum::default(),
        members: vec![
            member("abara", Role::Member, false),
            member("byrd", Role::Member, false),
            member("lin", Role::Chair, true),
            member("dole", Role::ProgramDirector, true),
            member("orr", Role::Coordinator, false),
        ],
        agenda: vec![slot("R1", 6), slot("R2", 4)],
        seed: 1,
        director_chairs: false,
    }
}

/// A card that says what nobody may see.
pub fn secret() -> Card {
    Card {
        epas: [(epa().id, "2".to_owned())].into(),
        milestones: [("PC1".parse().unwrap(), 9.try_into().unwrap())].into(),
        progress: Some(SECRET.into()),
    }
}

pub fn salt() -> Hash {
    Hash::of(b"salt")
}

/// Records an act of the meeting as `who`, so many seconds after its beginning.
pub fn record(model: &mut Model, (who, role): (&str, Role), subject: Option<&str>, seconds: i64, act: Act) {
    let at = Utc.with_ymd_and_hms(2026, 11, 2, 14, 0, 0).unwrap() + TimeDelta::seconds(seconds);
    let draft = Unplaced {
        id: format!("m{}", model.ledger.count() + 1),
        at,
        actor: Actor { id: who.into(), role },
        subject: subject.map(id),
        act,
        supersedes: None,
        evidence: None,
    };
    let recorded = sealed(placed(&draft, model.ledger.head()), sample()).recorded;
    update(model, Message::Others(vec![recorded]));
}

/// Opens the meeting, with everyone but the director present, and two sealed ratings on R1; the clock stands
/// at seven minutes after the meeting turned to R1.
pub fn hold(model: &mut Model) {
    let chair = ("lin", Role::Chair);
    let meeting = || "M1".to_owned();
    record(model, chair, None, 0, Act::MeetingOpened { meeting: meeting(), title: "Fall".into() });
    record(model, chair, None, 1, Act::MeetingPlanned { meeting: meeting(), plan: plan() });
    for who in ["abara", "byrd"] {
        let act = Act::RatingSealed {
            meeting: meeting(),
            rater: who.into(),
            commitment: commitment(&secret(), salt()),
        };
        record(model, (who, Role::Member), Some("R1"), 2, act);
    }
    let present = ["abara", "byrd", "lin", "orr"].map(str::to_owned).to_vec();
    record(model, chair, None, 3, Act::AttendanceTaken { meeting: meeting(), chair: "lin".into(), present });
    record(model, chair, Some("R1"), 10, Act::ReviewBegun { meeting: meeting(), reason: None });
    let remark = Act::Remarked {
        meeting: meeting(),
        basis: Basis::Hearsay,
        text: "Heard to debrief well.\u{1b}[2J".into(),
    };
    record(model, chair, Some("R1"), 60, remark);
    let at = Utc.with_ymd_and_hms(2026, 11, 2, 14, 7, 10).unwrap();
    update(model, Message::Tick(at));
}

/// Opens a screen of the meeting on R1.
pub fn in_the_room(screen: Screen, graduates: u32, presenting: bool) -> Model {
    let mut model = presented(Screen::Resident, "R1", graduates, presenting);
    let mut catalog = crate::domain::catalog::Catalog::clone(&model.catalog);
    catalog.choices = choices();
    model.catalog = Arc::new(catalog);
    model.room.coded = true;
    hold(&mut model);
    update(&mut model, Message::Asked(Action::Go(screen)));
    model
}

/// Reveals both ratings.
pub fn reveal(model: &mut Model) {
    record(model, ("lin", Role::Chair), Some("R1"), 70, Act::RatingsCalled { meeting: "M1".into() });
    let open = model.ledger.open_meeting().unwrap();
    let seals: Vec<_> =
        open.review(&id("R1")).unwrap().seals.iter().map(|(w, s)| (w.clone(), s.entry)).collect();
    for (who, entry) in seals {
        let act = Act::RatingRevealed { entry, card: secret(), salt: salt() };
        record(model, (&who, Role::Member), Some("R1"), 71, act);
    }
}

/// Opens `screen` on a resident of a program with so many graduates.
pub fn open(screen: Screen, resident: &str, graduates: u32) -> Model {
    if let Screen::Meeting | Screen::Review | Screen::Card | Screen::Overall | Screen::Recommendations =
        screen
    {
        return in_the_room(screen, graduates, false);
    }
    presented(screen, resident, graduates, false)
}
