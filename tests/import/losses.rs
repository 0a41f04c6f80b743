//! An import that loses what matters fails, and leaves the good file in its place.

use std::fs;

use super::{Export, err, out};

/// The small program with many procedures, all of which name `case`.
fn export(case: &str) -> Export {
    let export = Export::canonical();
    let rows: Vec<_> = (0..40).map(|n| format!("P{n},{case},R1,tee,2025-07-02 08:00\n")).collect();
    export.write(
        "procedures.csv",
        format!("procedure_id,case_id,resident_id,kind,performed_at\n{}", rows.concat()),
    );
    export
}

#[test]
fn a_relation_that_is_lost_leaves_the_good_file_in_place() {
    let export = export("C1");
    assert!(export.import(&[]).status.success());
    let good = fs::read(export.target()).unwrap();
    let rows = fs::read_to_string(export.source().join("procedures.csv")).unwrap();
    export.write("procedures.csv", rows.replace(",C1,", ",1,"));

    let refused = export.import(&["--replace"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = err(&refused);
    assert!(said.contains("stands as it was, because too much would be lost"), "{said}");
    assert!(said.contains("procedures: 40 of 40 rows are set aside, which is 100 % and more than 5 %; most often because the case is not known (procedures.csv row 2: the case is not known: found \"1\""), "{said}");
    assert!(
        out(&refused).contains("set aside (procedures): the case is not known, 40 times"),
        "{}",
        out(&refused)
    );
    assert_eq!(fs::read(export.target()).unwrap(), good);
    assert_eq!(export.beside(), ["cases.duckdb"]);

    let accepted = export.import(&["--replace", "--accept-losses"]);
    assert_eq!(accepted.status.code(), Some(0), "{}", err(&accepted));
    assert_eq!(export.ask("select count(*) from procedures").as_deref(), Some("0"));
}

#[test]
fn the_share_that_may_be_lost_can_be_given() {
    let export = export("C1");
    let rows = fs::read_to_string(export.source().join("procedures.csv")).unwrap();
    export.write("procedures.csv", rows.replace("P1,C1", "P1,nothing").replace("P2,C1", "P2,nothing"));
    assert!(export.import(&[]).status.success(), "2 of 40 are not more than 5 %");
    export.write(
        "procedures.csv",
        rows.replace(",C1,R1,tee,2025-07-02 08:00\nP3,", ",C1,R1,tee,never\nP3,")
            .replace("P1,C1", "P1,X")
            .replace("P4,C1", "P4,X"),
    );
    for (share, code) in [("5%", 1), ("0.05", 1), ("7.5%", 0), ("0.075", 0)] {
        let ended = export.import(&["--replace", "--losses", share]);
        assert_eq!(ended.status.code(), Some(code), "{share}: {}", err(&ended));
    }
    for wrong in ["six", "1.5", "-1%", "nan"] {
        assert_eq!(
            export.import(&["--replace", &format!("--losses={wrong}")]).status.code(),
            Some(2),
            "{wrong}"
        );
    }
}

#[test]
fn a_relation_that_was_there_and_is_not_now_is_missed() {
    let export = export("C1");
    assert!(export.import(&[]).status.success());
    fs::remove_file(export.source().join("procedures.csv")).unwrap();
    let refused = export.import(&["--replace"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = "procedures: the case file that would be replaced has 40 rows, and this import takes none";
    assert!(err(&refused).contains(said), "{}", err(&refused));
    assert_eq!(export.ask("select count(*) from procedures").as_deref(), Some("40"));
    assert!(export.import(&["--replace", "--accept-losses"]).status.success());
    assert!(export.import(&["--replace"]).status.success(), "what is gone from there is missed no more");
}

#[test]
fn what_stands_twice_is_not_lost() {
    let export = export("C1");
    let rows = fs::read_to_string(export.source().join("procedures.csv")).unwrap();
    let (_, body) = rows.split_once('\n').unwrap();
    export.write("procedures.csv", format!("{rows}{body}"));
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    assert_eq!(export.ask("select count(*) from procedures").as_deref(), Some("40"));
}

#[test]
fn a_report_tells_a_job_at_night_what_became_of_it() {
    let export = export("1");
    let path = export.folder.path().join("report.json");
    let told = |further: &[&str]| -> serde_json::Value {
        let ended = export.command().arg("--report").arg(&path).args(further).output().unwrap();
        let report: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(report["exit"], ended.status.code().unwrap(), "{}", err(&ended));
        report
    };
    let lost = told(&[]);
    assert_eq!((&lost["made"], &lost["error"]), (&false.into(), &serde_json::Value::Null));
    assert_eq!(
        (&lost["losses"][0]["relation"], &lost["losses"][0]["rows"]),
        (&"procedures".into(), &40.into())
    );
    let relations = lost["relations"].as_array().unwrap();
    let procedures = relations.iter().find(|r| r["relation"] == "procedures").unwrap();
    assert_eq!(
        (&procedures["read"], &procedures["kept"], &procedures["set_aside"]),
        (&40.into(), &0.into(), &40.into())
    );
    let notes = lost["notes"].as_array().unwrap();
    assert!(notes.iter().any(|n| n["reason"] == "the case is not known" && n["rows"] == 40), "{notes:?}");

    assert_eq!(told(&["--accept-losses"])["made"], true);
    export.write("cases.xlsx", "PK");
    let refused = told(&["--replace"]);
    assert!(refused["error"].as_str().unwrap().contains("cases.xlsx"), "{refused}");
    assert_eq!(refused["made"], false);
}
