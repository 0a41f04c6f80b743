//! A meeting's rules: nobody decides without a quorum, nobody recused takes part, no rating is read too early.

use trellis::domain::meeting::{Card, Member, Plan, Quorum, Slot};
use trellis::ledger::chain::Unplaced;
use trellis::ledger::entry::{Act, Actor, GoalOutcome, Hash, Role, Supersedes, commitment};
use trellis::ledger::fold::{Fate, Seal, State};
use trellis::ledger::rules::{Refused, admissible};

use super::both::Corpus;
use super::samples::{begun, bytes, draft, recommendation, record, signed_by, superseding};

pub(super) const MEETING: &str = "2026-11";

fn member(id: &str, role: Role, core: bool) -> Member {
    Member { id: id.to_owned(), role, faculty: true, core, votes: role != Role::ProgramDirector }
}

/// Three of the faculty, the chair core, who review `R-007` and `R-008`.
pub(super) fn plan() -> Plan {
    let slot = |resident: &str| Slot {
        resident: resident.parse().unwrap(),
        reviewer: Some("m.member".to_owned()),
        minutes: 6,
    };
    Plan {
        quorum: Quorum::default(),
        members: vec![
            member("m.member", Role::Member, false),
            member("c.chair", Role::Chair, true),
            member("d.director", Role::ProgramDirector, false),
        ],
        agenda: vec![slot("R-007"), slot("R-008")],
        seed: 7,
        director_chairs: false,
    }
}

pub(super) fn by(who: &str, role: Role, draft: Unplaced) -> Unplaced {
    Unplaced { actor: Actor { id: who.to_owned(), role }, ..draft }
}

pub(super) fn general(n: u64, act: Act) -> Unplaced {
    Unplaced { subject: None, ..draft(n, act) }
}

pub(super) fn opened(n: u64) -> Unplaced {
    draft(n, Act::MeetingOpened { meeting: MEETING.to_owned(), title: "November".to_owned() })
}

pub(super) fn planned(n: u64, plan: Plan) -> Unplaced {
    general(n, Act::MeetingPlanned { meeting: MEETING.to_owned(), plan })
}

pub(super) fn attended(n: u64, present: &[&str]) -> Unplaced {
    chaired(n, "c.chair", present)
}

fn chaired(n: u64, chair: &str, present: &[&str]) -> Unplaced {
    let present: Vec<_> = present.iter().map(|&name| name.to_owned()).collect();
    general(n, Act::AttendanceTaken { meeting: MEETING.to_owned(), chair: chair.to_owned(), present })
}

pub(super) fn recused(n: u64, member: &str) -> Unplaced {
    let (meeting, member) = (MEETING.to_owned(), member.to_owned());
    draft(n, Act::Recused { meeting, member, reason: "coaches the resident".to_owned() })
}

pub(super) fn ended_recusal(n: u64, member: &str) -> Unplaced {
    let (meeting, member) = (MEETING.to_owned(), member.to_owned());
    draft(n, Act::RecusalEnded { meeting, member, reason: "another resident was meant".to_owned() })
}

fn card(level: &str) -> Card {
    Card {
        epas: [("EPA-3".parse().unwrap(), level.to_owned())].into(),
        milestones: [("PC6".parse().unwrap(), 7.try_into().unwrap())].into(),
        progress: Some("as_expected".to_owned()),
    }
}

fn salt(level: &str) -> Hash {
    Hash::of(level.as_bytes())
}

pub(super) fn sealed(n: u64, rater: &str, level: &str) -> Unplaced {
    let commitment = commitment(&card(level), salt(level));
    draft(n, Act::RatingSealed { meeting: MEETING.to_owned(), rater: rater.to_owned(), commitment })
}

pub(super) fn called(n: u64) -> Unplaced {
    draft(n, Act::RatingsCalled { meeting: MEETING.to_owned() })
}

fn revealed(n: u64, entry: u64, level: &str) -> Unplaced {
    draft(n, Act::RatingRevealed { entry, card: card(level), salt: salt(level) })
}

pub(super) const ALL: [&str; 3] = ["m.member", "c.chair", "d.director"];

/// A meeting that has a plan and has not begun; its entries are 2 and 3.
pub(super) fn announced() -> State {
    let mut state = begun();
    record(&mut state, &opened(2));
    record(&mut state, &planned(3, plan()));
    state
}

#[test]
fn a_meeting_below_its_quorum_decides_nothing_and_goes_on_reviewing() {
    let mut state = announced();
    assert_eq!(admissible(&state, &recommendation(9, "3")), Err(Refused::NoAttendance));
    record(&mut state, &attended(4, &["c.chair", "m.member"]));
    let short = Refused::NoQuorum { faculty: 2, core: 1 };
    assert_eq!(admissible(&state, &recommendation(9, "3")), Err(short));
    let mut other = recommendation(9, "3");
    other.subject = Some("R-999".parse().unwrap());
    assert_eq!(admissible(&state, &other), Ok(()), "who is not on the agenda is not this meeting's");
    record(&mut state, &super::samples::viewed(5));
    record(&mut state, &attended(6, &ALL));
    assert_eq!(admissible(&state, &recommendation(9, "3")), Ok(()));
    // Who is recused leaves for this resident alone, and takes the quorum along.
    record(&mut state, &recused(7, "c.chair"));
    let by_a_member = by("m.member", Role::Member, recommendation(9, "3"));
    assert_eq!(admissible(&state, &by_a_member), Err(Refused::NoQuorum { faculty: 2, core: 0 }));
    let by_the_recused = recommendation(9, "3");
    assert_eq!(admissible(&state, &by_the_recused), Err(Refused::Recused("c.chair".to_owned())));
    let mut other = by_a_member;
    other.subject = Some("R-008".parse().unwrap());
    assert_eq!(admissible(&state, &other), Ok(()));
}

#[test]
fn a_rating_is_opened_after_the_call_once_and_as_it_was_sealed() {
    let mut state = announced();
    let mine = |draft| by("m.member", Role::Member, draft);
    record(&mut state, &mine(sealed(4, "m.member", "2")));
    record(&mut state, &mine(sealed(5, "m.member", "3")));
    let of_another = mine(sealed(6, "c.chair", "4"));
    assert_eq!(admissible(&state, &of_another), Err(Refused::NotTheirs("c.chair".to_owned())));
    let without_a_vote = sealed(6, "d.director", "4");
    assert_eq!(admissible(&state, &without_a_vote), Err(Refused::NoVote("d.director".to_owned())));
    assert_eq!(admissible(&state, &mine(revealed(6, 5, "3"))), Err(Refused::NotCalled));
    assert_eq!(admissible(&state, &called(6)), Err(Refused::NoAttendance));
    record(&mut state, &attended(6, &ALL));
    assert_eq!(admissible(&state, &recommendation(7, "3")), Err(Refused::NotCalled));
    record(&mut state, &called(7));
    assert_eq!(admissible(&state, &sealed(8, "c.chair", "4")), Err(Refused::Called(7)));
    assert_eq!(admissible(&state, &mine(revealed(8, 4, "2"))), Err(Refused::NotSealed(4)), "it was replaced");
    assert_eq!(admissible(&state, &mine(revealed(8, 5, "4"))), Err(Refused::OtherCard(5)));
    record(&mut state, &mine(revealed(8, 5, "3")));
    assert_eq!(admissible(&state, &mine(revealed(9, 5, "3"))), Err(Refused::NotSealed(5)));
    let resident = "R-007".parse().unwrap();
    let Seal { entry, revealed, .. } =
        &state.open_meeting().unwrap().review(&resident).unwrap().seals["m.member"];
    assert_eq!((*entry, revealed), (5, &Some((8, card("3")))));
}

#[test]
fn what_a_member_sealed_is_replaced_by_nobody_else_and_says_what_it_replaces() {
    let mut state = announced();
    let mine = |draft| by("m.member", Role::Member, draft);
    // The chair's card for a member is for those without one; the member's own takes its place.
    record(&mut state, &sealed(4, "m.member", "2"));
    assert_eq!(
        admissible(&state, &sealed(5, "m.member", "3")),
        Ok(()),
        "the chair mends what the chair wrote"
    );
    let replacing = |n, entry, hash| {
        let reason = "seen anew".to_owned();
        Unplaced { supersedes: Some(Supersedes { entry, hash, reason }), ..sealed(n, "m.member", "3") }
    };
    let hash = |state: &State, entry| state.entry(entry).unwrap().hash;
    let first = hash(&state, 4);
    record(&mut state, &mine(replacing(5, 4, first)));
    assert_eq!(state.fate(4), Fate::SupersededBy(5));
    for role in [Role::Chair, Role::ProgramDirector, Role::Coordinator] {
        let another = by("d.director", role, sealed(6, "m.member", "4"));
        let refused = Refused::OwnCard { rater: "m.member".to_owned(), entry: 5 };
        assert_eq!(admissible(&state, &another), Err(refused), "{role}");
    }
    assert_eq!(admissible(&state, &mine(sealed(6, "m.member", "4"))), Ok(()), "as it was written before");
    assert_eq!(admissible(&state, &mine(replacing(6, 4, hash(&state, 4)))), Err(Refused::NotSealed(4)));
    assert_eq!(admissible(&state, &mine(replacing(6, 5, hash(&state, 4)))), Err(Refused::OtherHash(5)));
    assert_eq!(admissible(&state, &mine(replacing(6, 5, hash(&state, 5)))), Ok(()));
}

#[test]
fn a_rating_is_late_once_the_meeting_is_at_the_resident_unless_all_rate_there() {
    for before in [true, false] {
        let mut state = announced();
        if before {
            record(&mut state, &sealed(4, "m.member", "2"));
        }
        record(&mut state, &attended(5, &ALL));
        record(&mut state, &super::room::turned(6, None));
        record(&mut state, &sealed(7, "c.chair", "3"));
        let review = state.open_meeting().unwrap().review(&"R-007".parse().unwrap()).unwrap().clone();
        let late: Vec<_> = review.ratings().filter(|(_, seal)| review.is_late(seal)).map(|it| it.0).collect();
        assert_eq!(late, if before { vec!["c.chair"] } else { vec![] });
        record(&mut state, &recused(8, "c.chair"));
        let review = state.open_meeting().unwrap().review(&"R-007".parse().unwrap()).unwrap().clone();
        assert_eq!(review.ratings().count(), usize::from(before), "who is recused has rated nothing");
        let of_another = by("m.member", Role::Member, ended_recusal(9, "c.chair"));
        assert_eq!(admissible(&state, &of_another), Err(Refused::NotTheirs("c.chair".to_owned())));
        assert_eq!(
            admissible(&state, &ended_recusal(9, "m.member")),
            Err(Refused::NotRecused("m.member".to_owned()))
        );
        record(&mut state, &ended_recusal(9, "c.chair"));
        let review = state.open_meeting().unwrap().review(&"R-007".parse().unwrap()).unwrap().clone();
        assert_eq!(review.ratings().count(), usize::from(before) + 1);
    }
}

#[test]
fn a_goal_of_last_time_is_handled_before_a_decision() {
    let goal = |n, due: &str| {
        let (text, owner, due) = ("Lead a case".to_owned(), "Lin".to_owned(), due.parse().unwrap());
        draft(n, Act::GoalSet { text, owner, due, about: None })
    };
    let mut state = begun();
    record(&mut state, &goal(2, "2027-05-01"));
    record(&mut state, &goal(3, "2027-05-02"));
    record(&mut state, &opened(4));
    record(&mut state, &planned(5, plan()));
    record(&mut state, &attended(6, &ALL));
    assert_eq!(admissible(&state, &recommendation(9, "3")), Err(Refused::GoalWaits(2)));
    let closed = Act::GoalClosed { entry: 2, outcome: GoalOutcome::Done, reason: "led two".to_owned() };
    record(&mut state, &draft(7, closed));
    assert_eq!(admissible(&state, &recommendation(9, "3")), Err(Refused::GoalWaits(3)));
    let carried = superseding(goal(8, "2027-08-01"), &state, 3);
    record(&mut state, &carried);
    assert_eq!(
        admissible(&state, &recommendation(9, "3")),
        Ok(()),
        "a goal that was carried on is of this meeting"
    );
}

#[test]
fn a_plan_that_cannot_be_kept_is_refused_and_one_that_is_begun_stands() {
    let mut state = begun();
    record(&mut state, &opened(2));
    let refused = |change: fn(&mut Plan)| {
        let mut plan = plan();
        change(&mut plan);
        matches!(admissible(&state, &planned(3, plan)), Err(Refused::BadPlan(_)))
    };
    assert!(refused(|plan| plan.members[1].id = "m.member".to_owned()));
    assert!(refused(|plan| plan.members[1].id = "é".to_owned()));
    assert!(refused(|plan| plan.agenda.clear()));
    assert!(refused(|plan| plan.agenda[1].resident = "R-007".parse().unwrap()));
    assert!(refused(|plan| plan.agenda[1].reviewer = Some("nobody".to_owned())));
    assert!(refused(|plan| plan.quorum.core = 2));
    assert!(refused(|plan| plan.quorum.faculty = 4));
    assert!(refused(|plan| plan.seed = 1 << 53));
    assert_eq!(admissible(&state, &attended(3, &ALL)), Err(Refused::NoPlan));
    record(&mut state, &planned(3, plan()));
    record(&mut state, &planned(4, plan()));
    assert_eq!(
        admissible(&state, &attended(5, &["m.member"])),
        Err(Refused::ChairAbsent("c.chair".to_owned()))
    );
    let directed = chaired(5, "d.director", &ALL);
    assert_eq!(admissible(&state, &directed), Err(Refused::DirectorChairs("d.director".to_owned())));
    let mut allowed = announced();
    record(&mut allowed, &planned(4, Plan { director_chairs: true, ..plan() }));
    assert_eq!(admissible(&allowed, &directed), Ok(()));
    let twice = attended(5, &["c.chair", "c.chair"]);
    assert_eq!(admissible(&state, &twice), Err(Refused::Twice("c.chair".to_owned())));
    let stranger = attended(5, &["c.chair", "lin"]);
    assert_eq!(admissible(&state, &stranger), Err(Refused::NotAMember("lin".to_owned())));
    record(&mut state, &attended(5, &ALL));
    assert_eq!(admissible(&state, &planned(6, plan())), Err(Refused::MeetingBegun));
}

/// Draws numbers; `SplitMix64`, as `java.util.SplittableRandom` documents it.
pub(super) struct Draws(pub u64);

impl Draws {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// Draws an act of a meeting; many are out of place.
pub(super) fn drawn(n: u64, state: &State, draws: &mut Draws) -> Unplaced {
    let who = ["m.member", "c.chair", "d.director", "lin"][draws.below(4)];
    let level = ["2", "3"][draws.below(2)];
    let entry = (draws.below(usize::try_from(state.count()).unwrap()) + 1) as u64;
    let mut draft = match draws.below(16) {
        0 => opened(n),
        1 if draws.below(6) == 0 => general(n, Act::MeetingClosed { meeting: MEETING.to_owned() }),
        2 => {
            let mut plan = plan();
            plan.agenda.truncate(draws.below(3));
            plan.quorum.faculty = [2, 3][draws.below(2)];
            plan.director_chairs = draws.below(2) == 0;
            planned(n, plan)
        }
        3 if draws.below(6) == 0 => chaired(n, "d.director", &ALL),
        3 => attended(n, &ALL[..=draws.below(3)]),
        4 if draws.below(5) == 0 => recused(n, who),
        4 if draws.below(3) == 0 => ended_recusal(n, who),
        5..=7 => sealed(n, who, level),
        8 if draws.below(3) == 0 => called(n),
        8..=11 => {
            let resident = "R-007".parse().unwrap();
            let review = state.open_meeting().and_then(|open| open.review(&resident));
            let seals: Vec<_> = review.into_iter().flat_map(|review| review.seals.values()).collect();
            let entry = if seals.is_empty() { entry } else { seals[draws.below(seals.len())].entry };
            revealed(n, entry, level)
        }
        12 => {
            let (text, owner, due) = ("Lead".to_owned(), "Lin".to_owned(), "2027-05-01".parse().unwrap());
            super::samples::draft(n, Act::GoalSet { text, owner, due, about: None })
        }
        13 => {
            let outcome = GoalOutcome::Done;
            super::samples::draft(n, Act::GoalClosed { entry, outcome, reason: "led".to_owned() })
        }
        _ => recommendation(n, level),
    };
    if draft.subject.is_some() && draws.below(4) == 0 {
        draft.subject = Some(["R-008", "R-009"][draws.below(2)].parse().unwrap());
    }
    if let (Act::RatingSealed { rater, .. }, Some(id)) = (&draft.act, &draft.subject) {
        let review = state.open_meeting().and_then(|open| open.review(id));
        let before = review.and_then(|review| review.seals.get(rater)).map(|seal| seal.entry);
        let named = before.filter(|_| draws.below(4) > 0).unwrap_or(entry);
        if draws.below(2) == 0 {
            draft = superseding(draft, state, named);
        }
    }
    let standing = draft.subject.as_ref().and_then(|id| state.recommendation(id, &"EPA-3".parse().unwrap()));
    if let (Act::Recommendation(_), Some((recorded, _))) = (&draft.act, standing) {
        draft = superseding(draft, state, recorded.entry.seq);
    }
    let roles = [("c.chair", Role::Chair), ("m.member", Role::Member), ("d.director", Role::ProgramDirector)];
    let (id, role) = roles[[0, 0, 0, 1, 2][draws.below(5)]];
    by(id, role, draft)
}

/// Whatever is tried in whatever order: what the rules let through the second verifier accepts, and what
/// they refuse it finds broken. It was written from the document, and knows nothing of these rules' code.
#[test]
fn acts_of_meetings_in_any_order_are_judged_alike() {
    let mut corpus = Corpus::new();
    let (mut decided, mut opened) = (0, 0);
    for seed in 0..48 {
        let mut draws = Draws(seed);
        let mut state = if seed % 3 == 0 { begun() } else { announced() };
        if seed % 3 == 2 {
            record(&mut state, &attended(4, &ALL));
        }
        for n in 10..90 {
            let draft = drawn(n, &state, &mut draws);
            if admissible(&state, &draft).is_ok() {
                decided += usize::from(matches!(draft.act, Act::Recommendation(_)));
                opened += usize::from(matches!(draft.act, Act::RatingRevealed { .. }));
                record(&mut state, &draft);
            } else if draws.below(3) == 0 {
                let line = signed_by(&draft.actor.id, &draft, state.head()).entry.to_line() + "\n";
                let broken = [bytes(&state), line.into_bytes()].concat();
                corpus.expect("out of place", &broken, Some(state.count() + 1));
            }
        }
        corpus.expect("a meeting", &bytes(&state), None);
    }
    assert!(decided > 10 && opened > 3, "{decided} decided, {opened} opened: the walk goes nowhere");
    corpus.judged();
}
