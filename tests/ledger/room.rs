//! The room and what follows it: turns, remarks, overall decisions, strengths, releases, answers and appeals.

use trellis::domain::id::ResidentId;
use trellis::domain::overall::{Board, Overall};
use trellis::ledger::chain::Unplaced;
use trellis::ledger::entry::{Act, AppealOutcome, Basis, Hash, Matter, Role};
use trellis::ledger::fold::{Fate, State};
use trellis::ledger::rules::{Refused, admissible};

use super::meetings::{ALL, MEETING, announced, attended, by, general, opened, recused};
use super::samples::{
    begun, checkpoint, determination, draft, evidence, recommendation, record, superseding,
};

fn resident() -> ResidentId {
    "R-007".parse().unwrap()
}

fn of(subject: &str, draft: Unplaced) -> Unplaced {
    Unplaced { subject: Some(subject.parse().unwrap()), ..draft }
}

pub(super) fn turned(n: u64, reason: Option<&str>) -> Unplaced {
    let reason = reason.map(str::to_owned);
    draft(n, Act::ReviewBegun { meeting: MEETING.to_owned(), reason })
}

pub(super) fn ended(n: u64, concluded: bool) -> Unplaced {
    draft(n, Act::ReviewEnded { meeting: MEETING.to_owned(), concluded })
}

pub(super) fn remarked(n: u64, text: &str) -> Unplaced {
    let (meeting, text) = (MEETING.to_owned(), text.to_owned());
    draft(n, Act::Remarked { meeting, basis: Basis::Hearsay, text })
}

pub(super) fn strength(n: u64, text: &str) -> Unplaced {
    draft(n, Act::StrengthNamed { text: text.to_owned() })
}

pub(super) fn overall(progress: &str) -> Overall {
    Overall {
        progress: Some(progress.to_owned()),
        action: None,
        board: Some(Board {
            satisfactory: false,
            unsatisfactory: ["EA2".to_owned(), "EA1".to_owned()].into(),
        }),
        milestones: [("PC6".parse().unwrap(), 7.try_into().unwrap())].into(),
        not_assessable: ["PC10".parse().unwrap(), "PC1".parse().unwrap()].into(),
        rationale: format!("Seen as {progress}"),
        insufficient_evidence: false,
        dissent: None,
    }
}

pub(super) fn advised(n: u64, progress: &str) -> Unplaced {
    Unplaced { evidence: Some(evidence()), ..draft(n, Act::OverallRecommendation(overall(progress))) }
}

pub(super) fn settled(n: u64, recommendation: u64, agrees: bool, overall: Overall) -> Unplaced {
    let act = Act::OverallDetermination { recommendation, agrees, overall };
    Unplaced { evidence: Some(evidence()), ..as_director(draft(n, act)) }
}

pub(super) fn as_director(draft: Unplaced) -> Unplaced {
    by("d.director", Role::ProgramDirector, draft)
}

fn as_resident(draft: Unplaced) -> Unplaced {
    by("R-007", Role::Resident, draft)
}

pub(super) fn released(n: u64) -> Unplaced {
    as_director(draft(n, Act::Released {}))
}

/// Says that the resident was told, so many days after the day of its own entry.
pub(super) fn ticked_off(n: u64, release: u64, days: i64) -> Unplaced {
    let made = draft(n, Act::Released {});
    let on = made.at.date_naive() + chrono::TimeDelta::days(days);
    Unplaced { act: Act::ResidentTold { release, on, by: "Lin, who coaches".to_owned() }, ..made }
}

pub(super) fn acknowledged(n: u64, release: u64) -> Unplaced {
    as_resident(draft(n, Act::ReleaseAcknowledged { release }))
}

pub(super) fn stated(n: u64) -> Unplaced {
    as_resident(draft(n, Act::Stated { text: "I see it otherwise".to_owned() }))
}

pub(super) fn appeal(n: u64, determination: u64) -> Unplaced {
    let text = "Nights were not counted".to_owned();
    as_resident(draft(n, Act::AppealLodged { determination, text }))
}

pub(super) fn answered(n: u64, appeal: u64) -> Unplaced {
    let (outcome, reason) = (AppealOutcome::Remitted, "Count them".to_owned());
    draft(n, Act::AppealDecided { appeal, outcome, reason })
}

pub(super) fn revoked(n: u64, entry: u64) -> Unplaced {
    draft(n, Act::Revocation { entry, reason: "A slip".to_owned() })
}

pub(super) fn prompted(n: u64) -> Unplaced {
    let (prompt, reason) = ("few_nights".to_owned(), "Known".to_owned());
    draft(n, Act::PromptAcknowledged { prompt, facts: Hash::of(b"facts"), reason })
}

fn agreed(n: u64) -> Unplaced {
    let (text, owner) = ("Lead three inductions".to_owned(), "Lin".to_owned());
    draft(n, Act::GoalSet { text, owner, due: "2027-05-01".parse().unwrap(), about: None })
}

/// A meeting that has begun, at `R-007`: entries 4 and 5 after those of [`announced`].
pub(super) fn at_the_first() -> State {
    let mut state = announced();
    record(&mut state, &attended(4, &ALL));
    record(&mut state, &turned(5, None));
    state
}

/// A review that was concluded, determined and released: entries 6 to 9.
pub(super) fn told() -> State {
    let mut state = at_the_first();
    record(&mut state, &advised(6, "as_expected"));
    record(&mut state, &ended(7, true));
    record(&mut state, &settled(8, 6, true, overall("as_expected")));
    record(&mut state, &released(9));
    state
}

#[test]
fn a_turn_is_begun_spoken_in_and_concluded_by_what_the_meeting_recommends() {
    let mut state = announced();
    assert_eq!(admissible(&state, &turned(4, None)), Err(Refused::NoAttendance));
    record(&mut state, &attended(4, &ALL));
    assert_eq!(admissible(&state, &remarked(5, "calm")), Err(Refused::NotReviewed(resident())));
    assert_eq!(admissible(&state, &ended(5, false)), Err(Refused::NotReviewed(resident())));
    let nobody = of("R-999", turned(5, None));
    assert_eq!(admissible(&state, &nobody), Err(Refused::NotOnAgenda("R-999".parse().unwrap())));
    record(&mut state, &turned(5, None));
    assert_eq!(admissible(&state, &remarked(6, "…")), Err(Refused::Blank("the remark")));
    record(&mut state, &by("m.member", Role::Member, remarked(6, "calm")));
    assert_eq!(admissible(&state, &ended(7, true)), Err(Refused::NothingConcluded));
    record(&mut state, &advised(7, "as_expected"));
    record(&mut state, &ended(8, true));
    assert!(state.open_meeting().unwrap().review(&resident()).unwrap().is_concluded());
    assert_eq!(admissible(&state, &turned(9, None)), Err(Refused::Concluded(resident())));
    let empty = Refused::Blank("the reason for opening the review again");
    assert_eq!(admissible(&state, &turned(9, Some("-"))), Err(empty));
    record(&mut state, &turned(9, Some("a letter came")));
    record(&mut state, &of("R-008", turned(10, None)));
    assert_eq!(admissible(&state, &turned(11, None)), Ok(()), "it was left, and not concluded again");
    let meeting = state.open_meeting().unwrap();
    let review = meeting.review(&resident()).unwrap();
    // The drafts are a second apart: entries 5 to 8 and 9 to 10.
    assert_eq!((review.turns.len(), review.taken(meeting.opened_at).num_seconds()), (2, 4));
    assert_eq!(review.remarks, [6]);
}

#[test]
fn what_was_recommended_before_the_meeting_began_concludes_nothing_in_it() {
    let mut state = begun();
    record(&mut state, &opened(2));
    record(&mut state, &advised(3, "as_expected"));
    record(&mut state, &super::meetings::planned(4, super::meetings::plan()));
    record(&mut state, &attended(5, &ALL));
    record(&mut state, &turned(6, None));
    assert_eq!(admissible(&state, &ended(7, true)), Err(Refused::NothingConcluded));
    let again = superseding(advised(7, "accelerated"), &state, 3);
    record(&mut state, &again);
    // A later attendance, as somebody leaves, does not begin the meeting anew.
    record(&mut state, &attended(8, &["m.member", "c.chair"]));
    assert_eq!(admissible(&state, &ended(9, true)), Ok(()));
}

#[test]
fn who_is_recused_neither_speaks_nor_recommends_nor_names_a_strength() {
    let mut state = at_the_first();
    record(&mut state, &recused(6, "m.member"));
    record(&mut state, &attended(7, &ALL));
    let refused = Err(Refused::Recused("m.member".to_owned()));
    for said in [remarked(8, "calm"), strength(8, "teaches"), advised(8, "as_expected")] {
        assert_eq!(admissible(&state, &by("m.member", Role::Member, said)), refused);
    }
    let of_another = of("R-008", strength(8, "teaches"));
    assert_eq!(admissible(&state, &by("m.member", Role::Member, of_another)), Ok(()));
    record(&mut state, &general(8, Act::MeetingClosed { meeting: MEETING.to_owned() }));
    assert_eq!(admissible(&state, &by("m.member", Role::Member, strength(9, "teaches"))), Ok(()));
}

#[test]
fn an_overall_decision_is_whole_and_of_one_mind() {
    let state = at_the_first();
    let refusal = |change: fn(&mut Unplaced, &mut Overall)| {
        let (mut draft, mut decided) = (advised(6, "as_expected"), overall("as_expected"));
        change(&mut draft, &mut decided);
        draft.act = Act::OverallRecommendation(decided);
        admissible(&state, &draft).err()
    };
    let board = |satisfactory, attribute: &str| {
        Some(Board { satisfactory, unsatisfactory: [attribute.to_owned()].into() })
    };
    assert_eq!(refusal(|_, _| {}), None);
    assert_eq!(refusal(|d, _| d.subject = None), Some(Refused::NoSubject));
    assert_eq!(refusal(|d, _| d.evidence = None), Some(Refused::NoEvidence));
    assert_eq!(refusal(|_, o| o.rationale = "…".to_owned()), Some(Refused::Blank("the rationale")));
    assert_eq!(refusal(|_, o| o.progress = Some(String::new())), Some(Refused::Blank("the progress")));
    assert_eq!(refusal(|_, o| o.action = Some(" ".to_owned())), Some(Refused::Blank("the action")));
    assert_eq!(refusal(|_, o| o.dissent = Some("-".to_owned())), Some(Refused::Blank("the dissent")));
    let mut decided = overall("as_expected");
    for (given, expected) in [
        (board(true, "EA1"), Some(Refused::NotSatisfactory)),
        (board(false, "?"), Some(Refused::Blank("an essential attribute"))),
        (Some(Board { satisfactory: true, unsatisfactory: [].into() }), None),
        (Some(Board::default()), None),
        (None, None),
    ] {
        decided.board = given;
        let draft = Unplaced { act: Act::OverallRecommendation(decided.clone()), ..advised(6, "x") };
        assert_eq!(admissible(&state, &draft).err(), expected);
    }
    let two_minds = refusal(|_, o| o.not_assessable.extend(["PC6".parse().unwrap()]));
    assert_eq!(two_minds, Some(Refused::OfTwoMinds("PC6".parse().unwrap())));
    let thin = |d: &mut Unplaced, o: &mut Overall| {
        (d.evidence, o.insufficient_evidence, o.progress) = (None, true, None);
    };
    assert_eq!(refusal(thin), None);
}

#[test]
fn an_overall_determination_answers_what_stands_and_keeps_its_word() {
    let mut state = at_the_first();
    record(&mut state, &advised(6, "as_expected"));
    record(&mut state, &recommendation(7, "3"));
    let as_advised = || overall("as_expected");
    let by_the_chair = Unplaced { actor: advised(8, "x").actor, ..settled(8, 6, true, as_advised()) };
    let differing = Overall { rationale: "Not yet".to_owned(), ..overall("not_as_expected") };
    let assessable = Overall { not_assessable: [].into(), ..as_advised() };
    let other_board = Overall { board: None, ..as_advised() };
    let unexplained = Overall { rationale: as_advised().rationale + " ", ..overall("not_as_expected") };
    for (draft, refused) in [
        (by_the_chair, Refused::NotTheDirector),
        (settled(8, 7, true, as_advised()), Refused::NotARecommendation(7)),
        (of("R-008", settled(8, 6, true, as_advised())), Refused::NotARecommendation(6)),
        (settled(8, 6, true, differing.clone()), Refused::AgreesYetDiffers),
        (settled(8, 6, true, assessable), Refused::AgreesYetDiffers),
        (settled(8, 6, true, other_board), Refused::AgreesYetDiffers),
        (settled(8, 6, false, as_advised()), Refused::DiffersYetAgrees),
        (settled(8, 6, false, unexplained), Refused::NoOwnRationale),
        (determination(8, 6, "3"), Refused::NotARecommendation(6)),
        (advised(8, "accelerated"), Refused::AlreadyDecided(6)),
    ] {
        assert_eq!(admissible(&state, &draft), Err(refused));
    }
    record(&mut state, &settled(8, 6, false, differing));
    let rests = Refused::Determined { recommendation: 6, determination: 8 };
    assert_eq!(admissible(&state, &revoked(9, 6)), Err(rests));
    assert_eq!(admissible(&state, &revoked(9, 8)), Err(Refused::NotTheDirector));
    record(&mut state, &as_director(revoked(9, 8)));
    record(&mut state, &revoked(10, 6));
    let overall = state.resident(&resident()).unwrap().decisions(&Matter::Overall).unwrap();
    assert_eq!((overall.recommendation(), overall.determination()), (None, None));
    assert_eq!(overall.history(), [6, 8, 9, 10]);
}

#[test]
fn what_is_determined_is_released_and_answered() {
    let mut state = at_the_first();
    assert_eq!(admissible(&state, &released(6)), Err(Refused::NothingToRelease));
    assert_eq!(admissible(&state, &stated(6)), Err(Refused::NothingReleased));
    record(&mut state, &advised(6, "as_expected"));
    assert_eq!(admissible(&state, &released(7)), Err(Refused::NotDetermined(6)));
    record(&mut state, &settled(7, 6, true, overall("as_expected")));
    record(&mut state, &recommendation(8, "3"));
    assert_eq!(admissible(&state, &released(9)), Err(Refused::NotDetermined(8)));
    assert_eq!(admissible(&state, &appeal(9, 7)), Err(Refused::NotAppealable(7)), "it was not released");
    record(&mut state, &determination(9, 8, "3"));
    let by_the_chair = Unplaced { actor: advised(8, "x").actor, ..released(10) };
    assert_eq!(admissible(&state, &by_the_chair), Err(Refused::NotInRole(Role::Chair)));
    record(&mut state, &released(10));
    for (draft, refused) in [
        (released(11), Refused::NothingToRelease),
        (acknowledged(11, 9), Refused::NotAReleaseThatWaits(9)),
        (appeal(11, 6), Refused::NotAppealable(6)),
        (of("R-008", stated(11)), Refused::NotThemselves),
        (by("m.member", Role::Member, stated(11)), Refused::NotInRole(Role::Member)),
        (as_resident(strength(11, "teaches")), Refused::NotInRole(Role::Resident)),
        (answered(11, 10), Refused::NotAnAppealThatWaits(10)),
    ] {
        assert_eq!(admissible(&state, &draft), Err(refused));
    }
    for (days, may) in [(-2, false), (-1, true), (1, true), (2, false)] {
        let found = admissible(&state, &ticked_off(11, 10, days));
        assert_eq!(found.is_ok(), may, "{days}: {found:?}");
    }
    let nobody =
        draft(11, Act::ResidentTold { release: 10, on: "2026-11-18".parse().unwrap(), by: "…".to_owned() });
    assert_eq!(admissible(&state, &nobody), Err(Refused::Blank("who told the resident")));
    let mut ticked = state.clone();
    assert_eq!(ticked.resident(&resident()).unwrap().untold().map(|it| it.entry), Some(10));
    record(&mut ticked, &ticked_off(11, 10, 0));
    assert!(ticked.resident(&resident()).unwrap().untold().is_none());
    assert_eq!(admissible(&ticked, &ticked_off(12, 10, 0)), Err(Refused::ToldBefore(10)));
    record(&mut ticked, &revoked(12, 11));
    assert_eq!(ticked.resident(&resident()).unwrap().untold().map(|it| it.entry), Some(10));
    assert_eq!(admissible(&ticked, &ticked_off(13, 10, 0)), Ok(()));
    record(&mut state, &acknowledged(11, 10));
    assert!(state.resident(&resident()).unwrap().untold().is_none(), "whoever read it knows");
    assert_eq!(admissible(&state, &acknowledged(12, 10)), Err(Refused::NotAReleaseThatWaits(10)));
    record(&mut state, &stated(12));
    record(&mut state, &appeal(13, 7));
    assert_eq!(admissible(&state, &appeal(14, 7)), Err(Refused::Appealed(13)));
    record(&mut state, &answered(14, 13));
    assert_eq!(admissible(&state, &answered(15, 13)), Err(Refused::NotAnAppealThatWaits(13)));
    // Without a key of the resident's, who keeps the record writes.
    assert_eq!(admissible(&state, &by("c.chair", Role::Chair, appeal(15, 9))), Ok(()));
    let known = state.resident(&resident()).unwrap();
    assert_eq!(
        known.releases().iter().map(|it| (it.entry, it.acknowledged)).collect::<Vec<_>>(),
        [(10, Some(11))]
    );
    assert_eq!(
        (known.statements(), known.appeals()[&13].decided),
        (&[12][..], Some((14, AppealOutcome::Remitted)))
    );
}

#[test]
fn what_was_released_and_then_revoked_can_be_told_once() {
    let mut state = told();
    record(&mut state, &as_director(revoked(10, 8)));
    assert_eq!(admissible(&state, &appeal(11, 8)), Err(Refused::NotAppealable(8)));
    assert_eq!(admissible(&state, &released(11)), Err(Refused::NotDetermined(6)));
    record(&mut state, &revoked(11, 6));
    record(&mut state, &released(12));
    assert_eq!(admissible(&state, &released(13)), Err(Refused::NothingToRelease));
}

/// After a cut nothing of before is there for the rules, whether or not its lines still are.
#[test]
fn nothing_of_before_a_cut_is_revoked_or_appealed_against() {
    let mut state = told();
    let over_all = checkpoint(10, &state);
    record(&mut state, &over_all);
    let about = state.entries_of(&resident()).map(|it| (it.entry.seq, it.entry.seq)).collect();
    let cut = Act::Cut { entries: about, reason: "seven years".to_owned() };
    record(&mut state, &as_director(draft(11, cut)));
    record(&mut state, &recommendation(12, "3"));
    record(&mut state, &determination(13, 12, "3"));
    record(&mut state, &released(14));
    assert_eq!(admissible(&state, &appeal(15, 8)), Err(Refused::NotAppealable(8)));
    assert_eq!(admissible(&state, &as_director(revoked(15, 8))), Err(Refused::NotRevocable(8)));
    assert_eq!(admissible(&state, &appeal(15, 13)), Ok(()));
}

/// What was said, agreed or answered is taken back once, by who said it or who keeps the record; nothing of it is
/// lost, and it counts no more.
#[test]
fn what_was_said_is_taken_back_by_who_said_it_or_who_keeps_the_record() {
    let mut state = at_the_first();
    let member = |draft| by("m.member", Role::Member, draft);
    record(&mut state, &member(remarked(6, "calm")));
    record(&mut state, &member(strength(7, "teaches")));
    record(&mut state, &member(prompted(8)));
    record(&mut state, &member(agreed(9)));
    let review = |state: &State| state.open_meeting().unwrap().review(&resident()).unwrap().remarks.clone();
    let facts =
        |state: &State| state.resident(&resident()).unwrap().acknowledged("few_nights").map(|it| it.entry);
    let goals = |state: &State| state.resident(&resident()).unwrap().goals().count();
    assert_eq!((review(&state), facts(&state), goals(&state)), (vec![6], Some(8), 1));
    for entry in 6..=9 {
        let other = by("d.director", Role::Member, revoked(10, entry));
        assert_eq!(admissible(&state, &other), Err(Refused::NotTheirs("m.member".to_owned())), "{entry}");
        let coach = by("m.member", Role::Coach, revoked(10, entry));
        assert_eq!(admissible(&state, &coach), Err(Refused::NotInRole(Role::Coach)), "{entry}");
        assert_eq!(admissible(&state, &of("R-008", revoked(10, entry))), Err(Refused::NotRevocable(entry)));
        assert_eq!(admissible(&state, &revoked(10, entry)), Ok(()), "who keeps the record");
        let n = 10 + entry;
        record(&mut state, &member(revoked(n, entry)));
        assert_eq!(state.fate(entry), Fate::RevokedBy(state.count()));
        assert_eq!(admissible(&state, &revoked(n + 10, entry)), Err(Refused::NotRevocable(entry)), "once");
    }
    assert_eq!((review(&state), facts(&state), goals(&state)), (vec![], None, 0));
    assert_eq!(state.entries_of(&resident()).count(), 9, "every line is still there");
}

#[test]
fn only_the_last_answer_to_a_prompt_is_taken_back_and_none_before_it_comes_back() {
    let mut state = at_the_first();
    record(&mut state, &prompted(6));
    record(&mut state, &prompted(7));
    assert_eq!(admissible(&state, &revoked(8, 6)), Err(Refused::NotRevocable(6)));
    record(&mut state, &revoked(8, 7));
    let known = state.resident(&resident()).unwrap();
    assert!(known.acknowledged("few_nights").is_none());
    assert_eq!(admissible(&state, &revoked(9, 6)), Err(Refused::NotRevocable(6)));
}

#[test]
fn an_answer_to_what_is_asked_of_the_program_is_taken_back_by_who_gave_it_or_who_keeps_the_record() {
    let of_program = |draft: Unplaced| Unplaced { subject: None, ..draft };
    let mut state = at_the_first();
    let member = |draft| by("m.member", Role::Member, of_program(draft));
    record(&mut state, &member(prompted(6)));
    record(&mut state, &member(prompted(7)));
    let answer = |state: &State| state.program_acknowledged("few_nights").map(|it| it.entry);
    assert_eq!(answer(&state), Some(7));
    let refused = |draft: &Unplaced| admissible(&state, draft).unwrap_err();
    assert_eq!(refused(&member(revoked(8, 6))), Refused::NotRevocable(6), "a later answer took its place");
    assert_eq!(refused(&member(revoked(8, 1))), Refused::NotRevocable(1));
    assert_eq!(refused(&revoked(8, 7)), Refused::NotRevocable(7), "it is about no resident");
    let another = of_program(by("d.director", Role::Member, revoked(8, 7)));
    assert_eq!(refused(&another), Refused::NotTheirs("m.member".to_owned()));
    assert_eq!(admissible(&state, &of_program(revoked(8, 7))), Ok(()), "who keeps the record");
    record(&mut state, &member(revoked(8, 7)));
    assert_eq!((answer(&state), state.fate(7)), (None, Fate::RevokedBy(state.count())));
    assert_eq!(admissible(&state, &member(revoked(9, 7))), Err(Refused::NotRevocable(7)), "once");
    record(&mut state, &strength(9, "teaches"));
    assert_eq!(admissible(&state, &of_program(revoked(10, 9))), Err(Refused::NotRevocable(9)));
}

#[test]
fn who_is_recused_takes_nothing_back_and_what_follows_a_meeting_stays() {
    let mut state = told();
    let member = |draft| by("m.member", Role::Member, draft);
    record(&mut state, &member(strength(10, "teaches")));
    record(&mut state, &recused(11, "m.member"));
    assert_eq!(admissible(&state, &member(revoked(12, 10))), Err(Refused::Recused("m.member".to_owned())));
    assert_eq!(admissible(&state, &revoked(12, 10)), Ok(()));
    for entry in [5, 7, 9] {
        assert_eq!(
            admissible(&state, &as_director(revoked(12, entry))),
            Err(Refused::NotRevocable(entry)),
            "a turn, its end and a release are done for good"
        );
    }
}
