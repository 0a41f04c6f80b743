//! Values that cannot be read cost themselves, and what is written in two ways meets or is told.

use std::fs;
use std::path::Path;

use super::mpog::CASE_HEADER;
use super::{Export, check, err, out, trellis};

#[test]
fn an_optional_value_that_cannot_be_read_costs_itself_in_lists_and_files() {
    let rows =
        [("90+", "NULL", "maybe"), ("< 3 months", "III", "#N/A"), ("None", "3E", ""), ("4", "9", "no")];
    let lists = Export::empty();
    let files = Export::canonical();
    let mut list = format!("{CASE_HEADER}\n");
    let mut cases =
        "case_id,started_at,age_years,asa,emergency\nC1,2025-07-02 07:30,,,\nC2,2025-07-02 07:30,,,\n"
            .to_owned();
    for (i, (age, asa, emergency)) in rows.iter().enumerate() {
        list.extend([format!("a{i},2026-03-0{} 07:30,{age},{asa},CABG,,{emergency}\n", i + 1)]);
        cases.extend([format!("a{i},2026-03-0{} 07:30,{age},{asa},{emergency}\n", i + 1)]);
    }
    lists.write("R1.CaseList.csv", list);
    files.write("cases.csv", cases);
    for export in [lists, files] {
        let made = export.import(&[]);
        assert!(made.status.success(), "{}", err(&made));
        let known = "select string_agg(concat_ws(' ', case_id, age_years, asa, emergency), '|' order by case_id) from cases where case_id like 'a%'";
        assert_eq!(export.ask(known).as_deref(), Some("a0|a1 3|a2 3 true|a3 4.0 false"));
        let said = out(&made);
        for told in [
            "age_years is not a number: found \"90+\"; it is taken as unknown",
            "age_years is not a number: found \"< 3 months\"",
            "emergency is not true or false: found \"maybe\"",
            "it does not meet asa between 1 and 6: found \"9\"",
        ] {
            assert!(said.contains(told), "{told}\n{said}");
        }
        assert!(!said.contains("set aside ("), "{said}");
        let checked = out(&check(&export.target(), &[]));
        assert!(checked.contains("gap: import found values missing"), "{checked}");
    }
}

#[test]
fn a_word_for_nothing_is_nothing_in_every_column() {
    for nothing in ["NA", "NULL", "None", "#N/A", "N/A", " na ", "<NA>", "\u{a0}"] {
        let export = Export::canonical();
        export.write(
            "residents.csv",
            format!("resident_id,name,entered_on,status,coach_id,entry_class\nR1,\"Lin, Ada\",{nothing},current,{nothing},{nothing}\nR2,\"Roe, Bo\",2025-07-01,current,,\n"),
        );
        export.write("cases.csv", format!("case_id,started_at,site,procedure_text\nC1,2025-07-02 07:30,{nothing},{nothing}\nC2,2025-07-02 07:30,,\n"));
        export.write("statements.csv", format!("resident_id,stated_on,text\nR1,2026-03-02,{nothing}\n"));
        let made = export.import(&["--accept-losses"]);
        assert!(made.status.success(), "{nothing:?}: {}", err(&made));
        let left = "select count(coach_id) + count(entered_on) + count(entry_class) from residents where resident_id = 'R1'";
        assert_eq!(export.ask(left).as_deref(), Some("0"), "{nothing:?}");
        assert_eq!(export.ask("select count(site) + count(procedure_text) from cases").as_deref(), Some("0"));
        assert_eq!(export.ask("select count(*) from statements").as_deref(), Some("0"));
        assert!(!out(&check(&export.target(), &[])).contains("a word for nothing"));
    }
    let export = Export::canonical();
    assert!(export.import(&[]).status.success());
    export.open().execute_batch("update residents set coach_id = 'NA'").unwrap();
    let checked = out(&check(&export.target(), &[]));
    assert!(
        checked.contains("a word for nothing stands as a value (2 places)\n  residents.coach_id is NA"),
        "{checked}"
    );
}

#[test]
fn identifiers_of_canonical_files_meet_and_those_that_nearly_do_are_told() {
    let export = Export::canonical();
    export.write("cases.csv", "case_id,started_at\n101.0,2025-07-02 07:30\nAB,2025-07-02 07:30\n007,2025-07-02 07:30\nx,2025-07-02 07:30\nX,2025-07-02 07:30\n");
    export.write(
        "case_staff.csv",
        "case_id,resident_id,role\n101,r1,primary\n ab ,R1,primary\n7,R1,primary\nx,R1,primary\n",
    );
    let made = export.import(&["--accept-losses"]);
    assert!(made.status.success(), "{}", err(&made));
    let stays = "select string_agg(resident_id || ' ' || case_id, '|' order by case_id) from case_staff";
    assert_eq!(export.ask(stays).as_deref(), Some("R1 101.0|R1 AB|R1 x"));
    let said = out(&made);
    for told in [
        "case_id is written in two ways: \"101\" was taken for \"101.0\" of cases, and so were 2 rows in all",
        "resident_id is written in two ways: \"r1\" was taken for \"R1\" of residents",
        "the case is not known, and one nearly has its identifier: found \"7\"; cases has \"007\", and the identifiers differ by leading zeros",
    ] {
        assert!(said.contains(told), "{told}\n{said}");
    }
    assert!(out(&check(&export.target(), &[])).contains("gap: import took two spellings for one (2 places)"));
}

#[test]
fn what_hangs_on_a_case_that_was_set_aside_is_told_with_it_once() {
    let export = Export::canonical();
    export.write("cases.csv", "case_id,started_at\nC1,7/2/2025\nC2,2025-07-01 07:30\nC3,never\n");
    export.write(
        "case_facts.csv",
        "case_id,fact,text\nc1,category,cardiac_bypass\nC1,category,intracranial\nC1,note,x\nC3,note,y\n",
    );
    export.write(
        "procedures.csv",
        "procedure_id,case_id,resident_id,kind,performed_at\nP1,C3,R1,tee,2025-07-02 08:00\n",
    );
    let said = out(&export.import(&["--accept-losses"]));
    assert!(said.contains("cases.csv row 2: started_at is not a time"), "{said}");
    assert!(
        said.contains("write 2025-07-01 07:30; case C1: set aside with its stay and 3 facts\n"),
        "{said}"
    );
    assert!(said.contains("; case C3: set aside with its fact and its procedure\n"), "{said}");
    assert!(!said.contains("itself set aside") && said.matches("set aside (").count() == 1, "{said}");
    let checked = out(&check(&export.target(), &[]));
    assert!(checked.contains("case C1: set aside with its stay and 3 facts"), "{checked}");

    let refused = err(&export.import(&["--replace"]));
    assert!(
        refused.contains("cases: 2 of 3 rows are set aside")
            && refused.contains("with them go 4 of case_facts, 1 of case_staff, 1 of procedures"),
        "{refused}"
    );
    assert_eq!(refused.matches("rows are set aside").count(), 1, "{refused}");
}

#[test]
fn words_of_ratings_meet_those_of_the_specialty() {
    let export = Export::canonical();
    export.write("faculty.csv", "faculty_id,name\nF1,\"Doe, Jo\"\n");
    export.write(
        "assessments.csv",
        "assessment_id,resident_id,epa,assessed_on,rater_id,scale,level,source,case_id\n\
         A1,R1,Thoracic,2026-03-01,f1,TEN-CATE-5,3.0,observation,C1\n\
         A2,R1,thoracic,2026-03-02,F1,ten_cate_5,Level 3,observation,gone\n\
         A3,R1,thoracic,2026-03-03,F1,ten_cate_5,9,observation,NA\n",
    );
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    let rows = "select string_agg(concat_ws(' ', assessment_id, epa, rater_id, scale, level, case_id), '|' order by assessment_id) from assessments";
    assert_eq!(
        export.ask(rows).as_deref(),
        Some("A1 thoracic F1 ten_cate_5 3 C1|A2 thoracic F1 ten_cate_5 3|A3 thoracic F1 ten_cate_5 9")
    );
    let said = out(&made);
    for told in [
        "epa is written in two ways: \"Thoracic\" was taken for \"thoracic\" of epas",
        "level is written in two ways: \"3.0\" was taken for \"3\" of its scale, and so were 2 rows in all",
        "level is not on the scale: found \"9\" on ten_cate_5",
        "case_id is not one of cases: found \"gone\"",
    ] {
        assert!(said.contains(told), "{told}\n{said}");
    }
}

/// A program whose resident is past the first year, with these levels.
fn rated(levels: &[&str]) -> Export {
    let export = Export::canonical();
    export.write("residents.csv", "resident_id,name,entered_on,status\nR1,\"Lin, Ada\",2024-07-01,current\nR2,\"Roe, Bo\",2025-07-01,current\n");
    let rows = levels.iter().enumerate();
    let rows: Vec<_> =
        rows.map(|(i, level)| format!("R1,PC{},2026-1,2026-06-01,committee,{level}\n", i + 1)).collect();
    export.write(
        "milestones.csv",
        format!("resident_id,subcompetency,period,rated_on,source,half_steps\n{}", rows.concat()),
    );
    export
}

#[test]
fn levels_that_are_given_as_half_steps_are_asked_about() {
    const LEVELS: &str = "select string_agg(half_steps, ' ' order by subcompetency) from milestones";
    for levels in [&["3", "3.5", "4"][..], &["3", "4"], &["Level 3", "2.5"]] {
        let export = rated(levels);
        let asked = err(&export.import(&[]));
        assert!(asked.contains("half_steps may hold levels, for none is above 5"), "{asked}");
        let said = out(&export.import(&["--accept-losses"]));
        assert!(said.contains("half_steps may hold levels, for none is above 5; a level 3 is 6 half-steps; import with --milestones levels"), "{said}");
        assert_eq!(export.ask("select count(*) from milestones").as_deref(), Some("0"));
        let made = export.import(&["--replace", "--milestones", "levels"]);
        assert!(made.status.success() && !out(&made).contains("set aside (milestones)"), "{}", out(&made));
        assert!(export.ask(LEVELS).unwrap().starts_with('6') || levels[0] == "3", "{levels:?}");
    }
    let export = rated(&["3", "3.5", "4"]);
    export.import(&["--milestones", "levels"]);
    assert_eq!(export.ask(LEVELS).as_deref(), Some("6 7 8"));
    assert!(!out(&check(&export.target(), &[])).contains("they may be levels"));
    // Half-steps go beyond 5, and somebody may say that they are half-steps.
    let export = rated(&["3", "6", ""]);
    export.import(&[]);
    assert_eq!(export.ask("select count(*) from milestones").as_deref(), Some("3"));
    let export = rated(&["3", "4"]);
    export.import(&["--milestones", "half-steps"]);
    assert_eq!(export.ask(LEVELS).as_deref(), Some("3 4"));
    // A finished file may hold the same.
    let checked = out(&check(&export.target(), &[]));
    assert!(
        checked.contains("wrong: no half_steps is above 5 though people are past their first year"),
        "{checked}"
    );
}

#[test]
fn a_first_year_alone_stays_below_six_half_steps() {
    let export = rated(&["3", "4"]);
    export.write("residents.csv", "resident_id,name,entered_on,status\nR1,\"Lin, Ada\",2025-12-01,current\nR2,\"Roe, Bo\",2025-07-01,current\n");
    export.import(&[]);
    assert_eq!(export.ask("select count(*) from milestones").as_deref(), Some("2"));
    assert!(!out(&check(&export.target(), &[])).contains("they may be levels"));
}

#[test]
fn a_day_that_cannot_be_is_set_aside_and_makes_no_as_of_day() {
    let export = Export::empty();
    let rows = "a1,2026-03-02 07:30,60,3,CABG,,No\na2,2062-03-03 07:30,60,3,CABG,,No\na3,2026-05-02 07:30,60,3,CABG,,No\na4,1970-01-01 00:00,60,3,CABG,,No\n";
    export.write("R1.CaseList.csv", format!("{CASE_HEADER}\n{rows}"));
    let made = export.import(&["--accept-losses"]);
    assert!(made.status.success(), "{}", err(&made));
    let said = out(&made);
    assert!(said.contains("R1.CaseList.csv row 3: started_at lies after the day of this import: found \"2062-03-03 07:30:00\""), "{said}");
    assert!(
        said.contains(
            "R1.CaseList.csv row 5: started_at lies more than three years from every other: found \"1970"
        ),
        "{said}"
    );
    assert_eq!(export.ask("select data_to from program").as_deref(), Some("2026-05-02"));
    assert_eq!(export.ask("select max(to_on) from coverage").as_deref(), Some("2026-05-02"));
    assert!(!out(&check(&export.target(), &[])).contains("three years from every other ("));
    // A finished file may hold the same, and an as-of day that one row made.
    export
        .open()
        .execute_batch("update cases set started_at = timestamp '2062-03-03 07:30' where case_id = 'a3'; update program set data_to = date '2062-03-03'")
        .unwrap();
    let checked = check(&export.target(), &[]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(out(&checked).contains("wrong: started_at of cases lies after today, or more than three years from every other (1 place)\n  cases a3 on 2062-03-03"), "{}", out(&checked));
    assert!(out(&checked).contains("program.data_to is 2062-03-03"), "{}", out(&checked));
}

#[test]
fn brackets_and_stars_in_a_path_are_only_names() {
    let export = Export::canonical();
    let csv = export.source().join("residents.csv");
    let place = |name: &str| export.folder.path().join(name);
    let parquet = |folder: &Path, name: &str| {
        fs::create_dir_all(folder).unwrap();
        for file in ["program.csv", "cases.csv", "case_staff.csv"] {
            fs::copy(export.source().join(file), folder.join(file)).unwrap();
        }
        let made = folder.parent().unwrap().join("made.parquet");
        let sql = format!(
            "copy (select * replace ('{name}' as name, 'current' as status) from read_csv('{}')) to '{}'",
            csv.display(),
            made.display()
        );
        duckdb::Connection::open_in_memory().unwrap().execute_batch(&sql).unwrap();
        fs::rename(made, folder.join("residents.parquet")).unwrap();
    };
    // As a pattern, the first path would find the file of the second.
    parquet(&place("[x]"), "right");
    parquet(&place("x"), "wrong");
    parquet(&place("status=left"), "right");
    #[cfg(unix)]
    parquet(&place("a*?b[1]"), "right");
    for folder in ["[x]", "status=left", if cfg!(unix) { "a*?b[1]" } else { "[x]" }] {
        let target = place("made.duckdb");
        let made = trellis()
            .arg("import")
            .arg(place(folder))
            .arg("-o")
            .arg(&target)
            .arg("--replace")
            .output()
            .unwrap();
        assert!(made.status.success(), "{folder}: {}", err(&made));
        let names = "select string_agg(distinct name || ' ' || status, ',') from residents";
        let found: String =
            duckdb::Connection::open(&target).unwrap().query_row(names, [], |row| row.get(0)).unwrap();
        assert_eq!(found, "right current", "{folder}");
    }
}
