use super::*;
use crate::domain::resident::Resident;
use crate::testing::committee::{catalog, committee as ours, resident, seat};

fn said(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}

/// A plan for this committee and agenda.
fn planned(committee: &Committee, agenda: Vec<Slot>) -> Plan {
    let (quorum, members) = (committee.quorum, committee.members());
    Plan { quorum, members, agenda, seed: 1, director_chairs: false }
}

/// What is said of a committee of one member, the chair, the program director and a coordinator, once changed.
fn of(change: impl Fn(&mut Committee)) -> Vec<String> {
    let mut changed = ours(1);
    change(&mut changed);
    said(&committee(&changed))
}

#[test]
fn each_rule_of_a_committee_ends_in_one_sentence() {
    assert_eq!(of(|_| ()), Vec::<String>::new());
    assert_eq!(
        of(|c| c.seats.clear()),
        ["there is no member; list who belongs to the committee under members"]
    );
    assert_eq!(
        of(|c| c.seats[0].member.id = "a b".into()),
        [r#"the member "a b" cannot sign under that; use letters, digits and ._+@- only"#]
    );
    assert_eq!(
        of(|c| c.seats.insert(0, c.seats[0].clone())),
        ["the member m1 stands there twice; each has one line"]
    );
    assert_eq!(
        of(|c| c.seats[1].name = Some("M1,  OF the faculty".into())),
        ["the members m1 and chair have the same name; the case file would take them for one coach"]
    );
    let nobody_chairs = "nobody has the role chair; one of the members chairs, or the program director with \
                         director_chairs = true";
    let no_chair = |c: &mut Committee| c.seats[1].member.role = Role::Member;
    assert_eq!(of(no_chair), [nobody_chairs]);
    let directed = |c: &mut Committee| (no_chair(c), c.director_chairs = true).0;
    assert_eq!(of(directed), Vec::<String>::new());
    let undirected =
        |c: &mut Committee| (directed(c), c.seats.retain(|it| it.member.role != Role::ProgramDirector)).0;
    assert!(of(undirected).contains(&nobody_chairs.to_owned()), "{:?}", of(undirected));
    assert_eq!(
        of(|c| c.seats[0].member.role = Role::Chair),
        ["both m1 and chair have the role chair; one chairs, and the others are members"]
    );
    assert_eq!(
        of(|c| c.seats.iter_mut().for_each(|seat| seat.member.votes = false)),
        ["nobody votes; at least one member has votes = true"]
    );
    assert_eq!(
        of(|c| c.seats[3].member.votes = true),
        [
            "clerk is coordinator and cannot vote; give votes = false, or another role",
            "director directs the program and speaks last; move clerk before them"
        ]
    );
    assert_eq!(
        of(|c| c.seats[0].member.role = Role::Resident),
        ["m1 is a resident, and residents do not sit on the committee that reviews them; take the line out"]
    );
    assert_eq!(
        of(|c| c.seats[3].member.core = true),
        ["clerk is core faculty and not faculty; give faculty = true, or core = false"]
    );
    assert_eq!(
        of(|c| c.seats.push(seat("late", Role::Member, true))),
        ["director directs the program and speaks last; move late before them"]
    );
    assert_eq!(
        of(|c| c.quorum = Quorum { core: 2, faculty: 4 }),
        [
            "the quorum asks for 4 of the faculty, and 3 belong to the committee",
            "the quorum asks for 2 of the core faculty, and 1 belong to the committee"
        ]
    );
}

#[test]
fn each_rule_of_an_agenda_ends_in_one_sentence() {
    let gone = Resident { status: Status::Graduated, ..resident("R2", Some(3), None) };
    let program = catalog(vec![resident("R1", Some(1), None), gone]);
    let slot = |id: &str, reviewer: Option<&str>, minutes| Slot {
        resident: id.parse().unwrap(),
        reviewer: reviewer.map(str::to_owned),
        minutes,
    };
    let of = |agenda: Vec<Slot>| {
        let committee = ours(1);
        said(&plan(&planned(&committee, agenda), &program))
    };
    assert_eq!(of(vec![slot("R1", Some("m1"), 6)]), Vec::<String>::new());
    assert_eq!(of(vec![slot("R1", None, 6)]), Vec::<String>::new());
    assert_eq!(of(Vec::new()), ["there is nobody on the agenda"]);
    assert_eq!(
        of(vec![slot("R1", None, 6), slot("R1", None, 6)]),
        ["R1 stands on the agenda twice, at places 1 and 2"]
    );
    assert_eq!(
        of(vec![slot("R7", None, 6)]),
        ["R7, at place 1 of the agenda, is not in the case file; `trellis triage` lists the codes"]
    );
    assert_eq!(
        of(vec![slot("R2", None, 6)]),
        ["R2, at place 1 of the agenda, has graduated; the committee reviews current residents"]
    );
    assert_eq!(
        of(vec![slot("R1", Some("lin"), 6)]),
        [r#"R1, at place 1 of the agenda, has the reviewer "lin", who is no member"#]
    );
    assert_eq!(
        of(vec![slot("R1", Some("clerk"), 6)]),
        ["R1, at place 1 of the agenda, has the reviewer clerk, who does not vote"]
    );
    assert_eq!(of(vec![slot("R1", Some("m1"), 0)]), ["R1, at place 1 of the agenda, has no minutes"]);
}

#[test]
fn a_meeting_needs_an_identifier_and_a_title() {
    let program = catalog(vec![resident("R1", Some(1), None)]);
    let committee = ours(1);
    let slot = Slot { resident: "R1".parse().unwrap(), reviewer: None, minutes: 1 };
    let plan = planned(&committee, vec![slot]);
    let of = |meeting: &str, title: &str| {
        let (meeting, title) = (meeting.to_owned(), title.to_owned());
        said(&file(&PlanFile { meeting, title, plan: plan.clone(), recusals: Vec::new() }, &program))
    };
    assert_eq!(of("2026-11", "November"), Vec::<String>::new());
    assert_eq!(
        of("May 2026", " – "),
        [
            "the meeting \"May 2026\" cannot stand in the ledger; give 1 to 64 printable ASCII characters without spaces",
            "the title says nothing; give one with a letter or a digit"
        ]
    );
}

#[test]
fn each_rule_of_recusals_ends_in_one_sentence() {
    let program = catalog(vec![resident("R1", Some(1), None), resident("R2", Some(1), None)]);
    let committee = ours(1);
    let slot = Slot { resident: "R1".parse().unwrap(), reviewer: Some("m1".to_owned()), minutes: 1 };
    let plan = planned(&committee, vec![slot]);
    let of = |pairs: &[(&str, &str)]| {
        let recusal = |(member, resident): &(&str, &str)| Recusal {
            member: (*member).to_owned(),
            resident: resident.parse().unwrap(),
            reason: "kin".to_owned(),
        };
        let recusals = pairs.iter().map(recusal).collect();
        let (meeting, title) = ("M1".to_owned(), "Fall".to_owned());
        said(&file(&PlanFile { meeting, title, plan: plan.clone(), recusals }, &program))
    };
    assert_eq!(of(&[("director", "R1"), ("clerk", "R1")]), Vec::<String>::new());
    assert_eq!(of(&[("lin", "R1")]), ["lin is recused for R1, and is no member"]);
    assert_eq!(
        of(&[("director", "R1"), ("director", "R1")]),
        ["director is recused for R1 twice; one line is enough"]
    );
    assert_eq!(
        of(&[("director", "R2")]),
        ["director is recused for R2, who is not on the agenda; take the line out"]
    );
    assert_eq!(
        of(&[("m1", "R1")]),
        ["R1, at place 1 of the agenda, has the reviewer m1, who is recused; name another"]
    );
    assert_eq!(
        of(&[("chair", "R1")]),
        ["without those who are recused for R1, too few are left for the quorum"]
    );
}
