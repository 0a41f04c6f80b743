//! Each bad input ends in one plain sentence with file and row.

use super::{Export, check, err, out};

/// Imports the small program with one file replaced, and returns what is said on refusing it.
fn refusal(name: &str, content: impl AsRef<[u8]>) -> String {
    let export = Export::canonical();
    export.write(name, content);
    let output = export.import(&[]);
    assert_eq!(output.status.code(), Some(1), "{}", out(&output));
    assert!(export.beside().is_empty(), "something was left: {:?}", export.beside());
    let said = err(&output);
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    said
}

/// Imports the small program with one file replaced, and returns the notes in the case file.
fn notes(name: &str, content: &str) -> String {
    let export = Export::canonical();
    export.write(name, content);
    let output = export.import(&["--accept-losses"]);
    assert!(output.status.success(), "{}", err(&output));
    let sql = "select coalesce(string_agg(concat_ws('|', source_file, source_row, kind, note), chr(10) \
               order by source_row, note), '') from import_notes where relation <> 'residents' or kind = 'set aside'";
    export.ask(sql).unwrap()
}

#[test]
fn a_file_that_cannot_be_read_is_named_with_its_row() {
    let cases: [(&str, &[u8], &str); 10] = [
        ("cases.csv", b"", "cases.csv is empty"),
        ("cases.csv", b"\xef\xbb\xbf", "cases.csv is empty"),
        (
            "residents.csv",
            b"resident_id,name,status\nR1,Ren\xe9e,current\n",
            "residents.csv, row 2: the text is not UTF-8 (byte 31 of the file is 0xE9)",
        ),
        ("residents.csv", b"\xff\xfer\0e\0s\0", "residents.csv, row 1: the text is UTF-16"),
        (
            "residents.csv",
            b"resident_id,name,status\nR1,Li\0n,current\n",
            "residents.csv, row 2: it holds a NUL byte",
        ),
        (
            "cases.csv",
            b"case_id,started_at\nC1,\"2025-07-01\nC2,x\n",
            "cases.csv, row 2: a quote opens and is never closed",
        ),
        (
            "cases.csv",
            b"case_id,Started_at,started_at\nC1,a,b\n",
            "cases.csv, row 1: two columns are named started_at",
        ),
        (
            "cases.csv",
            b"case_id,begun\nC1,2025-07-01 07:30\n",
            "cases.csv, row 1: the column started_at is missing",
        ),
        ("cases.csv", b"PK\x03\x04zip", "cases.csv is a workbook or a ZIP archive"),
        ("cases.csv", b"case_id,started_at\n", "cases has no rows"),
    ];
    for (file, content, expected) in cases {
        let said = refusal(file, content);
        assert!(said.contains(expected), "expected {expected:?}, got {said:?}");
    }
}

#[test]
fn a_byte_order_mark_returns_and_quoted_line_breaks_do_no_harm() {
    let content = "\u{feff}Case_ID,started_at,procedure_text\r\nC1,2025-07-01T07:30,\"two\r\nlines, one \"\"case\"\"\"\r\nC2,x,y\r\n";
    let said = notes("cases.csv", content);
    assert!(
        said.contains("cases.csv|3|set aside|started_at is not a time written YYYY-MM-DD HH:MM: found \"x\""),
        "{said}"
    );
}

#[test]
fn a_row_that_does_not_fit_is_set_aside_with_its_reason() {
    let header = "case_id,started_at,ended_at,age_years,asa,emergency";
    let (aside, lost) = ("set aside", "missing value");
    let rows = [
        (
            "C3,7/1/2025,,,,",
            aside,
            "a spreadsheet wrote it, and whether month or day comes first cannot be known",
        ),
        ("C3,45839,,,,", aside, "it is a spreadsheet's count of days"),
        (
            "C3,2025-02-30 07:30,,,,",
            aside,
            "started_at is not a time written YYYY-MM-DD HH:MM: found \"2025-02-30 07:30\"",
        ),
        ("C3,infinity,,,,", aside, "started_at is not a time"),
        ("C3,,,,,", aside, "started_at is missing"),
        (",2025-07-01 07:30,,,,", aside, "case_id is missing"),
        ("C 3,2025-07-01 07:30,,,,", aside, "case_id is not an identifier: found \"C 3\""),
        (
            "C3,2025-07-01 07:30,2025-07-01 07:00,,,",
            lost,
            "it does not meet ended_at >= started_at: found \"2025-07-01 07:30:00 and 2025-07-01 07:00:00\"",
        ),
        ("C3,2025-07-01 07:30,7/1/2025,,,", lost, "ended_at is not a time"),
        ("C3,2025-07-01 07:30,,forty,,", lost, "age_years is not a number: found \"forty\""),
        ("C3,2025-07-01 07:30,,nan,,", lost, "the age is missing"),
        ("C3,2025-07-01 07:30,,-1,,", lost, "it does not meet age_years between 0 and 120"),
        ("C3,2025-07-01 07:30,,,3.5,", lost, "asa is not a whole number in range: found \"3.5\""),
        ("C3,2025-07-01 07:30,,,7,", lost, "it does not meet asa between 1 and 6"),
        ("C3,2025-07-01 07:30,,,,perhaps", lost, "emergency is not true or false: found \"perhaps\""),
        (
            "C3,2025-07-01 07:30",
            aside,
            "the number of fields is not that of the header: found 2 fields, expected 6",
        ),
        ("C3,\"2025-07-01\" 07:30,,,,", aside, "text stands after a closing quote"),
    ];
    for (row, kind, expected) in rows {
        let said = notes(
            "cases.csv",
            &format!("{header}\nC1,2025-07-01 07:30,,1,,\nC2,2025-07-01 07:30,,1,,\n{row}\n"),
        );
        let start = format!("cases.csv|4|{kind}|");
        let told = said.lines().any(|line| line.starts_with(&start) && line.contains(expected));
        assert!(told, "expected {kind} {expected:?} of row {row:?}, got {said:?}");
    }
}

#[test]
fn a_key_that_stands_twice_is_taken_once_or_not_at_all() {
    let said = notes(
        "cases.csv",
        "case_id,started_at,age_years\nC1,2025-07-01 07:30,1\nC2,2025-07-01 07:30,1\nC1,2025-07-01 07:30,1\nC3,2025-07-01 07:30,1\nC3,2025-07-01 07:30,2\n",
    );
    assert!(
        said.contains(
            "cases.csv|4|set aside|the same row stands in the source already: found \"cases.csv row 2\""
        ),
        "{said}"
    );
    assert!(said.contains("cases.csv|5|set aside|another row has the same case_id and other values: found \"cases.csv row 6\""), "{said}");
    assert!(said.contains("cases.csv|6|set aside|another row has the same case_id and other values: found \"cases.csv row 5\""), "{said}");
    assert_eq!(said.lines().count(), 3, "{said}");
}

#[test]
fn somebody_in_no_roster_and_an_unknown_case_are_set_aside() {
    let said =
        notes("case_staff.csv", "case_id,resident_id,role\nC1,R1,primary\nC1,R9,primary\nC9,R1,primary\n");
    assert!(said.contains("case_staff.csv|3|set aside|the resident is in no roster: found \"R9\""), "{said}");
    assert!(said.contains("case_staff.csv|4|set aside|the case is not known: found \"C9\""), "{said}");
}

#[test]
fn what_is_missing_or_unknown_is_said_and_not_filled_in() {
    let said = notes("cases.csv", "case_id,started_at,surgeon\nC1,2025-07-01,x\nC2,2025-07-01 07:30,x\n");
    assert!(said.contains("cases.csv|2|missing value|the age is missing"), "{said}");
    assert!(said.contains("cases.csv|2|missing value|a time has a day and no hour"), "{said}");
    assert!(
        said.contains("cases.csv|not understood|the column \"surgeon\" is not one of cases and is not read"),
        "{said}"
    );
    assert!(!said.contains("cases.csv|3|missing value|a time"), "{said}");
}

#[test]
fn a_stranger_in_the_folder_is_listed() {
    let export = Export::canonical();
    export.write("surgeons.csv", "a\n1\n");
    let output = export.import(&[]);
    assert!(output.status.success());
    assert!(out(&output).contains("surgeons.csv"), "{}", out(&output));
}

#[test]
fn an_escape_sequence_in_the_source_does_not_reach_the_terminal() {
    let export = Export::canonical();
    export.write(
        "cases.csv",
        "case_id,started_at\nC1,2025-07-01 07:30\nC2,2025-07-01 07:30\nC3,\u{1b}[31mred\n",
    );
    let output = export.import(&["--accept-losses"]);
    assert!(out(&output).contains("␛[31mred"), "{}", out(&output));
    let checked = check(&export.target(), &["--json"]);
    assert!(!out(&output).contains('\u{1b}') && !out(&checked).contains('\u{1b}'));
}

#[test]
fn check_tells_wrong_from_gap_and_from_cannot_tell() {
    let export = Export::canonical();
    export.write("absences.csv", "resident_id,from_on,to_on\nR1,2025-08-01,2025-08-10\nR1,2025-08-10,2025-08-12\nR2,2025-08-01,2025-08-09\nR2,2025-08-10,2025-08-12\n");
    export.write("assessments.csv", "assessment_id,resident_id,epa,assessed_on,rater_id,scale,level,source\nA1,R1,nothing,2026-07-01,F1,ten_cate_5,9,review\n");
    export.write("case_facts.csv", "case_id,fact,at\nC1,cardiac_arrest,2025-07-01 07:00\n");
    assert!(export.import(&[]).status.success());
    let checked = check(&export.target(), &["--json"]);
    assert_eq!(checked.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_str(&out(&checked)).unwrap();
    let finding = |name: &str| {
        report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["check"] == name)
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(finding("absences_overlap")["n"], 1);
    assert_eq!(finding("absences_overlap")["examples"][0], "resident R1, from 2025-08-10");
    assert_eq!(finding("ratings_unknown")["n"], 3, "EPA, level and rater");
    assert_eq!(finding("after_data_to")["n"], 1);
    assert_eq!(finding("events_outside_case")["n"], 1);
    assert_eq!(check(&export.folder.path().join("nothing.duckdb"), &[]).status.code(), Some(1));
    std::fs::write(export.folder.path().join("text.duckdb"), "text").unwrap();
    assert_eq!(check(&export.folder.path().join("text.duckdb"), &[]).status.code(), Some(1));
}

#[test]
fn check_finds_a_number_that_was_changed_and_a_column_of_another_type() {
    let export = Export::canonical();
    assert!(export.import(&[]).status.success());
    export
        .open()
        .execute_batch("insert into exposures select code, 'R1', date '2025-07-09', 'C1', 1 from prepared")
        .unwrap();
    let checked = check(&export.target(), &[]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(out(&checked).contains("prepared exposures differ"), "{}", out(&checked));
    let change = "insert into exams values ('R1', 'ITE', '2026-02-01', 34, 50, true); \
                  alter table exams alter score type varchar";
    export.open().execute_batch(change).unwrap();
    let checked = check(&export.target(), &[]);
    let said = "exams.score has the type VARCHAR, and DOUBLE was expected (1 place)\n  \
                to do: alter table exams alter score type double";
    assert!(out(&checked).contains(said), "{}", out(&checked));
}

#[test]
fn a_stay_that_is_listed_twice_is_one_stay() {
    let said = notes(
        "case_staff.csv",
        "case_id,resident_id,role\nC1,R1,primary\nC1,R1,primary\nC1,R2,second\nC2,R1,primary\n",
    );
    assert!(said.contains("case_staff.csv|3|set aside|the same row stands in the source already"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}
