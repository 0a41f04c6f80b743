//! What a case file keeps for every start: read instead of the data, believed as long as these are the same, and no longer.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use duckdb::Connection;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::review::{Program, err, out, trellis};

/// Where the mark of a file begins that has one: behind the last block.
fn mark_of(file: &[u8]) -> &[u8] {
    &file[file.len() - (file.len() - 12_288) % (256 << 10)..]
}

fn change(program: &Program, sql: &str) {
    Connection::open(program.cases()).unwrap().execute_batch(sql).unwrap();
}

/// Changes a file and renews its mark, which only somebody does who wants to be believed.
fn forge(program: &Program, sql: &str) {
    let mut mark: Value = serde_json::from_slice(mark_of(&fs::read(program.cases()).unwrap())).unwrap();
    cut(&program.cases());
    change(program, sql);
    let head = Sha256::digest(&fs::read(program.cases()).unwrap()[..12_288]);
    mark["head"] = head.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat().into();
    let mut file = OpenOptions::new().append(true).open(program.cases()).unwrap();
    file.write_all(format!("\n{mark}\n").as_bytes()).unwrap();
}

/// Takes the mark away.
fn cut(path: &Path) {
    let file = fs::read(path).unwrap();
    let length = file.len() - mark_of(&file).len();
    assert!(length < file.len(), "the file has no mark");
    fs::write(path, &file[..length]).unwrap();
}

fn prints(program: &Program, command: &[&str]) -> String {
    let (first, rest) = command.split_first().unwrap();
    let output = trellis().arg(first).arg(program.cases()).args(rest).output().unwrap();
    assert!(output.stderr.is_empty(), "{command:?}: {}", err(&output));
    out(&output)
}

const TRIAGE: &[&str] = &["triage", "--format", "json"];

/// All that triage and a few residents show.
fn numbers(program: &Program) -> Vec<String> {
    let mut all = vec![prints(program, TRIAGE)];
    all.extend(["R0061", "R0063", "R0080", "R0105"].map(|id| prints(program, &["show", id, "--json"])));
    all
}

#[test]
fn numbers_are_the_same_to_the_last_digit_whether_kept_or_counted() {
    let program = Program::sample();
    let kept = numbers(&program);
    assert!(!prints(&program, &["check"]).contains("answers"));
    cut(&program.cases());
    assert!(numbers(&program) == kept, "what is counted is not what was kept");
}

/// The guard of the first screen's cost: it does not grow with the data because it reads none of them.
#[test]
fn triage_reads_no_row_of_a_relation_that_grows_with_every_case() {
    let program = Program::sample();
    let before = prints(&program, TRIAGE);
    forge(
        &program,
        "delete from exposures; delete from measures; delete from procedures; delete from case_facts; \
         delete from case_staff; delete from cases",
    );
    assert!(prints(&program, TRIAGE) == before, "triage counted rows that it need not");
}

#[test]
fn a_forged_answer_is_read_and_check_finds_it() {
    let program = Program::sample();
    let before = prints(&program, TRIAGE);
    forge(&program, "update answers.curves set counts = list_transform(counts, lambda n: 0::uinteger)");
    assert!(prints(&program, TRIAGE) != before, "no answer was read");
    let checked = trellis().arg("check").arg(program.cases()).output().unwrap();
    assert_eq!(checked.status.code(), Some(1));
    let said = "answers that the file keeps differ from what its data give";
    assert!(out(&checked).contains(said), "{}", out(&checked));
    assert!(out(&checked).contains("curves: "), "{}", out(&checked));
}

/// After each of these what the file keeps is stale, though the mark may stand there still.
#[test]
fn a_file_that_was_changed_is_counted_anew() {
    let mut still_marked = 0;
    for changed in [
        "update residents set entered_on = entered_on - 40 where status = 'current'",
        "delete from absences",
        "delete from case_staff where hash(case_id) % 3 = 0",
        "update program set data_to = data_to - 100",
        "update answers.curves set counts = list_transform(counts, lambda n: 0::uinteger)",
    ] {
        let (program, unmarked) = (Program::sample(), Program::sample());
        let before = prints(&program, TRIAGE);
        change(&program, changed);
        still_marked += usize::from(!mark_of(&fs::read(program.cases()).unwrap()).is_empty());
        cut(&unmarked.cases());
        change(&unmarked, changed);
        change(&unmarked, "drop schema answers cascade");
        let found = prints(&program, TRIAGE);
        assert!(found == prints(&unmarked, TRIAGE), "{changed}: an answer was believed that is stale");
        assert_eq!(found == before, changed.contains("answers"), "{changed}");
    }
    assert!(still_marked > 0, "no change left a mark that may not be believed");
}

#[test]
fn what_stands_twice_is_found_at_the_next_opening() {
    let program = Program::sample();
    let before = prints(&program, TRIAGE);
    change(&program, "insert into case_staff from case_staff");
    let rows: Vec<Value> = serde_json::from_str(&prints(&program, TRIAGE)).unwrap();
    let wrong = rows[0]["wrong_with_the_case_file"].to_string();
    assert!(wrong.contains("case_staff has the same row several times; one of each is counted"), "{wrong}");
    let months = |text: &str| -> Vec<Value> {
        let rows: Vec<Value> = serde_json::from_str(text).unwrap();
        rows.into_iter().map(|row| row["cases_by_month"].clone()).collect()
    };
    assert_eq!(months(&prints(&program, TRIAGE)), months(&before));
}

/// What was written and not yet put into the file counts; the mark is about the file alone.
#[test]
fn a_log_beside_the_file_takes_the_mark_its_word() {
    let program = Program::sample();
    let copy = Program::sample();
    let connection = Connection::open(program.cases()).unwrap();
    connection.execute_batch("set checkpoint_threshold = '1GB'; delete from absences").unwrap();
    // As a program leaves it that was killed.
    let log = |program: &Program| format!("{}.wal", program.cases().display());
    fs::copy(log(&program), log(&copy)).unwrap();
    fs::copy(program.cases(), copy.cases()).unwrap();
    drop(connection);
    assert!(prints(&copy, TRIAGE) == prints(&program, TRIAGE));
}
