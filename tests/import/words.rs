//! The words of the vocabulary, however a source spells them.

use super::{Export, check, err, out};

fn with_procedures(kinds: &[&str]) -> Export {
    let export = Export::canonical();
    let rows: Vec<_> =
        kinds.iter().enumerate().map(|(n, kind)| format!("P{n},C1,R1,{kind},2025-07-02 08:0{n}\n")).collect();
    export.write(
        "procedures.csv",
        format!("procedure_id,case_id,resident_id,kind,performed_at\n{}", rows.concat()),
    );
    export
}

#[test]
fn capitals_blanks_and_hyphens_make_no_difference() {
    let export = with_procedures(&["TEE", "Labor Epidural", "LABOR_EPIDURAL", "labor-epidural", "spinal"]);
    export.write("residents.csv", "resident_id,name,entered_on,status\nR1,\"Lin, Ada\",2025-07-01,Current\n");
    export.write("case_staff.csv", "case_id,resident_id,role\nC1,R1,Primary\nC2,R1, PRIMARY \n");
    export.write("case_facts.csv", "case_id,fact,text\nC1,Category,CESAREAN\nC2,technique,General\n");
    let imported = export.import(&[]);
    assert!(imported.status.success(), "{}", err(&imported));
    assert!(
        !out(&imported).contains("set aside (") && !out(&imported).contains("words are"),
        "{}",
        out(&imported)
    );
    let kinds = "select string_agg(kind || ' ' || n, ', ' order by kind) from (select kind, count(*) as n from procedures group by kind)";
    assert_eq!(export.ask(kinds).unwrap(), "labor_epidural 3, spinal 1, tee 1");
    assert_eq!(export.ask("select string_agg(distinct role) from case_staff").unwrap(), "primary");
    assert_eq!(export.ask("select status from residents").unwrap(), "current");
    assert_eq!(
        export.ask("select string_agg(fact || ' ' || text, ', ' order by fact) from case_facts").unwrap(),
        "category cesarean, technique general"
    );
}

#[test]
fn a_word_that_no_definition_asks_for_is_named_with_its_number_and_the_nearest() {
    let export = with_procedures(&["epidurals", "epidurals", "chest_tube", "spinal", "bronchial_blocker"]);
    export.write("case_facts.csv", "case_id,fact,text\nC1,category,cesarian\nC2,remark,anything goes\n");
    let said = out(&export.import(&[]));
    let checked = check(&export.target(), &[]);
    for line in [
        "procedures.kind: \"epidurals\", 2 rows; the nearest known word is epidural",
        "case_facts.text of category: \"cesarian\", 1 row; the nearest known word is cesarean",
        "procedures.kind: \"chest_tube\", 1 row",
        "case_facts.fact: \"remark\", 1 row",
    ] {
        assert!(said.contains(line) && out(&checked).contains(line), "{line}\n{said}\n{}", out(&checked));
    }
    assert!(!said.contains("bronchial_blocker") && !said.contains("anything goes"), "{said}");
    // What is like a known word is a slip of the pen, and wrong.
    assert_eq!(checked.status.code(), Some(1));
}
