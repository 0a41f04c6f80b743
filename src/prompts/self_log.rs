//! The rule on the resident's own log: where it and the record lie far apart, it is asked why.

use super::facts::Facts;
use super::prompt::{About, Prompt, Quantity, Rule};
use super::thresholds::Thresholds;
use crate::domain::experience::Definition;
use crate::growth::ratio::equal_means;

/// Returns the prompts on self-logged totals, in the order of the definitions.
pub fn prompts(facts: &Facts<'_>, thresholds: &Thresholds) -> Vec<Prompt> {
    facts.catalog.definitions.iter().filter_map(|definition| apart(facts, definition, thresholds)).collect()
}

/// Asks where record and log of the same days differ by more than chance and more than a little.
///
/// Neither is taken to be right: a log may lack what the record has, and the other way round.
fn apart(facts: &Facts<'_>, definition: &Definition, thresholds: &Thresholds) -> Option<Prompt> {
    let logged = facts.record.self_logged.get(&definition.code)?;
    // A record that says nothing lies apart from nothing.
    if !facts.is_covered(definition) {
        return None;
    }
    let (less, more) = (logged.n.min(logged.recorded), logged.n.max(logged.recorded));
    let ratio = f64::from(more) / f64::from(less.max(1));
    let is_apart = ratio >= thresholds.self_log_ratio
        && more - less >= thresholds.self_log_difference
        && equal_means(less, more) <= thresholds.self_log_chance;
    if !is_apart {
        return None;
    }
    let sentence = format!(
        "{}: {} in the record and {} self-logged by {}. What does one of the two have that the other lacks?",
        definition.title,
        logged.recorded,
        logged.n,
        logged.as_of.format("%-d %b %Y"),
    );
    let prompt = Prompt::new(
        Rule::SelfLogApart,
        About::Experience(definition.code.clone()),
        (Quantity::Ratio(ratio), Quantity::Ratio(thresholds.self_log_ratio)),
        more as usize,
        &sentence,
    );
    let why = "at most, for each experience by itself, were the two counted apart from each other";
    Some(prompt.by_chance(thresholds.self_log_chance, why).counted_by(&definition.hash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::SelfLogged;
    use crate::testing::prompts::Case;

    fn asked(recorded: u32, n: u32, thresholds: &Thresholds) -> Option<Prompt> {
        let mut case = Case::entering(2024).counting(1000);
        let logged = SelfLogged { as_of: "2026-10-01".parse().unwrap(), n, recorded };
        case.record.self_logged.insert("spinal".parse().unwrap(), logged);
        case.prompts_by(thresholds).into_iter().find(|prompt| prompt.rule == Rule::SelfLogApart)
    }

    #[test]
    fn record_and_log_are_apart_by_ratio_by_difference_and_beyond_chance() {
        for (recorded, logged, apart) in [
            (62, 30, false), // p = 0.0011
            (64, 30, true),
            (30, 64, true),
            (130, 100, false), // 1.3 to 1
            (300, 210, false), // beyond chance, 1.4 to 1
            (12, 0, true),
            (9, 0, false), // fewer than ten apart
            (0, 0, false),
        ] {
            let found = asked(recorded, logged, &Thresholds::default());
            assert_eq!(found.is_some(), apart, "{recorded} {logged}");
        }
        let lenient = Thresholds { self_log_ratio: 1.2, self_log_chance: 0.1, ..Thresholds::default() };
        assert!(asked(130, 100, &lenient).is_some());
    }

    #[test]
    fn the_question_names_both_counts_and_takes_no_side() {
        let prompt = asked(64, 30, &Thresholds::default()).unwrap();
        assert_eq!(prompt.key(), "self_log_apart/spinal");
        assert_eq!(
            prompt.sentence,
            "spinal: 64 in the record and 30 self-logged by 1 Oct 2026. What does one of the two have that the other lacks?"
        );
    }
}
