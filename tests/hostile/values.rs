//! Values that a type allows and no calendar or committee has.

use std::collections::BTreeSet;

use duckdb::Connection;

use super::{Small, refusal};
use crate::review::{Program, err, out};

/// One command of each kind that reads every relation.
const READING: &[&[&str]] = &[
    &["triage", "--format", "json"],
    &["show", "R1"],
    &["review", "--plain", "cases", "--as", "lin", "--resident", "R1"],
];

/// What is known of R1 where a case file is read, or the sentence that refuses it; the same by every command.
fn told(small: &Small) -> String {
    let mut refusals = BTreeSet::new();
    for command in READING {
        let output = small.run(command);
        if output.status.code() == Some(0) {
            refusals.insert(String::new());
        } else {
            let said = refusal(command, &output, &small.cases());
            let said = said.replace(&small.folder.path().display().to_string(), "").trim_end().to_owned();
            refusals.insert(said.strip_suffix(OFFER).map_or(said.clone(), str::to_owned));
        }
    }
    let said: Vec<_> = refusals.into_iter().collect();
    match said.as_slice() {
        [read] if read.is_empty() => known(small),
        other => other.join(" | "),
    }
}

fn known(small: &Small) -> String {
    let shown: serde_json::Value = serde_json::from_str(&small.prints(&["show", "R1", "--json"])).unwrap();
    let experiences = shown["experiences"].as_array().unwrap();
    let count = |code: &str| {
        let of =
            experiences.iter().find(|e| e["code"] == code).unwrap_or_else(|| panic!("{code} is not there"));
        format!("{code} {}", of["n"])
    };
    let counts = ["all_cases", "age_65", "pediatric", "asa_4_5", "transfusion"].map(count);
    format!("month {}, {}", shown["training_month"], counts.join(", "))
}

/// Runs a table of changes, and compares all of it at once.
fn are_told(table: &[(&str, &str)]) {
    let wrong: Vec<_> = table
        .iter()
        .map(|(sql, expected)| (sql, expected, told(&Small::with(sql))))
        .filter(|(_, expected, told)| told != *expected)
        .map(|(sql, expected, told)| format!("{sql}\n   told: {told}\n  expected: {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is offered behind a sentence about what an import would set aside.
const OFFER: &str = "; or let `trellis import /cases.duckdb -o NEW.duckdb` make a good file of it";

/// The sentence about what cannot be read.
fn refusal_of(what: &str) -> String {
    format!("trellis: /cases.duckdb cannot be read as it stands: {what}")
}

#[test]
fn a_day_that_no_calendar_has_is_said_in_one_line_with_its_row() {
    const NO_DAY: &str = "which is no day between 1900 and 2200";
    const OR_EMPTY: &str = "write the day, or leave it empty where none is known";
    const LAST: &str = "write the last day that is known";
    for (sql, what) in [
        (
            "update residents set entered_on = date '-infinity', graduates_on = null where resident_id = 'R1'",
            format!("residents.entered_on of resident_id R1 is \"-infinity\", {NO_DAY}: {OR_EMPTY}"),
        ),
        (
            "update residents set graduates_on = date 'infinity'",
            format!(
                "residents.graduates_on of resident_id R1 is \"infinity\", {NO_DAY} (and in 1 more row): {OR_EMPTY}"
            ),
        ),
        (
            "update residents set graduates_on = date '290000-01-01' where resident_id = 'R2'",
            format!("residents.graduates_on of resident_id R2 is \"290000-01-01\", {NO_DAY}: {OR_EMPTY}"),
        ),
        (
            "update program set data_to = date 'infinity'",
            format!("program.data_to of name Small is \"infinity\", {NO_DAY}: write the day"),
        ),
        (
            "update milestones set rated_on = date '-infinity'",
            format!(
                "milestones.rated_on of resident_id R1, subcompetency PC1, period 2025-2, source committee is \
                 \"-infinity\", {NO_DAY}: write the day"
            ),
        ),
        (
            "insert into rotations values ('R1', 'cardiac', date '-infinity', date 'infinity')",
            format!(
                "rotations.from_on of resident_id R1 is \"-infinity\", {NO_DAY}: write the day; \
                 rotations.to_on of resident_id R1 is \"infinity\", {NO_DAY}: {LAST}"
            ),
        ),
        (
            "insert into absences values ('R1', date '2025-08-01', date 'infinity')",
            format!("absences.to_on of resident_id R1 is \"infinity\", {NO_DAY}: {LAST}"),
        ),
        (
            "update statements set stated_on = date '290000-01-01'",
            format!("statements.stated_on of resident_id R1 is \"290000-01-01\", {NO_DAY}: write the day"),
        ),
    ] {
        are_told(&[(sql, &refusal_of(&what))]);
    }
}

#[test]
fn what_happened_outside_the_days_of_the_data_counts_for_nothing() {
    const NOTHING: &str = "month 12.0, all_cases 0, age_65 0, pediatric 0, asa_4_5 0, transfusion null";
    are_told(&[
        ("update cases set started_at = timestamp 'infinity', ended_at = null", NOTHING),
        ("update cases set started_at = timestamp '290000-01-01', ended_at = null", NOTHING),
        ("update cases set started_at = timestamp '-infinity', ended_at = null", NOTHING),
        ("update case_staff set signed_out_at = timestamp 'infinity'", AS_BEFORE),
        ("update assessments set assessed_on = date 'infinity'", AS_BEFORE),
    ]);
}

/// The small case file has no fact, so that nothing is known of blood.
const AS_BEFORE: &str = "month 12.0, all_cases 2, age_65 0, pediatric 1, asa_4_5 1, transfusion null";

#[test]
fn a_number_that_no_patient_has_does_no_harm() {
    const WITHOUT_AGES: &str =
        "month 12.0, all_cases 2, age_65 null, pediatric null, asa_4_5 1, transfusion null";
    const NO_BLOOD: &str = "month 12.0, all_cases 2, age_65 0, pediatric 1, asa_4_5 1, transfusion 0";
    const WITH_BLOOD: &str = "month 12.0, all_cases 2, age_65 0, pediatric 1, asa_4_5 1, transfusion 1";
    const OUT_OF_RANGE: &str = "trellis: /cases.duckdb cannot be read as it stands: epas.expected_n of epa airway is \
                                \"-5\", which is out of range: write how many";
    are_told(&[
        ("select 1", AS_BEFORE),
        (
            "create table c as from cases; drop table cases; alter table c rename to cases; \
          update cases set age_years = 'nan'",
            WITHOUT_AGES,
        ),
        (
            "create table c as from cases; drop table cases; alter table c rename to cases; \
          update cases set age_years = 'infinity'",
            WITHOUT_AGES,
        ),
        // A file from elsewhere does not keep the schema's checks.
        (
            "create table c as from cases; drop table cases; alter table c rename to cases; \
             update cases set age_years = -1, asa = case case_id when 'C1' then -4 else 4 end",
            WITHOUT_AGES,
        ),
        (
            "create table c as from cases; drop table cases; alter table c rename to cases; \
          update cases set age_years = 1e308",
            WITHOUT_AGES,
        ),
        (
            "create table c as from cases; drop table cases; alter table c rename to cases; \
          update cases set age_years = 999",
            WITHOUT_AGES,
        ),
        (
            "insert into case_facts (case_id, fact, text, value, \"at\", rule) values ('C1', 'red_cells_units', null, 'nan', null, null)",
            NO_BLOOD,
        ),
        (
            "insert into case_facts (case_id, fact, text, value, \"at\", rule) values ('C1', 'red_cells_units', null, 'infinity', null, null)",
            NO_BLOOD,
        ),
        (
            "insert into case_facts (case_id, fact, text, value, \"at\", rule) values ('C1', 'red_cells_units', null, 2, null, null)",
            WITH_BLOOD,
        ),
        ("insert into self_logged values ('R1', 'massive_hemorrhage', '2026-01-01', 2147483647)", AS_BEFORE),
        ("update epas set expected_n = 32767, expected_raters = 0", AS_BEFORE),
        ("update epas set expected_n = -5", OUT_OF_RANGE),
        ("update program set training_months = 120", AS_BEFORE),
        ("update program set training_months = 1", AS_BEFORE),
    ]);
}

#[test]
fn check_says_in_how_many_rows_a_number_cannot_be() {
    let small = Small::with(
        "create table c as from cases; drop table cases; alter table c rename to cases; \
         insert into cases (case_id, started_at, age_years, asa) values \
         ('C3', '2025-08-03 07:30', 'nan', 9), ('C4', '2025-08-04 07:30', -1, null); \
         insert into case_facts (case_id, fact, text, value, \"at\", rule) values ('C1', 'red_cells_units', null, 'infinity', null, null); \
         insert into exams values ('R1', 'ITE', '2026-02-01', 'nan', 50, true)",
    );
    let checked = small.run(&["check"]);
    assert_eq!(checked.status.code(), Some(1), "{}", err(&checked));
    for line in [
        "wrong: cases.age_years holds what cannot be, and it counts as unknown (2 places)\n  \
         case_id C3: nan\n  case_id C4: -1.0\n",
        "wrong: cases.asa holds what cannot be, and it counts as unknown (1 place)\n  case_id C3: 9\n",
        "wrong: case_facts.value holds what cannot be, and it counts as unknown (1 place)\n  case_id C1: inf\n",
        "wrong: exams.score holds what cannot be, and it counts as unknown (1 place)\n  resident_id R1: nan\n",
    ] {
        assert!(out(&checked).contains(line), "{line}\n{}", out(&checked));
    }
    // Beside them a rater whom the small case file lacks; cases of nobody, ages that are now unknown, and what the file
    // cannot speak of; and nobody to compare with.
    assert!(out(&checked).ends_with("wrong: 5; gaps: 3; to weigh: 1\n"), "{}", out(&checked));
    assert!(out(&checked).contains("no age band counts the row (2 places)\n  case C3\n  case C4\n"));
}

/// The engine orders "not a number" above every number: all 1,338 cases of this resident would count.
#[test]
fn an_age_that_is_not_a_number_is_not_sixty_five_and_over() {
    let program = Program::sample();
    let change = "create table c as from cases; drop table cases; alter table c rename to cases; \
                  update cases set age_years = 'nan' where age_years is null or age_years < 65; \
                  delete from prepared; delete from exposures";
    Connection::open(program.cases()).unwrap().execute_batch(change).unwrap();
    let shown = super::run(program.cases(), &["show", "R0001", "--json"]);
    let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    let experiences = shown["experiences"].as_array().unwrap();
    let count = |code: &str| experiences.iter().find(|e| e["code"] == code).unwrap()["n"].as_u64();
    let counts = ["all_cases", "age_65", "age_80", "pediatric"].map(count);
    assert_eq!(counts, [Some(1338), Some(365), Some(89), Some(0)]);
}

#[test]
fn ten_thousand_residents_of_one_name_are_told_apart_by_their_codes() {
    let small = Small::with(
        "insert into residents (resident_id, name, entry_class, entered_on, graduates_on, status) \
         select 'S' || lpad(i::varchar, 5, '0'), 'Same, Name', 2025, '2025-07-01', '2028-06-30', 'current' \
         from range(10000) r(i)",
    );
    let rows: serde_json::Value =
        serde_json::from_str(&small.prints(&["triage", "--format", "json"])).unwrap();
    let codes: BTreeSet<_> =
        rows.as_array().unwrap().iter().map(|row| row["resident_id"].to_string()).collect();
    assert_eq!(codes.len(), 10_002);
    let table = small.prints(&["triage"]);
    for code in ["S00000", "S09999"] {
        assert!(table.contains(code), "the table tells {code} apart");
    }
    let output = small.run(&["show", "Same"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("several residents"), "{}", err(&output));
    let one = small.prints(&["show", "S09999"]);
    assert!(one.contains("Same, Name"), "{one}");
}

const BENCHMARK: &str = "insert into benchmarks \
    select 'all_cases', m, c, m * c / 10.0, 'a table', date '2026-01-01' \
    from (values (6), (12)) as months (m), (values (10.0), (50.0), (90.0)) as centiles (c);";

#[test]
fn a_benchmark_is_told_with_its_source_and_its_date() {
    let small = Small::with(BENCHMARK);
    let told = small.prints(&["show", "R1", "--experience", "all_cases"]);
    assert!(told.contains("benchmark: a table, 1 Jan 2026"), "{told}");
    assert!(
        told.contains(
            "The benchmark (a table, 1 Jan 2026): 8 in 10 between 12 and 108 by then, the middle one 60"
        ),
        "{told}"
    );
    assert!(!out(&small.run(&["check"])).contains("benchmark"));
}

#[test]
fn a_benchmark_that_contradicts_itself_is_reported_and_not_shown() {
    for (change, place) in [
        ("insert into benchmarks values ('all_cases', 6, 120, 99, 'a table', '2026-01-01')", "centile 120"),
        ("update benchmarks set value = 1 where centile = 50 and training_month = 12", "falls to 1.0"),
        ("update benchmarks set value = -1 where centile = 10 and training_month = 6", "is -1.0"),
        ("update benchmarks set value = 'nan' where centile = 90 and training_month = 12", "is nan"),
        ("insert into benchmarks values ('all_cases', 6, 90, 99, 'a table', '2026-01-01')", "has 2 values"),
    ] {
        let small = Small::with(BENCHMARK);
        small.change(change);
        let checked = small.run(&["check"]);
        assert_eq!(checked.status.code(), Some(1), "{change}: {}", err(&checked));
        assert!(out(&checked).contains(place), "{change}: {}", out(&checked));
        let told = small.prints(&["show", "R1", "--experience", "all_cases"]);
        assert!(told.contains("1 line contradict"), "{change}: {told}");
    }
    let small = Small::with(BENCHMARK);
    small.change("update benchmarks set value = value + 200 where centile = 10");
    let checked = out(&small.run(&["check"]));
    assert!(checked.contains("lies below a lower one"), "{checked}");
}
