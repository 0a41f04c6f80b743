//! Whose lists are whose: names become codes, and two people stay two.

use std::fs;

use super::mpog::{CASE_HEADER, PROCEDURE_HEADER};
use super::{Export, err, out};

/// A case list with one case.
fn one_case(id: &str) -> String {
    format!("{CASE_HEADER}\n{id},2026-03-02 07:30,60,3,CABG,,No\n")
}

/// A folder with a case list of each name, whose case is named after its place.
fn lists(names: &[&str]) -> Export {
    let export = Export::empty();
    for (place, name) in names.iter().enumerate() {
        export.write(&format!("{name}.CaseList.csv"), one_case(&format!("c{place}")));
    }
    export
}

/// Who has which case, as "code name case".
fn who(export: &Export) -> Vec<String> {
    let sql = "select coalesce(string_agg(resident_id || ' ' || name || ' ' || case_id, '|' order by case_id), '') \
               from residents join case_staff using (resident_id)";
    export.ask(sql).unwrap().split('|').map(str::to_owned).collect()
}

#[test]
fn names_that_differ_in_an_umlaut_or_have_no_latin_letter_are_different_people() {
    let names = ["MÜLLER, A", "MÖLLER, A", "山本", "竹下", "劉"];
    let export = lists(&names);
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    let who = who(&export);
    assert_eq!(who.len(), 5, "{who:?}");
    for (place, name) in names.iter().enumerate() {
        assert!(who[place].ends_with(&format!(" {name} c{place}")), "{who:?}");
        assert!(who[place].starts_with("R00"), "{who:?}");
    }
    let said = out(&made);
    assert!(
        said.contains("found \"MÖLLER, A\" and \"MÜLLER, A\"; if they are one, name the lists alike"),
        "{said}"
    );
    // A code tells nothing of a name, on any screen and in any ledger.
    let holds = "select count(*) from exposures where resident_id like '%M%'";
    assert_eq!(export.ask(holds).as_deref(), Some("0"));
}

#[test]
fn a_code_is_given_once_and_for_ever() {
    let export = lists(&["RIVERA, ANA", "ROE, BO"]);
    assert!(export.import(&[]).status.success());
    let codes = export.folder.path().join("codes.csv");
    assert_eq!(export.beside().len(), 2, "the case file and the codes: {:?}", export.beside());
    let first = who(&export);
    // Whoever comes later comes behind, wherever the name stands in the alphabet.
    export.write("ABEL, CY.CaseList.csv", one_case("d"));
    assert!(export.import(&["--replace"]).status.success());
    let later = who(&export);
    assert_eq!(later[..2], first);
    assert!(later[2].starts_with("R003 ABEL, CY"), "{later:?}");
    // Without the file the case file that is replaced tells them.
    fs::remove_file(&codes).unwrap();
    assert!(export.import(&["--replace"]).status.success());
    assert_eq!(who(&export), later);
    // And whoever has left keeps theirs.
    fs::remove_file(export.source().join("ROE, BO.CaseList.csv")).unwrap();
    assert!(export.import(&["--replace"]).status.success());
    assert_eq!(fs::read_to_string(&codes).unwrap().lines().count(), 4);
}

#[test]
fn codes_may_be_given() {
    let export = lists(&["RIVERA, ANA"]);
    let codes = export.folder.path().join("given.csv");
    fs::write(&codes, "name,code\n\"Rivera,  Ana\",X-9\n").unwrap();
    let made = export.import(&["--codes", codes.to_str().unwrap()]);
    assert!(made.status.success(), "{}", err(&made));
    assert_eq!(who(&export), ["X-9 RIVERA, ANA c0"]);
    export.write("codes.csv", "code,name\nX-8,\"Rivera, Ana\"\n");
    let refused = export.import(&["--replace", "--codes", codes.to_str().unwrap()]);
    assert!(err(&refused).contains("has the codes X-9 and X-8"), "{}", err(&refused));
    // Nor does anybody get another code than in the case file that is replaced.
    let refused = export.import(&["--replace"]);
    assert!(
        err(&refused).contains("has the codes X-9 and X-8; keep the one under which decisions"),
        "{}",
        err(&refused)
    );
    fs::remove_file(export.target()).unwrap();
    assert!(export.import(&[]).status.success());
    assert_eq!(who(&export), ["X-8 RIVERA, ANA c0"], "of the folder of exports");
}

#[test]
fn a_prefix_that_is_a_code_stays_one_and_needs_no_file() {
    let export = lists(&["RES101", "R1"]);
    assert!(export.import(&[]).status.success());
    assert_eq!(who(&export), ["RES101 RES101 c0", "R1 R1 c1"]);
    assert_eq!(export.beside(), ["cases.duckdb"]);
}

#[test]
fn a_roster_is_joined_by_the_name_as_exported() {
    let export = lists(&["RIVERA, ANA.Supervised", "MÖLLER, A"]);
    export.write(
        "residents.csv",
        "resident_id,name,entered_on,status\nX7,\"Rivera,  Ana\",2024-07-01,current\n\"M_LLER,_A\",\"Müller, A\",2024-07-01,current\n",
    );
    let made = export.import(&["--accept-losses"]);
    assert!(made.status.success(), "{}", err(&made));
    assert_eq!(who(&export), ["X7 Rivera,  Ana c0"]);
    let said = out(&made);
    assert!(said.contains("the resident is in no roster: found \"MÖLLER, A\""), "{said}");
    assert!(said.contains("the roster has \"Müller, A\", which nearly is the name"), "{said}");
    // The other's case is there for nobody, and counted as set aside.
    assert_eq!(export.ask("select count(*) from cases").as_deref(), Some("1"));
    assert!(said.lines().any(|line| line.starts_with("cases ") && line.ends_with(" 1")), "{said}");
    assert_eq!(export.beside(), ["cases.duckdb"], "the roster has the codes");
}

#[test]
fn copies_and_views_of_an_export_are_of_one_resident_and_counted_once() {
    let export = Export::empty();
    let rows = |second: &str| format!("{PROCEDURE_HEADER}\na1,2026-03-02 07:40,3,No,TEE,,,,,\n{second}");
    export.write("RIVERA, ANA.CaseList.csv", one_case("a1"));
    export.write("RIVERA, ANA.CaseList (1).csv", one_case("a1"));
    export.write("Rivera, Ana.Supervised.ProcedureList.csv", rows(""));
    export.write("RIVERA, ANA (1).ProcedureList.csv", rows("a1,2026-03-02 07:50,3,No,Arterial line,,,,,\n"));
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    assert_eq!(who(&export), ["R001 RIVERA, ANA a1"]);
    assert_eq!(
        export.ask("select string_agg(kind, ' ' order by kind) from procedures").as_deref(),
        Some("arterial_line tee")
    );
    assert!(out(&made).contains("two names of lists are taken for one resident"), "{}", out(&made));
    assert!(!out(&made).contains("there is no"), "{}", out(&made));
}

#[test]
fn the_layout_with_a_folder_for_each_list_is_read() {
    let export = Export::empty();
    for folder in ["case-list", "Procedure_List"] {
        fs::create_dir(export.source().join(folder)).unwrap();
    }
    export.write("case-list/RIVERA, ANA.Supervised.CaseList.csv", one_case("a1"));
    export.write("case-list/ROE, BO.CaseList.csv", one_case("b1"));
    export.write("case-list/notes.csv", "a\n1\n");
    let rows = format!("{PROCEDURE_HEADER}\na1,2026-03-02 07:40,3,No,TEE,,,,,\n");
    export.write("Procedure_List/RIVERA, ANA.Supervised.ProcedureList.csv", rows);
    export.write("Procedure_List/ROE, BO.ProcedureList.csv", "");
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    assert_eq!(export.ask("select count(*) from procedures where case_id = 'a1'").as_deref(), Some("1"));
    let said = out(&made);
    assert!(said.contains("it is no list, and nothing else is read in such a folder; put it into the folder above, once\n  case-list/notes.csv"), "{said}");
    assert!(
        said.contains(
            "ROE, BO.ProcedureList.csv holds no row; its cases are taken and no procedures are known"
        ),
        "{said}"
    );
    let says = "select string_agg(distinct c.says, ' ') from coverage c join residents r using (resident_id) where kind = 'tee' and name = ";
    assert_eq!(export.ask(&format!("{says}'ROE, BO'")).as_deref(), Some("not recorded"));
    assert_eq!(export.ask(&format!("{says}'RIVERA, ANA'")).as_deref(), Some("failures only"));

    // Any other folder is none of them, and is not passed over in silence.
    fs::create_dir(export.source().join("2025")).unwrap();
    export.write("2025/LEE, KIM.CaseList.csv", one_case("c1"));
    let said = err(&export.import(&["--replace"]));
    assert!(
        said.contains("2025/LEE, KIM.CaseList.csv is in a folder within the folder, which is not read"),
        "{said}"
    );

    // One folder alone is half of it, and that is said.
    let target = export.folder.path().join("half.duckdb");
    let half = super::trellis()
        .arg("import")
        .arg(export.source().join("case-list"))
        .arg("-o")
        .arg(target)
        .output()
        .unwrap();
    assert!(half.status.success(), "{}", err(&half));
    assert!(
        out(&half).contains("the folder Procedure_List stands beside it and is not read"),
        "{}",
        out(&half)
    );
}

#[test]
fn one_empty_list_among_many_costs_nothing_else() {
    let export = lists(&["R1", "R2"]);
    for empty in ["", "\n", "\u{feff}", " \r\n"] {
        export.write("R3.CaseList.csv", empty);
        let made = export.import(&["--replace"]);
        assert!(made.status.success(), "{empty:?}: {}", err(&made));
        assert!(out(&made).contains("R3.CaseList.csv holds no row"), "{}", out(&made));
        assert_eq!(who(&export).len(), 2);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8_is_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let export = Export::empty();
    fs::write(export.source().join(OsStr::from_bytes(b"M\xdcLLER, A.CaseList.csv")), one_case("a")).unwrap();
    let refused = export.import(&[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        err(&refused).contains("is not UTF-8, so that two residents could look like one"),
        "{}",
        err(&refused)
    );
}

#[test]
fn a_case_that_was_handed_over_is_both_residents_whatever_the_lists_say_of_it() {
    let list = |text: &str, age: &str, asa: &str| {
        format!("{CASE_HEADER}\nh1,2026-03-02 07:30,{age},{asa},{text},,No\n")
    };
    for (second, age, asa, told) in [
        ("CABG X3", "60", "3", Some("it is one case, and the longer text is read")),
        ("cabg", "60", "3", None),
        ("CABG ", "60.08", "3", None),
        ("CABG", "60", "4", Some("they differ in ASA class, which is taken as unknown")),
        ("CABG", "61", "3", Some("they differ in age, which is taken as unknown")),
    ] {
        let export = Export::empty();
        export.write("R1.CaseList.csv", list("CABG", "60", "3"));
        export.write("R2.CaseList.csv", list(second, age, asa));
        let made = export.import(&[]);
        assert!(made.status.success(), "{}", err(&made));
        assert_eq!(export.ask("select count(*) from case_staff").as_deref(), Some("2"), "{second}");
        assert_eq!(
            export.ask("select count(*) from case_facts where fact = 'category'").as_deref(),
            Some("1")
        );
        let said = out(&made);
        assert_eq!(said.contains("two lists tell one case differently"), told.is_some(), "{said}");
        assert!(told.is_none_or(|told| said.contains(told)), "{said}");
        if asa == "4" {
            assert_eq!(export.ask("select asa from cases"), None);
        }
    }
    // Two hospitals may have given one identifier: another patient is another case.
    let export = Export::empty();
    export.write("R1.CaseList.csv", list("CABG", "60", "3"));
    export.write(
        "R2.CaseList.csv",
        format!("{}x1,2026-03-02 07:30,6,3,CABG,,No\n", list("TONSILLECTOMY", "5", "1")),
    );
    let made = export.import(&["--accept-losses"]);
    assert!(out(&made).contains("another row has the same case_id and other values"), "{}", out(&made));
    assert_eq!(export.ask("select string_agg(case_id, ' ') from cases").as_deref(), Some("x1"));
}
