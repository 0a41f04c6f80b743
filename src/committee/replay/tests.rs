use super::*;
use crate::ledger::entry::DefinitionUsed;

fn fact(label: &str, shown: &str) -> Fact {
    Fact { label: label.into(), shown: shown.into(), n: Some(5), definition: None }
}

/// An experience by the version of its definition.
fn counted(label: &str, shown: &str, hash: &str) -> Fact {
    let definition = DefinitionUsed { code: "spinal".parse().unwrap(), hash: hash.into() };
    Fact { definition: Some(definition), ..fact(label, shown) }
}

fn evidence(facts: Vec<Fact>) -> Evidence {
    Evidence {
        as_of: "2026-10-01".parse().unwrap(),
        case_file: "ab12".into(),
        thresholds: Some("7412".into()),
        facts,
    }
}

fn changes(then: Vec<Fact>, now: Vec<Fact>) -> Vec<Change> {
    Replay::of(&evidence(then), &evidence(now)).facts.iter().map(|row| row.change).collect()
}

#[test]
fn each_kind_of_change_is_told_apart() {
    let few = || fact("ratings", "2 by 2 raters");
    let table = [
        ("nothing", few(), few(), Change::Same),
        ("the value", few(), fact("ratings", "3 by 2 raters"), Change::Value),
        ("only n", few(), Fact { n: Some(6), ..few() }, Change::Value),
        ("n is not told any more", few(), Fact { n: None, ..few() }, Change::Value),
        ("the definition", counted("Spinal", "7", "a"), counted("Spinal", "7", "b"), Change::Definition),
        ("value and definition", counted("Spinal", "7", "a"), counted("Spinal", "9", "b"), Change::Both),
        ("the definition's title", counted("Spinal", "7", "a"), counted("Spinals", "7", "a"), Change::Same),
    ];
    for (what, then, now, change) in table {
        assert_eq!(changes(vec![then], vec![now]), [change], "{what}");
    }
}

#[test]
fn what_is_gone_keeps_its_place_and_what_is_new_comes_last() {
    let then = vec![fact("rated", "March"), fact("ratings", "2"), fact("thin evidence", "one rater")];
    let now = vec![fact("levels", "level 3: 4"), fact("ratings", "4"), fact("rated", "March")];
    let replay = Replay::of(&evidence(then), &evidence(now));
    let rows: Vec<_> = replay
        .facts
        .iter()
        .map(|row| (row.then.as_ref().or(row.now.as_ref()).unwrap().label.as_str(), row.change))
        .collect();
    let expected = [
        ("rated", Change::Same),
        ("ratings", Change::Value),
        ("thin evidence", Change::Gone),
        ("levels", Change::New),
    ];
    assert_eq!(rows, expected);
    assert_eq!(replay.changed(), 3);
}

#[test]
fn two_facts_of_one_label_are_compared_one_by_one() {
    let twice = || vec![fact("prompt", "a"), fact("prompt", "b")];
    assert_eq!(changes(twice(), twice()), [Change::Same, Change::Same]);
    assert_eq!(changes(twice(), vec![fact("prompt", "a")]), [Change::Same, Change::Gone]);
}

#[test]
fn a_fact_that_gained_a_definition_is_another_fact() {
    let (plain, defined) = (fact("Spinal", "7"), counted("Spinal", "7", "a"));
    assert_eq!(changes(vec![plain], vec![defined]), [Change::Gone, Change::New]);
}

#[test]
fn file_day_and_thresholds_are_compared_apart_from_the_facts() {
    let then = Evidence { thresholds: None, ..evidence(vec![fact("ratings", "2")]) };
    let now = Evidence {
        as_of: "2026-11-01".parse().unwrap(),
        case_file: "cd34".into(),
        ..evidence(vec![fact("ratings", "2")])
    };
    let replay = Replay::of(&then, &now);
    assert!(!replay.case_file.is_same() && !replay.as_of.is_same() && !replay.thresholds.is_same());
    assert_eq!(replay.changed(), 0);
    let same = Replay::of(&now, &now);
    assert!(same.case_file.is_same() && same.as_of.is_same() && same.thresholds.is_same());
}
