//! Times without hours, on another clock, and ages that nobody has.

use super::{Export, check, err, out};

/// A program whose one resident was in so many cases, each with its start.
fn starting(at: impl Fn(usize) -> String) -> Export {
    let export = Export::canonical();
    let cases: Vec<_> = (0..30).map(|n| format!("K{n},{},40\n", at(n))).collect();
    export.write("cases.csv", format!("case_id,started_at,age_years\n{}", cases.concat()));
    let staff: Vec<_> = (0..30).map(|n| format!("K{n},R1,primary\n")).collect();
    export.write("case_staff.csv", format!("case_id,resident_id,role\n{}", staff.concat()));
    export
}

/// What is known of one experience of R1, as JSON has it.
fn count(export: &Export, code: &str) -> serde_json::Value {
    let shown = super::trellis().arg("show").arg(export.target()).args(["R1", "--json"]).output().unwrap();
    let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    let all = shown["experiences"].as_array().unwrap();
    all.iter().find(|one| one["code"] == code).unwrap()["n"].clone()
}

#[test]
fn starts_without_hours_are_no_nights_and_are_asked_about() {
    for day_only in ["2026-03-07", "2026-03-07 00:00:00", "2026-03-07 00:00"] {
        let export = starting(|_| day_only.to_owned());
        let imported = export.import(&[]);
        assert!(imported.status.success(), "{}", err(&imported));
        let asked = "30 of 30 cases begin at 00:00: the hours of starts are missing";
        assert!(out(&imported).contains(asked), "{}", out(&imported));
        let checked = check(&export.target(), &[]);
        assert!(
            out(&checked).contains(asked) && out(&checked).contains("Cases at night"),
            "{}",
            out(&checked)
        );
        assert_eq!(count(&export, "night"), serde_json::Value::Null);
        // The day is there, and it was a Saturday.
        assert_eq!(count(&export, "weekend"), 30);
    }
    // Two cases at midnight sharp among thirty are what chance and habit bring.
    let export = starting(|n| format!("2026-03-{:02} {}", 2 + n % 5, if n < 2 { "00:00" } else { "07:31" }));
    assert!(export.import(&[]).status.success());
    assert_eq!(count(&export, "night"), 2);
    assert!(!out(&check(&export.target(), &[])).contains("00:00"));
}

#[test]
fn a_clock_that_no_hospital_keeps_is_asked_about() {
    let night = starting(|n| format!("2026-03-{:02} 20:{n:02}", 2 + n % 5));
    let imported = night.import(&[]);
    let asked = "30 of 30 cases begin outside 06:00 to 18:00";
    assert!(out(&imported).contains(asked), "{}", out(&imported));
    assert!(out(&check(&night.target(), &[])).contains(asked));
    let day = starting(|n| format!("2026-03-{:02} 07:{n:02}", 2 + n % 5));
    assert!(!out(&day.import(&[])).contains("begin outside"));
    // The clock of Detroit goes from 2 to 3 on the 8th of March, and shows the hour from 1 to 2 twice on the 1st of November.
    let saving = starting(|n| match n {
        0 => "2026-03-08 02:30".to_owned(),
        1 => "2025-11-02 01:30".to_owned(),
        n => format!("2026-03-{:02} 07:{n:02}", 9 + n % 5),
    });
    let program = "name,specialty,data_to,training_months,time_zone\nSmall,anesthesiology,2026-06-30,36,America/Detroit\n";
    saving.write("program.csv", program);
    let said = out(&saving.import(&[]));
    assert!(
        said.contains("skips when daylight saving begins (1 place)\n  case K0 at 2026-03-08 02:30"),
        "{said}"
    );
    assert!(
        said.contains("shows twice when daylight saving ends (1 place)\n  case K1 at 2025-11-02 01:30"),
        "{said}"
    );
}

/// The engine takes the machine's own zone, unless it is told otherwise.
#[test]
fn a_mapping_gives_the_same_times_in_every_readers_zone() {
    let mapping = "create view mapped.program as select 'Small' as name, 'anesthesiology' as specialty, '2026-06-30' as data_to, 36 as training_months;\n\
        create view mapped.residents as select 'R1' as resident_id, 'Lin, Ada' as name, 'current' as status, '2025-07-01' as entered_on;\n\
        create view mapped.cases as select 'C' || i as case_id, (timestamptz '2026-03-07 04:30:00+00' + interval (i) hour)::timestamp as started_at from range(6) r(i);\n\
        create view mapped.case_staff as select 'C' || i as case_id, 'R1' as resident_id, 'primary' as role from range(6) r(i);\n";
    let mut seen = Vec::new();
    for zone in ["UTC", "America/Detroit", "Asia/Tokyo"] {
        let export = Export::empty();
        let file = export.folder.path().join("map.sql");
        std::fs::write(&file, mapping).unwrap();
        let made = export.command().env("TZ", zone).arg("--mapping").arg(&file).output().unwrap();
        assert!(made.status.success(), "{}", err(&made));
        seen.push(
            export.ask("select string_agg(started_at::varchar, ', ' order by case_id) from cases").unwrap(),
        );
    }
    assert!(seen[0].starts_with("2026-03-07 04:30:00"), "{seen:?}");
    assert!(seen.iter().all(|times| *times == seen[0]), "{seen:?}");
}

#[test]
fn an_age_that_nobody_has_is_missing_and_named() {
    let export = Export::canonical();
    let ages = ["999", "-999", "nan", "150", "inf", "1e9", "120", "0", "40"];
    let cases: Vec<_> =
        ages.iter().enumerate().map(|(n, age)| format!("K{n},2026-03-02 07:3{n},{age}\n")).collect();
    export.write("cases.csv", format!("case_id,started_at,age_years\n{}", cases.concat()));
    let staff: Vec<_> = (0..ages.len()).map(|n| format!("K{n},R1,primary\n")).collect();
    export.write("case_staff.csv", format!("case_id,resident_id,role\n{}", staff.concat()));
    let imported = export.import(&[]);
    assert!(imported.status.success(), "{}", err(&imported));
    let said = out(&imported);
    assert!(
        said.contains("missing value (cases): it does not meet age_years between 0 and 120, 4 times"),
        "{said}"
    );
    assert!(said.contains("it does not meet age_years between 0 and 120: found \"999.0\""), "{said}");
    assert_eq!(
        export.ask("select list(age_years order by case_id) from cases where age_years is not null").unwrap(),
        "[120.0, 0.0, 40.0]"
    );
    assert!(out(&check(&export.target(), &[])).contains("found \"150.0\""));
    // The other numbers too: what one of them costs is itself.
    let export = Export::canonical();
    export.write("cases.csv", "case_id,started_at,asa\nC1,2025-07-02 07:30,7\nC2,2025-07-01 07:30,3\n");
    assert!(out(&export.import(&[])).contains("it does not meet asa between 1 and 6: found \"7\""));
    assert_eq!(export.ask("select list(asa order by case_id) from cases").unwrap(), "[NULL, 3]");
}

#[test]
fn ages_in_days_are_no_ages() {
    let export = Export::canonical();
    // From a newborn to a centenarian, all in days: some look like years.
    let ages = [
        3, 20, 70, 90, 400, 2000, 5000, 9000, 12_000, 15_000, 18_000, 20_000, 24_000, 28_000, 30_000, 33_000,
    ];
    let cases: Vec<_> =
        ages.iter().enumerate().map(|(n, age)| format!("K{n},2026-03-02 07:{n:02},{age}\n")).collect();
    export.write("cases.csv", format!("case_id,started_at,age_years\n{}", cases.concat()));
    let staff: Vec<_> = (0..ages.len()).map(|n| format!("K{n},R1,primary\n")).collect();
    export.write("case_staff.csv", format!("case_id,resident_id,role\n{}", staff.concat()));
    assert!(out(&export.import(&[])).contains("most ages lie above 120, as days or months would, 4 times"));
    assert_eq!(export.ask("select count(age_years) from cases").unwrap(), "0");
    assert_eq!(count(&export, "age_80"), serde_json::Value::Null);
}
