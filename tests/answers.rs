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
    forge_as(program, sql, |_| {});
}

/// The same, with something else changed in the mark.
fn forge_as(program: &Program, sql: &str, changed: impl FnOnce(&mut Value)) {
    let mut mark: Value = serde_json::from_slice(mark_of(&fs::read(program.cases()).unwrap())).unwrap();
    cut(&program.cases());
    change(program, sql);
    let head = Sha256::digest(&fs::read(program.cases()).unwrap()[..12_288]);
    mark["head"] = head.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat().into();
    changed(&mut mark);
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
    assert!(output.status.success(), "{command:?}: {}", err(&output));
    out(&output)
}

const TRIAGE: &[&str] = &["triage", "--format", "json"];

/// All that triage shows, and what `show` does of every few residents.
fn numbers(program: &Program, every: usize) -> Vec<String> {
    let triage = prints(program, TRIAGE);
    let rows: Vec<Value> = serde_json::from_str(&triage).unwrap();
    let ids = rows.iter().step_by(every).map(|row| row["resident_id"].as_str().unwrap());
    let shown = ids.map(|id| prints(program, &["show", id, "--json"]));
    std::iter::once(triage.clone()).chain(shown).collect()
}

#[test]
fn numbers_are_the_same_to_the_last_digit_whether_kept_or_counted() {
    let program = Program::sample();
    let kept = numbers(&program, 9);
    assert!(!prints(&program, &["check"]).contains("answers"));
    cut(&program.cases());
    assert!(numbers(&program, 9) == kept, "what is counted is not what was kept");
}

#[test]
fn what_is_not_known_is_not_known_whether_kept_or_counted() {
    for exports in ["mpog", "mpog-roster"] {
        let program = Program::imported(exports);
        let kept = numbers(&program, 1);
        assert!(kept.iter().any(|text| text.contains("\"known\": false")), "{exports}: everything is known");
        cut(&program.cases());
        let counted = numbers(&program, 1);
        assert!(counted == kept, "{exports}: what is counted is not what was kept");
        change(&program, "drop schema answers cascade");
        assert!(numbers(&program, 1) == kept, "{exports}: a file without answers tells others");
    }
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

/// As a program of another version leaves it, or one that was asked otherwise.
#[test]
fn an_answer_to_another_question_and_the_look_of_another_program_are_not_believed() {
    let (program, before) = (Program::sample(), prints(&Program::sample(), TRIAGE));
    let nothing = "update answers.curves set counts = list_transform(counts, lambda n: 0::uinteger);";
    forge(
        &program,
        &format!("{nothing} update answers.asked set hash = 'another' where question = 'curves'"),
    );
    assert!(prints(&program, TRIAGE) == before, "an answer to another question was believed");

    let program = Program::sample();
    forge_as(&program, "insert into case_staff from case_staff", |mark| mark["by"] = "another".into());
    let found = prints(&program, TRIAGE);
    assert!(
        found.contains("has the same row several times"),
        "what another program saw was believed: {found}"
    );
}

/// Answers were given with the definitions of the specialty.
#[test]
fn answers_are_not_believed_under_definitions_of_the_programs_own() {
    let (program, counted) = (Program::sample(), Program::sample());
    cut(&counted.cases());
    let own = tempfile::tempdir().unwrap();
    let theirs = concat!(env!("CARGO_MANIFEST_DIR"), "/specialties/anesthesiology/experiences/spinal.sql");
    let sql = fs::read_to_string(theirs).unwrap();
    let fewer = sql.trim_end().to_owned() + "\nwhere occurred_on >= date '2025-01-01'\n";
    fs::write(own.path().join("spinal.sql"), fewer).unwrap();
    let triage = [TRIAGE, &["--definitions", own.path().to_str().unwrap()]].concat();
    let shown = prints(&program, &triage);
    assert!(shown == prints(&counted, &triage), "an answer under other definitions was believed");
    assert!(shown != prints(&program, TRIAGE), "the definition of the program's own changes nothing");
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

/// What was written and not yet put into the file is in no answer.
#[test]
fn a_log_beside_the_file_is_refused_whatever_its_mark_says() {
    let (program, copy) = (Program::sample(), Program::sample());
    let connection = Connection::open(program.cases()).unwrap();
    connection.execute_batch("set checkpoint_threshold = '1GB'; delete from absences").unwrap();
    // As a program leaves it that was killed.
    let log = |program: &Program| format!("{}.wal", program.cases().display());
    fs::copy(log(&program), log(&copy)).unwrap();
    drop(connection);
    let output = trellis().args(["triage", "--format", "json"]).arg(copy.cases()).output().unwrap();
    assert!(err(&output).contains("stands beside it") && output.stdout.is_empty(), "{}", err(&output));
    fs::remove_file(log(&copy)).unwrap();
    assert!(!mark_of(&fs::read(copy.cases()).unwrap()).is_empty());
}

/// Whoever takes a name or a comment out of a relation means to have it gone.
#[test]
fn no_answer_holds_a_name_or_words_that_somebody_wrote() {
    let program = Program::sample();
    let connection = Connection::open(program.cases()).unwrap();
    let all = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let private = "select name from residents union select name from faculty union select comment from assessments \
                   union select text from statements union select procedure_text from cases";
    let texts =
        all("select format('select {0} from answers.{1}', column_name, table_name) from duckdb_columns() \
         where schema_name = 'answers' and data_type = 'VARCHAR'");
    assert!(texts.len() > 30, "{texts:?}");
    for kept in texts {
        let found = all(&format!(
            "select * from ({kept}) intersect select * from ({private}) where name is not null"
        ));
        assert!(found.is_empty(), "{kept}: {found:?}");
    }
}

/// Of a file that says of itself that nobody need look.
#[test]
fn a_mark_on_a_file_that_is_read_otherwise_is_found_by_check() {
    let program = Program::sample();
    forge(&program, "insert into case_staff from case_staff");
    let checked = trellis().arg("check").arg(program.cases()).output().unwrap();
    assert_eq!(checked.status.code(), Some(1));
    assert!(
        out(&checked).contains("the file says of itself that it can be read as it stands"),
        "{}",
        out(&checked)
    );
}

#[test]
fn an_answer_that_is_named_and_not_there_ends_with_a_sentence() {
    for (changed, named) in [
        ("drop table answers.curves", "curves"),
        ("alter table answers.measures drop column back", "measures"),
        ("alter table answers.busy_months alter months set data type varchar", "busy_months"),
    ] {
        let program = Program::sample();
        forge(&program, changed);
        let output =
            trellis().arg("triage").arg(program.cases()).args(["--format", "json"]).output().unwrap();
        let said = err(&output);
        assert!(output.stdout.is_empty() && !output.status.success(), "{changed}: {said}");
        assert!(said.contains(named) && said.contains("import it again"), "{changed}: {said}");
    }
}
