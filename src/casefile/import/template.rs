//! A folder to fill in: a headed file for each relation, and a README of what each column holds and which screen it fills.

use std::fmt::Write as _;

use crate::casefile::schema::{self, Relation};
use crate::casefile::specialty::Folder;

/// Each relation that a source brings, with the screens that it fills and one row of it.
const SHEETS: &[(&str, &str, &str)] = &[
    ("program", "the head of every screen", "Lakeside,anesthesiology,America/Detroit,2025-10-31,36"),
    (
        "residents",
        "triage; graduates are the group that curves are compared with",
        "R001,\"Lin, Ada\",2024,categorical,2024-07-01,2027-06-30,current,F01",
    ),
    ("absences", "training time under every curve", "R001,2025-03-01,2025-03-21"),
    (
        "rotations",
        "the strip under the curves, and the screen of rotations",
        "R001,cardiac,2025-07-01,2025-07-28",
    ),
    (
        "rotation_aliases",
        "which of your rotations are those that definitions name, where the names differ",
        "UH_cardiac,cardiac,2025-07-01",
    ),
    ("faculty", "who rated and who taught", "F01,\"Roe, Bo\",true"),
    (
        "cases",
        "the list of cases, and every experience that is counted in cases",
        "C0001,2025-07-02 07:30,2025-07-02 11:10,main,63,3,false,coronary artery bypass",
    ),
    (
        "case_staff",
        "whose case it was: without it nobody has any",
        "C0001,R001,primary,2025-07-02 07:20,2025-07-02 11:10,F01",
    ),
    (
        "case_facts",
        "experiences by what the case was: cardiac, obstetric, blood, arrest",
        "C0001,category,cardiac_bypass,,,,",
    ),
    (
        "procedures",
        "experiences by what was done: lines, airways, blocks; their outcomes",
        "P0001,C0001,R001,arterial_line,,2025-07-02 07:25,,true,success,1,,",
    ),
    ("self_logged", "a resident's own totals beside those of the record", "R001,cardiac,2025-10-31,31"),
    ("measures", "the screen of quality measures", "C0001,R001,TEMP-02,pass"),
    (
        "assessments",
        "the EPAs: ratings and comments",
        "A0001,R001,thoracic,2025-10-02,F01,ten_cate_5,3,observation,calm and clear,C0001",
    ),
    ("milestones", "the milestones", "R001,PC1,2025-2,2025-10-15,committee,6"),
    ("exams", "the examinations of a resident", "R001,ITE,2025-02-01,41,63,true"),
    ("statements", "a resident's own words", "R001,2025-10-01,I want more regional blocks"),
    ("coverage", "what is not in this data, and so is no zero", ",tee,,,2025-01-01,,recorded"),
    (
        "benchmarks",
        "centiles from outside the program, in the growth curves",
        "cardiac,12,50,9,national report,2025-06-30",
    ),
];

/// Returns the files of the template by name. What the specialty brings is told in the README and needs no file.
pub fn files(specialty: &Folder) -> Vec<(String, String)> {
    let from_specialty: Vec<_> = specialty.reference().map(|(relation, _)| relation).collect();
    let own = || schema::relations().iter().filter(|r| !r.internal && !from_specialty.contains(&r.name));
    let headed = own().map(|relation| (format!("{}.csv", relation.name), format!("{}\n", header(relation))));
    let mut readme = String::from(
        "# Files to fill in\n\n\
         One file for each relation, with its columns in row 1. Fill in what you have, delete what you do not, and run\n\
         `trellis import` on this folder. Needed are program, residents, cases and case_staff. This file is not read.\n\n\
         | file | fills | needed |\n|---|---|---|\n",
    );
    for relation in own() {
        let needed = if relation.required { "yes" } else { "" };
        let fills = sheet(relation).map_or("", |(_, fills, _)| fills);
        let _ = writeln!(readme, "| `{}.csv` | {fills} | {needed} |", relation.name);
    }
    let _ = writeln!(
        readme,
        "\nThe specialty brings {}; a file of that name takes their place.\n\n{}",
        from_specialty.join(", "),
        columns()
    );
    headed.chain([("README.md".to_owned(), readme)]).collect()
}

fn sheet(relation: &Relation) -> Option<&'static (&'static str, &'static str, &'static str)> {
    SHEETS.iter().find(|(name, ..)| *name == relation.name)
}

fn header(relation: &Relation) -> String {
    relation.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",")
}

/// Describes every column of every relation, as Markdown.
pub fn columns() -> String {
    let mut text = String::new();
    for relation in schema::relations().iter().filter(|relation| !relation.internal) {
        let _ = write!(text, "### {}\n\n", relation.name);
        if let Some((_, _, row)) = sheet(relation) {
            let _ = write!(text, "```csv\n{}\n{row}\n```\n\n", header(relation));
        }
        text += "| column | holds | needed | |\n|---|---|---|---|\n";
        let meanings = meanings(relation);
        for column in &relation.columns {
            let meaning = meanings.iter().find(|(name, _)| *name == column.name).map_or("", |(_, said)| said);
            let needed = if column.nullable { "" } else { "yes" };
            let _ = writeln!(text, "| `{}` | {} | {needed} | {meaning} |", column.name, holds(column.kind));
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}

/// Names what a column holds, for people.
fn holds(kind: &str) -> &'static str {
    match kind {
        "DATE" => "day",
        "TIMESTAMP" => "time",
        "BOOLEAN" => "true or false",
        "DOUBLE" => "number",
        "VARCHAR" => "text",
        _ => "whole number",
    }
}

/// Returns what the schema says of each column, whose comments go on below it.
fn meanings(relation: &Relation) -> Vec<(&'static str, String)> {
    let begins = format!("create table {} (", relation.name);
    let lines = schema::SCHEMA.lines().skip_while(|line| *line != begins).skip(1);
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for line in lines.take_while(|line| *line != ");") {
        let (code, said) = line.split_once("--").unwrap_or((line, ""));
        let said = said.trim().replace('|', "\\|");
        match code.split_whitespace().next().map(|name| name.trim_matches('"')) {
            Some(name) => found.push((name, said)),
            None => {
                if let Some((_, meaning)) = found.last_mut() {
                    format!("{meaning} {said}").trim().clone_into(meaning);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_relation_that_no_specialty_brings_has_a_row_with_a_field_for_each_column() {
        let brought: Vec<_> = Folder::built_in().reference().map(|(relation, _)| relation).collect();
        for relation in schema::relations().iter().filter(|r| !r.internal && !brought.contains(&r.name)) {
            let (_, fills, row) = sheet(relation).unwrap_or_else(|| panic!("no row of {}", relation.name));
            let outside = row.split('"').step_by(2).map(|part| part.matches(',').count()).sum::<usize>();
            assert_eq!(outside + 1, relation.columns.len(), "{}", relation.name);
            assert!(!fills.is_empty());
        }
    }

    #[test]
    fn what_a_column_means_is_what_the_schema_says_to_its_end() {
        let residents = schema::relation("residents").unwrap();
        let said = meanings(residents);
        let of = |name: &str| said.iter().find(|(column, _)| *column == name).unwrap().1.clone();
        assert_eq!(of("entered_on"), "first day of clinical training; null: training time unknown");
        let procedures = meanings(schema::relation("procedures").unwrap());
        let encounter = &procedures.iter().find(|(column, _)| *column == "encounter_id").unwrap().1;
        assert!(encounter.ends_with("null: each is taken for a patient of its own"), "{encounter}");
    }

    #[test]
    fn the_manual_names_every_column() {
        let manual = include_str!("../../../docs/import.md");
        let (_, told) = manual.split_once("## Every column\n\n").unwrap();
        assert!(
            told.starts_with(&columns()),
            "docs/import.md: this belongs below \"Every column\":\n{}",
            columns()
        );
    }
}
