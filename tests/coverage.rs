//! What a source cannot say is not zero: not on a screen, not in JSON, not in a group, not in a share.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::review::pty::{CTRL_C, ENTER, Terminal};
use crate::review::{err, out, trellis};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data").join(name)
}

/// A case file that was imported from a folder.
struct Imported(TempDir);

impl Imported {
    fn from(source: &Path, further: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = trellis()
            .arg("import")
            .arg(source)
            .arg("-o")
            .arg(folder.path().join("c.duckdb"))
            .args(further)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", err(&made));
        Self(folder)
    }

    fn run(&self, command: &str, further: &[&str]) -> String {
        let cases = self.0.path().join("c.duckdb");
        let done = trellis().arg(command).arg(cases).args(further).output().unwrap();
        assert!(matches!(done.status.code(), Some(0 | 1)), "{command}: {}", err(&done));
        out(&done)
    }

    fn resident(&self, id: &str) -> Value {
        serde_json::from_str(&self.run("show", &[id, "--json"])).unwrap()
    }
}

/// Returns one experience of what `show --json` says.
fn experience<'a>(shown: &'a Value, code: &str) -> &'a Value {
    let all = shown["experiences"].as_array().unwrap();
    all.iter().find(|one| one["code"] == code).unwrap_or_else(|| panic!("{code}"))
}

/// Copies the sample program's folder, and changes the copy.
fn program(change: impl Fn(&Path)) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(sample("program")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    change(folder.path());
    folder
}

fn is_unknown(one: &Value) {
    assert_eq!((&one["n"], &one["known"]), (&Value::Null, &Value::Bool(false)), "{one}");
    assert!(one["centile"].is_null() && one["forecast"].is_null(), "{one}");
    assert_eq!(one["prompts"], Value::Array(Vec::new()), "{one}");
}

#[test]
fn what_no_mpog_list_carries_is_not_in_this_data() {
    let imported = Imported::from(&sample("mpog-roster"), &["--data-to", "2026-10-31"]);
    let shown = imported.resident("RES101");
    for code in ["transfusion", "hemorrhage_massive", "cardiac_arrest", "dural_puncture", "pain_new_patient"]
    {
        is_unknown(experience(&shown, code));
    }
    // The lists carry burns, and there was none.
    assert_eq!(experience(&shown, "burn")["n"], 0);
    assert_eq!(experience(&shown, "burn")["known"], true);
    // RES105 has no procedure list.
    let other = imported.resident("RES105");
    is_unknown(experience(&other, "intubation"));
    is_unknown(experience(&other, "peripheral_block"));
    assert!(experience(&other, "all_cases")["n"].as_u64().unwrap() > 0);

    // The lists end in September; what follows is the source's silence and not the resident's.
    let triage = imported.run("triage", &["--format", "json"]);
    assert!(triage.contains("August 2026") && !triage.contains("October 2026"), "{triage}");

    let lines = imported.run("show", &["RES101"]);
    let line = lines.lines().find(|line| line.starts_with("Red cell transfusion")).unwrap();
    assert!(line.contains("not in this data") && line.ends_with("· · · · · · · · · · · ·"), "{line}");
    let brief = imported.run("brief", &["RES101"]);
    assert!(brief.contains("Not in this data, and so not known: "), "{brief}");
    assert!(!brief.contains("New pain patients: 0"), "{brief}");
    let checked = imported.run("check", &[]);
    assert!(checked.contains("nothing in the file could ever count for these experiences"), "{checked}");
    assert!(checked.contains("Red cell transfusion") && checked.contains("resident RES105"), "{checked}");
}

#[test]
fn a_relation_that_is_not_there_makes_nobody_a_beginner() {
    let folder = program(|folder| fs::remove_file(folder.join("procedures.parquet")).unwrap());
    let imported = Imported::from(folder.path(), &[]);
    let shown = imported.resident("R0061");
    is_unknown(experience(&shown, "intubation"));
    is_unknown(experience(&shown, "peripheral_block"));
    // Spinals are known by the technique of a case, which is there.
    assert_eq!(experience(&shown, "spinal")["known"], true);
    let triage = imported.run("triage", &["--format", "json"]);
    assert!(!triage.contains("peripheral_block") && !triage.contains("met 0 together"), "{triage}");
    assert!(imported.run("check", &[]).contains("Tracheal intubations"));
}

#[test]
fn a_folder_may_say_that_nothing_of_a_kind_occurred() {
    let folder = program(|folder| {
        fs::remove_file(folder.join("procedures.parquet")).unwrap();
        let rows = "fact,kind,resident_id,site,from_on,to_on,says\n,caudal,,,,,recorded\n,tee,R0061,,,,not recorded\n";
        fs::write(folder.join("coverage.csv"), rows).unwrap();
    });
    let imported = Imported::from(folder.path(), &[]);
    let shown = imported.resident("R0061");
    assert_eq!(
        (&experience(&shown, "caudal")["n"], &experience(&shown, "caudal")["known"]),
        (&0.into(), &true.into())
    );
    is_unknown(experience(&shown, "tee"));
}

#[test]
fn a_gap_is_taken_from_what_is_there_and_a_count_beside_it_is_at_least_so_many() {
    let whole = Imported::from(&sample("program"), &[]);
    let folder = program(|folder| {
        let rows =
            "fact,kind,resident_id,site,from_on,to_on,says\n,tee,,,2025-06-01,2025-12-31,not recorded\n";
        fs::write(folder.join("coverage.csv"), rows).unwrap();
    });
    let imported = Imported::from(folder.path(), &[]);
    let (before, after) = (whole.resident("R0061"), imported.resident("R0061"));
    let (before, after) = (experience(&before, "tee"), experience(&after, "tee"));
    assert_eq!((&before["n"], &before["covered"]), (&after["n"], &Value::Null));
    assert!(
        !before["centile"].is_null() && after["centile"].is_null() && after["forecast"].is_null(),
        "{after}"
    );
    assert_eq!(after["covered"].as_array().unwrap().len(), 2, "{after}");
    let lines = imported.run("show", &["R0061"]);
    let line = lines.lines().find(|line| line.starts_with("Transesophageal echo")).unwrap();
    assert!(line.contains(&format!("at least {}", after["n"])) && line.contains('·'), "{line}");
}

#[test]
fn graduates_who_began_before_the_data_do_not_pull_the_group_down() {
    let whole = Imported::from(&sample("program"), &[]);
    assert_eq!(whole.resident("R0061")["reference_group"]["n"], 60);
    // A record system that came two years after the first class.
    let folder = program(|folder| {
        for (relation, column) in [("cases", "started_at"), ("procedures", "performed_at")] {
            cut(&folder.join(format!("{relation}.parquet")), &format!("{column} >= '2022-07-01'"));
        }
        let of_cases =
            format!("case_id in (select case_id from '{}')", folder.join("cases.parquet").display());
        for relation in ["case_staff", "case_facts", "measures"] {
            cut(&folder.join(format!("{relation}.parquet")), &of_cases);
        }
    });
    let late = Imported::from(folder.path(), &[]);
    let shown = late.resident("R0061");
    let label = shown["reference_group"]["label"].as_str().unwrap();
    assert!(label.contains("more began before the data"), "{label}");
    let n = |shown: &Value| shown["reference_group"]["n"].as_u64().unwrap();
    assert!(n(&shown) < 60 && n(&shown) > 0, "{label}");
    // What is usual is that of those who were seen from their first day on.
    let median =
        |shown: &Value| experience(shown, "all_cases")["graduates_by_the_end"]["median"].as_f64().unwrap();
    assert!(median(&shown) > 0.85 * median(&whole.resident("R0061")), "{}", median(&shown));
}

/// Keeps the rows of a Parquet file that fit.
fn cut(file: &Path, fits: &str) {
    let engine = duckdb::Connection::open_in_memory().unwrap();
    let path = file.display();
    let sql = format!(
        "create table kept as select * from '{path}' where {fits}; copy kept to '{path}' (format parquet)"
    );
    engine.execute_batch(&sql).unwrap();
}

#[test]
fn failures_alone_make_no_share() {
    let folder = tempfile::tempdir().unwrap();
    let cases =
        "MPOG_Case_ID,AIMS_Scheduled_DT,AIMS_Patient_Age_Years,ASA_Status,AIMS_Actual_Procedure_Text\n";
    fs::write(folder.path().join("R1.CaseList.csv"), format!("{cases}a1,2026-03-02 07:30,60,3,HIP\n"))
        .unwrap();
    let row = |n: usize| {
        let comment = if n.is_multiple_of(6) { "failed, converted to GA" } else { "" };
        format!("s{n},2026-03-{:02} 08:00,Spinal,\"{comment}\"\n", 1 + n % 28)
    };
    let rows: Vec<_> = (0..72).map(row).collect();
    let rows = format!("MPOG_Case_ID,AIMS_Scheduled_DT,ProcedureName,Comment\n{}", rows.concat());
    fs::write(folder.path().join("R1.ProcedureList.csv"), rows).unwrap();
    let imported = Imported::from(folder.path(), &["--data-to", "2026-10-31"]);
    let lines = imported.run("review", &["--plain", "measures", "--resident", "R1"]);
    assert!(lines.contains("of 72 attempts 12 are noted as failures"), "{lines}");
    assert!(!lines.contains("100 %") && !lines.contains("CUSUM:"), "{lines}");
}

#[test]
fn without_any_rating_nobody_is_asked_about_thin_evidence() {
    let folder = program(|folder| fs::remove_file(folder.join("assessments.csv")).unwrap());
    let imported = Imported::from(folder.path(), &[]);
    let triage = imported.run("triage", &["--format", "json"]);
    assert!(
        !triage.contains("thin_evidence") && triage.contains("\"ratings_since_last_meeting\": null"),
        "{triage}"
    );
    let shown = imported.resident("R0061");
    for epa in shown["epas"].as_array().unwrap() {
        let said = (&epa["known"], &epa["ratings"], &epa["raters"], &epa["thin"]);
        assert_eq!(said, (&false.into(), &Value::Null, &Value::Null, &Value::Array(Vec::new())), "{epa}");
    }
    for lines in [
        imported.run("show", &["R0061"]),
        imported.run("review", &["--plain", "epas", "--resident", "R0061", "--as", "lin"]),
    ] {
        assert_eq!(lines.matches("no ratings in this data").count(), 1, "{lines}");
        assert!(!lines.contains("0 ratings by 0 raters") && !lines.contains("thin:"), "{lines}");
    }
}

#[test]
fn without_any_milestone_that_is_said_once() {
    let folder = program(|folder| fs::remove_file(folder.join("milestones.csv")).unwrap());
    let imported = Imported::from(folder.path(), &[]);
    for lines in [
        imported.run("show", &["R0061"]),
        imported.run("review", &["--plain", "milestones", "--resident", "R0061", "--as", "lin"]),
    ] {
        assert_eq!(lines.matches("no ratings in this data").count(), 1, "{lines}");
        assert!(!lines.contains("no rating by the committee"), "{lines}");
    }
    assert_eq!(imported.resident("R0061")["milestones"][0]["known"], false);
}

#[test]
fn where_nobody_graduated_a_count_stands_on_its_way_to_the_minimum() {
    let imported = Imported::from(&sample("mpog-roster"), &["--data-to", "2026-10-31"]);
    let shown = imported.run("show", &["RES101"]);
    let heads = shown.lines().find(|line| line.contains("self-logged")).unwrap();
    assert!(heads.contains("of the minimum") && !heads.contains("centile"), "{heads}");
    let told = |title: &str| shown.lines().find(|line| line.starts_with(title)).unwrap().to_owned();
    let n = experience(&imported.resident("RES101"), "spinal")["n"].as_u64().unwrap();
    let bar = format!(" {n}/40");
    assert!(
        (1..40).contains(&n) && told("Spinal").contains(&bar) && told("Spinal").contains("#."),
        "{shown}"
    );
    // What is not known is no bar of nothing, and what has no minimum is on no way.
    for title in ["Red cell transfusion", "New pain patients", "All anesthetics"] {
        assert!(!told(title).contains(".."), "{}", told(title));
    }
    assert!(shown.contains("none; exams.csv brings it"), "{shown}");
    let with = Imported::from(&sample("program"), &[]);
    assert!(with.run("show", &["R0061"]).contains("centile (95 %)"));

    let cases = imported.0.path().join("c.duckdb");
    let mut review = Terminal::review(&cases, (120, 40), &[], &[]);
    review.shows("Okonjo, Adaora");
    let screen = review.press(ENTER).shows("█··········");
    assert!(screen.contains("0         minimum"), "{screen}");
    review.press(CTRL_C);
    review.ends();
}
