//! A simulated program has the traits of a real one, and is the same each time.

use duckdb::Connection;
use trellis::casefile::engine::Limits;
use trellis::casefile::simulate::sample::{self, Form};
use trellis::casefile::simulate::{Plan, simulate};

const SMALL: Plan = Plan { residents: 30, seed: 7, cases_per_resident: 300 };

fn made(plan: &Plan) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("cases.duckdb");
    simulate(&target, plan, false, Limits::default(), &mut |_, _, _| ()).unwrap();
    (folder, opened(&target))
}

fn opened(target: &std::path::Path) -> Connection {
    let engine = Connection::open_in_memory().unwrap();
    let attach = format!("attach '{}' as src (read_only); use src", target.display());
    engine.execute_batch(&attach).unwrap();
    engine
}

fn number(engine: &Connection, sql: &str) -> f64 {
    engine.query_row(&format!("select ({sql})::double"), [], |row| row.get(0)).unwrap()
}

fn count(engine: &Connection, sql: &str) -> i64 {
    engine.query_row(&format!("select ({sql})::bigint"), [], |row| row.get(0)).unwrap()
}

/// A fingerprint of every row of every relation, with its place.
fn content(engine: &Connection) -> Vec<(String, String)> {
    let relations = trellis::casefile::schema::relations().iter().map(|r| r.name);
    let of = |name: &str| {
        let sql = format!(
            "select coalesce(md5(string_agg(md5(t::varchar), '' order by rowid)), '') from (select rowid, t from src.main.{name} t)"
        );
        (name.to_owned(), engine.query_row(&sql, [], |row| row.get(0)).unwrap())
    };
    relations.map(of).collect()
}

#[test]
fn the_same_seed_makes_the_same_rows_in_the_same_order() {
    let (_one, first) = made(&SMALL);
    let (_two, second) = made(&SMALL);
    assert_eq!(content(&first), content(&second));
    let (_three, other) = made(&Plan { seed: 8, ..SMALL });
    assert_ne!(content(&first)[5], content(&other)[5]);
}

#[test]
fn keys_are_unique_and_references_hold() {
    let (_folder, engine) = made(&SMALL);
    for (key, relation) in [
        ("case_id", "cases"),
        ("procedure_id", "procedures"),
        ("assessment_id", "assessments"),
        ("case_id || ' ' || resident_id", "case_staff"),
        ("name", "residents"),
    ] {
        let twice = count(&engine, &format!("select count(*) - count(distinct {key}) from {relation}"));
        assert!(twice == 0, "{relation}: {twice} keys come twice");
    }
    for (relation, column, other) in [
        ("case_staff", "case_id", "cases"),
        ("case_facts", "case_id", "cases"),
        ("measures", "case_id", "cases"),
        ("case_staff", "resident_id", "residents"),
        ("procedures", "resident_id", "residents"),
        ("assessments", "epa", "epas"),
        ("rotations", "rotation", "rotation_kinds"),
        ("milestones", "subcompetency", "subcompetencies"),
        ("measures", "measure", "measure_kinds"),
    ] {
        let rows = count(&engine, &format!("select count(*) from {relation}"));
        let lost =
            count(&engine, &format!("select count(*) from {relation} anti join {other} using ({column})"));
        assert!(rows > 0 && lost == 0, "{relation}.{column}: {lost} of {rows} in no {other}");
    }
    let raters = "select count(*) from assessments a anti join faculty f on f.faculty_id = a.rater_id";
    assert_eq!(count(&engine, raters), 0);
}

#[test]
fn nothing_happens_after_the_as_of_date_or_during_an_absence() {
    let (_folder, engine) = made(&SMALL);
    let late = "select count(*) from cases, program where started_at >= data_to + interval 1 day";
    assert_eq!(count(&engine, late), 0);
    let away = "select count(*) from procedures p join absences a using (resident_id) \
                where p.performed_at::date between a.from_on and a.to_on and p.case_id is null";
    assert_eq!(count(&engine, away), 0);
    let scheduled = "select count(*) from rotations, program where from_on > data_to";
    assert!(number(&engine, scheduled) > 100.0);
}

#[test]
fn cardiac_cases_come_in_the_cardiac_block() {
    let (_folder, engine) = made(&SMALL);
    let share = "select avg((r.rotation = 'cardiac')::int) from exposures e \
                 join rotations r on r.resident_id = e.resident_id and e.occurred_on between r.from_on and r.to_on \
                 where e.code = 'cardiac_bypass'";
    assert!(number(&engine, share) > 0.85, "{}", number(&engine, share));
}

#[test]
fn residents_differ_by_more_than_chance() {
    let (_folder, engine) = made(&Plan { residents: 60, seed: 3, cases_per_resident: 900 });
    // A Poisson count has a variance of its mean.
    let ratio = "select var_samp(n) / avg(n) from (select count(e.code) as n from residents r \
                 left join exposures e on e.resident_id = r.resident_id and e.code = 'transfusion' \
                 where r.status = 'graduated' group by r.resident_id)";
    assert!(number(&engine, ratio) > 2.0, "{}", number(&engine, ratio));
}

#[test]
fn no_column_holds_a_protected_attribute() {
    let (_folder, engine) = made(&SMALL);
    let sql = "select count(*) from duckdb_columns() where database_name = 'src' and \
               regexp_matches(column_name, 'sex|gender|race|ethnic|religion|birth|nationality|disab|reason')";
    assert_eq!(count(&engine, sql), 0);
}

#[test]
fn the_sample_tells_its_stories() {
    let (_folder, engine) = made(&Plan::SAMPLE);
    let open = "select count(*) from exposures where code = 'intracranial_open' and resident_id = 'R0063'";
    assert!(number(&engine, open) < 11.0);
    let ahead = "select count(*) from rotations, program \
                 where resident_id = 'R0063' and rotation = 'neuro' and from_on > data_to";
    assert_eq!(count(&engine, ahead), 0);
    let away = "select to_on - from_on + 1 from absences where resident_id = 'R0065'";
    assert_eq!(count(&engine, away), 91);
    let ready = "select count(*) * 100 + count(distinct rater_id) from assessments \
                 where resident_id = 'R0067' and epa = 'thoracic' and level >= '3'";
    assert_eq!(count(&engine, ready), 504);
    let plateau = "select count(*) from milestones where resident_id = 'R0069' and subcompetency = 'PC6' \
                   and source = 'committee' and half_steps = 5";
    assert_eq!(count(&engine, plateau), 3);
    let thin = "select max(n) * 10 + sum(n) from (select count(*) as n from assessments \
                where resident_id = 'R0080' and epa = 'block' group by rater_id)";
    assert_eq!(count(&engine, thin), 45);
    let gap = "select count(*) from procedures where resident_id = 'R0082' \
               and performed_at between timestamp '2026-03-02' and timestamp '2026-04-30'";
    assert_eq!(count(&engine, gap), 0);
    let thoracic = |class: u32, months: u32| {
        number(
            &engine,
            &format!(
                "select count(*) from exposures join residents using (resident_id) where code = 'intrathoracic' \
             and entry_class = {class} and occurred_on < entered_on + interval {months} month"
            ),
        )
    };
    assert!(thoracic(2024, 28) < 0.7 * thoracic(2022, 28));
}

#[test]
fn the_committed_sample_is_what_the_simulator_writes() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("program");
    let made =
        sample::write(&fresh, Form::Compact, &Plan::SAMPLE, false, Limits::default(), &mut |_, _, _| ())
            .unwrap();
    let committed = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/program");
    let engine = Connection::open_in_memory().unwrap();
    for (name, rows) in made {
        let ending = if committed.join(format!("{name}.csv")).exists() { "csv" } else { "parquet" };
        let at =
            |folder: &std::path::Path| format!("'{}'", folder.join(format!("{name}.{ending}")).display());
        let (old, new) = (at(&committed), at(&fresh));
        let differ = format!(
            "select (select count(*) from (from {old} except all from {new})) + (select count(*) from (from {new} except all from {old}))"
        );
        assert!(rows > 0);
        assert_eq!(count(&engine, &differ), 0, "{name}: write it anew with `trellis simulate --folder`");
    }
}

#[test]
fn what_the_engine_may_use_changes_no_row_and_is_asked_of_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("cases.duckdb");
    let narrow = Limits { threads: 1, memory: "1GB".parse().unwrap() };
    simulate(&target, &SMALL, false, narrow, &mut |_, _, _| ()).unwrap();
    assert_eq!(content(&opened(&target)), content(&made(&SMALL).1));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_trellis"));
    command.args(["simulate", "--replace", "-o"]).arg(&target).env("TRELLIS_THREADS", "many");
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("TRELLIS_THREADS is \"many\""), "{said}");
}

#[test]
fn a_file_that_is_there_is_kept_unless_told_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("cases.duckdb");
    std::fs::write(&target, "mine").unwrap();
    let refused = simulate(&target, &SMALL, false, Limits::default(), &mut |_, _, _| ()).unwrap_err();
    assert!(refused.to_string().contains("--replace"));
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "mine");
    simulate(&target, &SMALL, true, Limits::default(), &mut |_, _, _| ()).unwrap();
    assert!(number(&opened(&target), "select count(*) from cases") > 1000.0);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
