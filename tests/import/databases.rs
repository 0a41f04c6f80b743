//! A `DuckDB` file made elsewhere is taken over as it is, through the same border as exports, or refused in sentences.

use std::fs;
use std::path::PathBuf;

use duckdb::Connection;

use super::{Export, check, err, out, trellis};

/// A file as a data team makes one: the tables of a small case file, without its types' names and constraints.
struct Made {
    export: Export,
}

impl Made {
    fn with(sql: &str) -> Self {
        Self::called("own", sql)
    }

    fn called(name: &str, sql: &str) -> Self {
        let export = Export::canonical();
        export.write(
            "procedures.csv",
            "procedure_id,case_id,resident_id,kind,performed_at\nP1,C1,R1,tee,2025-07-02 08:00\nP2,C2,R1,spinal,2025-07-01 08:00\n",
        );
        let made = export.import(&[]);
        assert!(made.status.success(), "{}", err(&made));
        let path = export.folder.path().join(format!("{name}.duckdb"));
        let connection = Connection::open(&path).unwrap();
        let good = export.target();
        connection.execute_batch(&format!("attach '{}' as good (read_only)", good.display())).unwrap();
        for relation in ["program", "residents", "cases", "case_staff", "procedures"] {
            connection.execute_batch(&format!("create table {relation} as from good.{relation}")).unwrap();
        }
        connection.execute_batch("detach good").unwrap();
        connection.execute_batch(sql).unwrap();
        drop(connection);
        fs::rename(&path, export.source().join(path.file_name().unwrap())).unwrap();
        Self { export }
    }

    fn path(&self) -> PathBuf {
        let mut all = fs::read_dir(self.export.source()).unwrap().map(|entry| entry.unwrap().path());
        all.find(|path| path.extension().is_some_and(|end| end == "duckdb")).unwrap()
    }

    fn import(&self) -> std::process::Output {
        let mut command = trellis();
        command.arg("import").arg(self.path()).arg("-o").arg(self.export.target()).arg("--replace");
        command.output().unwrap()
    }

    fn taken(&self) -> String {
        let made = self.import();
        assert!(made.status.success(), "{}", err(&made));
        let gaps = check(&self.export.target(), &[]);
        assert!(gaps.status.success(), "{}", out(&gaps));
        out(&made)
    }

    fn refused(&self) -> String {
        let good = fs::read(self.export.target()).unwrap();
        let refused = self.import();
        assert_eq!(refused.status.code(), Some(1), "{}", out(&refused));
        assert_eq!(fs::read(self.export.target()).unwrap(), good, "the good file was touched");
        err(&refused)
    }
}

const ALL: &str = "select string_agg(c.case_id || ' ' || c.started_at || ' ' || c.age_years || ' ' || p.kind, ', ' order by c.case_id) \
                   from cases c join procedures p using (case_id)";
const EXPECTED: &str = "C1 2025-07-02 07:30:00 40.0 tee, C2 2025-07-01 07:30:00.5 0.25 spinal";

#[test]
fn types_that_opening_refuses_are_taken_over_with_nothing_lost() {
    for change in [
        "alter table cases alter started_at type varchar; alter table cases alter age_years type varchar",
        "alter table cases alter started_at type timestamptz using started_at at time zone 'America/Detroit'; \
         update program set time_zone = 'America/Detroit'",
        "alter table residents alter entered_on type varchar; alter table program alter data_to type varchar",
        "alter table procedures rename to \"Procedures\"; alter table cases rename age_years to \"Age_Years\"; \
         update \"Procedures\" set kind = upper(kind)",
        "create table k as select * replace (('\"' || case_id || '\"')::json as case_id) from cases; drop table cases; \
         alter table k rename to cases",
    ] {
        let made = Made::with(change);
        made.taken();
        assert_eq!(made.export.ask(ALL).as_deref(), Some(EXPECTED), "{change}");
    }
}

#[test]
fn the_refusal_of_opening_names_the_command_that_takes_the_file_over() {
    let made = Made::with("alter table cases alter started_at type varchar");
    let refused = trellis().arg("triage").arg(made.path()).output().unwrap();
    let said = err(&refused);
    let command = format!("trellis import {} -o NEW.duckdb", made.path().display());
    assert!(
        said.contains("alter table cases alter started_at type timestamp") && said.contains(&command),
        "{said}"
    );
    made.taken();
}

#[test]
fn a_view_that_names_its_own_database_is_read_under_its_name_and_one_of_files_stays_shut() {
    let dbt = "create schema staging; create table staging.stg_cases as from cases; drop table cases; \
               create view cases as from own.staging.stg_cases";
    let made = Made::with(dbt);
    made.taken();
    assert_eq!(made.export.ask(ALL).as_deref(), Some(EXPECTED));
    let elsewhere = Made::called(
        "moved",
        "create table stg as from cases; drop table cases; create view cases as from stg",
    );
    elsewhere.taken();

    let secret = tempfile::NamedTempFile::new().unwrap();
    fs::write(secret.path(), "exam\nsecret\n").unwrap();
    let view = format!(
        "create view exams as select 'R1' as resident_id, exam, date '2026-01-01' as taken_on from read_csv('{}')",
        secret.path().display()
    );
    let said = Made::with(&view).refused();
    assert!(said.contains("exams is a view over a file or another source outside the case file"), "{said}");
}

#[test]
fn a_relation_is_found_in_the_only_schema_that_has_it() {
    let made = Made::with("create schema ccc; create table ccc.cases as from cases; drop table cases");
    made.taken();
    assert_eq!(made.export.ask(ALL).as_deref(), Some(EXPECTED));
    let twice = Made::with(
        "create schema a; create schema b; create table a.cases as from cases; create table b.cases as from cases; drop table cases",
    );
    let said = twice.refused();
    assert!(said.contains("cases stands in the schemas a and b; make one of them a view in main"), "{said}");
}

#[test]
fn what_cannot_be_taken_is_told_all_at_once() {
    let made = Made::with(
        "alter table cases drop started_at; alter table residents drop name; alter table residents drop status; \
         alter table procedures rename to procedure; drop table program",
    );
    let said = made.refused();
    for expected in [
        "there is no program; a case file needs it",
        "residents has no column name and no column status, which every row needs",
        "cases has no column started_at, which every row needs",
        "there is no procedures, and procedure is nearly called so",
    ] {
        assert!(said.contains(expected), "expected {expected:?}, got {said:?}");
    }
}

#[test]
fn losses_are_told_as_those_of_files_are() {
    let made = Made::with(
        "alter table cases alter asa type varchar; update cases set asa = 'healthy' where case_id = 'C1'; \
         update cases set age_years = 'nan'::double where case_id = 'C2'; create table stg_notes as select 1 as x; \
         alter table cases add column ward varchar",
    );
    let said = made.taken();
    assert!(said.contains("own.duckdb, cases row"), "{said}");
    assert!(
        said.contains("asa is not a whole number in range: found \"healthy\"; it is taken as unknown"),
        "{said}"
    );
    assert!(
        said.contains("these tables are no relations of queries/schema.sql and are not read: stg_notes"),
        "{said}"
    );
    assert!(said.contains("the column \"ward\" is not one of cases"), "{said}");
    assert_eq!(made.export.ask("select count(age_years) from cases").as_deref(), Some("1"));
}

#[test]
fn a_file_is_not_read_and_replaced_at_once() {
    let made = Made::with("select 1");
    let output = trellis()
        .arg("import")
        .arg(made.path())
        .arg("-o")
        .arg(made.path())
        .arg("--replace")
        .output()
        .unwrap();
    assert!(
        err(&output).contains("would be read and replaced at once; name another file"),
        "{}",
        err(&output)
    );
}
