use std::path::PathBuf;

use super::*;

fn files(prefixes: &[&str]) -> Vec<ListFile> {
    let file = |prefix: &&str| {
        let name = format!("{prefix}.CaseList.csv");
        ListFile { list: 0, prefix: (*prefix).to_owned(), file: SourceFile::new(PathBuf::from(&name), name) }
    };
    prefixes.iter().map(file).collect()
}

fn roster(rows: &[(&str, &str)]) -> Vec<Listed> {
    rows.iter().map(|(id, name)| Listed { id: (*id).to_owned(), name: (*name).to_owned() }).collect()
}

/// Who each name is, and what was said of it.
fn told(
    prefixes: &[&str],
    rows: Option<&[(&str, &str)]>,
    codes: &mut Codes,
) -> (Vec<(String, String)>, String) {
    let rows = rows.map(roster);
    let people = told_apart(&files(prefixes), rows.as_deref(), codes).unwrap();
    let who = people.all.iter().map(|p| (p.name.clone(), p.id.clone().unwrap_or_default())).collect();
    let said: Vec<_> = people.notes.iter().map(|note| note.sentence.clone()).collect();
    (who, said.join("\n"))
}

#[test]
fn names_become_codes_and_people_stay_apart() {
    let (who, said) = told(&["MÜLLER, A", "MÖLLER, A", "山本", "竹下", "劉"], None, &mut Codes::default());
    let ids: BTreeSet<_> = who.iter().map(|(_, id)| id.as_str()).collect();
    assert_eq!(ids, ["R001", "R002", "R003", "R004", "R005"].into());
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("\"MÖLLER, A\" and \"MÜLLER, A\""), "{said}");
}

#[test]
fn a_prefix_that_is_a_code_stays_one_and_its_code_is_given_to_nobody() {
    let (who, _) = told(&["R001", "RIVERA, ANA"], None, &mut Codes::default());
    assert_eq!(who, [("R001", "R001"), ("RIVERA, ANA", "R002")].map(|(n, i)| (n.to_owned(), i.to_owned())));
}

#[test]
fn a_prefix_that_is_somebody_elses_code_is_refused() {
    let mut codes = Codes::default();
    codes.remember(&[("R001".to_owned(), "RIVERA, ANA".to_owned())]);
    let refused = told_apart(&files(&["r001"]), None, &mut codes).unwrap_err().to_string();
    assert!(refused.contains("add the line r001,r001"), "{refused}");
}

#[test]
fn a_roster_is_joined_by_name_by_code_and_by_the_code_that_was_given() {
    let rows = [("X1", "Rivera, Ana"), ("RES101", "Okonjo, Ada"), ("R007", "Bo Roe"), ("R008", "Lopez, Kim")];
    let mut codes = Codes::default();
    codes.remember(&[("R007".to_owned(), "ROE, BO".to_owned()), ("R008".to_owned(), "LEE, KIM".to_owned())]);
    let (who, said) =
        told(&["RIVERA, ANA.Supervised", "res101", "ROE, BO", "LEE, KIM"], Some(&rows), &mut codes);
    let id = |name: &str| who.iter().find(|(n, _)| n == name).unwrap().1.clone();
    assert_eq!(id("RIVERA, ANA"), "X1");
    assert_eq!(id("res101"), "RES101");
    assert_eq!(id("ROE, BO"), "R007");
    // The code is hers by one file and somebody else's by the other: nobody is credited.
    assert_eq!(id("LEE, KIM"), "");
    assert!(said.contains("add the line R008,\"Lopez, Kim\""), "{said}");
}

#[test]
fn nobody_is_taken_for_a_neighbour_in_the_roster() {
    let (who, said) =
        told(&["MÜLLER, A", "MÖLLER, A"], Some(&[("M_LLER,_A", "Müller, A")]), &mut Codes::default());
    assert_eq!(who[1], ("MÜLLER, A".to_owned(), "M_LLER,_A".to_owned()));
    assert_eq!(who[0].1, "");
    assert!(said.contains("in no roster: found \"MÖLLER, A\""), "{said}");
    assert!(said.contains("the roster has \"Müller, A\", which nearly is the name"), "{said}");
    let (who, said) =
        told(&["LEE, KIM"], Some(&[("A1", "Lee, Kim"), ("A2", "LEE, KIM")]), &mut Codes::default());
    assert_eq!(who[0].1, "");
    assert!(said.contains("two residents of the roster have this name"), "{said}");
}

#[test]
fn spellings_of_one_name_are_one_resident_and_told() {
    let (who, said) = told(&["RIVERA, ANA", "Rivera, Ana", "RIVERA, ANA (1)"], None, &mut Codes::default());
    assert_eq!(who.len(), 1);
    assert!(said.contains("found \"RIVERA, ANA\" and \"RIVERA, ANA (1)\""), "{said}");
    assert!(said.contains("two lists of one kind are of one resident"), "{said}");
}

#[test]
fn a_person_with_two_names_in_codes_is_one() {
    let mut codes = Codes::default();
    codes.remember(&[("R004".to_owned(), "RIVERA, ANA".to_owned())]);
    codes.remember(&[("R004".to_owned(), "LOPEZ, ANA".to_owned())]);
    let (who, said) = told(&["RIVERA, ANA", "LOPEZ, ANA"], None, &mut codes);
    assert_eq!(who, [("LOPEZ, ANA".to_owned(), "R004".to_owned())]);
    assert!(said.contains("taken for one resident"), "{said}");
}
