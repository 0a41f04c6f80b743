//! Rules on the data themselves: what is missing is asked about, and never read as zero.

use chrono::{Months, NaiveDate};

use super::facts::Facts;
use super::prompt::{About, Prompt, Quantity, Rule};
use super::thresholds::Thresholds;
use crate::domain::coverage::Covered;
use crate::domain::record::SilentMonth;

/// Returns the prompts on the data of one resident.
pub fn prompts(facts: &Facts<'_>, thresholds: &Thresholds) -> Vec<Prompt> {
    [training_time_unknown(facts), silent_months(facts, thresholds)].into_iter().flatten().collect()
}

/// Asks for the first day of training, without which nothing can be compared.
fn training_time_unknown(facts: &Facts<'_>) -> Option<Prompt> {
    if facts.month.is_some() {
        return None;
    }
    let sentence = "The case file has no first day of training, so that nothing can be compared or forecast. \
                    When did training begin?";
    let numbers = (Quantity::Count(0), Quantity::Count(1));
    Some(Prompt::new(Rule::TrainingTimeUnknown, About::Record, numbers, 0, sentence).certain())
}

/// Asks about calendar months without a single case, though the resident was in training, not away, and
/// on rotations that bring cases to others.
///
/// Every later number counts such a month as one without experience, which it may not have been.
fn silent_months(facts: &Facts<'_>, thresholds: &Thresholds) -> Option<Prompt> {
    let covered = facts.curves.cases_covered(facts.resident, facts.as_of);
    let silent: Vec<&SilentMonth> = facts
        .record
        .silent
        .iter()
        .filter(|month| month.days >= thresholds.silent_days.max(1))
        // Where the source is silent, the resident was not.
        .filter(|month| is_in(&covered, month.from))
        .collect();
    let days: u32 = silent.iter().map(|month| month.days).sum();
    let names: Vec<String> = silent.iter().map(|month| name(month.from)).collect();
    let (last, others) = names.split_last()?;
    let listed = if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) };
    let on = if facts.record.rotations.is_empty() { "" } else { " on rotations that bring cases" };
    let sentence = format!(
        "The record has no case in {listed}, though {days} days of that time were in training{on}. Was the resident elsewhere, or is something missing?"
    );
    let numbers = (Quantity::Count(silent.len() as u32), Quantity::Days(thresholds.silent_days));
    Some(Prompt::new(Rule::SilentMonths, About::Record, numbers, silent.len(), &sentence).certain())
}

/// Tells whether the month that begins on `first` lies in what the data cover.
fn is_in(covered: &Covered, first: NaiveDate) -> bool {
    match covered {
        Covered::Whole => true,
        Covered::Nowhere => false,
        Covered::Partly(spans) => {
            let last = first + Months::new(1);
            spans.iter().any(|span| span.from <= first && last <= span.to)
        }
    }
}

fn name(month: NaiveDate) -> String {
    month.format("%B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::prompts::Case;

    fn asked(case: &Case, rule: Rule) -> Option<Prompt> {
        case.prompts().into_iter().find(|prompt| prompt.rule == rule)
    }

    #[test]
    fn training_time_is_asked_for_where_it_is_unknown() {
        let mut case = Case::entering(2024);
        assert_eq!(asked(&case, Rule::TrainingTimeUnknown), None);
        case.resident.entered_on = None;
        let prompt = asked(&case, Rule::TrainingTimeUnknown).unwrap();
        assert_eq!(
            (prompt.key(), prompt.kind()),
            ("training_time_unknown/record".into(), crate::prompts::Kind::Data)
        );
    }

    #[test]
    fn a_month_without_a_case_is_asked_about_where_cases_were_to_be_had() {
        for (months, listed) in [
            (vec![], None),
            (vec![("2026-03-01", 13)], None),
            (vec![("2026-03-01", 14)], Some(("March 2026", "14 days"))),
            (vec![("2026-03-01", 22), ("2026-04-01", 30)], Some(("March 2026 and April 2026", "52 days"))),
            (
                vec![("2025-12-01", 31), ("2026-03-01", 2), ("2026-04-01", 30), ("2026-05-01", 31)],
                Some(("December 2025, April 2026 and May 2026", "92 days")),
            ),
        ] {
            let mut case = Case::entering(2024);
            let silent =
                |(from, days): &(&str, u32)| SilentMonth { from: from.parse().unwrap(), days: *days };
            case.record.silent = months.iter().map(silent).collect();
            let said = asked(&case, Rule::SilentMonths).map(|prompt| prompt.sentence);
            match listed {
                None => assert_eq!(said, None, "{months:?}"),
                Some((names, days)) => {
                    let said = said.unwrap();
                    assert!(said.contains(names) && said.contains(days), "{said}");
                }
            }
        }
    }
}
