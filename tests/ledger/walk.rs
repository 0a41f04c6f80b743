//! Whatever a committee tries in whatever order: promises kept, both verifiers of one mind, and the file replayed.

use std::collections::BTreeMap;

use trellis::domain::id::ResidentId;
use trellis::ledger::chain::{Recorded, Unplaced};
use trellis::ledger::entry::{Act, Entry, Matter, Role};
use trellis::ledger::fold::{ResidentState, State};
use trellis::ledger::rules::admissible;
use trellis::ledger::verify::{KnownElsewhere, Verdict, verified};

use super::both::Corpus;
use super::meetings::{Draws, announced, by, drawn as before, recused};
use super::room::{
    acknowledged, advised, answered, appeal, as_director, at_the_first, ended, overall, prompted, released,
    remarked, revoked, settled, stated, strength, ticked_off, told, turned,
};
use super::samples::{bytes, determination, record, signed_by, superseding};

/// Draws an act of the room or of what follows it; many are out of place.
fn drawn(n: u64, state: &State, draws: &mut Draws) -> Unplaced {
    let subject: ResidentId = ["R-007", "R-007", "R-008"][draws.below(3)].parse().unwrap();
    let known = state.resident(&subject);
    let any = (draws.below(usize::try_from(state.count()).unwrap()) + 1) as u64;
    let mut mostly = |entry: Option<u64>| entry.filter(|_| draws.below(6) > 0).unwrap_or(any);
    let advice = mostly(known.and_then(|it| it.decisions(&Matter::Overall)?.recommendation()));
    let decided = mostly(known.and_then(|it| it.decisions(&Matter::Overall)?.determination()));
    let release = mostly(known.and_then(|it| it.releases().last().map(|it| it.entry)));
    let lodged = mostly(known.and_then(|it| it.appeals().keys().last().copied()));
    let progress = ["as_expected", "accelerated"][draws.below(2)];
    let agrees = draws.below(3) > 0;
    let mut words = known.into_iter().flat_map(ResidentState::entries).rev().copied();
    let said = words.find(|seq| known.is_some_and(|it| it.stands(*seq)) && !is_decided(state, *seq));
    let said = said.filter(|_| draws.below(6) > 0).unwrap_or(any);
    let made = match draws.below(37) {
        0..=2 => turned(n, (draws.below(3) == 0).then_some("a letter came")),
        3..=5 => ended(n, draws.below(3) > 0),
        6 => remarked(n, ["calm", "…"][usize::from(draws.below(5) == 0)]),
        7..=9 => advised(n, progress),
        10..=12 => {
            let advised = state.entry(advice).and_then(|it| it.entry.act.overall());
            let decided = advised.cloned().filter(|_| agrees).unwrap_or_else(|| overall("inactive"));
            settled(n, advice, agrees, decided)
        }
        13 => {
            let epa = "EPA-3".parse().unwrap();
            let (advice, level) =
                state.recommendation(&subject, &epa).map_or((any, "3"), |(it, decision)| {
                    (it.entry.seq, decision.level.as_deref().unwrap_or("3"))
                });
            determination(n, advice, level)
        }
        14 => strength(n, "teaches"),
        15..=17 => released(n),
        18 => acknowledged(n, release),
        19 => stated(n),
        20..=23 => appeal(n, decided),
        24..=26 => answered(n, lodged),
        27 if draws.below(3) == 0 => recused(n, "m.member"),
        28 => prompted(n),
        29..=31 => revoked(n, said),
        34..=36 => ticked_off(n, release, [0, 0, -1, 1, -3, 3][draws.below(6)]),
        _ => as_director(revoked(n, [decided, advice][draws.below(2)])),
    };
    let prompts = matches!(made.act, Act::PromptAcknowledged { .. } | Act::Revocation { .. });
    let of_program = prompts && draws.below(4) == 0;
    let mut made = Unplaced { subject: (!of_program).then_some(subject), ..made };
    if let (true, Act::Revocation { entry, .. }) = (of_program, &mut made.act) {
        let answered = state.program_acknowledged("few_nights").map(|it| it.entry);
        *entry = answered.unwrap_or(*entry);
    }
    if let Act::OverallRecommendation(decided) = &mut made.act {
        match draws.below(8) {
            0 => decided.rationale.clear(),
            1 => made.evidence = None,
            2 => (decided.insufficient_evidence, made.evidence) = (true, None),
            _ => {}
        }
    }
    let standing = match made.act {
        Act::OverallRecommendation(_) => {
            known.and_then(|it| it.decisions(&Matter::Overall)?.recommendation())
        }
        Act::OverallDetermination { .. } => {
            known.and_then(|it| it.decisions(&Matter::Overall)?.determination())
        }
        Act::Determination { .. } => {
            let epa = Matter::Activity("EPA-3".parse().unwrap());
            known.and_then(|it| it.decisions(&epa)?.determination())
        }
        _ => None,
    };
    let made = match standing {
        Some(entry) => superseding(made, state, entry),
        None => made,
    };
    let roles = [("c.chair", Role::Chair), ("m.member", Role::Member), ("R-007", Role::Resident)];
    match draws.below(12) {
        other @ 0..=2 => by(roles[other].0, roles[other].1, made),
        _ => made,
    }
}

fn is_decided(state: &State, seq: u64) -> bool {
    state.entry(seq).is_some_and(|it| it.entry.act.decided().is_some())
}

/// What the entries say, read one after another and without the fold.
struct Read<'a>(Vec<&'a Entry>);

impl<'a> Read<'a> {
    fn of(state: &'a State) -> Self {
        Self(state.entries().map(|it: &std::sync::Arc<Recorded>| &it.entry).collect())
    }

    /// The entries of the meeting that is open, if one is.
    fn meeting(&self) -> &[&'a Entry] {
        let opened = self.0.iter().rposition(|it| matches!(it.act, Act::MeetingOpened { .. }));
        let closed = self.0.iter().rposition(|it| matches!(it.act, Act::MeetingClosed { .. }));
        opened.filter(|opened| closed.is_none_or(|closed| closed < *opened)).map_or(&[], |at| &self.0[at..])
    }

    fn is_recused(&self, subject: Option<&ResidentId>, who: &str) -> bool {
        let last = self.meeting().iter().rev().filter(|it| it.subject.as_ref() == subject);
        let mut told = last.filter_map(|it| match &it.act {
            Act::Recused { member, .. } if member == who => Some(true),
            Act::RecusalEnded { member, .. } if member == who => Some(false),
            _ => None,
        });
        told.next().unwrap_or(false)
    }

    /// The members who are there and not recused, where the open meeting reviews the resident.
    fn there(&self, subject: Option<&ResidentId>) -> Option<(usize, usize, bool)> {
        let planned = self.meeting().iter().rev().find_map(|it| match &it.act {
            Act::MeetingPlanned { plan, .. } => Some(plan),
            _ => None,
        });
        let plan = planned.filter(|plan| plan.agenda.iter().any(|slot| Some(&slot.resident) == subject))?;
        let present = self.meeting().iter().rev().find_map(|it| match &it.act {
            Act::AttendanceTaken { present, .. } => Some(present),
            _ => None,
        });
        let here = plan.members.iter().filter(|it| present.is_some_and(|all| all.contains(&it.id)));
        let here: Vec<_> = here.filter(|it| it.faculty && !self.is_recused(subject, &it.id)).collect();
        let core = here.iter().filter(|it| it.core).count();
        let enough = here.len() >= plan.quorum.faculty.into() && core >= plan.quorum.core.into();
        Some((here.len(), core, enough))
    }

    fn ended(&self, seq: u64) -> bool {
        self.0.iter().any(|it| {
            let closed = match it.act {
                Act::GoalClosed { entry, .. } | Act::Revocation { entry, .. } => Some(entry),
                _ => it.supersedes.as_ref().map(|it| it.entry),
            };
            closed == Some(seq)
        })
    }

    /// What stands of one kind on a resident, by the activity.
    fn standing(&self, subject: Option<&ResidentId>, determined: bool) -> BTreeMap<String, u64> {
        let about = self.0.iter().filter(|it| it.subject.as_ref() == subject && !self.ended(it.seq));
        let decides = about.filter(|it| it.act.is_determination() == determined);
        let on = |it: &Entry| match (it.act.decision(), it.act.overall()) {
            (Some(decision), _) => Some(decision.epa.to_string()),
            (None, overall) => overall.map(|_| "overall".to_owned()),
        };
        decides.filter_map(|it| Some((on(it)?, it.seq))).collect()
    }

    /// Holds an act that was let through to what was promised of it.
    fn promises(&self, draft: &Unplaced) {
        let (subject, actor) = (draft.subject.as_ref(), draft.actor.id.as_str());
        let speaks = matches!(draft.act, Act::Remarked { .. } | Act::StrengthNamed { .. });
        let advises = matches!(draft.act, Act::Recommendation(_) | Act::OverallRecommendation(_));
        if let Act::RatingSealed { rater, .. } = &draft.act {
            assert!(!self.is_recused(subject, rater), "{draft:?}");
        }
        if speaks || (advises && self.there(subject).is_some()) {
            assert!(!self.is_recused(subject, actor), "{draft:?}");
        }
        let thin = draft.act.overall().map(|it| (it.insufficient_evidence, &it.rationale));
        if let Some((insufficient, rationale)) = thin {
            assert!(insufficient || draft.evidence.is_some(), "{draft:?}");
            assert!(rationale.chars().any(char::is_alphanumeric), "{draft:?}");
        }
        if advises && let Some((.., enough)) = self.there(subject) {
            assert!(enough, "{draft:?}");
            let opened = self.meeting()[0].seq;
            let goals = self.0.iter().filter(|it| matches!(it.act, Act::GoalSet { .. }) && it.seq < opened);
            let mut waits = goals.filter(|it| it.subject.as_ref() == subject && !self.ended(it.seq));
            assert!(waits.next().is_none(), "{draft:?}");
        }
        if matches!(draft.act, Act::ReviewEnded { concluded: true, .. }) {
            let began = self.meeting().iter().position(|it| matches!(it.act, Act::AttendanceTaken { .. }));
            let stands = self.standing(subject, false)["overall"];
            assert!(stands > self.meeting()[began.unwrap()].seq, "{draft:?}");
        }
        if let Act::Revocation { entry, .. } = draft.act {
            let named = self.0.iter().find(|it| it.seq == entry).unwrap();
            assert!(!self.ended(entry) && named.subject.as_ref() == subject, "{draft:?}");
            assert!(!self.is_recused(subject, actor), "{draft:?}");
            let own = named.actor.id == actor || draft.actor.role.keeps_the_record();
            assert!(own || named.act.decided().is_some(), "{draft:?}");
        }
        if matches!(draft.act, Act::Released {}) {
            let answers = self.standing(subject, true);
            for (activity, advised) in self.standing(subject, false) {
                assert!(answers.get(&activity).is_some_and(|seq| *seq > advised), "{draft:?}");
            }
        }
    }
}

fn kind_of(act: &Act) -> String {
    serde_json::to_value(act).unwrap()["type"].as_str().unwrap().to_owned()
}

/// What a state says of everybody and of every meeting.
fn said(state: &State) -> String {
    let residents: Vec<_> = state.residents().collect();
    format!("{:?} {residents:?} {:?} {:?}", state.head(), state.meetings(), state.checkpoints())
}

/// Whatever is tried in whatever order: what the rules let through keeps what was promised, the second verifier
/// accepts it, and finds broken what they refuse; and the file gives the state that was there while it was written.
#[test]
fn a_room_in_any_order_keeps_its_promises_and_is_judged_and_replayed_alike() {
    let mut corpus = Corpus::new();
    let mut let_through: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 100..130 {
        let mut draws = Draws(seed);
        let mut state = [announced, at_the_first, told][usize::try_from(seed % 3).unwrap()]();
        let mut then = vec![(state.count(), said(&state))];
        for n in 10..120 {
            let old = draws.below(6) == 0;
            let draft = if old { before(n, &state, &mut draws) } else { drawn(n, &state, &mut draws) };
            if admissible(&state, &draft).is_ok() {
                Read::of(&state).promises(&draft);
                *let_through.entry(kind_of(&draft.act)).or_default() += 1;
                if let Act::Revocation { entry, .. } = draft.act {
                    let revoked = &state.entry(entry).unwrap().entry;
                    let whose = if revoked.subject.is_some() { "" } else { "the program's " };
                    let what = format!("revocation of {whose}{}", kind_of(&revoked.act));
                    *let_through.entry(what).or_default() += 1;
                }
                record(&mut state, &draft);
                then.push((state.count(), said(&state)));
            } else if draws.below(4) == 0 {
                let line = signed_by(&draft.actor.id, &draft, state.head()).entry.to_line() + "\n";
                let broken = [bytes(&state), line.into_bytes()].concat();
                corpus.expect("out of place", &broken, Some(state.count() + 1));
            }
        }
        corpus.expect("a room", &bytes(&state), None);
        let (found, read) = verified(&bytes(&state), &KnownElsewhere::default(), &mut |_, _| {});
        assert_eq!((found.verdict, said(&read)), (Verdict::Valid, said(&state)));
        for (count, what) in then {
            assert_eq!(said(&state.up_to(count)), what, "as it was after entry {count}");
        }
    }
    for kind in [
        "review_begun",
        "review_ended",
        "remarked",
        "overall_recommendation",
        "overall_determination",
        "strength_named",
        "released",
        "resident_told",
        "revocation of resident_told",
        "release_acknowledged",
        "stated",
        "appeal_lodged",
        "appeal_decided",
        "revocation of overall_recommendation",
        "revocation of overall_determination",
        "revocation of remarked",
        "revocation of strength_named",
        "revocation of prompt_acknowledged",
        "revocation of the program's prompt_acknowledged",
        "revocation of goal_set",
        "recommendation",
        "recused",
        "goal_set",
        "rating_sealed",
    ] {
        assert!(let_through.contains_key(kind), "{kind} was never let through: {let_through:?}");
    }
    corpus.judged();
}
