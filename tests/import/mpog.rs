//! The MPOG pair: every procedure counts, rules say why, and what is missing stays missing.

use super::{Export, check, err, out};

pub(super) const CASE_HEADER: &str = "MPOG_Case_ID,AIMS_Scheduled_DT,AIMS_Patient_Age_Years,ASA_Status,AIMS_Actual_Procedure_Text,AnesAttendings,Emergency";
pub(super) const PROCEDURE_HEADER: &str = "MPOG_Case_ID,AIMS_Scheduled_DT,ASA_Status,Emergency,ProcedureName,PrimaryBlock,Comment,Details,AIMS_Actual_Procedure_Text,AnesAttendingNames";

pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Two residents, one of them with a list that has no pair.
fn lists() -> Export {
    let export = Export::empty();
    let cases = format!(
        "{CASE_HEADER}\n\
         C1,2025-07-01 08:00:00,64,3,CABG x3 with cardiopulmonary bypass,\"DOE, JANE@2025-07-01 08:00:00; ROE, RICHARD@2025-07-01 12:00:00\",No\n\
         C2,2025-07-02 09:30:00,-999,3E,Repeat cesarean section [PHI],\"DOE, JANE@2025-07-02 09:30:00\",\n\
         C3,7/3/2025,33,2,Laparoscopic cholecystectomy,,No\n\
         C4,2025-07-04 10:00:00,0.2,-998,Something unheard of,,No\n"
    );
    export.write("R01.CaseList.csv", &cases);
    export.write(
        "R02.CaseList.csv",
        format!("{CASE_HEADER}\nC1,2025-07-01 08:00:00,64,3,CABG x3 with cardiopulmonary bypass,,No\n"),
    );
    let procedures = format!(
        "{PROCEDURE_HEADER}\n\
         C1,2025-07-01 08:10:00,3,No,Intubation complex,,,\"Glidescope, double lumen tube\",,\n\
         C1,2025-07-01 08:20:00,3,No,Arterial line,,,ultrasound guided,,\n\
         C2,2025-07-02 09:35:00,3,No,Spinal,,,\"CSE, 2 attempts\",,\n\
         ,2025-07-05 02:35:00,2,No,Labor Epidural,,,,,\"LEE, KIM@2025-07-05 02:30:00\"\n\
         C4,2025-07-04 10:35:00,2,No,Peripheral nerve block,Femoral and sciatic,,,,\n\
         C4,2025-07-04 10:36:00,2,No,Foley catheter,,,,,\n"
    );
    export.write("R01.ProcedureList.csv", procedures);
    export
}

#[test]
fn the_pair_becomes_cases_staff_procedures_and_facts() {
    let export = lists();
    let made = export.import(&["--accept-losses"]);
    assert!(made.status.success(), "{}", err(&made));
    let ask = |sql: &str| export.ask(sql).unwrap_or_else(|| "null".to_owned());
    let kinds = "select string_agg(kind || coalesce(':' || site, ''), ' ' order by performed_at, procedure_id) from procedures";
    assert_eq!(
        ask(kinds),
        "intubation_complex intubation_video double_lumen_tube arterial_line combined_spinal_epidural \
         peripheral_block:femoral peripheral_block:sciatic labor_epidural"
    );
    assert_eq!(ask("select case_id from procedures where kind = 'labor_epidural'"), "null");
    assert_eq!(ask("select attempts from procedures where kind = 'combined_spinal_epidural'"), "2");
    assert_eq!(ask("select ultrasound from procedures where kind = 'arterial_line'"), "true");
    assert_eq!(ask("select ultrasound from procedures where kind = 'labor_epidural'"), "null");
    assert_eq!(
        ask(
            "select string_agg(text || ' by ' || rule, ', ' order by text) from case_facts where fact = 'category'"
        ),
        "cardiac_bypass by heart_on_pump, cesarean by cesarean"
    );
    assert_eq!(
        ask("select concat_ws(' ', age_years, asa, emergency) from cases where case_id = 'C2'"),
        "3 true"
    );
    assert_eq!(
        ask("select concat_ws(' ', age_years, asa, emergency) from cases where case_id = 'C4'"),
        "0.2 false"
    );
    assert_eq!(
        ask("select string_agg(resident_id, ' ' order by resident_id) from case_staff where case_id = 'C1'"),
        "R01 R02"
    );
    assert_eq!(
        ask("select name from faculty join case_staff on attending_id = faculty_id where case_id = 'C1'"),
        "DOE, JANE"
    );
    assert_eq!(
        ask("select string_agg(name, '; ' order by name) from faculty"),
        "DOE, JANE; LEE, KIM; ROE, RICHARD"
    );
    assert_eq!(ask("select concat_ws(' ', name, data_to) from program"), "exports 2025-07-05");
    assert_eq!(ask("select count(*) from residents where entered_on is null and status = 'current'"), "2");
    assert_eq!(
        ask("select count(*) from exposures where code = 'labor_epidural' and resident_id = 'R01'"),
        "1"
    );
}

#[test]
fn what_the_pair_lacks_is_reported_by_file_and_row() {
    let export = lists();
    let said = out(&export.import(&["--accept-losses"]));
    for expected in [
        "R01.CaseList.csv row 4: started_at is not a time written YYYY-MM-DD HH:MM: found \"7/3/2025\"",
        "R01.CaseList.csv row 3: the age is missing",
        "R01.ProcedureList.csv row 5: the age is missing outside a case",
        "R01.CaseList.csv row 5: no rule understood the procedure text: found \"Something unheard of\"",
        "R01.ProcedureList.csv row 7: no rule understood the procedure name: found \"Foley catheter\"",
        "R02.CaseList.csv: there is no R02.ProcedureList.csv beside it",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    let checked = check(&export.target(), &[]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(out(&checked).contains("training time is unknown"), "{}", out(&checked));
}

#[test]
fn a_roster_beside_the_lists_is_taken_and_is_binding() {
    let export = lists();
    export
        .write("residents.csv", "resident_id,name,entered_on,status\nR01,\"Lin, Ada\",2024-07-01,current\n");
    export.write("rotations.csv", "resident_id,rotation,from_on,to_on\nR01,general,2025-07-01,2025-07-28\n");
    let made = export.import(&["--accept-losses"]);
    assert!(made.status.success(), "{}", err(&made));
    assert!(out(&made).contains("the resident is in no roster: found \"R02\""), "{}", out(&made));
    assert_eq!(export.ask("select string_agg(name, ' ') from residents").as_deref(), Some("Lin, Ada"));
    assert_eq!(export.ask("select count(*) from rotations").as_deref(), Some("1"));
}

#[test]
fn every_procedure_text_has_the_facts_that_a_reader_gives_it() {
    let rows = csv_rows(include_str!("procedures.csv"));
    assert!(rows.len() >= 80);
    let export = Export::empty();
    let mut cases = format!("{CASE_HEADER}\n");
    for (i, row) in rows.iter().enumerate() {
        cases.extend([format!("C{i},2025-07-01 08:00,40,2,{},,\n", quoted(&row[0]))]);
    }
    export.write("R01.CaseList.csv", cases);
    export.write("R01.ProcedureList.csv", format!("{PROCEDURE_HEADER}\n"));
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    let sql = "select coalesce(string_agg(coalesce(text, fact), ' ' order by coalesce(text, fact)), '') from case_facts where case_id = ";
    let unknown = "select count(*) from import_notes where kind = 'not understood' and source_row = ";
    let file = export.open();
    let mut wrong = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let facts: String = file.query_row(&format!("{sql}'C{i}'"), [], |r| r.get(0)).unwrap();
        let unknown: i64 = file.query_row(&format!("{unknown}{}", i + 2), [], |r| r.get(0)).unwrap();
        let got = if unknown > 0 { format!("?{facts}") } else { facts };
        let mut expected: Vec<_> = row[1].split_whitespace().collect();
        expected.sort_unstable();
        if got != expected.join(" ") {
            wrong.push(format!("{}: expected {:?}, got {got:?}", row[0], row[1]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_of_the_procedure_list_is_what_a_reader_takes_it_for() {
    let rows = csv_rows(include_str!("procedure_names.csv"));
    let export = Export::empty();
    let mut procedures = format!("{PROCEDURE_HEADER}\n");
    for row in &rows {
        let [name, block, details, comment] = [0, 1, 2, 3].map(|i| quoted(&row[i]));
        procedures.extend([format!(",2025-07-01 08:00,2,No,{name},{block},{comment},{details},,\n")]);
    }
    export.write("R01.ProcedureList.csv", procedures);
    export.write("R01.CaseList.csv", format!("{CASE_HEADER}\nC1,2025-07-01 08:00,40,2,Cataract,,\n"));
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    let file = export.open();
    for (i, row) in rows.iter().enumerate() {
        let sql = format!(
            "select coalesce(string_agg(kind || coalesce(':' || site, ''), ' ' order by procedure_id), '') \
             from procedures where procedure_id like 'R01.{}.%'",
            i + 2
        );
        let got: String = file.query_row(&sql, [], |r| r.get(0)).unwrap();
        assert_eq!(got, row[4], "{row:?}");
    }
}

/// Reads a table of the tests; a field in quotes may hold commas.
pub(super) fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let fields = |line: &str| {
        let mut fields = vec![String::new()];
        let mut inside = false;
        for sign in line.chars() {
            match sign {
                '"' => inside = !inside,
                ',' if !inside => fields.push(String::new()),
                other => fields.last_mut().unwrap().push(other),
            }
        }
        fields
    };
    text.lines().skip(1).map(fields).collect()
}
