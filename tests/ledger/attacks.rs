//! What is done to a ledger behind the program's back.

use proptest::prelude::*;
use trellis::ledger::chain::{Head, Wrong, sealed};
use trellis::ledger::entry::{Act, Entry, Hash, LineError, MAX_EXACT};
use trellis::ledger::fold::State;
use trellis::ledger::verify::{Completeness, Note, Unknown, Verdict, verified};

use super::samples::{bytes, determination, draft, recommendation, record, thirty, viewed};

fn verdict(bytes: &[u8]) -> Verdict {
    verified(bytes, None).0.verdict
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
}

#[test]
fn thirty_entries_of_every_kind_are_valid_and_not_shown_to_be_complete() {
    let state = thirty();
    let (found, folded) = verified(&bytes(&state), None);
    assert_eq!((found.verdict, found.completeness), (Verdict::Valid, Completeness::NotShown));
    assert_eq!((found.holds, folded.head()), (state.head(), state.head()));
    let (anchored, _) = verified(&bytes(&state), Some(state.head()));
    assert_eq!(anchored.completeness, Completeness::ShownTo(30));
}

/// Tells whether `line`, and then `next`, are taken after `before`: one step of the whole walk.
fn follows(before: &State, line: &[u8], next: Option<&Vec<u8>>) -> bool {
    let mut state = before.clone();
    let whole = |line: &[u8]| line[..line.len() - 1].to_vec();
    state.take(&whole(line)).is_ok() && next.is_none_or(|next| state.take(&whole(next)).is_ok())
}

#[test]
fn no_flipped_bit_before_the_last_line_lets_that_line_and_the_next_stand() {
    let good = lines(&bytes(&thirty()));
    let mut before = State::default();
    for (n, line) in good.iter().enumerate().take(good.len() - 1) {
        assert!(follows(&before, line, good.get(n + 1)));
        for at in 0..line.len() - 1 {
            for bit in 0..8 {
                let mut bad = line.clone();
                bad[at] ^= 1 << bit;
                assert!(!follows(&before, &bad, good.get(n + 1)), "line {n} byte {at} bit {bit}");
            }
        }
        before.take(&line[..line.len() - 1]).unwrap();
    }
}

#[test]
fn no_file_with_a_flipped_bit_before_the_last_line_is_valid() {
    let good = bytes(&thirty());
    let last = lines(&good).last().unwrap().len();
    for at in 0..good.len() - last {
        // Every bit of the bytes that divide lines, and one of each other byte.
        let bits = if good[at] == b'\n' { 0..8 } else { at % 8..at % 8 + 1 };
        for bit in bits {
            let mut bad = good.clone();
            bad[at] ^= 1 << bit;
            assert_ne!(verdict(&bad), Verdict::Valid, "byte {at} bit {bit}");
        }
    }
}

/// The last line is bound by nothing inside the ledger: that is where the boundary runs.
#[test]
fn a_change_of_the_last_entry_can_pass_alone_and_never_against_a_known_head() {
    let state = thirty();
    let good = bytes(&state);
    let last = lines(&good).last().unwrap().len();
    let mut undetected = 0;
    for at in good.len() - last..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            bad[at] ^= 1 << bit;
            undetected += u32::from(verdict(&bad) == Verdict::Valid);
            let anchored = verified(&bad, Some(state.head())).0.verdict;
            assert!(matches!(anchored, Verdict::Broken { .. }), "byte {at} bit {bit}: {anchored:?}");
        }
    }
    assert!(undetected > 0, "the threat table says that such a change is not detected");
    let mut unended = good.clone();
    *unended.last_mut().unwrap() ^= 1;
    assert_eq!(verdict(&unended), Verdict::Broken { entry: 30, why: Wrong::LineBreak });
}

#[test]
fn a_line_deleted_doubled_or_swapped_breaks_the_ledger_where_it_happened() {
    let good = lines(&bytes(&thirty()));
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
    let state = thirty();
    let good = lines(&bytes(&state));
    for kept in 0..good.len() {
        let cut = good[..kept].concat();
        let (found, _) = verified(&cut, None);
        assert_eq!((found.verdict, found.completeness), (Verdict::Valid, Completeness::NotShown));
        let (anchored, _) = verified(&cut, Some(state.head()));
        let entry = kept as u64 + 1;
        assert_eq!(anchored.verdict, Verdict::Broken { entry, why: Wrong::Missing { known: 30 } });
    }
}

#[test]
fn a_last_line_torn_anywhere_is_set_aside_and_the_rest_holds() {
    let good = bytes(&thirty());
    let last = lines(&good).last().unwrap().len();
    for cut in 1..last {
        let (found, state) = verified(&good[..good.len() - cut], None);
        assert_eq!((found.verdict, state.count()), (Verdict::Valid, 29));
        assert_eq!(found.notes, [Note::Torn { bytes: (last - cut) as u64 }]);
    }
}

#[test]
fn a_chain_written_anew_by_somebody_without_the_rules_is_broken() {
    let mut state = State::default();
    record(&mut state, &recommendation(1, "3"));
    let mut forged = determination(2, 1, "3");
    forged.actor.role = trellis::ledger::entry::Role::Member;
    let line = sealed(&forged, state.head()).entry.to_line() + "\n";
    let all = [bytes(&state), line.into_bytes()].concat();
    let Verdict::Broken { entry: 2, why: Wrong::Rule(rule) } = verdict(&all) else { panic!("passed") };
    assert!(rule.to_string().starts_with("only a program director determines"));
}

#[test]
fn a_newer_format_cannot_be_told_unless_the_chain_breaks_after_it() {
    let mut state = State::default();
    let first = record(&mut state, &viewed(1)).entry.to_line();
    let newer = first.replace("\"v\":1", "\"v\":2");
    assert_eq!(
        verdict((newer.clone() + "\n").as_bytes()),
        Verdict::CannotTell { entry: 1, why: Unknown::Format(2) }
    );
    let head = Head { count: 1, hash: Hash::of(newer.as_bytes()) };
    let follows = sealed(&viewed(2), head).entry.to_line();
    let breaks = sealed(&viewed(2), state.head()).entry.to_line();
    let after = |line: &str| verdict(format!("{newer}\n{line}\n").as_bytes());
    assert!(matches!(after(&follows), Verdict::CannotTell { entry: 1, .. }));
    assert!(matches!(after(&breaks), Verdict::Broken { entry: 2, why: Wrong::Previous { .. } }));
}

#[test]
fn a_signature_that_nobody_checked_is_not_called_valid() {
    let mut entry = sealed(&viewed(1), Head::EMPTY).entry;
    entry.signature = Some("-----BEGIN SSH SIGNATURE-----".to_owned());
    let line = entry.to_line() + "\n";
    assert_eq!(verdict(line.as_bytes()), Verdict::CannotTell { entry: 1, why: Unknown::Signature });
}

#[test]
fn a_clock_that_runs_backwards_is_noted_and_breaks_nothing() {
    let mut state = State::default();
    record(&mut state, &viewed(9));
    record(&mut state, &viewed(3));
    let (found, _) = verified(&bytes(&state), None);
    assert_eq!((found.verdict, found.notes), (Verdict::Valid, vec![Note::ClockBackwards { entry: 2 }]));
}

#[test]
fn the_same_entry_in_other_bytes_is_refused() {
    let line = sealed(&viewed(1), Head::EMPTY).entry.to_line();
    let entry = Entry::parse_line(&line).unwrap();
    for other in [
        line.replace("\"v\":1", "\"v\": 1"),
        line.replace("\"v\":1", "\"v\":1.0"),
        line.replace("resident\"", "\\u0072esident\""),
        line.replace("Z\"", "+00:00\""),
        line.replace("\"seq\":1", "\"seq\":1,\"seq\":1"),
        line.replace("\"seq\":1", "\"seq\":1,\"unknown\":1"),
        line.replace("\"screen\":", "\"more\":1,\"screen\":"),
        line.replace("\"v\":1", "\"v\":1,\"supersedes\":null"),
        format!("{line}\r"),
        line.replace("Z\"", ".5Z\""),
    ] {
        assert_ne!(other, line);
        let refused = Entry::parse_line(&other).unwrap_err();
        assert!(!matches!(refused, LineError::UnknownVersion(_)), "{other}");
    }
    assert_eq!(entry.to_line(), line);
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
            let recorded = sealed(&draft, Head { count: seq - 1, hash: Hash(facts) });
            let line = recorded.entry.to_line();
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(Hash::of(line.as_bytes()), recorded.hash);
            prop_assert_eq!(Entry::parse_line(&line), Ok(recorded.entry));
        }
    }

    #[test]
    fn no_bytes_make_the_verifier_panic(bytes in any::<Vec<u8>>(), cut in 0_usize..9000) {
        let good = super::samples::bytes(&thirty());
        let mixed = [&good[..cut.min(good.len())], &bytes, &good].concat();
        let found = verified(&mixed, None).0;
        prop_assert!(found.verdict != Verdict::Valid || cut == 0 && bytes.is_empty());
    }
}
