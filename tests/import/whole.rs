//! The case file appears whole or not at all.

use std::fs;
use std::time::{Duration, Instant};

use super::{Export, check, err, out, trellis};

#[test]
fn a_canonical_folder_becomes_a_case_file_in_which_nothing_is_wrong() {
    let export = Export::canonical();
    let made = export.import(&[]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    assert_eq!(export.beside(), ["cases.duckdb"], "no log and no workshop is left");
    assert_eq!(export.ask("select count(*) from case_staff").as_deref(), Some("3"));
    assert_eq!(
        export.ask("select started_at from cases where case_id = 'C2'").as_deref(),
        Some("2025-07-01 07:30:00.5")
    );
    assert_eq!(
        export.ask("select string_agg(case_id, ' ') from cases").as_deref(),
        Some("C2 C1"),
        "by start"
    );
    assert!(export.ask("select count(*) from prepared").unwrap().parse::<u32>().unwrap() >= 45);
    assert_eq!(export.ask("select count(*) from subcompetencies").as_deref(), Some("23"));
    let checked = check(&export.target(), &[]);
    assert_eq!(checked.status.code(), Some(0), "{}", out(&checked));
}

#[test]
fn the_same_source_gives_the_same_content_twice() {
    let export = Export::canonical();
    let content = || {
        let tables = "select string_agg(name, ' ' order by name) \
                      from (select schema_name || '.' || table_name as name from duckdb_tables())";
        let tables = export.ask(tables).unwrap();
        let rows = |table: &str| {
            let sql = format!("select string_agg(t::varchar, chr(10)) from (from {table}) t");
            export.ask(&sql).unwrap_or_default()
        };
        tables.split(' ').map(|t| (t.to_owned(), rows(t))).collect::<Vec<_>>()
    };
    assert!(export.import(&[]).status.success());
    let first = content();
    assert!(export.import(&["--replace"]).status.success());
    assert_eq!(first, content());
}

#[test]
fn parquet_and_a_named_day_are_taken_as_well() {
    let export = Export::canonical();
    let parquet = export.source().join("cases.parquet");
    let sql = format!(
        "copy (from read_csv('{}')) to '{}'",
        export.source().join("cases.csv").display(),
        parquet.display()
    );
    duckdb::Connection::open_in_memory().unwrap().execute_batch(&sql).unwrap();
    let both = export.import(&[]);
    assert!(err(&both).contains("cases.csv and cases.parquet are both the relation cases"), "{}", err(&both));
    fs::remove_file(export.source().join("cases.csv")).unwrap();
    let made = export.import(&["--data-to", "2026-01-31"]);
    assert!(made.status.success(), "{}", err(&made));
    assert_eq!(export.ask("select count(*) from cases").as_deref(), Some("2"));
    assert_eq!(export.ask("select data_to from program").as_deref(), Some("2026-01-31"));
}

#[test]
fn a_folder_that_is_named_like_a_column_is_a_folder() {
    let export = Export::canonical();
    let csv = export.source().join("cases.csv");
    let parquet = export.source().join("cases.parquet");
    let sql = format!("copy (from read_csv('{}')) to '{}'", csv.display(), parquet.display());
    duckdb::Connection::open_in_memory().unwrap().execute_batch(&sql).unwrap();
    fs::remove_file(csv).unwrap();
    let named = export.folder.path().join("age_years=7");
    fs::rename(export.source(), &named).unwrap();
    let made = trellis().arg("import").arg(&named).arg("-o").arg(export.target()).output().unwrap();
    assert!(made.status.success(), "{}", err(&made));
    let age = "select age_years::int from cases where case_id = 'C1'";
    assert_eq!(export.ask(age).as_deref(), Some("40"));
}

#[test]
fn a_mapping_of_ones_own_reads_any_source() {
    let export = Export::canonical();
    let mapping = export.folder.path().join("exports/own.sql");
    let views = "
        create view mapped.program as
            select 'Own' as name, 'anesthesiology' as specialty, date '2026-01-01' as data_to, 36 as training_months;
        create view mapped.residents as
            select resident_id, name, 'current' as status from read_csv(getvariable('source') || '/residents.csv');
        create view mapped.cases as from read_csv(getvariable('source') || '/cases.csv');
        create view mapped.case_staff as from read_csv(getvariable('source') || '/case_staff.csv');";
    fs::write(&mapping, views).unwrap();
    let made = export.import(&["--mapping", mapping.to_str().unwrap()]);
    assert!(made.status.success(), "{}", err(&made));
    assert_eq!(export.ask("select name from program").as_deref(), Some("Own"));
    assert_eq!(export.ask("select count(*) from case_staff").as_deref(), Some("3"));
}

#[test]
fn an_existing_file_is_replaced_only_when_asked_and_only_if_it_is_a_case_file() {
    let export = Export::canonical();
    assert!(export.import(&[]).status.success());
    let before = fs::read(export.target()).unwrap();
    let again = export.import(&[]);
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("--replace"), "{}", err(&again));
    assert_eq!(fs::read(export.target()).unwrap(), before);
    fs::write(export.target(), "my thesis").unwrap();
    let foreign = export.import(&["--replace"]);
    assert!(err(&foreign).contains("is not a case file and is not replaced"), "{}", err(&foreign));
    assert_eq!(fs::read(export.target()).unwrap(), b"my thesis");
}

#[test]
fn a_log_beside_the_target_is_not_given_to_the_new_file() {
    let export = Export::canonical();
    fs::write(export.folder.path().join("cases.duckdb.wal"), "what another program had not yet written")
        .unwrap();
    let refused = export.import(&["--replace"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("cases.duckdb.wal stands beside the target"), "{}", err(&refused));
}

#[test]
fn a_refused_import_leaves_the_old_file_and_nothing_else() {
    let export = Export::canonical();
    assert!(export.import(&[]).status.success());
    let before = fs::read(export.target()).unwrap();
    export.write("cases.csv", "case_id,started_at\n");
    let refused = export.import(&["--replace"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(fs::read(export.target()).unwrap(), before);
    assert_eq!(export.beside(), ["cases.duckdb"]);
}

/// Enough cases that an import takes a while.
fn many_cases(export: &Export) {
    let mut cases = String::from("case_id,started_at,age_years\n");
    let mut staff = String::from("case_id,resident_id,role\n");
    for i in 0..50_000 {
        cases.extend([format!("C{i},2025-{:02}-{:02} 07:30,40\n", i % 12 + 1, i % 28 + 1)]);
        staff.extend([format!("C{i},R1,primary\n")]);
    }
    export.write("cases.csv", cases);
    export.write("case_staff.csv", staff);
}

#[test]
fn killed_at_any_moment_the_target_is_whole_or_absent_and_a_second_run_works() {
    let export = Export::canonical();
    many_cases(&export);
    let started = Instant::now();
    assert!(export.import(&[]).status.success());
    let whole = started.elapsed();
    let mut absent = 0;
    for tenth in [2, 5, 8] {
        fs::remove_file(export.target()).unwrap();
        let mut running = export.command().stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * tenth / 10);
        running.kill().unwrap();
        running.wait().unwrap();
        if !export.target().exists() {
            absent += 1;
            let again = export.import(&[]);
            assert!(again.status.success(), "{}", err(&again));
        }
        assert_eq!(export.ask("select count(*) from case_staff").as_deref(), Some("50000"));
        assert_eq!(export.beside(), ["cases.duckdb"]);
    }
    assert!(absent > 0, "no run was killed before its end");
}

#[cfg(unix)]
#[test]
fn an_import_that_is_told_to_stop_cleans_up() {
    let export = Export::canonical();
    many_cases(&export);
    let running = export.command().stdout(std::process::Stdio::null()).spawn().unwrap();
    let workshop = export.folder.path().join(".cases.duckdb.importing/cases.duckdb");
    let begun = Instant::now();
    while !workshop.exists() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let told = std::process::Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap();
    assert!(told.success());
    let ended = running.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(export.beside(), Vec::<String>::new());
}
