use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span { from: day(from), to: day(to) }
}

fn id(text: &str) -> ResidentId {
    text.parse().unwrap()
}

/// A statement about `item`: of whom, from, to (empty: not said), and what is said.
fn said(item: &str, resident: &str, (from, to): (&str, &str), says: Says) -> Statement {
    let maybe = |text: &str| (!text.is_empty()).then(|| day(text));
    Statement {
        item: item.parse().unwrap(),
        resident: (!resident.is_empty()).then(|| id(resident)),
        site: None,
        from: maybe(from),
        to: maybe(to),
        says,
    }
}

fn occurring(items: &[&str]) -> Vec<(Item, Option<NaiveDate>)> {
    items.iter().map(|item| (item.parse().unwrap(), Some(day("2023-07-01")))).collect()
}

fn of(coverage: &Coverage, needs: &str, resident: &str) -> Covered {
    coverage.of(&needs.parse().unwrap(), &id(resident), span("2024-07-01", "2026-06-30"))
}

#[test]
fn what_occurs_nowhere_and_is_not_spoken_of_is_not_recorded() {
    let coverage = Coverage::new([], occurring(&["case", "procedure spinal", "cases.age_years"]));
    assert_eq!(of(&coverage, "procedure spinal", "R1"), Covered::Whole);
    assert_eq!(of(&coverage, "procedure caudal", "R1"), Covered::Nowhere);
    assert_eq!(of(&coverage, "procedure caudal | procedure spinal", "R1"), Covered::Whole);
    assert_eq!(of(&coverage, "procedure spinal, fact burn", "R1"), Covered::Nowhere);
    assert_eq!(of(&coverage, "cases.asa", "R1"), Covered::Nowhere);
    assert!(coverage.is_nowhere(&"fact burn".parse().unwrap()));
    assert!(!coverage.is_nowhere(&"procedure caudal | procedure spinal".parse().unwrap()));
}

#[test]
fn what_is_said_to_be_recorded_may_occur_nowhere() {
    let none = said("procedure caudal", "", ("", ""), Says::Recorded);
    assert_eq!(of(&Coverage::new([none], []), "procedure caudal", "R1"), Covered::Whole);
}

#[test]
fn a_resident_whose_list_is_not_there_is_not_covered_and_the_others_are() {
    let all = [
        said("procedure spinal", "", ("", ""), Says::Recorded),
        said("procedure spinal", "R5", ("", ""), Says::NotRecorded),
    ];
    let coverage = Coverage::new(all, occurring(&["procedure spinal"]));
    assert_eq!(of(&coverage, "procedure spinal", "R1"), Covered::Whole);
    assert_eq!(of(&coverage, "procedure spinal", "R5"), Covered::Nowhere);
    assert_eq!(coverage.silent_about(), [&id("R5")].into());
}

#[test]
fn a_fact_hangs_on_its_case() {
    let all = [said("case", "R5", ("", ""), Says::NotRecorded)];
    let coverage = Coverage::new(all, occurring(&["case", "fact burn", "procedure spinal"]));
    assert_eq!(of(&coverage, "fact burn", "R5"), Covered::Nowhere);
    assert_eq!(of(&coverage, "procedure spinal", "R5"), Covered::Whole);
}

#[test]
fn a_record_that_began_late_covers_part_of_a_training() {
    let first = |day: &str| vec![("case".parse().unwrap(), Some(day.parse().unwrap()))];
    let late = Coverage::new([], first("2025-01-01"));
    assert_eq!(of(&late, "case", "R1"), Covered::Partly(vec![span("2025-01-01", "2026-06-30")]));
    // The first list of a resident seldom holds the first day.
    assert_eq!(of(&Coverage::new([], first("2024-07-20")), "case", "R1"), Covered::Whole);
    assert_eq!(of(&Coverage::new([], first("2026-07-01")), "case", "R1"), Covered::Nowhere);
}

#[test]
fn a_gap_in_the_middle_parts_what_is_covered() {
    let all = [
        said("fact burn", "", ("", ""), Says::Recorded),
        said("fact burn", "", ("2025-01-01", "2025-12-31"), Says::NotRecorded),
    ];
    let coverage = Coverage::new(all, occurring(&["case"]));
    let parts = vec![span("2024-07-01", "2024-12-31"), span("2026-01-01", "2026-06-30")];
    assert_eq!(of(&coverage, "fact burn", "R1"), Covered::Partly(parts));
}

#[test]
fn a_gap_alone_is_taken_from_what_occurs() {
    let gap = said("procedure tee", "", ("2025-01-01", "2025-12-31"), Says::NotRecorded);
    let coverage = Coverage::new([gap], occurring(&["procedure tee"]));
    let parts = vec![span("2024-07-01", "2024-12-31"), span("2026-01-01", "2026-06-30")];
    assert_eq!(of(&coverage, "procedure tee", "R1"), Covered::Partly(parts));
    assert!(!coverage.is_nowhere(&"procedure tee".parse().unwrap()));
    let denied = said("procedure tee", "", ("", ""), Says::NotRecorded);
    let coverage = Coverage::new([denied], occurring(&["procedure tee"]));
    assert_eq!(of(&coverage, "procedure tee", "R1"), Covered::Nowhere);
    assert!(coverage.is_nowhere(&"procedure tee".parse().unwrap()));
}

#[test]
fn what_is_said_of_a_resident_beats_what_is_said_of_everybody() {
    let all = [
        said("fact burn", "", ("", ""), Says::NotRecorded),
        said("fact burn", "R1", ("2025-01-01", ""), Says::Recorded),
    ];
    let coverage = Coverage::new(all, occurring(&["case", "fact burn"]));
    assert_eq!(of(&coverage, "fact burn", "R1"), Covered::Partly(vec![span("2025-01-01", "2026-06-30")]));
    assert_eq!(of(&coverage, "fact burn", "R2"), Covered::Nowhere);
}

#[test]
fn one_site_does_not_speak_for_the_others() {
    let at = |says| Statement { site: Some("north".into()), ..said("procedure tee", "", ("", ""), says) };
    for says in [Says::Recorded, Says::NotRecorded] {
        let coverage = Coverage::new([at(says)], occurring(&["procedure tee"]));
        assert_eq!(of(&coverage, "procedure tee", "R1"), Covered::Nowhere, "{says}");
    }
}

#[test]
fn only_failures_are_no_ground_for_a_share() {
    let all = [said("procedure spinal", "", ("", ""), Says::FailuresOnly)];
    let coverage = Coverage::new(all, []);
    assert_eq!(of(&coverage, "procedure spinal", "R1"), Covered::Whole);
    assert!(!coverage.has_both_outcomes("spinal") && coverage.has_both_outcomes("epidural"));
}

#[test]
fn needs_are_written_as_they_are_read() {
    let needs: Needs = "fact a | procedure b, cases.asa".parse().unwrap();
    let items: Vec<_> = needs.items().map(ToString::to_string).collect();
    assert_eq!(items, ["fact a", "procedure b", "cases.asa"]);
    assert!("spinal".parse::<Needs>().is_err() && "fact Spinal".parse::<Needs>().is_err());
}
