//! What is done to a ledger behind the program's back.

use proptest::prelude::*;
use trellis::ledger::admission::Wrong;
use trellis::ledger::chain::{Head, Link, Unlinked, hash_after, linked};
use trellis::ledger::entry::{Act, Hash, Line, LineError, MAX_EXACT};
use trellis::ledger::fold::State;
use trellis::ledger::verify::{self, Completeness, KnownElsewhere, Note, Unknown, Verdict, Verification};

use super::samples::{
    begun, bytes, determination, draft, recommendation, record, signed, signed_by, thirty_one, viewed,
};

fn verdict(bytes: &[u8]) -> Verdict {
    verified(bytes, None).0.verdict
}

fn verified(bytes: &[u8], head: Option<Head>) -> (Verification, State) {
    verify::verified(bytes, &KnownElsewhere { head, signers: None }, &mut |_, _| {})
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
}

#[test]
fn thirty_one_entries_of_every_kind_are_valid_and_not_shown_to_be_complete() {
    let state = thirty_one();
    let (found, folded) = verified(&bytes(&state), None);
    assert_eq!((found.verdict, found.completeness), (Verdict::Valid, Completeness::NotShown));
    assert_eq!((found.holds, folded.head()), (state.head(), state.head()));
    let (anchored, _) = verified(&bytes(&state), Some(state.head()));
    assert_eq!(anchored.completeness, Completeness::ShownTo(31));
}

/// Two hundred entries, most of them looks.
fn two_hundred() -> State {
    let mut state = thirty_one();
    for n in 32..=200 {
        record(&mut state, &viewed(n));
    }
    state
}

#[test]
fn no_flipped_bit_before_the_last_line_leaves_the_chain_whole() {
    let bytes = bytes(&two_hundred());
    let good = lines(&bytes);
    assert_eq!(good.len(), 200);
    let (mut flips, mut start) = (0_usize, 0);
    for (n, pair) in good.windows(2).enumerate() {
        let [line, next] = [&pair[0], &pair[1]].map(|line| &line[..line.len() - 1]);
        let Ok(Line::Entry(next)) = Line::parse(str::from_utf8(next).unwrap()) else { panic!("line {n}") };
        assert_eq!(next.previous, hash_after(line));
        let mut bad = line.to_vec();
        for at in 0..line.len() {
            for bit in 0..8 {
                bad[at] ^= 1 << bit;
                assert_ne!(next.previous, hash_after(&bad), "line {n} byte {at} bit {bit}");
                bad[at] ^= 1 << bit;
                flips += 1;
                // The whole verifier judges some of them, a number apart that falls on every bit.
                if flips % 7919 == 0 {
                    let mut whole = bytes.clone();
                    whole[start + at] ^= 1 << bit;
                    assert!(matches!(verdict(&whole), Verdict::Broken { .. } | Verdict::CannotTell { .. }));
                }
            }
        }
        start += line.len() + 1;
    }
}

#[test]
fn no_flipped_bit_of_the_last_line_and_no_flipped_line_break_is_valid() {
    let good = bytes(&thirty_one());
    let last = lines(&good).last().unwrap().len();
    let breaks = (0..good.len() - last).filter(|at| good[*at] == b'\n');
    let mut bad = good.clone();
    for at in breaks.chain(good.len() - last..good.len()) {
        for bit in 0..8 {
            bad[at] ^= 1 << bit;
            assert_ne!(verdict(&bad), Verdict::Valid, "byte {at} bit {bit}");
            bad[at] ^= 1 << bit;
        }
    }
    *bad.last_mut().unwrap() ^= 1;
    assert_eq!(verdict(&bad), Verdict::Broken { entry: 31, why: Wrong::LineBreak });
}

#[test]
fn a_line_deleted_doubled_or_swapped_breaks_the_ledger_where_it_happened() {
    let good = lines(&bytes(&thirty_one()));
    for at in 0..good.len() {
        let broken = |lines: &[Vec<u8>]| match verdict(&lines.concat()) {
            Verdict::Broken { entry, .. } => Some(entry),
            _ => None,
        };
        let mut doubled = good.clone();
        doubled.insert(at, good[at].clone());
        assert_eq!(broken(&doubled), Some(at as u64 + 2));
        if at + 1 < good.len() {
            let mut deleted = good.clone();
            deleted.remove(at);
            let mut swapped = good.clone();
            swapped.swap(at, at + 1);
            assert_eq!((broken(&deleted), broken(&swapped)), (Some(at as u64 + 1), Some(at as u64 + 1)));
        }
    }
}

#[test]
fn a_cut_tail_is_valid_alone_and_broken_against_a_known_head() {
    let state = thirty_one();
    let good = lines(&bytes(&state));
    for kept in 0..good.len() {
        let cut = good[..kept].concat();
        let (found, _) = verified(&cut, None);
        assert_eq!((found.verdict, found.completeness), (Verdict::Valid, Completeness::NotShown));
        let (anchored, _) = verified(&cut, Some(state.head()));
        let entry = kept as u64 + 1;
        assert_eq!(anchored.verdict, Verdict::Broken { entry, why: Wrong::Missing { known: 31 } });
    }
}

#[test]
fn a_last_line_torn_anywhere_is_set_aside_and_the_rest_holds() {
    let good = bytes(&thirty_one());
    let last = lines(&good).last().unwrap().len();
    for cut in 1..last {
        let (found, state) = verified(&good[..good.len() - cut], None);
        assert_eq!((found.verdict, state.count()), (Verdict::Valid, 30));
        assert_eq!(found.notes, [Note::Torn { bytes: (last - cut) as u64 }]);
    }
}

#[test]
fn a_chain_written_anew_by_somebody_without_the_rules_is_broken() {
    let mut state = begun();
    record(&mut state, &recommendation(2, "3"));
    let mut forged = determination(3, 2, "3");
    forged.actor.role = trellis::ledger::entry::Role::Member;
    let line = signed(&forged, state.head()).entry.to_line() + "\n";
    let all = [bytes(&state), line.into_bytes()].concat();
    let Verdict::Broken { entry: 3, why: Wrong::Rule(rule) } = verdict(&all) else { panic!("passed") };
    assert!(rule.to_string().starts_with("only a program director determines"));
}

#[test]
fn a_newer_format_cannot_be_told_unless_the_chain_breaks_after_it() {
    let mut state = begun();
    let before = bytes(&state);
    let newer = record(&mut state, &viewed(2)).entry.to_line().replace("\"v\":2", "\"v\":3");
    let with = |lines: &[&str]| [&before[..], lines.join("\n").as_bytes(), b"\n"].concat();
    let unknown = Verdict::CannotTell { entry: 2, why: Unknown::Format(3) };
    assert_eq!(verdict(&with(&[&newer])), unknown);
    let head = Head { count: 2, hash: Hash::of(newer.as_bytes()) };
    let follows = signed(&viewed(3), head).entry.to_line();
    let breaks = signed(&viewed(3), state.head()).entry.to_line();
    assert_eq!(verdict(&with(&[&newer, &follows])), unknown);
    let broken = verdict(&with(&[&newer, &breaks]));
    assert!(
        matches!(broken, Verdict::Broken { entry: 3, why: Wrong::Link(Unlinked::Previous { .. }) }),
        "{broken:?}"
    );
}

#[test]
fn a_clock_that_runs_backwards_is_noted_and_breaks_nothing() {
    let mut state = begun();
    record(&mut state, &viewed(9));
    record(&mut state, &viewed(3));
    let (found, _) = verified(&bytes(&state), None);
    assert_eq!((found.verdict, found.notes), (Verdict::Valid, vec![Note::ClockBackwards { entry: 3 }]));
}

#[test]
fn the_same_entry_in_other_bytes_is_refused() {
    let line = signed(&viewed(1), Head::EMPTY).entry.to_line();
    let parsed = Line::parse(&line).unwrap();
    for other in [
        line.replace("\"v\":2", "\"v\": 2"),
        line.replace("\"v\":2", "\"v\":2.0"),
        line.replace("resident\"", "\\u0072esident\""),
        line.replace("Z\"", "+00:00\""),
        line.replace("\"seq\":1", "\"seq\":1,\"seq\":1"),
        line.replace("\"seq\":1", "\"seq\":1,\"unknown\":1"),
        line.replace("\"screen\":", "\"more\":1,\"screen\":"),
        line.replace("\"v\":2", "\"v\":2,\"supersedes\":null"),
        format!("{line}\r"),
        line.replace("Z\"", ".5Z\""),
    ] {
        assert_ne!(other, line);
        let refused = Line::parse(&other).unwrap_err();
        assert!(!matches!(refused, LineError::UnknownVersion(_)), "{other}");
    }
    let Line::Entry(entry) = parsed else { panic!("{parsed:?}") };
    assert_eq!(entry.to_line(), line);
    assert_eq!(Line::parse(&entry.message()), Err(LineError::NotSigned));
}

proptest! {
    #[test]
    fn every_entry_survives_print_and_parse(
        (id, actor, screen, reason) in any::<(String, String, String, String)>(),
        seq in 1..=MAX_EXACT,
        at in 0_i64..=253_402_300_799,
        facts in any::<[u8; 32]>(),
    ) {
        for act in [
            Act::Viewed { screen },
            Act::PromptAcknowledged { prompt: id.clone(), facts: Hash(facts), reason },
        ] {
            let mut draft = draft(1, act);
            draft.id.clone_from(&id);
            draft.actor.id.clone_from(&actor);
            draft.at = chrono::DateTime::from_timestamp(at, 0).unwrap();
            let head = Head { count: seq - 1, hash: Hash(facts) };
            let recorded = signed_by("c.chair", &draft, head);
            let line = recorded.entry.to_line();
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(Hash::of(line.as_bytes()), recorded.hash);
            let read = linked(head, line.as_bytes());
            prop_assert_eq!(read, Ok(Link::Entry(Box::new(recorded))));
        }
    }

    #[test]
    fn no_bytes_make_the_verifier_panic(bytes in any::<Vec<u8>>(), cut in 0_usize..9000) {
        let good = super::samples::bytes(&thirty_one());
        let mixed = [&good[..cut.min(good.len())], &bytes, &good].concat();
        let found = verified(&mixed, None).0;
        prop_assert!(found.verdict != Verdict::Valid || cut == 0 && bytes.is_empty());
    }
}
