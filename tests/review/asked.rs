//! What the rules ask about the sample program, whose peculiar residents its documentation lists.

use serde_json::Value;

use super::{Program, err, trellis};

/// Returns the open prompts of every resident who has one of `rule`, by code.
fn asked(program: &Program, rule: &str) -> Vec<(String, Value)> {
    let listed = trellis().arg("triage").arg(program.cases()).args(["--format", "json"]).output().unwrap();
    assert!(listed.status.success(), "{}", err(&listed));
    let rows: Vec<Value> = serde_json::from_slice(&listed.stdout).unwrap();
    let of = |row: &Value| {
        let prompts = row["prompts"].as_array().unwrap();
        let found = prompts.iter().find(|prompt| prompt["rule"] == rule)?;
        Some((row["resident_id"].as_str().unwrap().to_owned(), found.clone()))
    };
    rows.iter().filter_map(of).collect()
}

#[test]
fn two_months_without_a_case_are_asked_about_and_nobody_elses_clinic_or_unit() {
    let found = asked(&Program::sample(), "silent_months");
    assert_eq!(found.len(), 1, "{found:?}");
    let (who, prompt) = &found[0];
    let sentence = prompt["sentence"].as_str().unwrap();
    assert!(who == "R0082" && sentence.contains("March 2026 and April 2026"), "{who}: {sentence}");
}

#[test]
fn a_low_first_year_comes_with_what_became_of_the_programs_own_graduates() {
    let found = asked(&Program::sample(), "early_low");
    let own = |prompt: &Value| {
        prompt["aftermath"]["type"] == "own" && prompt["aftermath"]["of"].as_u64() >= Some(10)
    };
    assert!(!found.is_empty() && found.iter().all(|(_, prompt)| own(prompt)), "{found:?}");
}
