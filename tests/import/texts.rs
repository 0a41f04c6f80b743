//! What the text of a case gives: one decision with the words it rests on, and no miss in silence.

use super::mpog::{CASE_HEADER, PROCEDURE_HEADER, csv_rows, quoted};
use super::{Export, err, out, trellis};

/// A folder with one case for each text.
fn cases<'a>(texts: impl IntoIterator<Item = &'a str>) -> Export {
    let export = Export::empty();
    let mut list = format!("{CASE_HEADER}\n");
    for (i, text) in texts.into_iter().enumerate() {
        list.extend([format!("C{i},2025-07-01 08:00,40,2,{},,\n", quoted(text))]);
    }
    export.write("R01.CaseList.csv", list);
    export.write("R01.ProcedureList.csv", format!("{PROCEDURE_HEADER}\n"));
    export
}

/// The facts of a case in the order of the alphabet, or `none`.
const FACTS: &str = "select coalesce(string_agg(distinct coalesce(text, fact), ' ' order by coalesce(text, fact)), 'none') \
                     from case_facts where case_id = ?";

#[test]
fn a_text_gives_what_a_scheduler_meant_by_it() {
    let rows = csv_rows(include_str!("case-texts.csv"));
    assert!(rows.len() >= 1200);
    let export = cases(rows.iter().map(|row| row[0].as_str()));
    let made = export.import(&[]);
    assert!(made.status.success(), "{}", err(&made));
    let file = export.open();
    let mut wrong = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let got: String = file.query_row(FACTS, [format!("C{i}")], |r| r.get(0)).unwrap();
        let accepted = |set: &str| {
            let mut set: Vec<_> = set.split_whitespace().collect();
            set.sort_unstable();
            set.join(" ") == got
        };
        if !row[1].split('|').any(accepted) {
            wrong.push(format!("{}: expected {:?}, got {got:?}", row[0], row[1]));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn the_words_of_a_decision_stand_beside_its_fact() {
    let export = cases(["REDO STERNOTOMY, AVR/MVR (S/P CABG)"]);
    assert!(export.import(&[]).status.success());
    let fact = export.ask("select concat_ws(' | ', text, rule, words) from case_facts");
    assert_eq!(fact.as_deref(), Some("cardiac_bypass | heart_valve | avr"));
}

#[test]
fn what_gives_nothing_and_is_not_known_to_is_told_by_frequency() {
    let texts =
        ["LAP CHOLE", "ODD THING", "ODDER THING", "ODDER THING", "AORTIC STENOSIS, TURP", "MRI BRAIN"];
    let said = out(&cases(texts).import(&[]));
    let first = said.find("found \"ODDER THING\" in 2 cases").unwrap_or_else(|| panic!("{said}"));
    assert!(said.find("found \"ODD THING\";").is_some_and(|second| first < second), "{said}");
    assert!(said.contains("found \"AORTIC STENOSIS, TURP\", which says aortic; add a rule"), "{said}");
    assert!(!said.contains("LAP CHOLE") && !said.contains("MRI BRAIN"), "{said}");
}

#[test]
fn a_program_adds_rules_of_its_own() {
    let export = cases(["BIG RED ONE", "ELEPHANT PROCEDURE X", "CABG SIMULATION", "C/S"]);
    export.write(
        "rules.csv",
        "pattern,category,note\nbig red,cardiac_bypass,as the heart room calls it\neleph*x,life_threatening,\n\
         CABG simulation,None,a course\nC/S,high_risk_obstetric,\nodd,no_such_thing,\n,none,\n",
    );
    let said = out(&export.import(&[]));
    let file = export.open();
    let facts = |case: &str| file.query_row(FACTS, [case], |r| r.get::<_, String>(0)).unwrap();
    assert_eq!(
        [facts("C0"), facts("C1"), facts("C2"), facts("C3")],
        ["cardiac_bypass", "life_threatening", "none", "cesarean high_risk_obstetric"]
    );
    let rule = export.ask("select rule || ' | ' || words from case_facts where case_id = 'C0'");
    assert_eq!(rule.as_deref(), Some("rules.csv row 2 | big red"));
    assert!(said.contains("found the category \"no_such_thing\""), "{said}");
    assert!(said.contains("the pattern is missing"), "{said}");
    assert!(!said.contains("found \"BIG RED"), "{said}");
}

#[test]
fn rules_without_lists_are_told_of() {
    let export = Export::canonical();
    export.write("rules.csv", "pattern,category\nx,none\n");
    assert!(out(&export.import(&[])).contains("it is read only beside the lists of mpog"));
}

#[test]
fn the_texts_of_a_source_are_printed_and_no_case_file_is_made() {
    let export = cases(["OHT", "OHT", "MRI BRAIN, \"TUMOR\"", "QUITE NEW"]);
    let printed = trellis().arg("import").arg(export.source()).arg("--texts").output().unwrap();
    assert!(printed.status.success(), "{}", err(&printed));
    let lines: Vec<_> = out(&printed).lines().map(str::to_owned).collect();
    assert_eq!(
        lines,
        [
            "text,cases,gives,rule,words",
            "OHT,2,cardiac_bypass,heart_transplant,oht",
            "\"MRI BRAIN, \"\"TUMOR\"\"\",1,nothing,picture,mri",
            "QUITE NEW,1,not understood,,",
        ]
    );
    assert!(export.beside().is_empty());
}

#[test]
fn texts_and_a_case_file_are_not_asked_for_at_once() {
    let export = cases(["OHT"]);
    assert_eq!(export.import(&["--texts"]).status.code(), Some(2));
    let canonical = Export::canonical();
    let none = trellis().arg("import").arg(canonical.source()).arg("--texts").output().unwrap();
    assert!(err(&none).contains("no view mapped.texts"), "{}", err(&none));
}
