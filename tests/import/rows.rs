//! What the rows of a procedure list were: each row once, with its case where the identifiers meet.

use super::mpog::{CASE_HEADER, PROCEDURE_HEADER, csv_rows, quoted};
use super::{Export, err, out};

/// A folder with these rows of both lists, in the order of the export's columns.
fn lists(cases: &str, procedures: &str) -> Export {
    let export = Export::empty();
    export.write("R01.CaseList.csv", format!("{CASE_HEADER}\n{cases}"));
    export.write("R01.ProcedureList.csv", format!("{PROCEDURE_HEADER}\n{procedures}"));
    export
}

const A_CASE: &str = "a1,2026-03-02 07:30,60,3,CABG,\"DOE, J@2026-03-02 07:00\",No\n";

fn exposures(export: &Export, code: &str) -> String {
    let sql = format!("select count(*) from exposures where code = '{code}'");
    export.ask(&sql).unwrap()
}

#[test]
fn a_row_is_what_its_words_say_and_failed_where_they_say_so_of_it() {
    let rows = csv_rows(include_str!("procedure-rows.csv"));
    assert!(rows.len() >= 130);
    let mut list = String::new();
    for (i, row) in rows.iter().enumerate() {
        let [name, block, comment, details, text] = [0, 1, 2, 3, 4].map(|at| quoted(&row[at]));
        list.extend([format!("E{i},2025-07-01 08:00,2,No,{name},{block},{comment},{details},{text},\n")]);
    }
    let export = lists(A_CASE, &list);
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    let file = export.open();
    let sql = "select coalesce(string_agg(distinct kind || coalesce(':' || site, '') || if(ultrasound and kind in \
               ('peripheral_block', 'arterial_line', 'central_line'), '+us', ''), ' '), ''), \
               coalesce(string_agg(distinct kind, ' ') filter (where outcome = 'failure'), '') \
               from procedures where encounter_id = ?";
    let sorted = |words: &str| {
        let mut words: Vec<_> = words.split_whitespace().filter(|word| *word != "none").collect();
        words.sort_unstable();
        words.join(" ")
    };
    let mut wrong = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let (kinds, failed): (String, String) =
            file.query_row(sql, [format!("E{i}")], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
        let kinds = sorted(&kinds);
        // Where the row asks for no ultrasound, whether one was seen is not judged.
        let plain = kinds.replace("+us", "");
        let right = row[5]
            .split('|')
            .map(sorted)
            .any(|set| if set.contains("+us") { set == kinds } else { set == plain });
        if !right || failed != row[6] {
            wrong.push(format!("{row:?}: got {kinds:?}, failed {failed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn a_row_outside_a_case_keeps_its_identifier_and_counts_once() {
    let ward = "ward1,2026-03-02 03:10,3,Yes,Intubation routine,,,\"GlideScope, awake, fiberoptic standby\",,\"DOE, J\"\n";
    let export = lists(A_CASE, ward);
    assert!(export.import(&[]).status.success());
    assert_eq!(exposures(&export, "intubation"), "1");
    assert_eq!(exposures(&export, "intubation_video"), "1");
    assert_eq!(exposures(&export, "intubation_flexible"), "0");
    assert_eq!(export.ask("select distinct encounter_id from procedures").as_deref(), Some("ward1"));
}

#[test]
fn a_combined_technique_for_labor_is_a_labor_epidural_and_a_delivery() {
    for row in [
        "o1,2025-01-20 03:10:00,2,No,Labor Epidural,,CSE technique,,,\n",
        "o1,2025-01-20 03:10:00,2,No,CSE,,,L&D Labor Epidural,,\n",
        "o1,2025-01-20 03:10:00,2,No,CSE,,,,VAGINAL DELIVERY,\n",
        ",2025-01-20 03:10:00,2,No,CSE,,,,LABOR,\n",
    ] {
        let export = lists(A_CASE, row);
        assert!(export.import(&[]).status.success());
        for code in ["labor_epidural", "vaginal_delivery", "epidural", "spinal", "combined_spinal_epidural"] {
            assert_eq!(exposures(&export, code), "1", "{code}: {row}");
        }
    }
}

#[test]
fn the_same_row_twice_is_told_and_taken_once_and_a_new_catheter_is_no_new_delivery() {
    let row = "o1,2025-01-20 03:10:00,2,No,Labor Epidural,,,,,\n";
    let later = "o1,2025-01-20 05:40:00,2,No,Labor Epidural,,replaced,,,\n";
    let export = lists(A_CASE, &[row, row, later].concat());
    let said = out(&export.import(&[]));
    assert!(
        said.contains("R01.ProcedureList.csv row 3: the same row stands in the list already: found row 2"),
        "{said}"
    );
    assert_eq!(exposures(&export, "labor_epidural"), "2");
    assert_eq!(exposures(&export, "vaginal_delivery"), "1");
    assert_eq!(exposures(&export, "epidural"), "1");
}

#[test]
fn identifiers_meet_whatever_a_spreadsheet_did_to_them() {
    for (case, procedure) in
        [("AB-1", "ab-1"), ("10100000", "10100000.0"), ("10100000.0", "10100000"), ("AB1", " ab 1")]
    {
        let export = lists(
            &format!("{case},2026-03-02 07:30,60,3,VATS LOBECTOMY,,No\n"),
            &format!(
                "{procedure},2026-03-02 07:30,3,No,Intubation routine,,,Left double lumen tube,VATS LOBECTOMY,\n"
            ),
        );
        assert!(export.import(&[]).status.success());
        assert_eq!(exposures(&export, "intubation"), "1", "{case} {procedure}");
        assert_eq!(exposures(&export, "one_lung_ventilation"), "1", "{case} {procedure}");
    }
}

#[test]
fn identifiers_that_nearly_meet_are_told() {
    let export = lists(
        "00123,2026-03-02 07:30,60,3,CABG,,No\nX1,2026-03-02 07:30,60,3,CABG,,No\nx1,2026-03-03 07:30,60,3,CABG,,No\n",
        "123,2026-03-02 07:40,3,No,TEE,,,,,\nX1,2026-03-02 07:40,3,No,TEE,,,,,\n",
    );
    let said = out(&export.import(&[]));
    assert!(said.contains("found \"123\", and \"00123\" in the case list"), "{said}");
    assert_eq!(export.ask("select count(*) from procedures where case_id = 'X1'").as_deref(), Some("1"));
}
